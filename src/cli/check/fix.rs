//! `oratory check --fix`: repairs that are certain → the files, all of them or none.
//!
//! **Invariant:** a file is changed only if the site says less of it afterwards: the mistakes that
//! were mended are gone, and no other has come but where something could not be read before.
//! What is certain is said where the mistake is told; labels are mended by `editor/edit/labels.rs`.

use crate::base::changes::{Changes, applied};
use crate::base::diag::{Code, Diagnostic, Diagnostics, Fix, Severity};
use crate::base::message::say;
use crate::base::sources::{FileId, Sources};
use crate::cli::Failure;
use crate::cli::print::{Format, Screen, count, plain};
use crate::cli::site::{root, understood};
use crate::disk::publish::carry_out_over;
use crate::editor::edit::{Mend, mended};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Makes the repairs; where `shows`, says only what they would be.
pub(super) fn run(sources: &Sources, shows: bool, screen: &Screen) -> Result<(), Failure> {
    let changes = changes(sources);
    if changes.is_empty() {
        screen.remark("Nothing to fix");
        return Ok(());
    }

    let n_files = count(changes.len(), "file", "files");
    if shows {
        screen.result(plain(&changes.show(sources)).as_bytes());
        screen.remark(say!("{n_files} would change; nothing was written", n_files));
        return Ok(());
    }

    carry_out_over(root(), sources, &changes)?;
    let mut changed = String::new();
    for (path, _) in changes.iter() {
        match screen.format() {
            Format::Json => {
                changed.push_str(&json!({"type": "changed", "path": path}).to_string());
            }
            _ => changed.push_str(path),
        }
        changed.push('\n');
    }
    screen.result(changed.as_bytes());
    screen.remark(say!("Changed {n_files}", n_files));
    Ok(())
}

/// What becomes of the files in which something is certain to be mended.
fn changes(sources: &Sources) -> Changes {
    let before = understood(sources).diagnostics;
    let mut mends: BTreeMap<FileId, Vec<Mend>> = BTreeMap::new();
    for diagnostic in before.iter() {
        if let Some(Fix { span, text }) = &diagnostic.fix {
            let mend = Mend { range: span.range.clone(), text: text.clone() };
            mends.entry(span.file).or_default().push(mend);
            continue;
        }
        if !diagnostic.is_certain {
            continue;
        }
        let Some(span) = diagnostic.labels.first().map(|label| &label.span) else {
            continue;
        };
        let text = sources.file(span.file).text().unwrap_or_default();
        if let Some(mend) = mended(text, &span.range) {
            mends.entry(span.file).or_default().push(mend);
        }
    }

    let mut changes = Changes::default();
    for (file, mends) in mends {
        let source = sources.file(file);
        let text = with(source.text().unwrap_or_default(), mends);
        changes.write(&source.path, text);
    }

    // A file of which as much is said as before stays as it is; the others are asked again without
    // it. This ends, for every round but the last leaves one out.
    loop {
        let after = applied(sources, &changes);
        let told = understood(&after).diagnostics;
        let mut unmended = Vec::new();
        for (path, _) in changes.iter() {
            let (is, was) = (told_of(&told, &after, path), told_of(&before, sources, path));
            if !is.is_better_than(&was) {
                unmended.push(path.to_owned());
            }
        }
        if unmended.is_empty() {
            return changes;
        }
        for path in unmended {
            changes.forget(&path);
        }
    }
}

/// A text with its mends; of two that overlap the first is made, and the other another time.
fn with(text: &str, mut mends: Vec<Mend>) -> String {
    mends.sort_by_key(|mend| mend.range.start);
    let mut end = 0;
    mends.retain(|mend| {
        let is_apart = mend.range.start >= end;
        end = end.max(mend.range.end);
        is_apart
    });
    let mut mended = text.to_owned();
    for mend in mends.into_iter().rev() {
        mended.replace_range(mend.range, &mend.text);
    }
    mended
}

/// What is told of a file.
#[derive(Default)]
struct Told {
    /// How far it is from being read: what could not be read hides what is wrong in it.
    unread: usize,
    n_mistakes: usize,
    n_errors: usize,
    /// What is told where it is certain what was meant.
    certain: BTreeSet<String>,
}

impl Told {
    fn is_better_than(&self, before: &Told) -> bool {
        let is_less = (self.unread, self.n_mistakes) < (before.unread, before.n_mistakes);
        // A key that is known now has a value that is looked at.
        let is_next = self.n_errors <= before.n_errors
            && !before.certain.is_empty()
            && before.certain.is_disjoint(&self.certain);
        is_less || is_next
    }
}

fn told_of(diagnostics: &Diagnostics, sources: &Sources, path: &str) -> Told {
    let is_of_file = |diagnostic: &&Diagnostic| {
        let place = diagnostic.labels.first();
        place.is_some_and(|label| sources.file(label.span.file).path == path)
    };
    let mut told = Told::default();
    for diagnostic in diagnostics.iter().filter(is_of_file) {
        told.n_mistakes += 1;
        told.n_errors += usize::from(diagnostic.severity() == Severity::Error);
        if diagnostic.fix.is_some() {
            told.certain.insert(diagnostic.message.to_string());
        }
        told.unread = told.unread.max(match diagnostic.code {
            Code::FrontMatterLate => 2,
            Code::BadYaml | Code::BadToml => 1,
            _ => 0,
        });
    }
    told
}

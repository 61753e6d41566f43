//! `oratory import entities`: makes entities of the site out of tables, Linked Places, Popolo and
//! results of Wikidata’s query service.
//!
//! **Invariant:** nothing is written before everything has been read; what the site says is not
//! overwritten unless `--update` is given.
//! **Invariant:** a record that cannot be taken in is told, and the others are taken in.

use super::entity::{files, line_of};
use super::print::{Format, LineIndexes, Screen, count};
use super::site::{read, root, understood};
use super::{Failure, Verdict};
use crate::base::changes::{Changes, applied};
use crate::base::decode::foreign;
use crate::base::diag::{Code, Diagnostics, Severity};
use crate::base::message::{Message, say};
use crate::base::sources::{Content, MAX_TEXT_BYTES, Source, Sources, Span};
use crate::disk::publish::carry_out_over;
use crate::editor::registry::intake::{self, Contradiction, Intake, Outcome, What, Wishes};
use crate::reading::config::Config;
use clap::Args;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `import entities`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files: CSV, Linked Places (GeoJSON, or one a line), Popolo (JSON), results of Wikidata’s query
    /// service (JSON), dumps of GeoNames
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Kind of the entities that do not say their own: people, places, initiatives, or one of the
    /// site’s own
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Where the files contradict the site, follow the files
    #[arg(long)]
    update: bool,
    /// Leave out values that cannot be read, and take in the rest
    #[arg(long)]
    skip_bad: bool,
    /// Show what would change, as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Arguments {
    /// Takes the files as seen from `start`.
    pub(super) fn see_from(&mut self, start: &Path) {
        for file in &mut self.files {
            *file = start.join(&*file);
        }
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let mut files = Vec::new();
    for path in &arguments.files {
        files.push(file(path)?);
    }
    let files = Sources::new(files);
    let site = understood(&sources);
    let (corpus, config) = (&site.graph.corpus, &site.graph.config);
    let unreadable = unreadable(&site.diagnostics);
    if unreadable.has_errors() {
        screen.diagnostics_aside(&unreadable, &sources);
        screen.remark("Nothing was taken in: mend these first.");
        return Ok(Verdict::Mistakes);
    }

    let wishes = Wishes { kind: kind(arguments, config)?, update: arguments.update };
    let mut diagnostics = Diagnostics::default();
    let mut read = intake::read(&files, config, &mut diagnostics);
    if !arguments.skip_bad {
        read.leave_out(&diagnostics);
    }
    let mut intake = intake::take_in(&sources, corpus, config, &read, &wishes, &mut diagnostics);

    diagnostics.sort();
    screen.diagnostics_aside(&diagnostics, &files);
    let mut has_mistakes = diagnostics.has_errors() && !arguments.skip_bad;
    if has_mistakes {
        screen.remark(
            "These records were left out: mend them, or leave out only the values with `--skip-bad`.",
        );
    }

    // Each round takes back at least one file, so this ends.
    while let Some(broken) = breaks(&sources, &intake.changes) {
        let after = applied(&sources, &intake.changes);
        screen.diagnostics_aside(&broken, &after);
        has_mistakes = true;
        for path in broken_paths(&broken, &after) {
            screen.remark(say!(
                "Not taken in: with `{path}` the site would have these mistakes.",
                path
            ));
            intake.take_back(&path);
        }
    }

    if !arguments.dry_run {
        carry_out_over(root(), &sources, &intake.changes)?;
    }
    let report = Report { arguments, files: &files, read: &read, intake: &intake };
    match screen.format() {
        Format::Json => screen.result(report.json().as_bytes()),
        Format::Human | Format::Github | Format::Sarif => report.human(&sources, screen),
    }
    Ok(if has_mistakes { Verdict::Mistakes } else { Verdict::Done })
}

/// Reads a data file, which need not be in the site.
fn file(path: &Path) -> Result<Source, Failure> {
    let size = fs::metadata(path).map_err(Failure::disk("read", path))?.len();
    let content = if size > MAX_TEXT_BYTES {
        Content::TooLarge(size)
    } else {
        Content::Bytes(in_utf8(fs::read(path).map_err(Failure::disk("read", path))?))
    };
    Ok(Source { path: path.to_string_lossy().replace('\\', "/"), content })
}

/// Bytes as UTF-8, whatever encoding a spreadsheet saved them in. What cannot be read whole stays as
/// it is, so that a diagnostic names the place.
fn in_utf8(bytes: Vec<u8>) -> Vec<u8> {
    if std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains('\0')) {
        return bytes;
    }
    match foreign::converted(&bytes, None) {
        Ok(converted) if converted.n_replaced == 0 => converted.text.into_bytes(),
        _ => bytes,
    }
}

fn kind(arguments: &Arguments, config: &Config) -> Result<Option<String>, Failure> {
    let Some(wanted) = &arguments.kind else {
        return Ok(None);
    };
    let known =
        config.kinds.iter().find(|(_, kind)| kind.key == *wanted || kind.singular == *wanted);
    if let Some((_, kind)) = known {
        return Ok(Some(kind.key.clone()));
    }

    let mut keys = Vec::new();
    for (_, kind) in config.kinds.iter() {
        keys.push(kind.key.as_str());
    }
    Err(Failure::Usage(say!(
        "there is no kind `{wanted}`: it is one of `{keys}`",
        wanted,
        keys = Message::joined("`, `", keys)
    )))
}

/// The errors because of which the site's entities are not known. A site may name people for whom
/// it has no files yet, but the files that it has must be readable.
fn unreadable(diagnostics: &Diagnostics) -> Diagnostics {
    let mut found = Diagnostics::default();
    for diagnostic in diagnostics.iter() {
        let is_harmless = matches!(
            diagnostic.code,
            Code::UnknownEntity | Code::UnknownSpeaker | Code::BadRedirect | Code::RouteClash
        );
        if diagnostic.severity() == Severity::Error && !is_harmless {
            found.push(diagnostic.clone());
        }
    }
    found
}

/// The errors that the site would have after the changes, in files that change.
fn breaks(sources: &Sources, changes: &Changes) -> Option<Diagnostics> {
    let after = applied(sources, changes);
    let site = understood(&after);
    let mut found = Diagnostics::default();

    let is_changed = |span: &Span| changes.get(&after.file(span.file).path).is_some();
    for diagnostic in site.diagnostics.iter() {
        let is_error = diagnostic.severity() == Severity::Error;
        let mut labels = diagnostic.labels.iter();
        if is_error && labels.any(|label| is_changed(&label.span)) {
            found.push(diagnostic.clone());
        }
    }
    found.has_errors().then_some(found)
}

/// The changed files that mistakes are in.
fn broken_paths(broken: &Diagnostics, after: &Sources) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for diagnostic in broken.iter() {
        for label in &diagnostic.labels {
            paths.insert(after.file(label.span.file).path.clone());
        }
    }
    paths
}

/// What was taken in, and from where.
struct Report<'r> {
    arguments: &'r Arguments,
    /// The data files.
    files: &'r Sources,
    read: &'r intake::Read,
    intake: &'r Intake,
}

impl Report<'_> {
    /// The columns of a data file that were not taken in.
    fn ignored(&self) -> Vec<Ignored<'_>> {
        let mut ignored = Vec::new();
        for (file, columns) in &self.read.ignored {
            if !columns.is_empty() {
                let path = &self.files.file(*file).path;
                ignored.push(Ignored { path, columns });
            }
        }
        ignored
    }

    /// One JSON object a line, the summary last.
    fn json(&self) -> String {
        let mut text = String::new();
        let mut lines = LineIndexes::new(self.files);
        for outcome in &self.intake.outcomes {
            let place = line_of(&outcome.place, self.files, &mut lines);
            text.push_str(&outcome_json(outcome, &place).to_string());
            text.push('\n');
        }

        let summary = json!({
            "type": "entities",
            "dry_run": self.arguments.dry_run,
            "files": files(&self.intake.changes),
            "ignored": self.ignored(),
        });
        text + &summary.to_string() + "\n"
    }

    fn human(&self, sources: &Sources, screen: &Screen) {
        if self.arguments.dry_run {
            screen.result(self.intake.changes.show(sources).as_bytes());
        }

        let mut lines = LineIndexes::new(self.files);
        for outcome in &self.intake.outcomes {
            let place = line_of(&outcome.place, self.files, &mut lines);
            for remark in remarks(outcome, &place) {
                screen.remark(remark);
            }
        }
        for Ignored { path, columns } in self.ignored() {
            let columns = columns.join("`, `");
            screen.remark(say!("not taken in from {path}: `{columns}`", path, columns));
        }
        screen.remark(self.summary());
    }

    /// `Took in 12 records: 3 new, 2 changed, 7 the same, 1 conflict`.
    fn summary(&self) -> Message {
        let [mut n_new, mut n_changed, mut n_same] = [0; 3];
        let [mut n_unclear, mut n_conflicts] = [0; 2];
        for outcome in &self.intake.outcomes {
            match outcome.what {
                What::New => n_new += 1,
                What::Changed(_) => n_changed += 1,
                What::Same => n_same += 1,
                What::Unclear(_) => n_unclear += 1,
            }
            n_conflicts += outcome.conflicts.len();
        }

        let mut counts = Vec::new();
        for (n, said) in [
            (n_new, say!("{n} new", n = n_new)),
            (n_changed, say!("{n} changed", n = n_changed)),
            (n_same, say!("{n} the same", n = n_same)),
            (n_unclear, say!("{n} unclear", n = n_unclear)),
            (n_conflicts, count(n_conflicts, "conflict", "conflicts")),
        ] {
            if n > 0 {
                counts.push(said);
            }
        }

        let mut summary = count(self.intake.outcomes.len(), "record", "records");
        if !counts.is_empty() {
            summary = say!("{summary}: {counts}", summary, counts = Message::joined(", ", counts));
        }
        if self.arguments.dry_run {
            say!("Nothing was written. Would take in {summary}", summary)
        } else {
            say!("Took in {summary}", summary)
        }
    }
}

/// The columns of a data file that no field corresponds to.
#[derive(Serialize)]
struct Ignored<'r> {
    path: &'r str,
    columns: &'r [String],
}

/// What to say about a record, which is at `place`: what changed, what contradicts, what is
/// unclear.
fn remarks(outcome: &Outcome, place: &str) -> Vec<Message> {
    let id = outcome.id.as_deref().unwrap_or_default();
    let mut remarks = Vec::new();

    match &outcome.what {
        What::New => {
            remarks.push(say!("new: `{id}` ({name})", id, name = outcome.name));
            if let [first, ..] = outcome.apart.as_slice() {
                remarks.push(say!("kept apart: {place}: `{id}` and `{apart}` are both called {name}; if they are one: \
                     `oratory entity merge {id} {first}`", place, id, apart = Message::joined("`, `", &outcome.apart), name = outcome.name, first));
            }
        }
        What::Changed(fields) => remarks.push(say!(
            "changed: `{id}`: {fields}",
            id,
            fields = Message::joined(", ", fields)
        )),
        What::Same => {}
        What::Unclear(ids) => remarks.push(say!(
            "unclear: {place}: {name} can be `{ids}`; nothing was done: give it their `same_as`",
            place,
            name = outcome.name,
            ids = Message::joined("` or `", ids)
        )),
    }
    for Contradiction { field, kept, refused } in &outcome.conflicts {
        let kept = if kept.is_empty() { say!("empty") } else { kept.clone().into() };
        remarks.push(say!(
            "conflict: `{field}` of `{id}` stays {kept}; {refused} ({place}) is not taken over",
            field,
            id,
            kept,
            refused,
            place
        ));
    }
    remarks
}

fn outcome_json(outcome: &Outcome, place: &str) -> serde_json::Value {
    let (what, fields, candidates) = match &outcome.what {
        What::New => ("new", None, None),
        What::Changed(fields) => ("changed", Some(fields), None),
        What::Same => ("same", None, None),
        What::Unclear(ids) => ("unclear", None, Some(ids)),
    };
    let mut conflicts = Vec::new();
    for Contradiction { field, kept, refused } in &outcome.conflicts {
        conflicts.push(json!({"field": field, "kept": kept, "refused": refused}));
    }

    json!({
        "type": "entity",
        "what": what,
        "id": outcome.id,
        "name": outcome.name,
        "place": place,
        "fields": fields,
        "candidates": candidates,
        "apart": outcome.apart,
        "conflicts": conflicts,
    })
}

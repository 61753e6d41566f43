//! `oratory import entities`: tables, Linked Places, Popolo and results of Wikidata’s query service become entities of the site.
//!
//! **Invariant:** nothing is written before everything was read; what the site states is not overwritten unless `--update` says so.

use super::entity::{files, with_drafts};
use super::print::{Format, Screen, count};
use super::site::{read, root};
use super::{Failure, Verdict};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostics, Severity};
use crate::base::sources::{Content, FileId, MAX_TEXT_BYTES, Source, Sources, Span};
use crate::compile;
use crate::disk::publish::carry_out_over;
use crate::editor::registry::applied;
use crate::editor::registry::intake::{self, Intake, Outcome, What, Wishes};
use crate::reading::config::Config;
use clap::Args;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `import entities`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files: CSV, Linked Places (GeoJSON), Popolo (JSON), results of Wikidata’s query service (JSON)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Kind of the entities that do not say their own: people, places, initiatives, or one of the site’s own
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

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let files =
        Sources::new(arguments.files.iter().map(|path| file(path)).collect::<Result<_, _>>()?);
    let site = compile(&sources, &with_drafts());
    let (corpus, config) = (&site.graph.corpus, &site.graph.config);
    let unreadable = unreadable(&site.diagnostics);
    if unreadable.has_errors() {
        screen.diagnostics_aside(&unreadable, &sources);
        screen.remark("Nothing was taken in: mend these first.");
        return Ok(Verdict::Mistakes);
    }
    let wishes = Wishes { kind: kind(arguments, config)?, update: arguments.update };
    let mut diagnostics = Diagnostics::default();
    let read = intake::read(&files, config, &mut diagnostics);
    let intake = intake::take_in(&sources, corpus, config, &read, &wishes, &mut diagnostics);
    diagnostics.sort();
    screen.diagnostics_aside(&diagnostics, &files);
    if diagnostics.has_errors() && !arguments.skip_bad {
        screen.remark("Nothing was taken in: mend these, or leave them out with `--skip-bad`.");
        return Ok(Verdict::Mistakes);
    }
    if let Some(broken) = breaks(&sources, &intake.changes) {
        screen.diagnostics_aside(&broken, &applied(&sources, &intake.changes));
        screen.remark("Nothing was taken in: the site would then have these mistakes.");
        return Ok(Verdict::Mistakes);
    }
    if !arguments.dry_run {
        carry_out_over(root(), &sources, &intake.changes)?;
    }
    report(screen, (&sources, &files), arguments, &read, &intake);
    Ok(Verdict::Done)
}

/// A file of data, which need not lie in the site.
fn file(path: &Path) -> Result<Source, Failure> {
    let size = fs::metadata(path).map_err(Failure::disk("read", path))?.len();
    let content = if size > MAX_TEXT_BYTES {
        Content::TooLarge(size)
    } else {
        Content::Bytes(fs::read(path).map_err(Failure::disk("read", path))?)
    };
    Ok(Source { path: path.to_string_lossy().replace('\\', "/"), content })
}

fn kind(arguments: &Arguments, config: &Config) -> Result<Option<String>, Failure> {
    let Some(wanted) = &arguments.kind else {
        return Ok(None);
    };
    let known =
        config.kinds.iter().find(|(_, kind)| kind.key == *wanted || kind.singular == *wanted);
    match known {
        Some((_, kind)) => Ok(Some(kind.key.clone())),
        None => {
            let keys: Vec<&str> = config.kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
            Err(Failure::Usage(format!(
                "there is no kind `{wanted}`: it is one of `{}`",
                keys.join("`, `")
            )))
        }
    }
}

/// Mistakes by which entities cannot be known: a site may name people of whom it has no files yet, but its files must be readable.
fn unreadable(diagnostics: &Diagnostics) -> Diagnostics {
    let mut found = Diagnostics::default();
    let is_in_the_way = |code: Code| {
        !matches!(
            code,
            Code::UnknownEntity | Code::UnknownSpeaker | Code::BadRedirect | Code::RouteClash
        )
    };
    let errors = diagnostics.iter().filter(|diagnostic| {
        diagnostic.severity() == Severity::Error && is_in_the_way(diagnostic.code)
    });
    errors.for_each(|error| found.push(error.clone()));
    found
}

/// Mistakes that a site has after the changes, in files that change.
fn breaks(sources: &Sources, changes: &Changes) -> Option<Diagnostics> {
    let after = applied(sources, changes);
    let site = compile(&after, &with_drafts());
    let mut found = Diagnostics::default();
    let is_changed = |span: &Span| changes.get(&after.file(span.file).path).is_some();
    let errors =
        site.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    errors
        .filter(|error| error.labels.iter().any(|label| is_changed(&label.span)))
        .for_each(|error| found.push(error.clone()));
    found.has_errors().then_some(found)
}

fn report(
    screen: &Screen,
    (sources, from): (&Sources, &Sources),
    arguments: &Arguments,
    read: &intake::Read,
    intake: &Intake,
) {
    let places = Places::of(from);
    if screen.format() == Format::Json {
        let lines: String = intake
            .outcomes
            .iter()
            .map(|outcome| outcome_json(outcome, &places).to_string() + "\n")
            .collect();
        let ignored = read.ignored.iter().filter(|(_, columns)| !columns.is_empty());
        let ignored: Vec<_> = ignored
            .map(|(file, columns)| json!({"path": from.file(*file).path, "columns": columns}))
            .collect();
        let summary = json!({"type": "entities", "dry_run": arguments.dry_run, "files": files(&intake.changes), "ignored": ignored});
        screen.result(format!("{lines}{summary}\n").as_bytes());
        return;
    }
    if arguments.dry_run {
        screen.result(intake.changes.show(sources).as_bytes());
    }
    intake
        .outcomes
        .iter()
        .flat_map(|outcome| lines(outcome, &places))
        .for_each(|line| screen.remark(&line));
    for (file, columns) in read.ignored.iter().filter(|(_, columns)| !columns.is_empty()) {
        screen.remark(&format!(
            "not taken in from {}: `{}`",
            from.file(*file).path,
            columns.join("`, `")
        ));
    }
    screen.remark(&summary(intake, arguments.dry_run));
}

/// What is to be said of a record: what changed, what contradicts, what is unclear.
fn lines(outcome: &Outcome, from: &Places<'_>) -> Vec<String> {
    let id = outcome.id.as_deref().unwrap_or_default();
    let place = from.line(&outcome.place);
    let first = match &outcome.what {
        What::New => Some(format!("new: `{id}` ({})", outcome.name)),
        What::Changed(fields) => Some(format!("changed: `{id}`: {}", fields.join(", "))),
        What::Same => None,
        What::Unclear(ids) => Some(format!(
            "unclear: {place}: {} can be `{}`; nothing was done: give it their `same_as`",
            outcome.name,
            ids.join("` or `")
        )),
    };
    let conflicts = outcome.conflicts.iter().map(|(field, kept, refused)| {
        let kept = if kept.is_empty() { "empty" } else { kept };
        format!("conflict: `{field}` of `{id}` stays {kept}; {refused} ({place}) is not taken over")
    });
    first.into_iter().chain(conflicts).collect()
}

fn outcome_json(outcome: &Outcome, from: &Places<'_>) -> serde_json::Value {
    let (what, fields, ids) = match &outcome.what {
        What::New => ("new", None, None),
        What::Changed(fields) => ("changed", Some(fields), None),
        What::Same => ("same", None, None),
        What::Unclear(ids) => ("unclear", None, Some(ids)),
    };
    let conflicts = outcome
        .conflicts
        .iter()
        .map(|(field, kept, refused)| json!({"field": field, "kept": kept, "refused": refused}));
    json!({
        "type": "entity", "what": what, "id": outcome.id, "name": outcome.name, "place": from.line(&outcome.place),
        "fields": fields, "candidates": ids, "conflicts": conflicts.collect::<Vec<_>>(),
    })
}

/// The files that were read, and where their lines begin: a record can be one of many thousands.
struct Places<'f> {
    files: &'f Sources,
    starts: BTreeMap<FileId, Vec<usize>>,
}

impl<'f> Places<'f> {
    fn of(files: &'f Sources) -> Self {
        let starts = |bytes: &[u8]| {
            bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect()
        };
        Places {
            files,
            starts: files.iter().map(|(file, source)| (file, starts(source.bytes()))).collect(),
        }
    }

    /// `people.csv:4`.
    fn line(&self, span: &Span) -> String {
        let ends = self.starts.get(&span.file).map_or(&[][..], Vec::as_slice);
        format!(
            "{}:{}",
            self.files.file(span.file).path,
            ends.partition_point(|end| *end < span.range.start) + 1
        )
    }
}

/// `Took in 12 records: 3 new, 2 changed, 7 the same, 1 conflict`.
fn summary(intake: &Intake, is_dry: bool) -> String {
    let n = |is_it: fn(&What) -> bool| {
        intake.outcomes.iter().filter(|outcome| is_it(&outcome.what)).count()
    };
    let n_conflicts = intake.outcomes.iter().map(|outcome| outcome.conflicts.len()).sum::<usize>();
    let counts = [
        (n(|what| matches!(what, What::New)), "new"),
        (n(|what| matches!(what, What::Changed(_))), "changed"),
        (n(|what| matches!(what, What::Same)), "the same"),
        (n(|what| matches!(what, What::Unclear(_))), "unclear"),
        (n_conflicts, if n_conflicts == 1 { "conflict" } else { "conflicts" }),
    ];
    let counts: Vec<String> =
        counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let records = count(intake.outcomes.len(), "record", "records");
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    if is_dry {
        format!("Nothing was written. Would take in {records}{counts}")
    } else {
        format!("Took in {records}{counts}")
    }
}

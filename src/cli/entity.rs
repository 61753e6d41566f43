//! `oratory entity`: one entity renamed, merged with another, or split in two, in all files at once.
//!
//! **Invariant:** before anything is written the site is compiled as it will be; what breaks it, or loses a mention unasked, is not written.

use super::print::{Format, Screen, count};
use super::site::{read, root};
use super::{Failure, Verdict};
use crate::base::changes::{Change, Changes};
use crate::base::sources::Sources;
use crate::compile;
use crate::disk::publish::carry_out_over;
use crate::editor::registry::{self, Conflict, Difference, Plan, Refusal, Split};
use crate::reading::config::Options;
use crate::reading::graph::Graph;
use crate::site::outputs::Site;
use clap::{Args, Subcommand};
use serde_json::json;

/// Arguments of `entity`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
    /// Show what would change, as a diff, and write nothing
    #[arg(long, global = true)]
    dry_run: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Give an entity another id, in its file, in all that name it, and in its address; the old address leads to the new one
    Rename {
        /// Its id
        old: String,
        /// The id that it gets
        new: String,
    },
    /// Make two entities one: names, facts, references and addresses of FROM go to INTO
    Merge {
        /// The entity that goes
        from: String,
        /// The entity that stays; where the two contradict each other it is right
        into: String,
    },
    /// Make two entities of one: the new one takes these names, and the mentions that use them
    Split {
        /// The entity that stays
        id: String,
        /// The id of the new one
        new: String,
        /// The names of the new one, divided by commas; the first is what it is called
        #[arg(long, value_name = "NAMES", value_delimiter = ',', required = true)]
        names: Vec<String>,
        /// The speeches in which the new one is meant, whichever name they use; the other keeps its names [default: the names tell]
        #[arg(long, value_name = "IDS", value_delimiter = ',')]
        speeches: Vec<String>,
    },
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let site = compile(&sources, &with_drafts());
    if site.diagnostics.has_errors() {
        screen.diagnostics_aside(&site.diagnostics, &sources);
        screen.remark("Nothing was changed: mend these first.");
        return Ok(Verdict::Mistakes);
    }
    let plan = plan(&arguments.action, &sources, &site.graph)
        .map_err(|refusal| Failure::Usage(refusal.to_string()))?;
    let after = registry::applied(&sources, &plan.changes);
    let later = compile(&after, &with_drafts());
    if later.diagnostics.has_errors() {
        screen.diagnostics_aside(&later.diagnostics, &after);
        screen.remark("Nothing was changed: the site would then have these mistakes.");
        return Ok(Verdict::Mistakes);
    }
    let difference = arguments.action.difference(&site, &later);
    if difference.lost > 0 && !matches!(arguments.action, Action::Merge { .. }) {
        let mentions = count(difference.lost, "mention", "mentions");
        return Err(Failure::Usage(format!("{mentions} would be lost; nothing was changed")));
    }
    if !arguments.dry_run {
        carry_out_over(root(), &sources, &plan.changes)?;
    }
    report(screen, &sources, arguments, &plan, difference);
    Ok(Verdict::Done)
}

/// Drafts name entities too.
pub(super) fn with_drafts() -> Options {
    Options { drafts: true, ..Options::default() }
}

fn plan(action: &Action, sources: &Sources, graph: &Graph) -> Result<Plan, Refusal> {
    match action {
        Action::Rename { old, new } => registry::rename(sources, graph, old, new),
        Action::Merge { from, into } => registry::merge(sources, graph, from, into),
        Action::Split { id, .. } => registry::split(sources, graph, id, &action.split()),
    }
}

impl Action {
    fn split(&self) -> Split {
        let trimmed = |texts: &[String]| {
            texts
                .iter()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect()
        };
        match self {
            Action::Split { new, names, speeches, .. } => {
                Split { new: new.clone(), names: trimmed(names), speeches: trimmed(speeches) }
            }
            Action::Rename { .. } | Action::Merge { .. } => Split::default(),
        }
    }

    /// What became of the mentions, given whom each is to mean.
    fn difference(&self, before: &Site<'_>, after: &Site<'_>) -> Difference {
        let graph = &before.graph;
        let split = self.split();
        registry::difference(graph, &after.graph, |mention| {
            let id = graph.corpus.entity(mention.entity).id.clone();
            match self {
                Action::Rename { old, new } | Action::Merge { from: old, into: new }
                    if id == *old =>
                {
                    new.clone()
                }
                Action::Split { id: old, new, .. } if id == *old && split.takes(graph, mention) => {
                    new.clone()
                }
                _ => id,
            }
        })
    }

    fn done(&self) -> String {
        match self {
            Action::Rename { old, new } => format!("Renamed `{old}` to `{new}`"),
            Action::Merge { from, into } => format!("Merged `{from}` into `{into}`"),
            Action::Split { id, new, .. } => format!("Split `{new}` from `{id}`"),
        }
    }
}

fn report(
    screen: &Screen,
    sources: &Sources,
    arguments: &Arguments,
    plan: &Plan,
    difference: Difference,
) {
    if screen.format() == Format::Json {
        let line = json!({
            "type": "entity",
            "dry_run": arguments.dry_run,
            "files": files(&plan.changes),
            "conflicts": plan.conflicts.iter().map(|conflict| conflict_json(conflict, sources)).collect::<Vec<_>>(),
            "mentions_gained": difference.gained,
            "mentions_lost": difference.lost,
        });
        screen.result(format!("{line}\n").as_bytes());
        return;
    }
    if arguments.dry_run {
        screen.result(plan.changes.show(sources).as_bytes());
    }
    plan.conflicts.iter().for_each(|conflict| screen.remark(&conflict_line(conflict, sources)));
    let changed =
        [(difference.gained, "new"), (difference.lost, "gone")].into_iter().filter(|(n, _)| *n > 0);
    let changed: String =
        changed.map(|(n, word)| format!(", {} {word}", count(n, "mention", "mentions"))).collect();
    let would = if arguments.dry_run { "Nothing was written. " } else { "" };
    screen.remark(&format!(
        "{would}{}: {}{changed}",
        arguments.action.done(),
        count(plan.changes.len(), "file", "files")
    ));
}

/// The files of changes, for programs.
pub(super) fn files(changes: &Changes) -> Vec<serde_json::Value> {
    let word = |change: &Change| match change {
        Change::Write(_) => "changed",
        Change::Create(_) => "new",
        Change::Remove => "removed",
    };
    changes.iter().map(|(path, change)| json!({"path": path, "change": word(change)})).collect()
}

/// A conflict in a line.
fn conflict_line(conflict: &Conflict, sources: &Sources) -> String {
    let places: Vec<String> = conflict.places.iter().map(|span| line_of(span, sources)).collect();
    let [kept, refused] = [0, 1]
        .map(|index| places.get(index).map_or_else(String::new, |place| format!(" ({place})")));
    let Conflict { id, field, kept: stays, refused: other, .. } = conflict;
    format!(
        "conflict: `{field}` of `{id}` stays {stays}{kept}; {other}{refused} is not taken over and stays as a comment"
    )
}

fn conflict_json(conflict: &Conflict, sources: &Sources) -> serde_json::Value {
    let places: Vec<String> = conflict.places.iter().map(|span| line_of(span, sources)).collect();
    json!({"id": conflict.id, "field": conflict.field, "kept": conflict.kept, "refused": conflict.refused, "places": places})
}

/// `content/people/a.md:4`.
fn line_of(span: &crate::base::sources::Span, sources: &Sources) -> String {
    let source = sources.file(span.file);
    let before = source.bytes().get(..span.range.start).unwrap_or_default();
    format!("{}:{}", source.path, before.iter().filter(|byte| **byte == b'\n').count() + 1)
}

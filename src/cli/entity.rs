//! `oratory entity`: renames an entity, merges it with another, or splits it in two, in all files
//! at once.
//!
//! **Invariant:** before anything is written, the site is compiled as it will be. A change that
//! breaks it, or loses a mention without being asked to, is not written.

use super::print::{Format, LineIndexes, Screen, count};
use super::site::{read, root, sound, tried};
use super::{Failure, Verdict};
use crate::base::changes::{Change, Changes};
use crate::base::message::{Message, say};
use crate::base::sources::{Sources, Span};
use crate::disk::publish::carry_out_over;
use crate::editor::registry::{self, Conflict, Difference, Plan, Refusal, Split};
use crate::reading::Understood;
use crate::reading::graph::Graph;
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
    /// Give an entity another id, in its file, in all that name it, and in its address; the old
    /// address leads to the new one
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
        /// The speeches in which the new one is meant, whichever name they use; the other keeps its
        /// names [default: the names tell]
        #[arg(long, value_name = "IDS", value_delimiter = ',')]
        speeches: Vec<String>,
    },
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let Some(site) = sound(&sources, screen) else {
        return Ok(Verdict::Mistakes);
    };

    let plan = plan(&arguments.action, &sources, &site.graph)
        .map_err(|refusal| Failure::Usage(refusal.to_string().into()))?;
    let Some(later) = tried(&sources, &site, &plan.changes, screen) else {
        return Ok(Verdict::Mistakes);
    };

    let difference = arguments.action.difference(&site, &later);
    if difference.lost > 0 && !matches!(arguments.action, Action::Merge { .. }) {
        let mentions = count(difference.lost, "mention", "mentions");
        return Err(Failure::Usage(say!(
            "{mentions} would be lost; nothing was changed",
            mentions
        )));
    }

    if !arguments.dry_run {
        carry_out_over(root(), &sources, &plan.changes)?;
    }
    report(screen, &sources, arguments, &plan, difference);
    Ok(Verdict::Done)
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
        match self {
            Action::Split { new, names, speeches, .. } => {
                Split { new: new.clone(), names: trimmed(names), speeches: trimmed(speeches) }
            }
            Action::Rename { .. } | Action::Merge { .. } => Split::default(),
        }
    }

    /// How the mentions differ from those that the action is to leave.
    fn difference(&self, before: &Understood, after: &Understood) -> Difference {
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

    fn done(&self) -> Message {
        match self {
            Action::Rename { old, new } => say!("Renamed `{old}` to `{new}`", old, new),
            Action::Merge { from, into } => say!("Merged `{from}` into `{into}`", from, into),
            Action::Split { id, new, .. } => say!("Split `{new}` from `{id}`", new, id),
        }
    }
}

/// The texts that are not blank, without the space around them.
fn trimmed(texts: &[String]) -> Vec<String> {
    let mut trimmed = Vec::new();
    for text in texts {
        let text = text.trim();
        if !text.is_empty() {
            trimmed.push(text.to_owned());
        }
    }
    trimmed
}

fn report(
    screen: &Screen,
    sources: &Sources,
    arguments: &Arguments,
    plan: &Plan,
    difference: Difference,
) {
    let mut lines = LineIndexes::new(sources);
    if screen.format() == Format::Json {
        let mut conflicts = Vec::new();
        for conflict in &plan.conflicts {
            conflicts.push(conflict_json(conflict, sources, &mut lines));
        }
        let line = json!({
            "type": "entity",
            "dry_run": arguments.dry_run,
            "files": files(&plan.changes),
            "conflicts": conflicts,
            "mentions_gained": difference.gained,
            "mentions_lost": difference.lost,
        });
        screen.result(format!("{line}\n").as_bytes());
        return;
    }

    if arguments.dry_run {
        screen.result(plan.changes.show(sources).as_bytes());
    }
    for conflict in &plan.conflicts {
        screen.remark(conflict_line(conflict, sources, &mut lines));
    }

    let mut changed = vec![count(plan.changes.len(), "file", "files")];
    for (n, said) in [
        (difference.gained, count(difference.gained, "new mention", "new mentions")),
        (difference.lost, count(difference.lost, "mention less", "mentions less")),
    ] {
        if n > 0 {
            changed.push(said);
        }
    }
    screen.remark(how_it_went(arguments.dry_run, &arguments.action.done(), &changed));
}

/// `Renamed `a` to `b`: 3 files`, and whether it was only tried.
pub(super) fn how_it_went(dry_run: bool, done: &Message, changed: &[Message]) -> Message {
    let changed = Message::joined(", ", changed);
    match dry_run {
        true => say!("Nothing was written. {done}: {changed}", done, changed),
        false => say!("{done}: {changed}", done, changed),
    }
}

/// The files that change, for programs.
pub(super) fn files(changes: &Changes) -> Vec<serde_json::Value> {
    let mut files = Vec::new();
    for (path, change) in changes.iter() {
        let word = match change {
            Change::Write(_) => "changed",
            Change::Create(_) => "new",
            Change::Remove => "removed",
        };
        files.push(json!({"path": path, "change": word}));
    }
    files
}

/// A conflict in a line. Of its places, the first is that of the value that stays.
fn conflict_line(conflict: &Conflict, sources: &Sources, lines: &mut LineIndexes<'_>) -> Message {
    let Conflict { id, field, kept, refused, places } = conflict;
    let mut in_brackets = |place: Option<&Span>| match place {
        Some(place) => format!(" ({})", line_of(place, sources, lines)),
        None => String::new(),
    };

    let kept_place = in_brackets(places.first());
    let refused_place = in_brackets(places.get(1));
    say!(
        "conflict: `{field}` of `{id}` stays {kept}{kept_place}; \
         {refused}{refused_place} is not taken over and stays as a comment",
        field,
        id,
        kept,
        kept_place,
        refused,
        refused_place
    )
}

fn conflict_json(
    conflict: &Conflict,
    sources: &Sources,
    lines: &mut LineIndexes<'_>,
) -> serde_json::Value {
    let mut places = Vec::new();
    for place in &conflict.places {
        places.push(line_of(place, sources, lines));
    }
    json!({
        "id": conflict.id,
        "field": conflict.field,
        "kept": conflict.kept,
        "refused": conflict.refused,
        "places": places,
    })
}

/// `content/people/a.md:4`.
pub(super) fn line_of(span: &Span, sources: &Sources, lines: &mut LineIndexes<'_>) -> String {
    let path = &sources.file(span.file).path;
    let line = lines.start_of(span).line;
    format!("{path}:{line}")
}

//! `oratory speech`: renames a published speech, or says that it is withdrawn, in all its languages
//! at once.
//!
//! **Invariant:** before anything is written, the site is compiled as it will be; a change that
//! breaks it is not written.

use super::entity::{files, how_it_went};
use super::print::{Format, Screen, count};
use super::site::{check_id, now, read, root, sound, tried};
use super::{Failure, Verdict};
use crate::base::changes::Changes;
use crate::base::date::{Date, Moment};
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use crate::disk::publish::carry_out_over;
use crate::editor::speech::{rename, withdraw};
use crate::reading::graph::Graph;
use clap::{Args, Subcommand};
use serde_json::json;

/// Arguments of `speech`.
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
    /// Give a speech another id, in its files, in links and in its address; the old address leads to
    /// the new one
    Rename {
        /// Its id, or `<id>.<lang>` for one language alone
        old: String,
        /// The id that it gets
        new: String,
    },
    /// Publish, at the address of a speech, that it is withdrawn, instead of its text
    Withdraw {
        /// Its id, or `<id>.<lang>` for one language alone
        id: String,
        /// Why, for readers
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// The day [default: today]
        #[arg(long, value_name = "DATE", value_parser = day)]
        date: Option<Date>,
    },
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let Some(site) = sound(&sources, screen) else {
        return Ok(Verdict::Mistakes);
    };

    let changes = plan(&arguments.action, &sources, &site.graph).map_err(Failure::Usage)?;
    if tried(&sources, &site, &changes, screen).is_none() {
        return Ok(Verdict::Mistakes);
    }

    if !arguments.dry_run {
        carry_out_over(root(), &sources, &changes)?;
    }
    report(screen, &sources, arguments, &changes);
    Ok(Verdict::Done)
}

fn plan(action: &Action, sources: &Sources, graph: &Graph) -> Result<Changes, Message> {
    let planned = match action {
        Action::Rename { old, new } => {
            check_id(new)?;
            rename(sources, graph, old, new)
        }
        Action::Withdraw { id, reason, date } => {
            let today = || now().map(Moment::day);
            let date = date
                .or_else(today)
                .ok_or("the clock of this computer shows no day: give `--date`")?;
            withdraw(sources, graph, id, date, reason.as_deref())
        }
    };
    planned.map_err(|refusal| {
        say!("{refusal}; nothing was changed", refusal = Message::ready_made(refusal.to_string()))
    })
}

fn report(screen: &Screen, sources: &Sources, arguments: &Arguments, changes: &Changes) {
    if screen.format() == Format::Json {
        let line = json!({
            "type": "speech",
            "dry_run": arguments.dry_run,
            "files": files(changes),
        });
        screen.result(format!("{line}\n").as_bytes());
        return;
    }

    if arguments.dry_run {
        screen.result(changes.show(sources).as_bytes());
    }
    let done = match &arguments.action {
        Action::Rename { old, new } => say!("Renamed `{old}` to `{new}`", old, new),
        Action::Withdraw { id, .. } => say!("Withdrew `{id}`", id),
    };
    let changed = vec![count(changes.len(), "file", "files")];
    screen.remark(how_it_went(arguments.dry_run, &done, &changed));
}

/// Parses `--date`.
fn day(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("write a date as `2024-03-07`")
}

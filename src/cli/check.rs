//! `oratory check`: tells every mistake of a site, including those in templates, and writes
//! nothing but, with `--fix`, repairs that are certain.

mod fix;

use super::print::Screen;
use super::site::{LockArguments, SiteArguments, is_forbidden, read, tally, warnings};
use super::{Failure, Verdict, progress};
use crate::base::message::say;
use crate::disk::publish::{DrySink, PublishError, rehearse};
use crate::reading::config::Options;
use crate::{compose, understand};
use clap::Args;
use std::time::Instant;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    lock: LockArguments,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// Put right what is certain: known labels, dates, lists, signs of YAML, ids in another case
    #[arg(long)]
    fix: bool,
    /// With `--fix`: show what would change, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let locked = arguments.lock.is_locked();
    // What is only looked at need not be small.
    let options = Options { locked, minify: Some(false), ..arguments.site.options() };
    let mut sources = read(screen)?;
    if arguments.fix {
        fix::run(&sources, arguments.dry_run, screen)?;
        if arguments.dry_run {
            return Ok(Verdict::Done);
        }
        sources = read(screen)?;
    }
    let site = compose(&sources, understand(&sources, &options));
    let mut diagnostics = site.diagnostics.clone();
    match progress::with_bar(screen, &site, &DrySink, |sink| rehearse(&site, sink)) {
        Ok(()) => {}
        Err(PublishError::Mistakes(more)) => diagnostics.append(more),
        Err(error) => return Err(error.into()),
    }

    screen.diagnostics(&diagnostics, &sources);
    if is_forbidden(&diagnostics, arguments.strict) {
        return Ok(Verdict::Mistakes);
    }
    let tally = tally(&site.stats(), start.elapsed());
    let warnings = warnings(&diagnostics);
    screen.remark(say!("Checked {tally}{warnings}", tally, warnings));
    Ok(Verdict::Done)
}

//! `oratory build`: the site into a folder, or nothing at all.

use super::print::Screen;
use super::site::{PUBLIC, SiteArguments, is_forbidden, root, tally, warnings};
use super::{Failure, Verdict, progress};
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::compile;
use crate::disk::load;
use crate::disk::publish::{
    DiskSink, Foreign, Notice, OutputFolder, PublishError, Sink, keep_lock, recover, render,
};
use crate::reading::config::Options;
use crate::site::outputs::Site;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to build into
    #[arg(long, value_name = "DIR", default_value = PUBLIC)]
    out: PathBuf,
    #[command(flatten)]
    site: SiteArguments,
    /// Overwrite files in the folder that no earlier build made
    #[arg(long)]
    force: bool,
    /// Publish nothing if there are warnings
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let options: Options = arguments.site.options();
    let tell = |notice: &Notice| screen.remark(&notice.to_string());
    recover(root(), &tell)?;

    // Claimed before the site is read: of two builds that wait for each other, the second publishes what it finds then.
    let folder = OutputFolder::claim(&arguments.out, root(), &tell)?;
    let sources = load::load(root())?;
    let site = compile(&sources, &options);
    let mut diagnostics = site.diagnostics.clone();
    let published = if is_forbidden(&diagnostics, arguments.strict) {
        Err(PublishError::Mistakes(Diagnostics::default()))
    } else {
        write(folder, arguments, &sources, &site, screen)
    };
    let verdict = match published {
        Ok(()) => {
            screen.diagnostics(&diagnostics, &sources);
            let (tally, warnings) = (tally(&site.stats(), start.elapsed()), warnings(&diagnostics));
            screen.remark(&format!("Built {tally} → {}/{warnings}", shown(&arguments.out)));
            Ok(Verdict::Done)
        }
        Err(PublishError::Mistakes(more)) => {
            diagnostics.append(more);
            screen.diagnostics(&diagnostics, &sources);
            screen
                .remark(&format!("Nothing was published; {}/ is as it was", shown(&arguments.out)));
            Ok(Verdict::Mistakes)
        }
        Err(error) => {
            screen.diagnostics(&diagnostics, &sources);
            Err(error.into())
        }
    };

    // The process ends now, and the system takes memory back faster than it can be given back piece by piece: 2 % of a build of 10,000
    // speeches.
    std::mem::forget(site);
    std::mem::forget(sources);
    verdict
}

fn write(
    folder: OutputFolder,
    arguments: &Arguments,
    sources: &Sources,
    site: &Site<'_>,
    screen: &Screen,
) -> Result<(), PublishError> {
    let foreign = if arguments.force { Foreign::Overwrite } else { Foreign::Refuse };
    let sink = DiskSink::open(folder, root(), sources, foreign)?;
    let taken = progress::with_bar(screen, site, &sink, |sink| render(site, sink))?;

    // Before the pages that need it: numbers that were published and are not kept would be given to other paragraphs.
    keep_lock(root(), sources, site)?;
    sink.commit(&taken)?;
    Ok(())
}

fn shown(out: &Path) -> String {
    out.display().to_string().trim_end_matches('/').to_owned()
}

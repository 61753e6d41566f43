//! `oratory build`: the site into a folder, or nothing at all.

use super::print::Screen;
use super::site::{SiteArguments, is_forbidden, root, tally, warnings};
use super::{Failure, Verdict, progress};
use crate::diag::Diagnostics;
use crate::publish::{DiskSink, Foreign, PublishError, keep_lock, publish};
use crate::sources::Sources;
use crate::{Options, Site, compile, load};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to build into
    #[arg(long, value_name = "DIR", default_value = "public")]
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
    refuse_sources(&arguments.out)?;
    let sources = load::load(root())?;
    let site = compile(&sources, &options);
    let mut diagnostics = site.diagnostics.clone();
    let published = if is_forbidden(&diagnostics, arguments.strict) {
        Err(PublishError::Mistakes(Diagnostics::default()))
    } else {
        write(arguments, &sources, &site, screen)
    };
    match published {
        Ok(()) => {
            screen.diagnostics(&diagnostics, &sources);
            let (tally, warnings) = (tally(&site.stats(), start.elapsed()), warnings(&diagnostics));
            screen.remark(&format!("Built {tally} → {}/{warnings}", shown(&arguments.out)));
            Ok(Verdict::Done)
        }
        Err(PublishError::Mistakes(more)) => {
            diagnostics.append(more);
            screen.diagnostics(&diagnostics, &sources);
            screen.remark(&format!("Nothing was published; {}/ is as it was", shown(&arguments.out)));
            Ok(Verdict::Mistakes)
        }
        Err(error) => {
            screen.diagnostics(&diagnostics, &sources);
            Err(error.into())
        }
    }
}

fn write(arguments: &Arguments, sources: &Sources, site: &Site<'_>, screen: &Screen) -> Result<(), PublishError> {
    let foreign = if arguments.force { Foreign::Overwrite } else { Foreign::Refuse };
    let sink = DiskSink::open(&arguments.out, root(), sources, foreign)?;
    progress::with_bar(screen, site, &sink, |sink| publish(site, sink))?;
    keep_lock(root(), sources, site)?;
    Ok(())
}

/// What is built among the sources would be read by the next build.
fn refuse_sources(out: &Path) -> Result<(), Failure> {
    let absolute = |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let out_absolute = absolute(out);
    let sources = ["content", "themes"].iter().find(|folder| out_absolute.starts_with(absolute(Path::new(folder))));
    sources.map_or(Ok(()), |folder| {
        Err(Failure::Usage(format!(
            "`--out {}` lies in `{folder}/`, which the next build would read: choose another folder",
            out.display()
        )))
    })
}

fn shown(out: &Path) -> String {
    out.display().to_string().trim_end_matches('/').to_owned()
}

//! `oratory build`: publishes the site into a folder, or nothing at all.

use super::print::{Screen, count};
use super::site::{LockArguments, PUBLIC, SiteArguments, is_forbidden, root, tally, warnings};
use super::{Failure, Verdict, progress};
use crate::base::diag::Diagnostics;
use crate::base::message::say;
use crate::base::sources::Sources;
use crate::disk::publish::{
    Asked, Compressed, DiskSink, Earlier, FORMS, Foreign, Given, Notice, OutputFolder,
    PublishError, Sink, keep_lock, recover, render,
};
use crate::disk::{load, renditions};
use crate::reading::config::Options;
use crate::site::html::Renditions;
use crate::site::outputs::{Part, Site};
use crate::site::theme::Remembered;
use crate::{compose_again, understand};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to build into [default: `public` in the folder of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    lock: LockArguments,
    /// Overwrite files in the folder that no earlier build made
    #[arg(long)]
    force: bool,
    /// Write a compressed copy beside each text, for servers that send such: `index.html.gz`, and
    /// `index.html.br` where this program was built with Brotli
    #[arg(long)]
    compress: bool,
    /// Build one of several parts, each on a machine of its own: the folders of all parts laid over one
    /// another are the site. Gives no new ¶ numbers
    #[arg(long, value_name = "K/N", value_parser = part)]
    part: Option<Part>,
    /// Publish nothing if there are warnings
    #[arg(long)]
    strict: bool,
}

impl Arguments {
    /// Takes the folder as seen from `start`.
    pub(super) fn see_from(&mut self, start: &Path) {
        self.out = self.out.take().map(|out| start.join(out));
    }

    fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or(Path::new(PUBLIC))
    }

    /// What the build is given. Of a part nothing is remembered: each is made on a machine of its own.
    fn given(&self, options: &Options, sources: &Sources) -> Option<Given> {
        let asked = Asked { options, compress: self.compress, strict: self.strict };
        self.part.is_none().then(|| Given::of(root(), sources, &asked))?
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let start = Instant::now();
    // Several machines would each write the same locks, and most of them keep nothing.
    let locked = arguments.lock.is_locked_or(arguments.part.is_some());
    let options = Options { locked, ..arguments.site.options() };
    let tell = |notice: &Notice| screen.remark(notice.to_string());
    recover(root(), &tell)?;

    // Claimed before the site is read: of two builds at once, the second waits here and then
    // publishes the site as it is by then.
    let folder = OutputFolder::claim(arguments.out(), root(), &tell)?;
    let sources = load::load(root())?;
    let given = arguments.given(&options, &sources);
    if let Some(given) = &given
        && let Some(earlier) = folder.earlier(root(), &sources, given)
    {
        tell_again(&earlier, arguments, &sources, start, screen);
        std::mem::forget(sources);
        return Ok(Verdict::Done);
    }

    let understood = understand(&sources, &options);
    // Of a site that is not published no picture has to be made.
    let renditions = match is_forbidden(&understood.diagnostics, arguments.strict) {
        true => Renditions::default(),
        false => renditions(root(), &sources, &understood)?,
    };
    let site = compose_again(&sources, understood, renditions, &mut Remembered::default());
    let site = match arguments.part {
        Some(part) => site.of_part(part),
        None => site.with_search(),
    };
    let mut diagnostics = site.diagnostics.clone();
    let published = if is_forbidden(&diagnostics, arguments.strict) {
        Err(PublishError::Mistakes(Diagnostics::default()))
    } else {
        write(folder, arguments, given.as_ref(), &sources, &site, screen)
    };

    let out = shown(arguments.out());
    let verdict = match published {
        Ok(()) => {
            screen.diagnostics(&diagnostics, &sources);
            let tally = tally(&site.stats(), start.elapsed());
            let warnings = warnings(&diagnostics);
            screen.remark(match arguments.part {
                Some(part) => {
                    let n = site.outputs().len();
                    say!(
                        "Built part {part}, {n} files, of {tally} → {out}/{warnings}",
                        part = part.to_string(),
                        n,
                        tally,
                        out,
                        warnings
                    )
                }
                None => say!("Built {tally} → {out}/{warnings}", tally, out, warnings),
            });
            if site.lock.n_new > 0 {
                let paragraphs = count(site.lock.n_new, "paragraph", "paragraphs");
                screen.remark(say!("{paragraphs} got a ¶ number; `content/ids/` keeps it: commit it with the speeches", paragraphs));
            }
            Ok(Verdict::Done)
        }
        Err(PublishError::Mistakes(more)) => {
            diagnostics.append(more);
            screen.diagnostics(&diagnostics, &sources);
            screen.remark(say!("Nothing was published; {out}/ is as it was", out));
            Ok(Verdict::Mistakes)
        }
        Err(error) => {
            screen.diagnostics(&diagnostics, &sources);
            Err(error.into())
        }
    };

    // The process ends now, and the system takes its memory back at once. To free it piece by piece
    // would take 2 % of a build of 10,000 speeches.
    std::mem::forget(site);
    std::mem::forget(sources);
    verdict
}

/// Says what a build would say that has nothing to do.
fn tell_again(
    earlier: &Earlier,
    arguments: &Arguments,
    sources: &Sources,
    start: Instant,
    screen: &Screen,
) {
    if let Some(n_copies) = earlier.n_copies {
        tell_copies(n_copies, screen);
    }
    screen.diagnostics(&earlier.diagnostics, sources);
    let tally = tally(&earlier.stats, start.elapsed());
    let warnings = warnings(&earlier.diagnostics);
    let out = shown(arguments.out());
    screen.remark(say!("Nothing had changed: {tally} → {out}/{warnings}", tally, out, warnings));
}

fn write(
    folder: OutputFolder,
    arguments: &Arguments,
    given: Option<&Given>,
    sources: &Sources,
    site: &Site<'_>,
    screen: &Screen,
) -> Result<(), PublishError> {
    let foreign = if arguments.force { Foreign::Overwrite } else { Foreign::Refuse };
    let disk = DiskSink::open(folder, root(), sources, foreign)?;

    let mut n_copies = None;
    if arguments.compress {
        let sink = Compressed::new(&disk, root(), sources, site.outputs());
        put(&sink, sources, site, screen)?;
        tell_copies(sink.n_copies(), screen);
        n_copies = Some(sink.n_copies());
    } else {
        put(&disk, sources, site, screen)?;
    }

    if let Some(given) = given {
        disk.keep_record(given, site, n_copies);
    }
    Ok(())
}

fn tell_copies(n_copies: usize, screen: &Screen) {
    let copies = count(n_copies, "compressed copy lies", "compressed copies lie");
    let forms = FORMS.join(", ");
    screen.remark(say!("{copies} beside the texts ({forms})", copies, forms));
}

fn put(
    sink: &dyn Sink,
    sources: &Sources,
    site: &Site<'_>,
    screen: &Screen,
) -> Result<(), PublishError> {
    let accepted = progress::with_bar(screen, site, sink, |sink| render(site, sink))?;

    // Before the pages that need it: a ¶ number that was published but not recorded would later be
    // given to another paragraph.
    keep_lock(root(), sources, site)?;
    sink.commit(&accepted)?;
    Ok(())
}

/// Parses `--part`.
fn part(text: &str) -> Result<Part, &'static str> {
    Part::parse(text).ok_or("write which part of how many: `2/4`")
}

/// The output folder as messages show it, without a final `/`.
fn shown(out: &Path) -> String {
    out.display().to_string().trim_end_matches('/').to_owned()
}

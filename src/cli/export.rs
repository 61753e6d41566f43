//! `oratory export`: writes one data format to standard output or a file, or the files of a format
//! that has several to a folder.
//!
//! **Invariant:** a file that is overwritten holds the old export or the new one, whole, whatever
//! goes wrong meanwhile.

use super::print::Screen;
use super::site::{SiteArguments, read};
use super::{Failure, Verdict};
use crate::base::message::say;
use crate::disk::publish;
use crate::reading::Understood;
use crate::reading::graph::Graph;
use crate::site::export::{Artifact, EXPORTERS, named};
use crate::site::theme::{self, Theme};
use crate::understand;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format
    #[arg(value_name = "NAME", value_parser = names())]
    name: String,
    /// File to write, instead of standard output; for a format of several files a folder
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

impl Arguments {
    /// Takes the file as seen from `start`.
    pub(super) fn see_from(&mut self, start: &Path) {
        self.out = self.out.take().map(|out| start.join(out));
    }
}

fn names() -> PossibleValuesParser {
    let mut names = vec![PossibleValue::new("mentions").help("short for `mentions-jsonl`")];
    for exporter in EXPORTERS {
        names.push(PossibleValue::new(exporter.name).help(exporter.summary));
    }
    PossibleValuesParser::new(names)
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let options = arguments.site.options();
    let sources = read(screen)?;
    let exporter = named(&arguments.name).expect("a name that the arguments accept");
    if let Some(feature) = exporter.lacks() {
        return Err(Failure::Usage(say!(
            "this program writes no `{name}`: take a released program, or one with the feature `{feature}`",
            name = exporter.name,
            feature
        )));
    }
    let Understood { graph, mut diagnostics, .. } = understand(&sources, &options);
    let theme = if exporter.lists_pages() {
        theme::load(&sources, &graph.config, &mut diagnostics)
    } else {
        Theme::default()
    };

    screen.diagnostics_aside(&diagnostics, &sources);
    if diagnostics.has_errors() {
        return Ok(Verdict::Mistakes);
    }

    let Some(files) = exporter.all(&graph, &theme.capabilities()) else {
        return Err(Failure::Usage(say!(
            "`{name}` needs absolute addresses: set `base_url` in `oratory.toml`, or give `--base-url`",
            name = arguments.name
        )));
    };
    if exporter.is_of_several() {
        let Some(folder) = &arguments.out else {
            return Err(Failure::Usage(say!(
                "`{name}` has {n} files: name a folder for them with `--out`",
                name = arguments.name,
                n = files.len()
            )));
        };
        return write_all(&graph, &files, folder);
    }

    // Of feeds and sitemaps, which may be many, the one of the site.
    let bytes = files.first().map(|file| file.bytes(&graph)).unwrap_or_default();
    match &arguments.out {
        Some(path) => write(path, &bytes)?,
        None => screen.result(&bytes),
    }
    Ok(Verdict::Done)
}

/// Writes the files of a format into a folder, each at its place in the site.
fn write_all(graph: &Graph, files: &[Artifact], folder: &Path) -> Result<Verdict, Failure> {
    for file in files {
        let path = folder.join(file.route.path());
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Failure::disk("create", parent))?;
        write(&path, &file.bytes(graph))?;
    }
    Ok(Verdict::Done)
}

/// Writes an export to a file, in the place of the last one.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A link stays, and the file that it names changes. A file that does not exist yet has no other
    // name.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_stream = fs::metadata(&target).is_ok_and(|there| !there.is_file() && !there.is_dir());

    // A device or a pipe (`/dev/stdout`, `>(gzip)`) is written to directly: a file that took its
    // place would not reach whoever reads from it.
    if is_stream {
        return fs::write(&target, bytes).map_err(Failure::disk("write", path));
    }
    Ok(publish::replace(&target, bytes)?)
}

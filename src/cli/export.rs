//! `oratory export`: one data format, to standard output or a file.
//!
//! **Invariant:** a file that is written over holds the old export or the new one, whole, whatever refuses meanwhile.

use super::print::Screen;
use super::site::{SiteArguments, read};
use super::{Failure, Verdict};
use crate::compile;
use crate::disk::publish;
use crate::site::export::{EXPORTERS, single};
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
    /// File to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

fn names() -> PossibleValuesParser {
    let names =
        EXPORTERS.iter().map(|exporter| PossibleValue::new(exporter.name).help(exporter.summary));
    PossibleValuesParser::new(
        std::iter::once(PossibleValue::new("mentions").help("short for `mentions-jsonl`"))
            .chain(names),
    )
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let options = arguments.site.options();
    let sources = read(screen)?;
    let site = compile(&sources, &options);
    screen.diagnostics_aside(&site.diagnostics, &sources);
    if site.diagnostics.has_errors() {
        return Ok(Verdict::Mistakes);
    }
    let none = || {
        Failure::Usage(format!(
            "`{}` needs absolute addresses: set `base_url` in `oratory.toml`, or give `--base-url`",
            arguments.name
        ))
    };
    let bytes = single(&site.graph, &arguments.name).ok_or_else(none)?;
    match &arguments.out {
        Some(path) => write(path, &bytes)?,
        None => screen.result(&bytes),
    }
    Ok(Verdict::Done)
}

/// Puts an export in the place of the last one.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A link stays, and the file that it names changes. What is not there yet has no other name.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_stream = fs::metadata(&target).is_ok_and(|there| !there.is_file() && !there.is_dir());

    // A device or a pipe (`/dev/stdout`, `>(gzip)`) is written to; a file in its place would be something else.
    if is_stream {
        return fs::write(&target, bytes).map_err(Failure::disk("write", path));
    }
    Ok(publish::replace(&target, bytes)?)
}

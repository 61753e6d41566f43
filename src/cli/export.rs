//! `oratory export`: one data format, to standard output or a file.

use super::print::Screen;
use super::site::{SiteArguments, read};
use super::{Failure, Verdict};
use crate::compile;
use crate::export::{EXPORTERS, single};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::PathBuf;

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
    let names = EXPORTERS.iter().map(|exporter| PossibleValue::new(exporter.name).help(exporter.summary));
    PossibleValuesParser::new(std::iter::once(PossibleValue::new("mentions").help("short for `mentions-jsonl`")).chain(names))
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let options = arguments.site.options();
    let sources = read(screen)?;
    let site = compile(&sources, &options);
    screen.diagnostics_aside(&site.diagnostics, &sources);
    if site.diagnostics.has_errors() {
        return Ok(Verdict::Mistakes);
    }
    let none =
        || Failure::Usage(format!("`{}` needs absolute addresses: set `base_url` in `oratory.toml`, or give `--base-url`", arguments.name));
    let bytes = single(&site.graph, &arguments.name).ok_or_else(none)?;
    match &arguments.out {
        Some(path) => std::fs::write(path, bytes).map_err(Failure::disk("write", path))?,
        None => screen.result(&bytes),
    }
    Ok(Verdict::Done)
}

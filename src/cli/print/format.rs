//! The formats of diagnostics: one list, from which `--format` and its help are made.

use super::github::github;
use super::json::json;
use super::sarif::sarif;
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use clap::ValueEnum;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines of source, on standard error
    #[default]
    Human,
    /// For programs: one JSON object a line, then a summary, on standard output
    Json,
    /// For GitHub Actions: a workflow command each, shown beside the lines of a pull request
    Github,
    /// For code scanning and editors: one SARIF 2.1.0 log
    Sarif,
}

impl Format {
    /// What programs are given; none for the format of people.
    pub(super) fn for_programs(self) -> Option<fn(&Diagnostics, &Sources) -> String> {
        match self {
            Format::Human => None,
            Format::Json => Some(json),
            Format::Github => Some(github),
            Format::Sarif => Some(sarif),
        }
    }
}

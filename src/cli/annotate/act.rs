//! What is to be done → the files, all of them or none.

use super::Site;
use crate::cli::print::{Format, Screen, count, plain};
use crate::cli::site::root;
use crate::cli::{Failure, Verdict};
use crate::disk::publish::carry_out_over;
use crate::editor::suggest::Written;

/// Whether files change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They do.
    Write,
    /// What would change is shown.
    Show,
}

/// Changes the files, or shows what would change.
pub(super) fn carry_out(
    site: &Site<'_>,
    written: &Written,
    mode: Mode,
    screen: &Screen,
) -> Result<Verdict, Failure> {
    for refusal in &written.refused {
        screen.remark(&plain(&format!("{}: {}", refusal.path, refusal.why)));
    }
    let n_files = count(written.changes.len(), "file", "files");
    if written.changes.is_empty() {
        screen.remark("Nothing to write");
    } else if mode == Mode::Show {
        screen.result(plain(&written.changes.show(site.sources)).as_bytes());
        screen.remark(&format!("{n_files} would change; nothing was written"));
    } else {
        carry_out_over(root(), site.sources, &written.changes)?;
        let line = |path: &str| match screen.format() {
            Format::Human => format!("{path}\n"),
            Format::Json => format!("{}\n", serde_json::json!({"type": "changed", "path": path})),
        };
        screen.result(
            written.changes.iter().map(|(path, _)| line(path)).collect::<String>().as_bytes(),
        );
        screen.remark(&format!("Changed {n_files}"));
    }
    Ok(Verdict::Done)
}

//! What suggestions ask for → the files: all of them, or none.

use super::Site;
use crate::base::message::say;
use crate::cli::print::{Format, Screen, count, plain};
use crate::cli::site::root;
use crate::cli::{Failure, Verdict};
use crate::disk::publish::carry_out_over;
use crate::editor::suggest::Written;
use serde_json::json;

/// What to do with changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    /// Show what would change, and change nothing.
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
        screen.remark(plain(&format!("{}: {}", refusal.path, refusal.why)));
    }
    if written.changes.is_empty() {
        screen.remark("Nothing to write");
        return Ok(Verdict::Done);
    }

    let n_files = count(written.changes.len(), "file", "files");
    if mode == Mode::Show {
        screen.result(plain(&written.changes.show(site.sources)).as_bytes());
        screen.remark(say!("{n_files} would change; nothing was written", n_files));
        return Ok(Verdict::Done);
    }

    carry_out_over(root(), site.sources, &written.changes)?;
    let mut changed = String::new();
    for (path, _) in written.changes.iter() {
        match screen.format() {
            Format::Human | Format::Github | Format::Sarif => changed.push_str(path),
            Format::Json => {
                changed.push_str(&json!({"type": "changed", "path": path}).to_string());
            }
        }
        changed.push('\n');
    }
    screen.result(changed.as_bytes());
    screen.remark(say!("Changed {n_files}", n_files));
    Ok(Verdict::Done)
}

//! What became of each file → one table, the worst first: refused, not read, then by the share that
//! is set aside.

use super::Made;
use super::proof::Refused;
use crate::cli::print::{count, plain};
use crate::disk::load::PassedOver;
use std::fmt::Write;
use std::path::Path;

/// The table, with a line for hidden files.
pub(super) fn write(
    made: &[Made],
    refused: &[Refused],
    passed_over: &[PassedOver],
    n_hidden: usize,
) -> String {
    let mut text = line(&["aside", "turns", "marks", "lang", "date", "document"]);
    for Refused { path, why } in refused {
        text.push_str(&line(&["refused", "", "", "", "", &format!("{}: {why}", shown(path))]));
    }
    for PassedOver { path, why } in passed_over {
        text.push_str(&line(&["skipped", "", "", "", "", &format!("{}: {why}", shown(path))]));
    }

    let mut rows: Vec<&Made> = made.iter().collect();
    rows.sort_by(|one, other| {
        let by_share = other.aside_percent.total_cmp(&one.aside_percent);
        by_share.then(other.n_doubts.cmp(&one.n_doubts)).then(one.path.cmp(&other.path))
    });
    for document in rows {
        let date = document.date.map(|date| date.to_string()).unwrap_or_default();
        text.push_str(&line(&[
            &format!("{:.1} %", document.aside_percent),
            &document.n_turns.to_string(),
            &document.n_doubts.to_string(),
            document.lang.tag(),
            &date,
            &shown(&document.path),
        ]));
    }

    if n_hidden > 0 {
        let files = count(n_hidden, "hidden file was", "hidden files were");
        let _ = writeln!(text, "{files} passed over");
    }
    text
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace(['\n', '\t', '\r'], " ")
}

/// One line, in columns as wide as what they hold: a share, counts, a tag, a date.
fn line(cells: &[&str; 6]) -> String {
    let [aside, turns, marks, lang, date, document] = cells;
    plain(&format!("{aside:>7}  {turns:>5}  {marks:>5}  {lang:<7}  {date:<10}  {document}")) + "\n"
}

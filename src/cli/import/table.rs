//! What became of each file → one table, the worst first: refused, not read, then by the share that
//! is set aside.

use super::Made;
use super::proof::Refused;
use super::report::Share;
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

    let mut rows: Vec<(f64, &Made)> = Vec::new();
    for document in made {
        rows.push((Share::of(&document.imported).percent(), document));
    }
    rows.sort_by(|(a, one), (b, other)| {
        let n_marks = |document: &Made| document.imported.doubts.len();
        b.total_cmp(a).then(n_marks(other).cmp(&n_marks(one))).then(one.path.cmp(&other.path))
    });
    for (percent, document) in rows {
        let imported = &document.imported;
        let date = imported.date.map(|date| date.to_string()).unwrap_or_default();
        text.push_str(&line(&[
            &format!("{percent:.1} %"),
            &imported.n_turns.to_string(),
            &imported.doubts.len().to_string(),
            imported.lang.tag(),
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

//! What became of each file → one table, the worst first: refused, not read, then by the share that
//! is set aside.

use super::made::Made;
use super::outcome::Outcome;
use super::proof::Refused;
use crate::base::letters::cells;
use crate::base::message::say;
use crate::cli::language::Language;
use crate::cli::print::{count, plain};
use crate::disk::load::PassedOver;
use std::fmt::Write;
use std::path::Path;

/// The table, with a line for hidden files.
pub(super) fn write(outcome: &Outcome, language: Language) -> String {
    let mut head = language.word("aside turns marks lang date document").split(' ');
    let mut text = line(&std::array::from_fn(|_| head.next().unwrap_or_default()));

    let reason = |path: &Path, why: &str| {
        format!("{}{}{}", shown(path), language.word(": "), language.recognised(why))
    };
    let [is_refused, is_skipped] = ["refused", "skipped"].map(|word| language.word(word));
    for Refused { path, why } in &outcome.refused {
        text.push_str(&line(&[is_refused, "", "", "", "", &reason(path, why)]));
    }
    for PassedOver { path, why } in &outcome.passed_over {
        text.push_str(&line(&[is_skipped, "", "", "", "", &reason(path, why)]));
    }

    let mut rows: Vec<&Made> = outcome.made.iter().collect();
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

    if outcome.n_hidden > 0 {
        let files = count(outcome.n_hidden, "hidden file was", "hidden files were");
        let _ = writeln!(text, "{}", language.say(&say!("{files} passed over", files)));
    }
    text
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace(['\n', '\t', '\r'], " ")
}

/// One line, in columns as wide as what they hold: a share, counts, a tag, a date.
fn line(cells: &[&str; 6]) -> String {
    let [aside, turns, marks, lang, date, document] = cells;
    let [aside, turns, marks] =
        [(aside, 7), (turns, 5), (marks, 5)].map(|(cell, width)| padding(cell, width) + cell);
    let [lang, date] =
        [(lang, 7), (date, 10)].map(|(cell, width)| (*cell).to_owned() + &padding(cell, width));
    plain(&format!("{aside}  {turns}  {marks}  {lang}  {date}  {document}")) + "\n"
}

/// What a cell needs to be as wide as its column on a terminal.
fn padding(cell: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(cell.chars().map(cells).sum()))
}

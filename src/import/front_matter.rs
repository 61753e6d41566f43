//! The front matter of an imported speech, and the head of the file beside it.
//!
//! **Invariant:** what is written is YAML that our own reader takes.

use super::Options;
use super::labels::Labels;
use super::repair::{Judged, Verdict};
use super::sight::one_line;
use crate::base::date::Date;
use crate::reading::corpus::TurnRole;
use std::collections::BTreeSet;

/// What a speech says of itself first.
pub(super) struct Head<'h> {
    pub(super) title: &'h str,
    pub(super) date: Option<Date>,
    /// Where it was found, as [`super::address`] writes it.
    pub(super) url: Option<&'h str>,
}

/// The front matter, with the lines that close it and divide it from the text.
pub(super) fn write(
    head: &Head<'_>,
    options: &Options<'_>,
    labels: &Labels,
    judged: &[Judged],
) -> String {
    let date = head.date.map_or_else(String::new, |date| format!("date: {date}\n"));
    let (title, kind, speakers) =
        (quoted(head.title), speech_type(head.title, labels), speakers(labels, judged));
    let url = head.url.map_or_else(String::new, |url| format!("url: {}, ", quoted(url)));
    let retrieved =
        options.retrieved.map_or_else(String::new, |date| format!(", retrieved: {date}"));
    let (file, sha256) = (quoted(options.file), options.sha256);

    format!(
        "---\ntitle: {title}\n{date}{kind}{speakers}sources:\n  - {{{url}note: {file}{retrieved}, sha256: {sha256}}}\n\
         text_status: verbatim\n---\n\n"
    )
}

/// The head of the file that holds what does not belong to the speech.
pub(super) fn of_aside(options: &Options<'_>) -> String {
    format!(
        "# Set aside from {}\n\nNothing of this is published. Lines are those of the source.\n",
        options.file.replace(['*', '_', '`', '[', '<'], "-")
    )
}

/// The type that the title names.
fn speech_type(title: &str, labels: &Labels) -> &'static str {
    let lower = title.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let asks = labels.roles.iter().any(|(_, role)| *role == TurnRole::Question);
    match () {
        () if says(&[
            "记者会",
            "記者會",
            "答记者问",
            "答記者問",
            "记者提问",
            "press conference",
            "press briefing",
            "news conference",
        ]) =>
        {
            "type: press-conference\n"
        }
        () if says(&["专访", "專訪", "采访", "採訪", "interview"]) => "type: interview\n",
        () if says(&["发表谈话", "声明", "聲明", "statement"]) && !asks => {
            "type: statement\n"
        }
        () => "",
    }
}

/// The table of labels, where a text has questions; without any, labels say all there is to say.
fn speakers(labels: &Labels, judged: &[Judged]) -> String {
    if !labels.roles.iter().any(|(_, role)| *role == TurnRole::Question) {
        return String::new();
    }
    let standing: BTreeSet<&str> = labels
        .by_block
        .iter()
        .zip(judged)
        .filter(|(_, judged)| judged.verdict == Verdict::Stands)
        .filter_map(|(label, _)| Some(label.as_ref()?.text.as_str()))
        .collect();
    // Two labels that differ only in what nobody sees are one key.
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut table = String::from("speakers:\n");
    for (text, role) in labels.roles.iter().filter(|(text, _)| standing.contains(text.as_str())) {
        let key = quoted(text);
        if known.insert(key.clone()) {
            table.push_str(&format!("  {key}: {{turn: {}}}\n", role.word()));
        }
    }
    table
}

/// Text as a YAML scalar: plain where nothing in it has a meaning, else in single quotes (YAML 1.2 §7.3.2, §7.3.3).
fn quoted(text: &str) -> String {
    let line = one_line(text);
    let is_plain = line.starts_with(char::is_alphabetic)
        && line
            .chars()
            .all(|c| c.is_alphanumeric() || " -_./·，。、（）《》“”「」？！—".contains(c))
        && !line.ends_with(' ');
    if is_plain && !["true", "false", "null", "yes", "no"].contains(&line.to_lowercase().as_str()) {
        return line;
    }
    format!("'{}'", line.replace('\'', "''"))
}

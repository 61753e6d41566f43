//! The front matter of an imported speech, and the head of the file beside it.
//!
//! **Invariant:** what is written is YAML that our own reader takes.

use super::Options;
use super::labels::Labels;
use super::manuscript::Manuscript;
use super::repair::{Judged, Verdict};
use crate::corpus::TurnRole;
use crate::date::Date;
use std::collections::BTreeSet;

/// The front matter, with the lines that close it and divide it from the text.
pub(super) fn write(
    title: &str,
    date: Option<Date>,
    manuscript: &Manuscript,
    options: &Options<'_>,
    labels: &Labels,
    judged: &[Judged],
) -> String {
    let date = date.map_or_else(String::new, |date| format!("date: {date}\n"));
    let (kind, speakers) = (speech_type(title, labels), speakers(labels, judged));
    let url = options.url.map(str::to_owned).or_else(|| manuscript.facts.url.clone());
    let url = url.map_or_else(String::new, |url| format!("url: {}, ", quoted(&url)));
    let retrieved = options.retrieved.map_or_else(String::new, |date| format!(", retrieved: {date}"));
    let (file, sha256) = (quoted(options.file), options.sha256);
    format!(
        "---\ntitle: {}\n{date}{kind}{speakers}sources:\n  - {{{url}note: {file}{retrieved}, sha256: {sha256}}}\ntext_status: verbatim\n---\n\n",
        quoted(title)
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
        () if says(&["记者会", "記者會", "答记者问", "答記者問", "记者提问", "press conference", "press briefing", "news conference"]) => {
            "type: press-conference\n"
        }
        () if says(&["专访", "專訪", "采访", "採訪", "interview"]) => "type: interview\n",
        () if says(&["发表谈话", "声明", "聲明", "statement"]) && !asks => "type: statement\n",
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
    let lines = labels
        .roles
        .iter()
        .filter(|(text, _)| standing.contains(text.as_str()))
        .map(|(text, role)| format!("  {}: {{turn: {}}}\n", quoted(text), role.word()));
    format!("speakers:\n{}", lines.collect::<String>())
}

/// Text as a YAML scalar: plain where nothing in it has a meaning, else in single quotes (YAML 1.2 §7.3.2, §7.3.3).
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let is_plain = line.starts_with(char::is_alphabetic)
        && line.chars().all(|c| c.is_alphanumeric() || " -_./·，。、（）《》“”「」？！—".contains(c))
        && !line.ends_with(' ');
    if is_plain && !["true", "false", "null", "yes", "no"].contains(&line.to_lowercase().as_str()) {
        return line;
    }
    format!("'{}'", line.replace('\'', "''"))
}

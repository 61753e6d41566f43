//! A speaker's label → its parts: who, when, and what is said of how, for whom or where.
//!
//! ```text
//! [time] name [, office | (how, for whom, where) | [how]] [time] [separator]
//! ```
//!
//! One grammar for labels that are written, printed and imported. The name is who speaks; the rest is
//! said of this turn. Times are those of recordings: `0:04`, `00:12:05`, `1:02:03.5`.
//!
//! **Invariant:** nothing is decided here about who bears a name, or whether a text is a label.

use crate::base::letters::is_han;
use crate::base::lexicon::{label_words, lead_ins};
use std::borrow::Cow;

/// Brackets in which labels say more than the name.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('【', '】'), ('〔', '〕')];
/// What may end a label.
const SEPARATORS: [char; 4] = [':', '：', '﹕', '︰'];

/// What is between the names of people who speak as one. Only names that are known make use of it, so
/// it may hold what is elsewhere a part of a name: `和` in 李和平.
const JOINTS: [&str; 17] = [
    "、", "／", "/", "＆", "&", " and ", " AND ", " et ", " und ", " y ", " e ", " и ", "和", "与",
    "與", "及", "と",
];

/// The parts of a label, each a piece of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parts<'l> {
    /// Who speaks, without the rest; all of the label where nothing would be left.
    pub(crate) name: &'l str,
    /// The time of the recording.
    pub(crate) time: Option<&'l str>,
    /// What follows the name behind a comma.
    pub(crate) office: Option<&'l str>,
    /// What brackets say, in the order of the label.
    pub(crate) notes: Vec<&'l str>,
}

/// Takes a label apart.
pub(crate) fn parts(label: &str) -> Parts<'_> {
    let mut parts = parts_around_names(label);
    if let Some((name, office)) = parts.name.split_once([',', '，'])
        && !name.trim().is_empty()
    {
        parts.name = name.trim_end();
        parts.office = Some(office.trim());
    }
    parts
}

/// The same, and what follows the name behind a comma is still with it.
fn parts_around_names(label: &str) -> Parts<'_> {
    let whole = without_separator(label);
    let mut parts = Parts { name: whole, ..Parts::default() };
    // Most labels are a name alone.
    let says_more = |c: char| c.is_ascii_digit() || BRACKETS.iter().any(|(open, _)| *open == c);
    if !whole.contains(says_more) {
        return parts;
    }

    if let Some((time, rest)) = leading_time(whole) {
        parts.time = Some(time);
        parts.name = without_separator(rest.trim_start());
    }

    while let Some((name, note)) = last_note(parts.name) {
        if is_time(note) {
            parts.time = Some(note);
        } else {
            parts.notes.insert(0, note);
        }
        parts.name = without_separator(name);
    }

    if parts.name.is_empty() { Parts { name: whole, ..Parts::default() } } else { parts }
}

/// A label without the time of the recording, which is said beside the words:
/// `Ada Orr [0:04] (via video)` is `Ada Orr (via video)`.
pub(crate) fn without_time(label: &str) -> Cow<'_, str> {
    let time = parts(label).time.and_then(|time| Some((label.find(time)?, time.len())));
    let Some((start, len)) = time else {
        return Cow::Borrowed(label);
    };
    let is_open = |c: char| c.is_whitespace() || BRACKETS.iter().any(|(open, _)| *open == c);
    let is_close = |c: char| c.is_whitespace() || BRACKETS.iter().any(|(_, close)| *close == c);
    let before = label[..start].trim_end_matches(is_open);
    let after = &label[start + len..];
    let rest = after.trim_start_matches(is_close);
    if rest.is_empty() {
        return Cow::Borrowed(without_separator(before));
    }
    // A separator stands right behind what it follows.
    let gap = if before.is_empty() || rest.starts_with(SEPARATORS) { "" } else { " " };
    Cow::Owned(format!("{before}{gap}{rest}"))
}

/// Who speaks, by the label.
pub(crate) fn name(label: &str) -> &str {
    parts(label).name
}

/// The names of which a label would consist if several people spoke as one, each without its notes;
/// one where nothing joins two.
///
/// A comma alone joins nobody: an office follows it (`Jon Barrow, Premier`).
pub(crate) fn names(label: &str) -> Vec<&str> {
    let whole = parts_around_names(label).name;
    let mut pieces = vec![whole];
    for joint in JOINTS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(joint)).collect();
    }
    if pieces.len() > 1 {
        pieces = pieces.into_iter().flat_map(|piece| piece.split([',', '，'])).collect();
    }

    let mut names = Vec::with_capacity(pieces.len());
    for piece in pieces {
        // `A, B, and C` has nothing between the last comma and its `and`.
        if !piece.trim().is_empty() {
            names.push(name(piece));
        }
    }
    names
}

/// Whether a label says of nobody in particular that he speaks: `Q`, `记者`, `Reporter 2`.
///
/// Two turns in a row with such a label may be of two people. `Speaker 2` is not such a label: a
/// machine that tells voices apart writes it.
pub(crate) fn is_nameless(label: &str) -> bool {
    let name = name(label).to_lowercase();
    let words = label_words();
    if words.reporter.contains(&name.as_str()) || words.anyone.contains(&name.as_str()) {
        return true;
    }

    let word = name.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || c == '#');
    words.question.contains(&word) || words.answer.contains(&word)
}

/// Whether a label says what somebody is in the conversation and nothing of who: `Q`, `答`, `主持人`.
pub(crate) fn is_generic(label: &str) -> bool {
    let name = name(label).to_lowercase();
    let words = label_words();
    let is_one_of = |list: &[&str]| list.contains(&name.as_str());
    name.is_empty() || is_nameless(label) || is_one_of(&words.office) || is_one_of(&words.group)
}

/// Whether a label reads like words that lead in what follows: `On the ferry`, `关于渡轮`, `Note`.
///
/// Small letters say nothing, for `A voice` and `Senior official` speak too. Only behind a number
/// they do: `First question` and `First Minister`. In Han text no space ends the word.
pub(crate) fn reads_like_phrase(label: &str) -> bool {
    let mut words = name(label).split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let is_counted = ["first", "second", "third", "next"].contains(&first.as_str());
    if is_counted && words.next().is_some_and(|word| word.starts_with(char::is_uppercase)) {
        return false;
    }

    let leads =
        |word: &&str| first == *word || (word.starts_with(is_han) && first.starts_with(*word));
    lead_ins().iter().any(leads)
}

/// A label without white space and separators at its ends.
pub(crate) fn without_separator(label: &str) -> &str {
    label.trim().trim_end_matches(SEPARATORS).trim_end()
}

/// Whether a text is a time of a recording.
pub(crate) fn is_time(text: &str) -> bool {
    let mut fields = text.split(':');
    let seconds = fields.next_back().unwrap_or_default();
    let (seconds, part) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    let others: Vec<&str> = fields.collect();

    let is_number = |field: &str, most: usize| {
        (1..=most).contains(&field.len()) && field.bytes().all(|b| b.is_ascii_digit())
    };
    (1..=2).contains(&others.len())
        && seconds.len() == 2
        && is_number(seconds, 2)
        && is_number(part, 9)
        && others.iter().all(|field| is_number(field, 3))
}

/// A time at the beginning, in brackets or not, and what is behind it.
pub(crate) fn leading_time(text: &str) -> Option<(&str, &str)> {
    bracketed_time(text).or_else(|| {
        let (time, rest) = text.split_once(char::is_whitespace)?;
        is_time(time).then_some((time, rest))
    })
}

/// A time in brackets at the beginning, and what is behind it.
pub(crate) fn bracketed_time(text: &str) -> Option<(&str, &str)> {
    BRACKETS.iter().find_map(|(open, close)| {
        let (time, rest) = text.strip_prefix(*open)?.split_once(*close)?;
        is_time(time.trim()).then_some((time.trim(), rest))
    })
}

/// The time in brackets that is all of a text but for a separator: `(00:01:25):` on a line of its own.
pub(crate) fn time_alone(text: &str) -> Option<&str> {
    let (time, behind) = bracketed_time(text.trim())?;
    without_separator(behind).is_empty().then_some(time)
}

/// The name, and what is last behind it: in brackets, or a time.
fn last_note(text: &str) -> Option<(&str, &str)> {
    for (open, close) in BRACKETS {
        if let Some(inner) = text.strip_suffix(close)
            && let Some(at) = opening(inner, open, close)
            && !inner[..at].trim().is_empty()
        {
            return Some((inner[..at].trim_end(), inner[at + open.len_utf8()..].trim()));
        }
    }
    let (name, time) = text.rsplit_once([' ', '\t', '\u{A0}', '\u{3000}'])?;
    is_time(time).then(|| (name.trim_end(), time))
}

/// Where the bracket opens that closes behind `inner`: `The Chair (Ines Hale (Eastport))`.
fn opening(inner: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices().rev() {
        if c == close {
            depth += 1;
        } else if c == open && depth == 0 {
            return Some(at);
        } else if c == open {
            depth -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_time_to_its_end() {
        for time in ["0:04", "00:12:05", "1:02:03.5", "00:00:12,040"] {
            assert!(is_time(time), "{time}");
        }
        for other in ["12:30, in the garden", "12:30.", "3:160", "Gen 3:16 KJV"] {
            assert!(!is_time(other), "{other}");
        }
    }

    #[test]
    fn phrases_are_told_from_names() {
        for heading in ["On the ferry", "关于渡轮", "Introduction", "Note", "First question"] {
            assert!(reads_like_phrase(heading), "{heading}");
        }
        for heading in ["Ona Orr", "First Minister", "A voice", "关山", "Audrey Tang"] {
            assert!(!reads_like_phrase(heading), "{heading}");
        }
    }

    #[test]
    fn who_is_only_a_part_in_the_conversation_is_nobody() {
        for label in ["Q", "A:", "答", "问：", "Reporter 2", "记者", "记者2", "主持人"] {
            assert!(is_generic(label), "{label}");
        }
        for label in ["Ines Hale", "林木生", "KBS reporter", "外交部发言人", "Quill"] {
            assert!(!is_generic(label), "{label}");
        }
    }

    #[test]
    fn a_label_that_names_nobody_is_told_from_a_name() {
        for label in ["Q:", "记者", "Reporter 2", "问：", "Participant (by phone)", "访谈者"]
        {
            assert!(is_nameless(label), "{label}");
        }
        for label in ["Ines Hale", "Northern Wire reporter", "Speaker 2", "海报社记者", "12"] {
            assert!(!is_nameless(label), "{label}");
        }
    }

    #[test]
    fn a_label_falls_into_its_parts() {
        let cases: [(&str, &str, Option<&str>, &[&str]); 13] = [
            ("Ines Hale", "Ines Hale", None, &[]),
            ("Ines Hale:", "Ines Hale", None, &[]),
            ("Ines Hale (00:04):", "Ines Hale", Some("00:04"), &[]),
            ("[1:02:03] Ines Hale", "Ines Hale", Some("1:02:03"), &[]),
            ("Ines Hale  0:04", "Ines Hale", Some("0:04"), &[]),
            ("Speaker 0: 00:00:45", "Speaker 0", Some("00:00:45"), &[]),
            ("Ines Hale (via video link)", "Ines Hale", None, &["via video link"]),
            ("Jon Barrow (SP) (continuing)", "Jon Barrow", None, &["SP", "continuing"]),
            ("林木生（通过翻译）：", "林木生", None, &["通过翻译"]),
            ("The Chair (Jo Hale (SP))", "The Chair", None, &["Jo Hale (SP)"]),
            ("(Ines)", "(Ines)", None, &[]),
            ("10:30", "10:30", None, &[]),
            ("：", "", None, &[]),
        ];
        for (label, name, time, notes) in cases {
            let notes = notes.to_vec();
            assert_eq!(parts(label), Parts { name, time, office: None, notes }, "{label}");
        }
        let office = Some("Premier");
        let (name, time, notes) = ("Jon Barrow", None, vec!["by phone"]);
        let label = "Jon Barrow, Premier (by phone)";
        assert_eq!(parts(label), Parts { name, time, office, notes });
    }

    #[test]
    fn a_time_is_left_out_and_nothing_else() {
        for (label, rest) in [
            ("Ines Hale [0:04]", "Ines Hale"),
            ("[1:02:03] Ines Hale", "Ines Hale"),
            ("Ines Hale (00:04):", "Ines Hale:"),
            ("Speaker 0: 00:00:45", "Speaker 0"),
            ("Ines Hale [0:04] (by phone)", "Ines Hale (by phone)"),
            ("林木生［0:04］（通过翻译）", "林木生 （通过翻译）"),
            ("Ines Hale (by phone)", "Ines Hale (by phone)"),
            ("10:30", "10:30"),
        ] {
            assert_eq!(without_time(label), rest);
        }
    }

    #[test]
    fn names_side_by_side_are_told_apart() {
        let cases: [(&str, &[&str]); 10] = [
            ("Ines Hale", &["Ines Hale"]),
            ("Ines Hale and Jon Barrow:", &["Ines Hale", "Jon Barrow"]),
            ("INES HALE AND JON BARROW", &["INES HALE", "JON BARROW"]),
            ("Ines Hale, Jon Barrow, and Li Ming", &["Ines Hale", "Jon Barrow", "Li Ming"]),
            ("(0:04) Ines Hale (SP) & Jon Barrow (by phone)", &["Ines Hale", "Jon Barrow"]),
            ("Ines Hale / Jon Barrow", &["Ines Hale", "Jon Barrow"]),
            ("李明、王芳：", &["李明", "王芳"]),
            ("李明和王芳", &["李明", "王芳"]),
            ("Jon Barrow, Premier", &["Jon Barrow"]),
            ("：", &[]),
        ];
        for (label, expected) in cases {
            assert_eq!(names(label), expected, "{label}");
        }
    }

    #[test]
    fn times_have_minutes_and_two_digits_of_seconds() {
        for time in ["0:04", "00:12", "12:34:56", "1:02:03.5", "00:00:01,240"] {
            assert!(is_time(time), "{time}");
        }
        for text in ["4", "1:2", "a:04", "1:02:03:04", ":04", "1:", "2024:05:02x"] {
            assert!(!is_time(text), "{text}");
        }
    }
}

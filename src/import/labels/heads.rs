//! How a line may begin where somebody begins to speak: the shapes in which documents print it.
//!
//! **Invariant:** a head is a possibility. Whether a document uses its shape is
//! [`super::grammar`]'s to say.

use super::names::{self, is_possible, is_shouted};
use crate::base::letters::first;
use crate::reading::labels::{is_time, leading_time, parts, without_separator};
use std::ops::Range;

/// What sets the label off from the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Shape {
    /// A colon: `MR. X: …`.
    Colon,
    /// A letter that asks or answers, and white space, a full stop or a dash: `Q    …`, `Q. …`,
    /// `R - …`.
    Initial,
    /// A circle before it, as in records of Japanese and Korean parliaments: `○委員長（…） …`.
    Circle,
    /// A full stop behind a title and a name, or a name in capitals: `Mr. KING of North Marra. …`.
    Stop,
    /// A full stop and a dash, or a dash between spaces: `PRESIDENTA.- …`, `Hale — …`.
    Dash,
    /// A tab or several spaces.
    Gap,
    /// Brackets: `[Hale / Harbour Office] …`.
    Bracket,
    /// Bold type alone: `**Hale** …`.
    Type,
    /// The end of the line.
    Alone,
}

impl Shape {
    /// Whether texts that are no dialogue hardly have the shape.
    pub(super) fn is_distinct(self) -> bool {
        matches!(self, Shape::Colon | Shape::Initial | Shape::Circle | Shape::Bracket)
    }
}

/// A possible label at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head<'l> {
    pub(super) shape: Shape,
    /// Who would speak: the label without time, office and manner.
    pub(super) name: &'l str,
    /// Whether the label says when.
    pub(super) has_time: bool,
    /// Who holds the office that the label names, in brackets: `The Minister for Mills (Mr Orr)`.
    pub(super) holder: Option<&'l str>,
    /// Bytes of the label, its colon included where it has one.
    pub(super) label: Range<usize>,
    /// The byte at which the words begin; the length of the line where they are on the next.
    pub(super) words: usize,
}

/// Signs of Markdown that a line may begin with, and a label end with.
const SIGNS: [char; 2] = ['*', '_'];
/// Signs that refer to a note at the foot of a record: India's parliament puts `*` before whoever
/// has not corrected his words. Not `※` and `§`, by which notes and articles themselves begin.
const REFERENCES: [char; 2] = ['†', '‡'];
/// Circles and squares of records.
const CIRCLES: [char; 8] = ['○', '◯', '◎', '●', '◆', '◇', '■', '□'];
/// Dashes between a label and its words.
const DASHES: [char; 4] = ['—', '–', '―', '-'];
/// What divides a label that is set off by itself from its words.
pub(super) const DIVIDERS: [char; 5] = [':', '：', '—', '–', '―'];
/// Characters of the shortest office in capitals before a full stop: `CHAIR.`.
const SHORTEST_IN_CAPITALS: usize = 5;
/// Characters within which a label ends that nothing but a dash, a gap or the end of its line sets
/// off, with its office and manner: what comes later is in the middle of a sentence.
const REACH: usize = 4 * names::LONGEST;
/// Spaces that no sentence has by itself.
const WIDE: [char; 2] = ['\t', '\u{3000}'];

/// The shapes in which `line` may begin a turn, the likeliest first; so many bytes of it are in
/// bold type, and the rest is not.
pub(super) fn heads(line: &str, bold: usize) -> Vec<Head<'_>> {
    let start = line.len() - without_signs(line).len();
    let readers = [initial, colon, circle, bracket, stop, dash, gap, alone];
    let mut heads: Vec<Head<'_>> = readers.iter().filter_map(|read| read(line, start)).collect();
    heads.extend(set_off(line, start, bold));
    heads
}

/// The shapes that no sentence has, in which `line` may begin a turn where the line before has not
/// ended its own: somebody was interrupted.
pub(super) fn heads_inside(line: &str) -> Vec<Head<'_>> {
    let start = line.len() - without_signs(line).len();
    let colon = colon(line, start).filter(|head| names::is_titled(head.name));
    initial(line, start).into_iter().chain(colon).collect()
}

/// A line from where a label may begin: without the signs before it, of which Markdown may escape
/// some.
pub(super) fn without_signs(line: &str) -> &str {
    let is_sign = |c: char| SIGNS.contains(&c) || REFERENCES.contains(&c);
    let mut text = line.trim_start();
    while let Some(rest) = text.strip_prefix('\\').unwrap_or(text).strip_prefix(is_sign) {
        text = rest;
    }
    text
}

/// A head whose label is these bytes of `line`; none if it cannot be one.
fn head(line: &str, shape: Shape, label: Range<usize>, words: usize) -> Option<Head<'_>> {
    let text = line.get(label.clone())?;
    let parts = parts(text);
    let holder = parts.notes.iter().copied().find(|note| names::is_full_name(note));
    let holder = holder.filter(|_| names::is_held_office(parts.name));
    // An office behind a comma belongs to labels with a colon alone: elsewhere a comma divides a
    // sentence. One that somebody holds may have a comma itself.
    let may_have_comma =
        || holder.is_some_and(names::is_titled) || names::has_office(without_notes(text));
    if text.contains([',', '，']) && !(shape == Shape::Colon && may_have_comma()) {
        return None;
    }
    let closed = line[words..].trim_start_matches(SIGNS);
    (holder.is_some() || is_possible(parts.name)).then(|| Head {
        shape,
        name: parts.name,
        has_time: parts.time.is_some(),
        holder,
        label,
        words: line.len() - closed.len(),
    })
}

/// A label without its colon, and without what stands in brackets at its end.
fn without_notes(label: &str) -> &str {
    let label = without_separator(label);
    label.split_once(['(', '（', '[', '［']).map_or(label, |(label, _)| label.trim_end())
}

fn initial(line: &str, start: usize) -> Option<Head<'_>> {
    let text = &line[start..];
    let end = names::initial(text)?;
    let behind = &text[end..];
    let space = behind.len() - behind.trim_start().len();
    let separator = match behind.trim_start().chars().next() {
        Some('.' | ')' | '、' | '．') if space == 0 => 1,
        Some(c) if DASHES.contains(&c) && space > 0 => c.len_utf8(),
        // Two spaces, or one of the wide kind.
        Some(_) if space >= 2 || behind.starts_with(WIDE) => 0,
        _ => return None,
    };
    let words = behind[space..].get(separator..)?;
    if separator > 0 && goes_on_as_name(words) {
        return None;
    }
    let has_words = separator == 0 || words.starts_with([' ', '\t', '\u{A0}']);
    let words = line.len() - words.trim_start().len();
    if has_words { head(line, Shape::Initial, start..start + end, words) } else { None }
}

/// Whether the letter before was the first of a name: `P. ORR. I move …`, `Q. E. D.`.
fn goes_on_as_name(words: &str) -> bool {
    let Some(word) = words.split_whitespace().next().and_then(|word| word.strip_suffix('.')) else {
        return false;
    };
    is_shouted(word) || word.chars().count() == 1
}

fn colon(line: &str, start: usize) -> Option<Head<'_>> {
    let at = find(line, start, |at, c| [':', '：'].contains(&c) && is_colon_of_label(line, at))?;
    let sign = line[at..].chars().next()?.len_utf8();
    let behind = &line[at + sign..];

    // `Speaker 0: 00:00:45`, and nothing else on the line.
    if is_time(behind.trim()) {
        let end = line.trim_end().len();
        return head(line, Shape::Colon, start..end, line.len());
    }
    head(line, Shape::Colon, start..at + sign, at + sign)
}

/// Whether a colon is neither that of an address (`https://`) nor of a time (`12:30`).
fn is_colon_of_label(line: &str, at: usize) -> bool {
    let (before, after) = (&line[..at], line[at..].trim_start_matches([':', '：']));
    let is_time = after.starts_with(|c: char| c.is_ascii_digit())
        && before.ends_with(|c: char| c.is_ascii_digit());
    !is_time && !after.starts_with("//")
}

fn circle(line: &str, start: usize) -> Option<Head<'_>> {
    let text = line[start..].strip_prefix(CIRCLES)?;
    let text = text.trim_start();
    let from = line.len() - text.len();
    let closing =
        text.find(['）', ')']).map(|at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let space = text.find(char::is_whitespace).unwrap_or(text.len());

    // The name in brackets behind the office belongs to it, with the space in it.
    let end = match (closing, text.find(['（', '('])) {
        (Some(closing), Some(open)) if open <= space => closing,
        _ => space,
    };
    let words = line.len() - text[end..].trim_start().len();
    head(line, Shape::Circle, from..from + end, words)
}

fn bracket(line: &str, start: usize) -> Option<Head<'_>> {
    let text = line[start..].strip_prefix(['[', '［', '【'])?;
    let end = text.find([']', '］', '】'])?;
    let inner = &text[..end];
    let (name, _) = inner.split_once(['/', '／'])?;
    let from = line.len() - text.len();
    let close = text[end..].chars().next()?.len_utf8();
    let words = line.len() - text[end + close..].trim_start_matches([':', '：', ' ']).len();
    let head = head(line, Shape::Bracket, from..from + end, words)?;
    Some(Head { name: name.trim(), ..head })
}

fn stop(line: &str, start: usize) -> Option<Head<'_>> {
    let at = find(line, start, |at, c| c == '.' && is_stop_of_label(&line[start..], at - start))?;
    let label = &line[start..at];
    // `OK. Shall we go on?` is in capitals too.
    let is_shouted = is_shouted(label) && label.chars().count() >= SHORTEST_IN_CAPITALS;
    let is_somebody = names::is_titled(label) && names::is_name(label);
    let words = line.len() - line[at + 1..].trim_start().len();
    if words == line.len() || !(is_somebody || is_shouted) {
        return None;
    }
    head(line, Shape::Stop, start..at, words)
}

/// Whether a full stop ends a label, and does not shorten a title or a name: `Mr.`, `J.`.
fn is_stop_of_label(text: &str, at: usize) -> bool {
    let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_short = word.chars().count() == 1 || names::is_title(&text[..=at][at - word.len()..]);
    let behind = text[at + 1..].chars().next();
    !is_short && at > word.len() && behind.is_none_or(char::is_whitespace)
        || (!is_short && behind.is_none_or(|c| c.is_whitespace()) && is_shouted(word))
}

fn dash(line: &str, start: usize) -> Option<Head<'_>> {
    let text = first(&line[start..], REACH);
    if !text.contains(DASHES) {
        return None;
    }
    for (sign, needs_space) in
        [(".-", false), (".—", false), (".–", false), (" — ", true), (" – ", true), (" - ", true)]
    {
        let Some(at) = text.find(sign) else {
            continue;
        };
        let label = &text[..at];
        let is_label =
            if needs_space { names::is_name(name_of(label)) } else { is_possible(label) };
        if is_label {
            let words = line.len() - line[start + at + sign.len()..].trim_start().len();
            return head(line, Shape::Dash, start..start + at, words);
        }
    }
    None
}

fn name_of(label: &str) -> &str {
    parts(label).name
}

fn gap(line: &str, start: usize) -> Option<Head<'_>> {
    let text = first(&line[start..], REACH);
    let at = text.find(WIDE).into_iter().chain(text.find("  ")).min()?;
    let label = without_separator(&text[..at]);
    let behind = line[start + at..].trim_start();
    if behind.is_empty() || is_time(behind.trim_end()) || !names::is_name(name_of(label)) {
        return None;
    }
    head(line, Shape::Gap, start..start + label.len(), line.len() - behind.len())
}

fn set_off(line: &str, start: usize, bold: usize) -> Option<Head<'_>> {
    let label = line.get(start..bold)?.trim_end();
    let words = line.get(bold..)?.trim_start();
    if words.is_empty() || !names::is_name(name_of(label)) {
        return None;
    }
    head(line, Shape::Type, start..start + label.len(), line.len() - words.len())
}

fn alone(line: &str, start: usize) -> Option<Head<'_>> {
    let text = line[start..].trim_end().trim_end_matches(SIGNS);
    // An office behind a comma has a colon; so most paragraphs are passed over here.
    if text.contains([',', '，']) || first(text, REACH).len() < text.len() {
        return None;
    }
    // Only a time stands at the end of a sentence.
    let is_sentence = text.ends_with(['.', '!', '?', '。', '！', '？', ',', '，', ';', '；']);
    if is_sentence && !text.contains(char::is_numeric) {
        return None;
    }
    let parts = parts(text);
    let name = parts.name;
    let has_time = parts.time.is_some() || leading_time(text).is_some();
    let is_name = names::is_name(name) || is_shouted(name) || names::is_machine_speaker(name);
    if !is_name || counts_parts(name) || (is_sentence && !has_time) {
        return None;
    }
    head(line, Shape::Alone, start..start + text.len(), line.len())
}

/// Whether a number stands in the midst of a wording, as in what a recording is cut into: `PART 1
/// OF 4 ENDS`. Of voices and of people who are called alike it is the last.
fn counts_parts(name: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    name.rsplit_once(' ').is_some_and(|(before, _)| before.split_whitespace().any(is_number))
}

/// The first place within a label's reach, outside brackets, that `is_end` holds for. What brackets
/// say makes no label too long.
fn find(line: &str, start: usize, is_end: impl Fn(usize, char) -> bool) -> Option<usize> {
    let (mut depth, mut n_outside) = (0_usize, 0);
    for (at, c) in line[start..].char_indices().take(REACH) {
        n_outside += usize::from(depth == 0);
        match c {
            _ if n_outside > names::LONGEST_OFFICE => return None,
            '(' | '（' | '[' | '［' => depth += 1,
            ')' | '）' | ']' | '］' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_end(start + at, c) => return Some(start + at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shape, name and words of the likeliest head.
    fn first(line: &str) -> Option<(Shape, &str, &str)> {
        let head = heads(line, 0).into_iter().next()?;
        Some((head.shape, head.name, line[head.words..].trim()))
    }

    #[test]
    fn every_shape_is_seen() {
        let cases = [
            ("Q    When does it sail?", Shape::Initial, "Q", "When does it sail?"),
            ("Q. When?", Shape::Initial, "Q", "When?"),
            ("R - Demain.", Shape::Initial, "R", "Demain."),
            ("Q1: When?", Shape::Colon, "Q1", "When?"),
            ("MS. HALE:  In June.", Shape::Colon, "MS. HALE", "In June."),
            ("Ines Hale (00:04):", Shape::Colon, "Ines Hale", ""),
            ("[00:00:12] Ines Hale: In June.", Shape::Colon, "Ines Hale", "In June."),
            ("Speaker 0: 00:00:45", Shape::Colon, "Speaker 0", ""),
            ("**林木生：**明年。", Shape::Colon, "林木生", "明年。"),
            ("*Hale:* In June.", Shape::Colon, "Hale", "In June."),
            (
                "○委員長（山田君） これより会議を開きます。",
                Shape::Circle,
                "委員長",
                "これより会議を開きます。",
            ),
            ("◯위원장 회의를 시작합니다.", Shape::Circle, "위원장", "회의를 시작합니다."),
            ("[Hale / Harbour Office] In June.", Shape::Bracket, "Hale", "In June."),
            (
                "Mr. KING of North Marra. I object.",
                Shape::Stop,
                "Mr. KING of North Marra",
                "I object.",
            ),
            ("MR. BOND. I thank the House.", Shape::Stop, "MR. BOND", "I thank the House."),
            ("P. ORR. I move it.", Shape::Stop, "P. ORR", "I move it."),
            ("PRESIDENTA.- Gracias.", Shape::Dash, "PRESIDENTA", "Gracias."),
            ("Ines Hale — In June.", Shape::Dash, "Ines Hale", "In June."),
            ("INES HALE\tIn June.", Shape::Gap, "INES HALE", "In June."),
            ("Ines Hale  0:04", Shape::Alone, "Ines Hale", ""),
            ("SPEAKER_01", Shape::Alone, "SPEAKER_01", ""),
        ];
        for (line, shape, name, words) in cases {
            assert_eq!(first(line), Some((shape, name, words)), "{line}");
        }
    }

    #[test]
    fn sentences_have_no_head() {
        for line in [
            "The ferry sails at 12:30 from the old quay, as it did.",
            "Mr. Bond said that he would see.",
            "See https://example.org for more.",
            "We came, we saw: nothing was left.",
            "Q. E. D.",
            "",
        ] {
            assert_eq!(first(line), None, "{line}");
        }
    }
}

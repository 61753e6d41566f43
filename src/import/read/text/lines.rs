//! A text → its lines, each by its beginning, and how they are set: wrapped at a width, hanging under
//! their first, with numbers beside them, under the heads of pages.
//!
//! **Invariant:** a line names bytes of the text. Which lines are one paragraph is the reader's to
//! say.

use crate::base::letters::cells;
use std::collections::BTreeSet;
use std::ops::Range;

/// What may precede a line's text: white space of any kind, the byte order mark among it.
pub(super) const BLANKS: [char; 5] = [' ', '\t', '\u{3000}', '\u{A0}', '\u{FEFF}'];
/// Widths of pages, in cells: narrower lines are a list or verses, wider ones are paragraphs on one
/// line each.
pub(super) const PAGES: std::ops::RangeInclusive<usize> = 24..=130;

/// What a line is by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Text,
    /// Set in by ideographic or no-break spaces, or by more than three plain ones.
    Indented,
    Heading(u8),
    Quote,
    /// A list, a table, a rule, an address of a link.
    Verbatim,
    Fence,
}

/// A line: what it is, and where its text is, without indentation, signs, and white space at the
/// end.
pub(super) struct Line {
    pub(super) kind: Kind,
    /// Cells before its text.
    pub(super) indent: usize,
    pub(super) range: Range<usize>,
    /// The whole line without its end.
    pub(super) whole: Range<usize>,
    pub(super) begins_page: bool,
    /// Whether it ends in Markdown's hard break.
    pub(super) is_hard: bool,
}

impl Line {
    pub(super) fn text<'t>(&self, original: &'t str) -> &'t str {
        &original[self.range.clone()]
    }
}

/// The lines from a byte on.
pub(super) fn of(original: &str, start: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut begins_page = false;
    let mut at = start;
    for whole in original[start..].split_inclusive('\n') {
        let text = whole.trim_end_matches(['\n', '\r']);
        for (index, part) in text.split('\u{C}').enumerate() {
            begins_page |= index > 0;
            // What is before a form feed, or after it, need not be a line.
            if part.is_empty() && text.len() > part.len() {
                continue;
            }
            let start = at + (part.as_ptr() as usize - whole.as_ptr() as usize);
            lines.push(line(part, start, std::mem::take(&mut begins_page)));
        }
        at += whole.len();
    }
    without_numbers(original, lines)
}

/// The lines without the numbers that courts print beside them.
pub(super) fn without_numbers(original: &str, lines: Vec<Line>) -> Vec<Line> {
    /// Fewer lines may be a list.
    const LEAST: usize = 10;
    /// Lines of a page, of the most that anybody numbers.
    const MOST_ON_PAGE: usize = 60;

    let mut numbers: Vec<usize> = Vec::new();
    let mut n_lines = 0;
    let mut n_spaces = usize::MAX;
    for line in lines.iter().filter(|line| line.kind != Kind::Blank) {
        n_lines += 1;
        let Some((number, rest)) = number_before(&original[line.whole.clone()]) else {
            continue;
        };
        numbers.push(number);
        if !rest.trim().is_empty() {
            n_spaces = n_spaces.min(rest.len() - rest.trim_start_matches(' ').len());
        }
    }

    // Most lines have one, each the next; a page begins anew, and its head has none.
    let n_next = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    let are_numbered = numbers.len() >= LEAST
        && numbers.len() * 10 >= n_lines * 7
        && n_next * 10 >= numbers.len() * 8
        && numbers.iter().all(|number| *number <= MOST_ON_PAGE);
    if !are_numbered {
        return lines;
    }

    let mut without = Vec::with_capacity(lines.len());
    for found in lines {
        let whole = &original[found.whole.clone()];
        without.push(match number_before(whole) {
            Some((_, rest)) => {
                let rest = rest.get(n_spaces..).unwrap_or_default();
                line(rest, found.whole.end - rest.len(), found.begins_page)
            }
            None => found,
        });
    }
    without
}

/// The number that a line begins with, and what comes after it: two spaces and text, or nothing.
pub(super) fn number_before(line: &str) -> Option<(usize, &str)> {
    let bare = line.trim_start_matches(' ');
    let n_digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = bare.split_at(n_digits);
    let is_apart = rest.trim().is_empty() || rest.starts_with("  ");
    number.parse().ok().filter(|_| n_digits <= 2 && is_apart).map(|number| (number, rest))
}

pub(super) fn line(text: &str, start: usize, begins_page: bool) -> Line {
    let bare = text.trim_start_matches(BLANKS);
    let indent = &text[..text.len() - bare.len()];
    let is_set_in = indent.contains(['\u{3000}', '\u{A0}'])
        || indent.chars().count() > 3
        || indent.contains('\t');

    let end = bare.trim_end_matches(BLANKS).len();
    let (kind, skipped) = kind_of(&bare[..end], is_set_in);

    let first = start + indent.len();
    let is_hard = text.ends_with("  ") || text.ends_with('\\');
    let end = if text.ends_with('\\') { end - 1 } else { end };
    Line {
        kind,
        indent: width(indent),
        range: first + skipped..(first + end).max(first + skipped),
        whole: start..start + text.len(),
        begins_page,
        is_hard,
    }
}

/// What a line is, and how many bytes its sign takes.
pub(super) fn kind_of(bare: &str, is_set_in: bool) -> (Kind, usize) {
    let behind = |sign: usize| {
        let rest = bare.get(sign..).unwrap_or_default();
        bare.len() - rest.trim_start_matches(BLANKS).len()
    };
    let level = bare.bytes().take_while(|b| *b == b'#').count();
    let is_heading =
        bare.get(level..).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{3000}']));

    match u8::try_from(level) {
        _ if bare.is_empty() => (Kind::Blank, 0),
        Ok(sign @ 1..=6) if is_heading => (Kind::Heading(sign), behind(level)),
        _ if bare.starts_with("```") || bare.starts_with("~~~") => (Kind::Fence, 0),
        _ if bare.starts_with('>') => (Kind::Quote, behind(1)),
        _ if is_verbatim(bare) => (Kind::Verbatim, 0),
        _ if is_set_in => (Kind::Indented, 0),
        _ => (Kind::Text, 0),
    }
}

/// Whether a line begins a list, a table, a rule or the definition of a link (CommonMark 0.31 §4.1,
/// §4.7, §5.2; GFM §4.10).
pub(super) fn is_verbatim(bare: &str) -> bool {
    let begins = ["- ", "* ", "+ ", "|", "<!--"];
    let is_rule =
        |sign: char| bare.matches(sign).count() >= 3 && bare.chars().all(|c| c == sign || c == ' ');

    // `- 2 -` is the number of a page.
    let inner = bare.trim_matches(['-', ' ']);
    if bare.ends_with('-') && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }

    // Four digits are a year.
    let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = bare.len() - after_number.len();
    let has_number = (1..=3).contains(&n_digits)
        && (after_number.starts_with(". ") || after_number.starts_with(") "));

    has_number
        || begins.iter().any(|sign| bare.starts_with(sign))
        || ['-', '*', '_'].into_iter().any(is_rule)
        || (bare.starts_with('[') && bare.contains("]: "))
}

/// Whether lines end where a page ends: many lines stand together, and those that another follows
/// are of nearly one width.
pub(super) fn is_wrapped(original: &str, lines: &[Line]) -> bool {
    let is_text = |line: &Line| matches!(line.kind, Kind::Text | Kind::Indented);
    let mut widths: Vec<usize> = Vec::new();
    let mut n_single = 0;
    for (index, line) in lines.iter().enumerate() {
        if !is_text(line) {
            continue;
        }
        let follows = index > 0 && is_text(&lines[index - 1]);
        let is_followed = lines.get(index + 1).is_some_and(is_text);
        if is_followed {
            widths.push(width(line.text(original)));
        } else if !follows {
            n_single += 1;
        }
    }

    // The width of the page is that of its longer lines, but not of the one that sticks out.
    widths.sort_unstable();
    let Some(page) = widths.get(widths.len() * 9 / 10).copied() else {
        return false;
    };
    // Choices: four lines are the least that can look alike, a third of them in paragraphs of
    // several lines is a habit, and seven tenths of the width leave room for a long word at the
    // end.
    let n_full = widths.iter().filter(|width| **width * 10 >= page * 7).count();
    PAGES.contains(&page)
        && widths.len() >= 4
        && widths.len() * 3 >= n_single
        && n_full * 10 >= widths.len() * 7
}

/// The width from which a line is full, in a text whose paragraphs have their later lines set in
/// (transcripts of hearings, with the label at the margin); none in any other text.
pub(super) fn hanging(original: &str, lines: &[Line]) -> Option<usize> {
    let mut page = 0;
    for line in lines.iter().filter(|line| matches!(line.kind, Kind::Text | Kind::Indented)) {
        page = page.max(line.indent + width(line.text(original)));
    }
    // A choice: a heading over a text that is set in is shorter than two thirds of a line, and a
    // line that a long word cuts short is not.
    let full = page * 2 / 3;
    if !PAGES.contains(&page) {
        return None;
    }

    // Paragraphs whose first line is at the margin, against those whose first line is set in.
    let (mut n_hanging, mut n_first) = (0, 0);
    let groups = lines.split(|line| line.kind == Kind::Blank);
    for group in groups {
        let [first, second, rest @ ..] = group else {
            continue;
        };
        let is_full = first.indent + width(first.text(original)) >= full;
        match (first.kind, second.kind) {
            (Kind::Text, Kind::Indented) if is_full => {
                // Two lines alone may be a paragraph, and the first of another.
                let goes_on = rest.first().is_none_or(|third| third.indent == second.indent);
                n_hanging += usize::from(goes_on);
                n_first += usize::from(!goes_on && rest.len() > 1);
            }
            (Kind::Indented, Kind::Text) => n_first += 1,
            _ => {}
        }
    }
    (n_hanging > n_first).then_some(full)
}

/// What several pages begin with, without numbers.
pub(super) fn heads(original: &str, lines: &[Line]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut heads = BTreeSet::new();
    for line in lines.iter().filter(|line| line.begins_page) {
        let head = head_of(line.text(original));
        if !known.insert(head.clone()) {
            heads.insert(head);
        }
    }
    heads
}

pub(super) fn head_of(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

pub(super) fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

//! YAML that cannot be read → the slips of the hand that are in it, each where it is.
//!
//! A parser notices a missing colon or bracket where it no longer knows how to go on, one or two
//! lines later, and in its own words. What people do wrong in front matter is a short list.
//!
//! **Invariant:** asked only about text that a parser refused, so what is odd and right is never
//! found fault with.

mod signs;
mod value;

use super::brackets::depth_of;
use crate::base::message::{Message, say};
use signs::{item_of_none, open_quote, quoted_key, semicolon};
use std::ops::Range;
use value::Field;

/// A slip of the hand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) message: Message,
    pub(super) hint: Message,
    /// What takes the place of the bytes, where that is certain.
    pub(super) fix: Option<String>,
}

/// The slips in `text`, in its order.
pub(super) fn slips(text: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut lines = Lines { text, at: 0 };
    let mut above: Option<Line<'_>> = None;
    while let Some(line) = lines.next_line() {
        let slip = odd_spaces(&line, text).or_else(|| slip_in(&line));
        match slip.or_else(|| set_in(&line, above.as_ref())) {
            Some(slip) => found.push(slip),
            None => lines.skip_value(&line),
        }
        above = Some(line);
    }
    found
}

/// A line set in with spaces that YAML takes for letters: those that are not to break, or as wide as
/// a Han character.
fn odd_spaces(line: &Line<'_>, text: &str) -> Option<Slip> {
    let before = &text[line.at - line.indent..line.at];
    if before.chars().all(|c| c == ' ' || c == '\t') {
        return None;
    }
    let width = |c: char| if c == '\u{3000}' { 2 } else { 1 };
    Some(Slip {
        range: line.at - line.indent..line.at,
        message: "the line is set in with spaces that YAML does not read".into(),
        hint: "set it in with plain spaces".into(),
        fix: Some(" ".repeat(before.chars().map(width).sum())),
    })
}

/// A field set in below one that has its value already, so that it is nobody's.
fn set_in(line: &Line<'_>, above: Option<&Line<'_>>) -> Option<Slip> {
    let above = above.filter(|above| above.indent <= line.indent)?;
    let (_, value) = above.text.split_once(": ")?;
    let is_whole = !value.trim().is_empty()
        && !value.trim_start().starts_with(['|', '>', '"', '\'', '&', '#'])
        && depth_of(value) == 0
        && !above.text.starts_with("- ");
    if is_whole && above.indent == line.indent {
        return item_of_none(line, above);
    }
    (is_whole && line.text.contains(':')).then(|| Slip {
        range: line.at - line.indent..line.at,
        message: "the line is set in deeper than the field above it, which has a value".into(),
        hint: "begin both lines at the same place".into(),
        fix: None,
    })
}

/// The lines of a text, without those that belong to a value which began above.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

/// A line in which a field may begin.
struct Line<'t> {
    /// Where it begins, behind its indentation.
    at: usize,
    indent: usize,
    /// Without indentation and line end.
    text: &'t str,
    /// What comes after the line.
    rest: &'t str,
}

impl<'t> Lines<'t> {
    /// The line that comes next, whatever it is, with its end.
    fn peek(&self) -> Option<&'t str> {
        self.text[self.at..].split_inclusive('\n').next()
    }

    fn next_line(&mut self) -> Option<Line<'t>> {
        loop {
            let line = self.peek()?;
            let start = self.at;
            self.at += line.len();

            let text = line.trim();
            if !text.is_empty() && !text.starts_with('#') {
                let indent = indent_of(line);
                let rest = &self.text[self.at..];
                return Some(Line { at: start + indent, indent, text, rest });
            }
        }
    }

    /// Goes behind what a line began that is in order: a block of text, or brackets over several
    /// lines.
    fn skip_value(&mut self, line: &Line<'_>) {
        let is_block = line.text.ends_with(['|', '>']) || line.text.ends_with("|-");
        if is_block {
            while let Some(inner) = self.peek()
                && (inner.trim().is_empty() || indent_of(inner) > line.indent)
            {
                self.at += inner.len();
            }
            return;
        }

        let mut depth = depth_of(line.text);
        while depth > 0
            && let Some(inner) = self.peek()
        {
            depth += depth_of(inner);
            self.at += inner.len();
        }
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn slip_in(line: &Line<'_>) -> Option<Slip> {
    let (text, at) = (line.text, line.at);
    if line.indent > 0 && line_has_tab(line) {
        return None;
    }
    if let Some(item) = item_without_space(text) {
        return Some(Slip {
            range: at..at + 1,
            message: "a space is missing behind `-`".into(),
            hint: say!("write `- {item}`", item),
            fix: Some("- ".to_owned()),
        });
    }
    // In an item of a list the key comes behind the hyphen.
    let (text, at) = match text.strip_prefix("- ") {
        Some(inner) => (inner.trim_start(), at + text.len() - inner.trim_start().len()),
        None => (text, at),
    };
    if text.starts_with(['{', '[']) {
        return open_bracket(text, at, line.rest);
    }
    if let Some(slip) = quoted_key(text, at) {
        return Some(slip);
    }
    if text.starts_with(['"', '\'', '-', '}', ']', '?', '|', '>', ',']) {
        return None;
    }

    let Some(colon) = text.find([':', '：']) else {
        return (line.indent == 0).then(|| without_colon(text, at)).flatten();
    };
    let (key, behind) = text.split_at(colon);
    if key.contains(['{', '[', '"', '\'', '“']) {
        return None;
    }
    if let Some(value) = behind.strip_prefix('：') {
        let value = value.trim();
        // Han text goes on below a key, and has such colons.
        let is_key = line.indent == 0 || value.is_empty() || value.starts_with(['{', '[']);
        return is_key.then(|| Slip {
            range: at + colon..at + colon + '：'.len_utf8(),
            message: "this colon is full-width, and YAML knows the narrow one alone".into(),
            hint: say!("write `{value}`", value = written(key, value)),
            fix: Some(": ".to_owned()),
        });
    }

    let value = &behind[1..];
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if !value.is_empty() && !value.starts_with([' ', '\t']) {
        let is_key = key.chars().all(is_word) && !value.starts_with('/');
        return is_key.then(|| Slip {
            range: at + colon..at + colon + 1,
            message: "a space is missing behind the colon".into(),
            hint: say!("write `{value}`", value = written(key, value)),
            fix: Some(": ".to_owned()),
        });
    }
    let lead = value.len() - value.trim_start().len();
    let value = value.trim();
    Field { key, value, at: at + colon + 1 + lead, rest: line.rest }.slip()
}

/// A line of words where a field should be.
fn without_colon(text: &str, at: usize) -> Option<Slip> {
    let is_of_key = |c: char| c.is_ascii_lowercase() || c == '_';
    let end = text.find(|c| !is_of_key(c)).unwrap_or(text.len());
    let (key, value) = text.split_at(end);
    let is_spaced = value.starts_with([' ', '=', '\t']);
    if key.is_empty() || !is_spaced {
        return None;
    }
    let value = value.trim_start().trim_start_matches('=').trim_start();
    Some(Slip {
        range: at..at + key.len(),
        message: say!("a colon is missing behind `{key}`", key),
        hint: say!("write `{value}`", value = written(key, value)),
        fix: None,
    })
}

/// A bracket at the beginning of `value` that nothing closes before the next field begins.
fn open_bracket(value: &str, at: usize, rest: &str) -> Option<Slip> {
    if let Some(slip) = semicolon(value, at) {
        return Some(slip);
    }
    let mut depth = depth_of(value);
    for line in rest.lines() {
        if depth <= 0 || begins_field(line) {
            break;
        }
        depth += depth_of(line);
    }
    let open = value.chars().next()?;
    let close = if open == '[' { ']' } else { '}' };
    if depth > 0
        && let Some(slip) = open_quote(value, at)
    {
        return Some(slip);
    }
    (depth > 0).then(|| Slip {
        range: at..at + 1,
        message: say!("this `{open}` is not closed", open),
        hint: say!("put a `{close}` behind its last value", close),
        fix: None,
    })
}

/// Whether a line of its own field begins: a key at the margin and a colon.
fn begins_field(line: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.chars().all(is_of_key))
}

/// What an item of a list is of which the hyphen stands at its first letter.
fn item_without_space(text: &str) -> Option<&str> {
    let item = text.strip_prefix('-')?;
    item.starts_with(|c: char| c.is_alphabetic() || "{[\"'“".contains(c)).then_some(item)
}

fn line_has_tab(line: &Line<'_>) -> bool {
    line.text.starts_with('\t')
}

/// A field as it should be written.
fn written(key: &str, value: &str) -> String {
    match value.trim() {
        "" => format!("{key}:"),
        value => format!("{key}: {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_is_told_where_it_is_with_what_to_write() {
        for (text, at, hint) in [
            ("title：首月\ndate: 2024\n", "：", "write `title: 首月`"),
            ("speaker:ann\n", ":ann", "write `speaker: ann`"),
            ("title The ferry\ndate: 2024\n", "title", "write `title: The ferry`"),
            ("title = The ferry\n", "title", "write `title: The ferry`"),
            ("title: Speech: part two\n", "Speech", "write `title: 'Speech: part two'`"),
            ("title: It's: here\n", "It's", "write `title: 'It''s: here'`"),
            ("title: @home, late\n", "@", "write `title: '@home, late'`"),
            ("speaker: @ann\n", "@", "write `speaker: ann`, the id alone"),
            ("people: [a, b\ntitle: T\n", "[", "put a `]` behind its last value"),
            ("title: \"The ferry\ndate: 2024\n", "\"", "write `title: \"The ferry\"`"),
            ("title: 'It's time'\n", "'It", "write `title: 'It''s time'`"),
            ("people:\n  -ann\n  - bob\n", "-ann", "write `- ann`"),
            ("speakers:\n  王毅： {turn: answer}\n", "：", "write `王毅: {turn: answer}`"),
            ("a: ｛b: c，d：e｝\n", "｛", "write `a: {b: c, d: e}`"),
            ("a: 1\n- b: 2\n", "-", "write `b: 2`"),
            ("people: ['ann]\n", "'", "put a `'` behind its value"),
            ("a: {b: c; d: e}\n", ";", "write a comma and a space"),
            ("a: {b: 海，d: e}\n", "，", "write a comma and a space"),
            ("s:\n  \"Ann:\" {turn: answer}\n", "\"Ann", "write `\"Ann\": {turn: answer}`"),
            ("people: [ann]]\n", "]\n", "write `people: [ann]`"),
            ("title: T\n date: 2024\n", " date", "begin both lines at the same place"),
            ("speakers:\n\u{3000}Ann: ann\n", "\u{3000}", "set it in with plain spaces"),
        ] {
            let found = slips(text);
            let [slip] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!(slip.range.start, text.find(at).unwrap(), "{text}: {slip:?}");
            assert_eq!(slip.hint, hint, "{text}");
        }
    }

    #[test]
    fn what_is_in_order_is_none() {
        for text in [
            "title: 讲话：第二部\nurl: https://a.org/b:c\n",
            "people: [a,\n  b]\nnote: |\n  a: b: c\n  -x\nlist:\n  - {a: b}\n  - c\n",
            "{title: T, date: 2024,\n people: [a]}\n",
            "title: 'a: b'\nother: \"c: d\" # e: f\n",
            "- a\n- b: c\n",
        ] {
            assert_eq!(slips(text), [], "{text}");
        }
    }
}

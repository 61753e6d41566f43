//! Items put into and taken out of brackets: `[a, b]`, `{a: b}`, on one line or over several, in YAML and in TOML.
//!
//! **Invariant:** comments stay on the line of the item that they stand behind, and commas stay between items.
//! Looks at bytes between items alone; what items are is not asked.

use super::front::Splice;
use std::ops::Range;

/// A collection in brackets.
pub(super) struct Brackets<'t> {
    /// The text in which it stands.
    pub(super) text: &'t str,
    /// From the opening bracket to after the closing one.
    pub(super) span: Range<usize>,
    /// Its items in order, keys with their values.
    pub(super) items: Vec<Range<usize>>,
    pub(super) eol: &'static str,
}

impl Brackets<'_> {
    /// Adds an item behind the last.
    pub(super) fn push(&self, item: &str) -> Vec<Splice> {
        let open = self.span.start + 1;
        let close = self.span.end - 1;
        let Some(last) = self.items.last() else {
            let is_blank = self.text[open..close].bytes().all(|byte| matches!(byte, b' ' | b'\t'));
            return vec![Splice::new(if is_blank { open..close } else { open..open }, item)];
        };
        let (Some(indent), Some(next_line)) = (self.indent_of(last), self.next_line(last.end))
        else {
            return vec![Splice::insert(last.end, format!(", {item}"))];
        };
        let eol = self.eol;
        match self.comma(last.end) {
            Some(comma) if comma < next_line => {
                vec![Splice::insert(next_line, format!("{indent}{item},{eol}"))]
            }
            Some(_) => vec![Splice::insert(last.end, format!(",{eol}{indent}{item}"))],
            None => vec![
                Splice::insert(last.end, ","),
                Splice::insert(next_line, format!("{indent}{item}{eol}")),
            ],
        }
    }

    /// Takes the item with this index out.
    pub(super) fn take(&self, index: usize) -> Vec<Splice> {
        let item = &self.items[index];
        if let Some(lines) = self.lines_of(item) {
            return vec![Splice::new(lines, "")];
        }
        let after_comma = self.comma(item.end).map_or(item.end, |comma| comma + 1);
        let previous = index.checked_sub(1).map(|index| self.items[index].end);
        let range = match (previous, self.items.get(index + 1)) {
            (_, Some(next)) if self.is_smooth(item.end..next.start) => item.start..next.start,
            (Some(previous), None) if self.is_smooth(previous..item.start) => previous..item.end,
            (None, None)
                if self.is_smooth(self.span.start + 1..item.start)
                    && self.is_smooth(item.end..self.span.end - 1) =>
            {
                self.span.start + 1..self.span.end - 1
            }
            _ => item.start..after_comma,
        };
        vec![Splice::new(range, "")]
    }

    /// What stands before an item on its line, if that is white space and a line of the brackets' own.
    fn indent_of(&self, item: &Range<usize>) -> Option<&str> {
        let start = self.text[..item.start].rfind('\n')? + 1;
        let indent = &self.text[start..item.start];
        (start > self.span.start && indent.trim().is_empty()).then_some(indent)
    }

    /// The start of the line after `at`, if it begins within the brackets.
    fn next_line(&self, at: usize) -> Option<usize> {
        self.text[at..self.span.end].find('\n').map(|end| at + end + 1)
    }

    /// The lines of an item, if nothing else but its comma and a comment stands on them.
    fn lines_of(&self, item: &Range<usize>) -> Option<Range<usize>> {
        let indent = self.indent_of(item)?;
        let end = self.next_line(item.end)?;
        let rest = self.text[item.end..end].trim_start();
        let rest = rest.strip_prefix(',').unwrap_or(rest).trim();
        (rest.is_empty() || rest.starts_with('#')).then_some(item.start - indent.len()..end)
    }

    /// The comma after `at`, if only white space and comments stand before it.
    fn comma(&self, at: usize) -> Option<usize> {
        let mut at = at;
        loop {
            let rest = &self.text[at..self.span.end];
            at += rest.len() - rest.trim_start().len();
            match self.text.as_bytes().get(at)? {
                b'#' => at = self.next_line(at)?,
                b',' => return Some(at),
                _ => return None,
            }
        }
    }

    /// Whether a range is on one line and without a comment.
    fn is_smooth(&self, range: Range<usize>) -> bool {
        !self.text[range].contains(['\n', '#'])
    }
}

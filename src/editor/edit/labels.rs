//! A label that is not set as labels are → the same label in bold with a colon.
//!
//! **Invariant:** the name stays as it is written, and so does every byte around the label but for
//! what sets it off. What is not sure to be one label is left alone.

use crate::base::letters::is_han;
use std::ops::Range;

/// Signs of emphasis.
const SIGNS: [char; 2] = ['*', '_'];

/// Bytes of a source, and what takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mend {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// How the label at these bytes of a Markdown source is set as one; none where that is not sure: it
/// is not at the beginning of a line, or emphasis goes on behind it.
pub(crate) fn mended(source: &str, name: &Range<usize>) -> Option<Mend> {
    let (before, behind) = (source.get(..name.start)?, source.get(name.end..)?);
    let written = source.get(name.clone())?.trim_end();
    let behind_name = &source[name.start + written.len()..];
    debug_assert!(behind_name.ends_with(behind));

    let bare = before.trim_end_matches(SIGNS);
    let n_opened = before.len() - bare.len();
    let line = bare.trim_end_matches([' ', '\t']);
    let begins_line = line.is_empty() || line.ends_with('\n');
    if !begins_line || bare.len() - line.len() > 3 {
        return None;
    }

    // The colon may be in bold type or behind it.
    let rest = behind_name.trim_start_matches(SIGNS);
    let n_closed_first = behind_name.len() - rest.len();
    let colon = rest.trim_start_matches(' ').chars().next().filter(|c| [':', '：'].contains(c));
    let rest = match colon {
        Some(colon) => &rest.trim_start_matches(' ')[colon.len_utf8()..],
        None => rest,
    };
    let words = rest.trim_start_matches(SIGNS);
    let n_closed = n_closed_first + (rest.len() - words.len());
    if n_closed != n_opened {
        return None;
    }

    let is_wide = written.chars().any(is_han);
    let colon = colon.unwrap_or(if is_wide { '：' } else { ':' });
    // `**Name:**words` would not end the bold type.
    let needs_space = colon == ':' && words.starts_with(|c: char| !c.is_whitespace());
    let space = if needs_space { " " } else { "" };
    let label = format!("**{written}{colon}**{space}");

    let (start, gap) = paragraph_before(bare);
    let end = source.len() - words.len();
    Some(Mend { range: start..end, text: format!("{gap}{label}") })
}

/// Where the mend begins, and what it puts between a line and the label on the next: a hard break
/// becomes the end of the paragraph.
fn paragraph_before(before: &str) -> (usize, &'static str) {
    let line = before.trim_end_matches([' ', '\t']);
    let Some(last) = line.strip_suffix('\n') else {
        return (before.len(), "");
    };
    let eol = if last.ends_with('\r') { "\r\n\r\n" } else { "\n\n" };
    let last = last.strip_suffix('\r').unwrap_or(last);
    let text = last.trim_end_matches([' ', '\t']);
    if text.is_empty() || text.ends_with('\n') {
        return (before.len(), "");
    }
    let text = match text.strip_suffix('\\') {
        Some(bare) if text.len() == last.len() => bare.trim_end_matches([' ', '\t']),
        _ => text,
    };
    (text.len(), eol)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source with the label mended that is the first occurrence of `name`.
    fn after(source: &str, name: &str) -> Option<String> {
        let at = source.find(name).unwrap();
        let mend = mended(source, &(at..at + name.len()))?;
        let mut text = source.to_owned();
        text.replace_range(mend.range, &mend.text);
        Some(text)
    }

    #[test]
    fn a_label_is_put_in_bold_with_its_colon() {
        for (source, name, expected) in [
            ("A.\n\nHale: In June.\n", "Hale", "A.\n\n**Hale:** In June.\n"),
            ("Hale:In June.", "Hale", "**Hale:** In June."),
            ("*Hale:* In June.", "Hale", "**Hale:** In June."),
            ("*Hale*: In June.", "Hale", "**Hale:** In June."),
            ("**Hale** In June.", "Hale", "**Hale:** In June."),
            ("__Hale__ : In June.", "Hale", "**Hale:** In June."),
            ("林木生：明年。", "林木生", "**林木生：**明年。"),
            ("**林木生**明年。", "林木生", "**林木生：**明年。"),
            ("He came.\\\nHale: Aye.", "Hale", "He came.\n\n**Hale:** Aye."),
            ("He came.  \r\nHale: Aye.", "Hale", "He came.\r\n\r\n**Hale:** Aye."),
        ] {
            assert_eq!(after(source, name).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn what_is_not_sure_is_left_alone() {
        for source in [
            "*Hale: in June* she said.",
            "- Hale: In June.",
            "> Hale: In June.",
            "See Hale: in June.",
        ] {
            assert_eq!(after(source, "Hale"), None, "{source}");
        }
    }
}

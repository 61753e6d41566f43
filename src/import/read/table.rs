//! The cells of a table → what the table is for: data, a conversation, the layout of a page.
//!
//! Does not know how a format writes tables, nor who is a speaker: a conversation is told by the
//! form of its two columns.

use crate::base::letters::is_han;
use crate::import::lexicon;
use std::collections::BTreeSet;

/// Characters that a cell of a table of data has at most, some lines of a narrow column; a table
/// with longer ones lays out a text.
pub(super) const LONGEST_CELL: usize = 120;
/// Characters of what names a speaker at most: an office and a name are shorter.
const LONGEST_LABEL: usize = 60;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Data: its rows are rows.
    Data,
    /// A conversation: who speaks in the first column, the words in the second.
    Conversation,
    /// The layout of a page: its cells are blocks.
    Layout,
}

/// What a table is for; `rows` are the texts of its cells, with no more of a long one than tells
/// that it is longer than [`LONGEST_CELL`] — but for the last characters, which tell a sentence.
pub(super) fn use_of(rows: &[Vec<String>]) -> Use {
    if is_conversation(rows) {
        return Use::Conversation;
    }

    let mut n_rows = 0;
    for row in rows {
        let n_filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
        // A row may leave its head to the one above it.
        let lacks_head = row.first().is_some_and(|cell| cell.trim().is_empty());
        n_rows += usize::from(n_filled > 1 || n_filled > 0 && lacks_head);
        if row.iter().any(|cell| cell.chars().count() > LONGEST_CELL) {
            return Use::Layout;
        }
    }
    if n_rows > 1 { Use::Data } else { Use::Layout }
}

/// Whether the first of two columns names who speaks: names come again, or end in colons, and most
/// words beside them are sentences.
fn is_conversation(rows: &[Vec<String>]) -> bool {
    let (mut n_labels, mut n_colons, mut n_sentences) = (0, 0, 0);
    let mut known: BTreeSet<String> = BTreeSet::new();
    for row in rows {
        let [label, words] = row.as_slice() else {
            return false;
        };
        let label = label.trim();
        if label.is_empty() {
            continue;
        }
        if !can_be_label(label) {
            return false;
        }

        n_labels += 1;
        n_colons += usize::from(label.ends_with([':', '：']));
        n_sentences += usize::from(ends_as_sentence(words));
        known.insert(label.trim_end_matches([':', '：']).trim_end().to_lowercase());
    }

    // The heads of forms (`Date:`, `Venue:`) have colons too, and none of them comes again.
    let comes_again = known.len() < n_labels;
    let is_form = known.iter().any(|label| lexicon::form_heads().contains(&label.as_str()));
    let all_have_colons = n_colons == n_labels && !is_form;
    // Somebody answers in a word, or breaks off: half is enough, where a table of data has none.
    n_labels >= 2 && (comes_again || all_have_colons) && n_sentences * 2 >= n_labels
}

fn can_be_label(text: &str) -> bool {
    let is_sentence =
        text.ends_with(['?', '!', '。', '？', '！']) || text.contains(". ") && text.len() > 30;
    text.chars().count() <= LONGEST_LABEL && text.contains(char::is_alphabetic) && !is_sentence
}

/// Whether words end as a sentence does, in any script.
fn ends_as_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '”' | '"' | '’' | '\'' | '»' | '」' | '』' | ')' | '）' | ']')
    });
    let has_words = words.contains(' ') || words.chars().any(is_han) || words.chars().count() > 2;
    has_words && words.ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', '۔', '।', '—', '–'])
}

#[cfg(test)]
mod tests {
    use super::{Use, use_of};

    fn of(rows: &[&[&str]]) -> Use {
        let mut texts = Vec::new();
        for row in rows {
            texts.push(row.iter().map(|cell| (*cell).to_owned()).collect());
        }
        use_of(&texts)
    }

    #[test]
    fn who_speaks_stands_beside_the_words() {
        for rows in [
            &[&["Ada Quill", "Good morning."][..], &["Bo Reed", "Yes."], &["Ada Quill", "Go on."]]
                [..],
            &[&["ADA:", "Good morning."], &["BO:", "We begin"]],
            &[&["林小山", "各位早。"], &["", "第二段。"], &["林小山", "谢谢。"]],
            &[
                &["Speaker", "Words"],
                &["Q", "Why now?"],
                &["A", "It is time."],
                &["Q", "And then?"],
            ],
        ] {
            assert_eq!(of(rows), Use::Conversation, "{rows:?}");
        }
    }

    #[test]
    fn other_tables_hold_data_or_lay_out_a_page() {
        for rows in [
            &[&["Year", "Boats"][..], &["2022", "3"], &["2023", "4"]][..],
            &[&["Port", "Boats"], &["North", "3"], &["South", "4"], &["North", "5"]],
            &[&["Date:", "It was a Monday."], &["Venue:", "The old hall."]],
            &[&["Item", "What was decided"], &["Quay", "It is mended."], &["Fare", "It stays."]],
            &[&["a", "b", "c"], &["a", "Yes.", "No."], &["a", "Yes.", "No."]],
        ] {
            assert_eq!(of(rows), Use::Data, "{rows:?}");
        }
        let long = "word ".repeat(40);
        assert_eq!(of(&[&["Menu", &long], &["Home", "News"]]), Use::Layout);
        assert_eq!(of(&[&["a", "b"]]), Use::Layout);
    }
}

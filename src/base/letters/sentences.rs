//! A text → its sentences, in every script that marks where they end, and which of them ask.
//!
//! **Invariant:** the sentences of a text put together are the text.
//!
//! A sentence that is cut too late only reads longer; one that is cut in an abbreviation says
//! nothing. So a full stop of ASCII ends a sentence only where nothing speaks against it.

/// Whether a mark ends a sentence wherever it is: after it no space is needed.
fn ends(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '።' | '፧' | '՞' | '\u{37E}')
}

/// Whether a mark ends a sentence before a space, or at the end of the text. Greek asks by `;`.
fn ends_before_space(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '．' | ';')
}

/// What may follow the mark and still belongs to its sentence.
const CLOSING: &str = "”’」』）)]】》»\"'!?！？…";

/// Marks of a question. `՞` is within the last word of its sentence.
const ASKING: &str = "?？؟፧՞\u{37E}";

/// Letters before a full stop that are more likely an abbreviation than a word: `Dr.`, `St.`,
/// `Gen.` has four and reads well enough.
const ABBREVIATED: usize = 3;

/// The sentences of a text, each with the white space behind it.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let is_end = ends(c);
        // Nearly every character is none of them, and texts are cut often.
        if at < start || !(is_end || ends_before_space(c) && may_end(c, &text[start..at])) {
            continue;
        }

        let rest = &text[at + c.len_utf8()..];
        let closed = rest.trim_start_matches(|c| CLOSING.contains(c));
        if !is_end && !is_before_sentence(closed) {
            continue;
        }
        let end = text.len() - closed.trim_start().len();
        sentences.push(&text[start..end]);
        start = end;
    }
    if start < text.len() {
        sentences.push(&text[start..]);
    }
    sentences
}

/// Whether a text ends as sentences do.
pub(crate) fn is_ended(text: &str) -> bool {
    let text = text.trim_end();
    // What closes a sentence may end it, too (`?!`).
    let marks = text
        .chars()
        .rev()
        .take_while(|c| CLOSING.contains(*c) || ends(*c) || ends_before_space(*c));
    marks.into_iter().any(|c| ends(c) || ends_before_space(c))
}

/// Whether a sentence asks something.
pub(crate) fn is_question(sentence: &str) -> bool {
    let end = sentence.trim_end().trim_end_matches(|c| CLOSING.contains(c) && !ASKING.contains(c));
    // `?!` asks, and `?…` too.
    let marks = end.chars().rev().take_while(|c| CLOSING.contains(*c) || ASKING.contains(*c));
    let is_greek = |c: char| ('\u{370}'..='\u{3FF}').contains(&c);
    marks.into_iter().any(|c| ASKING.contains(c))
        || end.strip_suffix(';').is_some_and(|asked| asked.ends_with(is_greek))
        || sentence.contains('՞')
}

/// Whether a mark that needs a space behind it can end the sentence that is `before` it.
fn may_end(mark: char, before: &str) -> bool {
    if mark == ';' {
        return before.ends_with(|c: char| ('\u{370}'..='\u{3FF}').contains(&c));
    }
    if mark != '.' {
        return true;
    }

    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    let word = before.rsplit(|c| !is_part(c)).next().unwrap_or_default();
    let is_short = word.chars().filter(|c| c.is_alphabetic()).count() <= ABBREVIATED;
    !(is_short && word.starts_with(char::is_uppercase))
}

/// Whether a sentence can begin with what follows a mark.
fn is_before_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    next.is_empty() || next.len() < rest.len() && !next.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks_and_no_word_is_lost() {
        for (text, expected) in [
            ("First. Two? \"Three!\" Four", vec!["First. ", "Two? ", "\"Three!\" ", "Four"]),
            ("第一句。“第二句？”第三句", vec!["第一句。", "“第二句？”", "第三句"]),
            ("Dr. Hale left. \"Why?\" she asked.", vec!["Dr. Hale left. ", "\"Why?\" she asked."]),
            ("It cost 3.5 million. Why?!", vec!["It cost 3.5 million. ", "Why?!"]),
            ("ما رأيك؟ شكرا", vec!["ما رأيك؟ ", "شكرا"]),
            ("Τι λέτε; Ευχαριστώ", vec!["Τι λέτε; ", "Ευχαριστώ"]),
            ("क्या यह सच है? हाँ।", vec!["क्या यह सच है? ", "हाँ।"]),
            ("", vec![]),
        ] {
            assert_eq!(sentences(text), expected);
            assert_eq!(sentences(text).concat(), text);
        }
    }

    #[test]
    fn a_question_is_known_by_its_mark() {
        for asked in ["Why? ", "为什么？”", "لماذا؟", "Γιατί;", "Γιατί\u{37E}", "Really?!", "ለምን፧"]
        {
            assert!(is_question(asked), "{asked}");
        }
        for told in ["Because.", "他问过“为什么”。", "First; then", "他来了！"] {
            assert!(!is_question(told), "{told}");
        }
    }
}

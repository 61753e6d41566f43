//! Scenes: a block quote whose paragraphs are wholly in parentheses, `> (laughter)`,
//! `> （掌声）`, `> [pause]`.
//!
//! Does not ask what the words are: whoever quotes a parenthesis and nothing else means a scene.

const PAIRS: &[(char, char)] =
    &[('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('【', '】'), ('〔', '〕')];

/// Whether a paragraph of this text is a scene.
pub(crate) fn is_scene(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '。']);
    PAIRS.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_stands_wholly_in_parentheses_is_a_scene() {
        for scene in ["(laughter)", "（笑声）", " [pause] ", "(Laughter).", "〔鼓掌〕"] {
            assert!(super::is_scene(scene), "{scene}");
        }
        for text in ["(laughter) he said", "We (all) agree", "(", ""] {
            assert_eq!(super::is_scene(text), text == "(" && text.len() > 1, "{text}");
        }
    }
}

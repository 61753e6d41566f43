//! Who made a picture: `![A ferry](ferry.jpg "The ferry at noon"){credit="Ann Lee"}`, the braces
//! behind the picture or on the line below it.
//!
//! The title of a picture that is alone in its paragraph is its caption; Markdown has a place for
//! that, and none for whom the picture is by.
//!
//! **Invariant:** braces that say anything else stay in the text.

/// The credit that a paragraph's text is and nothing else.
pub(in crate::reading::parse) fn credit(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let value = inner.trim().strip_prefix("credit")?.trim_start().strip_prefix('=')?.trim();

    // Typographic quotes are what some keyboards write.
    const QUOTES: &[(char, char)] = &[('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let quoted =
        QUOTES.iter().find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close));
    let is_word = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == '"');
    quoted.map(str::trim).or(is_word.then_some(value)).filter(|credit| !credit.is_empty())
}

#[cfg(test)]
mod tests {
    use super::credit;

    #[test]
    fn a_credit_stands_alone_in_its_braces() {
        assert_eq!(credit("{credit=\"Ann Lee\"}"), Some("Ann Lee"));
        assert_eq!(credit(" { credit = '李安' } "), Some("李安"));
        assert_eq!(credit("{credit=“Ann Lee”}"), Some("Ann Lee"));
        assert_eq!(credit("{credit=Reuters}"), Some("Reuters"));
        for text in ["{credit}", "{credit=\"\"}", "{credit=Ann Lee}", "{.wide}", "credit=\"A\"", ""]
        {
            assert_eq!(credit(text), None, "{text}");
        }
    }
}

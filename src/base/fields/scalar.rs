//! Text → a scalar of YAML 1.2 or TOML 1.0, the counterpart of the readers beside this file.
//!
//! **Invariant:** what is written reads back as what was given, wherever a scalar may stand.
//! **Invariant:** text that readers of YAML 1.1 take for a truth, a number or a date is put in
//! quotes, so that they see text as well.

/// How readily text is put in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Where YAML needs it: for an edit, which should look as its author would have written it.
    Needed,
    /// Around all but words with common marks: for text out of a document, which nobody has looked
    /// at yet.
    Cautious,
    /// Always: for a file that somebody is going to fill in, who may put `: ` into it.
    Always,
}

/// Text as a scalar of YAML, on one line.
pub(crate) fn yaml(text: &str, quoting: Quoting) -> String {
    let is_plain = match quoting {
        Quoting::Needed => is_plain(text),
        Quoting::Cautious => is_plain(text) && is_words(text),
        Quoting::Always => false,
    };
    if is_plain {
        return text.to_owned();
    }

    // Single quotes have no escapes: what needs one goes into double quotes, what needs none there
    // is easier to read in single ones.
    let has_escapes = text.chars().any(is_escaped);
    let is_single = match quoting {
        Quoting::Needed => text.contains(['"', '\\']),
        Quoting::Cautious | Quoting::Always => true,
    };
    if is_single && !has_escapes { format!("'{}'", text.replace('\'', "''")) } else { basic(text) }
}

/// Text as a string of TOML: in quotes, without escapes where that is possible.
pub(crate) fn toml(text: &str) -> String {
    let is_literal = text.contains(['"', '\\']) && !text.contains('\'');
    if is_literal && !text.chars().any(is_escaped) { format!("'{text}'") } else { basic(text) }
}

/// In double quotes, with the escapes that YAML 1.2 §5.7 and TOML 1.0 have in common.
pub(crate) fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_escaped(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that occur in quotes as an escape alone: controls, other line ends, the byte order
/// mark, non-characters (YAML 1.2 §5.1).
fn is_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether text can stand without quotes anywhere in YAML, in brackets too, and is text to every
/// reader (YAML 1.2 §7.3.3, §10.2; 1.1 types).
fn is_plain(text: &str) -> bool {
    let begins_well = |c: char| !"-?:,[]{}#&*!|>'\"%@`=<~".contains(c);
    let is_spaced_otherwise = |c: char| c.is_whitespace() && c != ' ' && c != '\u{3000}';
    let has_meaning = text.contains([',', '[', ']', '{', '}'])
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
        || text.starts_with("...");

    text.starts_with(begins_well)
        && text.trim() == text
        && !has_meaning
        && !text.chars().any(|c| is_escaped(c) || is_spaced_otherwise(c))
        && !is_other_than_text(text)
}

/// Whether text is made of letters, digits and the marks of common sentences, beginning with a
/// letter.
fn is_words(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || " -_./·，。、（）《》“”「」？！—".contains(c))
}

/// Whether readers of YAML take a plain scalar for nothing, a truth, a number or a date.
fn is_other_than_text(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "+.inf", "~",
        "",
    ];
    let lower = text.to_ascii_lowercase();
    let is_numeric = lower.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '+')
        && lower.chars().all(|c| c.is_ascii_hexdigit() || "_.:+-xotz ".contains(c));
    WORDS.contains(&lower.as_str()) || is_numeric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_quotes_where_yaml_needs_them() {
        for plain in [
            "wang-yi",
            "王毅",
            "“一带一路”倡议",
            "https://example.org/a?b#c",
            "U.S. Steel",
            "it's",
            "a-b",
            "T-1",
            "Wang Yi (diplomat)",
        ] {
            assert_eq!(yaml(plain, Quoting::Needed), plain);
        }
        for quoted in [
            "",
            " a",
            "a ",
            "a: b",
            "a #b",
            "- a",
            "a, b",
            "[a]",
            "no",
            "On",
            "012",
            "2024-03-07",
            "1e3",
            "0x1F",
            "12:30",
            "~",
            "null",
            "a:",
            "*x",
            "@x",
            "...",
        ] {
            assert_eq!(yaml(quoted, Quoting::Needed), format!("\"{quoted}\""));
            assert_eq!(yaml(quoted, Quoting::Cautious), format!("'{quoted}'"));
        }
        assert_eq!(yaml("\"a\" \\ 'b'", Quoting::Needed), "'\"a\" \\ ''b'''");
        assert_eq!(yaml("a\n\u{7}", Quoting::Needed), "\"a\\n\\u0007\"");
    }

    #[test]
    fn caution_and_custom_ask_for_more_quotes() {
        assert_eq!(yaml("港务局长答记者问", Quoting::Cautious), "港务局长答记者问");
        assert_eq!(yaml("it's", Quoting::Cautious), "'it''s'");
        assert_eq!(yaml("1984", Quoting::Cautious), "'1984'");
        assert_eq!(yaml("Off", Quoting::Cautious), "'Off'");
        assert_eq!(yaml("A talk", Quoting::Always), "'A talk'");
        assert_eq!(yaml("a\tb", Quoting::Always), "\"a\\tb\"");
    }

    #[test]
    fn toml_has_no_escapes_where_it_can_do_without() {
        assert_eq!(toml("C:\\\"x\""), "'C:\\\"x\"'");
        assert_eq!(toml("it's \"x\""), "\"it's \\\"x\\\"\"");
        assert_eq!(toml("a"), "\"a\"");
    }
}

//! The source of a page → its tags and its text, each with its place (HTML §13.2.5).
//!
//! **Invariant:** ranges are bytes of the source, ascending, without overlap, at the borders of
//! characters. Comments and declarations are no tokens: nobody reads them.

use html5gum::emitters::default::{DefaultEmitter, Token as Found};
use html5gum::{HtmlString, Span, Tokenizer};
use std::ops::Range;

/// A tag or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag.
    Start(Tag),
    /// An end tag.
    End(String, Range<usize>),
    /// Text as it is in the source: character references are not resolved.
    Text(Range<usize>),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name in lower case.
    pub(super) name: String,
    /// Its attributes, names in lower case, values without character references.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether it ends with `/>`.
    pub(super) closes_itself: bool,
    /// Its place.
    pub(super) range: Range<usize>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The tokens of a page in order.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut tokens = Vec::new();
    let mut end = 0;
    for found in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(found) = found;
        if let Some(token) = token(found, source, &mut end) {
            tokens.push(token);
        }
    }
    tokens
}

fn token(found: Found<usize>, source: &str, end: &mut usize) -> Option<Token> {
    Some(match found {
        Found::StartTag(tag) => Token::Start(Tag {
            name: string(&tag.name),
            attributes: tag
                .attributes
                .iter()
                .map(|(key, value)| (string(key), string(&value.value)))
                .collect(),
            closes_itself: tag.self_closing,
            range: place(tag.span, source, end),
        }),
        Found::EndTag(tag) => Token::End(string(&tag.name), place(tag.span, source, end)),
        Found::String(text) => Token::Text(place(text.span, source, end)),
        Found::Comment(_) | Found::Doctype(_) | Found::Error(_) => return None,
    })
}

/// The place of a token, held to the source and to the end of the token before it.
fn place(span: Span<usize>, source: &str, end: &mut usize) -> Range<usize> {
    let start = border(source, span.start.clamp(*end, source.len()));
    *end = border(source, span.end.clamp(start, source.len()));
    start..*end
}

/// The border of a character at or after a byte.
fn border(source: &str, at: usize) -> usize {
    (at..source.len()).find(|at| source.is_char_boundary(*at)).unwrap_or(source.len())
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The text that a stretch of source stands for, its character references resolved (HTML §13.5).
pub(super) fn unescaped(source: &str) -> String {
    if !source.contains('&') {
        return source.to_owned();
    }
    // Nothing but a reference may be markup here.
    let shielded = source.replace('<', "&lt;");
    let mut text = String::with_capacity(source.len());
    for found in Tokenizer::new(shielded.as_str()) {
        let Ok(found) = found;
        if let Found::String(part) = found {
            text.push_str(&String::from_utf8_lossy(&part.value));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens, unescaped};

    fn shown(source: &str) -> Vec<String> {
        tokens(source)
            .iter()
            .map(|token| match token {
                Token::Start(tag) => format!("{}: {}", tag.name, &source[tag.range.clone()]),
                Token::End(name, range) => format!("/{name}: {}", &source[range.clone()]),
                Token::Text(range) => source[range.clone()].to_owned(),
            })
            .collect()
    }

    #[test]
    fn tokens_know_their_places() {
        assert_eq!(
            shown("<!doctype html>\n<P class='甲>乙'>问：<b>a&amp;b</b><!-- c -->答\r\n<br/></P >"),
            [
                "\n",
                "p: <P class='甲>乙'>",
                "问：",
                "b: <b>",
                "a&amp;b",
                "/b: </b>",
                "答\r\n",
                "br: <br/>",
                "/p: </P >"
            ]
        );
    }

    #[test]
    fn scripts_and_titles_hold_no_tags() {
        assert_eq!(
            shown("<title>a<b></title><script>if (a<b) '</p>'</script>c"),
            [
                "title: <title>",
                "a<b>",
                "/title: </title>",
                "script: <script>",
                "if (a<b) '</p>'",
                "/script: </script>",
                "c"
            ]
        );
    }

    #[test]
    fn references_are_resolved() {
        for (source, text) in [
            ("a&amp;b", "a&b"),
            ("&#x4E2D;&#25991;", "中文"),
            ("&nbsp;", "\u{a0}"),
            ("&ampx;<&lt;", "&x;<<"),
            ("& &x;", "& &x;"),
        ] {
            assert_eq!(unescaped(source), text);
        }
    }
}

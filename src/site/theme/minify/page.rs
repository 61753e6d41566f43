//! A page → the same page in fewer bytes, in one pass.
//!
//! Templates were minified when they were loaded and texts are written without white space of their
//! own, so what is left is where these meet: quotes around values, line ends between parts.
//!
//! **Invariant:** a browser makes the same tree of the same texts, but for white space between the
//! tags of blocks and at their inner edges. Where something in a line is beside it one space stays:
//! a style sheet may put a block into a line.
//! **Invariant:** no recursion and no tree: a page of any nesting takes the time of its bytes. What
//! does not end (a tag, a comment, a script) is copied as it is.

use super::tags::{Attributes, end_of_text, find, is_space, is_text, is_unquotable, name_of};

/// How templates write a double quote.
const QUOTE: &[u8] = b"&quot;";

/// A whole page, smaller.
pub(crate) fn page(html: &[u8]) -> Vec<u8> {
    let mut page = Page {
        out: Vec::with_capacity(html.len()),
        last: Last::Start,
        has_space: false,
        is_in_head: false,
        n_pre: 0,
    };
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest) {
        page.text(&rest[..at]);
        rest = page.markup(&rest[at..]);
    }
    page.text(rest);
    page.out
}

struct Page {
    out: Vec<u8>,
    last: Last,
    /// Whether white space was read that is written once something follows it in the same line.
    has_space: bool,
    /// In the head nothing is shown, so no white space is.
    is_in_head: bool,
    /// How many `pre` are open, in which white space is text.
    n_pre: usize,
}

/// What was written last, by which white space that comes next is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The start of a block: white space behind it is at an edge.
    Start,
    /// The end of a block: white space is seen where a style sheet puts that into a line.
    End,
    /// Something in a line.
    Inline,
}

impl Page {
    /// Writes text with one space for each run of white space, and none at the edge of a block.
    fn text(&mut self, text: &[u8]) {
        if self.n_pre > 0 {
            self.inline(text);
            return;
        }

        let mut rest = text;
        while !rest.is_empty() {
            let words = words_of(rest);
            if words > 0 {
                self.inline(&rest[..words]);
            }
            let after = &rest[words..];
            rest = after.trim_ascii_start();
            self.has_space |= rest.len() < after.len();
        }
    }

    /// Writes what stands in a line, after the space before it.
    fn inline(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if self.has_space && self.last != Last::Start && !self.is_in_head {
            self.out.push(b' ');
        }
        self.has_space = false;
        self.last = Last::Inline;
        self.out.extend_from_slice(bytes);
    }

    /// Writes what begins with the `<` at the start of `html`; gives what follows it.
    fn markup<'h>(&mut self, html: &'h [u8]) -> &'h [u8] {
        match html.get(1) {
            Some(b'!') if html.starts_with(b"<!--") => self.comment(html),
            Some(b'!' | b'?') => {
                let len = memchr::memchr(b'>', html).map_or(html.len(), |at| at + 1);
                self.out.extend_from_slice(&html[..len]);
                &html[len..]
            }
            Some(b'/') => self.end_tag(html),
            Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(html),
            _ => {
                self.inline(b"<");
                &html[1..]
            }
        }
    }

    /// Leaves out a comment, unless what is before and behind it would become something else
    /// together: `&<!-- -->amp;` shows an ampersand and three letters. One that does not end is the
    /// rest of the page.
    fn comment<'h>(&mut self, html: &'h [u8]) -> &'h [u8] {
        // Both dashes may be those of its beginning: `<!-->` is whole (HTML, 13.2.5.43).
        let ends: [&[u8]; 2] = [b"-->", b"--!>"];
        let end = ends.iter().filter_map(|end| Some(find(&html[2..], end)? + end.len())).min();
        let len = end.map_or(html.len(), |end| 2 + end);
        let is_apart = self.has_space || self.out.ends_with(b">") || self.out.is_empty();
        if end.is_none() || !is_apart {
            self.inline(&html[..len]);
        }
        &html[len..]
    }

    fn end_tag<'h>(&mut self, html: &'h [u8]) -> &'h [u8] {
        let name = name_of(&html[2..]);
        let Some(len) = memchr::memchr(b'>', html).map(|at| at + 1) else {
            self.inline(html);
            return &[];
        };

        match name {
            name if name.eq_ignore_ascii_case(b"pre") => self.n_pre = self.n_pre.saturating_sub(1),
            name if name.eq_ignore_ascii_case(b"head") => self.is_in_head = false,
            _ => {}
        }
        self.tag(name, &html[..len]);
        &html[len..]
    }

    fn start_tag<'h>(&mut self, html: &'h [u8]) -> &'h [u8] {
        let name = name_of(&html[1..]);
        match name {
            name if name.eq_ignore_ascii_case(b"pre") => self.n_pre += 1,
            name if name.eq_ignore_ascii_case(b"head") => self.is_in_head = true,
            name if name.eq_ignore_ascii_case(b"body") => self.is_in_head = false,
            _ => {}
        }
        let (head, inside) = html.split_at(1 + name.len());
        self.tag(name, head);

        let rest = self.attributes(inside);
        if !is_text(name) {
            return rest;
        }
        let (text, rest) = rest.split_at(end_of_text(name, rest));
        self.out.extend_from_slice(text);
        rest
    }

    /// Writes the beginning of a tag, or all of one that ends an element.
    fn tag(&mut self, name: &[u8], bytes: &[u8]) {
        if !is_block(name) {
            self.inline(bytes);
            return;
        }

        let is_end = bytes.starts_with(b"</") || name == b"br";
        if self.has_space && self.last == Last::Inline && !is_end {
            self.out.push(b' ');
        }
        self.has_space = false;
        self.out.extend_from_slice(bytes);
        self.last = if bytes.starts_with(b"</") { Last::End } else { Last::Start };
    }

    /// Writes attributes with one space before each, quotes only around values that need them, and
    /// the end of the tag; gives what follows it.
    fn attributes<'h>(&mut self, inside: &'h [u8]) -> &'h [u8] {
        let start = self.out.len();
        let mut attributes = Attributes::behind_name(inside);
        let mut ends_bare = false;
        let mut is_odd = false;
        for attribute in attributes.by_ref() {
            // Behind another attribute, `=` would begin the value of that.
            is_odd |= attribute.name.starts_with(b"=");
            self.out.push(b' ');
            self.out.extend_from_slice(attribute.name);
            ends_bare = self.value(attribute.value.unwrap_or_default(), attribute.quote);
        }

        let rest = attributes.rest.get(1..).unwrap_or_default();
        if is_odd || attributes.rest.is_empty() {
            self.out.truncate(start);
            self.out.extend_from_slice(&inside[..inside.len() - rest.len()]);
            return rest;
        }
        // Behind a bare value a slash would be its last letter.
        let end: &[u8] = match (attributes.is_closed, ends_bare) {
            (true, true) => b" />",
            (true, false) => b"/>",
            (false, _) => b">",
        };
        self.out.extend_from_slice(end);
        rest
    }

    /// Writes the value of an attribute; says whether it stands without quotes. One that has double
    /// quotes itself, as JSON does, stands in single ones.
    fn value(&mut self, value: &[u8], quote: u8) -> bool {
        if value.is_empty() {
            return false;
        }
        self.out.push(b'=');
        let has_quotes = value.contains(&b'&') && find(value, QUOTE).is_some();
        if is_unquotable(value) && !has_quotes {
            self.out.extend_from_slice(value);
            return true;
        }

        let mut rest = value;
        let quote = if has_quotes && !value.contains(&b'\'') { b'\'' } else { quote };
        self.out.push(quote);
        while quote == b'\''
            && let Some(at) = find(rest, QUOTE)
        {
            self.out.extend_from_slice(&rest[..at]);
            self.out.push(b'"');
            rest = &rest[at + QUOTE.len()..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(quote);
        false
    }
}

/// Bytes at the start of `text` that stay as they are: up to white space that is not a single
/// space between words.
fn words_of(text: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|byte| is_space(*byte)) {
        let at = from + at;
        let is_single = text[at] == b' ' && text.get(at + 1).is_some_and(|next| !is_space(*next));
        if at == 0 || !is_single {
            return at;
        }
        from = at + 1;
    }
    text.len()
}

/// Whether an element begins and ends a line where it stands, or is one of which only parts are
/// shown: white space beside its tags is never seen (HTML, 15.3). A line ends at a `br`, too. Names
/// in capitals are not looked for: templates have none, and a space more does no harm.
#[rustfmt::skip]
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"br" | b"caption" | b"col"
        | b"colgroup" | b"dd" | b"details" | b"dialog" | b"div" | b"dl" | b"dt" | b"fieldset"
        | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
        | b"h6" | b"head" | b"header" | b"hgroup" | b"hr" | b"html" | b"legend" | b"li" | b"main"
        | b"menu" | b"nav" | b"ol" | b"optgroup" | b"option" | b"p" | b"pre" | b"search"
        | b"section" | b"source" | b"summary" | b"table" | b"tbody" | b"td" | b"tfoot" | b"th"
        | b"thead" | b"tr" | b"track" | b"ul"
    )
}

#[cfg(test)]
mod tests {
    use crate::base::fixture::Chance;
    use html5gum::Token;

    #[track_caller]
    fn becomes(html: &str, expected: &str) {
        assert_eq!(String::from_utf8(super::page(html.as_bytes())).unwrap(), expected);
    }

    #[track_caller]
    fn stays(html: &str) {
        becomes(html, html);
    }

    #[test]
    fn values_lose_quotes_that_they_do_not_need() {
        becomes("<a href=\"../a.html#t2p1\"  rel='next'>", "<a href=../a.html#t2p1 rel=next>");
        becomes("<img alt=\"\" src = \"a.png\" >", "<img alt src=a.png>");
        becomes("<p data-a=\"{&quot;b&quot;:1}\">", "<p data-a='{\"b\":1}'>");
        becomes("<path d=\"M0\"/><g/>", "<path d=M0 /><g/>");
        for tag in [
            "<a title=\"a b\">",
            "<a title='a\"b'>",
            "<a href=\"?q=1\">",
            "<a href=a/>",
            "<a title=\"a>b\">",
            "<input disabled>",
        ] {
            stays(tag);
        }
    }

    #[test]
    fn white_space_stays_where_it_is_seen() {
        becomes("<ul>\n<li> a  b \n</li>\n</ul>\n", "<ul><li>a b</li></ul>");
        becomes("<p>a\n<b>b</b>\n\t<i>c</i> </p>", "<p>a <b>b</b> <i>c</i></p>");
        becomes("<div><a>a</a>\n<a>b</a></div>", "<div><a>a</a> <a>b</a></div>");
        becomes("<li><span></span> a</li>", "<li><span></span> a</li>");
        becomes("a <br> b", "a<br>b");
        becomes("<h2> a </h2>\n<span>b</span> <p>c", "<h2>a</h2> <span>b</span> <p>c");
        becomes("<p>一\u{3000}二\u{a0} 三</p>", "<p>一\u{3000}二\u{a0} 三</p>");
        becomes(
            "<head>\n<script></script>\n<link>\n</head>\n",
            "<head><script></script><link></head>",
        );
    }

    #[test]
    fn what_is_text_is_copied() {
        stays("<pre> a\n  <b> b</b><pre>  c</pre>\n d</pre>");
        becomes("<pre> a</pre>  <i> b", "<pre> a</pre> <i> b");
        stays("<script>a  <b c=\"d\"></script>");
        stays("<TEXTAREA>  <b c=\"d\">  </b></textarea>");
        stays("<title>a  <b c=\"d\"></title>");
        stays("<script/>  <b c=\"d\">");
    }

    #[test]
    fn comments_go_and_what_does_not_end_stays() {
        becomes("<p><!-- b > c -->d <!-->e<!--f--!>g", "<p>d e<!--f--!>g");
        stays("<!doctype html>");
        for open in ["a <!-- b  c", "a <b c=\"  d", "a </b", "<script>  a", "1 < 2 <> <3", "a <"] {
            stays(open);
        }
    }

    /// What a browser's tokenizer makes of a page, white space and comments aside.
    fn tokens(html: &[u8]) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut text = String::new();
        for token in html5gum::Tokenizer::new(html) {
            let token = match token.unwrap() {
                Token::String(part) => {
                    text.extend(String::from_utf8_lossy(&part).split_ascii_whitespace());
                    continue;
                }
                Token::Comment(_) | Token::Error(_) => continue,
                Token::StartTag(tag) => {
                    format!("{:?} {:?} {}", tag.name, tag.attributes, tag.self_closing)
                }
                Token::EndTag(tag) => format!("/{:?}", tag.name),
                other => format!("{other:?}"),
            };
            tokens.extend([std::mem::take(&mut text), token]);
        }
        tokens.push(text);
        tokens
    }

    #[test]
    fn whatever_is_written_it_is_the_same_page() {
        let parts = [
            "<div>",
            "</div>",
            "<b a=\"c\">",
            "</b>",
            " ",
            "\n",
            "x",
            "<!--",
            "-->",
            "--!>",
            "'",
            "\"",
            "<pre>",
            "</pre>",
            "<i a='",
            "/>",
            ">",
            "<",
            "=",
            "&amp;",
            "<br>",
            "字",
            "<!x",
            "</",
        ];
        let mut chance = Chance(5);
        for _ in 0..20_000 {
            let html: String = (0..=chance.below(12)).map(|_| *chance.of(&parts)).collect();
            let small = super::page(html.as_bytes());
            assert_eq!(tokens(&small), tokens(html.as_bytes()), "{html}");
            assert_eq!(super::page(&small), small, "{html}");
        }
    }
}

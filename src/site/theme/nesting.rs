//! HTML → whether its elements stand in one another no deeper than a limit, found without recursion.
//!
//! Reads tags as minify-html does, which is to be kept from its stack's end: only a closing tag that names the innermost element closes it.
//! **Invariant:** never says yes of a page that minify-html nests deeper. It may say no of one that it nests less deep: closing tags that may
//! be left out are missed here, and where the two could read differently the answer is no.
//! Does not check that HTML is valid.

/// Elements without content (HTML Standard §13.1.2, and two that were such).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Whether no element of `html` has more than `deepest` around it, itself counted.
pub(super) fn is_within(deepest: usize, html: &[u8]) -> bool {
    let mut scan = Scan { rest: html, open: Vec::new(), is_in_svg: false };
    while let Some(at) = scan.rest.iter().position(|byte| *byte == b'<') {
        scan.rest = &scan.rest[at..];
        if !scan.read() || scan.open.len() > deepest {
            return false;
        }
    }
    true
}

struct Scan<'h> {
    rest: &'h [u8],
    /// Names of the elements that are open, the outermost first.
    open: Vec<&'h [u8]>,
    /// Whether an `svg` is open beyond doubt: there `/>` closes an element.
    is_in_svg: bool,
}

impl<'h> Scan<'h> {
    /// Reads what begins with the `<` at the start of the rest; false if it cannot be told how minify-html would read it.
    fn read(&mut self) -> bool {
        match self.rest.get(1) {
            Some(b'!') if self.rest.starts_with(b"<!--") => self.skip(4, "-->"),
            Some(b'!') => self.skip(2, ">"),
            Some(b'?') => self.skip(2, "?>"),
            Some(b'/') => self.close(),
            Some(byte) if is_name(*byte) => return self.open(),
            _ => self.rest = &self.rest[1..],
        }
        true
    }

    /// Goes on after the first `end` that stands at least `from` bytes further.
    fn skip(&mut self, from: usize, end: &str) {
        let rest = &self.rest[from..];
        self.rest = find(rest, end).map_or(&[], |at| &rest[at + end.len()..]);
    }

    fn close(&mut self) {
        let name = name(&self.rest[2..]);
        if name.is_empty() {
            return self.skip(2, ">");
        }
        self.is_in_svg &= !name.eq_ignore_ascii_case(b"svg");
        if self.open.last().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
            self.open.pop();
        }
        let rest = &self.rest[2 + name.len()..];
        self.rest = &rest[attributes(rest).0..];
    }

    fn open(&mut self) -> bool {
        let name = name(&self.rest[1..]);
        let rest = &self.rest[1 + name.len()..];
        let (len, is_closed) = attributes(rest);
        self.rest = &rest[len..];
        let is =
            |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
        let is_svg = is(&["svg"]);
        if is(VOID) || is_closed && (self.is_in_svg || is_svg) {
            return true;
        }
        self.is_in_svg |= is_svg;
        if is(&["script", "style"]) {
            self.rest = &self.rest[find_end(self.rest, name)..];
            return !is_closed;
        }
        self.open.push(name);
        // Their content is text, in an `svg` it is elements; the same where no tag comes before their end.
        let is_text = is(&["title", "textarea"]);
        let next = || self.rest.iter().position(|byte| *byte == b'<').unwrap_or(self.rest.len());
        !is_text || !is_closed && next() == find_end(self.rest, name)
    }
}

/// Where the closing tag of `name` begins, or the length of `text`.
fn find_end(text: &[u8], name: &[u8]) -> usize {
    let is_end = |tag: &[u8]| tag.starts_with(b"</") && tag[2..].eq_ignore_ascii_case(name);
    text.windows(2 + name.len()).position(is_end).unwrap_or(text.len())
}

fn find(text: &[u8], what: &str) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what.as_bytes())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-')
}

/// The name that `text` begins with.
fn name(text: &[u8]) -> &[u8] {
    &text[..run(text, is_name)]
}

/// How many bytes at the start of `text` are `wanted`.
fn run(text: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| !wanted(*byte)).unwrap_or(text.len())
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// From the end of a tag's name: the bytes up to and with its `>`, and whether a `/` stands before that (HTML Standard §13.2.5.32–40).
fn attributes(text: &[u8]) -> (usize, bool) {
    let mut at = 0;
    loop {
        let gap = run(&text[at..], |byte| is_space(byte) || byte == b'/');
        at += gap;
        match text.get(at) {
            None | Some(b'>') => {
                return ((at + 1).min(text.len()), gap > 0 && text[at - 1] == b'/');
            }
            // The first character of an attribute's name may be `=`.
            Some(_) => at += 1,
        }
        at += run(&text[at..], |byte| !is_space(byte) && !matches!(byte, b'/' | b'=' | b'>'));
        at += run(&text[at..], is_space);
        if text.get(at) == Some(&b'=') {
            at += 1 + run(&text[at + 1..], is_space);
            at += value(&text[at..]);
        }
    }
}

/// Bytes of the attribute value that `text` begins with.
fn value(text: &[u8]) -> usize {
    match text.first() {
        Some(quote @ (b'"' | b'\'')) => {
            text[1..].iter().position(|byte| byte == quote).map_or(text.len(), |at| at + 2)
        }
        _ => run(text, |byte| !is_space(byte) && byte != b'>'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least limit that a page keeps.
    fn depth(html: &str) -> Option<usize> {
        (0..100).find(|deepest| is_within(*deepest, html.as_bytes()))
    }

    #[test]
    fn elements_are_counted_in_one_another() {
        assert_eq!(depth("a < b <> <1"), Some(1), "a digit begins a name to the minifier");
        assert_eq!(depth("<p>a</p><p>b<br>c<img src=a></p>"), Some(1));
        assert_eq!(depth("<DIV><p><b>a</B></p></div><ul><li>a</ul >"), Some(3));
        assert_eq!(
            depth("<div></x></div\n><div></p>"),
            Some(1),
            "closing tags of nothing close nothing"
        );
        assert_eq!(depth("<div></x><div></x><div>"), Some(3));
        assert_eq!(depth("<script>a <b c='</script><i><i><i>"), Some(3), "a script has no tags");
        assert_eq!(depth(&"<i>".repeat(100)), None);
    }

    #[test]
    fn what_looks_like_a_closing_tag_and_is_none_closes_nothing() {
        let fakes = [
            "<!--</i>-->",
            "<!</i>",
            "<?</i>?>",
            "<script>'</i>'</script>",
            "<STYLE></i></Style>",
            "<b title='</i>'></b>",
            "<b a=\"</i>\"></b>",
            "<b =\"></b>",
            "<b a = '>'></b>",
            "<b a/='</i>'></b>",
            "<br a='</i>'>",
            "</b a='</i>'>",
            "</>",
            "</ </i>",
            "<title></title>",
        ];
        for fake in fakes {
            let depth = depth(&format!("<i>{fake}").repeat(20));
            assert!(depth.is_some_and(|depth| (20..=40).contains(&depth)), "{fake}: {depth:?}");
        }
    }

    #[test]
    fn a_slash_closes_an_element_in_a_picture_alone() {
        assert_eq!(depth(&format!("<svg>{}</svg>", "<g/><circle r=1 />".repeat(50))), Some(1));
        assert_eq!(depth(&"<svg/>".repeat(50)), Some(0));
        assert_eq!(depth(&"<div/>".repeat(50)), Some(50));
        assert_eq!(depth(&format!("<svg></svg>{}", "<div/>".repeat(50))), Some(50));
        assert_eq!(
            depth(&format!("<svg><p></svg>{}", "<div/>".repeat(50))),
            Some(52),
            "the minifier may have closed the picture"
        );
        assert_eq!(
            depth(&format!("<svg>{}</svg>", "<g a=/>".repeat(50))),
            Some(51),
            "the slash is the value's"
        );
    }

    #[test]
    fn of_what_may_be_read_in_two_ways_the_answer_is_no() {
        for html in [
            "<title><div></title>",
            "<textarea></i></textarea>",
            "<title/>",
            "<script/>",
            "<style/></style>",
        ] {
            assert_eq!(depth(html), None, "{html}");
        }
        assert_eq!(depth("<title>a &lt; b</TITLE><textarea>"), Some(1));
    }

    /// Repeats tags at random. Were one of these texts nested deeper than is said of it, the minifier would come to the end of its stack.
    #[test]
    fn the_minifier_gets_through_whatever_is_called_shallow() {
        let parts = [
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<svg>",
            "</svg>",
            "<g/>",
            "<title>",
            "</title>",
            "<li>",
            "<ul>",
            "</ul>",
            "<head>",
            "</head>",
            "<body>",
            "<!--",
            "-->",
            "'",
            "<b a='",
            "\">",
            "<i =\"",
            "/>",
            "<script>",
            "</script>",
        ];
        let mut seed = 5_u64;
        let mut below = |n: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 40).unwrap() % n
        };
        let mut n_shallow = 0;
        for _ in 0..1500 {
            let html =
                (0..=below(6)).map(|_| parts[below(parts.len())]).collect::<String>().repeat(1500);
            if is_within(128, html.as_bytes()) {
                n_shallow += 1;
                crate::site::theme::minify::html(html.into_bytes());
            }
        }
        assert!(n_shallow > 150, "{n_shallow} of the texts are tried");
    }
}

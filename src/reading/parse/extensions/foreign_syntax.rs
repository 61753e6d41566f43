//! Syntax of other programs that a text still has, and that readers would see as it is written.
//!
//! **Invariant:** told is only what this program reads as nothing: what became a mention, a link or a
//! footnote is no text any more, code is meant as it looks, and so is what a backslash precedes.
//! Nothing is taken away: an author says what is meant.

use crate::base::ids::entity_id;
use crate::base::message::Message;
use std::ops::Range;

/// A form that another program reads.
struct Form {
    /// What it begins with.
    open: &'static str,
    /// What it ends with, in the same paragraph; nothing where the beginning says enough.
    close: &'static str,
    place: Place,
    /// What it is.
    what: &'static str,
    /// What to write here; `{written}` is what stands between its beginning and its end, `{id}` that as an
    /// id.
    instead: &'static str,
}

/// Where in a line a form is one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// At the beginning of its line.
    Start,
    /// The same, and the line goes on behind it.
    Before,
    /// At the end of its line.
    End,
    /// Where a letter or a colon follows.
    Named,
    /// Where no space is at its ends: `a == b` is none.
    Tight,
    /// Behind a letter or a digit, and nothing but such between its ends: `1^st^`.
    Raised,
}

use Place::{Anywhere, Before, End, Named, Raised, Start, Tight};

const fn form(
    open: &'static str,
    close: &'static str,
    place: Place,
    what: &'static str,
    instead: &'static str,
) -> Form {
    Form { open, close, place, what, instead }
}

const SHORTCODE: &str =
    "write what it shows as Markdown: a link, `![…](picture.jpg)`, or `> [!NOTE]` for a note";
const NOTE: &str = "write a note as `> [!NOTE]` with `> ` before each of its lines";
const ATTRIBUTES: &str = "take it away: ids and classes are made by the program";
const LINK: &str = "name the file: `[words](2024-03-07-talk.en.md)`";
const MENTION: &str = "write `[words](@{id})`";
const CONTENTS: &str = "take it away: a list of contents is the theme’s";

/// The forms; of those that begin alike the longer comes first.
const FORMS: &[Form] = &[
    form("]({{", "}})", Anywhere, "a link of Hugo", LINK),
    form("]({%", "%})", Anywhere, "a link of Jekyll", LINK),
    form("{{<", ">}}", Anywhere, "a shortcode of Hugo", SHORTCODE),
    form("{{%", "%}}", Anywhere, "a shortcode of Hugo", SHORTCODE),
    form("{{", "}}", Anywhere, "an expression of a template", SHORTCODE),
    form("{%", "%}", Anywhere, "a tag of Liquid, Jinja or Tera", SHORTCODE),
    form("{: ", "}", Anywhere, "a list of attributes", ATTRIBUTES),
    form("{:toc", "}", Anywhere, "a list of contents of Kramdown", CONTENTS),
    form("{#", "}", End, "a list of attributes", ATTRIBUTES),
    form("{.", "}", End, "a list of attributes", ATTRIBUTES),
    form("]{.", "}", Anywhere, "a list of attributes", ATTRIBUTES),
    form(":::", "", Before, "a block of Pandoc, Docusaurus or VitePress", NOTE),
    // The first colon made a definition of the line.
    form("::", "", Before, "a block of Pandoc, Docusaurus or VitePress", NOTE),
    form(
        "[!",
        "]",
        Before,
        "a callout of Obsidian",
        "write `> [!NOTE]` on a line of its own, and its title in bold on the next",
    ),
    form("!!! ", "", Start, "an admonition of MkDocs", NOTE),
    form("??? ", "", Start, "an admonition of MkDocs", NOTE),
    form("???+ ", "", Start, "an admonition of MkDocs", NOTE),
    form(".. ", "::", Start, "a directive of reStructuredText", SHORTCODE),
    form("#+", ":", Start, "a keyword of Org", "take it away, or say it in the front matter"),
    form("== ", " ==", Start, "a heading of a wiki", "write `## {written}`"),
    form("=== ", " ===", Start, "a heading of a wiki", "write `### {written}`"),
    form("==", "==", Tight, "highlighted text of Obsidian", "write `**{written}**`"),
    form(")[@", "]", Anywhere, "a mention that is not read", MENTION),
    form(
        ")[http",
        "]",
        Anywhere,
        "a link that is not read",
        "the words come first, between square brackets: `[words](http{written})`",
    ),
    form(
        "][",
        "",
        Named,
        "a link whose address is nowhere",
        "write where it leads: `[words](https://…)`",
    ),
    form("［^", "］", Anywhere, "a footnote in full-width brackets", "write `[^{written}]`"),
    form("【【", "】】", Anywhere, "a mention in full-width brackets", "write `[[{written}]]`"),
    form("[TOC]", "", Start, "a list of contents", CONTENTS),
    form("[toc]", "", Start, "a list of contents", CONTENTS),
    form("![[", "]]", Anywhere, "an embedded file of Obsidian", "write `![words](<{written}>)`"),
    form(
        "%%",
        "%%",
        Anywhere,
        "a comment of Obsidian",
        "write it as `<!-- … -->`, which is not published",
    ),
    form(
        "[^",
        "]",
        Anywhere,
        "a footnote that is nowhere defined",
        "write its text on a line of its own: `[^{written}]: …`",
    ),
    form(
        "^[",
        "]",
        Anywhere,
        "a footnote of Pandoc",
        "write `[^1]` here, and `[^1]: …` on a line of its own",
    ),
    form("[@", "]", Anywhere, "a citation of Pandoc", "write it out, or as a footnote: `[^1]`"),
    form("[[", "]", Anywhere, "a mention that is not closed", "write `[[{written}]]`"),
    form("[[", "", Named, "a mention that is not closed", "close it with `]]`"),
    form("](@", ")", Anywhere, "a mention that is not read", MENTION),
    form("] (@", ")", Anywhere, "a mention that is not read", MENTION),
    form("]（@", "）", Anywhere, "a mention that is not read", MENTION),
    form("】(@", ")", Anywhere, "a mention that is not read", MENTION),
    form("](@", "", Named, "a mention that is not closed", "close it with `)`: `[words](@id)`"),
    form(
        "](",
        ")",
        Anywhere,
        "a link that is not read",
        "an address that holds spaces is between `<` and `>`: `[words](<{written}>)`",
    ),
    form(
        "](http",
        "",
        Named,
        "a link that is not closed",
        "close it with `)`: `[words](https://…)`",
    ),
    form(
        "]（http",
        "）",
        Anywhere,
        "a link that is not read",
        "write it with narrow brackets: `[words](http{written})`",
    ),
    form(
        "] (http",
        ")",
        Anywhere,
        "a link that is not read",
        "write it without the space: `[words](http{written})`",
    ),
    form("[/", "]", Anywhere, "a tag of BBCode", SHORTCODE),
    form("$$", "$$", Anywhere, "a formula of TeX", "write it in words, or as `code`"),
    form("^", "^", Raised, "raised text of Pandoc", "write `<sup>{written}</sup>`"),
];

/// A form that is left in a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reading::parse) struct Left {
    /// Bytes of the text.
    pub(in crate::reading::parse) range: Range<usize>,
    pub(in crate::reading::parse) what: &'static str,
    pub(in crate::reading::parse) instead: Message,
}

/// With what the forms begin.
const BEGINNINGS: [char; 16] =
    ['{', ']', '】', ':', '!', '?', '.', '#', '[', '%', '^', '$', '=', ')', '［', '【'];

/// The forms in `text`, of which `line_around` gives, for a range of it, what stands before and
/// behind it in its line of the file; none where that range is meant as it looks.
pub(in crate::reading::parse) fn left_in<'s>(
    text: &str,
    line_around: impl Fn(&Range<usize>) -> Option<(&'s str, &'s str)>,
) -> Vec<Left> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(BEGINNINGS) {
        at += begin;
        let left = FORMS.iter().find_map(|form| {
            let range = range_of(form, &text[at..], at)?;
            let (before, behind) = line_around(&range)?;
            if !is_in_place(form, before, behind) {
                return None;
            }
            let inner = &text[range.start + form.open.len()..range.end - form.close.len()];
            let id = entity_id(inner);
            let arguments = vec![("written", inner.trim().to_owned().into()), ("id", id.into())];
            let instead = Message::filled(form.instead, arguments);
            Some(Left { range, what: form.what, instead })
        });
        match left {
            Some(left) => {
                at = left.range.end;
                found.push(left);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Where a form is that `rest`, which begins at byte `at`, begins with.
fn range_of(form: &Form, rest: &str, at: usize) -> Option<Range<usize>> {
    let inner = rest.strip_prefix(form.open)?;
    if form.close.is_empty() {
        return Some(at..at + form.open.len());
    }

    let end = inner.find(form.close)?;
    // Braces and brackets of several lines are something else, and empty ones are nobody's.
    let is_one = !inner[..end].trim().is_empty() && !inner[..end].contains('\n');
    let is_label = form.open != "[^" || !inner[..end].contains(char::is_whitespace);
    let is_tight = form.place != Place::Tight || inner[..end].trim() == &inner[..end];
    let is_raised = form.place != Place::Raised || inner[..end].chars().all(char::is_alphanumeric);
    let end = form.open.len() + end + form.close.len();
    (is_one && is_label && is_raised && is_tight).then_some(at..at + end)
}

fn is_in_place(form: &Form, before: &str, behind: &str) -> bool {
    // Marks of quotes, lists and headings stand before a line's text.
    let is_first =
        || before.trim_start_matches([' ', '\t', '>', '-', '*', '+', '#', ':']).is_empty();
    let is_escaped = before.ends_with('\\');
    let is_there = match form.place {
        Place::Anywhere | Place::Tight => true,
        Place::Named => behind.starts_with(|c: char| c.is_alphabetic() || c == ':'),
        Place::Raised => before.ends_with(char::is_alphanumeric),
        Place::Start => is_first(),
        Place::Before => is_first() && !behind.trim().is_empty(),
        Place::End => behind.trim().is_empty() && !before.trim().is_empty(),
    };
    is_there && !is_escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> Vec<&str> {
        let line = |range: &Range<usize>| {
            let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
            // The lifetime of the test's text is enough.
            Some((&text[start..range.start], &text[range.end..end]))
        };
        left_in(text, line).into_iter().map(|left| &text[left.range]).collect()
    }

    #[test]
    fn what_other_programs_read_is_found() {
        for (text, expected) in [
            (
                "See {{< youtube abc >}} and {{% note %}}.",
                vec!["{{< youtube abc >}}", "{{% note %}}"],
            ),
            ("{% include a.html %}", vec!["{% include a.html %}"]),
            ("::: note", vec![":::"]),
            ("> ::: note", vec![":::"]),
            ("> [!info] The ferry", vec!["[!info]"]),
            ("!!! note", vec!["!!! "]),
            ("## The ferry {#ferry}", vec!["{#ferry}"]),
            ("It sails. {.lead}", vec!["{.lead}"]),
            ("![[photo.png]]", vec!["![[photo.png]]"]),
            ("Words.[^1] More.[^note]", vec!["[^1]", "[^note]"]),
            ("the [[ann|mayor] said", vec!["[[ann|mayor]"]),
            ("the [mayor](@ ann) said", vec!["](@ ann)"]),
            ("a [file](my file.pdf)", vec!["](my file.pdf)"]),
            ("the 1^st^ of May", vec!["^st^"]),
            ("so $$a + b$$ holds", vec!["$$a + b$$"]),
            ("as [@smith2020] says", vec!["[@smith2020]"]),
            ("[b]loud[/b]", vec!["[/b]"]),
            ("the [[ann said", vec!["[["]),
            ("the [mayor] (@ann) said", vec!["] (@ann)"]),
            ("the [mayor](@ann said", vec!["](@"]),
            ("见[市长]（@ann）。", vec!["]（@ann）"]),
            ("== The ferry ==", vec!["== The ferry =="]),
            ("it is ==marked== here", vec!["==marked=="]),
            ("(the mayor)[@ann]", vec![")[@ann]"]),
            ("(here)[https://a.org]", vec![")[https://a.org]"]),
            ("see [the page][ref]", vec!["]["]),
            ("话。［^1］【【ann】】", vec!["［^1］", "【【ann】】"]),
            ("[a]({{< ref \"x\" >}})", vec!["]({{< ref \"x\" >}})"]),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn what_people_write_is_not() {
        for text in [
            "He said [laughter] and (applause).",
            "A set {a, b} and 50%% of it",
            "What? ??? Why!!! Really",
            "a ::: b",
            "\\{{ name }}",
            "In [sic] brackets [1], [2].",
            "x^2 [see below]",
            "x^2+y^2",
            "earns $$ and ^_^",
            "$5 or $6",
            "{ } {}",
            "#1 and #2: first",
            "a [note](of mine",
            "write to [us] (see below) or (@handle)",
            "see [[ 2",
            "if a == b and c == d",
            "a[0][1] (so)[1]",
        ] {
            assert_eq!(left(text), Vec::<&str>::new(), "{text}");
        }
    }
}

//! The forms that other programs read, and what to write here instead of each.
//!
//! **Invariant:** of those that begin alike the longer comes first.

/// A form that another program reads.
pub(super) struct Form {
    /// What it begins with.
    pub(super) open: &'static str,
    /// What it ends with, in the same paragraph; nothing where the beginning says enough.
    pub(super) close: &'static str,
    pub(super) place: Place,
    /// What it is.
    pub(super) what: &'static str,
    /// What to write here; `{written}` is what stands between its beginning and its end, or behind its
    /// beginning in the line, `{id}` that as an id, `{address}` and `{words}` are the parts of
    /// `address[words]`.
    pub(super) instead: &'static str,
}

/// Where in a line a form is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
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
    /// At the beginning of its paragraph, where a letter follows.
    Paragraph,
    /// The same, of the first paragraph of a text. Elsewhere `= ` may be what is left of the point of a
    /// list.
    Text,
    /// At the beginning of its paragraph, and alone in its line.
    Alone,
    /// With an address before a bracket: `link:a.html[words]`. It is found at its colon.
    Macro,
    /// A word between colons, and no letter beside it: `:smile:`.
    Shortcode,
}

use Place::{
    Alone, Anywhere, Before, End, Macro, Named, Paragraph, Raised, Shortcode, Start, Text, Tight,
};

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
const SECTION: &str = "a heading of AsciiDoc";
const UNSPACED: &str = "a heading without a space behind its signs";

const MACRO: &str = "a macro of AsciiDoc";
const PICTURE: &str = "write `![{words}]({address})`";

/// The forms; of those that begin alike the longer comes first.
pub(super) const FORMS: &[Form] = &[
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
    form("link:", "]", Macro, MACRO, "write `[{words}]({address})`"),
    form("xref:", "]", Macro, MACRO, "write `[{words}]({address})`"),
    form("image:", "]", Macro, MACRO, PICTURE),
    form("video:", "]", Macro, MACRO, PICTURE),
    form("audio:", "]", Macro, MACRO, PICTURE),
    form("include:", "]", Macro, MACRO, "write here what `{address}` says, or link to it"),
    form(
        "footnote:",
        "]",
        Macro,
        MACRO,
        "write `[^1]` here, and `[^1]: {words}` on a line of its own",
    ),
    form(":", ":", Shortcode, "a sign by its name", "write the sign itself, or take it away"),
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
    form("== ", "", Paragraph, SECTION, "write `## {written}`"),
    form("=== ", "", Paragraph, SECTION, "write `### {written}`"),
    form("==== ", "", Paragraph, SECTION, "write `#### {written}`"),
    form("= ", "", Text, SECTION, "write `# {written}`"),
    form("##", "", Paragraph, UNSPACED, "write `## {written}`"),
    form("###", "", Paragraph, UNSPACED, "write `### {written}`"),
    form("####", "", Paragraph, UNSPACED, "write `#### {written}`"),
    form(
        "[source",
        "]",
        Alone,
        "a block of AsciiDoc",
        "write ` ``` ` on a line before the code and on one behind it, and take `----` away",
    ),
    form("'''", "'''", Tight, "bold type of a wiki", "write `**{written}**`"),
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

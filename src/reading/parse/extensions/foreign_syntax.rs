//! Syntax of other programs that a text still has, and that readers would see as it is written.
//!
//! **Invariant:** told is only what this program reads as nothing: what became a mention, a link or a
//! footnote is no text any more, code is meant as it looks, and so is what a backslash precedes.
//! Nothing is taken away: an author says what is meant.

mod forms;

use crate::base::ids::entity_id;
use crate::base::letters::floor;
use crate::base::message::{Message, say};
use forms::Place::{
    Alone, Anywhere, Before, End, Macro, Named, Paragraph, Raised, Shortcode, Start, Tight,
};
use forms::{FORMS, Form, Place};
use std::ops::Range;

/// A form that is left in a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reading::parse) struct Left {
    /// Bytes of the text.
    pub(in crate::reading::parse) range: Range<usize>,
    pub(in crate::reading::parse) what: &'static str,
    pub(in crate::reading::parse) instead: Message,
}

/// Whether forms begin with a character, or, those of AsciiDoc, have it where their name ends.
fn begins_form(c: char) -> bool {
    matches!(c, '{' | ']' | '】' | ':' | '!' | '?' | '.' | '#' | '[' | '%' | '^' | '$' | '=')
        || matches!(c, ')' | '［' | '【' | '\'')
}

/// The most bytes that a form has. A choice, far above any that was meant: without it, a text of
/// nothing but brackets is read anew for each of them.
const LONGEST: usize = 1000;

/// The forms in `text`, the first of its document or not, of which `line_around` gives, for a range
/// of it, what stands before and behind it in its line of the file; none where that range is meant
/// as it looks.
pub(in crate::reading::parse) fn left_in<'s>(
    text: &str,
    is_first: bool,
    line_around: impl Fn(&Range<usize>) -> Option<(&'s str, &'s str)>,
) -> Vec<Left> {
    if is_first && let Some(left) = tags(text, &line_around) {
        return vec![left];
    }

    let mut found = Vec::new();
    let mut at = 0;
    if let Some(left) = defined_shortcode(text, &line_around) {
        at = left.range.end;
        found.push(left);
    }
    while let Some(begin) = text[at..].find(begins_form) {
        at += begin;
        let left = FORMS.iter().find_map(|form| {
            let range = range_of(form, text, at)?;
            let (before, behind) = line_around(&range)?;
            let is_here = is_in_place(form, before, behind)
                && (form.place != Place::Text || is_first)
                && (!matches!(form.place, Paragraph | Alone | Place::Text) || range.start == 0);
            if !is_here {
                return None;
            }
            let instead =
                Message::filled(form.instead, arguments(form, &text[range.clone()], behind));
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

/// What is filled into what to write instead of `written`.
fn arguments(form: &Form, written: &str, behind: &str) -> Vec<(&'static str, Message)> {
    let inner = match form.close {
        "" => behind,
        close => &written[form.open.len()..written.len() - close.len()],
    };
    let (address, words) = inner.split_once('[').unwrap_or((inner, ""));
    let words = if words.is_empty() { "…" } else { words };
    vec![
        ("written", inner.trim().to_owned().into()),
        ("id", entity_id(inner).into()),
        ("address", address.trim_start_matches(':').to_owned().into()),
        ("words", words.to_owned().into()),
    ]
}

/// Where a form is in `text` that begins at byte `at`.
fn range_of(form: &Form, text: &str, at: usize) -> Option<Range<usize>> {
    let start = match form.place {
        Macro => (at + 1).checked_sub(form.open.len())?,
        _ => at,
    };
    // Asked of every form at every full stop.
    if text.as_bytes().get(start) != form.open.as_bytes().first() {
        return None;
    }
    let inner = text.get(start..)?.strip_prefix(form.open)?;
    if form.close.is_empty() {
        return Some(start..start + form.open.len());
    }

    let inner = &inner[..floor(inner, LONGEST)];
    let inner = &inner[..inner.find(form.close)?];
    let end = start + form.open.len() + inner.len() + form.close.len();
    is_within(form, inner).then_some(start..end)
}

/// Whether `inner` may stand between the beginning and the end of a form.
fn is_within(form: &Form, inner: &str) -> bool {
    // Braces and brackets of several lines are something else, and empty ones are nobody's.
    if inner.contains('\n') || (inner.trim().is_empty() && form.place != Alone) {
        return false;
    }
    match form.place {
        Tight => inner.trim() == inner,
        Raised => inner.chars().all(char::is_alphanumeric),
        Macro => inner.split_once('[').is_some_and(|(address, words)| match address {
            "" => form.open == "footnote:" && words.chars().any(char::is_alphabetic),
            _ => !address.contains(char::is_whitespace),
        }),
        Shortcode => {
            let is_of_name =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
            inner.starts_with(|c: char| c.is_ascii_lowercase()) && inner.chars().all(is_of_name)
        }
        Alone => inner.is_empty() || inner.starts_with(','),
        _ => form.open != "[^" || !inner.contains(char::is_whitespace),
    }
}

fn is_in_place(form: &Form, before: &str, behind: &str) -> bool {
    // Marks of quotes, lists and headings stand before a line's text.
    let is_first =
        || before.trim_start_matches([' ', '\t', '>', '-', '*', '+', '#', ':']).is_empty();
    let is_of_word = |c: char| c.is_alphanumeric() || c == ':';
    let is_escaped = before.ends_with('\\');
    let is_there = match form.place {
        Anywhere | Tight => true,
        Named => behind.starts_with(|c: char| c.is_alphabetic() || c == ':'),
        Raised => before.ends_with(char::is_alphanumeric),
        Start => is_first(),
        Before => is_first() && !behind.trim().is_empty(),
        End => behind.trim().is_empty() && !before.trim().is_empty(),
        Paragraph | Place::Text => is_first() && behind.starts_with(char::is_alphabetic),
        Alone => is_first() && behind.trim().is_empty(),
        Macro => form.open == "footnote:" || !before.ends_with(char::is_alphanumeric),
        Shortcode => !before.ends_with(is_of_word) && !behind.starts_with(is_of_word),
    };
    is_there && !is_escaped
}

/// Words behind a `#` each, and nothing else. Where a text begins so, Obsidian reads them as tags;
/// what a post has at its end was said.
fn tags<'s>(
    text: &str,
    line_around: &impl Fn(&Range<usize>) -> Option<(&'s str, &'s str)>,
) -> Option<Left> {
    let is_tag = |word: &str| {
        word.strip_prefix('#').is_some_and(|name| name.starts_with(char::is_alphabetic))
    };
    let range = 0..text.len();
    if text.is_empty() || !text.split_whitespace().all(is_tag) || text.matches('#').count() > 30 {
        return None;
    }
    let (before, _) = line_around(&range)?;
    if before.ends_with('\\') {
        return None;
    }
    let mut names = text.split_whitespace().map(|word| word.trim_start_matches('#'));
    let (first, more) = (names.next()?, names.next());
    let (what, instead) = match more {
        None => (
            "a heading or a tag",
            say!(
                "write a heading with a space, `# {first}`; a tag goes into the front matter, as the `topics` of a speech",
                first
            ),
        ),
        Some(_) => (
            "a line of tags",
            "take it away; what a speech is about is in its front matter, under `topics`".into(),
        ),
    };
    Some(Left { range, what, instead })
}

/// `:smile:` at the beginning of a line, of which the first colon made a definition.
fn defined_shortcode<'s>(
    text: &str,
    line_around: &impl Fn(&Range<usize>) -> Option<(&'s str, &'s str)>,
) -> Option<Left> {
    let form = FORMS.iter().find(|form| form.place == Shortcode)?;
    let name = text.split(':').next().filter(|name| name.len() < text.len())?;
    let range = 0..name.len() + 1;
    let (before, behind) = line_around(&range).filter(|_| is_within(form, name))?;
    let before = before.strip_suffix(':')?;
    let is_one = is_in_place(form, before, behind);
    is_one.then(|| Left { range, what: form.what, instead: form.instead.into() })
}

/// Whether a code that `behind` follows is a link of reStructuredText, `` `words <address>`_ ``; what
/// to write instead.
pub(in crate::reading::parse) fn link_in_code(code: &str, behind: &str) -> Option<Message> {
    let (words, address) = code.strip_suffix('>')?.rsplit_once(" <")?;
    let is_one = behind.starts_with("`_") && !words.trim().is_empty();
    is_one.then(|| say!("write `[{words}]({address})`", words = words.trim(), address))
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
        left_in(text, false, line).into_iter().map(|left| &text[left.range]).collect()
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
            ("it is '''bold''' here", vec!["'''bold'''"]),
            ("== The ferry", vec!["== "]),
            ("##渡船", vec!["##"]),
            ("[source,ruby]", vec!["[source,ruby]"]),
            ("see link:https://a.org[the page].", vec!["link:https://a.org[the page]"]),
            ("image::quay.png[]", vec!["image::quay.png[]"]),
            ("so.footnote:[Or not.]", vec!["footnote:[Or not.]"]),
            ("well :smile: done", vec![":smile:"]),
            ("see :ref:", vec![":ref:"]),
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
            "= the first aim",
            "it is so\n== as said",
            "#stand #with",
            "[source] of the report",
            "the link: [here] and image:[laughter]",
            "at 10:30:45, 3:2:1, a:b:c and Re:it:",
            "''so'' and '''tis",
            "##",
        ] {
            assert_eq!(left(text), Vec::<&str>::new(), "{text}");
        }
    }
}

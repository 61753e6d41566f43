//! Diagnostics → text for people, with the lines of source that they are about.
//!
//! **Invariant:** every error is shown; notes and warnings of one code are shown up to a number and
//! then counted. What is said in many places is shown once, with the other places.
//! The only file that names annotate-snippets.

use super::limits::{CodeCount, limit};
use super::lines::LineIndexes;
use super::plain;
use super::repeats::{Repeats, again};
use super::summary::summary;
use crate::base::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::base::sources::{FileId, Sources};
use crate::cli::language::Language;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lines that have more bytes than this are named but not shown. No line of prose is so long; one
/// of data that is would cost the renderer time, and tell nobody more.
const MAX_WINDOW_BYTES: usize = 1 << 15;

/// Of longer lines the renderer gets so many bytes before and behind what it marks, of which it shows
/// what has room. It reads all that it gets, and a line may hold a mistake for each of its words.
const REACH: usize = 1 << 10;

/// [`human_in`] English.
#[must_use]
pub fn human(diagnostics: &Diagnostics, sources: &Sources, styled: bool, width: usize) -> String {
    human_in(Language::English, diagnostics, sources, styled, width)
}

/// Writes `diagnostics` for people, in lines of `width` cells: each with its position and the
/// source there, then a summary. Empty if there are none.
#[must_use]
pub fn human_in(
    language: Language,
    diagnostics: &Diagnostics,
    sources: &Sources,
    styled: bool,
    width: usize,
) -> String {
    let diagnostics = &*language.diagnostics(diagnostics);
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut lines = LineIndexes::new(sources);
    let mut text = String::new();

    let mut by_code: BTreeMap<&str, CodeCount> = BTreeMap::new();
    let mut repeats = Repeats::of(diagnostics);
    for diagnostic in diagnostics.iter() {
        let Some(others) = repeats.others(diagnostic) else {
            continue;
        };
        let code = diagnostic.code;
        let count = by_code.entry(code.page().name).or_insert(CodeCount { code, n: 0 });
        count.n += 1;
        if count.n <= limit(diagnostic.severity()) {
            let again = again(&others, &mut lines, sources);
            let again = again.map(|again| language.say(&again));
            text.push_str(&one(language, diagnostic, again, &mut lines, sources, &renderer));
            text.push_str("\n\n");
        }
    }

    let mut left_out = String::new();
    for count in by_code.values() {
        if let Some(line) = count.left_out() {
            left_out.push_str(&language.say(&line));
            left_out.push('\n');
        }
    }
    if !left_out.is_empty() {
        text.push_str(&left_out);
        text.push('\n');
    }

    if let Some(summary) = summary(diagnostics) {
        text.push_str(&language.say(&summary));
        text.push('\n');
    }
    text
}

fn one<'s>(
    language: Language,
    diagnostic: &Diagnostic,
    again: Option<String>,
    lines: &mut LineIndexes<'s>,
    sources: &'s Sources,
    renderer: &Renderer,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(language.severity(diagnostic.severity()));
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.page().name);

    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut moved = None;
    for (index, labels) in by_file(&diagnostic.labels).iter().enumerate() {
        let excerpt = excerpt(labels, index == 0, lines, sources);
        elements.push(excerpt.element);
        moved = moved.or(excerpt.moved);
    }
    for hint in &diagnostic.hints {
        elements.push(Level::HELP.with_name(language.word("help")).message(plain(hint)).into());
    }
    let note = Level::NOTE.with_name(language.severity(Severity::Note));
    elements.extend(again.map(|again| note.message(plain(&again)).into()));

    let mut text = renderer.render(&[title.elements(elements)]);
    if let Some((shown, meant)) = moved {
        text = text.replacen(&shown, &meant, 1);
    }
    if let Some(report) = &diagnostic.report {
        let _ = write!(text, "\n\n{}", plain(report.trim_end()));
    }
    text
}

/// The labels in one file.
struct FileLabels<'l> {
    file: FileId,
    labels: Vec<&'l Label>,
}

/// The labels of each file together, the files in the order in which they are first named.
fn by_file(labels: &[Label]) -> Vec<FileLabels<'_>> {
    let mut files: Vec<FileLabels<'_>> = Vec::new();
    for label in labels {
        let file = label.span.file;
        match files.iter_mut().find(|known| known.file == file) {
            Some(known) => known.labels.push(label),
            None => files.push(FileLabels { file, labels: vec![label] }),
        }
    }
    files
}

/// What is shown of a file.
struct Excerpt<'s> {
    element: Element<'s>,
    /// The place that the renderer takes for that of the mistake, where it got a part of a line, and
    /// where it is.
    moved: Option<(String, String)>,
}

/// The source around the labels of one file, or only its path where there is no text to show. The
/// first label of the first file is where the mistake is.
fn excerpt<'s>(
    FileLabels { file, labels }: &FileLabels<'_>,
    is_first_file: bool,
    lines: &mut LineIndexes<'s>,
    sources: &'s Sources,
) -> Excerpt<'s> {
    let in_place = |element: Element<'s>| Excerpt { element, moved: None };
    let path = plain(&sources.file(*file).path);
    let is_whole_file =
        labels.iter().all(|label| label.span.range == (0..0) && label.text.is_empty());
    if is_whole_file || sources.file(*file).bytes().is_empty() {
        return in_place(Origin::path(path).into());
    }
    let Some(first) = labels.first() else {
        return in_place(Origin::path(path).into());
    };

    let mut range = first.span.range.clone();
    for label in labels {
        range.start = range.start.min(label.span.range.start);
        range.end = range.end.max(label.span.range.end);
    }
    let lines = lines.of_file(*file);
    let whole = lines.window(&range);
    let position = lines.position(first.span.range.start);
    if whole.bytes.len() > MAX_WINDOW_BYTES {
        let origin = Origin::path(path).line(position.line).char_column(position.column);
        return in_place(origin.into());
    }

    let is_cut = is_first_file && whole.bytes.len() > 4 * REACH;
    let window = if is_cut { whole.around(&range, REACH) } else { whole };
    let text = window.text();
    let mut annotations: Vec<Annotation<'s>> = Vec::with_capacity(labels.len());
    for (index, label) in labels.iter().enumerate() {
        let kind = if is_first_file && index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(window.range(&label.span.range, &text));
        annotations.push(if label.text.is_empty() {
            annotation
        } else {
            annotation.label(plain(&label.text))
        });
    }
    let moved = is_cut.then(|| {
        let before = &text[..window.range(&first.span.range, &text).start];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let place = |column: usize| format!("{path}:{}:{column}", position.line);
        (place(line.chars().count() + 1), place(position.column))
    });
    let snippet = Snippet::source(text).line_start(window.first_line).annotations(annotations);
    Excerpt { element: snippet.path(path).into(), moved }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Code;
    use crate::base::sources::{Content, Source, Span};

    fn sources(text: &str) -> Sources {
        Sources::from_texts([
            ("content/people/a.md", text),
            ("content/people/b.md", "---\nname: B\n---\n"),
        ])
    }

    fn at(
        diagnostic: Diagnostic,
        sources: &Sources,
        path: &str,
        range: std::ops::Range<usize>,
        text: &'static str,
    ) -> Diagnostic {
        diagnostic.at(Span::new(sources.find(path).unwrap(), range), text)
    }

    fn print_at(
        sources: &Sources,
        path: &str,
        range: std::ops::Range<usize>,
        text: &'static str,
    ) -> String {
        print([at(Diagnostic::new(Code::NotUtf8, "it is so"), sources, path, range, text)], sources)
    }

    fn print(diagnostics: impl IntoIterator<Item = Diagnostic>, sources: &Sources) -> String {
        let mut list = Diagnostics::default();
        for diagnostic in diagnostics {
            list.push(diagnostic);
        }
        human(&list, sources, false, 60)
    }

    #[test]
    fn a_mistake_is_shown_with_its_line_and_what_to_do() {
        let sources = sources("---\nname: 甲\nborm: 1953\n---\n");
        let diagnostic = Diagnostic::new(Code::UnknownKey, "`borm` is not a known key")
            .hint("did you mean `born`?");
        let diagnostic = at(diagnostic, &sources, "content/people/a.md", 14..18, "");
        let diagnostic = at(diagnostic, &sources, "content/people/a.md", 10..13, "of this person");
        let expected = "\
error[unknown-key]: `borm` is not a known key
 --> content/people/a.md:3:1
  |
2 | name: 甲
  |       -- of this person
3 | borm: 1953
  | ^^^^
  |
  = help: did you mean `born`?

1 error in 1 file
";
        assert_eq!(print([diagnostic], &sources), expected);
    }

    #[test]
    fn both_sides_of_a_clash_are_shown() {
        let sources = sources("---\nname: B\n---\n");
        let clash = Diagnostic::new(Code::SharedAlias, "two people are called `B`");
        let clash = at(clash, &sources, "content/people/b.md", 10..11, "this one");
        let clash = at(clash, &sources, "content/people/a.md", 10..11, "and this one");
        let text = print([clash], &sources);
        assert!(
            text.contains(" --> content/people/b.md:2:7")
                && text.contains(" ::: content/people/a.md:2:7"),
            "{text}"
        );
        assert!(text.contains("^ this one") && text.contains("- and this one"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_to_the_width_and_han_are_two_cells() {
        let line =
            "这是很长的一段话，".repeat(100) + "错误在这里" + &"后面还有很多话。".repeat(100);
        let sources = sources(&line);
        let start = "这是很长的一段话，".len() * 100;
        let text = print_at(&sources, "content/people/a.md", start..start + 15, "here");
        let cells =
            |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        assert!(text.lines().all(|line| cells(line) <= 62), "{text}");
        assert!(
            text.contains("错误在这里")
                && text.contains("^^^^^^^^^^ here")
                && text.contains(":1:901"),
            "{text}"
        );

        let endless = "x".repeat(MAX_WINDOW_BYTES + 1);
        let sources = self::sources(&endless);
        let text = print_at(&sources, "content/people/a.md", 7..8, "");
        assert!(text.contains("content/people/a.md:1:8") && text.len() < 200, "{text}");
    }

    #[test]
    fn a_file_without_text_is_named_by_its_path() {
        let media = Source { path: "content/speeches/a.png".into(), content: Content::LinkOutside };
        let sources = Sources::new(vec![media]);
        let text = print(
            [at(
                Diagnostic::new(Code::LinkOutside, "it leads out"),
                &sources,
                "content/speeches/a.png",
                0..0,
                "",
            )],
            &sources,
        );
        assert_eq!(
            text,
            "error[link-outside]: it leads out\n--> content/speeches/a.png\n\n1 error in 1 file\n"
        );
        assert_eq!(
            print([Diagnostic::new(Code::NoConfig, "none")], &sources),
            "note[no-config]: none\n\n1 note\n"
        );
        assert_eq!(print([], &sources), "");
    }

    #[test]
    fn many_notes_of_one_code_are_counted_and_errors_never() {
        let sources = sources("");
        let notes = (0..17).map(|n| Diagnostic::new(Code::NoFrontMatter, format!("note {n}")));
        let errors = (0..60).map(|n| Diagnostic::new(Code::BadDate, format!("error {n}")));
        let text = print(notes.chain(errors), &sources);
        assert_eq!(text.matches("note[").count(), 5);
        assert_eq!(text.matches("error[").count(), 60);
        assert!(text.contains("and 12 more notes of `no-front-matter`"), "{text}");
        assert!(text.ends_with("60 errors, 17 notes\n"), "{text}");
    }

    #[test]
    fn what_is_said_in_many_places_is_shown_once_with_the_others() {
        let sources = sources("---\nname: A\n---\n");
        let unknown = || Diagnostic::new(Code::UnknownEntity, "no entity has the id `x`");
        let at_byte = |n: usize| at(unknown(), &sources, "content/people/a.md", n..n + 1, "");
        let three = print((0..3).map(at_byte), &sources);
        assert_eq!(three.matches("error[").count(), 3, "{three}");

        let forty = print((0..14).map(at_byte), &sources);
        assert_eq!(forty.matches("error[").count(), 1, "{forty}");
        assert!(forty.contains("the same in 13 more places: content/people/a.md:1:2, "), "{forty}");
        assert!(forty.contains("and 5 more"), "{forty}");
        assert!(forty.ends_with("14 errors in 1 file\n"), "{forty}");
    }

    #[test]
    fn what_a_file_says_cannot_move_the_cursor() {
        let sources = sources("---\nname: \u{1b}[2J\u{202E}x\n---\n");
        let diagnostic = at(
            Diagnostic::new(Code::BadValue, "`\u{1b}[2J`").hint("\u{1b}]0;x"),
            &sources,
            "content/people/a.md",
            10..14,
            "\u{9b}",
        );
        let text = print(
            [Diagnostic { report: Some("\u{1b}[31m report".into()), ..diagnostic }],
            &sources,
        );
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
        assert!(text.contains("[31m report"));
    }

    #[test]
    fn any_span_in_any_bytes_can_be_shown() {
        let bytes =
            [b"\xEF\xBB\xBF---\r\n\xB0\xA1 \0 \xE8\xAE".as_slice(), "讲话\r\n\r\n".as_bytes()]
                .concat();
        let file = Source { path: "content/a.md".into(), content: Content::Bytes(bytes.clone()) };
        let sources = Sources::new(vec![file]);
        for start in 0..bytes.len() + 3 {
            for end in start..bytes.len() + 3 {
                let text = print_at(&sources, "content/a.md", start..end, "x");
                assert!(text.contains("content/a.md"), "{text}");
            }
        }
    }
}

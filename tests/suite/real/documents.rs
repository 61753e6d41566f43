//! What `oratory import` makes of real documents: no word is lost, and every question and answer is
//! one.

use super::{files_in, shared};
use html5gum::{Token, Tokenizer};
use oratory::{
    ImportOptions as Options, Imported, Lang, ReadOptions, import_document as import,
    read_document as read,
};
use std::fs;
use std::path::Path;

/// The SHA-256 of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

pub(super) fn imported(path: &Path, stem: &str) -> Imported {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let manuscript = read(name, &fs::read(path).expect("a document"), &ReadOptions::default())
        .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    let languages = [Lang::parse("zh").expect("a tag"), Lang::english()];
    let options =
        Options { file: name, stem, sha256: EMPTY, languages: &languages, ..Options::default() };
    import(manuscript, &options).unwrap_or_else(|| panic!("{name}: no account"))
}

/// A text without white space, Markdown's signs and comments.
fn letters(text: &str) -> String {
    let text: String =
        text.split("<!--")
            .enumerate()
            .map(|(index, part)| {
                if index == 0 { part } else { part.split_once("-->").map_or("", |(_, rest)| rest) }
            })
            .collect();
    text.chars()
        .filter(|c| !c.is_whitespace() && !"*#>\\\u{AD}\u{200B}\u{FEFF}".contains(*c))
        .collect()
}

/// Fails where two texts begin to differ.
fn assert_same(found: &str, expected: &str, path: &Path) {
    let same = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
    assert!(found == expected, "{}: `{}` is `{}`", path.display(), from(expected), from(found));
}

fn body(imported: &Imported) -> &str {
    imported.speech.split_once("\n---\n").expect("front matter").1
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn the_first_document_is_whole_again() {
    let path = shared("seed/press-conference.zh.txt");
    let imported = imported(&path, "2024-03-07-press-conference");
    assert_eq!((imported.n_questions, imported.n_answers, imported.n_turns), (7, 7, 14));
    let source = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = source.lines().collect();
    let text = body(&imported);
    for (left, right) in [(18, 20), (32, 34), (43, 45), (58, 60), (69, 105)] {
        let seam = format!("{}{}", lines[left - 1], lines[right - 1]);
        assert!(text.contains(&seam), "lines {left} and {right}");
    }
    let strange = (71..=103)
        .chain(118..=lines.len())
        .map(|line| lines[line - 1].trim_start_matches(['#', ' ']))
        .filter(|line| !line.is_empty());
    strange.for_each(|line| assert!(!text.contains(line), "{line}"));
    let own = (5..70).chain(105..=116).map(|line| lines[line - 1].trim());
    own.for_each(|line| {
        assert!(letters(text).contains(letters(line).trim_start_matches("【上接第3版】")), "{line}")
    });
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn transcripts_keep_every_word() {
    let paths = files_in("corpora/transcripts");
    for path in &paths {
        let imported = imported(path, path.file_stem().unwrap().to_str().unwrap());
        let source = fs::read_to_string(path).unwrap();
        let (title, rest) = source.split_once('\n').unwrap();
        let title = letters(title);
        assert!(title.ends_with(&letters(&imported.title)), "{title} {}", imported.title);
        assert_same(&letters(body(&imported)), &letters(rest), path);
        assert!(
            imported.repairs.is_empty() && imported.aside.is_empty(),
            "{}: {:?}",
            path.display(),
            imported.repairs
        );
    }
    assert_eq!(paths.len(), 100);
}

/// What a piece of a page shows: its text without tags, scripts and styles.
pub(super) fn shown(html: &str) -> String {
    let mut html = html.to_owned();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
        while let Some(start) = html.find(open) {
            let end = html[start..].find(close).map_or(html.len(), |at| start + at + close.len());
            html.replace_range(start..end, "");
        }
    }
    let strings = Tokenizer::new(&html).filter_map(|token| {
        if let Ok(Token::String(string)) = token {
            Some(String::from_utf8_lossy(&string).into_owned())
        } else {
            None
        }
    });
    strings.collect()
}

/// What stands before the tag that closes the division in which `html` begins.
fn inside_of(html: &str) -> String {
    let (mut depth, mut text) = (1, String::new());
    for piece in html.split_inclusive("div") {
        text.push_str(piece);
        match () {
            () if piece.ends_with("</div") => depth -= 1,
            () if piece.ends_with("<div") => depth += 1,
            () => {}
        }
        if depth == 0 {
            break;
        }
    }
    text.trim_end_matches("</div").to_owned()
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn pages_of_press_conferences_become_speeches_with_every_question() {
    let paths = files_in("corpora/press-pages");
    let mut n_questions = 0;
    for path in &paths {
        let page = fs::read_to_string(path).unwrap();
        let imported = imported(path, path.file_stem().unwrap().to_str().unwrap());
        let between = |from: &str, to: &str| {
            page.split_once(from)
                .and_then(|(_, rest)| rest.split_once(to))
                .map(|(inner, _)| inner)
                .unwrap_or_default()
        };
        let title = shown(&shown(between("<title>", "</title>")));
        let title = title.split(['_', '—']).next().unwrap();
        // One page has a heading that says more than its title.
        let heading = shown(between("<h1>", "</h1>"));
        assert!(
            [letters(title), letters(&heading)].contains(&letters(&imported.title)),
            "{}: {}",
            path.display(),
            imported.title
        );
        assert_eq!(
            imported.date.unwrap().to_string(),
            between("<meta name=\"PubDate\" content=\"", "\""),
            "{}",
            path.display()
        );
        let text = inside_of(
            page.split("id=\"News_Body_Txt_A\"")
                .nth(1)
                .and_then(|rest| rest.split_once('>'))
                .unwrap()
                .1,
        );
        let found = letters(body(&imported));
        for line in shown(&text).lines().map(letters).filter(|line| line.chars().count() > 12) {
            assert!(found.contains(&line), "{}: {line} is lost", path.display());
        }
        assert_eq!(imported.n_questions, imported.n_answers, "{}", path.display());
        assert_eq!(imported.n_turns, 2 * imported.n_questions, "{}", path.display());
        let asks = title.contains("记者会") || title.contains("答记者问") || title.contains("表态");
        assert_eq!(imported.n_questions > 0, asks, "{}", path.display());
        n_questions += imported.n_questions;
    }
    assert_eq!(paths.len(), 50);
    assert!(n_questions > 350, "{n_questions}");
}

//! Real pages from outside, which cannot be published here and lie beside the repository on the
//! machines of its developers.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measure over a folder, for people to read"
)]

use crate::import::read::{ReadOptions, read};
use std::fs;

/// The text between two marks of the source (without the second, to the end of the element) less
/// tags, comments and white space, by other means than the reader's.
fn expected(source: &str) -> String {
    let start = source.find("id=\"News_Body_Txt_A\"").unwrap();
    let body = &source[start..];
    let body = &body[body.find('>').unwrap() + 1..];
    let mut rest =
        body.find("news-foot").map_or(&body[..length_of_element(body)], |end| &body[..end]);
    rest = rest
        .rfind("<div")
        .filter(|start| !rest[*start..].contains('>'))
        .map_or(rest, |start| &rest[..start]);
    let mut text = String::new();
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let end = ["<!--", "<script", "<style"]
            .into_iter()
            .zip(["-->", "</script>", "</style>"])
            .find(|(start, _)| rest[open..].starts_with(start));
        let end = end.map_or(">", |(_, end)| end);
        rest = &rest[open..];
        rest = &rest[rest.find(end).unwrap() + end.len()..];
    }
    text.push_str(rest);
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&middot;", "·");
    bare(&text.replace("&amp;", "&"))
}

/// Bytes up to the end tag of the `div` whose start tag stands before `body`.
fn length_of_element(body: &str) -> usize {
    let (mut depth, mut at) = (1, 0);
    while depth > 0 {
        at += body[at..].find("div").unwrap() + 3;
        match &body[..at] {
            before if before.ends_with("</div") => depth -= 1,
            before if before.ends_with("<div") => depth += 1,
            _ => {}
        }
    }
    at - "</div".len()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The titles that a page has, by its `title` element less what stands after the underline.
fn expected_title(source: &str) -> String {
    let title = source.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
    bare(
        &title[..title.rfind(['_', '—']).unwrap()]
            .replace("&lt;br&gt;", "")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"),
    )
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn press_pages_lose_nothing_and_keep_nothing_else() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/press-pages");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut n_right, mut n_titles, mut n_dates) = (0, 0, 0);
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let source = String::from_utf8(bytes.clone()).unwrap();
        assert!(super::library::is_found_alike(&source), "{}", path.display());
        let found = read("page.html", &bytes, &ReadOptions::default()).unwrap();
        let texts = found.blocks.iter().filter(|block| block.outside.is_none());
        let text = bare(&texts.map(|block| block.text(&found.original)).collect::<String>());
        let expected = expected(&source);
        let is_title =
            found.facts.titles.iter().any(|title| bare(title) == expected_title(&source));
        n_right += usize::from(text == expected);
        n_titles += usize::from(is_title);
        n_dates += usize::from(found.facts.dates.len() == 1);
        if text != expected || !is_title {
            let same = text.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
            let part = |text: &str| {
                text.chars().skip(same.saturating_sub(10)).take(60).collect::<String>()
            };
            println!(
                "{}: {} of {} characters, titles {:?}",
                path.display(),
                text.chars().count(),
                expected.chars().count(),
                found.facts.titles
            );
            println!("  found    …{}\n  expected …{}", part(&text), part(&expected));
        }
    }
    println!(
        "{n_right} texts, {n_titles} titles, {n_dates} dates of {} pages are right",
        paths.len()
    );
    assert_eq!((n_right, n_titles, n_dates), (paths.len(), paths.len(), paths.len()));
}

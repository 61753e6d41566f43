//! The table of questions of real press conferences.

use super::documents::{imported, shown};
use super::files_in;
use crate::project::{build, compile};
use crate::sites::none_of;
use oratory::{Options, Sources};

/// What stands between two marks of a text, the first time.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close).map(|(inside, _)| inside)
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn every_line_has_words_of_its_question() {
    let mut texts =
        vec![("oratory.toml".to_owned(), "title = 'Press'\nlanguages = ['zh', 'en']\n".to_owned())];
    for (index, path) in files_in("corpora/press-pages").iter().enumerate() {
        let speech = imported(path, &format!("press-{index}")).speech;
        texts.push((format!("content/speeches/press-{index}.zh.md"), speech));
    }
    let texts = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let sources = Sources::from_texts(texts);
    let options = Options { minify: Some(false), ..Options::default() };
    let (_, files) = build(&compile(&sources, &options));

    let (mut n_rows, mut n_pages, mut faults) = (0, 0, Vec::new());
    for (path, bytes) in &files {
        let html = String::from_utf8_lossy(bytes);
        let Some(table) = between(&html, "<ol class=\"ways\">", "</ol>") else { continue };
        n_pages += 1;
        for row in table.split("<li").skip(1) {
            n_rows += 1;
            let turn = between(row, "href=\"#", "\"").expect("a row leads to its turn");
            let text = shown(between(row, "<a ", "</a>").expect("a link"));
            let text = text.split_once('>').map_or(text.as_str(), |(_, text)| text).to_owned();
            let said = html.split_once(&format!("id=\"{turn}\">")).expect("the turn").1;
            let said = shown(said.split("<div class=\"turn").next().unwrap_or_default());

            let mut pieces = text.split('…').map(str::trim).filter(|piece| !piece.is_empty());
            let is_label = said.trim_start().starts_with(text.as_str());
            if is_label || !pieces.all(|piece| said.contains(piece)) {
                faults.push(format!("{path}: “{text}”"));
            }
        }
    }
    none_of("lines that do not say what was asked", &faults);
    assert!(n_pages >= 46 && n_rows > 400, "{n_rows} rows on {n_pages} pages");
}

//! `[[wang-yi]]` → the name of the entity, in the language of the text.
//!
//! A file is read on its own, so its text has the id until all files are known. An id of nobody
//! stays as it is written, and is told elsewhere.

use crate::base::lang::Lang;
use crate::base::words::Words;
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Document, MarkKind, Paragraph, Run};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Has every text show names where it states ids alone.
pub(super) fn put_in(corpus: &mut Corpus, config: &Config) {
    let names = names(corpus);
    // Most sites have none, and no speech of theirs is copied.
    if names.is_empty() {
        return;
    }

    for speech in &mut corpus.speeches {
        if bare_ids(&speech.body).next().is_some() {
            let speech = Arc::make_mut(speech);
            show(&mut speech.body, &speech.lang, &names);
        }
    }
    for entity in &mut corpus.entities {
        for (lang, body) in &mut entity.bodies {
            show(body, lang.as_ref().unwrap_or(config.default_language()), &names);
        }
    }
    for page in &mut corpus.pages {
        show(&mut page.body, &page.lang, &names);
    }
}

/// The ids that stand alone in a text.
fn bare_ids(body: &Document) -> impl Iterator<Item = &str> {
    let marks = body.paragraphs.iter().flat_map(|paragraph| &paragraph.marks);
    marks.filter_map(|mark| match &mark.kind {
        MarkKind::Mention { id, bare: true, .. } => Some(id.as_str()),
        _ => None,
    })
}

/// What the ids that stand alone somewhere are called.
fn names(corpus: &Corpus) -> BTreeMap<String, Words> {
    let mut names = BTreeMap::new();
    for text in corpus.texts() {
        for id in bare_ids(text.body) {
            if let Some(entity) = corpus.find_entity(id) {
                names.insert(id.to_owned(), corpus.entity(entity).name.clone());
            }
        }
    }
    names
}

fn show(body: &mut Document, lang: &Lang, names: &BTreeMap<String, Words>) {
    for paragraph in &mut body.paragraphs {
        // Each name moves what is behind it, so the marks are gone through by index.
        for index in 0..paragraph.marks.len() {
            let mark = &paragraph.marks[index];
            if let MarkKind::Mention { id, bare: true, .. } = &mark.kind
                && let Some(name) = names.get(id)
            {
                let range = mark.range.clone();
                replace(paragraph, range, name.text(lang));
            }
        }
    }
}

/// Puts a name in the place of the id at `range`; marks and runs behind it move.
fn replace(paragraph: &mut Paragraph, range: Range<u32>, name: &str) {
    let bytes = range.start as usize..range.end as usize;
    let source = paragraph.source_range(&bytes);
    let end = bytes.start + name.len();
    paragraph.text.replace_range(bytes.clone(), name);
    let moved = |at: u32| {
        let at = if at >= range.end { at as usize - bytes.end + end } else { at as usize };
        u32::try_from(at).unwrap_or(u32::MAX)
    };

    for mark in &mut paragraph.marks {
        mark.range = moved(mark.range.start)..moved(mark.range.end);
    }
    paragraph.runs.retain(|run| run.text <= range.start || run.text >= range.end);
    for run in &mut paragraph.runs {
        run.text = moved(run.text);
    }
    // The name as a whole came from the id as a whole: its last byte from the last of the id.
    if name.len() > 1
        && let (Ok(text), Ok(file)) = (u32::try_from(end - 1), u32::try_from(source.end - 1))
    {
        let after = paragraph.runs.partition_point(|run| run.text < text);
        paragraph.runs.insert(after, Run { text, file });
    }
}

#[cfg(test)]
mod tests {
    use crate::base::diag::Diagnostics;
    use crate::base::sources::Sources;
    use crate::reading::config::Config;
    use crate::reading::corpus::Corpus;
    use crate::reading::parse::parse;

    fn corpus(path: &str, speech: &str) -> Corpus {
        let sources = Sources::from_texts([
            ("content/people/ann-lee.md", "---\nname: {en: Ann Lee, zh: 李安}\n---\n"),
            (path, speech),
        ]);
        parse(&sources, &Config::default(), &mut Diagnostics::default())
    }

    #[test]
    fn an_id_alone_shows_the_name_and_what_is_around_it_keeps_its_place() {
        let written = "---\ntitle: A\ndate: 2024\n---\n\nSo *[[ann-lee]] and* [[ann-lee?]]—é [[ann-lee|her]], [[no-one-here]].\n";
        let corpus = corpus("content/speeches/a.en.md", written);
        let paragraph = &corpus.speeches[0].body.paragraphs[0];
        assert_eq!(paragraph.text, "So Ann Lee and Ann Lee—é her, no-one-here.");

        let marked: Vec<(&str, &str)> = paragraph
            .marks
            .iter()
            .map(|mark| {
                let range = mark.bytes();
                (&paragraph.text[range.clone()], &written[paragraph.source_range(&range)])
            })
            .collect();
        assert_eq!(
            marked,
            [
                ("Ann Lee and", "ann-lee]] and"),
                ("Ann Lee", "ann-lee"),
                ("Ann Lee", "ann-lee?"),
                ("her", "her"),
                ("no-one-here", "no-one-here"),
            ]
        );
    }

    #[test]
    fn the_name_is_in_the_language_of_the_text() {
        let corpus = corpus(
            "content/speeches/a.zh.md",
            "---\ntitle: A\ndate: 2024\n---\n\n[[ann-lee]]说。\n",
        );
        assert_eq!(corpus.speeches[0].body.paragraphs[0].text, "李安说。");
    }
}

//! Planned speeches → those that the site can be built with, and what is wrong with the others.
//!
//! **Invariant:** a speech that passes is read by the loader, is a speech to the parser, and adds
//! no error to the site. This is found out by building the site in memory.
//! Mistakes that the site has elsewhere do not count against a document.

use super::spool::Spool;
use super::{Made, Page};
use crate::base::changes::{Changes, applied};
use crate::base::diag::{Diagnostic, Severity};
use crate::base::lang::Lang;
use crate::base::sources::{Content, FileId, MAX_TEXT_BYTES, Source, Sources};
use crate::cli::site::understood;
use crate::reading::parse::frame;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

/// A document of which no speech is made.
pub(super) struct Refused {
    pub(super) path: PathBuf,
    pub(super) why: String,
}

/// Documents, sorted into those with which the site can be built and the others.
pub(super) struct Sifted {
    pub(super) sound: Vec<Made>,
    pub(super) refused: Vec<Refused>,
}

/// Bytes of speeches with which the site is built at once: what is understood takes five times as
/// much.
const PART: u64 = 12 << 20;

/// Builds the site in memory as it will be, and refuses each document in which it would have
/// errors.
pub(super) fn sift(sources: &Sources, made: Vec<Made>, spool: &Spool) -> io::Result<Sifted> {
    let size: u64 = made.iter().map(|document| document.speech.text.length()).sum();
    if size > PART && are_sound_in_parts(sources, &made, PART, spool)? {
        return Ok(Sifted { sound: made, refused: Vec::new() });
    }

    // A document may link to one that is refused, so those that are left are tried again. This
    // ends, for every round but the last refuses at least one.
    let mut sifted = Sifted { sound: made, refused: Vec::new() };
    while !sifted.sound.is_empty() {
        let mut speeches = Vec::with_capacity(sifted.sound.len());
        for document in &sifted.sound {
            speeches.push(spool.text(document.speech.text)?);
        }
        let after = applied(sources, &plan(&sifted.sound, &speeches, spool)?);
        let whys = troubles(&sifted.sound, &speeches, &after);
        if whys.iter().all(Option::is_none) {
            break;
        }

        let documents = std::mem::take(&mut sifted.sound);
        for (document, why) in documents.into_iter().zip(whys) {
            match why {
                None => sifted.sound.push(document),
                Some(why) => sifted.refused.push(Refused { path: document.path, why }),
            }
        }
    }
    Ok(sifted)
}

/// The files that will be written.
fn plan(made: &[Made], speeches: &[String], spool: &Spool) -> io::Result<Changes> {
    let mut changes = Changes::default();
    let mut add = |page: &Page, text: &[u8]| match page.is_new {
        true => changes.create(page.path.as_str(), text),
        false => changes.write(page.path.as_str(), text),
    };
    for (document, speech) in made.iter().zip(speeches) {
        add(&document.speech, speech.as_bytes());
        if let Some(aside) = &document.aside {
            add(aside, &spool.read(aside.text)?);
        }
    }
    Ok(changes)
}

/// Whether the site can be built with some of the speeches at a time, where all others, those that it
/// has among them, are their front matter alone. Speeches meet in their front matter and addresses;
/// only a link may need what another says, and where one leads nowhere, all are tried together.
fn are_sound_in_parts(
    sources: &Sources,
    made: &[Made],
    part: u64,
    spool: &Spool,
) -> io::Result<bool> {
    let written: BTreeSet<&str> =
        made.iter().map(|document| document.speech.path.as_str()).collect();
    let mut heads = Vec::with_capacity(made.len());
    for (_, source) in sources.iter() {
        if written.contains(source.path.as_str()) {
            continue;
        }
        match source.text() {
            Some(text) if is_speech(&source.path) => heads.push(page(&source.path, head(text))),
            _ => heads.push(source.clone()),
        }
    }

    let mut start = 0;
    while start < made.len() {
        let mut end = start;
        let mut size = 0;
        while end < made.len() && (end == start || size < part) {
            size += made[end].speech.text.length();
            end += 1;
        }

        let mut files = heads.clone();
        let mut speeches = Vec::with_capacity(end - start);
        for (at, document) in made.iter().enumerate() {
            let path = &document.speech.path;
            if (start..end).contains(&at) {
                let speech = spool.text(document.speech.text)?;
                files.push(page(path, &speech));
                speeches.push(speech);
            } else {
                files.push(page(path, &document.head));
            }
        }
        let after = Sources::new(files);
        if troubles(&made[start..end], &speeches, &after).iter().any(Option::is_some) {
            return Ok(false);
        }
        start = end;
    }
    Ok(true)
}

fn page(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) }
}

fn is_speech(path: &str) -> bool {
    path.starts_with("content/speeches/") && path.ends_with(".md")
}

/// The front matter of a speech; all of a text without any.
pub(super) fn head(speech: &str) -> &str {
    let body = frame(speech).and_then(|frame| frame.body);
    &speech[..body.unwrap_or(speech.len())]
}

/// For each document why the site cannot be built with it; `None` where it can. `after` are the
/// files as they will be.
fn troubles(documents: &[Made], speeches: &[String], after: &Sources) -> Vec<Option<String>> {
    let site = understood(after);
    let errors =
        site.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let mut first_errors: BTreeMap<FileId, &Diagnostic> = BTreeMap::new();
    for error in errors {
        for label in &error.labels {
            first_errors.entry(label.span.file).or_insert(error);
        }
    }
    let mut languages: BTreeMap<FileId, &Lang> = BTreeMap::new();
    for speech in &site.graph.corpus.speeches {
        languages.insert(speech.file, &speech.lang);
    }

    let trouble = |(document, speech): (&Made, &String)| {
        let size = speech.len() as u64;
        if size > MAX_TEXT_BYTES {
            return Some(format!(
                "the speech would have {} MiB, the limit is {} MiB; split it",
                size >> 20,
                MAX_TEXT_BYTES >> 20
            ));
        }
        let Some(file) = after.find(&document.speech.path) else {
            return Some(unread(document));
        };
        if let Some(error) = first_errors.get(&file) {
            return Some(in_words(error, file, speech));
        }
        if languages.get(&file) != Some(&&document.lang) {
            return Some(unread(document));
        }
        None
    };
    documents.iter().zip(speeches).map(trouble).collect()
}

fn unread(document: &Made) -> String {
    format!(
        "`{}` would not be read as a speech in `{}`; give it another id with `--id`",
        document.speech.path, document.lang
    )
}

/// An error as a reason to refuse a document, with the line that it is about.
fn in_words(error: &Diagnostic, file: FileId, text: &str) -> String {
    /// How many characters of the line are shown: enough to find it by, and few enough that the
    /// message stays one sentence.
    const MAX_SHOWN: usize = 60;

    let at = error
        .labels
        .iter()
        .find(|label| label.span.file == file)
        .map_or(0, |label| label.span.range.start);
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let shown: String = line.chars().take(MAX_SHOWN).collect();

    // At the very start of a file the error is about the file as a whole.
    let place = if at == 0 { String::new() } else { format!(", where it says `{}`", shown.trim()) };
    let hint = match error.hints.first() {
        Some(hint) => format!("; {hint}"),
        None => String::new(),
    };
    format!("the site could not be built with it: {}{place}{hint}", error.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::publish::Print;

    /// Documents with these texts.
    fn made(spool: &Spool, bodies: &[&str]) -> Vec<Made> {
        let mut made = Vec::new();
        for (at, body) in bodies.iter().enumerate() {
            let speech = format!("---\ntitle: Talk\ndate: 2024-05-0{}\n---\n\n{body}\n", at + 1);
            let path = format!("content/speeches/talk-{at}.en.md");
            let page = |path: String, text: &str| Page {
                path,
                is_new: true,
                print: Print::of(text.as_bytes()),
                text: spool.keep(text).unwrap(),
            };
            made.push(Made {
                path: PathBuf::from(format!("{at}.txt")),
                lang: Lang::english(),
                is_again: false,
                date: None,
                n_turns: 0,
                n_doubts: 0,
                aside_percent: 0.0,
                entities: BTreeSet::new(),
                lock: page(format!("content/ids/talk-{at}.en/import.lock"), ""),
                speech: page(path, &speech),
                aside: None,
                report: spool.keep("").unwrap(),
                head: head(&speech).to_owned(),
            });
        }
        made
    }

    #[test]
    fn a_large_folder_is_proved_in_parts() {
        let spool = Spool::new().unwrap();
        let sources = Sources::from_texts([(
            "oratory.toml",
            "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en']\n",
        )]);
        let sound = ["See [the other](talk-3.en.md).", "Aye.", "Aye.", "Aye."];
        let documents = made(&spool, &sound);
        for part in [1, 100, PART] {
            assert!(are_sound_in_parts(&sources, &documents, part, &spool).unwrap(), "{part}");
        }
        assert!(sift(&sources, documents, &spool).unwrap().refused.is_empty());

        let bad = ["Aye.", "Aye.", "Aye.", "A\0ye."];
        let documents = made(&spool, &bad);
        for part in [1, 100, PART] {
            assert!(!are_sound_in_parts(&sources, &documents, part, &spool).unwrap(), "{part}");
        }
        let sifted = sift(&sources, documents, &spool).unwrap();
        assert_eq!((sifted.sound.len(), sifted.refused.len()), (3, 1));
        assert!(sifted.refused[0].why.contains("NUL"), "{}", sifted.refused[0].why);
    }
}

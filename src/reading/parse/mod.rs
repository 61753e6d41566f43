//! Sources → Corpus: front matter and Markdown, file by file, in parallel.
//!
//! **Invariant:** each file is read on its own; no file can change how another is read.
//! **Invariant:** parsing never fails: a file gives what could be read of it, and diagnostics.
//! The only room that names pulldown-cmark. Does not resolve ids, does not look for names.

mod addresses;
mod decisions;
mod entities;
mod extensions;
mod facts;
mod footnotes;
mod front_matter;
mod inlines;
mod markdown;
mod speeches;
mod turns;

pub(crate) use addresses::addresses;
pub(crate) use footnotes::footnote_labels;
pub(crate) use front_matter::{YAML_MARK, frame};
pub(crate) use turns::bare_label;

use crate::base::decode;
use crate::base::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::base::lang::Lang;
use crate::base::sources::{Content, FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, DECISIONS_PATH, Entity, LOCK_PATH, Page, Speech};
use crate::reading::kinds::KindId;
use rayon::prelude::*;

/// What one file turned out to be.
enum Parsed {
    Speech(Box<Speech>),
    Entity(Box<Entity>),
    Page(Box<Page>),
    Media(FileId),
    /// A text that cannot be read.
    Unread(FileId),
    Nothing,
}

/// What a path says a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Speech {
        id: String,
        lang: Option<Lang>,
    },
    Entity {
        kind: KindId,
        id: String,
    },
    About {
        lang: Lang,
    },
    Media,
    /// Markdown by an ending that is not `.md`; `named` is what the file should be called.
    OtherEnding {
        named: String,
    },
    Stray,
    Elsewhere,
}

/// Reads every file of the site.
#[must_use]
pub fn parse(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Corpus {
    let files: Vec<FileId> = sources.iter().map(|(file, _)| file).collect();
    let parsed: Vec<(Parsed, Diagnostics)> =
        files.par_iter().map(|file| parse_file(sources, *file, config)).collect();
    let mut corpus = Corpus::default();
    for (parsed, found) in parsed {
        diagnostics.append(found);
        match parsed {
            Parsed::Speech(speech) => corpus.speeches.push(*speech),
            Parsed::Entity(entity) => corpus.entities.push(*entity),
            Parsed::Page(page) => corpus.about.push(*page),
            Parsed::Media(file) => corpus.media.push(file),
            Parsed::Unread(file) => corpus.unread.push(file),
            Parsed::Nothing => {}
        }
    }
    let is_withheld = |speech: &mut Speech| speech.draft && !config.drafts;
    corpus.withheld = corpus.speeches.extract_if(.., is_withheld).collect();
    keep_unique_speeches(&mut corpus.speeches, diagnostics);
    keep_unique_entities(&mut corpus.entities, diagnostics);
    if let Some(file) = sources.find(DECISIONS_PATH)
        && let Some(text) = decode::text_of(sources, file, diagnostics)
    {
        corpus.decisions = decisions::decisions(file, &text, diagnostics);
    }
    corpus
}

fn parse_file(sources: &Sources, file: FileId, config: &Config) -> (Parsed, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let place = place_of(&sources.file(file).path, config);
    if place == Place::Elsewhere {
        return (Parsed::Nothing, diagnostics);
    }
    if place == Place::Media {
        return (media(sources, file, &mut diagnostics), diagnostics);
    }
    let path = &sources.file(file).path;
    if let Place::OtherEnding { named } = &place {
        let is_free = sources.find(named).is_none();
        let hint = if is_free {
            format!("rename it to `{named}`")
        } else {
            format!("`{named}` is there, too: remove one of them")
        };
        diagnostics.push(nothing_reads(file, path).hint(hint));
        return (Parsed::Nothing, diagnostics);
    }
    check_name(sources, file, &mut diagnostics);
    if place == Place::Stray {
        diagnostics.push(nothing_reads(file, path).hint(where_it_belongs(path, config)));
        return (Parsed::Nothing, diagnostics);
    }
    let Some(text) = decode::text_of(sources, file, &mut diagnostics) else {
        return (Parsed::Unread(file), diagnostics);
    };
    let parsed = match place {
        Place::Speech { id, lang } => {
            speeches::speech(file, &text, id, lang, config, &mut diagnostics)
                .map(|s| Parsed::Speech(Box::new(s)))
        }
        Place::Entity { kind, id } => {
            entities::entity(file, &text, kind, id, config, &mut diagnostics)
                .map(|e| Parsed::Entity(Box::new(e)))
        }
        Place::About { lang } => Some(Parsed::Page(Box::new(speeches::page(
            file,
            &text,
            lang,
            config,
            &mut diagnostics,
        )))),
        Place::Media | Place::OtherEnding { .. } | Place::Stray | Place::Elsewhere => None,
    };
    (parsed.unwrap_or(Parsed::Unread(file)), diagnostics)
}

fn nothing_reads(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::new(Code::StrayFile, format!("nothing reads `{path}`"))
        .at(Span::new(file, 0..0), "")
}

/// What to do with a file that nothing reads.
fn where_it_belongs(path: &str, config: &Config) -> String {
    let mut parts = path.trim_start_matches("content/").split('/');
    match (parts.next(), parts.next()) {
        (Some("speeches"), _) => {
            "a speech lies in `content/speeches/`, or with its media in a folder there: `<id>/index.<lang>.md`".to_owned()
        }
        (Some(folder), Some(_)) if config.kinds.named(folder).is_some() => {
            format!("entities lie in `content/{folder}/` itself, not in a folder below it")
        }
        (Some(folder), Some(_)) => match nearest(folder, config.kinds.iter().map(|(_, kind)| kind.key.as_str())) {
            Some(key) => format!("did you mean the folder `content/{key}/`?"),
            None => format!("for a kind of the site's own write `[kinds.{folder}]` in `oratory.toml`"),
        },
        _ => "speeches lie in `content/speeches/`, entities in the folder of their kind".to_owned(),
    }
}

fn media(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Parsed {
    if sources.file(file).content == Content::LinkOutside {
        diagnostics.push(decode::link_outside(file));
        return Parsed::Nothing;
    }
    Parsed::Media(file)
}

/// What the path says: the folder tells the kind of thing, the name its id and language.
fn place_of(path: &str, config: &Config) -> Place {
    let Some(rest) = path.strip_prefix("content/") else {
        return Place::Elsewhere;
    };
    if path == LOCK_PATH || path == DECISIONS_PATH {
        return Place::Elsewhere;
    }
    let Some(stem) = rest.strip_suffix(".md") else {
        return other_ending(path).map_or(Place::Media, |named| Place::OtherEnding { named });
    };
    match stem.split_once('/') {
        None => match stem.split_once('.') {
            _ if stem == "about" => Place::About { lang: config.default_language().clone() },
            Some(("about", tag)) => Lang::parse(tag)
                .filter(|lang| config.languages.contains(lang))
                .map_or(Place::Stray, |lang| Place::About { lang }),
            _ => Place::Stray,
        },
        Some(("speeches", name)) => speech_place(name, config),
        Some((folder, id)) => match config.kinds.named(folder) {
            Some(kind) if !id.contains('/') => Place::Entity { kind, id: id.to_owned() },
            _ => Place::Stray,
        },
    }
}

/// What a Markdown file should be called that has another ending than `.md`; none if it is no
/// Markdown file.
fn other_ending(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let is_markdown = ["md", "markdown", "mdown", "mkdn", "mkd"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    is_markdown.then(|| format!("{stem}.md"))
}

/// `<id>`, `<id>.<lang>` or `<id>/index.<lang>`; a suffix is a language if the site has it or
/// everybody knows it. `<id>.aside` is what `import` found not to belong to a speech, and is
/// nothing of the site.
fn speech_place(name: &str, config: &Config) -> Place {
    if name.ends_with(".aside") {
        return Place::Elsewhere;
    }
    let language = |tag: &str| {
        Lang::parse(tag).filter(|lang| {
            lang.tag() == tag && (config.languages.contains(lang) || lang.endonym() != tag)
        })
    };
    let (id, lang) = match name.rsplit_once('.') {
        Some((id, tag)) => match language(tag) {
            Some(lang) => (id, Some(lang)),
            None => (name, None),
        },
        None => (name, None),
    };
    let id = id.strip_suffix("/index").unwrap_or(id);
    if id.contains('/') { Place::Stray } else { Place::Speech { id: id.to_owned(), lang } }
}

/// Reports a name that could not be an address on every server and disk.
pub(crate) fn check_name(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) {
    let path = &sources.file(file).path;
    let is_bad = |part: &str| {
        part.starts_with('.')
            || part.ends_with(['.', ' '])
            || part.contains(|c: char| c.is_control() || "\\:*?\"<>|#%".contains(c))
    };
    if let Some(part) = path.split('/').find(|part| is_bad(part)) {
        let message = format!("`{}` cannot become an address", part.escape_debug());
        let diagnostic = Diagnostic::new(Code::BadFileName, message).at(Span::new(file, 0..0), "");
        diagnostics.push(diagnostic.hint("rename it without control characters and any of `\\ : * ? \" < > | # %`, without a dot in front, and without a dot or space at its end"));
    }
}

fn keep_unique_speeches(speeches: &mut Vec<Speech>, diagnostics: &mut Diagnostics) {
    speeches.sort_by(|a, b| (&a.id, &a.lang, a.file).cmp(&(&b.id, &b.lang, b.file)));
    speeches.dedup_by(|later, first| {
        let same = later.id == first.id && later.lang == first.lang;
        if same {
            diagnostics.push(duplicate(
                &format!("the speech `{}` in `{}`", first.id, first.lang),
                later.file,
                first.file,
            ));
        }
        same
    });
}

fn keep_unique_entities(entities: &mut Vec<Entity>, diagnostics: &mut Diagnostics) {
    entities.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    entities.dedup_by(|later, first| {
        let same = later.id == first.id;
        if same {
            diagnostics.push(duplicate(&format!("the id `{}`", first.id), later.file, first.file));
        }
        same
    });
}

fn duplicate(what: &str, later: FileId, first: FileId) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, format!("{what} is in two files"))
        .at(Span::new(later, 0..0), "this one")
        .at(Span::new(first, 0..0), "and this one")
        .hint("rename one of them")
}

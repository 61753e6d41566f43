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

use crate::base::decode::{self, Text};
use crate::base::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::base::fields::Node;
use crate::base::lang::Lang;
use crate::base::sources::{Content, FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{
    Corpus, DECISIONS_PATH, Document, Entity, LOCK_FOLDER, OLD_LOCK_PATH, Speech,
};
use crate::reading::kinds::KindId;
use rayon::prelude::*;

/// A text file, cut at its front matter, with its body read.
struct Parts<'t> {
    file: FileId,
    /// An empty table without front matter; none if it could not be read.
    fields: Option<Node>,
    has_front_matter: bool,
    /// The body as it is written.
    text: Text<'t>,
    body: Document,
}

/// What a path says a file is.
enum Place {
    Speech {
        id: String,
        lang: Option<Lang>,
    },
    Entity {
        kind: KindId,
        id: String,
    },
    About(Lang),
    Media,
    /// Markdown by an ending that is not `.md`; this is what the file should be called.
    OtherEnding(String),
    /// Markdown where nothing reads it.
    Stray,
    /// Not content, or read by another room.
    Elsewhere,
}

/// Reads every file of the site.
#[must_use]
pub fn parse(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Corpus {
    let files: Vec<FileId> = sources.iter().map(|(file, _)| file).collect();
    let parse_one = |file: &FileId| {
        let mut found = Diagnostics::default();
        (parse_file(sources, *file, config, &mut found), found)
    };
    let parsed: Vec<(Corpus, Diagnostics)> = files.par_iter().map(parse_one).collect();

    let mut corpus = Corpus::default();
    for (part, found) in parsed {
        diagnostics.append(found);
        corpus.speeches.extend(part.speeches);
        corpus.entities.extend(part.entities);
        corpus.about.extend(part.about);
        corpus.media.extend(part.media);
        corpus.unread.extend(part.unread);
    }

    let is_early = |speech: &Speech| speech.embargo.is_some_and(|until| Some(until) > config.as_of);
    let is_withheld = |speech: &mut Speech| (speech.draft || is_early(speech)) && !config.drafts;
    corpus.withheld = corpus.speeches.extract_if(.., is_withheld).collect();
    corpus.withdrawn =
        corpus.speeches.extract_if(.., |speech| speech.withdrawn.is_some()).collect();
    keep_unique_speeches(&mut corpus.speeches, diagnostics);
    tell_future(&corpus.speeches, config, diagnostics);
    keep_unique_entities(&mut corpus.entities, diagnostics);

    if let Some(file) = sources.find(DECISIONS_PATH)
        && let Some(text) = decode::text_of(sources, file, diagnostics)
    {
        corpus.decisions = decisions::decisions(file, &text, diagnostics);
    }
    corpus
}

/// What one file says.
fn parse_file(
    sources: &Sources,
    file: FileId,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Corpus {
    let nothing = Corpus::default();
    let path = &sources.file(file).path;
    let place = place_of(path, config);
    match &place {
        Place::Elsewhere => return nothing,
        Place::Media if sources.file(file).content == Content::LinkOutside => {
            diagnostics.push(decode::link_outside(file));
            return nothing;
        }
        // Its name is checked when it is known to be published.
        Place::Media => return Corpus { media: vec![file], ..nothing },
        Place::OtherEnding(named) => {
            let hint = match sources.find(named) {
                None => format!("rename it to `{named}`"),
                Some(_) => format!("`{named}` is there, too: remove one of them"),
            };
            tell_stray(file, path, hint, diagnostics);
            return nothing;
        }
        Place::Speech { .. } | Place::Entity { .. } | Place::About(_) | Place::Stray => {}
    }

    check_name(sources, file, diagnostics);
    if let Place::Stray = place {
        tell_stray(file, path, where_it_belongs(path, config), diagnostics);
        return nothing;
    }
    let Some(text) = decode::text_of(sources, file, diagnostics) else {
        return Corpus { unread: vec![file], ..nothing };
    };

    let halves = front_matter::split(file, &text, diagnostics);
    let body = markdown::document(file, halves.body, config.trusted_html, diagnostics);
    let parts = Parts {
        file,
        fields: halves.fields,
        has_front_matter: halves.has_front_matter,
        text: halves.body,
        body,
    };
    match place {
        Place::Speech { id, lang } => {
            if let Some(speech) = speeches::speech(parts, id, lang, config, diagnostics) {
                return Corpus { speeches: vec![speech], ..nothing };
            }
        }
        Place::Entity { kind, id } => {
            if let Some(entity) = entities::entity(parts, kind, id, config, diagnostics) {
                return Corpus { entities: vec![entity], ..nothing };
            }
        }
        Place::About(lang) => {
            return Corpus { about: vec![speeches::page(parts, lang, diagnostics)], ..nothing };
        }
        Place::Media | Place::OtherEnding(_) | Place::Stray | Place::Elsewhere => {}
    }
    Corpus { unread: vec![file], ..nothing }
}

fn tell_stray(file: FileId, path: &str, hint: String, diagnostics: &mut Diagnostics) {
    let message = format!("nothing reads `{path}`");
    diagnostics.tell(Code::StrayFile, Span::new(file, 0..0), message, hint);
}

/// What to do with a file that nothing reads.
fn where_it_belongs(path: &str, config: &Config) -> String {
    let mut parts = path.trim_start_matches("content/").split('/');
    let (folder, is_in_folder) = (parts.next().unwrap_or_default(), parts.next().is_some());

    if folder == "speeches" {
        return "a speech lies in `content/speeches/`, or with its media in a folder there: `<id>/index.<lang>.md`".to_owned();
    }
    if !is_in_folder {
        return "speeches lie in `content/speeches/`, entities in the folder of their kind"
            .to_owned();
    }
    if config.kinds.named(folder).is_some() {
        return format!("entities lie in `content/{folder}/` itself, not in a folder below it");
    }
    match nearest(folder, config.kinds.iter().map(|(_, kind)| kind.key.as_str())) {
        Some(key) => format!("did you mean the folder `content/{key}/`?"),
        None => format!("for a kind of the site's own write `[kinds.{folder}]` in `oratory.toml`"),
    }
}

/// What the path says: the folder tells the kind of thing, the name its id and language.
fn place_of(path: &str, config: &Config) -> Place {
    let Some(rest) = path.strip_prefix("content/") else {
        return Place::Elsewhere;
    };
    let is_lock = path == OLD_LOCK_PATH || path.starts_with(LOCK_FOLDER);
    if is_lock || path == DECISIONS_PATH {
        return Place::Elsewhere;
    }
    let Some(stem) = rest.strip_suffix(".md") else {
        return other_ending(path).map_or(Place::Media, Place::OtherEnding);
    };

    let Some((folder, name)) = stem.split_once('/') else {
        return about_place(stem, config);
    };
    if folder == "speeches" {
        return speech_place(name, config);
    }
    match config.kinds.named(folder) {
        Some(kind) if !name.contains('/') => Place::Entity { kind, id: name.to_owned() },
        _ => Place::Stray,
    }
}

/// `about` or `about.<lang>`; no other text lies in the content itself.
fn about_place(name: &str, config: &Config) -> Place {
    let lang = match name.split_once('.') {
        None if name == "about" => Some(config.default_language().clone()),
        Some(("about", tag)) => Lang::parse(tag).filter(|lang| config.languages.contains(lang)),
        _ => None,
    };
    lang.map_or(Place::Stray, Place::About)
}

/// What a Markdown file should be called that has another ending than `.md`; none if it is not a
/// Markdown file.
fn other_ending(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let known = ["md", "markdown", "mdown", "mkdn", "mkd"];
    let is_markdown = known.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_markdown.then(|| format!("{stem}.md"))
}

/// `<id>`, `<id>.<lang>` or `<id>/index.<lang>`; a suffix is a language if the site has it or
/// everybody knows it. `<id>.aside` is what `import` found not to belong to a speech, and is
/// nothing of the site.
fn speech_place(name: &str, config: &Config) -> Place {
    if name.ends_with(".aside") {
        return Place::Elsewhere;
    }

    let (mut id, mut lang) = (name, None);
    if let Some((stem, tag)) = name.rsplit_once('.')
        && let Some(known) = Lang::parse(tag)
        // A suffix in other letters, or without a name of its own, is a part of the id: `a.v2`.
        && known.tag() == tag
        && (config.languages.contains(&known) || known.endonym() != tag)
    {
        (id, lang) = (stem, Some(known));
    }

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
        let hint = "rename it without control characters and any of `\\ : * ? \" < > | # %`, without a dot in front, and without a dot or space at its end";
        diagnostics.tell(Code::BadFileName, Span::new(file, 0..0), message, hint);
    }
}

/// A speech that is published before the day on which it is said to have been given has most likely
/// a slip in its date, or should wait.
fn tell_future(speeches: &[Speech], config: &Config, diagnostics: &mut Diagnostics) {
    let Some(now) = config.as_of else {
        return;
    };
    for speech in speeches.iter().filter(|speech| now.is_before(speech.date)) {
        let message = format!("the speech is dated {}, which is yet to come", speech.date);
        let hint = "mend `date`, or keep the speech back until it is given: `embargo: 2024-03-07T12:00+08:00`, `draft: true`";
        diagnostics.tell(Code::FutureDate, Span::new(speech.file, 0..0), message, hint);
    }
}

fn keep_unique_speeches(speeches: &mut Vec<Speech>, diagnostics: &mut Diagnostics) {
    speeches.sort_by(|a, b| (&a.id, &a.lang, a.file).cmp(&(&b.id, &b.lang, b.file)));
    speeches.dedup_by(|later, first| {
        let is_same = (&later.id, &later.lang) == (&first.id, &first.lang);
        if is_same {
            let what = format!("the speech `{}` in `{}`", first.id, first.lang);
            diagnostics.push(duplicate(&what, later.file, first.file));
        }
        is_same
    });
}

fn keep_unique_entities(entities: &mut Vec<Entity>, diagnostics: &mut Diagnostics) {
    entities.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    entities.dedup_by(|later, first| {
        let is_same = later.id == first.id;
        if is_same {
            diagnostics.push(duplicate(&format!("the id `{}`", first.id), later.file, first.file));
        }
        is_same
    });
}

fn duplicate(what: &str, later: FileId, first: FileId) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, format!("{what} is in two files"))
        .at(Span::new(later, 0..0), "this one")
        .at(Span::new(first, 0..0), "and this one")
        .hint("rename one of them")
}

//! The path of a file → what it is: the folder says the kind of thing, the name its id and language.
//!
//! **Invariant:** an id is in composed form, however the file's name is stored: macOS and archives
//! take letters and their accents apart, and people type them together.
//! Does not open the file.

use crate::base::diag::{Code, Diagnostics};
use crate::base::lang::Lang;
use crate::base::letters::composed;
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use crate::base::sources::media_types::markdown_stem;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{DECISIONS_PATH, LOCK_FOLDER, OLD_LOCK_PATH};
use crate::reading::kinds::KindId;

/// What a path says a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Speech {
        id: String,
        lang: Option<Lang>,
    },
    Entity {
        kind: KindId,
        id: String,
    },
    /// A page of the site's own.
    Page {
        id: String,
        lang: Lang,
    },
    Media,
    /// Markdown where nothing reads it.
    Stray,
    /// Not content, or read by another room.
    Elsewhere,
}

/// The page that needs no language in its name wherever it lies.
const ABOUT: &str = "about";

/// The folder of speeches, and of the folders that they are sorted into.
const SPEECHES: &str = "content/speeches/";

/// The folder of the site's own pages, which is no part of their addresses.
const PAGES: &str = "pages";

/// What the file at `path` is.
pub(crate) fn place_of(path: &str, config: &Config) -> Place {
    let Some(rest) = path.strip_prefix("content/") else {
        return Place::Elsewhere;
    };
    let is_lock = path == OLD_LOCK_PATH || path.starts_with(LOCK_FOLDER);
    if is_lock || path == DECISIONS_PATH {
        return Place::Elsewhere;
    }
    let Some(stem) = markdown_stem(rest) else {
        return Place::Media;
    };

    let Some((folder, name)) = stem.split_once('/') else {
        return page_place(stem, config, stem == ABOUT);
    };
    if path.starts_with(SPEECHES) {
        return speech_place(name, config);
    }
    match config.kinds.named(folder) {
        Some(kind) if !name.contains('/') => {
            Place::Entity { kind, id: composed(name).into_owned() }
        }
        None if folder == PAGES => page_place(name, config, true),
        _ => Place::Stray,
    }
}

/// `<id>.<lang>` in one of the site's languages. Where `may_be_bare`, a name without a language is in
/// the default one: `about`, and all in the folder of pages. Elsewhere in the content itself such a
/// file is no page: notes and `README.md` are not published by accident.
fn page_place(name: &str, config: &Config, may_be_bare: bool) -> Place {
    let (id, lang) = without_language(name, config);
    let lang = match lang {
        Some(lang) if config.languages.contains(&lang) => lang,
        None if may_be_bare && !id.contains('.') => config.default_language().clone(),
        _ => return Place::Stray,
    };
    Place::Page { id: composed(id).into_owned(), lang }
}

/// `<id>`, `<id>.<lang>` or `<id>/index.<lang>`, in folders of any depth. `<id>.aside` is what
/// `import` found not to belong to a speech, and is nothing of the site.
fn speech_place(name: &str, config: &Config) -> Place {
    if name.ends_with(".aside") {
        return Place::Elsewhere;
    }

    let (name, lang) = without_language(name, config);
    let mut parts = name.rsplit('/');
    let id = match (parts.next(), parts.next()) {
        (Some("index"), Some(folder)) => folder,
        (last, _) => last.unwrap_or_default(),
    };
    Place::Speech { id: composed(id).into_owned(), lang }
}

/// A name and the language at its end; a suffix is a language if the site has it or everybody knows
/// it.
pub(super) fn without_language<'n>(name: &'n str, config: &Config) -> (&'n str, Option<Lang>) {
    if let Some((stem, tag)) = name.rsplit_once('.')
        && let Some(known) = Lang::parse(tag)
        // A suffix in other letters, or without a name of its own, is a part of the id: `a.v2`.
        && known.tag() == tag
        && (config.languages.contains(&known) || known.endonym() != tag)
    {
        (stem, Some(known))
    } else {
        (name, None)
    }
}

/// The folder that belongs to the file at `path` alone, without a final `/`: the one in which its
/// `index` lies, or the one beside it that is called by its id.
pub(crate) fn own_folder(path: &str, id: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or_default();
    let is_index = name.split('.').next() == Some("index");
    let own = if is_index && folder != SPEECHES.trim_end_matches('/') {
        folder.to_owned()
    } else {
        format!("{folder}/{id}")
    };
    composed(&own).into_owned()
}

/// Reports that nothing reads the file at `path`, and says where it belongs.
pub(super) fn tell_stray(file: FileId, path: &str, config: &Config, diagnostics: &mut Diagnostics) {
    // A language or a kind that a mended configuration has would read it.
    if config.is_doubted {
        return;
    }
    let message = say!("nothing reads `{path}`", path);
    let hint = where_it_belongs(path, config);
    diagnostics.tell(Code::StrayFile, Span::new(file, 0..0), message, hint);
}

fn where_it_belongs(path: &str, config: &Config) -> Message {
    let mut parts = path.trim_start_matches("content/").split('/');
    let (folder, is_in_folder) = (parts.next().unwrap_or_default(), parts.next().is_some());

    if !is_in_folder || folder == PAGES {
        return rename_page(path, config);
    }
    if config.kinds.named(folder).is_some() {
        return say!(
            "entities lie in `content/{folder}/` itself, not in a folder below it",
            folder
        );
    }

    let mut kinds = config.kinds.iter();
    let usual = FOLDERS.iter().find(|(names, _)| names.contains(&folder.to_lowercase().as_str()));
    let near = match kinds.find(|(_, kind)| kind.singular == folder) {
        Some((_, kind)) => Some(kind.key.as_str()),
        None if usual.is_some() => usual.map(|(_, key)| *key),
        None => {
            let keys = config.kinds.iter().map(|(_, kind)| kind.key.as_str());
            nearest(folder, keys.chain(["speeches"]))
        }
    };
    match near {
        Some(key) => say!("did you mean the folder `content/{key}/`?", key),
        None => say!(
            "a page of the site's own lies in `content/pages/`, here in `content/pages/{folder}/`; for a kind of the site's own write `[kinds.{folder}]` in `oratory.toml`",
            folder
        ),
    }
}

/// What folders are called elsewhere, and here.
const FOLDERS: [(&[&str], &str); 5] = [
    (
        &["posts", "post", "_posts", "articles", "talks", "transcripts", "texts", "讲话", "講話"],
        "speeches",
    ),
    (&["persons", "speakers", "authors", "bios", "人物"], "people"),
    (&["locations", "location", "countries", "cities", "地点", "地名"], "places"),
    (&["orgs", "org", "institutions", "companies", "机构", "機構"], "organizations"),
    (&["programmes", "programs", "projects", "倡议", "倡議"], "initiatives"),
];

/// What to do with a file that lies where pages lie and is none.
fn rename_page(path: &str, config: &Config) -> Message {
    let stem = markdown_stem(path).unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or_default();
    let default = config.default_language();
    let Some((id, tag)) = name.split_once('.') else {
        return say!(
            "a page of the site's own has its language in its name: `{folder}/{name}.{default}.md`; a speech lies in `content/speeches/`",
            folder,
            name,
            default
        );
    };
    match Lang::read(tag) {
        Ok(lang) if lang.tag() == tag => {
            say!("add `{lang}` to `languages` in `oratory.toml`", lang)
        }
        Ok(lang) | Err(Some(lang)) => {
            say!("rename it to `{folder}/{id}.{lang}.md`", folder, id, lang)
        }
        Err(None) => say!("rename it to `{folder}/{id}.<lang>.md`", folder, id),
    }
}

/// Reports a name that could not be an address on every server and disk.
pub(crate) fn check_name(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) {
    let path = &sources.file(file).path;
    // Servers are asked for `.well-known/`; nothing else of a site has a dot in front.
    let is_static = path.starts_with("static/");
    let is_bad = |part: &str| {
        (part.starts_with('.') && !is_static)
            || part.ends_with(['.', ' '])
            || part.contains(|c: char| c.is_control() || "\\:*?\"<>|#%".contains(c))
    };
    if let Some(part) = path.split('/').find(|part| is_bad(part)) {
        let message = say!("`{part}` cannot become an address", part = part.escape_debug());
        let hint = "rename it without control characters and any of `\\ : * ? \" < > | # %`, without a dot in front, and without a dot or space at its end";
        diagnostics.tell(Code::BadFileName, Span::new(file, 0..0), message, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(path: &str) -> Option<(String, Option<String>)> {
        let config = Config {
            languages: vec![Lang::english(), Lang::parse("zh").unwrap()],
            ..Config::default()
        };
        match place_of(path, &config) {
            Place::Speech { id, lang } => Some((id, lang.map(|lang| lang.to_string()))),
            _ => None,
        }
    }

    #[test]
    fn a_speech_is_called_by_its_file_in_whatever_folder_it_lies() {
        let english = |id: &str| Some((id.to_owned(), Some("en".to_owned())));
        for path in
            ["a.en.md", "2024/a.en.md", "2024/03/a.en.MD", "a/index.en.md", "x/a/index.en.md"]
        {
            assert_eq!(speech(&format!("content/speeches/{path}")), english("a"), "{path}");
        }
        assert_eq!(speech("content/speeches/a.v2.md"), Some(("a.v2".to_owned(), None)));
        assert_eq!(speech("content/speeches/2024/a.aside.md"), None);
        assert_eq!(speech("content/speeches/jose\u{301}.en.md"), english("josé"));
    }

    #[test]
    fn a_page_is_called_by_its_path() {
        let config = Config {
            languages: vec![Lang::english(), Lang::parse("zh").unwrap()],
            ..Config::default()
        };
        let page = |path: &str| match place_of(&format!("content/{path}"), &config) {
            Place::Page { id, lang } => format!("{id} {lang}"),
            _ => "-".to_owned(),
        };
        for (path, expected) in [
            ("about.md", "about en"),
            ("imprint.zh.md", "imprint zh"),
            ("pages/imprint.en.md", "imprint en"),
            ("pages/contact.md", "contact en"),
            ("pages/news/index.zh.md", "news/index zh"),
            ("README.md", "-"),
            ("imprint.fr.md", "-"),
            ("pages/imprint.fr.md", "-"),
            ("pages/a.v2.md", "-"),
            ("news/a.en.md", "-"),
        ] {
            assert_eq!(page(path), expected, "{path}");
        }
    }

    #[test]
    fn the_folder_of_a_speech_lies_beside_it_or_around_it() {
        assert_eq!(own_folder("content/speeches/2024/a.en.md", "a"), "content/speeches/2024/a");
        assert_eq!(
            own_folder("content/speeches/2024/a/index.en.md", "a"),
            "content/speeches/2024/a"
        );
        assert_eq!(own_folder("content/speeches/index.en.md", "index"), "content/speeches/index");
    }
}

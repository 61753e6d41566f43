//! Addresses that were published: where pages were before, and a warning for each that leads nowhere
//! now, with what leads on.

use super::lock::{Absent, AbsentEntity, Shared, stem_at, stem_of};
use super::routes::folder_in;
use super::{Graph, LangIndex, Route};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::{Lang, interface_among};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::EntityId;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What was published and is not there.
#[derive(Debug)]
pub(crate) struct Gone {
    pub speeches: Vec<Absent>,
    pub entities: Vec<AbsentEntity>,
    /// Pages of the site's own.
    pub own: Vec<Absent>,
    /// Old addresses of which the locks do not say to whom they lead.
    pub shared: Vec<Shared>,
}

/// Reports what was published and is not there, unless a redirect takes its address.
pub(crate) fn check_gone(graph: &Graph, gone: &Gone, diagnostics: &mut Diagnostics) {
    let redirected = redirected(graph);
    for absent in &gone.speeches {
        check_text(absent, &redirected, diagnostics, |address| {
            let name = &absent.name;
            let message = say!("`{address}` was published, and its speech is not there", address);
            let hint = say!(
                "bring `{name}` back, and to take it back for good, run `oratory speech withdraw {name}` then; where another speech took its place, write there `redirects: [/{address}]`",
                name,
                address
            );
            (message, hint)
        });
    }
    check_entities(graph, &gone.entities, diagnostics);
    for absent in &gone.own {
        check_text(absent, &redirected, diagnostics, |address| {
            let message = say!("`{address}` was published, and its page is not there", address);
            let hint = say!(
                "bring the page back, or write `redirects: [/{address}]` into the page that has its place; the home page, `content/index.{lang}.md`, can take it, too",
                address,
                lang = absent.name.rsplit('.').next().unwrap_or_default()
            );
            (message, hint)
        });
    }
    for shared in &gone.shared {
        diagnostics.push(leads_nowhere(shared));
    }
}

/// The addresses that files lead on.
fn redirected(graph: &Graph) -> HashSet<String> {
    let corpus = &graph.corpus;
    let speeches = corpus.speeches.iter().chain(&corpus.withdrawn);
    let of_speeches = speeches.flat_map(|speech| &speech.redirects);
    let of_entities = corpus.entities.iter().flat_map(|entity| &entity.redirects);
    let of_pages = corpus.pages.iter().flat_map(|page| &page.redirects);
    of_speeches.chain(of_entities).chain(of_pages).filter_map(|old| file_at(&old.id)).collect()
}

fn check_text(
    absent: &Absent,
    redirected: &HashSet<String>,
    diagnostics: &mut Diagnostics,
    told: impl Fn(&str) -> (Message, Message),
) {
    for address in absent.pages.iter().filter(|page| !redirected.contains(*page)) {
        let (message, hint) = told(address);
        diagnostics.tell(Code::AddressGone, Span::new(absent.file, 0..0), message, hint);
    }
}

fn leads_nowhere(Shared { address, owners }: &Shared) -> Diagnostic {
    let names = owners.iter().map(|owner| owner.name.as_str());
    let message = say!(
        "`{address}` was the address of `{names}`, and leads to none of them",
        address,
        names = Message::joined("`, `", names)
    );
    let hint =
        say!("write `redirects: [/{address}]` into the file of the one that is meant", address);
    let mut diagnostic = Diagnostic::new(Code::AddressGone, message).hint(hint);
    for owner in owners {
        diagnostic = diagnostic.at(Span::new(owner.file, 0..0), "");
    }
    diagnostic
}

/// Entities of a kind that is gone are one mistake, which is told once.
fn check_entities(graph: &Graph, absent: &[AbsentEntity], diagnostics: &mut Diagnostics) {
    let kinds = &graph.config.kinds;
    let mut of_kinds_gone: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for entity in absent {
        for stem in &entity.stems {
            let key = stem.split('/').next().unwrap_or_default();
            if kinds.named(key).is_some() {
                diagnostics.push(entity_gone(graph, entity, stem));
            } else {
                of_kinds_gone.entry(key).or_default().push(entity.file);
            }
        }
    }

    for (kind, files) in of_kinds_gone {
        let message = match files.len() {
            1 => say!("a page below `{kind}/` was published, and the site has no such kind", kind),
            n => say!(
                "{n} pages below `{kind}/` were published, and the site has no such kind",
                n,
                kind
            ),
        };
        let hint = say!(
            "declare it again in `oratory.toml`, `[kinds.{kind}]`, or put the files into the folder of another kind: the old addresses lead there",
            kind
        );
        diagnostics.tell(Code::AddressGone, Span::new(files[0], 0..0), message, hint);
    }
}

fn entity_gone(graph: &Graph, entity: &AbsentEntity, stem: &str) -> Diagnostic {
    let id = &entity.id;
    let message = say!("`{stem}.html` was published, and nothing describes `{id}` now", stem, id);
    let mut diagnostic =
        Diagnostic::new(Code::AddressGone, message).at(Span::new(entity.file, 0..0), "");

    // Whoever renamed the file by hand has a new one of the same name.
    if let [namesake] = entity.namesakes.as_slice() {
        let namesake = graph.corpus.entity(*namesake);
        let new = &namesake.id;
        return diagnostic.at(Span::new(namesake.file, 0..0), "the same name").hint(say!(
            "if `{new}` is the same, write `redirects: [/{stem}.html]` here: lists and feeds lead on, too; if not, bring the file of `{id}` back",
            new,
            stem,
            id
        ));
    }
    diagnostic = diagnostic.hint(say!(
        "bring its file back: its page is there as long as the file is; to give it another id, run `oratory entity rename {id} NEW` then, and where another has its place, `oratory entity merge {id} OTHER`",
        id
    ));
    diagnostic.hint(say!("without its file, write `redirects: [/{stem}.html]` into the file of the one that has its place", stem))
}

/// The file at an address that was written down: within the site, without tricks. `/old/` is
/// `old/index.html`.
pub(crate) fn file_at(address: &str) -> Option<String> {
    let path = address.trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };

    // What means something else in an address, or cannot be a file's name on Windows.
    const FORBIDDEN: [char; 11] = ['\\', ':', '?', '#', '%', '<', '>', '"', '|', '*', '\0'];
    let is_part = |part: &str| {
        // A leading dot also covers `.`, `..` and hidden folders such as `.git`.
        !part.is_empty() && !part.starts_with('.') && !part.contains(FORBIDDEN)
    };
    let is_fine =
        path.ends_with(".html") && path.split('/').all(is_part) && !path.contains(char::is_control);
    is_fine.then_some(path)
}

impl Graph {
    /// Where a page of the site's own was before, by its index, from the root of the site: what the
    /// locks know.
    pub fn former_own(&self, page: usize) -> &[Box<str>] {
        &self.former_own[page]
    }

    /// The same, and what its file says.
    pub fn old_addresses(&self, page: usize) -> BTreeSet<String> {
        let written = self.corpus.pages[page].redirects.iter();
        let known = self.former_own[page].iter().map(ToString::to_string);
        known.chain(written.filter_map(|old| file_at(&old.id))).collect()
    }

    /// Where the page of an entity is, in the folder of each language and without `.html`.
    pub fn stem(&self, entity: EntityId) -> String {
        stem_of(&self.config, self.corpus.entity(entity))
    }

    /// Where it was before, as the locks know it.
    pub fn kept_stems(&self, entity: EntityId) -> &[Box<str>] {
        &self.former_stems[entity.0 as usize]
    }

    /// Where the page of an entity was before, in the folder of each language and without `.html`:
    /// `people/wang-yi`. The locks know it, or its file says so.
    pub fn former_stems(&self, entity: EntityId) -> BTreeSet<String> {
        let mut stems: BTreeSet<String> =
            self.former_stems[entity.0 as usize].iter().map(ToString::to_string).collect();
        for old in &self.corpus.entity(entity).redirects {
            stems.extend(stem_at(&self.config, &old.id));
        }
        // Where another entity is now, what belongs to the page is that one's.
        stems.retain(|stem| {
            let id = stem.rsplit('/').next().unwrap_or_default();
            let now = self.corpus.find_entity(id).map(|id| self.corpus.entity(id));
            now.is_none_or(|now| stem_of(&self.config, now) != *stem)
        });
        stems
    }

    /// The folders in which the pages of a language were while the site had other languages, or
    /// another default one. Those of a language that the site has no longer were what the default
    /// one shows now.
    pub fn former_folders(&self, lang: LangIndex) -> Vec<String> {
        let languages = &self.config.languages;
        let now = folder_in(languages, &languages[lang]);
        let mut folders = Vec::new();
        for list in &self.former_languages {
            folders.extend(folder_in(list, &languages[lang]));
            if lang == 0 {
                let gone = list.iter().filter(|one| !languages.contains(one));
                folders.extend(gone.filter_map(|one| folder_in(list, one)));
            }
        }
        folders.sort();
        folders.dedup();
        folders.retain(|folder| now.as_ref() != Some(folder));
        folders
    }

    /// The folders in which texts of a language were shown.
    pub fn former_folders_of_texts(&self, lang: &Lang) -> Vec<String> {
        let folder = |list: &[Lang]| folder_in(list, interface_among(list, lang)?);
        let now = folder(&self.config.languages);
        let mut folders: Vec<String> =
            self.former_languages.iter().filter_map(|list| folder(list)).collect();
        folders.sort();
        folders.dedup();
        folders.retain(|folder| now.as_ref() != Some(folder));
        folders
    }

    /// Whether no language of the site is in a folder.
    pub fn is_folder_free(&self, folder: &str) -> bool {
        let languages = &self.config.languages;
        languages.iter().all(|lang| folder_in(languages, lang).as_deref() != Some(folder))
    }

    /// An address in the folder of a language, from that folder.
    pub fn within_language<'r>(&self, lang: LangIndex, route: &'r Route) -> &'r str {
        let languages = &self.config.languages;
        let folder = folder_in(languages, &languages[lang]).unwrap_or_default();
        route.path().strip_prefix(folder.as_str()).unwrap_or(route.path())
    }
}

#[cfg(test)]
mod tests {
    use super::file_at;

    #[test]
    fn an_old_address_stays_in_the_site() {
        assert_eq!(file_at("/old/page.html").as_deref(), Some("old/page.html"));
        assert_eq!(file_at("old/").as_deref(), Some("old/index.html"));
        for bad in
            ["../x.html", "/a/../../x.html", "x.php", "a//b.html", "c:\\x.html", ".git/x.html", ""]
        {
            assert_eq!(file_at(bad), None, "{bad}");
        }
    }
}

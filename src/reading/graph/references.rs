//! Whether ids name what they should: the lists, speakers, places and marked mentions of every
//! file.

use super::unknown_ids::UnknownIds;
use super::written_ids::bare_id;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::is_written_as_id;
use crate::base::letters::fold_name;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::{Config, MenuItem, MenuName, StaticFile};
use crate::reading::corpus::{
    Corpus, Document, Entity, Listed, MarkKind, Meaning, Menu, Page, Reference, Speech,
};
use crate::reading::kinds::{FactType, KindId};
use crate::reading::parse::{Place, place_of};
use std::collections::BTreeMap;
use std::ops::Range;
use std::ptr;

/// Reports every id that names nothing, or something of another kind.
pub(crate) fn check(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let unknown = UnknownIds::of(sources, corpus, config);
    let mut checker = Checker { sources, corpus, config, diagnostics, unknown };
    for speech in &corpus.speeches {
        checker.speech(speech);
    }
    for entity in &corpus.entities {
        checker.entity(entity);
    }
    for text in corpus.texts() {
        checker.marked(text.file, text.body);
    }
    checker.decisions();
    checker.menu();
    checker.brand();
}

struct Checker<'c, 'd> {
    sources: &'c Sources,
    corpus: &'c Corpus,
    config: &'c Config,
    diagnostics: &'d mut Diagnostics,
    unknown: UnknownIds<'c>,
}

impl Checker<'_, '_> {
    fn speech(&mut self, speech: &Speech) {
        for ((kind, _), list) in self.config.kinds.iter().zip(&speech.lists) {
            let mut first: BTreeMap<&str, &Listed> = BTreeMap::new();
            for listed in list {
                let before = *first.entry(&listed.entity.id).or_insert(listed);
                if !ptr::eq(before, listed) {
                    let message = say!("`{id}` is listed twice", id = listed.entity.id);
                    let diagnostic = Diagnostic::new(Code::ListedTwice, message)
                        .at(Span::new(speech.file, listed.entity.span.clone()), "again here")
                        .at(Span::new(speech.file, before.entity.span.clone()), "first here");
                    self.diagnostics.push(diagnostic.hint("keep one of the two"));
                    continue;
                }
                self.id(speech.file, &listed.entity, Some(kind));
            }
        }

        let people = self.config.kinds.people();
        speech.speaker.iter().for_each(|speaker| self.id(speech.file, speaker, people));
        for speaker in speech.speakers.iter().flatten() {
            for person in &speaker.people {
                self.id(speech.file, person, people);
            }
            if let Some(outlet) = &speaker.on_behalf_of {
                self.words_or_id(speech.file, outlet);
            }
        }
        let beside = speech.translator.iter().chain(&speech.transcriber);
        beside.for_each(|person| self.words_or_id(speech.file, person));
        let places = self.config.kinds.places();
        speech.location.iter().for_each(|place| self.id(speech.file, place, places));
        // In words it may be anything's name.
        if let Some(event) = speech.event_id.as_ref().filter(|event| is_written_as_id(&event.id)) {
            self.id(speech.file, event, self.config.kinds.events());
        }
    }

    fn entity(&mut self, entity: &Entity) {
        for organization in entity.roles().filter_map(|role| role.organization.as_ref()) {
            self.words_or_id(entity.file, organization);
        }
        for fact in &self.config.kinds.kind(entity.kind).facts {
            let FactType::Reference(wanted) = fact.value else {
                continue;
            };
            for reference in entity.facts.references(fact) {
                self.id(entity.file, reference, wanted);
            }
        }
    }

    /// What may be words or an id: a slip of an id that exists is told. One small word is no evidence
    /// that an id was meant: `abc` is not `bbc`.
    fn words_or_id(&mut self, file: FileId, reference: &Reference) {
        let (id, corpus) = (&reference.id, self.corpus);
        if !id.contains('-') || !is_written_as_id(id) || corpus.find_entity(id).is_some() {
            return;
        }
        if self.unknown.nearest(id).is_some() {
            self.unknown(file, id, reference.span.clone());
        }
    }

    fn decisions(&mut self) {
        let decisions = &self.corpus.decisions;
        let Some(file) = decisions.file else { return };
        for meaning in decisions.always.iter().chain(&decisions.never) {
            self.id(file, &meaning.entity, None);
            self.decided_speech(file, meaning.speech.as_ref());
        }
        for kept in &decisions.keep {
            self.id(file, &kept.entity, None);
            self.decided_speech(file, kept.speech.as_ref());
        }

        // Two decisions are held against each other where they are about one name in one place.
        let mut never: BTreeMap<Case<'_>, Vec<&Meaning>> = BTreeMap::new();
        for meaning in &decisions.never {
            never.entry(case(meaning)).or_default().push(meaning);
        }
        let mut always: BTreeMap<Case<'_>, Vec<&Meaning>> = BTreeMap::new();
        for meaning in &decisions.always {
            let case = case(meaning);
            let before = always.entry(case.clone()).or_default();
            for other in before.iter().filter(|other| other.entity.id != meaning.entity.id) {
                self.clash(file, meaning, other);
            }
            before.push(meaning);
            let never = never.get(&case).into_iter().flatten();
            for other in never.filter(|other| other.entity.id == meaning.entity.id) {
                self.clash(file, meaning, other);
            }
        }
    }

    /// Reports pictures of the brand that are not there.
    fn brand(&mut self) {
        let brand = &self.config.brand;
        let image = brand.image.iter().map(|image| &image.file);
        for StaticFile { path, span } in brand.logo.iter().chain(&brand.icon).chain(image) {
            if self.sources.find(&format!("static/{path}")).is_none() {
                let message = say!("there is no file `static/{path}`", path);
                let files = self.sources.under("static/");
                let names: Vec<&str> =
                    files.filter_map(|(_, source)| source.path.strip_prefix("static/")).collect();
                let diagnostic = Diagnostic::new(Code::BrokenLink, message)
                    .at(span.clone(), "")
                    .did_you_mean(path, names)
                    .hint("put the picture into `static/`, and name it by its path there");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Reports names of the menu and the foot that are nothing's.
    fn menu(&mut self) {
        let (config, corpus) = (self.config, self.corpus);
        let listed = config.menu.iter().chain(&config.foot).flatten().flat_map(MenuItem::names);
        let parents = corpus.pages.iter().filter_map(parent_of);
        for MenuName { id, span } in listed.chain(parents) {
            let mut kinds = config.kinds.iter();
            let is_known = id == "speeches"
                || kinds.any(|(_, kind)| kind.key == *id)
                || self.corpus.pages.iter().any(|page| page.is_called(id));
            if is_known {
                continue;
            }

            let keys = config.kinds.iter().map(|(_, kind)| kind.key.as_str());
            let pages = self.corpus.pages.iter().map(|page| page.id.as_str());
            let message = say!("the site has no page `{id}`", id);
            // `about.md` and `/about.html` are its file and its address.
            let bare = bare_id(id).unwrap_or(id);
            let diagnostic = Diagnostic::new(Code::BadValue, message)
                .at(span.clone(), "")
                .did_you_mean(bare, keys.chain(pages).chain(["speeches"]))
                .hint("name `speeches`, a kind, or a page of the site's own as its file is called: `imprint`");
            self.diagnostics.push(diagnostic);
        }

        for name in corpus.pages.iter().filter_map(parent_of) {
            let mut pages = corpus.pages.iter();
            let is_below = |page: &Page| page.is_called(&name.id) && parent_of(page).is_some();
            if pages.any(is_below) {
                let message =
                    say!("`{id}` lies below another link of the menu itself", id = name.id);
                let hint = "a menu has one level below its links: name the link above both";
                self.diagnostics.tell(Code::BadValue, name.span.clone(), message, hint);
            }
        }
    }

    /// Reports two decisions that cannot both hold.
    fn clash(&mut self, file: FileId, meaning: &Meaning, other: &Meaning) {
        let message =
            say!("what is decided about `{name}` contradicts itself", name = meaning.name);
        let diagnostic = Diagnostic::new(Code::DecisionsClash, message)
            .at(Span::new(file, meaning.span.clone()), "this line")
            .at(Span::new(file, other.span.clone()), "and this one");
        self.diagnostics.push(diagnostic.hint("take one of the two away"));
    }

    fn decided_speech(&mut self, file: FileId, speech: Option<&Reference>) {
        let Some(reference) = speech else { return };
        let mut files = self.sources.iter();
        if !self.corpus.speeches_called(&reference.id).is_empty()
            || files.any(|(_, source)| self.is_speech_file(&source.path, &reference.id))
        {
            return;
        }

        let ids = self.corpus.speeches.iter().map(|speech| speech.id.as_str());
        let message = say!("there is no speech `{id}`", id = reference.id);
        let diagnostic = Diagnostic::new(Code::StaleDecision, message)
            .at(Span::new(file, reference.span.clone()), "")
            .did_you_mean(&reference.id, ids);
        self.diagnostics.push(match diagnostic.hints.is_empty() {
            true => diagnostic.hint("take this line away, or mend the id"),
            false => diagnostic,
        });
    }

    /// Whether a file, of a draft perhaps, is the speech called `id`.
    fn is_speech_file(&self, path: &str, called: &str) -> bool {
        let Place::Speech { id, lang } = place_of(path, self.config) else {
            return false;
        };
        id == called || lang.is_some_and(|lang| format!("{id}.{lang}") == called)
    }

    fn marked(&mut self, file: FileId, body: &Document) {
        for paragraph in &body.paragraphs {
            for mark in &paragraph.marks {
                let MarkKind::Mention { id, .. } = &mark.kind else {
                    continue;
                };
                if !id.is_empty() && self.corpus.find_entity(id).is_none() {
                    let place = paragraph.source_range(&mark.bytes());
                    let shown = &paragraph.text[mark.bytes()];
                    match self.mistaken_link(id, shown) {
                        Some(hint) => {
                            let message = say!("no entity has the id `{id}`", id);
                            let place = Span::new(file, place);
                            self.diagnostics.tell(Code::UnknownEntity, place, message, hint);
                        }
                        None => self.unknown(file, id, place),
                    }
                }
            }
        }
    }

    /// What to write for `[[words|id]]`, with a full-width bar, or for a list of contents of
    /// others.
    fn mistaken_link(&self, id: &str, shown: &str) -> Option<Message> {
        if let Some((id, words)) = id.split_once('｜') {
            let known = self.corpus.find_entity(id.trim())?;
            let id = &self.corpus.entity(known).id;
            return Some(say!("write `[[{id}|{words}]]`", id, words = words.trim()));
        }
        if shown != id && self.corpus.find_entity(shown.trim()).is_some() {
            return Some(say!("write `[[{id}|{words}]]`", id = shown.trim(), words = id));
        }
        let is_contents = id.trim_matches('_').eq_ignore_ascii_case("toc");
        is_contents.then(|| "take it away: a list of contents is the theme’s".into())
    }

    fn id(&mut self, file: FileId, reference: &Reference, wanted: Option<KindId>) {
        let Some(found) = self.corpus.find_entity(&reference.id) else {
            return self.unknown(file, &reference.id, reference.span.clone());
        };
        let entity = self.corpus.entity(found);
        let Some(wanted) = wanted.filter(|wanted| *wanted != entity.kind) else {
            return;
        };
        // Of two files with one id, this may be the wrong one: the id was told.
        if entity.is_doubted {
            return;
        }

        let kind = &self.config.kinds.kind(entity.kind).key;
        let wanted = &self.config.kinds.kind(wanted).key;
        let id = &entity.id;
        let message = say!(
            "`{id}` is one of `{kind}`, and one of `{wanted}` is wanted here",
            id,
            kind,
            wanted
        );
        let hint = say!(
            "list it under `{kind}`, and write the id of one of `{wanted}` here",
            kind,
            wanted
        );
        let diagnostic = Diagnostic::new(Code::WrongKind, message)
            .at(Span::new(file, reference.span.clone()), "")
            .at(Span::new(entity.file, 0..0), "it is described here")
            .hint(hint);
        self.diagnostics.push(diagnostic);
    }

    fn unknown(&mut self, file: FileId, id: &str, span: Range<usize>) {
        let told = self.unknown.told(id, Span::new(file, span));
        self.diagnostics.extend(told);
    }
}

/// The link of the menu below which a page says that it lies.
fn parent_of(page: &Page) -> Option<&MenuName> {
    match &page.menu {
        Menu::Head { parent, .. } => parent.as_ref(),
        Menu::Usual | Menu::Nowhere => None,
    }
}

/// What a decision is about: a name, as names are compared, and the speech for which it is decided.
type Case<'c> = (String, Option<&'c str>);

/// What is decided for one speech goes before what is decided for all, so that these are two cases.
fn case(meaning: &Meaning) -> Case<'_> {
    (fold_name(&meaning.name), meaning.speech.as_ref().map(|speech| speech.id.as_str()))
}

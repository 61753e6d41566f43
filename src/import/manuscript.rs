//! A document from outside as its readers found it: the text as it came, and the blocks in it.
//!
//! **Invariant:** runs name bytes of the original, in ascending order, without overlap; what no run
//! names is markup or white space between blocks. A note, and what is outside the text, may be within
//! the paragraph that it belongs to, and comes after it.
//! **Invariant:** a run without `written` is in the original exactly as it is read.
//! Knows nothing of speakers or of damage; see `repair`.

use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::reading::corpus::TurnRole;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// A document and what its reader could tell of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manuscript {
    /// The text as it came, decoded: of an HTML page all its source, of a Word file the text of its
    /// parts.
    pub original: String,
    /// Name of the encoding that it came in, as the Encoding Standard has it.
    pub encoding: &'static str,
    /// How many places could not be read and stand as U+FFFD.
    pub n_replaced: usize,
    /// Whether runs hold Markdown, which is passed on, or plain text, in which Markdown's signs
    /// must be escaped.
    pub is_markdown: bool,
    /// What it is made of, in reading order.
    pub blocks: Vec<Block>,
    /// What is said of stretches of its text, in the order in which they begin.
    pub features: Vec<Feature>,
    /// What it says of itself.
    pub facts: Facts,
    /// Whether its format says where each paragraph begins and who speaks in it, so that nothing of
    /// that is looked for.
    pub is_told: bool,
    /// The people, places and things that it names by identifiers.
    pub entities: Vec<Entity>,
}

/// Somebody or something that a document names by an identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// The identifier, as the document writes it.
    pub key: String,
    /// The register whose number that is; none if it is an identifier of the file alone.
    pub register: Option<&'static str>,
    /// The key of its kind: `people`.
    pub kind: Cow<'static, str>,
    /// The id that it has on a site, where the document comes from one.
    pub id: Option<String>,
    /// What it is called, by language.
    pub names: Vec<(Option<Lang>, String)>,
    /// What else it is called.
    pub aliases: Vec<String>,
    /// Addresses that say who or what it is.
    pub same_as: Vec<String>,
    /// What else is said of it, by the keys of our facts.
    pub facts: Vec<(&'static str, String)>,
    /// The offices that it holds or held.
    pub roles: Vec<Office>,
    /// All that its file says on the site from which the document comes, if it comes from one.
    pub own: serde_json::Map<String, serde_json::Value>,
}

/// An office of somebody whom a document names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// What it is called.
    pub role: String,
    /// Where: the name of a body, or its identifier until that is known.
    pub body: Option<String>,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
}

/// What a document says of itself outside its text, in the order of trust.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it is called within its file, where a file holds several.
    pub part: Option<String>,
    /// Its id on the site from which it comes, if it comes from one.
    pub id: Option<String>,
    /// Titles, without the name of the site.
    pub titles: Vec<String>,
    /// Dates of publication.
    pub dates: Vec<Date>,
    /// The day on which the file was made, which need not be that of the document.
    pub made: Option<Date>,
    /// Language.
    pub lang: Option<Lang>,
    /// Address of the page.
    pub url: Option<String>,
    /// What its front matter says.
    pub stated: Stated,
    /// What is to be known of what could not be read.
    pub remarks: Vec<&'static str>,
}

/// What the front matter of a document says, beside title, language and address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// Dates, the most trusted first.
    pub dates: Vec<Date>,
    /// The event.
    pub event: Option<String>,
    /// The id of the place on a site, where the document comes from one.
    pub location: Option<String>,
    /// The address of its recording.
    pub recording: Option<String>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// Who wrote down what was said.
    pub transcribers: Vec<String>,
    /// What it is about, by ids.
    pub topics: Vec<String>,
    /// The last day, where there are several.
    pub last_day: Option<Date>,
    /// The licence.
    pub license: Option<String>,
    /// The type, as we call it.
    pub speech_type: Option<&'static str>,
    /// Whether it is not to be published yet.
    pub is_draft: bool,
    /// What a document of ours says beside, under our own keys, with the ids of its site.
    pub own: serde_json::Map<String, serde_json::Value>,
    /// All else, under our keys where we have one.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// What is outside the text for being front matter that was read.
pub(super) const FRONT_MATTER: &str = "front matter";
/// What is outside the text for being said of the document by its file, in a head of its own.
pub(super) const HEAD: &str = "head of the file";

/// What a document says of a stretch of its text, beside how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Bytes of the original, half-open.
    pub range: Range<usize>,
    /// What it says.
    pub kind: FeatureKind,
}

/// What is said of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeatureKind {
    /// It names who speaks in its block: the first cell of a row.
    Speaker,
    /// It names who speaks, who asks or answers here, because the document says so.
    Turn(TurnRole),
    /// Nobody says what begins here: the turn before it has ended.
    Nobodys,
    /// It names this of the document's entities.
    Entity(usize),
    /// It leads to this address.
    Link(String),
    /// It was struck out.
    Struck,
    /// It is set above the line.
    Raised,
    /// It is set below the line.
    Lowered,
    /// It refers to the note of this number.
    NoteMark(u32),
}

/// A paragraph, a heading, a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub runs: Vec<Run>,
    /// Why the reader holds that it is not part of the text (`navigation`, `page header`,
    /// `footnote`, `comment`); none for text.
    pub outside: Option<&'static str>,
    /// Its page, from 0, where the document has pages.
    pub page: u32,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A paragraph whose first line is set in, which says that a paragraph begins here.
    Indented,
    /// A heading of this level, from 1.
    Heading(u8),
    /// An item of a list; the number, if it has one.
    Item(Option<u32>),
    /// A quotation, by whoever speaks.
    Quote,
    /// What happens: nobody says it, though somebody may be speaking.
    Scene,
    /// Markdown that is passed on as it is: a table, code.
    Verbatim,
    /// A row of a table; cells are divided by runs that are read as `\t`, one for each border.
    Row,
    /// A paragraph of the note of this number, to which the text refers.
    Note(u32),
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the original, half-open.
    pub range: Range<usize>,
    /// The text, where it is not what the original has there: a character reference, a line break
    /// (`\n`).
    pub written: Option<String>,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is emphasised.
    pub italic: bool,
}

impl Entity {
    /// By what it is known again in another document of one run: the number of a register, or the
    /// identifier together with the name, for another file may have it for somebody else.
    #[must_use]
    pub fn identity(&self) -> (String, String) {
        let name = self.names.first().map_or("", |(_, name)| name);
        match self.register {
            Some(register) => (register.to_owned(), self.key.clone()),
            None => ("file".to_owned(), format!("{} {name}", self.key)),
        }
    }
}

impl Manuscript {
    /// Has all places be seen from `start`, a byte before all of them: the original is a part then.
    pub(super) fn begin_at(&mut self, start: usize) {
        let moved = |range: &mut Range<usize>| *range = range.start - start..range.end - start;
        for block in &mut self.blocks {
            block.runs.iter_mut().for_each(|run| moved(&mut run.range));
        }
        self.features.iter_mut().for_each(|feature| moved(&mut feature.range));
    }

    /// The entities that are named in the text or speak in it, by their numbers, each once.
    pub(crate) fn entities_in_use(&self) -> BTreeSet<usize> {
        let mut used = BTreeSet::new();
        for feature in &self.features {
            if let FeatureKind::Entity(entity) = feature.kind {
                used.insert(entity);
            }
        }
        // A document of ours has those that its front matter names, too.
        let own = self.entities.iter().enumerate().filter(|(_, entity)| !entity.own.is_empty());
        used.extend(own.map(|(at, _)| at));
        used
    }

    /// What is said of the text at a byte of the original.
    pub(super) fn features_at(&self, byte: usize) -> impl Iterator<Item = &Feature> {
        // Features are short and hardly nested, so the few that begin last are all that can reach.
        const MOST_NESTED: usize = 32;

        let end = self.features.partition_point(|feature| feature.range.start <= byte);
        let near = &self.features[end.saturating_sub(MOST_NESTED)..end];
        near.iter().filter(move |feature| byte < feature.range.end)
    }

    /// Which of the document's entities a stretch that begins at a byte names.
    pub(super) fn entity_at(&self, byte: usize) -> Option<usize> {
        self.features_at(byte).find_map(|feature| match feature.kind {
            FeatureKind::Entity(entity) => Some(entity),
            _ => None,
        })
    }

    /// Who speaks in a block, where the document says so by its form: the stretch that names him.
    pub(super) fn speaker_of(&self, block: &Block) -> Option<Range<usize>> {
        let mut features = self.features_at(block.start());
        let speaker = features.find(|feature| feature.kind == FeatureKind::Speaker)?;
        Some(speaker.range.clone())
    }
}

impl Block {
    /// The byte of the original at which it begins; 0 if it has no text.
    pub(super) fn start(&self) -> usize {
        self.runs.first().map_or(0, |run| run.range.start)
    }

    /// The byte of the original at which it ends; 0 if it has no text.
    pub(super) fn end(&self) -> usize {
        self.runs.last().map_or(0, |run| run.range.end)
    }

    /// The text of the block.
    #[must_use]
    pub fn text(&self, original: &str) -> String {
        self.runs.iter().map(|run| run.text(original)).collect()
    }
}

impl Run {
    /// The text of the run.
    #[must_use]
    pub fn text<'t>(&'t self, original: &'t str) -> &'t str {
        self.written.as_deref().unwrap_or(&original[self.range.clone()])
    }
}

/// Where the lines of a text begin.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        Lines(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, from 1.
    pub(super) fn of(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte) + 1
    }
}

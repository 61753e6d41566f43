//! The elements of a record, in the order of the document → blocks: who speaks, what is said, and what
//! stands between.
//!
//! Long because the walk is one, whatever the format: each kind of element has its paragraph here.

use super::own::Own;
use super::rules::{Rule, Turn};
use super::texts::{Piece, content, pieces};
use super::{Dialect, bare, said, text_of};
use crate::import::manuscript::{BlockKind, Entity, Feature, FeatureKind, HEAD};
use crate::import::read::writer::{BlockWriter, names_somebody};
use crate::import::read::xml::Characters;
use crate::reading::labels::parts;
use roxmltree::Node;
use std::collections::BTreeMap;
use std::ops::Range;

/// Who speaks, until his label is written.
struct Speaking<'d> {
    turn: Turn<'d>,
    /// Two bytes of a tag, to which a label is tied that the source has not as a text.
    anchor: Range<usize>,
    is_labelled: bool,
    /// What an element called him, for a turn that goes on behind another within it.
    called: Option<String>,
}

pub(super) struct Reader<'d, 't> {
    pub(super) writer: BlockWriter<'t>,
    dialect: &'static Dialect,
    characters: Characters,
    pub(super) entities: Vec<Entity>,
    by_key: BTreeMap<String, usize>,
    /// The times of a timeline, by their identifiers.
    times: BTreeMap<&'d str, String>,
    speaking: Option<Speaking<'d>>,
    /// Whether a document of ours says that all is what its speaker says: what it marks as a turn then
    /// is none.
    is_monologue: bool,
    /// Whether somebody has spoken.
    has_spoken: bool,
    pub(super) has_nameless: bool,
    /// A name that stands before the turn that it belongs to.
    announced: Option<Node<'d, 't>>,
    /// How many sections are open.
    depth: u8,
    /// How many elements are open in whose middle no paragraph begins.
    n_lines: usize,
    /// How many quotations are open.
    n_quotations: usize,
    /// The words of whoever speaks go on in the block of his label.
    follows_label: bool,
    /// Notes, in the order in which they come.
    notes: Vec<Node<'d, 't>>,
    /// Their numbers, by the identifiers of each and of its paragraphs.
    note_numbers: BTreeMap<&'d str, u32>,
    /// The note that is being written.
    noted: Option<u32>,
    /// Notes that stand in the head of the file, by their identifiers, until the text refers to them.
    notes_elsewhere: BTreeMap<&'d str, Node<'d, 't>>,
    /// What is beside the text, and what it is.
    others: Vec<(Node<'d, 't>, &'static str)>,
    /// The time that was written last.
    last_time: Option<String>,
    /// Behind a word in an element of its own, whether the next follows without a space.
    behind_word: Option<bool>,
}

impl<'d, 't> Reader<'d, 't> {
    pub(super) fn new(
        original: &'t str,
        dialect: &'static Dialect,
        root: Node<'d, 't>,
        characters: Characters,
    ) -> Self {
        Reader {
            writer: BlockWriter::new(original),
            dialect,
            characters,
            entities: Vec::new(),
            by_key: BTreeMap::new(),
            times: (dialect.times)(root),
            speaking: None,
            is_monologue: false,
            has_spoken: false,
            has_nameless: false,
            announced: None,
            depth: 0,
            n_lines: 0,
            n_quotations: 0,
            follows_label: false,
            notes: Vec::new(),
            note_numbers: BTreeMap::new(),
            noted: None,
            notes_elsewhere: (dialect.notes)(root),
            others: Vec::new(),
            last_time: None,
            behind_word: None,
        }
    }

    /// Takes up whom the document names, and what it says under our own keys.
    pub(super) fn take_up(&mut self, entities: Vec<Entity>, own: &Own) {
        for (at, entity) in entities.iter().enumerate() {
            self.by_key.entry(entity.key.clone()).or_insert(at);
        }
        self.entities = entities;
        self.is_monologue = own.is_monologue();
    }

    pub(super) fn element(&mut self, node: Node<'d, 't>) {
        let rule = (self.dialect.rule)(node);
        if let Some(announced) = self.announced
            && !matches!(rule, Rule::Turn(_))
        {
            self.announced = None;
            self.scene(announced);
        }
        match rule {
            Rule::Head => self.head(node),
            Rule::Section => {
                self.end_block();
                self.depth = self.depth.saturating_add(1);
                self.content(node);
                self.depth -= 1;
                self.end_block();
            }
            Rule::Through => self.content(node),
            Rule::Nothing => {}
            Rule::Heading => {
                // A heading of a section ends a turn; one within a turn is of a lower level.
                let is_in_turn = self.speaking.as_ref().is_some_and(|of| of.is_labelled);
                let least = if is_in_turn { 4 } else { 2 };
                self.lines(node, BlockKind::Heading(self.depth.clamp(least, 6)));
            }
            Rule::Item => {
                self.label_is_written();
                self.lines(node, BlockKind::Item(None));
            }
            Rule::Turn(turn) => self.turn(node, turn),
            Rule::Speaker => self.speaker(node),
            Rule::Paragraph if self.n_lines > 0 => self.paragraph_of_lines(node),
            Rule::Paragraph => {
                if !self.goes_on() {
                    self.end_block();
                }
                self.content(node);
                self.end_block();
            }
            Rule::Scene => self.scene(node),
            Rule::Row => self.row(node),
            Rule::Cell => {
                if self.writer.has_words() {
                    self.writer.border(first_byte(node));
                }
                self.content(node);
            }
            Rule::Styled { bold, italic } => {
                let before = (self.writer.bold, self.writer.italic);
                self.writer.bold |= bold;
                self.writer.italic |= italic;
                self.content(node);
                (self.writer.bold, self.writer.italic) = before;
            }
            Rule::Marked(kind) => self.marked(node, kind),
            Rule::Named(key) => match self.by_key.get(bare(key)) {
                Some(entity) => self.marked(node, FeatureKind::Entity(*entity)),
                None => self.content(node),
            },
            Rule::Note => self.note(node, node),
            Rule::NoteAt(key) => self.note_at(node, bare(key)),
            Rule::Beside(what) => self.others.push((node, what)),
            Rule::Break if self.n_lines > 0 => self.writer.white_space(first_byte(node)),
            Rule::Break => self.writer.line_end(first_byte(node)),
            Rule::Space => self.writer.white_space(first_byte(node)),
            Rule::Gap(reason) => {
                self.prepare();
                self.writer.written(first_byte(node), &format!("[{reason}]"));
            }
            Rule::Word { joins, follows } => self.word(node, joins, follows),
            Rule::Quotation => self.quotation(node),
        }
    }

    fn content(&mut self, node: Node<'d, 't>) {
        let original = self.writer.original;
        for piece in pieces(node, original, &self.characters) {
            match piece {
                Piece::Text(range) => {
                    if !original[range.clone()].trim().is_empty() {
                        self.prepare();
                        self.writer.text(range);
                        self.words_were_written();
                    } else if self.behind_word != Some(true) {
                        self.writer.white_space(range);
                    }
                }
                Piece::Written(range, text) => {
                    self.prepare();
                    self.writer.written(range, &text);
                    self.words_were_written();
                }
                Piece::Element(child) => self.element(child),
            }
        }
    }

    fn words_were_written(&mut self) {
        self.follows_label = false;
        self.behind_word = None;
    }

    fn announced_is_scene(&mut self) {
        if let Some(announced) = self.announced.take() {
            self.scene(announced);
        }
    }

    /// Makes sure that there is a block in which a text can be, under the right name.
    fn prepare(&mut self) {
        self.announced_is_scene();
        if self.writer.is_open() {
            return;
        }
        self.label_is_written();
        if !self.writer.is_open() {
            let kind = if self.n_quotations > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
            self.begin(kind);
        }
    }

    /// Begins a block, be it of nobody.
    fn begin(&mut self, kind: BlockKind) {
        match self.speaking.is_none() && self.has_spoken {
            true => self.writer.begin_of_nobody(kind),
            false => self.writer.begin(kind, None),
        }
    }

    /// Whether what comes goes on in the open block: behind a label, in an item that has no words.
    fn goes_on(&mut self) -> bool {
        std::mem::take(&mut self.follows_label) || self.writer.is_open() && !self.writer.has_words()
    }

    fn end_block(&mut self) {
        self.writer.end();
        self.follows_label = false;
    }

    /// A block in which no other begins.
    fn lines(&mut self, node: Node<'d, 't>, kind: BlockKind) {
        self.end_block();
        self.begin(kind);
        self.n_lines += 1;
        self.content(node);
        self.n_lines -= 1;
        self.end_block();
    }

    /// A paragraph where all is one: in a note it is the next of the note, elsewhere words that go on.
    fn paragraph_of_lines(&mut self, node: Node<'d, 't>) {
        if self.writer.has_words() {
            match self.noted {
                Some(number) => {
                    self.end_block();
                    self.writer.begin(BlockKind::Note(number), None);
                }
                None => self.writer.white_space(first_byte(node)),
            }
        }
        self.content(node);
    }

    /// What whoever speaks reads out: its paragraphs are quotations.
    fn quotation(&mut self, node: Node<'d, 't>) {
        self.label_is_written();
        self.end_block();
        self.n_quotations += 1;
        self.content(node);
        self.n_quotations -= 1;
        self.end_block();
    }

    fn head(&mut self, node: Node<'d, 't>) {
        // Links between words, say, have no text and divide nothing.
        if text_of(node).is_empty() {
            return;
        }
        self.end_block();
        self.writer.begin(BlockKind::Paragraph, Some(HEAD));
        self.plain(node);
        self.end_block();
    }

    /// All texts within an element, whatever its elements are.
    fn plain(&mut self, node: Node<'d, 't>) {
        for piece in pieces(node, self.writer.original, &self.characters) {
            match piece {
                Piece::Text(range) => self.writer.text(range),
                Piece::Written(range, text) => self.writer.written(range, &text),
                Piece::Element(child) => {
                    self.writer.white_space(first_byte(child));
                    self.plain(child);
                }
            }
        }
    }

    fn turn(&mut self, node: Node<'d, 't>, turn: Turn<'d>) {
        self.end_block();
        if self.is_monologue && said(node, "id").or_else(|| said(node, "eId")).is_none() {
            return self.content(node);
        }
        let mut before = self.speaking.take();
        let range = node.range();
        let n_before = self.writer.blocks.len();
        if names_somebody(&self.names(&turn)) || self.has_speaker(node) {
            let anchor = range.start..range.start + 2;
            self.speaking = Some(Speaking { turn, anchor, is_labelled: false, called: None });
            if let Some(announced) = self.announced.take() {
                self.label_by(announced);
            }
        }
        // Else they are words of nobody.
        self.content(node);
        self.end_block();

        // Whoever spoke before and goes on is named again, or his words would be under another name.
        if let Some(before) = before.as_mut().filter(|_| self.writer.blocks.len() > n_before) {
            before.is_labelled = false;
            before.anchor = range.end - 2..range.end;
        }
        let has_labelled = self.speaking.as_ref().is_some_and(|speaking| speaking.is_labelled);
        self.has_spoken |= has_labelled;
        self.speaking = before;
    }

    /// Whether an element of its own in a turn names who speaks.
    fn has_speaker(&self, turn: Node<'d, 't>) -> bool {
        let mut children = turn.children().filter(Node::is_element);
        self.announced.is_some()
            || children.any(|child| {
                matches!((self.dialect.rule)(child), Rule::Speaker)
                    && names_somebody(&text_of(child))
            })
    }

    /// An element that names who speaks. One that holds signs alone is markup.
    fn speaker(&mut self, node: Node<'d, 't>) {
        if !names_somebody(&text_of(node)) {
            return;
        }
        match &self.speaking {
            None if self.is_monologue => self.head(node),
            Some(speaking) if !speaking.is_labelled => self.label_by(node),
            Some(_) => self.scene(node),
            None => self.announced = Some(node),
        }
    }

    /// The label of the turn, as an element has it.
    fn label_by(&mut self, node: Node<'d, 't>) {
        let entity = self.entity_of_turn();
        let own = text_of(node);
        let Some(speaking) = &mut self.speaking else {
            return;
        };
        speaking.is_labelled = true;
        speaking.called = Some(own.clone());
        let role = speaking.turn.role;
        // The words of the label may have the time.
        let is_told = parts(&own).time.is_some();
        let time = self.time_of_turn().filter(|_| !is_told);
        self.last_time = time.clone().or(self.last_time.take());
        // The element may stand before the turn, whose first bytes come behind it then.
        self.writer.begin_turn(time.as_deref().map(|time| (first_byte(node), time)));
        self.plain(node);
        self.writer.end_label(role, entity);
        self.follows_label = true;
    }

    /// What whoever speaks in a turn is called, by its attributes: names, or those of the
    /// identifiers, or the identifiers.
    fn names(&self, turn: &Turn<'d>) -> String {
        let mut names: Vec<&str> = turn.names.clone();
        if names.is_empty() {
            names.extend(turn.who.iter().map(|key| match self.entity(key) {
                Some(entity) => shown(entity),
                None => bare(key),
            }));
        }
        names.join(" & ")
    }

    /// When the turn begins, unless that was written last.
    fn time_of_turn(&self) -> Option<String> {
        let turn = &self.speaking.as_ref()?.turn;
        let time = turn.time.clone().or_else(|| self.times.get(turn.starts_at?).cloned());
        time.filter(|time| self.last_time.as_ref() != Some(time))
    }

    fn entity(&self, key: &str) -> Option<&Entity> {
        self.by_key.get(bare(key)).and_then(|entity| self.entities.get(*entity))
    }

    /// The label of the turn as the names of whoever speaks say it, unless it is written.
    fn label_is_written(&mut self) {
        let entity = self.entity_of_turn();
        let Some(speaking) = self.speaking.as_ref().filter(|speaking| !speaking.is_labelled) else {
            return;
        };
        let turn = &speaking.turn;
        let is_nameless = turn.names.is_empty()
            && speaking.called.is_none()
            && turn.who.iter().any(|key| self.entity(key).is_none());
        let label = speaking.called.clone().unwrap_or_else(|| self.names(turn));
        let role = turn.role;
        let time = self.time_of_turn();
        self.has_nameless |= is_nameless;
        let Some(speaking) = &mut self.speaking else {
            return;
        };
        speaking.is_labelled = true;
        let (first, second) =
            (speaking.anchor.start..speaking.anchor.start + 1, speaking.anchor.start + 1);
        let second = second..speaking.anchor.end;
        self.last_time = time.clone().or(self.last_time.take());
        self.writer.begin_turn(time.as_deref().map(|time| (first, time)));
        let (bold, italic) = (self.writer.bold, self.writer.italic);
        (self.writer.bold, self.writer.italic) = (false, false);
        self.writer.written(second, &label);
        (self.writer.bold, self.writer.italic) = (bold, italic);
        self.writer.end_label(role, entity);
        self.follows_label = true;
    }

    /// The one entity that speaks.
    fn entity_of_turn(&self) -> Option<usize> {
        match self.speaking.as_ref()?.turn.who.as_slice() {
            [key] => self.by_key.get(bare(key)).copied(),
            _ => None,
        }
    }

    /// What happens while somebody speaks or nobody does: within a sentence in brackets, else a
    /// block of its own.
    fn scene(&mut self, node: Node<'d, 't>) {
        let is_within = self.writer.has_words()
            && self.writer.kind() != Some(BlockKind::Scene)
            && (self.n_lines > 0 || goes_on_behind(node));
        if !is_within {
            self.label_is_written();
            self.end_block();
            self.writer.begin(BlockKind::Scene, None);
            self.n_lines += 1;
            self.content(node);
            self.n_lines -= 1;
            return self.end_block();
        }

        let range = node.range();
        let text: String = node.descendants().filter_map(|node| node.text()).collect();
        let is_bracketed = text.trim_start().starts_with(['(', '[', '（', '［', '/', '【']);
        let italic = std::mem::replace(&mut self.writer.italic, true);
        if !is_bracketed && !text.trim().is_empty() {
            self.writer.written(range.start..range.start + 1, "(");
        }
        self.n_lines += 1;
        self.content(node);
        self.n_lines -= 1;
        if !is_bracketed && !text.trim().is_empty() {
            self.writer.joins();
            self.writer.written(range.end - 1..range.end, ")");
        }
        self.writer.italic = italic;
    }

    fn row(&mut self, node: Node<'d, 't>) {
        self.label_is_written();
        self.lines(node, BlockKind::Row);
    }

    fn marked(&mut self, node: Node<'d, 't>, kind: FeatureKind) {
        if let Some(range) = content(node, self.writer.original).filter(|range| !range.is_empty()) {
            self.writer.features.push(Feature { range, kind });
        }
        self.content(node);
    }

    /// A note, and where the text refers to it.
    fn note(&mut self, reference: Node<'d, 't>, note: Node<'d, 't>) {
        let number = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.prepare();
        self.writer.note_mark(first_byte(reference), number);
        self.notes.push(note);
        for node in note.descendants() {
            if let Some(id) = said(node, "eId").or_else(|| said(node, "id")) {
                self.note_numbers.entry(id).or_insert(number);
            }
        }
    }

    /// A reference to the note `key`: the first to one that stands elsewhere, or a further one.
    fn note_at(&mut self, reference: Node<'d, 't>, key: &'d str) {
        if let Some(number) = self.note_numbers.get(key).copied() {
            self.prepare();
            self.writer.note_mark(first_byte(reference), number);
        } else if let Some(note) = self.notes_elsewhere.remove(key) {
            self.note(reference, note);
        }
    }

    fn word(&mut self, node: Node<'d, 't>, joins: bool, follows: bool) {
        let is_behind_word = self.behind_word.take() == Some(false);
        if follows {
            self.writer.joins();
        } else if is_behind_word && !self.writer.awaits_space() {
            self.writer.white_space(first_byte(node));
        }
        self.content(node);
        self.behind_word = Some(joins);
    }

    /// Writes what stands beside the text: notes, and other readings.
    pub(super) fn beside(&mut self) {
        self.announced_is_scene();
        self.end_block();
        self.speaking = None;
        let mut at = 0;
        // A note may have a note.
        while let Some(node) = self.notes.get(at).copied() {
            at += 1;
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            self.writer.begin(BlockKind::Note(number), None);
            self.noted = Some(number);
            self.n_lines += 1;
            self.content(node);
            self.n_lines -= 1;
            self.noted = None;
            self.end_block();
        }
        let notes = std::mem::take(&mut self.notes_elsewhere);
        self.others.extend(notes.into_values().map(|note| (note, "footnote")));
        for (node, what) in std::mem::take(&mut self.others) {
            self.writer.begin(BlockKind::Paragraph, Some(what));
            self.plain(node);
            self.end_block();
        }
    }
}

/// The first byte of an element, to which is tied what its tag says.
fn first_byte(node: Node) -> Range<usize> {
    let start = node.range().start;
    start..start + 1
}

/// What an entity is called first.
fn shown(entity: &Entity) -> &str {
    entity.names.first().map_or(&entity.key, |(_, name)| name)
}

/// Whether words follow an element within its paragraph.
fn goes_on_behind(node: Node) -> bool {
    let mut behind = std::iter::successors(node.next_sibling(), Node::next_sibling);
    behind.any(|sibling| sibling.text().is_some_and(|text| !text.trim().is_empty()))
}

//! The elements of a record, in the order of the document → blocks: who speaks, what is said, and what
//! stands between.
//!
//! Long because the walk is one, whatever the format: each kind of element has its paragraph here.

use super::rules::{Rule, Turn};
use super::texts::{Piece, content, pieces};
use super::{Dialect, bare, text_of};
use crate::import::manuscript::{BlockKind, Entity, Feature, FeatureKind, HEAD};
use crate::import::read::writer::BlockWriter;
use crate::import::read::xml::Characters;
use crate::reading::labels::parts;
use roxmltree::Node;
use std::collections::BTreeMap;
use std::ops::Range;

/// Who speaks, until his label is written.
struct Speaking<'d> {
    turn: Turn<'d>,
    /// The first bytes of the element, to which a label is tied that the source has not as a text.
    anchor: Range<usize>,
    is_labelled: bool,
}

pub(super) struct Reader<'d, 't> {
    pub(super) writer: BlockWriter<'t>,
    dialect: &'static Dialect,
    characters: Characters,
    pub(super) entities: Vec<Entity>,
    by_key: BTreeMap<String, usize>,
    speaking: Option<Speaking<'d>>,
    /// Whether somebody has spoken.
    has_spoken: bool,
    pub(super) has_nameless: bool,
    /// A name that stands before the turn that it belongs to.
    announced: Option<Node<'d, 't>>,
    /// How many sections are open.
    depth: u8,
    /// How many elements are open in whose middle no paragraph begins.
    n_lines: usize,
    /// The words of whoever speaks go on in the block of his label.
    follows_label: bool,
    /// Notes, and readings that are not those of the text, in the order in which they come.
    notes: Vec<Node<'d, 't>>,
    others: Vec<Node<'d, 't>>,
    /// The time that was written last.
    last_time: Option<String>,
    /// Behind a word in an element of its own, whether the next follows without a space.
    behind_word: Option<bool>,
}

impl<'d, 't> Reader<'d, 't> {
    pub(super) fn new(
        original: &'t str,
        dialect: &'static Dialect,
        entities: Vec<Entity>,
        characters: Characters,
    ) -> Self {
        let mut by_key = BTreeMap::new();
        for (at, entity) in entities.iter().enumerate() {
            by_key.entry(entity.key.clone()).or_insert(at);
        }
        Reader {
            writer: BlockWriter::new(original),
            dialect,
            characters,
            entities,
            by_key,
            speaking: None,
            has_spoken: false,
            has_nameless: false,
            announced: None,
            depth: 0,
            n_lines: 0,
            follows_label: false,
            notes: Vec::new(),
            others: Vec::new(),
            last_time: None,
            behind_word: None,
        }
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
            Rule::Heading => self.lines(node, BlockKind::Heading(self.depth.clamp(2, 6))),
            Rule::Item => {
                self.label_is_written();
                self.lines(node, BlockKind::Item(None));
            }
            Rule::Turn(turn) => self.turn(node, turn),
            Rule::Speaker => self.speaker(node),
            Rule::Paragraph if self.n_lines > 0 => self.content(node),
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
            Rule::Note => self.note(node),
            Rule::OtherReading => self.others.push(node),
            Rule::Break if self.n_lines > 0 => self.writer.white_space(first_byte(node)),
            Rule::Break => self.writer.line_end(first_byte(node)),
            Rule::Space => self.writer.white_space(first_byte(node)),
            Rule::Gap(reason) => {
                self.prepare();
                self.writer.written(first_byte(node), &format!("[{reason}]"));
            }
            Rule::Word { joins } => self.word(node, joins),
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
            // Behind somebody's turn, a paragraph of nobody would be his.
            let is_scene = self.speaking.is_none() && self.has_spoken;
            let kind = if is_scene { BlockKind::Quote } else { BlockKind::Paragraph };
            self.writer.begin(kind, None);
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
        self.writer.begin(kind, None);
        self.n_lines += 1;
        self.content(node);
        self.n_lines -= 1;
        self.end_block();
    }

    fn head(&mut self, node: Node<'d, 't>) {
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
        let before = self.speaking.take();
        let start = node.range().start;
        if turn.names.is_empty() && turn.who.is_empty() && !self.has_speaker(node) {
            // Words of nobody.
            self.content(node);
            self.end_block();
            self.speaking = before;
            return;
        }

        self.speaking = Some(Speaking { turn, anchor: start..start + 2, is_labelled: false });
        if let Some(announced) = self.announced.take() {
            self.label_by(announced);
        }
        self.content(node);
        self.label_is_written();
        self.end_block();
        self.speaking = before;
        self.has_spoken = true;
    }

    /// Whether an element of its own in a turn names who speaks.
    fn has_speaker(&self, turn: Node<'d, 't>) -> bool {
        let mut children = turn.children().filter(Node::is_element);
        self.announced.is_some()
            || children.any(|child| matches!((self.dialect.rule)(child), Rule::Speaker))
    }

    /// An element that names who speaks.
    fn speaker(&mut self, node: Node<'d, 't>) {
        match &self.speaking {
            Some(speaking) if !speaking.is_labelled => self.label_by(node),
            Some(_) => self.scene(node),
            None => self.announced = Some(node),
        }
    }

    /// The label of the turn, as an element has it.
    fn label_by(&mut self, node: Node<'d, 't>) {
        let entity = self.entity_of_turn();
        let Some(speaking) = &mut self.speaking else {
            return;
        };
        speaking.is_labelled = true;
        let role = speaking.turn.role;
        // The element may stand before the turn, whose first bytes come behind it then.
        let own = text_of(node);
        let time = speaking.turn.time.as_deref().filter(|_| parts(&own).time.is_none());
        let time = time.filter(|time| self.last_time.as_deref() != Some(*time)).map(str::to_owned);
        self.last_time = time.clone().or(self.last_time.take());
        self.writer.begin_turn(time.as_deref().map(|time| (first_byte(node), time)));
        self.plain(node);
        self.writer.end_label(role, entity);
        self.follows_label = true;
    }

    /// The label of the turn as the names of whoever speaks say it, unless it is written.
    fn label_is_written(&mut self) {
        let entity = self.entity_of_turn();
        let Some(speaking) = self.speaking.as_mut().filter(|speaking| !speaking.is_labelled) else {
            return;
        };
        speaking.is_labelled = true;
        let turn = &speaking.turn;
        let mut names: Vec<String> = turn.names.iter().map(|name| (*name).to_owned()).collect();
        if names.is_empty() {
            for key in &turn.who {
                match self.by_key.get(bare(key)).and_then(|entity| self.entities.get(*entity)) {
                    Some(entity) => names.push(shown(entity)),
                    None => {
                        self.has_nameless = true;
                        names.push(bare(key).to_owned());
                    }
                }
            }
        }
        let label = names.join(" & ");
        let role = turn.role;
        let time = turn.time.as_deref().filter(|time| self.last_time.as_deref() != Some(*time));
        let time = time.map(str::to_owned);
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
            && self.writer.kind() != Some(BlockKind::Quote)
            && (self.n_lines > 0 || goes_on_behind(node));
        if !is_within {
            self.label_is_written();
            self.end_block();
            self.writer.begin(BlockKind::Quote, None);
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

    fn note(&mut self, node: Node<'d, 't>) {
        let number = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.prepare();
        self.writer.note_mark(first_byte(node), number);
        self.notes.push(node);
    }

    fn word(&mut self, node: Node<'d, 't>, joins: bool) {
        if self.behind_word.take() == Some(false) && !self.writer.awaits_space() {
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
            self.n_lines += 1;
            self.content(node);
            self.n_lines -= 1;
            self.end_block();
        }
        for node in std::mem::take(&mut self.others) {
            self.writer.begin(BlockKind::Paragraph, Some("another reading"));
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
fn shown(entity: &Entity) -> String {
    entity.names.first().map_or_else(|| entity.key.clone(), |(_, name)| name.clone())
}

/// Whether words follow an element within its paragraph.
fn goes_on_behind(node: Node) -> bool {
    let mut behind = std::iter::successors(node.next_sibling(), Node::next_sibling);
    behind.any(|sibling| sibling.text().is_some_and(|text| !text.trim().is_empty()))
}

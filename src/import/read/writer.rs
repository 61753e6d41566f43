//! Texts with their places → blocks, for formats that say themselves what a paragraph is and who
//! speaks in it.
//!
//! **Invariant:** what is written is in the order of the original. White space within a text is one
//! space, at its edges none; between Han characters a line break is none either.
//! **Invariant:** a label that is written is one that our own Markdown has.

use crate::base::letters::{first, joins_texts};
use crate::import::manuscript::{Block, BlockKind, Feature, FeatureKind, Run};
use crate::reading::corpus::TurnRole;
use crate::reading::labels::name;
use std::ops::Range;

/// White space of XML and of JSON; any other is a character of the text.
const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// Blocks being written.
pub(super) struct BlockWriter<'o> {
    pub(super) original: &'o str,
    pub(super) blocks: Vec<Block>,
    pub(super) features: Vec<Feature>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    open: Option<Block>,
    /// White space that was met behind a text and is written before the next.
    space: Option<Range<usize>>,
    /// How many runs of the open block are its label.
    n_of_label: usize,
    /// Whether nobody says what is in the open block.
    is_nobodys: bool,
}

impl<'o> BlockWriter<'o> {
    pub(super) fn new(original: &'o str) -> Self {
        BlockWriter {
            original,
            blocks: Vec::new(),
            features: Vec::new(),
            bold: false,
            italic: false,
            open: None,
            space: None,
            n_of_label: 0,
            is_nobodys: false,
        }
    }

    /// Begins a block; one that is open ends.
    pub(super) fn begin(&mut self, kind: BlockKind, outside: Option<&'static str>) {
        self.end();
        self.open = Some(Block { kind, runs: Vec::new(), outside, page: 0 });
    }

    /// Begins a block of what nobody says, be it behind somebody's turn.
    pub(super) fn begin_of_nobody(&mut self, kind: BlockKind) {
        self.begin(kind, None);
        self.is_nobodys = true;
    }

    /// Ends the open block, which is kept if there is text in it.
    pub(super) fn end(&mut self) {
        self.space = None;
        self.n_of_label = 0;
        let is_nobodys = std::mem::take(&mut self.is_nobodys);
        let Some(block) = self.open.take() else {
            return;
        };
        if block.text(self.original).trim().is_empty() {
            return;
        }
        if let Some(first) = block.runs.first().filter(|_| is_nobodys) {
            let range = first.range.clone();
            self.features.push(Feature { range, kind: FeatureKind::Nobodys });
        }
        self.blocks.push(block);
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the open block has words, beside a label.
    pub(super) fn has_words(&self) -> bool {
        self.open.as_ref().is_some_and(|block| block.runs.len() > self.n_of_label)
    }

    /// The kind of the open block.
    pub(super) fn kind(&self) -> Option<BlockKind> {
        self.open.as_ref().map(|block| block.kind)
    }

    /// Writes a text as the original has it, but for its white space.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let mut start = range.start;
        let text = &self.original[range.clone()];
        for (at, _) in text.match_indices(SPACES) {
            let at = range.start + at;
            // A single space between two words is a part of the text.
            let behind = &self.original[at + 1..range.end];
            let is_single = self.original[at..].starts_with(' ')
                && start < at
                && behind.starts_with(|c| !SPACES.contains(&c));
            if is_single || at < start {
                continue;
            }
            let length = 1 + behind.len() - behind.trim_start_matches(SPACES).len();
            self.piece(start..at, None);
            self.white_space(at..at + length);
            start = at + length;
        }
        self.piece(start..range.end, None);
    }

    /// Writes a text in the place of what the original has.
    pub(super) fn written(&mut self, range: Range<usize>, text: &str) {
        if text.chars().all(|c| SPACES.contains(&c)) {
            return self.white_space(range);
        }
        self.piece(range, Some(text.to_owned()));
    }

    /// Writes a reference to a note in the place of a byte.
    pub(super) fn note_mark(&mut self, range: Range<usize>, number: u32) {
        self.features.push(Feature { range: range.clone(), kind: FeatureKind::NoteMark(number) });
        self.space = None;
        if let Some(block) = &mut self.open {
            let written = Some(String::new());
            block.runs.push(Run { range, written, bold: false, italic: false });
        }
    }

    /// Ends a line within the block.
    pub(super) fn line_end(&mut self, range: Range<usize>) {
        self.space = None;
        if self.has_words()
            && let Some(block) = &mut self.open
        {
            let written = Some("\n".to_owned());
            block.runs.push(Run { range, written, bold: false, italic: false });
        }
    }

    /// Writes the border between two cells of a row.
    pub(super) fn border(&mut self, range: Range<usize>) {
        self.space = None;
        if let Some(block) = &mut self.open {
            let written = Some("\t".to_owned());
            block.runs.push(Run { range, written, bold: false, italic: false });
        }
    }

    pub(super) fn white_space(&mut self, range: Range<usize>) {
        if self.has_words() || self.open.as_ref().is_some_and(|block| !block.runs.is_empty()) {
            match &mut self.space {
                Some(space) => space.end = range.end,
                None => self.space = Some(range),
            }
        }
    }

    /// Says that no space follows, whatever the original has.
    pub(super) fn joins(&mut self) {
        self.space = None;
    }

    pub(super) fn awaits_space(&self) -> bool {
        self.space.is_some()
    }

    fn piece(&mut self, range: Range<usize>, written: Option<String>) {
        if range.is_empty() {
            return;
        }
        let original = self.original;
        let space = self.space.take();
        let has_label_only = !self.has_words();
        let block = self.open.get_or_insert_with(|| Block {
            kind: BlockKind::Paragraph,
            runs: Vec::new(),
            outside: None,
            page: 0,
        });
        let text = written.as_deref().unwrap_or(&original[range.clone()]);
        if let (Some(space), Some(last)) = (space, block.runs.last())
            && !has_label_only
        {
            // Between Han characters a space is one where it is written as such; a line end, or the
            // border of an element, is none.
            let is_as_is = &original[space.clone()] == " ";
            let is_blank = original[space.clone()].chars().all(|c| c == ' ' || c == '\t');
            let joins = !is_blank && joins_texts(last.text(original), text);
            let written = (!is_as_is).then(|| if joins { "" } else { " " }.to_owned());
            let (bold, italic) = (last.bold && self.bold, last.italic && self.italic);
            if last.text(original) != "\t" && last.text(original) != "\n" {
                block.runs.push(Run { range: space, written, bold, italic });
            }
        }
        // What is written as it stands there is not written anew.
        let written = written.filter(|text| original[range.clone()] != **text);
        block.runs.push(Run { range, written, bold: self.bold, italic: self.italic });
    }

    /// Begins the block of a turn; what is written next is its label.
    pub(super) fn begin_turn(&mut self, time: Option<(Range<usize>, &str)>) {
        self.begin(BlockKind::Paragraph, None);
        if let Some((range, time)) = time {
            self.piece(range, Some(format!("[{time}] ")));
        }
    }

    /// Ends the label. Of one that Markdown cannot have as it is, its words are written as they can.
    /// Without a name, what was written stays text.
    pub(super) fn end_label(&mut self, role: Option<TurnRole>, entity: Option<usize>) {
        self.space = None;
        let original = self.original;
        let Some(block) = &mut self.open else {
            return;
        };
        let is_time = |run: &&Run| run.written.as_deref().is_some_and(|text| text.starts_with('['));
        let n_of_time = usize::from(block.runs.first().filter(is_time).is_some());
        let words = &block.runs[n_of_time..];
        let label: String = words.iter().map(|run| run.text(original)).collect();
        let (Some(first_run), Some(last_run)) = (words.first(), block.runs.last()) else {
            return;
        };
        if !names_somebody(&label) {
            return;
        }

        let whole = first_run.range.start..last_run.range.end;
        if let Some(readable) = readable(&label) {
            block.runs.truncate(n_of_time);
            let written = Some(readable);
            block.runs.push(Run { range: whole.clone(), written, bold: false, italic: false });
        }
        let range = block.start()..whole.end;
        self.n_of_label = block.runs.len();
        self.features.push(Feature { range: range.clone(), kind: FeatureKind::Speaker });
        if let Some(role) = role {
            self.features.push(Feature { range: range.clone(), kind: FeatureKind::Turn(role) });
        }
        if let Some(entity) = entity {
            self.features.push(Feature { range, kind: FeatureKind::Entity(entity) });
        }
    }

    /// The blocks, and what is said of their text.
    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Feature>) {
        self.end();
        self.features.sort_by_key(|feature| feature.range.start);
        (self.blocks, self.features)
    }
}

/// Whether a label is more than signs: `?` and `—` say that nobody knows who speaks.
pub(super) fn names_somebody(label: &str) -> bool {
    name(label).chars().any(char::is_alphanumeric)
}

/// A label as our own Markdown can have it, where it cannot have it as it is: without what ends
/// sentences, and no longer than labels are.
pub(super) fn readable(label: &str) -> Option<String> {
    /// Characters of a label, and of one with an office in brackets: see `reading/parse/turns.rs`.
    const LONGEST: usize = 80;
    const LONGEST_WITH_OFFICE: usize = 240;

    let ends_sentence = |c: char| "。！？!?；;\n".contains(c);
    let bare = label.trim_end().trim_end_matches([':', '：']).trim_end();
    let plain = bare.replace(ends_sentence, " ");
    let plain = plain.trim();
    let named = name(plain);
    let has_office = plain.ends_with([')', '）', ']', '］']);
    let n_chars = plain.chars().count();
    let is_short = n_chars <= LONGEST
        || has_office && n_chars <= LONGEST_WITH_OFFICE && named.chars().count() <= LONGEST;
    if is_short {
        return (plain != bare.trim_start()).then(|| plain.to_owned());
    }
    Some(first(named, LONGEST).trim_end().to_owned())
}

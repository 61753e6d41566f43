//! Plain text or Markdown → blocks.
//!
//! A block is a paragraph between blank lines; where a text has none, each line is one. Lines of
//! one width are lines of one paragraph. What is Markdown of other kinds (lists, tables, code) is
//! passed on as it is. Does not know who speaks: a bold beginning of a line begins a block,
//! whatever it says.

mod lines;

use super::front_matter::front_matter;
use crate::base::decode::foreign::Converted;
use crate::base::letters::joins_texts;
use crate::import::manuscript::{Block, BlockKind, FRONT_MATTER, Facts, Manuscript, Run};
use crate::import::sentences::ends_sentence;
use lines::{BLANKS, Kind, Line, hanging, head_of, heads, is_wrapped, width};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is said of front matter that cannot be read.
const UNREAD: &str =
    "its front matter cannot be read and is set aside: take over by hand what it says";

/// Reads a text.
#[must_use]
pub(super) fn read(converted: Converted) -> Manuscript {
    let Converted { text: original, encoding, n_replaced } = converted;
    let front_matter = front_matter(&original);
    let start = front_matter.as_ref().map_or(0, |front_matter| front_matter.end);
    let lines = lines::of(&original, start);
    let is_markdown = lines
        .iter()
        .any(|line| matches!(line.kind, Kind::Heading(_)) || line.text(&original).contains("**"));
    let is_wrapped = is_wrapped(&original, &lines);
    let hanging = hanging(&original, &lines);

    let mut reader = Reader {
        original: &original,
        joins_lines: is_markdown || is_wrapped,
        hanging,
        last: None,
        heads: heads(&original, &lines),
        blocks: Vec::new(),
        is_open: false,
        fence: None,
        page: 0,
    };

    for line in &lines {
        reader.line(line);
    }
    let mut blocks = reader.blocks;
    let mut facts = Facts::default();
    if let Some(front_matter) = front_matter {
        let outside =
            if front_matter.facts.is_some() { FRONT_MATTER } else { "unread front matter" };
        blocks.insert(
            0,
            Block {
                kind: BlockKind::Verbatim,
                runs: vec![plain(0..start)],
                outside: Some(outside),
                page: 0,
            },
        );
        facts = front_matter.facts.unwrap_or(Facts { remarks: vec![UNREAD], ..facts });
    }
    Manuscript {
        original,
        encoding,
        n_replaced,
        is_markdown: true,
        is_told: false,
        entities: Vec::new(),
        blocks,
        features: Vec::new(),
        facts,
    }
}

struct Reader<'o> {
    original: &'o str,
    joins_lines: bool,
    /// The width of a full line, where later lines of a paragraph are set in.
    hanging: Option<usize>,
    /// The line before, unless it was blank.
    last: Option<LastLine>,
    /// What several pages begin with.
    heads: BTreeSet<String>,
    blocks: Vec<Block>,
    /// Whether the next line may belong to the last block.
    is_open: bool,
    /// The sign that closes the code that is being read.
    fence: Option<&'o str>,
    page: u32,
}

/// What is to be known of a line, once the next is read.
#[derive(Debug, Clone, Copy)]
struct LastLine {
    kind: Kind,
    indent: usize,
    width: usize,
    ends_sentence: bool,
}

impl<'o> Reader<'o> {
    fn line(&mut self, line: &Line) {
        self.page += u32::from(line.begins_page);
        if line.begins_page && !self.goes_on_over_page(line) {
            self.is_open = false;
        }
        self.read(line);

        let text = line.text(self.original);
        self.last = (line.kind != Kind::Blank).then(|| LastLine {
            kind: line.kind,
            indent: line.indent,
            width: line.indent + width(text),
            ends_sentence: ends_sentence(text),
        });
    }

    fn read(&mut self, line: &Line) {
        if self.fence.is_some() || line.kind == Kind::Fence {
            return self.code(line);
        }
        match line.kind {
            Kind::Blank => self.is_open = false,
            Kind::Heading(level) => {
                self.begin(BlockKind::Heading(level), line);
                self.is_open = false;
            }
            Kind::Quote => self.continue_or_begin(BlockKind::Quote, line),
            Kind::Verbatim | Kind::Fence => self.verbatim(line),
            Kind::Text | Kind::Indented => self.text(line),
        }
    }

    fn code(&mut self, line: &Line) {
        let text = line.text(self.original);
        match self.fence {
            None => {
                self.fence = Some(&text[..3]);
                self.is_open = false;
                self.verbatim(line);
            }
            Some(fence) => {
                self.verbatim(line);
                if text.starts_with(fence) && text.trim_end_matches(&fence[..1]).is_empty() {
                    (self.fence, self.is_open) = (None, false);
                }
            }
        }
    }

    /// Markdown as it is, with its indentation and its line ends.
    fn verbatim(&mut self, line: &Line) {
        let last = self
            .blocks
            .last_mut()
            .filter(|block| self.is_open && block.kind == BlockKind::Verbatim);
        match last.and_then(|block| block.runs.last_mut()) {
            Some(run) => run.range.end = line.whole.end,
            None => {
                self.blocks.push(Block {
                    kind: BlockKind::Verbatim,
                    runs: vec![plain(line.whole.clone())],
                    outside: None,
                    page: self.page,
                });
            }
        }
        self.is_open = true;
    }

    fn text(&mut self, line: &Line) {
        let last = self.blocks.last().map(|block| block.kind);
        if self.is_open && last == Some(BlockKind::Verbatim) {
            // An item of a list goes on in its next line.
            return self.verbatim(line);
        }

        if self.hangs(line) {
            let kind = last.unwrap_or(BlockKind::Paragraph);
            return self.continue_or_begin(kind, line);
        }

        let is_set_in = line.kind == Kind::Indented;
        let follows_hanging =
            self.hanging.is_some() && self.last.is_some_and(|last| last.indent > line.indent);
        let begins_turn = self.last.is_some() && begins_turn(line.text(self.original));
        if is_set_in
            || follows_hanging
            || begins_turn
            || !self.joins_lines
            || begins_bold(line.text(self.original))
        {
            self.is_open = false;
        }
        let kind = if is_set_in { BlockKind::Indented } else { BlockKind::Paragraph };
        self.continue_or_begin(kind, line);
    }

    /// Whether the first line of a page goes on in the paragraph of the page before: that breaks off,
    /// and the line is none that pages begin with.
    fn goes_on_over_page(&self, line: &Line) -> bool {
        let breaks_off = self.last.is_some_and(|last| !last.ends_sentence);
        let text = line.text(self.original);
        breaks_off && text.contains(char::is_alphabetic) && !self.heads.contains(&head_of(text))
    }

    /// Whether a line goes on where the one before it was full, and is set in as later lines are.
    fn hangs(&self, line: &Line) -> bool {
        let (Some(full), Some(last)) = (self.hanging, self.last) else {
            return false;
        };
        let is_first = last.kind == Kind::Text && line.indent > last.indent;
        let is_later = last.kind == Kind::Indented && line.indent == last.indent;
        self.is_open && line.kind == Kind::Indented && (is_first && last.width >= full || is_later)
    }

    fn continue_or_begin(&mut self, kind: BlockKind, line: &Line) {
        let takes_line = |block: &&mut Block| {
            let is_set_in = block.kind == BlockKind::Indented && kind == BlockKind::Paragraph;
            block.kind == kind || is_set_in
        };
        let open = self.blocks.last_mut().filter(|_| self.is_open);
        let Some(block) = open.filter(takes_line) else {
            return self.begin(kind, line);
        };

        let end = match block.runs.last() {
            Some(run) => run.range.end,
            None => line.range.start,
        };
        let separator = separator(&self.original[..end], line.text(self.original));
        block.runs.push(Run {
            range: end..line.range.start,
            written: Some(separator.to_owned()),
            bold: false,
            italic: false,
        });
        block.runs.extend(runs(self.original, line.range.clone()));
        self.is_open = !line.is_hard;
    }

    fn begin(&mut self, kind: BlockKind, line: &Line) {
        let mut range = line.range.clone();
        if let BlockKind::Heading(_) = kind {
            // Closing signs of a heading are none of its text.
            let text = line.text(self.original).trim_end_matches('#');
            range.end = range.start + text.trim_end_matches(BLANKS).len();
        }
        self.blocks.push(Block {
            kind,
            runs: runs(self.original, range),
            outside: None,
            page: self.page,
        });
        self.is_open = !line.is_hard;
    }
}

/// What is put between two lines of a paragraph: nothing between Han characters, else a space.
fn separator(before: &str, after: &str) -> &'static str {
    let is_empty = before.is_empty() || after.is_empty();
    if is_empty || joins_texts(before, after) || before.ends_with('\u{AD}') { "" } else { " " }
}

/// Whether a line within a paragraph begins as turns do in records that leave no blank lines:
/// `MS. HALLOW:`, `Q.`
fn begins_turn(text: &str) -> bool {
    /// A label is shorter; further on a colon divides a sentence.
    const LONGEST: usize = 40;

    let after_sign = text.strip_prefix(['Q', 'A']).unwrap_or_default();
    let after_sign = after_sign.trim_start_matches(['.', ':']);
    let is_question = after_sign.starts_with("  ") || after_sign.starts_with('\t');

    let colon = text.char_indices().take(LONGEST).find(|(_, c)| [':', '：'].contains(c));
    let is_shouted = colon.is_some_and(|(end, _)| {
        let titles = ["Mr.", "Ms.", "Mrs.", "Dr."].iter();
        let name = titles.fold(&text[..end], |name, title| name.trim_start_matches(title));
        let n_capitals = name.chars().filter(|c| c.is_uppercase()).count();
        n_capitals >= 2 && !name.contains(char::is_lowercase)
    });
    is_question || is_shouted
}

fn begins_bold(text: &str) -> bool {
    text.starts_with("**") && text.get(2..).is_some_and(|rest| rest.contains("**"))
}

fn plain(range: Range<usize>) -> Run {
    Run { range, written: None, bold: false, italic: false }
}

/// The runs of a line: a bold beginning, and the rest with whatever Markdown is in it.
fn runs(original: &str, range: Range<usize>) -> Vec<Run> {
    let Some(bold) = bold_beginning(&original[range.clone()]) else {
        return vec![plain(range)];
    };
    let start = range.start + "**".len();
    let end = start + bold.len();
    let rest = end + "**".len();
    let mut runs = vec![Run { bold: true, ..plain(start..end) }];
    if rest < range.end {
        runs.push(plain(rest..range.end));
    }
    runs
}

/// The text between the signs of bold type at the beginning of a line.
fn bold_beginning(text: &str) -> Option<&str> {
    let (bold, _) = text.strip_prefix("**")?.split_once("**")?;
    (!bold.trim().is_empty()).then_some(bold)
}

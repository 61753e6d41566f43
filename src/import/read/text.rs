//! Plain text or Markdown → blocks.
//!
//! A block is a paragraph between blank lines; where a text has none, each line is one. Lines of one width are lines of one paragraph.
//! What is Markdown of other kinds (lists, tables, code) is passed on as it stands.
//! Does not know who speaks: a bold beginning of a line begins a block, whatever it says.

use crate::base::decode::foreign::Converted;
use crate::base::lang::is_han;
use crate::import::manuscript::{Block, BlockKind, Facts, Manuscript, Run, is_square};
use std::ops::Range;

/// What stands before a line's text: white space of any kind, the byte order mark among it.
const BLANKS: [char; 5] = [' ', '\t', '\u{3000}', '\u{A0}', '\u{FEFF}'];
/// Lines over this many cells are not lines of a narrow page.
const WIDEST_PAGE: usize = 130;

/// Reads a text.
#[must_use]
pub(super) fn read(converted: Converted) -> Manuscript {
    let Converted { text: original, encoding, n_replaced } = converted;
    let lines = lines(&original);
    let is_markdown = lines
        .iter()
        .any(|line| matches!(line.kind, Kind::Heading(_)) || line.text(&original).contains("**"));
    let is_wrapped = is_wrapped(&original, &lines);
    let mut reader = Reader {
        original: &original,
        joins_lines: is_markdown || is_wrapped,
        blocks: Vec::new(),
        is_open: false,
        fence: None,
        page: 0,
    };
    for line in &lines {
        reader.line(line);
    }
    let blocks = reader.blocks;
    Manuscript {
        original,
        encoding,
        n_replaced,
        is_markdown: true,
        blocks,
        facts: Facts::default(),
    }
}

/// What a line is by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Text,
    /// Set in by ideographic or no-break spaces, or by more than three plain ones.
    Indented,
    Heading(u8),
    Quote,
    /// A list, a table, a rule, an address of a link.
    Verbatim,
    Fence,
}

/// A line: what it is, and where its text stands, without indentation, signs, and white space at the end.
struct Line {
    kind: Kind,
    range: Range<usize>,
    /// The whole line without its end.
    whole: Range<usize>,
    begins_page: bool,
    /// Whether it ends in Markdown's hard break.
    is_hard: bool,
}

impl Line {
    fn text<'t>(&self, original: &'t str) -> &'t str {
        &original[self.range.clone()]
    }
}

fn lines(original: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for whole in original.split_inclusive('\n') {
        let text = whole.trim_end_matches(['\n', '\r']);
        for (index, part) in text.split('\u{C}').enumerate() {
            let start = at + (part.as_ptr() as usize - whole.as_ptr() as usize);
            lines.push(line(part, start, index > 0));
        }
        at += whole.len();
    }
    lines
}

fn line(text: &str, start: usize, begins_page: bool) -> Line {
    let bare = text.trim_start_matches(BLANKS);
    let indent = &text[..text.len() - bare.len()];
    let is_set_in = indent.contains(['\u{3000}', '\u{A0}'])
        || indent.chars().count() > 3
        || indent.contains('\t');
    let end = bare.trim_end_matches(BLANKS).len();
    let (kind, skipped) = kind_of(&bare[..end], is_set_in);
    let first = start + indent.len();
    let is_hard = text.ends_with("  ") || text.ends_with('\\');
    let end = if text.ends_with('\\') { end - 1 } else { end };
    Line {
        kind,
        range: first + skipped..(first + end).max(first + skipped),
        whole: start..start + text.len(),
        begins_page,
        is_hard,
    }
}

/// What a line is, and how many bytes its sign takes.
fn kind_of(bare: &str, is_set_in: bool) -> (Kind, usize) {
    if bare.is_empty() {
        return (Kind::Blank, 0);
    }
    let level = bare.bytes().take_while(|b| *b == b'#').count();
    if let (Ok(level @ 1..=6), Some(rest)) = (
        u8::try_from(level),
        bare.get(level..).filter(|rest| rest.starts_with([' ', '\t', '\u{3000}'])),
    ) {
        return (Kind::Heading(level), bare.len() - rest.trim_start_matches(BLANKS).len());
    }
    if bare.starts_with("```") || bare.starts_with("~~~") {
        return (Kind::Fence, 0);
    }
    if let Some(rest) = bare.strip_prefix('>') {
        return (Kind::Quote, bare.len() - rest.trim_start_matches(BLANKS).len());
    }
    if is_verbatim(bare) {
        return (Kind::Verbatim, 0);
    }
    (if is_set_in { Kind::Indented } else { Kind::Text }, 0)
}

/// Whether a line begins a list, a table, a rule or the definition of a link (CommonMark 0.31 §4.1, §4.7, §5.2; GFM §4.10).
fn is_verbatim(bare: &str) -> bool {
    let is_rule =
        |sign: char| bare.matches(sign).count() >= 3 && bare.chars().all(|c| c == sign || c == ' ');
    let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = number.len() < bare.len()
        && bare.len() - number.len() <= 3
        && (number.starts_with(". ") || number.starts_with(") "));
    bare.starts_with("- ")
        || bare.starts_with("* ")
        || bare.starts_with("+ ")
        || bare.starts_with('|')
        || has_number
        || is_rule('-')
        || is_rule('*')
        || is_rule('_')
        || (bare.starts_with('[') && bare.contains("]: "))
        || bare.starts_with("<!--")
}

/// Whether lines end where a page ends: many lines stand together, and those that another follows are of nearly one width.
fn is_wrapped(original: &str, lines: &[Line]) -> bool {
    let text = |line: &Line| matches!(line.kind, Kind::Text | Kind::Indented);
    let widths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| text(&pair[0]) && text(&pair[1]))
        .map(|pair| width(pair[0].text(original)))
        .collect();
    let n_single = lines.iter().enumerate().filter(|(index, line)| {
        text(line)
            && (*index == 0 || !text(&lines[index - 1]))
            && lines.get(index + 1).is_none_or(|next| !text(next))
    });
    let mut sorted = widths.clone();
    sorted.sort_unstable();
    let Some(wide) =
        sorted.get(sorted.len() * 9 / 10).copied().filter(|wide| (24..=WIDEST_PAGE).contains(wide))
    else {
        return false;
    };
    let near = widths.iter().filter(|width| **width * 10 >= wide * 7).count();
    widths.len() >= 4 && widths.len() * 3 >= n_single.count() && near * 10 >= widths.len() * 7
}

/// Cells of a terminal: two for what is written in a square.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if is_han(c)
                || ('\u{3000}'..='\u{303F}').contains(&c)
                || ('\u{FF01}'..='\u{FF60}').contains(&c)
            {
                2
            } else {
                1
            }
        })
        .sum()
}

struct Reader<'o> {
    original: &'o str,
    joins_lines: bool,
    blocks: Vec<Block>,
    /// Whether the next line may belong to the last block.
    is_open: bool,
    /// The sign that closes the code that is being read.
    fence: Option<&'o str>,
    page: u32,
}

impl<'o> Reader<'o> {
    fn line(&mut self, line: &Line) {
        self.page += u32::from(line.begins_page);
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

    /// Markdown as it stands, with its indentation and its line ends.
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
        let continues_list = self.is_open
            && self.blocks.last().is_some_and(|block| block.kind == BlockKind::Verbatim);
        if continues_list {
            return self.verbatim(line);
        }
        let kind =
            if line.kind == Kind::Indented { BlockKind::Indented } else { BlockKind::Paragraph };
        let is_new = kind == BlockKind::Indented
            || !self.joins_lines
            || begins_bold(line.text(self.original));
        if is_new {
            self.is_open = false;
        }
        self.continue_or_begin(kind, line);
    }

    fn continue_or_begin(&mut self, kind: BlockKind, line: &Line) {
        let goes_on = self.is_open
            && self.blocks.last().is_some_and(|last| {
                last.kind == kind
                    || (last.kind == BlockKind::Indented && kind == BlockKind::Paragraph)
            });
        if !goes_on {
            return self.begin(kind, line);
        }
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        let end = block.runs.last().map_or(line.range.start, |run| run.range.end);
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
            range.end = range.start
                + self.original[range.clone()].trim_end_matches('#').trim_end_matches(BLANKS).len();
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

/// What stands between two lines of a paragraph: nothing between Han characters, else a space.
fn separator(before: &str, after: &str) -> &'static str {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return "";
    };
    if (is_square(last) && is_square(first)) || last == '\u{AD}' { "" } else { " " }
}

fn begins_bold(text: &str) -> bool {
    text.starts_with("**") && text.get(2..).is_some_and(|rest| rest.contains("**"))
}

fn plain(range: Range<usize>) -> Run {
    Run { range, written: None, bold: false, italic: false }
}

/// The runs of a line: a bold beginning, and the rest with whatever Markdown is in it.
fn runs(original: &str, range: Range<usize>) -> Vec<Run> {
    let text = &original[range.clone()];
    let bold = text
        .strip_prefix("**")
        .and_then(|rest| Some(&rest[..rest.find("**")?]))
        .filter(|bold| !bold.trim().is_empty());
    let Some(bold) = bold else {
        return vec![plain(range)];
    };
    let start = range.start + 2;
    let rest = start + bold.len() + 2;
    let first = Run { bold: true, ..plain(start..start + bold.len()) };
    if rest < range.end { vec![first, plain(rest..range.end)] } else { vec![first] }
}

//! Plain text or Markdown → blocks.
//!
//! A block is a paragraph between blank lines; where a text has none, each line is one. Lines of
//! one width are lines of one paragraph. What is Markdown of other kinds (lists, tables, code) is
//! passed on as it is. Does not know who speaks: a bold beginning of a line begins a block,
//! whatever it says.

use crate::base::decode::foreign::Converted;
use crate::base::letters::{cells, joins_texts};
use crate::import::manuscript::{Block, BlockKind, Facts, Manuscript, Run};
use std::ops::Range;

/// What may precede a line's text: white space of any kind, the byte order mark among it.
const BLANKS: [char; 5] = [' ', '\t', '\u{3000}', '\u{A0}', '\u{FEFF}'];
/// Widths of pages, in cells: narrower lines are a list or verses, wider ones are paragraphs on one
/// line each.
const PAGES: std::ops::RangeInclusive<usize> = 24..=130;

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
        features: Vec::new(),
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

/// A line: what it is, and where its text is, without indentation, signs, and white space at the
/// end.
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
    let behind = |sign: usize| {
        let rest = bare.get(sign..).unwrap_or_default();
        bare.len() - rest.trim_start_matches(BLANKS).len()
    };
    let level = bare.bytes().take_while(|b| *b == b'#').count();
    let is_heading =
        bare.get(level..).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{3000}']));

    match u8::try_from(level) {
        _ if bare.is_empty() => (Kind::Blank, 0),
        Ok(sign @ 1..=6) if is_heading => (Kind::Heading(sign), behind(level)),
        _ if bare.starts_with("```") || bare.starts_with("~~~") => (Kind::Fence, 0),
        _ if bare.starts_with('>') => (Kind::Quote, behind(1)),
        _ if is_verbatim(bare) => (Kind::Verbatim, 0),
        _ if is_set_in => (Kind::Indented, 0),
        _ => (Kind::Text, 0),
    }
}

/// Whether a line begins a list, a table, a rule or the definition of a link (CommonMark 0.31 §4.1,
/// §4.7, §5.2; GFM §4.10).
fn is_verbatim(bare: &str) -> bool {
    let begins = ["- ", "* ", "+ ", "|", "<!--"];
    let is_rule =
        |sign: char| bare.matches(sign).count() >= 3 && bare.chars().all(|c| c == sign || c == ' ');

    // Four digits are a year.
    let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = bare.len() - after_number.len();
    let has_number = (1..=3).contains(&n_digits)
        && (after_number.starts_with(". ") || after_number.starts_with(") "));

    has_number
        || begins.iter().any(|sign| bare.starts_with(sign))
        || ['-', '*', '_'].into_iter().any(is_rule)
        || (bare.starts_with('[') && bare.contains("]: "))
}

/// Whether lines end where a page ends: many lines stand together, and those that another follows
/// are of nearly one width.
fn is_wrapped(original: &str, lines: &[Line]) -> bool {
    let is_text = |line: &Line| matches!(line.kind, Kind::Text | Kind::Indented);
    let mut widths: Vec<usize> = Vec::new();
    let mut n_single = 0;
    for (index, line) in lines.iter().enumerate() {
        if !is_text(line) {
            continue;
        }
        let follows = index > 0 && is_text(&lines[index - 1]);
        let is_followed = lines.get(index + 1).is_some_and(is_text);
        if is_followed {
            widths.push(width(line.text(original)));
        } else if !follows {
            n_single += 1;
        }
    }

    // The width of the page is that of its longer lines, but not of the one that sticks out.
    widths.sort_unstable();
    let Some(page) = widths.get(widths.len() * 9 / 10).copied() else {
        return false;
    };
    // Choices: four lines are the least that can look alike, a third of them in paragraphs of
    // several lines is a habit, and seven tenths of the width leave room for a long word at the
    // end.
    let n_full = widths.iter().filter(|width| **width * 10 >= page * 7).count();
    PAGES.contains(&page)
        && widths.len() >= 4
        && widths.len() * 3 >= n_single
        && n_full * 10 >= widths.len() * 7
}

fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
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

        let is_set_in = line.kind == Kind::Indented;
        if is_set_in || !self.joins_lines || begins_bold(line.text(self.original)) {
            self.is_open = false;
        }
        let kind = if is_set_in { BlockKind::Indented } else { BlockKind::Paragraph };
        self.continue_or_begin(kind, line);
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

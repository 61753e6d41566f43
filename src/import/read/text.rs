//! Plain text or Markdown → blocks.
//!
//! A block is a paragraph between blank lines; where a text has none, each line is one. Lines of
//! one width are lines of one paragraph. What is Markdown of other kinds (lists, tables, code) is
//! passed on as it is. Does not know who speaks: a bold beginning of a line begins a block,
//! whatever it says.

use super::front_matter::front_matter;
use crate::base::decode::foreign::Converted;
use crate::base::letters::{cells, joins_texts};
use crate::import::manuscript::{Block, BlockKind, FRONT_MATTER, Facts, Manuscript, Run};
use std::collections::BTreeSet;
use std::ops::Range;

/// What may precede a line's text: white space of any kind, the byte order mark among it.
const BLANKS: [char; 5] = [' ', '\t', '\u{3000}', '\u{A0}', '\u{FEFF}'];
/// Widths of pages, in cells: narrower lines are a list or verses, wider ones are paragraphs on one
/// line each.
const PAGES: std::ops::RangeInclusive<usize> = 24..=130;

/// What is said of front matter that cannot be read.
const UNREAD: &str =
    "its front matter cannot be read and is set aside: take over by hand what it says";

/// Reads a text.
#[must_use]
pub(super) fn read(converted: Converted) -> Manuscript {
    let Converted { text: original, encoding, n_replaced } = converted;
    let front_matter = front_matter(&original);
    let start = front_matter.as_ref().map_or(0, |front_matter| front_matter.end);
    let lines = lines(&original, start);
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
        facts = front_matter.facts.unwrap_or(Facts { remark: Some(UNREAD), ..facts });
    }
    Manuscript {
        original,
        encoding,
        n_replaced,
        is_markdown: true,
        blocks,
        features: Vec::new(),
        facts,
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
    /// Cells before its text.
    indent: usize,
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

/// The lines from a byte on.
fn lines(original: &str, start: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut begins_page = false;
    let mut at = start;
    for whole in original[start..].split_inclusive('\n') {
        let text = whole.trim_end_matches(['\n', '\r']);
        for (index, part) in text.split('\u{C}').enumerate() {
            begins_page |= index > 0;
            // What is before a form feed, or after it, need not be a line.
            if part.is_empty() && text.len() > part.len() {
                continue;
            }
            let start = at + (part.as_ptr() as usize - whole.as_ptr() as usize);
            lines.push(line(part, start, std::mem::take(&mut begins_page)));
        }
        at += whole.len();
    }
    without_numbers(original, lines)
}

/// The lines without the numbers that courts print beside them.
fn without_numbers(original: &str, lines: Vec<Line>) -> Vec<Line> {
    /// Fewer lines may be a list.
    const LEAST: usize = 10;
    /// Lines of a page, of the most that anybody numbers.
    const MOST_ON_PAGE: usize = 60;

    let mut numbers: Vec<usize> = Vec::new();
    let mut n_lines = 0;
    let mut n_spaces = usize::MAX;
    for line in lines.iter().filter(|line| line.kind != Kind::Blank) {
        n_lines += 1;
        let Some((number, rest)) = number_before(&original[line.whole.clone()]) else {
            continue;
        };
        numbers.push(number);
        if !rest.trim().is_empty() {
            n_spaces = n_spaces.min(rest.len() - rest.trim_start_matches(' ').len());
        }
    }

    // Most lines have one, each the next; a page begins anew, and its head has none.
    let n_next = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    let are_numbered = numbers.len() >= LEAST
        && numbers.len() * 10 >= n_lines * 7
        && n_next * 10 >= numbers.len() * 8
        && numbers.iter().all(|number| *number <= MOST_ON_PAGE);
    if !are_numbered {
        return lines;
    }

    let mut without = Vec::with_capacity(lines.len());
    for found in lines {
        let whole = &original[found.whole.clone()];
        without.push(match number_before(whole) {
            Some((_, rest)) => {
                let rest = rest.get(n_spaces..).unwrap_or_default();
                line(rest, found.whole.end - rest.len(), found.begins_page)
            }
            None => found,
        });
    }
    without
}

/// The number that a line begins with, and what comes after it: two spaces and text, or nothing.
fn number_before(line: &str) -> Option<(usize, &str)> {
    let bare = line.trim_start_matches(' ');
    let n_digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = bare.split_at(n_digits);
    let is_apart = rest.trim().is_empty() || rest.starts_with("  ");
    number.parse().ok().filter(|_| n_digits <= 2 && is_apart).map(|number| (number, rest))
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
        indent: width(indent),
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

    // `- 2 -` is the number of a page.
    let inner = bare.trim_matches(['-', ' ']);
    if bare.ends_with('-') && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }

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

/// The width from which a line is full, in a text whose paragraphs have their later lines set in
/// (transcripts of hearings, with the label at the margin); none in any other text.
fn hanging(original: &str, lines: &[Line]) -> Option<usize> {
    let mut page = 0;
    for line in lines.iter().filter(|line| matches!(line.kind, Kind::Text | Kind::Indented)) {
        page = page.max(line.indent + width(line.text(original)));
    }
    // A choice: a heading over a text that is set in is shorter than two thirds of a line, and a
    // line that a long word cuts short is not.
    let full = page * 2 / 3;
    if !PAGES.contains(&page) {
        return None;
    }

    // Paragraphs whose first line is at the margin, against those whose first line is set in.
    let (mut n_hanging, mut n_first) = (0, 0);
    let groups = lines.split(|line| line.kind == Kind::Blank);
    for group in groups {
        let [first, second, rest @ ..] = group else {
            continue;
        };
        let is_full = first.indent + width(first.text(original)) >= full;
        match (first.kind, second.kind) {
            (Kind::Text, Kind::Indented) if is_full => {
                // Two lines alone may be a paragraph, and the first of another.
                let goes_on = rest.first().is_none_or(|third| third.indent == second.indent);
                n_hanging += usize::from(goes_on);
                n_first += usize::from(!goes_on && rest.len() > 1);
            }
            (Kind::Indented, Kind::Text) => n_first += 1,
            _ => {}
        }
    }
    (n_hanging > n_first).then_some(full)
}

/// What several pages begin with, without numbers.
fn heads(original: &str, lines: &[Line]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut heads = BTreeSet::new();
    for line in lines.iter().filter(|line| line.begins_page) {
        let head = head_of(line.text(original));
        if !known.insert(head.clone()) {
            heads.insert(head);
        }
    }
    heads
}

fn head_of(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Whether a line ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let closers = ['”', '"', '’', '»', '」', '』', ')', '）', ']', '*'];
    text.trim_end_matches(closers)
        .ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', '۔', '।', ':', '：'])
}

fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
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

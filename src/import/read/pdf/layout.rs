//! The letters of a page → its lines in reading order, with the space that is between them.
//!
//! ```text
//! pieces   letters that follow one another → stretches of a line
//! columns  stretches of a page → the parts that are read one behind the other
//! lines    stretches of a part → its lines, from above
//! ```
//!
//! **Invariant:** every letter is in one line.
//! Knows nothing of words: what is a head, a number, a paragraph, the reader of texts says.

use super::letters::Letter;
use crate::base::letters::{is_han, of_radical};
use std::fmt::Write as _;
use std::ops::Range;

/// A gap between letters, in sizes of type, that divides words: half of a narrow space.
const WORD: f64 = 0.15;
/// A gap that divides stretches of a line; spaces of justified lines are at most half as wide.
const STRETCH: f64 = 1.6;
/// The width of a letter in sizes of type, by which gaps become spaces.
const CELL: f64 = 0.5;
/// How far two letters of one line are above one another at most, in sizes of type: a raised number.
const LINE: f64 = 0.5;

/// Letters of one line that follow one another.
#[derive(Debug, Clone)]
struct Stretch {
    text: String,
    start: f64,
    end: f64,
    base: f64,
    size: f64,
}

/// The text of a page.
#[derive(Debug)]
pub(super) struct Laid {
    /// One line of print a line.
    pub(super) text: String,
    /// Whether running text may stand in columns, and they are not as columns are: its lines were read
    /// from edge to edge.
    pub(super) is_doubtful: bool,
}

/// Writes the text of a page.
pub(super) fn text(letters: Vec<Letter>) -> Laid {
    let (upright, turned): (Vec<Letter>, Vec<Letter>) =
        letters.into_iter().partition(|letter| letter.is_upright);
    let mut page = Page { text: String::new(), size: usual_size(&upright) };
    let stretches = stretches(upright);
    let mut is_doubtful = false;
    for part in parts(stretches, 0) {
        is_doubtful |= gutter(&part, Columns::OfWords).is_some();
        page.part(part);
    }
    // A mark across the page, a note along its edge.
    let turned: String = turned.iter().map(|letter| letter.text.as_str()).collect();
    if !turned.trim().is_empty() {
        let _ = write!(page.text, "\n{}\n", turned.trim());
    }
    Laid { text: page.text, is_doubtful }
}

/// The size of most letters.
fn usual_size(letters: &[Letter]) -> f64 {
    let mut sizes: Vec<f64> = letters.iter().map(|letter| letter.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

/// Letters → stretches of lines. Letters are taken as they come, which is nearly always that of a
/// line; what belongs to one line is put together later.
fn stretches(letters: Vec<Letter>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for letter in letters {
        let is_space = letter.text.trim().is_empty();
        let last = stretches.last_mut().filter(|last| follows(last, &letter));
        match last {
            Some(last) => {
                let gap = letter.start - last.end;
                let is_gap = gap > WORD * last.size.min(letter.size);
                if (is_space || is_gap) && !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                if !is_space {
                    last.text.push_str(&plain(&letter.text));
                    last.end = last.end.max(letter.end);
                }
                if letter.size > last.size {
                    (last.base, last.size) = (letter.base, letter.size);
                }
            }
            None if is_space => {}
            None => stretches.push(Stretch {
                text: plain(&letter.text),
                start: letter.start,
                end: letter.end,
                base: letter.base,
                size: letter.size,
            }),
        }
    }
    for stretch in &mut stretches {
        stretch.text.truncate(stretch.text.trim_end().len());
    }
    stretches.retain(|stretch| !stretch.text.is_empty());
    stretches
}

/// Whether a letter goes on in a stretch: on its line, and not far behind its end.
fn follows(stretch: &Stretch, letter: &Letter) -> bool {
    let size = stretch.size.max(letter.size);
    let gap = letter.start - stretch.end;
    (letter.base - stretch.base).abs() < LINE * size && gap > -size / 2.0 && gap < STRETCH * size
}

/// Signs that fonts have for several letters, as letters.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{FB00}' => plain.push_str("ff"),
            '\u{FB01}' => plain.push_str("fi"),
            '\u{FB02}' => plain.push_str("fl"),
            '\u{FB03}' => plain.push_str("ffi"),
            '\u{FB04}' => plain.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => plain.push_str("st"),
            '\u{2010}' => plain.push('-'),
            c if c.is_control() => plain.push(' '),
            c => plain.push(of_radical(c)),
        }
    }
    plain
}

/// The parts of a page that are read one behind the other: what is across a gutter, then the columns
/// beside it, the left one first.
fn parts(stretches: Vec<Stretch>, depth: usize) -> Vec<Vec<Stretch>> {
    /// A page has four columns at most.
    const DEEPEST: usize = 2;

    let Some(gutter) = gutter(&stretches, Columns::Full).filter(|_| depth < DEEPEST) else {
        return vec![stretches];
    };
    let mut parts = Vec::new();
    for band in bands(stretches, gutter) {
        let (left, right): (Vec<Stretch>, Vec<Stretch>) =
            band.into_iter().partition(|stretch| stretch.end <= gutter);
        let is_across = right.iter().any(|stretch| stretch.start < gutter);
        match is_across {
            true => parts.push(left.into_iter().chain(right).collect()),
            false => {
                parts.extend(self::parts(left, depth + 1));
                parts.extend(self::parts(right, depth + 1));
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Stretches from above, cut where those across a gutter begin and end.
fn bands(mut stretches: Vec<Stretch>, gutter: f64) -> Vec<Vec<Stretch>> {
    stretches.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.start.total_cmp(&b.start)));
    let mut bands: Vec<(bool, Vec<Stretch>)> = Vec::new();
    for stretch in stretches {
        let is_across = stretch.start < gutter && gutter < stretch.end;
        match bands.last_mut() {
            Some((of_last, band)) if *of_last == is_across => band.push(stretch),
            _ => bands.push((is_across, vec![stretch])),
        }
    }
    bands.into_iter().map(|(_, band)| band).collect()
}

/// What columns are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// Their lines fill them.
    Full,
    /// Most of their lines have several words.
    OfWords,
}

/// Where the middle of the space between two columns is; none if the page has one. Columns are of
/// running text: they are about as wide, and their lines fill them. A column of names beside one of
/// words is read line by line.
fn gutter(stretches: &[Stretch], wanted: Columns) -> Option<f64> {
    /// Lines that a column has at least, on either side.
    const LEAST: usize = 6;
    /// Points by which lines of one column end apart that are set to end alike.
    const NEAR: f64 = 1.0;
    /// Of ten stretches, those that may be across: titles, heads, a table.
    const MOST_ACROSS: usize = 3;

    let left = stretches.iter().map(|stretch| stretch.start).fold(f64::INFINITY, f64::min);
    let right = stretches.iter().map(|stretch| stretch.end).fold(f64::NEG_INFINITY, f64::max);
    let width = right - left;
    if width.is_nan() || width <= 0.0 {
        return None;
    }

    // A gutter begins where some line of the left column ends.
    let mut ends: Vec<f64> = stretches.iter().map(|stretch| stretch.end).collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup_by(|a, b| (*a - *b).abs() < NEAR);
    let mut best: Option<(usize, f64)> = None;
    for end in ends {
        let middle = end + NEAR;
        if !(left + width * 0.25..left + width * 0.75).contains(&middle) {
            continue;
        }
        let side = |is_left: bool| {
            let of_side = move |stretch: &&Stretch| match is_left {
                true => stretch.end <= middle,
                false => stretch.start >= middle,
            };
            stretches.iter().filter(of_side)
        };
        let (n_left, n_right) = (side(true).count(), side(false).count());
        let n_across = stretches.len() - n_left - n_right;
        if n_left < LEAST || n_right < LEAST || n_across * 10 > stretches.len() * MOST_ACROSS {
            continue;
        }
        let begins = side(false).map(|stretch| stretch.start).fold(f64::INFINITY, f64::min);
        let are_full = match wanted {
            Columns::Full => {
                is_full(side(true), middle - left) && is_full(side(false), right - begins)
            }
            Columns::OfWords => is_of_words(side(true)) && is_of_words(side(false)),
        };
        let gap = begins - end;
        if are_full && gap > 0.0 && best.is_none_or(|(n, _)| n_across < n) {
            best = Some((n_across, end + gap / 2.0));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// Whether half of the lines of a column are nearly as wide as it. A line that is justified may be in
/// several stretches.
fn is_full<'s>(stretches: impl Iterator<Item = &'s Stretch>, width: f64) -> bool {
    let mut n_full = 0;
    let lines = lines(stretches.cloned().collect());
    for line in &lines {
        let start = line.first().map_or(0.0, |first| first.start);
        let end = line.last().map_or(0.0, |last| last.end);
        n_full += usize::from(end - start > width * 0.75);
    }
    n_full * 2 >= lines.len()
}

/// Whether more than half of the lines of a column are of running text, and neither names nor
/// numbers.
fn is_of_words<'s>(stretches: impl Iterator<Item = &'s Stretch>) -> bool {
    /// Words of a line, or Han characters, at least: names have fewer.
    const WORDS: usize = 4;
    const CHARACTERS: usize = 8;

    let lines = lines(stretches.cloned().collect());
    let is_text = |line: &&Vec<Stretch>| {
        let text: Vec<&str> = line.iter().map(|stretch| stretch.text.as_str()).collect();
        let text = text.join(" ");
        let words = text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
        words.count() >= WORDS || text.chars().filter(|c| is_han(*c)).count() >= CHARACTERS
    };
    lines.iter().filter(is_text).count() * 2 > lines.len()
}

/// A page being written.
struct Page {
    text: String,
    size: f64,
}

impl Page {
    /// Writes the lines of a part.
    fn part(&mut self, stretches: Vec<Stretch>) {
        let lines = lines(stretches);
        let left = usual_start(&lines);
        let spacing = usual_spacing(&lines);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut before: Option<f64> = None;
        for line in lines {
            let Some((base, start)) = line.first().map(|first| (first.base, first.start)) else {
                continue;
            };
            // What is further below than the next line begins a paragraph.
            if before.is_some_and(|before| base - before > spacing * 1.35) {
                self.text.push('\n');
            }
            before = Some(base);
            self.indent(start - left);
            let mut end = start;
            for (at, stretch) in line.iter().enumerate() {
                if at > 0 {
                    self.text.push(' ');
                    self.spaces(stretch.start - end - self.size * CELL);
                }
                self.text.push_str(&stretch.text);
                end = stretch.end;
            }
            self.text.push('\n');
        }
    }

    /// Writes how far a line is set in. The first line of a paragraph is by a letter's width at least,
    /// which is more than the spaces with which a line of a text may begin.
    fn indent(&mut self, width: f64) {
        const LEAST: f64 = 0.6;
        const SPACES: usize = 4;

        let n = (width / (self.size * CELL)).round();
        if width >= LEAST * self.size && n < SPACES as f64 {
            self.text.push_str(&" ".repeat(SPACES));
        } else {
            self.spaces(width);
        }
    }

    fn spaces(&mut self, width: f64) {
        /// As wide as a page.
        const MOST: usize = 120;

        let n = (width / (self.size * CELL)).round();
        let n = if n > 0.0 { n as usize } else { 0 };
        self.text.extend(std::iter::repeat_n(' ', n.min(MOST)));
    }
}

/// Stretches → lines from above, each from the left.
fn lines(mut stretches: Vec<Stretch>) -> Vec<Vec<Stretch>> {
    stretches.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines: Vec<Vec<Stretch>> = Vec::new();
    let mut place: Range<f64> = 0.0..0.0;
    for stretch in stretches {
        let is_near = (stretch.base - place.start).abs() < LINE * stretch.size.min(place.end);
        match lines.last_mut().filter(|_| is_near) {
            Some(line) => line.push(stretch),
            None => {
                place = stretch.base..stretch.size;
                lines.push(vec![stretch]);
            }
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.start.total_cmp(&b.start));
    }
    lines
}

/// Where most lines begin, to a point.
fn usual_start(lines: &[Vec<Stretch>]) -> f64 {
    let mut starts: Vec<f64> = Vec::with_capacity(lines.len());
    for line in lines {
        starts.extend(line.first().map(|first| first.start.round()));
    }
    most(starts).unwrap_or_default()
}

/// How far most lines are below the one before, to a tenth of a point.
fn usual_spacing(lines: &[Vec<Stretch>]) -> f64 {
    let bases: Vec<f64> = lines.iter().filter_map(|line| Some(line.first()?.base)).collect();
    let steps = bases.windows(2).map(|pair| ((pair[1] - pair[0]) * 10.0).round() / 10.0);
    most(steps.filter(|step| *step > 0.0).collect()).unwrap_or(f64::INFINITY)
}

/// The value that comes most often, the least of several.
fn most(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let mut best: Option<(usize, f64)> = None;
    for same in values.chunk_by(|a, b| a == b) {
        if let Some(value) = same.first()
            && best.is_none_or(|(n, _)| same.len() > n)
        {
            best = Some((same.len(), *value));
        }
    }
    best.map(|(_, value)| value)
}

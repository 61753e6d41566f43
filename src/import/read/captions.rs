//! Captions of a recording (WebVTT, SubRip) → [`Manuscript`]: cues of one voice as paragraphs, each
//! turn with the time at which it begins.
//!
//! **Invariant:** cues follow each other in the order of the file; numbers, times and tags between
//! them are no text, and a line that is printed twice to roll it up stands once, which is told.
//! Reads no styles and no positions. Who speaks is said by voice tags (`<v Name>`), or else by the
//! words, as in any text: that is for `labels` to find.

mod cues;
mod parts;
#[cfg(test)]
mod tests;

use super::Refusal;
use super::writer::{names_somebody, readable};
use crate::base::decode::foreign::Converted;
use crate::base::lang::Lang;
use crate::base::letters::{joins_texts, weight};
use crate::import::manuscript::{Block, BlockKind, Facts, Feature, FeatureKind, Manuscript, Run};
use crate::import::sentences::{ends_sentence, opens_line};
use cues::{Piece, Times, pieces, times};
use parts::{cues, is_stray_number, parts};
use std::ops::Range;

/// Seconds of silence behind a sentence that end a paragraph. A choice: shorter ones are breaths.
pub(super) const PAUSE: f64 = 2.0;
/// The weight of a paragraph that ends with its next sentence though nobody pauses: half a page.
pub(super) const LONG: usize = 900;
/// A cue that is shown no longer than this, in seconds, is a step of lines that roll up.
const STEP: f64 = 0.1;

/// What is said of captions in which lines roll up.
const ROLLS: &str = "lines that its captions print twice, to roll them up, stand here once";

/// Whether a text is captions: it says so, or begins with a time as SubRip does.
pub(super) fn are_captions(start: &str) -> bool {
    let start = start.trim_start_matches('\u{FEFF}');
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
    first == "WEBVTT"
        || first.starts_with("WEBVTT ")
        || first.starts_with("WEBVTT\t")
        || times(first).is_some()
        || (is_number && lines.next().is_some_and(|line| times(line).is_some()))
}

/// Reads captions.
///
/// # Errors
///
/// A [`Refusal`] if there is no cue with words.
pub(super) fn read(captions: Converted) -> Result<Manuscript, Refusal> {
    let Converted { text: original, encoding, n_replaced } = captions;
    let parts = parts(&original);
    let can_roll = lines_roll(&original, &parts);
    let mut reader = Reader { original: &original, can_roll, ..Reader::default() };
    for (at, part) in parts.iter().enumerate() {
        if !is_stray_number(&original, part, parts.get(at + 1)) {
            reader.part(part);
        }
    }

    let Reader { blocks, features, lang, rolls, .. } = reader;
    if blocks.iter().all(|block| block.outside.is_some()) {
        let hint = "check that this is the right file";
        return Err(Refusal::new("there are no captions with words in it", hint));
    }
    Ok(Manuscript {
        encoding,
        n_replaced,
        is_markdown: false,
        is_told: false,
        entities: Vec::new(),
        blocks,
        features,
        facts: Facts {
            lang,
            remarks: rolls.then_some(ROLLS).into_iter().collect(),
            ..Facts::default()
        },
        original,
    })
}

/// Whether lines roll up: most cues that can, begin with the line that ended the one before. Somebody
/// who says a thing twice rolls nothing up.
fn lines_roll(original: &str, parts: &[Vec<Range<usize>>]) -> bool {
    let (mut n_cues, mut n_rolled) = (0_usize, 0);
    let mut last_line = String::new();
    for part in parts {
        for (times, lines) in cues(original, part) {
            let Some((first, last)) = lines.first().zip(lines.last()) else {
                continue;
            };
            if can_roll(&times, lines.len()) {
                let first = words_of(original, first);
                n_cues += 1;
                n_rolled += usize::from(!first.is_empty() && first == last_line);
            }
            last_line = words_of(original, last);
        }
    }
    n_rolled * 2 > n_cues
}

/// Whether the first line of a cue may be one that was shown already.
fn can_roll(times: &Times, n_lines: usize) -> bool {
    n_lines > 1 || times.end - times.start <= STEP
}

#[derive(Default)]
struct Reader<'o> {
    original: &'o str,
    blocks: Vec<Block>,
    features: Vec<Feature>,
    lang: Option<Lang>,
    /// The block in which the next words may go on, and its weight.
    open: Option<usize>,
    weight: usize,
    /// Who speaks, if a tag said so.
    voice: Option<&'o str>,
    /// Whether the file has said so anywhere.
    has_voices: bool,
    /// When the cue before ended.
    last_end: f64,
    /// The line before.
    last_line: String,
    /// Whether the lines of this file roll up, and whether one was left out for that.
    can_roll: bool,
    rolls: bool,
    /// Who is named by the last label, unless somebody else's words came since.
    labelled: Option<&'o str>,
    /// Whether nobody says what is in the open block.
    is_nobodys: bool,
    has_cue: bool,
    bold: bool,
    italic: bool,
}

impl<'o> Reader<'o> {
    fn part(&mut self, part: &[Range<usize>]) {
        let cues = cues(self.original, part);
        let first = part.iter().position(|line| times(&self.original[line.clone()]).is_some());
        let Some(first) = first else {
            return self.without_times(part);
        };
        // Above the times there is the name of the cue; what is above that belongs to the one before.
        if first > 1 {
            self.without_times(&part[..first - 1]);
        }
        for (times, lines) in cues {
            self.cue(&times, lines);
        }
    }

    /// Lines without times: they stand beside the captions, or a blank line divides them from the
    /// rest of their cue.
    fn without_times(&mut self, lines: &[Range<usize>]) {
        const BESIDE: [&str; 4] = ["WEBVTT", "NOTE", "STYLE", "REGION"];

        let first = lines.first().map_or("", |line| &self.original[line.clone()]);
        let first = first.trim_start_matches('\u{FEFF}').trim_start();
        let word = first.split([' ', '\t']).next().unwrap_or_default();
        if !self.has_cue || BESIDE.contains(&word) {
            return self.beside(lines);
        }
        for line in lines {
            self.line(line, &mut None);
            self.last_line = words_of(self.original, line);
        }
    }

    /// The head of the file, a note, a style.
    fn beside(&mut self, lines: &[Range<usize>]) {
        let mut runs = Vec::new();
        for line in lines {
            let text = &self.original[line.clone()];
            if let Some(lang) = text.strip_prefix("Language:") {
                self.lang = Lang::parse(lang.trim());
            }
            let text = text.trim_start_matches('\u{FEFF}');
            let is_head = runs.is_empty() && text.starts_with("WEBVTT");
            if !is_head {
                if let Some(last) = runs.last().map(|run: &Run| run.range.end) {
                    let gap = last..line.start;
                    let written = (&self.original[gap.clone()] != "\n").then(|| "\n".to_owned());
                    runs.push(Run { written, ..plain(gap) });
                }
                runs.push(plain(line.clone()));
            }
        }
        if !runs.is_empty() {
            let (kind, outside) = (BlockKind::Paragraph, Some("note beside captions"));
            self.blocks.push(Block { kind, runs, outside, page: 0 });
            self.open = None;
        }
    }

    fn cue(&mut self, times: &Times, lines: &[Range<usize>]) {
        self.has_cue = true;
        // A voice that is not ended lasts to the end of its cue.
        (self.voice, self.bold, self.italic) = (None, false, false);
        if times.start - self.last_end >= PAUSE {
            self.end_after_sentence();
        }
        let rolls = self.can_roll && can_roll(times, lines.len());
        let mut time = Some(times.printed.clone());
        for (at, line) in lines.iter().enumerate() {
            let words = words_of(self.original, line);
            if rolls && at == 0 && !words.is_empty() && words == self.last_line {
                self.rolls = true;
                continue;
            }
            self.line(line, &mut time);
            self.last_line = words;
        }
        self.last_end = times.end;
    }

    fn line(&mut self, line: &Range<usize>, time: &mut Option<Range<usize>>) {
        if opens_line(&self.original[line.clone()]) {
            self.open = None;
        }
        let mut is_first = true;
        for piece in pieces(self.original, line.clone()) {
            match piece {
                Piece::Text(range) => self.words(range, None, &mut is_first),
                Piece::Written(range, text) => self.words(range, Some(text), &mut is_first),
                Piece::Voice(name) => self.begin_voice(name, time.take()),
                Piece::EndOfVoice => self.voice = None,
                Piece::Bold(bold) => self.bold = bold,
                Piece::Italic(italic) => self.italic = italic,
                Piece::Other => {}
            }
        }
        if self.weight > LONG {
            self.end_after_sentence();
        }
    }

    fn end_after_sentence(&mut self) {
        let run = self.open.and_then(|block| self.blocks.get(block)?.runs.last());
        if run.is_some_and(|run| ends_sentence(run.text(self.original))) {
            self.open = None;
        }
    }

    fn begin(&mut self, runs: Vec<Run>) {
        let kind = BlockKind::Paragraph;
        self.open = Some(self.blocks.len());
        self.is_nobodys = false;
        self.weight = 0;
        self.blocks.push(Block { kind, runs, outside: None, page: 0 });
    }

    /// Somebody speaks, who may be the one that has spoken.
    fn begin_voice(&mut self, name: Range<usize>, time: Option<Range<usize>>) {
        let text = &self.original[name.clone()];
        self.has_voices = true;
        let called = cues::name(text);
        if !names_somebody(&called) {
            self.voice = None;
            return;
        }
        self.voice = Some(text);
        if self.labelled.replace(text) == Some(text) {
            return;
        }

        let mut runs = Vec::new();
        if let Some(time) = time {
            let written = format!("[{}] ", &self.original[time.clone()]);
            runs.push(Run { written: Some(written), ..plain(time) });
        }
        let called = readable(&called).unwrap_or(called);
        let written = (called != text).then_some(called);
        runs.push(Run { written, ..plain(name.clone()) });
        let range = runs.first().map_or(name.start, |run| run.range.start)..name.end;
        self.features.push(Feature { range, kind: FeatureKind::Speaker });
        self.begin(runs);
    }

    fn words(&mut self, range: Range<usize>, written: Option<&str>, is_first: &mut bool) {
        let text = written.unwrap_or(&self.original[range.clone()]);
        let is_blank = text.trim().is_empty();
        if is_blank && *is_first {
            return;
        }
        // In a file that names its voices, what none of them says is nobody's.
        let is_nobodys = self.has_voices && self.voice.is_none();
        let run = Run {
            written: written.map(str::to_owned),
            bold: self.bold,
            italic: self.italic,
            ..plain(range)
        };
        self.weight += weight(text.chars());
        let open = self.open.and_then(|block| self.blocks.get_mut(block));
        match open.filter(|_| self.is_nobodys == is_nobodys) {
            Some(block) => {
                // Between two lines there are the end of one cue and the times of the next.
                let end = block.end();
                let is_name = self
                    .features
                    .last()
                    .is_some_and(|of| of.kind == FeatureKind::Speaker && of.range.end == end);
                if *is_first && !is_name {
                    let between = end..run.range.start;
                    let before = block.runs.last().map_or("", |run| run.text(self.original));
                    let is_joined = joins_texts(before, text);
                    let written = if is_joined { "" } else { " " };
                    if !between.is_empty() {
                        block
                            .runs
                            .push(Run { written: Some(written.to_owned()), ..plain(between) });
                    }
                }
                block.runs.push(run);
            }
            None if is_blank => return,
            None => {
                if is_nobodys {
                    let range = run.range.clone();
                    self.features.push(Feature { range, kind: FeatureKind::Nobodys });
                    self.labelled = None;
                }
                self.begin(vec![run]);
                self.is_nobodys = is_nobodys;
            }
        }
        *is_first = false;
    }
}

fn plain(range: Range<usize>) -> Run {
    Run { range, written: None, bold: false, italic: false }
}

/// A line without tags, to be compared.
fn words_of(original: &str, line: &Range<usize>) -> String {
    let mut words = String::new();
    for piece in pieces(original, line.clone()) {
        match piece {
            Piece::Text(range) => words.push_str(&original[range]),
            Piece::Written(_, text) => words.push_str(text),
            _ => {}
        }
    }
    words.trim().to_owned()
}

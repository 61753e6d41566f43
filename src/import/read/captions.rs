//! Captions of a recording (WebVTT, SubRip) → [`Manuscript`]: cues of one voice as paragraphs, each
//! turn with the time at which it begins.
//!
//! **Invariant:** cues follow each other in the order of the file; numbers, times and tags between
//! them are no text, and a line that is printed twice to roll it up stands once, which is told.
//! Reads no styles and no positions. Who speaks is said by voice tags (`<v Name>`), or else by the
//! words, as in any text: that is for `labels` to find.

mod cues;

use super::Refusal;
use crate::base::decode::foreign::Converted;
use crate::base::lang::Lang;
use crate::base::letters::{joins_texts, weight};
use crate::import::manuscript::{Block, BlockKind, Facts, Feature, FeatureKind, Manuscript, Run};
use crate::import::sentences::{ends_sentence, opens_line};
use cues::{Piece, Times, pieces, times};
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
    let mut reader = Reader { original: &original, ..Reader::default() };
    for part in parts(&original) {
        reader.part(&part);
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
        facts: Facts { lang, remark: rolls.then_some(ROLLS), ..Facts::default() },
        original,
    })
}

/// Lines between blank ones, without their ends.
fn parts(original: &str) -> Vec<Vec<Range<usize>>> {
    let mut parts: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut at = 0;
    for whole in original.split_inclusive('\n') {
        let bare = whole.trim_end_matches(['\n', '\r']);
        if bare.trim_matches([' ', '\t', '\u{FEFF}']).is_empty() {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(at..at + bare.len());
        }
        at += whole.len();
    }
    parts.retain(|part| !part.is_empty());
    parts
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
    last_line: &'o str,
    /// Whether lines were printed twice.
    rolls: bool,
    bold: bool,
    italic: bool,
}

impl<'o> Reader<'o> {
    fn part(&mut self, lines: &[Range<usize>]) {
        let place = lines.iter().position(|line| times(&self.original[line.clone()]).is_some());
        let Some(place) = place else {
            return self.beside(lines);
        };
        let line = &lines[place];
        if let Some(mut times) = times(&self.original[line.clone()]) {
            times.printed = times.printed.start + line.start..times.printed.end + line.start;
            self.cue(&times, &lines[place + 1..]);
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
        // A voice that is not ended lasts to the end of its cue.
        (self.voice, self.bold, self.italic) = (None, false, false);
        if times.start - self.last_end >= PAUSE {
            self.end_after_sentence();
        }
        let rolls = lines.len() > 1 || times.end - times.start <= STEP;
        let mut time = Some(times.printed.clone());
        for line in lines {
            let words = words_of(&self.original[line.clone()]);
            if rolls && !words.is_empty() && words == self.last_line {
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

    fn begin(&mut self, kind: BlockKind, runs: Vec<Run>) {
        self.open = Some(self.blocks.len());
        self.weight = 0;
        self.blocks.push(Block { kind, runs, outside: None, page: 0 });
    }

    /// Somebody speaks, who may be the one that has spoken.
    fn begin_voice(&mut self, name: Range<usize>, time: Option<Range<usize>>) {
        let text = &self.original[name.clone()];
        self.has_voices = true;
        self.voice = Some(text);
        let last = self.features.last().map(|feature| feature.range.clone());
        let spoke = last.is_some_and(|range| self.original[range].ends_with(text));
        if spoke && self.blocks.last().is_some_and(|block| block.kind == BlockKind::Paragraph) {
            return;
        }

        let mut runs = Vec::new();
        if let Some(time) = time {
            let written = format!("[{}] ", &self.original[time.clone()]);
            runs.push(Run { written: Some(written), ..plain(time) });
        }
        runs.push(plain(name.clone()));
        let range = runs.first().map_or(name.start, |run| run.range.start)..name.end;
        self.features.push(Feature { range, kind: FeatureKind::Speaker });
        self.begin(BlockKind::Paragraph, runs);
    }

    fn words(&mut self, range: Range<usize>, written: Option<&str>, is_first: &mut bool) {
        let text = written.unwrap_or(&self.original[range.clone()]);
        let is_blank = text.trim().is_empty();
        if is_blank && *is_first {
            return;
        }
        // In a file that names its voices, what none of them says is a scene.
        let kind = if self.has_voices && self.voice.is_none() {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        let run = Run {
            written: written.map(str::to_owned),
            bold: self.bold,
            italic: self.italic,
            ..plain(range)
        };
        self.weight += weight(text.chars());
        let open = self.open.and_then(|block| self.blocks.get_mut(block));
        match open.filter(|block| block.kind == kind) {
            Some(block) => {
                // Between two lines there are the end of one cue and the times of the next.
                let end = block.end();
                let is_name = self.features.last().is_some_and(|of| of.range.end == end);
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
            None => self.begin(kind, vec![run]),
        }
        *is_first = false;
    }
}

fn plain(range: Range<usize>) -> Run {
    Run { range, written: None, bold: false, italic: false }
}

/// A line without tags, to be compared.
fn words_of(line: &str) -> &str {
    let line = line.trim();
    if line.contains('<') { "" } else { line }
}

#[cfg(test)]
mod tests {
    use crate::import::read::tests::{body, imported};

    #[test]
    fn cues_of_one_voice_are_one_turn_with_its_time() {
        let text = "\u{FEFF}WEBVTT\nLanguage: en\n\nNOTE by a program\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Ines Hale>The quay is mended,\nand it is open.</v>\n\n2\n00:00:04.500 --> 00:00:08.000 align:start\n<v.loud Ines Hale>It took &lt;long&gt;.\n\n00:12.000 --> 00:15.000\n<v Jon Barrow>And the <i>ferry</i>?</v>\n\n00:16.000 --> 00:17.000\n[a horn]\n\n00:20.000 --> 00:21.000\n<v Ines Hale>In June.</v>\n";
        let found = imported("quay.vtt", text);
        assert_eq!(
            body(&found),
            "**[00:00:01] Ines Hale:** The quay is mended, and it is open. It took \\<long>.\n\n\
             **[00:12] Jon Barrow:** And the *ferry*?\n\n\
             > \\[a horn\\]\n\n\
             **[00:20] Ines Hale:** In June."
        );
        assert_eq!(found.lang.tag(), "en");
        assert!(found.aside.contains("NOTE by a program"), "{}", found.aside);
    }

    #[test]
    fn subrip_is_told_by_its_times_and_lines_that_roll_up_are_said_once() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nThe quay is mended\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nThe quay is mended\r\nand it is open.\r\n\r\n3\r\n00:00:06,000 --> 00:00:07,000\r\nIt took long.\r\n";
        let found = imported("quay.txt", text);
        assert_eq!(body(&found), "The quay is mended and it is open.\n\nIt took long.");
        assert_eq!(found.remarks, [super::ROLLS]);
    }

    #[test]
    fn who_speaks_may_be_said_by_the_words() {
        let cue =
            |n: usize, text: &str| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n");
        let text = [
            cue(1, "INES HALE: The quay is mended,"),
            cue(2, "and it is open."),
            cue(3, "JON BARROW: And the ferry?"),
            cue(4, "INES HALE: In June."),
        ];
        let found = imported("quay.srt", text.concat());
        assert_eq!(
            body(&found),
            "**INES HALE:** The quay is mended, and it is open.\n\n**JON BARROW:** And the ferry?\n\n**INES HALE:** In June."
        );
    }
}

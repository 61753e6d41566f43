//! Verdicts → the text of the speech, the text beside it, and where every character went.
//!
//! **Invariant:** text is copied in stretches of the original, each with its entry; all that is put
//! in besides is Markdown's signs, labels that type alone told, and marks for review. Knows nothing
//! of evidence: what goes where is decided before.

use super::account::{Entry, Fate, Why};
use super::labels::{Form, Label, Labels};
use super::manuscript::{Block, BlockKind, Lines, Manuscript, Run};
use super::marks::{self, Marked};
use super::repair::{Judged, Verdict};
use super::sheet::Sheet;
use super::tidy;
use crate::base::letters::{floor, is_han, is_square};
use std::ops::Range;

/// A body, the text beside it, and their entries.
pub(super) struct Composed {
    pub(super) body: Sheet,
    pub(super) aside: Sheet,
    /// Entries for what is in neither.
    pub(super) entries: Vec<Entry>,
    /// What an editor should look at: byte of the body, and what is said.
    pub(super) doubts: Vec<(usize, String)>,
}

/// Writes both texts; the block of the title goes into the front matter instead.
pub(super) fn compose(
    manuscript: &Manuscript,
    labels: &Labels,
    judged: &[Judged],
    marks: &[Marked],
    title_block: Option<usize>,
) -> Composed {
    let mut composer = Composer {
        manuscript,
        labels,
        judged,
        composed: Composed {
            body: Sheet::default(),
            aside: Sheet::default(),
            entries: Vec::new(),
            doubts: Vec::new(),
        },
        lines: Lines::new(&manuscript.original),
        row: None,
        ends_in_label: false,
    };

    // Blocks that are set aside for one reason, one after the other, share a heading.
    let mut set_aside: Option<Why> = None;
    for (index, block) in manuscript.blocks.iter().enumerate() {
        for marked in marks::of_block(marks, index) {
            composer.mark(marked);
        }

        match &judged[index].verdict {
            _ if Some(index) == title_block => {
                composer.give_to_front_matter(block);
                set_aside = None;
            }
            Verdict::Stands => {
                composer.stands(index, block);
                set_aside = None;
            }
            Verdict::Continues(_) => {
                composer.continues(index, block);
                set_aside = None;
            }
            Verdict::Repeats { of, skip } => {
                composer.repeats(block, &manuscript.blocks[*of], *skip)
            }
            Verdict::Aside(why) => {
                composer.aside(block, *why, set_aside != Some(*why));
                set_aside = Some(*why);
            }
        }
    }
    composer.composed
}

/// Whether runs are written in bold and italics.
#[derive(Clone, Copy)]
enum Styles {
    /// As they are in the document.
    Own,
    /// As they are, and bold type at the beginning is no label (`__Note:__`).
    LeadIn,
    /// Without: what they stand in sets them off already.
    None,
}

struct Composer<'m> {
    manuscript: &'m Manuscript,
    labels: &'m Labels,
    judged: &'m [Judged],
    composed: Composed,
    lines: Lines,
    /// The block whose row of a table was written last.
    row: Option<usize>,
    /// Whether a label was written last, on a line of its own in the document.
    ends_in_label: bool,
}

impl Composer<'_> {
    fn original(&self) -> &str {
        &self.manuscript.original
    }

    fn stands(&mut self, index: usize, block: &Block) {
        if block.text(self.original()).trim().is_empty() {
            return;
        }

        let label = self.labels.by_block[index].as_ref();
        let is_row = block.kind == BlockKind::Row;
        let follows_row = is_row && self.row.is_some_and(|row| row + 1 == index);
        let is_words = matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented);
        let follows_label = self.ends_in_label && is_words && label.is_none();
        let doubts = self.doubts(index);
        let body = &mut self.composed.body;
        body.say(match () {
            () if body.text.is_empty() => "",
            () if follows_row => "\n",
            () if follows_label && doubts.is_empty() && body.text.ends_with("：**") => "",
            () if follows_label && doubts.is_empty() => " ",
            () => "\n\n",
        });

        for doubt in doubts {
            self.composed.doubts.push((self.composed.body.text.len(), doubt.clone()));
            self.composed.body.say(&format!("<!-- review: {doubt} -->\n\n"));
        }
        match label {
            Some(label) => self.turn(block, label),
            None => self.plain(block, follows_row),
        }
        self.row = is_row.then_some(index);
        self.ends_in_label = label.is_some_and(|label| label.form == Form::Alone);
    }

    /// What is not sure about a paragraph and those in which it goes on.
    fn doubts(&self, index: usize) -> Vec<String> {
        let mut chain = vec![index];
        for (next, judged) in self.judged.iter().enumerate().skip(index + 1) {
            match judged.verdict {
                Verdict::Continues(of) if chain.contains(&of) => chain.push(next),
                Verdict::Stands => break,
                _ => {}
            }
        }

        let doubts = chain.iter().filter_map(|block| self.judged[*block].doubt());
        doubts.map(str::to_owned).collect()
    }

    fn turn(&mut self, block: &Block, label: &Label) {
        match label.form {
            Form::Heading => {
                self.composed.body.say("### ");
                self.runs(&block.runs, Styles::None);
            }
            Form::Unsaid => {
                let is_han = label.text.chars().any(is_han);
                let colon = if is_han { "：**" } else { ":** " };
                self.composed.body.say(&format!("**{}{colon}", label.text));
                self.runs(&block.runs, Styles::None);
            }
            Form::Before | Form::Alone => self.labelled(block, label),
        }
    }

    /// A turn whose label is printed before its text: the label in bold, the text in bold only
    /// where part of it is.
    fn labelled(&mut self, block: &Block, label: &Label) {
        let (before, rest) = split_runs(&block.runs, label.range.end);
        let (signs, words) = split_runs(&before, label.range.start);
        let (separator, rest) = split_runs(&rest, label.words);
        let colon = match words.last().map(|run| run.text(self.original()).trim_end()) {
            Some(label) if label.ends_with([':', '：']) => "",
            Some(label) if label.ends_with(|c| is_square(c) || is_han(c)) => "：",
            _ => ":",
        };

        self.leave_out(&signs);
        self.composed.body.say("**");
        self.runs(&words, Styles::None);
        self.composed.body.say(colon);
        self.composed.body.say("**");
        self.leave_out(&separator);

        // `**Q:**text` would not end the bold type: a closing mark after punctuation needs white
        // space behind it.
        let is_narrow = self.composed.body.text.ends_with(":**");
        let begins = rest.first().and_then(|run| run.text(self.original()).chars().next());
        if is_narrow && begins.is_some_and(|c| !c.is_whitespace()) {
            self.composed.body.say(" ");
        }

        let styles = if self.is_all_bold(&rest) { Styles::None } else { Styles::Own };
        self.runs(&rest, styles);
    }

    /// What sets a label off is written in another way.
    fn leave_out(&mut self, runs: &[Run]) {
        for run in runs {
            self.composed.body.instead(run, "", Why::Rewritten);
        }
    }

    /// Whether all that can be seen of runs is bold.
    fn is_all_bold(&self, runs: &[Run]) -> bool {
        runs.iter().all(|run| run.bold || run.text(self.original()).trim().is_empty())
    }

    fn plain(&mut self, block: &Block, follows_row: bool) {
        match block.kind {
            BlockKind::Verbatim => self.runs(&block.runs, Styles::Own),
            BlockKind::Heading(level) => {
                // Level 3 is a speaker's; a heading of a page is none.
                let level = match level {
                    1 | 2 | 4.. if self.manuscript.is_markdown => level,
                    3 if self.manuscript.is_markdown => 4,
                    1..=3 => 2,
                    _ => 4,
                };
                self.heading(block, usize::from(level));
            }
            BlockKind::Item(number) => {
                let sign = match number {
                    Some(number) => format!("{number}. "),
                    None => "- ".to_owned(),
                };
                self.composed.body.say(&sign);
                self.runs(&block.runs, Styles::Own);
            }
            BlockKind::Quote => self.scene(block),
            BlockKind::Row => self.table_row(block, follows_row),
            BlockKind::Paragraph | BlockKind::Indented => {
                if is_scene(&block.text(self.original())) {
                    self.scene(block);
                } else if self.is_all_bold(&block.runs) {
                    // What type alone sets off was meant as a heading.
                    self.heading(block, 2);
                } else if self.looks_labelled(&block.runs) {
                    self.runs(&block.runs, Styles::LeadIn);
                } else {
                    self.runs(&block.runs, Styles::Own);
                }
            }
        }
    }

    /// Whether a paragraph that has no label begins in bold with a colon, as labels do.
    fn looks_labelled(&self, runs: &[Run]) -> bool {
        let bold: String =
            runs.iter().take_while(|run| run.bold).map(|run| run.text(self.original())).collect();
        let rest = runs.iter().find(|run| !run.bold).map_or("", |run| run.text(self.original()));
        !bold.is_empty()
            && (bold.trim_end().ends_with([':', '：']) || rest.starts_with([':', '：']))
    }

    fn heading(&mut self, block: &Block, level: usize) {
        self.composed.body.say(&"#".repeat(level));
        self.composed.body.say(" ");
        self.runs(&block.runs, Styles::None);
    }

    fn scene(&mut self, block: &Block) {
        self.composed.body.say("> ");
        self.runs(&block.runs, Styles::Own);
    }

    fn table_row(&mut self, block: &Block, follows_row: bool) {
        self.composed.body.say("| ");
        let mut n_cells = 1;
        for run in &block.runs {
            if run.written.as_deref() == Some("\t") {
                self.composed.body.say(" | ");
                self.composed.body.instead(run, "", Why::Rewritten);
                n_cells += 1;
            } else {
                self.runs(std::slice::from_ref(run), Styles::Own);
            }
        }
        self.composed.body.say(" |");

        // The first row is the head: a table of Markdown has one.
        if !follows_row {
            let rule = "---|".repeat(n_cells);
            self.composed.body.say(&format!("\n|{rule}"));
        }
    }

    fn continues(&mut self, index: usize, block: &Block) {
        let start = block.start();
        let mut end_of_last = 0;
        if let Some(last) = index.checked_sub(1) {
            end_of_last = self.manuscript.blocks[last].end();
        }
        let gap = blank_before(self.original(), start).start.max(end_of_last)..start;

        let before = tail(&self.composed.body.text).to_owned();
        let mut texts = block.runs.iter().map(|run| run.text(self.original()));
        let first = texts.find(|text| !text.trim().is_empty());
        let first = first.unwrap_or_default().to_owned();
        match tidy::divided(&before, &first, tidy::window(self.original(), start)) {
            Some(false) => self.composed.body.take_back_hyphen(),
            Some(true) => {}
            None if needs_space(&before, &first) => self.composed.body.say(" "),
            None => {}
        }

        self.composed
            .entries
            .push(Entry { range: gap, fate: Fate::Changed(String::new(), Why::Joined) });
        self.runs(&block.runs, Styles::Own);
    }

    fn repeats(&mut self, block: &Block, of: &Block, skip: usize) {
        let original = &self.manuscript.original;
        let repeated = letters(of, original).into_iter().skip(skip);
        for (letter, first) in letters(block, original).into_iter().zip(repeated) {
            let Some(at) = letter.at else {
                continue;
            };
            let fate = match first.at {
                Some(of) if first.c == letter.c => Fate::Repeated(of),
                _ => Fate::Changed(String::new(), Why::Rewritten),
            };
            self.composed.entries.push(Entry { range: at..at + letter.c.len_utf8(), fate });
        }

        for run in block.runs.iter().filter(|run| run.written.is_some()) {
            self.composed.entries.push(Entry {
                range: run.range.clone(),
                fate: Fate::Changed(String::new(), Why::Rewritten),
            });
        }
    }

    fn aside(&mut self, block: &Block, why: Why, is_new: bool) {
        let aside = &mut self.composed.aside;
        if is_new {
            let line = self.lines.of(block.start());
            let why = why.phrase().trim_start_matches("set aside: ");
            aside.say(&format!("\n## Line {line}: {why}\n"));
        }

        aside.say("\n");
        for run in &block.runs {
            aside.set_aside(&self.manuscript.original, run, why);
        }
        aside.say("\n");
    }

    /// A mark of continuation goes beside the speech.
    fn mark(&mut self, marked: &Marked) {
        let line = self.lines.of(marked.range.start);
        let aside = &mut self.composed.aside;
        aside.say(&format!("\n## Line {line}: mark of continuation\n\n"));

        let run = Run { range: marked.range.clone(), written: None, bold: false, italic: false };
        aside.set_aside(&self.manuscript.original, &run, Why::ContinuationMark);
        aside.say("\n");
    }

    fn give_to_front_matter(&mut self, block: &Block) {
        for run in &block.runs {
            self.composed.entries.push(Entry {
                range: run.range.clone(),
                fate: Fate::Changed(String::new(), Why::FrontMatter),
            });
        }
    }

    /// Copies runs into the body.
    fn runs(&mut self, runs: &[Run], styles: Styles) {
        let original = &self.manuscript.original;
        let escapes = !self.manuscript.is_markdown;
        let lead_in = runs.iter().find(|run| !run.bold).map_or(usize::MAX, |run| run.range.start);
        let body = &mut self.composed.body;
        let mut open = "";

        for run in runs {
            let is_blank = run.text(original).trim().is_empty();
            let wanted = match styles {
                Styles::None => "",
                // White space has no style of its own; between two runs of one style it keeps that
                // open.
                _ if is_blank && (run.bold || run.italic) => open,
                _ if is_blank => "",
                Styles::LeadIn if run.bold && run.range.start < lead_in => "__",
                Styles::Own | Styles::LeadIn => match (run.bold, run.italic) {
                    (true, true) => "***",
                    (true, false) => "**",
                    (false, true) => "*",
                    (false, false) => "",
                },
            };
            if wanted != open {
                body.say(open);
                body.say(wanted);
                open = wanted;
            }
            body.copy(original, run, escapes);
        }
        body.say(open);
    }
}

/// The end of a text: its last word, and some more.
fn tail(text: &str) -> &str {
    // Longer than any word, short enough to be copied for every join.
    const LENGTH: usize = 160;
    &text[floor(text, text.len().saturating_sub(LENGTH))..]
}

/// The white space before a byte of the original.
fn blank_before(original: &str, at: usize) -> Range<usize> {
    original[..at].trim_end().len()..at
}

/// Whether two pieces of a text are divided by a space: not beside Han characters and their
/// punctuation.
fn needs_space(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let takes_none = |c: char| c.is_whitespace() || is_square(c) || "“”‘’—…".contains(c);
    !takes_none(last) && !takes_none(next) && last != '-'
}

/// Runs before and after a byte of the original; the run in which it lies is divided.
fn split_runs(runs: &[Run], at: usize) -> (Vec<Run>, Vec<Run>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for run in runs {
        if run.range.end <= at {
            before.push(run.clone());
        } else if run.range.start >= at || run.written.is_some() {
            after.push(run.clone());
        } else {
            before.push(Run { range: run.range.start..at, ..run.clone() });
            after.push(Run { range: at..run.range.end, ..run.clone() });
        }
    }
    (before, after)
}

/// A character of a block.
struct Letter {
    /// Its byte in the original; none where it is not in the original.
    at: Option<usize>,
    c: char,
}

/// The characters of a block, white space left out.
fn letters(block: &Block, original: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    for run in &block.runs {
        let is_copied = run.written.is_none();
        for (at, c) in run.text(original).char_indices() {
            if !c.is_whitespace() {
                let at = is_copied.then_some(run.range.start + at);
                letters.push(Letter { at, c });
            }
        }
    }
    letters
}

/// Whether a paragraph is a scene: a few words in brackets, nothing else.
fn is_scene(text: &str) -> bool {
    const BRACKETS: [(char, char); 5] =
        [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('〔', '〕')];
    let text = text.trim().trim_end_matches('.');
    let mut pairs = BRACKETS.iter();
    let inner = pairs.find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let Some(words) = inner else {
        return false;
    };

    // `(Laughter.)`, `（全场起立）`. Sentences in brackets are somebody's words, numbers a date or
    // the mark of a note.
    (1..=40).contains(&words.chars().count())
        && !words.contains(['(', '（', '[', '【', '。', '：', ':'])
        && !words.chars().any(|c| c.is_ascii_digit())
}

//! Verdicts → the text of the speech, the text beside it, and where every character went.
//!
//! **Invariant:** text is copied in stretches of the original, each with its entry; all that is put in besides is Markdown's signs, labels that
//! type alone told, and marks for review.
//! Knows nothing of evidence: what stands where is decided before.

use super::account::{Entry, Fate, Why};
use super::labels::{Form, Label, Labels};
use super::manuscript::{Block, BlockKind, Lines, Manuscript, Run, is_square};
use super::marks::{self, Marked};
use super::repair::{Judged, Verdict};
use super::sheet::Sheet;
use super::tidy;
use crate::base::lang::is_han;
use std::ops::Range;

/// A body, what stands beside it, and their entries.
pub(super) struct Composed {
    pub(super) body: Sheet,
    pub(super) aside: Sheet,
    /// Entries of what stands in neither.
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
    let empty = Composed {
        body: Sheet::default(),
        aside: Sheet::default(),
        entries: Vec::new(),
        doubts: Vec::new(),
    };
    let lines = Lines::new(&manuscript.original);
    let mut composer = Composer { manuscript, labels, judged, composed: empty, lines, row: None };
    let mut set_aside: Option<Why> = None;
    for (index, block) in manuscript.blocks.iter().enumerate() {
        marks::of_block(marks, index).iter().for_each(|marked| composer.mark(marked));
        match &judged[index].verdict {
            _ if Some(index) == title_block => composer.give_to_front_matter(block),
            Verdict::Stands => composer.stands(index, block),
            Verdict::Continues(_) => composer.continues(index, block),
            Verdict::Repeats { of, skip } => {
                composer.repeats(block, &manuscript.blocks[*of], *skip)
            }
            Verdict::Aside(why) => {
                composer.aside(block, *why, set_aside != Some(*why));
                set_aside = Some(*why);
                continue;
            }
        }
        if !matches!(judged[index].verdict, Verdict::Repeats { .. }) {
            set_aside = None;
        }
    }
    composer.composed
}

struct Composer<'m> {
    manuscript: &'m Manuscript,
    labels: &'m Labels,
    judged: &'m [Judged],
    composed: Composed,
    lines: Lines,
    /// The block whose row of a table was written last.
    row: Option<usize>,
}

impl Composer<'_> {
    fn original(&self) -> &str {
        &self.manuscript.original
    }

    fn stands(&mut self, index: usize, block: &Block) {
        if block.text(self.original()).trim().is_empty() {
            return;
        }
        let follows_row =
            block.kind == BlockKind::Row && self.row.is_some_and(|row| row + 1 == index);
        self.composed.body.say(if self.composed.body.text.is_empty() {
            ""
        } else if follows_row {
            "\n"
        } else {
            "\n\n"
        });
        self.doubts(index);
        match &self.labels.by_block[index] {
            Some(label) => self.turn(block, label),
            None => self.plain(block, follows_row),
        }
        self.row = (block.kind == BlockKind::Row).then_some(index);
    }

    /// What is not sure about a paragraph and those in which it goes on, in a comment above it.
    fn doubts(&mut self, index: usize) {
        let mut chain = vec![index];
        for (next, judged) in self.judged.iter().enumerate().skip(index + 1) {
            match judged.verdict {
                Verdict::Continues(of) if chain.contains(&of) => chain.push(next),
                Verdict::Stands => break,
                _ => {}
            }
        }
        for doubt in chain.into_iter().filter_map(|block| self.judged[block].doubt.clone()) {
            self.composed.doubts.push((self.composed.body.text.len(), doubt.clone()));
            self.composed.body.say(&format!("<!-- review: {doubt} -->\n\n"));
        }
    }

    fn turn(&mut self, block: &Block, label: &Label) {
        match label.form {
            Form::Heading => {
                self.composed.body.say("### ");
                self.runs(&block.runs, false);
            }
            Form::Unsaid => {
                let colon = if label.text.chars().any(is_han) { "：**" } else { ":** " };
                self.composed.body.say(&format!("**{}{colon}", label.text));
                self.runs(&block.runs, false);
            }
            Form::Bold | Form::Plain => {
                let (words, rest) = split_runs(&block.runs, label.range.end);
                self.composed.body.say("**");
                self.runs(&words, false);
                self.composed.body.say("**");
                let is_all_bold =
                    rest.iter().all(|run| run.bold || run.text(self.original()).trim().is_empty());
                let begins = rest.first().and_then(|run| run.text(self.original()).chars().next());
                let colon_is_narrow = self.composed.body.text.ends_with(":**");
                if colon_is_narrow && begins.is_some_and(|c| !c.is_whitespace()) {
                    self.composed.body.say(" ");
                }
                self.runs(&rest, !is_all_bold);
            }
        }
    }

    fn plain(&mut self, block: &Block, follows_row: bool) {
        let is_markdown = self.manuscript.is_markdown;
        let is_bold =
            block.runs.iter().all(|run| run.bold || run.text(self.original()).trim().is_empty());
        match block.kind {
            BlockKind::Verbatim => self.runs(&block.runs, true),
            BlockKind::Heading(level) => {
                // Level 3 is a speaker's; a heading of a page is none.
                let level = if is_markdown {
                    level
                } else if level > 3 {
                    4
                } else {
                    2
                };
                self.composed.body.say(&format!("{} ", "#".repeat(usize::from(level))));
                self.runs(&block.runs, false);
            }
            BlockKind::Item(number) => {
                self.composed
                    .body
                    .say(&number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. ")));
                self.runs(&block.runs, true);
            }
            BlockKind::Quote => self.scene(block),
            BlockKind::Row => self.table_row(block, follows_row),
            BlockKind::Paragraph | BlockKind::Indented
                if is_scene(&block.text(self.original())) =>
            {
                self.scene(block)
            }
            BlockKind::Paragraph | BlockKind::Indented if is_bold => {
                self.composed.body.say("## ");
                self.runs(&block.runs, false);
            }
            BlockKind::Paragraph | BlockKind::Indented => self.runs(&block.runs, true),
        }
    }

    fn scene(&mut self, block: &Block) {
        self.composed.body.say("> ");
        self.runs(&block.runs, true);
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
                self.runs(std::slice::from_ref(run), true);
            }
        }
        self.composed.body.say(" |");
        if !follows_row {
            self.composed.body.say(&format!("\n|{}", "---|".repeat(n_cells)));
        }
    }

    fn continues(&mut self, index: usize, block: &Block) {
        let start = block.runs.first().map_or(0, |run| run.range.start);
        let end_of_last = index
            .checked_sub(1)
            .and_then(|last| self.manuscript.blocks[last].runs.last())
            .map_or(0, |run| run.range.end);
        let gap = blank_before(self.original(), start).start.max(end_of_last)..start;
        let before: String = tail(&self.composed.body.text).to_owned();
        let first = block
            .runs
            .iter()
            .map(|run| run.text(self.original()))
            .find(|text| !text.trim().is_empty())
            .unwrap_or_default()
            .to_owned();
        let (last, next) =
            (before.chars().next_back().unwrap_or(' '), first.chars().next().unwrap_or(' '));
        match tidy::divided(&before, &first, tidy::window(self.original(), start)) {
            Some(false) => self.composed.body.take_back_hyphen(),
            Some(true) => {}
            None if needs_space(last, next) => self.composed.body.say(" "),
            None => {}
        }
        self.composed
            .entries
            .push(Entry { range: gap, fate: Fate::Changed(String::new(), Why::Joined) });
        self.runs(&block.runs, true);
    }

    fn repeats(&mut self, block: &Block, of: &Block, skip: usize) {
        let original = &self.manuscript.original;
        let first = letters(of, original);
        for ((at, c), source) in
            letters(block, original).into_iter().zip(first.into_iter().skip(skip))
        {
            let fate = match (at, source.0) {
                (Some(_), Some(of)) if source.1 == c => Fate::Repeated(of),
                _ => Fate::Changed(String::new(), Why::Rewritten),
            };
            if let Some(at) = at {
                self.composed.entries.push(Entry { range: at..at + c.len_utf8(), fate });
            }
        }
        let written = block.runs.iter().filter(|run| run.written.is_some());
        self.composed.entries.extend(written.map(|run| Entry {
            range: run.range.clone(),
            fate: Fate::Changed(String::new(), Why::Rewritten),
        }));
    }

    fn aside(&mut self, block: &Block, why: Why, is_new: bool) {
        let line = self.lines.of(block.runs.first().map_or(0, |run| run.range.start));
        let aside = &mut self.composed.aside;
        if is_new {
            aside.say(&format!(
                "\n## Line {line}: {}\n",
                why.phrase().trim_start_matches("set aside: ")
            ));
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
        let entry = |run: &Run| Entry {
            range: run.range.clone(),
            fate: Fate::Changed(String::new(), Why::FrontMatter),
        };
        self.composed.entries.extend(block.runs.iter().map(entry));
    }

    /// Copies runs into the body, in their styles or in none.
    fn runs(&mut self, runs: &[Run], styled: bool) {
        let escapes = !self.manuscript.is_markdown;
        let mut style = "";
        for run in runs {
            let is_blank = run.text(&self.manuscript.original).trim().is_empty();
            let wanted = match (styled && !is_blank, run.bold, run.italic) {
                (true, true, true) => "***",
                (true, true, false) => "**",
                (true, false, true) => "*",
                _ if is_blank && styled && (run.bold || run.italic) => style,
                _ => "",
            };
            if wanted != style {
                self.composed.body.say(style);
                self.composed.body.say(wanted);
                style = wanted;
            }
            self.composed.body.copy(&self.manuscript.original, run, escapes);
        }
        self.composed.body.say(style);
    }
}

/// The last bytes of a text: more than its last word.
fn tail(text: &str) -> &str {
    let start = (0..=text.len().saturating_sub(160))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    &text[start..]
}

/// The white space before a byte of the original.
fn blank_before(original: &str, at: usize) -> Range<usize> {
    original[..at].trim_end().len()..at
}

/// Whether two pieces of a text are divided by a space: not beside Han characters and their punctuation.
fn needs_space(last: char, next: char) -> bool {
    !(last.is_whitespace()
        || next.is_whitespace()
        || is_square(last)
        || is_square(next)
        || last == '-')
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

/// The letters of a block, white space left out, with their places; none where the letter is not in the original.
fn letters(block: &Block, original: &str) -> Vec<(Option<usize>, char)> {
    let mut letters = Vec::new();
    for run in &block.runs {
        let is_copied = run.written.is_none();
        let chars = run.text(original).char_indices().filter(|(_, c)| !c.is_whitespace());
        letters.extend(chars.map(|(at, c)| (is_copied.then_some(run.range.start + at), c)));
    }
    letters
}

/// Whether a paragraph is a scene: a few words in brackets, nothing else.
fn is_scene(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let inner = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('〔', '〕')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.is_some_and(|words| {
        (1..=40).contains(&words.chars().count())
            && !words.contains(['(', '（', '[', '【', '。', '：', ':'])
            && !words.chars().any(|c| c.is_ascii_digit())
    })
}

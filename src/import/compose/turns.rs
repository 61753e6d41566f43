//! Who speaks → a turn's label; when → the time before a paragraph.

use super::runs::{is_scene, split_runs};
use super::{Composer, Styles};
use crate::base::letters::{is_han, is_square};
use crate::import::account::Why;
use crate::import::labels::{Form, Label};
use crate::import::manuscript::{Block, BlockKind, FeatureKind, Run};
use crate::import::repair::Verdict;
use crate::reading::labels::{time_alone, without_separator};

/// What has a line of its own in the document and in a speech stands on that of the next words.
#[derive(Clone, Copy)]
pub(super) enum Ahead {
    Label,
    /// A time of the recording.
    Time,
}

impl Composer<'_> {
    /// Whether a line has to end the turn above a block, for nobody says what is in it.
    pub(super) fn ends_turn(&self, block: &Block) -> bool {
        let mut features = self.manuscript.features_at(block.start());
        let is_nobodys = features.any(|feature| feature.kind == FeatureKind::Nobodys);
        let ends_it_itself = match block.kind {
            BlockKind::Heading(level) => level <= 3,
            BlockKind::Paragraph => is_scene(&block.text(self.original())),
            _ => false,
        };
        self.is_in_turn && is_nobodys && !ends_it_itself
    }

    pub(super) fn turn(&mut self, block: &Block, label: &Label) {
        match label.form {
            Form::Heading => {
                self.composed.body.say("### ");
                self.runs(&block.runs, Styles::None);
            }
            Form::Unsaid => {
                let is_han = label.text.chars().any(is_han);
                let colon = if is_han { "：**" } else { ":** " };
                self.composed.body.say(&format!("**{}{colon}", label.text));
                self.runs(&block.runs, Styles::Set);
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

        let styles = if self.is_all_bold(&rest) { Styles::Set } else { Styles::Own };
        self.runs(&rest, styles);
    }

    /// Whether a block is words that no label begins.
    pub(super) fn is_words(&self, index: usize) -> bool {
        let kind = self.manuscript.blocks[index].kind;
        matches!(kind, BlockKind::Paragraph | BlockKind::Indented)
            && self.labels.by_block[index].is_none()
    }

    /// Whether a block is a time of the recording and nothing else: that of the next words.
    pub(super) fn says_when(&self, index: usize) -> bool {
        let text = self.manuscript.blocks[index].text(self.original());
        self.is_words(index) && time_alone(&text).is_some()
    }

    /// A time without the separator that it may end in, as one before a paragraph is written.
    pub(super) fn time(&mut self, block: &Block) {
        let range = block.start()..block.end();
        let blank = |text: &str| text.len() - text.trim_start().len();
        let written = &self.original()[range.clone()];
        let end = range.start + blank(written) + without_separator(written).len();

        let (time, separator) = split_runs(&block.runs, end);
        self.runs(&time, Styles::Own);
        self.leave_out(&separator);
    }

    /// What is not sure about a paragraph and those in which it goes on, or, of a time on a line of
    /// its own, about the paragraph that it is the time of.
    pub(super) fn doubts(&self, index: usize) -> Vec<String> {
        let mut chain = vec![index];
        for (next, judged) in self.judged.iter().enumerate().skip(index + 1) {
            match judged.verdict {
                Verdict::Continues(of) if chain.contains(&of) => chain.push(next),
                Verdict::Stands
                    if chain == [index] && self.says_when(index) && self.is_words(next) =>
                {
                    chain.push(next);
                }
                Verdict::Stands => break,
                _ => {}
            }
        }

        let doubts = chain.iter().filter_map(|block| self.judged[*block].doubt());
        doubts.map(str::to_owned).collect()
    }

    /// What sets a label off is written in another way.
    fn leave_out(&mut self, runs: &[Run]) {
        for run in runs {
            self.composed.body.instead(run, "", Why::Rewritten);
        }
    }

    /// Whether all that can be seen of runs is bold.
    pub(super) fn is_all_bold(&self, runs: &[Run]) -> bool {
        runs.iter().all(|run| run.bold || run.text(self.original()).trim().is_empty())
    }
}

//! Who speaks → a turn's label.

use super::runs::{is_scene, split_runs};
use super::{Composer, Styles};
use crate::base::letters::{is_han, is_square};
use crate::import::account::Why;
use crate::import::labels::{Form, Label};
use crate::import::manuscript::{Block, BlockKind, FeatureKind, Run};

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

//! What is left where it stands, and why it may belong elsewhere.

use super::{FAR, Judge};
use crate::base::date;
use crate::base::letters::{first, last};
use crate::import::repair::doubts::{Doubt, Sign};
use crate::import::repair::seams::{self, End};
use crate::import::sentences::ends_sentence;

impl Judge<'_> {
    pub(super) fn doubtful_beginning(&self, at: usize) -> Option<Doubt> {
        /// A particle, a mark or a small letter.
        const INNER: f64 = 4.0;

        let paragraph = &self.paragraphs[at];
        if paragraph.from {
            let doubt =
                "a mark of continuation stood here: the beginning of this text is on another page";
            return Some(Doubt::new(Sign::Mark, doubt));
        }

        // Behind an address (`Excellencies,`) and a label on a line of its own, sentences begin with
        // small letters in many languages.
        let before = &self.paragraphs[at.checked_sub(1)?];
        let is_inner = before.is_prose
            && ends_sentence(&before.text)
            && paragraph.is_prose
            && !paragraph.is_beginning
            && seams::inner_beginning(self.words, &paragraph.text) >= INNER;
        let doubt =
            "this paragraph begins inside a sentence, and nothing was found that it continues";
        is_inner.then(|| Doubt::new(Sign::BeginsInside, doubt))
    }

    /// What an editor is told of a paragraph that breaks off and goes on nowhere in its turn.
    pub(super) fn doubtful_end(&self, at: usize) -> Option<Doubt> {
        let next = self.limit(at);
        let doubt = if self.ends[at] != End::Open {
            // A heading has no word in common with the text below it.
            let near = self.near(at, next).filter(|near| near.evidence >= FAR)?;
            self.possible_join(at, near.at)
        } else if next > at + 1 {
            "this paragraph breaks off, and nothing was found in which it goes on".to_owned()
        } else {
            // `- 2 -` is the number of a page.
            let has_words = self.paragraphs[at].text.contains(char::is_alphabetic);
            self.paragraphs.get(next).filter(|_| has_words && !self.is_dateline(at))?;
            "this paragraph breaks off where somebody else begins to speak".to_owned()
        };
        Some(Doubt::new(Sign::BreaksOff, doubt))
    }

    /// Whether a place and a day stand there, as above the first who speaks: `市政厅，2026年5月12日`.
    fn is_dateline(&self, at: usize) -> bool {
        /// More characters than these are a sentence.
        const PLACE: usize = 20;

        let text = self.paragraphs[at].text.trim_end();
        let is_above = self.paragraphs[..=at].iter().all(|paragraph| paragraph.label.is_none());
        let days = date::find_days(text).filter(|days| is_above && days.range.end == text.len());
        days.is_some_and(|days| text[..days.range.start].chars().count() <= PLACE)
    }

    /// What an editor is told of a join that is not sure.
    pub(super) fn doubtful_join(&self, at: usize, next: usize) -> String {
        let seam = self.seam_in_words(at, next);
        match next - at - 1 {
            0 => format!("joined here, if it is one sentence: {seam}"),
            n => format!("joined here, and {n} paragraphs between set aside: {seam}"),
        }
    }

    /// What an editor is told of a join that was not made, since paragraphs lie between.
    pub(super) fn possible_join(&self, at: usize, next: usize) -> String {
        let seam = self.seam_in_words(at, next);
        match next - at - 1 {
            0 => format!("this line may go on in the next paragraph: {seam}"),
            n => format!("this paragraph breaks off; it may go on behind the next {n}: {seam}"),
        }
    }

    /// The words on either side of a cut.
    fn seam_in_words(&self, at: usize, next: usize) -> String {
        /// Characters on either side: enough to see whether it is one sentence.
        const BESIDE: usize = 8;

        let left = last(&self.paragraphs[at].text, BESIDE).trim_start();
        let right = first(&self.paragraphs[next].text, BESIDE).trim_end();
        format!("…{left}|{right}…")
    }
}

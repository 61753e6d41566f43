//! Paragraphs that break off: where each goes on, and what lies between its halves.
//!
//! **Invariant:** a paragraph goes on in one later paragraph that does not begin with a label, a
//! heading or a sign of its own.
//! **Invariant:** removal requires proof. What lies between two halves is set aside only where
//! repeats or a mark of continuation lie there too, and only a few paragraphs of it; everything else
//! stays where it is, under a comment that says what it looks like. Weighs evidence of
//! [`super::seams`] and [`super::cohesion`].

mod doubtful;
mod subject;

use super::cohesion::Vocabulary;
use super::doubts::{Doubt, Sign};
use super::phrases::Phrases;
use super::seams::{self, End, Half};
use crate::import::account::Why;
use crate::import::marks::Mark;
use crate::reading::annotate::HanWords;
use std::cell::{Cell, OnceCell};
use std::ops::Range;
use subject::Subject;

/// A paragraph as it is looked at here: repeats, furniture and what is outside the text are gone.
pub(super) struct Paragraph {
    /// Its text without white space at its ends.
    pub(super) text: String,
    /// The label that it begins with.
    pub(super) label: Option<String>,
    /// Whether it can only begin something: a label, a heading, an indented line, a quotation, a
    /// list.
    pub(super) is_beginning: bool,
    /// Whether it can break off: no heading, list or table.
    pub(super) is_prose: bool,
    /// The mark of continuation at its beginning, and at its end.
    pub(super) from: bool,
    pub(super) to: bool,
    /// Whether paragraphs that occur earlier too stood between it and the paragraph before.
    pub(super) after_repeats: bool,
    /// Whether it occurs again.
    pub(super) is_repeated: bool,
}

impl Paragraph {
    pub(super) fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::From => self.from = true,
            Mark::To => self.to = true,
        }
    }
}

/// What is decided of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is a paragraph of its own.
    Stands,
    /// It goes on where the paragraph at this place breaks off.
    Continues(usize),
    /// It is not part of the text.
    Aside(Why),
}

/// A decision, and what is not sure about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) decision: Decision,
    pub(super) doubt: Option<Doubt>,
}

// The thresholds are in the units of `seams`: about natural logarithms, so that 6 is about four
// hundred to one. What they do together is measured on documents damaged at random
// (ARCHITECTURE.md, “Repair weighs evidence”): higher ones leave halves apart, lower ones join
// paragraphs of two texts.

/// Evidence that makes a join sure: no mark for review is left.
pub(super) const SURE: f64 = 6.0;
/// Evidence for a join with the next paragraph, where the first breaks off: a little more than that
/// it does.
const NEAR: f64 = 2.5;
/// The same where the first may end as it does: a heading and the text below it look like two
/// halves. A word across the cut that is known is not enough; see [`Judge::is_proven`].
const NEAR_BARE: f64 = 6.0;
/// Evidence for a join over other paragraphs, which are set aside for it.
const FAR: f64 = 4.0;
/// Evidence below which any join is doubtful.
const DOUBTFUL: f64 = 4.0;
/// What a far join must be better by than a near one, since it costs the paragraphs between.
const MARGIN: f64 = 2.5;
/// How many paragraphs may be set aside on the proof of repeats or a mark, besides those that occur
/// again. A passage that got between two halves of a page is short; a longer one may be the speech
/// itself, wherever the marks came from.
const MOST_ASIDE: usize = 3;
/// How many paragraphs are looked over: a choice. A longer article between two halves keeps them
/// apart; each more costs time at every break.
const REACH: usize = 60;
/// How many broken paragraphs on either side are asked whether they claim another. Bounds the work;
/// rivals stand close.
const RIVALS: usize = 16;
/// How many paragraphs of one document are looked for beyond the next: no page has more breaks, and
/// the work stays bounded.
const MOST_SEARCHES: usize = 2_000;

/// Decides every paragraph.
pub(super) fn decide(words: &HanWords, paragraphs: &[Paragraph]) -> Vec<Decided> {
    let halves: Vec<Half<'_>> = paragraphs.iter().map(|of| Half::new(&of.text)).collect();
    let mut ends = Vec::with_capacity(paragraphs.len());
    let mut broken = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let end = if paragraph.is_prose { halves[at].end } else { End::Closed };
        if end == End::Open {
            broken.push(at);
        }
        ends.push(end);
    }
    let judge = Judge {
        words,
        paragraphs,
        halves,
        ends,
        broken,
        phrases: OnceCell::new(),
        vocabulary: OnceCell::new(),
        searches: Cell::new(0),
    };

    let stands = Decided { decision: Decision::Stands, doubt: None };
    let mut decided = vec![stands; paragraphs.len()];
    let mut at = 0;
    while at < paragraphs.len() {
        at = judge.step(at, &mut decided);
    }
    decided
}

/// A paragraph in which a broken one goes on.
#[derive(Clone, Copy)]
struct Choice {
    at: usize,
    evidence: f64,
    /// Evidence for the best of the others.
    rival: f64,
}

impl Choice {
    fn new(at: usize, evidence: f64) -> Self {
        Choice { at, evidence, rival: 0.0 }
    }

    /// Whether the evidence is neither strong nor far ahead of that for another place.
    fn is_doubtful(&self) -> bool {
        self.evidence < SURE
            && (self.evidence < DOUBTFUL || self.rival + SURE / 2.0 > self.evidence)
    }
}

struct Judge<'p> {
    words: &'p HanWords,
    paragraphs: &'p [Paragraph],
    /// Each as the first half of something.
    halves: Vec<Half<'p>>,
    /// The same, where what cannot break off is closed.
    ends: Vec<End>,
    /// Paragraphs that break off for sure.
    broken: Vec<usize>,
    /// Read when they are first asked for: most documents are whole.
    phrases: OnceCell<Phrases<'p>>,
    vocabulary: OnceCell<Vocabulary<'p>>,
    /// How many paragraphs were looked for far away.
    searches: Cell<usize>,
}

impl<'p> Judge<'p> {
    /// Decides what follows the paragraph at `at`, and where to go on.
    fn step(&self, at: usize, decided: &mut [Decided]) -> usize {
        let paragraph = &self.paragraphs[at];
        let is_continuation = matches!(decided[at].decision, Decision::Continues(_));
        let has_begun = self.paragraphs[..at].iter().any(|before| before.is_prose);
        if paragraph.from && has_begun && !is_continuation {
            return self.other_article(at, decided);
        }
        if !is_continuation && decided[at].doubt.is_none() {
            decided[at].doubt = self.doubtful_beginning(at);
        }
        if self.ends[at] == End::Closed && !paragraph.to {
            return at + 1;
        }

        let Some(choice) = self.continuation(at) else {
            let doubt = self.doubtful_end(at);
            if doubt.is_some() {
                decided[at].doubt = doubt;
            }
            return at + 1;
        };
        if !self.is_proven(at, choice.at) {
            let doubt = self.possible_join(at, choice.at);
            decided[at].doubt = Some(Doubt::new(Sign::BreaksOff, doubt));
            return at + 1;
        }

        for between in &mut decided[at + 1..choice.at] {
            between.decision = Decision::Aside(Why::Foreign);
        }
        let doubt = choice.is_doubtful().then(|| self.doubtful_join(at, choice.at));
        let doubt = doubt.map(|doubt| Doubt::new(Sign::Done, doubt));
        decided[choice.at] = Decided { decision: Decision::Continues(at), doubt };
        choice.at
    }

    /// Whether two paragraphs may be joined, and what lies between them set aside: nothing does, or
    /// a few paragraphs with what damage leaves behind, repeats or a mark. What may be a heading goes
    /// on where the next paragraph begins with a mark that none begins with.
    fn is_proven(&self, at: usize, next: usize) -> bool {
        /// What [`seams::inner_beginning`] says of such a mark.
        const MARK: f64 = 6.0;

        let begins_inside = seams::inner_beginning(self.words, &self.paragraphs[next].text) >= MARK;
        if self.ends[at] == End::Bare && !self.paragraphs[at].to && !begins_inside {
            return false;
        }

        let behind = &self.paragraphs[at + 1..=next];
        let has_trace = behind.iter().any(|p| p.after_repeats || p.from || p.to);
        let is_marked = self.paragraphs[at].to || has_trace;
        next == at + 1 || (is_marked && self.n_strange(at + 1..next) <= MOST_ASIDE)
    }

    /// How many paragraphs would be set aside that occur once.
    fn n_strange(&self, range: Range<usize>) -> usize {
        self.paragraphs[range].iter().filter(|paragraph| !paragraph.is_repeated).count()
    }

    /// A text comes from another page where none of ours went to one: a short one is set aside up to
    /// the next of our speakers.
    fn other_article(&self, at: usize, decided: &mut [Decided]) -> usize {
        let (before, behind) = self.paragraphs.split_at(at);
        let mut end = self.paragraphs.len();
        for (next, paragraph) in behind.iter().enumerate().skip(1) {
            let is_ours = |ours: &Paragraph| ours.label == paragraph.label;
            if paragraph.label.is_some() && before.iter().any(is_ours) {
                end = at + next;
                break;
            }
        }

        if self.n_strange(at..end) > MOST_ASIDE {
            let doubt = format!(
                "a mark of continuation stood here: the {} paragraphs from here may belong to another article",
                end - at
            );
            decided[at].doubt = Some(Doubt::new(Sign::Mark, doubt));
            return at + 1;
        }
        for paragraph in &mut decided[at..end] {
            paragraph.decision = Decision::Aside(Why::OtherArticle);
        }
        end
    }

    /// Where the paragraph at `at` goes on.
    fn continuation(&self, at: usize) -> Option<Choice> {
        if self.paragraphs[at].to {
            let marked = (at + 1..self.paragraphs.len()).find(|next| self.paragraphs[*next].from);
            if let Some(next) = marked {
                return Some(Choice::new(next, SURE));
            }
        }

        let end = self.limit(at);
        let near = self.near(at, end);
        let mut far = None;
        if self.is_worth_a_search(at, end, near) {
            far = self.far(at, end);
        }

        let is_open = self.ends[at] == End::Open;
        // What may end as it does needs more to be said to break off, and most of all to go on far
        // away.
        let (least_near, least_far) = if is_open { (NEAR, FAR) } else { (NEAR_BARE, FAR + SURE) };
        let good_near = near.filter(|near| near.evidence >= least_near);
        let good_far = far.filter(|far| far.evidence >= least_far);
        let chosen = match (good_near, good_far) {
            (Some(near), Some(far)) if far.evidence > near.evidence + MARGIN => far,
            (Some(near), _) => near,
            (None, Some(far)) => far,
            (None, None) => return None,
        };

        let other = if chosen.at == at + 1 { far } else { near };
        Some(Choice { rival: other.map_or(0.0, |other| other.evidence), ..chosen })
    }

    /// The next paragraph, if the one at `at` can go on there.
    fn near(&self, at: usize, end: usize) -> Option<Choice> {
        let next = at + 1;
        let paragraph = self.paragraphs.get(next)?;
        if next >= end || paragraph.is_beginning {
            return None;
        }
        debug_assert!(paragraph.label.is_none());

        let evidence = self.seam(at, next) - self.claimed(at, next);
        Some(Choice::new(next, evidence))
    }

    /// Whether later paragraphs are looked at: not where the next goes on for sure, or nothing
    /// strange follows what may be a heading.
    fn is_worth_a_search(&self, at: usize, end: usize, near: Option<Choice>) -> bool {
        let behind = &self.paragraphs[at + 1..end];
        let has_strange = behind.iter().any(|p| p.after_repeats || p.from);
        let is_open =
            self.ends[at] == End::Open && near.is_none_or(|near| near.evidence < 2.0 * SURE);
        self.searches.set(self.searches.get() + 1);
        (has_strange || is_open) && self.searches.get() <= MOST_SEARCHES
    }

    /// The best of the later paragraphs; of two that are as good the first.
    fn far(&self, at: usize, end: usize) -> Option<Choice> {
        if at + 2 >= end {
            return None;
        }

        let claimed = self.claimed(at, at + 1);
        let subject = Subject::new(self, at, end);
        let mut best: Option<Choice> = None;
        for next in at + 2..end {
            if self.paragraphs[next].is_beginning {
                continue;
            }
            let seam = self.seam(at, next);
            if seam <= 0.0 {
                continue;
            }
            let strangeness = claimed + self.strangeness(at, next) + subject.change(at, next);
            let choice = Choice::new(next, seam + strangeness);
            if best.is_none_or(|best| choice.evidence > best.evidence) {
                best = Some(choice);
            }
        }
        best
    }

    /// The first place behind `at` that is beyond the turn, or out of reach.
    fn limit(&self, at: usize) -> usize {
        let end = self.paragraphs.len().min(at + REACH);
        (at + 1..end).find(|next| self.paragraphs[*next].label.is_some()).unwrap_or(end)
    }

    fn seam(&self, left: usize, right: usize) -> f64 {
        let (before, after) = (&self.paragraphs[left].text, &self.paragraphs[right].text);
        let seam = seams::seam(self.words, &self.halves[left], after);
        if seam >= SURE { seam } else { seam + self.phrases().across(before, after) }
    }

    fn phrases(&self) -> &Phrases<'p> {
        self.phrases.get_or_init(|| Phrases::new(&self.texts()))
    }

    fn vocabulary(&self) -> &Vocabulary<'p> {
        self.vocabulary.get_or_init(|| Vocabulary::new(self.words, self.texts()))
    }

    fn texts(&self) -> Vec<&'p str> {
        self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
    }

    /// How much speaks against `right` because it goes on better elsewhere, where nothing as good
    /// is at hand: 0 or 3.
    fn claimed(&self, left: usize, right: usize) -> f64 {
        let own = self.seam(left, right);
        let place = self.broken.partition_point(|other| *other < left);
        let first = place.saturating_sub(RIVALS);
        let last = self.broken.len().min(place + RIVALS);

        for rival in self.broken[first..last].iter().copied() {
            if rival == left || rival == right {
                continue;
            }
            let claim = self.seam(rival, right);
            if claim < SURE || claim <= own + MARGIN {
                continue;
            }
            let next = rival + 1;
            let has_as_good =
                next < self.paragraphs.len() && claim <= self.seam(rival, next) + MARGIN;
            if !has_as_good {
                return 3.0;
            }
        }
        0.0
    }
}

//! Paragraphs that break off: where each goes on, and what stands between its halves.
//!
//! **Invariant:** a paragraph goes on in one later paragraph that does not begin with a label, a heading or a sign of its own.
//! **Invariant:** what stands between two halves is set aside whole; nothing is set aside without a broken sentence or a mark of continuation.
//! Weighs evidence of [`super::seams`] and [`super::cohesion`]; what is not sure is said to be so.

use super::cohesion::Vocabulary;
use super::phrases::Phrases;
use super::seams::{self, End};
use crate::import::account::Why;
use crate::import::marks::Mark;
use crate::reading::annotate::HanWords;
use std::cell::Cell;

/// A paragraph as it is looked at here: repeats, furniture and what is outside the text are gone.
pub(super) struct Paragraph {
    /// Its text without white space at its ends.
    pub(super) text: String,
    /// The label that it begins with.
    pub(super) label: Option<String>,
    /// Whether it can only begin something: a label, a heading, an indented line, a quotation, a list.
    pub(super) is_beginning: bool,
    /// Whether it can break off: no heading, list or table.
    pub(super) is_prose: bool,
    /// The mark of continuation at its beginning, and at its end.
    pub(super) from: bool,
    pub(super) to: bool,
    /// Whether repeats stood between it and the paragraph before.
    pub(super) after_repeats: bool,
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
    /// It stands for itself.
    Stands,
    /// It goes on where the paragraph at this place breaks off.
    Continues(usize),
    /// It is no part of the text.
    Aside(Why),
}

/// A decision, and what is not sure about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) decision: Decision,
    pub(super) doubt: Option<String>,
}

/// Evidence that makes a join sure.
const SURE: f64 = 6.0;
/// Evidence that makes a join of paragraphs side by side, where the first breaks off for sure.
const NEAR: f64 = 0.5;
/// Evidence for a join of a paragraph that may end as it does.
const NEAR_BARE: f64 = 4.0;
/// Evidence for a join over other paragraphs.
const FAR: f64 = 4.0;
/// Evidence below which any join is doubtful.
const DOUBTFUL: f64 = 4.0;
/// Evidence for a join of a paragraph that breaks off with the next, if nothing better is found.
const LAST_RESORT: f64 = -0.9;
/// What a far join must be better by.
const MARGIN: f64 = 2.5;
/// How many paragraphs are looked over.
const REACH: usize = 60;
/// How many broken paragraphs on either side are asked whether they claim another.
const RIVALS: usize = 16;
/// How many paragraphs of one document are looked for beyond the next: no page has more breaks, and the work stays bounded.
const MOST_SEARCHES: usize = 2_000;

/// Decides every paragraph.
pub(super) fn decide(words: &HanWords, paragraphs: &[Paragraph]) -> Vec<Decided> {
    let ends: Vec<End> = paragraphs
        .iter()
        .map(|p| if p.is_prose { seams::end(&p.text) } else { End::Closed })
        .collect();
    let broken =
        ends.iter().enumerate().filter(|(_, end)| **end == End::Open).map(|(at, _)| at).collect();
    let phrases = Phrases::new(paragraphs.iter().map(|p| p.text.as_str()));
    let judge = Judge { words, paragraphs, ends, broken, phrases, searches: Cell::new(0) };
    let mut decided: Vec<Decided> =
        paragraphs.iter().map(|_| Decided { decision: Decision::Stands, doubt: None }).collect();
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
    ends: Vec<End>,
    /// Paragraphs that break off for sure.
    broken: Vec<usize>,
    phrases: Phrases,
    /// How many paragraphs were looked for far away.
    searches: Cell<usize>,
}

impl Judge<'_> {
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
            // Where somebody else begins to speak, a speaker was interrupted.
            if self.ends[at] == End::Open && self.limit(at) > at + 1 {
                let doubt = "this paragraph breaks off, and nothing was found in which it goes on";
                decided[at].doubt = Some(doubt.to_owned());
            }
            return at + 1;
        };
        decided[at + 1..choice.at]
            .iter_mut()
            .for_each(|between| between.decision = Decision::Aside(Why::Foreign));
        let doubt = choice.is_doubtful().then(|| self.doubtful_join(at, choice.at));
        decided[choice.at] = Decided { decision: Decision::Continues(at), doubt };
        choice.at
    }

    /// A text comes from another page where none of ours went to one: it is set aside up to the next of our speakers.
    fn other_article(&self, at: usize, decided: &mut [Decided]) -> usize {
        let known: Vec<&str> =
            self.paragraphs[..at].iter().filter_map(|p| p.label.as_deref()).collect();
        let is_ours =
            |p: &Paragraph| p.label.as_deref().is_some_and(|label| known.contains(&label));
        let end = (at + 1..self.paragraphs.len())
            .find(|next| is_ours(&self.paragraphs[*next]))
            .unwrap_or(self.paragraphs.len());
        decided[at..end]
            .iter_mut()
            .for_each(|set| set.decision = Decision::Aside(Why::OtherArticle));
        end
    }

    fn doubtful_beginning(&self, at: usize) -> Option<String> {
        let paragraph = &self.paragraphs[at];
        if paragraph.from {
            return Some(
                "a mark of continuation stood here: the beginning of this text is on another page"
                    .to_owned(),
            );
        }
        let follows_prose =
            at.checked_sub(1).is_some_and(|before| self.paragraphs[before].is_prose);
        let is_inner = follows_prose
            && paragraph.is_prose
            && !paragraph.is_beginning
            && seams::inner_beginning(self.words, &paragraph.text) >= 5.0;
        is_inner.then(|| {
            "this paragraph begins inside a sentence, and nothing was found that it continues"
                .to_owned()
        })
    }

    /// Where the paragraph at `at` goes on.
    fn continuation(&self, at: usize) -> Option<Choice> {
        let end = self.limit(at);
        if self.paragraphs[at].to {
            let marked = (at + 1..self.paragraphs.len()).find(|next| self.paragraphs[*next].from);
            if let Some(next) = marked {
                return Some(Choice::new(next, SURE));
            }
        }
        let near = self.near(at, end);
        let far = if self.is_worth_a_search(at, end, near) { self.far(at, end) } else { None };
        let evidence = |choice: Option<Choice>| choice.map_or(0.0, |choice| choice.evidence);
        let (rival_near, rival_far) = (evidence(far), evidence(near));
        let is_bare = self.ends[at] != End::Open;
        let good_near = near.filter(|near| near.evidence >= if is_bare { NEAR_BARE } else { NEAR });
        let good_far = far.filter(|far| far.evidence >= if is_bare { FAR + SURE } else { FAR });
        let chosen = match (good_near, good_far) {
            (Some(near), Some(far)) if far.evidence > near.evidence + MARGIN => far,
            (Some(near), _) => near,
            (None, Some(far)) => far,
            (None, None) => near.filter(|near| !is_bare && near.evidence > LAST_RESORT)?,
        };
        Some(Choice { rival: if chosen.at == at + 1 { rival_near } else { rival_far }, ..chosen })
    }

    /// The next paragraph, if the one at `at` can go on there.
    fn near(&self, at: usize, end: usize) -> Option<Choice> {
        let next = self
            .paragraphs
            .get(at + 1)
            .filter(|next| at + 1 < end && !next.is_beginning && !next.after_repeats)?;
        debug_assert!(next.label.is_none());
        Some(Choice::new(at + 1, self.seam(at, at + 1) - self.claimed(at, at + 1)))
    }

    /// Whether later paragraphs are looked at: not where the next goes on for sure, or nothing strange stands behind what may be a heading.
    fn is_worth_a_search(&self, at: usize, end: usize, near: Option<Choice>) -> bool {
        let behind = &self.paragraphs[at + 1..end];
        let has_strange = behind.iter().any(|p| p.after_repeats || p.from);
        let is_open =
            self.ends[at] == End::Open && near.is_none_or(|near| near.evidence < 2.0 * SURE);
        self.searches.set(self.searches.get() + 1);
        (has_strange || is_open) && self.searches.get() <= MOST_SEARCHES
    }

    /// The best of the later paragraphs.
    fn far(&self, at: usize, end: usize) -> Option<Choice> {
        if at + 2 >= end {
            return None;
        }
        let (claimed, subject) = (self.claimed(at, at + 1), Subject::new(self, at, end));
        (at + 2..end)
            .filter(|next| !self.paragraphs[*next].is_beginning)
            .map(|next| Choice::new(next, self.seam(at, next)))
            .filter(|choice| choice.evidence > 0.0)
            .map(|choice| {
                let strangeness =
                    claimed + self.strangeness(at, choice.at) + subject.change(at, choice.at);
                Choice { evidence: choice.evidence + strangeness, ..choice }
            })
            .max_by(|a, b| a.evidence.total_cmp(&b.evidence).then(b.at.cmp(&a.at)))
    }

    /// What an editor is told of a join that is not sure.
    fn doubtful_join(&self, at: usize, next: usize) -> String {
        let cut = |text: &str, n: usize| text.chars().take(n).collect::<String>();
        let tail: String = cut(&self.paragraphs[at].text.chars().rev().collect::<String>(), 8)
            .chars()
            .rev()
            .collect();
        let seam =
            format!("…{}|{}…", tail.trim_start(), cut(&self.paragraphs[next].text, 8).trim_end());
        match next - at - 1 {
            0 => format!("joined here, if it is one sentence: {seam}"),
            n => format!("joined here, and {n} paragraphs between set aside: {seam}"),
        }
    }

    /// The first place behind `at` that is beyond the turn, or out of reach.
    fn limit(&self, at: usize) -> usize {
        let end = self.paragraphs.len().min(at + REACH);
        (at + 1..end).find(|next| self.paragraphs[*next].label.is_some()).unwrap_or(end)
    }

    fn seam(&self, left: usize, right: usize) -> f64 {
        let (before, after) = (&self.paragraphs[left].text, &self.paragraphs[right].text);
        let seam = seams::seam(self.words, before, after);
        if seam >= SURE { seam } else { seam + self.phrases.across(before, after) }
    }

    /// How much better the paragraph at `right` goes on elsewhere, where nothing as good is at hand: 0 or 3.
    fn claimed(&self, left: usize, right: usize) -> f64 {
        let own = self.seam(left, right);
        let claims = |other: usize| {
            let claim = self.seam(other, right);
            let has_better = || {
                other + 1 < self.paragraphs.len() && claim <= self.seam(other, other + 1) + MARGIN
            };
            claim >= SURE && claim > own + MARGIN && !has_better()
        };
        let place = self.broken.partition_point(|other| *other < left);
        let rivals =
            &self.broken[place.saturating_sub(RIVALS)..self.broken.len().min(place + RIVALS)];
        let is_claimed =
            rivals.iter().any(|other| *other != left && *other != right && claims(*other));
        if is_claimed { 3.0 } else { 0.0 }
    }

    /// Evidence in their form that the paragraphs between `at` and `next` are strange to the text around them.
    fn strangeness(&self, at: usize, next: usize) -> f64 {
        let between = &self.paragraphs[at + 1..next];
        // What is repeated is strange, and the text goes on where the repeats end.
        let repeats = match between.iter().any(|p| p.after_repeats) {
            _ if self.paragraphs[next].after_repeats => 4.0,
            true => 1.0,
            false => 0.0,
        };
        let beginning = if between.iter().any(|p| p.from || (p.is_beginning && p.label.is_none())) {
            3.0
        } else {
            0.0
        };
        let rival = if self.ends[next - 1] == End::Closed {
            0.0
        } else {
            -self.seam(next - 1, next).max(0.0)
        };
        let distance = -0.1 * f64::from(u32::try_from(next - at).unwrap_or(u32::MAX)).min(30.0);
        repeats + beginning + rival + distance
    }
}

/// What the turn of a broken paragraph speaks of, and what the paragraphs behind it do.
struct Subject {
    /// The first paragraph that is looked at.
    start: usize,
    /// By paragraph behind the broken one: how much it shares with the turn.
    shared: Vec<f64>,
}

impl Subject {
    fn new(judge: &Judge<'_>, at: usize, end: usize) -> Self {
        let is_begin = |p: &usize| judge.paragraphs[*p].label.is_some() || at - p >= REACH / 4;
        let start = (0..=at).rev().find(is_begin).unwrap_or(0).saturating_sub(1);
        let end = end.min(judge.paragraphs.len());
        let texts: Vec<&str> =
            judge.paragraphs[start..end].iter().map(|p| p.text.as_str()).collect();
        let vocabulary = Vocabulary::new(judge.words, &texts);
        let own: Vec<usize> = (0..=at - start).collect();
        Subject {
            start: at + 1,
            shared: (at + 1 - start..end - start)
                .map(|block| vocabulary.shared(block, &own))
                .collect(),
        }
    }

    /// How much less the paragraphs before `next` speak of what the turn speaks of than those from `next` on: -5 to 5.
    fn change(&self, at: usize, next: usize) -> f64 {
        debug_assert_eq!(at + 1, self.start);
        let (between, behind) = self.shared.split_at(next - self.start);
        let mean = |shares: &[f64]| {
            shares.iter().sum::<f64>()
                / f64::from(u32::try_from(shares.len()).unwrap_or(u32::MAX)).max(1.0)
        };
        (18.0 * (mean(&behind[..behind.len().min(REACH / 4)]) - mean(between))).clamp(-5.0, 5.0)
    }
}

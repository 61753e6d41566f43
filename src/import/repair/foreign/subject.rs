//! What neighbouring paragraphs are about → how strange one among them is.

use super::{Judge, Paragraph, REACH};
use crate::import::repair::seams::End;

impl Judge<'_> {
    /// Evidence in their form that the paragraphs between `at` and `next` are strange to the text
    /// around them.
    pub(super) fn strangeness(&self, at: usize, next: usize) -> f64 {
        let between = &self.paragraphs[at + 1..next];
        let mut evidence = 0.0;

        // What is repeated is strange, and the text goes on where the repeats end.
        if self.paragraphs[next].after_repeats {
            evidence += 4.0;
        } else if between.iter().any(|p| p.after_repeats) {
            evidence += 1.0;
        }

        // Another text begins: with a mark, a heading, a line that is set in.
        let begins = |p: &Paragraph| p.from || (p.is_beginning && p.label.is_none());
        if between.iter().any(begins) {
            evidence += 3.0;
        }

        // `next` may be the second half of what comes just before it.
        if self.ends[next - 1] != End::Closed {
            evidence -= self.seam(next - 1, next).max(0.0);
        }

        // Of two places as good the nearer; beyond thirty paragraphs, half of what is looked over,
        // it makes no difference.
        let distance = u32::try_from(next - at).unwrap_or(u32::MAX);
        evidence - 0.1 * f64::from(distance).min(30.0)
    }
}

/// How far around a break its subject is looked for, in paragraphs: a speech has moved on by then.
const NEIGHBOURHOOD: usize = REACH / 4;

/// What the turn of a broken paragraph speaks of, and what the paragraphs behind it do.
pub(super) struct Subject {
    /// The first paragraph that is looked at.
    start: usize,
    /// By paragraph behind the broken one: how much it shares with the turn.
    shared: Vec<f64>,
}

impl Subject {
    pub(super) fn new(judge: &Judge<'_>, at: usize, end: usize) -> Self {
        let begins = |p: &usize| judge.paragraphs[*p].label.is_some() || at - p >= NEIGHBOURHOOD;
        // With the question, or whatever comes before the turn.
        let start = (0..=at).rev().find(begins).unwrap_or(0).saturating_sub(1);
        let end = end.min(judge.paragraphs.len());
        Subject { start: at + 1, shared: judge.vocabulary().shared(start..at + 1, at + 1..end) }
    }

    /// How much less the paragraphs before `next` speak of what the turn speaks of than those from
    /// `next` on: -5 to 5.
    pub(super) fn change(&self, at: usize, next: usize) -> f64 {
        /// A choice: shares that differ by more than a quarter count for as much as this evidence
        /// ever may, which alone makes no join sure, since one text may change its subject too.
        const WEIGHT: f64 = 18.0;
        const MOST: f64 = 5.0;

        debug_assert_eq!(at + 1, self.start);
        let (between, behind) = self.shared.split_at(next - self.start);
        let behind = &behind[..behind.len().min(NEIGHBOURHOOD)];
        (WEIGHT * (mean(behind) - mean(between))).clamp(-MOST, MOST)
    }
}

fn mean(shares: &[f64]) -> f64 {
    let n = u32::try_from(shares.len()).unwrap_or(u32::MAX);
    shares.iter().sum::<f64>() / f64::from(n).max(1.0)
}

//! Lines that stand by themselves → how often words follow each, for who speaks is followed by what
//! he says, and the head of a page by anything.

use super::grammar::Line;
use super::heads::Shape;
use rustc_hash::FxHashMap;

/// How often a line stands alone, and how often words follow it.
#[derive(Default)]
pub(super) struct Lone {
    n: usize,
    n_leads: usize,
}

impl Lone {
    /// Four times of five: somebody may be interrupted.
    pub(super) fn mostly_lead(&self) -> bool {
        self.n_leads * 5 >= self.n * 4
    }
}

/// The lines that may be labels by standing alone; only asked for, never listed.
pub(super) fn lone_lines<'l>(lines: &[Line<'l>]) -> FxHashMap<&'l str, Lone> {
    let mut lone: FxHashMap<&str, Lone> = FxHashMap::default();
    for line in lines {
        if line.heads.iter().any(|head| head.shape == Shape::Alone) {
            lone.entry(line.opening.text.trim()).or_default();
        }
    }
    for line in lines {
        if let Some(of) = lone.get_mut(line.opening.text.trim()) {
            of.n += 1;
            of.n_leads += usize::from(line.opening.leads);
        }
    }
    lone
}

//! The paragraphs of an import, known by their hashes, what an editor made of them, and what the
//! document says now → the paragraphs of the merged text.
//!
//! As diff3 does it, but that changes of neighbours are two changes, and that `turns.rs` looks after
//! who says what.

use super::paragraphs::{self, Paragraph};
use super::{Hash, Sheet, turns};
use crate::base::changes::differing;
use std::ops::Range;

/// Writes the merged paragraphs; `then` are those of the import.
pub(super) fn merge(then: &[Hash], ours: &str, theirs: &str, sheet: &mut Sheet) {
    let (before, ours) = paragraphs::of(ours);
    let (_, theirs) = paragraphs::of(theirs);
    let regions = regions(then, &ours, &theirs);

    let mut pieces = Vec::with_capacity(ours.len().max(theirs.len()));
    for region in &regions {
        sheet.n_taken += usize::from(region.fate == Fate::Taken);
        pieces.extend(region.pieces(&ours, &theirs));
    }
    let pieces = turns::told(pieces, &regions, &ours, &theirs);

    sheet.text.push_str(before);
    for piece in &pieces {
        write(piece, sheet);
    }
    // How the file ends is up to whoever edited it, where the end is theirs.
    let is_our_end = match pieces.last() {
        Some(Piece::Text(last)) => last.ours.is_some_and(|at| at + 1 == ours.len()),
        Some(Piece::Mark(_)) => false,
        None => true,
    };
    if !is_our_end {
        sheet.text.truncate(sheet.text.trim_end().len());
        sheet.text.push('\n');
    }
}

/// What becomes of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is the same on both sides.
    Agreed,
    /// The editor alone changed it.
    Edited,
    /// The document alone changed it.
    Taken,
    /// Both did.
    Disputed,
}

/// A stretch of the paragraphs of the import, and what each side has for it.
#[derive(Debug)]
pub(super) struct Region {
    then: Range<usize>,
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
    fate: Fate,
}

/// Where a side left what was imported: for `then` it has `now`.
#[derive(Debug, Clone)]
struct Hunk {
    then: Range<usize>,
    now: Range<usize>,
}

impl Hunk {
    /// Whether both sides changed the same paragraphs, or put something at the same place, where
    /// nothing says what comes first.
    fn meets(&self, then: &Range<usize>) -> bool {
        let (one, other) = (&self.then, then);
        one == other || (one.start < other.end && other.start < one.end)
    }
}

/// The changes of a side. As many paragraphs for as many others are changes of each.
fn hunks(then: &[Hash], now: &[Paragraph<'_>]) -> Vec<Hunk> {
    let now: Vec<Hash> = now.iter().map(|paragraph| paragraph.hash).collect();
    let mut hunks = Vec::new();
    for (then, now) in differing(then, &now) {
        if then.len() == now.len() {
            let pairs = then.zip(now);
            hunks.extend(pairs.map(|(a, b)| Hunk { then: a..a + 1, now: b..b + 1 }));
        } else {
            hunks.push(Hunk { then, now });
        }
    }
    hunks
}

/// The text of the import in stretches, each with what became of it.
fn regions(then: &[Hash], ours: &[Paragraph<'_>], theirs: &[Paragraph<'_>]) -> Vec<Region> {
    let mut our_hunks = hunks(then, ours).into_iter().peekable();
    let mut their_hunks = hunks(then, theirs).into_iter().peekable();
    let mut regions = Vec::new();
    let (mut at, mut our_at, mut their_at) = (0, 0, 0);
    loop {
        let key = |hunk: &Hunk| (hunk.then.start, hunk.then.end);
        let next = our_hunks.peek().map(key).into_iter().chain(their_hunks.peek().map(key)).min();
        let start = next.map_or(then.len(), |(start, _)| start);
        for n in 0..start - at {
            regions.push(Region {
                then: at + n..at + n + 1,
                ours: our_at + n..our_at + n + 1,
                theirs: their_at + n..their_at + n + 1,
                fate: Fate::Agreed,
            });
        }
        (our_at, their_at) = (our_at + start - at, their_at + start - at);
        let Some((start, end)) = next else {
            return regions;
        };

        // The changes that meet, and those that these meet in turn.
        let mut stretch = start..end;
        let (mut edits, mut news): (Vec<Hunk>, Vec<Hunk>) = (Vec::new(), Vec::new());
        loop {
            let edit = our_hunks.next_if(|hunk| hunk.meets(&stretch));
            let new = their_hunks.next_if(|hunk| hunk.meets(&stretch));
            if edit.is_none() && new.is_none() {
                break;
            }
            for hunk in edit.iter().chain(&new) {
                stretch.end = stretch.end.max(hunk.then.end);
            }
            edits.extend(edit);
            news.extend(new);
        }
        let our_end = end_of(&edits, &stretch, our_at);
        let their_end = end_of(&news, &stretch, their_at);
        let is_same = ours[our_at..our_end]
            .iter()
            .map(|paragraph| paragraph.hash)
            .eq(theirs[their_at..their_end].iter().map(|paragraph| paragraph.hash));
        let fate = match () {
            () if is_same => Fate::Agreed,
            () if news.is_empty() => Fate::Edited,
            () if edits.is_empty() => Fate::Taken,
            () => Fate::Disputed,
        };
        at = stretch.end;
        let (ours, theirs) = (our_at..our_end, their_at..their_end);
        regions.push(Region { then: stretch, ours, theirs, fate });
        (our_at, their_at) = (our_end, their_end);
    }
}

/// Where a side is at the end of a stretch that has some of its changes, if it is at `start` at its
/// beginning.
fn end_of(hunks: &[Hunk], stretch: &Range<usize>, start: usize) -> usize {
    let gained: usize = hunks.iter().map(|hunk| hunk.now.len()).sum();
    let lost: usize = hunks.iter().map(|hunk| hunk.then.len()).sum();
    start + stretch.len() + gained - lost
}

/// A piece of the merged text.
pub(super) enum Piece<'t> {
    Text(Placed<'t>),
    /// What the editor is asked, and the words that it is about.
    Mark(String),
}

/// A paragraph, with its number on the side or sides that it is from.
#[derive(Clone, Copy)]
pub(super) struct Placed<'t> {
    pub(super) paragraph: Paragraph<'t>,
    pub(super) same: Same,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// Which paragraphs of two versions are one: those that come from one of the import, and what both
/// have new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    Imported(usize),
    Ours(usize),
    Theirs(usize),
}

impl Region {
    /// What the editor's paragraph `at` is.
    pub(super) fn our_same(&self, at: usize) -> Same {
        match self.ours.len() == self.then.len() {
            true => Same::Imported(self.then.start + at - self.ours.start),
            false => Same::Ours(at),
        }
    }

    /// What the document's paragraph `at` is.
    pub(super) fn their_same(&self, at: usize) -> Same {
        let n = at - self.theirs.start;
        match self.fate {
            Fate::Agreed => self.our_same(self.ours.start + n),
            _ if self.theirs.len() == self.then.len() => Same::Imported(self.then.start + n),
            _ => Same::Theirs(at),
        }
    }

    /// Its paragraphs in the merged text.
    fn pieces<'t>(&self, ours: &[Paragraph<'t>], theirs: &[Paragraph<'t>]) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        if self.fate == Fate::Taken {
            for at in self.theirs.clone() {
                let (paragraph, same) = (theirs[at], self.their_same(at));
                pieces.push(Piece::Text(Placed { paragraph, same, ours: None, theirs: Some(at) }));
            }
            return pieces;
        }

        if self.fate == Fate::Disputed {
            pieces.push(Piece::Mark(disputed(&theirs[self.theirs.clone()])));
        }
        for at in self.ours.clone() {
            let (paragraph, same) = (ours[at], self.our_same(at));
            let their_at = self.theirs.start + at - self.ours.start;
            let theirs = (self.fate == Fate::Agreed).then_some(their_at);
            pieces.push(Piece::Text(Placed { paragraph, same, ours: Some(at), theirs }));
        }
        pieces
    }
}

/// What is said above a stretch that both sides changed: what the document has there.
fn disputed(theirs: &[Paragraph<'_>]) -> String {
    if theirs.is_empty() {
        return "this was edited, and the document no longer has it".to_owned();
    }
    let texts: Vec<&str> = theirs.iter().map(|paragraph| paragraph.text()).collect();
    format!("this was edited, and the document says now:\n\n{}\n\n", texts.join("\n\n"))
}

fn write(piece: &Piece<'_>, sheet: &mut Sheet) {
    if !sheet.text.is_empty() && !sheet.text.ends_with("\n\n") {
        let has_line = sheet.text.ends_with('\n');
        sheet.text.push_str(if has_line { "\n" } else { "\n\n" });
    }
    match piece {
        Piece::Text(Placed { paragraph, ours: Some(_), .. }) => {
            sheet.text.push_str(paragraph.whole);
        }
        Piece::Text(Placed { paragraph, ours: None, .. }) => {
            sheet.text.push_str(paragraph.text());
            sheet.text.push_str("\n\n");
        }
        Piece::Mark(words) => {
            let doubt = words.lines().next().unwrap_or_default().trim_end_matches(':');
            sheet.doubts.push((sheet.text.len(), doubt.to_owned()));
            // What would end the mark is written as a reference.
            let words = words.replace("-->", "--&gt;");
            let space = if words.ends_with('\n') { "" } else { " " };
            sheet.text.push_str(&format!("<!-- review: {words}{space}-->\n\n"));
        }
    }
}

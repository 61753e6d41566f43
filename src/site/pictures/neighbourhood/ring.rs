//! Seats around the middle: two curved columns, down the left and up the right, each with room for two lines of text.

/// Between one name and the next in a column: 24 px on a phone of 320 px, the least that a finger finds.
const PITCH: i32 = 38;
/// From the middle to the columns where they are farthest.
pub(super) const REACH: i32 = 80;
/// From a mark to its name.
const GAP: i32 = 13;
/// Least height, so that few names stand around the middle and not in a row with it.
const LEAST: i32 = 140;

/// How far above and below the middle the columns have come half-way towards it.
const TALL: i32 = 6 * PITCH;

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    /// The middle of its mark.
    pub(super) mark: (i32, i32),
    /// Where its name begins, or ends if it stands to the left.
    pub(super) text: i32,
    /// Whether it stands left of the middle.
    pub(super) is_left: bool,
}

impl Seat {
    /// Width that a name may take in a box of `width`.
    pub(super) fn room(&self, width: i32) -> i32 {
        if self.is_left { self.text } else { width - self.text }
    }
}

/// Seats for `n` nodes in a box of `width`, down the left and up the right, and the height of the box.
pub(super) fn seats(n: usize, width: i32) -> (Vec<Seat>, i32) {
    let on_the_left = i32::try_from(n.div_ceil(2)).unwrap_or(0);
    let on_the_right = i32::try_from(n).unwrap_or(0) - on_the_left;
    let height = (on_the_left * PITCH).max(LEAST);
    let left = (0..on_the_left).map(|row| seat(row, on_the_left, (width, height), -1));
    let right = (0..on_the_right).rev().map(|row| seat(row, on_the_right, (width, height), 1));
    (left.chain(right).collect(), height)
}

/// The seat in `row` of `n` rows on one side: 1 is right, -1 left.
fn seat(row: i32, n: i32, (width, height): (i32, i32), side: i32) -> Seat {
    let pitch = (height / n).clamp(PITCH, 3 * PITCH / 2);
    let from_middle = (2 * row + 1 - n) * pitch / 2;
    let x = width / 2 + side * (REACH - REACH * from_middle * from_middle / (2 * TALL * TALL));
    Seat { mark: (x, height / 2 + from_middle), text: x + side * GAP, is_left: side < 0 }
}

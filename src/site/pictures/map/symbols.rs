//! Places on the map → symbols: circles by their counts; one that would touch another is moved aside
//! with a line to its place, and only where there is no room beside are they made one.

use crate::site::pictures::arithmetic::{by_area, whole};
use crate::site::pictures::measure::{Area, width};

/// Font size of the numbers, in units of the box.
pub(super) const FONT: i32 = 14;
/// Radii of a place with the least and the greatest count: two digits have room in the smallest
/// circle, and the largest still is a place rather than a region, and hides no other.
const RADII: (i32, i32) = (10, 14);

/// One symbol and the places for which it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Symbol {
    /// By index in the order given, sorted.
    pub(super) places: Vec<usize>,
    pub(super) count: usize,
    pub(super) text: String,
    pub(super) middle: (i32, i32),
    /// Where the place is, if its symbol was moved aside.
    pub(super) moved_from: Option<(i32, i32)>,
    /// Half the width and half the height; equal where it is a circle.
    pub(super) half: (i32, i32),
}

/// What all symbols of a map share.
#[derive(Clone, Copy)]
struct Scale {
    /// The greatest count.
    highest: usize,
    /// The box in which they are drawn.
    size: (i32, i32),
}

impl Symbol {
    fn new(mut places: Vec<usize>, middle: (i32, i32), count: usize, scale: Scale) -> Self {
        places.sort_unstable();
        let text = numbers(&places);
        let radius = by_area(count, scale.highest, RADII);
        let half = (radius.max((width(&text, FONT) + 8) / 2), radius);
        let x = within(middle.0, half.0, scale.size.0);
        let y = within(middle.1, half.1, scale.size.1);
        Symbol { places, count, text, middle: (x, y), moved_from: None, half }
    }

    fn area(&self) -> Area {
        Area::around(self.middle, self.half)
    }

    fn is_round(&self) -> bool {
        self.half.0 == self.half.1
    }

    /// Whether the two would touch: circles by their distance, others by the rectangles around
    /// them.
    fn touches(&self, other: &Symbol) -> bool {
        if !self.area().meets(&other.area()) {
            return false;
        }
        if !self.is_round() || !other.is_round() {
            return true;
        }
        let dx = i64::from(self.middle.0 - other.middle.0);
        let dy = i64::from(self.middle.1 - other.middle.1);
        let reach = i64::from(self.half.1 + other.half.1);
        dx * dx + dy * dy < reach * reach
    }

    /// One symbol for both, between them by their counts.
    fn merge(self, other: Symbol, scale: Scale) -> Symbol {
        #[expect(clippy::cast_precision_loss, reason = "a share of two counts")]
        let (own, others) = (self.count.max(1) as f64, other.count.max(1) as f64);
        let share = others / (own + others);
        let between = |a: i32, b: i32| a + whole(f64::from(b - a) * share);

        let x = between(self.middle.0, other.middle.0);
        let y = between(self.middle.1, other.middle.1);
        let count = self.count.saturating_add(other.count);
        Symbol::new([self.places, other.places].concat(), (x, y), count, scale)
    }
}

/// A middle moved so that what reaches `half` to both sides is inside a box of this size, if the
/// box is large enough.
fn within(middle: i32, half: i32, size: i32) -> i32 {
    let least = half + 1;
    let most = size - half - 1;
    middle.clamp(least, most.max(least))
}

/// How far a symbol is moved aside, in turn: just beside a small one, beside a large one, and around
/// both. Farther away it would be taken for another place.
const ASIDE: [i32; 3] = [23, 31, 44];
/// Whither, in thousandths: to the sides first, where a map is wider than high.
const DIRECTIONS: [(i32, i32); 12] = [
    (1000, 0),
    (-1000, 0),
    (866, 500),
    (-866, 500),
    (866, -500),
    (-866, -500),
    (500, 866),
    (-500, 866),
    (500, -866),
    (-500, -866),
    (0, 1000),
    (0, -1000),
];

impl Symbol {
    /// The same beside its place, where it touches none of `placed`; none if there is no room.
    fn aside(&self, placed: &[Symbol], scale: Scale) -> Option<Symbol> {
        let (x, y) = self.middle;
        for distance in ASIDE {
            for (right, down) in DIRECTIONS {
                let middle = (x + right * distance / 1000, y + down * distance / 1000);
                let moved = Symbol {
                    moved_from: Some((x, y)),
                    ..Symbol::new(self.places.clone(), middle, self.count, scale)
                };
                if moved.middle == middle && !placed.iter().any(|other| other.touches(&moved)) {
                    return Some(moved);
                }
            }
        }
        None
    }
}

/// Symbols for places at `middles` with `counts`, in a box of `size`: none touches another or
/// leaves the box, as long as the box holds them.
pub(super) fn symbols(middles: &[(i32, i32)], counts: &[usize], size: (i32, i32)) -> Vec<Symbol> {
    let highest = counts.iter().copied().max().unwrap_or(1);
    let scale = Scale { highest, size };

    let mut placed: Vec<Symbol> = Vec::new();
    for (index, (middle, count)) in middles.iter().zip(counts).enumerate() {
        let mut symbol = Symbol::new(vec![index], *middle, *count, scale);
        if placed.iter().any(|other| other.touches(&symbol))
            && let Some(moved) = symbol.aside(&placed, scale)
        {
            placed.push(moved);
            continue;
        }
        // One that has grown by merging may touch others. Each round takes one away, and no two in
        // the list touch, so there are never more of them than the box holds.
        while let Some(at) = placed.iter().position(|other| other.touches(&symbol)) {
            symbol = placed.remove(at).merge(symbol, scale);
        }
        placed.push(symbol);
    }
    placed.sort_by_key(|symbol| symbol.places[0]);
    placed
}

/// Consecutive numbers, from the first to the last.
struct Run {
    first: usize,
    last: usize,
}

impl Run {
    fn text(&self) -> String {
        match self.last - self.first {
            0 => format!("{}", self.first),
            1 => format!("{}, {}", self.first, self.last),
            _ => format!("{}–{}", self.first, self.last),
        }
    }
}

/// `2`, `1, 4`, `1–3`, and where that grows long `1–3 +5`: numbers from 1 of sorted indices.
fn numbers(places: &[usize]) -> String {
    let mut runs: Vec<Run> = Vec::new();
    for place in places {
        let number = place + 1;
        match runs.last_mut() {
            Some(run) if run.last + 1 == number => run.last = number,
            _ => runs.push(Run { first: number, last: number }),
        }
    }

    match runs.as_slice() {
        [] => String::new(),
        [run] => run.text(),
        [a, b] => format!("{}, {}", a.text(), b.text()),
        [run, ..] => {
            let shown = run.last - run.first + 1;
            format!("{} +{}", run.text(), places.len() - shown)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;

    #[test]
    fn numbers_are_written_in_runs() {
        assert_eq!(numbers(&[1]), "2");
        assert_eq!(numbers(&[0, 1]), "1, 2");
        assert_eq!(numbers(&[0, 1, 2, 6]), "1–3, 7");
        assert_eq!(numbers(&[0, 2, 4, 6]), "1 +3");
    }

    #[test]
    fn symbols_that_would_touch_are_one_and_all_others_are_apart() {
        let mut chance = Chance(7);
        let mut next = |below: usize| i32::try_from(chance.below(below)).unwrap();
        for n in [0, 1, 2, 30, 400, 3000] {
            let middles: Vec<(i32, i32)> = (0..n).map(|_| (next(440), next(214))).collect();
            let counts: Vec<usize> = (0..n).map(|_| next(90).unsigned_abs() as usize).collect();
            let symbols = symbols(&middles, &counts, (440, 214));
            let mut all: Vec<usize> =
                symbols.iter().flat_map(|symbol| symbol.places.clone()).collect();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..middles.len()), "each place stands in one symbol");
            for (at, symbol) in symbols.iter().enumerate() {
                assert!(symbols[at + 1..].iter().all(|other| !symbol.touches(other)));
                let area = symbol.area();
                assert!(
                    area.left >= 0 && area.top >= 0 && area.right <= 440 && area.bottom <= 214,
                    "{area:?}"
                );
            }
        }
    }

    #[test]
    fn places_together_are_moved_apart_and_share_a_symbol_where_there_is_no_room() {
        let places = |size| {
            let symbols = symbols(&[(50, 50), (58, 50), (160, 50)], &[1, 1, 4], size);
            symbols.into_iter().map(|symbol| (symbol.places, symbol.moved_from)).collect::<Vec<_>>()
        };
        assert_eq!(
            places((440, 214)),
            [(vec![0], None), (vec![1], Some((58, 50))), (vec![2], None)]
        );
        assert!(places((60, 24)).iter().any(|(places, _)| places.len() > 1));
    }
}

//! Places on the map → symbols: circles of their counts, those that would touch made one.

use crate::site::pictures::arithmetic::{by_area, whole};
use crate::site::pictures::measure::{Area, width};

/// Font size of the numbers, in units of the box.
pub(super) const FONT: i32 = 14;
/// Radii of a place with the least and the greatest count.
const RADII: (i32, i32) = (10, 18);

/// One symbol: the places that it stands for, by index in the order given.
#[derive(Debug, Clone)]
pub(super) struct Symbol {
    pub(super) places: Vec<usize>,
    pub(super) count: usize,
    pub(super) text: String,
    pub(super) middle: (i32, i32),
    /// Half the width and half the height; equal where it is a circle.
    pub(super) half: (i32, i32),
}

impl Symbol {
    fn new(
        mut places: Vec<usize>,
        middle: (i32, i32),
        count: usize,
        (highest, size): (usize, (i32, i32)),
    ) -> Self {
        places.sort_unstable();
        let text = numbers(&places);
        let radius = by_area(count, highest, RADII);
        let half = (radius.max((width(&text, FONT) + 8) / 2), radius);
        let inside =
            |at: i32, half: i32, size: i32| at.clamp(half + 1, (size - half - 1).max(half + 1));
        Symbol {
            places,
            count,
            text,
            middle: (inside(middle.0, half.0, size.0), inside(middle.1, half.1, size.1)),
            half,
        }
    }

    fn area(&self) -> Area {
        Area::around(self.middle, self.half)
    }

    /// Whether the two would touch: circles by their distance, others by the rectangles around them.
    fn touches(&self, other: &Symbol) -> bool {
        let is_round = |symbol: &Symbol| symbol.half.0 == symbol.half.1;
        let (dx, dy) =
            (i64::from(self.middle.0 - other.middle.0), i64::from(self.middle.1 - other.middle.1));
        let reach = i64::from(self.half.1 + other.half.1);
        self.area().meets(&other.area())
            && !(is_round(self) && is_round(other) && dx * dx + dy * dy >= reach * reach)
    }

    /// One symbol for both, between them by their counts.
    fn merge(self, other: Symbol, scale: (usize, (i32, i32))) -> Symbol {
        #[expect(clippy::cast_precision_loss, reason = "a share of two counts")]
        let share =
            other.count.max(1) as f64 / (self.count.max(1) as f64 + other.count.max(1) as f64);
        let between = |a: i32, b: i32| a + whole(f64::from(b - a) * share);
        let middle =
            (between(self.middle.0, other.middle.0), between(self.middle.1, other.middle.1));
        let count = self.count.saturating_add(other.count);
        Symbol::new([self.places, other.places].concat(), middle, count, scale)
    }
}

/// Symbols for places at `middles` with `counts`, in a box of `size`: none touches another or leaves the box, as long as the box holds them.
pub(super) fn symbols(middles: &[(i32, i32)], counts: &[usize], size: (i32, i32)) -> Vec<Symbol> {
    let highest = counts.iter().copied().max().unwrap_or(1);
    let mut placed: Vec<Symbol> = Vec::new();
    for (index, (middle, count)) in middles.iter().zip(counts).enumerate() {
        let mut symbol = Symbol::new(vec![index], *middle, *count, (highest, size));
        while let Some(at) = placed.iter().position(|other| other.touches(&symbol)) {
            symbol = placed.remove(at).merge(symbol, (highest, size));
        }
        placed.push(symbol);
    }
    placed.sort_by_key(|symbol| symbol.places[0]);
    placed
}

/// `2`, `1, 4`, `1–3`, and where that grows long `1–3 +5`: numbers from 1 of sorted indices.
fn numbers(places: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *place => *last = *place,
            _ => runs.push((*place, *place)),
        }
    }
    let write = |(first, last): &(usize, usize)| match last - first {
        0 => format!("{}", first + 1),
        1 => format!("{}, {}", first + 1, last + 1),
        _ => format!("{}–{}", first + 1, last + 1),
    };
    if runs.len() <= 2 {
        runs.iter().map(write).collect::<Vec<_>>().join(", ")
    } else {
        let shown = runs[0].1 - runs[0].0 + 1;
        format!("{} +{}", write(&runs[0]), places.len() - shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_runs() {
        assert_eq!(numbers(&[1]), "2");
        assert_eq!(numbers(&[0, 1]), "1, 2");
        assert_eq!(numbers(&[0, 1, 2, 6]), "1–3, 7");
        assert_eq!(numbers(&[0, 2, 4, 6]), "1 +3");
    }

    #[test]
    fn symbols_that_would_touch_are_one_and_all_others_are_apart() {
        let mut seed = 7_u64;
        let mut next = |below: i32| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            i32::try_from(seed >> 40).unwrap() % below
        };
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
    fn places_apart_keep_a_circle_each_and_places_together_share_one() {
        let symbols = symbols(&[(50, 50), (58, 50), (100, 50)], &[1, 1, 4], (440, 214));
        assert_eq!(
            symbols.iter().map(|symbol| symbol.places.as_slice()).collect::<Vec<_>>(),
            [&[0, 1][..], &[2]]
        );
        assert_eq!(symbols[0].middle, (54, 50));
    }
}

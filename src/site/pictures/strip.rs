//! Where in a speech an entity is named → a thin strip with ticks.

use super::svg::{Svg, Voice};
use std::collections::BTreeSet;
use std::fmt::Write;

const WIDTH: usize = 240;

/// Ticks at the paragraphs `positions` (from 0) of a speech of `n`; silent, for the links to the paragraphs are its text.
///
/// Positions beyond the speech are left out; paragraphs that fall on one unit share a tick.
#[must_use]
pub(crate) fn strip(n: usize, positions: &[usize]) -> String {
    let ticks: BTreeSet<usize> = positions
        .iter()
        .filter(|at| **at < n)
        .map(|at| ((2 * at + 1) * WIDTH / (2 * n)).clamp(1, WIDTH - 1))
        .collect();
    let mut svg = Svg::new("strip", (240, 8), &Voice::Silent);
    let _ = write!(svg, "<path class=\"axis\" d=\"M0 4h{WIDTH}v1H0z\"/><path class=\"bar\" d=\"");
    for x in ticks {
        let _ = write!(svg, "M{} 0h2v8h-2z", x - 1);
    }
    svg.push("\"/>");
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_stands_where_the_paragraph_does() {
        let svg = strip(4, &[0, 3, 3, 9]);
        assert!(svg.contains("d=\"M29 0h2v8h-2zM209 0h2v8h-2z\""), "{svg}");
        assert_eq!(strip(0, &[0, 1]).matches("h2v8").count(), 0);
        assert!(strip(100_000, &(0..100_000).collect::<Vec<_>>()).len() < 5000);
    }
}

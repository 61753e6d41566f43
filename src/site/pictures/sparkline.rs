//! Counts over time → a row of hairline bars as high as a line of text, for tables and cards.
//!
//! Bars, not a line: a count of an archive is nought more often than not, and a line draws slopes where nothing was said.

use super::svg::{Svg, Voice};
use std::fmt::Write;

const WIDTH: usize = 80;
const HEIGHT: usize = 16;
/// More bars than this cannot be told apart at 80 px.
const MOST: usize = 40;

/// Bars for `values`, oldest first, on a floor; silent, since the numbers stand beside it. Neighbours are summed where there are more than 40.
#[must_use]
pub(crate) fn sparkline(values: &[usize]) -> String {
    let per_bar = values.len().div_ceil(MOST).max(1);
    let sums: Vec<usize> = values
        .chunks(per_bar)
        .map(|chunk| chunk.iter().fold(0, |sum: usize, n| sum.saturating_add(*n)))
        .collect();
    let highest = sums.iter().copied().max().unwrap_or(0).max(1);
    let step = (WIDTH / sums.len().max(1)).clamp(2, 8);
    let width = if step > 3 { step - 2 } else { step - 1 };
    let mut svg = Svg::new("spark", (80, 16), &Voice::Silent);
    let _ = write!(
        svg,
        "<path class=\"axis\" d=\"M0 {}h{WIDTH}v1h-{WIDTH}z\"/><path class=\"bar\" d=\"",
        HEIGHT - 1
    );
    for (index, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        let tall = (*sum as u128 * (HEIGHT as u128 - 1)).div_ceil(highest as u128).max(2);
        let _ = write!(
            svg,
            "M{} {HEIGHT}v-{tall}h{width}v{tall}z",
            WIDTH - (sums.len() - index) * step
        );
    }
    svg.push("\"/>");
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_a_bar_within_the_box_and_the_last_ends_at_its_edge() {
        for n in [0, 1, 5, 12, 40, 41, 1000] {
            let values: Vec<usize> = (0..n).map(|at| 1 + at % 5).collect();
            let svg = sparkline(&values);
            let bars = svg.split("class=\"bar\"").nth(1).unwrap_or("").matches('M').count();
            assert_eq!(bars, n.div_ceil(n.div_ceil(40).max(1)));
            assert!(bars <= 40);
        }
        assert!(sparkline(&[0, 3]).contains("M72 16v-15h6v15z"));
        assert_eq!(sparkline(&[0, 0]).matches("M").count(), 1, "nothing but the floor");
        assert!(
            sparkline(&[]).contains("aria-hidden=\"true\""),
            "the numbers beside it say the same"
        );
        assert!(sparkline(&[usize::MAX, usize::MAX]).len() < 400);
    }
}

//! Counts over time → bars, each a link where there is something to list.

use super::svg::{Svg, voice};
use std::fmt::Write;

const WIDTH: usize = 360;
const HEIGHT: usize = 112;
/// Where the bars begin; below it is a line of words.
const FLOOR: usize = 92;
/// The highest bar: its count is written above it.
const TALLEST: usize = FLOOR - 15;
/// The lowest: less would be taken for the axis.
const LOWEST: usize = 2;
/// Wider bars would be areas, where there are few of them.
const WIDEST: usize = 28;
/// The font size of the figures above the bars.
const FIGURE: usize = 11;

/// A period of a row of bars.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bar<'a> {
    /// `2024` or `2024-03`, below the axis.
    pub period: &'a str,
    /// The period and the count as readers write them: `March 2024: 1,204`.
    pub says: &'a str,
    pub count: usize,
    /// The count as readers write it.
    pub figure: &'a str,
    /// Where they are listed.
    pub href: Option<&'a str>,
}

/// Bars for `rows`, oldest first; `label` says what is drawn to those who do not see it.
///
/// A link covers its whole column, which is at least 24 px high in any box wider than 78 px.
/// Numbers are whole units of a 360 × 112 box, so the bytes are the same on every machine.
#[must_use]
pub(crate) fn bars(label: &str, rows: &[Bar<'_>]) -> String {
    let highest = rows.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let has_links = rows.iter().any(|bar| bar.href.is_some() && bar.count > 0);
    let mut svg = Svg::new("chart", (360, 112), &voice(label, has_links));

    // Where there is no room for all figures, the highest has its own, so that the others can be
    // told by it.
    let has_figures = rows.iter().all(|bar| figure_width(bar.figure) * rows.len() <= WIDTH);
    let peak = rows.iter().position(|bar| bar.count == highest);
    for (index, bar) in rows.iter().enumerate() {
        if bar.count > 0 {
            let left = index * WIDTH / rows.len();
            let right = (index + 1) * WIDTH / rows.len();
            draw_bar(&mut svg, bar, (left, right), highest);
            if has_figures || peak == Some(index) {
                let y = FLOOR - height(bar.count, highest) - 4;
                // Half of it is at either side, and none outside the box.
                let half = (figure_width(bar.figure) / 2).min(WIDTH / 2);
                let x = ((left + right) / 2).clamp(half, WIDTH - half);
                let _ = write!(
                    svg,
                    "<text class=\"tick\" x=\"{x}\" y=\"{y}\" font-size=\"{FIGURE}\" text-anchor=\"middle\">"
                );
                svg.text(bar.figure);
                svg.push("</text>");
            }
        }
    }
    let _ =
        write!(svg, "<line class=\"axis\" x1=\"0\" y1=\"{FLOOR}\" x2=\"{WIDTH}\" y2=\"{FLOOR}\"/>");
    for index in ticks(rows.len()) {
        draw_tick(&mut svg, rows[index].period, index, rows.len());
    }
    svg.finish()
}

/// A bar in the middle of the column from `left` to `right`; its link covers all of it.
fn draw_bar(svg: &mut Svg, bar: &Bar<'_>, (left, right): (usize, usize), highest: usize) {
    let column = right - left;
    // Where columns are narrow, bars touch rather than vanish.
    let gap = match column {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    };
    let width = column.saturating_sub(gap).clamp(1, WIDEST);
    let x = left + column.saturating_sub(width) / 2;
    let tall = height(bar.count, highest);
    let y = FLOOR - tall;
    if bar.href.is_some() {
        svg.open("col", bar.href, None, bar.says);
        let _ = write!(
            svg,
            "<rect class=\"hit\" x=\"{left}\" y=\"0\" width=\"{}\" height=\"{HEIGHT}\" fill-opacity=\"0\"/>\
             <rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"/>",
            column.max(1)
        );
        svg.close(bar.href);
    } else {
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"><title>"
        );
        svg.text(bar.says);
        svg.push("</title></rect>");
    }
}

/// What a figure takes with a little room beside it: digits are some two thirds as wide as high.
fn figure_width(figure: &str) -> usize {
    figure.chars().count() * 7 + 4
}

/// The height of a bar: something wherever there is something. In 128 bits, for the product of a
/// count and a height may be too large for 64.
fn height(count: usize, highest: usize) -> usize {
    let tall = (count as u128 * TALLEST as u128).div_ceil(highest as u128);
    usize::try_from(tall).unwrap_or(TALLEST).clamp(LOWEST, TALLEST)
}

/// Writes a period below its bar; the first and the last keep within the box.
fn draw_tick(svg: &mut Svg, period: &str, index: usize, n: usize) {
    let (anchor, x) = match index {
        0 if n > 1 => ("start", 0),
        _ if n > 1 && index + 1 == n => ("end", WIDTH),
        _ => ("middle", (2 * index + 1) * WIDTH / (2 * n)),
    };
    let _ = write!(
        svg,
        "<text class=\"tick\" x=\"{x}\" y=\"108\" font-size=\"12\" text-anchor=\"{anchor}\">"
    );
    svg.text(period);
    svg.push("</text>");
}

/// Which periods are written below the axis: the first, the last, and some between. About five
/// have room: `2024-03` takes some 50 of 360 units.
fn ticks(n: usize) -> Vec<usize> {
    let step = n.div_ceil(5).max(1);
    let mut ticks = Vec::new();
    for index in (0..n).step_by(step) {
        // One less than a step from the end would touch the last.
        if index == 0 || index + step < n {
            ticks.push(index);
        }
    }
    if n > 1 && ticks.last() != Some(&(n - 1)) {
        ticks.push(n - 1);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_its_bar_and_none_leaves_the_box() {
        let periods: Vec<String> = (1700..2000).map(|year| year.to_string()).collect();
        let rows: Vec<Bar<'_>> = periods
            .iter()
            .enumerate()
            .map(|(n, period)| Bar { period, says: period, count: n % 7, figure: "5", href: None })
            .collect();
        let svg = bars("a < b", &rows);
        assert_eq!(svg.matches("<rect").count(), rows.iter().filter(|bar| bar.count > 0).count());
        assert!(svg.contains("aria-label=\"a &lt; b\""));
        assert_eq!(svg.matches("font-size=\"11\"").count(), 1, "the highest says how much");
        assert_eq!(bars("", &[]).matches("<rect").count(), 0);
    }

    #[test]
    fn a_bar_that_is_a_link_can_be_hit_over_its_whole_column() {
        let bar = |period, says, count, href| Bar { period, says, count, figure: "1", href };
        let rows = [
            bar("2023", "2023: 1", 1, Some("#y2023?a&b")),
            bar("2024", "2024: 0", 0, Some("#none")),
            bar("2025", "2025: many", usize::MAX, None),
        ];
        let svg = bars("by year", &rows);
        assert!(svg.contains("role=\"group\""));
        assert!(
            svg.contains(
                "<a class=\"col\" href=\"#y2023?a&amp;b\"><title>2023: 1</title><rect class=\"hit\" x=\"0\" y=\"0\" width=\"120\""
            )
        );
        assert_eq!(svg.matches("<a ").count(), 1, "nothing is listed where there is nothing");
        assert_eq!(svg.matches("font-size=\"11\"").count(), 2, "what there is, is written");
        assert!(bars("", &rows[2..]).contains("role=\"img\""));
    }

    #[test]
    fn ticks_begin_and_end_with_the_axis() {
        assert_eq!(ticks(1), [0]);
        assert_eq!(ticks(3), [0, 1, 2]);
        let many = ticks(40);
        assert_eq!((many[0], many[many.len() - 1]), (0, 39));
        assert!(many.len() <= 8);
    }
}

//! Counts over time → bars, each a link where there is something to list.

use super::svg::{Svg, voice};
use std::fmt::Write;

const WIDTH: usize = 360;
const HEIGHT: usize = 112;
const FLOOR: usize = 92;

/// A period of a row of bars.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bar<'a> {
    /// `2024` or `2024-03`.
    pub period: &'a str,
    /// How many there are.
    pub count: usize,
    /// Where they are listed.
    pub href: Option<&'a str>,
}

/// Bars for `rows`, oldest first; `label` says what is drawn to those who do not see it.
///
/// A link covers its whole column: at least 24 px high in any box wider than 78 px.
/// Numbers are whole units of a 360 × 112 box, so the bytes are the same on every machine.
#[must_use]
pub(crate) fn bars(label: &str, rows: &[Bar<'_>]) -> String {
    let highest = rows.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let has_links = rows.iter().any(|bar| bar.href.is_some() && bar.count > 0);
    let mut svg = Svg::new("chart", (360, 112), &voice(label, has_links));
    for (index, bar) in rows.iter().enumerate().filter(|(_, bar)| bar.count > 0) {
        draw_bar(
            &mut svg,
            bar,
            (index * WIDTH / rows.len(), (index + 1) * WIDTH / rows.len()),
            highest,
        );
    }
    let _ =
        write!(svg, "<line class=\"axis\" x1=\"0\" y1=\"{FLOOR}\" x2=\"{WIDTH}\" y2=\"{FLOOR}\"/>");
    for index in ticks(rows.len()) {
        draw_tick(&mut svg, rows[index].period, index, rows.len());
    }
    svg.finish()
}

/// A bar within the columns from `left` to `right`, its link over all of them.
fn draw_bar(svg: &mut Svg, bar: &Bar<'_>, (left, right): (usize, usize), highest: usize) {
    let gap = if right - left > 6 { 2 } else { usize::from(right - left > 2) };
    let tall = height(bar.count, highest);
    let width = (right - left).saturating_sub(gap).clamp(1, 28);
    let x = left + (right - left).saturating_sub(width) / 2;
    let says = format!("{}: {}", bar.period, bar.count);
    let y = FLOOR - tall;
    if bar.href.is_some() {
        svg.open("col", bar.href, None, &says);
        let _ = write!(
            svg,
            "<rect class=\"hit\" x=\"{left}\" y=\"0\" width=\"{}\" height=\"{HEIGHT}\" fill-opacity=\"0\"/>\
             <rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"/>",
            (right - left).max(1)
        );
        svg.close(bar.href);
    } else {
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"><title>"
        );
        svg.text(&says);
        svg.push("</title></rect>");
    }
}

/// How high a bar stands: something wherever there is something.
fn height(count: usize, highest: usize) -> usize {
    let tall = (count as u128 * (FLOOR as u128 - 8)).div_ceil(highest as u128);
    usize::try_from(tall).unwrap_or(FLOOR).clamp(2, FLOOR - 8)
}

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

/// Which periods are written below the axis: the first, the last, and some between, as far apart as their words need.
fn ticks(n: usize) -> Vec<usize> {
    let step = n.div_ceil(5).max(1);
    let mut ticks: Vec<usize> =
        (0..n).step_by(step).filter(|index| *index == 0 || index + step < n).collect();
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
            .map(|(n, period)| Bar { period, count: n % 7, href: None })
            .collect();
        let svg = bars("a < b", &rows);
        assert_eq!(svg.matches("<rect").count(), rows.iter().filter(|bar| bar.count > 0).count());
        assert!(svg.contains("aria-label=\"a &lt; b\""));
        assert_eq!(bars("", &[]).matches("<rect").count(), 0);
    }

    #[test]
    fn a_bar_that_is_a_link_can_be_hit_over_its_whole_column() {
        let rows = [
            Bar { period: "2023", count: 1, href: Some("#y2023?a&b") },
            Bar { period: "2024", count: 0, href: Some("#none") },
            Bar { period: "2025", count: usize::MAX, href: None },
        ];
        let svg = bars("by year", &rows);
        assert!(svg.contains("role=\"group\""));
        assert!(
            svg.contains(
                "<a class=\"col\" href=\"#y2023?a&amp;b\"><title>2023: 1</title><rect class=\"hit\" x=\"0\" y=\"0\" width=\"120\""
            )
        );
        assert_eq!(svg.matches("<a ").count(), 1, "nothing is listed where there is nothing");
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

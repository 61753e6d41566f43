//! Counts over time → an SVG of bars: classes only, so that the theme colours it; the same numbers stand beside it as a table.

use super::escape;
use std::fmt::Write;

const WIDTH: usize = 360;
const HEIGHT: usize = 112;
const FLOOR: usize = 92;

/// Bars for `rows` of (period, count), oldest first; `label` says what is drawn to those who do not see it.
///
/// Numbers are whole units of a 360 × 112 box, so the bytes are the same on every machine.
#[must_use]
pub fn bars(label: &str, rows: &[(String, usize)]) -> String {
    let highest = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let n = rows.len().max(1);
    let mut svg = format!("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-label=\"");
    escape(label, &mut svg);
    svg.push_str("\">");
    for (index, (period, count)) in rows.iter().enumerate() {
        let (left, right) = (index * WIDTH / n, (index + 1) * WIDTH / n);
        let gap = if right - left > 6 { 2 } else { usize::from(right - left > 2) };
        let tall = if *count == 0 { 0 } else { (count * (FLOOR - 8)).div_ceil(highest).max(2) };
        if tall > 0 {
            let width = (right - left - gap).clamp(1, 28);
            let x = left + (right - left - width) / 2;
            let _ = write!(
                svg,
                "<rect class=\"bar\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{tall}\"><title>{}: {count}</title></rect>",
                FLOOR - tall,
                super::escaped(period)
            );
        }
    }
    let _ = write!(svg, "<line class=\"axis\" x1=\"0\" y1=\"{FLOOR}\" x2=\"{WIDTH}\" y2=\"{FLOOR}\"/>");
    for index in ticks(rows.len()) {
        let middle = (2 * index + 1) * WIDTH / (2 * n);
        let anchor = if n == 1 || (index > 0 && index + 1 < n) {
            "middle"
        } else if index == 0 {
            "start"
        } else {
            "end"
        };
        let x = match anchor {
            "start" => 0,
            "end" => WIDTH,
            _ => middle,
        };
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x}\" y=\"108\" font-size=\"12\" text-anchor=\"{anchor}\">{}</text>",
            super::escaped(&rows[index].0)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Which periods are written below the axis: the first, the last, and some between, as far apart as their words need.
fn ticks(n: usize) -> Vec<usize> {
    let step = n.div_ceil(5).max(1);
    let mut ticks: Vec<usize> = (0..n).step_by(step).filter(|index| *index == 0 || index + step < n).collect();
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
        let rows: Vec<(String, usize)> = (0..300).map(|n| (format!("{}", 1700 + n), n % 7)).collect();
        let svg = bars("a < b", &rows);
        assert_eq!(svg.matches("<rect").count(), rows.iter().filter(|(_, count)| *count > 0).count());
        assert!(svg.contains("aria-label=\"a &lt; b\""));
        assert_eq!(bars("", &[]).matches("<rect").count(), 0);
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

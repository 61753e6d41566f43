//! Counts by month → a calendar: a row a year, a cell a month, in four shades.

use super::svg::{Svg, voice};
use std::fmt::Write;

const CELL: i32 = 26;
const ROW: i32 = 20;
const LEFT: i32 = 48;
const TOP: i32 = 20;
const WIDTH: i32 = LEFT + 12 * CELL;

/// A row of the calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Year<'a> {
    /// The year.
    pub year: i16,
    /// How many there are from January to December.
    pub months: [usize; 12],
    /// Where those of the year are listed.
    pub href: Option<&'a str>,
}

/// Cells of `years`, in the order given, under the short names of the months.
///
/// Shades are quarters of the months that have something: `h1` the quarter with the least, `h4` that with the most; equal counts share a shade,
/// and a month with nothing is `h0`. A box of 360 units, 20 for each year.
#[must_use]
pub(crate) fn heat(label: &str, months: &[&str; 12], years: &[Year<'_>]) -> String {
    let shade = shades(years);
    let n_years = i32::try_from(years.len()).unwrap_or(i32::MAX / ROW - 2);
    let mut svg = Svg::new(
        "heat",
        (WIDTH, TOP + n_years * ROW),
        &voice(label, years.iter().any(|year| year.href.is_some())),
    );
    for (x, month) in (0..).map(|index| LEFT + index * CELL + CELL / 2 - 1).zip(months) {
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x}\" y=\"13\" font-size=\"12\" text-anchor=\"middle\">"
        );
        svg.text(month);
        svg.push("</text>");
    }
    draw_nothing(&mut svg, years);
    for (top, year) in (0..n_years).map(|row| TOP + row * ROW).zip(years) {
        draw_year(&mut svg, top, year, &shade);
    }
    svg.finish()
}

/// The shade of a count: which quarter of all counts that are not nought it stands in, by how many are less.
fn shades(years: &[Year<'_>]) -> impl Fn(usize) -> usize + use<> {
    let mut counts: Vec<usize> =
        years.iter().flat_map(|year| year.months).filter(|count| *count > 0).collect();
    counts.sort_unstable();
    move |count| {
        if count == 0 {
            0
        } else {
            1 + 4 * counts.partition_point(|other| *other < count) / counts.len()
        }
    }
}

fn draw_year(svg: &mut Svg, top: i32, year: &Year<'_>, shade: &impl Fn(usize) -> usize) {
    let name = format!("{:04}", year.year);
    let text = format!(
        "<text class=\"tick\" x=\"{}\" y=\"{}\" font-size=\"12\" text-anchor=\"end\">{name}</text>",
        LEFT - 10,
        top + 13
    );
    if let Some(href) = year.href {
        svg.push("<a href=\"");
        svg.text(href);
        let _ = write!(svg, "\">{text}</a>");
    } else {
        svg.push(&text);
    }
    let cells = (0..).map(|index| LEFT + index * CELL).zip(1..).zip(year.months);
    for ((x, month), count) in cells.filter(|(_, count)| *count > 0) {
        let class = shade(count);
        let _ = write!(
            svg,
            "<rect class=\"h{class}\" x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{}\">",
            CELL - 2,
            ROW - 2
        );
        let _ = write!(svg, "<title>{name}-{month:02}: {count}</title></rect>");
    }
}

/// The cells of months with nothing, all in one path.
fn draw_nothing(svg: &mut Svg, years: &[Year<'_>]) {
    svg.push("<path class=\"h0\" d=\"");
    for (top, year) in (0..).map(|row| TOP + row * ROW).zip(years) {
        for (index, _) in (0..).zip(year.months).filter(|(_, count)| *count == 0) {
            let (wide, high) = (CELL - 2, ROW - 2);
            let _ = write!(svg, "M{} {top}h{wide}v{high}h-{wide}z", LEFT + index * CELL);
        }
    }
    svg.push("\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTHS: [&str; 12] = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "十二"];

    fn year(year: i16, months: [usize; 12]) -> Year<'static> {
        Year { year, months, href: None }
    }

    /// The count and the shade of each month that has a cell of its own.
    fn shades_of(svg: &str) -> Vec<(usize, usize)> {
        let shade = |cell: &str| cell.split('"').next().unwrap().parse().unwrap();
        let count = |cell: &str| {
            cell.split(": ").nth(1).unwrap().split('<').next().unwrap().parse().unwrap()
        };
        svg.split("<rect class=\"h").skip(1).map(|cell| (count(cell), shade(cell))).collect()
    }

    #[test]
    fn every_month_has_its_cell_and_quarters_share_a_shade() {
        let svg = heat(
            "a & b",
            &MONTHS,
            &[year(2023, [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0]), year(2024, [0; 12])],
        );
        assert_eq!(svg.matches("h24v18h-24z").count(), 16);
        assert_eq!(
            shades_of(&svg),
            [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (8, 4)]
        );
        assert!(
            svg.contains("2023-09: 8")
                && svg.contains("aria-label=\"a &amp; b\"")
                && svg.contains("0 0 360 60")
        );
    }

    #[test]
    fn equal_counts_share_one_shade_and_nothing_has_none() {
        assert_eq!(shades_of(&heat("", &MONTHS, &[year(2024, [3; 12])])), [(3, 1); 12]);
        assert_eq!(shades_of(&heat("", &MONTHS, &[year(2024, [0; 12])])), []);
        assert_eq!(shades_of(&heat("", &MONTHS, &[])), []);
        let linked = Year { href: Some("y?a&b"), ..year(1850, [usize::MAX; 12]) };
        assert!(heat("", &MONTHS, &[linked]).contains("<a href=\"y?a&amp;b\"><text"));
    }
}

//! Counts by month → a calendar: a row for each year, a cell for each month, in four shades.

use super::measure::width;
use super::svg::{Svg, voice};
use std::fmt::Write;

/// From one cell to the next, and from one row to the next: two units are left free between them.
const CELL: i32 = 26;
const ROW: i32 = 20;
/// Room for the years and the names of the months.
const LEFT: i32 = 48;
const TOP: i32 = 20;
const WIDTH: i32 = LEFT + 12 * CELL;

/// A row of the calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Year<'a> {
    pub year: i16,
    /// The counts from January to December.
    pub months: [usize; 12],
    /// Where those of the year are listed.
    pub href: Option<&'a str>,
}

/// Cells of `years`, in the order given, under the short names of the months.
///
/// Shades are quarters of the months that have something: `h1` the quarter with the least, `h4`
/// that with the most; equal counts share a shade, and a month with nothing is `h0`. A box of 360
/// units, 20 for each year.
#[must_use]
pub(crate) fn heat(label: &str, months: &[&str; 12], years: &[Year<'_>]) -> String {
    let shades = Shades::new(years);
    // More years than fit into an `i32` are not drawn.
    let n_years = i32::try_from(years.len()).unwrap_or(i32::MAX / ROW - 2);
    let has_links = years.iter().any(|year| year.href.is_some());
    let size = (WIDTH, TOP + n_years * ROW);
    let mut svg = Svg::new("heat", size, &voice(label, has_links));

    // Names that are wider than a cell would touch: `10月` does at the size of the years, Arabic
    // ones at any, and are numbers then.
    let is_wide = |font| months.iter().any(|month| width(month, font) >= CELL);
    let font = if is_wide(12) { 9 } else { 12 };
    let numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(|month| month.to_string());
    let numbers = numbers.each_ref().map(String::as_str);
    let (months, font) = if is_wide(9) { (&numbers, 12) } else { (months, font) };
    for (index, month) in (0..).zip(months) {
        let x = LEFT + index * CELL + CELL / 2 - 1;
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x}\" y=\"13\" font-size=\"{font}\" text-anchor=\"middle\">"
        );
        svg.text(month);
        svg.push("</text>");
    }
    draw_empty(&mut svg, years);
    for (row, year) in (0..n_years).zip(years) {
        draw_year(&mut svg, TOP + row * ROW, year, &shades);
    }
    svg.finish()
}

/// All counts but zeros, in ascending order.
struct Shades(Vec<usize>);

impl Shades {
    fn new(years: &[Year<'_>]) -> Self {
        let months = years.iter().flat_map(|year| year.months);
        let mut counts: Vec<usize> = months.filter(|count| *count > 0).collect();
        counts.sort_unstable();
        Shades(counts)
    }

    /// The quarter in which a count lies, by how many are less.
    fn of(&self, count: usize) -> usize {
        match count {
            0 => 0,
            _ => 1 + 4 * self.0.partition_point(|other| *other < count) / self.0.len(),
        }
    }
}

fn draw_year(svg: &mut Svg, top: i32, year: &Year<'_>, shades: &Shades) {
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

    for (index, count) in (0..).zip(year.months) {
        if count == 0 {
            continue;
        }
        let _ = write!(
            svg,
            "<rect class=\"h{}\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\">",
            shades.of(count),
            LEFT + index * CELL,
            CELL - 2,
            ROW - 2
        );
        let month = index + 1;
        let _ = write!(svg, "<title>{name}-{month:02}: {count}</title></rect>");
    }
}

/// The cells of months with nothing, all in one path: most months of an archive are such.
fn draw_empty(svg: &mut Svg, years: &[Year<'_>]) {
    let (wide, high) = (CELL - 2, ROW - 2);
    svg.push("<path class=\"h0\" d=\"");
    for (row, year) in (0..).zip(years) {
        let top = TOP + row * ROW;
        for (index, count) in (0..).zip(year.months) {
            if count == 0 {
                let left = LEFT + index * CELL;
                let _ = write!(svg, "M{left} {top}h{wide}v{high}h-{wide}z");
            }
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

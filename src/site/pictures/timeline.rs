//! When each of several things was spoken of → rows of a name above its line, on one axis of years.

use super::Name;
use super::arithmetic::by_area;
use super::measure::{cut, width};
use super::svg::{Svg, voice};
use crate::base::date::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Width of the box in units; text is 14 units high, 9 px on a phone of 320 px.
const WIDTH: i32 = 440;
const FONT: i32 = 14;
const SMALL: i32 = 13;
/// A name and its line; 24 px on a phone of 320 px.
const ROW: i32 = 40;
const TOP: i32 = 24;
/// Room at both ends of the axis for half a dot.
const EDGE: i32 = 8;
/// Radii of a dot, in tenths of a unit.
const RADII: (i32, i32) = (22, 60);
/// Dots closer than this run together, and are made one.
const APART: i64 = 7;

/// One row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    /// Whose row it is.
    pub name: Name<'a>,
    /// Its kind, as the CSS class `k-<kind>` wants it: `initiative`.
    pub kind: &'a str,
    /// Its page.
    pub href: Option<&'a str>,
    /// When it began, said or not.
    pub started: Option<Date>,
    /// When it was spoken of, and how often, in any order. A year or month stands at its middle.
    pub mentions: &'a [(Date, usize)],
}

/// Draws `rows` in the order given from the beginning of the year `from` to the end of `to`: a box of 440 units, 40 for each row.
///
/// Counts are summed by month, quarter, year or more years, the least that keeps dots apart, and by years where a date has no month;
/// a date beyond the axis stands at its end.
/// Classes: `k-<kind>` on each row; `line` from the first mention to the last, `lead` from the start to the first; `dot`, and `start` for the beginning
/// (`start early` where it lies before the axis).
#[must_use]
pub(crate) fn timeline(label: &str, rows: &[Span<'_>], (from, to): (i16, i16)) -> String {
    let is_year = rows.iter().flat_map(|row| row.mentions).any(|(date, _)| date.month().is_none());
    let axis = Axis::new((from, to), if is_year { YEAR } else { MONTH });
    let n_rows = i32::try_from(rows.len()).unwrap_or(i32::MAX / ROW - 2);
    let bottom = TOP + n_rows * ROW;
    let mut svg = Svg::new(
        "spans",
        (WIDTH, bottom + if n_rows > 12 { 22 } else { 4 }),
        &voice(label, rows.iter().any(|row| row.href.is_some())),
    );
    draw_axis(&mut svg, &axis, bottom, n_rows > 12);
    let sums: Vec<BTreeMap<i64, usize>> = rows.iter().map(|row| axis.sums(row.mentions)).collect();
    let highest = sums.iter().flat_map(BTreeMap::values).copied().max().unwrap_or(1);
    for ((top, row), sums) in (0..n_rows).map(|row| TOP + row * ROW).zip(rows).zip(&sums) {
        draw_row(&mut svg, &axis, top, (row, sums), highest);
    }
    svg.finish()
}

/// Years laid along the box. Time is counted in days of months that all have 31.
struct Axis {
    from: i64,
    to: i64,
    /// Length of what is summed into one dot.
    period: i64,
}

const MONTH: i64 = 31;
const YEAR: i64 = 12 * MONTH;

impl Axis {
    /// An axis from the beginning of a year to the end of another; nothing is summed by less than `finest`.
    fn new((from, to): (i16, i16), finest: i64) -> Self {
        let (from, to) = (i64::from(from.min(to)) * YEAR, (i64::from(from.max(to)) + 1) * YEAR);
        let is_apart = |period: &i64| {
            *period >= finest && period * i64::from(WIDTH - 2 * EDGE) >= APART * (to - from)
        };
        let period = [MONTH, 3 * MONTH, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 50 * YEAR]
            .into_iter()
            .find(is_apart);
        Axis { from, to, period: period.unwrap_or(1000 * YEAR) }
    }

    /// The middle of a date, as time.
    fn time(date: Date) -> i64 {
        let year = i64::from(date.year()) * YEAR;
        match date.month() {
            None => year + YEAR / 2,
            Some(month) => year + (i64::from(month) - 1) * MONTH + MONTH / 2,
        }
    }

    /// Where a time lies in the box.
    fn x(&self, time: i64) -> i32 {
        let along = (time.clamp(self.from, self.to) - self.from) * i64::from(WIDTH - 2 * EDGE)
            / (self.to - self.from);
        EDGE + i32::try_from(along).unwrap_or(0)
    }

    /// Counts by the middle of their period.
    fn sums(&self, mentions: &[(Date, usize)]) -> BTreeMap<i64, usize> {
        let mut sums = BTreeMap::new();
        for (date, count) in mentions.iter().filter(|(_, count)| *count > 0) {
            let begin = Axis::time(*date).clamp(self.from, self.to - 1).div_euclid(self.period)
                * self.period;
            let sum: &mut usize =
                sums.entry((begin + self.period / 2).clamp(self.from, self.to)).or_default();
            *sum = sum.saturating_add(*count);
        }
        sums
    }

    /// Times that are written on the axis: as many as have room.
    fn ticks(&self) -> Vec<(i64, String)> {
        let steps = [
            3 * MONTH,
            YEAR,
            2 * YEAR,
            5 * YEAR,
            10 * YEAR,
            20 * YEAR,
            50 * YEAR,
            100 * YEAR,
            500 * YEAR,
        ];
        let has_room =
            |step: &i64| (self.to - self.from) / step <= if *step < YEAR { 4 } else { 8 };
        let step = steps.into_iter().find(has_room).unwrap_or(1000 * YEAR);
        let first =
            self.from.div_euclid(step) * step + if self.from % step == 0 { 0 } else { step };
        let text = |time: i64| match step {
            ..YEAR => {
                format!("{:04}-{:02}", time.div_euclid(YEAR), time.rem_euclid(YEAR) / MONTH + 1)
            }
            _ => format!("{:04}", time.div_euclid(YEAR)),
        };
        (0..)
            .map(|n| first + n * step)
            .take_while(|time| *time < self.to)
            .map(|time| (time, text(time)))
            .collect()
    }
}

fn draw_axis(svg: &mut Svg, axis: &Axis, bottom: i32, is_long: bool) {
    for (time, text) in axis.ticks() {
        let x = axis.x(time);
        let _ = write!(svg, "<path class=\"grid\" d=\"M{x} {}V{bottom}\"/>", TOP - 6);
        let x = (x - 4).clamp(0, WIDTH - width(&text, SMALL));
        for y in [Some(TOP - 10), is_long.then_some(bottom + 16)].into_iter().flatten() {
            let _ = write!(
                svg,
                "<text class=\"tick\" x=\"{x}\" y=\"{y}\" font-size=\"{SMALL}\">{text}</text>"
            );
        }
    }
}

fn draw_row(
    svg: &mut Svg,
    axis: &Axis,
    top: i32,
    (row, sums): (&Span<'_>, &BTreeMap<i64, usize>),
    highest: usize,
) {
    let total = row
        .mentions
        .iter()
        .fold(0, |sum: usize, (_, count)| sum.saturating_add(*count))
        .to_string();
    svg.open(
        &format!("k-{}", row.kind),
        row.href,
        row.name.lang,
        &format!("{}: {total}", row.name.text),
    );
    let (text, room) = (top + 16, WIDTH - width(&total, SMALL) - 12);
    let _ = write!(svg, "<text y=\"{text}\" font-size=\"{FONT}\">");
    svg.text(&cut(row.name.text, room, FONT));
    let _ = write!(
        svg,
        "</text><text class=\"n\" x=\"{WIDTH}\" y=\"{text}\" font-size=\"{SMALL}\" text-anchor=\"end\">{total}</text>"
    );
    svg.close(row.href);
    let _ = write!(svg, "<g class=\"k-{}\">", crate::site::html::escaped(row.kind));
    draw_track(svg, axis, top + 29, row.started, sums);
    for (time, count) in sums {
        let radius = by_area(*count, highest, RADII);
        let _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"{}.{}\"><title>{}: {count}</title></circle>",
            axis.x(*time),
            top + 29,
            radius / 10,
            radius % 10,
            period(*time - axis.period / 2, axis.period)
        );
    }
    svg.push("</g>");
}

/// The line from the first to the last mention, and what leads to it from the beginning.
fn draw_track(
    svg: &mut Svg,
    axis: &Axis,
    y: i32,
    started: Option<Date>,
    sums: &BTreeMap<i64, usize>,
) {
    let ends = sums
        .first_key_value()
        .zip(sums.last_key_value())
        .map(|((first, _), (last, _))| (axis.x(*first), axis.x(*last)));
    if let Some(date) = started {
        let (time, x) = (Axis::time(date), axis.x(Axis::time(date)));
        if let Some((first, _)) = ends.filter(|(first, _)| *first > x) {
            let _ = write!(svg, "<path class=\"lead\" d=\"M{x} {y}H{first}\"/>");
        }
        let (class, shape) = if time < axis.from {
            ("start early", format!("M{} {y}l6-5v10z", x - EDGE + 1))
        } else {
            ("start", format!("M{x} {}v12", y - 6))
        };
        let _ = write!(svg, "<path class=\"{class}\" d=\"{shape}\"><title>{date}</title></path>");
    }
    if let Some((first, last)) = ends.filter(|(first, last)| first < last) {
        let _ = write!(svg, "<path class=\"line\" d=\"M{first} {y}H{last}\"/>");
    }
}

/// A period in figures: `2024-03`, `2024-01/03`, `2024`, `2020/2024`.
fn period(begin: i64, length: i64) -> String {
    let (year, month) = (begin.div_euclid(YEAR), begin.rem_euclid(YEAR) / MONTH + 1);
    match length {
        MONTH => format!("{year:04}-{month:02}"),
        ..YEAR => format!("{year:04}-{month:02}/{:02}", month + length / MONTH - 1),
        YEAR => format!("{year:04}"),
        _ => format!("{year:04}/{:04}", year + length / YEAR - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::pictures::tests::Chance;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn span<'a>(text: &'a str, started: Option<&str>, mentions: &'a [(Date, usize)]) -> Span<'a> {
        Span {
            name: Name { text, lang: None },
            kind: "initiative",
            href: Some("i.html"),
            started: started.map(date),
            mentions,
        }
    }

    /// Values of an attribute, as tenths of units.
    fn values(svg: &str, attribute: &str) -> Vec<f64> {
        svg.split(&format!(" {attribute}=\""))
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    }

    #[test]
    fn a_row_names_links_and_counts_and_marks_its_beginning() {
        let mentions = [(date("2024-03-07"), 4), (date("2024-03"), 1), (date("2023-07"), 2)];
        let svg = timeline(
            "a & b",
            &[span("“一带一路”倡议 <x>", Some("2013-09-07"), &mentions)],
            (2022, 2024),
        );
        assert!(svg.contains(
            "<a class=\"k-initiative\" href=\"i.html\"><title>“一带一路”倡议 &lt;x&gt;: 7</title>"
        ));
        assert!(
            svg.contains("<title>2024-03: 5</title>") && svg.contains("<title>2023-07: 2</title>"),
            "{svg}"
        );
        assert!(svg.contains("start early") && svg.contains("<title>2013-09-07</title>"));
        let svg = timeline("", &[span("x", None, &[mentions[0], (date("2023"), 1)])], (2022, 2024));
        assert!(svg.contains("<title>2024: 4</title>"), "no month is made up");
        assert!(
            timeline("", &[span("x", Some("2022-06"), &mentions)], (2022, 2024))
                .contains("class=\"start\" d=\"M72 47v12\"")
        );
    }

    #[test]
    fn nothing_leaves_the_box_and_dots_stay_apart() {
        let mut chance = Chance(3);
        for (from, to) in [(2024, 2024), (2013, 2026), (1850, 2026), (0, 9999), (2026, 2020)] {
            let names: Vec<String> = (0..60).map(|_| chance.name()).collect();
            let mentions: Vec<(Date, usize)> = (0..300)
                .map(|_| {
                    (
                        date(&format!("{:04}-{:02}", 1 + chance.below(3000), 1 + chance.below(12))),
                        chance.below(50),
                    )
                })
                .collect();
            let rows: Vec<Span<'_>> = names
                .iter()
                .enumerate()
                .map(|(at, name)| span(name, Some("1949"), &mentions[at..]))
                .collect();
            let svg = timeline("", &rows, (from, to));
            let centers = values(&svg, "cx");
            assert!(
                centers.iter().zip(values(&svg, "r")).all(|(x, r)| x - r >= 0.0 && x + r <= 440.0)
            );
            assert!(
                centers.windows(2).all(|pair| pair[1] <= pair[0] || pair[1] - pair[0] >= 6.0),
                "{from}–{to}"
            );
            assert_eq!(svg.matches("<a ").count(), 60);
            assert_eq!(svg, timeline("", &rows, (from, to)));
        }
    }

    #[test]
    fn words_of_the_axis_stand_apart() {
        for (from, to) in [(2024, 2024), (2023, 2024), (2013, 2026), (1948, 2026), (1, 2026)] {
            let axis = Axis::new((from, to), MONTH);
            let ticks = axis.ticks();
            assert!((1..=9).contains(&ticks.len()), "{from}–{to}: {}", ticks.len());
            for pair in ticks.windows(2) {
                assert!(
                    axis.x(pair[1].0) - axis.x(pair[0].0) >= width(&pair[0].1, SMALL) + 6,
                    "{from}–{to}"
                );
            }
        }
    }

    #[test]
    fn no_rows_and_rows_without_mentions_are_drawn() {
        assert!(timeline("", &[], (2020, 2024)).contains("role=\"img\""));
        let svg = timeline("", &[span("x", None, &[])], (2020, 2024));
        assert!(!svg.contains("circle") && svg.contains(">0</text>"));
    }
}

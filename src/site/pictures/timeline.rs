//! When each of several things was spoken of → rows of a name above its line, on one axis of years.
//!
//! Long because a picture and its tests are one reading.

use super::Name;
use super::arithmetic::by_area;
use super::measure::{cut, width};
use super::svg::{Svg, voice};
use crate::base::date::Date;
use crate::site::html::escaped;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Width of the box in units; text is 14 units high, which is 9 px on a phone of 320 px.
const WIDTH: i32 = 440;
const FONT: i32 = 14;
const SMALL: i32 = 13;
/// A name and its line; 24 px on a phone of 320 px, the least that a finger finds.
const ROW: i32 = 40;
/// From the top of a row to its line.
const LINE: i32 = 29;
const TOP: i32 = 24;
/// Room at both ends of the axis for half a dot.
const EDGE: i32 = 8;
/// Radii of a dot, in tenths of a unit.
const RADII: (i32, i32) = (22, 60);
/// Dots closer than this run together, so they are made one.
const APART: i64 = 7;
/// More rows than this are higher than a screen, and the years are written below them as well.
const LONG: i32 = 12;

/// One row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    pub name: Name<'a>,
    /// Its kind, as the CSS class `k-<kind>` wants it: `initiative`.
    pub kind: &'a str,
    /// Its page.
    pub href: Option<&'a str>,
    /// When it began, whether or not it was spoken of then.
    pub started: Option<Date>,
    /// When it was spoken of, and how often, in any order. A year or month is drawn at its middle.
    pub mentions: &'a [(Date, usize)],
}

/// Draws `rows` in the order given from the beginning of the year `from` to the end of `to`: a box
/// of 440 units, 40 for each row.
///
/// Counts are summed by month, quarter, year or several years, the least that keeps dots apart, and
/// by years where a date has no month. A date beyond the axis is drawn at its end.
/// Classes: `k-<kind>` on each row; `line` from the first mention to the last, `lead` from the
/// start to the first; `dot`, and `start` for the beginning (`start early` where it is before the
/// axis).
#[must_use]
pub(crate) fn timeline(label: &str, rows: &[Span<'_>], (from, to): (i16, i16)) -> String {
    let mut dates = rows.iter().flat_map(|row| row.mentions);
    let has_bare_year = dates.any(|(date, _)| date.month().is_none());
    let axis = Axis::new((from, to), if has_bare_year { YEAR } else { MONTH });

    let mut sums = Vec::with_capacity(rows.len());
    let mut highest = None;
    for row in rows {
        let of_row = axis.sums(row.mentions);
        highest = highest.max(of_row.values().copied().max());
        sums.push(of_row);
    }

    // More rows than fit into an `i32` are not drawn.
    let n_rows = i32::try_from(rows.len()).unwrap_or(i32::MAX / ROW - 2);
    let is_long = n_rows > LONG;
    let bottom = TOP + n_rows * ROW;
    let height = bottom + if is_long { 22 } else { 4 };
    let has_links = rows.iter().any(|row| row.href.is_some());
    let mut svg = Svg::new("spans", (WIDTH, height), &voice(label, has_links));

    draw_axis(&mut svg, &axis, bottom, is_long);
    for (index, (span, sums)) in (0..n_rows).zip(rows.iter().zip(&sums)) {
        let top = TOP + index * ROW;
        draw_name(&mut svg, span, top);
        let _ = write!(svg, "<g class=\"k-{}\">", escaped(span.kind));
        draw_track(&mut svg, &axis, top + LINE, span.started, sums);
        draw_dots(&mut svg, &axis, top + LINE, sums, highest.unwrap_or(1));
        svg.push("</g>");
    }
    svg.finish()
}

/// Years laid along the box. Time is counted in days of months that all have 31, so that a period
/// is the same number everywhere on the axis.
struct Axis {
    from: i64,
    to: i64,
    /// Length of what is summed into one dot.
    period: i64,
}

const MONTH: i64 = 31;
const YEAR: i64 = 12 * MONTH;

/// What may be summed into one dot.
const PERIODS: [i64; 7] = [MONTH, 3 * MONTH, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 50 * YEAR];

/// What may lie between two words of the axis.
const STEPS: [i64; 9] =
    [3 * MONTH, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 20 * YEAR, 50 * YEAR, 100 * YEAR, 500 * YEAR];

/// A longer period or step than all of these; no archive reaches it.
const MILLENNIUM: i64 = 1000 * YEAR;

/// A time that is written on the axis.
struct Tick {
    time: i64,
    text: String,
}

impl Axis {
    /// An axis from the beginning of a year to the end of another; nothing is summed by less than
    /// `finest`.
    fn new((from, to): (i16, i16), finest: i64) -> Self {
        let begin = i64::from(from.min(to)) * YEAR;
        let end = (i64::from(from.max(to)) + 1) * YEAR;

        let room = i64::from(WIDTH - 2 * EDGE);
        let keeps_apart = |period: &i64| period * room >= APART * (end - begin);
        let period = PERIODS.into_iter().filter(|period| *period >= finest).find(keeps_apart);
        Axis { from: begin, to: end, period: period.unwrap_or(MILLENNIUM) }
    }

    /// The middle of a date, as time.
    fn time(date: Date) -> i64 {
        let year = i64::from(date.year()) * YEAR;
        match date.month() {
            None => year + YEAR / 2,
            Some(month) => year + (i64::from(month) - 1) * MONTH + MONTH / 2,
        }
    }

    /// Where a time is in the box.
    fn x(&self, time: i64) -> i32 {
        let elapsed = time.clamp(self.from, self.to) - self.from;
        let along = elapsed * i64::from(WIDTH - 2 * EDGE) / (self.to - self.from);
        EDGE + i32::try_from(along).unwrap_or(0)
    }

    /// The middle of the period in which a time is.
    fn middle(&self, time: i64) -> i64 {
        let begin = time.div_euclid(self.period) * self.period;
        (begin + self.period / 2).clamp(self.from, self.to)
    }

    /// Counts by the middle of their period.
    fn sums(&self, mentions: &[(Date, usize)]) -> BTreeMap<i64, usize> {
        let mut sums = BTreeMap::new();
        for (date, count) in mentions {
            if *count == 0 {
                continue;
            }
            let time = Axis::time(*date).clamp(self.from, self.to - 1);
            let sum: &mut usize = sums.entry(self.middle(time)).or_default();
            *sum = sum.saturating_add(*count);
        }
        sums
    }

    /// Times that are written on the axis: as many as have room.
    fn ticks(&self) -> Vec<Tick> {
        // `2024-03` is nearly twice as wide as `2024`.
        let most = |step: i64| if step < YEAR { 4 } else { 8 };
        let has_room = |step: &i64| (self.to - self.from) / step <= most(*step);
        let step = STEPS.into_iter().find(has_room).unwrap_or(MILLENNIUM);

        let mut time = self.from.div_euclid(step) * step;
        if self.from % step != 0 {
            time += step;
        }
        let mut ticks = Vec::new();
        while time < self.to {
            let year = time.div_euclid(YEAR);
            let text = if step < YEAR {
                format!("{year:04}-{:02}", time.rem_euclid(YEAR) / MONTH + 1)
            } else {
                format!("{year:04}")
            };
            ticks.push(Tick { time, text });
            time += step;
        }
        ticks
    }
}

fn draw_axis(svg: &mut Svg, axis: &Axis, bottom: i32, is_long: bool) {
    for tick in axis.ticks() {
        let x = axis.x(tick.time);
        let top = TOP - 6;
        let _ = write!(svg, "<path class=\"grid\" d=\"M{x} {top}V{bottom}\"/>");

        let x = (x - 4).clamp(0, WIDTH - width(&tick.text, SMALL));
        draw_tick(svg, (x, TOP - 10), &tick.text);
        if is_long {
            draw_tick(svg, (x, bottom + 16), &tick.text);
        }
    }
}

fn draw_tick(svg: &mut Svg, (x, y): (i32, i32), text: &str) {
    let _ =
        write!(svg, "<text class=\"tick\" x=\"{x}\" y=\"{y}\" font-size=\"{SMALL}\">{text}</text>");
}

/// The name of a row at the left, its total at the right.
fn draw_name(svg: &mut Svg, span: &Span<'_>, top: i32) {
    let mut total = 0_usize;
    for (_, count) in span.mentions {
        total = total.saturating_add(*count);
    }
    let total = total.to_string();
    let says = format!("{}: {total}", span.name.text);
    let room = WIDTH - width(&total, SMALL) - 12;
    let y = top + 16;

    svg.open(&format!("k-{}", span.kind), span.href, span.name.lang, &says);
    let _ = write!(svg, "<text y=\"{y}\" font-size=\"{FONT}\">");
    svg.text(&cut(span.name.text, room, FONT));
    let _ = write!(
        svg,
        "</text><text class=\"n\" x=\"{WIDTH}\" y=\"{y}\" font-size=\"{SMALL}\" text-anchor=\"end\">{total}</text>"
    );
    svg.close(span.href);
}

/// The line from the first to the last mention, and what leads to it from the beginning.
fn draw_track(
    svg: &mut Svg,
    axis: &Axis,
    y: i32,
    started: Option<Date>,
    sums: &BTreeMap<i64, usize>,
) {
    let first = sums.first_key_value().map(|(time, _)| axis.x(*time));
    let last = sums.last_key_value().map(|(time, _)| axis.x(*time));

    if let Some(date) = started {
        // Within one period the dots have lost their order: a bar beside the dot of its own period
        // could stand after words that followed it.
        let time = Axis::time(date);
        let middle = axis.middle(time);
        let is_beside_dot = time >= axis.from && sums.contains_key(&middle);
        let x = axis.x(if is_beside_dot { middle } else { time });
        if let Some(first) = first.filter(|first| *first > x) {
            let _ = write!(svg, "<path class=\"lead\" d=\"M{x} {y}H{first}\"/>");
        }
        // A bar across the line; an arrow that points off the axis where it is before that.
        let (class, shape) = if time < axis.from {
            ("start early", format!("M{} {y}l6-5v10z", x - EDGE + 1))
        } else {
            ("start", format!("M{x} {}v12", y - 6))
        };
        let _ = write!(svg, "<path class=\"{class}\" d=\"{shape}\"><title>{date}</title></path>");
    }

    if let (Some(first), Some(last)) = (first, last)
        && first < last
    {
        let _ = write!(svg, "<path class=\"line\" d=\"M{first} {y}H{last}\"/>");
    }
}

fn draw_dots(svg: &mut Svg, axis: &Axis, y: i32, sums: &BTreeMap<i64, usize>, highest: usize) {
    for (time, count) in sums {
        let radius = by_area(*count, highest, RADII);
        let period = period(*time - axis.period / 2, axis.period);
        let _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{}\" cy=\"{y}\" r=\"{}.{}\"><title>{period}: {count}</title></circle>",
            axis.x(*time),
            radius / 10,
            radius % 10,
        );
    }
}

/// A period in figures: `2024-03`, `2024-01/03`, `2024`, `2020/2024`.
fn period(begin: i64, length: i64) -> String {
    let year = begin.div_euclid(YEAR);
    let month = begin.rem_euclid(YEAR) / MONTH + 1;
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
    use crate::base::fixture::Chance;
    use crate::site::pictures::tests::name;

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
    fn a_beginning_stands_on_the_dot_of_its_own_period() {
        let mentions = [(date("1953-12-08"), 1), (date("1999-01"), 1)];
        let svg = timeline("", &[span("x", Some("1953-12-08"), &mentions[..1])], (1941, 2026));
        let dot = values(&svg, "cx")[0];
        assert!(svg.contains(&format!("class=\"start\" d=\"M{dot} 47v12\"")), "{svg}");

        let svg = timeline("", &[span("x", Some("2000-07"), &mentions[1..])], (1941, 2026));
        let dot = values(&svg, "cx")[0];
        assert!(!svg.contains(&format!("class=\"start\" d=\"M{dot} ")), "{svg}");
    }

    #[test]
    fn nothing_leaves_the_box_and_dots_stay_apart() {
        let mut chance = Chance(3);
        for (from, to) in [(2024, 2024), (2013, 2026), (1850, 2026), (0, 9999), (2026, 2020)] {
            let names: Vec<String> = (0..60).map(|_| name(&mut chance)).collect();
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
    fn words_of_the_axis_are_apart() {
        for (from, to) in [(2024, 2024), (2023, 2024), (2013, 2026), (1948, 2026), (1, 2026)] {
            let axis = Axis::new((from, to), MONTH);
            let ticks = axis.ticks();
            assert!((1..=9).contains(&ticks.len()), "{from}–{to}: {}", ticks.len());
            for pair in ticks.windows(2) {
                assert!(
                    axis.x(pair[1].time) - axis.x(pair[0].time) >= width(&pair[0].text, SMALL) + 6,
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

//! Counts over time: bars by year or month, an entity's spark, the calendar of speeches.

use super::context::PageContext;
use super::kwic;
use super::views::{CalendarView, ChartRow, ChartView};
use crate::base::cldr;
use crate::base::date::Date;
use crate::reading::corpus::EntityId;
use crate::reading::graph::ListFacet;
use crate::site::pictures::{self, Bar, Year};
use std::collections::BTreeMap;

/// Years that are still shown month by month: 36 bars are as many as a phone can tell apart.
const YEARS_BY_MONTH: i16 = 3;

/// The periods of a chart, numbered one after the other.
#[derive(Clone, Copy)]
enum Periods {
    Months,
    Years,
}

impl Periods {
    /// Months where few years are counted and every date has one, else years.
    fn of(counts: &[(Date, usize)], first: Date, last: Date) -> Self {
        let is_short = last.year() - first.year() < YEARS_BY_MONTH;
        let has_months = counts.iter().all(|(date, _)| date.month().is_some());
        if is_short && has_months { Periods::Months } else { Periods::Years }
    }

    fn number(self, date: Date) -> i32 {
        let year = i32::from(date.year());
        match self {
            Periods::Months => year * 12 + i32::from(date.month().unwrap_or(1)) - 1,
            Periods::Years => year,
        }
    }

    /// `2024-03`, `2024`.
    fn name(self, number: i32) -> String {
        match self {
            Periods::Months => format!("{:04}-{:02}", number / 12, number % 12 + 1),
            Periods::Years => format!("{number:04}"),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Periods::Months => "month",
            Periods::Years => "year",
        }
    }
}

impl PageContext<'_> {
    /// Counts by period; none with fewer than two periods.
    ///
    /// `href` says where those of a period (`2024`, `2024-03`) are listed.
    pub(super) fn chart(
        &self,
        label: &str,
        counts: impl Iterator<Item = (Date, usize)>,
        href: impl Fn(&str) -> Option<String>,
    ) -> Option<ChartView> {
        let counts: Vec<(Date, usize)> = counts.filter(|(date, _)| date.is_known()).collect();
        let dates = || counts.iter().map(|(date, _)| *date);
        let (first, last) = (dates().min()?, dates().max()?);
        let periods = Periods::of(&counts, first, last);

        let mut sums: BTreeMap<i32, usize> = BTreeMap::new();
        for (date, count) in &counts {
            *sums.entry(periods.number(*date)).or_default() += count;
        }

        let mut rows = Vec::new();
        for number in periods.number(first)..=periods.number(last) {
            let count = sums.get(&number).copied().unwrap_or(0);
            let period = periods.name(number);
            let date = Date::parse(&period);
            let text = date.map_or_else(|| period.clone(), |date| date.text(self.language()));
            let href = if count > 0 { href(&period) } else { None };
            rows.push(ChartRow { period, text, count, href });
        }
        if rows.len() < 2 {
            return None;
        }

        let colon = self.strings.text("colon");
        let mut figures = Vec::with_capacity(rows.len());
        for row in &rows {
            let figure = cldr::number(row.count as u64, self.language());
            figures.push((format!("{}{colon}{figure}", row.text), figure));
        }
        let mut bars = Vec::with_capacity(rows.len());
        for (ChartRow { period, count, href, .. }, (says, figure)) in rows.iter().zip(&figures) {
            bars.push(Bar { period, says, count: *count, figure, href: href.as_deref() });
        }
        let svg_html = pictures::bars(label, &bars);
        // Of several the first.
        let peak = rows.iter().rev().max_by_key(|row| row.count)?.clone();
        Some(ChartView { svg_html, unit: periods.unit(), rows, peak })
    }

    /// An entity's mentions by year, over all years of the site.
    pub(super) fn spark(&self, id: EntityId) -> String {
        let versions = &self.graph.edition(self.lang).versions;
        let year = |speech| self.graph.corpus.speech(speech).date.year();
        // Newest first.
        let mut dated = versions.iter().filter(|id| self.graph.corpus.speech(**id).date.is_known());
        let Some(last) = dated.next() else {
            return String::new();
        };
        let first = dated.next_back().unwrap_or(last);
        let place = |year: i16, first: i16| usize::try_from(year - first).unwrap_or_default();
        let (first, last) = (year(*first), year(*last));

        let mut counts = vec![0; place(last, first) + 1];
        for group in kwic::by_speech(self.graph, self.lang, id) {
            if group.year(self.graph) >= first {
                counts[place(group.year(self.graph), first)] += group.mentions.len();
            }
        }
        if counts.len() > 1 { pictures::sparkline(&counts) } else { String::new() }
    }

    /// Speeches by month, a row a year, newest first; none for fewer than two years.
    pub(super) fn calendar(&self) -> Option<CalendarView> {
        let mut years: BTreeMap<i16, [usize; 12]> = BTreeMap::new();
        for version in &self.graph.edition(self.lang).versions {
            let date = self.graph.corpus.speech(*version).date;
            if let Some(month) = date.month() {
                years.entry(date.year()).or_default()[usize::from(month) - 1] += 1;
            }
        }
        if years.len() < 2 {
            return None;
        }

        let names = self.months();
        let hrefs: BTreeMap<i16, Option<String>> =
            years.keys().map(|year| (*year, self.year_href(*year))).collect();
        let mut rows = Vec::new();
        for (year, months) in years.iter().rev() {
            rows.push(Year { year: *year, months: *months, href: hrefs[year].as_deref() });
        }

        let names = names.each_ref().map(String::as_str);
        let svg_html = pictures::heat(self.strings.text("calendar"), &names, &rows);
        Some(CalendarView { svg_html })
    }

    /// The short names of the months: those that a theme has for itself, else those of the
    /// language. A theme whose list is too short has months without names.
    fn months(&self) -> [String; 12] {
        let Some(own) = self.strings.find("months") else {
            return cldr::short_months(self.language());
        };
        let mut names = own.split_whitespace();
        std::array::from_fn(|_| names.next().unwrap_or_default().to_owned())
    }

    /// The list of speeches of a year, where the theme has it.
    pub(super) fn year_href(&self, year: i16) -> Option<String> {
        let facet = ListFacet::Year(year);
        let has_list = self.pages.lists.speeches[self.lang].contains_key(&facet)
            && self.pages.capabilities.has_pages("speeches.html");
        has_list.then(|| self.href(&self.graph.list_route(self.lang, &facet, 1)))
    }
}

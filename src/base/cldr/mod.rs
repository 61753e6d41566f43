//! How a language writes: numbers, dates and lists, which form of a word a number takes, and which
//! languages stand in for it. All of it is CLDR's, through ICU4X.
//!
//! **Invariant:** the same tag gives the same text. What is remembered between two calls is how a
//! language writes, which nothing changes.
//! The only room that names ICU4X. A date is numbers here: whether there is such a day is asked in
//! `date`.

pub(crate) mod collation;
mod stretch;

pub(crate) use stretch::stretch;

use crate::base::lang::Lang;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter as DateFormatter;
use icu_datetime::fieldsets::{M, Y, YM, YMD, YMDT};
use icu_datetime::input::{DateTime, Time};
use icu_datetime::options::YearStyle;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_locale_core::Locale;
use icu_locale_fallback::{LocaleFallbackConfig, LocaleFallbacker};
use icu_plurals::{PluralCategory, PluralRules};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A day with its hour, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) year: i16,
    /// From 1; 0 where it is not known.
    pub(crate) month: u8,
    /// From 1; 0 where it is not known.
    pub(crate) day: u8,
    /// Hour and minute, of a day that is known.
    pub(crate) clock: Option<(u8, u8)>,
}

/// The forms that a word may have beside a number, as CLDR calls them.
pub(crate) const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A number as readers of a language write it: `27,843`, `27 843`.
pub(crate) fn number(n: u64, lang: &Lang) -> String {
    let writing = Writing::of(lang);
    writing.numbers.format(&n.into()).to_string()
}

/// So many hundredths as readers of a language write them: `39.9`, `39,9`.
pub(crate) fn hundredths(n: u32, lang: &Lang) -> String {
    let mut decimal = Decimal::from(n);
    decimal.multiply_pow10(-2);
    decimal.trim_end();
    Writing::of(lang).numbers.format(&decimal).to_string()
}

/// The form that a word takes beside a whole number, one of [`PLURAL_FORMS`].
pub(crate) fn plural_form(n: u64, lang: &Lang) -> &'static str {
    match Writing::of(lang).plurals.category_for(n) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// The forms that words take beside whole numbers in a language, of those below ten thousand: of
/// more there are none but the `many` of French and Spanish millions.
#[cfg(test)]
pub(crate) fn plural_forms(lang: &Lang) -> std::collections::BTreeSet<&'static str> {
    (0..10_000).map(|n| plural_form(n, lang)).collect()
}

/// `A, B and C`.
pub(crate) fn list(items: &[&str], lang: &Lang) -> String {
    Writing::of(lang).list.format(items.iter()).to_string()
}

/// A date as readers of a language write it: `7 March 2024`, `2024年3月7日`, `март 2024 г.`; none in
/// a language of which CLDR knows no months, or outside the calendar.
pub(crate) fn date(parts: &Parts, lang: &Lang) -> Option<String> {
    let writing = Writing::of(lang);
    let dates = writing.dates.as_ref()?;
    let day = gregorian(parts)?;

    let text = match (parts.month, parts.day, parts.clock) {
        (0, ..) => dates.year.format(&day).to_string(),
        (_, 0, _) => dates.month.format(&day).to_string(),
        (_, _, None) => dates.day.format(&day).to_string(),
        (_, _, Some((hour, minute))) => {
            let time = Time::try_new(hour, minute, 0, 0).ok()?;
            dates.moment.format(&DateTime { date: day, time }).to_string()
        }
    };
    Some(text)
}

/// The months from January on, as short as a calendar has them: `Jan`, `3月`, `янв.`; numbers where
/// CLDR knows none.
pub(crate) fn short_months(lang: &Lang) -> [String; 12] {
    let writing = Writing::of(lang);
    let name = |month: u8| {
        let first = Parts { year: 2001, month, day: 1, clock: None };
        let day = writing.dates.as_ref().zip(gregorian(&first));
        day.map_or(month.to_string(), |(dates, day)| dates.short_month.format(&day).to_string())
    };
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(name)
}

/// The tags that readers of a language can do with, the language itself first: `zh-TW`, `zh-Hant`;
/// `pt-BR`, `pt`. Another script of the language is none of them.
pub(crate) fn stand_ins(lang: &Lang) -> Vec<String> {
    Writing::of(lang).stand_ins.clone()
}

/// An unknown month or day is the first.
fn gregorian(parts: &Parts) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(parts.year.into(), parts.month.max(1), parts.day.max(1)).ok()
}

/// How a language writes.
struct Writing {
    numbers: DecimalFormatter,
    plurals: PluralRules,
    list: ListFormatter,
    /// None where CLDR has no names of months: its root would write `2024 M03 7`.
    dates: Option<Dates>,
    stand_ins: Vec<String>,
}

/// How a language writes dates, each by what is known of it.
struct Dates {
    moment: DateFormatter<Gregorian, YMDT>,
    day: DateFormatter<Gregorian, YMD>,
    month: DateFormatter<Gregorian, YM>,
    year: DateFormatter<Gregorian, Y>,
    short_month: DateFormatter<Gregorian, M>,
}

thread_local! {
    /// To make them takes ten times as long as to write one date, and a page has dozens of dates.
    static WRITINGS: RefCell<BTreeMap<Lang, Rc<Writing>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Writing {
    fn of(lang: &Lang) -> Rc<Writing> {
        WRITINGS.with_borrow_mut(|known| {
            if let Some(writing) = known.get(lang) {
                return Rc::clone(writing);
            }
            let writing = Rc::new(Writing::new(lang));
            known.insert(lang.clone(), Rc::clone(&writing));
            writing
        })
    }

    fn new(lang: &Lang) -> Self {
        let locale = locale_of(lang.tag());
        // English as it is written everywhere but in the United States: days before months, no
        // comma before “and”. Who wants theirs says `en-US`.
        let written = if lang.tag() == "en" { locale_of("en-GB") } else { locale.clone() };
        let (root, own) =
            (Dates::new(&Locale::UNKNOWN, &Locale::UNKNOWN), Dates::new(&written, &locale));
        let has_months = own.january() != root.january();
        let in_binary = "CLDR's data are in the binary, its root for every language";

        Writing {
            numbers: DecimalFormatter::try_new((&written).into(), Default::default())
                .expect(in_binary),
            plurals: PluralRules::try_new((&written).into(), Default::default()).expect(in_binary),
            list: ListFormatter::try_new_and((&written).into(), Default::default())
                .expect(in_binary),
            dates: has_months.then_some(own),
            stand_ins: stand_ins_of(lang, locale),
        }
    }
}

impl Dates {
    /// `for_months` is the language of the short months: `Sep` in a calendar, not the `Sept` of
    /// British sentences.
    fn new(locale: &Locale, for_months: &Locale) -> Self {
        let in_binary = "CLDR's dates are in the binary, its root for every language";
        // A programme says 18:05 in every language.
        let of_moments = locale_of(&format!("{locale}-u-hc-h23"));
        // Without `AD` behind the years of the first millennium: ours are written with four digits.
        let day = YMD::long().with_year_style(YearStyle::NoEra);
        let month = YM::long().with_year_style(YearStyle::NoEra);
        // CLDR 48 has `Y` (the year of weeks) for the year of a month in Brazil, which ICU4X 2.4
        // stumbles over; in Portugal a month is written with the same words.
        let is_brazilian = ["pt", "pt-BR"].contains(&locale.to_string().as_str());
        let of_month = if is_brazilian { locale_of("pt-PT") } else { locale.clone() };
        let year = Y::long().with_year_style(YearStyle::NoEra);

        Dates {
            moment: DateFormatter::try_new((&of_moments).into(), day.with_time_hm())
                .expect(in_binary),
            day: DateFormatter::try_new(locale.into(), day).expect(in_binary),
            month: DateFormatter::try_new((&of_month).into(), month).expect(in_binary),
            year: DateFormatter::try_new(locale.into(), year).expect(in_binary),
            short_month: DateFormatter::try_new(for_months.into(), M::medium()).expect(in_binary),
        }
    }

    fn january(&self) -> String {
        let first = Parts { year: 2001, month: 1, day: 1, clock: None };
        gregorian(&first).map_or_else(String::new, |day| self.month.format(&day).to_string())
    }
}

/// What ICU4X makes of a tag; its root of one that CLDR's grammar does not have.
fn locale_of(tag: &str) -> Locale {
    Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN)
}

/// The tag itself, and those that CLDR reaches from it before its root.
fn stand_ins_of(lang: &Lang, locale: Locale) -> Vec<String> {
    let mut tags = vec![lang.tag().to_owned()];
    let fallbacker = LocaleFallbacker::new().for_config(LocaleFallbackConfig::default());
    let mut chain = fallbacker.fallback_for(locale.into());
    while !chain.get().is_unknown() {
        let tag = chain.get().to_string();
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        chain.step();
    }
    tags
}

#[cfg(test)]
mod tests;

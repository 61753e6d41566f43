//! Values as sources write them → what records say; what cannot be read is reported where it is.

use super::columns::{About, Column};
use super::record::Record;
use super::tree::{field, scalar};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::fields::{Node, Reader, Value};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::reading::kinds::{Fact, FactType, Kinds, facts};
use std::ops::Range;

/// One file that is being read.
pub(super) struct Source<'d> {
    pub(super) kinds: &'d Kinds,
    pub(super) reader: Reader<'d>,
    /// Columns with which nothing is done.
    pub(super) ignored: Vec<String>,
}

impl Source<'_> {
    /// An empty record about what is at `range`.
    pub(super) fn record(&self, range: &Range<usize>) -> Record {
        Record::at(self.reader.span(range))
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        message: impl Into<Message>,
        at: &Range<usize>,
        hint: impl Into<Message>,
    ) {
        let place = self.reader.span(at);
        self.reader.report(Diagnostic::new(code, message).at(place, "").hint(hint));
    }

    /// Takes up the text of a cell; `lang` is said of the text itself and goes before that of the
    /// column.
    pub(super) fn cell(
        &mut self,
        record: &mut Record,
        column: &Column,
        text: &str,
        lang: Option<Lang>,
        at: &Range<usize>,
    ) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let lang = lang.or_else(|| column.lang.clone());
        let divided = |marks: &'static [char]| {
            text.split(marks).map(str::trim).filter(|part| !part.is_empty())
        };

        match &column.about {
            About::Id => record.id = Some(text.to_owned()),
            About::Kind => record.kind = Some(text.to_owned()),
            // Wikidata gives the number of an item as its label where it has none.
            About::Name if is_item(text) => {}
            About::Name => record.name(text, lang, true),
            About::Aliases => {
                divided(MARKS).for_each(|name| record.name(name, lang.clone(), false));
            }
            About::AltLabels => {
                divided(&[',']).for_each(|name| record.name(name, lang.clone(), false));
            }
            About::Description => record.description(text, lang),
            About::Fact(fact) if fact.is_list => {
                // An address has no spaces, and may have marks of other scripts.
                let is_link = fact.value == FactType::Link;
                for part in divided(if is_link { &['|', ';', ' '] } else { MARKS }) {
                    self.fact(record, fact, part, column.lang.clone(), at);
                }
            }
            About::Fact(fact) => self.fact(record, fact, text, column.lang.clone(), at),
            About::Longitude => record.halves[0] = Some(text.to_owned()),
            About::Latitude => record.halves[1] = Some(text.to_owned()),
        }
    }

    /// Takes up one value of a fact, if it is one.
    fn fact(
        &mut self,
        record: &mut Record,
        fact: &Fact,
        text: &str,
        lang: Option<Lang>,
        at: &Range<usize>,
    ) {
        match fact.value {
            FactType::Date => {
                if let Some(date) = self.date(text, at) {
                    record.fact(fact, None, date.to_string());
                }
            }
            FactType::Point => match point(text) {
                Some((lon, lat)) => self.coordinates(record, fact, [lon, lat], at),
                None => self.bad_coordinates(text, at),
            },
            FactType::Link if *fact == facts::SAME_AS => self.same_as(record, text, at),
            FactType::Link => {
                if let Some(address) = self.reader.url(&node(text, at)) {
                    record.fact(fact, None, address);
                }
            }
            FactType::Number if !text.parse::<f64>().is_ok_and(f64::is_finite) => {
                let message = say!("a number is wanted here, this is `{text}`", text);
                let hint = "write digits, with a point where there are decimals: `39.9`";
                self.report(Code::WrongType, message, at, hint);
            }
            FactType::Reference(_) if !is_entity_id(text) => {
                let message = say!("`{text}` cannot be an id", text);
                let hint = "give the id of an entity: the name of its file without `.md`";
                self.report(Code::BadId, message, at, hint);
            }
            // An address is not what people call a country; the column of its label says that.
            FactType::Text | FactType::Words if text.starts_with("http") => {}
            FactType::Words => record.fact(fact, lang, text),
            FactType::Number | FactType::Reference(_) | FactType::Text | FactType::Role => {
                record.fact(fact, None, text);
            }
        }
    }

    /// A date, or the day of a time as XML Schema writes it (`1953-10-19T00:00:00Z`); `00` for what
    /// is unknown is passed over.
    pub(super) fn date(&mut self, text: &str, at: &Range<usize>) -> Option<Date> {
        // What is not a time either is reported as front matter reports a wrong date.
        day(text).or_else(|| self.reader.date(&node(text, at)))
    }

    /// The date under `key`.
    pub(super) fn date_in(&mut self, of: &Node, key: &str) -> Option<Date> {
        let value = field(of, key)?;
        self.date(scalar(value)?, &value.span)
    }

    /// Takes up an address, or the number of an item of Wikidata, as `same_as`.
    pub(super) fn same_as(&mut self, record: &mut Record, text: &str, at: &Range<usize>) {
        if is_item(text) {
            record.address(format!("https://www.wikidata.org/wiki/{text}"));
        } else if let Some(address) = self.reader.url(&node(text, at)) {
            record.address(address);
        }
    }

    /// Joins longitude and latitude that came in two columns of a record at `at`.
    pub(super) fn settle(&mut self, record: &mut Record, at: &Range<usize>) {
        match std::mem::take(&mut record.halves) {
            [Some(lon), Some(lat)] => {
                self.coordinates(record, &facts::COORDINATES, [&lon, &lat], at);
            }
            [None, None] => {}
            [Some(lone), None] | [None, Some(lone)] => self.bad_coordinates(&lone, at),
        }
    }

    /// Takes up degrees of longitude and latitude.
    pub(super) fn coordinates(
        &mut self,
        record: &mut Record,
        fact: &Fact,
        [lon, lat]: [&str; 2],
        at: &Range<usize>,
    ) {
        match (degrees(lon, 180.0), degrees(lat, 90.0)) {
            (Some(lon), Some(lat)) => record.fact(fact, None, format!("{lon} {lat}")),
            _ => self.bad_coordinates(&format!("{lon} {lat}"), at),
        }
    }

    fn bad_coordinates(&mut self, text: &str, at: &Range<usize>) {
        let message = say!("`{text}` is no place on the globe", text);
        let hint = "give degrees: longitude from -180 to 180, latitude from -90 to 90, or `Point(116.4 39.9)`, longitude first";
        self.report(Code::BadCoordinates, message, at, hint);
    }
}

/// What divides several values in one cell. Not the comma, which names hold: `Lee, Ann`.
const MARKS: &[char] = &['|', ';', '；'];

fn node(text: &str, at: &Range<usize>) -> Node {
    Node { span: at.clone(), value: Value::Scalar(text.to_owned()) }
}

/// `Q956`.
pub(super) fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn day(text: &str) -> Option<Date> {
    let mut day = text.trim().trim_start_matches('+').split('T').next()?;
    // The day, and then the month.
    for _ in 0..2 {
        day = day.strip_suffix("-00").unwrap_or(day);
    }
    Date::parse(day)
}

/// Longitude and latitude of a point in well-known text (OGC 06-103r4 §7.2): `Point(116.4 39.9)`.
fn point(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_at_checked(5)?;
    if !word.eq_ignore_ascii_case("point") {
        return None;
    }
    rest.trim().strip_prefix('(')?.strip_suffix(')')?.trim().split_once(' ')
}

/// Degrees with at most six decimals, a tenth of a metre: more is noise.
fn degrees(text: &str, most: f64) -> Option<f64> {
    let degrees: f64 = text.trim().parse().ok()?;
    (degrees.abs() <= most).then(|| (degrees * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_dates_and_what_is_unknown_is_left_out() {
        let text = |text| day(text).map(|date| date.to_string());
        assert_eq!(text("1953-10-19T00:00:00Z").as_deref(), Some("1953-10-19"));
        assert_eq!(
            (text("+1953-10-00"), text("1953-00-00T00:00:00Z")),
            (Some("1953-10".to_owned()), Some("1953".to_owned()))
        );
        assert_eq!((text("-0551-01-01T00:00:00Z"), text("t1234")), (None, None));
        assert_eq!(
            (point("POINT (116.4 39.9)"), point("Point 1 2")),
            (Some(("116.4", "39.9")), None)
        );
    }
}

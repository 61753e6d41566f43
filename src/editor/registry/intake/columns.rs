//! Columns of a table, and variables of a query, by their names → what they say of an entity.
//!
//! Names are those of front matter, of Wikidata’s query service (`itemLabel`, `itemAltLabel`) and
//! of Popolo; case, spaces and hyphens are one.

use super::record::Record;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::sources::Span;
use crate::reading::kinds::{Fact, FactType, Kinds, facts};

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Kind,
    Name(Option<Lang>),
    Aliases(Option<Lang>),
    /// The same, divided by commas, as Wikidata’s query service gives them.
    AltLabels(Option<Lang>),
    Description(Option<Lang>),
    /// A fact; the language is said of words alone.
    Fact(Fact, Option<Lang>),
    /// Half of a point, in degrees.
    Latitude,
    Longitude,
}

/// Names of columns of what is not a fact, without what says a language. Facts know their own.
const NAMES: &[(&str, Column)] = &[
    ("id", Column::Id),
    ("kind", Column::Kind),
    ("type", Column::Kind),
    ("name", Column::Name(None)),
    ("label", Column::Name(None)),
    ("itemlabel", Column::Name(None)),
    ("title", Column::Name(None)),
    ("aliases", Column::Aliases(None)),
    ("alias", Column::Aliases(None)),
    ("altlabel", Column::AltLabels(None)),
    ("itemaltlabel", Column::AltLabels(None)),
    ("other_names", Column::Aliases(None)),
    ("description", Column::Description(None)),
    ("itemdescription", Column::Description(None)),
    ("lat", Column::Latitude),
    ("latitude", Column::Latitude),
    ("lon", Column::Longitude),
    ("lng", Column::Longitude),
    ("longitude", Column::Longitude),
];

/// What the column called `header` is about; none if nothing that is known.
pub(super) fn column(header: &str, kinds: &Kinds) -> Option<Column> {
    let plain = header.trim().trim_start_matches('?').to_lowercase().replace([' ', '-'], "_");
    if let Some(column) = exact(&plain, kinds) {
        return Some(column);
    }

    // `name_zh`, `name_zh_hant`, `itemLabel_en`: what is behind the last name of a column that fits
    // is a language.
    for (at, _) in plain.match_indices('_') {
        let Some(column) = exact(&plain[..at], kinds) else {
            continue;
        };
        let lang = Some(Lang::parse(&plain[at + 1..].replace('_', "-"))?);
        return match column {
            Column::Name(_) => Some(Column::Name(lang)),
            Column::Aliases(_) => Some(Column::Aliases(lang)),
            Column::AltLabels(_) => Some(Column::AltLabels(lang)),
            Column::Description(_) => Some(Column::Description(lang)),
            Column::Fact(fact, _) if fact.value == FactType::Words => {
                Some(Column::Fact(fact, lang))
            }
            _ => None,
        };
    }
    None
}

/// A column by its whole name. A fact that a site declares goes before what the name means
/// elsewhere: `title` of a treaty.
fn exact(name: &str, kinds: &Kinds) -> Option<Column> {
    // Roles have no form in one cell; Popolo brings them.
    let fact = kinds.find_fact(|fact| fact.is_column(name) && fact.value != FactType::Role);
    if let Some(fact) = fact {
        return Some(Column::Fact(fact.clone(), None));
    }
    let (_, column) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(column.clone())
}

/// Takes up the text of a cell; `lang` is said of the text itself and goes before that of the
/// column.
pub(super) fn put(
    record: &mut Record,
    column: &Column,
    text: &str,
    lang: Option<&Lang>,
    place: &Span,
    diagnostics: &mut Diagnostics,
) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let say = |of: &Option<Lang>| lang.or(of.as_ref()).cloned();
    match column {
        Column::Id => record.id = Some(text.to_owned()),
        Column::Kind => record.kind = Some(text.to_owned()),
        // Wikidata gives the number of an item as its label where it has none.
        Column::Name(_) if is_item(text) => {}
        Column::Name(of) => record.name(text, say(of), true),
        Column::Aliases(of) => {
            divided(text, &['|', ';', '；']).for_each(|name| record.name(name, say(of), false))
        }
        Column::AltLabels(of) => {
            divided(text, &[',']).for_each(|name| record.name(name, say(of), false))
        }
        Column::Description(of) => record.description(text, say(of)),
        Column::Fact(fact, of) if fact.is_list => {
            // An address has no spaces, and holds none of the marks that divide: neither does an
            // id.
            let marks: &[char] = match fact.value {
                FactType::Link => &['|', ';', ' '],
                _ => &['|', ';', '；'],
            };
            for part in divided(text, marks) {
                put_fact(record, fact, part, of.clone(), place, diagnostics);
            }
        }
        Column::Fact(fact, of) => put_fact(record, fact, text, of.clone(), place, diagnostics),
        Column::Longitude => record.halves[0] = Some(text.to_owned()),
        Column::Latitude => record.halves[1] = Some(text.to_owned()),
    }
}

/// Takes up one value of a fact, if it is one.
fn put_fact(
    record: &mut Record,
    fact: &Fact,
    text: &str,
    lang: Option<Lang>,
    place: &Span,
    diagnostics: &mut Diagnostics,
) {
    match fact.value {
        FactType::Date => match date(text) {
            Some(date) => record.fact(fact, None, date.to_string()),
            None => bad_date(text, place, diagnostics),
        },
        FactType::Point => match point(text) {
            Some((lon, lat)) => coordinates(record, fact, [lon, lat], place, diagnostics),
            None => bad_coordinates(text, place, diagnostics),
        },
        FactType::Link if *fact == facts::SAME_AS => same_as(record, text, place, diagnostics),
        FactType::Link if is_address(text) => record.fact(fact, None, text),
        FactType::Link => bad_address(text, place, diagnostics),
        FactType::Number if text.parse::<f64>().is_ok_and(f64::is_finite) => {
            record.fact(fact, None, text);
        }
        FactType::Number => {
            let message = format!("a number is wanted here, this is `{text}`");
            let diagnostic = Diagnostic::new(Code::WrongType, message).at(place.clone(), "");
            diagnostics.push(
                diagnostic.hint("write digits, with a point where there are decimals: `39.9`"),
            );
        }
        FactType::Reference(_) if is_entity_id(text) => record.fact(fact, None, text),
        FactType::Reference(_) => {
            let message = format!("`{text}` cannot be an id");
            let diagnostic = Diagnostic::new(Code::BadId, message).at(place.clone(), "");
            diagnostics.push(
                diagnostic.hint("give the id of an entity: the name of its file without `.md`"),
            );
        }
        // An address is not what people call a country; the column of its label says that.
        FactType::Text | FactType::Words if text.starts_with("http") => {}
        FactType::Words => record.fact(fact, lang, text),
        FactType::Text | FactType::Role => record.fact(fact, None, text),
    }
}

/// Joins latitude and longitude that came in two columns.
pub(super) fn settle(record: &mut Record, place: &Span, diagnostics: &mut Diagnostics) {
    match std::mem::take(&mut record.halves) {
        [Some(lon), Some(lat)] => {
            coordinates(record, &facts::COORDINATES, [&lon, &lat], place, diagnostics);
        }
        [None, None] => {}
        [Some(lone), None] | [None, Some(lone)] => bad_coordinates(&lone, place, diagnostics),
    }
}

/// Takes up degrees of longitude and latitude.
pub(super) fn coordinates(
    record: &mut Record,
    fact: &Fact,
    [lon, lat]: [&str; 2],
    place: &Span,
    diagnostics: &mut Diagnostics,
) {
    let degrees = |text: &str, most: f64| {
        text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    match (degrees(lon, 180.0), degrees(lat, 90.0)) {
        (Some(lon), Some(lat)) => {
            record.fact(fact, None, format!("{} {}", rounded(lon), rounded(lat)));
        }
        _ => bad_coordinates(&format!("{lon} {lat}"), place, diagnostics),
    }
}

/// Degrees with at most six decimals, a tenth of a metre: more is noise.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

fn bad_coordinates(text: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let diagnostic =
        Diagnostic::new(Code::BadCoordinates, format!("`{text}` is no place on the globe"))
            .at(place.clone(), "");
    diagnostics.push(
        diagnostic.hint("give degrees: longitude from -180 to 180, latitude from -90 to 90, or `Point(116.4 39.9)`, longitude first"),
    );
}

pub(super) fn bad_date(text: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let diagnostic =
        Diagnostic::new(Code::BadDate, format!("`{text}` is not a date")).at(place.clone(), "");
    diagnostics.push(
        diagnostic.hint("write it as `2024-03-07`, or where less is known `2024-03` or `2024`"),
    );
}

/// Takes up an address, or the number of an item of Wikidata, as `same_as`.
pub(super) fn same_as(
    record: &mut Record,
    text: &str,
    place: &Span,
    diagnostics: &mut Diagnostics,
) {
    if is_item(text) {
        return record.address(&format!("https://www.wikidata.org/wiki/{text}"));
    }
    if is_address(text) {
        record.address(text);
    } else {
        bad_address(text, place, diagnostics);
    }
}

/// Whether this is an absolute address.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || "<>\"".contains(c))
    })
}

fn bad_address(text: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let message = format!("`{text}` is not an address");
    let diagnostic = Diagnostic::new(Code::BadUrl, message).at(place.clone(), "");
    diagnostics.push(diagnostic.hint("write it in full, with `https://` and without spaces"));
}

/// `Q956`.
pub(super) fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A date, or the day of a time as XML Schema writes it (`1953-10-19T00:00:00Z`); `00` for what is
/// unknown is passed over.
pub(super) fn date(text: &str) -> Option<Date> {
    let day = text.trim().trim_start_matches('+').split('T').next()?;
    Date::parse(
        day.strip_suffix("-00").map_or(day, |rest| rest.strip_suffix("-00").unwrap_or(rest)),
    )
}

/// Longitude and latitude of a point in well-known text (OGC 06-103r4 §7.2): `Point(116.4 39.9)`.
fn point(text: &str) -> Option<(&str, &str)> {
    let rest = text
        .get(..5)
        .filter(|word| word.eq_ignore_ascii_case("point"))
        .map(|_| text[5..].trim())?;
    rest.strip_prefix('(')?.strip_suffix(')')?.trim().split_once(' ')
}

/// Names in one cell.
fn divided<'t>(text: &'t str, marks: &'t [char]) -> impl Iterator<Item = &'t str> {
    text.split(marks).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_many_names() {
        let kinds = Kinds::default();
        let column = |header: &str| column(header, &kinds);
        let born = || Some(Column::Fact(facts::BORN, None));
        let zh = Lang::parse("zh-Hant");
        assert_eq!(
            (column("itemLabel"), column("Name zh-Hant")),
            (Some(Column::Name(None)), Some(Column::Name(zh)))
        );
        assert_eq!(
            (column("Date of Birth".replace(' ', "").as_str()), column("?dob")),
            (born(), born())
        );
        assert_eq!((column("notes"), column("born_in_zh"), column("name_x!")), (None, None, None));
    }

    #[test]
    fn times_are_dates_and_what_is_unknown_is_left_out() {
        let text = |text| date(text).map(|date| date.to_string());
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

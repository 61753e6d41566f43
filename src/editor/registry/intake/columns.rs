//! Columns of a table, and variables of a query, by their names → what they say of an entity.
//!
//! Names are those of front matter, of Wikidata’s query service (`itemLabel`, `itemAltLabel`) and of Popolo; case, spaces and hyphens are one.

use super::record::Record;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::sources::Span;

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Kind,
    Name(Option<Lang>),
    Aliases(Option<Lang>),
    /// The same, divided by commas, as Wikidata’s query service gives them.
    AltLabels(Option<Lang>),
    SameAs,
    Description(Option<Lang>),
    /// A date, by its key in front matter.
    Date(&'static str),
    /// Text, by its key.
    Text(&'static str),
    Latitude,
    Longitude,
    /// Both, as `Point(lon lat)`.
    Point,
}

/// Names of columns without what says a language.
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
    ("same_as", Column::SameAs),
    ("sameas", Column::SameAs),
    ("item", Column::SameAs),
    ("wikidata", Column::SameAs),
    ("uri", Column::SameAs),
    ("description", Column::Description(None)),
    ("itemdescription", Column::Description(None)),
    ("sort_name", Column::Text("sort_name")),
    ("country", Column::Text("country")),
    ("countrylabel", Column::Text("country")),
    ("born", Column::Date("born")),
    ("birth_date", Column::Date("born")),
    ("dateofbirth", Column::Date("born")),
    ("dob", Column::Date("born")),
    ("died", Column::Date("died")),
    ("death_date", Column::Date("died")),
    ("dateofdeath", Column::Date("died")),
    ("dod", Column::Date("died")),
    ("started", Column::Date("started")),
    ("inception", Column::Date("started")),
    ("founding_date", Column::Date("started")),
    ("lat", Column::Latitude),
    ("latitude", Column::Latitude),
    ("lon", Column::Longitude),
    ("lng", Column::Longitude),
    ("longitude", Column::Longitude),
    ("coord", Column::Point),
    ("coords", Column::Point),
    ("coordinates", Column::Point),
];

/// What the column called `header` is about; none if nothing that is known.
pub(super) fn column(header: &str) -> Option<Column> {
    let plain = header.trim().trim_start_matches('?').to_lowercase().replace([' ', '-'], "_");
    let find = |name: &str| {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, column)| column.clone())
    };
    find(&plain).or_else(|| {
        // `name_zh`, `name_zh_hant`, `itemLabel_en`.
        let (at, name) = NAMES
            .iter()
            .filter_map(|(known, _)| Some((plain.strip_prefix(known)?.strip_prefix('_')?, *known)))
            .next()?;
        let lang = Some(Lang::parse(&at.replace('_', "-"))?);
        match find(name)? {
            Column::Name(_) => Some(Column::Name(lang)),
            Column::Aliases(_) => Some(Column::Aliases(lang)),
            Column::AltLabels(_) => Some(Column::AltLabels(lang)),
            Column::Description(_) => Some(Column::Description(lang)),
            _ => None,
        }
    })
}

/// Takes up the text of a cell; `lang` is said of the text itself and goes before that of the column.
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
        Column::SameAs => text
            .split(['|', ';', ' '])
            .filter(|part| !part.is_empty())
            .for_each(|part| same_as(record, part, place, diagnostics)),
        Column::Description(of) => record.description(text, say(of)),
        Column::Date(key) => match date(text) {
            Some(date) => record.fact(key, date.to_string()),
            None => bad_date(text, place, diagnostics),
        },
        // An address is not what people call a country; the column of its label says that.
        Column::Text(_) if text.starts_with("http") => {}
        Column::Text(key) => record.fact(key, text),
        Column::Latitude => record.fact("latitude", text),
        Column::Longitude => record.fact("longitude", text),
        Column::Point => match point(text) {
            Some((lon, lat)) => coordinates(record, lon, lat, place, diagnostics),
            None => bad_coordinates(text, place, diagnostics),
        },
    }
}

/// Joins latitude and longitude that came in two columns.
pub(super) fn settle(record: &mut Record, place: &Span, diagnostics: &mut Diagnostics) {
    let mut take = |key: &str| {
        record
            .facts
            .iter()
            .position(|(known, _)| *known == key)
            .map(|index| record.facts.remove(index).1)
    };
    match (take("longitude"), take("latitude")) {
        (Some(lon), Some(lat)) => coordinates(record, &lon, &lat, place, diagnostics),
        (None, None) => {}
        (Some(lone), None) | (None, Some(lone)) => bad_coordinates(&lone, place, diagnostics),
    }
}

/// Takes up degrees of longitude and latitude.
pub(super) fn coordinates(
    record: &mut Record,
    lon: &str,
    lat: &str,
    place: &Span,
    diagnostics: &mut Diagnostics,
) {
    let degrees = |text: &str, most: f64| {
        text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    match (degrees(lon, 180.0), degrees(lat, 90.0)) {
        (Some(lon), Some(lat)) => {
            record.fact("coordinates", format!("{} {}", rounded(lon), rounded(lat)))
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
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || "<>\"".contains(c))
    }) {
        return record.address(text);
    }
    let diagnostic =
        Diagnostic::new(Code::BadUrl, format!("`{text}` is not an address")).at(place.clone(), "");
    diagnostics.push(diagnostic.hint("write it in full, with `https://` and without spaces"));
}

/// `Q956`.
pub(super) fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A date, or the day of a time as XML Schema writes it (`1953-10-19T00:00:00Z`); `00` for what is unknown is passed over.
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
        let zh = Lang::parse("zh-Hant");
        assert_eq!(
            (column("itemLabel"), column("Name zh-Hant")),
            (Some(Column::Name(None)), Some(Column::Name(zh)))
        );
        assert_eq!(
            (column("Date of Birth".replace(' ', "").as_str()), column("?dob")),
            (Some(Column::Date("born")), Some(Column::Date("born")))
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

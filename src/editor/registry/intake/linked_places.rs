//! Linked Places (github.com/LinkedPasts/linked-places-format, 1.2), a profile of GeoJSON (RFC
//! 7946), → records of places.

use super::record::{Name, Record};
use super::source::Source;
use super::tree::{field, items, lang, scalar, text};
use crate::base::date::Date;
use crate::base::fields::Node;
use crate::reading::kinds::facts;

/// Short forms of addresses that the format allows.
const PREFIXES: &[(&str, &str)] = &[
    ("wd:", "https://www.wikidata.org/wiki/"),
    ("gn:", "https://www.geonames.org/"),
    ("tgn:", "http://vocab.getty.edu/tgn/"),
    ("pl:", "https://pleiades.stoa.org/places/"),
    ("viaf:", "https://viaf.org/viaf/"),
];

/// Reads the places of a feature collection.
pub(super) fn read(source: &mut Source<'_>, root: &Node) -> Vec<Record> {
    let mut records = Vec::new();
    for feature in items(root, "features") {
        records.push(place(source, feature));
    }
    records
}

/// Reads one place.
pub(super) fn place(source: &mut Source<'_>, feature: &Node) -> Record {
    let mut record = source.record(&feature.span);
    record.kind = source.kinds.places().map(|kind| source.kinds.kind(kind).key.clone());
    if let Some(address) = text(feature, "@id").filter(|address| address.starts_with("http")) {
        record.address(address.to_owned());
    }

    for name in items(feature, "names") {
        let Some(toponym) = text(name, "toponym") else {
            continue;
        };
        let lang = lang(name, "lang");
        let (from, until) = when(source, name);
        // What is dated is a name of its time; what a place is called has no date.
        let is_main = lang.is_some() && from.is_none() && until.is_none();
        record.dated_name(Name { text: toponym.to_owned(), lang, is_main, from, until });
    }

    if let Some(properties) = field(feature, "properties") {
        if let Some(title) = text(properties, "title") {
            title_of(&mut record, title);
        }
        // A place of several countries has no country that could be stated.
        if let [code] = items(properties, "ccodes")
            && let Some(code) = scalar(code)
        {
            record.fact(&facts::COUNTRY, None, code);
        }
    }

    for link in items(feature, "links") {
        // `closeMatch` is not the same.
        if text(link, "type") == Some("exactMatch")
            && let Some(address) = text(link, "identifier")
        {
            source.same_as(&mut record, &in_full(address), &link.span);
        }
    }
    for description in items(feature, "descriptions") {
        let text = text(description, "value").unwrap_or_default();
        record.description(text, lang(description, "lang"));
    }
    if let Some((node, [lon, lat])) = field(feature, "geometry").and_then(point) {
        source.coordinates(&mut record, &facts::COORDINATES, [lon, lat], &node.span);
    }
    record
}

fn in_full(address: &str) -> String {
    for (prefix, base) in PREFIXES {
        if let Some(rest) = address.strip_prefix(prefix) {
            return format!("{base}{rest}");
        }
    }
    address.to_owned()
}

/// The title is what the place is called, unless a name in some language says the same.
fn title_of(record: &mut Record, title: &str) {
    match record.names.iter_mut().find(|name| name.text == title) {
        Some(name) => name.is_main = name.is_main || (name.from.is_none() && name.until.is_none()),
        None => record.name(title, None, !record.names.iter().any(|name| name.is_main)),
    }
}

/// The first point of a geometry, which may be a collection; shapes have none.
fn point(geometry: &Node) -> Option<(&Node, [&str; 2])> {
    for node in std::iter::once(geometry).chain(items(geometry, "geometries")) {
        if text(node, "type") == Some("Point")
            && let [lon, lat, ..] = items(node, "coordinates")
        {
            return Some((node, [scalar(lon)?, scalar(lat)?]));
        }
    }
    None
}

/// From when until when a name is attested: the outer bounds of its first time span.
fn when(source: &mut Source<'_>, name: &Node) -> (Option<Date>, Option<Date>) {
    let Some(span) = field(name, "when").and_then(|when| items(when, "timespans").first()) else {
        return (None, None);
    };
    let mut bound = |side: &str, words: [&str; 3]| {
        let side = field(span, side)?;
        let word = words.iter().find(|word| field(side, word).is_some())?;
        source.date_in(side, word)
    };
    (bound("start", ["in", "earliest", "latest"]), bound("end", ["in", "latest", "earliest"]))
}

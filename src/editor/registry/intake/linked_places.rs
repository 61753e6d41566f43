//! Linked Places (github.com/LinkedPasts/linked-places-format, 1.2), a profile of GeoJSON (RFC
//! 7946), → records of places.

use super::columns::{bad_date, coordinates, date, same_as};
use super::record::Record;
use super::tree::{field, items, scalar, text};
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::fields::Node;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::reading::kinds::{Kinds, facts};

/// Short forms of addresses that the format allows.
const PREFIXES: &[(&str, &str)] = &[
    ("wd:", "https://www.wikidata.org/wiki/"),
    ("gn:", "https://www.geonames.org/"),
    ("tgn:", "http://vocab.getty.edu/tgn/"),
    ("pl:", "https://pleiades.stoa.org/places/"),
    ("viaf:", "https://viaf.org/viaf/"),
];

/// Reads the places of a feature collection.
pub(super) fn read(
    file: FileId,
    root: &Node,
    kinds: &Kinds,
    diagnostics: &mut Diagnostics,
) -> Vec<Record> {
    items(root, &["features"])
        .iter()
        .map(|feature| place(file, feature, kinds, diagnostics))
        .collect()
}

fn place(file: FileId, feature: &Node, kinds: &Kinds, diagnostics: &mut Diagnostics) -> Record {
    let here = |node: &Node| Span::new(file, node.span.clone());
    let mut record = Record::at(here(feature));
    record.kind = kinds.places().map(|kind| kinds.kind(kind).key.clone());
    if let Some(address) = text(feature, "@id").filter(|address| address.starts_with("http")) {
        record.address(address);
    }
    for name in items(feature, &["names"]) {
        let Some(toponym) = text(name, "toponym") else {
            continue;
        };
        let lang = text(name, "lang").and_then(Lang::parse);
        let when = when(file, name, diagnostics);
        // What is dated is a name of its time; what a place is called has no date.
        record.dated_name(toponym, lang.clone(), lang.is_some() && when == (None, None), when);
    }
    let properties = field(feature, "properties");
    if let Some(title) = properties.and_then(|properties| text(properties, "title")) {
        title_of(&mut record, title);
    }
    if let Some([code]) = properties.map(|properties| items(properties, &["ccodes"]))
        && let Some(code) = scalar(code)
    {
        record.fact(&facts::COUNTRY, None, code);
    }
    for link in
        items(feature, &["links"]).iter().filter(|link| text(link, "type") == Some("exactMatch"))
    {
        if let Some(address) = text(link, "identifier") {
            let full = PREFIXES.iter().find_map(|(prefix, base)| {
                Some(format!("{base}{}", address.strip_prefix(prefix)?))
            });
            same_as(&mut record, full.as_deref().unwrap_or(address), &here(link), diagnostics);
        }
    }
    for description in items(feature, &["descriptions"]) {
        let lang = text(description, "lang").and_then(Lang::parse);
        record.description(text(description, "value").unwrap_or_default(), lang);
    }
    if let Some((point, [lon, lat])) = field(feature, "geometry").and_then(point) {
        let place = here(point);
        coordinates(&mut record, &facts::COORDINATES, [lon, lat], &place, diagnostics);
    }
    record
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
    let is_point = |node: &&Node| {
        text(node, "type") == Some("Point") && items(node, &["coordinates"]).len() > 1
    };
    let node = std::iter::once(geometry).chain(items(geometry, &["geometries"])).find(is_point)?;
    let coordinates = items(node, &["coordinates"]);
    Some((node, [scalar(coordinates.first()?)?, scalar(coordinates.get(1)?)?]))
}

/// From when until when a name is attested: the outer bounds of its first time span.
fn when(file: FileId, name: &Node, diagnostics: &mut Diagnostics) -> (Option<Date>, Option<Date>) {
    let Some(span) = field(name, "when").and_then(|when| items(when, &["timespans"]).first())
    else {
        return (None, None);
    };
    let mut bound = |side: &str, words: [&str; 3]| {
        let side = field(span, side)?;
        let node = words.iter().find_map(|word| field(side, word))?;
        let written = scalar(node)?;
        let found = date(written);
        if found.is_none() {
            bad_date(written, &Span::new(file, node.span.clone()), diagnostics);
        }
        found
    };
    (bound("start", ["in", "earliest", "latest"]), bound("end", ["in", "latest", "earliest"]))
}

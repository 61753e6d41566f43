//! Places → `data/places.geojson`: Linked Places Format 1.2, which is GeoJSON (RFC 7946) for gazetteers
//! (<https://github.com/LinkedPasts/linked-places-format>).
//!
//! **Invariant:** every place of the site is a feature; one without coordinates has no geometry, and is
//! not put anywhere. Times are those at which the speeches name it, not those of the place.

use super::{Exporter, Files, Kept, url, whole};
use crate::base::date::Date;
use crate::reading::corpus::{Alias, Entity, EntityId, FactValue};
use crate::reading::graph::Graph;
use crate::reading::kinds::facts;
use serde_json::{Map, Value, json};

/// `data/places.geojson`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "places-geojson",
    summary: "places as Linked Places GeoJSON: names, positions, identifiers, when speeches name them",
    absolute: false,
    by_default: true,
    kept: Some(Kept {
        label: "GeoJSON",
        media_type: "application/geo+json",
        n_rows: Some(|graph| places(graph).count()),
    }),
    files: Files::Content(|graph| whole(graph, "data/places.geojson", geo_json)),
};

/// The meaning of the keys, as the format publishes it.
const CONTEXT: &str = "https://raw.githubusercontent.com/LinkedPasts/linked-places-format/main/linkedplaces-context-v1.1.jsonld";

fn places(graph: &Graph) -> impl Iterator<Item = (EntityId, &Entity)> {
    let kind = graph.config.kinds.places();
    graph.corpus.entities().filter(move |(_, entity)| Some(entity.kind) == kind)
}

fn geo_json(graph: &Graph) -> Vec<u8> {
    let mut bytes =
        format!("{{\"type\":\"FeatureCollection\",\"@context\":{},\"features\":[", json!(CONTEXT))
            .into_bytes();
    for (index, (id, place)) in places(graph).enumerate() {
        bytes.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut bytes, &feature(graph, id, place))
            .expect("writing strings and numbers to memory does not fail");
    }
    bytes.extend_from_slice(b"\n]}\n");
    bytes
}

fn feature(graph: &Graph, id: EntityId, place: &Entity) -> Value {
    let lang = graph.config.default_language();
    let tally = graph.edition(0).tallies[id.0 as usize];

    let mut feature = Map::new();
    feature.insert("@id".into(), json!(url(graph, &graph.entity_route(0, id))));
    feature.insert("type".into(), json!("Feature"));
    let mut properties = json!({
        "title": place.name.text(lang),
        "id": place.id,
        "mentions": tally.n_mentions,
        "speeches": tally.n_speeches,
    });
    if let Some(code) = country_code(place) {
        properties["ccodes"] = json!([code]);
    }
    feature.insert("properties".into(), properties);
    if let (Some(first), Some(last)) = (tally.first_day(), tally.last_day()) {
        let mut when = span(Some(first), Some(last));
        when["label"] = json!("named in these speeches");
        feature.insert("when".into(), when);
    }

    let names: Vec<Value> = place.aliases.iter().map(|alias| name(place, alias)).collect();
    feature.insert("names".into(), json!(names));
    if let Some(description) = &place.description {
        let mut descriptions = Vec::new();
        for (lang, text) in description.versions() {
            let mut of = json!({ "value": text });
            if let Some(lang) = lang {
                of["lang"] = json!(lang.tag());
            }
            descriptions.push(of);
        }
        feature.insert("descriptions".into(), json!(descriptions));
    }
    feature.insert("geometry".into(), geometry(place));
    let links: Vec<Value> = place
        .same_as()
        .map(|address| json!({ "type": "exactMatch", "identifier": address }))
        .collect();
    if !links.is_empty() {
        feature.insert("links".into(), json!(links));
    }
    if let Some(whole) = graph.entity_named(place.part_of()) {
        let of = graph.corpus.entity(whole);
        let relation = json!({
            "relationType": "gvp:broaderPartitive",
            "relationTo": url(graph, &graph.entity_route(0, whole)),
            "label": of.name.text(lang),
        });
        feature.insert("relations".into(), json!([relation]));
    }
    Value::Object(feature)
}

fn geometry(place: &Entity) -> Value {
    place
        .coordinates()
        .map_or(Value::Null, |point| json!({ "type": "Point", "coordinates": point.degrees() }))
}

/// The two letters of ISO 3166-1, where the file has them.
fn country_code(place: &Entity) -> Option<&str> {
    match place.facts.of(&facts::COUNTRY) {
        [FactValue::Words(words), ..] => {
            let (_, code) = words.versions().next()?;
            let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            is_code.then_some(code)
        }
        _ => None,
    }
}

fn name(place: &Entity, alias: &Alias) -> Value {
    let mut name = json!({ "toponym": alias.text });
    let mut own = place.name.versions();
    if let Some((Some(lang), _)) = own.find(|(_, text)| *text == alias.text) {
        name["lang"] = json!(lang.tag());
    }
    if alias.from.is_some() || alias.until.is_some() {
        name["when"] = span(alias.from, alias.until);
    }
    name
}

fn span(from: Option<Date>, until: Option<Date>) -> Value {
    let mut span = Map::new();
    for (key, date) in [("start", from), ("end", until)] {
        if let Some(date) = date {
            span.insert(key.into(), json!({ "in": date.to_string() }));
        }
    }
    json!({ "timespans": [span] })
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use serde_json::Value;

    #[test]
    fn a_place_is_a_feature_with_its_names_and_where_it_is() {
        let bytes = fixture::only(fixture::graph(), "places-geojson");
        let places: Value = serde_json::from_slice(&bytes).unwrap();
        let features = places["features"].as_array().unwrap();
        assert_eq!(features.len(), 1);

        let beijing = &features[0];
        assert_eq!(beijing["@id"], "https://example.org/talks/places/beijing.html");
        assert_eq!(beijing["geometry"]["coordinates"], serde_json::json!([116.4074, 39.904211]));
        assert_eq!(beijing["properties"]["ccodes"][0], "CN");
        assert_eq!(beijing["names"][1]["lang"], "zh");
        assert_eq!(beijing["names"][2]["when"]["timespans"][0]["end"]["in"], "1979");
        assert_eq!(beijing["links"][0]["identifier"], "https://www.wikidata.org/wiki/Q956");
        assert_eq!(beijing["when"]["timespans"][0]["start"]["in"], "2023-05");
    }

    #[test]
    fn a_site_without_places_has_an_empty_collection() {
        let bytes = fixture::only(&fixture::empty_graph(), "places-geojson");
        let places: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(places["features"].as_array().map(Vec::len), Some(0));
    }
}

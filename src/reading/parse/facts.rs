//! The fields of facts → their values, each by the type that the registry gives it.
//!
//! **Invariant:** a value that is wrong is reported where it is and left out; the other values of
//! its list are kept.

use super::speeches::reference;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::fields::{Fields, Node, Reader, Value};
use crate::base::words::Words;
use crate::reading::corpus::{FactValue, Facts, Point, Role};
use crate::reading::kinds::{FactType, Kind};

/// Takes every fact that files of `kind` may state; a key of another kind's fact is left, and
/// reported as unknown.
pub(super) fn read(reader: &mut Reader<'_>, fields: &mut Fields, kind: &Kind) -> Facts {
    let mut facts = Facts::default();
    for fact in &kind.facts {
        let Some(node) = fields.take(&fact.key) else {
            continue;
        };

        let nodes = if fact.is_list { reader.list(node) } else { vec![node] };
        let mut values = Vec::new();
        for node in nodes {
            values.extend(value(reader, node, fact.value));
        }

        facts.state(fact, values);
    }
    facts
}

fn value(reader: &mut Reader<'_>, node: Node, of: FactType) -> Option<FactValue> {
    match of {
        FactType::Date => reader.date(&node).map(FactValue::Date),
        FactType::Text => reader.text(&node).map(FactValue::Text),
        FactType::Words => reader.words(node).map(FactValue::Words),
        FactType::Number => {
            reader.number(&node)?;
            reader.text(&node).map(FactValue::Number)
        }
        FactType::Reference(_) => reference(reader, Some(node)).map(FactValue::Reference),
        FactType::Point => point(reader, node).map(FactValue::Point),
        FactType::Link => reader.url(&node).map(FactValue::Link),
        FactType::Role => role(reader, node).map(FactValue::Role),
    }
}

pub(super) fn optional_date(reader: &mut Reader<'_>, node: Option<Node>) -> Option<Date> {
    node.and_then(|node| reader.date(&node))
}

fn role(reader: &mut Reader<'_>, item: Node) -> Option<Role> {
    if let Value::Scalar(_) = item.value {
        let role = reader.text(&item).map(Words::plain)?;
        return Some(Role { role, organization: None, from: None, until: None });
    }
    let mut fields = reader.fields(item)?;
    let role = fields.take("role").and_then(|node| reader.words(node));
    if role.is_none() {
        reader.missing(&fields, "role", "role: …");
    }
    let organization = reference(reader, fields.take("organization"));
    let from = optional_date(reader, fields.take("from"));
    let until = optional_date(reader, fields.take("until"));
    reader.finish(fields);
    Some(Role { role: role?, organization, from, until })
}

/// `[longitude, latitude]`.
fn point(reader: &mut Reader<'_>, node: Node) -> Option<Point> {
    let (span, is_list) = (node.span.clone(), matches!(node.value, Value::List(_)));
    let items = reader.list(node);
    let numbers: Vec<f64> = items.iter().filter_map(|item| reader.number(item)).collect();
    let in_range = |[lon, lat]: [f64; 2]| {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
            .then(|| Point { longitude: micro(lon), latitude: micro(lat) })
    };
    let found = <[f64; 2]>::try_from(numbers.as_slice())
        .ok()
        .filter(|_| items.len() == 2)
        .and_then(in_range);
    // An item that is not a number was reported as such, and so was what is not a list.
    if found.is_none() && numbers.len() == items.len() && is_list {
        let diagnostic =
            Diagnostic::new(Code::BadCoordinates, "these coordinates are not on the globe")
                .at(reader.span(&span), "");
        reader
            .report(diagnostic.hint(
                "write `[longitude, latitude]` in degrees, longitude first: `[116.4, 39.9]`",
            ));
    }
    found
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a degree within ±180 times a million fits an i32"
)]
fn micro(degrees: f64) -> i32 {
    (degrees * 1_000_000.0).round() as i32
}

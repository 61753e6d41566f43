//! The fields of facts → their values, each by the type that the registry gives it.
//!
//! **Invariant:** a value that is wrong is reported where it is and left out; the other values of
//! its list are kept.

use super::degrees::point_of;
use crate::base::diag::Code;
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::message::say;
use crate::base::words::Words;
use crate::reading::corpus::{FactValue, Facts, Point, Role};
use crate::reading::kinds::{FactType, Kind};

/// Takes every fact that files of `kind` may state; a key of another kind's fact is left, and
/// reported as unknown.
pub(super) fn read(table: &mut Table<'_>, kind: &Kind) -> Facts {
    let mut facts = Facts::default();
    for fact in &kind.facts {
        let Some(node) = table.take(&fact.key) else {
            continue;
        };

        let span = node.span.clone();
        let reader = &mut table.reader;
        let nodes = if fact.is_list { reader.list(node) } else { vec![node] };
        let mut values = Vec::new();
        for node in nodes {
            values.extend(value(reader, node, fact.value));
        }
        facts.state(fact, values, span);
    }
    facts
}

fn value(reader: &mut Reader<'_>, node: Node, of: FactType) -> Option<FactValue> {
    Some(match of {
        FactType::Date => FactValue::Date(reader.date(&node)?),
        FactType::Text => FactValue::Text(reader.text(&node)?),
        FactType::Words => FactValue::Words(reader.words(node)?),
        FactType::Number => {
            reader.number(&node)?;
            FactValue::Number(reader.text(&node)?)
        }
        FactType::Reference(_) => FactValue::Reference(FromNode::from_node(reader, node)?),
        FactType::Point => FactValue::Point(point(reader, &node)?),
        FactType::Link => FactValue::Link(reader.url(&node)?),
        FactType::Role => FactValue::Role(Role::from_node(reader, node)?),
    })
}

impl FromNode for Role {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let span = node.span.clone();
        if let Value::Scalar(role) = node.value {
            let role = Words::plain(role);
            return Some(Role { role, organization: None, from: None, until: None, span });
        }

        let mut table = reader.table(node)?;
        let role = table.get("role");
        if role.is_none() {
            table.missing("role", "role: …");
        }
        let organization = table.get("organization");
        let (from, until) = (table.get("from"), table.get("until"));
        table.finish();
        Some(Role { role: role?, organization, from, until, span })
    }
}

/// `[longitude, latitude]`.
fn point(reader: &mut Reader<'_>, node: &Node) -> Option<Point> {
    let texts = texts_of(node);
    let number = |text: &&str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let numbers: Option<Vec<f64>> = texts.iter().map(number).collect();
    let is_pair = matches!(&node.value, Value::List(items) if items.len() == 2);
    if let (true, Some([lon, lat])) = (is_pair, numbers.as_deref())
        && (-180.0..=180.0).contains(lon)
        && (-90.0..=90.0).contains(lat)
    {
        return Some(Point { longitude: micro(*lon), latitude: micro(*lat) });
    }

    let message = match (&node.value, &numbers) {
        (Value::List(_), Some(_))
            if is_pair || numbers.as_ref().is_some_and(|all| all.len() > 2) =>
        {
            "these coordinates are not on the globe"
        }
        _ => "coordinates are two numbers in a list",
    };
    let meant = point_of(&texts);
    let hint = match &meant {
        Some(point) => say!("write `{point}`: longitude first", point),
        None => "write `[longitude, latitude]` in degrees, longitude first: `[116.4, 39.9]`".into(),
    };
    reader.tell_meant(Code::BadCoordinates, &node.span, message, hint, meant);
    None
}

/// The two values of coordinates, in whatever way they are held together.
fn texts_of(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Null => Vec::new(),
        // `39.9° N, 116.4° E`; a comma may also divide a number from its decimals.
        Value::Scalar(text) => {
            // A letter of the compass ends the first: `54.25° N 12.5° E`.
            let behind = text.find(['N', 'S', 'E', 'W']).map(|at| text.split_at(at + 1));
            let behind = behind.filter(|(first, second)| {
                first.len() > 1 && second.starts_with(' ') && second.len() > 1
            });
            let divider = [", ", "; ", " / ", ",", "，", ";", " "];
            let divided =
                behind.or_else(|| divider.iter().find_map(|divider| text.split_once(divider)));
            divided.map_or_else(
                || vec![text.as_str()],
                |(first, second)| vec![first.trim(), second.trim_start_matches([' ', ',', ';'])],
            )
        }
        // `[116.4，39.9]` is one item to YAML.
        Value::List(items) if items.len() == 1 => {
            scalar(&items[0]).split(['，', ',', ';', '；', '、']).map(str::trim).collect()
        }
        Value::List(items) => items.iter().map(scalar).collect(),
        Value::Map(entries) => entries.iter().map(|(_, node)| scalar(node)).collect(),
    }
}

fn scalar(node: &Node) -> &str {
    match &node.value {
        Value::Scalar(text) => text,
        _ => "",
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a degree within ±180 times a million fits an i32"
)]
fn micro(degrees: f64) -> i32 {
    (degrees * 1_000_000.0).round() as i32
}

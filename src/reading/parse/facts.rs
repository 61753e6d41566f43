//! The fields of facts → their values, each by the type that the registry gives it.
//!
//! **Invariant:** a value that is wrong is reported where it is and left out; the other values of
//! its list are kept.

use crate::base::diag::Code;
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
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

        let reader = &mut table.reader;
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
    Some(match of {
        FactType::Date => FactValue::Date(reader.date(&node)?),
        FactType::Text => FactValue::Text(reader.text(&node)?),
        FactType::Words => FactValue::Words(reader.words(node)?),
        FactType::Number => {
            reader.number(&node)?;
            FactValue::Number(reader.text(&node)?)
        }
        FactType::Reference(_) => FactValue::Reference(FromNode::from_node(reader, node)?),
        FactType::Point => FactValue::Point(point(reader, node)?),
        FactType::Link => FactValue::Link(reader.url(&node)?),
        FactType::Role => FactValue::Role(Role::from_node(reader, node)?),
    })
}

impl FromNode for Role {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(role) = node.value {
            let role = Words::plain(role);
            return Some(Role { role, organization: None, from: None, until: None });
        }

        let mut table = reader.table(node)?;
        let role = table.get("role");
        if role.is_none() {
            table.missing("role", "role: …");
        }
        let organization = table.get("organization");
        let (from, until) = (table.get("from"), table.get("until"));
        table.finish();
        Some(Role { role: role?, organization, from, until })
    }
}

/// `[longitude, latitude]`.
fn point(reader: &mut Reader<'_>, node: Node) -> Option<Point> {
    let span = node.span.clone();
    let is_list = matches!(node.value, Value::List(_));
    let items = reader.list(node);
    let numbers: Vec<f64> = items.iter().filter_map(|item| reader.number(item)).collect();

    // An item that is not a number was reported as such, and so was what is not a list.
    if !is_list || numbers.len() < items.len() {
        return None;
    }
    match numbers[..] {
        [lon, lat] if (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat) => {
            Some(Point { longitude: micro(lon), latitude: micro(lat) })
        }
        _ => {
            let message = "these coordinates are not on the globe";
            let hint = "write `[longitude, latitude]` in degrees, longitude first: `[116.4, 39.9]`";
            reader.tell(Code::BadCoordinates, &span, message, hint);
            None
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a degree within ±180 times a million fits an i32"
)]
fn micro(degrees: f64) -> i32 {
    (degrees * 1_000_000.0).round() as i32
}

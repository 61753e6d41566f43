//! Places, by the words of Linked Places (coordinates as in GeoJSON, RFC 7946: longitude first).

use super::{BuiltIn, Fact};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "places",
    singular: "place",
    facts: &[Fact::SortName, Fact::Coordinates, Fact::Country],
    schema_type: "Place",
    personal: false,
};

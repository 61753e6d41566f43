//! Places, by the words of Linked Places (coordinates as in GeoJSON, RFC 7946: longitude first).

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "places",
    singular: "place",
    facts: &[facts::SORT_NAME, facts::COORDINATES, facts::COUNTRY],
    also_called: &[],
    schema_type: "Place",
    personal: false,
    listing: Listing::Named,
};

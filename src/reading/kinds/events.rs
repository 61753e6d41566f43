//! Events: what speeches are given at, and what they speak of.

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "events",
    singular: "event",
    facts: facts::OF_OWN_KINDS,
    also_called: &[],
    schema_type: "Event",
    personal: false,
    listing: Listing::Named,
};

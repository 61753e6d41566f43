//! Topics: what speeches are on, in words that they need not use.

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "topics",
    singular: "topic",
    facts: facts::OF_OWN_KINDS,
    also_called: &[],
    schema_type: "Thing",
    personal: false,
    listing: Listing::Subject,
};

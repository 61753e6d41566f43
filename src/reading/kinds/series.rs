//! Series: speeches that belong together, as those of a yearly press conference do.

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "series",
    singular: "series",
    facts: facts::OF_OWN_KINDS,
    also_called: &[],
    schema_type: "CreativeWorkSeries",
    personal: false,
    listing: Listing::Member,
};

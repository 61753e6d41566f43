//! Organizations, by the words of Popolo (Organization): whoever is no person and acts.

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "organizations",
    singular: "organization",
    facts: facts::OF_OWN_KINDS,
    also_called: &[],
    schema_type: "Organization",
    personal: false,
    listing: Listing::Named,
};

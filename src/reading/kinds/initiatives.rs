//! Named initiatives: plans, compacts, programmes, concepts that someone proposed at some time.

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "initiatives",
    singular: "initiative",
    facts: &[facts::SORT_NAME, facts::STARTED, facts::ENDED, facts::PROPOSED_BY],
    also_called: &[],
    schema_type: "Thing",
    personal: false,
    listing: Listing::Named,
};

//! People, by the words of Popolo (Person, Membership).

use super::{BuiltIn, Listing, facts};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "people",
    singular: "person",
    facts: &[facts::SORT_NAME, facts::ROLES, facts::BORN, facts::DIED],
    // Wikidata.
    also_called: &["human"],
    schema_type: "Person",
    personal: true,
    listing: Listing::Named,
};

//! People, by the words of Popolo (Person, Membership).

use super::{BuiltIn, Fact};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "people",
    singular: "person",
    facts: &[Fact::SortName, Fact::Roles, Fact::Lifetime],
    schema_type: "Person",
    personal: true,
};

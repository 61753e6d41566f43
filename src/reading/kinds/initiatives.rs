//! Named initiatives: plans, compacts, programmes, concepts that someone proposed at some time.

use super::{BuiltIn, Fact};

pub(super) const KIND: BuiltIn = BuiltIn {
    key: "initiatives",
    singular: "initiative",
    facts: &[Fact::SortName, Fact::Started, Fact::ProposedBy],
    schema_type: "Thing",
    personal: false,
};

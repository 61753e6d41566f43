//! The two doors to the disk.

pub(crate) mod load;
#[expect(clippy::disallowed_methods, reason = "one of the two doors to the disk")]
pub(crate) mod publish;

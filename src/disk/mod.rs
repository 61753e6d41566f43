//! The two doors to the disk: `load` reads the sources, `publish` writes what is made of them.
//!
//! **Invariant:** nothing outside this wing and `cli` touches the disk.

pub(crate) mod load;
#[expect(clippy::disallowed_methods, reason = "one of the two doors to the disk")]
pub(crate) mod publish;

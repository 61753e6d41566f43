//! The two doors to the disk: `load` reads the sources, `publish` writes what is made of them;
//! `renditions` keeps pictures in sizes for screens.
//!
//! **Invariant:** nothing outside this wing and `cli` touches the disk.

pub(crate) mod load;
#[expect(clippy::disallowed_methods, reason = "one of the two doors to the disk")]
pub(crate) mod publish;
#[cfg_attr(
    feature = "pictures",
    expect(
        clippy::disallowed_methods,
        reason = "a folder beside the site, of what was made of it"
    )
)]
mod renditions;

pub(crate) use renditions::renditions;

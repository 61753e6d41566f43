//! Pictures of the site → the same in sizes for screens, kept in a folder beside the site.
//!
//! The folder is named by what a picture's file holds, so a picture is made once, whatever it is
//! called; it may be deleted at any time. With the cargo feature `pictures` alone something is made.
//!
//! **Invariant:** what is kept of a picture is all of its sizes, or nothing: they are made beside,
//! and moved in together.
//! **Invariant:** memory stays bounded: pictures that are read at the same time take `ROOM` bytes, or
//! there is one.

#[cfg(feature = "avif")]
mod avif;
#[cfg(feature = "pictures")]
mod encode;
#[cfg(feature = "pictures")]
mod keep;
#[cfg(feature = "pictures")]
mod room;

use crate::base::sources::Sources;
use crate::disk::publish::PublishError;
use crate::reading::Understood;
use crate::site::html::Renditions;
use std::path::Path;

/// The sizes of all pictures that published texts show; those that are not kept are made.
///
/// # Errors
///
/// Where a picture cannot be read from the disk, or its sizes not written.
#[cfg(feature = "pictures")]
pub(crate) fn renditions(
    root: &Path,
    sources: &Sources,
    understood: &Understood,
) -> Result<Renditions, PublishError> {
    keep::all(root, sources, understood)
}

/// None: a program without the feature shows pictures as they are.
#[cfg(not(feature = "pictures"))]
pub(crate) fn renditions(
    _root: &Path,
    _sources: &Sources,
    _understood: &Understood,
) -> Result<Renditions, PublishError> {
    Ok(Renditions::default())
}

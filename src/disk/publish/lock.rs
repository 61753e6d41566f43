//! The graph's locks → `content/ids/`, which keeps ¶ numbers valid; written before the pages that
//! use them.
//!
//! **Invariant:** each lock is the old one or the new one, whole, and is on the disk before a page
//! that needs it is published.

use super::{PublishError, carry_out_over};
use crate::base::sources::Sources;
use crate::site::outputs::Site;
use std::path::Path;

/// Writes the locks of `site` below `root` that are not what `sources` hold already; says whether
/// there were any.
///
/// # Errors
///
/// Where the system refuses, or someone changed a lock meanwhile.
pub fn keep_lock(root: &Path, sources: &Sources, site: &Site<'_>) -> Result<bool, PublishError> {
    let files = &site.lock.files;
    if files.is_empty() {
        return Ok(false);
    }
    carry_out_over(root, sources, files)?;
    Ok(true)
}

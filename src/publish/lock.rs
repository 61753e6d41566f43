//! The graph's lock → `content/ids.lock`, which keeps ¶ numbers valid; written before the pages that use them.

use super::{PublishError, carry_out};
use crate::Site;
use crate::changes::Changes;
use crate::graph::LOCK_PATH;
use crate::sources::Sources;
use std::path::Path;

/// Writes the lock of `site` below `root` if it is not what `sources` hold already; says whether it was written.
///
/// # Errors
///
/// Where the system refuses.
pub fn keep_lock(root: &Path, sources: &Sources, site: &Site<'_>) -> Result<bool, PublishError> {
    let Some(lock) = &site.graph.lock else { return Ok(false) };
    let old = sources.find(LOCK_PATH).map(|file| sources.file(file).bytes());
    if old == Some(lock.as_bytes()) {
        return Ok(false);
    }

    let mut changes = Changes::default();
    changes.write(LOCK_PATH, lock.as_bytes());
    carry_out(root, &changes)?;
    Ok(true)
}

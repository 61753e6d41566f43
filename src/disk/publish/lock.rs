//! The graph's lock → `content/ids.lock`, which keeps ¶ numbers valid; written before the pages
//! that use them.
//!
//! **Invariant:** the file is the old lock or the new one, whole, and is on the disk before a page
//! that needs it is published.

use super::changes::staging_for;
use super::{PublishError, replace};
use crate::base::sources::Sources;
use crate::reading::graph::LOCK_PATH;
use crate::site::outputs::Site;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Writes the lock of `site` below `root`, unless it is what `sources` hold already; says whether
/// it was written.
///
/// # Errors
///
/// Where the system refuses.
pub fn keep_lock(root: &Path, sources: &Sources, site: &Site<'_>) -> Result<bool, PublishError> {
    let Some(lock) = &site.graph.lock else {
        return Ok(false);
    };
    let old = sources.find(LOCK_PATH).map(|file| sources.file(file).bytes());
    if old == Some(lock.as_bytes()) {
        return Ok(false);
    }

    // A single file needs no journal: it waits where the next command would clear it away, and
    // takes its place in one step.
    let (root, staging) = staging_for(root)?;
    let waiting = staging.join("ids.lock");
    let target = root.join(LOCK_PATH);
    replace(&waiting, lock.as_bytes())?;
    if let Ok(there) = fs::metadata(&target) {
        fs::set_permissions(&waiting, there.permissions())
            .map_err(PublishError::disk("write", &target))?;
    }

    match fs::rename(&waiting, &target) {
        Ok(()) => {}
        // `content/` is a file system of its own.
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            replace(&target, lock.as_bytes())?;
        }
        Err(error) => return Err(PublishError::disk("write", target)(error)),
    }
    Ok(true)
}

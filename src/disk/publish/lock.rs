//! The graph's lock → `content/ids.lock`, which keeps ¶ numbers valid; written before the pages that use them.
//!
//! **Invariant:** the file is the old lock or the new one, whole, and lies on the disk before a page is published that needs it.

use super::changes::workshop_for;
use super::{PublishError, replace};
use crate::base::sources::Sources;
use crate::reading::graph::LOCK_PATH;
use crate::site::outputs::Site;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Writes the lock of `site` below `root` if it is not what `sources` hold already; says whether it was written.
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

    // One file needs no journal: it waits where the next command clears it away, and takes its place in one step.
    let (root, workshop) = workshop_for(root)?;
    let (waiting, target) = (workshop.join("ids.lock"), root.join(LOCK_PATH));
    replace(&waiting, lock.as_bytes())?;
    if let Ok(there) = fs::metadata(&target) {
        let set = fs::set_permissions(&waiting, there.permissions());
        set.map_err(PublishError::disk("write", &target))?;
    }
    match fs::rename(&waiting, &target) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            replace(&target, lock.as_bytes())?
        }
        other => other.map_err(PublishError::disk("write", target))?,
    }
    Ok(true)
}

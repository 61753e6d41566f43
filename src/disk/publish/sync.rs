//! What was written so far → the disk: whatever happens to the machine afterwards, it is there.

use super::PublishError;
use std::path::Path;

/// Waits until everything that was written to the file system of `folder` lies on the disk.
///
/// One call for all files: a call for each of ten thousand would take longer than the build.
///
/// # Errors
///
/// Where the disk refuses to keep something.
pub(super) fn sync(folder: &Path) -> Result<(), PublishError> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let open = std::fs::File::open(folder).map_err(PublishError::disk("open", folder))?;
        rustix::fs::syncfs(&open)
            .map_err(|error| PublishError::disk("sync", folder)(error.into()))?;
    }
    #[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
    {
        let _ = folder;
        rustix::fs::sync();
    }
    // Elsewhere there is no such call; a process that is killed leaves what it wrote all the same.
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

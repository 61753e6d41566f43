//! What was written so far → the disk: it survives whatever happens to the machine afterwards.

use super::PublishError;
use std::path::Path;

/// Waits until everything that was written to the file system of `folder` is on the disk.
///
/// One call for all files: a call for each of ten thousand would take longer than the build.
///
/// # Errors
///
/// Where the disk fails to keep something.
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
    // Elsewhere there is no such call. What a killed process wrote stays all the same; only a power
    // cut can lose it.
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

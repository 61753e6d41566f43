//! Renamings that the system does in one step, and that never replace what nobody looked at.

use super::paths::exists;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Exchanges two files or two folders. Gives `false`, and does nothing, where the system has no
/// such step or does not allow it for these two.
///
/// # Errors
///
/// Where something else goes wrong; then too nothing was done.
pub(super) fn swap(a: &Path, b: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from) {
            Ok(()) => Ok(true),
            Err(error) if is_not_allowed(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (a, b);
        Ok(false)
    }
}

/// Renames `from` to `to`, where nothing may be.
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`] where something is; where the system refuses.
pub(super) fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
            Err(error) if is_not_allowed(&error) => {}
            other => return other,
        }
    }

    // Two steps, between which someone could make a file at `to`; this system offers nothing
    // better.
    if exists(to) {
        return Err(ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Whether the system says that this cannot be done here, rather than that something went wrong.
pub(super) fn is_not_allowed(error: &io::Error) -> bool {
    use ErrorKind::{
        CrossesDevices, InvalidInput, PermissionDenied, ReadOnlyFilesystem, ResourceBusy,
        TooManyLinks, Unsupported,
    };
    matches!(
        error.kind(),
        CrossesDevices
            | InvalidInput
            | PermissionDenied
            | ReadOnlyFilesystem
            | ResourceBusy
            | TooManyLinks
            | Unsupported
    )
}

//! New bytes of one file → the file, whole or not at all.

use super::PublishError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes `bytes` beside `path` and then renames them into place, so that nobody ever sees half a
/// file. A link at `path` is replaced, not followed.
///
/// # Errors
///
/// Where the system refuses; the file is then as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));

    let written = write_durably(&beside, bytes, path).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        PublishError::Disk { verb: "write", path: path.to_owned(), source }
    })
}

/// Writes a file that is to replace `old`, with the same permissions, and waits until it is on the
/// disk: renamed before that, it could be empty after a power cut.
fn write_durably(path: &Path, bytes: &[u8], old: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    if let Ok(there) = fs::symlink_metadata(old)
        && there.is_file()
    {
        file.set_permissions(there.permissions())?;
    }
    file.sync_all()
}

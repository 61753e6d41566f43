//! New bytes of one file → the file, whole or not at all.

use super::PublishError;
use std::fs;
use std::path::Path;

/// Writes `bytes` beside `path` and then puts them in its place, so that no one ever sees half a file. A link at `path` is replaced, not followed.
///
/// # Errors
///
/// Where the system refuses; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        PublishError::Disk { verb: "write", path: path.to_owned(), source }
    })
}

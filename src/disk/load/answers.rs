//! The answers of a review that was not ended: the lines of `content/.oratory-review`, which `publish::AnswerLog` writes.
//!
//! **Invariant:** what comes out are whole lines; a last one that a kill cut off is left out.
//! Does not know what a line says.

use super::LoadError;
use crate::base::sources::MAX_TEXT_BYTES;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Where the answers lie: beside what they are about, hidden, so that no build sees them.
pub(crate) const ANSWERS_PATH: &str = "content/.oratory-review";

/// The lines of the answers that wait in the site in `root`, in the order in which they were given; none if no review waits.
///
/// # Errors
///
/// Where the system refuses, or something else has the file's name.
pub(crate) fn answers(root: &Path) -> Result<Vec<String>, LoadError> {
    let path = root.join(ANSWERS_PATH);
    let is_file = match fs::symlink_metadata(&path) {
        Ok(there) => there.is_file(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(LoadError::Read { path, source }),
    };
    if !is_file {
        return Err(LoadError::NotAFile { path });
    }

    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(MAX_TEXT_BYTES).read_to_end(&mut bytes));
    read.map_err(|source| LoadError::Read { path, source })?;

    let text = String::from_utf8_lossy(&bytes);
    Ok(text
        .split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
        .map(str::to_owned)
        .collect())
}

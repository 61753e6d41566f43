//! `content/.oratory-review` → the answers of a review that has not ended, as `publish::AnswerLog`
//! wrote them.
//!
//! **Invariant:** only complete lines come out; a last one that a kill cut off is left out.
//! Does not know what a line says.

use super::LoadError;
use crate::base::sources::MAX_TEXT_BYTES;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// The path of the answers: beside what they are about, and hidden, so that no build sees them.
pub(crate) const ANSWERS_PATH: &str = "content/.oratory-review";

/// The lines of the answers that wait in the site in `root`, in the order in which they were given;
/// none if no review waits.
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
    if let Err(source) = read {
        return Err(LoadError::Read { path, source });
    }

    let mut lines = Vec::new();
    for line in String::from_utf8_lossy(&bytes).split_inclusive('\n') {
        if let Some(line) = line.strip_suffix('\n') {
            lines.push(line.to_owned());
        }
    }
    Ok(lines)
}

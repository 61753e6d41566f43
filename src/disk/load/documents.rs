//! Paths that a person names for `import`, files or folders → documents from outside the site.
//!
//! **Invariant:** no more of a file is read than a document may have, and one byte.
//! Links are followed: a document is named by whoever runs the program, not by the site.

use super::LoadError;
use crate::base::sources::MAX_TEXT_BYTES;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A document as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its path as it was named.
    pub path: PathBuf,
    /// Its bytes; none if it is too large.
    pub bytes: Vec<u8>,
    /// Its size in bytes, also if it is too large.
    pub size: u64,
}

/// The endings of files that are taken from a folder. A file that is named itself may have any.
const ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx"];

/// The documents that `paths` name: files as they are, and from folders, sorted by name, every file
/// that ends as documents do.
///
/// # Errors
///
/// Where something cannot be found or walked.
pub(crate) fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, LoadError> {
    let mut found = Vec::new();
    for path in paths {
        let metadata =
            fs::metadata(path).map_err(|source| LoadError::Read { path: path.clone(), source })?;
        if !metadata.is_dir() {
            found.push(path.clone());
            continue;
        }

        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let entry = entry
                .map_err(|error| LoadError::Read { path: path.clone(), source: error.into() })?;
            let is_hidden = super::is_hidden(entry.file_name().as_encoded_bytes());
            if entry.file_type().is_file() && !is_hidden && is_document(entry.path()) {
                found.push(entry.into_path());
            }
        }
    }
    Ok(found)
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// Reads a document.
///
/// # Errors
///
/// Where the system refuses, or `path` is not that of a file.
pub(crate) fn document(path: &Path) -> Result<Document, LoadError> {
    let failed = |source| LoadError::Read { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(LoadError::NotAFile { path: path.to_owned() });
    }

    let mut bytes = Vec::new();
    if metadata.len() <= MAX_TEXT_BYTES {
        File::open(path)
            .map_err(failed)?
            // A file may have grown since: the extra byte shows that it is too large now.
            .take(MAX_TEXT_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }

    Ok(Document { path: path.to_owned(), size: metadata.len().max(bytes.len() as u64), bytes })
}

//! Documents from outside the site, named one by one or by folder, for `import`.
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
    /// Where it lies, as it was named.
    pub path: PathBuf,
    /// Its bytes; of a document that is too large none.
    pub bytes: Vec<u8>,
    /// Its size in bytes.
    pub size: u64,
}

/// Endings of the files that are taken from a folder.
const ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx"];

/// The documents that `paths` name: files as they are, folders with all that ends as documents do, sorted.
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
/// Where the system refuses, or what is named is no file.
pub(crate) fn document(path: &Path) -> Result<Document, LoadError> {
    let trouble = |source| LoadError::Read { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(trouble)?;
    if !metadata.is_file() {
        return Err(LoadError::NotAFile { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    if metadata.len() <= MAX_TEXT_BYTES {
        File::open(path)
            .map_err(trouble)?
            .take(MAX_TEXT_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(trouble)?;
    }
    Ok(Document { path: path.to_owned(), size: metadata.len().max(bytes.len() as u64), bytes })
}

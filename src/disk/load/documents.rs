//! Paths that a person names for `import`, files or folders → documents from outside the site.
//!
//! **Invariant:** no more of a file is read than a document may have, and one byte.
//! Links are followed: a document is named by whoever runs the program, not by the site.

use super::LoadError;
use crate::base::sources::MAX_TEXT_BYTES;
use crate::import::READERS;
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

/// What is found where a person said to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub documents: Vec<PathBuf>,
    /// Files of folders that are not read.
    pub passed_over: Vec<PassedOver>,
    /// How many files of folders are hidden, or in folders that are.
    pub n_hidden: usize,
}

/// A file of a folder that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassedOver {
    pub path: PathBuf,
    pub why: String,
}

/// The documents that `paths` name: files as they are, and from folders, sorted by name, every file
/// that ends as documents do. Every other file of a folder is passed over, with a reason.
///
/// # Errors
///
/// Where what is named cannot be found.
pub(crate) fn documents(paths: &[PathBuf]) -> Result<Found, LoadError> {
    let mut found = Found::default();
    for path in paths {
        let metadata =
            fs::metadata(path).map_err(|source| LoadError::Read { path: path.clone(), source })?;
        if metadata.is_dir() {
            found.add_folder(path);
        } else {
            found.documents.push(path.clone());
        }
    }
    Ok(found)
}

impl Found {
    fn add_folder(&mut self, folder: &Path) {
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                // A link to nowhere, or a folder that may not be entered: the rest is read.
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let why = format!("it cannot be read: {}", std::io::Error::from(error));
                    self.passed_over.push(PassedOver { path, why });
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                continue;
            }

            let path = entry.into_path();
            let below = path.strip_prefix(folder).unwrap_or(&path);
            if below.iter().any(|part| super::is_hidden(part.as_encoded_bytes())) {
                self.n_hidden += 1;
            } else if let Some(why) = why_not(&path) {
                self.passed_over.push(PassedOver { path, why });
            } else {
                self.documents.push(path);
            }
        }
    }
}

/// Why a file of a folder is not read; none if it is.
fn why_not(path: &Path) -> Option<String> {
    if !path.is_file() {
        return Some("it is a device or a pipe".to_owned());
    }
    let Some(ending) = path.extension() else {
        return Some("its name has no ending; name the file itself to have it tried".to_owned());
    };
    let ending = ending.to_string_lossy().to_lowercase();
    // A file that is named itself may have any ending.
    if READERS.iter().any(|reader| reader.endings.contains(&ending.as_str())) {
        return None;
    }
    Some(format!("`.{ending}` is not read from a folder; name the file itself to have it tried"))
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

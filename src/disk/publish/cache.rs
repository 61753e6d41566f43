//! The folder beside the site of what was made of it and need not be made again. It may be deleted
//! at any time.

use super::PublishError;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, from that of the site. It has a list of its own that keeps it out of version control.
pub(in crate::disk) const FOLDER: &str = ".oratory-cache";

/// Makes the folder, which no version control takes up.
pub(in crate::disk) fn prepare(root: &Path) -> Result<PathBuf, PublishError> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).map_err(PublishError::disk("create", &folder))?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n").map_err(PublishError::disk("write", ignore))?;
    }
    Ok(folder)
}

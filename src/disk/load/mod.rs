//! Disk → [`Sources`]: all text of a site is read once, media are listed.
//!
//! Text is `oratory.toml`, all of `themes/`, what ends in `.toml`, `.json` or `.csv` in `data/`, and
//! under `content/` Markdown and what ends in `.toml`, `.lock` or `.vtt`. Any other file there is
//! media, and so is all of `static/`; of pictures the size is read.
//!
//! Hidden files and what editors leave behind (`*~`, `#*#`) are skipped. Of `static/`, whose hidden
//! files are asked for by name (`.well-known/`, `.nojekyll`), only what tools leave there is.
//!
//! **Invariant:** every other file of the site is in [`Sources`], or an error names it; nothing is
//! dropped silently.
//! **Invariant:** no byte comes from outside the site's folder, wherever symbolic links lead.
//! The only room that names walkdir. Writes nothing, understands nothing of what it reads.

mod answers;
mod documents;
#[cfg(test)]
pub(crate) mod scratch;
#[cfg(test)]
mod tests;

pub(crate) use answers::{ANSWERS_PATH, answers};
pub(crate) use documents::{PassedOver, document, documents};

use crate::base::sources::media_types::{self, markdown_stem};
use crate::base::sources::{Content, MAX_TEXT_BYTES, Source, Sources, picture_size};
use crate::reading::config::CONFIG_PATH;
use rayon::prelude::*;
#[cfg(feature = "serve")]
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
#[cfg(feature = "serve")]
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// The folders of a site that are walked.
pub(crate) const FOLDERS: &[&str] = &["content", STATIC, "themes", DATA];

/// The folder whose files are published as they are.
const STATIC: &str = "static";

/// The folder of what a site keeps for its templates.
const DATA: &str = "data";

/// Why a site could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder holds no site.
    #[error("`{}` is not a site: it has neither `oratory.toml` nor `content/`; go to a site's folder, name it with `-C DIR`, or begin one with `oratory init DIR`", path.display())]
    NotASite {
        /// The folder.
        path: PathBuf,
    },
    /// The system refuses to read something.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A symbolic link leads nowhere.
    #[error("the symbolic link `{}` leads to nothing that can be read", path.display())]
    BrokenLink {
        /// The link.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A symbolic link leads to a folder.
    #[error("`{}` is a symbolic link to a folder; only links to files are followed: put the folder itself there", path.display())]
    LinkToFolder {
        /// The link.
        path: PathBuf,
    },
    /// A pipe, a socket or a device; a folder where a file should be, or the other way round.
    #[error("`{}` is neither a file that can be read nor a folder that belongs here", path.display())]
    NotAFile {
        /// What was found.
        path: PathBuf,
    },
    /// A name is not text, and so cannot be an address.
    #[error("the name of `{}` is not UTF-8: rename it", path.display())]
    NameNotUtf8 {
        /// The file or folder.
        path: PathBuf,
    },
}

/// Reads the site in the folder `root`.
///
/// # Errors
///
/// Where something of the site cannot be read. Links, names and folders are checked before any file
/// is read; of several files that cannot be read the first by path is named.
pub fn load(root: &Path) -> Result<Sources, LoadError> {
    let site = Site::at(root)?;
    let mut found = Vec::new();
    for name in FOLDERS {
        site.walk(name, &mut found)?;
    }
    if let Some(config) = site.config()? {
        found.push(config);
    } else if !found.iter().any(|found| found.path == "content") {
        return Err(LoadError::NotASite { path: site.real });
    }

    found.retain(|found| found.kind != Kind::Folder);
    let has_links = found.iter().any(|found| found.kind == Kind::LinkedFile);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let read: Vec<Result<Source, LoadError>> =
        found.into_par_iter().map(|found| site.read(found)).collect();

    // Collected in two steps: rayon would give whichever error comes first in time, not by path.
    let sources = read.into_iter().collect::<Result<Vec<Source>, _>>()?;
    Ok(Sources::new(sources).with_links(has_links))
}

/// Reads the site again after something changed at `paths`, which are relative to the root. A file that
/// holds what it held `before` is the same value.
///
/// Only what lies at these paths is read, unless files came or went, one of them is a folder, or the
/// site has links, whose files change where others are saved.
///
/// # Errors
///
/// As [`load`].
#[cfg(feature = "serve")]
pub(crate) fn load_again(
    root: &Path,
    before: &Sources,
    paths: &BTreeSet<String>,
) -> Result<Sources, LoadError> {
    if before.has_links() {
        return load_sharing(root, before);
    }
    match Site::at(root)?.read_again(before, paths) {
        Some(files) => Ok(Sources::of_shared(files)),
        None => load_sharing(root, before),
    }
}

/// Reads the whole site. A file that holds what it held `before` is the same value.
///
/// # Errors
///
/// As [`load`].
#[cfg(feature = "serve")]
pub(crate) fn load_sharing(root: &Path, before: &Sources) -> Result<Sources, LoadError> {
    Ok(load(root)?.sharing(before))
}

/// The folder of a site, as the person named it and without links.
struct Site<'r> {
    root: &'r Path,
    real: PathBuf,
}

/// Something at a path of the site.
struct Found {
    path: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    LinkedFile,
    LinkOutside,
}

impl<'r> Site<'r> {
    fn at(root: &'r Path) -> Result<Self, LoadError> {
        let real = fs::canonicalize(root)
            .map_err(|source| LoadError::Read { path: root.to_owned(), source })?;
        Ok(Site { root, real })
    }

    /// The files of `before`, those at `paths` read again; none where files came or went, so that
    /// only a walk says which there are.
    #[cfg(feature = "serve")]
    fn read_again(&self, before: &Sources, paths: &BTreeSet<String>) -> Option<Vec<Arc<Source>>> {
        let has_below = |path: &str| before.under(&format!("{path}/")).next().is_some();

        let mut files = before.shared().to_vec();
        for path in paths {
            let file = match (before.find(path), fs::symlink_metadata(self.real.join(path))) {
                (Some(file), Ok(there)) if there.is_file() => file,
                // Editors try with a file of their own whether they may write, and remove it.
                (None, Err(_)) if !has_below(path) => continue,
                _ => return None,
            };

            // What cannot be read now is told of by whoever reads the whole site.
            let source = self.read(Found { path: path.clone(), kind: Kind::File }).ok()?;
            let known = &mut files[file.0 as usize];
            if source != **known {
                *known = Arc::new(source);
            }
        }
        Some(files)
    }

    /// A path of the site as messages show it.
    fn shown(&self, path: impl AsRef<Path>) -> PathBuf {
        if self.root == Path::new(".") { path.as_ref().to_owned() } else { self.root.join(path) }
    }

    fn config(&self) -> Result<Option<Found>, LoadError> {
        let kind = match fs::symlink_metadata(self.real.join(CONFIG_PATH)) {
            Ok(meta) => self.kind(CONFIG_PATH, meta.file_type())?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                return Err(LoadError::Read { path: self.shown(CONFIG_PATH), source });
            }
        };
        if kind == Kind::Folder {
            return Err(LoadError::NotAFile { path: self.shown(CONFIG_PATH) });
        }

        Ok(Some(Found { path: CONFIG_PATH.to_owned(), kind }))
    }

    /// Adds the folder `name` of the site and everything in it; nothing if there is no such folder.
    fn walk(&self, name: &str, found: &mut Vec<Found>) -> Result<(), LoadError> {
        let folder = self.real.join(name);
        // The walk tells of any other error.
        if let Err(error) = fs::symlink_metadata(&folder)
            && error.kind() == io::ErrorKind::NotFound
        {
            return Ok(());
        }

        let walk = WalkDir::new(folder)
            .follow_links(false)
            .follow_root_links(false)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_skipped(name, entry.file_name()));
        for entry in walk {
            let entry = entry.map_err(|error| self.walk_error(error))?;
            let entry_found = self.entry(&entry)?;
            if entry.depth() == 0 && entry_found.kind != Kind::Folder {
                return Err(LoadError::NotAFile { path: self.shown(name) });
            }
            found.push(entry_found);
        }
        Ok(())
    }

    fn entry(&self, entry: &DirEntry) -> Result<Found, LoadError> {
        let path = entry.path().strip_prefix(&self.real).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else {
            return Err(LoadError::NameNotUtf8 { path: self.shown(path) });
        };

        let path = parts.join("/");
        let kind = self.kind(&path, entry.file_type())?;
        Ok(Found { path, kind })
    }

    fn kind(&self, path: &str, file_type: fs::FileType) -> Result<Kind, LoadError> {
        if file_type.is_dir() {
            Ok(Kind::Folder)
        } else if file_type.is_file() {
            Ok(Kind::File)
        } else if file_type.is_symlink() {
            self.kind_of_target(path)
        } else {
            Err(LoadError::NotAFile { path: self.shown(path) })
        }
    }

    /// What a symbolic link at `path` counts as.
    fn kind_of_target(&self, path: &str) -> Result<Kind, LoadError> {
        let broken = |source| LoadError::BrokenLink { path: self.shown(path), source };
        let target = fs::canonicalize(self.real.join(path)).map_err(broken)?;

        // A link that leaves the site is a mistake of the author, told with the others. Where
        // `content/` or `themes/` is one, nothing of the site would be left to tell about.
        let is_walked = FOLDERS.contains(&path);
        if !target.starts_with(&self.real) && !is_walked {
            return Ok(Kind::LinkOutside);
        }

        let meta = fs::metadata(&target).map_err(broken)?;
        if meta.is_file() {
            Ok(Kind::LinkedFile)
        } else if meta.is_dir() {
            Err(LoadError::LinkToFolder { path: self.shown(path) })
        } else {
            Err(LoadError::NotAFile { path: self.shown(path) })
        }
    }

    fn walk_error(&self, error: walkdir::Error) -> LoadError {
        let path = match error.path() {
            Some(path) => self.shown(path.strip_prefix(&self.real).unwrap_or(path)),
            None => self.root.to_owned(),
        };
        LoadError::Read { path, source: error.into() }
    }

    fn read(&self, found: Found) -> Result<Source, LoadError> {
        let content = match found.kind {
            Kind::LinkOutside => Content::LinkOutside,
            Kind::File | Kind::LinkedFile if !is_text(&found.path) => self.media(&found.path)?,
            Kind::File | Kind::LinkedFile | Kind::Folder => {
                let text = read_text(&self.real.join(&found.path), MAX_TEXT_BYTES);
                text.map_err(|source| LoadError::Read { path: self.shown(&found.path), source })?
            }
        };

        Ok(Source { path: found.path, content })
    }

    /// What a file is that is no text: of a picture the size is read.
    fn media(&self, path: &str) -> Result<Content, LoadError> {
        if !media_types::of(path).starts_with("image/") {
            return Ok(Content::Media);
        }
        let file = File::open(self.real.join(path));
        let file = file.map_err(|source| LoadError::Read { path: self.shown(path), source })?;
        Ok(picture_size(file).map_or(Content::Media, Content::Picture))
    }
}

/// The bytes of a file, unless there are more than `limit`.
fn read_text(path: &Path, limit: u64) -> io::Result<Content> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(Content::TooLarge(size));
    }

    // One byte more than the file has, so that the end is found without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A file that grows while it is read is cut at the limit; the next run says that it is too
    // large.
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(Content::Bytes(bytes))
}

/// Whether a file of the site is read; what is not is copied.
pub(crate) fn is_text(path: &str) -> bool {
    const ENDINGS: &[&str] = &[".toml", ".lock", ".vtt"];

    let is_content = path.starts_with("content/")
        && (markdown_stem(path).is_some() || ENDINGS.iter().any(|ending| path.ends_with(ending)));
    let is_data = path.strip_prefix(DATA).is_some_and(|path| path.starts_with('/'))
        && [".toml", ".json", ".csv"].iter().any(|ending| path.ends_with(ending));
    path == CONFIG_PATH || path.starts_with("themes/") || is_content || is_data
}

/// Whether a file or folder of this name, below one of [`FOLDERS`], is not part of the site.
pub(crate) fn is_skipped(folder: &str, name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    if folder == STATIC { is_left_behind(name) } else { is_hidden(name) }
}

/// Whether a name is that of something that editors, file managers and version control leave in a
/// folder, and nobody asks a server for.
fn is_left_behind(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[b".DS_Store", b".svn", b".hg", b"Thumbs.db", b"desktop.ini"];

    matches!(name, [.., b'~'] | [b'#', .., b'#'] | [b'.', .., b'.', b's', b'w', b'p'])
        || name.starts_with(b".git")
        || name.starts_with(b"._")
        || NAMES.contains(&name)
}

/// Whether a name is that of a hidden file, or of what an editor leaves behind (`*~`, `#*#`).
pub(crate) fn is_hidden(name: &[u8]) -> bool {
    matches!(name, [b'.', ..] | [.., b'~'] | [b'#', .., b'#'])
}

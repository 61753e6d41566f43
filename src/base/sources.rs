//! The files of a site as they were found: path and bytes, nothing understood yet.
//!
//! **Invariant:** paths are relative to the site's root, `/`-separated, sorted, unique, and never
//! climb out of the root.
//! **Invariant:** a file that exists is listed, even where its content cannot be used; `Content`
//! says why.
//! Knows nothing of Markdown, speeches or the disk.

pub(crate) mod media_types;
mod picture_size;

pub use picture_size::PictureSize;
pub(crate) use picture_size::picture_size;

use std::ops::Range;
use std::sync::Arc;

/// Index of a file in [`Sources`]; dense, in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file, half-open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Bytes from the start of the file, half-open.
    pub range: Range<usize>,
}

impl Span {
    /// The span of `range` in `file`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Span { file, range }
    }
}

/// What was found at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text file, whole.
    Bytes(Vec<u8>),
    /// A file that is copied, never read: a recording, an archive.
    Media,
    /// A picture of which the size was read; copied as it is.
    Picture(PictureSize),
    /// A text file over the size limit, of this many bytes; it was not read.
    TooLarge(u64),
    /// A symbolic link that leads out of the site; it was not followed.
    LinkOutside,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path from the site's root, `/`-separated.
    pub path: String,
    /// What was found there.
    pub content: Content,
}

impl Source {
    /// The bytes of a text file that was read, else none.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::Media | Content::Picture(_) | Content::TooLarge(_) | Content::LinkOutside => {
                &[]
            }
        }
    }

    /// All of a text file, byte order mark included; none if it is not UTF-8.
    #[must_use]
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()).ok()
    }
}

/// All files of a site. A copy shares them, and so may a later reading of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Arc<Source>>,
    /// Whether some are there by a link, and change where something else is saved.
    has_links: bool,
}

impl Sources {
    /// Takes the files in any order. Of two with one path the first stays.
    #[must_use]
    pub fn new(files: Vec<Source>) -> Self {
        Sources::of_shared(files.into_iter().map(Arc::new).collect())
    }

    /// The same with files that something else has, too.
    #[must_use]
    pub(crate) fn of_shared(mut files: Vec<Arc<Source>>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|b, a| a.path == b.path);
        Sources { files, has_links: false }
    }

    /// The same files, of which some are there by a link or none is.
    #[must_use]
    pub(crate) fn with_links(self, has_links: bool) -> Self {
        Sources { has_links, ..self }
    }

    /// Whether some files are there by a link.
    #[cfg(feature = "serve")]
    pub(crate) fn has_links(&self) -> bool {
        self.has_links
    }

    /// A site from texts in memory: pairs of path and text.
    #[must_use]
    pub fn from_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let file = |(path, text): (&str, &str)| Source {
            path: path.to_owned(),
            content: Content::Bytes(text.as_bytes().to_vec()),
        };
        Sources::new(texts.into_iter().map(file).collect())
    }

    /// The same files; those that `before` has as they are, are shared with it.
    #[cfg(feature = "serve")]
    #[must_use]
    pub(crate) fn sharing(mut self, before: &Sources) -> Self {
        for file in &mut self.files {
            let known = before.find(&file.path).map(|known| before.shared_file(known));
            if let Some(known) = known.filter(|known| *known == file) {
                *file = Arc::clone(known);
            }
        }
        self
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// All files in path order, to be kept.
    pub(crate) fn shared(&self) -> &[Arc<Source>] {
        &self.files
    }

    /// The file with this id, to be kept.
    pub(crate) fn shared_file(&self, id: FileId) -> &Arc<Source> {
        &self.files[id.0 as usize]
    }

    /// The file at `path`, if there is one.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(file_id(index))
    }

    /// All files in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, file)| (file_id(index), &**file))
    }

    /// The files below `folder`, which ends in `/`, in path order.
    pub fn under<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = (FileId, &'s Source)> {
        let first = self.files.partition_point(|file| file.path.as_str() < folder);
        let below =
            self.files[first..].iter().take_while(move |file| file.path.starts_with(folder));
        below.enumerate().map(move |(index, file)| (file_id(first + index), &**file))
    }
}

fn file_id(index: usize) -> FileId {
    FileId(u32::try_from(index).expect("fewer than 2^32 files"))
}

/// Text files of more bytes are not read; the loader and the message share the figure.
pub(crate) const MAX_TEXT_BYTES: u64 = 64 << 20;

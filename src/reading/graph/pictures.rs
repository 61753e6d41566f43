//! Pictures that files name → the files that are published, with their sizes.

use super::links::{Destination, Link};
use super::{Graph, Route};
use crate::base::sources::{Content, FileId, PictureSize, Sources};
use crate::reading::config::{Picture, StaticPicture};
use crate::reading::corpus::{Purpose, Text};
use std::collections::{BTreeMap, BTreeSet};

/// A picture of the site, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub file: FileId,
    pub route: Route,
    /// None of a file whose size is not known.
    pub size: Option<PictureSize>,
}

/// The sizes of all pictures of which they are known.
pub(super) fn sizes(sources: &Sources) -> BTreeMap<FileId, PictureSize> {
    let mut sizes = BTreeMap::new();
    for (file, source) in sources.iter() {
        if let Content::Picture(size) = source.content {
            sizes.insert(file, size);
        }
    }
    sizes
}

impl Graph {
    /// The pictures that published texts, front matter and configuration show.
    pub(crate) fn shown_pictures(&self, sources: &Sources) -> BTreeSet<FileId> {
        let mut addresses = self.corpus.front_addresses();
        for Text { file, body, .. } in self.corpus.texts() {
            addresses.extend(body.addresses().map(|address| (file, address)));
        }

        let mut shown = BTreeSet::new();
        for (file, address) in addresses {
            let link = self.link(&sources.file(file).path, address.text);
            if let (Purpose::Show, Link::Within(Destination::Media(picture, _), _)) =
                (address.purpose, link)
                && self.picture_sizes.contains_key(picture)
            {
                shown.insert(*picture);
            }
        }
        let of_site = self.config.brand.image.as_ref();
        shown.extend(of_site.and_then(|image| self.static_picture(image)).map(|shown| shown.file));
        shown
    }

    /// How large a picture is.
    pub(crate) fn picture_size(&self, file: FileId) -> Option<PictureSize> {
        self.picture_sizes.get(&file).copied()
    }

    /// The picture that the file at `path` names; none where it leads to no file of the site, which
    /// was told.
    pub(crate) fn picture(&self, path: &str, picture: &Picture) -> Option<Shown> {
        match self.link(path, &picture.src) {
            Link::Within(Destination::Media(file, route), _) => Some(self.shown(*file, route)),
            _ => None,
        }
    }

    /// A picture of `static/`; none where there is no such file, which was told.
    pub(crate) fn static_picture(&self, picture: &StaticPicture) -> Option<Shown> {
        match self.file_at("content/index.md", &picture.file.path)? {
            Destination::Media(file, route) => Some(self.shown(*file, route)),
            _ => None,
        }
    }

    fn shown(&self, file: FileId, route: &Route) -> Shown {
        Shown { file, route: route.clone(), size: self.picture_size(file) }
    }
}

//! Pictures in sizes for screens: which there are of each, and how a page names them.
//!
//! They are made by whoever has the disk, before pages are laid out; without them pages show the
//! pictures as they are.

use crate::base::sources::FileId;
use crate::reading::graph::{Graph, Route};
use std::collections::BTreeMap;

/// Pixels from side to side of the largest size: a column of text on a screen of two for one, with
/// something to spare.
pub(crate) const LARGEST: u32 = 1600;

/// A picture in a size for screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendition {
    /// Where it is published, from the root of the site.
    pub path: String,
    /// Where it is kept, from the folder of the site.
    pub kept: String,
    /// Pixels from side to side.
    pub width: u32,
}

impl Rendition {
    /// Whether it is for browsers that take AVIF.
    fn is_avif(&self) -> bool {
        self.path.ends_with(".avif")
    }
}

/// What there is of each picture, the smallest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Renditions(BTreeMap<FileId, Vec<Rendition>>);

/// The addresses of a picture on a page.
pub(crate) struct Addresses {
    /// That of the largest size, or of the picture itself.
    pub route: Route,
    /// All sizes with their widths, for `srcset`; empty where there is one alone.
    pub srcset: String,
    /// The same of those that are AVIF.
    pub avif: String,
}

impl Renditions {
    /// Adds the sizes of a picture.
    #[cfg(feature = "pictures")]
    pub(crate) fn add(&mut self, file: FileId, mut sizes: Vec<Rendition>) {
        sizes.sort_by_key(|size| size.width);
        self.0.insert(file, sizes);
    }

    /// All of them, of which some may be the same: two files with one content share theirs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Rendition> {
        self.0.values().flatten()
    }

    /// How `page` names a picture that is published at `own`.
    pub(crate) fn addresses(
        &self,
        graph: &Graph,
        page: &Route,
        file: FileId,
        own: &Route,
    ) -> Addresses {
        let all = self.0.get(&file).map_or(&[][..], Vec::as_slice);
        let (in_avif, sizes): (Vec<&Rendition>, Vec<&Rendition>) =
            all.iter().partition(|size| size.is_avif());
        let Some(largest) = sizes.last() else {
            return Addresses { route: own.clone(), srcset: String::new(), avif: String::new() };
        };

        let add = |route: &Route, width: u32, set: &mut String| {
            let gap = if set.is_empty() { "" } else { ", " };
            set.push_str(&format!("{gap}{} {width}w", page.href(route)));
        };
        let (mut srcset, mut avif) = (String::new(), String::new());
        for Rendition { path, width, .. } in &sizes {
            add(&graph.file_route(path), *width, &mut srcset);
        }
        for Rendition { path, width, .. } in in_avif {
            add(&graph.file_route(path), *width, &mut avif);
        }

        // Where the picture itself is as small a file as its largest size would be.
        let own_width = graph.picture_size(file).map_or(0, |size| size.width);
        if largest.width < own_width.min(LARGEST) {
            add(own, own_width, &mut srcset);
            return Addresses { route: own.clone(), srcset, avif };
        }
        Addresses { route: graph.file_route(&largest.path), srcset, avif }
    }
}

//! Pictures in sizes for screens: which there are of each, and how a page names them.
//!
//! They are made by whoever has the disk, before pages are laid out; without them pages show the
//! pictures as they are, and the site is told what its program cannot make.

use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
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

/// Tells what a program with all features would make of the pictures of the site.
pub(crate) fn tell_unmade(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    tell_large(graph, sources, diagnostics);
    tell_missing_avif(graph, sources, diagnostics);
}

/// Says once that pictures are larger than screens, where the program cannot scale them.
fn tell_large(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    if cfg!(feature = "pictures") {
        return;
    }
    let is_large =
        |file: &FileId| graph.picture_size(*file).is_some_and(|size| size.width > LARGEST);
    let mut large = graph.shown_pictures(sources).into_iter().filter(is_large);
    let Some(first) = large.next() else {
        return;
    };
    let message = match 1 + large.count() {
        1 => {
            say!("a picture is wider than {most} pixels, and is published as it is", most = LARGEST)
        }
        n => say!(
            "{n} pictures are wider than {most} pixels, and are published as they are",
            n,
            most = LARGEST
        ),
    };
    let hint = "a program with the feature `pictures` makes sizes for screens of them: `cargo install oratory --features pictures`; or scale them down";
    diagnostics.tell(Code::LargePictures, Span::new(first, 0..0), message, hint);
}

/// Says that the site asks for AVIF, where the program cannot write it.
fn tell_missing_avif(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    if cfg!(feature = "avif") || !graph.config.avif {
        return;
    }
    if let Some(config) = sources.find("oratory.toml") {
        let hint = say!(
            "take a released program, or one with the feature: `cargo install oratory --features {feature}`",
            feature = "avif"
        );
        let message = "this program writes no AVIF; photos are JPEG alone";
        diagnostics.tell(Code::MissingFeature, Span::new(config, 0..0), message, hint);
    }
}

//! Speeches that have another id now, or were withdrawn → the addresses of pages that showed two of
//! their versions side by side.

use super::{Target, leading, target_of};
use crate::base::lang::Lang;
use crate::base::sources::Span;
use crate::reading::corpus::{Speech, SpeechId};
use crate::reading::graph::{Graph, Route, SpeechAnchors};
use crate::site::pages::Page;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// A version of a speech, published still or withdrawn.
#[derive(Clone, Copy)]
struct Version<'g> {
    speech: &'g Speech,
    anchors: &'g SpeechAnchors,
    /// None of a speech that was withdrawn.
    published: Option<SpeechId>,
}

impl<'g> Version<'g> {
    /// The ids that it had before.
    fn former_ids(self) -> impl Iterator<Item = &'g str> {
        let Version { speech, anchors, .. } = self;
        anchors.former_names.iter().filter_map(|name| {
            let id = name.strip_suffix(speech.lang.tag())?.strip_suffix('.')?;
            (id != speech.id).then_some(id)
        })
    }

    /// Whether readers find it under an id.
    fn is_at(self, id: &str) -> bool {
        self.published.is_some() && self.speech.id == id
    }
}

/// The pages that showed two versions side by side, under an id that one of them has no longer, or
/// of which one was withdrawn, each with the language of the version on its left.
pub(super) fn parallels(graph: &Graph, there: &FxHashSet<&Route>) -> Vec<(Lang, Page)> {
    let mut pages = Vec::new();
    // Another speech may have the id now; what was there before it stays.
    let mut seen = BTreeSet::new();
    for (id, versions) in versions_by_id(graph) {
        for left in &versions {
            for right in &versions {
                let is_pair = left.speech.lang != right.speech.lang;
                if !is_pair || (left.is_at(id) && right.is_at(id)) {
                    continue;
                }
                let old = graph.parallel_named(id, &left.speech.lang, &right.speech.lang);
                if !seen.insert(old.clone()) {
                    continue;
                }

                let target = target_of_parallel(graph, *left, *right, there);
                let page = leading(old, target, Some(Span::new(left.speech.file, 0..0)));
                pages.push((left.speech.lang.clone(), page));
            }
        }
    }
    pages
}

/// Where two versions are shown side by side now: if they are one speech still, and the theme has a
/// page for that; else the version on the left is what is left of it.
fn target_of_parallel(
    graph: &Graph,
    left: Version<'_>,
    right: Version<'_>,
    there: &FxHashSet<&Route>,
) -> Target {
    let mut target = target_of(graph, left.speech);
    if let (Some(left), Some(right)) = (left.published, right.published)
        && graph.work_id_of(left) == graph.work_id_of(right)
    {
        let both = graph.parallel_route(left, right);
        if there.contains(&both) {
            target.route = both;
        }
    }
    target
}

/// The versions that each id has or had, of ids that were left by one of them.
fn versions_by_id(graph: &Graph) -> BTreeMap<&str, Vec<Version<'_>>> {
    let mut all = Vec::new();
    for (id, speech) in graph.corpus.speeches() {
        all.push(Version { speech, anchors: graph.anchors(id), published: Some(id) });
    }
    for (speech, anchors) in graph.withdrawn() {
        all.push(Version { speech, anchors, published: None });
    }

    // One that was never published had no page beside another.
    let was_published = |version: &Version<'_>| !version.anchors.gone.is_empty();
    let mut left: BTreeSet<&str> = BTreeSet::new();
    for version in &all {
        left.extend(version.former_ids());
        if version.published.is_none() && was_published(version) {
            left.insert(&version.speech.id);
        }
    }

    let mut versions: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    for version in all {
        for id in version.former_ids() {
            versions.entry(id).or_default().push(version);
        }
        let id = version.speech.id.as_str();
        let was_shown = version.published.is_some() || was_published(&version);
        if was_shown && left.contains(id) {
            versions.entry(id).or_default().push(version);
        }
    }
    versions
}

//! The files under edit, each once, and the changes that come of them.

use super::Refusal;
use super::references::{Place, Spot};
use crate::base::changes::Changes;
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::{EditError, Edits};
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

/// The files under edit.
pub(super) struct FileEdits<'s> {
    pub(super) sources: &'s Sources,
    edits: BTreeMap<FileId, Edits<'s>>,
    /// Keys of the lists of a speech, which are kept together.
    kinds: Vec<String>,
    /// Replacements in files that are not Markdown.
    plain: BTreeMap<FileId, Vec<(Range<usize>, String)>>,
}

impl<'s> FileEdits<'s> {
    pub(super) fn new(sources: &'s Sources, graph: &Graph) -> Self {
        let kinds = graph.config.kinds.iter().map(|(_, kind)| kind.key.clone()).collect();

        FileEdits { sources, edits: BTreeMap::new(), kinds, plain: BTreeMap::new() }
    }

    /// Edits `file`.
    pub(super) fn edit<T>(
        &mut self,
        file: FileId,
        edit: impl FnOnce(&mut Edits<'s>) -> Result<T, EditError>,
    ) -> Result<T, Refusal> {
        let source = self.sources.file(file);
        let refused = |cause: EditError| Refusal::Edit {
            path: source.path.clone(),
            line: String::new(),
            cause,
        };

        let edits = match self.edits.entry(file) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let text = source.text().ok_or_else(|| refused(EditError::Unreadable))?;
                let edits = Edits::new(text).map_err(refused)?;
                free.insert(edits.keeping_together(self.kinds.clone()))
            }
        };
        edit(edits).map_err(refused)
    }

    /// Has a place name the entity `new`.
    pub(super) fn point(&mut self, place: &Place, new: &str) -> Result<(), Refusal> {
        match &place.spot {
            Spot::Item { range, .. } | Spot::Fact { range, .. } | Spot::Field { range, .. } => {
                self.edit(place.file, |e| e.replace_scalar(range.clone(), new))
            }
            Spot::Decision { range } => {
                self.plain
                    .entry(place.file)
                    .or_default()
                    .push((range.clone(), format!("\"{new}\"")));
                Ok(())
            }
            Spot::Mention { link, is_shown: true, .. } => {
                let words = &self.text(place.file)[link.clone()];
                let words = words.trim_start_matches('[').trim_end_matches(']');
                let doubt = if words.ends_with('?') { "?" } else { "" };
                let written = format!("[{words}](@{new}{doubt})");
                self.edit(place.file, |e| e.replace_body(link.clone(), written))
            }
            Spot::Mention { range: Some(range), .. } => {
                self.edit(place.file, |e| e.replace_body(range.clone(), new))
            }
            Spot::Link { range: Some(range), .. } => {
                self.edit(place.file, |e| e.replace_body(range.clone(), format!("{new}.md")))
            }
            Spot::Mention { range: None, link, .. } | Spot::Link { range: None, link } => {
                let text = self.text(place.file);
                let line = text[..link.start].matches('\n').count() + 1;
                Err(Refusal::Edit {
                    path: self.sources.file(place.file).path.clone(),
                    line: format!(":{line}"),
                    cause: EditError::Unclear { key: text[link.clone()].to_owned() },
                })
            }
        }
    }

    /// The text of a file as it is; empty if it has none.
    pub(super) fn text(&self, file: FileId) -> &'s str {
        self.sources.file(file).text().unwrap_or_default()
    }

    /// Takes a file off the file_edits: its text with all edits.
    pub(super) fn take(&mut self, file: FileId) -> Result<String, Refusal> {
        self.edit(file, |_| Ok(()))?;
        let edits = self.edits.remove(&file);
        Ok(edits.map(Edits::finish).unwrap_or_default())
    }

    /// What is to be written.
    pub(super) fn changes(self) -> Changes {
        let mut changes = Changes::default();
        for (file, edits) in self.edits {
            if !edits.is_unchanged() {
                changes.write(self.sources.file(file).path.clone(), edits.finish());
            }
        }

        for (file, mut replaced) in self.plain {
            let source = self.sources.file(file);
            let mut text = source.text().unwrap_or_default().to_owned();
            // From the end, so that the places of the others stay right.
            replaced.sort_by_key(|(range, _)| Reverse(range.start));
            for (range, new) in replaced {
                text.replace_range(range, &new);
            }
            changes.write(source.path.clone(), text);
        }
        changes
    }
}

/// The addresses of an entity's page in all languages of the interface, as `redirects` has them.
pub(super) fn page_addresses(graph: &Graph, entity: EntityId) -> Vec<String> {
    (0..graph.config.languages.len())
        .map(|lang| format!("/{}", graph.entity_route(lang, entity).path()))
        .collect()
}

/// Has old addresses lead to the entity in `file`, but for those in `own`, which are its own by
/// now.
pub(super) fn redirect(
    file_edits: &mut FileEdits<'_>,
    file: FileId,
    old: &[String],
    own: &[String],
) -> Result<(), Refusal> {
    let is_one = |a: &str, b: &str| a.trim_start_matches('/') == b.trim_start_matches('/');
    let has = |addresses: &[String], wanted: &str| addresses.iter().any(|one| is_one(one, wanted));

    file_edits.edit(file, |edits| {
        let known = edits.listed("redirects")?;
        for address in &known {
            if has(own, address) {
                edits.remove_from_list("redirects", address)?;
            }
        }
        for address in old {
            if !has(&known, address) && !has(own, address) {
                edits.add_to_list("redirects", address.as_str())?;
            }
        }
        Ok(())
    })
}

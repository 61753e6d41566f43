//! The files under edit, each once, and the changes that come of them.

use super::Refusal;
use super::references::{Place, Spot};
use crate::base::changes::Changes;
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::{EditError, Edits};
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;
use std::collections::BTreeMap;
use std::ops::Range;

/// The files under edit.
pub(super) struct Desk<'s> {
    pub(super) sources: &'s Sources,
    edits: BTreeMap<FileId, Edits<'s>>,
    /// Keys of the lists of a speech, which stand together.
    kinds: Vec<String>,
    /// Replacements in files that are no Markdown.
    plain: BTreeMap<FileId, Vec<(Range<usize>, String)>>,
}

impl<'s> Desk<'s> {
    pub(super) fn new(sources: &'s Sources, graph: &Graph) -> Self {
        let kinds = graph.config.kinds.iter().map(|(_, kind)| kind.key.clone()).collect();
        Desk { sources, edits: BTreeMap::new(), kinds, plain: BTreeMap::new() }
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
            std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                let text = std::str::from_utf8(source.bytes())
                    .map_err(|_| refused(EditError::Unreadable))?;
                free.insert(Edits::new(text).map_err(refused)?.keeping_together(self.kinds.clone()))
            }
        };
        edit(edits).map_err(refused)
    }

    /// Has a place name the entity `new`.
    pub(super) fn point(&mut self, place: &Place, new: &str) -> Result<(), Refusal> {
        match &place.spot {
            Spot::Item { range, .. } | Spot::Field { range, .. } => {
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
                Err(Refusal::Edit {
                    path: self.sources.file(place.file).path.clone(),
                    line: format!(
                        ":{}",
                        self.text(place.file)[..link.start].matches('\n').count() + 1
                    ),
                    cause: EditError::Unclear {
                        key: self.text(place.file)[link.clone()].to_owned(),
                    },
                })
            }
        }
    }

    /// The text of a file as it is; empty if it has none.
    pub(super) fn text(&self, file: FileId) -> &'s str {
        std::str::from_utf8(self.sources.file(file).bytes()).unwrap_or_default()
    }

    /// Takes a file off the desk: its text with all edits.
    pub(super) fn take(&mut self, file: FileId) -> Result<String, Refusal> {
        self.edit(file, |_| Ok(()))?;
        Ok(self.edits.remove(&file).map(Edits::finish).unwrap_or_default())
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
            let mut text =
                std::str::from_utf8(self.sources.file(file).bytes()).unwrap_or_default().to_owned();
            replaced.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            replaced.into_iter().for_each(|(range, new)| text.replace_range(range, &new));
            changes.write(self.sources.file(file).path.clone(), text);
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

/// Has old addresses lead to the entity in `file`, but for those in `own`, which are its own by now.
pub(super) fn redirect(
    desk: &mut Desk<'_>,
    file: FileId,
    old: &[String],
    own: &[String],
) -> Result<(), Refusal> {
    desk.edit(file, |edits| {
        let known = edits.listed("redirects")?;
        let is_one = |a: &str, b: &str| a.trim_start_matches('/') == b.trim_start_matches('/');
        for gone in known.iter().filter(|known| own.iter().any(|own| is_one(own, known))) {
            edits.remove_from_list("redirects", gone)?;
        }
        for address in
            old.iter().filter(|old| !known.iter().chain(own).any(|known| is_one(known, old)))
        {
            edits.add_to_list("redirects", address.as_str())?;
        }
        Ok(())
    })
}

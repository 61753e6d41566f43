//! Links, notes and what refers to them.

use super::Writer;
use crate::import::manuscript::{Feature, FeatureKind};
use crate::import::read::docx::styles::Setting;
use crate::import::read::xml::attribute;
use roxmltree::Node;

impl<'d, 't> Writer<'d, 't> {
    /// A note: whether it is one of the author's.
    pub(super) fn begin_note(&mut self, note: Node) -> bool {
        let kind = if note.tag_name().name() == "footnote" { "footnote" } else { "endnote" };
        let id = attribute(note, "id").unwrap_or_default().to_owned();
        self.note = self.notes.get(&(kind, id)).copied();
        !matches!(
            attribute(note, "type"),
            Some("separator" | "continuationSeparator" | "continuationNotice")
        )
    }

    /// A reference to a note: its number is written where Word shows it.
    pub(super) fn refer(&mut self, kind: &'static str, node: Node) {
        let Some(id) = attribute(node, "id").filter(|_| self.n_deletions == 0) else {
            return;
        };
        let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
        let number = *self.notes.entry((kind, id.to_owned())).or_insert(next);

        let start = self.original.len();
        self.begins_run = true;
        self.style.setting = Setting::Plain;
        self.write_shown(&number.to_string());
        self.begins_run = true;
        let range = start..self.original.len();
        if let Some(run) = self.paragraph.as_mut().and_then(|paragraph| paragraph.runs.last_mut()) {
            // What shows a reference is no text of the paragraph.
            run.written = Some(String::new());
            self.features.push(Feature { range, kind: FeatureKind::NoteMark(number) });
        }
    }

    /// The address to which a `hyperlink` leads, if it is one of the web.
    pub(super) fn address_of(&self, link: Node) -> Option<String> {
        if self.outside.is_some() {
            return None;
        }
        self.links.get(attribute(link, "id")?).cloned()
    }

    pub(super) fn begin_link(&mut self, address: Option<String>) {
        self.open_links.push((self.original.len(), address));
        self.begins_run = true;
    }

    pub(super) fn end_link(&mut self) {
        self.begins_run = true;
        let end = self.original.len();
        if let Some((start, Some(address))) = self.open_links.pop()
            && start < end
        {
            self.features.push(Feature { range: start..end, kind: FeatureKind::Link(address) });
        }
    }
}

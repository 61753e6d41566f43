//! The files under edit, each once, and the changes that come of them.

use super::Refusal;
use super::references::{Place, Spot};
use crate::base::changes::Changes;
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::{EditError, Edits, Files};
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;

/// Characters of a name that Markdown may read as its own.
const MARKUP: [char; 8] = ['*', '_', '[', ']', '`', '<', '&', '\\'];

/// The files under edit.
pub(super) struct FileEdits<'s>(Files<'s>);

impl<'s> FileEdits<'s> {
    pub(super) fn new(sources: &'s Sources, graph: &Graph) -> Self {
        FileEdits(Files::new(sources, &graph.config))
    }

    pub(super) fn edit<T>(
        &mut self,
        file: FileId,
        edit: impl FnOnce(&mut Edits<'s>) -> Result<T, EditError>,
    ) -> Result<T, Refusal> {
        self.0.edit(file, edit).map_err(|cause| self.refusal(file, String::new(), cause))
    }

    fn refusal(&self, file: FileId, line: String, cause: EditError) -> Refusal {
        Refusal::Edit { path: self.0.path(file).to_owned(), line, cause }
    }

    /// Has a place name the entity `new`.
    pub(super) fn point(&mut self, place: &Place, new: &str) -> Result<(), Refusal> {
        let file = place.file;
        let range = place.range.clone();
        match &place.spot {
            Spot::Item(_) | Spot::Fact(_) | Spot::Field(_) => {
                self.edit(file, |edits| edits.replace_scalar(range, new))
            }
            // A file of TOML has no front matter: it is all body.
            Spot::Decision => {
                self.edit(file, |edits| edits.replace_body(range, format!("\"{new}\"")))
            }
            // Readers go on seeing what they saw.
            Spot::Shown { words, doubtful } if !words.contains(MARKUP) => {
                let doubt = if *doubtful { "?" } else { "" };
                let written = format!("[{words}](@{new}{doubt})");
                self.edit(file, |edits| edits.replace_body(range, written))
            }
            Spot::Text { id: Some(id), form } => {
                self.edit(file, |edits| edits.replace_body(id.clone(), form.written(new)))
            }
            Spot::Text { id: None, .. } | Spot::Shown { .. } => {
                let text = self.text(file);
                let line = text[..range.start].matches('\n').count() + 1;
                // Which bytes are the id is known to the parser alone, and how a name with marks of Markdown
                // is written to the author, so a person has to do it.
                let cause = EditError::Unclear { key: text[range].to_owned() };
                Err(self.refusal(file, format!(":{line}"), cause))
            }
        }
    }

    /// The text of a file as it was.
    pub(super) fn text(&self, file: FileId) -> &'s str {
        self.0.text(file)
    }

    /// Takes a file out, which is not among the changes then: its text with all edits.
    pub(super) fn take(&mut self, file: FileId) -> Result<String, Refusal> {
        self.0.take(file).map_err(|cause| self.refusal(file, String::new(), cause))
    }

    pub(super) fn changes(self) -> Changes {
        self.0.changes()
    }
}

/// The addresses of an entity's page in all languages of the interface, as `redirects` has them.
pub(super) fn page_addresses(graph: &Graph, entity: EntityId) -> Vec<String> {
    let languages = 0..graph.config.languages.len();
    languages.map(|lang| format!("/{}", graph.entity_route(lang, entity).path())).collect()
}

/// Has old addresses lead to the entity in `file`, but for those in `own`, which are its own by
/// now.
pub(super) fn redirect(
    file_edits: &mut FileEdits<'_>,
    file: FileId,
    old: &[String],
    own: &[String],
) -> Result<(), Refusal> {
    let bare = |address: &str| address.trim_start_matches('/').to_owned();
    let has = |addresses: &[String], wanted: &str| {
        addresses.iter().any(|address| bare(address) == bare(wanted))
    };

    file_edits.edit(file, |edits| {
        let known = edits.listed("redirects")?;
        for address in known.iter().filter(|address| has(own, address)) {
            edits.remove_from_list("redirects", address)?;
        }
        for address in old {
            if !has(&known, address) && !has(own, address) {
                edits.add_to_list("redirects", address.as_str())?;
            }
        }
        Ok(())
    })
}

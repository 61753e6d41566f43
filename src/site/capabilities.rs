//! What a theme has templates for, so that no page, list or costly view is made that nothing shows.

use std::collections::BTreeSet;

/// What a theme can show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// Names of templates: `about.html`. A page type without one has no pages.
    pub templates: BTreeSet<String>,
    /// Facets by which speeches are listed: `year`, `speaker`, `place` and so on.
    pub facets: Vec<String>,
    /// Every word in the templates. A costly field of a view that no template names is left empty.
    pub words: BTreeSet<String>,
}

impl Capabilities {
    /// Whether there are pages of a type: `about.html`.
    pub(crate) fn has_pages(&self, template: &str) -> bool {
        self.templates.contains(template)
    }

    /// Whether a template names a field of a view.
    pub(crate) fn shows(&self, field: &str) -> bool {
        self.words.contains(field)
    }
}

//! A document of which the site has a speech → the speech, merged with what the document says now.
//!
//! **Invariant:** nothing is merged with a speech that was made of another document, unless that is
//! said with `--id`, nor with one of which it is not known how it was made.

use super::Fresh;
use crate::base::changes::Changes;
use crate::base::sources::Sources;
use crate::import::merge::{self, Merged, Version};
use crate::reading::corpus::import_lock_path;
use crate::reading::parse::frame;

/// What a speech becomes whose document has changed.
pub(super) struct Again {
    pub(super) speech: Merged,
    /// What becomes of the file beside it, if there was one.
    pub(super) aside: Option<Merged>,
    /// All of it as a diff.
    pub(super) diff: String,
}

/// Why a document is not merged with the speech that is there.
pub(super) enum Unmerged {
    /// It says what it said.
    Unchanged,
    Refused(String),
}

/// Merges a document with its speech at `path`; `is_meant` says that somebody chose it.
pub(super) fn merged(
    mut document: Fresh,
    path: &str,
    is_meant: bool,
    sources: &Sources,
) -> Result<Fresh, Unmerged> {
    let (id, lang) = (&document.imported.id, &document.imported.lang);
    let text = |path: &str| sources.file(sources.find(path)?).text();
    let lock = import_lock_path(&format!("{id}.{lang}"));
    let (Some(ours), Some(kept)) = (text(path), text(&lock)) else {
        return Err(Unmerged::Refused(format!(
            "`{path}` is there already; `--force` overwrites it, `--id` gives another name"
        )));
    };
    let Some(then) = Version::parse(kept) else {
        return Err(Unmerged::Refused(format!(
            "`{path}` is there already, and `{lock}` cannot be read, which would tell what was edited; \
             take it back from version control, or `--force` overwrites the speech"
        )));
    };
    if !is_meant && !then.is_of(&document.file) {
        return Err(Unmerged::Refused(format!(
            "`{path}` is there already, made of `{}`; `--id {id}` says that this is a new version of it, \
             another id that it is another speech",
            then.document
        )));
    }

    // Without a head that is closed nobody knows where the text begins.
    let is_whole =
        frame(ours.trim_start_matches('\u{FEFF}')).is_some_and(|frame| frame.body.is_some());
    if !is_whole {
        return Err(Unmerged::Refused(format!(
            "`{path}` is there already, and its front matter is missing or not closed: mend it first, \
             then import again; `--force` overwrites the speech"
        )));
    }

    let mut changes = Changes::default();
    let speech = merge::speech(&then, ours, &document.version, &document.imported.speech);
    if speech.has_news() {
        changes.write(path, speech.text.as_str());
    }
    let mut aside = None;
    if let Some(beside) = &then.beside {
        let path = format!("content/speeches/{id}{}", beside.ending);
        let theirs = &document.imported.aside;
        match text(&path) {
            Some(ours) => {
                let merged = merge::aside(&beside.paragraphs, ours, theirs);
                if merged.has_news() {
                    changes.write(path.as_str(), merged.text.as_str());
                }
                aside = Some(merged);
                document.aside = Some(path);
            }
            // Whoever took the file away has read it.
            None if beside.says(theirs) => document.aside = None,
            None => {}
        }
    }
    let is_new_beside = aside.is_none() && document.aside.is_some();
    if changes.is_empty() && !is_new_beside {
        return Err(Unmerged::Unchanged);
    }

    path.clone_into(&mut document.speech);
    document.again = Some(Again { speech, aside, diff: changes.show(sources) });
    Ok(document)
}

//! Speeches that were made → the files that they become.
//!
//! **Invariant:** no two documents have one path, and none has that of a file of the site unless it
//! is to be overwritten, or merged with it.

use super::Fresh;
use std::collections::BTreeSet;

/// Refuses a speech that exists already, and gives what was set aside from it a path that is free.
/// `planned` are the files of the documents before it; `exists` asks the site.
pub(super) fn placed(
    mut document: Fresh,
    planned: &BTreeSet<String>,
    exists: &impl Fn(&str) -> bool,
) -> Result<Fresh, String> {
    if planned.contains(&document.speech) {
        return Err(format!(
            "another of these documents becomes `{}` too; import one of them with `--id`",
            document.speech
        ));
    }
    if document.again.is_none() && exists(&document.speech) {
        return Err(format!(
            "`{}` is there already; `--force` overwrites it, `--id` gives another name",
            document.speech
        ));
    }

    if document.again.as_ref().is_some_and(|again| again.aside.is_some()) {
        return Ok(document);
    }
    // What was set aside from a translation may be there, for that has the same id.
    let is_taken = |path: &str| planned.contains(path) || exists(path);
    if document.aside.as_deref().is_some_and(is_taken) {
        let path = format!(
            "content/speeches/{}.{}.aside.md",
            document.imported.id, document.imported.lang
        );
        if is_taken(&path) {
            return Err(format!("`{path}` is there already; `--force` overwrites it"));
        }
        document.aside = Some(path);
    }
    Ok(document)
}

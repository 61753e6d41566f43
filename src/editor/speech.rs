//! A published speech gets another id, or is taken back; each time as [`Changes`].
//!
//! **Invariant:** the addresses that it had lead on: its locks go with it and remember the old
//! names, and links to its files are written anew. A speech that is taken back keeps its file, its
//! address and its anchors.
//! Does not touch the disk.

use crate::base::changes::Changes;
use crate::base::date::Date;
use crate::base::slips::nearest;
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::{EditError, Files, Value};
use crate::reading::corpus::import_lock_path;
use crate::reading::corpus::{DECISIONS_PATH, Reference, Speech};
use crate::reading::graph::{Destination, Graph, Link, lock_path, renamed_lock};
use crate::reading::parse::{Address, addresses};
use std::collections::BTreeMap;

/// Why nothing is done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("no speech is called `{id}`{hint}")]
    Unknown {
        id: String,
        /// ` (did you mean …?)`, or nothing.
        hint: String,
    },
    #[error("`{path}` is there already")]
    Taken { path: String },
    #[error(
        "`{path}` lies in a folder of its own: rename the folder, and the next `oratory build` knows the speech by its text"
    )]
    InFolder { path: String },
    #[error("`{path}`: {cause}")]
    Edit { path: String, cause: EditError },
}

/// What it takes to call the speech `old`, in all its languages, by the id `new`; `old` may name one
/// language, `<id>.<lang>`.
///
/// # Errors
///
/// [`Refusal`]: no such speech, an id that is taken, or a file that cannot be edited.
pub(crate) fn rename(
    sources: &Sources,
    graph: &Graph,
    old: &str,
    new: &str,
) -> Result<Changes, Refusal> {
    let speeches = called(graph, old)?;
    let mut renaming = Renaming { sources, new, names: BTreeMap::new() };
    for speech in &speeches {
        renaming.names.insert(speech.file, renaming.name_of_file(speech)?);
    }

    let mut files = Files::new(sources, &graph.config);
    for text in graph.corpus.texts() {
        renaming.mend_links(graph, text.file, &mut files)?;
    }
    renaming.mend_decisions(graph, &speeches, &mut files)?;
    renaming.mend_translations(graph, &speeches, &mut files)?;

    let mut texts = Vec::new();
    for speech in &speeches {
        let text = files.take(speech.file).map_err(|cause| renaming.refusal(speech.file, cause))?;
        texts.push(text);
    }
    let mut changes = files.changes();
    for (speech, text) in speeches.iter().zip(texts) {
        renaming.move_speech(speech, text, &mut changes)?;
    }
    Ok(changes)
}

/// What it takes to say of the speech `id`, in all its languages or in one, that it is withdrawn.
///
/// # Errors
///
/// As [`rename`].
pub(crate) fn withdraw(
    sources: &Sources,
    graph: &Graph,
    id: &str,
    date: Date,
    reason: Option<&str>,
) -> Result<Changes, Refusal> {
    let mut files = Files::new(sources, &graph.config);
    for speech in called(graph, id)? {
        let withdrawal =
            Value::fields([("date", Some(date.into())), ("reason", reason.map(Value::from))]);
        files.edit(speech.file, |edits| edits.set("withdrawn", withdrawal)).map_err(|cause| {
            Refusal::Edit { path: sources.file(speech.file).path.clone(), cause }
        })?;
    }
    Ok(files.changes())
}

/// The versions of the speech that `name` means, withdrawn ones among them.
fn called<'g>(graph: &'g Graph, name: &str) -> Result<Vec<&'g Speech>, Refusal> {
    let all = || graph.corpus.speeches.iter().chain(&graph.corpus.withdrawn).map(|one| &**one);
    let speeches: Vec<&Speech> = all().filter(|speech| speech.is_called(name)).collect();
    if speeches.is_empty() {
        let near = nearest(name, all().map(|speech| speech.id.as_str()));
        let hint = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        return Err(Refusal::Unknown { id: name.to_owned(), hint });
    }
    Ok(speeches)
}

struct Renaming<'s> {
    sources: &'s Sources,
    new: &'s str,
    /// The new name of each file.
    names: BTreeMap<FileId, String>,
}

impl<'s> Renaming<'s> {
    fn path(&self, file: FileId) -> &'s str {
        &self.sources.file(file).path
    }

    fn refusal(&self, file: FileId, cause: EditError) -> Refusal {
        Refusal::Edit { path: self.path(file).to_owned(), cause }
    }

    /// `<new>.<lang>.md` for `<id>.<lang>.md`; a file that does not say its language goes on not to.
    fn name_of_file(&self, speech: &Speech) -> Result<String, Refusal> {
        let path = self.path(speech.file);
        let name = path.rsplit('/').next().unwrap_or_default();
        match name.strip_prefix(speech.id.as_str()) {
            Some(rest) if rest.starts_with('.') => Ok(format!("{}{rest}", self.new)),
            _ => Err(Refusal::InFolder { path: path.to_owned() }),
        }
    }

    /// Writes the links of a file that lead to the speech anew.
    fn mend_links(
        &self,
        graph: &Graph,
        file: FileId,
        files: &mut Files<'_>,
    ) -> Result<(), Refusal> {
        let path = self.path(file);
        let text = self.sources.file(file).text().unwrap_or_default();
        // Without such an ending no link can lead to a speech.
        if !text.contains(".md") && !text.contains('@') {
            return Ok(());
        }

        for address in addresses(text) {
            if address.is_mention {
                self.mend_paragraph_link(graph, file, &address, files)?;
                continue;
            }
            let target = match graph.link(path, &address.text) {
                Link::Within(Destination::Speech(id), _) => graph.corpus.speech(*id).file,
                Link::Within(Destination::Withdrawn(index), _) => {
                    graph.withdrawn_speech(*index).0.file
                }
                _ => continue,
            };
            let Some(name) = self.names.get(&target) else {
                continue;
            };
            let edited = match address.file_name() {
                Some(range) => files.edit(file, |edits| edits.replace_body(range, name.as_str())),
                // Which bytes are the name is known to the parser alone.
                None => Err(EditError::Unclear { key: text[address.link.clone()].to_owned() }),
            };
            edited.map_err(|cause| self.refusal(file, cause))?;
        }
        Ok(())
    }

    /// Writes a link to a paragraph, `@id#t2p1`, anew.
    fn mend_paragraph_link(
        &self,
        graph: &Graph,
        file: FileId,
        address: &Address,
        files: &mut Files<'_>,
    ) -> Result<(), Refusal> {
        let href = format!("@{}", address.text);
        let Link::Within(Destination::Speech(id), _) = graph.link(self.path(file), &href) else {
            return Ok(());
        };
        let speech = graph.corpus.speech(*id);
        if !self.names.contains_key(&speech.file) {
            return Ok(());
        }
        let edited = match &address.range {
            Some(range) => {
                let id = range.start..range.start + speech.id.len();
                files.edit(file, |edits| edits.replace_body(id, self.new))
            }
            None => Err(EditError::Unclear { key: href }),
        };
        edited.map_err(|cause| self.refusal(file, cause))
    }

    /// Has decisions about the speech name it by its new id.
    fn mend_decisions(
        &self,
        graph: &Graph,
        speeches: &[&Speech],
        files: &mut Files<'_>,
    ) -> Result<(), Refusal> {
        let decisions = &graph.corpus.decisions;
        let Some(file) = self.sources.find(DECISIONS_PATH) else {
            return Ok(());
        };
        let about = decisions.always.iter().chain(&decisions.never).map(|meaning| &meaning.speech);
        let about = about.chain(decisions.keep.iter().map(|kept| &kept.speech));

        for Reference { id, span } in about.flatten() {
            let Some(speech) = speeches.iter().find(|speech| speech.is_called(id)) else {
                continue;
            };
            let rest = id.strip_prefix(speech.id.as_str()).unwrap_or_default();
            // A file of TOML has no front matter: it is all body.
            let written = format!("\"{}{rest}\"", self.new);
            files
                .edit(file, |edits| edits.replace_body(span.clone(), written))
                .map_err(|cause| self.refusal(file, cause))?;
        }
        Ok(())
    }

    /// Has translations of the speech name it by its new id.
    fn mend_translations(
        &self,
        graph: &Graph,
        speeches: &[&Speech],
        files: &mut Files<'_>,
    ) -> Result<(), Refusal> {
        for translation in graph.corpus.speeches.iter().chain(&graph.corpus.withdrawn) {
            let Some(Reference { id, span }) = &translation.translation_of else {
                continue;
            };
            let Some(speech) = speeches.iter().find(|speech| speech.is_called(id)) else {
                continue;
            };
            let rest = id.strip_prefix(speech.id.as_str()).unwrap_or_default();
            let written = format!("{}{rest}", self.new);
            files
                .edit(translation.file, |edits| edits.replace_scalar(span.clone(), &written))
                .map_err(|cause| self.refusal(translation.file, cause))?;
        }
        Ok(())
    }

    /// Moves the file of a speech, what `import` left beside it, its captions, and its lock.
    fn move_speech(
        &self,
        speech: &Speech,
        text: String,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let path = self.path(speech.file);
        let name = &self.names[&speech.file];
        self.move_file(path, name, text, changes)?;

        let (stem, new_stem) = (path.trim_end_matches(".md"), name.trim_end_matches(".md"));
        for ending in [".aside.md", ".vtt"] {
            let beside = format!("{stem}{ending}");
            if let Some(file) = self.sources.find(&beside)
                && let Some(text) = self.sources.file(file).text()
            {
                let name = format!("{new_stem}{ending}");
                self.move_file(&beside, &name, text.to_owned(), changes)?;
            }
        }

        // What was set aside from the first of several versions is named after none.
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = format!("{folder}/{}.aside.md", speech.id);
        if changes.get(&beside).is_none()
            && let Some(file) = self.sources.find(&beside)
            && let Some(text) = self.sources.file(file).text()
        {
            let name = format!("{}.aside.md", self.new);
            self.move_file(&beside, &name, text.to_owned(), changes)?;
        }

        let old_name = speech.full_id();
        let new_name = format!("{}.{}", self.new, speech.lang);
        let imported = import_lock_path(&old_name);
        if let Some(file) = self.sources.find(&imported)
            && let Some(text) = self.sources.file(file).text()
        {
            changes.remove(imported);
            changes.write(import_lock_path(&new_name), text);
        }
        let lock = lock_path(&old_name);
        if let Some(file) = self.sources.find(&lock)
            && let Some(text) = self.sources.file(file).text()
        {
            let renamed = renamed_lock(text, &old_name, &new_name);
            changes.remove(lock);
            changes.write(lock_path(&new_name), renamed);
        }
        Ok(())
    }

    fn move_file(
        &self,
        path: &str,
        name: &str,
        text: String,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = format!("{folder}/{name}");
        if self.sources.find(&target).is_some() {
            return Err(Refusal::Taken { path: target });
        }
        changes.remove(path);
        changes.create(target, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests;

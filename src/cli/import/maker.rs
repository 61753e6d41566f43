//! Documents → speeches whose texts wait, a few documents at a time.
//!
//! **Invariant:** the order of what is made is that of the documents, however many are made at once.

use super::again::{self, Unmerged};
use super::corpora::Corpora;
use super::existing::Existing;
use super::places::placed;
use super::proof::{self, Refused};
use super::spool::Spool;
use super::stem::Stem;
use super::{Arguments, Fresh, Made, Page, Repairs, report, spool_failed, unknown_language};
use crate::base::digest::sha256;
use crate::base::sources::Sources;
use crate::cli::Failure;
use crate::cli::language::Language;
use crate::cli::site::is_known_language;
use crate::disk::load::{self, PassedOver};
use crate::disk::publish::Print;
use crate::import::merge::Version;
use crate::import::{self, Ids, Manuscript, Options, ReadOptions};
use crate::reading::config::Config;
use crate::reading::corpus::import_lock_path;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// What became of the documents.
pub(super) struct Sorted {
    pub(super) sound: Vec<Made>,
    pub(super) refused: Vec<Refused>,
    /// Those of which the site has a speech.
    pub(super) skipped: Vec<PassedOver>,
}

/// Why no speech is made of a document.
enum Unmade {
    /// The site has one.
    Skipped(String),
    Refused(String),
}

impl From<String> for Unmade {
    fn from(why: String) -> Self {
        Unmade::Refused(why)
    }
}

/// What is needed to make speeches of documents.
pub(super) struct Maker<'m> {
    pub(super) arguments: &'m Arguments,
    pub(super) sources: &'m Sources,
    pub(super) config: &'m Config,
    pub(super) existing: Existing,
    pub(super) spool: &'m Spool,
    /// The ids of the entities that the documents name by identifiers.
    pub(super) ids: &'m Ids,
    /// The corpora among them.
    pub(super) corpora: &'m Corpora,
    /// In which the reports are.
    pub(super) language: Language,
}

/// Bytes of documents that are made side by side: enough for all processors, and few enough that
/// what is made of them takes some tens of megabytes.
const BATCH: u64 = 4 << 20;

impl Maker<'_> {
    /// Makes speeches of all documents; those that the site could not be built with are refused, and
    /// so are those that it has already, unless they are to be skipped.
    pub(super) fn all(&self, paths: &[PathBuf]) -> Result<Sorted, Failure> {
        let force = self.arguments.force;
        let exists = |path: &str| !force && self.sources.find(path).is_some();
        let mut made: Vec<Made> = Vec::new();
        let mut refused = Vec::new();
        let mut skipped = Vec::new();
        let mut planned = BTreeSet::new();
        for paths in batches(paths) {
            let read: Vec<Vec<Result<Fresh, Unmade>>> =
                paths.par_iter().map(|path| self.speeches(path)).collect();

            let mut fresh = Vec::with_capacity(read.len());
            for (path, document) in of_files(paths, read) {
                let placed = document.and_then(|document| Ok(placed(document, &planned, &exists)?));
                match placed {
                    Ok(document) => {
                        planned.insert(document.speech.clone());
                        planned.extend(document.aside.clone());
                        fresh.push(document);
                    }
                    Err(Unmade::Refused(why)) => refused.push(Refused { path: path.clone(), why }),
                    Err(Unmade::Skipped(why)) => {
                        skipped.push(PassedOver { path: path.clone(), why });
                    }
                }
            }
            let kept: Vec<io::Result<Made>> =
                fresh.into_par_iter().map(|document| self.kept(document)).collect();
            for document in kept {
                made.push(document.map_err(spool_failed)?);
            }
        }

        let sifted = proof::sift(self.sources, made, self.spool).map_err(spool_failed)?;
        refused.extend(sifted.refused);
        Ok(Sorted { sound: sifted.sound, refused, skipped })
    }

    /// Has the texts of a document wait, with what is said of it.
    fn kept(&self, document: Fresh) -> io::Result<Made> {
        let dry_run = self.arguments.dry_run;
        let share = report::Share::of(&document.imported);
        let report = match self.arguments.json {
            true => report::json(&document, &share, dry_run),
            false => report::human(&document, &share, dry_run, self.language),
        };
        let n_doubts = document.doubts().len();
        let Fresh { path, imported, speech, aside, version, again, .. } = document;
        let page = |path: String, text: &str, is_new: bool| -> io::Result<Page> {
            let print = Print::of(text.as_bytes());
            Ok(Page { path, is_new, print, text: self.spool.keep(text)? })
        };
        let is_again = again.is_some();
        let is_new = !is_again && !self.arguments.force;
        let (merged, merged_aside) = match again {
            Some(again) => (Some(again.speech), again.aside),
            None => (None, None),
        };
        let text = merged.map_or(imported.speech, |merged| merged.text);
        let aside = match (aside, merged_aside) {
            (Some(path), Some(merged)) => Some(page(path, &merged.text, false)?),
            (Some(path), None) => Some(page(path, &imported.aside, !self.arguments.force)?),
            (None, _) => None,
        };
        let stem = format!("content/speeches/{}", imported.id);
        let ending = aside.as_ref().and_then(|page| page.path.strip_prefix(&stem));
        let version = match ending {
            Some(ending) => version.beside(ending, &imported.aside),
            None => version,
        };
        let lock = import_lock_path(&format!("{}.{}", imported.id, imported.lang));
        let is_new_lock = self.sources.find(&lock).is_none();
        Ok(Made {
            path,
            is_again,
            date: imported.date,
            n_turns: imported.n_turns,
            n_doubts,
            aside_percent: share.percent(),
            entities: imported.entities,
            head: proof::head(&text).to_owned(),
            speech: page(speech, &text, is_new)?,
            aside,
            lock: page(lock, &version.lock(), is_new_lock)?,
            report: self.spool.keep(&report)?,
            lang: imported.lang,
        })
    }
}

/// The documents in parts that are made side by side.
fn batches(paths: &[PathBuf]) -> Vec<&[PathBuf]> {
    let mut batches = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, path) in paths.iter().enumerate() {
        size += std::fs::metadata(path).map_or(0, |file| file.len());
        if size >= BATCH {
            batches.push(&paths[start..=at]);
            (start, size) = (at + 1, 0);
        }
    }
    batches.push(&paths[start..]);
    batches
}

/// What was made of files, each with its path.
fn of_files<T>(paths: &[PathBuf], made: Vec<Vec<T>>) -> Vec<(&PathBuf, T)> {
    let mut all = Vec::with_capacity(made.len());
    for (path, of_file) in paths.iter().zip(made) {
        for one in of_file {
            all.push((path, one));
        }
    }
    all
}

/// A document as it is on the disk.
struct Found<'p> {
    path: &'p Path,
    name: String,
    sha256: String,
}

impl Maker<'_> {
    /// Makes the speeches of one file, or says why that is impossible.
    fn speeches(&self, path: &Path) -> Vec<Result<Fresh, Unmade>> {
        let (found, manuscripts) = match self.manuscripts(path) {
            Ok(read) => read,
            Err(unmade) => return vec![Err(unmade)],
        };
        let is_one = manuscripts.len() == 1;
        let options = [self.arguments.id.is_some(), self.arguments.title.is_some()];
        if !is_one && options.contains(&true) {
            let why = format!(
                "it holds {} speeches, and `--id` and `--title` are for one",
                manuscripts.len()
            );
            return vec![Err(Unmade::Refused(why))];
        }

        let mut speeches = Vec::with_capacity(manuscripts.len());
        for manuscript in manuscripts {
            let part = manuscript.facts.part.clone().filter(|_| !is_one);
            let speech = self.speech(&found, manuscript);
            speeches.push(speech.map_err(|unmade| match (unmade, part) {
                (Unmade::Refused(why), Some(part)) => Unmade::Refused(format!("`{part}`: {why}")),
                (unmade, _) => unmade,
            }));
        }
        speeches
    }

    /// Reads one file.
    fn manuscripts<'p>(&self, path: &'p Path) -> Result<(Found<'p>, Vec<Manuscript>), Unmade> {
        let document = load::document(path).map_err(|error| error.to_string())?;
        if document.size > import::MAX_DOCUMENT_BYTES {
            return Err(format!(
                "the file has {} MiB, the limit is {} MiB; split it",
                document.size >> 20,
                import::MAX_DOCUMENT_BYTES >> 20
            )
            .into());
        }

        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sha256 = sha256(&document.bytes);
        if let Some(speech) = self.existing.made_of(&name, &sha256) {
            return Err(Unmade::Skipped(format!("its speech is there: `{speech}`")));
        }
        let lists = self.corpora.lists_of(path);
        let read_options = ReadOptions { select: self.arguments.select.clone(), lists };
        let manuscripts = import::read_all(&name, &document.bytes, &read_options)
            .map_err(|refusal| format!("{}; {}", refusal.message, refusal.hint))?;
        Ok((Found { path, name, sha256 }, manuscripts))
    }

    /// Makes a speech of one document, or says why that is impossible.
    fn speech(&self, found: &Found<'_>, manuscript: Manuscript) -> Result<Fresh, Unmade> {
        let Found { path, name, sha256 } = found;
        let (arguments, existing) = (self.arguments, &self.existing);
        let languages = &self.config.languages;
        let Stem { stem, lang } = Stem::of(name, languages);
        let options = Options {
            file: name,
            stem,
            sha256,
            id: arguments.id.as_deref(),
            title: arguments.title.as_deref(),
            date: arguments.date,
            lang: arguments.lang.clone().or(lang),
            url: arguments.url.as_deref(),
            retrieved: arguments.retrieved,
            text_status: arguments.text_status.as_deref(),
            repair: arguments.repair.map(Repairs::mode),
            entities: Some(self.ids),
            languages,
        };
        let mut imported = import::import(manuscript, &options).ok_or(
            "its characters could not be accounted for, \
                 which is a mistake of this program: nothing was written"
                .to_owned(),
        )?;
        if imported.date.is_none() {
            return Err(
                "it names no date; say it with `--date 2024-03-07`, or begin the file's name with it"
                    .to_owned()
                    .into(),
            );
        }
        if imported.lang.tag() == "und" {
            return Err("its language cannot be told from its words; say it with `--lang en`"
                .to_owned()
                .into());
        }
        if !is_known_language(&imported.lang, languages) {
            return Err(unknown_language(&imported.lang).to_string().into());
        }

        let full_id = format!("{}.{}", imported.id, imported.lang);
        if let Some(speech) = existing.by_id.get(&full_id) {
            return Err(Unmade::Skipped(format!("a speech with its id is there: `{speech}`")));
        }

        let speech = format!("content/speeches/{full_id}.md");
        let there = existing.by_name.get(&full_id);
        let aside = (!imported.aside.is_empty())
            .then(|| format!("content/speeches/{}.aside.md", imported.id));
        if there.is_none()
            && let Some((other, id)) = existing.other_of(name, &full_id)
        {
            imported.remarks.push(format!(
                "`{other}` was made of a document of this name; if this is a new version of it, \
                 take this speech away and import it with `--id {id}`"
            ));
        }
        let version = Version::of(name, sha256, &self.given(), &imported.speech);
        let document = Fresh {
            path: path.to_path_buf(),
            file: name.clone(),
            imported,
            speech,
            aside,
            version,
            again: None,
        };
        match there {
            Some(there) if !arguments.force => {
                let is_meant = arguments.id.is_some();
                again::merged(document, there, is_meant, self.sources).map_err(|why| match why {
                    Unmerged::Unchanged => Unmade::Skipped(format!("`{there}` has what it says")),
                    Unmerged::Refused(why) => Unmade::Refused(why),
                })
            }
            Some(other) if *other != document.speech => Err(Unmade::Refused(format!(
                "a speech with its id is there: `{other}`; say another with `--id`"
            ))),
            _ => Ok(document),
        }
    }

    /// The keys of front matter that options say.
    fn given(&self) -> Vec<&'static str> {
        let arguments = self.arguments;
        let mut given = Vec::new();
        for (key, is_given) in [
            ("title", arguments.title.is_some()),
            ("date", arguments.date.is_some()),
            ("text_status", arguments.text_status.is_some()),
            ("sources", arguments.url.is_some() || arguments.retrieved.is_some()),
        ] {
            given.extend(is_given.then_some(key));
        }
        given
    }
}

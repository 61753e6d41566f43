//! A document on its way to being files of the site: just read, waiting, and as pages to be written.

use super::again::Again;
use super::spool::Kept;
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::disk::publish::Print;
use crate::import::Imported;
use crate::import::merge::Version;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A document of which a speech was just made, and the paths of its files.
pub(super) struct Fresh {
    /// Where the document is.
    pub(super) path: PathBuf,
    /// The document's file name.
    pub(super) file: String,
    pub(super) imported: Imported,
    /// The path of the speech in the site.
    pub(super) speech: String,
    /// The path of what was set aside; `None` if nothing was.
    pub(super) aside: Option<String>,
    /// By what a later version of it is merged with what is edited from now on.
    pub(super) version: Version,
    /// What the speech becomes that is there.
    pub(super) again: Option<Again>,
}

impl Fresh {
    /// What an editor should look at: line of the speech from 1, and what is said there.
    pub(super) fn doubts(&self) -> &[(usize, String)] {
        match &self.again {
            Some(again) => &again.speech.doubts,
            None => &self.imported.doubts,
        }
    }
}

/// A document of which a speech was made; its texts wait.
pub(super) struct Made {
    /// Where the document is.
    pub(super) path: PathBuf,
    pub(super) lang: Lang,
    /// Whether it was merged with the speech that was there.
    pub(super) is_again: bool,
    pub(super) date: Option<Date>,
    pub(super) n_turns: usize,
    pub(super) n_doubts: usize,
    /// How much of it is not in the speech, in percent.
    pub(super) aside_percent: f64,
    /// The ids of the entities that it names by identifiers.
    pub(super) entities: BTreeSet<String>,
    pub(super) speech: Page,
    pub(super) aside: Option<Page>,
    /// What is kept of this version.
    pub(super) lock: Page,
    /// What is said of it.
    pub(super) report: Kept,
    /// The front matter of the speech.
    pub(super) head: String,
}

/// A file that will be written.
pub(super) struct Page {
    /// Its path in the site.
    pub(super) path: String,
    /// Whether nothing may be there.
    pub(super) is_new: bool,
    pub(super) print: Print,
    pub(super) text: Kept,
}

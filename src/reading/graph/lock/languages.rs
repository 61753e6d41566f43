//! The lock of the site itself: which languages it had, the default one first.
//!
//! The folders of all pages follow from them, so of pages other than speeches this is enough to know
//! where they were.

use super::damage::{Keeps, Reading};
use super::file::{Lines, Records};
use crate::base::decode::bytes_of;
use crate::base::diag::{Code, Diagnostics};
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::OLD_LOCK_PATH;
use std::collections::BTreeSet;

/// No id is `@`, so neither a speech nor an entity has this lock.
pub(super) const PATH: &str = "content/ids/@/ids.lock";

const HEADER: &str = "# Keeps the languages that the published site had, on which its addresses depend. Written by `oratory build`; keep it in version control.\n";

/// What the lock knows of the site.
#[derive(Debug, Default)]
pub(super) struct Site {
    pub file: Option<FileId>,
    /// `en zh`: the languages of the site, each list once, in the order of the alphabet.
    pub lists: BTreeSet<String>,
}

pub(super) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Site {
    let mut site = Site { file: sources.find(PATH), ..Site::default() };
    let Some(file) = site.file else {
        return site;
    };
    let Some(lock) = bytes_of(sources, file, diagnostics) else {
        return site;
    };

    let mut is_whole = false;
    let mut unreadable = Vec::new();
    for line in Lines::new(file, lock) {
        match line.text.strip_prefix("languages ") {
            Some(list) if !languages_of(list).is_empty() => {
                site.lists.insert(list.trim().to_owned());
            }
            _ if line.text == "end" => is_whole = true,
            _ => unreadable.push(line.span),
        }
    }
    let is_empty = site.lists.is_empty();
    Reading { file, unreadable, is_whole, is_empty }.tell(lock, Keeps::Addresses, diagnostics);
    site
}

impl Site {
    /// Keeps the languages that the site has, and gives the lists that it had.
    pub(super) fn keep(&mut self, languages: &[Lang]) -> Vec<Vec<Lang>> {
        let tags: Vec<&str> = languages.iter().map(Lang::tag).collect();
        let now = tags.join(" ");
        let others = self.lists.iter().filter(|list| **list != now);
        let former = others.map(|list| languages_of(list)).collect();
        self.lists.insert(now);
        former
    }

    pub(super) fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for list in &self.lists {
            text.extend(["languages ", list, "\n"]);
        }
        text.push_str("end\n");
        text
    }
}

/// The languages of a list; none where one of them is no language.
fn languages_of(list: &str) -> Vec<Lang> {
    list.split_whitespace().map(Lang::parse).collect::<Option<Vec<Lang>>>().unwrap_or_default()
}

/// Locks of a version that kept no addresses do not say which languages the site had, on which they
/// depend; it is taken to have had those that it has.
pub(super) fn tell_unknown(
    site: &Site,
    records: &Records,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let default = format!(".{}", config.default_language());
    let is_certain =
        config.languages.len() == 1 && records.keys().all(|name| name.ends_with(&default));
    if site.file.is_some() || is_certain {
        return;
    }
    let old = records.values().find_map(|record| record.file);
    if let Some(file) = old.or_else(|| sources.find(OLD_LOCK_PATH)) {
        let message = "the locks do not say in which languages the site was published before";
        let hint = "if `languages` in `oratory.toml` is as it was then, nothing has to be done; else write the old list there, run `oratory build` once, and then the new one";
        diagnostics.tell(Code::OldLock, Span::new(file, 0..0), message, hint);
    }
}

//! The locks of the site's own pages: where each was published, and what its text is known by.
//!
//! One file for each version of a page, below the lock of the site itself, in folders as the pages
//! lie in. A page whose file was moved is known by its text, as speeches are, or because it says
//! under `redirects` where it was. Its old address leads on, unless another page lies there by now.
//!
//! **Invariant:** an address that was published is in some lock as long as anybody keeps it, and leads
//! to one page at most.

use super::damage::{Keeps, Reading};
use super::file::{Lines, is_page, read_kind};
use super::print::hash_of;
use super::renamed::{Newcomer, recognise};
use super::{Absent, Owner, Shared, Words, words_of};
use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Sources};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, LOCK_FOLDER, Page};
use crate::reading::graph::addresses::file_at;
use crate::reading::graph::routes::{folder_in, own_page};
use std::collections::{BTreeMap, BTreeSet, HashSet};

const HEADER: &str = "# Keeps the addresses of a published page. Written by `oratory build`; keep it in version control.\n";

/// What the lock knows of a version of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub file: Option<FileId>,
    /// Where it was published, from the root of the site.
    addresses: BTreeSet<Box<str>>,
    /// The hashes of its paragraphs, in order.
    text: Vec<u32>,
}

/// What is known of each version, by its name: `essays/the-harbour.en`.
pub(super) type OwnPages = BTreeMap<String, Known>;

/// What the locks of pages come to.
#[derive(Debug, Default)]
pub(super) struct OwnAddresses {
    /// Where each page was before, by its index.
    pub former: Vec<Vec<Box<str>>>,
    pub absent: Vec<Absent>,
    pub shared: Vec<Shared>,
}

/// The name of the page whose lock is at `path`. The lock of the site itself has none.
pub(super) fn name_of(path: &str) -> Option<&str> {
    path.strip_prefix(LOCK_FOLDER)?.strip_prefix("@/")?.strip_suffix("/ids.lock")
}

/// Where the lock of the page `name` is.
pub(super) fn path_of(name: &str) -> String {
    format!("{LOCK_FOLDER}@/{name}/ids.lock")
}

pub(super) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> OwnPages {
    read_kind(sources, name_of, Known::read, diagnostics)
}

impl Known {
    fn read(file: FileId, lock: &[u8], diagnostics: &mut Diagnostics) -> Known {
        let mut known = Known { file: Some(file), ..Known::default() };
        let mut is_whole = false;
        let mut unreadable = Vec::new();
        for line in Lines::new(file, lock) {
            let text = |hash: &str| u32::from_str_radix(hash, 16).ok().filter(|_| hash.len() == 8);
            match line.text.split_once(' ') {
                Some(("at", address)) if is_page(address) => {
                    known.addresses.insert(address.into());
                }
                Some(("text", hash)) if text(hash).is_some() => known.text.extend(text(hash)),
                None if line.text == "end" => is_whole = true,
                _ => unreadable.push(line.span),
            }
        }
        let is_empty = known.addresses.is_empty();
        Reading { file, unreadable, is_whole, is_empty }.tell(lock, Keeps::Addresses, diagnostics);
        known
    }

    pub(super) fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for address in &self.addresses {
            text.extend(["at ", address, "\n"]);
        }
        for hash in &self.text {
            text.push_str(&format!("text {hash:08x}\n"));
        }
        text.push_str("end\n");
        text
    }
}

/// Has the locks keep where every page is now, and says what that comes to. Where some files could
/// not be read, nothing is taken for moved or gone.
pub(super) fn keep(
    known: &mut OwnPages,
    corpus: &Corpus,
    config: &Config,
    former_languages: &[Vec<Lang>],
    is_complete: bool,
) -> OwnAddresses {
    let claimed = claimed(corpus);
    // By a version that kept no addresses of pages; where they were follows from the languages.
    let is_first = known.is_empty();
    if is_complete {
        for (old, new) in heirs(known, corpus, &claimed) {
            let gone = known.remove(&old).unwrap_or_default();
            known.entry(new).or_default().addresses.extend(gone.addresses);
        }
    }

    let mut owners: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    for (index, page) in kept(corpus) {
        let record = known.entry(page.full_id()).or_default();
        record.addresses.insert(own_page(config, page).into());
        if is_first {
            let folders = former_languages.iter().filter_map(|list| folder_in(list, &page.lang));
            record.addresses.extend(folders.map(|at| format!("{at}{}.html", page.id).into()));
        }
        record.text = page.body.paragraphs.iter().map(|one| hash_of(&one.text)).collect();
        for address in &record.addresses {
            owners.entry(address.clone()).or_default().push(index);
        }
    }

    let mut addresses =
        OwnAddresses { former: vec![Vec::new(); corpus.pages.len()], ..OwnAddresses::default() };
    let now: HashSet<String> = kept(corpus).map(|(_, page)| own_page(config, page)).collect();
    for (address, owners) in owners {
        match (claimed.get(&*address), owners.as_slice()) {
            // What a file says is done for it already, also that the address is its own for good.
            (Some(_), _) => {}
            (None, owners) if owners.len() > 1 && !now.contains(&*address) => {
                let owners = owners.iter().map(|index| Owner::of_page(&corpus.pages[*index]));
                let (address, owners) = (address.into(), owners.collect());
                addresses.shared.push(Shared { address, owners });
            }
            (None, owners) => {
                for index in owners {
                    if *address != *own_page(config, &corpus.pages[*index]) {
                        addresses.former[*index].push(address.clone());
                    }
                }
            }
        }
    }
    if is_complete {
        addresses.absent = absent(known, corpus);
    }
    addresses
}

/// The pages that have an address of their own, with their indices; the text of the home page has
/// none.
fn kept(corpus: &Corpus) -> impl Iterator<Item = (usize, &Page)> {
    corpus.pages.iter().enumerate().filter(|(_, page)| !page.is_home())
}

/// The old addresses that files of pages claim, and the name of the first that does.
fn claimed(corpus: &Corpus) -> BTreeMap<String, String> {
    let mut claimed = BTreeMap::new();
    for (_, page) in kept(corpus) {
        for old in &page.redirects {
            if let Some(address) = file_at(&old.id) {
                claimed.entry(address).or_insert_with(|| page.full_id());
            }
        }
    }
    claimed
}

/// Which page each lock without one belongs to now, where that is certain.
fn heirs(
    known: &OwnPages,
    corpus: &Corpus,
    claimed: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let gone = gone(known, corpus);
    if gone.is_empty() {
        return Vec::new();
    }

    let newcomers: Vec<(String, Vec<Words<'_>>)> = kept(corpus)
        .map(|(_, page)| (page.full_id(), page))
        .filter(|(name, _)| !known.contains_key(name))
        .map(|(name, page)| (name, words_of(&page.body)))
        .collect();
    let texts: BTreeMap<&str, Vec<u32>> =
        gone.iter().map(|(name, record)| (name.as_str(), record.text.clone())).collect();
    let newcomers: Vec<Newcomer<'_>> =
        newcomers.iter().map(|(name, words)| Newcomer { name, words }).collect();
    let recognised = recognise(&newcomers, &texts);

    let mut heirs = Vec::new();
    for (old, record) in gone {
        let written = || record.addresses.iter().find_map(|address| claimed.get(&**address));
        let same = || recognised.iter().find(|(_, known_as)| *known_as == old);
        // In another branch it was moved already.
        let kept = || {
            let has = |(_, other): &(&String, &Known)| {
                !record.addresses.is_empty() && record.addresses.is_subset(&other.addresses)
            };
            known.iter().filter(|(name, _)| *name != old).find(has)
        };
        let heir = written()
            .cloned()
            .or_else(|| same().map(|(name, _)| (*name).to_owned()))
            .or_else(|| kept().map(|(name, _)| name.clone()));
        heirs.extend(heir.map(|heir| (old.clone(), heir)));
    }
    heirs
}

/// The locks whose page is not there.
fn gone<'k>(known: &'k OwnPages, corpus: &Corpus) -> Vec<(&'k String, &'k Known)> {
    let present: HashSet<String> = kept(corpus).map(|(_, page)| page.full_id()).collect();
    known.iter().filter(|(name, _)| !present.contains(*name)).collect()
}

fn absent(known: &OwnPages, corpus: &Corpus) -> Vec<Absent> {
    let mut absent = Vec::new();
    for (name, record) in gone(known, corpus) {
        if let Some(file) = record.file {
            let pages = record.addresses.iter().map(ToString::to_string).collect();
            absent.push(Absent { name: name.clone(), pages, file });
        }
    }
    absent
}

impl Owner {
    fn of_page(page: &Page) -> Owner {
        Owner { name: page.id.clone(), file: page.file }
    }
}

//! Files to publish → those of them that a disk can hold beside each other.

use super::{Output, Work};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::say;
use crate::reading::graph::address_key;
use crate::site::pages::Pages;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Sorts by path, and reports what no disk can hold: two files at one path, also where only case or
/// the form of an accent tells them apart, and a file where another needs a folder. The first is
/// kept.
pub(super) fn keep_unique(outputs: &mut Vec<Output>, pages: &Pages, diagnostics: &mut Diagnostics) {
    outputs.par_sort_by(|a, b| a.path.cmp(&b.path));
    // Each with the end of its folder.
    let keys = outputs.par_iter().map(|output| {
        let key = address_key(&output.path);
        let end = key.rfind('/');
        (key, end)
    });
    let keys: Vec<(Cow<'_, str>, Option<usize>)> = keys.collect();
    let mut files: FxHashMap<&str, usize> =
        FxHashMap::with_capacity_and_hasher(outputs.len(), FxBuildHasher);
    // Each folder, with the first file in it.
    let mut folders: FxHashMap<&str, usize> = FxHashMap::default();
    let mut last_folder = None;
    let mut is_kept = Vec::with_capacity(outputs.len());
    let mut told = BTreeSet::new();

    for (at, (output, (key, end))) in outputs.iter().zip(&keys).enumerate() {
        // What is above a file was looked at with the file before it, if they are side by side.
        let folder = end.map(|end| &key[..end]);
        let n_above = if folder == last_folder { 0 } else { usize::MAX };
        let above = || key.match_indices('/').map(|(at, _)| &key[..at]).take(n_above);

        let mistake = if let Some(other) = files.get(&**key) {
            clash(output, &outputs[*other], pages)
        } else if let Some(other) = folders.get(&**key) {
            Some(folder_clash(&outputs[*other], output, pages))
        } else if let Some(other) = above().find_map(|folder| files.get(folder)) {
            // Once, however many files would lie there.
            told.insert(*other).then(|| folder_clash(output, &outputs[*other], pages))
        } else {
            above().for_each(|folder| _ = folders.entry(folder).or_insert(at));
            files.insert(key, at);
            last_folder = folder;
            is_kept.push(true);
            continue;
        };
        diagnostics.extend(mistake);
        is_kept.push(false);
    }
    drop(keys);
    let mut is_kept = is_kept.into_iter();
    outputs.retain(|_| is_kept.next().unwrap_or_default());
}

/// What is said of two files at one path; nothing of two pages, whose addresses were compared when
/// they were laid out.
fn clash(output: &Output, other: &Output, pages: &Pages) -> Option<Diagnostic> {
    if let (Work::Page(_), Work::Page(_)) = (&output.work, &other.work) {
        return None;
    }
    let message = if output.path == other.path {
        say!("two files claim `{output}`", output = &*output.path)
    } else {
        say!(
            "two files claim `{other}` and `{output}`, which many disks take for one",
            other = &*other.path,
            output = &*output.path
        )
    };
    Some(between(Diagnostic::new(Code::RouteClash, message), output, other, pages))
}

/// What is said of `output`, which lies in a folder that `file` is not.
fn folder_clash(output: &Output, file: &Output, pages: &Pages) -> Diagnostic {
    let message = say!(
        "`{file}` is a file, and `{output}` needs a folder there",
        file = &*file.path,
        output = &*output.path
    );
    between(Diagnostic::new(Code::RouteClash, message), output, file, pages)
}

fn between(diagnostic: Diagnostic, output: &Output, other: &Output, pages: &Pages) -> Diagnostic {
    let mut diagnostic = diagnostic;
    for (output, word) in [(output, "this one"), (other, "and this one")] {
        if let Some(claim) = output.claim(pages) {
            diagnostic = diagnostic.at(claim, word);
        }
    }

    if diagnostic.labels.len() == 2 {
        diagnostic.hint("rename one of them")
    } else {
        diagnostic.hint("the site makes the other file by itself: rename this one, or take it away")
    }
}

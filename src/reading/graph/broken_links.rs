//! What to write for an address in content that leads to nothing.
//!
//! A folder that was renamed breaks all links into it, so what they may mean is put in order once,
//! when the first is met.

use super::Graph;
use crate::base::message::{Message, say};
use crate::base::slips::Candidates;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// What a broken link may have been meant to lead to.
pub(super) struct BrokenLinks<'g> {
    graph: &'g Graph,
    speeches: OnceCell<Candidates<&'g str>>,
    files: OnceCell<Files<'g>>,
}

/// The files of the content that have an address, in the order of their paths.
#[derive(Default)]
struct Files<'g> {
    /// The Markdown files by their names, without the language and with it.
    by_stem: FxHashMap<&'g str, Vec<&'g str>>,
    /// The names of all in a folder.
    of_folder: FxHashMap<&'g str, Candidates<&'g str>>,
}

impl<'g> BrokenLinks<'g> {
    pub(super) fn of(graph: &'g Graph) -> Self {
        BrokenLinks { graph, speeches: OnceCell::new(), files: OnceCell::new() }
    }

    /// What to write instead of such an address in the content file at `path`.
    pub(super) fn instead(&self, path: &str, href: &str) -> Message {
        let graph = self.graph;
        let target = href.split(['#', '?']).next().unwrap_or_default();
        if href.starts_with('@') {
            let called = target.trim_start_matches('@');
            let ids = || graph.corpus.speeches.iter().map(|speech| speech.id.as_str());
            let speeches = self.speeches.get_or_init(|| Candidates::of(ids()));
            return match speeches.nearest(called) {
                Some(near) => say!("did you mean `@{near}`?", near),
                None => "write the id of a speech, and the ¶ of its page: `@id#t12p3`".into(),
            };
        }
        // A mention without its sign, or with a full-width one.
        if let Some(id) = [Some(target), target.strip_prefix('＠')]
            .into_iter()
            .flatten()
            .find(|id| graph.corpus.find_entity(id).is_some())
        {
            return say!("of an entity write `[words](@{id})`", id);
        }
        if href.starts_with("www.") {
            return say!("write `https://{href}`", href);
        }
        if let Some((name, host)) = href.split_once('@')
            && !name.is_empty()
            && host.contains('.')
            && !host.contains('/')
        {
            return say!("write `mailto:{href}`", href);
        }
        if target.contains('\\') && graph.file_at(path, &target.replace('\\', "/")).is_some() {
            return say!("write `{href}`", href = href.replace('\\', "/"));
        }

        // A page is named by the file that it is made of.
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = target.rsplit('/').next().unwrap_or_default();
        let stem = name.trim_end_matches(".html").trim_end_matches(".md");
        let files = self.files.get_or_init(|| Files::of(graph.destinations.keys()));
        for file in files.by_stem.get(stem).into_iter().flatten() {
            let (of_file, file_name) = file.rsplit_once('/').unwrap_or_default();
            if of_file == folder {
                return say!("did you mean `{file_name}`?", file_name);
            }
            if target.contains('/') {
                return say!("did you mean `/{file}`?", file = file.trim_start_matches("content/"));
            }
        }
        let beside = files.of_folder.get(folder).filter(|_| !target.contains('/'));
        match beside.and_then(|names| names.nearest(name)) {
            Some(near) => say!("did you mean `{near}`?", near),
            None => {
                "name a file of the content, or write the address in full with `https://`".into()
            }
        }
    }
}

impl<'g> Files<'g> {
    fn of(paths: impl Iterator<Item = &'g String>) -> Self {
        let mut files = Files::default();
        let mut of_folder: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for path in paths {
            let (folder, name) = path.rsplit_once('/').unwrap_or_default();
            of_folder.entry(folder).or_default().push(name);

            // `a.en.md` is `a.en`, and `a` in a language.
            let Some(stem) = name.strip_suffix(".md") else {
                continue;
            };
            let without_lang = stem.rsplit_once('.').map(|(stem, _)| stem);
            for stem in [Some(stem), without_lang].into_iter().flatten() {
                if !stem.is_empty() {
                    files.by_stem.entry(stem).or_default().push(path);
                }
            }
        }
        let candidates = |(folder, names)| (folder, Candidates::of(names));
        files.of_folder = of_folder.into_iter().map(candidates).collect();
        files
    }
}

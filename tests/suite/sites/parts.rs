//! A site that is built in parts, each on a machine of its own.

use super::folder::Folder;
use super::own::sources;
use crate::cli::{ended, run};
use crate::project::{build, compile};
use oratory::{Options, Part, compose, understand};
use std::collections::BTreeMap;

#[test]
fn all_parts_together_are_the_site_and_no_file_is_in_two() {
    let sources = sources();
    let options = Options::default();
    let (_, whole) = build(&compile(&sources, &options));
    assert!(whole.len() > 100, "{}", whole.len());

    for n_parts in [1, 2, 3, 7] {
        let mut together = BTreeMap::new();
        for number in 1..=n_parts {
            let part = Part::parse(&format!("{number}/{n_parts}")).expect("a part");
            let site = compose(&sources, understand(&sources, &options)).of_part(part);
            let (_, files) = build(&site);
            assert!(!files.is_empty(), "{part} has nothing to do");
            for (path, bytes) in files {
                assert_eq!(together.insert(path.clone(), bytes), None, "{path} is in two parts");
            }
        }
        assert!(together == whole, "{n_parts} parts are not the site");
    }
}

#[test]
fn the_first_part_has_the_tables_and_the_last_the_search() {
    let sources = sources();
    for (number, word) in [(1, "data/"), (3, "search/")] {
        let part = Part::parse(&format!("{number}/3")).expect("a part");
        let understood = understand(&sources, &Options::default());
        let site = compose(&sources, understood).of_part(part);
        let is_of = |path: &str| path.starts_with(word);
        let n_here = site.outputs().iter().filter(|output| is_of(&output.path)).count();
        let whole = compile(&sources, &Options::default());
        let n_all = whole.outputs().iter().filter(|output| is_of(&output.path)).count();
        assert!(n_here == n_all && n_all > 5, "{word}: {n_here} of {n_all}");
    }
}

#[test]
fn a_part_gives_no_numbers_and_is_written_like_a_site() {
    let folder = Folder::with([
        ("oratory.toml", "title = 'T'\n"),
        (
            "content/speeches/quay.md",
            "---\ntitle: Quay\ndate: 2024-03-07\n---\nAnn came by boat.\n",
        ),
    ]);
    // Each part reads the whole site.
    for part in ["1/2", "2/2"] {
        let refused = ended(run(&folder, &["build", "--part", part, "--out", "one"]), 1);
        assert!(refused.err.contains("one paragraph has no ¶ number yet"), "{refused:?}");
    }
    for wrong in ["0/2", "3/2", "2", "two"] {
        let refused = ended(run(&folder, &["build", "--part", wrong]), 2);
        assert!(refused.err.contains("write which part of how many: `2/4`"), "{refused:?}");
    }

    ended(run(&folder, &["build"]), 0);
    let first = ended(run(&folder, &["build", "--part", "1/2", "--out", "one"]), 0);
    assert!(first.err.contains("Built part 1/2, "), "{first:?}");
    ended(run(&folder, &["build", "--part", "2/2", "--out", "two"]), 0);

    let of = |name: &str| -> BTreeMap<String, Vec<u8>> {
        let files = folder.files(name).into_iter();
        let within = files.map(|(path, bytes)| (path.replacen(&format!("{name}/"), "", 1), bytes));
        within.filter(|(path, _)| path != ".oratory-manifest").collect()
    };
    let mut together = of("one");
    together.extend(of("two"));
    assert!(together == of("public"), "{:?}", together.keys());
}

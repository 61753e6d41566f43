//! A site in parts, and texts line by line, on engines that work on several machines: what comes of it
//! is what one machine makes.

#![expect(clippy::disallowed_methods, reason = "the engines leave their files on the disk")]

use crate::cli::{ended, run_in};
use crate::sites::folder::Folder;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Texts for the registry of the repository's own site, one a line.
const TEXTS: &str = r#"{"id": 1, "lang": "en", "text": "Kofi Annan spoke in Davos of the Global Compact."}
{"id": 2, "lang": "zh", "text": "周恩来在万隆发言。"}
{"id": 3, "lang": "en", "text": "Nobody is named here."}
{"id": 4, "lang": "en", "text": "The Alliance for Progress was Kennedy's."}
"#;

#[test]
#[ignore = "needs Python with PySpark and Ray, and Java"]
fn spark_and_ray_make_the_same_bytes() {
    let python = std::env::var_os("ORATORY_PYTHON").unwrap_or_else(|| "python3".into());
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::with([("texts.jsonl", TEXTS)]);
    let path = |name: &str| folder.join(name).to_str().expect("a path in UTF-8").to_owned();

    let plain = ["-q", "build", "--locked", "--out", &path("plain")];
    ended(run_in(repository, &plain, &[]), 0);
    let mut annotate = Command::new(env!("CARGO_BIN_EXE_oratory"));
    annotate.args(["-q", "annotate", "--jsonl"]).current_dir(repository);
    let texts = std::fs::File::open(folder.join("texts.jsonl")).expect("the texts");
    let mentions = annotate.stdin(texts).output().expect("the program").stdout;
    assert!(mentions.windows(11).any(|word| word == b"\"kofi-annan"), "somebody is named");

    let mut engines = Command::new(python);
    engines.arg(repository.join("tests/data/engines.py")).arg(env!("CARGO_BIN_EXE_oratory"));
    engines.arg(repository).args([path("texts.jsonl"), path("out")]);
    let told = engines.output().expect("Python");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));

    let plain = without_manifest(&folder, "plain/");
    assert!(plain.len() > 500, "{}", plain.len());
    for engine in ["spark", "ray"] {
        let made = without_manifest(&folder, &format!("out/{engine}/site/"));
        assert!(made == plain, "the site of {engine} is another one");
        let answers =
            std::fs::read(folder.join(&format!("out/{engine}/mentions.jsonl"))).expect("answers");
        assert_eq!(
            String::from_utf8_lossy(&answers),
            String::from_utf8_lossy(&mentions),
            "{engine}"
        );
    }
}

/// The files below a folder, but for the list of those that a build made there.
fn without_manifest(folder: &Folder, name: &str) -> BTreeMap<String, Vec<u8>> {
    let files = folder.files(name.trim_end_matches('/')).into_iter();
    let within = files.map(|(path, bytes)| (path.replacen(name, "", 1), bytes));
    within.filter(|(path, _)| path != ".oratory-manifest").collect()
}

//! Every place where bytes come in from outside, on damaged seeds: the list of `fuzz/targets/`, for
//! a short while.
//!
//! The same inputs in the same order every time. `ORATORY_FUZZ=1000000` tries so many of each,
//! `ORATORY_FUZZ_ONLY=html,lock` only these, and `ORATORY_FUZZ_CORPUS=fuzz/corpus` writes the seeds
//! there, for cargo-fuzz to begin with.

#![expect(
    clippy::disallowed_methods,
    reason = "seeds lie on the disk, and the environment says how long to try"
)]

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use crate::project::{inputs, inputs_folder, unescape};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use targets::{Seeds, TARGETS, Target};

/// How many inputs each target is given; a whole site, which takes a hundred times as long, fewer.
const INPUTS: usize = 300;
const SITES: usize = 30;

/// No input grows beyond this.
const LONGEST: usize = 4 << 10;

/// Numbers that are the same on every machine (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() >> 33).unwrap_or_default() % end.max(1)
    }

    fn pick<'t>(&mut self, of: &'t [Vec<u8>]) -> &'t [u8] {
        &of[self.below(of.len())]
    }
}

/// A seed after up to eight accidents.
fn damaged(dice: &mut Dice, seeds: &[Vec<u8>], pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dice.pick(seeds).to_vec();
    for _ in 0..=dice.below(8) {
        let (a, b) = (dice.below(bytes.len() + 1), dice.below(bytes.len() + 1));
        let range = a.min(b)..a.max(b).min(a.min(b) + 64);
        match dice.below(7) {
            0 => drop(bytes.drain(range)),
            1 => {
                let repeated = bytes[range].repeat(1 + dice.below(4));
                bytes.splice(a..a, repeated);
            }
            2 if a < bytes.len() => bytes[a] ^= 1 << dice.below(8),
            3 => bytes.truncate(a),
            4 => {
                let other = dice.pick(seeds);
                let at = dice.below(other.len());
                bytes.splice(a.., other[at..].iter().copied());
            }
            _ => drop(bytes.splice(a..a, dice.pick(pieces).iter().copied())),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// The files of all test sites: path and bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let of_input = |input: crate::project::Input| {
        let files =
            input.sources.iter().map(|(_, file)| (file.path.clone(), file.bytes().to_vec()));
        files.collect::<Vec<_>>()
    };
    inputs("")
        .into_iter()
        .flat_map(of_input)
        .filter(|(_, bytes)| !bytes.is_empty() && bytes.len() <= LONGEST)
        .collect()
}

/// Front matter and body, where the file begins with `mark`.
fn parts<'b>(bytes: &'b [u8], mark: &str) -> Option<(&'b str, &'b str)> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.strip_prefix(mark)?.strip_prefix('\n')?.split_once(&format!("\n{mark}\n"))
}

fn seeds_of(target: &Target, files: &[(String, Vec<u8>)]) -> Vec<Vec<u8>> {
    let under = |start: &str, end: &str| -> Vec<&Vec<u8>> {
        let fits = |path: &str| path.starts_with(start) && path.ends_with(end);
        files.iter().filter(|(path, _)| fits(path)).map(|(_, bytes)| bytes).collect()
    };
    let body = |bytes: &[u8]| {
        ["---", "+++"]
            .iter()
            .find_map(|mark| parts(bytes, mark))
            .map(|(_, body)| body.as_bytes().to_vec())
    };
    let found: BTreeSet<Vec<u8>> = match target.seeds {
        Seeds::Files(start, end) => under(start, end).into_iter().cloned().collect(),
        Seeds::Bodies(start, end) => {
            under(start, end).into_iter().filter_map(|bytes| body(bytes)).collect()
        }
        Seeds::Fronts(mark) => {
            let fronts =
                under("content/", ".md").into_iter().filter_map(|bytes| parts(bytes, mark));
            fronts.map(|(front, _)| front.as_bytes().to_vec()).collect()
        }
        Seeds::Sites => sites().into_iter().collect(),
        Seeds::Texts(texts) => texts.iter().map(|text| text.as_bytes().to_vec()).collect(),
    };
    assert!(!found.is_empty(), "`{}` has no seeds", target.name);
    found.into_iter().collect()
}

/// The test sites that are in order, each as one text.
fn sites() -> Vec<Vec<u8>> {
    let text = |input: crate::project::Input| {
        let files = input
            .sources
            .iter()
            .map(|(_, file)| [b"=== ", file.path.as_bytes(), b"\n", file.bytes()].concat());
        files.collect::<Vec<_>>().concat()
    };
    inputs("ok_").into_iter().map(text).filter(|bytes| bytes.len() <= LONGEST).collect()
}

fn pieces() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(inputs_folder().join("pieces.txt")).expect("the pieces");
    text.lines().map(unescape).collect()
}

fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[test]
fn no_bytes_from_outside_bring_a_target_down() {
    let (files, pieces) = (files(), pieces());
    let wanted = from_environment("ORATORY_FUZZ")
        .map(|number| number.parse::<usize>().expect("ORATORY_FUZZ is a number"));
    let only = from_environment("ORATORY_FUZZ_ONLY");
    let is_meant = |target: &&Target| {
        only.as_ref().is_none_or(|only| only.split(',').any(|name| name == target.name))
    };
    let mut fallen = Vec::new();
    for target in TARGETS.iter().filter(is_meant) {
        let seeds = seeds_of(target, &files);
        if let Some(corpus) = from_environment("ORATORY_FUZZ_CORPUS") {
            write(&Path::new(&corpus).join(target.name), &seeds);
        }
        let number =
            wanted.unwrap_or(if matches!(target.name, "site" | "theme") { SITES } else { INPUTS });
        let mut dice = Dice(0x6F72_6174_6F72_7921);
        let mut inputs = (0..number).map(|_| damaged(&mut dice, &seeds, &pieces));
        let fatal =
            inputs.find(|bytes| catch_unwind(AssertUnwindSafe(|| (target.run)(bytes))).is_err());
        fallen.extend(fatal.map(|bytes| format!("{}: \"{}\"", target.name, bytes.escape_ascii())));
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

fn write(folder: &Path, seeds: &[Vec<u8>]) {
    fs::create_dir_all(folder).expect("the folder of the corpus");
    for (n, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{n:03}")), seed).expect("a seed");
    }
}

#[test]
fn cargo_fuzz_knows_the_same_targets() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/Cargo.toml");
    let manifest: toml::Table =
        fs::read_to_string(manifest).expect("fuzz/Cargo.toml").parse().expect("a manifest");
    let programs = manifest["bin"].as_array().expect("programs").iter();
    let names: Vec<&str> =
        programs.map(|program| program["name"].as_str().expect("a name")).collect();
    assert_eq!(names, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
}

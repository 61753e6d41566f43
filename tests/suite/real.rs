//! Real documents by others, which lie beside the repository (`../shared`) on the machines of its
//! developers.
//!
//! They are read from there and never copied, for nobody here may publish them; elsewhere these
//! tests are ignored.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

mod damage;
mod documents;
mod questions;
mod transcripts;

use std::fs;
use std::path::{Path, PathBuf};

/// A file or folder of them.
fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path)
}

/// The files of one folder, sorted.
fn files_in(folder: &str) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(shared(folder)).unwrap_or_else(|error| panic!("../shared/{folder}: {error}"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

//! The folder into which a site is published, as those who work in it know it.
//! It is claimed in `output.rs`.

use super::staging::StagingFolder;
use std::path::PathBuf;

/// The output folder of a site, claimed.
#[derive(Debug)]
pub struct OutputFolder {
    /// Where it is or will be, without links and `..`.
    pub(super) path: PathBuf,
    pub(super) staging: StagingFolder,
}

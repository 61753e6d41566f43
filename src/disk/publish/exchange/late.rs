//! What somebody else put into the old folder while the new one was made → the new folder.

use super::{inode, join};
use crate::disk::publish::manifest::{Manifest, folders};
use std::fs;
use std::io;
use std::path::Path;

/// Carries over what someone put into the folder `old` after it was surveyed and before it was
/// exchanged for `out`.
pub(super) fn carry_over(old: &Path, out: &Path) -> io::Result<()> {
    let read = |folder: &Path| Manifest::read(folder).map_err(io::Error::other);
    let late = LateFiles { old, out, old_site: read(old)?, new_site: read(out)? };
    late.carry_folder("")
}

/// The search for files that came late.
struct LateFiles<'l> {
    old: &'l Path,
    out: &'l Path,
    old_site: Manifest,
    new_site: Manifest,
}

impl LateFiles<'_> {
    fn carry_folder(&self, path: &str) -> io::Result<()> {
        for entry in fs::read_dir(self.old.join(path))? {
            let entry = entry?;
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str() else {
                continue;
            };

            let path = join(path, name);
            if entry.file_type()?.is_dir() {
                self.carry_folder(&path)?;
            } else if !self.old_site.has(&path) && path != Manifest::NAME {
                self.carry_file(&path)?;
            }
        }
        Ok(())
    }

    /// Moves a foreign file into the new folder, unless it was linked there before the exchange.
    fn carry_file(&self, path: &str) -> io::Result<()> {
        let late = self.old.join(path);
        let target = self.out.join(path);
        let late_metadata = fs::symlink_metadata(&late)?;

        match fs::symlink_metadata(&target) {
            Ok(there) if inode(&there) == inode(&late_metadata) => Ok(()),
            // A page has taken the name: both stay.
            Ok(_) if self.new_site.has(path) => {
                fs::rename(&late, self.out.join(format!("{path}.kept")))
            }
            // Someone has written it again since; the latest version counts.
            Ok(there) if there.modified()? > late_metadata.modified()? => Ok(()),
            _ => {
                for folder in folders(path) {
                    let _ = fs::create_dir(self.out.join(folder));
                }
                fs::rename(&late, &target)
            }
        }
    }
}

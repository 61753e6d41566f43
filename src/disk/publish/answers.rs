//! Answers of a review → `content/.oratory-review`, each as soon as it is given, until the review
//! ends and the file is removed.
//!
//! **Invariant:** a line that was kept is on the disk: a kill or a power cut after it loses
//! nothing, one during it loses that line alone.
//! **Invariant:** one review at a time holds the file.
//! Does not know what a line says. `load::answers` reads it again.

use super::PublishError;
use crate::disk::load::ANSWERS_PATH;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The file in which the answers of one review are kept.
#[derive(Debug)]
pub(crate) struct AnswerLog {
    path: PathBuf,
    file: File,
}

impl AnswerLog {
    /// Opens what an earlier review left, or begins anew; `None` while another review is under way.
    ///
    /// # Errors
    ///
    /// Where the system refuses, or something else has the file's name.
    pub(crate) fn open(root: &Path) -> Result<Option<Self>, PublishError> {
        let path = root.join(ANSWERS_PATH);
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_symlink() => return Err(PublishError::Link { path }),
            Ok(there) if !there.is_file() => return Err(PublishError::InTheWay { path }),
            _ => {}
        }

        let file = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .map_err(PublishError::disk("write", &path))?;
        // Some network file systems have no locks. There, nothing but the editors themselves keeps
        // two reviews apart.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Ok(None);
        }

        let mut log = AnswerLog { path, file };
        log.begin().map_err(PublishError::disk("write", &log.path))?;
        Ok(Some(log))
    }

    /// Cuts off an incomplete last line, to which the next one would be joined, and makes sure that
    /// the file's name survives a power cut.
    fn begin(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        let last_line_end = bytes.iter().rposition(|byte| *byte == b'\n');
        let end = last_line_end.map_or(0, |at| at + 1);
        if end < bytes.len() {
            self.file.set_len(end as u64)?;
        }

        // Not every system opens folders; where it does not, names are on the disk with the file.
        let folder = self.path.parent().unwrap_or(&self.path);
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Keeps a line, given without its line end.
    ///
    /// # Errors
    ///
    /// Where the system refuses; the lines before it are kept.
    pub(crate) fn keep(&mut self, line: &str) -> Result<(), PublishError> {
        self.file
            .write_all(format!("{line}\n").as_bytes())
            .and_then(|()| self.file.sync_data())
            .map_err(PublishError::disk("write", &self.path))
    }

    /// Ends the review, once its answers are carried out.
    ///
    /// # Errors
    ///
    /// Where the system refuses.
    pub(crate) fn end(self) -> Result<(), PublishError> {
        remove(&self.path)
    }
}

/// Drops the answers that wait in the site in `root`.
///
/// # Errors
///
/// Where the system refuses.
pub(crate) fn forget_answers(root: &Path) -> Result<(), PublishError> {
    remove(&root.join(ANSWERS_PATH))
}

fn remove(path: &Path) -> Result<(), PublishError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(PublishError::disk("remove", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::load::answers;
    use crate::disk::load::scratch::Scratch;

    #[test]
    fn lines_are_kept_and_half_a_line_is_cut_off() {
        let site = Scratch::with(&[("content/a.md", "")]);
        let mut log = AnswerLog::open(site.path()).unwrap().expect("nobody else");
        log.keep("one").unwrap();
        drop(log);
        site.write(ANSWERS_PATH, "one\ntw");
        assert_eq!(answers(site.path()).unwrap(), ["one"]);

        let mut log = AnswerLog::open(site.path()).unwrap().expect("nobody else");
        log.keep("three").unwrap();
        assert_eq!(answers(site.path()).unwrap(), ["one", "three"]);

        log.end().unwrap();
        assert_eq!(
            (answers(site.path()).unwrap().len(), site.files()),
            (0, vec!["content/a.md".to_owned()])
        );
    }

    #[test]
    fn one_review_at_a_time() {
        let site = Scratch::with(&[("content/a.md", "")]);
        let first = AnswerLog::open(site.path()).unwrap().expect("nobody else");
        assert!(AnswerLog::open(site.path()).unwrap().is_none());
        drop(first);
        assert!(AnswerLog::open(site.path()).unwrap().is_some());
        forget_answers(site.path()).unwrap();
        forget_answers(site.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let outside = Scratch::with(&[("secret", "x")]);
        let site = Scratch::with(&[("content/a.md", "")]);
        std::os::unix::fs::symlink(outside.join("secret"), site.join(ANSWERS_PATH)).unwrap();
        assert!(matches!(AnswerLog::open(site.path()), Err(PublishError::Link { .. })));
        assert!(answers(site.path()).is_err());
    }
}

//! Texts that wait for their turn in a file without a name, so that a folder of any size is imported
//! in the memory of a few documents.
//!
//! **Invariant:** nobody else can open the file, and nothing is left of it when the program ends.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Where a text waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    start: u64,
    length: u64,
}

impl Kept {
    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

/// The file.
pub(super) struct Spool {
    open: Mutex<Open>,
    /// Where the system does not let a file go that is open, it is removed at the end.
    left: Option<PathBuf>,
}

struct Open {
    file: File,
    end: u64,
}

impl Spool {
    pub(super) fn new() -> io::Result<Self> {
        let (file, path) = create()?;
        let left = fs::remove_file(&path).is_err().then_some(path);
        Ok(Spool { open: Mutex::new(Open { file, end: 0 }), left })
    }

    pub(super) fn keep(&self, text: &str) -> io::Result<Kept> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let start = open.end;
        open.file.seek(SeekFrom::Start(start))?;
        open.file.write_all(text.as_bytes())?;
        let length = text.len() as u64;
        open.end = start + length;
        Ok(Kept { start, length })
    }

    pub(super) fn read(&self, kept: Kept) -> io::Result<Vec<u8>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.file.seek(SeekFrom::Start(kept.start))?;
        let mut bytes = Vec::new();
        (&mut open.file).take(kept.length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != kept.length {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    pub(super) fn text(&self, kept: Kept) -> io::Result<String> {
        let bytes = self.read(kept)?;
        String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Some(path) = &self.left {
            let _ = fs::remove_file(path);
        }
    }
}

/// Makes a new file that is this user's alone.
fn create() -> io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);

    let mut n = 0;
    loop {
        let name = format!("oratory-{}-{n}", std::process::id());
        let path = std::env::temp_dir().join(name);
        match options.open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => n += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_in_any_order() {
        let spool = Spool::new().unwrap();
        let (one, none, two) =
            (spool.keep("码头").unwrap(), spool.keep("").unwrap(), spool.keep("quay").unwrap());
        assert_eq!(spool.text(two).unwrap(), "quay");
        assert_eq!(spool.text(one).unwrap(), "码头");
        assert_eq!(spool.read(none).unwrap(), b"");
        assert_eq!((one.length(), two.length()), (6, 4));
    }
}

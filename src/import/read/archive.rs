//! The bytes of a ZIP archive that is a document (Word, OpenDocument, EPUB) → its parts.
//!
//! **Invariant:** over all parts together no more is unpacked than [`MAX_DOCUMENT_BYTES`], counted
//! as it comes out; what headers promise is not believed.

use crate::import::read::{MAX_DOCUMENT_BYTES, Refusal};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Files that an archive may list; a document has one per picture or chapter and some twenty more.
const MOST_FILES: usize = 20_000;
/// How an entry of the list at the end of an archive begins (APPNOTE §4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";

/// An open archive.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if it is damaged or lists too many files.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let n_files = bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).count();
        if n_files > MOST_FILES {
            let message = format!("the archive lists {n_files} files, the limit is {MOST_FILES}");
            return Err(Refusal::new(
                message,
                "this is hardly a document; open it in its program and save it again",
            ));
        }

        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| damaged("the archive", &error.to_string()))?;
        Ok(Archive { zip, left: MAX_DOCUMENT_BYTES })
    }

    /// The text of a part; none if there is no such part.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if the part is encrypted, damaged, too large, or no text.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Refusal::new(
                    format!("`{name}` in the archive is encrypted"),
                    "save the document without a password",
                ));
            }
            Err(error) => return Err(damaged(&format!("`{name}`"), &error.to_string())),
        };

        let mut bytes = Vec::new();
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&format!("`{name}`"), &error.to_string()))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;

        let converted = crate::base::decode::foreign::converted(&bytes, None)
            .map_err(|error| damaged(&format!("`{name}`"), &error.to_string()))?;
        Ok(Some(converted.text))
    }
}

/// The refusal of a part or of the archive for what is said of it.
pub(super) fn damaged(what: &str, why: &str) -> Refusal {
    Refusal::new(
        format!("{what} cannot be read: {why}"),
        "open the document in Word or LibreOffice and save it again",
    )
}

fn too_large() -> Refusal {
    let message = format!(
        "the text of the document has more than {} MiB when unpacked",
        MAX_DOCUMENT_BYTES >> 20
    );
    Refusal::new(
        message,
        "split the document; if it is no book, the file is made to exhaust the memory",
    )
}

//! A PDF with a text layer → its text, one line of print a line, as the reader of texts takes it: heads
//! of pages, numbers, hyphens and paragraphs are for that and for `repair`.
//!
//! ```text
//! streams   how much a file unpacks to, before it is unpacked
//! filters   what packs a stream beside DEFLATE
//! forms     how much a page draws, before it is drawn
//! letters   a page → its letters, where they are printed
//! layout    letters → lines in reading order
//! ```
//!
//! **Invariant:** what has no text is refused with what to do; a page without text among others is
//! told.

mod filters;
mod forms;
mod layout;
mod letters;
mod streams;

use super::{MAX_DOCUMENT_BYTES, Refusal, text};
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::Manuscript;
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use streams::Excess;

/// What is said of pages that have pictures and no letter.
const PICTURES: &str =
    "some of its pages are pictures without text: run text recognition over it, and compare";
/// What is said of pages that may have columns, and were read line by line.
const COLUMNS: &str = "some of its pages may have columns whose lines do not fill them: they were read line by line, so compare the order";
/// What is done where a page draws without end.
const TRAP: &str =
    "print it to a new PDF; if that cannot be read either, the file is made to exhaust the machine";
/// What is done where there is no text.
const RECOGNIZE: &str =
    "run text recognition over it (`ocrmypdf FILE.pdf NEW.pdf`), then import what comes of it";

/// Reads a PDF.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged or encrypted, or has no text that can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    /// Of ten letters, those without a character that a text may have: an odd sign, no font.
    const MOST_UNKNOWN: usize = 1;

    /// Pages at most: those of a year of sittings.
    const MOST_PAGES: usize = 20_000;
    /// Forms that a page draws at most: a map has some thousand signs.
    const MOST_FORMS: u64 = 20_000;

    streams::excess(bytes).map_or(Ok(()), |excess| Err(too_much(excess)))?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| refused(&error))?;
    streams::excess_of_encrypted(bytes, &pdf).map_or(Ok(()), |excess| Err(too_much(excess)))?;
    let n_pages = pdf.pages().len();
    if n_pages > MOST_PAGES {
        let message = format!("it has {n_pages} pages, the limit is {MOST_PAGES}");
        return Err(Refusal::new(message, "split it"));
    }
    let cache = InterpreterCache::new();
    let mut known = forms::Known::new();
    let mut original = String::new();
    let (mut n_letters, mut n_unknown) = (0, 0);
    let (mut has_pictures, mut has_doubts) = (false, false);
    for (number, page) in pdf.pages().iter().enumerate() {
        let n_forms = forms::of_page(page, &mut known);
        if n_forms > MOST_FORMS {
            let message = format!("its page {} draws {n_forms} forms", number + 1);
            return Err(Refusal::new(message, TRAP));
        }
        let page = letters::of_page(page, &cache);
        if page.is_too_much {
            return Err(Refusal::new(
                format!("its page {} has more letters than a page can have", number + 1),
                TRAP,
            ));
        }
        n_letters += page.letters.len();
        n_unknown += page.n_unknown;
        has_pictures |= page.is_picture && page.letters.is_empty();
        if number > 0 {
            original.push('\u{C}');
        }
        let laid = layout::text(page.letters);
        has_doubts |= laid.is_doubtful;
        original.push_str(&laid.text);
        if original.len() as u64 > MAX_DOCUMENT_BYTES {
            let message = format!("its text has more than {} MiB", MAX_DOCUMENT_BYTES >> 20);
            return Err(Refusal::new(message, "split it"));
        }
    }
    if original.trim().is_empty() {
        return Err(Refusal::new("this PDF has no text layer", RECOGNIZE));
    }
    if n_unknown * 10 > n_letters * MOST_UNKNOWN {
        let message = "the fonts of this PDF do not say which letters they print";
        return Err(Refusal::new(message, RECOGNIZE));
    }

    let text = Converted { text: original, encoding: "UTF-8", n_replaced: n_unknown };
    let mut manuscript = text::read(text);
    manuscript.facts.remarks.extend(has_pictures.then_some(PICTURES));
    manuscript.facts.remarks.extend(has_doubts.then_some(COLUMNS));
    Ok(manuscript)
}

fn too_much(excess: Excess) -> Refusal {
    match excess {
        Excess::Bytes(most) => {
            let message = format!("its streams unpack to more than {} MiB", most >> 20);
            Refusal::new(message, TRAP)
        }
        Excess::Layers => {
            Refusal::new("a stream of it is packed more often than anybody does", TRAP)
        }
        Excess::Encrypted => Refusal::new(
            "this PDF is encrypted, so how much it unpacks to cannot be known",
            "save it without encryption (`qpdf --decrypt FILE.pdf NEW.pdf`), then import what comes of it",
        ),
    }
}

fn refused(error: &LoadPdfError) -> Refusal {
    match error {
        LoadPdfError::Decryption(_) => {
            Refusal::new("this PDF is encrypted", "save it without a password")
        }
        LoadPdfError::Invalid => Refusal::new(
            "this PDF is damaged",
            "open it in a program that shows it, and print it to a new PDF",
        ),
    }
}

#[cfg(test)]
mod tests;

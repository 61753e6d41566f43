//! A sink → the same sink, with a compressed copy beside each text: `index.html` also as
//! `index.html.gz`, and as `index.html.br` where the program was built with Brotli. A server that
//! knows such copies sends them instead of compressing each answer.
//!
//! **Invariant:** a copy holds the bytes of its file and is smaller; the same bytes give the same
//! copy, without a time or a machine's name in it.
//! **Invariant:** a file of the site is never replaced by a copy of another one.
//! Does not know which server will read them.

use super::{Accepted, Fate, Make, PublishError, Report, Sink};
use crate::base::deflate::gzip;
use crate::base::sources::{FileId, Sources, media_types};
use crate::site::outputs::Output;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Files below this many bytes have no copies: with its headers such an answer fits one packet of
/// the network anyway, and small files are the most numerous.
const LEAST: usize = 1000;

/// The quality of Brotli, 0 to 11. Of the same texts quality 9 makes 959 kB in 1.9 s, 10 makes
/// 881 kB in 1.5 s, and 11 makes 863 kB in 3.6 s (gzip: 1,066 kB). The last 2 % would double the
/// time of a large site.
#[cfg(feature = "brotli")]
const BROTLI_QUALITY: i32 = 10;

/// The window of Brotli as a power of two: 4 MB, larger than any page.
#[cfg(feature = "brotli")]
const BROTLI_WINDOW: i32 = 22;

/// The names of the forms in which copies are written, as they end.
pub(crate) const FORMS: &[&str] = if cfg!(feature = "brotli") { &[".gz", ".br"] } else { &[".gz"] };

/// A sink that is given copies, too.
pub(crate) struct Compressed<'s> {
    sink: &'s dyn Sink,
    root: &'s Path,
    sources: &'s Sources,
    /// Every file of the site, sorted by path.
    outputs: &'s [Output],
    copies: Mutex<BTreeMap<String, Fate>>,
}

impl<'s> Compressed<'s> {
    /// Over `sink`, for the `outputs` of the site in `root`.
    pub(crate) fn new(
        sink: &'s dyn Sink,
        root: &'s Path,
        sources: &'s Sources,
        outputs: &'s [Output],
    ) -> Self {
        Compressed { sink, root, sources, outputs, copies: Mutex::default() }
    }

    /// How many copies were written or are there already.
    pub(crate) fn n_copies(&self) -> usize {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn put_copies(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        if bytes.len() < LEAST {
            return Ok(());
        }

        for form in FORMS {
            let copy = format!("{path}{form}");
            let is_of_site =
                self.outputs.binary_search_by(|output| (*output.path).cmp(&copy)).is_ok();
            let compressed = compress(form, bytes);
            if is_of_site || compressed.len() >= bytes.len() {
                continue;
            }
            let fate = self.sink.put(&copy, compressed)?;
            self.copies.lock().unwrap_or_else(PoisonError::into_inner).insert(copy, fate);
        }
        Ok(())
    }
}

impl Sink for Compressed<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        if is_text(path) {
            self.put_copies(path, &bytes)?;
        }
        self.sink.put(path, bytes)
    }

    /// What is no text has no copies, and need not be whole in memory.
    fn stream(&self, paths: &[&str], make: &Make<'_>) -> Result<Vec<Fate>, PublishError> {
        let (texts, others): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| is_text(path));
        let held = Mutex::new(vec![Vec::new(); texts.len()]);
        let make_others = |outs: &mut [&mut dyn Write]| {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let (mut texts, mut others) = (held.iter_mut(), outs.iter_mut());
            let mut all: Vec<&mut dyn Write> = Vec::with_capacity(paths.len());
            for path in paths {
                let (text, other) = match is_text(path) {
                    true => (texts.next(), None),
                    false => (None, others.next()),
                };
                if let Some(text) = text {
                    all.push(text);
                } else if let Some(other) = other {
                    all.push(&mut **other);
                }
            }
            make(&mut all)
        };
        let mut fates_of_others = self.sink.stream(&others, &make_others)?.into_iter();
        let held = held.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut held = held.into_iter();

        let mut fates = Vec::with_capacity(paths.len());
        for path in paths {
            match is_text(path) {
                true => fates.push(self.put(path, held.next().unwrap_or_default())?),
                false => fates.extend(fates_of_others.next()),
            }
        }
        Ok(fates)
    }

    /// A text is read once, so that file and copies agree even if it is saved meanwhile.
    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        if !is_text(path) {
            return self.sink.copy(path, file);
        }
        let from = self.root.join(&self.sources.file(file).path);
        let bytes = fs::read(&from).map_err(PublishError::disk("read", from))?;
        self.put(path, bytes)
    }

    /// What is kept is pictures, which are compressed already.
    fn copy_kept(&self, path: &str, kept: &str) -> Result<Fate, PublishError> {
        self.sink.copy_kept(path, kept)
    }

    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError> {
        let copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Accepted<'_>> = accepted.to_vec();
        for (path, fate) in copies.iter() {
            all.push(Accepted { path, fate: *fate });
        }
        all.sort_by_key(|output| output.path);
        self.sink.commit(&all)
    }
}

/// Whether a file is of a type that compresses: pictures and recordings are compressed already.
fn is_text(path: &str) -> bool {
    let media_type = media_types::of(path);
    let media_type = media_type.split(';').next().unwrap_or_default();
    media_type.starts_with("text/")
        || media_type.ends_with("+xml")
        || media_type.ends_with("+json")
        || matches!(
            media_type,
            "application/json"
                | "application/jsonl"
                | "application/xml"
                | "application/x-bibtex"
                | "application/x-research-info-systems"
        )
}

fn compress(form: &str, bytes: &[u8]) -> Vec<u8> {
    #[cfg(feature = "brotli")]
    if form == ".br" {
        return brotli_of(bytes);
    }
    debug_assert_eq!(form, ".gz");

    gzip(bytes)
}

#[cfg(feature = "brotli")]
fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params)
        .expect("memory takes whatever is written to it");
    compressed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::deflate::gunzip;
    use crate::disk::load::scratch::Scratch;
    use crate::disk::publish::MemorySink;
    use crate::site::outputs::Work;

    fn text(line: &str) -> Vec<u8> {
        line.repeat(200).into_bytes()
    }

    #[test]
    fn each_longer_text_has_copies_that_hold_the_same() {
        let scratch = Scratch::with(&[]);
        let (memory, sources) = (MemorySink::default(), Sources::from_texts([("a", "")]));
        let sink = Compressed::new(&memory, scratch.path(), &sources, &[]);
        let files = [
            ("index.html", text("the harbour opens in spring\n")),
            ("feed.json", vec![b'1'; 1000]),
            ("short.html", vec![b'a'; 999]),
            ("boat.png", text("not compressed, for it is a picture\n")),
            ("redirects.map", text("read by a server\n")),
        ];
        for (path, bytes) in files.clone() {
            sink.put(path, bytes).unwrap();
        }

        let accepted = files.each_ref().map(|(path, _)| Accepted { path, fate: Fate::Written });
        let report = sink.commit(&accepted).unwrap();
        assert_eq!(report.written, files.len() + 2 * FORMS.len());
        assert_eq!(sink.n_copies(), 2 * FORMS.len());
        let published = memory.files();
        for (path, bytes) in &files[..2] {
            assert_eq!(gunzip(&published[&format!("{path}.gz")]), *bytes);
            // RFC 1952: bytes 4 to 7 are the time.
            assert_eq!(published[&format!("{path}.gz")][4..8], [0; 4]);
        }
        assert!(!published.contains_key("short.html.gz") && !published.contains_key("boat.png.gz"));
    }

    #[test]
    fn of_files_that_are_written_together_each_is_its_own() {
        let scratch = Scratch::with(&[]);
        let (memory, sources) = (MemorySink::default(), Sources::from_texts([("a", "")]));
        let sink = Compressed::new(&memory, scratch.path(), &sources, &[]);
        let paths = ["a.parquet", "a.csv", "b.parquet", "a.jsonl"];
        let make = |outs: &mut [&mut dyn Write]| {
            for (out, path) in outs.iter_mut().zip(paths) {
                out.write_all(&text(path))?;
            }
            Ok(())
        };
        assert_eq!(sink.stream(&paths, &make).unwrap(), [Fate::Written; 4]);
        assert_eq!(sink.n_copies(), 2 * FORMS.len());
        sink.commit(&[]).unwrap();
        let published = memory.files();
        for path in paths {
            assert_eq!(published[path], text(path), "{path}");
        }
        assert_eq!(gunzip(&published["a.jsonl.gz"]), text("a.jsonl"));
    }

    #[test]
    fn a_file_of_the_site_is_not_replaced_by_a_copy() {
        let scratch = Scratch::with(&[]);
        let (memory, sources) = (MemorySink::default(), Sources::from_texts([("a", "")]));
        let own = Output { path: "notes.txt.gz".into(), work: Work::Land };
        let outputs = [own];
        let sink = Compressed::new(&memory, scratch.path(), &sources, &outputs);
        sink.put("notes.txt", text("a note\n")).unwrap();
        assert_eq!(sink.n_copies(), FORMS.len() - 1);
    }
}

//! The ending of a file's name → its media type (IANA media types registry; `charset` only where
//! text has one).

/// The media type of the file at `path`.
pub(crate) fn of(path: &str) -> &'static str {
    let ending = ending(path);
    TYPES
        .iter()
        .find(|(known, _)| *known == ending)
        .map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// The endings of Markdown files.
const MARKDOWN: &[&str] = &["md", "markdown", "mdown", "mkdn", "mkd"];

/// The path of a Markdown file without its ending, whose case does not matter; none if the file is
/// not Markdown.
pub(crate) fn markdown_stem(path: &str) -> Option<&str> {
    let (stem, _) = path.rsplit_once('.')?;
    MARKDOWN.contains(&ending(path).as_str()).then_some(stem)
}

/// Whether the file at `path` is made to be seen or heard by readers: a picture, a recording, its
/// captions, a PDF.
/// What an author works with (`.docx`, `.txt`, `.bak`) is not, nor is the lock of a word processor
/// (`~$talk.pdf`).
pub(crate) fn is_media(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let media_type = of(name);
    let is_shown = ["image/", "audio/", "video/"].iter().any(|group| media_type.starts_with(group))
        || media_type == "application/pdf";

    let is_captions = ["vtt", "srt"].contains(&ending(name).as_str());
    !name.starts_with("~$") && (is_shown || is_captions)
}

/// What follows the last dot, in small letters.
fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("htm", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl; charset=utf-8"),
    ("jsonld", "application/ld+json"),
    ("geojson", "application/geo+json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml"),
    ("atom", "application/atom+xml"),
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("srt", "text/plain; charset=utf-8"),
    ("bib", "application/x-bibtex; charset=utf-8"),
    ("ris", "application/x-research-info-systems; charset=utf-8"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("parquet", "application/vnd.apache.parquet"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("heic", "image/heic"),
    ("ico", "image/x-icon"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("ogv", "video/ogg"),
    ("webm", "video/webm"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_regardless_of_case() {
        assert_eq!(of("a/b.HTML"), "text/html; charset=utf-8");
        assert_eq!(of("feeds/site.atom"), "application/atom+xml");
        assert_eq!(of("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn what_readers_see_or_hear_is_media_and_what_authors_work_with_is_not() {
        for name in ["a/b.JPG", "b.svg", "c.mp3", "d.webm", "e.vtt", "e.en.srt", "f.pdf"] {
            assert!(is_media(name), "{name}");
        }
        for name in [
            "a.docx",
            "a.txt",
            "a.md",
            "a.jpg.bak",
            "a.jpg/notes",
            "~$a.pdf",
            "Thumbs.db",
            "page.html",
            "jpg",
        ] {
            assert!(!is_media(name), "{name}");
        }
    }
}

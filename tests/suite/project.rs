//! Input files → sites in memory, and what the program makes of them.
//!
//! An input describes a whole small site: `=== path` begins a file, its text follows. After the
//! path may stand how the text is to be taken (`crlf`, `escaped`, `hex`) or what lies there instead
//! (`media`, `picture 40x30`, `too-large N`, `link-outside`). `=== expected` begins what is expected; with
//! `ORATORY_ACCEPT=1` in the environment what is found is written there instead, to be read before
//! it is committed.

#![expect(clippy::disallowed_methods, reason = "the inputs of the tests lie on the disk")]

use oratory::{
    Content, Diagnostics, MemorySink, Options, PictureSize, PublishError, Site, Source, Sources,
    compose, publish, understand,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the input files lie.
pub(crate) fn inputs_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs")
}

/// A file under `tests/inputs/`.
pub(crate) struct Input {
    /// Its name without `.md`.
    pub(crate) name: String,
    path: PathBuf,
    given: String,
    /// Texts of the `=== expected …` sections by the word after `expected`.
    pub(crate) expected: Vec<(String, String)>,
    /// The site that it describes.
    pub(crate) sources: Sources,
}

/// All inputs whose names begin with `prefix`, by name.
pub(crate) fn inputs(prefix: &str) -> Vec<Input> {
    let entries = std::fs::read_dir(inputs_folder()).expect("the folder of inputs");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let named = |path: &PathBuf| {
        path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem.starts_with(prefix))
    };
    paths.into_iter().filter(named).map(Input::read).collect()
}

impl Input {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).expect("an input is UTF-8");
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let cut = text.find("\n=== expected").map_or(text.len(), |at| at + 1);
        let files =
            sections(&text[..cut]).into_iter().map(|(head, body)| file(&head, &body)).collect();
        let word = |head: &str| head.strip_prefix("expected").unwrap_or(head).trim().to_owned();
        let mut expected: Vec<(String, String)> =
            sections(&text[cut..]).into_iter().map(|(head, body)| (word(&head), body)).collect();
        // Without the feature these files are not there, and everything else is the same.
        if !cfg!(feature = "parquet") {
            for (_, body) in expected.iter_mut().filter(|(word, _)| word == "outputs") {
                let others =
                    body.split_inclusive('\n').filter(|line| !line.ends_with(".parquet\n"));
                *body = others.collect();
            }
        }
        Input { name, path, given: text[..cut].to_owned(), expected, sources: Sources::new(files) }
    }

    /// What differs from `found`, in words; nothing if all is as expected. Accepts what is found if
    /// the environment says so.
    pub(crate) fn differences(&self, found: &[(String, String)]) -> Option<String> {
        if std::env::var_os("ORATORY_ACCEPT").is_some() {
            let mut text = self.given.clone();
            for (word, body) in found {
                let _ = write!(text, "{}\n{body}", format!("=== expected {word}").trim_end());
            }
            std::fs::write(&self.path, text).expect("the input can be written");
            return None;
        }
        let show = |sections: &[(String, String)]| {
            sections.iter().map(|(word, body)| format!("{word}\n{body}")).collect::<String>()
        };
        (found != self.expected).then(|| {
            format!(
                "tests/inputs/{}.md: expected\n{}\nfound\n{}",
                self.name,
                show(&self.expected),
                show(found)
            )
        })
    }
}

/// The sections of an input: the rest of each `=== ` line and the lines after it.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("=== "), sections.last_mut()) {
            (Some(head), _) => {
                sections.push((head.trim_end_matches('\n').to_owned(), String::new()))
            }
            (None, Some((_, body))) => body.push_str(line),
            (None, None) => assert!(line.trim().is_empty(), "text before the first `=== `: {line}"),
        }
    }
    sections
}

/// The file that a section describes.
fn file(head: &str, body: &str) -> Source {
    let (path, content) = match head.rsplit_once(' ') {
        Some((path, "crlf")) => (path, Content::Bytes(body.replace('\n', "\r\n").into_bytes())),
        Some((path, "escaped")) => (path, Content::Bytes(unescape(body))),
        Some((path, "hex")) => (path, Content::Bytes(unhex(body))),
        Some((path, "media")) => (path, Content::Media),
        Some((path, "link-outside")) => (path, Content::LinkOutside),
        Some((path, size)) if path.ends_with(" too-large") => {
            (path.trim_end_matches(" too-large"), Content::TooLarge(size.parse().expect("a size")))
        }
        Some((path, size)) if path.ends_with(" picture") => {
            (path.trim_end_matches(" picture"), Content::Picture(picture_size(size)))
        }
        _ => (head, Content::Bytes(body.as_bytes().to_vec())),
    };
    Source { path: path.to_owned(), content }
}

/// The size `4000x3000`.
fn picture_size(text: &str) -> PictureSize {
    let (width, height) = text.split_once('x').expect("a size");
    PictureSize {
        width: width.parse().expect("a width"),
        height: height.parse().expect("a height"),
    }
}

/// `\r`, `\0`, `\t`, `\\`, `\xFF` (a byte), `\u{FEFF}`, and `\{3 ab}` for `ababab`.
pub(crate) fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let braced = || escape[escape.find('{').expect("{") + 1..].split_once('}').expect("}");
        rest = match &escape[..1] {
            "x" => {
                bytes.push(u8::from_str_radix(&escape[1..3], 16).expect("two hexadecimal digits"));
                &escape[3..]
            }
            "u" => {
                let (code, rest) = braced();
                let c = char::from_u32(u32::from_str_radix(code, 16).expect("hexadecimal digits"))
                    .expect("a character");
                bytes.extend_from_slice(c.to_string().as_bytes());
                rest
            }
            "{" => {
                let (inner, rest) = braced();
                let (times, what) = inner.split_once(' ').expect("a number, a space, a text");
                bytes.extend_from_slice(what.repeat(times.parse().expect("a number")).as_bytes());
                rest
            }
            known => {
                bytes.push(match known {
                    "r" => b'\r',
                    "0" => 0,
                    "t" => b'\t',
                    _ => b'\\',
                });
                &escape[1..]
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits
        .chunks_exact(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("a byte"))
        .collect()
}

/// The site of `sources`, as `oratory build` without options has it.
pub(crate) fn site(sources: &Sources) -> Site<'_> {
    compile(sources, &Options::default())
}

/// The site of `sources` as `oratory build` has it.
pub(crate) fn compile<'s>(sources: &'s Sources, options: &Options) -> Site<'s> {
    compose(sources, understand(sources, options)).with_search()
}

/// Everything the program says of a site, and what it publishes; nothing where there are errors.
pub(crate) fn build(site: &Site<'_>) -> (Diagnostics, BTreeMap<String, Vec<u8>>) {
    let sink = MemorySink::default();
    let mut diagnostics = site.diagnostics.clone();
    match publish(site, &sink) {
        Ok(_) => {}
        Err(PublishError::Mistakes(more)) => diagnostics.append(more),
        Err(error) => panic!("memory refuses nothing, but: {error}"),
    }
    (diagnostics, sink.files())
}

/// The files of a folder of the repository, as the loader would find them.
pub(crate) fn repository(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .expect("a path in the repository")
                    .to_str()
                    .expect("a name in UTF-8")
                    .replace('\\', "/");
                found.push((name, std::fs::read(&path).expect("a file that can be read")));
            }
        }
    }
    found.sort();
    found
}

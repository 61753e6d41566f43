//! Records over folders of their own.

use super::*;
use crate::base::diag::{CODES, Diagnostic};
use crate::base::fixture::Chance;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::disk::load::{self, scratch::Scratch};
use crate::disk::publish::{Foreign, MemorySink, PublishError, publish};
use crate::{compose, understand};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PUBLIC: &str = "public";

/// A site of one speech with a picture beside it, whose files were written a while ago.
fn site() -> Scratch {
    let site = Scratch::with(&[
        ("oratory.toml", "title = 'Small'\nbase_url = 'https://example.org/'\ntheme = 'plain'\n"),
        ("content/speeches/first/picture.png", "a picture"),
        (
            "content/speeches/first.en.md",
            "---\ntitle: First\ndate: 2026-01-02\nplaces: [quay]\n---\n\nIt was said.\n",
        ),
    ]);
    pass_time();
    site
}

/// The same with the locks that a build writes.
fn numbered() -> Scratch {
    let site = site();
    write_locks(&site);
    site
}

fn write_locks(site: &Scratch) {
    let sources = load::load(site.path()).unwrap();
    for (path, change) in understand(&sources, &options()).lock.files.iter() {
        site.write(path, change.bytes().unwrap());
    }
}

/// Has what was written before show that it was.
fn pass_time() {
    let elsewhere = Scratch::new();
    Clock::of(elsewhere.path()).step().unwrap();
}

fn options() -> Options {
    Options { as_of: Moment::parse("2026-03-04T12:00Z"), ..Options::default() }
}

fn given(site: &Scratch, sources: &Sources, options: &Options) -> Given {
    let asked = Asked { options, compress: false, strict: false };
    Given::of(site.path(), sources, &asked).unwrap()
}

/// What a record says that nothing had changed, if one holds.
fn earlier(site: &Scratch, options: &Options) -> Option<Earlier> {
    let folder = OutputFolder::claim(&site.join(PUBLIC), site.path(), &|_| {}).unwrap();
    let sources = load::load(site.path()).unwrap();
    folder.earlier(site.path(), &sources, &given(site, &sources, options))
}

fn build(site: &Scratch, options: &Options) -> Earlier {
    let folder = OutputFolder::claim(&site.join(PUBLIC), site.path(), &|_| {}).unwrap();
    let sources = load::load(site.path()).unwrap();
    let given = given(site, &sources, options);
    let composed = compose(&sources, understand(&sources, options));
    let sink = DiskSink::open(folder, site.path(), &sources, Foreign::Refuse).unwrap();
    publish(&composed, &sink).unwrap();
    sink.keep_record(&given, &composed, None);
    Earlier { diagnostics: composed.diagnostics.clone(), stats: composed.stats(), n_copies: None }
}

fn records(site: &Scratch) -> Vec<String> {
    let mut files = site.files();
    files.retain(|path| path.starts_with(".oratory-cache/builds/"));
    files
}

#[test]
fn where_nothing_has_changed_the_same_is_said() {
    let site = site();
    assert_eq!(earlier(&site, &options()), None);
    let told = build(&site, &options());
    assert!(told.diagnostics.iter().next().is_some(), "nobody describes the quay");
    assert_eq!(earlier(&site, &options()), None, "locks would have been written");

    write_locks(&site);
    let said = earlier(&site, &options()).expect("and they have");
    assert_eq!(site.read(".oratory-cache/.gitignore"), "*\n");

    // The numbers of files are others now.
    let again = build(&site, &options());
    assert_eq!(said, again);
    assert_ne!(again.diagnostics, told.diagnostics);
    assert_eq!(earlier(&site, &options()), Some(again));
    assert_eq!(records(&site).len(), 1);
    let later = Options { as_of: Moment::parse("2026-03-05T09:59Z"), ..options() };
    assert!(earlier(&site, &later).is_some());
    assert_eq!(site.files().iter().filter(|path| path.contains(".oratory/")).count(), 0);
}

#[test]
fn where_anything_has_changed_nothing_is_known() {
    let site = numbered();
    let kept = options();
    build(&site, &kept);
    assert!(earlier(&site, &kept).is_some());

    let others = [
        Options { drafts: true, ..kept.clone() },
        Options { locked: true, ..kept.clone() },
        Options { base_url: Some("https://example.org/".to_owned()), ..kept.clone() },
        Options { theme: Some("plain".to_owned()), ..kept.clone() },
        Options { minify: Some(false), ..kept.clone() },
        Options { as_of: Moment::parse("2026-03-04T11:59Z"), ..kept.clone() },
        Options { as_of: Moment::parse("2026-03-05T10:00Z"), ..kept.clone() },
    ];
    for other in others {
        assert_eq!(earlier(&site, &other), None, "{other:?}");
    }

    let changes: [(&str, &str); 6] = [
        ("public/index.html", "as if by hand"),
        ("public/.oratory-manifest", "index.html\n"),
        ("content/speeches/first/picture.png", "a drawing"),
        ("content/speeches/first.en.md", "---\ntitle: First\n---\n\nIt was not.\n"),
        ("themes/plain/i18n/en.toml", "home = 'Start'\n"),
        ("static/robots.txt", "all\n"),
    ];
    for (path, text) in changes {
        let before = std::fs::read(site.join(path)).ok();
        site.write(path, text);
        assert_eq!(earlier(&site, &kept), None, "{path}");
        match before {
            Some(bytes) => site.write(path, bytes),
            None => std::fs::remove_file(site.join(path)).unwrap(),
        }
    }

    // What is copied is known by its times, and so is what was published.
    assert_eq!(earlier(&site, &kept), None);
    pass_time();
    build(&site, &kept);
    assert!(earlier(&site, &kept).is_some());
    std::fs::remove_file(site.join("public/index.html")).unwrap();
    assert_eq!(earlier(&site, &kept), None);
}

#[test]
fn what_was_just_changed_and_may_be_again_is_not_trusted() {
    let site = numbered();
    let kept = options();
    let folder = OutputFolder::claim(&site.join(PUBLIC), site.path(), &|_| {}).unwrap();
    site.write("content/speeches/first/picture.png", "a picture");
    let sources = load::load(site.path()).unwrap();
    let given = given(&site, &sources, &kept);
    let composed = compose(&sources, understand(&sources, &kept));
    let sink = DiskSink::open(folder, site.path(), &sources, Foreign::Refuse).unwrap();
    publish(&composed, &sink).unwrap();
    sink.keep_record(&given, &composed, None);
    assert_eq!(records(&site), Vec::<String>::new());
}

#[test]
fn a_record_that_is_cut_or_damaged_is_none() {
    let site = numbered();
    let kept = options();
    build(&site, &kept);
    let path = records(&site).remove(0);
    let whole = site.read(&path);

    for cut in (0..whole.len()).step_by(7) {
        site.write(&path, &whole.as_bytes()[..cut]);
        assert_eq!(earlier(&site, &kept), None, "cut at {cut}");
    }
    let mut chance = Chance(5);
    for _ in 0..200 {
        let mut bytes = whole.clone().into_bytes();
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
        site.write(&path, &bytes);
        // Whatever it says, it is read, and nothing panics.
        let _ = earlier(&site, &kept);
    }
    site.write(&path, &whole);
    assert!(earlier(&site, &kept).is_some());
}

#[test]
fn where_no_record_can_be_kept_a_site_is_published_all_the_same() {
    let site = site();
    site.write(".oratory-cache", "in the way");
    build(&site, &options());
    assert_eq!(site.read(".oratory-cache"), "in the way");
    assert_eq!(earlier(&site, &options()), None);
    assert!(site.join("public/index.html").exists());
}

#[test]
fn the_latest_records_stay() {
    let site = site();
    let folder = site.join(".oratory-cache/builds");
    for n in 0..MOST + 3 {
        site.write(&format!(".oratory-cache/builds/{n:02}"), "");
        pass_time();
    }
    forget_oldest(&folder).unwrap();
    let left = records(&site);
    assert_eq!(left.len(), MOST);
    assert!(left[0].ends_with("/03") && left[MOST - 1].ends_with("/18"), "{left:?}");
}

/// The files of an input of the suite, as far as they are text.
fn files_of(input: &str) -> Sources {
    let given = input.split("\n=== expected").next().unwrap_or_default();
    let mut files = Vec::new();
    for section in format!("\n{given}").split("\n=== ").skip(1) {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let path = head.split(' ').next().unwrap_or_default().to_owned();
        files.push(Source { path, content: Content::Bytes(format!("{body}\n").into_bytes()) });
    }
    Sources::new(files)
}

/// As another run of the program reads it.
fn read_again(diagnostics: &Diagnostics, sources: &Sources) -> Option<Diagnostics> {
    let kept = serde_json::to_vec(&diagnostics.kept(sources)).unwrap();
    serde_json::from_slice::<KeptDiagnostics>(&kept).unwrap().read(sources)
}

#[test]
fn whatever_is_said_of_a_mistake_is_read_as_it_was_kept() {
    let sources = Sources::from_texts([("a.md", "quay"), ("b.md", "pier")]);
    let mut diagnostics = Diagnostics::default();
    for (n, page) in CODES.iter().enumerate() {
        let inner = say!("`{name}` \"is\" {n} {{old}}", name = page.name, n);
        let said = say!("{inner}, 码头", inner);
        let span = Span::new(FileId(1), 0..n);
        let told = Diagnostic::new(page.code, said)
            .at(span.clone(), Message::joined(", ", ["a", "b"].iter()))
            .at(Span::new(FileId(0), 1..2), "")
            .hint(Message::ready_made("ready made"))
            .hint("a hint");
        let report = n.is_multiple_of(2).then(|| format!("report {n}\n"));
        let meant = n.is_multiple_of(3).then(|| format!("meant {n}"));
        let told = Diagnostic { report, meant, is_certain: n.is_multiple_of(5), ..told };
        diagnostics.push(match n.is_multiple_of(2) {
            true => told.fixed_by(span, "pier"),
            false => told,
        });
    }
    assert_eq!(read_again(&diagnostics, &sources).as_ref(), Some(&diagnostics));

    let kept = diagnostics.kept(&sources);
    assert_eq!(kept.read(&Sources::from_texts([("a.md", "quay")])), None, "a file is gone");
}

/// All inputs of the suite, by name.
fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let mut inputs: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    inputs.sort();
    assert!(inputs.len() > 200);
    inputs
}

/// What is published of a site, and what is said of it.
fn built(site: &Site<'_>) -> (BTreeMap<String, Vec<u8>>, Diagnostics) {
    let sink = MemorySink::default();
    let mut diagnostics = site.diagnostics.clone();
    if let Err(PublishError::Mistakes(more)) = publish(site, &sink) {
        diagnostics.append(more);
    }
    (sink.files(), diagnostics)
}

/// Kinds of mistakes that these inputs do not show: of files that are no text, or are too large to stand
/// in one; of how the program is run; of a program without a cargo feature.
const NOT_OF_INPUTS: [&str; 10] = [
    "not-utf8",
    "nul-byte",
    "byte-order-mark",
    "file-too-large",
    "link-outside",
    "unsearchable-name",
    "too-deep",
    "not-numbered",
    "large-pictures",
    "missing-feature",
];

#[test]
fn every_kind_of_mistake_is_read_as_it_was_kept() {
    let told = inputs().into_par_iter().map(|path| {
        let sources = files_of(&std::fs::read_to_string(&path).unwrap());
        let (_, diagnostics) = built(&compose(&sources, understand(&sources, &options())));
        let read = read_again(&diagnostics, &sources);
        assert_eq!(read.as_ref(), Some(&diagnostics), "{}", path.display());
        diagnostics.iter().map(|told| told.code.page().name).collect::<Vec<_>>()
    });
    let told: Vec<&str> = told.collect::<Vec<_>>().concat();

    let codes: BTreeSet<&str> = told.iter().copied().collect();
    let mut missing: Vec<&str> = CODES.iter().map(|page| page.name).collect();
    missing.retain(|name| !codes.contains(name) && !NOT_OF_INPUTS.contains(name));
    assert!(missing.is_empty() && told.len() > 500, "without {missing:?}");
}

#[test]
fn a_build_that_finds_the_locks_of_another_publishes_and_says_the_same() {
    let with_locks = inputs().into_par_iter().filter(|path| {
        let sources = files_of(&std::fs::read_to_string(path).unwrap());
        let first = compose(&sources, understand(&sources, &options())).with_search();
        let locks = &first.lock.files;
        if first.diagnostics.has_errors() || locks.is_empty() || !will_be_said_again(&first) {
            return false;
        }

        let (files, told) = built(&first);
        let sources_after = applied(&sources, locks);
        let second = compose(&sources_after, understand(&sources_after, &options())).with_search();
        let (files_after, told_after) = built(&second);
        assert!(second.lock.files.is_empty(), "{}", path.display());
        assert!(files == files_after, "{}", path.display());
        assert_eq!(first.stats(), second.stats());
        let kept =
            |told: &Diagnostics, sources| serde_json::to_string(&told.kept(sources)).unwrap();
        assert_eq!(kept(&told, &sources), kept(&told_after, &sources_after), "{}", path.display());
        true
    });
    assert!(with_locks.count() > 50);
}

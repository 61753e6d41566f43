//! Random histories of a site under version control: texts are edited, files are renamed, moved,
//! taken away and brought back, branches are merged. Whatever happens, an anchor that was published
//! names the same paragraph, and a published address answers or is told.

#![expect(clippy::disallowed_methods, reason = "the number of histories is a variable")]

use crate::sites::folder::Folder;
use oratory::{Options, compose, load, understand};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// So many histories; `ORATORY_CASES` changes it.
const HISTORIES: u64 = 30;
const N_SPEECHES: usize = 30;
const N_STEPS: usize = 12;

/// The same numbers in every run: xorshift, seeded with the history's number.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn word(&mut self) -> String {
        let syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za"];
        (0..2 + self.below(2)).map(|_| syllables[self.below(syllables.len())]).collect()
    }

    fn sentence(&mut self) -> Vec<String> {
        (0..10 + self.below(12)).map(|_| self.word()).collect()
    }
}

/// A paragraph that is the same whatever its words.
#[derive(Clone)]
struct Paragraph {
    identity: usize,
    words: Vec<String>,
}

#[derive(Clone)]
struct Speech {
    name: String,
    is_there: bool,
    paragraphs: Vec<Paragraph>,
}

impl Speech {
    fn path(&self) -> String {
        format!("content/speeches/{}.en.md", self.name)
    }

    fn text(&self) -> String {
        let mut text = "---\ntitle: T\ndate: 2024-01-01\n---\n".to_owned();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            // Every third begins a turn, so that there are anchors of turns.
            let label = if index % 3 == 1 { "**Ann:** " } else { "" };
            text.push_str(&format!("{label}{}.\n\n", paragraph.words.join(" ")));
        }
        text
    }
}

/// A site in a repository, and all that it ever published.
struct History {
    random: Random,
    folder: Folder,
    speeches: Vec<Speech>,
    n_paragraphs: usize,
    /// Which paragraph an anchor names at the address of a speech's name.
    named: BTreeMap<(String, String), usize>,
    /// The pages of speeches.
    addresses: BTreeSet<String>,
}

impl History {
    fn begin(seed: u64) -> Self {
        let folder = Folder::with([("oratory.toml", "title = 'T'\ntheme = 'plain'\n")]);
        let mut history = History {
            random: Random::new(seed + 1),
            folder,
            speeches: Vec::new(),
            n_paragraphs: 0,
            named: BTreeMap::new(),
            addresses: BTreeSet::new(),
        };
        history.git(&["init", "-q", "-b", "main"]);
        for identity in 0..N_SPEECHES {
            let mut speech =
                Speech { name: format!("s{identity}"), is_there: true, paragraphs: Vec::new() };
            for _ in 0..3 + history.random.below(6) {
                speech.paragraphs.push(history.paragraph());
            }
            history.folder.write(&speech.path(), speech.text());
            history.speeches.push(speech);
        }
        history.build();
        history.commit();
        history
    }

    fn git(&self, arguments: &[&str]) -> bool {
        let status = Command::new("git")
            .args([
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "-c",
                "core.autocrlf=false",
            ])
            .args(arguments)
            .current_dir(self.folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status();
        status.expect("git starts").success()
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", "x"]);
    }

    fn paragraph(&mut self) -> Paragraph {
        self.n_paragraphs += 1;
        Paragraph { identity: self.n_paragraphs, words: self.random.sentence() }
    }

    /// Does something to one speech, and writes it.
    fn change(&mut self, index: usize) {
        let mut speech = self.speeches[index].clone();
        let old_path = speech.path();
        let n = speech.paragraphs.len();
        match self.random.below(9) {
            // A word or two are mended.
            0 | 1 => {
                let paragraph = &mut speech.paragraphs[self.random.below(n)];
                for _ in 0..=self.random.below(2) {
                    let at = self.random.below(paragraph.words.len());
                    paragraph.words[at] = self.random.word();
                }
            }
            2 => {
                let new = self.paragraph();
                speech.paragraphs.insert(self.random.below(n + 1), new);
            }
            3 if n > 1 => {
                speech.paragraphs.remove(self.random.below(n));
            }
            // Another paragraph in the place of one.
            4 => {
                let at = self.random.below(n);
                speech.paragraphs[at] = self.paragraph();
            }
            5 => speech.name = format!("{}x", speech.name),
            6 => {
                speech.name = format!("{}y", speech.name);
                let at = self.random.below(n);
                let word = self.random.below(speech.paragraphs[at].words.len());
                speech.paragraphs[at].words[word] = self.random.word();
            }
            _ => speech.is_there = !speech.is_there,
        }

        if self.folder.join(&old_path).exists() {
            self.folder.remove(&old_path);
        }
        if speech.is_there {
            self.folder.write(&speech.path(), speech.text());
        }
        self.speeches[index] = speech;
    }

    /// Builds, keeps the locks, and compares with what was ever published.
    fn build(&mut self) {
        let sources = load(self.folder.path()).expect("a site");
        let understood = understand(&sources, &Options::default());
        assert!(!understood.diagnostics.has_errors(), "{:?}", understood.diagnostics);
        for (path, change) in understood.lock.files.iter() {
            match change.bytes() {
                Some(bytes) => self.folder.write(path, bytes),
                None => self.folder.remove(path),
            }
        }

        for (id, published) in understood.graph.corpus.speeches() {
            let speech = self.speeches.iter().find(|speech| speech.name == published.id);
            let speech = speech.expect("a speech of the history");
            let anchors = understood.graph.anchors(id);
            assert_eq!(anchors.paragraphs.len(), speech.paragraphs.len());

            let former = anchors.former_names.iter().filter_map(|name| name.strip_suffix(".en"));
            for name in former.chain([speech.name.as_str()]) {
                for (anchor, paragraph) in anchors.paragraphs.iter().zip(&speech.paragraphs) {
                    let key = (name.to_owned(), anchor.to_string());
                    let first = *self.named.entry(key).or_insert(paragraph.identity);
                    assert_eq!(first, paragraph.identity, "{name}#{anchor} names another");
                }
            }
        }

        let told: Vec<String> =
            understood.diagnostics.iter().map(|told| told.message.to_string()).collect();
        let site = compose(&sources, understood);
        let paths: BTreeSet<&str> =
            site.outputs().iter().map(|output| output.path.as_str()).collect();
        for address in &self.addresses {
            // What lies beside a page goes with it, and is told with it.
            let (stem, _) = address.split_once('.').expect("a file with an ending");
            let page = format!("`{stem}.html` was published");
            let is_told = told.iter().any(|message| message.contains(&page));
            assert!(
                paths.contains(address.as_str()) || is_told,
                "{address} is gone without a word"
            );
        }
        let speeches = paths.iter().filter(|path| path.starts_with("speeches/s"));
        self.addresses.extend(speeches.map(|path| (*path).to_owned()));
    }

    /// Two people change different speeches, build, and merge.
    fn merge(&mut self) {
        let (ours, theirs) = (self.random.below(N_SPEECHES), self.random.below(N_SPEECHES));
        if ours == theirs {
            return;
        }
        let (speeches, addresses) = (self.speeches.clone(), self.addresses.clone());
        self.git(&["checkout", "-q", "-b", "side"]);
        self.change(theirs);
        self.build();
        self.commit();

        // What is published on the side is not known here yet.
        let side = std::mem::replace(&mut self.speeches, speeches);
        let side_addresses = std::mem::replace(&mut self.addresses, addresses);
        self.git(&["checkout", "-q", "main"]);
        self.change(ours);
        self.build();
        self.commit();

        assert!(self.git(&["merge", "-q", "-m", "x", "side"]), "a conflict");
        self.git(&["branch", "-q", "-D", "side"]);
        self.speeches[theirs] = side[theirs].clone();
        self.addresses.extend(side_addresses);
        self.build();
        self.commit();
    }

    /// A clone without the last numbers, as where a person forgot to commit them.
    fn build_elsewhere(&self) {
        let sources = load(self.folder.path()).expect("a site");
        let options = Options { locked: true, ..Options::default() };
        let understood = understand(&sources, &options);
        let is_refused = understood.diagnostics.has_errors();
        assert_eq!(
            is_refused,
            understood.lock.n_new > 0,
            "new numbers, and only these, are refused"
        );
    }
}

#[test]
#[ignore = "needs git"]
fn published_addresses_hold() {
    let cases = std::env::var("ORATORY_CASES").ok().and_then(|n| n.parse().ok());
    for seed in 0..cases.unwrap_or(HISTORIES) {
        let mut history = History::begin(seed);
        for _ in 0..N_STEPS {
            if history.random.below(4) == 0 {
                history.merge();
                continue;
            }
            for _ in 0..=history.random.below(3) {
                let index = history.random.below(N_SPEECHES);
                history.change(index);
            }
            history.build_elsewhere();
            history.build();
            history.commit();
        }
    }
}

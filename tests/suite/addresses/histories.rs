//! Random histories of a site under version control: texts are edited, files are renamed, moved,
//! taken away and brought back, people and pages of the site's own come and go, the site gets other
//! languages, branches are merged. Whatever happens, an anchor that was published at an address names the same paragraph, and
//! a published address answers or is told.

#![expect(clippy::disallowed_methods, reason = "the number of histories is a variable")]

use crate::sites::folder::Folder;
use oratory::{Options, compose, load, understand};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// So many histories; `ORATORY_CASES` changes it, and `ORATORY_FIRST` from which on.
const HISTORIES: u64 = 30;
const N_SPEECHES: usize = 30;
const N_PEOPLE: usize = 8;
const N_PAGES: usize = 4;
const N_STEPS: usize = 12;

/// The languages that a site may have, the default one first.
const LANGUAGES: [&str; 4] = ["'en', 'zh'", "'zh', 'en'", "'en'", "'fr', 'zh', 'en'"];

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
    lang: &'static str,
    is_there: bool,
    paragraphs: Vec<Paragraph>,
}

impl Speech {
    fn path(&self) -> String {
        format!("content/speeches/{}.{}.md", self.name, self.lang)
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

/// A person, whose file is all that tells of them.
#[derive(Clone)]
struct Person {
    id: String,
    is_there: bool,
    /// Their item in a registry elsewhere; what has one is known by it under another id.
    item: Option<usize>,
}

impl Person {
    fn path(&self) -> String {
        format!("content/people/{}.md", self.id)
    }

    fn text(&self) -> String {
        let item = self.item.map_or_else(String::new, |item| {
            format!("same_as: ['https://example.org/item/{item}']\n")
        });
        format!("---\nname: N {}\n{item}---\n", self.id)
    }
}

/// A page of the site's own.
#[derive(Clone)]
struct OwnPage {
    name: String,
    lang: &'static str,
    is_there: bool,
    paragraphs: Vec<Paragraph>,
}

impl OwnPage {
    fn path(&self) -> String {
        format!("content/pages/own/{}.{}.md", self.name, self.lang)
    }

    fn text(&self) -> String {
        let words = |paragraph: &Paragraph| format!("{}.\n\n", paragraph.words.join(" "));
        self.paragraphs.iter().map(words).collect()
    }
}

/// A site in a repository, and all that it ever published.
struct History {
    random: Random,
    folder: Folder,
    speeches: Vec<Speech>,
    people: Vec<Person>,
    pages: Vec<OwnPage>,
    n_paragraphs: usize,
    /// Which paragraph an anchor names at an address.
    named: BTreeMap<(String, String), usize>,
    /// The pages of speeches and people, and the site's own.
    addresses: BTreeSet<String>,
}

impl History {
    fn begin(seed: u64) -> Self {
        let folder = Folder::with([("oratory.toml", &*config(LANGUAGES[0]))]);
        let mut history = History {
            random: Random::new(seed + 1),
            folder,
            speeches: Vec::new(),
            people: Vec::new(),
            pages: Vec::new(),
            n_paragraphs: 0,
            named: BTreeMap::new(),
            addresses: BTreeSet::new(),
        };
        history.git(&["init", "-q", "-b", "main"]);
        for index in 0..N_PEOPLE {
            let item = (index % 2 == 0).then_some(index);
            let person = Person { id: format!("p{index}"), is_there: true, item };
            history.folder.write(&person.path(), person.text());
            history.people.push(person);
        }
        for index in 0..N_PAGES {
            let lang = if index == 0 { "zh" } else { "en" };
            let paragraphs = (0..2 + index).map(|_| history.paragraph()).collect();
            let page = OwnPage { name: format!("o{index}"), lang, is_there: true, paragraphs };
            history.folder.write(&page.path(), page.text());
            history.pages.push(page);
        }
        for identity in 0..N_SPEECHES {
            // Every third text is a version of the one before.
            let (number, lang) = match identity % 4 {
                3 => (identity - 1, "zh"),
                _ => (identity, "en"),
            };
            let mut speech =
                Speech { name: format!("s{number}"), lang, is_there: true, paragraphs: Vec::new() };
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

    /// A page of the site's own is edited, moved, taken away or brought back.
    fn change_of_page(&mut self) {
        let which = self.random.below(N_PAGES);
        let mut page = self.pages[which].clone();
        let old_path = page.path();
        match self.random.below(4) {
            0 => {
                let at = self.random.below(page.paragraphs.len());
                page.paragraphs[at] = self.paragraph();
            }
            1 => page.name = format!("{}x", page.name),
            2 => page.name = format!("in/{}", page.name),
            _ => page.is_there = !page.is_there,
        }
        if self.folder.join(&old_path).exists() {
            self.folder.remove(&old_path);
        }
        if page.is_there {
            self.folder.write(&page.path(), page.text());
        }
        self.pages[which] = page;
    }

    /// A person's file is renamed by hand, taken away or brought back, or the site gets other
    /// languages.
    fn change_of_site(&mut self) {
        let which = self.random.below(N_PEOPLE + 2);
        let Some(mut person) = self.people.get(which).cloned() else {
            let languages = LANGUAGES[self.random.below(LANGUAGES.len())];
            self.folder.write("oratory.toml", config(languages));
            return;
        };
        let old_path = person.path();
        match self.random.below(2) {
            0 => person.id = format!("{}x", person.id),
            _ => person.is_there = !person.is_there,
        }
        if self.folder.join(&old_path).exists() {
            self.folder.remove(&old_path);
        }
        if person.is_there {
            self.folder.write(&person.path(), person.text());
        }
        self.people[which] = person;
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
            let is_it = |speech: &&Speech| {
                speech.name == published.id && speech.lang == published.lang.tag()
            };
            let speech = self.speeches.iter().find(is_it).expect("a speech of the history");
            let anchors = understood.graph.anchors(id);
            assert_eq!(anchors.paragraphs.len(), speech.paragraphs.len());

            let page = understood.graph.speech_route(id);
            let former = anchors.former_pages.iter().map(|page| &**page);
            for page in former.chain([page.path()]) {
                for (anchor, paragraph) in anchors.paragraphs.iter().zip(&speech.paragraphs) {
                    let key = (page.to_owned(), anchor.to_string());
                    let first = *self.named.entry(key).or_insert(paragraph.identity);
                    assert_eq!(first, paragraph.identity, "{page}#{anchor} names another");
                }
            }
        }

        let told: Vec<String> =
            understood.diagnostics.iter().map(|told| told.message.to_string()).collect();
        let site = compose(&sources, understood);
        assert!(!site.diagnostics.has_errors(), "{:?}", site.diagnostics);
        let paths: BTreeSet<&str> = site.outputs().iter().map(|output| &*output.path).collect();
        for address in &self.addresses {
            // What lies beside a page goes with it, and is told with it.
            let is_told = || told.iter().any(|message| is_of(message, address));
            assert!(
                paths.contains(address.as_str()) || is_told(),
                "{address} is gone without a word: {told:#?}"
            );
        }
        let folders = ["speeches/s", "people/p", "own/"];
        let is_page = |path: &&&str| folders.iter().any(|folder| path.contains(folder));
        self.addresses.extend(paths.iter().filter(is_page).map(|path| (*path).to_owned()));
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

fn config(languages: &str) -> String {
    format!("title = 'T'\ntheme = 'plain'\nlanguages = [{languages}]\n")
}

/// Whether a message says that what is at an address is gone. What lies beside a page, or in the
/// folder of another language, goes with it and is told with it.
fn is_of(message: &str, address: &str) -> bool {
    let Some((page, _)) = message.split_once(".html` was published") else {
        return false;
    };
    let page = page.trim_start_matches('`');
    let is_beside = |rest: &str| rest.starts_with(['.', '/']);
    let at = |address: &str| address.strip_prefix(page).is_some_and(is_beside);
    // Two versions side by side are there where both are.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let parts: Vec<String> = name(address).split('.').map(str::to_owned).collect();
    let is_side = parts.len() > 3 && name(page).split('.').next() == Some(parts[0].as_str());
    is_side || at(address) || address.split_once('/').is_some_and(|(_, within)| at(within))
}

#[test]
#[ignore = "needs git"]
fn published_addresses_hold() {
    let cases = std::env::var("ORATORY_CASES").ok().and_then(|n| n.parse().ok());
    let first = std::env::var("ORATORY_FIRST").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    for seed in first..first + cases.unwrap_or(HISTORIES) {
        let mut history = History::begin(seed);
        for _ in 0..N_STEPS {
            if history.random.below(4) == 0 {
                history.merge();
                continue;
            }
            if history.random.below(3) == 0 {
                history.change_of_site();
            }
            if history.random.below(2) == 0 {
                history.change_of_page();
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

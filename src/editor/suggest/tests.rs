//! Small sites with traps, and sites at random, by subject; here is what all of them use.

mod comparing;
mod discovery;
mod labels;
mod random;
mod rulings;

use super::*;
use crate::base::changes::applied;
use crate::base::diag::Diagnostics;
use crate::base::fixture::cases;
use crate::base::sources::Sources;
use crate::reading::config;
use crate::reading::parse;

const CONFIG: (&str, &str) =
    ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n");

struct Small {
    sources: Sources,
    corpus: Corpus,
    config: Config,
}

fn read(sources: Sources) -> Small {
    let mut diagnostics = Diagnostics::default();
    let config = Config { drafts: true, ..config::read(&sources, &[], &mut diagnostics) };
    let corpus = parse::parse(&sources, &config, &mut diagnostics);
    Small { sources, corpus, config }
}

fn small(files: &[(&str, &str)]) -> Small {
    read(Sources::from_texts(std::iter::once(CONFIG).chain(files.iter().copied())))
}

impl Small {
    fn suggestions(&self) -> Vec<Suggestion> {
        suggest(&self.corpus, &self.config)
    }

    /// `add wang-yi` each, names that stand nowhere left out.
    fn lines(&self) -> Vec<String> {
        let named = self.suggestions().into_iter().filter(|one| one.word() != "unseen");
        named
            .map(|one| {
                let ids: Vec<&str> =
                    one.entities().iter().map(|id| self.corpus.entity(*id).id.as_str()).collect();
                let into = if let Proposal::Merge { label, into, .. } = &one.proposal {
                    format!("{}→{into}", label.name)
                } else {
                    ids.join("/")
                };
                format!("{} {into}", one.word())
            })
            .collect()
    }

    fn after(&self, orders: &Orders) -> (Small, Written) {
        let written = write_orders(&self.sources, &self.corpus, &self.config, orders);
        (read(applied(&self.sources, &written.changes)), written)
    }

    /// The site once all that is safe is done.
    fn written(&self) -> Small {
        let written =
            write_safe(&self.sources, &self.corpus, &self.config, &self.suggestions(), None);
        assert_eq!(written.refused, []);
        read(applied(&self.sources, &written.changes))
    }

    fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.sources.file(self.sources.find(path).unwrap()).bytes()).unwrap()
    }

    /// The site once the first side of the suggestion called `word` is ruled on.
    fn ruled(&self, word: &str, side: usize, ruling: Ruling) -> Small {
        let suggestions = self.suggestions();
        let one = suggestions.iter().find(|one| one.word() == word).unwrap();
        let mut orders = Orders::default();
        one.rule(&self.corpus, one.sides()[side], ruling, &mut orders).unwrap();
        let (after, written) = self.after(&orders);
        assert_eq!(written.refused, []);
        after
    }
}

const WANG: (&str, &str) = (
    "content/people/wang-yi.md",
    "---\nname: {en: Wang Yi, zh: 王毅}\naliases: [{name: Minister Wang, from: 2013}]\n---\n",
);
const MALI: (&str, &str) =
    ("content/places/mali.md", "---\nname: {en: Mali, zh: 马里}\nnot: [Mali Empire]\n---\n");
const SPEECH: &str = "content/speeches/a.en.md";

fn speech(front: &str, body: &str) -> String {
    format!("---\ntitle: A\ndate: 2024-03-07\n{front}---\n\n{body}\n")
}

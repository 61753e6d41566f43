//! Holds the list of keys against the readers of files, table by table: what is listed in a table is
//! read there, and what another table has is told as unknown.

use super::keys::{CONFIG, DECISIONS, ENTITY, Key, PAGE, ROLE, SECTIONS, SPEECH, Section};
use super::shapes::Shape::{self, *};
use crate::base::diag::Code;
use crate::base::sources::Sources;
use crate::reading::config::Options;
use crate::reading::kinds::Kinds;
use crate::understand;
use std::collections::{BTreeMap, BTreeSet};

/// How a file writes its tables.
#[derive(Clone, Copy, PartialEq)]
enum Syntax {
    Yaml,
    Toml,
}

impl Syntax {
    /// `key` with its value, within a table.
    fn pair(self, key: &str, value: &str) -> String {
        match self {
            Syntax::Yaml => format!("{key}: {value}"),
            Syntax::Toml => format!("{key} = {value}"),
        }
    }

    fn text(self, text: &str) -> String {
        match self {
            Syntax::Yaml => text.to_owned(),
            Syntax::Toml => format!("\"{text}\""),
        }
    }
}

/// Something that has this shape.
fn value(syntax: Syntax, shape: &Shape) -> String {
    match shape {
        Text | Id => syntax.text("a"),
        Words => syntax.text("A text"),
        Date | When => syntax.text("2024-03-07"),
        Moment => syntax.text("2024-03-07T12:00+08:00"),
        Truth => "true".to_owned(),
        Number | Whole | Count | Meridian => "1".to_owned(),
        Address => syntax.text("https://example.org"),
        Language => syntax.text("en"),
        Point => "[1.0, 2.0]".to_owned(),
        OneOf(words) => syntax.text(words()[0]),
        List(inner) => format!("[{}]", value(syntax, inner)),
        OneOrMore(inner) => value(syntax, inner),
        Either(shapes) => value(syntax, &shapes[0]),
        In(title) => table(syntax, Section::named(title), &[]),
        ByName(inner) => format!("{{{}}}", syntax.pair("a", &value(syntax, inner))),
        Free => format!("{{{}}}", syntax.pair("a", "1")),
    }
}

/// The pairs of a table: what it must have, and `more`.
fn pairs(syntax: Syntax, section: &Section, more: &[(String, String)]) -> Vec<String> {
    let is_there = |key: &Key| more.iter().any(|(name, _)| name == key.name);
    let required = section.keys.iter().filter(|key| key.is_required && !is_there(key));
    let mut pairs: Vec<String> =
        required.map(|key| syntax.pair(key.name, &value(syntax, &key.shape))).collect();
    pairs.extend(more.iter().map(|(name, value)| syntax.pair(name, value)));
    pairs
}

fn table(syntax: Syntax, section: &Section, more: &[(String, String)]) -> String {
    format!("{{{}}}", pairs(syntax, section, more).join(", "))
}

/// A value of `shape` that holds the table of this title, which is `inner`.
fn around(syntax: Syntax, shape: &Shape, title: &str, inner: &str) -> Option<String> {
    match shape {
        In(other) if *other == title => Some(inner.to_owned()),
        List(of) => Some(format!("[{}]", around(syntax, of, title, inner)?)),
        OneOrMore(of) => around(syntax, of, title, inner),
        Either(shapes) => shapes.iter().find_map(|of| around(syntax, of, title, inner)),
        ByName(of) => Some(format!("{{{}}}", syntax.pair("a", &around(syntax, of, title, inner)?))),
        _ => None,
    }
}

/// A file whose outermost table is that of its first word.
const FILES: [(&str, &str, Syntax); 5] = [
    (SPEECH, "content/speeches/2024-03-07-a.en.md", Syntax::Yaml),
    (ENTITY, "content/people/b.md", Syntax::Yaml),
    (PAGE, "content/c.en.md", Syntax::Yaml),
    (CONFIG, "oratory.toml", Syntax::Toml),
    (DECISIONS, "content/decisions.toml", Syntax::Toml),
];

/// What stands in `section` so that it holds the table `title` with `more`: once for each way that
/// leads there.
fn ways(
    syntax: Syntax,
    section: &Section,
    title: &str,
    more: &(String, String),
) -> Vec<(String, String)> {
    if section.title == title {
        return vec![more.clone()];
    }
    let mut found = Vec::new();
    let mut keys: Vec<(&str, Shape)> =
        section.keys.iter().map(|key| (key.name, key.shape)).collect();
    // Facts are keys that stand in another list.
    if section.title == ENTITY {
        keys.push(("roles", List(&In(ROLE))));
    }
    for (name, shape) in keys {
        let mut titles = Vec::new();
        shape.add_tables(&mut titles);
        for inner in titles {
            let inner = Section::named(inner);
            for way in ways(syntax, inner, title, more) {
                let table = table(syntax, inner, &[way]);
                let value = around(syntax, &shape, inner.title, &table).expect("the shape has it");
                found.push((name.to_owned(), value));
            }
        }
    }
    found
}

/// The keys that are told as unknown in a site with this file.
fn unknown(path: &str, syntax: Syntax, pairs: &[String]) -> Vec<String> {
    let text = pairs.join("\n") + "\n";
    let text = match syntax {
        Syntax::Yaml => format!("---\n{text}---\n\n**A:** A text.\n"),
        Syntax::Toml => text,
    };
    // Of two files with one path the first stays.
    let sources = Sources::from_texts([(path, &*text), ("oratory.toml", "title = \"A\"\n")]);
    let understood = understand(&sources, &Options::default());
    let told = understood.diagnostics.iter();
    let told =
        told.filter(|told| matches!(told.code, Code::UnknownKey | Code::BadToml | Code::BadYaml));
    told.map(|told| told.message.to_string()).collect()
}

/// Keys that stand in a table besides those of its section.
fn facts_and_lists(title: &str) -> BTreeSet<String> {
    let kinds = Kinds::default();
    let mut keys = BTreeSet::new();
    for (_, kind) in kinds.iter() {
        match title {
            SPEECH => keys.insert(kind.key.to_string()),
            _ => false,
        };
        if title == ENTITY && kind.key == "people" {
            keys.extend(kind.facts.iter().map(|fact| fact.key.to_string()));
        }
    }
    keys
}

/// What the test cannot ask of a key alone, and why.
const APART: [(&str, &str); 3] = [
    // Version 0.1 called redirects so; it is read, told as `old-key`, and listed nowhere.
    (SPEECH, "aliases"),
    // By this key a link is another table: links below one.
    ("A link of `[brand]` or `[menu]`", "items"),
    // It is read beside `type = "reference"`; the guide's recipe of a kind has both.
    ("A fact in `[kinds.<name>.facts]`", "kind"),
];

#[test]
fn every_table_reads_the_keys_that_are_listed_for_it_and_no_others() {
    let mut shapes: BTreeMap<&str, &Shape> = BTreeMap::new();
    for key in SECTIONS.iter().flat_map(|section| section.keys) {
        shapes.entry(key.name).or_insert(&key.shape);
    }
    let mut faults = Vec::new();
    let mut reached = BTreeSet::new();
    for (title, path, syntax) in FILES {
        let file = Section::named(title);
        for section in file.with_inner() {
            let besides = facts_and_lists(section.title);
            for (name, shape) in &shapes {
                if APART.contains(&(section.title, name)) {
                    continue;
                }
                let own = section.key(name);
                let value = value(syntax, own.map_or(*shape, |key| &key.shape));
                for way in ways(syntax, file, section.title, &((*name).to_owned(), value)) {
                    reached.insert(section.title);
                    let pairs = pairs(syntax, file, &[way]);
                    let told = unknown(path, syntax, &pairs);
                    let is_listed = own.is_some() || besides.contains(*name);
                    let of_it = told.iter().filter(|told| told.contains(&format!("`{name}`")));
                    if of_it.count() != usize::from(!is_listed) || told.len() > 1 {
                        faults.push(format!("{}: {told:?}\n{}", section.title, pairs.join("\n")));
                    }
                }
            }
        }
    }
    let all: BTreeSet<&str> = SECTIONS.iter().map(|section| section.title).collect();
    assert_eq!(reached, all, "a table that no file leads to");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

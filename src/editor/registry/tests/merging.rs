//! What a merge keeps of the one that goes: comments, contradictions, footnotes; in written files
//! and in files at random.

use super::{CONFIG, compiled, text};
use crate::base::changes::applied;
use crate::base::sources::Sources;
use crate::editor::edit::Edits;
use crate::editor::registry::merge;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;

/// What becomes of `into` when `from` is merged into it; both are people, `bea` and `ann`.
fn merged(from: &str, into: &str) -> String {
    let sources = Sources::from_texts([
        ("oratory.toml", CONFIG),
        ("content/people/bea.md", from),
        ("content/people/ann.md", into),
        ("content/people/cee.md", "---\nname: Cee\n---\n"),
    ]);
    let site = compiled(&sources);
    let plan = merge(&sources, &site.graph, "bea", "ann")
        .unwrap_or_else(|refusal| panic!("{refusal}\n{from}\n{into}"));
    compiled(&applied(&sources, &plan.changes));
    text(&plan.changes, "content/people/ann.md")
}

#[test]
fn comments_and_what_contradicts_stand_in_the_file_that_stays() {
    let from = "---\n# Two sources,\n# of the ministry.\nname: Bea # as she signs\nborn: 1954-03\n# A doubtful day.\ndied: 2020 # the Times\n\
        description: |\n  One # line,\n  # another.\nextra: {note: mine, list: [a, b]}\n# The end.\n---\n";
    let into = "---\nname: Ann\nborn: 1953 # a register\ndescription: Ann.\nextra:\n  note: yours\n---\nText.\n";
    let expected = "---\n\
        # merged from bea:\n# Two sources,\n# of the ministry.\n\
        # merged from bea: name: Bea # as she signs\n\
        name: Ann\n\
        # merged from bea: born: 1954-03\n\
        born: 1953 # a register\n\
        # merged from bea: description: |\n#   One # line,\n#   # another.\n\
        description: Ann.\n\
        # merged from bea: extra.note: mine\n\
        extra:\n  note: yours\n  list: [a, b]\n\
        aliases: [Bea]\n\
        # merged from bea:\n# A doubtful day.\n\
        # merged from bea: died: 2020 # the Times\n\
        died: 2020\n\
        redirects: [/people/bea.html, /zh/people/bea.html]\n\
        # merged from bea:\n# The end.\n\
        ---\nText.\n";
    assert_eq!(merged(from, into), expected);
}

#[test]
fn what_both_files_say_is_said_once() {
    let text = "---\n# A person.\nname: Ann # her name\nborn: 1953\n---\n";
    assert_eq!(
        merged(text, text),
        text.replace(
            "born: 1953\n",
            "born: 1953\nredirects: [/people/bea.html, /zh/people/bea.html]\n"
        )
    );
}

#[test]
fn a_comment_beside_what_is_taken_out_stays() {
    let into = "---\nname: Ann\nrelated:\n  - cee\n  - bea # her double\n---\n";
    assert!(
        merged("---\nname: Bea\n---\n", into)
            .contains("# merged from bea: - bea # her double\nrelated:\n  - cee\n")
    );
}

#[test]
fn footnotes_of_both_stay_with_their_texts() {
    let from = "---\nname: Bea\n---\nOld[^1], older[^Note], and `[^1]`.\n\n[^1]: Of *Bea*.\n\n[^note]: Hers alone.\n";
    let into = "---\nname: Ann\n---\nNew[^1].\n\n[^1]: Of Ann.\n";
    let both = merged(from, into);
    let body = "New[^1].\n\n[^1]: Of Ann.\n\nOld[^1-bea], older[^Note], and `[^1]`.\n\n[^1-bea]: Of *Bea*.\n\n[^note]: Hers alone.\n";
    assert!(both.ends_with(body), "{both}");
}

/// Front matter about a person in YAML: of each line one choice. A comment begins with `#:`; any
/// other `#` only looks like one.
const YAML: &[&[&str]] = &[
    &["", "#: a head\n#: of two lines\n", "\n#: alone\n\n"],
    &[
        "name: Bea\n",
        "name: {en: Bea, zh: 贝亚} #: names\n",
        "name:\n  #: above\n  en: 'Bea # no'\n  zh: 贝亚 #: beside\n",
        "name: BEA\n",
    ],
    &[
        "",
        "aliases: [B, {name: Bee, from: 2001, until: 2009, auto: false}] #: who\n",
        "aliases:\n  #: above an item\n  - Old Bea #: beside an item\n  - {name: B, until: 2015}\n",
        "aliases: [\n  B, #: one\n  #: two\n  ann lee\n]\n",
    ],
    &["", "born: 1954 #: day unknown\n", "born: '1953-01' #: quoted # twice\n", "born: 1953\n"],
    &["", "died: 2020\n", "#: above died\ndied: 2021-02-03\n"],
    &[
        "",
        "description: |\n  First # no\n  # no, either\n\n  Third\n#: behind a block\n",
        "description: | #: at its head\n  One\n",
        "description: >-\n  Folded # no\n  on\n",
        "description: {en: \"Two # signs\", zh: 二}\n",
        "description: plain and\n  long#no\n",
        "description: |+\n  Kept\n\n",
    ],
    &[
        "",
        "extra:\n  note: mine #: beside\n  deep: {a: [1, 2], b: {c: x}}\n  #: in extra\n",
        "extra: {note: 'it''s # mine', other: ~}\n",
        "extra: {list: [1, \"two\\nlines\"]}\n",
    ],
    &[
        "",
        "roles: [{role: {en: Chair, zh: 主席}, from: 2010}] #: roles\n",
        "roles:\n  - role: Chair\n    until: 2012 #: end\n",
    ],
    &["", "same_as: [https://example.org/bea#top]\n", "same_as: ['http://www.example.org/bea/']\n"],
    &[
        "",
        "sort_name: \"Bea, A.\"\n",
        "not: [Bea Arthur] #: not\n",
        "related: [ann, cee, bea] #: related\n",
    ],
    &["", "#: the last\n", "\n\n"],
];

/// The same in TOML.
const TOML: &[&[&str]] = &[
    &["", "#: a head\n#: of two lines\n"],
    &[
        "name = 'Bea' #: names\n",
        "name = {en = \"Bea # no\", zh = '贝亚'}\n",
        "name.en = 'Bea' #: en\nname.zh = '贝亚'\n",
    ],
    &[
        "",
        "aliases = [\n  'B', #: beside\n  #: above\n  {name = 'Bee', until = 2015-01-01},\n]\n",
        "aliases = ['BEA']#: close by\n",
    ],
    &["", "born = 1954-03-07 #: b\n", "born = '1953'\n"],
    &["", "died = '2020'\n"],
    &[
        "",
        "description = '''\nFirst # no\n# no\n'''\n",
        "description = \"One # no\" #: d\n",
        "description = \"\"\"a\\\n   b # no\"\"\"\n",
    ],
    &[
        "",
        "sort_name = \"B # no\"\n",
        "not = ['Bea Arthur'] #: not\n",
        "related = ['ann', 'cee'] #: related\n",
    ],
    &[
        "",
        "[extra] #: header\nnote = 'x' #: n\n#: in extra\n",
        "[extra.deep]\na = [1, 2]\n",
        "extra = {note = 'y'}\n",
    ],
    &[
        "",
        "[[roles]]\nrole = 'Chair'\nfrom = 2010-01-01 #: r\n\n#: between\n[[roles]]\nrole = 'Member'\n",
    ],
    &["", "#: the last\n"],
];

/// A file about a person.
fn person() -> impl Strategy<Value = String> {
    let choices = proptest::collection::vec(any::<Index>(), YAML.len().max(TOML.len()));
    (choices, any::<bool>(), any::<bool>()).prop_map(|(choices, is_toml, is_crlf)| {
        let (lines, mark) = if is_toml { (TOML, "+++") } else { (YAML, "---") };
        let fields: String =
            lines.iter().zip(choices).map(|(line, index)| *index.get(line)).collect();
        let text = format!("{mark}\n{fields}{mark}\nAbout.[^1] <!-- aside -->\n\n[^1]: A note.\n");
        if is_crlf { text.replace('\n', "\r\n") } else { text }
    })
}

/// All texts in a file's front matter, each with its place.
fn texts_of(file: &str) -> Vec<(String, String)> {
    fn collect(path: &str, value: &Json, texts: &mut Vec<(String, String)>) {
        match value {
            Json::String(text) => texts.push((path.to_owned(), text.clone())),
            Json::Array(items) => {
                items.iter().for_each(|item| collect(&format!("{path}[]"), item, texts))
            }
            Json::Object(fields) => fields
                .iter()
                .for_each(|(key, field)| collect(&format!("{path}.{key}"), field, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    collect(
        "",
        &Edits::new(file).expect("front matter").value_at(&[]).unwrap_or_default(),
        &mut texts,
    );
    texts
}

fn loses_nothing(from: &str, into: &str) -> Result<(), TestCaseError> {
    let both = merged(from, into);
    let lines: Vec<&str> = both.lines().collect();
    let now = texts_of(&both);
    let report = || format!("\n{from}\n+ {into}\n= {both}");

    for (_, comment) in from.lines().chain(into.lines()).filter_map(|line| line.split_once("#: ")) {
        prop_assert!(both.contains(&format!("#: {comment}")), "`{comment}` is lost{}", report());
    }
    for (_, said) in texts_of(from).into_iter().filter(|(_, said)| said != "ann" && said != "bea") {
        let is_commented = |part: &str| {
            lines.iter().any(|line| line.starts_with('#') && line.contains(part.trim_end()))
        };
        let is_field = now.iter().any(|(_, text)| *text == said);
        prop_assert!(is_field || said.lines().all(is_commented), "{said:?} is lost{}", report());
    }

    // What the one that stays said of itself stands where it stood; but for names with wider dates,
    // and that it is related to itself.
    let is_joined = |path: &str| path.starts_with(".aliases") || path == ".related[]";
    for said in texts_of(into).into_iter().filter(|(path, _)| !is_joined(path)) {
        prop_assert!(now.contains(&said), "{said:?} is changed{}", report());
    }
    prop_assert_eq!(
        (both.matches("A note.").count(), both.matches("<!-- aside -->").count()),
        (2, 2),
        "{}",
        report()
    );
    Ok(())
}

#[test]
fn a_merge_loses_no_text_and_no_comment() {
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(400),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    runner
        .run(&(person(), person()), |(from, into)| loses_nothing(&from, &into))
        .unwrap_or_else(|error| panic!("{error}"));
}

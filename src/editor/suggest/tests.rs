//! Small sites with traps, and sites at random: what is suggested, what is written, and that a second run finds nothing more.

use super::*;
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::reading::config;
use crate::reading::parse;
use proptest::prelude::*;

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
        (read(super::settle::with(&self.sources, &written.changes)), written)
    }

    /// The site once all that is safe is done.
    fn written(&self) -> Small {
        let written =
            write_safe(&self.sources, &self.corpus, &self.config, &self.suggestions(), None);
        assert_eq!(written.refused, []);
        read(super::settle::with(&self.sources, &written.changes))
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

#[test]
fn the_text_and_the_lists_are_compared_both_ways() {
    let text = speech("places: [mali]\n", "Wang Yi spoke, and Wang Yi left.");
    let site = small(&[WANG, MALI, (SPEECH, &text)]);
    assert_eq!(site.lines(), ["remove mali", "add wang-yi"]);
    let add = &site.suggestions()[1];
    assert_eq!((add.count(), add.names()[0].name.as_str()), (2, "Wang Yi"));
    let context = add.names()[0].spots[1].context(&site.corpus);
    assert_eq!(
        (context.left.as_str(), context.words.as_str(), context.right.as_str()),
        ("Wang Yi spoke, and ", "Wang Yi", " left.")
    );
    assert_eq!(&text[context.span.range], "Wang Yi");
    let after = site.written();
    assert_eq!(
        after.text(SPEECH),
        text.replace("places: [mali]\n", "places: []\npeople: [wang-yi]\n")
    );
    assert_eq!(after.lines(), [""; 0]);
}

#[test]
fn what_the_rules_of_names_hide_is_not_suggested() {
    for (front, body) in [
        ("", "In Somalia and the Mali Empire, `Mali`, [Mali](https://example.org)."),
        ("people: [wang-yi]\n", "Wang Yi."),
        ("", "[Mali](@mali) alone."),
        ("speaker: wang-yi\n", "**Wang Yi:** Yes."),
        ("location: mali\nplaces: [mali]\n", "Nobody."),
        ("speakers: {Wang Yi: wang-yi}\npeople: [wang-yi]\n", "**Wang Yi:** Yes."),
    ] {
        assert_eq!(
            small(&[WANG, MALI, (SPEECH, &speech(front, body))]).lines(),
            [""; 0],
            "{front}{body}"
        );
    }
    let before = speech("", "Minister Wang spoke.").replace("2024-03-07", "2012-01-01");
    assert_eq!(small(&[WANG, (SPEECH, &before)]).lines(), [""; 0], "the alias is of later years");
    assert_eq!(
        small(&[WANG, (SPEECH, &speech("", "Minister Wang spoke."))]).lines(),
        ["add wang-yi"]
    );
}

#[test]
fn a_name_of_two_is_a_choice_and_never_written() {
    let other = ("content/people/wang-yi-2.md", "---\nname: {en: Wang Yi}\n---\n");
    let text = speech("", "Wang Yi spoke.");
    let site = small(&[WANG, other, (SPEECH, &text)]);
    assert_eq!(site.lines(), ["choice wang-yi/wang-yi-2"]);
    assert_eq!(site.written().text(SPEECH), text);
    let chosen = site.ruled("choice", 1, Ruling::Accept);
    assert_eq!(chosen.lines(), [""; 0]);
    assert!(chosen.text(SPEECH).contains("people: [wang-yi-2]"));
    assert!(
        chosen
            .text("content/decisions.toml")
            .contains("{ name = \"Wang Yi\", entity = \"wang-yi-2\", speech = \"a.en\" }")
    );
    let never = site.ruled("choice", 0, Ruling::Never);
    assert_eq!(never.lines(), ["add wang-yi-2"], "the other is left");
    let both = small(&[
        WANG,
        other,
        (SPEECH, &speech("people: [wang-yi, wang-yi-2]\n", "Wang Yi spoke.")),
    ]);
    assert_eq!(both.lines(), ["choice wang-yi/wang-yi-2"], "neither is taken off its list");
    assert_eq!(both.ruled("choice", 0, Ruling::Accept).lines(), ["remove wang-yi-2"]);
}

#[test]
fn labels_are_explained_where_there_is_a_table_and_listed_where_there_is_none() {
    let with_table = small(&[
        WANG,
        (
            SPEECH,
            &speech("speakers:\n  Q: {turn: question}\n", "**Q:** Well?\n\n**Wang Yi:** Yes."),
        ),
    ]);
    assert_eq!(with_table.lines(), ["label wang-yi"]);
    let after = with_table.written();
    assert_eq!(after.corpus.speeches[0].speakers.as_ref().unwrap().len(), 2);
    assert_eq!(after.lines(), [""; 0]);
    // An entry that says only what the turns are leaves open who speaks.
    let of_turns = small(&[
        WANG,
        (
            SPEECH,
            &speech(
                "speakers:\n  Q: {turn: question}\n  Wang Yi: {turn: answer}\n",
                "**Q:** Well?\n\n**Wang Yi:** Yes.",
            ),
        ),
    ]);
    assert_eq!(of_turns.lines(), ["add wang-yi"]);
    assert_eq!(of_turns.written().lines(), [""; 0]);
    let without = small(&[WANG, (SPEECH, &speech("", "**Q:** Well?\n\n**Wang Yi:** Yes."))]);
    assert_eq!(without.lines(), ["add wang-yi"]);
    assert!(without.written().text(SPEECH).contains("people: [wang-yi]\n"));
}

#[test]
fn each_way_of_writing_front_matter_is_kept() {
    let body = "\nMali.\n";
    for (text, expected) in [
        (
            format!("---\r\ntitle: A\r\ndate: 2024-03-07\r\n---\r\n{body}"),
            format!("---\r\ntitle: A\r\ndate: 2024-03-07\r\nplaces: [mali]\r\n---\r\n{body}"),
        ),
        (
            format!("+++\ntitle = 'A'\ndate = 2024-03-07\nplaces = [] # none\n+++\n{body}"),
            format!("+++\ntitle = 'A'\ndate = 2024-03-07\nplaces = [\"mali\"] # none\n+++\n{body}"),
        ),
        (
            format!("---\ntitle: A\ndate: 2024-03-07\nplaces:\n  - cuba # here\n---\n{body}"),
            format!(
                "---\ntitle: A\ndate: 2024-03-07\nplaces:\n  - cuba # here\n  - mali\n---\n{body}"
            ),
        ),
        (
            format!("\u{FEFF}# 2024-03-07 A\n{body}"),
            format!(
                "\u{FEFF}---\ntitle: '2024-03-07 A'\ndate: 2024-03-07\n---\n\n# 2024-03-07 A\n{body}"
            ),
        ),
    ] {
        let site =
            small(&[MALI, ("content/places/cuba.md", "---\nname: Cuba\n---\n"), (SPEECH, &text)]);
        let accepted = site.suggestions().into_iter().filter(|one| one.word() == "add").collect();
        let (after, written) = site.after(&Orders { accepted, ..Orders::default() });
        assert_eq!(written.refused, []);
        let listed = |site: &Small| {
            site.corpus.speeches[0]
                .lists
                .iter()
                .flatten()
                .map(|one| one.entity.id.clone())
                .collect::<Vec<_>>()
        };
        assert!(listed(&after).contains(&"mali".to_owned()));
        if let Some(bare) = text.strip_prefix('\u{FEFF}') {
            assert!(
                after.text(SPEECH).ends_with(bare)
                    && after.text(SPEECH).starts_with("\u{FEFF}---\n"),
                "{}",
                after.text(SPEECH)
            );
            assert_eq!(after.corpus.speeches[0].title, site.corpus.speeches[0].title);
        } else {
            assert_eq!(after.text(SPEECH), expected);
        }
    }
}

#[test]
fn a_ruling_holds() {
    let text = speech("", "Wang Yi spoke in Mali. Mali, again.");
    let site =
        small(&[WANG, MALI, (SPEECH, &text), ("content/speeches/b.en.md", &speech("", "Mali."))]);
    assert_eq!(site.lines(), ["add mali", "add wang-yi", "add mali"]);
    assert_eq!(site.ruled("add", 0, Ruling::Reject).lines(), ["add wang-yi", "add mali"]);
    assert_eq!(site.ruled("add", 0, Ruling::Never).lines(), ["add wang-yi"]);
    assert_eq!(site.ruled("add", 0, Ruling::Accept).lines(), ["add wang-yi", "add mali"]);
    let marked = site.ruled("add", 0, Ruling::Explicit);
    assert_eq!(marked.text(SPEECH), text.replacen("in Mali.", "in [Mali](@mali).", 1));
    assert_eq!(
        marked.corpus.speeches[0].body.paragraphs[0].text,
        site.corpus.speeches[0].body.paragraphs[0].text
    );
    let kept = small(&[MALI, (SPEECH, &speech("places: [mali]\n", "Nobody."))]).ruled(
        "remove",
        0,
        Ruling::Reject,
    );
    assert_eq!(kept.lines(), [""; 0]);
}

#[test]
fn a_name_that_always_means_somebody_need_not_be_one_of_theirs() {
    let decisions = "always = [{name = \"the minister\", entity = \"wang-yi\"}]\nnever = [{name = \"Mali\", entity = \"mali\", speech = \"a\"}]\n";
    let body = "Then the minister spoke of Mali.";
    let site = small(&[
        WANG,
        MALI,
        ("content/decisions.toml", decisions),
        (SPEECH, &speech("", body)),
        ("content/speeches/b.en.md", &speech("", body)),
    ]);
    assert_eq!(site.lines(), ["add wang-yi", "add wang-yi", "add mali"]);
}

#[test]
fn a_mark_that_would_break_the_markdown_is_refused() {
    let text = speech("", "See *the road to Ma*li today, and Mali.");
    let site = small(&[MALI, (SPEECH, &text)]);
    let suggestions = site.suggestions();
    let add = suggestions.iter().find(|one| one.word() == "add").unwrap();
    let mut orders = Orders::default();
    add.rule(&site.corpus, add.sides()[0], Ruling::Explicit, &mut orders).unwrap();
    let (after, written) = site.after(&orders);
    assert_eq!((after.text(SPEECH), written.refused.len()), (text.as_str(), 1));
}

#[test]
fn labels_that_are_one_speaker_are_brought_together() {
    let text = speech(
        "speakers:\n  王 毅外长: wang-yi\n  王毅: wang-yi\n",
        "**王毅：**一\n\n**王　毅：**二\n\n**王毅：**三\n\n**Audrey Tang:** a\n\n**audrey tang:** b\n\n**Audrey Tang:** c\n\n**Audry Tang:** d\n\n**王毅外长：**四\n\n\
         **Reporter 1:** e\n\n**Reporter 2:** f\n\n**Participant A:** g\n\n**Participant B:** h",
    );
    let site = small(&[WANG, (SPEECH, &text)]);
    let merges: Vec<String> =
        site.lines().into_iter().filter(|line| line.starts_with("merge")).collect();
    assert_eq!(
        merges,
        [
            "merge audrey tang→Audrey Tang",
            "merge 王　毅→王毅",
            "merge Audry Tang→Audrey Tang",
            "merge 王毅外长→王毅"
        ]
    );
    let after = site.written();
    assert_eq!(
        after.text(SPEECH).replace("王　毅", "王毅").replace("audrey tang", "Audrey Tang"),
        text.replace("王　毅", "王毅").replace("audrey tang", "Audrey Tang")
    );
    assert!(
        !after.text(SPEECH).contains("audrey tang")
            && !after.text(SPEECH).contains("王　毅")
            && after.text(SPEECH).contains("Audry Tang")
    );
    let merges = after.suggestions();
    let spelling = merges.iter().find(|one| matches!(&one.proposal, Proposal::Merge { label, .. } if label.name == "Audry Tang")).unwrap();
    let mut orders = Orders::default();
    spelling.rule(&after.corpus, spelling.sides()[0], Ruling::Reject, &mut orders).unwrap();
    assert!(!after.after(&orders).0.lines().iter().any(|line| line.contains("Audry")));
}

#[test]
fn names_that_recur_are_offered_with_their_kind() {
    let body = "Yesterday Minister Ada Lindqvist met us. Then Ada Lindqvist left for Norway. We thank Norway, and Ada Lindqvist.\n\n\
        The Blue Harbour Initiative grew. We back the Blue Harbour Initiative, says the Blue Harbour Initiative. Today is Today. In Norway.\n\n\
        在“蓝港”倡议下，张明远部长访问挪威。张明远部长说，“蓝港”倡议很好。谢谢部长。张明远部长和“蓝港”倡议。\n\nTHE OLD MILL ROAD. THE OLD MILL ROAD. THE OLD MILL ROAD.";
    let site = small(&[(SPEECH, &speech("", body))]);
    let found = discover(&site.corpus, &site.config, &|id| {
        (id == "norway").then(|| "content/places/norway.md".to_owned())
    });
    let mut lines: Vec<String> = found
        .iter()
        .map(|one| match &one.proposal {
            Proposal::New { kind, id, name, taken_by, .. } => {
                format!(
                    "{} {} {id} {}{}",
                    site.config.kinds.kind(*kind).singular,
                    name.name,
                    name.spots.len(),
                    if taken_by.is_some() { " taken" } else { "" }
                )
            }
            _ => unreachable!(),
        })
        .collect();
    lines.sort();
    let expected = [
        "initiative Blue Harbour Initiative blue-harbour-initiative 3",
        "initiative “蓝港”倡议 蓝港倡议 3",
        "person Ada Lindqvist ada-lindqvist 3",
        "person 张明远 张明远 3",
        "place Norway norway 3 taken",
    ];
    assert_eq!(lines, expected);
    let (after, written) = site.after(&Orders { accepted: found, ..Orders::default() });
    assert_eq!(
        (written.changes.len(), written.refused.len()),
        (5, 0),
        "four files, and the speech; what is taken is left"
    );
    assert_eq!(
        after.text("content/people/ada-lindqvist.md").lines().nth(1),
        Some("name: Ada Lindqvist")
    );
    assert_eq!(after.lines(), [""; 0]);
    assert_eq!(after.corpus.speeches[0].lists.iter().flatten().count(), 4);
    assert_eq!(discover(&after.corpus, &after.config, &|_| None).len(), 1);
}

#[test]
fn decisions_are_put_where_they_belong() {
    let never =
        |name: &str| Decided::Never { name: name.to_owned(), entity: "e".to_owned(), speech: None };
    let new = super::ledger::with(
        "",
        &[never("b"), never("a \"q\""), Decided::NoEntity { name: "x".to_owned() }],
    );
    assert!(new.starts_with("# What editors decided"));
    assert!(new.contains("never = [\n  { name = \"a \\\"q\\\"\", entity = \"e\" },\n  { name = \"b\", entity = \"e\" },\n]\n"), "{new}");
    assert_eq!(super::ledger::with(&new, &[never("b")]), new);
    let by_hand = "# mine\n[[never]] # why\nname = \"a\"\nentity = \"e\"\n";
    let more = super::ledger::with(
        by_hand,
        &[never("a"), never("b"), Decided::Keep { entity: "k".to_owned(), speech: "s".to_owned() }],
    );
    assert_eq!(
        more,
        "# mine\n\nkeep = [\n  { entity = \"k\", speech = \"s\" },\n]\n[[never]] # why\nname = \"a\"\nentity = \"e\"\n\n[[never]]\nname = \"b\"\nentity = \"e\"\n"
    );
    let flow = "never = [{name = \"z\", entity = \"e\"}] # one line\n";
    assert_eq!(
        super::ledger::with(flow, &[never("b")]),
        "never = [{name = \"z\", entity = \"e\"}, { name = \"b\", entity = \"e\" }] # one line\n"
    );
    for text in
        [&new, &more, &super::ledger::with("never = [\n  # nothing yet\n]\n", &[never("b")])]
    {
        let site = small(&[("content/decisions.toml", text)]);
        assert!(site.corpus.decisions.never.iter().any(|meaning| meaning.name == "b"), "{text}");
    }
}

/// Names with everything that can go wrong between them: shared, inside each other, dated, with titles.
const LATIN: &[&str] =
    &["Ann Lee", "Ann", "Lee", "Mr Lee", "New York", "York", "US", "us", "Lee of York"];
const HAN: &[&str] =
    &["王毅", "王毅外长", "王", "中国", "发展中国家", "“带路”倡议", "带路", "王毅说", "Ann Lee"];

/// Labels, some of them one speaker’s.
const LABELS: &[&str] = &["Ann Lee", "ANN LEE", "Lee", "王毅", "王 毅", "王毅外长", "Q"];

fn entity(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    let names = proptest::collection::vec(0..words.len(), 1..4);
    (names, proptest::option::of(0..words.len()), 0..3u8).prop_map(move |(names, not, dated)| {
        let alias = |at: &usize| match dated {
            1 => format!("{{name: '{}', until: 2020}}", words[*at]),
            2 => format!("{{name: '{}', from: 2020}}", words[*at]),
            _ => format!("'{}'", words[*at]),
        };
        let aliases: Vec<String> = names[1..].iter().map(alias).collect();
        let not = not.map_or_else(String::new, |at| format!("not: ['{}']\n", words[at]));
        format!("---\nname: '{}'\naliases: [{}]\n{not}---\n", words[names[0]], aliases.join(", "))
    })
}

fn text(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let word = prop_oneof![6 => (0..names.len()).prop_map(|at| names[at].to_owned()), 2 => Just("and".to_owned()), 1 => Just("[Ann](@e1)".to_owned()), 1 => Just("`US`".to_owned())];
    let line = proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "));
    let label = proptest::option::of((0..LABELS.len()).prop_map(|at| LABELS[at]));
    let paragraph = (label, line).prop_map(|(label, line)| {
        label.map_or(line.clone(), |label| format!("**{label}:** {line}"))
    });
    let lists = proptest::collection::vec(0..4u8, 0..3);
    let front = (lists, 0..6u8, 0..3u8).prop_map(|(lists, style, speakers)| {
        let ids: Vec<String> =
            lists
                .iter()
                .map(|id| {
                    if style == 4 { format!("{{id: e{id}, as: [Lee]}}") } else { format!("e{id}") }
                })
                .collect();
        let speakers = ["", "speakers: {Q: {turn: question}}\n", "speakers:\n  Ann Lee: e1\n"]
            [usize::from(speakers)];
        match style {
            0 => None,
            1 => Some(format!(
                "---\ntitle: A\ndate: 2019-01-01\npeople:{}\n{speakers}---\n",
                ids.iter().map(|id| format!("\n  - {id}")).collect::<String>()
            )),
            2 => Some(format!("+++\ntitle = 'A'\ndate = 2021-01-01\npeople = {ids:?}\n+++\n")),
            3 => Some(format!(
                "---\r\ntitle: A\r\ndate: 2021-01-01\r\npeople: [{}]\r\n---\r\n",
                ids.join(", ")
            )),
            _ => Some(format!(
                "---\ntitle: A\ndate: 2021-01-01\npeople: [{}] # here\n{speakers}---\n",
                ids.join(", ")
            )),
        }
    });
    (front, proptest::collection::vec(paragraph, 1..5)).prop_map(|(front, paragraphs)| {
        let body = paragraphs.join("\n\n");
        front.map_or_else(
            || format!("# 2020-02-02 Talk\n\n{body}\n"),
            |front| format!("{front}\n{body}\n"),
        )
    })
}

/// The part of a file after its front matter.
fn body(text: &str) -> &str {
    let rest = text.trim_start_matches('\u{FEFF}');
    crate::reading::parse::frame(rest).and_then(|frame| frame.body).map_or(rest, |at| &rest[at..])
}

/// Does what is safe, and looks again.
fn check_second_run(entities: &[String], speeches: &[String]) -> Result<(), TestCaseError> {
    let named = |folder: &str, ending: &str, texts: &[String]| -> Vec<(String, String)> {
        texts
            .iter()
            .enumerate()
            .map(|(at, text)| (format!("content/{folder}{at}{ending}.md"), text.clone()))
            .collect()
    };
    let (entities, speeches) =
        (named("people/e", "", entities), named("speeches/s", ".en", speeches));
    let files: Vec<(&str, &str)> = entities
        .iter()
        .chain(&speeches)
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = small(&files);
    let before = site.suggestions();
    let has_merge = before.iter().any(|one| one.word() == "merge" && one.is_safe());
    let after = site.written();
    let again = after.suggestions();
    prop_assert!(!again.iter().any(Suggestion::is_safe), "{:#?}", after.lines());
    // What a name could mean may be more or fewer then, but it was asked before.
    let about = |one: &Suggestion| {
        (one.word(), one.speech, one.names().first().map(|named| named.name.clone()))
    };
    prop_assert!(
        has_merge || again.iter().all(|one| before.iter().any(|known| about(known) == about(one))),
        "{before:#?}\n{again:#?}"
    );
    for (path, text) in &speeches {
        prop_assert!(
            has_merge || body(after.text(path)).ends_with(body(text)),
            "the body of {path} changed"
        );
    }
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(300))]
    #[test]
    fn a_second_run_finds_nothing_more(
        entities in proptest::collection::vec(entity(LATIN), 4),
        speeches in proptest::collection::vec(text(LATIN), 1..4),
    ) {
        check_second_run(&entities, &speeches)?;
    }
}

proptest! {
    // Each of these loads the dictionary four times.
    #![proptest_config(cases(12))]
    #[test]
    fn nor_does_it_in_han_text(entities in proptest::collection::vec(entity(HAN), 4), speeches in proptest::collection::vec(text(HAN), 4)) {
        check_second_run(&entities, &speeches)?;
    }
}

#[test]
fn a_name_in_a_language_that_no_speech_has_is_not_missed() {
    let named = |languages: &str| format!("---\nname: {languages}\n---\n");
    let unseen = |name: &str| {
        let place = named(name);
        let site =
            small(&[("content/places/mali.md", place.as_str()), (SPEECH, &speech("", "Nobody."))]);
        site.suggestions().iter().filter(|one| one.word() == "unseen").count()
    };
    assert_eq!(unseen("{en: Mali, zh: 马里}"), 1);
    assert_eq!(unseen("Mali"), 1);
    assert_eq!(unseen("{zh: 马里}"), 0);
}

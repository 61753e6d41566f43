//! What an editor says, and what is written for it.

use super::*;
use crate::editor::suggest::ledger::{self, Decided, List};

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
fn decisions_are_put_where_they_belong() {
    let decided = |list: List, fields: &[(&'static str, &str)]| Decided {
        list,
        fields: fields.iter().map(|(key, text)| (*key, (*text).to_owned())).collect(),
    };
    let never = |name: &str| decided(List::Never, &[("name", name), ("entity", "e")]);
    let none = decided(List::NotAnEntity, &[("name", "x")]);
    let new = ledger::with("", &[never("b"), never("a \"q\""), none]);
    assert!(new.starts_with("# What editors decided"));
    assert!(new.contains("never = [\n  { name = \"a \\\"q\\\"\", entity = \"e\" },\n  { name = \"b\", entity = \"e\" },\n]\n"), "{new}");
    assert_eq!(ledger::with(&new, &[never("b")]), new);
    let by_hand = "# mine\n[[never]] # why\nname = \"a\"\nentity = \"e\"\n";
    let keep = decided(List::Keep, &[("entity", "k"), ("speech", "s")]);
    let more = ledger::with(by_hand, &[never("a"), never("b"), keep]);
    assert_eq!(
        more,
        "# mine\n\nkeep = [\n  { entity = \"k\", speech = \"s\" },\n]\n[[never]] # why\nname = \"a\"\nentity = \"e\"\n\n[[never]]\nname = \"b\"\nentity = \"e\"\n"
    );
    let flow = "never = [{name = \"z\", entity = \"e\"}] # one line\n";
    assert_eq!(
        ledger::with(flow, &[never("b")]),
        "never = [{name = \"z\", entity = \"e\"}, { name = \"b\", entity = \"e\" }] # one line\n"
    );
    for text in [&new, &more, &ledger::with("never = [\n  # nothing yet\n]\n", &[never("b")])] {
        let site = small(&[("content/decisions.toml", text)]);
        assert!(site.corpus.decisions.never.iter().any(|meaning| meaning.name == "b"), "{text}");
    }
}

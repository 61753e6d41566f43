//! Entities renamed, merged and split in small sites: every way of naming them.

mod merging;
mod random;

use super::*;
use crate::base::changes::{Change, applied};
use crate::base::sources::Sources;
use crate::reading::config::Options;
use crate::site::outputs::Site;
use crate::{compose, understand};

const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n[kinds.organizations]\nsingular = 'organization'\n";

/// A site that names `wang` in every way there is.
const SITE: &[(&str, &str)] = &[
    ("oratory.toml", CONFIG),
    (
        "content/speeches/a.en.md",
        "---\ntitle: A # wang\ndate: 2024-03-07\npeople: [xi, 'wang', {id: li, as: [wang]}]\nspeaker: wang # he\nspeakers:\n  Wang Yi: {person: wang, turn: answer}\n  wang: {as: reporter, on_behalf_of: wang}\n---\n\
         **Wang Yi:** I am [the minister](@wang), [[wang|he]], [[wang]], [maybe](@wang?) or [her][w]; see [his page](../people/wang.md#top).\n\n**wang:** `[x](@wang)` wang-yi wang\n\n    [y](@wang)\n\n[w]: @wang\n",
    ),
    (
        "content/speeches/a.zh.md",
        "+++\ntitle = '甲'\ndate = 2024-03-07\npeople = [\n  'wang', # 王毅\n]\nlocation = 'beijing'\n+++\n王毅在北京。\n",
    ),
    (
        "content/people/wang.md",
        "---\nname: {en: Wang Yi, zh: 王毅}\nrelated: [xi]\nredirects: [/people/wy.html]\nborn: 1953\n---\nSee [him](@wang).\n\n## zh\n\n外长。\n",
    ),
    (
        "content/people/wy2.md",
        "---\nname: Wang\naliases: [{name: Minister Wang, from: 2013}, Wang Yi]\nborn: 1954\nsame_as: ['https://www.wikidata.org/wiki/Q1']\nrelated: [wang, xi]\n---\nOnce [Wang](@wy2) said.\n\n## zh\n\n王。\n",
    ),
    (
        "content/people/xi.md",
        "---\nname: Xi\nroles: [{role: Chair, organization: party}]\nrelated:\n  - wang\n  - wy2\n---\n",
    ),
    ("content/people/li.md", "---\nname: Li\n---\n"),
    (
        "content/organizations/party.md",
        "---\nname: Party\nproposed_by: wang\n---\n[Founder](@wang).\n",
    ),
    ("content/places/beijing.md", "---\nname: {en: Beijing, zh: 北京}\n---\n"),
    ("content/decisions.toml", "# wang\n[[always]]\nname = 'wang'\nentity = 'wang'\n"),
];

fn small() -> Sources {
    Sources::from_texts(SITE.iter().copied())
}

fn compiled(sources: &Sources) -> Site<'_> {
    let site =
        compose(sources, understand(sources, &Options { drafts: true, ..Options::default() }));
    let errors: Vec<_> = site
        .diagnostics
        .iter()
        .filter(|d| d.severity() == crate::base::diag::Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    site
}

fn text(changes: &Changes, path: &str) -> String {
    match changes.get(path) {
        Some(Change::Write(bytes) | Change::Create(bytes)) => {
            String::from_utf8(bytes.clone()).unwrap()
        }
        other => panic!("{path}: {other:?}"),
    }
}

fn old(path: &str) -> &'static str {
    SITE.iter().find(|(known, _)| *known == path).map(|(_, text)| *text).unwrap()
}

#[test]
fn a_new_id_is_written_wherever_the_old_one_is_meant_and_nowhere_else() {
    let sources = small();
    let site = compiled(&sources);
    let plan = rename(&sources, &site.graph, "wang", "wang-yi").unwrap();
    let speech = "---\ntitle: A # wang\ndate: 2024-03-07\npeople: [xi, wang-yi, {id: li, as: [wang]}]\nspeaker: wang-yi # he\nspeakers:\n  Wang Yi: {person: wang-yi, turn: answer}\n  wang: {as: reporter, on_behalf_of: wang-yi}\n---\n\
        **Wang Yi:** I am [the minister](@wang-yi), [[wang-yi|he]], [Wang Yi](@wang-yi), [maybe](@wang-yi?) or [her][w]; see [his page](../people/wang-yi.md#top).\n\n**wang:** `[x](@wang)` wang-yi wang\n\n    [y](@wang)\n\n[w]: @wang-yi\n";
    assert_eq!(text(&plan.changes, "content/speeches/a.en.md"), speech);
    assert_eq!(
        text(&plan.changes, "content/speeches/a.zh.md"),
        old("content/speeches/a.zh.md").replace("'wang'", "\"wang-yi\"")
    );
    assert_eq!(
        text(&plan.changes, "content/decisions.toml"),
        old("content/decisions.toml").replace("entity = 'wang'", "entity = \"wang-yi\"")
    );
    assert_eq!(
        text(&plan.changes, "content/people/xi.md"),
        old("content/people/xi.md").replace("  - wang\n", "  - wang-yi\n")
    );
    assert_eq!(
        text(&plan.changes, "content/organizations/party.md"),
        old("content/organizations/party.md").replace("wang", "wang-yi")
    );
    assert_eq!(
        text(&plan.changes, "content/people/wang-yi.md"),
        old("content/people/wang.md")
            .replace("wy.html]", "wy.html, /people/wang.html, /zh/people/wang.html]")
            .replace("@wang", "@wang-yi")
    );
    assert_eq!(
        text(&plan.changes, "content/people/wy2.md"),
        old("content/people/wy2.md").replace("[wang, xi]", "[wang-yi, xi]")
    );
    assert_eq!(
        (plan.changes.get("content/people/wang.md"), plan.changes.len()),
        (Some(&Change::Remove), 8)
    );

    let after = applied(&sources, &plan.changes);
    let later = compiled(&after);
    let same = difference(&site.graph, &later.graph, |m| {
        site.graph.corpus.entity(m.entity).id.replace("wang", "wang-yi")
    });
    assert_eq!(same, Difference::default());
    let pages: Vec<&str> = later.outputs().iter().map(|output| &*output.path).collect();
    for page in ["people/wang.html", "zh/people/wang.html", "people/wang-yi.html", "people/wy.html"]
    {
        assert!(pages.contains(&page), "{page}");
    }
    // And back: what was a page is one again, and leads nowhere else.
    let back = rename(&after, &later.graph, "wang-yi", "wang").unwrap();
    let again = applied(&after, &back.changes);
    compiled(&again);
    assert!(
        text(&back.changes, "content/people/wang.md").contains(
            "redirects: [/people/wy.html, /people/wang-yi.html, /zh/people/wang-yi.html]"
        )
    );
}

#[test]
fn the_one_that_stays_takes_up_names_facts_and_descriptions() {
    let sources = small();
    let site = compiled(&sources);
    let plan = merge(&sources, &site.graph, "wy2", "wang").unwrap();
    let expected = "---\nname: {en: Wang Yi, zh: 王毅}\nrelated: [xi]\nredirects: [/people/wy.html, /people/wy2.html, /zh/people/wy2.html]\n# merged from wy2: born: 1954\nborn: 1953\n\
         aliases: [Wang, {name: Minister Wang, from: 2013}]\nsame_as: [https://www.wikidata.org/wiki/Q1]\n---\nSee [him](@wang).\n\nOnce [Wang](@wang) said.\n\n## zh\n\n外长。\n\n王。\n";
    assert_eq!(text(&plan.changes, "content/people/wang.md"), expected);
    assert_eq!(
        text(&plan.changes, "content/people/xi.md"),
        old("content/people/xi.md").replace("  - wy2\n", "")
    );
    assert_eq!(plan.changes.get("content/people/wy2.md"), Some(&Change::Remove));
    let conflict = &plan.conflicts[0];
    assert_eq!(
        (
            conflict.field.as_str(),
            conflict.kept.as_str(),
            conflict.refused.as_str(),
            plan.conflicts.len()
        ),
        ("born", "1953", "1954", 1)
    );
    let after = applied(&sources, &plan.changes);
    let later = compiled(&after);
    assert_eq!(
        difference(&site.graph, &later.graph, |m| site
            .graph
            .corpus
            .entity(m.entity)
            .id
            .replace("wy2", "wang"))
        .lost,
        0
    );
}

#[test]
fn in_a_list_with_both_the_names_that_mean_them_are_joined() {
    let sources = Sources::from_texts([
        ("oratory.toml", CONFIG),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2024\npeople: [a, {id: b, as: [he], link: all}, {id: c, as: [she, he]}]\n---\nhe she A B C\n",
        ),
        ("content/people/a.md", "---\nname: A\n---\n"),
        ("content/people/b.md", "---\nname: B\npart_of: c\n---\n"),
        (
            "content/people/c.md",
            "---\nname: C\nborn: 2000-01\ndescription: {en: x, zh: z}\npart_of: b\n---\n",
        ),
    ]);
    let site = compose(&sources, understand(&sources, &Options::default()));
    let plan = merge(&sources, &site.graph, "c", "b").unwrap();
    assert!(
        text(&plan.changes, "content/speeches/a.en.md")
            .contains("people: [a, {id: b, as: [he, she], link: all}]")
    );
    let b = text(&plan.changes, "content/people/b.md");
    assert!(
        b.starts_with("---\nname: B\n")
            && !b.contains("part_of")
            && b.contains("born: 2000-01")
            && b.contains("description: {en: x, zh: z}"),
        "{b}"
    );
    let plan = merge(&sources, &site.graph, "b", "a").unwrap();
    assert!(
        text(&plan.changes, "content/speeches/a.en.md")
            .contains("people: [{id: a, as: [he]}, {id: c, as: [she, he]}]")
    );
}

#[test]
fn among_several_who_speak_as_one_each_is_renamed_merged_and_split() {
    let speech = "---\ntitle: A\ndate: 2024\nspeaker: [a, b]\nspeakers:\n  A and B: {people: [a, b]}\n---\n**A and B:** We.\n";
    let sources = Sources::from_texts([
        ("oratory.toml", CONFIG),
        ("content/speeches/s.en.md", speech),
        ("content/people/a.md", "---\nname: Ann\naliases: [Anna]\n---\n"),
        ("content/people/b.md", "---\nname: Bob\n---\n"),
    ]);
    let site = compose(&sources, understand(&sources, &Options::default()));
    let graph = &site.graph;
    let written = |plan: Plan| text(&plan.changes, "content/speeches/s.en.md");

    let renamed = written(rename(&sources, graph, "b", "bo").unwrap());
    assert_eq!(renamed, speech.replace("a, b]", "a, bo]"));

    let merged = written(merge(&sources, graph, "b", "a").unwrap());
    assert!(merged.contains("speaker: [a]\n"), "{merged}");

    let order = Split {
        new: "anna".to_owned(),
        names: vec!["Anna".to_owned()],
        speeches: vec!["s".to_owned()],
    };
    let split = written(split(&sources, graph, "a", &order).unwrap());
    assert!(split.contains("speaker: [anna, b]") && split.contains("people: [anna, b]"), "{split}");
}

#[test]
fn names_go_to_the_new_one_with_their_mentions() {
    let sources = Sources::from_texts([
        ("oratory.toml", CONFIG),
        (
            "content/speeches/both.en.md",
            "---\ntitle: A\ndate: 2024\npeople: [{id: wang, as: [W, he]}]\nspeakers: {Wang Y: wang}\n---\n**Wang Y:** Wang Yi and W met Wang Y, [Wang Y](@wang) and [W](@wang). he\n",
        ),
        (
            "content/speeches/other.en.md",
            "---\ntitle: B\ndate: 2024\npeople:\n  - wang\nspeaker: wang\n---\nWang Y spoke.\n",
        ),
        (
            "content/speeches/none.en.md",
            "---\ntitle: C\ndate: 2024\npeople: [wang]\n---\nWang Yi spoke.\n",
        ),
        (
            "content/people/wang.md",
            "---\nname: {en: Wang Yi, zh: 王毅}\naliases: [Wang Y, {name: W, until: 2030}]\n---\n",
        ),
    ]);
    let site = compiled(&sources);
    let order = Split {
        new: "wang-y".to_owned(),
        names: vec!["Wang Y".to_owned(), "W".to_owned()],
        speeches: Vec::new(),
    };
    let plan = split(&sources, &site.graph, "wang", &order).unwrap();
    assert_eq!(
        text(&plan.changes, "content/people/wang-y.md"),
        "---\nname: Wang Y\naliases: [{name: W, until: 2030}]\n---\n"
    );
    assert_eq!(
        text(&plan.changes, "content/people/wang.md"),
        "---\nname: {en: Wang Yi, zh: 王毅}\naliases: []\n---\n"
    );
    assert_eq!(
        text(&plan.changes, "content/speeches/other.en.md"),
        "---\ntitle: B\ndate: 2024\npeople:\n  - wang-y\nspeaker: wang-y\n---\nWang Y spoke.\n"
    );
    assert_eq!(
        text(&plan.changes, "content/speeches/both.en.md"),
        "---\ntitle: A\ndate: 2024\npeople: [{id: wang, as: [he]}, wang-y]\nspeakers: {Wang Y: wang-y}\n---\n**Wang Y:** Wang Yi and W met Wang Y, [Wang Y](@wang-y) and [W](@wang-y). he\n"
    );
    assert_eq!(plan.changes.get("content/speeches/none.en.md"), None);
    let after = applied(&sources, &plan.changes);
    let later = compiled(&after);
    let meant = |m: &crate::reading::annotate::Mention| {
        if order.takes(&site.graph, m) { "wang-y".to_owned() } else { "wang".to_owned() }
    };
    assert_eq!(difference(&site.graph, &later.graph, meant), Difference::default());
}

#[test]
fn in_chosen_speeches_the_new_one_is_meant_whatever_it_is_called() {
    let sources = Sources::from_texts([
        ("oratory.toml", CONFIG),
        (
            "content/speeches/one.en.md",
            "---\ntitle: A\ndate: 2024\npeople: [wang]\nspeakers: {Q: wang}\n---\n**Q:** Wang Yi and 王毅, [him](@wang).\n",
        ),
        (
            "content/speeches/two.en.md",
            "---\ntitle: B\ndate: 2024\npeople: [wang]\n---\nWang Yi.\n",
        ),
        ("content/people/wang.md", "---\nname: {en: Wang Yi, zh: 王毅}\n---\n"),
    ]);
    let site = compiled(&sources);
    let order = |names: &[&str]| Split {
        new: "wang-yi-2".into(),
        names: names.iter().map(|n| (*n).to_owned()).collect(),
        speeches: vec!["one".into()],
    };
    assert!(
        split(&sources, &site.graph, "wang", &order(&["Wang Yi"]))
            .unwrap_err()
            .to_string()
            .contains("`one` names it `王毅` as well")
    );
    let order = order(&["Wang Yi", "王毅"]);
    let plan = split(&sources, &site.graph, "wang", &order).unwrap();
    assert_eq!(
        text(&plan.changes, "content/people/wang-yi-2.md"),
        "---\nname: {en: Wang Yi, zh: 王毅}\n---\n"
    );
    assert_eq!(
        text(&plan.changes, "content/speeches/one.en.md"),
        "---\ntitle: A\ndate: 2024\npeople: [wang-yi-2]\nspeakers: {Q: wang-yi-2}\n---\n**Q:** Wang Yi and 王毅, [him](@wang-yi-2).\n"
    );
    assert_eq!(plan.changes.len(), 2);
    let after = applied(&sources, &plan.changes);
    let later = compiled(&after);
    let meant = |m: &crate::reading::annotate::Mention| {
        if order.takes(&site.graph, m) { "wang-yi-2".to_owned() } else { "wang".to_owned() }
    };
    assert_eq!(difference(&site.graph, &later.graph, meant), Difference::default());
}

#[test]
fn what_cannot_be_meant_is_refused_in_words() {
    let sources = small();
    let graph = &compiled(&sources).graph;
    let refused = |result: Result<Plan, Refusal>| result.unwrap_err().to_string();
    assert_eq!(
        refused(rename(&sources, graph, "wangg", "x")),
        "no entity has the id `wangg` (did you mean `wang`?)"
    );
    assert_eq!(
        refused(rename(&sources, graph, "北京", "x")),
        "no entity has the id `北京` (did you mean `beijing`?)"
    );
    assert!(
        refused(rename(&sources, graph, "wang", "xi"))
            .contains("taken by `content/people/xi.md` (to make the two one")
    );
    assert!(refused(rename(&sources, graph, "wang", "../x")).contains("cannot be an id"));
    assert!(refused(rename(&sources, graph, "wang", "wang")).contains("one entity"));
    assert!(
        refused(merge(&sources, graph, "wang", "beijing")).contains("entities of one kind alone")
    );
    let order = |names: &[&str], speeches: &[&str]| {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        refused(split(
            &sources,
            graph,
            "wang",
            &Split { new: "new".to_owned(), names: own(names), speeches: own(speeches) },
        ))
    };
    assert_eq!(order(&["Li"], &[]), "`Li` is no name of `wang`: it is called `Wang Yi`, `王毅`");
    assert!(order(&["Wang Yi", "王毅"], &[]).contains("without a name"));
    assert!(order(&["Wang Yi"], &["b"]).contains("no speech has the id `b`"));
    let escaped = Sources::from_texts([
        ("oratory.toml", CONFIG),
        ("content/speeches/a.en.md", "---\ntitle: A\ndate: 2024\n---\n\n[x](@a&#45;b)\n"),
        ("content/people/a-b.md", "---\nname: A\n---\n"),
    ]);
    assert!(
        refused(rename(&escaped, &compiled(&escaped).graph, "a-b", "c"))
            .starts_with("`content/speeches/a.en.md`:6: ")
    );
}

//! A fact that a site declares, at every door: page, data, import, merge, rename, `new`; and what a
//! site keeps under `extra`.

use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use serde_json::{Value, json};

/// A site with a kind and facts of its own.
fn site() -> Folder {
    Folder::with([
        (
            "oratory.toml",
            "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n\
             [kinds.people.facts]\nparty = {type = 'reference', kind = 'organizations', label = {en = 'Party', zh = '政党'}}\n\
             [kinds.organizations]\nsingular = 'organization'\n\
             [kinds.treaties]\nsingular = 'treaty'\n\
             [kinds.treaties.facts]\nsigned = 'date'\narticles = 'number'\nmotto = 'words'\nseat = 'point'\nregister = 'link'\n\
             parties = {type = 'reference', list = true}\n\
             [extra]\nmotto = 'Row on'\n",
        ),
        ("content/organizations/river-league.md", "---\nname: River League\n---\n"),
        (
            "content/people/ann.md",
            "---\nname: Ann Lee\nparty: river-league\nborn: 1960\nextra: {shelf: 12, code: '012', lent: false}\n---\n",
        ),
        (
            "content/treaties/ferry.md",
            "---\nname: Ferry Treaty\nsigned: 1987-05\narticles: 12\nmotto: {en: Across, zh: 过河}\nseat: [10.5, -59.25]\n\
             register: https://example.net/ferry\nparties: [river-league, ann]\n---\n",
        ),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2024-01-02\npeople: [ann]\ntreaties: [ferry]\nextra: {reel: 3}\n---\n\nAnn Lee on the Ferry Treaty.\n",
        ),
    ])
}

fn entity(list: &[Value], id: &str) -> Value {
    let found = list.iter().find(|entity| entity["id"] == id);
    found.unwrap_or_else(|| panic!("no {id}")).clone()
}

#[test]
fn a_declared_fact_is_on_the_page_and_in_the_data() {
    let folder = site();
    ended(run(&folder, &["-q", "build"]), 0);

    let page = folder.read("public/treaties/ferry.html");
    for (label, value) in [
        ("Signed", "<time datetime=1987-05>"),
        ("Articles", "12"),
        ("Motto", "Across"),
        ("Seat", "59.25° S, 10.5° E"),
        ("Register", "example.net/ferry"),
        ("Parties", "River League"),
    ] {
        let at = page.find(&format!("<dt>{label}")).expect(label);
        let row = &page[at..(at + 400).min(page.len())];
        assert!(row.contains(value), "{label}: {row}");
    }
    let chinese = folder.read("public/zh/people/ann.html");
    assert!(chinese.contains("政党") && chinese.contains("出生"), "{chinese}");

    let list: Vec<Value> = serde_json::from_str(&folder.read("public/entities.json")).unwrap();
    let treaty = entity(&list, "ferry");
    let stated = json!({
        "signed": "1987-05", "articles": 12, "motto": {"en": "Across", "zh": "过河"}, "seat": [10.5, -59.25],
        "register": "https://example.net/ferry", "parties": ["river-league", "ann"],
    });
    for (key, value) in stated.as_object().unwrap() {
        assert_eq!(&treaty[key], value, "{key}");
    }
    let ann = entity(&list, "ann");
    let kept = json!({"shelf": 12, "code": "012", "lent": false});
    assert_eq!((&ann["party"], &ann["extra"]), (&"river-league".into(), &kept));
    assert!(treaty.get("extra").is_none());

    let table = folder.read("public/speeches.csv");
    assert!(table.lines().next().unwrap().ends_with(",extra"), "{table}");
    assert!(table.contains(r#""{""reel"":3}""#), "{table}");
}

#[test]
fn a_theme_reaches_what_a_site_keeps_under_extra() {
    let folder = site();
    folder.write(
        "themes/default/templates/entity.html",
        "{% extends \"base.html\" %}{% block main %}<p>{{ site.extra.motto }}|{% if view.extra.shelf %}{{ view.extra.shelf }}{% endif %}</p>\
         {% for f in view.facts %}<p>{{ f.key }}={% for v in f.values %}{{ v.text }};{% endfor %}</p>{% endfor %}{% endblock main %}",
    );
    folder.write(
        "themes/default/templates/speech.html",
        "{% extends \"base.html\" %}{% block main %}<p>reel {% if view.extra.reel %}{{ view.extra.reel }}{% endif %}</p>{% endblock main %}",
    );
    ended(run(&folder, &["-q", "build"]), 0);
    let page = folder.read("public/people/ann.html");
    assert!(page.contains("Row on|12"), "{page}");
    assert!(page.contains("born=1960;") && page.contains("party=River League;"), "{page}");
    assert!(folder.read("public/speeches/a.html").contains("reel 3"));
}

#[test]
fn a_declared_fact_comes_in_by_its_column() {
    let folder = site();
    folder.write(
        "more.csv",
        "name,kind,signed,articles,motto_zh,seat,register,parties,party\n\
         Bridge Treaty,treaty,1990-07-01,7,过桥,Point(1 2),https://example.net/bridge,river-league; ann,\n\
         Bo Ash,person,,,,,,,river-league\n",
    );
    ended(run(&folder, &["import", "entities", "more.csv"]), 0);
    assert_eq!(
        folder.read("content/treaties/bridge-treaty.md"),
        "---\nname: Bridge Treaty\nsigned: 1990-07-01\narticles: 7\nmotto: {zh: 过桥}\nseat: [1, 2]\n\
         register: https://example.net/bridge\nparties: [river-league, ann]\n---\n"
    );
    assert!(folder.read("content/people/bo-ash.md").contains("party: river-league\n"));
    let again = ended(run(&folder, &["import", "entities", "more.csv"]), 0);
    assert!(
        again.err.contains("Took in 2 records") && !again.err.contains("changed:"),
        "{again:?}"
    );
    ended(run(&folder, &["check"]), 0);

    folder.write(
        "bad.csv",
        "name,kind,signed,articles,register,parties\nX Treaty,treaty,soon,some,nowhere,a b?\n",
    );
    let refused = ended(run(&folder, &["import", "entities", "bad.csv"]), 1);
    for code in ["bad-date", "wrong-type", "bad-url", "bad-id"] {
        assert!(refused.err.contains(code), "{code}: {refused:?}");
    }
}

#[test]
fn references_are_found_by_their_type() {
    let folder = site();
    let arguments = ["entity", "rename", "river-league", "league"];
    ended(run(&folder, &arguments), 0);
    let ann = folder.read("content/people/ann.md");
    let treaty = folder.read("content/treaties/ferry.md");
    assert!(ann.contains("party: league\n"), "{ann}");
    assert!(treaty.contains("parties: [league, ann]"), "{treaty}");
    ended(run(&folder, &["check"]), 0);
}

#[test]
fn a_merge_joins_declared_facts_by_their_type() {
    let folder = site();
    folder.write(
        "content/treaties/ferry-2.md",
        "---\nname: The Ferry Treaty\nsigned: 1987-06\narticles: 12\nparties: [ann, ferry]\nmotto: {fr: À travers}\nregister: https://example.net/f2\n---\n",
    );
    let merged = ended(run(&folder, &["entity", "merge", "ferry-2", "ferry"]), 0);
    let text = folder.read("content/treaties/ferry.md");
    assert!(text.contains("signed: 1987-05\n"), "{text}");
    assert!(text.contains("parties: [river-league, ann]\n"), "{text}");
    assert!(text.contains("fr: À travers"), "{text}");
    assert!(
        merged.out.contains("signed") || merged.err.contains("conflict: `signed`"),
        "{merged:?}"
    );
    assert!(text.contains("# merged from ferry-2: signed: 1987-06"), "{text}");
    ended(run(&folder, &["check"]), 0);
}

#[test]
fn new_offers_declared_facts() {
    let folder = site();
    ended(run(&folder, &["new", "treaty", "bridge"]), 0);
    let text = folder.read("content/treaties/bridge.md");
    for line in [
        "# signed: 2024-03-07         # a day, a month or a year\n",
        "# motto: {en: …, zh: …}\n",
        "# parties: []\n",
        "# part_of: …                 # id of an entity\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    ended(run(&folder, &["-q", "build"]), 0);
}

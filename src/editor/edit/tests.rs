//! Edits by example in every style: fields as expected, every other line as it was.

mod random;

use super::*;

/// The text after an edit that must succeed.
fn edited(text: &str, edit: impl FnOnce(&mut Edits<'_>) -> Result<(), EditError>) -> String {
    let mut edits = Edits::new(text).unwrap();
    edit(&mut edits).unwrap();
    edits.finish()
}

fn with(front: &str) -> String {
    format!("---\n{front}---\n\nText: people: [x]\n")
}

#[track_caller]
fn becomes(
    front: &str,
    edit: impl FnOnce(&mut Edits<'_>) -> Result<(), EditError>,
    expected: &str,
) {
    let (text, expected) = if front.contains(" = ") || front.contains("]]\n") {
        (with(front).replace("---", "+++"), with(expected).replace("---", "+++"))
    } else {
        (with(front), with(expected))
    };
    assert_eq!(edited(&text, edit), expected);
}

fn add(e: &mut Edits<'_>) -> Result<(), EditError> {
    e.add_to_list("people", "c").map(|is_new| assert!(is_new))
}

fn take(e: &mut Edits<'_>) -> Result<(), EditError> {
    e.remove_from_list("people", "b").map(|was_there| assert!(was_there))
}

#[test]
fn an_item_goes_behind_the_last_whatever_the_style() {
    becomes("people: [a, b] # who\n", add, "people: [a, b, c] # who\n");
    becomes("people: []\n", add, "people: [c]\n");
    becomes("people: [ ]\n", add, "people: [c]\n");
    becomes("people:\ndate: 2024\n", add, "people: [c]\ndate: 2024\n");
    becomes("people: ~ # none\n", add, "people: [c] # none\n");
    becomes(
        "people:\n- a\n- b # x\n# y\ndate: 2024\n",
        add,
        "people:\n- a\n- b # x\n- c\n# y\ndate: 2024\n",
    );
    becomes(
        "people:\n  - a\n  - id: b\n    as: [B]\n",
        add,
        "people:\n  - a\n  - id: b\n    as: [B]\n  - c\n",
    );
    becomes(
        "people: [\n  a,\n  b, # the other\n]\n",
        add,
        "people: [\n  a,\n  b, # the other\n  c,\n]\n",
    );
    becomes(
        "people: [\n  a,\n  b # the other\n  ]\n",
        add,
        "people: [\n  a,\n  b, # the other\n  c\n  ]\n",
    );
    becomes("people: [a,\n  b]\n", add, "people: [a,\n  b, c]\n");
    becomes("people: [a, {id: b, as: [B]},]\n", add, "people: [a, {id: b, as: [B]}, c,]\n");
    becomes("{title: a, people: [a]}\n", add, "{title: a, people: [a, c]}\n");
    becomes(
        "people = [\"a\", 'b'] # who\n[extra]\nx = 1\n",
        add,
        "people = [\"a\", 'b', \"c\"] # who\n[extra]\nx = 1\n",
    );
    becomes("people = [\n  \"a\", # x\n]\n", add, "people = [\n  \"a\", # x\n  \"c\",\n]\n");
    becomes(
        "title = 'x'\n[[people]]\nid = 'a'\n\n[extra]\n",
        add,
        "title = 'x'\n[[people]]\nid = 'a'\n[[people]]\nid = \"c\"\n\n[extra]\n",
    );
}

#[test]
fn a_missing_list_gets_a_line_beside_its_like() {
    becomes(
        "title: x\ndate: 2024 # d\nlicense: CC0\n",
        add,
        "title: x\ndate: 2024 # d\npeople: [c]\nlicense: CC0\n",
    );
    becomes(
        "date: 2024\nplaces:\n  - x\nlicense: CC0\n",
        add,
        "date: 2024\nplaces:\n  - x\npeople: [c]\nlicense: CC0\n",
    );
    becomes("event: x\n", add, "event: x\npeople: [c]\n");
    becomes("# nothing yet\n", add, "people: [c]\n# nothing yet\n");
    becomes("{title: a}\n", add, "{title: a, people: [c]}\n");
    becomes(
        "title = 'x'\ndate = 2024-01-01\nlicense = 'y'\n[speakers]\na = 'b'\n",
        add,
        "title = 'x'\ndate = 2024-01-01\npeople = [\"c\"]\nlicense = 'y'\n[speakers]\na = 'b'\n",
    );
}

#[test]
fn an_item_is_taken_out_with_its_line_or_its_comma() {
    becomes("people: [a, b] # who\n", take, "people: [a] # who\n");
    becomes("people: [b, a]\n", take, "people: [a]\n");
    becomes("people: [ b ]\n", take, "people: []\n");
    becomes("people: [a, {id: b, as: [B]}, c]\n", take, "people: [a, c]\n");
    becomes("people:\n- a # x\n- b # y\n- c\n", take, "people:\n- a # x\n- c\n");
    becomes("people:\n- id: b\n  as:\n  - B\n- c\n", take, "people:\n- c\n");
    becomes("people: # who\n  - b\ndate: 2024\n", take, "people: [] # who\ndate: 2024\n");
    becomes("people: [\n  a, # x\n  b, # y\n  c\n]\n", take, "people: [\n  a, # x\n  c\n]\n");
    becomes("people: [a, # x\n  b]\n", take, "people: [a, # x\n  ]\n");
    becomes("people = ['a', 'b']\n", take, "people = ['a']\n");
    becomes(
        "title = 'x'\n[[people]]\nid = 'b'\nas = ['B']\n[[people]]\nid = 'c'\n",
        take,
        "title = 'x'\n[[people]]\nid = 'c'\n",
    );
    becomes("title = 'x'\n[[people]]\nid = 'b'\n[extra]\n", take, "title = 'x'\n[extra]\n");
}

#[test]
fn an_id_is_replaced_and_never_stands_twice() {
    let rename = |e: &mut Edits<'_>| {
        e.replace_in_list("people", "b", "z: z").map(|was_there| assert!(was_there))
    };
    becomes("people: [a, 'b', c]\n", rename, "people: [a, \"z: z\", c]\n");
    becomes("people: [{id: b, as: [b]}]\n", rename, "people: [{id: \"z: z\", as: [b]}]\n");
    becomes(
        "people:\n  - a\n  - id: b # x\n    as: [b]\n",
        rename,
        "people:\n  - a\n  - id: \"z: z\" # x\n    as: [b]\n",
    );
    becomes(
        "title = 'x'\n[[people]]\nid = 'b'\n",
        rename,
        "title = 'x'\n[[people]]\nid = \"z: z\"\n",
    );
    becomes(
        "people: [a, b, c]\n",
        |e| e.replace_in_list("people", "b", "c").map(drop),
        "people: [a, c]\n",
    );
    becomes(
        "people: [a]\n",
        |e| e.replace_in_list("people", "b", "c").map(|was_there| assert!(!was_there)),
        "people: [a]\n",
    );
    becomes(
        "people: [a, b]\n",
        |e| e.set_in_list("people", "b", Value::table([("id", Value::from("b"))])).map(drop),
        "people: [a, {id: b}]\n",
    );
}

#[test]
fn values_are_set_where_they_stand() {
    let set = |e: &mut Edits<'_>| e.set("event", "a: b");
    becomes("event: old # x\nb: 1\n", set, "event: \"a: b\" # x\nb: 1\n");
    becomes("event:\nb: 1\n", set, "event: \"a: b\"\nb: 1\n");
    becomes("event: |\n  old\n  text\n\nb: 1\n", set, "event: \"a: b\"\n\nb: 1\n");
    becomes("event: # x\n  en: old\n  zh: 旧\nb: 1\n", set, "event: \"a: b\" # x\nb: 1\n");
    becomes("b: 1\n", set, "b: 1\nevent: \"a: b\"\n");
    becomes("event = '''\nold'''\nb = 1\n", set, "event = \"a: b\"\nb = 1\n");
    becomes(
        "b = 1\n[event]\nen = 'x'\n",
        |e| e.set_at(&["event", "zh"], "中"),
        "b = 1\n[event]\nen = 'x'\nzh = \"中\"\n",
    );
    becomes("name: {en: a}\n", |e| e.set_at(&["name", "zh"], "中"), "name: {en: a, zh: 中}\n");
    becomes(
        "name:\n  en: a # x\n",
        |e| e.set_at(&["name", "zh"], "中"),
        "name:\n  en: a # x\n  zh: 中\n",
    );
    becomes("a: 1\nb: 2\n", |e| e.remove_at(&["a"]).map(drop), "b: 2\n");
    becomes(
        "name:\n  en: a\nb: 2\n",
        |e| e.remove_at(&["name", "en"]).map(drop),
        "name: {}\nb: 2\n",
    );
    becomes(
        "name: {en: a, zh: b}\n",
        |e| e.remove_at(&["name", "zh"]).map(drop),
        "name: {en: a}\n",
    );
}

#[test]
fn speakers_are_set_and_renamed_in_every_form() {
    let person = |e: &mut Edits<'_>| {
        e.set_speaker("王毅", &[("person", "wang-yi".into()), ("turn", "answer".into())])
    };
    becomes("a: 1\n", person, "a: 1\nspeakers:\n  王毅: {person: wang-yi, turn: answer}\n");
    becomes(
        "speakers:\n  b: c\n  王毅：: {as: x} # y\n",
        person,
        "speakers:\n  b: c\n  王毅：: {as: x, person: wang-yi, turn: answer} # y\n",
    );
    becomes(
        "speakers: {王毅: wang}\n",
        person,
        "speakers: {王毅: {person: wang-yi, turn: answer}}\n",
    );
    becomes(
        "speakers:\na: 1\n",
        person,
        "speakers: {王毅: {person: wang-yi, turn: answer}}\na: 1\n",
    );
    becomes(
        "speakers:\n  王毅:\n    as: x\n",
        person,
        "speakers:\n  王毅:\n    as: x\n    person: wang-yi\n    turn: answer\n",
    );
    becomes(
        "a = 1\n",
        person,
        "a = 1\n\n[speakers]\n\"王毅\" = {person = \"wang-yi\", turn = \"answer\"}\n",
    );
    becomes(
        "[speakers]\nb = 'c'\n[extra]\na = 1\n",
        person,
        "[speakers]\nb = 'c'\n\"王毅\" = {person = \"wang-yi\", turn = \"answer\"}\n[extra]\na = 1\n",
    );
    becomes(
        "[speakers.\"b\"]\nperson = 'c'\n",
        person,
        "[speakers.\"b\"]\nperson = 'c'\n\n[speakers]\n\"王毅\" = {person = \"wang-yi\", turn = \"answer\"}\n",
    );
    becomes(
        "speakers.b = 'c'\na = 1\n",
        person,
        "speakers.b = 'c'\nspeakers.\"王毅\" = {person = \"wang-yi\", turn = \"answer\"}\na = 1\n",
    );
    let rename =
        |e: &mut Edits<'_>| e.rename_speaker("王毅", "Wang Yi").map(|was_there| assert!(was_there));
    becomes("speakers:\n  王毅：: wang-yi\n", rename, "speakers:\n  Wang Yi: wang-yi\n");
    becomes(
        "[speakers.\"王毅\"]\nperson = 'c'\n",
        rename,
        "[speakers.\"Wang Yi\"]\nperson = 'c'\n",
    );
    let text = with("speakers: {a: x, b: y}\n");
    let mut edits = Edits::new(&text).unwrap();
    assert_eq!(edits.rename_speaker("a", "b"), Err(EditError::Taken { key: "b".to_owned() }));
    assert!(edits.remove_speaker("a").unwrap() && !edits.remove_speaker("a").unwrap());
    assert_eq!(edits.finish(), with("speakers: {b: y}\n"));
}

#[test]
fn ranges_are_of_the_file_as_it_was() {
    let text = with("people: [a, b]\nspeaker: b\n");
    let at = |word: &str| text.rfind(word).unwrap();
    let mut edits = Edits::new(&text).unwrap();
    edits.add_to_list("people", "c").unwrap();
    edits.replace_scalar(at("b\n---")..at("b\n---") + 1, "no").unwrap();
    edits.replace_body(at("Text")..at("Text") + 4, "Word").unwrap();
    edits.replace(at("[x]")..at("[x]") + 3, "x").unwrap();
    let b = text.find("b]").unwrap();
    edits.replace(b..b + 1, "d").unwrap();
    assert_eq!(edits.replace(b..b + 1, "e"), Err(EditError::Overlap));
    assert_eq!(edits.replace_body(at("ext")..at("ext") + 1, ""), Err(EditError::Overlap));
    assert_eq!(edits.replace_body(0..1, ""), Err(EditError::Overlap));
    assert!(matches!(edits.replace(b - 1..b, "\""), Err(EditError::Unclear { .. })));
    edits.append("End\n");
    assert_eq!(
        edits.finish(),
        "---\npeople: [a, d, c]\nspeaker: \"no\"\n---\n\nWord: people: x\nEnd\n"
    );
}

#[test]
fn a_file_without_front_matter_gets_some_in_front() {
    let give = |text: &str| {
        edited(text, |e| {
            e.give_front_matter(&[
                ("title", "a: b".into()),
                ("date", Value::Bare("2024-03-07".into())),
            ])?;
            e.replace_body(e.text.find("Text").unwrap()..e.text.len(), "T")?;
            add(e)
        })
    };
    assert_eq!(give("Text"), "---\ntitle: \"a: b\"\ndate: 2024-03-07\npeople: [c]\n---\n\nT");
    assert_eq!(
        give("\u{FEFF}A\r\nText"),
        "\u{FEFF}---\r\ntitle: \"a: b\"\r\ndate: 2024-03-07\r\npeople: [c]\r\n---\r\n\r\nA\r\nT"
    );
    assert_eq!(
        Edits::new("Text").unwrap().add_to_list("people", "a"),
        Err(EditError::NoFrontMatter)
    );
}

#[test]
fn what_cannot_be_edited_with_certainty_is_refused_and_stays() {
    for (front, key) in [("people: wang\n", "people"), ("people: {a: b}\n", "people")] {
        let text = with(front);
        let mut edits = Edits::new(&text).unwrap();
        assert_eq!(edits.add_to_list(key, "c"), Err(EditError::NotAList { key: key.to_owned() }));
        assert!(edits.is_unchanged());
        assert_eq!(edits.finish(), text);
    }
    for text in [
        "---\na: [\n---\n",
        "---\na: b\n",
        "---\na: *x\n---\n",
        "+++\na = \n+++\n",
        "---\n- a\n---\n",
        "---\na: 1\na: 2\n---\n",
    ] {
        assert_eq!(Edits::new(text).map(drop), Err(EditError::Unreadable), "{text}");
    }
}

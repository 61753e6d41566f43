//! What the texts name against what the lists say.

use super::*;

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
        text.replace("places: [mali]\n", "places: [mali]\npeople: [wang-yi]\n")
    );
    // That the text was not seen to name it is no reason to take it off without asking.
    assert_eq!(after.lines(), ["remove mali"]);
    assert!(after.ruled("remove", 0, Ruling::Accept).text(SPEECH).contains("places: []"));
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

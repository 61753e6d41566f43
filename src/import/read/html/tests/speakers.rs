//! Who speaks, as pages say it in elements and attributes.

use super::manuscript;
use crate::import::manuscript::{BlockKind, Manuscript};

const SAID: [&str; 6] = [
    "We begin with the quay, which was mended over the winter and is open again.",
    "And the ferry, when will it sail again as it did before the storm came?",
    "In June, if the engine comes in time and the crew is back from the yard.",
    "Will it cost more than it did, now that the engine is a new one?",
    "It will not, for the council has paid for the engine out of its own purse.",
    "Thank you, that is what we wanted to hear from the harbour office today.",
];

/// A page with these turns, each made by `turn` of a speaker and his words.
fn page(speakers: &[&str], turn: impl Fn(&str, &str) -> String) -> String {
    let turns = speakers.iter().zip(SAID.iter().cycle());
    let body: String = turns.map(|(speaker, said)| turn(speaker, said)).collect();
    format!("<title>Talk</title><article><h1>Talk</h1>{body}</article>")
}

/// The speakers of the blocks that have one.
fn speakers(found: &Manuscript) -> Vec<String> {
    let mut speakers = Vec::new();
    for block in found.blocks.iter().filter(|block| block.outside.is_none()) {
        if let Some(range) = found.speaker_of(block) {
            let runs = block.runs.iter().filter(|run| run.range.end <= range.end);
            speakers.push(runs.map(|run| run.text(&found.original)).collect());
        }
    }
    speakers
}

const TALK: [&str; 6] =
    ["Ines Hale", "Jon Barrow", "Ines Hale", "Jon Barrow", "Ines Hale", "Ola Reed"];

#[test]
fn elements_that_hold_names_again_and_again_name_who_speaks() {
    let turns: [fn(&str, &str) -> String; 4] = [
        |who, said| {
            format!("<div class=turn><span class='x1'>{who}</span> <span>{said}</span></div>")
        },
        |who, said| format!("<p class=x2>{who}</p><p>{said}</p>"),
        |who, said| format!("<section><div class=x3>{who}</div><p>{said}</p><p>Aye.</p></section>"),
        |who, said| format!("<p><u-voice>{who}</u-voice> {said}</p>"),
    ];
    for turn in turns {
        let source = page(&TALK, turn);
        assert_eq!(speakers(&manuscript(&source)), TALK, "{source}");
    }
}

#[test]
fn an_attribute_names_who_speaks_where_the_page_shows_nobody() {
    let source = page(&TALK, |who, said| {
        format!(
            "<div data-topic='The Harbour' data-kind='Debate' data-by=\"{who} (SP &amp; Co)\"><p>{said}</p><p>Aye.</p></div>"
        )
    });
    let expected = TALK.map(|who| format!("{who} (SP & Co)"));
    assert_eq!(speakers(&manuscript(&source)), expected);

    let one_word = ["Hale", "Barrow", "Hale", "Barrow"];
    let source = page(&one_word, |who, said| format!("<p data-speaker={who}>{said}</p>"));
    assert_eq!(speakers(&manuscript(&source)), one_word);
    let source = page(&one_word, |who, said| format!("<p data-mood={who}>{said}</p>"));
    assert!(speakers(&manuscript(&source)).is_empty());
}

#[test]
fn what_no_element_with_a_speaker_holds_nobody_says() {
    let mut source =
        page(&TALK, |who, said| format!("<div data-voice='{who}'><p>{said}</p></div>"));
    source = source.replacen(
        "<div data-voice='Ola Reed'>",
        "<p>The House rose at ten and met again at noon.</p><div data-voice='Ola Reed'>",
        1,
    );
    let found = manuscript(&source);
    let note = found.blocks.iter().find(|block| block.text(&source).starts_with("The House"));
    assert_eq!(note.map(|block| block.kind), Some(BlockKind::Scene));
}

#[test]
fn subjects_and_lists_name_nobody() {
    let subjects = ["Harbour", "Harbour", "Harbour", "Ferry Line", "Ferry Line", "Ferry Line"];
    for source in [
        page(&subjects, |what, said| format!("<div data-subject='{what}'><p>{said}</p></div>")),
        page(&SAID, |what, said| format!("<p><span class=lead>{what}</span> {said}</p>")),
        page(&["One", "Two", "Three", "Four"], |what, said| {
            format!("<p><span class=no>{what}</span> {said}</p>")
        }),
    ] {
        assert!(speakers(&manuscript(&source)).is_empty(), "{source}");
    }
}

#[test]
fn a_caption_within_the_text_is_said_by_nobody() {
    let mut source = page(&TALK, |_, said| format!("<p>{said}</p>"));
    source = source.replacen(
        "</p><p>",
        "</p><figure><img src=q.jpg><figcaption>The old quay.</figcaption></figure><p>",
        1,
    );
    let found = manuscript(&source);
    let caption = found.blocks.iter().find(|block| block.text(&source) == "The old quay.");
    let caption = caption.map(|block| (block.kind, block.outside));
    assert_eq!(caption, Some((BlockKind::Scene, None)));
}

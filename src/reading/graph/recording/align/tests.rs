//! Paragraphs and captions, invented, each with what makes them hard to hold together.

use super::*;

/// The milliseconds at which paragraphs begin, of words that take a second each.
fn begins(paragraphs: &[&str], said: &[&str]) -> Vec<Option<u32>> {
    let mut words = Dictionary::default();
    let mut text = Vec::new();
    let mut places = Vec::new();
    for paragraph in paragraphs {
        let start = text.len();
        text.extend(words.of(paragraph));
        places.push(start..text.len());
    }
    let mut cues = Vec::new();
    let mut start = 0;
    for line in said {
        let n_words = u32::try_from(Dictionary::default().of(line).len()).unwrap();
        let end = start + 1000 * n_words;
        cues.push(Cue { start, end, text: (*line).to_owned() });
        start = end;
    }
    let spoken = spoken(&cues, &mut words);
    let said: Vec<u32> = spoken.iter().map(|spoken| spoken.word).collect();
    let matches = matches(&text, &said);
    places.iter().map(|place| found(place, &matches, &spoken).map(|said| said.from)).collect()
}

#[test]
fn paragraphs_begin_where_their_words_do_across_the_ends_of_cues() {
    let text = [
        "The harbour opens at six in spring.",
        "Ferries leave each hour until dark.",
        "Thank you.",
    ];
    let said =
        ["the harbour opens at six in", "spring ferries leave each hour", "until dark thank you"];
    assert_eq!(begins(&text, &said), [Some(0), Some(7000), Some(13_000)]);
}

#[test]
fn words_that_were_misheard_do_not_lose_a_paragraph() {
    let text = [
        "We thank the crews who kept the ferries going all winter.",
        "Next year brings two new piers.",
    ];
    let said = [
        "we thank the cruise who kept the fairies going all winter",
        "net year brings to new piers",
    ];
    assert_eq!(begins(&text, &said), [Some(0), Some(11_000)]);
}

#[test]
fn what_is_not_said_has_no_time_nor_has_what_could_be_anywhere() {
    let text = [
        "Thank you.",
        "An editor wrote this line and nobody said it.",
        "The harbour opens at six in spring.",
    ];
    let said = ["good morning the harbour opens at six in spring", "and now the news thank you"];
    assert_eq!(begins(&text, &said), [None, None, Some(2000)]);
}

#[test]
fn characters_are_words_and_both_scripts_are_one() {
    let text = ["港口春天六點開門。", "渡輪每小時一班，直到天黑。"];
    let said = ["港口春天六点开门渡轮每", "小时一班直到天黑"];
    assert_eq!(begins(&text, &said), [Some(0), Some(8000)]);
}

#[test]
fn the_same_words_twice_are_told_apart_by_their_order() {
    let text =
        ["We sail at noon, and nobody waits.", "A pause.", "We sail at noon, and nobody waits."];
    let said = ["we sail at noon and nobody waits", "a pause", "we sail at noon and nobody waits"];
    assert_eq!(begins(&text, &said), [Some(0), Some(7000), Some(9000)]);
}

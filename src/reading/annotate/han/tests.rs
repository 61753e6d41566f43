//! Holds the judgements of `han.rs` against marked sentences: `name<TAB>sentence`, `⟦name⟧` where
//! it is meant, `✗name✗` where not.

use super::{Bearer, HAN_WORDS, HanWords, latin_lookalikes};

/// Counts (meant and standing, meant but lost, not meant but standing, all) in a file of marked
/// sentences.
fn tally(words: &HanWords, sentences: &str) -> [usize; 4] {
    let mut tally = [0; 4];
    for line in sentences.lines() {
        let (name, marked) = line.split_once('\t').expect("a name, a tab, a sentence");
        let at = marked.find(['⟦', '✗']).expect("a marked occurrence");
        let text = marked.replace(['⟦', '⟧', '✗'], "");
        assert!(text[at..].starts_with(name), "the mark is on the name: {line}");
        let stands = words.stands(&text, at..at + name.len(), Bearer::Other);
        match (marked.contains('⟦'), stands) {
            (true, true) => tally[0] += 1,
            (true, false) => tally[1] += 1,
            (false, true) => tally[2] += 1,
            (false, false) => {}
        }
        tally[3] += 1;
    }
    tally
}

fn stands(words: &HanWords, text: &str, name: &str) -> bool {
    let at = text.find(name).expect("the name is in the text");
    words.stands(text, at..at + name.len(), Bearer::Other)
}

#[test]
fn plain_sentences_are_judged_without_a_mistake() {
    let [_, lost, wrong, all] =
        tally(&HAN_WORDS, include_str!("../../../../tests/inputs/names/plain.tsv"));
    assert_eq!((lost, wrong), (0, 0), "of {all}");
}

/// The figures of the guide and of `ARCHITECTURE.md`.
#[test]
fn on_all_marked_sentences_precision_and_recall_are_as_is_said() {
    let words = &*HAN_WORDS;
    let data = [
        include_str!("../../../../tests/inputs/names/development.tsv"),
        include_str!("../../../../tests/inputs/names/held-out.tsv"),
        include_str!("../../../../tests/inputs/names/second-look.tsv"),
        include_str!("../../../../tests/inputs/names/plain.tsv"),
    ];
    let of_each = data.map(|sentences| tally(words, sentences));
    let [found, lost, wrong, all] = std::array::from_fn(|i| of_each.iter().map(|of| of[i]).sum());
    let share = |part: usize, whole: usize| f64::from(part as u32) / f64::from(whole as u32);
    assert_eq!(all, 1375);
    let figures = format!("{:.2} {:.3}", share(found, found + wrong), share(found, found + lost));
    assert_eq!(figures, "0.98 0.999", "{found} found, {lost} lost, {wrong} wrong");
}

#[test]
fn sentences_made_to_deceive_seldom_do() {
    let words = &*HAN_WORDS;
    let data = [
        include_str!("../../../../tests/inputs/names/development.tsv"),
        include_str!("../../../../tests/inputs/names/held-out.tsv"),
        include_str!("../../../../tests/inputs/names/second-look.tsv"),
    ];
    let [found, lost, wrong, all] = data
        .iter()
        .map(|d| tally(words, d))
        .fold([0; 4], |a, b| std::array::from_fn(|i| a[i] + b[i]));
    assert!(lost <= 1 && wrong <= 13, "{found} found, {lost} lost, {wrong} wrong, of {all}");
}

#[test]
fn a_name_beside_other_scripts_or_at_the_ends_of_the_text_stands() {
    let words = &*HAN_WORDS;
    for (text, name) in [
        ("中国", "中国"),
        ("Hello中国!", "中国"),
        ("落实2030年议程的进展", "2030年议程"),
        ("自G20峰会以来", "G20峰会"),
        ("G7日本峰会", "日本"),
    ] {
        assert!(stands(words, text, name), "{text}");
    }
}

#[test]
fn both_scripts_are_judged_alike() {
    let words = &*HAN_WORDS;
    for (text, name) in [
        ("發展中國家", "中國"),
        ("歐美國家", "美國"),
        ("馬里蘭", "馬里"),
        ("印度尼西亞", "印度"),
        ("今日本報訊", "日本"),
    ] {
        assert!(!stands(words, text, name), "{text}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    let words = &*HAN_WORDS;
    let text = "以北约30公里〇々𠀀a中国，1日日本·３約約20🙂家長籍";
    let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    for (i, &start) in edges.iter().enumerate() {
        for &end in &edges[i..] {
            words.stands(text, start..end, Bearer::Person);
        }
    }
}

#[test]
fn the_matcher_gets_latin_lookalikes_only() {
    assert!(latin_lookalikes().any(|name| name == "New Mexico"));
    assert!(latin_lookalikes().all(|name| name.is_ascii()));
}

#[test]
fn it_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<HanWords>();
}

#[test]
fn a_person_s_name_of_two_characters_ends_where_the_sentence_goes_on() {
    let words = &*HAN_WORDS;
    let stands = |text: &str| {
        let at = text.find("陈舟").expect("the name is in the text");
        words.stands(text, at..at + "陈舟".len(), Bearer::Person)
    };
    for text in
        ["正如陈舟所讲，港口会开。", "如陳舟所講的", "陈舟提的办法", "陈舟个人认为", "陈舟说"]
    {
        let text = text.replace('陳', "陈");
        assert!(stands(&text), "{text}");
    }
    for text in ["陈舟山到场。", "会见陈舟远一行"] {
        assert!(!stands(text), "{text}");
    }
}

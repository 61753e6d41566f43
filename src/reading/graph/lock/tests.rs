//! What happens to ¶ numbers and addresses when texts are edited, renamed, taken away and merged.

use super::*;
use crate::base::changes::{Change, applied};
use crate::base::diag::Diagnostics;
use crate::reading::config::Config;
use crate::reading::graph::SpeechAnchors;
use crate::reading::parse::parse;
use std::collections::HashSet;

/// A site without anything but these files, numbered.
fn numbering_of(sources: &Sources) -> (Corpus, Numbering, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let config = Config::default();
    let corpus = parse(sources, &config, &mut diagnostics);
    let numbering =
        numbering_again(sources, &config, &corpus, &mut Locked::default(), &mut diagnostics);
    (corpus, numbering, diagnostics)
}

/// The site as it is after a build.
fn built(sources: &Sources) -> Sources {
    let (_, numbering, diagnostics) = numbering_of(sources);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    applied(sources, &numbering.lock.files)
}

fn speech(body: &str) -> String {
    format!("---\ntitle: t\ndate: 2024-01-01\n---\n{body}")
}

/// The site with other speeches, by name, and the locks that it has.
fn with_speeches(site: &Sources, speeches: &[(&str, &str)]) -> Sources {
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, body) in speeches {
        files.push((format!("content/speeches/{name}.md"), speech(body)));
    }
    for (_, source) in site.iter() {
        if source.path.starts_with("content/ids") {
            files.push((source.path.clone(), source.text().unwrap_or_default().to_owned()));
        }
    }
    Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn nothing() -> Sources {
    Sources::from_texts([])
}

/// The anchors of a speech's paragraphs.
fn anchors_of(sources: &Sources, name: &str) -> Vec<String> {
    let (corpus, numbering, _) = numbering_of(sources);
    let index = corpus.speeches.iter().position(|speech| speech.full_id() == name).unwrap();
    strings(&numbering.numbers.anchors[index].paragraphs)
}

/// The numbering of the one speech with this body, and the lock, given the lock before.
fn number(body: &str, lock: Option<&str>) -> (SpeechAnchors, String) {
    const LOCK: &str = "content/ids/a.en/ids.lock";
    let text = speech(body);
    let mut files = vec![("content/speeches/a.en.md", text.as_str())];
    files.extend(lock.map(|lock| (LOCK, lock)));
    let sources = Sources::from_texts(files);
    let (_, mut numbering, diagnostics) = numbering_of(&sources);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let new = numbering.lock.files.get(LOCK).and_then(Change::bytes);
    let new = new.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
    let kept = new.or(lock.map(str::to_owned)).expect("a lock");
    (Arc::unwrap_or_clone(numbering.numbers.anchors.remove(0)), kept)
}

fn strings(list: &[Box<str>]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// The anchors of paragraphs, those that are gone, and the lock.
fn numbered(body: &str, lock: Option<&str>) -> (Vec<String>, Vec<String>, String) {
    let (anchors, lock) = number(body, lock);
    let gone = anchors.gone.iter().map(|(_, anchor)| anchor.to_string()).collect();
    (strings(&anchors.paragraphs), gone, lock)
}

/// The anchors of turns.
fn turns(body: &str, lock: Option<&str>) -> Vec<String> {
    strings(&number(body, lock).0.turns)
}

/// Edits a text and gives the anchors after.
fn edited(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let (_, _, lock) = numbered(before, None);
    let (anchors, gone, new_lock) = numbered(after, Some(&lock));
    let (again, gone_again, newest) = numbered(after, Some(&new_lock));
    assert_eq!(
        (&anchors, &gone, &new_lock),
        (&again, &gone_again, &newest),
        "a second build changes nothing"
    );
    (anchors, gone)
}

const Q_AND_A: &str = "**Q:** What is the plan for the spring?\n\n**A:** The plan is to listen first.\n\nAfter that we write.\n\n**Q:** And then?\n\n**A:** Then we publish the record.\n";

#[test]
fn a_new_text_is_numbered_by_turn_and_paragraph() {
    let (anchors, gone, lock) = numbered(Q_AND_A, None);
    assert_eq!(anchors, ["t1p1", "t2p1", "t2p2", "t3p1", "t4p1"]);
    assert!(gone.is_empty());
    assert!(lock.contains("\nt1p1 ") && lock.ends_with("\nend\n"));
    let (anchors, ..) =
        numbered("Opening words.\n\n## Part\n\nMore words.\n\n> (laughter)\n", None);
    assert_eq!(anchors, ["p1", "h1", "p2", "s1"]);
}

#[test]
fn an_inserted_paragraph_gets_a_letter() {
    let after = Q_AND_A
        .replace("After that", "One thing between was said.\n\nAnother thing, too.\n\nAfter that");
    assert_eq!(
        edited(Q_AND_A, &after).0,
        ["t1p1", "t2p1", "t2p1a", "t2p1b", "t2p2", "t3p1", "t4p1"]
    );
}

#[test]
fn a_paragraph_at_the_end_is_counted_on() {
    let after = format!("{Q_AND_A}\nAnd we thank you.\n");
    assert_eq!(edited(Q_AND_A, &after).0, ["t1p1", "t2p1", "t2p2", "t3p1", "t4p1", "t4p2"]);
}

#[test]
fn a_removed_paragraph_leaves_its_anchor() {
    let after = Q_AND_A.replace("After that we write.\n\n", "");
    let (anchors, gone) = edited(Q_AND_A, &after);
    assert_eq!(anchors, ["t1p1", "t2p1", "t3p1", "t4p1"]);
    assert_eq!(gone, ["t2p2"]);
}

#[test]
fn an_anchor_that_is_gone_is_never_used_again() {
    let shorter = Q_AND_A.replace("After that we write.\n\n", "");
    let (_, _, lock) = numbered(Q_AND_A, None);
    let (_, _, lock) = numbered(&shorter, Some(&lock));
    let other = shorter.replace(
        "listen first.",
        "listen first.\n\nA wholly other sentence, long enough to be unlike any.",
    );
    let (anchors, gone, _) = numbered(&other, Some(&lock));
    assert_eq!(anchors, ["t1p1", "t2p1", "t2p3", "t3p1", "t4p1"]);
    assert_eq!(gone, ["t2p2"]);
}

#[test]
fn a_corrected_paragraph_keeps_its_number() {
    let after = Q_AND_A
        .replace("Then we publish the record.", "Then we publish the corrected record.")
        .replace("for the spring", "for spring");
    assert_eq!(
        edited(Q_AND_A, &after),
        (vec!["t1p1".into(), "t2p1".into(), "t2p2".into(), "t3p1".into(), "t4p1".into()], vec![])
    );
}

#[test]
fn a_new_turn_in_the_middle_moves_no_other() {
    let after = Q_AND_A.replace(
        "**Q:** And then?",
        "**Q:** May I follow up on the listening?\n\n**A:** Please do, it matters to all of us.\n\n**Q:** And then?",
    );
    assert_eq!(
        edited(Q_AND_A, &after).0,
        ["t1p1", "t2p1", "t2p2", "t2ap1", "t2bp1", "t3p1", "t4p1"]
    );
}

#[test]
fn equal_paragraphs_are_told_apart_by_their_place() {
    let before = "### A:\nYes.\n\n### B:\nNo.\n\n### A:\nYes.\n\n### B:\nYes.\n";
    let after = before.replacen("### A:\nYes.", "### A:\nYes, and here is a reason for it.", 1);
    let (anchors, gone) = edited(before, &after);
    assert_eq!(anchors[1..], ["t2p1", "t3p1", "t4p1"]);
    // Nothing says that these words are the ones that were there.
    assert_eq!(gone, ["t1", "t1p1"]);
}

#[test]
fn other_words_in_the_place_of_a_paragraph_are_another_paragraph() {
    let after = Q_AND_A.replace("After that we write.", "Nobody has asked about rain.");
    let (anchors, gone) = edited(Q_AND_A, &after);
    assert_eq!(anchors, ["t1p1", "t2p1", "t2p3", "t3p1", "t4p1"]);
    assert_eq!(gone, ["t2p2"]);
}

#[test]
fn of_paragraphs_that_are_alike_the_most_alike_is_the_same() {
    let list = "Ferry one leaves at seven from the north quay.\n\nFerry two leaves at eight from the north quay.\n\nFerry ten leaves at nine from the south quay.\n";
    let after = "Ferry two leaves at eight from the northern quay.\n\nFerry ten leaves at nine from the south quay.\n";
    let (anchors, gone) = edited(list, after);
    assert_eq!((anchors, gone), (vec!["p2".into(), "p3".into()], vec!["p1".into()]));
}

#[test]
fn a_paragraph_that_comes_back_has_its_number() {
    let shorter = Q_AND_A.replace("After that we write.\n\n", "");
    let (_, _, lock) = numbered(Q_AND_A, None);
    let (_, _, lock) = numbered(&shorter, Some(&lock));
    let (anchors, gone, _) = numbered(Q_AND_A, Some(&lock));
    assert_eq!(anchors, ["t1p1", "t2p1", "t2p2", "t3p1", "t4p1"]);
    assert!(gone.is_empty());
}

#[test]
fn a_turn_that_is_gone_leaves_its_anchor() {
    let after = Q_AND_A.replace("**Q:** And then?\n\n", "");
    let (_, gone) = edited(Q_AND_A, &after);
    assert_eq!(gone, ["t3", "t3p1"]);

    // Its words went on in the turn before.
    let joined = Q_AND_A.replace("**Q:** And then?", "And then?");
    let (anchors, gone) = edited(Q_AND_A, &joined);
    assert!(anchors.contains(&"t3p1".to_owned()) && gone == ["t3"], "{anchors:?} {gone:?}");
}

#[test]
fn a_lock_that_is_damaged_is_told() {
    let told = |lock: &str| {
        let text = speech("x");
        let sources = Sources::from_texts([
            ("content/speeches/a.en.md", text.as_str()),
            ("content/ids/a.en/ids.lock", lock),
        ]);
        let (_, _, diagnostics) = numbering_of(&sources);
        diagnostics.iter().filter(|told| told.code == Code::BadLock).count()
    };
    assert_eq!(told("p1 0123456789abcdef\nend\n"), 0);
    assert_eq!(told(""), 1, "empty");
    assert_eq!(told("p1 0123456789abcdef\n"), 1, "cut off");
    assert_eq!(told("T1 zz\np1\nend\n"), 1, "told once, with a count");
}

#[test]
fn a_speech_that_is_away_for_a_build_keeps_its_numbers() {
    let names = ["a.en", "b.en"];
    let text = "Zero was put in front.\n\nAlpha is cited.\n\nBeta comes second.\n";
    let first = built(&with_speeches(
        &nothing(),
        &[(names[0], "Alpha is cited.\n\nBeta comes second.\n"), (names[1], "Other.")],
    ));
    let edited = built(&with_speeches(&first, &[(names[0], text), (names[1], "Other.")]));
    let before = anchors_of(&edited, "a.en");

    let away = built(&with_speeches(&edited, &[(names[1], "Other.")]));
    let (_, numbering, _) = numbering_of(&away);
    assert_eq!(numbering.gone.speeches.len(), 1);
    let back = with_speeches(&away, &[(names[0], text), (names[1], "Other.")]);
    assert_eq!(anchors_of(&back, "a.en"), before);
}

#[test]
fn a_file_that_gets_another_name_takes_its_numbers_along() {
    let body = "Alpha is cited.\n\nBeta comes second.\n\nGamma ends it.\n";
    let first = built(&with_speeches(&nothing(), &[("a.en", body)]));
    let edited = built(&with_speeches(&first, &[("a.en", &format!("Zero.\n\n{body}"))]));

    let moved = with_speeches(&edited, &[("c.en", &format!("Zero.\n\n{body}\nDelta.\n"))]);
    let (_, numbering, _) = numbering_of(&moved);
    assert_eq!(strings(&numbering.numbers.anchors[0].paragraphs), ["p0a", "p1", "p2", "p3", "p4"]);
    assert_eq!(strings(&numbering.numbers.anchors[0].former_names), ["a.en"]);
    assert!(numbering.gone.speeches.is_empty());

    let after = built(&moved);
    assert!(after.find("content/ids/a.en/ids.lock").is_none());
    // A second build knows it from the lock alone.
    let (_, numbering, _) = numbering_of(&after);
    assert_eq!(strings(&numbering.numbers.anchors[0].former_names), ["a.en"]);
    assert!(numbering.lock.files.is_empty());
}

#[test]
fn another_speech_is_not_taken_for_a_renamed_one() {
    let body = "Alpha is cited.\n\nBeta comes second.\n\nGamma ends it.\n";
    let first = built(&with_speeches(&nothing(), &[("a.en", body)]));
    let short = built(&with_speeches(&nothing(), &[("a.en", "No comment.\n")]));
    let (_, numbering, _) = numbering_of(&with_speeches(&short, &[("c.en", "No comment.\n")]));
    assert!(numbering.numbers.anchors[0].former_names.is_empty(), "anybody says that");

    // Less than half of the words; and two copies, of which either could be it.
    for speeches in [
        vec![("c.en", "Alpha is cited.\n\nAll else is new.\n\nAnd so is this.\n")],
        vec![("c.en", body), ("d.en", body)],
    ] {
        let (_, numbering, _) = numbering_of(&with_speeches(&first, &speeches));
        assert!(numbering.numbers.anchors.iter().all(|anchors| anchors.former_names.is_empty()));
        assert_eq!(numbering.gone.speeches.len(), 1, "{speeches:?}");
    }
}

#[test]
fn both_sides_of_a_merge_are_read() {
    let (_, _, ours) =
        numbered(&Q_AND_A.replace("After that", "One more thing.\n\nAfter that"), None);
    let thanks = format!("{Q_AND_A}\nAnd we thank you.\n\nAll of you, from near and far.\n");
    let (_, _, theirs) = numbered(&thanks, None);
    let merged = format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n");
    let shorter = thanks.replace("And we thank you.\n\n", "");
    let (anchors, gone, lock) = numbered(&shorter, Some(&merged));
    assert_eq!(anchors.iter().collect::<HashSet<_>>().len(), anchors.len(), "{anchors:?}");
    // Each side gave t2p2 to a paragraph of its own: it is nobody's now. Theirs alone knows t4p3.
    assert_eq!(anchors, ["t1p1", "t2p1", "t2p3", "t3p1", "t4p1", "t4p3"]);
    assert_eq!(gone, ["t2p2", "t4p2"]);
    assert!(!lock.contains("<<<<") && !lock.contains("===="));
}

/// `content/ids.lock` of version 0.1, whose prints have the same hash and another sketch.
#[test]
fn the_lock_of_version_0_1_is_taken_over() {
    let body = "Alpha is cited here, and often.\n\nBeta comes second to nobody.\n";
    let old_print = |text: &str| format!("{}0a0b0c0d", &Print::of(text).text()[..8]);
    let old = format!(
        "# kept\nspeeches/a.en.md\n p7 {}\n p8 -\n p9 {}\nspeeches/b.md\n p1 {}\n",
        old_print("Alpha is cited here, and often."),
        old_print("Beta comes second to nobody."),
        old_print("Gone."),
    );
    let text = speech(body);
    let sources = Sources::from_texts([
        ("content/speeches/a.en.md", text.as_str()),
        ("content/ids.lock", old.as_str()),
    ]);
    assert_eq!(anchors_of(&sources, "a.en"), ["p7", "p9"]);

    let after = built(&sources);
    assert!(after.find("content/ids.lock").is_none());
    assert!(after.find("content/ids/b/ids.lock").is_some(), "what is not there is kept");
    assert_eq!(anchors_of(&after, "a.en"), ["p7", "p9"]);
}

#[test]
fn where_numbers_are_lost_none_are_given() {
    let sources = with_speeches(&nothing(), &[("a.en", "One.\n\nTwo.\n")]);
    let mut diagnostics = Diagnostics::default();
    let config = Config { locked: true, ..Config::default() };
    let corpus = parse(&sources, &config, &mut diagnostics);
    let _ = numbering_again(&sources, &config, &corpus, &mut Locked::default(), &mut diagnostics);
    let told: Vec<&str> = diagnostics
        .iter()
        .filter(|told| told.code == Code::NotNumbered)
        .map(|told| &*told.message)
        .collect();
    assert_eq!(told, ["2 paragraphs have no ¶ number yet"]);

    let sources = built(&sources);
    let mut diagnostics = Diagnostics::default();
    let _ = numbering_again(&sources, &config, &corpus, &mut Locked::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors());
}

/// A label under which nothing is said: the next one corrects it.
#[test]
fn a_turn_without_a_word_keeps_its_number() {
    let body = "### Ann:\n\n### Ben:\n\nGood morning to all of you.\n\n### Ann:\n\n### Cem:\n\nAnd a good evening.\n\n### Dan:\n";
    let (_, _, lock) = numbered(body, None);
    assert_eq!(turns(body, None), ["t1", "t2", "t3", "t4", "t5"]);
    assert_eq!(turns(body, Some(&lock)), ["t1", "t2", "t3", "t4", "t5"]);

    let longer = body.replace("### Cem:", "### Eva:\n\nOne question, if I may.\n\n### Cem:");
    assert_eq!(
        turns(&longer, Some(&lock)),
        ["t1", "t2", "t3", "t3a", "t4", "t5"],
        "a new turn is not taken for it"
    );
    let shorter = body.replace("### Ben:\n\nGood morning to all of you.\n\n", "");
    assert!(
        !turns(&shorter, Some(&lock)).contains(&"t2".to_owned()),
        "what is gone gives its number to nobody"
    );
}

//! What happens to ¶ numbers when a text is edited.

use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::reading::config::Config;
use crate::reading::corpus::LOCK_PATH;
use crate::reading::graph::SpeechAnchors;
use crate::reading::parse::parse;

/// The numbering of the one speech with this body, and the lock, given the lock before.
fn number(body: &str, lock: Option<&str>) -> (SpeechAnchors, String) {
    let text = format!("---\ntitle: t\ndate: 2024-01-01\n---\n{body}");
    let mut files = vec![("content/speeches/a.en.md", text.as_str())];
    files.extend(lock.map(|lock| (LOCK_PATH, lock)));
    let sources = Sources::from_texts(files);
    let mut diagnostics = Diagnostics::default();
    let corpus = parse(&sources, &Config::default(), &mut diagnostics);
    let super::Numbering { mut anchors, lock } =
        super::numbering(&sources, &corpus, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    (anchors.remove(0), lock.expect("a lock"))
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
    assert!(lock.contains("speeches/a.en.md\n t1p1 "));
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
    assert_eq!(edited(before, &after).0, ["t1p1", "t2p1", "t3p1", "t4p1"]);
}

#[test]
fn a_line_that_cannot_be_read_is_reported() {
    let sources = Sources::from_texts([
        ("content/speeches/a.en.md", "---\ntitle: t\ndate: 2024-01-01\n---\nx"),
        (LOCK_PATH, "speeches/a.en.md\n T1 zz\n"),
    ]);
    let mut diagnostics = Diagnostics::default();
    let corpus = parse(&sources, &Config::default(), &mut diagnostics);
    let _ = super::numbering(&sources, &corpus, &mut diagnostics);
    assert_eq!(
        diagnostics.iter().filter(|d| d.code == crate::base::diag::Code::BadLock).count(),
        1
    );
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

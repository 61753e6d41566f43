//! Versions that meet: what stays, what comes in, and what is asked.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const HEAD: &str = "title: Mooring\ndate: 2024-05-02\nspeakers:\n  Q: {turn: question}\n  A: {turn: answer}\nsources:\n  - {note: memo.txt, sha256: SHA}\ntext_status: # one of: verbatim\n";

/// A speech with these fields and paragraphs.
fn speech_of(head: &str, paragraphs: &[&str], sha256: &str) -> String {
    let head = head.replace("SHA", sha256);
    format!("---\n{head}---\n\n{}\n", paragraphs.join("\n\n"))
}

fn old() -> String {
    "a".repeat(64)
}

fn new() -> String {
    "b".repeat(64)
}

/// What becomes of an import of `then`, edited to `ours`, when the document says `now`; each is a
/// speech in which `SHA` stands for that of its document.
fn merged_with(then: &str, ours: &str, now: &str, given: [&[&str]; 2]) -> Merged {
    let (then, ours) = (then.replace("SHA", &old()), ours.replace("SHA", &old()));
    let now = now.replace("SHA", &new());
    let was = Version::of("memo.txt", &old(), given[0], &then);
    let was = Version::parse(&was.lock()).unwrap();
    speech(&was, &ours, &Version::of("memo.txt", &new(), given[1], &now), &now)
}

fn merged(then: &str, ours: &str, now: &str) -> Merged {
    merged_with(then, ours, now, [&[], &[]])
}

/// The merged body of paragraphs.
fn bodies(then: &[&str], ours: &[&str], now: &[&str]) -> Merged {
    let speech =
        |paragraphs: &[&str]| format!("---\ntitle: T\n---\n\n{}\n", paragraphs.join("\n\n"));
    let mut merged = merged(&speech(then), &speech(ours), &speech(now));
    merged.text = merged.text.split_off("---\ntitle: T\n---\n\n".len());
    merged
}

#[test]
fn what_one_side_changed_is_taken() {
    let then = ["**Q:** When?", "**A:** At nine.", "At the old quay.", "Thank you."];
    let ours = ["**Q:** When?", "**A:** At nine.", "At the old quay (Pier 1).", "Thank you."];
    let now = ["**Q:** When?", "**A:** At ten.", "At the old quay.", "Thank you.", "Goodbye."];
    let merged = bodies(&then, &ours, &now);
    let expected =
        "**Q:** When?\n\n**A:** At ten.\n\nAt the old quay (Pier 1).\n\nThank you.\n\nGoodbye.\n";
    assert_eq!((merged.text.as_str(), merged.n_taken), (expected, 2));
    assert!(merged.doubts.is_empty());
}

#[test]
fn what_both_changed_stays_beside_what_the_document_says() {
    let merged = bodies(&["One.", "Two."], &["One.", "Two, mended."], &["One.", "Two --> 2."]);
    let expected = "One.\n\n<!-- review: this was edited, and the document says now:\n\nTwo --&gt; 2.\n\n-->\n\nTwo, mended.\n";
    assert_eq!(merged.text, expected);
    assert_eq!(merged.doubts.len(), 1);
    assert_eq!(merged.doubts[0].0, 7);

    // What both have new at one place: nothing says which comes first.
    let merged = bodies(&["One."], &["One.", "Mine."], &["One.", "Yours."]);
    assert!(merged.text.contains("Yours.\n\n-->\n\nMine.\n"), "{}", merged.text);
    // What was taken out on one side and changed on the other.
    let merged = bodies(&["One.", "Two."], &["One."], &["One.", "Two!"]);
    assert!(merged.text.contains("says now:\n\nTwo!\n\n-->"), "{}", merged.text);
    let merged = bodies(&["One.", "Two."], &["One.", "Two!"], &["One."]);
    assert!(merged.text.contains("no longer has it -->\n\nTwo!\n"), "{}", merged.text);
}

#[test]
fn what_both_changed_alike_is_agreed() {
    let merged = bodies(&["Teh.", "So."], &["The.", "So."], &["The.", "So."]);
    assert_eq!((merged.text.as_str(), merged.n_taken), ("The.\n\nSo.\n", 0));
}

#[test]
fn words_that_would_come_under_another_name_are_told() {
    // The editor gave the last paragraph a speaker of its own, the document says more before it.
    let then = ["**A:** One.", "Two.", "Three."];
    let ours = ["**A:** One.", "**B:** An aside.", "**A:** Two.", "Three."];
    let now = ["**A:** One.", "Two.", "More.", "Three."];
    let merged = bodies(&then, &ours, &now);
    assert!(merged.text.contains("Two."), "{}", merged.text);
    assert!(merged.text.contains("More."), "{}", merged.text);

    // The document has a new speaker in front of what the editor put in.
    let then = ["**A:** One.", "Two.", "**C:** Three."];
    let ours = ["**A:** One.", "Two.", "A remark.", "**C:** Three."];
    let now = ["**A:** One.", "**B:** Two.", "**C:** Three."];
    let merged = bodies(&then, &ours, &now);
    let expected = "**A:** One.\n\n**B:** Two.\n\n<!-- review: see who says this: it stood under “A” -->\n\nA remark.\n\n**C:** Three.\n";
    assert_eq!(merged.text, expected);
    assert_eq!(merged.doubts, [(9, "see who says this: it stood under “A”".to_owned())]);

    // A label that was mended is the same turn for what was in it.
    let then = ["**A:** One.", "Two."];
    let now = ["**Anna:** One.", "Two."];
    let merged = bodies(&then, &["**A:** One.", "Two, mended."], &now);
    assert_eq!(
        (merged.text.as_str(), merged.doubts.len()),
        ("**Anna:** One.\n\nTwo, mended.\n", 0)
    );
}

#[test]
fn fields_are_merged_one_by_one() {
    let then = speech_of(HEAD, &["One."], "SHA");
    let edited = "# Ours\ntitle: Mooring, again\ndate: 2024-05-02\npeople: [anna]\nspeakers:\n  Q: {turn: question}\n  A: {turn: answer, person: anna} # herself\nsources:\n  - {note: memo.txt, sha256: SHA}\ntext_status: verbatim\n";
    let says = HEAD
        .replace("date: 2024-05-02", "date: 2024-05-03\ntype: interview")
        .replace("  A:", "  B: {turn: answer}\n  A:");
    let merged =
        merged(&then, &speech_of(edited, &["One."], "SHA"), &speech_of(&says, &["One."], "SHA"));
    let expected = edited
        .replace("date: 2024-05-02", "date: 2024-05-03\ntype: interview")
        .replace("  A:", "  B: {turn: answer}\n  A:")
        .replace("SHA", &new());
    assert_eq!(merged.text, speech_of(&expected, &["One."], "SHA"));
    assert_eq!((merged.n_taken, merged.doubts.len()), (3, 0));
}

#[test]
fn a_field_that_both_changed_stays_with_a_comment() {
    let speech = |head: &str| format!("---\n{head}---\n\nOne.\n");
    let merged = merged(
        &speech("title: A\nplace: Quay\n"),
        &speech("title: B\nplace: The quay\n"),
        &speech("title: C\n"),
    );
    let expected = speech(
        "# review: `title` was edited, and the document says something else now:\n#   title: C\ntitle: B\n# review: `place` was edited, and the document no longer says it\nplace: The quay\n",
    );
    assert_eq!(merged.text, expected);
    assert_eq!(merged.doubts.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5]);
}

#[test]
fn a_table_that_is_gone_or_written_in_another_way_is_not_broken() {
    let speech = |head: &str| format!("---\ntitle: T\n{head}---\n\nOne.\n");
    let two = speech("speakers:\n  Q: {turn: question}\n  A: {turn: answer}\n");
    let three =
        speech("speakers:\n  Q: {turn: question}\n  B: {turn: answer}\n  A: {turn: answer}\n");
    let none = speech("");

    assert_eq!(merged(&none, &none, &two).text, two);
    assert_eq!(merged(&two, &two, &none).text, none);
    let flow = speech("speakers: {Q: {turn: question}, A: {turn: answer}}\n");
    let kept = merged(&two, &flow, &three);
    assert!(kept.text.contains("speakers: {Q: {turn: question}, A: {turn: answer}}\n"), "{kept:?}");
    assert!(kept.text.contains("#   B: {turn: answer}\n") && kept.doubts.len() == 1, "{kept:?}");
    // The editor took all speakers out.
    let back = merged(&two, &none, &three);
    assert_eq!(back.text, speech("speakers:\n  B: {turn: answer}\n"));
}

#[test]
fn what_an_option_gave_is_not_taken_back() {
    let speech = |title: &str| format!("---\ntitle: {title}\n---\n\nOne.\n");
    let (given, own) = (speech("Mine"), speech("The document’s"));
    assert_eq!(merged_with(&given, &given, &own, [&["title"], &[]]).text, given);
    assert_eq!(merged_with(&given, &given, &own, [&["title"], &["title"]]).text, own);
    assert_eq!(merged_with(&own, &own, &given, [&[], &["title"]]).text, given);
}

#[test]
fn front_matter_in_toml_stays_as_it_is() {
    let then = "---\ntitle: A\n---\n\nOne.\n";
    let merged = merged(then, "+++\ntitle = 'A'\n+++\n\nOne.\n", "---\ntitle: B\n---\n\nTwo.\n");
    let expected = "+++\ntitle = 'A'\n# review: `title` was edited, and the document says something else now:\n#   title: B\n+++\n\nTwo.\n";
    assert_eq!(merged.text, expected);
}

#[test]
fn what_a_program_put_around_the_text_stays() {
    let then = "---\ntitle: A\n---\n\nOne.\n\n\n\nTwo.\n";
    let ours = "\u{FEFF}---\r\ntitle: A\r\n---\r\n\r\nOne.\r\n\r\n\r\nTwo.\r\n";
    let merged = merged(then, ours, &then.replace("Two", "Three"));
    assert_eq!(merged.text, ours.replace("Two", "Three"));
}

#[test]
fn a_lock_that_is_not_whole_is_none() {
    let version = Version::of("a\nb.txt", &old(), &["title"], &speech_of(HEAD, &["One."], &old()))
        .beside(".aside.md", "# Set aside\n\nPage 3\n");
    let lock = version.lock();
    assert_eq!(Version::parse(&lock), Some(version.clone()));
    assert_eq!(Version::parse(&lock.replace('\n', "\r\n")), Some(version.clone()));
    assert!(version.is_of("a\nb.txt") && !version.is_of("b.txt"));
    for bad in ["", "end\n", "<<<<<<< ours\n", lock.trim_end_matches("end\n")] {
        assert_eq!(Version::parse(bad), None, "{bad}");
    }
}

/// A paragraph, now and then one with a label.
fn paragraph() -> impl Strategy<Value = String> {
    (0..12u8, 0..4u8).prop_map(|(n, label)| match label {
        0 => format!("**{}:** Words {n}.", char::from(b'A' + n % 4)),
        _ => format!("Words {n}."),
    })
}

/// Paragraphs that are new, changed or gone.
fn edited(then: &[String], edits: &[(prop::sample::Index, u8, String)]) -> Vec<String> {
    let mut now = then.to_vec();
    for (at, what, text) in edits {
        let at = at.index(now.len() + 1);
        match what {
            0 => now.insert(at, text.clone()),
            1 if at < now.len() => drop(now.remove(at)),
            _ if at < now.len() => now[at] = format!("{} {text}", now[at]),
            _ => {}
        }
    }
    now
}

#[test]
fn nothing_that_is_new_on_a_side_is_lost_and_one_side_alone_wins() {
    let edit = || vec((any::<prop::sample::Index>(), 0..3u8, "New [a-z]{3}\\."), 0..5);
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let texts =
        |paragraphs: &[String]| format!("---\ntitle: T\n---\n\n{}\n", paragraphs.join("\n\n"));
    TestRunner::new_with_rng(config, rng)
        .run(&(vec(paragraph(), 1..8), edit(), edit()), |(then, ours, theirs)| {
            let (ours, theirs) = (edited(&then, &ours), edited(&then, &theirs));
            let both = merged(&texts(&then), &texts(&ours), &texts(&theirs));
            for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
                for text in side.iter().filter(|text| !then.contains(text)) {
                    prop_assert!(both.text.contains(text.as_str()), "{text} of {both:?}");
                }
                if *other == then && !side.is_empty() {
                    prop_assert_eq!(&both.text, &texts(side));
                    prop_assert_eq!(both.doubts.len(), 0);
                }
            }
            // A second import of the same says nothing new.
            let again = merged(&texts(&theirs), &both.text, &texts(&theirs));
            prop_assert_eq!((&again.text, again.n_taken, again.doubts.len()), (&both.text, 0, 0));
            Ok(())
        })
        .unwrap();
}

//! Labels: explained, listed, and brought together.

use super::*;

#[test]
fn labels_are_explained_where_there_is_a_table_and_listed_where_there_is_none() {
    let with_table = small(&[
        WANG,
        (
            SPEECH,
            &speech("speakers:\n  Q: {turn: question}\n", "**Q:** Well?\n\n**Wang Yi:** Yes."),
        ),
    ]);
    assert_eq!(with_table.lines(), ["label wang-yi"]);
    let after = with_table.written();
    assert_eq!(after.corpus.speeches[0].speakers.as_ref().unwrap().iter().count(), 2);
    assert_eq!(after.lines(), [""; 0]);
    // An entry that says only what the turns are leaves open who speaks.
    let of_turns = small(&[
        WANG,
        (
            SPEECH,
            &speech(
                "speakers:\n  Q: {turn: question}\n  Wang Yi: {turn: answer}\n",
                "**Q:** Well?\n\n**Wang Yi:** Yes.",
            ),
        ),
    ]);
    assert_eq!(of_turns.lines(), ["add wang-yi"]);
    assert_eq!(of_turns.written().lines(), [""; 0]);
    let without = small(&[WANG, (SPEECH, &speech("", "**Q:** Well?\n\n**Wang Yi:** Yes."))]);
    assert_eq!(without.lines(), ["add wang-yi"]);
    assert!(without.written().text(SPEECH).contains("people: [wang-yi]\n"));
}

#[test]
fn labels_that_are_one_speaker_are_brought_together() {
    let text = speech(
        "speakers:\n  王 毅外长: wang-yi\n  王毅: wang-yi\n",
        "**王毅：**一\n\n**王　毅：**二\n\n**王毅：**三\n\n**Audrey Tang:** a\n\n**audrey tang:** b\n\n**Audrey Tang:** c\n\n**Audry Tang:** d\n\n**王毅外长：**四\n\n\
         **Reporter 1:** e\n\n**Reporter 2:** f\n\n**Participant A:** g\n\n**Participant B:** h",
    );
    let site = small(&[WANG, (SPEECH, &text)]);
    let merges: Vec<String> =
        site.lines().into_iter().filter(|line| line.starts_with("merge")).collect();
    assert_eq!(
        merges,
        [
            "merge audrey tang→Audrey Tang",
            "merge 王　毅→王毅",
            "merge Audry Tang→Audrey Tang",
            "merge 王毅外长→王毅"
        ]
    );
    // Only a person may change what is printed, even where typography alone tells two apart.
    let after = site.written();
    assert_eq!(after.text(SPEECH), text);
    assert!(!site.ruled("merge", 0, Ruling::Accept).text(SPEECH).contains("audrey tang"));
    let merges = after.suggestions();
    let spelling = merges.iter().find(|one| matches!(&one.proposal, Proposal::Merge { label, .. } if label.name == "Audry Tang")).unwrap();
    let mut orders = Orders::default();
    spelling.rule(&after.corpus, spelling.sides()[0], Ruling::Reject, &mut orders).unwrap();
    assert!(!after.after(&orders).0.lines().iter().any(|line| line.contains("Audry")));
}

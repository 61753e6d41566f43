//! Captions, and the turns that they become.

use crate::import::read::tests::{body, imported};

#[test]
fn cues_of_one_voice_are_one_turn_with_its_time() {
    let text = "\u{FEFF}WEBVTT\nLanguage: en\n\nNOTE by a program\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Ines Hale>The quay is mended,\nand it is open.</v>\n\n2\n00:00:04.500 --> 00:00:08.000 align:start\n<v.loud Ines Hale>It took &lt;long&gt;.\n\n00:12.000 --> 00:15.000\n<v Jon Barrow>And the <i>ferry</i>?</v>\n\n00:16.000 --> 00:17.000\n[a horn]\n\n00:20.000 --> 00:21.000\n<v Ines Hale>In June.</v>\n";
    let found = imported("quay.vtt", text);
    assert_eq!(
        body(&found),
        "**[00:00:01] Ines Hale:** The quay is mended, and it is open. It took \\<long>.\n\n\
         **[00:12] Jon Barrow:** And the *ferry*?\n\n\
         > \\[a horn\\]\n\n\
         **[00:20] Ines Hale:** In June."
    );
    assert_eq!(found.lang.tag(), "en");
    assert!(found.aside.contains("NOTE by a program"), "{}", found.aside);
}

#[test]
fn subrip_is_told_by_its_times_and_lines_that_roll_up_are_said_once() {
    let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nThe quay is mended\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nThe quay is mended\r\nand it is open.\r\n\r\n3\r\n00:00:06,000 --> 00:00:07,000\r\nIt took long.\r\n";
    let found = imported("quay.txt", text);
    assert_eq!(body(&found), "The quay is mended and it is open.\n\nIt took long.");
    assert_eq!(found.remarks, [super::ROLLS]);
}

#[test]
fn voices_are_told_apart_by_the_whole_name() {
    let cue = |n: usize, text: &str| format!("00:0{n}.000 --> 00:0{n}.900\n{text}\n\n");
    let text = [
        cue(1, "<v Joann>Aye.</v>"),
        cue(2, "<v Ann>No.</v>"),
        cue(3, "<v Tom &amp; Sue>Both.</v>"),
        cue(4, "<v Who?>Which?</v>"),
        cue(5, "<v ??>Some.</v>"),
        cue(6, "A horn sounds."),
    ];
    let found = imported("quay.vtt", format!("WEBVTT\n\n{}", text.concat()));
    assert_eq!(
        body(&found),
        "**[00:01] Joann:** Aye.\n\n**[00:02] Ann:** No.\n\n**[00:03] Tom & Sue:** Both.\n\n\
         **[00:04] Who:** Which?\n\n---\n\nSome. A horn sounds."
    );
}

#[test]
fn blank_lines_may_lack_or_stand_within_a_cue() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nThe quay is mended\n\nand it is open.\n\n2\n00:00:03,000 --> 00:00:04,000\nIt took long.\n3\n00:00:05,000 --> 00:00:06,000\nBravo!\nBravo!\nIt is done.\n";
    let found = imported("quay.srt", text);
    assert_eq!(
        body(&found),
        "The quay is mended and it is open. It took long. Bravo! Bravo! It is done."
    );
    assert_eq!((found.remarks.len(), found.aside.as_str()), (0, ""));
}

#[test]
fn a_number_that_is_said_stays_and_the_number_of_a_cue_is_none() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nThe quay was built in\n\n1871\n\n2\n\n00:00:03,000 --> 00:00:04,000\nand mended since.\n";
    let found = imported("quay.srt", text);
    assert_eq!(body(&found), "The quay was built in 1871 and mended since.");
}

#[test]
fn a_sign_without_an_end_is_text() {
    let open = "<".repeat(200_000);
    let found = imported("quay.vtt", format!("WEBVTT\n\n00:01.000 --> 00:02.000\nAye {open}\n"));
    assert_eq!(body(&found).len(), "Aye ".len() + 2 * open.len());
}

#[test]
fn who_speaks_may_be_said_by_the_words() {
    let cue = |n: usize, text: &str| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n");
    let text = [
        cue(1, "INES HALE: The quay is mended,"),
        cue(2, "and it is open."),
        cue(3, "JON BARROW: And the ferry?"),
        cue(4, "INES HALE: In June."),
    ];
    let found = imported("quay.srt", text.concat());
    assert_eq!(
        body(&found),
        "**INES HALE:** The quay is mended, and it is open.\n\n**JON BARROW:** And the ferry?\n\n**INES HALE:** In June."
    );
}

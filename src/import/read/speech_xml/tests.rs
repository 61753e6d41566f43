//! What the elements of each format become.

use crate::import::read::tests::{body, imported};
use crate::import::read::{ReadOptions, read};

#[test]
fn tei_says_who_speaks_and_what_happens() {
    let found = imported(
        "sitting.xml",
        "<?xml version='1.0'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt>\
         <title type='main'>Records of the Harbour Board</title><title type='sub'>Fourth session, on the quay</title></titleStmt>\
         <publicationStmt><date when='2025-01-01'/></publicationStmt></fileDesc><profileDesc><settingDesc><setting><date when='2024-05-02'>2 May</date></setting></settingDesc>\
         <particDesc><listPerson><person xml:id='HaleInes'><persName><surname>Hale</surname><forename>Ines</forename></persName></person></listPerson></particDesc></profileDesc></teiHeader>\n\
         <text><body><div><head>The quay</head>\n<note type='speaker'>THE CHAIR, INES HALE:</note>\n<u who='#HaleInes'><seg>We begin\n  with the <hi rend='bold'>quay</hi>.</seg>\n<seg>It is <w>mended</w><pc>.</pc></seg>\
         <kinesic type='applause'><desc>Applause.</desc></kinesic><seg>All of it &amp; more <vocal><desc>a cough</desc></vocal> today.</seg></u>\n\
         <u who='#BarrowJon'><seg>I thank you.<note place='foot'>See below.</note></seg></u><note>The board rose.</note></div></body></text></TEI>",
    );
    assert_eq!(
        body(&found),
        "## The quay\n\n**THE CHAIR, INES HALE:** We begin with the **quay**.\n\nIt is mended .\n\n> Applause.\n\n\
         All of it & more *(a cough)* today.\n\n**BarrowJon:** I thank you.[^1]\n\n> The board rose.\n\n[^1]: See below."
    );
    assert_eq!((found.title.as_str(), found.n_turns), ("Fourth session, on the quay", 2));
    assert_eq!(found.date.unwrap().to_string(), "2024-05-02");
    assert_eq!(found.remarks, [super::NAMELESS]);
    assert_eq!(found.aside, "");
}

#[test]
fn akoma_ntoso_says_who_asks() {
    let found = imported(
        "sitting.xml",
        "<akomaNtoso><debate name='hansard'><meta><identification><FRBRWork><FRBRuri value='/xx/debaterecord/2024-05-02'/><FRBRdate date='3000-01-01'/></FRBRWork></identification>\
         <references><TLCPerson eId='hale' href='/ontology/person/hale' showAs='Ines Hale'/></references></meta><debateBody>\
         <debateSection><heading>Questions</heading><question by='#barrow'><from>Mr. Barrow: </from><p>When is the quay open?</p></question>\
         <answer by='#hale' startTime='2024-05-02T10:04:00'><p>In June.</p><ul><li>first the pier</li></ul></answer>\
         <narrative>[Mr. Barrow stood up]</narrative><p>The House adjourned.</p></debateSection></debateBody></debate></akomaNtoso>",
    );
    assert_eq!(
        body(&found),
        "**Mr. Barrow:** When is the quay open?\n\n**[10:04:00] Ines Hale:** In June.\n\n- first the pier\n\n\
         > \\[Mr. Barrow stood up\\]\n\n> The House adjourned."
    );
    // The heading of what is all of a debate is its title.
    assert_eq!(found.title, "Questions");
    assert_eq!((found.n_questions, found.n_answers), (1, 1));
    assert_eq!(found.date.unwrap().to_string(), "2024-05-02");
}

#[test]
fn hansard_has_names_in_its_attributes() {
    let found = imported(
        "sitting.xml",
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!DOCTYPE publicwhip [\n<!ENTITY pound '&#163;'>\n]>\n<publicwhip>\
         <oral-heading id='uk.org.publicwhip/debate/2024-05-02a.1.0'>The quay</oral-heading>\
         <speech id='a' speakername='Ines Hale' person_id='p/1' time='10:00:00'><p pid='1'>It cost &pound;3.</p><p>No more.</p></speech>\
         <speech id='b' nospeaker='true' time='10:00:00'><p><i>Question agreed to.</i></p></speech>\
         <speech id='c' speakername='Jon Barrow' person_id='p/2' time='10:00:00'><p>Good.</p></speech></publicwhip>",
    );
    assert_eq!(
        body(&found),
        "## The quay\n\n**[10:00:00] Ines Hale:** It cost £3.\n\nNo more.\n\n> *Question agreed to.*\n\n**Jon Barrow:** Good."
    );
    assert_eq!(found.n_turns, 2);
}

#[test]
fn a_label_that_markdown_cannot_have_is_written_as_it_can() {
    let long = "a very long office of very many words and then some more words ".repeat(3);
    let found = imported(
        "sitting.xml",
        format!(
            "<Hansard xml:lang='EN'><ExtractedInformation><ExtractedItem Name='Date'>May 2, 2024</ExtractedItem></ExtractedInformation><HansardBody>\
         <Intervention><PersonSpeaking><Affiliation>Ines Hale ({long})</Affiliation></PersonSpeaking><Content><ParaText>Aye.</ParaText></Content></Intervention>\
         <Intervention><PersonSpeaking><Affiliation>Some members!:</Affiliation></PersonSpeaking><Content><ParaText>No.</ParaText></Content></Intervention></HansardBody></Hansard>"
        ),
    );
    assert!(body(&found).starts_with("**Ines Hale"), "{}", body(&found));
    assert!(body(&found).ends_with("**Some members:** No."), "{}", body(&found));
    assert_eq!(found.n_turns, 2);
}

#[test]
fn traps_are_refused() {
    let refused =
        |text: &str| read("a.xml", text.as_bytes(), &ReadOptions::default()).unwrap_err().message;
    for (text, why) in [
        ("<TEI>".to_owned() + &"<div>".repeat(5_000), "nested"),
        (
            "<!DOCTYPE TEI [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><TEI>&b;</TEI>".to_owned(),
            "holds another",
        ),
        (
            "<!DOCTYPE TEI [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><TEI>&a;</TEI>".to_owned(),
            "not in the file",
        ),
        ("<TEI><teiHeader><p>Only this.</p></teiHeader></TEI>".to_owned(), "no text of a speech"),
        ("<TEI><u>unclosed</TEI>".to_owned(), "cannot be read"),
        ("<kml><a/></kml>".to_owned(), "`kml` is none"),
    ] {
        let message = refused(&text);
        assert!(message.contains(why), "{why}: {message}");
    }
}

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
        "## The quay\n\n**THE CHAIR, INES HALE:** We begin with the **quay**.\n\nIt is mended .\n\n> (Applause.)\n\n\
         All of it & more *(a cough)* today.\n\n**BarrowJon:** I thank you.[^1]\n\n> (The board rose.)\n\n[^1]: See below."
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
         > \\[Mr. Barrow stood up\\]\n\n---\n\nThe House adjourned."
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
        "## The quay\n\n**[10:00:00] Ines Hale:** It cost £3.\n\nNo more.\n\n---\n\n*Question agreed to.*\n\n**Jon Barrow:** Good."
    );
    assert_eq!(found.n_turns, 2);
}

/// The body of a debate in Akoma Ntoso between two people.
fn debate(body: &str) -> String {
    let found = imported(
        "sitting.xml",
        format!(
            "<akomaNtoso><debate><meta><references><TLCPerson eId='hale' href='/p/hale' showAs='Ines Hale'/>\
             <TLCPerson eId='barrow' href='/p/barrow' showAs='Jon Barrow'/></references>\
             <notes source='#e'><note eId='n1'><p>See the plan.</p></note><note eId='n2'><p>Of May.</p></note></notes></meta>\
             <debateBody>{body}</debateBody></debate></akomaNtoso>"
        ),
    );
    let aside = found.aside.split("of the source.").nth(1).unwrap_or_default().trim();
    format!("{}|{}", super::super::tests::body(&found), aside)
}

#[test]
fn whoever_goes_on_behind_another_is_named_again() {
    assert_eq!(
        debate(
            "<speech by='#hale'><from>Ms. Hale:</from><p>Outer.</p><question by='#barrow'><p>Inner.</p></question><p>Outer again.</p></speech>\
             <speechGroup by='#hale'><speech by='#barrow'><p>In a group.</p></speech></speechGroup><speech by='#hale'/><p>All rose.<noteRef href='#n1'/></p>"
        ),
        "**Ms. Hale:** Outer.\n\n**Jon Barrow:** Inner.\n\n**Ms. Hale:** Outer again.\n\n**Jon Barrow:** In a group.\n\n\
         ---\n\nAll rose.[^1]\n\n[^1]: See the plan.|## Line 1: notes, comments, hidden text\n\nOf May."
    );
}

#[test]
fn signs_are_nobodys_name() {
    assert_eq!(
        debate(
            "<speech by='#hale'><from/><p>Aye.</p></speech><speech by='#barrow'><from> : </from><p>No.</p></speech>\
             <speech><from>–</from><p>Why?</p></speech>"
        )
        .split('|')
        .next(),
        Some("**Ines Hale:** Aye.\n\n**Jon Barrow:** No.\n\n---\n\nWhy?")
    );
}

#[test]
fn what_nobody_says_is_in_no_turn() {
    assert_eq!(
        debate(
            "<speech by='#hale'><from>Ms. Hale:</from><p>Aye.</p><heading>On the quay</heading><p><b>It is mended.</b></p></speech><narrative>The board voted.</narrative>\
             <ul><li>for: two</li></ul><table><tr><td>Hale</td><td>aye</td></tr></table><speech by='#barrow'><p>No.</p></speech><scene>Applause</scene>"
        )
        .split("|\n|---|---|")
        .collect::<Vec<_>>(),
        [
            "**Ms. Hale:** Aye.\n\n#### On the quay\n\n**It is mended.**\n\n---\n\nThe board voted.\n\n- for: two\n\n| Hale | aye ",
            "\n\n**Jon Barrow:** No.\n\n> (Applause)|## Line 1: notes, comments, hidden text\n\nSee the plan.\n\nOf May."
        ]
    );
}

#[test]
fn tei_has_one_reading_and_words_in_sentences() {
    let found = imported(
        "sitting.xml",
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>Fourth session</title></titleStmt></fileDesc></teiHeader>\
         <text><timeline unit='s'><when xml:id='T1' interval='65'/></timeline><body><div><u who='#Hale' start='#T1'><seg><s><w>We</w><w>begin</w><pc join='left'>.</pc><linkGrp><link target='#a'/></linkGrp></s><s><w join='right'>Now</w><pc>.</pc></s></seg>\
         <seg><s>One.</s><s>Two.</s> The <app><lem>quay</lem><rdg>key</rdg></app> and <app><rdg>pier</rdg><rdg>peer</rdg></app>.</seg></u><fw>Page 3</fw><u who='#Barrow'/></div></body></text></TEI>",
    );
    assert_eq!(body(&found), "**[0:01:05] Hale:** We begin. Now.\n\nOne. Two. The quay and pier.");
    for aside in ["key", "peer", "Page 3"] {
        assert!(found.aside.contains(aside), "{aside}: {}", found.aside);
    }
}

#[test]
fn a_reference_is_no_sign_of_markdown() {
    let found = imported(
        "sitting.xml",
        "<TEI><text><body><u who='#Hale'><seg>Aye.</seg><seg>&#35; one</seg><seg>&gt; two</seg><seg>&#45; three</seg><seg>:four</seg><seg>- five *six*</seg><seg>1968. A year.</seg></u></body></text></TEI>",
    );
    assert_eq!(
        body(&found),
        "**Hale:** Aye.\n\n\\# one\n\n\\> two\n\n\\- three\n\n\\:four\n\n\\- five \\*six\\*\n\n1968\\. A year."
    );
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
        (
            format!(
                "<!DOCTYPE TEI [<!ENTITY a '{}'>]><TEI>{}</TEI>",
                "a".repeat(60),
                "&a;".repeat(50)
            ),
            "more text",
        ),
        ("<TEI><u>unclosed</TEI>".to_owned(), "cannot be read"),
        ("<kml><a/></kml>".to_owned(), "`kml` is none"),
    ] {
        let message = refused(&text);
        assert!(message.contains(why), "{why}: {message}");
    }
}

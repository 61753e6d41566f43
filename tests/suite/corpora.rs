//! Corpora of parliaments, whose people, bodies and texts are files of their own, and those that hold
//! several texts in one file.

use crate::cli::{ended, run};
use crate::sites::folder::Folder;

const CONFIG: &str = "title = 'T'\nlanguages = ['en']\n";

const ROOT: &str = "<teiCorpus xmlns='http://www.tei-c.org/ns/1.0' xmlns:xi='http://www.w3.org/2001/XInclude' xml:id='Harbour' xml:lang='en'>\
<teiHeader><fileDesc><titleStmt><title>The records of the harbour</title></titleStmt></fileDesc><profileDesc><particDesc>\
<xi:include href='Harbour-listOrg.xml'/><xi:include href='./Harbour-listPerson.xml'/></particDesc></profileDesc></teiHeader>\
<xi:include href='2024/Harbour_2024-05-02.xml'/><xi:include href='2024/Harbour_2024-05-03.xml'/></teiCorpus>";

const PEOPLE: &str = "<listPerson xmlns='http://www.tei-c.org/ns/1.0'>\
<person xml:id='HaleInes'><persName><surname>Hale</surname><forename>Ines</forename></persName><birth when='1961-02-03'/>\
<idno type='URI'>https://www.wikidata.org/wiki/Q1</idno>\
<affiliation role='chair' ref='#board' from='2022-05-01'/><affiliation role='member' ref='#board' from='2019-01-01' to='2022-04-30'><roleName>Member of the board</roleName></affiliation>\
<affiliation role='member' ref='#nowhere'/></person>\
<person xml:id='BarrowJon'><persName>Jon Barrow</persName></person>\
<person xml:id='LeeAnn'><persName>Ann Lee</persName></person></listPerson>";

const BODIES: &str = "<listOrg xmlns='http://www.tei-c.org/ns/1.0'><org xml:id='board'><orgName full='yes'>Harbour Board</orgName><orgName full='abb'>HB</orgName></org></listOrg>";

fn sitting(day: &str, who: &str, words: &str) -> String {
    format!(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='Harbour_{day}' xml:lang='en'><teiHeader><fileDesc><titleStmt><title>Sitting of {day}</title></titleStmt></fileDesc>\
         <profileDesc><settingDesc><setting><date when='{day}'/></setting></settingDesc></profileDesc></teiHeader>\
         <text><body><div><u who='#{who}'><seg>{words}</seg></u><u who='#HaleInes'><seg>I thank you, and we go on.</seg></u></div></body></text></TEI>"
    )
}

fn corpus() -> Folder {
    let folder = Folder::with([
        ("oratory.toml", CONFIG),
        ("in/Harbour.xml", ROOT),
        ("in/Harbour-listPerson.xml", PEOPLE),
        ("in/Harbour-listOrg.xml", BODIES),
    ]);
    folder.write(
        "in/2024/Harbour_2024-05-02.xml",
        sitting("2024-05-02", "BarrowJon", "The quay is open, and all of us are here."),
    );
    folder.write(
        "in/2024/Harbour_2024-05-03.xml",
        sitting("2024-05-03", "HaleInes", "The ferry is late, and it is nine."),
    );
    folder
}

#[test]
fn the_lists_of_a_corpus_say_who_speaks_in_its_texts() {
    let folder = corpus();
    let out = ended(run(&folder, &["import", "in"]), 0).out;
    for path in ["Harbour.xml: the head of a corpus", "listPerson.xml: a list of `Harbour.xml`"] {
        assert!(out.contains(path), "{path}\n{out}");
    }
    let first = folder.read("content/speeches/Harbour_2024-05-02.en.md");
    assert!(first.contains("**Jon Barrow:** The quay is open"), "{first}");
    assert!(first.contains("  Ines Hale: ines-hale\n"), "{first}");
    let ines = folder.read("content/people/ines-hale.md");
    for line in [
        "same_as: [https://www.wikidata.org/wiki/Q1]",
        "born: 1961-02-03",
        "{role: chair, organization: Harbour Board, from: 2022-05-01}",
        "{role: Member of the board, organization: Harbour Board, from: 2019-01-01, until: 2022-04-30}",
    ] {
        assert!(ines.contains(line), "{line}\n{ines}");
    }
    assert!(!ines.contains("nowhere"), "{ines}");
    // Who neither speaks nor is named gets no file.
    assert!(!folder.join("content/people/ann-lee.md").exists());
    ended(run(&folder, &["check"]), 0);
}

#[test]
fn what_a_corpus_takes_in_from_elsewhere_is_told_and_not_opened() {
    let folder = corpus();
    folder.write("secret.xml", PEOPLE);
    let list = folder.path().join("secret.xml").display().to_string();
    for href in ["../secret.xml", "https://a.example/list.xml", "file:///secret.xml", &list] {
        folder.write("in/Harbour.xml", ROOT.replace("./Harbour-listPerson.xml", href));
        let run = ended(run(&folder, &["import", "--dry-run", "in"]), 1);
        assert!(run.err.contains("nothing is fetched"), "{href}: {}", run.err);
        assert!(run.out.contains("who speaks is named there by identifiers"), "{}", run.out);
    }
}

#[test]
fn files_that_take_in_one_another_end() {
    let folder = corpus();
    let list = |inner: &str| {
        format!(
            "<listOrg xmlns='http://www.tei-c.org/ns/1.0' xmlns:xi='http://www.w3.org/2001/XInclude'>{}<xi:include href='{inner}'/><xi:include href='{inner}'/></listOrg>",
            "<org xml:id='board'><orgName>Harbour Board</orgName></org>"
        )
    };
    folder.write("in/Harbour-listOrg.xml", list("b.xml"));
    folder.write("in/b.xml", list("Harbour-listOrg.xml"));
    let run = ended(run(&folder, &["import", "in"]), 0);
    assert!(run.err.contains("which takes it in itself"), "{}", run.err);
    let ines = folder.read("content/people/ines-hale.md");
    assert!(ines.contains("organization: Harbour Board"), "{ines}");
}

#[test]
fn words_that_another_file_has_are_told() {
    let folder = Folder::with([("oratory.toml", CONFIG)]);
    let text = sitting("2024-05-02", "HaleInes", "We begin, and all of us are here.");
    let include =
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='rest.xml'/></div></body>";
    folder.write("a.xml", text.replace("</div></body>", include));
    let out = ended(run(&folder, &["import", "a.xml"]), 0).out;
    assert!(out.contains("words are missing"), "{out}");
    let speech = folder.read("content/speeches/2024-05-02-a.en.md");
    assert!(speech.ends_with("> \\[rest.xml\\]\n"), "{speech}");
}

#[test]
fn each_text_of_a_corpus_in_one_file_is_a_speech() {
    let folder = Folder::with([("oratory.toml", CONFIG)]);
    let text = |day, words| {
        sitting(day, "BarrowJon", words).replace(" xmlns='http://www.tei-c.org/ns/1.0'", "")
    };
    let head = format!(
        "<teiHeader><profileDesc><particDesc>{PEOPLE}</particDesc></profileDesc></teiHeader>"
    );
    let both = [
        text("2024-05-02", "The quay is open, and all of us are here."),
        text("2024-05-03", "The ferry is late, and it is nine."),
    ];
    folder.write(
        "corpus.xml",
        format!(
            "<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'>{head}{}</teiCorpus>",
            both.concat()
        ),
    );
    ended(run(&folder, &["import", "corpus.xml"]), 0);
    for (day, words) in [("2024-05-02", "The quay"), ("2024-05-03", "The ferry")] {
        let speech = folder.read(&format!("content/speeches/Harbour_{day}.en.md"));
        assert!(speech.contains(&format!("**Jon Barrow:** {words}")), "{speech}");
        assert!(speech.contains(&format!("title: Sitting of {day}")), "{speech}");
    }

    let group = "<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><profileDesc><settingDesc><setting><date when='2024-06-01'/></setting></settingDesc></profileDesc></teiHeader>\
                 <text><group><text><body><head>The quay</head><u><seg>We begin, and all of us are here.</seg></u></body></text>\
                 <text xml:id='later'><body><head>The ferry</head><u><seg>We go on, and it is nine.</seg></u></body></text></group></text></TEI>";
    folder.write("group.xml", group);
    ended(run(&folder, &["import", "group.xml"]), 0);
    let ferry = folder.read("content/speeches/2024-06-01-later.en.md");
    assert!(ferry.contains("title: The ferry") && ferry.contains("We go on"), "{ferry}");
    assert!(!ferry.contains("We begin"), "{ferry}");
    assert!(folder.read("content/speeches/2024-06-01-1.en.md").contains("title: The quay"));
}

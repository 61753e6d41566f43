//! Tests of the documents: who says what, whom it names, and that no word is lost. That they are valid
//! is held by the field's own validator, in `tests/suite/exports.rs`.

use crate::reading::graph::Graph;
use crate::site::export::{artifacts, fixture};

const SITE: [(&str, &str); 5] = [
    ("oratory.toml", "title = 'T'\n[export]\nalso = ['tei', 'akoma-ntoso']\n"),
    ("content/people/ines.md", "---\nname: Ines Hale\nborn: 1961\n---\n"),
    ("content/places/port.md", "---\nname: Eastport\ncoordinates: [-70.5, 44.9]\n---\n"),
    ("content/initiatives/3-seas.md", "---\nname: Three & Seas\n---\n"),
    (
        "content/speeches/2024-a.en.md",
        "---\ntitle: A\ndate: 2024-01-02\npeople: [ines]\nplaces: [port]\ninitiatives: [3-seas]\n\
         speakers: {Ines Hale: {person: ines, turn: answer}, Reporter: {as: reporter, turn: question}}\n---\n\
         **Reporter (00:07):** What of *Eastport*?\n\n> (laughter)\n\n\
         **Ines Hale (0:31):** Eastport and Eastport, by Three & Seas.\n\nWe go on.[^1]\n\n[^1]: A note.\n",
    ),
];

fn site() -> Graph {
    fixture::graph_of(SITE)
}

fn document(graph: &Graph) -> String {
    String::from_utf8(fixture::file(graph, "speeches/2024-a.tei.xml")).unwrap()
}

#[test]
fn a_turn_says_who_speaks_when_and_what_it_names() {
    let document = document(&site());
    for part in [
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:id=\"speech.2024-a.en\" xml:lang=\"en\">",
        "<note type=\"speaker\">Ines Hale (0:31)</note>\n<u xml:id=\"t2\" ana=\"#answer\" who=\"#person.ines\" start=\"#time.t2\">",
        "<seg xml:id=\"t2p1\"><placeName ref=\"#place.port\">Eastport</placeName> and <placeName ref=\"#place.port\">Eastport</placeName>, by <rs ref=\"#initiative.3-seas\" type=\"initiative\">Three &amp; Seas</rs>.</seg>",
        "<when xml:id=\"time.t2\" interval=\"31.000\" since=\"#time.0\"/>",
        "<person xml:id=\"person.ines\">",
        "<geo>44.9 -70.5</geo>",
        "<category xml:id=\"initiative.3-seas\">",
    ] {
        assert!(document.contains(part), "{part}\n{document}");
    }
}

#[test]
fn what_nobody_with_a_name_says_has_no_who_and_scenes_are_incidents() {
    let document = document(&site());
    assert!(
        document.contains("<u xml:id=\"t1\" ana=\"#question\" start=\"#time.t1\">"),
        "{document}"
    );
    assert!(document.contains("<desc>(laughter)</desc>"), "{document}");
}

#[test]
fn every_paragraph_is_there_once() {
    let graph = site();
    let elements = fixture::elements(document(&graph).as_bytes());
    for (paragraph, anchor) in graph.corpus.speeches[0]
        .body
        .paragraphs
        .iter()
        .zip(&graph.anchors(graph.works[0].versions[0]).paragraphs)
    {
        let of: Vec<_> =
            elements.iter().filter(|of| of.attribute("xml:id") == Some(anchor)).collect();
        assert_eq!(of.len(), 1, "{anchor}: {}", paragraph.text);
    }
}

#[test]
fn the_corpus_takes_every_document_in() {
    let corpus = String::from_utf8(fixture::file(&site(), "data/corpus.tei.xml")).unwrap();
    assert!(corpus.contains("<TEI xml:id=\"speech.2024-a.en\" xml:lang=\"en\">"), "{corpus}");
    assert!(corpus.contains("<seg xml:id=\"speech.2024-a.en.t2p2\">We go on."), "{corpus}");
    assert_eq!(corpus.matches("<listPerson>").count(), 1);
    assert!(!fixture::elements(corpus.as_bytes()).is_empty());
    assert!(corpus.contains("<person xml:id=\"person.ines\">"), "{corpus}");
}

#[test]
fn what_is_made_once_of_an_entity_is_told_by_the_document_where_it_names_another() {
    let head = "---\ntitle: A\ndate: 2024-01-02\npeople: [bob, ines]\n";
    let with = format!("{head}organizations: [office]\n---\nText.\n");
    let without = format!("{head}---\nText.\n");
    let graph = fixture::graph_of([
        SITE[0],
        ("content/people/bob.md", "---\nname: Bob & Co\n---\n"),
        (
            "content/people/ines.md",
            "---\nname: Ines\nroles: [{role: Head, organization: office}]\n---\n",
        ),
        ("content/organizations/office.md", "---\nname: Port Office\n---\n"),
        ("content/speeches/a.en.md", &with),
        ("content/speeches/b.en.md", &without),
    ]);
    let files = artifacts(&graph, &fixture::capabilities());
    let documents = files.iter().filter(|file| file.route.path().ends_with(".tei.xml"));
    let documents = documents.map(|file| String::from_utf8(file.bytes(&graph)).unwrap());
    let documents: Vec<String> =
        documents.filter(|document| !document.contains("<teiCorpus")).collect();
    assert_eq!(documents.len(), 2);
    for (document, organization) in documents.iter().zip(["office", "Port Office"]) {
        let organization = format!("\"organization\":\"{organization}\"");
        for part in [
            organization.as_str(),
            "{\"id\":\"bob\",\"key\":\"person.bob\",\"kind\":\"people\",\"says\":{\"name\":\"Bob &amp; Co\"}},",
        ] {
            assert!(document.contains(part), "{part}\n{document}");
        }
    }
}

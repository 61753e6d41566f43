//! The site on which the formats are tested: two languages, three works, four entities of which one
//! is never named.

use crate::base::sources::Sources;
use crate::reading::config::Options;
use crate::reading::graph::Graph;
use crate::site::capabilities::Capabilities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use std::sync::LazyLock;

/// Two languages at a sub-path.
pub(super) const CONFIG: (&str, &str) = (
    "oratory.toml",
    "title = {en = \"The Record\", zh = \"记言\"}\nbase_url = \"https://example.org/talks\"\nlanguages = [\"en\", \"zh\"]\nlicense = \"CC-BY-4.0\"\n",
);

const CONTENT: &[(&str, &str)] = &[
    ("content/about.en.md", "# About\n\nText.\n"),
    ("content/people/wang-yi.md", "---\nname: {en: Wang Yi, zh: 王毅}\nborn: 1953-10-19\n---\n"),
    ("content/people/nobody.md", "---\nname: Nobody Atall\n---\n"),
    (
        "content/places/beijing.md",
        "---\nname: {en: Beijing, zh: 北京}\naliases: [{name: Peking, until: 1979}, {name: BJ, auto: false}]\ncoordinates: [116.4074, 39.904211]\n\
        country: CN\nsame_as: [https://www.wikidata.org/wiki/Q956]\n---\n",
    ),
    ("content/initiatives/belt-and-road.md", "---\nname: 'Belt, and Road'\n---\n"),
    (
        "content/speeches/2024-03-07-press.zh.md",
        "---\ntitle: 答记者问\ndate: 2024-03-07\ntype: press-conference\nspeaker: wang-yi\nlocation: beijing\ntext_status: verbatim\n\
        people: [wang-yi]\nplaces: [beijing]\nsources: [{url: 'https://a.org/1'}]\n\
        speakers: {记者: {as: reporter, turn: question}, 王毅: {person: wang-yi, turn: answer}}\n---\n\
        **记者：** 请问北京，王毅外长？\n\n**王毅：** 各位好。我是外长，[王外长](@wang-yi?)说：欢迎来到北京。\n",
    ),
    (
        "content/speeches/2024-03-07-press.en.md",
        "---\ntitle: Press conference\ndate: 2024-03-07\nspeaker: wang-yi\npeople: [wang-yi]\nplaces: [beijing]\n\
        speakers: {Q: {as: reporter, turn: question}, Wang Yi: {person: wang-yi}}\n---\n\
        **Q:** About Beijing?\n\n**Wang Yi:** Welcome.\n",
    ),
    (
        "content/speeches/alone.en.md",
        "---\ntitle: Alone\ndate: 2024-01-02\nspeaker: wang-yi\npeople: [wang-yi]\nplaces: [beijing]\ninitiatives: [belt-and-road]\n\
        changes: [{date: 2024-04-01, note: a name}]\n---\n\
        **Wang Yi:** Good afternoon.\n\n> (laughter)\n\n**Host:** From Beijing, 一带一路 is \"Belt, and Road\" & more.\n",
    ),
    (
        "content/speeches/hello.en.md",
        "---\ntitle: 'Hello, <world> & \"all\"'\ndate: 2023-05\nplaces: [beijing]\n---\nA bell \u{7} rings in Beijing.\n",
    ),
];

/// The site.
pub(super) fn graph() -> &'static Graph {
    static GRAPH: LazyLock<Graph> = LazyLock::new(fresh_graph);
    &GRAPH
}

/// The site made once more.
pub(super) fn fresh_graph() -> Graph {
    graph_of(CONTENT.iter().copied().chain([CONFIG]))
}

/// The site with another configuration.
pub(super) fn graph_with(config: &str) -> Graph {
    graph_of(CONTENT.iter().copied().chain([("oratory.toml", config)]))
}

/// A site without content.
pub(super) fn empty_graph() -> Graph {
    graph_of([CONFIG])
}

/// A site of these files.
pub(super) fn graph_of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Graph {
    crate::understand(&Sources::from_texts(files), &Options::default()).graph
}

/// A theme with the usual pages, but for the search and the data.
pub(super) fn capabilities() -> Capabilities {
    let names = ["home", "speech", "speeches", "kind", "entity", "about"];
    let templates = names.map(|name| format!("{name}.html")).into();
    Capabilities { templates, ..Capabilities::default() }
}

/// The first file of the format called `name`.
pub(super) fn single(graph: &Graph, name: &str) -> Option<Vec<u8>> {
    let files = super::named(name)?.all(graph, &capabilities())?;
    files.first().map(|file| file.bytes(graph))
}

/// The same, of a format that any site has.
pub(super) fn only(graph: &Graph, name: &str) -> Vec<u8> {
    single(graph, name).expect("a format with a file")
}

/// The file at `path`, of all formats that are on.
pub(super) fn file(graph: &Graph, path: &str) -> Vec<u8> {
    let files = super::artifacts(graph, &capabilities());
    let file = files.iter().find(|file| file.route.path() == path);
    file.unwrap_or_else(|| panic!("there is no {path}")).bytes(graph)
}

/// Holds that a document, which is `value`, has no white space but ends of lines, and its keys in the
/// order of the alphabet.
pub(super) fn assert_sorted(document: &[u8], value: &Value) {
    // The tables of serde_json are sorted.
    let again = serde_json::to_string(value).unwrap();
    assert_eq!(std::str::from_utf8(document).unwrap().replace('\n', ""), again);
}

/// An element as a test sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// `feed/entry/title`.
    pub path: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a document back: every element in the order of their ends; panics on what is not well
/// formed.
pub(super) fn elements(bytes: &[u8]) -> Vec<Element> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = Reader::from_str(text);
    let (mut open, mut done): (Vec<Element>, Vec<Element>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open.push(element(&open, &tag)),
            Event::Empty(tag) => done.push(element(&open, &tag)),
            Event::End(_) => done.push(open.pop().unwrap()),
            Event::Text(text) if !open.is_empty() => {
                open.last_mut().unwrap().text.push_str(&text.xml10_content())
            }
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name.xml10_content());
                open.last_mut()
                    .unwrap()
                    .text
                    .push_str(&quick_xml::escape::unescape(&whole).unwrap());
            }
            Event::Eof => return done,
            _ => {}
        }
    }
}

fn element(open: &[Element], tag: &BytesStart<'_>) -> Element {
    let name = tag.name().0.to_owned();
    let path = open.last().map_or(name.clone(), |parent| format!("{}/{name}", parent.path));
    let attribute = |a: quick_xml::events::attributes::Attribute<'_>| {
        (a.key.0.to_owned(), quick_xml::escape::unescape(&a.value).unwrap().into_owned())
    };
    Element {
        path,
        attributes: tag.attributes().map(|a| attribute(a.unwrap())).collect(),
        text: String::new(),
    }
}

//! The elements of Akoma Ntoso (OASIS, 3.0 and its drafts), those of debates.

use super::rules::{Rule, Turn};
use super::{Dialect, bare, find, find_all, own_id, said, text_of};
use crate::base::date::{self, Date};
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::{Entity, Facts, FeatureKind, Stated};
use crate::import::read::xml::child;
use crate::reading::corpus::{SPEECH_TYPES, TurnRole};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

pub(super) const DIALECT: Dialect =
    Dialect { root: "akomaNtoso", rule, facts, entities, times: |_| BTreeMap::new(), notes };

/// Parts of a sitting, each with a heading of its own.
const SECTIONS: [&str; 24] = [
    "debateSection",
    "administrationOfOath",
    "rollCall",
    "prayers",
    "oralStatements",
    "writtenStatements",
    "personalStatements",
    "ministerialStatements",
    "resolutions",
    "nationalInterest",
    "declarationOfVote",
    "communication",
    "petitions",
    "papers",
    "noticesOfMotion",
    "questions",
    "address",
    "proceduralMotions",
    "pointOfOrder",
    "adjournment",
    "preface",
    "conclusions",
    "container",
    "hcontainer",
];

fn rule<'d>(node: Node<'d, '_>) -> Rule<'d> {
    let name = node.tag_name().name();
    match name {
        // Notes there are words of the text; all else is said of it.
        "meta" => Rule::Through,
        "notes" if node.parent().is_some_and(|of| of.tag_name().name() == "meta") => Rule::Nothing,
        _ if node.parent().is_some_and(|of| of.tag_name().name() == "meta") => Rule::Head,
        name if SECTIONS.contains(&name) => Rule::Section,
        "heading" | "subheading" | "docTitle" => Rule::Heading,
        "summary" if is_own_heading(node) => Rule::Heading,
        "num" if node.parent().is_some_and(|of| SECTIONS.contains(&of.tag_name().name())) => {
            Rule::Heading
        }
        "speech" | "speechGroup" => Rule::Turn(turn(node, None)),
        "question" => Rule::Turn(turn(node, Some(TurnRole::Question))),
        "answer" => Rule::Turn(turn(node, Some(TurnRole::Answer))),
        "from" => Rule::Speaker,
        "remark" if said(node, "class") == Some("heading") => Rule::Heading,
        "scene" | "remark" => Rule::Scene,
        // Before anybody speaks it is the text; within a turn it is nothing that is said there.
        "narrative" | "summary" | "recordedTime" | "other" if !is_in_turn(node) => Rule::Paragraph,
        "narrative" | "summary" | "recordedTime" | "other" => Rule::Scene,
        "p" | "block" | "blockContainer" => Rule::Paragraph,
        "li" | "item" | "point" => Rule::Item,
        "tr" => Rule::Row,
        "td" | "th" => Rule::Cell,
        "b" | "strong" => Rule::Styled { bold: true, italic: false },
        "i" | "em" => Rule::Styled { bold: false, italic: true },
        "sup" => Rule::Marked(FeatureKind::Raised),
        "sub" => Rule::Marked(FeatureKind::Lowered),
        "del" => Rule::Marked(FeatureKind::Struck),
        "br" => Rule::Break,
        "eol" | "eop" => Rule::Space,
        "authorialNote" => Rule::Note,
        "noteRef" => said(node, "href").map_or(Rule::Through, Rule::NoteAt),
        "a" | "ref" => match said(node, "href").and_then(address) {
            Some(address) => Rule::Marked(FeatureKind::Link(address)),
            None => Rule::Through,
        },
        "person" | "organization" | "location" | "concept" | "object" | "event" | "entity" => {
            said(node, "refersTo").map_or(Rule::Through, Rule::Named)
        }
        _ => Rule::Through,
    }
}

/// The notes of the head, to which `noteRef` leads.
fn notes<'d, 't>(root: Node<'d, 't>) -> BTreeMap<&'d str, Node<'d, 't>> {
    let lists = find_all(root, "notes").flat_map(|list| list.children());
    let notes = lists.filter(|node| node.tag_name().name() == "note");
    notes.filter_map(|note| Some((said(note, "eId").or_else(|| said(note, "id"))?, note))).collect()
}

/// A heading in a file of ours, where the schema has none: its anchor is one of a heading.
fn is_own_heading(node: Node) -> bool {
    let number = said(node, "eId").and_then(|anchor| anchor.strip_prefix('h'));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_in_turn(node: Node) -> bool {
    node.parent()
        .is_some_and(|of| matches!(of.tag_name().name(), "speech" | "question" | "answer" | "p"))
}

fn turn<'d>(node: Node<'d, '_>, role: Option<TurnRole>) -> Turn<'d> {
    let who = said(node, "by").into_iter().flat_map(str::split_whitespace).collect();
    let time = said(node, "startTime").map(clock).filter(|time| !time.is_empty());
    let time = time.map(str::to_owned);
    Turn { who, role, time, ..Turn::default() }
}

/// The hours, minutes and seconds of a moment: `14:35:00` of `2010-12-07T14:35:00+03:00`.
fn clock(moment: &str) -> &str {
    let time = moment.split_once('T').map_or(moment, |(_, time)| time);
    let end = time.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(time.len());
    let time = &time[..end];
    if crate::reading::labels::is_time(time) { time } else { "" }
}

fn facts(_: &Document, root: Node) -> Facts {
    let value = |name: &'static str, key: &str| {
        find_all(root, name).find_map(|node| said(node, key).map(str::to_owned))
    };
    let mut facts = Facts::default();
    facts.titles.extend(find(root, "docTitle").map(text_of));
    let alias = value("FRBRalias", "value").filter(|alias| !alias.contains("://"));
    facts.titles.extend(alias.or_else(|| value("FRBRtitle", "value")));
    facts.titles.extend(only_heading(root));
    // A debate may be called by what it is; one word is the name of its kind.
    facts.titles.extend(value("debate", "name").filter(|name| name.contains(' ')));
    facts.titles.retain(|title| !title.is_empty());

    // The address of a work has the day of the sitting; the date beside it may be any, such as that
    // of the file.
    let mut stated = Stated::default();
    let of_text = value("docDate", "date").and_then(|date| Date::parse(date.get(..10)?));
    let of_address = value("FRBRuri", "value").and_then(|uri| date::find(&uri));
    let work = find(root, "FRBRWork").and_then(|work| find(work, "FRBRdate"));
    let of_work = work.and_then(|node| Date::parse(said(node, "date")?.get(..10)?));
    // The standard wants a day of all: ours say where there is none.
    let is_unknown = work.is_some_and(|node| said(node, "name") == Some("unknown"));
    stated.dates.extend(of_text.or(of_address).or(of_work).filter(|_| !is_unknown));
    stated.speech_type = value("debate", "name")
        .and_then(|name| SPEECH_TYPES.iter().find(|known| **known == name).copied());
    facts.stated = stated;
    facts.lang = value("FRBRlanguage", "language").as_deref().and_then(lang);
    facts.url = value("FRBRportion", "value").as_deref().and_then(address);
    facts
}

/// The heading of the section that is all of a debate.
fn only_heading(root: Node) -> Option<String> {
    let body = find(root, "debateBody")?;
    let mut sections = body.children().filter(Node::is_element);
    let (only, None) = (sections.next()?, sections.next()) else {
        return None;
    };
    Some(text_of(child(only, "heading")?))
}

/// A language by its tag, or by its code of three letters where it is one of the frequent ones; the
/// text tells the others.
fn lang(code: &str) -> Option<Lang> {
    const CODES: [(&str, &str); 14] = [
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("deu", "de"),
        ("ger", "de"),
        ("ita", "it"),
        ("spa", "es"),
        ("por", "pt"),
        ("nld", "nl"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("ara", "ar"),
        ("rus", "ru"),
        ("swa", "sw"),
    ];
    match CODES.iter().find(|(long, _)| *long == code) {
        Some((_, short)) => Lang::parse(short),
        None => Lang::parse(code).filter(|_| code.len() != 3),
    }
}

fn has_host(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split('/').next().is_some_and(|host| host.contains('.'))
}

/// Whom and what the references name.
fn entities(root: Node) -> Vec<Entity> {
    const KINDS: [(&str, &str); 5] = [
        ("TLCPerson", "people"),
        ("TLCOrganization", "organizations"),
        ("TLCLocation", "places"),
        ("TLCConcept", "initiatives"),
        ("TLCObject", "initiatives"),
    ];

    // In a file of ours, identifiers are those of a site.
    let is_ours = find_all(root, "TLCOrganization").any(|node| said(node, "eId") == Some("site"))
        && find_all(root, "TLCRole").any(|node| said(node, "eId") == Some("editor"));
    // The page of an entity on that site says nothing of who it is elsewhere.
    let site = find_all(root, "TLCOrganization").find(|node| said(*node, "eId") == Some("site"));
    let home = site.and_then(|site| said(site, "href")).filter(|_| is_ours);
    let mut entities = Vec::new();
    for node in root.descendants() {
        let name = node.tag_name().name();
        let Some((_, kind)) = KINDS.iter().find(|(element, _)| *element == name) else {
            continue;
        };
        let key = said(node, "eId").or_else(|| said(node, "id"));
        let (Some(key), Some(name)) = (key, said(node, "showAs")) else {
            continue;
        };
        let mut entity =
            Entity { key: bare(key).to_owned(), kind: (*kind).into(), ..Entity::default() };
        entity.id = own_id(key).filter(|_| is_ours).map(str::to_owned);
        entity.names.push((None, name.split_whitespace().collect::<Vec<_>>().join(" ")));
        // An address within the ontology of the file, or at a host that only fills the place, is none
        // of the web.
        let href = said(node, "href").and_then(address);
        let is_own_page = |href: &str| home.is_some_and(|home| href.starts_with(home));
        entity.same_as.extend(href.filter(|href| has_host(href) && !is_own_page(href)));
        entities.push(entity);
    }
    entities
}

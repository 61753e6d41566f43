//! The elements of the Text Encoding Initiative (P5), as ParlaMint and Parla-CLARIN use them for
//! parliaments, and as plays are written (`sp`, `speaker`).

use super::rules::{Rule, Turn};
use super::{Dialect, bare, find, find_all, own_id, said, text_of};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::{Entity, Facts, FeatureKind, Office, Stated};
use crate::import::read::xml::{attribute, child};
use crate::reading::corpus::TurnRole;
use crate::reading::labels::is_time;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

pub(super) const DIALECT: Dialect = Dialect { root: "TEI", rule, facts, entities, times, notes };
/// Several documents with one head; each is taken for a part of one.
pub(super) const CORPUS: Dialect =
    Dialect { root: "teiCorpus", rule, facts, entities, times, notes };

/// What happens: everything that is heard or seen and is no turn.
const SCENES: [&str; 8] =
    ["incident", "kinesic", "vocal", "event", "stage", "writing", "shift", "pause"];

fn rule<'d>(node: Node<'d, '_>) -> Rule<'d> {
    let name = node.tag_name().name();
    let kind = said(node, "type").unwrap_or_default();
    match name {
        "teiHeader" | "standOff" | "facsimile" | "sourceDoc" | "timeline" | "linkGrp"
        | "spanGrp" | "fs" => Rule::Head,
        "div" | "div1" | "div2" | "div3" | "div4" | "front" | "back" | "lg" => Rule::Section,
        "head" | "titlePart" => Rule::Heading,
        "u" => Rule::Turn(turn(node)),
        "sp" => Rule::Turn(turn(node)),
        "speaker" => Rule::Speaker,
        "note" if kind == "speaker" => Rule::Speaker,
        "note" if kind == "heading" => Rule::Heading,
        "note" if is_footnote(node) => Rule::Note,
        "ptr" if kind == "note" => said(node, "target").map_or(Rule::Through, Rule::NoteAt),
        "note" => Rule::Scene,
        "desc" if node.parent().is_some_and(|parent| has_name(parent, "gap")) => Rule::Through,
        name if SCENES.contains(&name) => Rule::Scene,
        "gap" if child(node, "desc").is_none() => Rule::Gap(said(node, "reason").unwrap_or("…")),
        "gap" => Rule::Scene,
        "seg" | "p" | "ab" | "l" | "opener" | "closer" | "salute" | "signed" | "dateline"
        | "trailer" | "byline" | "docAuthor" | "docDate" | "epigraph" => Rule::Paragraph,
        "item" => Rule::Item,
        "row" => Rule::Row,
        "cell" => Rule::Cell,
        // Words that another file has are missing here.
        "include" if node.ancestors().any(|of| has_name(of, "text")) => {
            Rule::Gap(said(node, "href").unwrap_or("…"))
        }
        "lb" | "pb" | "cb" | "milestone" => Rule::Space,
        "w" | "pc" => {
            let join = attribute(node, "join").unwrap_or_default();
            let joins = matches!(join, "right" | "both");
            Rule::Word { joins, follows: matches!(join, "left" | "both") }
        }
        "s" => Rule::Word { joins: false, follows: false },
        "persName" | "placeName" | "orgName" | "rs" | "objectName" | "eventName" => {
            said(node, "ref").or_else(|| said(node, "key")).map_or(Rule::Through, Rule::Named)
        }
        "name" if said(node, "ref").is_some() => Rule::Named(said(node, "ref").unwrap_or_default()),
        "ref" => match said(node, "target").and_then(address) {
            Some(address) => Rule::Marked(FeatureKind::Link(address)),
            None => Rule::Through,
        },
        "hi" | "emph" => styled(said(node, "rend").unwrap_or("italic")),
        "del" => Rule::Marked(FeatureKind::Struck),
        "orig" | "sic" | "abbr" if is_chosen_against(node) => Rule::Beside("another reading"),
        "rdg" if is_other_witness(node) => Rule::Beside("another reading"),
        "fw" => Rule::Beside("page header"),
        "figDesc" => Rule::Beside("description of a picture"),
        _ => Rule::Through,
    }
}

fn has_name(node: Node, name: &str) -> bool {
    node.tag_name().name() == name
}

fn is_footnote(node: Node) -> bool {
    let says = |name: &str| said(node, name).unwrap_or_default();
    matches!(says("type"), "footnote" | "endnote")
        || matches!(says("place"), "foot" | "bottom" | "end" | "margin")
}

/// Whether another reading of a choice is the one of the text: what an editor put right, wrote out
/// or made regular.
fn is_chosen_against(node: Node) -> bool {
    let Some(choice) = node.parent().filter(|parent| has_name(*parent, "choice")) else {
        return false;
    };
    ["corr", "reg", "expan"].iter().any(|name| child(choice, name).is_some())
}

/// Whether a reading of an apparatus is not the one of the text: the lemma is, or else the first.
fn is_other_witness(reading: Node) -> bool {
    let has_lemma = reading.parent().is_some_and(|apparatus| child(apparatus, "lem").is_some());
    let before = std::iter::successors(reading.prev_sibling(), Node::prev_sibling);
    has_lemma || before.into_iter().any(|before| has_name(before, "rdg"))
}

fn styled<'d>(rend: &str) -> Rule<'d> {
    match rend {
        "sup" | "superscript" => Rule::Marked(FeatureKind::Raised),
        "sub" | "subscript" => Rule::Marked(FeatureKind::Lowered),
        _ => Rule::Styled {
            bold: rend.contains("bold"),
            italic: rend.contains("ital") || !rend.contains("bold"),
        },
    }
}

fn turn<'d>(node: Node<'d, '_>) -> Turn<'d> {
    let who = said(node, "who").into_iter().flat_map(str::split_whitespace).collect();
    // Our own files say it, and ParlaMint says who presides.
    let words =
        said(node, "ana").into_iter().chain(said(node, "type")).flat_map(str::split_whitespace);
    let mut role = None;
    for word in words {
        role = role.or(match bare(word) {
            "question" => Some(TurnRole::Question),
            "answer" => Some(TurnRole::Answer),
            _ => None,
        });
    }
    let starts_at = said(node, "start").or_else(|| said(node, "synch")).map(bare);
    Turn { who, role, starts_at, ..Turn::default() }
}

/// Notes are where the text refers to them.
fn notes<'d, 't>(_: Node<'d, 't>) -> BTreeMap<&'d str, Node<'d, 't>> {
    BTreeMap::new()
}

/// The times of the timeline.
fn times<'d>(root: Node<'d, '_>) -> BTreeMap<&'d str, String> {
    let mut times = BTreeMap::new();
    for when in find_all(root, "when") {
        if let Some((key, time)) = said(when, "id").zip(time(when)) {
            times.entry(key).or_insert(time);
        }
    }
    times
}

/// The time of a point of the timeline, as recordings show it.
fn time(when: Node) -> Option<String> {
    if let Some(time) = said(when, "absolute").filter(|time| is_time(time)) {
        return Some(time.to_owned());
    }
    // Since the beginning, in seconds.
    let unit = when.parent().and_then(|timeline| said(timeline, "unit"));
    let unit = said(when, "unit").or(unit).unwrap_or("s");
    let seconds: f64 = said(when, "interval")?.parse().ok()?;
    (unit == "s").then(|| crate::import::read::transcript::time(seconds))
}

fn facts(_: &Document, root: Node) -> Facts {
    let lang = said(root, "lang").or_else(|| said(find(root, "text")?, "lang"));
    let lang = lang.and_then(Lang::parse);
    let head = find(root, "teiHeader");
    let mut facts = Facts { lang, ..Facts::default() };
    let Some(head) = head else {
        return facts;
    };

    facts.titles = titles(head, facts.lang.as_ref());
    let day = |node: Node| {
        let when = said(node, "when").or_else(|| said(node, "from")).map(str::to_owned);
        Date::parse(when.unwrap_or_else(|| text_of(node)).get(..10)?)
    };
    let dates = |place: &'static str| {
        find_all(head, place).flat_map(|place| find_all(place, "date").filter_map(day))
    };
    let mut stated = Stated::default();
    stated.dates.extend(dates("settingDesc").chain(dates("recording")).next());
    if stated.dates.is_empty() {
        stated.dates.extend(dates("sourceDesc").next());
    }
    let ends = find(head, "settingDesc").and_then(|setting| find(setting, "date"));
    stated.last_day = ends.and_then(|date| Date::parse(said(date, "to")?.get(..10)?));
    stated.last_day = stated.last_day.filter(|last| stated.dates.first() < Some(last));
    facts.made = dates("publicationStmt").next();
    if let Some(licence) = find(head, "licence") {
        let words = said(licence, "target").map_or_else(|| text_of(licence), str::to_owned);
        stated.license = Some(words).filter(|words| !words.is_empty());
    }
    let setting = find(head, "setting");
    let place = setting.and_then(|setting| said(child(setting, "placeName")?, "ref"));
    stated.location = place.filter(|_| is_ours(root)).and_then(own_id_of_reference);
    let activity = setting.and_then(|setting| child(setting, "activity")).map(text_of);
    stated.event = activity.filter(|event| !event.is_empty());
    facts.stated = stated;
    let source = find(head, "sourceDesc");
    facts.url = source.and_then(|source| {
        find_all(source, "idno").chain(find_all(source, "ref")).find_map(|node| {
            address(said(node, "target").map_or_else(|| text_of(node), str::to_owned).as_str())
        })
    });
    facts
}

/// The titles, the one that says most of this document first: a subtitle where the main title is
/// that of a series, in the language of the text before others.
fn titles(head: Node, lang: Option<&Lang>) -> Vec<String> {
    let Some(statement) = find(head, "titleStmt") else {
        return Vec::new();
    };
    let mut titles: Vec<(u8, String)> = Vec::new();
    for title in statement.children().filter(|node| has_name(*node, "title")) {
        let is_sub = said(title, "type") == Some("sub");
        let own = said(title, "lang").and_then(Lang::parse);
        let is_foreign =
            own.is_some_and(|own| lang.is_some_and(|lang| lang.primary() != own.primary()));
        titles.push((2 * u8::from(is_foreign) + u8::from(!is_sub), text_of(title)));
    }
    titles.sort_by_key(|(rank, _)| *rank);
    titles.into_iter().map(|(_, title)| title).filter(|title| !title.is_empty()).collect()
}

/// Whether a file is one of ours.
fn is_ours(root: Node) -> bool {
    find(root, "projectDesc").is_some_and(|made| text_of(made).contains("Made by Oratory"))
}

fn own_id_of_reference(reference: &str) -> Option<String> {
    own_id(bare(reference)).map(str::to_owned)
}

/// The people, places and things of the lists, in the head or beside the text.
fn entities(root: Node) -> Vec<Entity> {
    const KINDS: [(&str, &str, &str); 6] = [
        ("category", "initiatives", "gloss"),
        ("person", "people", "persName"),
        ("place", "places", "placeName"),
        ("org", "organizations", "orgName"),
        ("object", "initiatives", "objectName"),
        ("event", "initiatives", "eventName"),
    ];

    // In a file of ours, identifiers are those of a site.
    let is_ours = is_ours(root);
    let mut entities = Vec::new();
    for node in root.descendants() {
        let name = node.tag_name().name();
        let Some((_, kind, name)) = KINDS.iter().find(|(element, _, _)| *element == name) else {
            continue;
        };
        let Some(key) = said(node, "id") else {
            continue;
        };
        // Of the categories of a taxonomy only those of ours are things that a text names.
        let own = own_id(key).filter(|_| is_ours);
        if *kind == "initiatives" && node.tag_name().name() == "category" && own.is_none() {
            continue;
        }
        let mut entity = Entity { key: key.to_owned(), kind: (*kind).into(), ..Entity::default() };
        entity.id = own.map(str::to_owned);
        for part in node.children().filter(Node::is_element) {
            take(&mut entity, part, name);
        }
        if !entity.names.is_empty() {
            entities.push(entity);
        }
    }
    entities
}

/// Takes up what an element of an entity says.
fn take(entity: &mut Entity, part: Node, name: &str) {
    let element = part.tag_name().name();
    let kind = said(part, "type").unwrap_or_default();
    let day = |node| said(node, "when").map(str::to_owned);
    match element {
        "name" | "label" => name_of(entity, part),
        _ if element == name => name_of(entity, part),
        "idno" => entity.same_as.extend(address(&text_of(part))),
        "desc" => entity.same_as.extend(
            find_all(part, "ref").filter_map(|node| said(node, "target").and_then(address)),
        ),
        "country" => entity.facts.push(("country", text_of(part))),
        "ptr" | "ref" => entity.same_as.extend(said(part, "target").and_then(address)),
        "birth" => entity.facts.extend(day(part).map(|day| ("born", day))),
        "death" => entity.facts.extend(day(part).map(|day| ("died", day))),
        "location" => {
            let geo = find(part, "geo").map(text_of).unwrap_or_default();
            if let Some((latitude, longitude)) = geo.split_once(' ') {
                entity.facts.push(("coordinates", format!("{longitude} {latitude}")));
            }
        }
        "affiliation" => entity.roles.extend(office(part)),
        "note" if kind == "alias" => entity.aliases.push(text_of(part)),
        _ => {}
    }
    entity.aliases.retain(|alias| !alias.is_empty());
}

/// An office; one of a body that is not named is none.
fn office(affiliation: Node) -> Option<Office> {
    let part = |name: &str| child(affiliation, name).map(text_of).filter(|text| !text.is_empty());
    let day = |name: &str| Date::parse(said(affiliation, name)?);
    Some(Office {
        role: part("roleName").or_else(|| said(affiliation, "role").map(str::to_owned))?,
        body: part("orgName").or_else(|| said(affiliation, "ref").map(str::to_owned)),
        from: day("from").or_else(|| day("when")),
        until: day("to").or_else(|| day("when")),
    })
}

fn name_of(entity: &mut Entity, part: Node) {
    let names = ["forename", "nameLink", "surname"];
    let pieces: Vec<String> = part
        .children()
        .filter(|node| names.contains(&node.tag_name().name()))
        .map(text_of)
        .collect();
    let mut order: Vec<&str> = Vec::new();
    for node in part.children().filter(|node| names.contains(&node.tag_name().name())) {
        order.push(node.tag_name().name());
    }
    let text = if pieces.is_empty() { text_of(part) } else { in_order(&pieces, &order) };
    if text.is_empty() {
        return;
    }
    let lang = said(part, "lang").and_then(Lang::parse);
    let is_other = matches!(said(part, "type"), Some("alias" | "variant" | "former" | "short"))
        || said(part, "full") == Some("abb");
    let is_past = said(part, "to").is_some();
    let has_one = entity.names.iter().any(|(of, _)| *of == lang);
    if is_other || is_past || has_one {
        entity.aliases.push(text);
    } else {
        entity.names.push((lang, text));
    }
}

/// A name of which the parts are told: given names first, as it is said, though ParlaMint writes
/// family names first.
fn in_order(pieces: &[String], order: &[&str]) -> String {
    let mut given = Vec::new();
    let mut family = Vec::new();
    for (piece, part) in pieces.iter().zip(order) {
        match *part {
            "forename" => given.push(piece.as_str()),
            _ => family.push(piece.as_str()),
        }
    }
    let is_han = pieces.iter().any(|piece| piece.chars().any(crate::base::letters::is_han));
    if is_han {
        return family.into_iter().chain(given).collect();
    }
    given.extend(family);
    given.join(" ")
}

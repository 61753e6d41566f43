//! Two forms of Hansard in XML: that of parlparse (`publicwhip`), on which TheyWorkForYou runs, and
//! that of Canada's House of Commons and its committees (`Hansard`).

use super::rules::{Rule, Turn};
use super::{Dialect, find_all, said, text_of};
use crate::base::date;
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::{Entity, Facts, FeatureKind, Stated};
use crate::reading::corpus::TurnRole;
use crate::reading::labels::is_time;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const PUBLIC_WHIP: Dialect = Dialect {
    root: "publicwhip",
    rule: rule_of_public_whip,
    facts: facts_of_public_whip,
    entities: entities_of_public_whip,
    times: |_| BTreeMap::new(),
    notes: |_| BTreeMap::new(),
};
pub(super) const CANADA: Dialect = Dialect {
    root: "Hansard",
    rule: rule_of_canada,
    facts: facts_of_canada,
    entities: |_| Vec::new(),
    times: |_| BTreeMap::new(),
    notes: |_| BTreeMap::new(),
};

/// What a speech has for an identifier where nobody knows who speaks.
const UNKNOWN: &str = "unknown";

fn rule_of_public_whip<'d>(node: Node<'d, '_>) -> Rule<'d> {
    match node.tag_name().name() {
        "speech" => Rule::Turn(turn_of_public_whip(node, None)),
        "ques" => Rule::Turn(turn_of_public_whip(node, Some(TurnRole::Question))),
        "reply" => Rule::Turn(turn_of_public_whip(node, Some(TurnRole::Answer))),
        "major-heading" | "minor-heading" | "oral-heading" | "heading" | "title" => Rule::Heading,
        "p" | "blockquote" => Rule::Paragraph,
        "division" => Rule::Section,
        "mplist" | "msplist" | "lordlist" | "mlalist" | "paired" => Rule::Scene,
        "mpname" | "mspname" | "lord" | "mlaname" => Rule::Word { joins: false, follows: false },
        "divisioncount" | "gidredirect" | "meta" => Rule::Head,
        "li" => Rule::Item,
        "tr" => Rule::Row,
        "td" | "th" => Rule::Cell,
        "b" | "strong" => Rule::Styled { bold: true, italic: false },
        "i" | "em" => Rule::Styled { bold: false, italic: true },
        "sup" => Rule::Marked(FeatureKind::Raised),
        "sub" => Rule::Marked(FeatureKind::Lowered),
        "br" => Rule::Break,
        "a" => match said(node, "href").and_then(address) {
            Some(address) => Rule::Marked(FeatureKind::Link(address)),
            None => Rule::Through,
        },
        _ => Rule::Through,
    }
}

fn turn_of_public_whip<'d>(node: Node<'d, '_>, role: Option<TurnRole>) -> Turn<'d> {
    if said(node, "nospeaker").is_some() {
        return Turn::default();
    }
    // A question may be read as such in the debates too.
    let role = role.or(match said(node, "type") {
        Some("Start Question" | "Question") => Some(TurnRole::Question),
        Some("Start Answer" | "Answer") => Some(TurnRole::Answer),
        _ => None,
    });
    let names: Vec<&str> = said(node, "speakername").into_iter().collect();
    let who = key(node).into_iter().filter(|key| *key != UNKNOWN).collect();
    let time = said(node, "time").filter(|time| is_time(time)).map(str::to_owned);
    Turn { who, names, role, time, starts_at: None }
}

/// Who speaks: the person, or in older files the member for a place.
fn key<'d>(node: Node<'d, '_>) -> Option<&'d str> {
    said(node, "person_id").or_else(|| said(node, "speakerid"))
}

fn entities_of_public_whip(root: Node) -> Vec<Entity> {
    let mut known = BTreeSet::new();
    let mut entities = Vec::new();
    for node in root.descendants() {
        let (Some(key), Some(name)) = (key(node), said(node, "speakername")) else {
            continue;
        };
        if key == UNKNOWN || !known.insert(key) {
            continue;
        }
        let (register, kind) = (Some("publicwhip"), "people");
        let mut entity =
            Entity { key: key.to_owned(), register, kind: kind.into(), ..Entity::default() };
        entity.names.push((None, name.to_owned()));
        entities.push(entity);
    }
    entities
}

fn facts_of_public_whip(_: &Document, root: Node) -> Facts {
    // `uk.org.publicwhip/debate/2015-01-05a.1.0`
    let of_ids = root.descendants().find_map(|node| date::find(said(node, "id")?));
    let mut facts = Facts { lang: Some(Lang::english()), ..Facts::default() };
    facts.stated = Stated { dates: of_ids.into_iter().collect(), ..Stated::default() };
    facts.url = root.descendants().find_map(|node| address(said(node, "url")?));
    facts
}

fn rule_of_canada<'d>(node: Node<'d, '_>) -> Rule<'d> {
    match node.tag_name().name() {
        "StartPageNumber" | "DocumentTitle" | "ExtractedInformation" | "TableOfContent" => {
            Rule::Head
        }
        "OrderOfBusiness" | "SubjectOfBusiness" => Rule::Section,
        "OrderOfBusinessTitle"
        | "SubjectOfBusinessTitle"
        | "SubjectOfBusinessQualifier"
        | "CatchLine" => Rule::Heading,
        "Intervention" | "Question" | "Responder" | "WrittenQuestionResponse" => {
            let role = match (node.tag_name().name(), said(node, "Type")) {
                ("Intervention", Some("Question")) | ("Question", _) => Some(TurnRole::Question),
                ("Intervention", Some("Answer" | "Response")) | ("Responder", _) => {
                    Some(TurnRole::Answer)
                }
                _ => None,
            };
            Rule::Turn(Turn { role, ..Turn::default() })
        }
        "PersonSpeaking" | "Questioner" | "QuestionResponder" => Rule::Speaker,
        "ParaText" | "Line" | "Poetry" | "QuotePara" => Rule::Paragraph,
        "Timestamp" | "ProceduralText" | "FloorLanguage" | "Prayer" | "Division" | "Motion"
        | "Appendix" => Rule::Scene,
        "ThroneSpeech" => Rule::Quotation,
        "B" => Rule::Styled { bold: true, italic: false },
        "I" => Rule::Styled { bold: false, italic: true },
        "Sup" => Rule::Marked(FeatureKind::Raised),
        "Sub" => Rule::Marked(FeatureKind::Lowered),
        "row" => Rule::Row,
        "entry" => Rule::Cell,
        _ => Rule::Through,
    }
}

fn facts_of_canada(_: &Document, root: Node) -> Facts {
    let item = |name: &str| {
        find_all(root, "ExtractedItem")
            .find(|item| said(*item, "Name") == Some(name))
            .map(text_of)
            .filter(|text| !text.is_empty())
    };
    let lang = said(root, "lang").and_then(|lang| Lang::parse(&lang.to_lowercase()));
    let mut facts = Facts { lang, ..Facts::default() };
    let number = item("Number").or_else(|| item("MetaTitle"));
    let title = item("InstitutionDebate").or_else(|| item("Institution"));
    let words: Vec<String> = title.into_iter().chain(number).collect();
    facts.titles.extend(Some(words.join(", ")).filter(|title| !title.is_empty()));

    let date = ["MetaCreationTime", "Date", "HeaderDate", "DateOtherLang"];
    let days = date.iter().filter_map(|name| item(name));
    let mut found = days.filter_map(|day| date::find(&day.replace('/', "-")));
    facts.stated = Stated { dates: found.next().into_iter().collect(), ..Stated::default() };
    facts
}

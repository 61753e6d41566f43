//! Popolo (popoloproject.com/specs) → records of people with their roles, and of organizations
//! where the site has such a kind.

use super::record::{Name, Record, Role};
use super::source::Source;
use super::tree::{items, lang, text};
use crate::base::fields::Node;
use crate::reading::kinds::{FactType, KindId};
use std::collections::BTreeMap;

/// Hosts whose links say who someone is, rather than being about them.
const AUTHORITIES: [&str; 5] =
    ["wikidata.org", "wikipedia.org", "viaf.org", "id.loc.gov", "isni.org"];

/// Reads people and organizations. On a site without a kind for organizations they are named in
/// roles alone.
pub(super) fn read(source: &mut Source<'_>, root: &Node) -> Vec<Record> {
    let (organizations, posts) = (named(root, "organizations"), named(root, "posts"));
    let mut records = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for person in items(root, "persons") {
        if let Some(id) = text(person, "id") {
            index.insert(id, records.len());
        }
        records.push(agent(source, person, source.kinds.people()));
    }

    for membership in items(root, "memberships") {
        let person = text(membership, "person_id").and_then(|id| index.get(id));
        let Some(person) = person.and_then(|index| records.get_mut(*index)) else {
            continue;
        };
        let organization =
            text(membership, "organization_id").and_then(|id| organizations.get(id)).copied();
        // What the person is called there, else what the post is called.
        let post = text(membership, "post_id").and_then(|id| posts.get(id)).copied();
        let role = text(membership, "role").or_else(|| text(membership, "label")).or(post);
        person.roles.push(Role {
            // All that a membership without a role says.
            role: role.unwrap_or("member").to_owned(),
            organization: organization.map(str::to_owned),
            from: source.date_in(membership, "start_date"),
            until: source.date_in(membership, "end_date"),
        });
    }

    if let Some(kind) = source.kinds.organizations() {
        for organization in items(root, "organizations") {
            records.push(agent(source, organization, Some(kind)));
        }
    }
    records
}

/// The names of what is listed under `key`, by id.
fn named<'n>(root: &'n Node, key: &str) -> BTreeMap<&'n str, &'n str> {
    let mut named = BTreeMap::new();
    for node in items(root, key) {
        let name = text(node, "name").or_else(|| text(node, "label"));
        if let (Some(id), Some(name)) = (text(node, "id"), name) {
            named.insert(id, name);
        }
    }
    named
}

/// A person or an organization, with the facts that its kind may state.
fn agent(source: &mut Source<'_>, node: &Node, kind: Option<KindId>) -> Record {
    let kinds = source.kinds;
    let kind = kind.map(|kind| kinds.kind(kind));
    let mut record = source.record(&node.span);
    record.kind = kind.map(|kind| kind.key.clone());

    record.name(text(node, "name").unwrap_or_default(), None, true);
    for other in items(node, "other_names") {
        let lang = lang(other, "lang");
        record.dated_name(Name {
            text: text(other, "name").unwrap_or_default().to_owned(),
            // `multilingual` marks what the person is called in another language.
            is_main: lang.is_some() && text(other, "note") == Some("multilingual"),
            lang,
            from: source.date_in(other, "start_date"),
            until: source.date_in(other, "end_date"),
        });
    }
    record.description(text(node, "summary").unwrap_or_default(), None);

    // An id is one of its file.
    if let Some(id) = text(node, "id") {
        record.identifiers.push((format!("file {}", record.place.file.0), id.to_owned()));
    }
    for identifier in items(node, "identifiers") {
        if let (Some(scheme), Some(number)) =
            (text(identifier, "scheme"), text(identifier, "identifier"))
        {
            record.identifiers.push((scheme.to_owned(), number.to_owned()));
        }
        if text(identifier, "scheme") == Some("wikidata") {
            let item = text(identifier, "identifier").unwrap_or_default();
            source.same_as(&mut record, item, &identifier.span);
        }
    }
    for link in items(node, "links").iter().chain(items(node, "sources")) {
        let Some(url) = text(link, "url") else {
            continue;
        };
        let rest = url.split("//").nth(1).unwrap_or_default();
        let host = rest.split('/').next().unwrap_or_default();
        // `en.wikipedia.org` is of `wikipedia.org`.
        let is_of = |known: &&str| {
            host.strip_suffix(*known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if AUTHORITIES.iter().any(is_of) {
            source.same_as(&mut record, url, &node.span);
        }
    }

    for fact in kind.map_or(&[][..], |kind| &kind.facts) {
        let Some(term) = fact.popolo else {
            continue;
        };
        let stated = match fact.value {
            FactType::Date => source.date_in(node, term).map(|date| date.to_string()),
            _ => text(node, term).map(str::to_owned),
        };
        if let Some(stated) = stated {
            record.fact(fact, None, stated);
        }
    }
    record
}

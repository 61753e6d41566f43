//! Popolo (popoloproject.com/specs) → records of people with their roles, and of organizations
//! where the site has such a kind.

use super::columns::{bad_date, date, same_as};
use super::record::{Record, Role};
use super::tree::{field, items, scalar, text};
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::fields::Node;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::reading::kinds::{FactType, KindId, Kinds};
use std::collections::BTreeMap;

/// Hosts whose links say who someone is, rather than being about them.
const AUTHORITIES: [&str; 5] =
    ["wikidata.org", "wikipedia.org", "viaf.org", "id.loc.gov", "isni.org"];

/// Reads people and organizations. On a site without a kind for organizations they are named in
/// roles alone.
pub(super) fn read(
    file: FileId,
    root: &Node,
    kinds: &Kinds,
    diagnostics: &mut Diagnostics,
) -> Vec<Record> {
    let mut source = Source { file, kinds, diagnostics };
    let named = |key: &str| -> BTreeMap<&str, &str> {
        items(root, &[key])
            .iter()
            .filter_map(|node| {
                Some((text(node, "id")?, text(node, "name").or_else(|| text(node, "label"))?))
            })
            .collect()
    };
    let (organizations, posts) = (named("organizations"), named("posts"));
    let mut records: Vec<Record> = items(root, &["persons"])
        .iter()
        .map(|person| source.agent(person, kinds.people()))
        .collect();
    let index: BTreeMap<&str, usize> = items(root, &["persons"])
        .iter()
        .enumerate()
        .filter_map(|(index, person)| Some((text(person, "id")?, index)))
        .collect();
    for membership in items(root, &["memberships"]) {
        let Some(person) = text(membership, "person_id").and_then(|id| index.get(id)) else {
            continue;
        };
        let organization = text(membership, "organization_id")
            .and_then(|id| organizations.get(id))
            .map(|name| (*name).to_owned());
        let post = text(membership, "post_id").and_then(|id| posts.get(id)).copied();
        let role = text(membership, "role")
            .or_else(|| text(membership, "label"))
            .or(post)
            .unwrap_or("member")
            .to_owned();
        let (from, until) =
            (source.date(membership, "start_date"), source.date(membership, "end_date"));
        records[*person].roles.push(Role { role, organization, from, until });
    }
    if let Some(kind) = kinds.organizations() {
        records.extend(
            items(root, &["organizations"])
                .iter()
                .map(|organization| source.agent(organization, Some(kind))),
        );
    }
    records
}

struct Source<'d> {
    file: FileId,
    kinds: &'d Kinds,
    diagnostics: &'d mut Diagnostics,
}

impl Source<'_> {
    /// A person or an organization, with the facts that its kind may state.
    fn agent(&mut self, node: &Node, kind: Option<KindId>) -> Record {
        let kind = kind.map(|kind| self.kinds.kind(kind));
        let mut record = Record::at(Span::new(self.file, node.span.clone()));
        record.kind = kind.map(|kind| kind.key.clone());
        record.name(text(node, "name").unwrap_or_default(), None, true);
        for other in items(node, &["other_names"]) {
            let lang = text(other, "lang").and_then(Lang::parse);
            let when = (self.date(other, "start_date"), self.date(other, "end_date"));
            // `multilingual` marks what the person is called in another language.
            let is_main = lang.is_some() && text(other, "note") == Some("multilingual");
            record.dated_name(text(other, "name").unwrap_or_default(), lang, is_main, when);
        }
        record.description(text(node, "summary").unwrap_or_default(), None);
        for identifier in items(node, &["identifiers"])
            .iter()
            .filter(|identifier| text(identifier, "scheme") == Some("wikidata"))
        {
            let place = Span::new(self.file, identifier.span.clone());
            same_as(
                &mut record,
                text(identifier, "identifier").unwrap_or_default(),
                &place,
                self.diagnostics,
            );
        }
        let links = items(node, &["links"]).iter().chain(items(node, &["sources"]));
        for url in links.filter_map(|link| text(link, "url")) {
            let host =
                url.split("//").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
            if AUTHORITIES
                .iter()
                .any(|known| host == *known || host.ends_with(&format!(".{known}")))
            {
                same_as(
                    &mut record,
                    url,
                    &Span::new(self.file, node.span.clone()),
                    self.diagnostics,
                );
            }
        }

        for fact in kind.map(|kind| &kind.facts).into_iter().flatten() {
            let Some(term) = fact.popolo else {
                continue;
            };
            let stated = match fact.value {
                FactType::Date => self.date(node, term).map(|date| date.to_string()),
                _ => text(node, term).map(str::to_owned),
            };
            if let Some(stated) = stated {
                record.fact(fact, None, stated);
            }
        }
        record
    }

    fn date(&mut self, node: &Node, key: &str) -> Option<Date> {
        let value = field(node, key)?;
        let written = scalar(value)?;
        let found = date(written);
        if found.is_none() {
            bad_date(written, &Span::new(self.file, value.span.clone()), self.diagnostics);
        }
        found
    }
}

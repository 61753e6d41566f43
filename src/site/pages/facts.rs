//! The facts that an entity states → the rows of the table on its page.
//!
//! **Invariant:** every value has a text, so a theme can show a fact whose type it does not know.

use super::context::PageContext;
use super::views::{FactValueView, FactView};
use crate::base::cldr;
use crate::reading::corpus::{Entity, FactValue, Point, Role};
use crate::reading::kinds::Fact;
use crate::reading::kinds::facts::Label;

impl PageContext<'_> {
    pub(super) fn facts(&self, entity: &Entity) -> Vec<FactView> {
        let mut views = Vec::new();
        for fact in &self.graph.config.kinds.kind(entity.kind).facts {
            let stated = entity.facts.of(fact);
            if stated.is_empty() || !fact.is_shown {
                continue;
            }

            let mut values = Vec::new();
            for value in stated {
                values.extend(self.fact_value(value));
            }
            // Nothing is left of references to what has no page.
            if !values.is_empty() {
                views.push(FactView {
                    key: fact.key.to_string(),
                    label: self.fact_label(fact),
                    is_list: fact.is_list,
                    values,
                });
            }
        }
        views
    }

    /// A theme can rename a built-in fact, and give it a word in a language that the program has
    /// none for; what a site calls its own stays.
    fn fact_label(&self, fact: &Fact) -> String {
        let from_theme = match fact.label {
            Label::BuiltIn(_) => self.strings.find(&fact.key),
            Label::Own(_) => None,
        };
        from_theme.map_or_else(|| fact.label(self.language()), str::to_owned)
    }

    /// A value for readers; none if it refers to what is not on the site.
    fn fact_value(&self, value: &FactValue) -> Option<FactValueView> {
        let view = match value {
            FactValue::Date(date) => {
                let date = self.date(*date);
                FactValueView {
                    text: date.text.clone(),
                    date: Some(date),
                    ..FactValueView::default()
                }
            }
            FactValue::Text(text) | FactValue::Number(text) => {
                FactValueView { text: text.clone(), ..FactValueView::default() }
            }
            FactValue::Words(words) => {
                let (text, lang) = words.for_lang(self.language());
                FactValueView {
                    text: text.to_owned(),
                    lang: lang.map(|lang| lang.tag().to_owned()),
                    ..FactValueView::default()
                }
            }
            FactValue::Reference(reference) => {
                let id = self.graph.entity_named(Some(reference))?;
                let entity = self.reference(id);
                FactValueView {
                    text: entity.name.clone(),
                    lang: entity.name_lang.clone(),
                    href: Some(entity.href.clone()),
                    entity: Some(entity),
                    ..FactValueView::default()
                }
            }
            FactValue::Point(point) => self.point(*point),
            FactValue::Link(address) => FactValueView {
                text: register_and_number(address),
                href: Some(address.clone()),
                is_external: true,
                ..FactValueView::default()
            },
            FactValue::Role(role) => self.role(role),
        };
        Some(view)
    }

    /// A point to a hundredth of a degree, a kilometre: more says nothing to a reader. The link has
    /// all that is stated.
    fn point(&self, point: Point) -> FactValueView {
        let [longitude, latitude] = point.degrees();
        let north_or_south = if latitude >= 0.0 { "north" } else { "south" };
        let east_or_west = if longitude >= 0.0 { "east" } else { "west" };
        FactValueView {
            text: format!(
                "{}{}{}",
                self.bearing(latitude, north_or_south),
                self.strings.find("separator").unwrap_or(", "),
                self.bearing(longitude, east_or_west)
            ),
            href: Some(format!("geo:{latitude},{longitude}")),
            point: Some([longitude, latitude]),
            ..FactValueView::default()
        }
    }

    /// `39.9° N`, `北纬39.9°`.
    fn bearing(&self, degrees: f64, direction: &str) -> String {
        // At most 180 degrees, which a point has.
        let hundredths = (degrees.abs() * 100.0).round() as u32;
        let figure = cldr::hundredths(hundredths, self.language());
        match self.strings.find(&format!("compass.{direction}")) {
            Some(word) => word.replace("{n}", &figure),
            None => format!("{figure}° {}", direction[..1].to_uppercase()),
        }
    }

    fn role(&self, role: &Role) -> FactValueView {
        let mut view = FactValueView {
            text: role.role.text(self.language()).to_owned(),
            from: role.from.map(|date| self.date(date)),
            until: role.until.map(|date| self.date(date)),
            ..FactValueView::default()
        };
        if let Some(organization) = &role.organization {
            match self.graph.entity_named(Some(organization)) {
                Some(id) => view.organization = Some(self.reference(id)),
                None => view.organization_text.clone_from(&organization.id),
            }
        }
        view
    }
}

/// `Wikidata Q956` of an address in a register that readers know by name; of others the address
/// without what all have.
fn register_and_number(address: &str) -> String {
    const REGISTERS: &[(&str, &str)] = &[
        ("wikidata.org", "Wikidata"),
        ("viaf.org", "VIAF"),
        ("isni.org", "ISNI"),
        ("geonames.org", "GeoNames"),
        ("d-nb.info", "GND"),
        ("id.loc.gov", "LoC"),
        ("orcid.org", "ORCID"),
        ("wikipedia.org", "Wikipedia"),
    ];
    let bare = address
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.")
        .trim_end_matches('/');
    let host = bare.split('/').next().unwrap_or(bare);
    let number = bare.rsplit('/').next().unwrap_or_default();

    for (domain, name) in REGISTERS {
        if host == *domain || host.ends_with(&format!(".{domain}")) {
            return format!("{name} {number}");
        }
    }
    bare.to_owned()
}

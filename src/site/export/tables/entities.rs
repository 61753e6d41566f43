//! Entities → `entities`, all their names → `names`, all that their files state → `facts`.

use super::table::{Cell, Column, Link, Of, Source, Type};
use super::values::{address, extra, given};
use crate::base::lang::Lang;
use crate::base::words::Words;
use crate::reading::corpus::{Entity, EntityId, FactValue, entity_id};
use crate::reading::graph::Graph;
use crate::reading::kinds::FactType;
use std::ops::Range;

/// The table in which an entity is a row.
const OF_ENTITY: Link = Link { columns: &["entity"], table: "entities", key: &["entity"] };

/// `entities`.
pub(super) static ENTITIES: Of<EntityId> = Of {
    name: "entities",
    title: "Entities",
    about: "A person, place, initiative, or one of the site's own kinds a row. All their names are in `names`, all that is stated of them in `facts`.",
    key: &["entity"],
    links: &[],
    source: Source::Entities,
    columns: ENTITY_COLUMNS,
    rows: |_, part| part.map(entity_id).collect(),
};

const ENTITY_COLUMNS: &[Column<EntityId>] = &[
    Column {
        name: "entity",
        holds: Type::Text,
        about: "Its id.",
        value: |graph, id| Cell::exactly(&entity(graph, *id).id),
    },
    Column {
        name: "kind",
        holds: Type::Text,
        about: "Of which kind it is: person, place, initiative, or one of the site's own.",
        value: |graph, id| {
            Cell::exactly(&graph.config.kinds.kind(entity(graph, *id).kind).singular)
        },
    },
    Column {
        name: "name",
        holds: Type::Text,
        about: "Its name in the site's first language, or else as it is written.",
        value: |graph, id| Cell::given(entity(graph, *id).name.text(first_language(graph))),
    },
    Column {
        name: "sort_name",
        holds: Type::Text,
        about: "How it is sorted, if not by its name.",
        value: |graph, id| Cell::given(entity(graph, *id).sort_name().unwrap_or_default()),
    },
    Column {
        name: "description",
        holds: Type::Text,
        about: "One line that says what it is, in the site's first language.",
        value: |graph, id| given(entity(graph, *id).description.as_ref(), first_language(graph)),
    },
    Column {
        name: "same_as",
        holds: Type::Text,
        about: "The same thing elsewhere, absolute addresses with a space between.",
        value: |graph, id| {
            let addresses: Vec<&str> = entity(graph, *id).same_as().collect();
            Cell::given(addresses.join(" "))
        },
    },
    Column {
        name: "longitude",
        holds: Type::Number,
        about: "Degrees east (WGS 84).",
        value: |graph, id| {
            let point = entity(graph, *id).coordinates();
            point.map_or(Cell::Empty, |point| Cell::Number(point.degrees()[0]))
        },
    },
    Column {
        name: "latitude",
        holds: Type::Number,
        about: "Degrees north (WGS 84).",
        value: |graph, id| {
            let point = entity(graph, *id).coordinates();
            point.map_or(Cell::Empty, |point| Cell::Number(point.degrees()[1]))
        },
    },
    Column {
        name: "part_of",
        holds: Type::Text,
        about: "What it is part of, an id.",
        value: |graph, id| {
            let whole = entity(graph, *id).part_of();
            Cell::given(whole.map_or("", |whole| whole.id.as_str()))
        },
    },
    Column {
        name: "mentions",
        holds: Type::Count,
        about: "How often it is mentioned in texts that are counted; labels of turns are left out. The sum of `counts_by_year`.",
        value: |graph, id| Cell::Count(graph.edition(0).tallies[id.0 as usize].n_mentions),
    },
    Column {
        name: "speeches",
        holds: Type::Count,
        about: "In how many speeches it is mentioned, or speaks.",
        value: |graph, id| Cell::Count(graph.edition(0).tallies[id.0 as usize].n_speeches),
    },
    Column {
        name: "first",
        holds: Type::Text,
        about: "Date of the first of them.",
        value: |graph, id| Cell::written(graph.edition(0).tallies[id.0 as usize].first_day()),
    },
    Column {
        name: "last",
        holds: Type::Text,
        about: "Date of the last.",
        value: |graph, id| Cell::written(graph.edition(0).tallies[id.0 as usize].last_day()),
    },
    Column {
        name: "described",
        holds: Type::Flag,
        about: "Whether a file describes it; of others the site knows the id alone.",
        value: |graph, id| Cell::Flag(!entity(graph, *id).is_stub),
    },
    Column {
        name: "address",
        holds: Type::Text,
        about: "Its page; from the root of the site where the site does not know its own address.",
        value: |graph, id| address(graph, &graph.entity_route(0, *id)),
    },
    Column {
        name: "extra",
        holds: Type::Text,
        about: "What the site keeps beside, a JSON object.",
        value: |graph, id| extra(&entity(graph, *id).extra),
    },
];

/// A name of an entity.
pub(super) struct NameRow {
    entity: EntityId,
    /// Its index among the entity's names.
    alias: usize,
    number: usize,
}

/// `names`.
pub(super) static NAMES: Of<NameRow> = Of {
    name: "names",
    title: "Names",
    about: "A name of an entity a row: its own in each language, and its aliases.",
    key: &["entity", "number"],
    links: &[OF_ENTITY],
    source: Source::Entities,
    columns: NAME_COLUMNS,
    rows: name_rows,
};

const NAME_COLUMNS: &[Column<NameRow>] = &[
    Column {
        name: "entity",
        holds: Type::Text,
        about: "Whose name it is, a key of `entities`.",
        value: |graph, row| Cell::exactly(&entity(graph, row.entity).id),
    },
    Column {
        name: "number",
        holds: Type::Count,
        about: "Its place among the names of the entity, from 1.",
        value: |_, row| Cell::Count(row.number),
    },
    Column {
        name: "name",
        holds: Type::Text,
        about: "The name.",
        value: |graph, row| Cell::exactly(&entity(graph, row.entity).aliases[row.alias].text),
    },
    Column {
        name: "lang",
        holds: Type::Text,
        about: "In which language it is the entity's own name; empty for aliases, and for a name that serves every language.",
        value: |graph, row| {
            let alias = &entity(graph, row.entity).aliases[row.alias];
            let mut own = entity(graph, row.entity).name.versions();
            let lang = own.find(|(_, name)| *name == alias.text).and_then(|(lang, _)| lang);
            lang.map_or(Cell::Empty, |lang| Cell::given(lang.tag()))
        },
    },
    Column {
        name: "own",
        holds: Type::Flag,
        about: "Whether pages call it so in some language; others are aliases.",
        value: |graph, row| {
            let alias = &entity(graph, row.entity).aliases[row.alias];
            let mut own = entity(graph, row.entity).name.versions();
            Cell::Flag(own.any(|(_, name)| name == alias.text))
        },
    },
    Column {
        name: "from",
        holds: Type::Text,
        about: "The first date on which it is used; empty if always.",
        value: |graph, row| Cell::written(entity(graph, row.entity).aliases[row.alias].from),
    },
    Column {
        name: "until",
        holds: Type::Text,
        about: "The last date on which it is used; empty if still.",
        value: |graph, row| Cell::written(entity(graph, row.entity).aliases[row.alias].until),
    },
    Column {
        name: "searched",
        holds: Type::Flag,
        about: "Whether it is looked for in texts.",
        value: |graph, row| Cell::Flag(entity(graph, row.entity).aliases[row.alias].auto),
    },
];

fn name_rows(graph: &Graph, part: Range<usize>) -> Vec<NameRow> {
    let mut rows = Vec::new();
    for id in part.map(entity_id) {
        for alias in 0..entity(graph, id).aliases.len() {
            rows.push(NameRow { entity: id, alias, number: alias + 1 });
        }
    }
    rows
}

/// A value of a fact; of words in several languages one of them.
pub(super) struct FactRow {
    entity: EntityId,
    number: usize,
    fact: String,
    holds: &'static str,
    value: String,
    lang: Option<Lang>,
    target: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// `facts`.
pub(super) static FACTS: Of<FactRow> = Of {
    name: "facts",
    title: "Facts",
    about: "A value of what an entity's file states a row; of words in several languages one a row.",
    key: &["entity", "number"],
    links: &[OF_ENTITY],
    source: Source::Entities,
    columns: FACT_COLUMNS,
    rows: fact_rows,
};

const FACT_COLUMNS: &[Column<FactRow>] = &[
    Column {
        name: "entity",
        holds: Type::Text,
        about: "Of what it is stated, a key of `entities`.",
        value: |graph, row| Cell::exactly(&entity(graph, row.entity).id),
    },
    Column {
        name: "number",
        holds: Type::Count,
        about: "Its place among the rows of the entity, from 1.",
        value: |_, row| Cell::Count(row.number),
    },
    Column {
        name: "fact",
        holds: Type::Text,
        about: "What is stated: born, roles, coordinates, …, or a fact of the site's own.",
        value: |_, row| Cell::exactly(&row.fact),
    },
    Column {
        name: "type",
        holds: Type::Text,
        about: "What the value is: date, text, words, number, reference, point (longitude and latitude), link or role.",
        value: |_, row| Cell::exactly(row.holds),
    },
    Column {
        name: "value",
        holds: Type::Text,
        about: "The value, as written; of a reference the id.",
        value: |_, row| Cell::exactly(&row.value),
    },
    Column {
        name: "lang",
        holds: Type::Text,
        about: "The language of words that are given in several.",
        value: |_, row| row.lang.as_ref().map_or(Cell::Empty, |lang| Cell::given(lang.tag())),
    },
    Column {
        name: "target",
        holds: Type::Text,
        about: "Of a reference the id; of a role its organization, an id or words.",
        value: |_, row| Cell::given(row.target.as_deref().unwrap_or_default()),
    },
    Column {
        name: "from",
        holds: Type::Text,
        about: "Of a role the first date.",
        value: |_, row| Cell::given(row.from.as_deref().unwrap_or_default()),
    },
    Column {
        name: "until",
        holds: Type::Text,
        about: "Of a role the last date.",
        value: |_, row| Cell::given(row.until.as_deref().unwrap_or_default()),
    },
];

fn fact_rows(graph: &Graph, part: Range<usize>) -> Vec<FactRow> {
    let mut rows = Vec::new();
    for id in part.map(entity_id) {
        let of = entity(graph, id);
        let first = rows.len();
        for fact in &graph.config.kinds.kind(of.kind).facts {
            for value in of.facts.of(fact) {
                let start = rows.len();
                state(id, value, &mut rows);
                for row in &mut rows[start..] {
                    fact.key.as_ref().clone_into(&mut row.fact);
                    row.holds = type_word(fact.value);
                }
            }
        }
        for (number, row) in (1..).zip(&mut rows[first..]) {
            row.number = number;
        }
    }
    rows
}

/// Appends the rows of one value; what the fact is called is put in by the caller.
fn state(entity: EntityId, value: &FactValue, rows: &mut Vec<FactRow>) {
    let row = |value: String| FactRow {
        entity,
        number: 0,
        fact: String::new(),
        holds: "",
        value,
        lang: None,
        target: None,
        from: None,
        until: None,
    };
    let in_languages = |words: &Words| {
        let mut rows = Vec::new();
        for (lang, text) in words.versions() {
            rows.push(FactRow { lang: lang.cloned(), ..row(text.to_owned()) });
        }
        rows
    };

    match value {
        FactValue::Date(date) => rows.push(row(date.to_string())),
        FactValue::Text(text) | FactValue::Link(text) | FactValue::Number(text) => {
            rows.push(row(text.clone()));
        }
        FactValue::Words(words) => rows.extend(in_languages(words)),
        FactValue::Reference(to) => {
            rows.push(FactRow { target: Some(to.id.clone()), ..row(to.id.clone()) });
        }
        FactValue::Point(point) => {
            let [longitude, latitude] = point.degrees();
            rows.push(row(format!("{longitude} {latitude}")));
        }
        FactValue::Role(role) => {
            for mut of_role in in_languages(&role.role) {
                of_role.target = role.organization.as_ref().map(|body| body.id.clone());
                of_role.from = role.from.map(|date| date.to_string());
                of_role.until = role.until.map(|date| date.to_string());
                rows.push(of_role);
            }
        }
    }
}

fn type_word(holds: FactType) -> &'static str {
    match holds {
        FactType::Date => "date",
        FactType::Text => "text",
        FactType::Words => "words",
        FactType::Number => "number",
        FactType::Reference(_) => "reference",
        FactType::Point => "point",
        FactType::Link => "link",
        FactType::Role => "role",
    }
}

fn entity(graph: &Graph, id: EntityId) -> &Entity {
    graph.corpus.entity(id)
}

fn first_language(graph: &Graph) -> &Lang {
    graph.config.default_language()
}

//! Counts: of entities by year → `counts_by_year`, of the site by year → `years`, of two entities in
//! the same paragraph → `co_mentions`, whose nodes are the entities.
//!
//! **Invariant:** they count what the pages in the site's first language count: each speech in one
//! version, labels of turns left out.

use super::table::{Cell, Column, Link, Of, Source, Type};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{EntityId, SpeechId, TurnRole, entity_id};
use crate::reading::graph::Graph;
use crate::site::html::plain_text;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// An entity in a year.
pub(super) struct YearOfEntity {
    entity: EntityId,
    year: usize,
    n_mentions: usize,
    n_speeches: usize,
}

/// `counts_by_year`.
pub(super) static COUNTS_BY_YEAR: Of<YearOfEntity> = Of {
    name: "counts_by_year",
    title: "Counts by year",
    about: "An entity in a year a row: how often it is mentioned, in how many speeches. Years without any are left out.",
    key: &["entity", "year"],
    links: &[Link { columns: &["entity"], table: "entities", key: &["entity"] }],
    source: Source::Entities,
    columns: &[
        Column {
            name: "entity",
            holds: Type::Text,
            about: "A key of `entities`.",
            value: |graph, row| Cell::exactly(&graph.corpus.entity(row.entity).id),
        },
        Column {
            name: "year",
            holds: Type::Count,
            about: "The year.",
            value: |_, row| Cell::Count(row.year),
        },
        Column {
            name: "mentions",
            holds: Type::Count,
            about: "Mentions in texts of that year that are counted; labels of turns are left out.",
            value: |_, row| Cell::Count(row.n_mentions),
        },
        Column {
            name: "speeches",
            holds: Type::Count,
            about: "Speeches of that year in which it is mentioned, or speaks.",
            value: |_, row| Cell::Count(row.n_speeches),
        },
    ],
    rows: years_of_entities,
};

fn years_of_entities(graph: &Graph, part: Range<usize>) -> Vec<YearOfEntity> {
    let mut rows = Vec::new();
    for entity in part.map(entity_id) {
        let mut years: BTreeMap<usize, (usize, BTreeSet<SpeechId>)> = BTreeMap::new();
        for mention in graph.mentions_of(entity) {
            if !graph.is_counted(mention.speech, 0) {
                continue;
            }
            let Some(year) = year(graph, mention.speech) else { continue };
            let (n_mentions, speeches) = years.entry(year).or_default();
            *n_mentions += usize::from(mention.how != How::Label);
            speeches.insert(mention.speech);
        }
        for speech in graph.speeches_within(entity) {
            if let (true, Some(year)) = (graph.is_counted(*speech, 0), year(graph, *speech)) {
                years.entry(year).or_default().1.insert(*speech);
            }
        }
        for (year, (n_mentions, speeches)) in years {
            rows.push(YearOfEntity { entity, year, n_mentions, n_speeches: speeches.len() });
        }
    }
    rows
}

/// The site in a year.
#[derive(Default)]
pub(super) struct Year {
    year: usize,
    n_speeches: usize,
    n_turns: usize,
    n_questions: usize,
    n_paragraphs: usize,
    n_mentions: usize,
    words: usize,
    characters: usize,
}

/// `years`.
pub(super) static YEARS: Of<Year> = Of {
    name: "years",
    title: "Years",
    about: "A year of the site a row: what counts by year are measured against. Texts without a date are in no year.",
    key: &["year"],
    links: &[],
    source: Source::Whole,
    columns: &[
        Column {
            name: "year",
            holds: Type::Count,
            about: "The year.",
            value: |_, row| Cell::Count(row.year),
        },
        Column {
            name: "speeches",
            holds: Type::Count,
            about: "Speeches, each counted in one language.",
            value: |_, row| Cell::Count(row.n_speeches),
        },
        Column {
            name: "turns",
            holds: Type::Count,
            about: "Their turns.",
            value: |_, row| Cell::Count(row.n_turns),
        },
        Column {
            name: "questions",
            holds: Type::Count,
            about: "Turns that ask.",
            value: |_, row| Cell::Count(row.n_questions),
        },
        Column {
            name: "paragraphs",
            holds: Type::Count,
            about: "Paragraphs that are said or told.",
            value: |_, row| Cell::Count(row.n_paragraphs),
        },
        Column {
            name: "mentions",
            holds: Type::Count,
            about: "Mentions; labels of turns are left out.",
            value: |_, row| Cell::Count(row.n_mentions),
        },
        Column {
            name: "words",
            holds: Type::Count,
            about: "Length of the texts that are measured in words.",
            value: |_, row| Cell::Count(row.words),
        },
        Column {
            name: "characters",
            holds: Type::Count,
            about: "Length of the texts that are measured in characters.",
            value: |_, row| Cell::Count(row.characters),
        },
    ],
    rows: years,
};

fn years(graph: &Graph, _: Range<usize>) -> Vec<Year> {
    let mut years: BTreeMap<usize, Year> = BTreeMap::new();
    for id in &graph.edition(0).versions {
        let speech = graph.corpus.speech(*id);
        let Some(year) = year(graph, *id) else { continue };
        let of = years.entry(year).or_default();
        of.year = year;
        of.n_speeches += 1;
        of.n_turns += speech.body.turns.len();
        of.n_paragraphs += plain_text(&speech.body).count();
        for role in &graph.turns(*id).roles {
            of.n_questions += usize::from(*role == TurnRole::Question);
        }
        for (_, mention) in graph.mentions_in(*id) {
            of.n_mentions += usize::from(mention.how != How::Label);
        }
        match speech.lang.counts_characters() {
            true => of.characters += graph.length(*id),
            false => of.words += graph.length(*id),
        }
    }
    years.into_values().collect()
}

/// Two entities that are named together.
pub(super) struct Pair {
    source: EntityId,
    target: EntityId,
    n_paragraphs: usize,
    n_speeches: usize,
}

/// `co_mentions`.
pub(super) static CO_MENTIONS: Of<Pair> = Of {
    name: "co_mentions",
    title: "Co-mentions",
    about: "Two entities that are named in the same paragraph a row, without direction: the edges of a graph whose nodes are `entities`. A paragraph that names more than a hundred is a list, and gives none.",
    key: &["source", "target"],
    links: &[
        Link { columns: &["source"], table: "entities", key: &["entity"] },
        Link { columns: &["target"], table: "entities", key: &["entity"] },
    ],
    source: Source::Whole,
    columns: &[
        Column {
            name: "source",
            holds: Type::Text,
            about: "One of them, a key of `entities`: the first by id.",
            value: |graph, row| Cell::exactly(&graph.corpus.entity(row.source).id),
        },
        Column {
            name: "target",
            holds: Type::Text,
            about: "The other.",
            value: |graph, row| Cell::exactly(&graph.corpus.entity(row.target).id),
        },
        Column {
            name: "weight",
            holds: Type::Count,
            about: "Paragraphs that name both.",
            value: |_, row| Cell::Count(row.n_paragraphs),
        },
        Column {
            name: "speeches",
            holds: Type::Count,
            about: "Speeches with such a paragraph.",
            value: |_, row| Cell::Count(row.n_speeches),
        },
    ],
    rows: pairs,
};

/// Two entities, the first by id first.
type Two = (EntityId, EntityId);

fn pairs(graph: &Graph, _: Range<usize>) -> Vec<Pair> {
    let mut counts: BTreeMap<Two, (usize, usize)> = BTreeMap::new();
    for id in &graph.edition(0).versions {
        let mentions = graph.mentions_in(*id).map(|(_, mention)| mention);
        let mut places: Vec<Place> =
            mentions.filter(|mention| mention.how != How::Label).map(|one| one.place).collect();
        places.dedup();

        let mut here: BTreeSet<Two> = BTreeSet::new();
        for place in places {
            let entities = graph.named_together(*id, place);
            for (at, source) in entities.iter().enumerate() {
                for target in entities.iter().skip(at + 1) {
                    counts.entry((*source, *target)).or_default().0 += 1;
                    here.insert((*source, *target));
                }
            }
        }
        for two in here {
            counts.entry(two).or_default().1 += 1;
        }
    }

    let mut pairs = Vec::with_capacity(counts.len());
    for ((source, target), (n_paragraphs, n_speeches)) in counts {
        pairs.push(Pair { source, target, n_paragraphs, n_speeches });
    }
    pairs
}

/// The year of a text; none of one without a date, which is in no year.
fn year(graph: &Graph, id: SpeechId) -> Option<usize> {
    let date = graph.corpus.speech(id).date;
    usize::try_from(date.year()).ok().filter(|_| date.is_known())
}

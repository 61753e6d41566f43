//! Versions → what a reader can choose by: who speaks, where, at which event, in which series, on
//! which topic, of which type, in which language, on which day. Choices are among speeches: a page
//! of the site's own passes none.
//!
//! A term of the dictionary is a key and a value, `speaker=wang-yi`, `day=2024-03-07`, or a day of
//! any year, `day=03-07`. Its list has the stretches of numbers that the value lets through, as
//! where each begins and where the next number is that it does not let through; so a version costs
//! two numbers at most, however long it is. The lists of [`VERSIONS`], [`TEXTS`] and [`RECORDS`]
//! say where each of these begins: they grow with the site, so they are not in the root.
//!
//! The files of choices have a line for each value of [`KEYS`], key by key, those with most
//! versions first: id, how many versions, and names, each with its language before it.

use super::names::Names;
use super::postings::Lists;
use super::texts::{Texts, Version, write_fields};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::reading::graph::Graph;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What can be chosen from a list. A new key needs its line in [`values`] and its word under
/// `finder` in the themes.
pub(super) const KEYS: [&str; 7] = ["speaker", "place", "event", "series", "topic", "type", "lang"];

/// The term under which the first numbers of all versions are; it and the next two are above all
/// keys, so that they are in one shard.
const VERSIONS: &str = "~version";
/// That of the files of texts.
const TEXTS: &str = "~text";
/// That of the files of records, whose numbers are those of entities.
const RECORDS: &str = "~record";

/// Lines of one file, some 3 kB; `search.js` has the same number, as a shift by 6.
const FILE: usize = 64;

/// A value of a key.
#[derive(Debug)]
struct Choice {
    id: String,
    n_versions: usize,
}

/// Every value of each of [`KEYS`].
#[derive(Debug, Default)]
pub(super) struct Filters {
    choices: Vec<Choice>,
    /// How many of them each key has.
    pub(super) counts: Vec<usize>,
}

impl Filters {
    pub(super) fn new(graph: &Graph, texts: &Texts) -> Self {
        let mut filters = Filters::default();
        for key in KEYS {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for version in &texts.versions {
                for value in values(graph, *version, key) {
                    *counts.entry(value).or_default() += 1;
                }
            }

            let mut choices = Vec::with_capacity(counts.len());
            for (id, n_versions) in counts {
                choices.push(Choice { id, n_versions });
            }
            choices.sort_by_key(|choice| Reverse(choice.n_versions));
            filters.counts.push(choices.len());
            filters.choices.extend(choices);
        }
        filters
    }

    pub(super) fn n_files(&self) -> usize {
        self.choices.len().div_ceil(FILE)
    }

    /// The text of a file.
    pub(super) fn file(&self, graph: &Graph, number: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for choice in self.choices.iter().skip(number * FILE).take(FILE) {
            let n_versions = choice.n_versions.to_string();
            let mut fields = vec![choice.id.as_str(), &n_versions];
            // Types and languages have names in the interface and are no entities.
            if let Some(id) = graph.corpus.find_entity(&choice.id) {
                for (lang, name) in graph.corpus.entity(id).name.versions() {
                    fields.extend([lang.map_or("", Lang::tag), name]);
                }
            }
            write_fields(&mut out, &fields);
        }
        out
    }
}

/// The values that a version has of one of [`KEYS`].
fn values(graph: &Graph, version: Version, key: &str) -> Vec<String> {
    let Version::Speech(version) = version else {
        return Vec::new();
    };
    let speech = graph.corpus.speech(version);
    let entities = match key {
        "speaker" => graph.speakers_of(version),
        "place" => graph.entity_named(speech.location.as_ref()).into_iter().collect(),
        "event" => graph.event_of(version).into_iter().collect(),
        "series" => graph.series_of(version),
        "topic" => graph.topics_of(version),
        "type" if speech.speech_type.is_empty() => return Vec::new(),
        "type" => return vec![speech.speech_type.to_owned()],
        _ => return vec![speech.lang.tag().to_owned()],
    };
    entities.into_iter().map(|id| graph.corpus.entity(id).id.clone()).collect()
}

/// The stretches of numbers of each value, and where things begin, by term.
pub(super) fn lists(graph: &Graph, texts: &Texts, names: &Names) -> Lists {
    let mut stretches: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut pass = |term: String, start: u32, end: u32| {
        let ends = stretches.entry(term).or_default();
        if ends.last() == Some(&start) {
            ends.pop();
        } else {
            ends.push(start);
        }
        ends.push(end);
    };

    for (version, numbers) in texts.versions.iter().zip(texts.starts.windows(2)) {
        for key in KEYS {
            for value in values(graph, *version, key) {
                pass(format!("{key}={value}"), numbers[0], numbers[1]);
            }
        }

        let Version::Speech(id) = version else {
            continue;
        };
        let speech = graph.corpus.speech(*id);
        for day in days(speech.date, speech.when().last) {
            pass(format!("day={day}"), numbers[0], numbers[1]);
            // A month and a day, after `2024-`.
            if let Some(of_any_year) = day.get(5..) {
                pass(format!("day={of_any_year}"), numbers[0], numbers[1]);
            }
        }
    }

    // The last is where a version after all would begin.
    let versions = &texts.starts[..texts.versions.len()];
    for (term, starts) in
        [(VERSIONS, versions), (TEXTS, &texts.file_starts), (RECORDS, &names.file_starts)]
    {
        stretches.insert(term.to_owned(), starts.to_vec());
    }

    let mut lists = Lists::default();
    for (term, ends) in stretches {
        lists.push(&term, ends);
    }
    lists
}

/// The days of a speech as they are looked up: of several days in one month each, else the first
/// and the last, for a text over months is not looked for by a day in the middle.
fn days(first: Date, last: Option<Date>) -> Vec<String> {
    let last = last.unwrap_or(first).to_string();
    let first = first.to_string();
    let (Some((month, from)), Some((last_month, to))) =
        (first.rsplit_once('-'), last.rsplit_once('-'))
    else {
        return Vec::new();
    };

    let mut days = vec![first.clone(), last.clone()];
    if month == last_month {
        let (from, to) = (from.parse().unwrap_or(1_u8), to.parse().unwrap_or(1_u8));
        days = (from..=to).map(|day| format!("{month}-{day:02}")).collect();
    }
    days.dedup();
    days.retain(|day| Date::parse(day).is_some_and(Date::is_day));
    days
}

/// A run of works of one month, or of a year that is all that is known of their date.
pub(super) struct Month {
    /// A day of it.
    pub(super) date: Date,
    pub(super) n_numbers: u32,
}

/// The months of all works, newest first as the works are; the site's own pages are a run without a
/// year.
pub(super) fn months(graph: &Graph, texts: &Texts) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut version = 0;
    for work in &graph.works {
        let next = version + work.versions.len();
        let n_numbers = texts.starts[next] - texts.starts[version];
        version = next;

        let is_same = |month: &Month| {
            (month.date.year(), month.date.month()) == (work.date.year(), work.date.month())
        };
        match months.last_mut().filter(|month| is_same(month)) {
            Some(month) => month.n_numbers += n_numbers,
            None => months.push(Month { date: work.date, n_numbers }),
        }
    }

    // Behind all years, for a chart of them is one of speeches.
    let n_numbers = texts.starts[texts.versions.len()] - texts.starts[version];
    match months.last_mut().filter(|month| !month.date.is_known()) {
        Some(month) => month.n_numbers += n_numbers,
        None if n_numbers > 0 => months.push(Month { date: Date::UNKNOWN, n_numbers }),
        None => {}
    }
    months
}

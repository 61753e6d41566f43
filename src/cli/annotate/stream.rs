//! `oratory annotate --jsonl`: texts from elsewhere on standard input, a JSON object a line, → whom of
//! the site's registry each names, a line for each, on standard output.
//!
//! A filter for pipes and for engines that run one (GNU parallel, Spark, Ray), so a line never ends
//! it: what cannot be read is answered by an object that says why, and told on standard error.
//! **Invariant:** line for line, in order: the n-th answer is to the n-th line that is not blank.

use super::NO_ENTITIES;
use super::lines::{Line, Lines};
use crate::base::date::{Date, Doubt, When};
use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::{MAX_TEXT_BYTES, Sources};
use crate::cli::print::{Screen, count};
use crate::cli::site::read;
use crate::cli::{Failure, Verdict};
use crate::reading::annotate::Registry;
use crate::reading::config::CONFIG_PATH;
use crate::reading::config::{self, Auto, Config};
use crate::reading::corpus::{Corpus, DECISIONS_PATH};
use crate::reading::parse::{self, Place, place_of};
use crate::site::export;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use std::io;

/// Annotates every line of standard input.
pub(super) fn run(screen: &Screen) -> Result<Verdict, Failure> {
    let whole = read(screen)?;
    let sources = registry_alone(&whole);
    let mut diagnostics = Diagnostics::default();
    let config =
        Config { auto: Auto::All, ..config::read(&sources, &export::names(), &mut diagnostics) };
    let corpus = parse::parse(&sources, &config, &mut diagnostics);
    let registry = Registry::new(&corpus, &config, &mut diagnostics);
    if diagnostics.has_errors() {
        screen.diagnostics_aside(&super::errors(&diagnostics), &sources);
        screen.remark("Nothing is annotated while the registry has errors");
        return Ok(Verdict::Mistakes);
    }
    if corpus.entities.is_empty() {
        screen.remark(NO_ENTITIES);
    }

    let filter = Filter { registry, corpus: &corpus, config: &config };
    let mut lines = Lines::of(io::stdin().lock());
    let (mut n_texts, mut n_mentions, mut n_refused) = (0, 0, 0);
    loop {
        let batch = lines.batch().map_err(Failure::disk("read", "standard input"))?;
        if batch.is_empty() {
            break;
        }
        let answers: Vec<Answer> = batch.par_iter().map(|line| filter.answer(line)).collect();

        let mut text = String::new();
        for answer in answers {
            text.push_str(&answer.line);
            text.push('\n');
            n_texts += 1;
            n_mentions += answer.n_mentions;
            if let Some(why) = answer.refused {
                n_refused += 1;
                screen.complain(&why);
            }
        }
        screen.result(text.as_bytes());
    }

    let texts = count(n_texts - n_refused, "text", "texts");
    let mentions = count(n_mentions, "mention", "mentions");
    screen.remark(match n_refused {
        0 => say!("Annotated {texts}: {mentions}", texts, mentions),
        n => say!(
            "Annotated {texts}: {mentions}; {lines} could not be read",
            texts,
            mentions,
            lines = count(n, "line", "lines")
        ),
    });
    Ok(Verdict::Done)
}

/// The files that say whom the site knows: its configuration, its entities, what editors decided.
fn registry_alone(sources: &Sources) -> Sources {
    let config = config::read(sources, &export::names(), &mut Diagnostics::default());
    let mut kept = Vec::new();
    for (_, source) in sources.iter() {
        let is_entity = matches!(place_of(&source.path, &config), Place::Entity { .. });
        if is_entity || source.path == CONFIG_PATH || source.path == DECISIONS_PATH {
            kept.push(source.clone());
        }
    }
    Sources::new(kept)
}

/// What every line is answered by.
struct Filter<'c> {
    registry: Registry<'c>,
    corpus: &'c Corpus,
    config: &'c Config,
}

/// The answer to a line.
struct Answer {
    /// JSON.
    line: String,
    n_mentions: usize,
    /// Why the line could not be read, with its number.
    refused: Option<Message>,
}

/// What is asked about one text.
struct Asked {
    id: Value,
    text: String,
    lang: Lang,
    date: Option<Date>,
}

#[derive(Serialize)]
struct Annotated<'a> {
    id: &'a Value,
    mentions: Vec<Mentioned<'a>>,
    ambiguous: Vec<Ambiguous<'a>>,
}

#[derive(Serialize)]
struct Mentioned<'a> {
    entity: &'a str,
    kind: &'a str,
    surface: &'a str,
    /// In Unicode characters of the text; the end is not included.
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Ambiguous<'a> {
    entities: Vec<&'a str>,
    surface: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Refused<'a> {
    id: Value,
    line: usize,
    error: &'a str,
}

impl Filter<'_> {
    fn answer(&self, line: &Line) -> Answer {
        match asked(line) {
            Ok(asked) => self.annotated(&asked),
            Err((id, why)) => {
                let refused = Refused { id, line: line.number, error: &why.to_string() };
                Answer {
                    line: json(&refused),
                    n_mentions: 0,
                    refused: Some(say!("line {number}: {why}", number = line.number, why)),
                }
            }
        }
    }

    fn annotated(&self, asked: &Asked) -> Answer {
        let text = &asked.text;
        let (spots, doubts) = self.registry.look(text, asked.lang.clone(), asked.date);

        let mut characters = Characters::of(text);
        let mut mentions = Vec::with_capacity(spots.len());
        for spot in spots {
            let entity = self.corpus.entity(spot.entity);
            mentions.push(Mentioned {
                entity: &entity.id,
                kind: &self.config.kinds.kind(entity.kind).singular,
                start: characters.before(spot.range.start),
                end: characters.before(spot.range.end),
                surface: &text[spot.range],
            });
        }
        let mut characters = Characters::of(text);
        let mut ambiguous = Vec::with_capacity(doubts.len());
        for doubt in doubts {
            let ids = doubt.entities.iter().map(|id| self.corpus.entity(*id).id.as_str());
            ambiguous.push(Ambiguous {
                entities: ids.collect(),
                start: characters.before(doubt.range.start),
                end: characters.before(doubt.range.end),
                surface: &text[doubt.range],
            });
        }

        let n_mentions = mentions.len();
        let line = json(&Annotated { id: &asked.id, mentions, ambiguous });
        Answer { line, n_mentions, refused: None }
    }
}

/// Counts the characters of a text before bytes that are asked for in order.
struct Characters<'t> {
    text: &'t str,
    at: usize,
    n_before: usize,
}

impl<'t> Characters<'t> {
    fn of(text: &'t str) -> Self {
        Characters { text, at: 0, n_before: 0 }
    }

    fn before(&mut self, byte: usize) -> usize {
        if byte < self.at {
            // Names that could be several may lie over one another.
            *self = Characters::of(self.text);
        }
        self.n_before += self.text[self.at..byte].chars().count();
        self.at = byte;
        self.n_before
    }
}

/// What a line asks; else its id, if it has one, and what is wrong with it.
fn asked(line: &Line) -> Result<Asked, (Value, Message)> {
    let Some(bytes) = &line.bytes else {
        let n = MAX_TEXT_BYTES >> 20;
        return Err((Value::Null, say!("a text of more than {n} MB", n)));
    };
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        // The line of the error is always the first.
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default().to_owned();
        let column = error.column();
        (Value::Null, say!("no JSON: {why} (column {column})", why, column))
    })?;
    let Value::Object(mut fields) = value else {
        let wanted = "an object with `id`, `text` and `lang` is wanted";
        return Err((Value::Null, wanted.into()));
    };

    let Some(id) = fields.remove("id") else {
        return Err((Value::Null, say!("`{name}` is missing", name = "id")));
    };
    match read_fields(&mut fields) {
        Ok((text, lang, date)) => Ok(Asked { id, text, lang, date }),
        Err(why) => Err((id, why)),
    }
}

fn read_fields(fields: &mut Map<String, Value>) -> Result<(String, Lang, Option<Date>), Message> {
    let mut take = |name: &'static str| match fields.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(say!("`{name}` is not text", name)),
    };
    let missing = |name: &'static str| say!("`{name}` is missing", name);

    let text = take("text")?.ok_or_else(|| missing("text"))?;
    let tag = take("lang")?.ok_or_else(|| missing("lang"))?;
    let date = take("date")?;
    let lang =
        Lang::parse(&tag).ok_or_else(|| say!("`{text}` is not a language tag", text = tag))?;
    let date = date.map(|date| date_of(&date)).transpose()?.flatten();
    Ok((text, lang, date))
}

/// The day of a text, as far as it is certain.
fn date_of(text: &str) -> Result<Option<Date>, Message> {
    let when = When::parse(text).ok_or_else(|| say!("`{text}` is not a date", text))?;
    let is_certain = when.date.is_known() && when.doubt == Doubt::default() && when.open.is_none();
    Ok(is_certain.then_some(when.date))
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).expect("texts and numbers are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let mut characters = Characters::of("a奥隆德b");
        assert_eq!([1, 10, 11, 4].map(|byte| characters.before(byte)), [1, 4, 5, 2]);
    }

    #[test]
    fn a_line_that_cannot_be_read_says_why_and_keeps_its_id() {
        let why = |text: &str| {
            let line = Line { number: 1, bytes: Some(text.as_bytes().to_vec()) };
            let Err((id, why)) = asked(&line) else {
                return (Value::Null, String::new());
            };
            (id, why.to_string())
        };
        assert_eq!(why(r#"{"id": 7, "text": "a", "lang": "en", "more": []}"#).1, "");
        assert_eq!(why(r#"{"id": 7, "text": "a"}"#), (7.into(), "`lang` is missing".to_owned()));
        assert_eq!(why(r#"{"id": 7, "text": [], "lang": "en"}"#).1, "`text` is not text");
        assert_eq!(why(r#"{"text": "a", "lang": "en"}"#).1, "`id` is missing");
        let bad_date = r#"{"id": 7, "text": "", "lang": "en", "date": "soon"}"#;
        assert_eq!(why(bad_date).1, "`soon` is not a date");
        assert_eq!(why("[]").1, "an object with `id`, `text` and `lang` is wanted");
        assert!(why("{\"id\": 7,").1.starts_with("no JSON: EOF"));
        assert_eq!(date_of("1962~"), Ok(None));
    }
}

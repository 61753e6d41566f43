//! Suggestions → a spreadsheet with a column for decisions, and such a spreadsheet → what is to be done.
//!
//! One row for each side of a suggestion: an editor who knows the speeches needs nothing else.
//! **Invariant:** a row is known again by its key, so rows may be sorted, filtered and left out.

use super::Site;
use super::show::Writer;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::base::spreadsheet::{self, Row};
use crate::editor::suggest::{Orders, Proposal, Ruling, Side, Suggestion};
use std::collections::BTreeMap;

/// The columns.
const COLUMNS: [&str; 15] = [
    "decision", "kind", "entity", "name", "speech", "file", "line", "column", "left", "match",
    "right", "reason", "count", "key", "rank",
];

/// The spreadsheet.
pub(super) fn write(site: &Site<'_>, suggestions: &[Suggestion]) -> String {
    let mut writer = Writer::new(site, false);
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for suggestion in suggestions {
        rows.extend(
            suggestion.sides().into_iter().map(|side| row(site, &mut writer, suggestion, side)),
        );
    }
    spreadsheet::write(&rows)
}

fn row(
    site: &Site<'_>,
    writer: &mut Writer<'_>,
    suggestion: &Suggestion,
    side: Side<'_>,
) -> Vec<String> {
    let corpus = &site.graph.corpus;
    let context = side.name.and_then(|named| named.spots.first()).map(|spot| spot.context(corpus));
    let span = context
        .as_ref()
        .map(|context| context.span.clone())
        .or_else(|| site.spans(suggestion).into_iter().next());
    let (file, line, column) = span.map_or_else(Default::default, |span| {
        let (line, column) = writer.place_of(&span);
        (site.sources.file(span.file).path.clone(), line.to_string(), column.to_string())
    });
    let (left, words, right) = context
        .map_or_else(Default::default, |context| (context.left, context.words, context.right));
    vec![
        String::new(),
        suggestion.word().to_owned(),
        entity(site, suggestion, side),
        name(site, suggestion, side),
        speech(site, suggestion),
        file,
        line,
        column,
        left,
        words,
        right,
        suggestion.reason.clone(),
        side.name.map_or(0, |named| named.spots.len()).to_string(),
        key(site, suggestion, side),
        suggestion.rank.to_string(),
    ]
}

fn entity(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    match &suggestion.proposal {
        Proposal::New { id, .. } => id.clone(),
        _ => side
            .entity
            .map(|entity| site.graph.corpus.entity(entity).id.clone())
            .unwrap_or_default(),
    }
}

fn name(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    let own = || site.names(suggestion).first().map(|name| (*name).to_owned());
    side.name.map(|named| named.name.clone()).or_else(own).unwrap_or_default()
}

fn speech(site: &Site<'_>, suggestion: &Suggestion) -> String {
    suggestion.speech.map(|id| site.graph.corpus.speech(id).full_id()).unwrap_or_default()
}

/// What a row is known by: kind, entity, speech and name, the longest part last.
fn key(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    [
        suggestion.word().to_owned(),
        entity(site, suggestion, side),
        speech(site, suggestion),
        name(site, suggestion, side),
    ]
    .join("|")
}

/// What the rows of `text` ask for; mistakes go to `diagnostics`, in a file of their own.
pub(super) fn read(
    site: &Site<'_>,
    suggestions: &[Suggestion],
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Orders {
    let mut orders = Orders::default();
    let rows = match spreadsheet::read(text) {
        Ok(rows) => rows,
        Err((at, why)) => {
            diagnostics.push(
                mistake(Code::BadValue, format!("this is no table: {why}"), at..at)
                    .hint("save it as CSV in UTF-8"),
            );
            return orders;
        }
    };
    let Some((head, rows)) = rows.split_first() else {
        diagnostics.push(no_column("decision", 0..0));
        return orders;
    };
    let column = |name: &str| head.cells.iter().position(|cell| cell.trim() == name);
    let (Some(decision), Some(key_column)) = (column("decision"), column("key")) else {
        let missing = if column("decision").is_none() { "decision" } else { "key" };
        diagnostics.push(no_column(missing, head.span.clone()));
        return orders;
    };
    let known: BTreeMap<String, (&Suggestion, Side<'_>)> = suggestions
        .iter()
        .flat_map(|one| {
            one.sides().into_iter().map(move |side| (key(site, one, side), (one, side)))
        })
        .collect();
    for row in rows {
        let cell = |at: usize| row.cells.get(at).map_or("", |cell| cell.trim());
        if cell(decision).is_empty() {
            continue;
        }
        let Some(ruling) = ruling(cell(decision), row, diagnostics) else {
            continue;
        };
        match known.get(cell(key_column)) {
            Some((suggestion, side)) => {
                if let Err(why) = suggestion.rule(&site.graph.corpus, *side, ruling, &mut orders) {
                    let message = format!("`{}` cannot be decided here", cell(decision));
                    diagnostics.push(mistake(Code::BadValue, message, row.span.clone()).hint(why));
                }
            }
            None => diagnostics.push(unknown(site, row, cell(key_column))),
        }
    }
    orders
}

fn mistake(code: Code, message: String, range: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::new(code, message).at(Span::new(FileId(0), range), "")
}

fn no_column(name: &str, range: std::ops::Range<usize>) -> Diagnostic {
    mistake(Code::MissingKey, format!("there is no column `{name}`"), range)
        .hint("take a spreadsheet that `oratory annotate --csv` wrote")
}

fn ruling(word: &str, row: &Row, diagnostics: &mut Diagnostics) -> Option<Ruling> {
    let found = Ruling::WORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, ruling)| *ruling);
    if found.is_none() {
        let words = Ruling::WORDS.iter().map(|(word, _)| *word);
        let all: Vec<&str> = words.clone().collect();
        let diagnostic =
            mistake(Code::BadValue, format!("`{word}` is no decision"), row.span.clone())
                .did_you_mean(word, words);
        diagnostics
            .push(diagnostic.hint(format!("it is one of `{}`, or nothing", all.join("`, `"))));
    }
    found
}

/// Says why a key finds nothing: an id that is not there, or a suggestion that is not made any more.
fn unknown(site: &Site<'_>, row: &Row, key: &str) -> Diagnostic {
    let corpus = &site.graph.corpus;
    let mut parts = key.splitn(4, '|');
    let (kind, entity, speech) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    if parts.next().is_none() {
        return mistake(
            Code::BadValue,
            format!("`{key}` is no key of a suggestion"),
            row.span.clone(),
        )
        .hint("leave the column `key` as it was written");
    }
    if !entity.is_empty() && kind != "new" && corpus.find_entity(entity).is_none() {
        let ids = corpus.entities.iter().map(|entity| entity.id.as_str());
        let diagnostic = mistake(
            Code::UnknownEntity,
            format!("no entity has the id `{entity}`"),
            row.span.clone(),
        )
        .did_you_mean(entity, ids);
        return diagnostic.hint("leave the column `key` as it was written");
    }
    let is_gone =
        !speech.is_empty() && !corpus.speeches.iter().any(|known| known.is_called(speech));
    let message = if is_gone {
        format!("there is no speech `{speech}`")
    } else {
        "this is not suggested any more".to_owned()
    };
    mistake(Code::StaleDecision, message, row.span.clone())
}

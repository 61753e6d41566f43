//! Suggestions → a spreadsheet with a column for decisions; such a spreadsheet → what is to be
//! done.
//!
//! Each side of a suggestion has a row, with all that an editor who knows the speeches needs.
//!
//! **Invariant:** decisions that contradict each other are refused, both named, before anything is
//! done.
//! **Invariant:** a row is recognized by its key, so rows may be sorted, filtered and left out.

use super::Site;
use super::show::Writer;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::base::spreadsheet::{self, Row};
use crate::cli::language::Language;
use crate::cli::print::Position;
use crate::editor::suggest::{Orders, Proposal, Ruling, Side, Suggestion};
use std::collections::BTreeMap;

const COLUMNS: [&str; 15] = [
    "decision", "kind", "entity", "name", "speech", "file", "line", "column", "left", "match",
    "right", "reason", "count", "key", "rank",
];

/// The suggestions as a spreadsheet.
///
/// Its columns are for programs as well; the reason is for people, in the language of the terminal.
pub(super) fn write(site: &Site<'_>, suggestions: &[Suggestion], language: Language) -> String {
    let mut writer = Writer::new(site, false, language);
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for suggestion in suggestions {
        for side in suggestion.sides() {
            rows.push(row(site, &mut writer, suggestion, side, language));
        }
    }
    spreadsheet::write(&rows)
}

fn row(
    site: &Site<'_>,
    writer: &mut Writer<'_>,
    suggestion: &Suggestion,
    side: Side<'_>,
    language: Language,
) -> Vec<String> {
    let corpus = &site.graph.corpus;
    let n_spots = side.name.map_or(0, |named| named.spots.len());

    // The first place where the name occurs, with the words around it; or, where there are no words
    // in a text, the entry that the suggestion is about.
    let first_spot = side.name.and_then(|named| named.spots.first());
    let (span, [left, words, right]) = match first_spot {
        Some(spot) => {
            let context = spot.context(corpus);
            let words = [context.left, context.words, context.right];
            (Some(context.span), words)
        }
        None => (site.spans(suggestion).into_iter().next(), Default::default()),
    };
    let [file, line, column] = match span {
        Some(span) => {
            let Position { line, column } = writer.position_of(&span);
            let file = site.sources.file(span.file).path.clone();
            [file, line.to_string(), column.to_string()]
        }
        None => Default::default(),
    };

    let decision = String::new();
    vec![
        decision,
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
        language.say(&suggestion.reason),
        n_spots.to_string(),
        key(site, suggestion, side),
        suggestion.rank.to_string(),
    ]
}

fn entity(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    if let Proposal::New { id, .. } = &suggestion.proposal {
        return id.clone();
    }
    match side.entity {
        Some(entity) => site.graph.corpus.entity(entity).id.clone(),
        None => String::new(),
    }
}

fn name(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    if let Some(named) = side.name {
        return named.name.clone();
    }
    match site.names(suggestion).first() {
        Some(name) => (*name).to_owned(),
        None => String::new(),
    }
}

fn speech(site: &Site<'_>, suggestion: &Suggestion) -> String {
    suggestion.speech.map(|id| site.graph.corpus.speech(id).full_id()).unwrap_or_default()
}

/// What a row is recognized by: kind, entity, speech and name. The name is last, for it alone may
/// hold a `|`.
fn key(site: &Site<'_>, suggestion: &Suggestion, side: Side<'_>) -> String {
    [
        suggestion.word().to_owned(),
        entity(site, suggestion, side),
        speech(site, suggestion),
        name(site, suggestion, side),
    ]
    .join("|")
}

/// What the rows of the spreadsheet `text` ask for. Mistakes go to `diagnostics`, as if the
/// spreadsheet were the only file.
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
                mistake(Code::BadValue, say!("this is not a table: {why}", why), at..at)
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

    let mut by_key = BTreeMap::new();
    for suggestion in suggestions {
        for side in suggestion.sides() {
            by_key.insert(key(site, suggestion, side), (suggestion, side));
        }
    }

    let mut ruled: Vec<Ruled<'_, '_>> = Vec::new();
    for row in rows {
        let cell = |at: usize| row.cells.get(at).map_or("", |cell| cell.trim());
        let word = cell(decision);
        if word.is_empty() {
            continue;
        }
        let Some(ruling) = ruling(word, row, diagnostics) else {
            continue;
        };
        let Some((suggestion, side)) = by_key.get(cell(key_column)) else {
            diagnostics.push(unknown(site, row, cell(key_column)));
            continue;
        };

        let one = Ruled { row, word, suggestion, side: *side, ruling };
        if let Some(earlier) = ruled.iter().find(|earlier| earlier.contradicts(&one)) {
            diagnostics.push(contradiction(text, earlier, &one));
            continue;
        }
        ruled.push(one);

        if let Err(why) = suggestion.rule(&site.graph.corpus, *side, ruling, &mut orders) {
            let message = say!("`{word}` cannot be decided here", word);
            diagnostics.push(mistake(Code::BadValue, message, row.span.clone()).hint(why));
        }
    }
    orders
}

/// A row with a decision.
struct Ruled<'r, 's> {
    row: &'r Row,
    word: &'r str,
    suggestion: &'s Suggestion,
    side: Side<'s>,
    ruling: Ruling,
}

impl Ruled<'_, '_> {
    /// Whether not both of two decisions can be done. A name that means an entity everywhere may
    /// be rejected in one speech, which is an exception to it; one that never means the entity
    /// cannot be accepted anywhere.
    fn contradicts(&self, other: &Ruled<'_, '_>) -> bool {
        let same_entity = self.side.entity == other.side.entity;
        let is_row_again = std::ptr::eq(self.suggestion, other.suggestion) && same_entity;
        let (Some(name), Some(other_name)) = (self.side.name, other.side.name) else {
            return is_row_again && self.ruling != other.ruling;
        };
        if name.name != other_name.name {
            return false;
        }
        if is_row_again {
            return self.ruling != other.ruling;
        }
        let into = |one: &Suggestion| match &one.proposal {
            Proposal::Merge { into, .. } => Some(into.clone()),
            _ => None,
        };
        if let Some(label) = into(self.suggestion) {
            // That two labels are different speakers holds in all speeches.
            return into(other.suggestion) == Some(label) && self.ruling != other.ruling;
        }
        if self.side.entity.is_none() || other.side.entity.is_none() {
            return false;
        }

        let (a, b) = (self.ruling, other.ruling);
        let same_speech = self.suggestion.speech == other.suggestion.speech;
        if same_entity {
            let never = |one: Ruling, other: Ruling| one == Ruling::Never && other.is_for();
            return never(a, b) || never(b, a);
        }
        // One name, two entities: both here, or both everywhere. `explicit` marks one place and
        // says nothing of the others.
        let means = |ruling: Ruling| matches!(ruling, Ruling::Accept | Ruling::Always);
        means(a) && means(b) && (same_speech || a.is_everywhere() && b.is_everywhere())
    }
}

fn contradiction(text: &str, earlier: &Ruled<'_, '_>, later: &Ruled<'_, '_>) -> Diagnostic {
    let before = text.get(..earlier.row.span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let message = say!(
        "`{later}` contradicts `{earlier}` in line {line}",
        later = later.word,
        earlier = earlier.word,
        line
    );
    mistake(Code::BadValue, message, later.row.span.clone())
        .hint("leave one of the two, and empty the other’s `decision`")
}

fn mistake(code: Code, message: Message, range: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::new(code, message).at(Span::new(FileId(0), range), "")
}

fn no_column(name: &str, range: std::ops::Range<usize>) -> Diagnostic {
    mistake(Code::MissingKey, say!("there is no column `{name}`", name), range)
        .hint("take a spreadsheet that `oratory annotate --csv` wrote")
}

fn ruling(word: &str, row: &Row, diagnostics: &mut Diagnostics) -> Option<Ruling> {
    if let Some(ruling) = Ruling::named(word) {
        return Some(ruling);
    }

    let known: Vec<&str> = Ruling::WORDS.iter().map(|(known, _)| *known).collect();
    let message = say!("`{word}` is not a decision", word);
    let hint = say!("it is one of `{known}`, or nothing", known = Message::joined("`, `", &known));
    diagnostics.push(
        mistake(Code::BadValue, message, row.span.clone()).did_you_mean(word, known).hint(hint),
    );
    None
}

/// Why a key finds nothing: an id that does not exist, or a suggestion that is no longer made.
fn unknown(site: &Site<'_>, row: &Row, key: &str) -> Diagnostic {
    let corpus = &site.graph.corpus;
    let as_written = "leave the column `key` as it was written";
    let parts: Vec<&str> = key.splitn(4, '|').collect();
    let [kind, entity, speech, _name] = parts.as_slice() else {
        let message = say!("`{key}` is not the key of a suggestion", key);
        return mistake(Code::BadValue, message, row.span.clone()).hint(as_written);
    };

    // A new entity has no file yet.
    if !entity.is_empty() && *kind != "new" && corpus.find_entity(entity).is_none() {
        let ids = corpus.entities.iter().map(|entity| entity.id.as_str());
        let message = say!("no entity has the id `{entity}`", entity);
        return mistake(Code::UnknownEntity, message, row.span.clone())
            .did_you_mean(entity, ids)
            .hint(as_written);
    }

    let is_there = corpus.speeches.iter().any(|known| known.is_called(speech));
    let message = if speech.is_empty() || is_there {
        "this is not suggested any more".into()
    } else {
        say!("there is no speech `{speech}`", speech)
    };
    mistake(Code::StaleDecision, message, row.span.clone())
}

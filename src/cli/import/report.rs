//! What `import` did to a document, as text for people and as JSON.
//!
//! **Invariant:** the JSON and the two files hold every character of the source: each entry says
//! where it is, or has its text.

use super::Fresh;
use super::again::Again;
use super::proof::Refused;
use crate::base::message::{Message, say};
use crate::cli::language::Language;
use crate::cli::print::{count, plain};
use crate::disk::load::PassedOver;
use crate::import::{Done, Fate, Imported, Repair, Told, Why};
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The report for people.
pub(super) fn human(
    document: &Fresh,
    share: &Share,
    with_texts: bool,
    language: Language,
) -> String {
    let Imported {
        title,
        date,
        lang,
        encoding,
        n_turns,
        n_questions,
        n_answers,
        original,
        account,
        repairs,
        ..
    } = &document.imported;
    let turns = match (n_turns, n_questions + n_answers) {
        (0, _) => "nobody is named as speaking".into(),
        (_, 0) => count(*n_turns, "turn", "turns"),
        _ => say!(
            "{turns}: {questions}, {answers}",
            turns = count(*n_turns, "turn", "turns"),
            questions = count(*n_questions, "question", "questions"),
            answers = count(*n_answers, "answer", "answers")
        ),
    };

    let mut text = String::new();
    let mut put = |line: &Message| {
        let _ = writeln!(text, "{}", language.say(line));
    };
    if let Some(loss) = loss(document, share) {
        put(&loss);
    }
    put(&Message::from(format!("{} → {}\n  {title}", document.file, document.speech)));
    let mut facts: Vec<String> = date.iter().map(ToString::to_string).collect();
    facts.extend([lang.to_string(), (*encoding).to_owned()]);
    put(&say!("  {facts}; {turns}", facts = Message::joined(", ", facts), turns));
    for line in gathered(repairs) {
        put(&say!("  {line}", line));
    }

    let characters = count(original.chars().count(), "character", "characters");
    put(&say!("  {characters} in the source:", characters));
    for (phrase, n_chars) in account.totals(original) {
        let n_chars = format!("  {:>10}  ", count(n_chars, "", "").trim_end());
        put(&say!("{n_chars}{phrase}", n_chars, phrase = Message::ready_made(phrase)));
    }
    if document.imported.n_replaced > 0 {
        let places = count(document.imported.n_replaced, "place", "places");
        put(&say!("  {places} could not be read, now �", places));
    }

    for remark in &document.imported.remarks {
        put(&say!("  {remark}", remark = Message::ready_made(plain(remark))));
    }
    if let Some(again) = &document.again {
        let places = count(again.speech.n_taken, "place", "places");
        put(&say!("  it was imported before: {places} taken over from this version", places));
    }
    for (line, doubt) in document.doubts() {
        let place = format!("{}:{line}", document.speech);
        let doubt = Message::ready_made(doubt.as_str());
        put(&say!("  to review, {place}: {doubt}", place, doubt));
    }
    if let Some(aside) = &document.aside {
        put(&say!("  what was set aside: {aside}", aside));
    }

    if let Some(again) = &document.again {
        text.push_str(&plain(&again.diff.replace("\r\n", "\n")));
    } else if with_texts {
        let _ = write!(text, "\n--- {}\n{}", document.speech, document.imported.speech);
        if let Some(aside) = &document.aside {
            let _ = write!(text, "\n--- {aside}\n{}", document.imported.aside);
        }
    }
    text + "\n"
}

/// The share of a document that is set aside from which on it is said before all else, in percent: a
/// foreign passage or a note is less than that, a lost page is more.
const LOUD: f64 = 2.0;

/// What is said before all else of a document of which much is not in the speech.
fn loss(document: &Fresh, share: &Share) -> Option<Message> {
    if share.percent() <= LOUD {
        return None;
    }
    let characters = count(share.aside, "character", "characters");
    let place = match &document.aside {
        Some(aside) => say!("; read `{aside}` first", aside),
        None => Message::default(),
    };
    Some(say!(
        "{percent} % of `{path}` is not in the speech: {characters}{place}",
        percent = format!("{:.1}", share.percent()),
        path = plain(&document.path.display().to_string()),
        characters,
        place
    ))
}

/// How much of a document's text is not in its speech.
pub(super) struct Share {
    aside: usize,
    all: usize,
}

impl Share {
    /// Counts what was taken for text of another kind, or for a repeat. Headers of pages and what is
    /// around the text of a web page are neither the speech nor set aside from it.
    pub(super) fn of(imported: &Imported) -> Self {
        let mut share = Share { aside: 0, all: 0 };
        for entry in &imported.account.entries {
            let text = &imported.original[entry.range.clone()];
            let n_chars = text.chars().filter(|c| !c.is_whitespace()).count();
            match &entry.fate {
                Fate::Kept(_) => share.all += n_chars,
                Fate::Repeated(_) | Fate::Aside(_, Why::Foreign | Why::OtherArticle) => {
                    share.aside += n_chars;
                    share.all += n_chars;
                }
                Fate::Aside(..) | Fate::Changed(..) => {}
            }
        }
        share
    }

    pub(super) fn percent(&self) -> f64 {
        // Counts of characters are far below where `f64` loses whole numbers.
        #[expect(clippy::cast_precision_loss, reason = "documents have fewer than 2^52 characters")]
        let percent = self.aside as f64 * 100.0 / self.all.max(1) as f64;
        percent
    }
}

/// The files of which there is no speech, for programs: one object on a line.
pub(super) fn json_of_others(refused: &[Refused], passed_over: &[PassedOver]) -> String {
    let mut text = String::new();
    for Refused { path, why } in refused {
        let _ = writeln!(text, "{}", json!({"path": path.to_string_lossy(), "refused": why}));
    }
    for PassedOver { path, why } in passed_over {
        let _ = writeln!(text, "{}", json!({"path": path.to_string_lossy(), "skipped": why}));
    }
    text
}

/// The lines about repairs; those of one kind that follow each other are in one line.
fn gathered(repairs: &[Repair]) -> Vec<Message> {
    let is_alike = |a: &Repair, b: &Repair| match (a.done, b.done) {
        (Done::Repeated(_), Done::Repeated(_)) => true,
        (Done::Aside(a), Done::Aside(b)) => a == b,
        _ => false,
    };
    repairs.chunk_by(is_alike).map(line).collect()
}

fn line(repairs: &[Repair]) -> Message {
    let (Some(first), Some(last)) = (repairs.first(), repairs.last()) else {
        return Message::default();
    };
    let lines = if first.line == last.line {
        say!("line {line}", line = first.line)
    } else {
        say!("lines {first}–{last}", first = first.line, last = last.line)
    };
    let what = match first.done {
        Done::Joined(with) => say!("joined with line {with}", with),
        Done::Repeated(of) => say!(
            "{paragraphs} left out that stand earlier, from line {of} on",
            paragraphs = count(repairs.len(), "paragraph", "paragraphs"),
            of
        ),
        Done::Aside(why) => Message::ready_made(why.phrase()),
    };
    say!("{lines}: {what}: {at}", lines, what, at = first.at)
}

/// What was done to a block, for programs.
#[derive(Serialize)]
struct RepairRow<'t> {
    at: &'t str,
    done: &'static str,
    line: usize,
    with: serde_json::Value,
}

impl<'t> RepairRow<'t> {
    fn of(repair: &'t Repair) -> Self {
        let (done, with) = match repair.done {
            Done::Joined(with) => ("joined", json!(with)),
            Done::Repeated(of) => ("repeated", json!(of)),
            Done::Aside(why) => ("aside", json!(why)),
        };
        RepairRow { at: &repair.at, done, line: repair.line, with }
    }
}

/// A place to look at, for programs.
#[derive(Serialize)]
struct ReviewRow<'t> {
    line: usize,
    text: &'t str,
}

/// What becomes of the speech that is there.
#[derive(Serialize)]
struct AgainRow<'t> {
    diff: &'t str,
    review: Vec<ReviewRow<'t>>,
    taken: usize,
}

impl<'t> AgainRow<'t> {
    fn of(again: &'t Again) -> Self {
        let merged = &again.speech;
        let review = merged.doubts.iter().map(|(line, text)| ReviewRow { line: *line, text });
        AgainRow { diff: &again.diff, review: review.collect(), taken: merged.n_taken }
    }
}

/// The two texts of a document.
#[derive(Serialize)]
struct Texts<'t> {
    aside: &'t str,
    speech: &'t str,
}

/// The report of a document for programs; its keys are in the order of the alphabet. Where it was
/// imported `again`, all else is of the document as it was read, before it was merged.
#[derive(Serialize)]
struct Row<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<AgainRow<'t>>,
    answers: usize,
    aside: Option<&'t str>,
    aside_percent: f64,
    characters: BTreeMap<&'static str, usize>,
    date: Option<String>,
    encoding: &'static str,
    entries: Vec<Told<'t>>,
    file: &'t str,
    lang: &'t str,
    path: Cow<'t, str>,
    questions: usize,
    remarks: &'t [String],
    repairs: Vec<RepairRow<'t>>,
    review: Vec<ReviewRow<'t>>,
    speech: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<Texts<'t>>,
    title: &'t str,
    turns: usize,
    unreadable: usize,
}

/// The report for programs: one object on a line.
pub(super) fn json(document: &Fresh, share: &Share, with_texts: bool) -> String {
    let imported = &document.imported;
    let review = imported.doubts.iter().map(|(line, text)| ReviewRow { line: *line, text });
    let texts = Texts { aside: &imported.aside, speech: &imported.speech };
    let row = Row {
        again: document.again.as_ref().map(AgainRow::of),
        answers: imported.n_answers,
        aside: document.aside.as_deref(),
        aside_percent: share.percent(),
        characters: imported.account.totals(&imported.original).into_iter().collect(),
        date: imported.date.map(|date| date.to_string()),
        encoding: imported.encoding,
        entries: imported.account.told(&imported.original),
        file: &document.file,
        lang: imported.lang.tag(),
        path: document.path.to_string_lossy(),
        questions: imported.n_questions,
        remarks: &imported.remarks,
        repairs: imported.repairs.iter().map(RepairRow::of).collect(),
        review: review.collect(),
        speech: &document.speech,
        texts: with_texts.then_some(texts),
        title: &imported.title,
        turns: imported.n_turns,
        unreadable: imported.n_replaced,
    };
    let mut line = serde_json::to_string(&row).expect("texts and numbers, written to memory");
    line.push('\n');
    line
}

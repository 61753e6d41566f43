//! A document from outside → a speech, what does not belong to it, and an account of every
//! character.
//!
//! ```text
//! read      bytes → Manuscript        one file a format: blocks with their places
//! tidy      what typesetting put in   soft hyphens, stretched names, marks of continuation
//! labels    who speaks                labels, questions told by bold type
//! repair    blocks → verdicts         joined, repeated, foreign, furniture
//! compose   verdicts → two texts      and where every character went
//! merge     a new version → one text  with what was edited since
//! ```
//!
//! **Invariant:** from the two texts and the account the original can be written again, byte by
//! byte; it is tried before anything is returned.
//! **Invariant:** no rule knows the words of a document.
//! Does not touch the disk.

mod account;
mod address;
mod compose;
mod facts;
mod front_matter;
mod ids;
mod labels;
mod language;
mod lexicon;
mod lines;
mod manuscript;
mod marks;
pub(crate) mod merge;
mod named;
mod own;
mod read;
mod repair;
mod running;
mod sentences;
mod sheet;
mod sight;
#[cfg(test)]
mod tests;
mod tidy;

pub(crate) use account::{Account, Fate, Told, Why};
pub(crate) use address::address;
pub(crate) use ids::check_id;
pub(crate) use labels::can_be_person;
pub(crate) use manuscript::{Entity, Manuscript, Office};
pub(crate) use named::Ids;
pub(crate) use own::{add_own, own_files};
pub(crate) use read::read_all;
pub(crate) use read::{CorpusPart, corpus_part, listed_together};
pub(crate) use read::{MAX_DOCUMENT_BYTES, READERS};
pub use read::{ReadOptions, format_of, read};
pub(crate) use repair::RepairMode;

use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::letters::{first, last};
use crate::reading::annotate::HAN_WORDS;
use crate::reading::corpus::TurnRole;
use compose::Composed;
use facts::Dated;
use manuscript::BlockKind;
use repair::{Judged, Judgement, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A title as it is taken up: one line, and nothing that changes the direction of what follows;
/// none if nothing of it can be seen.
#[must_use]
pub(crate) fn title(text: &str) -> Option<String> {
    Some(sight::one_line(text)).filter(|line| sight::is_seen(line))
}

/// What is known of a document from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Options<'o> {
    /// Name of the file, for `sources`.
    pub file: &'o str,
    /// The name without its endings: `press-conference` of `press-conference.zh.txt`.
    pub stem: &'o str,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: &'o str,
    /// Id, instead of one from date and name.
    pub id: Option<&'o str>,
    /// Title, instead of the document's own.
    pub title: Option<&'o str>,
    /// Date, instead of the document's own.
    pub date: Option<Date>,
    /// Language, instead of the text's own.
    pub lang: Option<Lang>,
    /// Address that it was found at.
    pub url: Option<&'o str>,
    /// When it was found there.
    pub retrieved: Option<Date>,
    /// How the text was made, in a word that the parser knows; only a person can say it.
    pub text_status: Option<&'o str>,
    /// What is done where the document looks damaged; none for what is usual.
    pub repair: Option<RepairMode>,
    /// The ids on the site of the entities that the document names by identifiers.
    pub entities: Option<&'o BTreeMap<(String, String), String>>,
    /// Languages of the site; a text is given the tag that the site uses for its language.
    pub languages: &'o [Lang],
}

/// A document as a speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its id.
    pub id: String,
    /// Its language; `und` if it could not be told.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Its date; none if the document names none.
    pub date: Option<Date>,
    /// The file of the speech, with front matter.
    pub speech: String,
    /// The file of what does not belong to it; empty if all does.
    pub aside: String,
    /// The document's text, as decoded.
    pub original: String,
    /// Name of the encoding that it came in.
    pub encoding: &'static str,
    /// How many places of it could not be read and stand as U+FFFD.
    pub n_replaced: usize,
    /// What became of every character of `original`.
    pub account: Account,
    /// How many turns ask, and how many answer.
    pub n_questions: usize,
    /// Turns that answer.
    pub n_answers: usize,
    /// How many turns there are in all.
    pub n_turns: usize,
    /// What was done to blocks, in the order of the document.
    pub repairs: Vec<Repair>,
    /// What an editor should look at: line of the speech from 1, and what is said there.
    pub doubts: Vec<(usize, String)>,
    /// The ids of the entities that it names by identifiers.
    pub entities: BTreeSet<String>,
    /// What is to be known of the document as a whole: what it says of itself and could not be
    /// believed.
    pub remarks: Vec<String>,
}

/// Something done to a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Line of the original, from 1.
    pub line: usize,
    /// What was done.
    pub done: Done,
    /// The text at which it was done, cut short; of a join both its sides.
    pub at: String,
}

/// What was done to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Joined with the block that begins at this line.
    Joined(usize),
    /// Left out, because this line has it already.
    Repeated(usize),
    /// Set aside.
    Aside(Why),
}

/// Makes a speech of a document; none, which would be our mistake, if the account did not hold.
#[must_use]
pub fn import(mut manuscript: Manuscript, options: &Options<'_>) -> Option<Imported> {
    // Where the format says what a paragraph is, a break or a mark in one is the author's.
    let is_told = manuscript.is_told;
    if !is_told {
        lines::divide(&mut manuscript);
    }
    let mut entries = tidy::tidy(&mut manuscript);
    let marks = if is_told { Vec::new() } else { marks::take(&mut manuscript) };

    let lang = facts::language(&manuscript, options);
    let mut title = facts::title(&manuscript, options);
    let mut labels = labels::find(&manuscript, &HAN_WORDS, &title.text, lang.counts_characters());
    match title.block {
        // The first line of a document without a title is often whoever speaks first.
        Some(block) if labels.comes_again(block) => title = facts::title_of_file(options),
        Some(block) => labels.by_block[block] = None,
        None => {}
    }
    let first_turn = labels.by_block.iter().position(Option::is_some);
    let Dated { date, end, doubt } = facts::date(&manuscript, options, &title, first_turn);
    let found_at = facts::address(&manuscript, options);

    let Judgement { judged, mut remarks } =
        repair::judge(&manuscript, &labels, &marks, options.repair);
    let no_ids = Ids::new();
    let ids = options.entities.unwrap_or(&no_ids);
    let named = named::resolve(&mut manuscript, &labels, &judged, ids);
    let composed = compose::compose(&manuscript, &labels, &judged, &marks, title.block, doubt);
    let Composed { mut body, mut aside, entries: of_neither, doubts } = composed;

    body.say("\n");
    let head = front_matter::Head {
        title: &title.text,
        date,
        end,
        stated: &manuscript.facts.stated,
        url: found_at.url.as_deref(),
    };
    let front_matter = front_matter::write(&head, options, &labels, &judged, &named);
    body.put_before(&front_matter);
    if !aside.text.is_empty() {
        aside.put_before(&front_matter::of_aside(options));
    }

    let lines = manuscript::Lines::new(&body.text);
    let doubts =
        doubts.into_iter().map(|(at, doubt)| (lines.of(front_matter.len() + at), doubt)).collect();
    entries.extend(of_neither);
    entries.append(&mut body.entries);
    entries.append(&mut aside.entries);

    remarks.extend(named.remarks.clone());
    remarks.extend(labels.remark.clone());
    remarks.extend(found_at.remark);
    remarks.extend(manuscript.facts.remarks.iter().map(|remark| (*remark).to_owned()));
    let turns = turns(&labels, &judged);
    let n_of = |role: TurnRole| turns.iter().filter(|of| **of == role).count();
    let id = match options.id.or(manuscript.facts.id.as_deref()) {
        Some(id) => id.to_owned(),
        None => ids::id(manuscript.facts.part.as_deref().unwrap_or(options.stem), date),
    };
    let imported = Imported {
        id,
        lang,
        title: title.text,
        date,
        n_questions: n_of(TurnRole::Question),
        n_answers: n_of(TurnRole::Answer),
        n_turns: turns.len(),
        repairs: repairs(&manuscript, &judged),
        account: Account::complete(&manuscript.original, entries),
        entities: named.ids(),
        speech: body.text,
        aside: aside.text,
        encoding: manuscript.encoding,
        n_replaced: manuscript.n_replaced,
        doubts,
        remarks,
        original: manuscript.original,
    };
    let account = &imported.account;
    account.holds(&imported.original, &imported.speech, &imported.aside).then_some(imported)
}

/// What the turns that stand in the speech are.
fn turns(labels: &labels::Labels, judged: &[Judged]) -> Vec<TurnRole> {
    let mut roles: BTreeMap<&str, TurnRole> = BTreeMap::new();
    for (text, role) in &labels.roles {
        roles.insert(text, *role);
    }

    let mut turns = Vec::new();
    for (label, judged) in labels.by_block.iter().zip(judged) {
        if let Some(label) = label
            && judged.verdict == Verdict::Stands
        {
            turns.extend(roles.get(label.text.as_str()));
        }
    }
    turns
}

/// What was done to blocks. What a page has around its text is left out: every page has it.
fn repairs(manuscript: &Manuscript, judged: &[Judged]) -> Vec<Repair> {
    /// Characters that are shown on either side of a join, and of any other place: enough to find
    /// it.
    const BESIDE: usize = 12;
    const BEGINNING: usize = 2 * BESIDE;

    let original = &manuscript.original;
    let lines = manuscript::Lines::new(original);
    let line = |block: usize| lines.of(manuscript.blocks[block].start());
    let text = |block: usize| manuscript.blocks[block].text(original).trim().to_owned();

    let mut repairs = Vec::new();
    for (block, judged) in judged.iter().enumerate() {
        let beginning = || format!("{}…", first(&text(block), BEGINNING));
        let (done, at) = match &judged.verdict {
            // A note goes where the text that refers to it goes.
            _ if matches!(manuscript.blocks[block].kind, BlockKind::Note(_)) => continue,
            _ if matches!(
                manuscript.blocks[block].outside,
                Some(manuscript::FRONT_MATTER | manuscript::HEAD)
            ) =>
            {
                continue;
            }
            Verdict::Stands | Verdict::Aside(Why::Navigation) => continue,
            Verdict::Continues(of) => {
                let (left, right) = (text(*of), text(block));
                let seam = format!("…{}|{}…", last(&left, BESIDE), first(&right, BESIDE));
                (Done::Joined(line(*of)), seam)
            }
            Verdict::Repeats { of, .. } => (Done::Repeated(line(*of)), beginning()),
            Verdict::Aside(why) => (Done::Aside(*why), beginning()),
        };
        repairs.push(Repair { line: line(block), done, at });
    }
    repairs
}

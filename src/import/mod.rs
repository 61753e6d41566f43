//! A document from outside → a speech, what does not belong to it, and an account of every character.
//!
//! ```text
//! read      bytes → Manuscript        text, HTML, DOCX: blocks with their places
//! tidy      what typesetting put in   soft hyphens, stretched names, marks of continuation
//! labels    who speaks                labels, questions told by bold type
//! repair    blocks → verdicts         joined, repeated, foreign, furniture
//! compose   verdicts → two texts      and where every character went
//! ```
//!
//! **Invariant:** from the two texts and the account the original can be written again, byte by byte; it is tried before anything is returned.
//! **Invariant:** no rule knows the words of a document.
//! Does not touch the disk.

mod account;
mod address;
mod compose;
mod facts;
mod front_matter;
mod ids;
mod labels;
mod lines;
mod manuscript;
mod marks;
mod read;
mod repair;
mod sheet;
mod sight;
#[cfg(test)]
mod tests;
mod tidy;

pub(crate) use account::{Account, Why};
pub(crate) use address::address;
pub(crate) use ids::check_id;
pub(crate) use manuscript::Manuscript;
pub(crate) use read::MAX_DOCUMENT_BYTES;
pub use read::{ReadOptions, format_of, read};

use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::reading::corpus::TurnRole;
use compose::Composed;
use repair::{Judged, Verdict};
use std::collections::BTreeMap;

/// A title as it is taken up: one line, and nothing that turns the direction of what stands after it; none if nothing of it can be seen.
#[must_use]
pub(crate) fn title(text: &str) -> Option<String> {
    Some(sight::one_line(text)).filter(|line| sight::is_seen(line))
}

/// SHA-256 of a file's bytes, in hexadecimal (FIPS 180-4).
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
    /// Languages of the site; a text is given the tag that the site uses for its language.
    pub languages: &'o [Lang],
}

/// A document as a speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its id.
    pub id: String,
    /// Its language.
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
    /// What is to be known of the document as a whole: what it says of itself and could not be believed.
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
    /// Left out, for it stands at this line already.
    Repeated(usize),
    /// Set aside.
    Aside(Why),
}

/// Makes a speech of a document; none, which would be our mistake, if the account did not hold.
#[must_use]
pub fn import(mut manuscript: Manuscript, options: &Options<'_>) -> Option<Imported> {
    lines::divide(&mut manuscript);
    let mut entries = tidy::tidy(&mut manuscript);
    let marks = marks::take(&mut manuscript);
    let lang = facts::language(&manuscript, options);
    let title = facts::title(&manuscript, options);
    let mut labels = labels::find(&manuscript, &title.text, lang.counts_characters());
    if let Some(block) = title.block {
        labels.by_block[block] = None;
    }
    let first_turn = labels.by_block.iter().position(Option::is_some);
    let date = facts::date(&manuscript, options, &title, first_turn);
    let judged = repair::judge(&manuscript, &labels, &marks);
    let Composed { mut body, mut aside, entries: more, doubts } =
        compose::compose(&manuscript, &labels, &judged, &marks, title.block);
    body.say("\n");
    let found_at = facts::address(&manuscript, options);
    let head = front_matter::Head { title: &title.text, date, url: found_at.url.as_deref() };
    let front_matter = front_matter::write(&head, options, &labels, &judged);
    body.put_before(&front_matter);
    if !aside.text.is_empty() {
        aside.put_before(&front_matter::of_aside(options));
    }
    let lines = manuscript::Lines::new(&body.text);
    let doubts =
        doubts.into_iter().map(|(at, doubt)| (lines.of(front_matter.len() + at), doubt)).collect();
    entries.extend(more);
    entries.append(&mut body.entries);
    entries.append(&mut aside.entries);
    let account = Account::complete(&manuscript.original, entries);
    let standing = |role: TurnRole| n_turns(&labels, &judged, |of| of == role);
    let imported = Imported {
        id: options.id.map_or_else(|| ids::id(options.stem, date), str::to_owned),
        lang,
        title: title.text,
        date,
        n_questions: standing(TurnRole::Question),
        n_answers: standing(TurnRole::Answer),
        n_turns: n_turns(&labels, &judged, |_| true),
        repairs: repairs(&manuscript, &judged),
        speech: body.text,
        aside: aside.text,
        encoding: manuscript.encoding,
        n_replaced: manuscript.n_replaced,
        account,
        doubts,
        remarks: found_at.remark.into_iter().collect(),
        original: manuscript.original,
    };
    imported
        .account
        .holds(&imported.original, &imported.speech, &imported.aside)
        .then_some(imported)
}

fn n_turns(labels: &labels::Labels, judged: &[Judged], counts: impl Fn(TurnRole) -> bool) -> usize {
    let roles: BTreeMap<&str, TurnRole> =
        labels.roles.iter().map(|(text, role)| (text.as_str(), *role)).collect();
    let standing =
        labels.by_block.iter().zip(judged).filter(|(_, judged)| judged.verdict == Verdict::Stands);
    standing
        .filter_map(|(label, _)| roles.get(label.as_ref()?.text.as_str()))
        .filter(|role| counts(**role))
        .count()
}

/// What was done to blocks, a line each.
fn repairs(manuscript: &Manuscript, judged: &[Judged]) -> Vec<Repair> {
    let original = &manuscript.original;
    let start =
        |block: usize| manuscript.blocks[block].runs.first().map_or(0, |run| run.range.start);
    let lines = manuscript::Lines::new(original);
    let line = |block: usize| lines.of(start(block));
    let text = |block: usize| manuscript.blocks[block].text(original).trim().to_owned();
    let mut repairs = Vec::new();
    for (block, judged) in judged.iter().enumerate() {
        let (done, at) = match &judged.verdict {
            Verdict::Stands => continue,
            Verdict::Continues(of) => (
                Done::Joined(line(*of)),
                format!("…{}|{}…", tail(&text(*of), 12), head(&text(block), 12)),
            ),
            Verdict::Repeats { of, .. } => {
                (Done::Repeated(line(*of)), format!("{}…", head(&text(block), 24)))
            }
            Verdict::Aside(Why::Navigation) => continue,
            Verdict::Aside(why) => (Done::Aside(*why), format!("{}…", head(&text(block), 24))),
        };
        repairs.push(Repair { line: line(block), done, at });
    }
    repairs
}

fn head(text: &str, n: usize) -> String {
    text.chars().take(n).collect()
}

fn tail(text: &str, n: usize) -> String {
    text.chars().skip(text.chars().count().saturating_sub(n)).collect()
}

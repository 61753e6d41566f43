//! Suggestions, one question at a time → what is to be done.
//!
//! **Invariant:** what was answered before `q`, or before the answers end, counts; everything else
//! is left as it is.
//! **Invariant:** an answer is kept before the next question is asked; what an earlier review kept
//! is not asked again.
//! Questions and answers pass through closures, so that a test can play the editor.

use super::Site;
use super::answers::{self, Kept, Rulings};
use super::show::{WHOLE_SITE, Writer};
use crate::base::message::say;
use crate::cli::Failure;
use crate::cli::language::Language;
use crate::cli::print::plain;
use crate::editor::suggest::{Orders, Proposal, Ruling, Side, Suggestion};
use std::fmt::Write;

/// What `?` shows.
const HELP: &str = "  y  accept: do it
  n  reject: not in this speech; it is not asked again
  a  always: this name means this entity, everywhere
  v  never: this name never means this entity
  e  explicit: mark only the first place, in the text
  s  skip: ask again another time
  b  back: take the last answer back, and ask that again
  q  quit, and write what was decided so far
The words may be written out as in the spreadsheet: accept, reject, always, never, explicit.
  Where several names or entities are numbered, a, v and e take a number: v2. Of a choice, a number alone means that entity, in this speech.
  Each answer is kept as it is given: what interrupts you, `oratory annotate --review` goes on from there.
";

/// What an answer means.
enum Answer {
    Ruled(Rulings),
    Back,
    Quit,
    Unclear(&'static str),
}

/// How a question ends.
enum Step {
    Answered(Rulings),
    Back,
    Quit,
}

/// A review under way.
pub(super) struct Review<'r> {
    site: &'r Site<'r>,
    asked: Vec<&'r Suggestion>,
    /// The answer to each suggestion in `asked`.
    answers: Vec<Option<Rulings>>,
    /// The indexes of those that have one, in the order in which they were given.
    given: Vec<usize>,
}

/// Whom to ask.
pub(super) struct Editor<'e> {
    /// Shows a text and gives the answer, `None` when there are no more.
    pub(super) ask: &'e mut dyn FnMut(&str) -> Option<String>,
    /// Keeps a line on the disk.
    pub(super) keep: &'e mut dyn FnMut(&str) -> Result<(), Failure>,
    /// Whether what is shown has colours.
    pub(super) is_styled: bool,
    pub(super) language: Language,
}

impl<'r> Review<'r> {
    /// Begins with the answers that an earlier review kept.
    pub(super) fn new(site: &'r Site<'r>, suggestions: &'r [Suggestion], kept: &Kept) -> Self {
        let asked: Vec<&Suggestion> = suggestions
            .iter()
            .filter(|one| !matches!(one.proposal, Proposal::Unseen { .. }))
            .collect();

        let mut finder = kept.finder();
        let mut answers = vec![None; asked.len()];
        let mut given = Vec::new();

        for (at, suggestion) in asked.iter().enumerate() {
            let Some(kept) = finder.take(site, suggestion) else {
                continue;
            };
            // What could be answered then may be impossible now, as where the id of a new entity
            // has been taken meanwhile. Then it is asked again.
            if rule(site, suggestion, &kept.rulings, &mut Orders::default()).is_ok() {
                answers[at] = Some(kept.rulings);
                given.push((kept.order, at));
            }
        }

        given.sort_unstable();
        Review { site, asked, answers, given: given.into_iter().map(|(_, at)| at).collect() }
    }

    pub(super) fn n_answered(&self) -> usize {
        self.given.len()
    }

    pub(super) fn n_left(&self) -> usize {
        self.asked.len() - self.given.len()
    }

    /// Asks the questions that are left.
    ///
    /// # Errors
    ///
    /// Where an answer cannot be kept. Those before it are.
    pub(super) fn ask(&mut self, editor: &mut Editor<'_>) -> Result<(), Failure> {
        let mut writer = Writer::new(self.site, editor.is_styled, editor.language);
        let mut at = 0;

        while at < self.asked.len() {
            if self.answers[at].is_some() {
                at += 1;
                continue;
            }

            match self.question(at, &mut writer, editor.ask) {
                Step::Quit => break,
                Step::Answered(rulings) => {
                    (editor.keep)(&answers::line(self.site, self.asked[at], &rulings))?;
                    self.answers[at] = Some(rulings);
                    self.given.push(at);
                }
                Step::Back => {
                    let Some(last) = self.given.pop() else {
                        continue;
                    };
                    (editor.keep)(&answers::line_back(self.site, self.asked[last]))?;
                    self.answers[last] = None;
                    at = at.min(last);
                }
            }
        }
        Ok(())
    }

    /// What the answers ask for.
    pub(super) fn orders(&self) -> Orders {
        let mut orders = Orders::default();
        for (suggestion, rulings) in self.asked.iter().zip(&self.answers) {
            let Some(rulings) = rulings else {
                continue;
            };
            let ruled = rule(self.site, suggestion, rulings, &mut orders);
            debug_assert!(ruled.is_ok(), "a ruling is tried before it is taken");
        }
        orders
    }

    /// Asks one question until the answer is clear.
    fn question(
        &self,
        at: usize,
        writer: &mut Writer<'_>,
        ask: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Step {
        let suggestion = self.asked[at];
        let sides = suggestion.sides();
        let language = writer.language;
        let path =
            suggestion.speech.map_or_else(|| language.word(WHOLE_SITE), |id| self.site.path(id));
        let number = say!("{n} of {all}", n = at + 1, all = self.asked.len());
        let mut text = format!("\n{}  {path}\n", language.say(&number));
        writer.one(suggestion, &mut text);
        text.push_str(&numbered(self.site, suggestion, &sides));

        let prompt = language.word(prompt(suggestion));
        text.push_str(prompt);

        loop {
            let Some(line) = ask(&text) else {
                return Step::Quit;
            };

            let why = match answer(line.trim(), suggestion, sides.len()) {
                Answer::Quit => return Step::Quit,
                Answer::Back if self.given.is_empty() => {
                    language.word("  There is no answer to take back.").to_owned()
                }
                Answer::Back => return Step::Back,
                Answer::Unclear(why) => language.word(why).to_owned(),
                Answer::Ruled(rulings) => {
                    // Tried on orders of its own, for a later answer may take this one back.
                    match rule(self.site, suggestion, &rulings, &mut Orders::default()) {
                        Ok(()) => return Step::Answered(rulings),
                        Err(why) => format!("  {}", language.word(why)),
                    }
                }
            };
            text = format!("{why}\n{prompt}");
        }
    }
}

/// Adds to `orders` what rulings on the sides of a suggestion ask for, or says why the first that
/// is impossible is.
fn rule(
    site: &Site<'_>,
    suggestion: &Suggestion,
    rulings: &Rulings,
    orders: &mut Orders,
) -> Result<(), &'static str> {
    let sides = suggestion.sides();
    for (side, ruling) in rulings {
        suggestion.rule(&site.graph.corpus, sides[*side], *ruling, orders)?;
    }
    Ok(())
}

/// The sides of a suggestion with numbers, where there are several.
fn numbered(site: &Site<'_>, suggestion: &Suggestion, sides: &[Side<'_>]) -> String {
    let mut out = String::new();
    if sides.len() < 2 {
        return out;
    }

    for (at, side) in sides.iter().enumerate() {
        let shown = match (&suggestion.proposal, side.entity, side.name) {
            (Proposal::Choice { .. }, Some(entity), _) => {
                let entity = site.graph.corpus.entity(entity);
                let described = entity
                    .description
                    .as_ref()
                    .and_then(|words| words.versions().next())
                    .map_or("", |(_, text)| text);
                format!("{}  {described}", entity.id)
            }
            (_, _, Some(named)) => named.name.clone(),
            _ => continue,
        };
        let _ = writeln!(out, "          {}  {}", at + 1, plain(shown.trim_end()));
    }
    out
}

fn prompt(suggestion: &Suggestion) -> &'static str {
    match suggestion.proposal {
        Proposal::Add { .. } => {
            "[y] accept [n] reject [a]lways ne[v]er [e]xplicit [s]kip [b]ack [q]uit [?] "
        }
        Proposal::Label { .. } => {
            "[y] accept [n] reject [a]lways ne[v]er [s]kip [b]ack [q]uit [?] "
        }
        Proposal::Choice { .. } => {
            "[number] accept [n] reject all [a]lways+number ne[v]er+number [e]xplicit+number [s]kip [b]ack [q]uit [?] "
        }
        _ => "[y] accept [n] reject [s]kip [b]ack [q]uit [?] ",
    }
}

/// Reads an answer: a letter, a number, or a letter with a number.
fn answer(line: &str, suggestion: &Suggestion, n_sides: usize) -> Answer {
    let number = line.trim_start_matches(|c: char| c.is_alphabetic()).trim();
    let word = line.strip_suffix(number).unwrap_or(line).trim();
    // `accept 2` and `reject 1` of a spreadsheet are `y2` and `n1` here.
    let letter = match Ruling::named(word) {
        Some(Ruling::Accept) => 'y',
        Some(Ruling::Reject) => 'n',
        Some(Ruling::Never) => 'v',
        Some(Ruling::Always | Ruling::Explicit) | None => {
            line.chars().next().unwrap_or('?').to_ascii_lowercase()
        }
    };
    let side = match number.parse::<usize>() {
        Ok(number) if (1..=n_sides).contains(&number) => Some(number - 1),
        Ok(_) => return Answer::Unclear("  There is no such number."),
        Err(_) if letter.is_ascii_digit() => return Answer::Unclear("  There is no such number."),
        Err(_) => None,
    };

    let is_choice = matches!(suggestion.proposal, Proposal::Choice { .. });
    let only_side = (n_sides == 1).then_some(0);
    let on_one = |ruling| match side.or(only_side) {
        Some(side) => Answer::Ruled(vec![(side, ruling)]),
        None => Answer::Unclear("  Say of which, by its number: a1, v2, e1."),
    };
    match letter {
        'y' if is_choice && side.is_none() => Answer::Unclear("  Say which by its number."),
        'y' if is_choice => on_one(Ruling::Accept),
        'y' => Answer::Ruled(vec![(0, Ruling::Accept)]),
        'n' if side.is_some() => on_one(Ruling::Reject),
        'n' => Answer::Ruled((0..n_sides).map(|side| (side, Ruling::Reject)).collect()),
        'a' => on_one(Ruling::Always),
        'v' => on_one(Ruling::Never),
        'e' => on_one(Ruling::Explicit),
        's' => Answer::Ruled(Vec::new()),
        'b' => Answer::Back,
        'q' => Answer::Quit,
        c if c.is_ascii_digit() && is_choice => on_one(Ruling::Accept),
        _ => Answer::Unclear(HELP),
    }
}

//! Suggestions, one question at a time → what is to be done.
//!
//! **Invariant:** what was answered before `q`, or before the answers end, counts; what was not is left as it is.
//! Questions and answers come and go through a closure, so a test can play the editor.

use super::Site;
use super::show::Writer;
use crate::cli::print::plain;
use crate::suggest::{Orders, Proposal, Ruling, Side, Suggestion};
use std::fmt::Write;

/// What `?` says.
const HELP: &str = "\
  y  yes: do it
  n  no, not in this speech; it is not asked again
  a  always: this name means this entity, everywhere
  v  never: this name never means this entity
  e  explicit: mark only the first place, in the text
  s  skip: ask again another time
  q  quit, and write what was decided so far
  Where several names or entities are numbered, a, v and e take a number: v2. Of a choice, a number alone means that entity, in this speech.
";

/// What an answer means.
enum Answer {
    Ruled(Vec<(usize, Ruling)>),
    Skip,
    Quit,
    Unclear(&'static str),
}

/// Asks about each of `suggestions`; `ask` shows a text and gives the answer, none when there are no more.
pub(super) fn review(site: &Site<'_>, suggestions: &[Suggestion], is_styled: bool, ask: &mut dyn FnMut(&str) -> Option<String>) -> Orders {
    let mut writer = Writer::new(site, is_styled);
    let mut orders = Orders::default();
    let asked: Vec<&Suggestion> = suggestions.iter().filter(|one| !matches!(one.proposal, Proposal::Unseen { .. })).collect();
    for (at, suggestion) in asked.iter().enumerate() {
        let mut text = format!("\n{} of {}  {}\n", at + 1, asked.len(), suggestion.speech.map_or("the whole site", |id| site.path(id)));
        writer.one(suggestion, &mut text);
        let sides = suggestion.sides();
        text.push_str(&numbered(site, suggestion, &sides));
        let prompt = prompt(suggestion);
        text.push_str(prompt);
        if !settle(site, suggestion, &sides, prompt, text, &mut orders, ask) {
            break;
        }
    }
    orders
}

/// Asks until the answer is clear; says whether to go on.
fn settle(
    site: &Site<'_>,
    suggestion: &Suggestion,
    sides: &[Side<'_>],
    prompt: &str,
    mut text: String,
    orders: &mut Orders,
    ask: &mut dyn FnMut(&str) -> Option<String>,
) -> bool {
    loop {
        let Some(line) = ask(&text) else { return false };
        let rulings = match answer(line.trim(), suggestion, sides.len()) {
            Answer::Quit => return false,
            Answer::Skip => return true,
            Answer::Unclear(why) => {
                text = format!("{why}\n{prompt}");
                continue;
            }
            Answer::Ruled(rulings) => rulings,
        };
        let mut tried = orders.clone();
        let done = rulings.into_iter().try_for_each(|(side, ruling)| suggestion.rule(&site.graph.corpus, sides[side], ruling, &mut tried));
        match done {
            Ok(()) => {
                *orders = tried;
                return true;
            }
            Err(why) => text = format!("  {why}\n{prompt}"),
        }
    }
}

/// The sides of a suggestion with numbers, where there are several.
fn numbered(site: &Site<'_>, suggestion: &Suggestion, sides: &[Side<'_>]) -> String {
    let mut out = String::new();
    for (at, side) in sides.iter().enumerate().filter(|_| sides.len() > 1) {
        let of = match (&suggestion.proposal, side.entity, side.name) {
            (Proposal::Choice { .. }, Some(entity), _) => {
                let entity = site.graph.corpus.entity(entity);
                let described = entity.description.as_ref().and_then(|words| words.versions().next()).map_or("", |(_, text)| text);
                format!("{}  {described}", entity.id)
            }
            (_, _, Some(named)) => named.name.clone(),
            _ => continue,
        };
        let _ = writeln!(out, "          {}  {}", at + 1, plain(of.trim_end()));
    }
    out
}

fn prompt(suggestion: &Suggestion) -> &'static str {
    match suggestion.proposal {
        Proposal::Add { .. } => "[y]es [n]o [a]lways ne[v]er [e]xplicit [s]kip [q]uit [?] ",
        Proposal::Label { .. } => "[y]es [n]o [a]lways ne[v]er [s]kip [q]uit [?] ",
        Proposal::Choice { .. } => "[number] [n]one [a]lways+number ne[v]er+number [e]xplicit+number [s]kip [q]uit [?] ",
        _ => "[y]es [n]o [s]kip [q]uit [?] ",
    }
}

fn answer(line: &str, suggestion: &Suggestion, n_sides: usize) -> Answer {
    let letter = line.chars().next().unwrap_or('?').to_ascii_lowercase();
    let number = line.trim_start_matches(|c: char| c.is_alphabetic()).trim();
    let side = match number.parse::<usize>() {
        Ok(number) if (1..=n_sides).contains(&number) => Some(number - 1),
        Ok(_) => return Answer::Unclear("  There is no such number."),
        Err(_) if letter.is_ascii_digit() => return Answer::Unclear("  There is no such number."),
        Err(_) => None,
    };
    let is_choice = matches!(suggestion.proposal, Proposal::Choice { .. });
    let one = |ruling| match side.or((n_sides == 1).then_some(0)) {
        Some(side) => Answer::Ruled(vec![(side, ruling)]),
        None => Answer::Unclear("  Say of which, by its number: a1, v2, e1."),
    };
    match letter {
        'y' if is_choice => Answer::Unclear("  Say which by its number."),
        'y' => Answer::Ruled(vec![(0, Ruling::Accept)]),
        'n' => Answer::Ruled((0..n_sides).map(|side| (side, Ruling::Reject)).collect()),
        'a' => one(Ruling::Always),
        'v' => one(Ruling::Never),
        'e' => one(Ruling::Explicit),
        's' => Answer::Skip,
        'q' => Answer::Quit,
        c if c.is_ascii_digit() && is_choice => one(Ruling::Accept),
        _ => Answer::Unclear(HELP),
    }
}

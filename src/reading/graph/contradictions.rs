//! What the files say of one another → where they contradict each other: a life that ends before it
//! begins, a whole that is a part of its part, somebody who speaks after his death.
//!
//! **Invariant:** a contradiction is told once, with both of its places.
//! Does not ask what is true: of two dates that cannot both be, either may be the slip.

use super::Graph;
use super::editions::differs_from_name;
use crate::base::date::{AsOf, Date};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::fold_name;
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::base::words::Words;
use crate::reading::corpus::{Entity, EntityId, FAR_FUTURE, Role, Speech, SpeechId};
use crate::reading::kinds::{Fact, facts};
use std::collections::BTreeSet;
use std::ops::Range;

/// Nobody has been known to grow older (122 years, rounded up): of a longer life one date is a slip.
const LONGEST_LIFE: i16 = 125;

/// Below this age nobody has given a speech that was written down. A choice: if it is higher,
/// children who were heard are told of; if lower, a `born` that took the date of a speech is not.
const LEAST_AGE: i16 = 5;

/// A speech so many years from every other one of its site is most likely misdated. A choice: an
/// archive of several ages has more than one speech of each.
const FAR_OFF: i16 = 150;

/// Reports every contradiction.
pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for entity in &graph.corpus.entities {
        of_dates(entity, diagnostics);
        of_future(graph, entity, diagnostics);
        of_windows(entity, diagnostics);
    }
    of_parts(graph, diagnostics);
    for work in &graph.works {
        // Versions are compared elsewhere, so the first speaks for all.
        if let Some(speech) = work.versions.first() {
            of_speakers(graph, *speech, diagnostics);
        }
    }
    far_off(graph, diagnostics);
}

/// Pairs of facts of which the second cannot come before the first.
const ORDERED: &[(&Fact, &Fact)] =
    &[(&facts::BORN, &facts::DIED), (&facts::STARTED, &facts::ENDED)];

fn of_dates(entity: &Entity, diagnostics: &mut Diagnostics) {
    for (first, second) in ORDERED {
        let (Some((begin, begin_span)), Some((end, end_span))) =
            (entity.facts.date(first), entity.facts.date(second))
        else {
            continue;
        };

        let (from, until) = (&first.key, &second.key);
        let is_of_life = first.key == facts::BORN.key;
        let message = if !begin.is_by_end_of(end) {
            say!("`{until}` is before `{from}`: {end} and {begin}", until, from, end, begin)
        } else if is_of_life && !is_life(begin, end) {
            say!("a life from {begin} until {end} is longer than any", begin, end)
        } else {
            continue;
        };
        let diagnostic = Diagnostic::new(Code::Contradiction, message)
            .at(Span::new(entity.file, end_span), "")
            .at(Span::new(entity.file, begin_span), "");
        diagnostics.push(diagnostic.hint("mend whichever of the two is wrong"));
    }
}

/// Lives that begin or end later than today: of what is planned, nobody knows the day of a death.
fn of_future(graph: &Graph, entity: &Entity, diagnostics: &mut Diagnostics) {
    let now = graph.config.as_of;
    for fact in [&facts::BORN, &facts::DIED] {
        if let Some((date, span)) = entity.facts.date(fact).filter(|(date, _)| now.is_before(*date))
        {
            let message = say!("`{key}` is {date}, which is yet to come", key = fact.key, date);
            let place = Span::new(entity.file, span);
            diagnostics.tell(Code::FutureDate, place, message, "mend the year");
        }
    }
}

fn is_life(born: Date, died: Date) -> bool {
    born.is_by_end_of(died) && died.year() - born.year() <= LONGEST_LIFE
}

/// Names and offices that end before they begin.
fn of_windows(entity: &Entity, diagnostics: &mut Diagnostics) {
    let aliases = entity.aliases.iter().map(|alias| (alias.from, alias.until, &alias.span));
    let roles = entity.roles().map(|role| (role.from, role.until, &role.span));
    for (from, until, span) in aliases.chain(roles) {
        if let (Some(from), Some(until)) = (from, until)
            && !from.is_by_end_of(until)
        {
            let message = say!("`until` is before `from`: {until} and {from}", until, from);
            let place = Span::new(entity.file, span.clone());
            let hint = say!(
                "write `from: {until}, until: {from}`, or mend whichever is wrong",
                until,
                from
            );
            diagnostics.tell(Code::Contradiction, place, message, hint);
        }
    }
}

/// Wholes that are parts of their own parts; each circle once, at its first entity.
fn of_parts(graph: &Graph, diagnostics: &mut Diagnostics) {
    let whole_of = |id: EntityId| graph.entity_named(graph.corpus.entity(id).part_of());
    let mut done: BTreeSet<EntityId> = BTreeSet::new();

    for (start, _) in graph.corpus.entities() {
        // Upward until something that was looked at before, so that each is looked at once.
        let mut path: Vec<EntityId> = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| !done.contains(id)) {
            done.insert(id);
            path.push(id);
            next = whole_of(id);
        }
        let Some(first) = next.and_then(|id| path.iter().position(|known| *known == id)) else {
            continue;
        };
        diagnostics.push(circle(graph, &path[first..]));
    }
}

fn circle(graph: &Graph, members: &[EntityId]) -> Diagnostic {
    let mut members = members.to_vec();
    let least = members.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
    members.rotate_left(least);

    let ids: Vec<String> =
        members.iter().map(|id| format!("`{}`", graph.corpus.entity(*id).id)).collect();
    let message = match ids.as_slice() {
        [only] => say!("{only} is a part of itself", only),
        _ => say!(
            "each is a part of the next, and the last of the first: {ids}",
            ids = Message::joined(", ", ids)
        ),
    };
    let mut diagnostic = Diagnostic::new(Code::Contradiction, message);
    for id in members {
        let entity = graph.corpus.entity(id);
        let span = entity.part_of().map_or(0..0, |whole| whole.span.clone());
        diagnostic = diagnostic.at(Span::new(entity.file, span), "");
    }
    diagnostic.hint("take one `part_of` of the circle away, or name another whole there")
}

/// Speakers outside their life or their office.
fn of_speakers(graph: &Graph, id: SpeechId, diagnostics: &mut Diagnostics) {
    let speech = graph.corpus.speech(id);
    // What was told of the date is why.
    if !speech.is_dated || differs_from_name(speech) {
        return;
    }
    for person in graph.speakers_of(id) {
        let entity = graph.corpus.entity(person);
        let place = place_of_speaker(graph, speech, id, person);
        if !outside_life(speech, entity, &place, graph.config.as_of, diagnostics) {
            outside_office(speech, entity, diagnostics);
        }
    }
}

/// Where a speech says that a person speaks.
fn place_of_speaker(
    graph: &Graph,
    speech: &Speech,
    id: SpeechId,
    person: EntityId,
) -> Range<usize> {
    let entity = &graph.corpus.entity(person).id;
    let in_table = speech.speakers.iter().flatten().flat_map(|speaker| &speaker.people);
    let mut named = speech.speaker.iter().chain(in_table);
    if let Some(reference) = named.find(|reference| reference.id == *entity) {
        return reference.span.clone();
    }

    let mut mentions = graph.mentions_in(id);
    let label = mentions.find_map(|(_, mention)| match mention.place {
        crate::reading::annotate::Place::Label(turn) if mention.entity == person => Some(turn),
        _ => None,
    });
    label.map_or(0..0, |turn| speech.body.turns[turn as usize].label_span.clone())
}

fn outside_life(
    speech: &Speech,
    entity: &Entity,
    place: &Range<usize>,
    as_of: AsOf,
    diagnostics: &mut Diagnostics,
) -> bool {
    let id = &entity.id;
    let of_year = |years: i16| say!("`{id}` would be {years} years old", id, years);
    let born = entity.facts.date(&facts::BORN);
    let died = entity.facts.date(&facts::DIED);
    if let (Some((born, _)), Some((died, _))) = (&born, &died)
        && !is_life(*born, *died)
    {
        return true;
    }
    // What was told of it is why.
    if let Some((born, _)) = &born
        && as_of.is_before(*born)
    {
        return true;
    }

    let (what, span) = match (&born, &died) {
        (_, Some((died, span))) if !speech.date.is_by_end_of(*died) => {
            (say!("`{id}` died in {year}", id, year = died.year()), span)
        }
        (Some((born, span)), _) if !born.is_by_end_of(speech.date) => {
            (say!("`{id}` was born in {year}", id, year = born.year()), span)
        }
        (Some((born, span)), _) => {
            let years = speech.date.year() - born.year();
            if (LEAST_AGE..=LONGEST_LIFE).contains(&years) {
                return false;
            }
            (of_year(years), span)
        }
        _ => return false,
    };

    let message = say!("the speech is of {date}, and {what}", date = speech.date, what);
    let diagnostic = Diagnostic::new(Code::OutsideLife, message)
        .at(Span::new(speech.file, place.clone()), "who speaks here")
        .at(Span::new(entity.file, span.clone()), "");
    diagnostics.push(
        diagnostic.hint("mend the date of the speech or of the life, or name who speaks here"),
    );
    true
}

/// An office in which a speech says that somebody speaks, of a time when his file says that he held
/// none of that name.
fn outside_office(speech: &Speech, entity: &Entity, diagnostics: &mut Diagnostics) {
    let mut stated: Vec<(&Words, Range<usize>)> = Vec::new();
    if let ([speaker], Some(role)) = (speech.speaker.as_slice(), &speech.role)
        && speaker.id == entity.id
    {
        stated.push((role, speaker.span.clone()));
    }
    for speaker in speech.speakers.iter().flatten() {
        if let ([person], Some(role)) = (speaker.people.as_slice(), &speaker.role)
            && person.id == entity.id
        {
            stated.push((role, speaker.span.clone()));
        }
    }

    for (words, span) in stated {
        let held: Vec<&Role> =
            entity.roles().filter(|role| same_words(&role.role, words)).collect();
        let Some(nearest) = held.first() else {
            continue;
        };
        let is_told = |role: &Role| {
            role.from.is_some_and(|from| role.until.is_some_and(|until| !from.is_by_end_of(until)))
        };
        if held.iter().any(|role| is_told(role) || holds(role, speech.date)) {
            continue;
        }

        let message = say!(
            "the speech is of {date}, and `{id}` was {office} {window}",
            date = speech.date,
            id = entity.id,
            office = words.text(&speech.lang),
            window = window(nearest)
        );
        let diagnostic = Diagnostic::new(Code::OutsideLife, message)
            .at(Span::new(speech.file, span), "in that office here")
            .at(Span::new(entity.file, nearest.span.clone()), "");
        diagnostics.push(diagnostic.hint("mend the date of the speech or of the office"));
    }
}

fn holds(role: &Role, date: Date) -> bool {
    role.from.is_none_or(|from| from.is_by_end_of(date))
        && role.until.is_none_or(|until| date.is_by_end_of(until))
}

fn window(role: &Role) -> Message {
    match (role.from, role.until) {
        (Some(from), Some(until)) => say!("from {from} until {until}", from, until),
        (Some(from), None) => say!("from {from}", from),
        (None, Some(until)) => say!("until {until}", until),
        (None, None) => Message::default(),
    }
}

/// Whether two wordings have a version in common.
fn same_words(one: &Words, other: &Words) -> bool {
    one.versions()
        .any(|(_, text)| other.versions().any(|(_, other)| fold_name(text) == fold_name(other)))
}

/// Speeches of a time in which the site has no other.
fn far_off(graph: &Graph, diagnostics: &mut Diagnostics) {
    let speech_of =
        |at: usize| graph.works.get(at).map(|work| graph.corpus.speech(work.versions[0]));
    let dated = |at: Option<usize>| at.and_then(speech_of).filter(|speech| speech.is_dated);
    let year_of = |at: Option<usize>| dated(at).map(|speech| speech.date.year());

    for at in 0..graph.works.len() {
        let is_sure = |speech: &&Speech| speech.is_dated && !differs_from_name(speech);
        let Some(speech) = speech_of(at).filter(is_sure) else {
            continue;
        };
        let year = speech.date.year();
        // Works are in the order of their dates, so the nearest are beside it.
        let neighbours = [year_of(at.checked_sub(1)), year_of(Some(at + 1))];
        let distance = neighbours.iter().flatten().map(|other| (other - year).abs()).min();
        // Two speeches may well be all that is kept of two ages.
        let is_far = graph.works.len() > 2 && distance.is_some_and(|years| years > FAR_OFF);

        let message = if year >= FAR_FUTURE {
            say!("the date {date} lies far in the future", date = speech.when())
        } else if is_far {
            say!("the date {date} lies far from those of all other speeches", date = speech.when())
        } else {
            continue;
        };
        diagnostics.tell(
            Code::DateFarOff,
            speech.date_place(),
            message,
            "mend the year, if it is a slip",
        );
    }
}

//! Which shapes of labels a document uses: those that recur in it, and explain each other.
//!
//! **Invariant:** a shape that nothing but its own occurrence speaks for is not used. What recurs
//! teaches the shape, and the shape is then applied to names that occur once, if they have the form
//! of names.

use super::heads::{Head, Shape, heads, heads_inside};
use super::lone::lone_lines;
use super::{names, regulars};
use crate::base::letters::{end_of_word, is_dense, start_of_word};
use crate::reading::corpus::TurnRole;
use crate::reading::labels::without_separator;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The beginning of a line, or of a block, and the labels that it may begin with.
pub(super) struct Line<'l> {
    pub(super) opening: Opening<'l>,
    pub(super) heads: Vec<Head<'l>>,
}

/// How a line, or a block, begins.
pub(super) struct Opening<'l> {
    pub(super) text: &'l str,
    /// Whether it is a heading of the level that speakers have.
    pub(super) is_heading: bool,
    /// Bytes at its beginning that are bold, where the rest is not.
    pub(super) bold: usize,
    /// Whether it recurs, but for its numbers, as the heads of pages do.
    pub(super) recurs: bool,
    /// Whether words follow that nobody else says: the next line ends as sentences do.
    pub(super) leads: bool,
    /// Whether the line before has not ended its sentence.
    pub(super) goes_on: bool,
}

impl<'l> Line<'l> {
    pub(super) fn new(opening: Opening<'l>) -> Self {
        let heads = opening.heads();
        Line { opening, heads }
    }

    /// Whether words stand behind a label on its line.
    pub(super) fn has_words(&self, head: &Head<'_>) -> bool {
        head.words < self.opening.text.trim_end().len()
    }

    /// Whether type sets a label off: it is bold and what follows is not, or a heading.
    fn sets_off(&self, head: &Head<'_>) -> bool {
        let Opening { text, is_heading, bold, .. } = self.opening;
        // A colon of three bytes may be in bold with the label or not, and a note (`(in Malay)`)
        // too.
        let behind = text.get(bold..head.label.end).map(|rest| without_separator(rest).trim());
        let is_note = behind.is_some_and(|rest| rest.starts_with('(') && rest.ends_with(')'));
        let is_end = is_note || head.label.end.abs_diff(bold) <= '：'.len_utf8();
        (bold > 0 && is_end) || is_heading || text[..head.label.start].ends_with("**")
    }

    /// Whether nothing follows a label but an address: `Agenda: https://…` says where something is,
    /// and nobody says it.
    fn leads_to_address(&self, head: &Head<'_>) -> bool {
        names::is_link(&self.opening.text[head.words..])
    }
}

impl<'l> Opening<'l> {
    fn heads(&self) -> Vec<Head<'l>> {
        let mut heads =
            if self.goes_on { heads_inside(self.text) } else { heads(self.text, self.bold) };
        // A heading is a label as a whole or not at all.
        let is_whole = |head: &Head<'_>| self.text[head.words..].trim().is_empty();
        if self.is_heading {
            heads.retain(is_whole);
        }
        // `Harbour Council   Page 3` is nobody's; `Ines Hale  0:04` may be.
        if self.recurs {
            heads.retain(|head| {
                let is_voice = head.has_time || names::is_machine_speaker(head.name);
                head.shape == Shape::Colon || is_voice
            });
        }
        heads.retain(|head| !names::is_nobody(head.name));
        if !self.leads {
            heads.retain(|head| head.shape != Shape::Alone || head.has_time);
        }
        heads
    }
}

/// What was learnt of a document's labels.
pub(super) struct Grammar<'d> {
    /// How often each name stands at the head of a line, by shape; only asked for, never listed.
    counts: FxHashMap<(Shape, &'d str), usize>,
    /// Shapes besides the colon that the document uses.
    shapes: BTreeSet<Shape>,
    /// Whether some name with a colon speaks for sure.
    has_colons: bool,
    /// Whether most of these are in capitals: then others in capitals are names too.
    shouts: bool,
    /// Whether type sets nearly all of these off: then what it does not set off is rather a word
    /// that announces something (`例如：`), or somebody of whom is told (`Mr Orr: he asked for a
    /// bridge`).
    sets_off: bool,
    /// The title, in which whoever speaks may be named.
    title: &'d str,
    /// Names that the text has more often than once.
    recurring: FxHashSet<String>,
    /// Wordings that stand where others speak, and so often, that they are somebody.
    regulars: FxHashSet<&'d str>,
    is_word: &'d dyn Fn(&str) -> bool,
}

/// Learns the shapes of a document's labels from the beginnings of its lines.
pub(super) fn learn<'d>(
    lines: &[Line<'d>],
    title: &'d str,
    document: &str,
    is_word: &'d dyn Fn(&str) -> bool,
) -> Grammar<'d> {
    let mut by_shape: BTreeMap<Shape, Vec<&Head<'_>>> = BTreeMap::new();
    let mut counts: FxHashMap<(Shape, &str), usize> = FxHashMap::default();
    let lone = lone_lines(lines);
    for line in lines {
        for head in &line.heads {
            // The head of a page stands by itself too, and in the middle of sentences.
            if head.shape == Shape::Alone
                && (!line.opening.leads
                    || lone.get(line.opening.text.trim()).is_some_and(|of| !of.mostly_lead()))
            {
                continue;
            }
            if line.leads_to_address(head) {
                continue;
            }
            *counts.entry((head.shape, head.name)).or_default() += 1;
            by_shape.entry(head.shape).or_default().push(head);
        }
    }

    let names = by_shape.values().flatten().map(|head| head.name);
    let recurring = recurring(names.filter(|name| may_recur(name)), document);
    let mut grammar = Grammar {
        counts,
        shapes: BTreeSet::new(),
        has_colons: false,
        shouts: false,
        sets_off: false,
        title,
        recurring,
        regulars: FxHashSet::default(),
        is_word,
    };
    let (mut n_colons, mut n_shouted, mut n_set_off) = (0, 0, 0);
    for line in lines {
        let is_sure = |head: &&Head<'_>| head.shape == Shape::Colon && grammar.is_sure(head, line);
        if let Some(head) = line.heads.iter().find(is_sure) {
            n_colons += 1;
            n_shouted += usize::from(names::is_shouted(head.name));
            n_set_off += usize::from(line.sets_off(head));
        }
    }
    grammar.has_colons = n_colons > 0;
    grammar.shouts = n_shouted * 2 > n_colons;
    // One label in bold is no manner yet, and of five somebody may have left one as it was typed.
    grammar.sets_off = n_set_off > 1 && n_set_off * 5 >= n_colons * 4;

    for (shape, heads) in &by_shape {
        let n_again = heads.iter().filter(|head| grammar.times(head) >= 2).count();
        let n_timed = heads.iter().filter(|head| head.has_time).count();
        // Where colons tell who speaks, names that stand by themselves are lists and signatures.
        let explains_more = shape.is_distinct() || n_again.max(n_timed) > n_colons;
        if explains_more && is_used(*shape, heads, n_again, n_timed) {
            grammar.shapes.insert(*shape);
        }
    }
    if grammar.has_labels() {
        grammar.regulars = regulars::of(lines, &grammar);
    }
    grammar
}

/// Which of these names a text has more often than once. The text is read once however many names
/// there are.
fn recurring<'n>(names: impl Iterator<Item = &'n str>, text: &str) -> FxHashSet<String> {
    let names: BTreeSet<&str> = names.collect();
    let mut times: FxHashMap<&str, usize> = names.iter().map(|name| (*name, 0)).collect();
    let mut lengths: FxHashMap<char, BTreeSet<usize>> = FxHashMap::default();
    // Most characters begin no name, which this table says without a hash.
    let mut begins_name = [false; 1024];
    let place = |c: char| c as usize % 1024;
    for name in names {
        if let Some(first) = name.chars().next() {
            lengths.entry(first).or_default().insert(name.len());
            begins_name[place(first)] = true;
        }
    }

    for (at, c) in text.char_indices() {
        if !begins_name[place(c)] {
            continue;
        }
        for length in lengths.get(&c).into_iter().flatten() {
            if let Some(n) = text.get(at..at + length).and_then(|name| times.get_mut(name)) {
                *n += 1;
            }
        }
    }
    times.into_iter().filter(|(_, n)| *n >= 2).map(|(name, _)| name.to_owned()).collect()
}

/// Whether the lines of one shape are labels: enough of them, and where other texts have the shape
/// too, names that come again.
fn is_used(shape: Shape, heads: &[&Head<'_>], n_again: usize, n_timed: usize) -> bool {
    let n = heads.len();

    // Choices: two lines are the least that can be alike; a list, a play of words or the heads of
    // sections begin alike three times as easily, but half of them do not come again.
    match shape {
        Shape::Colon => false,
        Shape::Initial => {
            let labels: Vec<&str> = heads.iter().map(|head| head.name).collect();
            n >= 2 && names::ask(&labels)
        }
        Shape::Circle | Shape::Bracket => n >= 2,
        Shape::Stop => n >= 3 && n_again >= 2,
        Shape::Dash | Shape::Gap | Shape::Type => n >= 3 && n_again * 2 >= n,
        // A heading alone is a heading.
        Shape::Alone => n_timed >= 2 || (n >= 4 && n_again * 4 >= n * 3),
    }
}

impl Grammar<'_> {
    /// The label that a line begins with.
    pub(super) fn label<'h, 'l>(&self, line: &'h Line<'l>) -> Option<&'h Head<'l>> {
        line.heads.iter().find(|head| self.accepts(head, line))
    }

    /// Whether a line begins as labels of this document do, and has none.
    pub(super) fn resembles_label(&self, line: &Line<'_>) -> bool {
        let is_like = |head: &Head<'_>| {
            let comes_again = self.times(head) >= 2 && regulars::can_be_one(head.name);
            head.shape == Shape::Colon
                && (names::is_name(head.name) || comes_again)
                && line.has_words(head)
        };
        self.has_labels() && line.heads.iter().any(is_like)
    }

    fn has_labels(&self) -> bool {
        self.has_colons || !self.shapes.is_empty()
    }

    fn accepts(&self, head: &Head<'_>, line: &Line<'_>) -> bool {
        // Whoever speaks elsewhere, or is a voice for sure, may also do no more than give an
        // address.
        if line.leads_to_address(head) && self.times(head) == 0 && !is_voice(head.name) {
            return false;
        }
        match head.shape {
            Shape::Colon => {
                let is_like_others = || self.is_somebody(head) || self.is_handle(head, line);
                self.is_printed_as_others(head, line)
                    && (self.is_sure(head, line)
                        || (self.is_regular(head.name) && self.has_their_type(head, line))
                        || (self.has_colons && is_like_others()))
            }
            Shape::Initial | Shape::Circle | Shape::Bracket | Shape::Stop => {
                self.shapes.contains(&head.shape)
            }
            // Whose words end as no sentence does was found elsewhere to speak: else it is a line
            // of a programme (`Coffee 10:30`).
            Shape::Alone if !line.opening.leads => {
                self.shapes.contains(&head.shape) && head.has_time && self.times(head) >= 2
            }
            Shape::Dash | Shape::Gap | Shape::Type | Shape::Alone => {
                self.shapes.contains(&head.shape)
                    && self.times(head) > 0
                    && (head.has_time || self.times(head) >= 2 || self.is_somebody(head))
            }
        }
    }

    /// Whether type sets a label off where it sets those of its document off: what is read out in a
    /// turn, as messages of listeners are, is part of it.
    fn has_their_type(&self, head: &Head<'_>, line: &Line<'_>) -> bool {
        !self.sets_off || line.sets_off(head)
    }

    /// Whether a label with a colon stands as those of its document do, or is somebody however it
    /// stands: it comes again, or the text has it elsewhere and it is more than a word.
    fn is_printed_as_others(&self, head: &Head<'_>, line: &Line<'_>) -> bool {
        let is_whole = head.name.contains(' ');
        self.has_their_type(head, line)
            || self.times(head) >= 2
            || (is_whole && self.occurs_again(head.name))
    }

    /// Whether a label with a colon is one whatever else the document has.
    fn is_sure(&self, head: &Head<'_>, line: &Line<'_>) -> bool {
        let name = head.name;
        let is_named = names::is_name(name) || names::is_shouted(name);
        let comes_again = is_named && self.times(head) >= 2;
        // A lead-in in bold (`**On the ferry:**`, `**Break:**`) is set off too: a phrase, or one
        // word that occurs once.
        let is_heading = line.opening.is_heading;
        let is_whole = is_heading || name.split_whitespace().count() >= 2;
        let is_set_off =
            line.sets_off(head) && ((is_whole && names::is_name(name)) || self.is_somebody(head));
        // A heading of few characters with a colon is a label even where its last is a verb: 黄绎道.
        let is_set_off = is_set_off || (is_heading && names::is_short_han(name));

        TurnRole::said_by(name).is_some()
            || names::ask(&[name])
            || names::is_office(name)
            || names::is_machine_speaker(name)
            || (names::is_titled(name) && is_named)
            || head.holder.is_some_and(names::is_titled)
            || (head.has_time && (is_named || self.times(head) >= 2))
            || self.is_in_title(name)
            || comes_again
            || is_set_off
    }

    /// Whether a wording that may occur once is somebody: a title, an office, a family name, or a
    /// name that the text has elsewhere too.
    fn is_somebody(&self, head: &Head<'_>) -> bool {
        let name = head.name;
        names::is_titled(name)
            || names::is_office(name)
            || names::is_machine_speaker(name)
            || head.holder.is_some()
            || TurnRole::said_by(name).is_some()
            || names::is_han_person(name, self.is_word)
            || (self.shouts && names::is_shouted(name) && name.contains(' '))
            || self.occurs_again(name)
    }

    /// Whether somebody is called by a name in small letters, as people call themselves on the net:
    /// type sets it off as it does the names of others, and it comes three times: twice may be a
    /// list (`pros:`, `cons:`), and one of more than two words is rather a phrase that a list
    /// begins with.
    fn is_handle(&self, head: &Head<'_>, line: &Line<'_>) -> bool {
        let is_short = head.name.split_whitespace().count() <= 2;
        is_short && line.sets_off(head) && !line.opening.is_heading && self.times(head) >= 3
    }

    /// Whether a wording is taken for somebody for nothing but where it stands, and how often.
    pub(super) fn is_regular(&self, name: &str) -> bool {
        self.regulars.contains(name)
    }

    fn times(&self, head: &Head<'_>) -> usize {
        self.counts.get(&(head.shape, head.name)).copied().unwrap_or_default()
    }

    fn is_in_title(&self, name: &str) -> bool {
        let is_whole = |(at, _): (usize, &str)| {
            let end = at + name.len();
            start_of_word(self.title, at) == at && end_of_word(self.title, end) == end
        };
        name.chars().count() >= 2
            && names::is_name(name)
            && self.title.match_indices(name).any(is_whole)
    }

    /// Whether the text has a name more often than once.
    fn occurs_again(&self, name: &str) -> bool {
        self.recurring.contains(name)
    }
}

/// Whether a wording is somebody who speaks, whatever follows it.
fn is_voice(name: &str) -> bool {
    names::is_machine_speaker(name) || names::is_address(name) || TurnRole::said_by(name).is_some()
}

/// Whether it says something of a wording that the text has it more often than once: it has the
/// form of a name, and is more than one word, which may be any word. Where no spaces divide words,
/// and in Korean, a whole name looks like one.
fn may_recur(name: &str) -> bool {
    let is_whole = name.contains(char::is_whitespace) || name.contains(is_dense);
    is_whole && (names::is_name(name) || names::is_shouted(name))
}

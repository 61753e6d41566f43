//! Decisions → the lines of `content/decisions.toml`, put in their place in what editors wrote
//! there.
//!
//! **Invariant:** lines that are there stay as they are, comments too; a decision that is there is
//! not written again.
//! **Invariant:** a list that this file alone wrote is sorted.

use crate::base::diag::Diagnostics;
use crate::base::fields::{Node, Value, read_toml, scalar};
use crate::base::sources::FileId;
use std::ops::Range;

/// A decision that is to be kept: an entry of one of the lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decided {
    pub(super) list: List,
    /// Keys and what they say, in the order in which they are written.
    pub(super) fields: Vec<(&'static str, String)>,
}

/// The lists, in the order of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    /// A `name` means an `entity`, in one `speech` or in all.
    Always,
    /// A `name` does not mean an `entity`, in one `speech` or in all.
    Never,
    /// An `entity` stays in a list of a `speech` although no name is found.
    Keep,
    /// A `label` and an `other` are different speakers.
    Different,
    /// A `name` is not an entity.
    NotAnEntity,
}

impl List {
    fn key(self) -> &'static str {
        match self {
            List::Always => "always",
            List::Never => "never",
            List::Keep => "keep",
            List::Different => "different",
            List::NotAnEntity => "not-an-entity",
        }
    }
}

/// The head of a new file.
const HEAD: &str = "\
# What editors decided about names. `oratory annotate --review` and `--decisions` add lines; edit them as you like.
#
# always:        the name means this entity, in all speeches or in the one that `speech` names
# never:         the name does not mean this entity
# keep:          the entity stays in the speech's list although the text does not name it
# different:     two labels that look alike are two speakers
# not-an-entity: words that look like a name and need no page
#
# A speech is named by its id, `2024-03-07-press-conference`, or with its language, `2024-03-07-press-conference.zh`.
";

impl Decided {
    /// `name = "…"`, one for each field.
    fn lines(&self) -> Vec<String> {
        let fields = self.fields.iter();
        fields.map(|(key, text)| format!("{key} = {}", scalar::basic(text))).collect()
    }

    /// `{ name = "…", entity = "…" }`
    fn inline(&self) -> String {
        format!("{{ {} }}", self.lines().join(", "))
    }

    /// The same as a table of its own, for files that are written so.
    fn table(&self) -> String {
        format!("\n[[{}]]\n{}\n", self.list.key(), self.lines().join("\n"))
    }

    /// Whether an item of its list says the same.
    fn is_said_by(&self, item: &Node) -> bool {
        let says = |key: &str, text: &str| {
            let entry = item.entry(key);
            entry.is_some_and(|(_, node)| node.value == Value::Scalar(text.to_owned()))
        };
        match &item.value {
            Value::Map(entries) => {
                entries.len() == self.fields.len()
                    && self.fields.iter().all(|(key, text)| says(key, text))
            }
            // A word alone is short for a table with its name.
            Value::Scalar(text) => {
                self.list == List::NotAnEntity && self.fields.iter().all(|(_, own)| own == text)
            }
            _ => false,
        }
    }
}

/// The file `old`, which may be empty, with `decided` in it.
#[must_use]
pub(super) fn with(old: &str, decided: &[Decided]) -> String {
    let mut text = if old.trim().is_empty() { HEAD.to_owned() } else { old.to_owned() };
    let mut decided = decided.to_vec();
    decided.sort();
    for one in &decided {
        text = with_one(text, one);
    }
    text
}

fn with_one(mut text: String, one: &Decided) -> String {
    // TOML has no byte order mark; editors of Windows write one.
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let root = read_toml(FileId(0), &text[mark..], mark, &mut Diagnostics::default());
    let Some((_, list)) = root.as_ref().and_then(|root| root.entry(one.list.key())) else {
        return begin_list(text, one);
    };
    let Value::List(items) = &list.value else {
        return text + &one.table();
    };

    let written = &text[list.span.clone()];
    // `[[never]]` is a table of its own, and so is what is added behind it.
    let is_inline = written.starts_with('[') && !written.starts_with("[[");
    if items.iter().any(|item| one.is_said_by(item)) {
        text
    } else if is_inline {
        let (at, line) = in_list(&text, &list.span, items, &one.inline());
        text.insert_str(at, &line);
        text
    } else {
        text + &one.table()
    }
}

/// A new list, in front of the first table, or at the end.
fn begin_list(mut text: String, one: &Decided) -> String {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        // An item of a list over several lines may begin with a bracket, and is indented.
        if line.trim_start().starts_with("[[") || line.starts_with('[') {
            break;
        }
        at += line.len();
    }

    let gap = if at > 0 && !text[..at].ends_with('\n') { "\n\n" } else { "\n" };
    text.insert_str(at, &format!("{gap}{} = [\n  {},\n]\n", one.list.key(), one.inline()));
    text
}

/// Where in a list an item goes, and the text to put there: in front of the first item that is
/// greater and has its line to itself, else behind the last.
fn in_list(text: &str, list: &Range<usize>, items: &[Node], inline: &str) -> (usize, String) {
    let before = |item: &Node| {
        let start = text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);
        &text[start..item.span.start]
    };
    let is_alone = |item: &&Node| before(item).trim().is_empty();

    let greater = items.iter().find(|item| text[item.span.clone()] > *inline);
    if let Some(next) = greater.filter(is_alone) {
        let indent = before(next);
        return (next.span.start - indent.len(), format!("{indent}{inline},\n"));
    }
    match items.last() {
        Some(last) if is_alone(&last) => (last.span.end, format!(",\n{}{inline}", before(last))),
        Some(last) => (last.span.end, format!(", {inline}")),
        None => (list.start + 1, inline.to_owned()),
    }
}

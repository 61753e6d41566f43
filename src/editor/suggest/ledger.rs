//! Decisions → the lines of `content/decisions.toml`, put in their place in what editors wrote
//! there.
//!
//! **Invariant:** lines that are there stay as they are, comments too; a decision that is there is
//! not written again.
//! **Invariant:** a list that this file alone wrote is sorted.

use crate::base::diag::Diagnostics;
use crate::base::fields::scalar;
use crate::base::fields::{Node, Value, read_toml};
use crate::base::sources::FileId;

/// A decision that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decided {
    /// A name means an entity.
    Always {
        /// The name.
        name: String,
        /// The entity's id.
        entity: String,
        /// The speech for which it is decided; none for all.
        speech: Option<String>,
    },
    /// A name does not mean an entity.
    Never {
        /// The name.
        name: String,
        /// The entity's id.
        entity: String,
        /// The speech for which it is decided; none for all.
        speech: Option<String>,
    },
    /// An entity stays in a list although no name is found.
    Keep {
        /// The entity's id.
        entity: String,
        /// The speech.
        speech: String,
    },
    /// Two labels are different speakers.
    Different {
        /// One label.
        label: String,
        /// The other.
        other: String,
    },
    /// Words are no entity.
    NoEntity {
        /// The words.
        name: String,
    },
}

/// What stands at the head of a new file.
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

/// The keys of the file, in the order of a new one.
const KEYS: &[&str] = &["always", "never", "keep", "different", "not-an-entity"];

impl Decided {
    fn key(&self) -> &'static str {
        match self {
            Decided::Always { .. } => KEYS[0],
            Decided::Never { .. } => KEYS[1],
            Decided::Keep { .. } => KEYS[2],
            Decided::Different { .. } => KEYS[3],
            Decided::NoEntity { .. } => KEYS[4],
        }
    }

    fn fields(&self) -> Vec<(&'static str, &str)> {
        match self {
            Decided::Always { name, entity, speech } | Decided::Never { name, entity, speech } => {
                let speech = speech.iter().map(|speech| ("speech", speech.as_str()));
                [("name", name.as_str()), ("entity", entity.as_str())]
                    .into_iter()
                    .chain(speech)
                    .collect()
            }
            Decided::Keep { entity, speech } => vec![("entity", entity), ("speech", speech)],
            Decided::Different { label, other } => vec![("label", label), ("other", other)],
            Decided::NoEntity { name } => vec![("name", name)],
        }
    }

    /// `{ name = "…", entity = "…" }`
    fn inline(&self) -> String {
        let fields: Vec<String> = self
            .fields()
            .iter()
            .map(|(key, text)| format!("{key} = {}", scalar::basic(text)))
            .collect();
        format!("{{ {} }}", fields.join(", "))
    }

    /// The same as a table of its own, for files that are written so.
    fn table(&self) -> String {
        let lines: String = self
            .fields()
            .iter()
            .map(|(key, text)| format!("{key} = {}\n", scalar::basic(text)))
            .collect();
        format!("\n[[{}]]\n{lines}", self.key())
    }

    /// Whether an item of a list says the same.
    fn is_said_by(&self, item: &Node) -> bool {
        let fields = self.fields();
        match &item.value {
            Value::Map(entries) => {
                let says = |(key, text): &(&str, &str)| {
                    entries.iter().any(|(of, node)| {
                        of.name == *key && node.value == Value::Scalar((*text).to_owned())
                    })
                };

                entries.len() == fields.len() && fields.iter().all(says)
            }
            Value::Scalar(text) => matches!(self, Decided::NoEntity { name } if name == text),
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
    decided.dedup();

    for one in &decided {
        text = with_one(text, one);
    }

    text
}

fn with_one(mut text: String, one: &Decided) -> String {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };

    let root = read_toml(FileId(0), &text[mark..], mark, &mut Diagnostics::default());
    let list = match root.map(|root| root.value) {
        Some(Value::Map(entries)) => {
            entries.into_iter().find(|(key, _)| key.name == one.key()).map(|(_, node)| node)
        }
        _ => None,
    };

    match list {
        None => begin_list(text, one),
        Some(Node { value: Value::List(items), .. })
            if items.iter().any(|item| one.is_said_by(item)) =>
        {
            text
        }
        Some(Node { value: Value::List(items), span })
            if text[span.clone()].starts_with('[') && !text[span.clone()].starts_with("[[") =>
        {
            let (at, line) = in_list(&text, &span, &items, one);
            text.insert_str(at, &line);
            text
        }
        Some(_) => text + &one.table(),
    }
}

/// A new list, in front of the first table, or at the end.
fn begin_list(mut text: String, one: &Decided) -> String {
    let mut at = text.len();
    let mut start = 0;

    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[[") || line.starts_with('[') {
            at = start;
            break;
        }
        start += line.len();
    }

    let gap = if at > 0 && !text[..at].ends_with('\n') { "\n\n" } else { "\n" };

    text.insert_str(at, &format!("{gap}{} = [\n  {},\n]\n", one.key(), one.inline()));

    text
}

/// Where in a list a decision goes, and the text to put there: in front of the first item that is
/// greater, else behind the last.
fn in_list(
    text: &str,
    span: &std::ops::Range<usize>,
    items: &[Node],
    one: &Decided,
) -> (usize, String) {
    let inline = one.inline();
    let is_line =
        |item: &&Node| text[..item.span.start].trim_end_matches([' ', '\t']).ends_with('\n');

    let next = items.iter().find(|item| text[item.span.clone()] > *inline.as_str()).filter(is_line);

    match (next, items.last()) {
        (Some(next), _) => {
            let start = text[..next.span.start].rfind('\n').map_or(0, |at| at + 1);
            (start, format!("{}{inline},\n", &text[start..next.span.start]))
        }
        (None, Some(last)) => {
            let start = text[..last.span.start].rfind('\n').map_or(0, |at| at + 1);
            let indent = &text[start..last.span.start];

            let indent =
                if indent.trim().is_empty() { format!("\n{indent}") } else { " ".to_owned() };

            (last.span.end, format!(",{indent}{inline}"))
        }
        (None, None) => (span.start + 1, inline),
    }
}

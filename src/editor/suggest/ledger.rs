//! Decisions → the lines of `content/decisions.toml`, put in their place in what editors wrote
//! there.
//!
//! **Invariant:** lines that are there stay as they are, comments too; a decision that is there is
//! not written again.
//! **Invariant:** a list that this file alone wrote is sorted.

use crate::base::diag::Diagnostics;
use crate::base::fields::{Node, Value, read_toml};
use crate::base::sources::FileId;
use crate::editor::edit::quoted;
use std::ops::Range;

/// A decision that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decided {
    /// A name means an entity.
    Always {
        name: String,
        entity: String,
        /// The speech for which it is decided; none for all.
        speech: Option<String>,
    },
    /// A name does not mean an entity.
    Never {
        name: String,
        entity: String,
        /// The speech for which it is decided; none for all.
        speech: Option<String>,
    },
    /// An entity stays in a list although no name is found.
    Keep { entity: String, speech: String },
    /// Two labels are different speakers.
    Different { label: String, other: String },
    /// Words that look like a name do not name an entity.
    NoEntity { name: String },
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
    fn key(&self) -> &'static str {
        match self {
            Decided::Always { .. } => "always",
            Decided::Never { .. } => "never",
            Decided::Keep { .. } => "keep",
            Decided::Different { .. } => "different",
            Decided::NoEntity { .. } => "not-an-entity",
        }
    }

    fn fields(&self) -> Vec<(&'static str, &str)> {
        match self {
            Decided::Always { name, entity, speech } | Decided::Never { name, entity, speech } => {
                let mut fields = vec![("name", name.as_str()), ("entity", entity)];
                if let Some(speech) = speech {
                    fields.push(("speech", speech));
                }
                fields
            }
            Decided::Keep { entity, speech } => vec![("entity", entity), ("speech", speech)],
            Decided::Different { label, other } => vec![("label", label), ("other", other)],
            Decided::NoEntity { name } => vec![("name", name)],
        }
    }

    /// `name = "…"`, `entity = "…"`.
    fn entries(&self) -> Vec<String> {
        let mut entries = Vec::new();
        for (key, text) in self.fields() {
            entries.push(format!("{key} = {}", quoted(text)));
        }
        entries
    }

    /// `{ name = "…", entity = "…" }`
    fn inline(&self) -> String {
        format!("{{ {} }}", self.entries().join(", "))
    }

    /// The same as a table of its own, for files that are written so.
    fn table(&self) -> String {
        format!("\n[[{}]]\n{}\n", self.key(), self.entries().join("\n"))
    }

    /// Whether an item of a list says the same.
    fn is_said_by(&self, item: &Node) -> bool {
        match &item.value {
            Value::Map(entries) => {
                let fields = self.fields();
                let says = |key: &str, text: &str| {
                    entries.iter().any(|(of, node)| {
                        of.name == key && matches!(&node.value, Value::Scalar(own) if own == text)
                    })
                };
                entries.len() == fields.len() && fields.iter().all(|(key, text)| says(key, text))
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
    let Some((_, list)) = root.as_ref().and_then(|root| root.entry(one.key())) else {
        return begin_list(text, one);
    };

    let Value::List(items) = &list.value else {
        return text + &one.table();
    };
    if items.iter().any(|item| one.is_said_by(item)) {
        return text;
    }

    let written = &text[list.span.clone()];
    if !written.starts_with('[') || written.starts_with("[[") {
        return text + &one.table();
    }
    let insertion = in_list(&text, &list.span, items, one);
    text.insert_str(insertion.at, &insertion.text);
    text
}

/// A new list, in front of the first table, or at the end.
fn begin_list(mut text: String, one: &Decided) -> String {
    // What follows a table's header belongs to the table, so the key has to come before.
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[[") || line.starts_with('[') {
            break;
        }
        at += line.len();
    }

    let gap = if at > 0 && !text[..at].ends_with('\n') { "\n\n" } else { "\n" };
    let list = format!("{gap}{} = [\n  {},\n]\n", one.key(), one.inline());
    text.insert_str(at, &list);
    text
}

/// Text that is to be put in at a byte.
struct Insertion {
    at: usize,
    text: String,
}

/// How a decision goes into a list: in front of the first item that is greater, else behind the
/// last.
fn in_list(text: &str, span: &Range<usize>, items: &[Node], one: &Decided) -> Insertion {
    let inline = one.inline();
    let line_start = |item: &Node| text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);

    let next = items.iter().find(|item| text[item.span.clone()] > *inline.as_str());
    if let Some(next) = next {
        let at = line_start(next);
        let indent = &text[at..next.span.start];
        // Only where the item begins a line; in a list on one line order is not worth the trouble.
        if at > 0 && indent.trim_matches([' ', '\t']).is_empty() {
            return Insertion { at, text: format!("{indent}{inline},\n") };
        }
    }

    let Some(last) = items.last() else {
        return Insertion { at: span.start + 1, text: inline };
    };
    let indent = &text[line_start(last)..last.span.start];
    let gap = if indent.trim().is_empty() { format!("\n{indent}") } else { " ".to_owned() };
    Insertion { at: last.span.end, text: format!(",{gap}{inline}") }
}

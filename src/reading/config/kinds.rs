//! The table `[kinds]` of the configuration → the site's own kinds, its own facts of any kind, and
//! how names of a kind look.
//!
//! **Invariant:** a kind and a fact that are taken up can be a folder, an address, a key of front
//! matter and a column; one that cannot is reported and left out.

use super::brand::is_color;
use crate::base::diag::Code;
use crate::base::fields::{Key, Node, Reader, Table, Value};
use crate::base::message::{Message, say};
use crate::reading::kinds::facts::{RESERVED_KEYS, TYPES};
use crate::reading::kinds::{Fact, FactType, KindId, Kinds, RESERVED};

/// Far more than anyone has; a [`KindId`] has room for 256.
const MOST_KINDS: usize = 200;

/// How names of a kind are told from others in texts and lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub kind: KindId,
    /// As style sheets write it.
    pub color: Option<String>,
    /// Of [`LINES`].
    pub line: Option<&'static str>,
}

/// The lines that names can have below them.
pub(crate) const LINES: &[&str] = &["solid", "dotted", "double", "dashed", "wavy"];

/// Reads the kinds first and their facts after, for a fact can refer to a kind that is declared
/// below.
pub(super) fn read(mut table: Table<'_>, kinds: &mut Kinds) -> Vec<Look> {
    let mut declared: Vec<(KindId, Node)> = Vec::new();
    let mut looks = Vec::new();
    for (key, node) in table.take_rest() {
        let Some(mut fields) = table.reader.table(node) else {
            continue;
        };

        let facts = fields.take("facts");
        let (color, line) = (read_color(&mut fields), fields.choice("line", LINES));
        let has_look = color.is_some() || line.is_some();
        let kind = match kinds.named(&key.name).filter(|kind| kinds.is_built_in(*kind)) {
            Some(kind) => {
                let singular: Option<String> = fields.get("singular");
                kinds.rename(kind, singular.filter(|word| is_kind_word(word)), fields.get("label"));
                Some(kind)
            }
            None => read_kind(&mut fields, &key, kinds),
        };
        if let (Some(kind), true) = (kind, has_look) {
            looks.push(Look { kind, color, line });
        }
        if let (Some(kind), Some(facts)) = (kind, facts) {
            declared.push((kind, facts));
        }
        fields.finish();
    }

    for (kind, node) in declared {
        let Some(mut facts) = table.reader.table(node) else {
            continue;
        };
        for (key, node) in facts.take_rest() {
            if let Some(fact) = read_fact(&mut facts.reader, &key, node, kind, kinds) {
                kinds.add_fact(kind, fact);
            }
        }
    }
    looks
}

/// The colour of a kind.
fn read_color(fields: &mut Table<'_>) -> Option<String> {
    let node = fields.take("colour")?;
    let color = fields.reader.text(&node)?;
    if is_color(&color) {
        return Some(color);
    }
    let message = say!("`{color}` cannot be a colour", color);
    let hint = "write it as a style sheet does: `colour = \"#7a4d00\"`, `colour = \"light-dark(#7a4d00, #e6b566)\"`";
    fields.reader.tell(Code::BadValue, &node.span, message, hint);
    None
}

fn read_kind(fields: &mut Table<'_>, key: &Key, kinds: &mut Kinds) -> Option<KindId> {
    let name = &key.name;
    let singular: Option<String> = fields.get("singular");
    let label = fields.get("label");

    if let Some(problem) = problem_with_kind(name, kinds) {
        let message = say!(
            "a kind cannot be called `{name}`: {problem}",
            name,
            problem = Message::from(problem)
        );
        let hint = "use lower-case letters and hyphens, and a word that is not in use";
        fields.reader.tell(Code::BadKind, &key.span, message, hint);
        return None;
    }

    let singular = singular
        .filter(|singular| is_kind_word(singular))
        .unwrap_or_else(|| name.trim_end_matches('s').to_owned());
    kinds.add(name.clone(), singular, label);
    kinds.named(name)
}

/// A fact as a site declares it: `signed = "date"`, or
/// `party = {type = "reference", kind = "organizations", label = …, list = true}`.
fn read_fact(
    reader: &mut Reader<'_>,
    key: &Key,
    node: Node,
    kind: KindId,
    kinds: &Kinds,
) -> Option<Fact> {
    let mut value = None;
    let mut target = None;
    let mut label = None;
    let mut is_list = false;

    if let Value::Scalar(_) = node.value {
        value = fact_type(reader, &node);
    } else {
        let mut fields = reader.table(node)?;
        match fields.take("type") {
            Some(node) => value = fact_type(&mut fields.reader, &node),
            None => fields.missing("type", "type = \"text\""),
        }
        label = fields.get("label");
        is_list = fields.get("list").unwrap_or(false);
        // Asked for where the type can have one only, so that a kind of something else is reported
        // as unknown.
        if matches!(value, None | Some(FactType::Reference(_))) {
            target = fields.take("kind");
        }
        fields.finish();
    }

    if let Some(node) = target {
        let of = reader.text(&node)?;
        let Some(of) = kinds.named(&of) else {
            let keys: Vec<&str> = kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
            let message = say!("there is no kind `{of}`", of);
            reader.unknown_word(Code::BadFact, &node, &of, message, &keys);
            return None;
        };
        value = value.map(|_| FactType::Reference(Some(of)));
    }

    let fact = Fact::declared(key.name.clone(), value?, is_list, label);
    if let Some(problem) = problem_with_fact(&fact, kind, kinds) {
        let message = say!(
            "a fact cannot be called `{name}`: {what}",
            name = key.name,
            what = Message::from(problem.what)
        );
        reader.tell(Code::BadFact, &key.span, message, problem.hint);
        return None;
    }
    Some(fact)
}

fn fact_type(reader: &mut Reader<'_>, node: &Node) -> Option<FactType> {
    let written = reader.text(node)?;
    let found = TYPES.iter().find(|(word, _)| *word == written).map(|(_, found)| *found);
    if found.is_none() {
        let words: Vec<&str> = TYPES.iter().map(|(word, _)| *word).collect();
        let message = say!("`{written}` is not a type of facts", written);
        reader.unknown_word(Code::BadFact, node, &written, message, &words);
    }
    found
}

/// Why a kind cannot have a fact, and what to do instead.
struct Problem {
    what: &'static str,
    hint: &'static str,
}

fn problem_with_fact(fact: &Fact, kind: KindId, kinds: &Kinds) -> Option<Problem> {
    let is_word = fact.key.starts_with(|c: char| c.is_ascii_lowercase())
        && fact.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    // A column of a table has one meaning, whichever kind its rows are of.
    let other = kinds.find_fact(|other| other.key == fact.key);
    let is_of_another_type =
        other.is_some_and(|other| (other.value, other.is_list) != (fact.value, fact.is_list));

    if !is_word {
        Some(Problem {
            what: "it becomes a key of front matter and of data files",
            hint: "use lower-case letters, digits and `_`, beginning with a letter",
        })
    } else if RESERVED_KEYS.contains(&fact.key.as_ref()) {
        Some(Problem { what: "every entity has a field of that name", hint: "choose another key" })
    } else if kinds.kind(kind).fact(&fact.key).is_some() {
        Some(Problem {
            what: "files of this kind may state it already",
            hint: "leave the line out, or choose another key",
        })
    } else if is_of_another_type {
        Some(Problem {
            what: "another kind has a fact of that name and of another type",
            hint: "give both the same type, or one of them another key",
        })
    } else {
        None
    }
}

fn problem_with_kind(name: &str, kinds: &Kinds) -> Option<&'static str> {
    if !is_kind_word(name) {
        Some("it becomes a folder and an address")
    } else if kinds.named(name).is_some() || RESERVED.contains(&name) {
        Some("the name is in use")
    } else if kinds.count() > MOST_KINDS {
        Some("there are too many kinds")
    } else {
        None
    }
}

fn is_kind_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

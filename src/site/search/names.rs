//! Entities → the keys under which they are found, and their records.
//!
//! A key is a name or an alias, folded, from its beginning or from any later word or Han character
//! on, or how it is typed in pinyin. The numbers in the dictionary of keys are entity, kind and
//! class of the key in one: `(entity × kinds + kind) × 5 + class`. Entities are numbered by how
//! often they are mentioned, most first.
//!
//! A line of a file of records is an entity: id, kind, its mentions in each interface language, the
//! line that describes it in each of them (empty where it is that of the first), then its names,
//! each with its language before it.

use super::fold::{Class, Fold};
use super::postings::Lists;
use super::{digits, pinyin, texts};
use crate::base::lang::Lang;
use crate::reading::corpus::{Entity, EntityId};
use crate::reading::graph::Graph;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the longest key. Whoever has typed as many sees the name in the list;
/// `LONGEST_KEY` in `search.js` is the same number.
pub(super) const LONGEST: usize = 24;
/// How many keys of one name begin inside it: a bound for names that are whole sentences.
const INNER: usize = 16;
/// How many classes of keys there are.
pub(super) const CLASSES: u32 = 5;
/// Bytes of a file of records. A page of hits shows a few entities, most of them from different
/// files, so a file is small.
const FILE: usize = 4 * 1024;

/// How a key is related to the name; lower ones come first in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyClass {
    /// The whole name.
    Name,
    /// The end of the name, from a word or a Han character on.
    Inner,
    /// The whole name as it is typed.
    Pinyin,
    /// The end of the name as it is typed.
    InnerPinyin,
    Initials,
}

struct Key {
    text: String,
    class: KeyClass,
}

/// All entities by their numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The entity with each number.
    pub(super) order: Vec<EntityId>,
    /// The first number of each file of records.
    pub(super) file_starts: Vec<u32>,
}

impl Names {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut order: Vec<EntityId> = graph.corpus.entities().map(|(id, _)| id).collect();
        order.sort_by_cached_key(|id| {
            let n_mentions: usize = mentions(graph, *id).sum();
            (Reverse(n_mentions), graph.corpus.entity(*id).id.clone())
        });

        let mut names = Names { order, file_starts: Vec::new() };
        names.file_starts = names.cut(graph);
        names
    }

    fn cut(&self, graph: &Graph) -> Vec<u32> {
        let mut starts = Vec::new();
        let mut size = 0;
        let mut line = Vec::new();
        for number in 0..self.order.len() {
            line.clear();
            self.write_record(&mut line, graph, number);
            if starts.is_empty() || size + line.len() > FILE {
                starts.push(digits::number(number));
                size = 0;
            }
            size += line.len();
        }
        starts
    }

    pub(super) fn n_files(&self) -> usize {
        self.file_starts.len()
    }

    /// The text of a file of records.
    pub(super) fn file(&self, graph: &Graph, number: usize) -> Vec<u8> {
        let start = self.file_starts[number] as usize;
        let next = self.file_starts.get(number + 1);
        let end = next.map_or(self.order.len(), |next| *next as usize);

        let mut out = Vec::with_capacity(FILE);
        for entity in start..end {
            self.write_record(&mut out, graph, entity);
        }
        out
    }

    fn write_record(&self, out: &mut Vec<u8>, graph: &Graph, number: usize) {
        let id = self.order[number];
        let entity = graph.corpus.entity(id);
        let kind = entity.kind.0.to_string();
        let mentions: Vec<String> = mentions(graph, id).map(|n| n.to_string()).collect();

        let mut fields: Vec<&str> = vec![&entity.id, &kind];
        fields.extend(mentions.iter().map(String::as_str));
        push_descriptions(&mut fields, entity, &graph.config.languages);
        for (lang, name) in entity.name.versions() {
            fields.extend([lang.map_or("", Lang::tag), name]);
        }
        for alias in &entity.aliases {
            let is_name = entity.name.versions().any(|(_, name)| name == alias.text);
            if !is_name {
                fields.extend(["-", alias.text.as_str()]);
            }
        }
        texts::write_fields(out, &fields);
    }

    /// The dictionary of keys.
    pub(super) fn lists(&self, graph: &Graph, fold: &Fold) -> Lists {
        let n_kinds = digits::number(graph.config.kinds.count());
        let mut numbers: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for (number, id) in (0..).zip(&self.order) {
            let entity = graph.corpus.entity(*id);
            let base = (number * n_kinds + u32::from(entity.kind.0)) * CLASSES;
            for key in keys(fold, entity) {
                let of_key = numbers.entry(key.text).or_default();
                of_key.insert(base + key.class as u32);
            }
        }

        let mut lists = Lists::default();
        for (key, numbers) in &numbers {
            lists.push(key, numbers.iter().copied());
        }
        lists
    }
}

/// The line that describes an entity in each language; empty where it is that of the first.
fn push_descriptions<'e>(fields: &mut Vec<&'e str>, entity: &'e Entity, languages: &[Lang]) {
    let Some(words) = &entity.description else {
        fields.extend(languages.iter().map(|_| ""));
        return;
    };
    let mut first = None;
    for lang in languages {
        let text = words.text(lang);
        fields.push(if first == Some(text) { "" } else { text });
        first = first.or(Some(text));
    }
}

/// How often an entity is mentioned in the edition of each interface language.
fn mentions(graph: &Graph, id: EntityId) -> impl Iterator<Item = usize> {
    (0..graph.config.languages.len())
        .map(move |lang| graph.edition(lang).tallies[id.0 as usize].n_mentions)
}

/// All keys of an entity; some occur more than once.
fn keys(fold: &Fold, entity: &Entity) -> Vec<Key> {
    let mut keys = Vec::new();
    for alias in &entity.aliases {
        push_keys(&mut keys, fold, &alias.text);
    }
    for (_, name) in entity.name.versions() {
        push_keys(&mut keys, fold, name);
    }
    keys
}

/// Appends the keys of one name.
fn push_keys(keys: &mut Vec<Key>, fold: &Fold, name: &str) {
    let name = FoldedName::new(fold, name);
    push_key(keys, &name.text, KeyClass::Name);
    for start in name.starts.iter().skip(1).take(INNER) {
        push_key(keys, &name.text[*start..], KeyClass::Inner);
    }

    let typed = pinyin::typed(fold, &name.text);
    for key in &typed.whole {
        push_key(keys, key, KeyClass::Pinyin);
    }
    for key in &typed.inner {
        push_key(keys, key, KeyClass::InnerPinyin);
    }
    for key in &typed.initials {
        push_key(keys, key, KeyClass::Initials);
    }

    // Names of several words in other scripts have initials as well: `bri`.
    if name.text.contains(' ') && typed.whole.is_empty() {
        let words = name.text.split(' ');
        let initials: String = words.filter_map(|word| word.chars().next()).collect();
        push_key(keys, &initials, KeyClass::Initials);
    }
}

fn push_key(keys: &mut Vec<Key>, key: &str, class: KeyClass) {
    let text: String = key.chars().take(LONGEST).collect();
    if !text.is_empty() {
        keys.push(Key { text, class });
    }
}

/// A name as it is looked up: folded, without full stops and apostrophes, and with one space for
/// everything else that is neither letter nor digit.
pub(super) struct FoldedName {
    pub(super) text: String,
    /// Where in it a word or a Han character begins, in bytes.
    starts: Vec<usize>,
}

impl FoldedName {
    pub(super) fn new(fold: &Fold, name: &str) -> Self {
        let mut folded = FoldedName { text: String::new(), starts: Vec::new() };
        let mut last = None;
        // Of what is between this character and the letter before: whether there is anything, and
        // whether any of it parts words (`Côte d’Ivoire` has three starts, but `divoire` is a
        // word).
        let (mut is_broken, mut is_apart) = (false, false);

        fold.each(name, |c, class| {
            if !matches!(class, Class::Letter | Class::Dense) {
                is_broken = true;
                is_apart |= c != '.' && c != '\'';
                return;
            }

            let is_after_letter = last == Some(Class::Letter) && class == Class::Letter;
            if is_after_letter && is_apart {
                folded.text.push(' ');
            }
            if !is_after_letter || is_broken {
                folded.starts.push(folded.text.len());
            }
            folded.text.push(c);
            (last, is_broken, is_apart) = (Some(class), false, false);
        });
        folded
    }

    /// The key of the whole name; empty where the name has neither letters nor digits.
    pub(super) fn key(&self) -> String {
        self.text.chars().take(LONGEST).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> Vec<String> {
        let name = FoldedName::new(&Fold::new(), name);
        let part = |start: &usize| name.text[*start..].to_owned();
        name.starts.iter().map(part).collect()
    }

    #[test]
    fn a_name_is_looked_up_from_each_of_its_words_on() {
        assert_eq!(parts("Belt & Road"), ["belt road", "road"]);
        assert_eq!(parts("Côte d’Ivoire"), ["cote divoire", "divoire", "ivoire"]);
        assert_eq!(parts("U.S. Navy"), ["us navy", "s navy", "navy"]);
        assert_eq!(parts("阿玛拉·瓦登"), ["阿玛拉瓦登", "玛拉瓦登", "拉瓦登", "瓦登", "登"]);
        assert_eq!(parts("Join 平台"), ["join平台", "平台", "台"]);
        assert_eq!(parts("…"), [""; 0]);
    }
}

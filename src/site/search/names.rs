//! Entities → the keys under which they are found, and their records.
//!
//! A key is a name or an alias, folded, from its beginning or from any later word or Han character on, or how it is typed in pinyin.
//! Numbers in the dictionary of keys are entity, kind and class in one: `(entity × kinds + kind) × 5 + class`. Entities are numbered by mentions, most first.
//!
//! A line of a file of records is an entity: id, kind, its mentions in each interface language, the line that describes it in each of
//! them (empty where it is that of the first), then its names, each with its language before it.

use super::fold::{Class, Fold};
use super::pinyin;
use super::postings::{Entry, Lists, index};
use super::terms::Key;
use super::{digits, texts};
use crate::base::lang::Lang;
use crate::reading::corpus::{Entity, EntityId};
use crate::reading::graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the longest key.
pub(super) const LONGEST: usize = 24;
/// How many keys of one name begin inside it.
const INNER: usize = 16;
/// How many classes there are.
pub(super) const CLASSES: u32 = 5;
/// Bytes of a file of records.
const CHUNK: usize = 4 * 1024;

/// How a key stands to the name; lower ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyClass {
    /// It is the name.
    Name,
    /// It begins inside the name.
    Inner,
    /// It is how the name is typed.
    Pinyin,
    /// It is how the end of the name is typed.
    InnerPinyin,
    /// It is the initials.
    Initials,
}

/// All entities by their numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Entities by number.
    pub(super) order: Vec<EntityId>,
    /// The first entity of each file of records.
    pub(super) chunks: Vec<u32>,
}

impl Names {
    /// Numbers the entities of a site.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut order: Vec<EntityId> = graph.corpus.entities().map(|(id, _)| id).collect();
        let n_mentions = |id: &EntityId| mentions(graph, *id).sum::<usize>();
        order.sort_by_cached_key(|id| {
            (std::cmp::Reverse(n_mentions(id)), graph.corpus.entity(*id).id.clone())
        });
        let mut names = Names { order, chunks: Vec::new() };
        let (mut size, mut line) = (0, Vec::new());
        for number in 0..names.order.len() {
            line.clear();
            names.write(&mut line, graph, number);
            if names.chunks.is_empty() || size + line.len() > CHUNK {
                names.chunks.push(index(number));
                size = 0;
            }
            size += line.len();
        }
        names
    }

    /// The text of a file of records.
    pub(super) fn chunk(&self, graph: &Graph, chunk: usize) -> Vec<u8> {
        let end = self.chunks.get(chunk + 1).map_or(self.order.len(), |next| *next as usize);
        let mut out = Vec::with_capacity(CHUNK);
        for number in self.chunks[chunk] as usize..end {
            self.write(&mut out, graph, number);
        }
        out
    }

    fn write(&self, out: &mut Vec<u8>, graph: &Graph, number: usize) {
        let id = self.order[number];
        let entity = graph.corpus.entity(id);
        let kind = entity.kind.0.to_string();
        let mentions: Vec<String> = mentions(graph, id).map(|n| n.to_string()).collect();
        let mut fields: Vec<&str> = vec![&entity.id, &kind];
        fields.extend(mentions.iter().map(String::as_str));
        let description =
            |lang: &Lang| entity.description.as_ref().map_or("", |words| words.text(lang));
        let first = description(&graph.config.languages[0]);
        fields.push(first);
        fields.extend(
            graph.config.languages[1..]
                .iter()
                .map(description)
                .map(|text| if text == first { "" } else { text }),
        );
        for (lang, name) in entity.name.versions() {
            fields.extend([lang.map_or("", Lang::tag), name]);
        }
        let is_name = |text: &str| entity.name.versions().any(|(_, name)| name == text);
        for alias in entity.aliases.iter().filter(|alias| !is_name(&alias.text)) {
            fields.extend(["-", alias.text.as_str()]);
        }
        texts::write_fields(out, &fields);
    }

    /// The dictionary of keys.
    pub(super) fn lists(&self, graph: &Graph, fold: &Fold) -> Lists {
        let n_kinds = index(graph.config.kinds.count());
        let mut numbers: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for (number, id) in (0..).zip(&self.order) {
            let entity = graph.corpus.entity(*id);
            let base = (number * n_kinds + u32::from(entity.kind.0)) * CLASSES;
            for (key, class) in keys(fold, entity) {
                numbers.entry(key).or_default().insert(base + class as u32);
            }
        }
        let mut lists = Lists::default();
        for (key, numbers) in &numbers {
            let mut before = None;
            for number in numbers {
                if let Some(before) = before {
                    digits::push(&mut lists.bytes, number - before);
                }
                before = Some(*number);
            }
            let (first, last) =
                (numbers.first().copied().unwrap_or_default(), before.unwrap_or_default());
            let key = Key::new(key.as_bytes());
            lists.entries.push(Entry {
                key,
                first,
                last,
                count: index(numbers.len()),
                end: lists.bytes.len(),
            });
        }
        lists
    }
}

/// Mentions of an entity in the edition of each interface language.
fn mentions(graph: &Graph, id: EntityId) -> impl Iterator<Item = usize> {
    (0..graph.config.languages.len())
        .map(move |lang| graph.edition(lang).tallies[id.0 as usize].n_mentions)
}

fn keys(fold: &Fold, entity: &Entity) -> Vec<(String, KeyClass)> {
    let mut keys = Vec::new();
    let mut push = |key: &str, class| {
        let key: String = key.chars().take(LONGEST).collect();
        if !key.is_empty() {
            keys.push((key, class));
        }
    };
    for name in entity
        .aliases
        .iter()
        .map(|alias| alias.text.as_str())
        .chain(entity.name.versions().map(|(_, name)| name))
    {
        let (key, starts) = key(fold, name);
        push(&key, KeyClass::Name);
        for start in starts.iter().skip(1).take(INNER) {
            push(&key[*start..], KeyClass::Inner);
        }
        let typed = pinyin::typed(fold, &key);
        typed.whole.iter().for_each(|key| push(key, KeyClass::Pinyin));
        typed.inner.iter().for_each(|key| push(key, KeyClass::InnerPinyin));
        typed.initials.iter().for_each(|key| push(key, KeyClass::Initials));
        let words: Vec<&str> = key.split(' ').collect();
        if words.len() > 1 && typed.whole.is_empty() {
            let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
            push(&initials, KeyClass::Initials);
        }
    }
    keys
}

/// A name as it is looked up: folded, full stops and apostrophes left out, all else that is no letter one space; and where in it
/// (bytes) a word or a Han character begins.
pub(super) fn key(fold: &Fold, name: &str) -> (String, Vec<usize>) {
    let (mut key, mut starts) = (String::new(), Vec::new());
    let (mut last, mut is_broken, mut is_apart) = (None, false, false);
    fold.each(name, |c, class| {
        if !matches!(class, Class::Letter | Class::Dense) {
            is_broken = true;
            is_apart |= c != '.' && c != '\'';
            return;
        }
        let is_within_word = last == Some(Class::Letter) && class == Class::Letter;
        if is_within_word && is_apart {
            key.push(' ');
        }
        if !is_within_word || is_broken {
            starts.push(key.len());
        }
        key.push(c);
        (last, is_broken, is_apart) = (Some(class), false, false);
    });
    (key, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> Vec<String> {
        let (key, starts) = key(&Fold::new(), name);
        starts.iter().map(|start| key[*start..].to_owned()).collect()
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

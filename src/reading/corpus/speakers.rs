//! A speech's table of printed labels and who is behind them.

use super::{Reference, TurnRole};
use crate::base::letters::fold_name;
use crate::base::words::Words;
use std::collections::BTreeMap;
use std::ops::Range;
use std::slice::Iter;

/// The table `speakers`.
///
/// **Invariant:** its entries do not change, so each is found by its label as names are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Speakers {
    /// In the order of the file.
    entries: Vec<Speaker>,
    /// Of labels that are compared as the same, the first.
    by_label: BTreeMap<String, usize>,
}

impl Speakers {
    /// The entry of a label; typography does not tell labels apart.
    #[must_use]
    pub fn of_label(&self, label: &str) -> Option<&Speaker> {
        self.by_label.get(&fold_name(label)).map(|entry| &self.entries[*entry])
    }

    /// In the order of the file.
    pub fn iter(&self) -> Iter<'_, Speaker> {
        self.entries.iter()
    }
}

impl FromIterator<Speaker> for Speakers {
    fn from_iter<I: IntoIterator<Item = Speaker>>(entries: I) -> Self {
        let entries: Vec<Speaker> = entries.into_iter().collect();
        let mut by_label = BTreeMap::new();
        for (index, speaker) in entries.iter().enumerate() {
            by_label.entry(fold_name(&speaker.label)).or_insert(index);
        }
        Speakers { entries, by_label }
    }
}

impl<'s> IntoIterator for &'s Speakers {
    type Item = &'s Speaker;
    type IntoIter = Iter<'s, Speaker>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Who is behind a printed label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The label without its colon.
    pub label: String,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
    /// The people with a name; several where they speak as one.
    pub people: Vec<Reference>,
    /// What an unnamed speaker is called.
    pub role: Option<Words>,
    /// On whose behalf: an entity's id or words.
    pub on_behalf_of: Option<Reference>,
    /// What the turns are.
    pub turn: Option<TurnRole>,
}

impl Speaker {
    /// Whether the entry says who speaks, and not only what the turns are.
    pub fn says_who(&self) -> bool {
        !self.people.is_empty() || self.role.is_some() || self.on_behalf_of.is_some()
    }
}

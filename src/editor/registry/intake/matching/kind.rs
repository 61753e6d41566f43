//! A record → the kind of entity that it is about.

use super::Taker;
use crate::base::diag::{Code, Diagnostic};
use crate::base::message::{Message, say};
use crate::editor::registry::intake::record::Record;
use crate::reading::kinds::{KindId, facts};

impl Taker<'_> {
    /// The kind of a record: what it says, what the editor says, what its facts tell, what the
    /// entity is that it names.
    pub(super) fn kind(&mut self, record: &Record) -> Option<KindId> {
        let kinds = &self.config.kinds;
        let Some(wanted) = record.kind.as_ref().or(self.wishes.kind.as_ref()) else {
            let kind = self.told(record);
            if kind.is_none() {
                let message = "it is not said which kind of entity this is";
                let hint = "say it for all with `--kind people`, or for each in a column `kind`";
                self.report(record, Code::MissingKey, message, hint);
            }
            return kind;
        };

        if let Some(kind) = self.kind_named(wanted) {
            return Some(kind);
        }
        let lower = wanted.to_lowercase();
        let keys: Vec<&str> = kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
        let all = Message::joined("`, `", &keys);
        let diagnostic =
            Diagnostic::new(Code::BadValue, say!("there is no kind `{wanted}`", wanted))
                .at(record.place.clone(), "")
                .did_you_mean(&lower, keys)
                .hint(say!("it is one of `{all}`; a site declares its own in `oratory.toml`", all));
        self.diagnostics.push(diagnostic);
        None
    }

    fn kind_named(&self, wanted: &str) -> Option<KindId> {
        let lower = wanted.to_lowercase();
        for (id, kind) in self.config.kinds.iter() {
            if [&kind.key, &kind.singular].contains(&&lower) || kind.also_called.contains(&&*lower)
            {
                return Some(id);
            }
        }
        None
    }

    /// The kind of a record, as [`Taker::kind`] finds it; nothing is reported.
    pub(super) fn quiet_kind(&self, record: &Record) -> Option<KindId> {
        match record.kind.as_ref().or(self.wishes.kind.as_ref()) {
            Some(wanted) => self.kind_named(wanted),
            None => self.told(record),
        }
    }

    /// The kind that a record has without saying so.
    fn told(&self, record: &Record) -> Option<KindId> {
        // Only people are born and hold roles, and what is on a map is a place.
        let has_life = record.states(&facts::BORN) || record.states(&facts::DIED);
        let kinds = &self.config.kinds;
        let told = if has_life || !record.roles.is_empty() {
            kinds.people()
        } else if record.states(&facts::COORDINATES) {
            kinds.places()
        } else {
            None
        };
        told.or_else(|| {
            let known = self.known_elsewhere(record).first().copied();
            known.map(|index| self.targets[index].kind)
        })
    }
}

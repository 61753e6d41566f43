//! Messages ⇄ data that another run of the program reads.
//!
//! **Invariant:** what was kept and is read again is equal to what it was, in every language.

use super::Message;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// A message as data: its text, its template, and what was put into its places.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptMessage(String, String, Vec<(String, KeptMessage)>);

impl Message {
    pub(crate) fn kept(&self) -> KeptMessage {
        let arguments = self.arguments.iter();
        let arguments = arguments.map(|(name, argument)| ((*name).to_owned(), argument.kept()));
        KeptMessage(self.text.clone(), self.template.to_owned(), arguments.collect())
    }
}

impl KeptMessage {
    pub(crate) fn read(self, templates: &mut Templates) -> Message {
        let KeptMessage(text, template, kept) = self;
        let mut arguments = Vec::with_capacity(kept.len());
        for (name, argument) in kept {
            arguments.push((templates.lasting(name), argument.read(templates)));
        }
        Message { text, template: templates.lasting(template), arguments }
    }
}

/// Templates of messages that were kept, and names of their places.
///
/// In the program they are constants, and no list has them all. So each that is read stays in memory
/// as long as the process, which reads one file of them and ends.
#[derive(Default)]
pub(crate) struct Templates(FxHashSet<&'static str>);

impl Templates {
    fn lasting(&mut self, text: String) -> &'static str {
        if let Some(known) = self.0.get(text.as_str()) {
            return known;
        }
        let lasting: &'static str = Box::leak(text.into_boxed_str());
        self.0.insert(lasting);
        lasting
    }
}

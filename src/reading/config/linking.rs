//! The words of `[annotate]`: where names are looked for, and which mentions become links.

use crate::base::fields::{FromNode, Node, Reader};

/// Where names are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auto {
    /// Names of the entities in the speech's own lists.
    Listed,
    /// Names of every entity of the site.
    All,
    /// Nowhere: only explicit mentions.
    Off,
}

/// Which mentions become links; all are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPolicy {
    /// Every one.
    All,
    /// The first of each entity in a paragraph.
    FirstPerParagraph,
    /// The first of each entity in an exchange, a turn outside exchanges, or a section of
    /// narrative.
    FirstPerExchange,
    /// The first of each entity in a speech.
    FirstPerSpeech,
}

impl Auto {
    pub(crate) const WORDS: [(&'static str, Auto); 3] =
        [("listed", Auto::Listed), ("all", Auto::All), ("off", Auto::Off)];
}

impl FromNode for Auto {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.one_of(&node, &Auto::WORDS)
    }
}

impl LinkPolicy {
    pub(crate) const WORDS: [(&'static str, LinkPolicy); 5] = [
        ("all", LinkPolicy::All),
        ("first-per-paragraph", LinkPolicy::FirstPerParagraph),
        ("first-per-exchange", LinkPolicy::FirstPerExchange),
        ("first-per-speech", LinkPolicy::FirstPerSpeech),
        // Short, for the lists of a speech.
        ("first", LinkPolicy::FirstPerSpeech),
    ];
}

impl FromNode for LinkPolicy {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.one_of(&node, &LinkPolicy::WORDS)
    }
}

//! Values that are one of several words.

use super::{Node, Reader};
use crate::base::diag::{Code, Diagnostic};
use crate::base::message::{Message, say};

impl Reader<'_> {
    /// One of the words in `allowed`.
    pub(crate) fn choice<'c>(&mut self, node: &Node, allowed: &[&'c str]) -> Option<&'c str> {
        let text = self.text(node)?;
        let found = allowed.iter().find(|word| **word == text).copied();

        if found.is_none() {
            let message = say!("`{text}` is not allowed here", text);
            self.unknown_word(Code::BadValue, node, &text, message, allowed);
        }
        found
    }

    /// Reports that `word`, which is written in `node`, is not one of the words in `allowed`.
    pub(crate) fn unknown_word(
        &mut self,
        code: Code,
        node: &Node,
        word: &str,
        message: Message,
        allowed: &[&str],
    ) {
        let diagnostic = Diagnostic::new(code, message)
            .at(self.span(&node.span), "")
            .did_you_mean(word, allowed.iter().copied())
            .hint(say!("it is one of `{allowed}`", allowed = Message::joined("`, `", allowed)));
        self.report(diagnostic);
    }

    /// The value that goes with the word in `node`.
    pub(crate) fn one_of<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let word = self.choice(node, &words)?;
        choices.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

//! Mistakes in a tree of fields, each at its place, with what was meant where that is certain.

use super::{Node, Reader};
use crate::base::diag::{Code, Diagnostic};
use crate::base::message::{Message, say};
use std::ops::Range;

impl Reader<'_> {
    /// Takes up a mistake.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes up a mistake with one place and one hint.
    pub(crate) fn tell(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<Message>,
        hint: impl Into<Message>,
    ) {
        self.diagnostics.tell(code, self.span(range), message, hint);
    }

    /// Reports that a value is not of the type that is `wanted`.
    pub(super) fn wrong_type<T>(
        &mut self,
        node: &Node,
        wanted: &'static str,
        hint: impl Into<Message>,
    ) -> Option<T> {
        self.wrong_type_of(node, wanted, hint, None)
    }

    /// The same where it may be certain what was meant.
    pub(super) fn wrong_type_of<T>(
        &mut self,
        node: &Node,
        wanted: &'static str,
        hint: impl Into<Message>,
        meant: Option<String>,
    ) -> Option<T> {
        let message = say!(
            "{wanted} is wanted here, this is {value}",
            wanted = Message::from(wanted),
            value = Message::from(node.value.describe()),
        );
        self.tell_meant(Code::WrongType, &node.span, message, hint, meant);
        None
    }

    /// Takes up a mistake with one place, one hint, and what was meant there if that is certain.
    pub(crate) fn tell_meant(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<Message>,
        hint: impl Into<Message>,
        meant: Option<String>,
    ) {
        let place = self.span(range);
        let told = Diagnostic::new(code, message).at(place.clone(), "").hint(hint);
        self.report(match meant {
            Some(text) => told.fixed_by(place, text),
            None => told,
        });
    }
}

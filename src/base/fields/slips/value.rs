//! The value of a field: quotation marks, brackets and signs with which none may begin.

use super::signs::end_of_quoted;
use super::{Slip, begins_field, open_bracket, written};
use crate::base::fields::brackets::{is_closed_too_often, narrow_brackets};
use crate::base::ids::is_entity_id;
use crate::base::message::{Message, say};

/// A field of which the key and the colon are in order.
pub(super) struct Field<'t> {
    pub(super) key: &'t str,
    /// Without space around it.
    pub(super) value: &'t str,
    /// The byte at which the value begins.
    pub(super) at: usize,
    /// What comes after its line.
    pub(super) rest: &'t str,
}

impl Field<'_> {
    /// What is wrong with its value.
    pub(super) fn slip(&self) -> Option<Slip> {
        let Field { key, value, at, rest } = *self;
        if let Some(narrow) = narrow_brackets(value) {
            let message = "these brackets are full-width, and YAML knows the narrow ones alone";
            let hint = say!("write `{value}`", value = written(key, &narrow));
            return Some(Slip { fix: Some(narrow), ..self.whole(message, hint) });
        }
        if is_closed_too_often(value) {
            let last = value.chars().next_back().map_or(1, char::len_utf8);
            let fewer = &value[..value.len() - last];
            return Some(Slip {
                range: at + fewer.len()..at + value.len(),
                message: "this bracket closes nothing".into(),
                hint: say!("write `{value}`", value = written(key, fewer)),
                fix: None,
            });
        }

        let quoted = value.replace('\'', "''");
        let in_quotes = || say!("write `{key}: '{value}'`", key, value = quoted.as_str());
        match value.chars().next()? {
            '[' | '{' => open_bracket(value, at, rest),
            quote @ ('"' | '\'') => self.slip_of_quotes(quote),
            '@' if is_entity_id(&value[1..]) => {
                let hint = say!("write `{key}: {id}`, the id alone", key, id = &value[1..]);
                Some(self.whole("a value cannot begin with `@` without quotes", hint))
            }
            '@' | '`' | '%' => {
                let sign = &value[..1];
                let message =
                    say!("a value cannot begin with `{value}` without quotes", value = sign);
                Some(self.whole(message, in_quotes()))
            }
            '|' | '>' | '&' | '*' | '!' | '#' => None,
            _ if value.contains(": ") || value.ends_with(':') => {
                let message = "a value that holds a colon and a space is in quotes";
                let fix = Some(format!("'{quoted}'"));
                Some(Slip { fix, ..self.whole(message, in_quotes()) })
            }
            _ => None,
        }
    }

    /// What is wrong with a value that begins with a quotation mark: it does not close, or too early.
    fn slip_of_quotes(&self, quote: char) -> Option<Slip> {
        let Field { key, value, at, rest } = *self;
        let Some(end) = end_of_quoted(value, quote) else {
            // It may close in a line below, unless that is a field of its own.
            let is_alone = rest.lines().next().is_none_or(begins_field);
            return is_alone.then(|| Slip {
                range: at..at + 1,
                message: "this quotation mark is not closed".into(),
                hint: say!("write `{key}: {value}{quote}`", key, value, quote),
                fix: None,
            });
        };

        let behind = value[end..].trim_start();
        if behind.is_empty() || behind.starts_with('#') {
            return None;
        }
        let inner = value.trim_matches(quote).replace('\'', "''");
        let hint = say!("write `{key}: '{inner}'`", key, inner);
        Some(self.whole("the quotation mark closes before the value ends", hint))
    }

    /// A slip that is the whole value.
    fn whole(&self, message: impl Into<Message>, hint: Message) -> Slip {
        let range = self.at..self.at + self.value.len();
        Slip { range, message: message.into(), hint, fix: None }
    }
}

//! Sentences that the program says, as data: the English sentence, and what was put into it.
//!
//! The English template is the key under which a catalogue has its translation, as in gettext; so a
//! sentence stands where it is said, and is read there. Who prints decides the language.
//!
//! **Invariant:** the text of a message is its English; who asks for no language gets English.
//! Does not translate: catalogues are in `cli/language`.

mod kept;

pub(crate) use kept::{KeptMessage, Templates};

use crate::base::letters::is_han;
use serde::{Serialize, Serializer};
use std::fmt::{self, Display};
use std::ops::Deref;

/// A sentence, or a piece of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// In English.
    text: String,
    /// What a catalogue has the translation of; empty where the text is the same in all languages,
    /// as names and numbers are.
    template: &'static str,
    /// What was put into the template, by the names of its places.
    arguments: Vec<(&'static str, Message)>,
}

impl Message {
    /// What [`say!`] makes: `text` is the template with its places filled.
    pub(crate) fn of_template(
        template: &'static str,
        text: String,
        arguments: Vec<(&'static str, Message)>,
    ) -> Message {
        Message { text, template, arguments }
    }

    /// A template that is chosen from a list, with its places filled; what is in braces and no
    /// place stays as it is.
    pub(crate) fn filled(
        template: &'static str,
        arguments: Vec<(&'static str, Message)>,
    ) -> Message {
        let texts: Vec<(&str, String)> =
            arguments.iter().map(|(name, argument)| (*name, argument.text.clone())).collect();
        Message { text: filled(template, &texts), template, arguments }
    }

    /// A number with what is counted, of which `many` is the template.
    pub(crate) fn counted(
        number: String,
        one_or_many: &'static str,
        many: &'static str,
    ) -> Message {
        let text = format!("{number} {one_or_many}");
        Message { text, template: many, arguments: vec![("n", Message::from(number))] }
    }

    /// Several in one, with `separator` between them, which is translated too.
    pub(crate) fn joined<T: Into<Argument>>(
        separator: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Message {
        let items: Vec<Message> = items.into_iter().map(|item| item.into().0).collect();
        let texts: Vec<&str> = items.iter().map(|item| &*item.text).collect();
        Message {
            text: texts.join(separator),
            template: separator,
            arguments: items.into_iter().map(|item| ("", item)).collect(),
        }
    }

    /// Text that was made from a template where nothing was known of languages, as errors of the
    /// environment are; who prints knows it by that template.
    pub(crate) fn ready_made(text: impl Into<String>) -> Message {
        Message { text: text.into(), template: READY_MADE, arguments: Vec::new() }
    }

    /// The template, if there is anything to translate.
    pub(crate) fn template(&self) -> Option<&'static str> {
        (!self.template.is_empty() && self.template != READY_MADE).then_some(self.template)
    }

    /// The message in the language of `translate`, which has the translation of a template, if
    /// there is one; where there is none, all of it is English. `recognise` translates what is ready made.
    pub(crate) fn in_language(
        &self,
        translate: &dyn Fn(&str) -> Option<&'static str>,
        recognise: &dyn Fn(&str) -> String,
    ) -> String {
        if self.template == READY_MADE {
            return recognise(&self.text);
        }
        let Some(template) = translate(self.template) else {
            return self.text.clone();
        };
        if self.arguments.is_empty() {
            return template.to_owned();
        }

        let mut translated = Vec::with_capacity(self.arguments.len());
        for (name, argument) in &self.arguments {
            translated.push((*name, argument.in_language(translate, recognise)));
        }
        match translated.as_slice() {
            [("", _), ..] => {
                let items: Vec<String> = translated.into_iter().map(|(_, item)| item).collect();
                items.join(template)
            }
            _ => filled(template, &translated),
        }
    }

    /// Every message in it that has a template, itself among them.
    pub(crate) fn parts(&self, found: &mut dyn FnMut(&Message)) {
        if self.template().is_some() {
            found(self);
        }
        for (_, argument) in &self.arguments {
            argument.parts(found);
        }
    }
}

/// What is in the place of a template of what is ready made.
const READY_MADE: &str = "\0";

/// `template` with its places filled: `{name}` by the argument of that name; `{{` is a brace. Han
/// characters and what is in Latin letters or between backticks have a space between them, as in the
/// sentences of the catalogues.
pub(crate) fn filled(template: &str, arguments: &[(&str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];

        if rest.starts_with("{{") || rest.starts_with("}}") {
            text.push_str(&rest[..1]);
            rest = &rest[2..];
            continue;
        }
        let end = rest.find('}').unwrap_or(rest.len() - 1);
        let name = rest[..end].trim_start_matches('{');
        match arguments.iter().find(|(known, _)| *known == name) {
            Some((_, argument)) => {
                let behind = rest[end + 1..].chars().next();
                push_apart(&mut text, argument, behind);
            }
            None => text.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    text
}

/// Appends what is put into a place, with a space on each side on which it would touch Han.
fn push_apart(text: &mut String, argument: &str, behind: Option<char>) {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '`';
    if text.chars().next_back().is_some_and(is_han) && argument.starts_with(is_latin) {
        text.push(' ');
    }
    text.push_str(argument);
    if behind.is_some_and(is_han) && argument.ends_with(is_latin) {
        text.push(' ');
    }
}

/// A sentence whose places are named and filled with what follows: `say!("`{id}` is gone", id)`,
/// `say!("{n} files", n = files.len())`. An argument that is a [`Message`] is translated with it.
macro_rules! say {
    ($template:literal $(,)?) => {
        $crate::base::message::Message::from($template)
    };
    ($template:literal $(, $name:ident $(= $value:expr)?)+ $(,)?) => {
        match ($($crate::base::message::say!(@value $name $($value)?),)+) {
            ($($name,)+) => $crate::base::message::Message::of_template(
                $template,
                format!($template, $($name = $name),+),
                vec![$((
                    stringify!($name),
                    $crate::base::message::Argument::from($name).0,
                )),+],
            ),
        }
    };
    (@value $name:ident) => { &$name };
    (@value $name:ident $value:expr) => { &$value };
}
pub(crate) use say;

/// What is put into a place of a template: a message, or something that reads the same in every
/// language.
pub(crate) struct Argument(pub(crate) Message);

/// What can be put into a place.
pub(crate) trait Say {
    fn said(&self) -> Message;
}

impl<T: Say + ?Sized> From<&T> for Argument {
    fn from(value: &T) -> Argument {
        Argument(value.said())
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Argument {
        Argument(message)
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument(Message::from(text))
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn said(&self) -> Message {
        (**self).said()
    }
}

impl Say for Message {
    fn said(&self) -> Message {
        self.clone()
    }
}

/// Types whose form is the same in every language.
macro_rules! said_as_displayed {
    ($($of:ty),+ $(,)?) => {
        $(impl $crate::base::message::Say for $of {
            fn said(&self) -> $crate::base::message::Message {
                $crate::base::message::Message::from(self.to_string())
            }
        })+
    };
}

said_as_displayed!(
    str,
    String,
    std::borrow::Cow<'_, str>,
    char,
    i16,
    i32,
    i64,
    u16,
    u32,
    u64,
    usize,
    std::path::Display<'_>,
    fmt::Arguments<'_>,
    std::str::EscapeDebug<'_>,
);
pub(crate) use said_as_displayed;

impl Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// A sentence without places.
impl From<&'static str> for Message {
    fn from(template: &'static str) -> Message {
        Message { text: template.to_owned(), template, arguments: Vec::new() }
    }
}

/// Text that is not translated, because it is from a file or from outside.
impl From<String> for Message {
    fn from(text: String) -> Message {
        Message { text, template: "", arguments: Vec::new() }
    }
}

impl From<&String> for Message {
    fn from(text: &String) -> Message {
        Message::from(text.clone())
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Message {
        message.clone()
    }
}

impl From<Message> for String {
    fn from(message: Message) -> String {
        message.text
    }
}

impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// In English: what programs read does not depend on who runs them.
impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_chinese(template: &str) -> Option<&'static str> {
        match template {
            "`{id}` is in {n} files: {what}" => Some("{n} 个文件里有 `{id}`：{what}"),
            "mend it" => Some("请改正"),
            "`, `" => Some("`、`"),
            _ => None,
        }
    }

    #[test]
    fn a_message_is_english_and_can_be_said_in_another_language() {
        let id = "wang{yi}";
        let said = say!("`{id}` is in {n} files: {what}", id, n = 1 + 1, what = say!("mend it"));
        assert_eq!(said, "`wang{yi}` is in 2 files: mend it");
        assert_eq!(
            said.in_language(&in_chinese, &str::to_owned),
            "2 个文件里有 `wang{yi}`：请改正"
        );
        assert_eq!(said.in_language(&|_| None, &str::to_owned), said.to_string());
    }

    #[test]
    fn what_touches_han_has_a_space() {
        let fill = |template: &str, what: &str| filled(template, &[("what", what.to_owned())]);
        assert_eq!(fill("这里应为{what}，现在是", "`true`"), "这里应为 `true`，现在是");
        assert_eq!(fill("任{what}的时间", "Mayor"), "任 Mayor 的时间");
        assert_eq!(fill("任{what}的时间", "市长"), "任市长的时间");
        assert_eq!(fill("没有 `{what}` 这个字段", "王毅"), "没有 `王毅` 这个字段");
    }

    #[test]
    fn a_list_has_the_separator_of_the_language() {
        let list = Message::joined("`, `", ["a", "b"].iter());
        assert_eq!(list, "a`, `b");
        assert_eq!(list.in_language(&in_chinese, &str::to_owned), "a`、`b");
    }

    #[test]
    fn braces_without_places_are_braces() {
        assert_eq!(say!("write `{en: …}`"), "write `{en: …}`");
        let id = 1;
        let said = say!("write `{{id: {id}}}`", id);
        assert_eq!(said, "write `{id: 1}`");
        assert_eq!(said.in_language(&|_| None, &str::to_owned), "write `{id: 1}`");
    }
}

//! In which language the program speaks to the person at the terminal, and what it says in it.
//!
//! English is what the sentences are written in; any other language is a catalogue of their
//! translations, beside this file.
//! **Invariant:** what is not in a catalogue is said in English; nothing is left out.
//! Does not decide what is said.

mod catalogue;
mod help;

use crate::base::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::base::message::Message;
use catalogue::Catalogue;
use clap::ValueEnum;
use std::borrow::Cow;
use std::ffi::OsString;
use std::sync::LazyLock;

/// A language of the program's messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    #[default]
    #[value(name = "en")]
    English,
    /// 中文
    #[value(name = "zh")]
    Chinese,
}

/// The catalogue of Chinese. It is read when something is first said in Chinese.
static CHINESE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::read([
        include_str!("zh/messages.po"),
        include_str!("zh/explain.po"),
        include_str!("zh/keys.po"),
    ])
});

/// What is text when it reaches the screen: errors of the environment, and what `import` says of a
/// document.
static CHINESE_ERRORS: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read([include_str!("zh/errors.po"), include_str!("zh/import.po")]));

/// The variable that says it for this program alone.
pub(crate) const VARIABLE: &str = "ORATORY_LANG";

/// By POSIX the first of these that is set decides in which language programs speak.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

impl Language {
    /// The language that the environment asks for.
    pub(crate) fn of_environment(variable: &dyn Fn(&str) -> Option<String>) -> Language {
        for name in [VARIABLE].iter().chain(&LOCALE) {
            if let Some(value) = variable(name).filter(|value| !value.is_empty()) {
                return Language::of_locale(&value);
            }
        }
        Language::English
    }

    /// The language that the arguments or the environment ask for, before the arguments are read:
    /// what is wrong with them is said in it, too.
    pub(crate) fn asked(
        arguments: &[OsString],
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Language {
        for (at, argument) in arguments.iter().enumerate() {
            let argument = argument.to_string_lossy();
            let value = match argument.strip_prefix("--messages=") {
                Some(value) => value.to_owned(),
                None if argument == "--messages" => {
                    let next = arguments.get(at + 1);
                    next.map(|value| value.to_string_lossy().into_owned()).unwrap_or_default()
                }
                None => continue,
            };
            return Language::of_locale(&value);
        }
        Language::of_environment(variable)
    }

    /// The language of `zh_CN.UTF-8`; English where the program does not speak it.
    pub(crate) fn of_locale(locale: &str) -> Language {
        let end = locale.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(locale.len());
        match locale[..end].eq_ignore_ascii_case("zh") {
            true => Language::Chinese,
            false => Language::English,
        }
    }

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh",
        }
    }

    /// What the language has for an English sentence.
    pub(crate) fn translation(self, template: &str) -> Option<&'static str> {
        match self {
            Language::English => None,
            Language::Chinese => CHINESE.get(template),
        }
    }

    /// A sentence without places.
    pub(crate) fn word(self, english: &'static str) -> &'static str {
        self.translation(english).unwrap_or(english)
    }

    /// A message in the language.
    pub(crate) fn say(self, message: &Message) -> String {
        match self {
            Language::English => message.to_string(),
            Language::Chinese => message
                .in_language(&|template| self.translation(template), &|error| {
                    self.recognised(error)
                }),
        }
    }

    /// An error of the environment in the language, known by the template that it was made from.
    pub(crate) fn recognised(self, error: &str) -> String {
        let known = match self {
            Language::English => None,
            Language::Chinese => CHINESE_ERRORS.recognise(error),
        };
        known.unwrap_or_else(|| error.to_owned())
    }

    /// Diagnostics in the language.
    pub(crate) fn diagnostics(self, diagnostics: &Diagnostics) -> Cow<'_, Diagnostics> {
        if self == Language::English {
            return Cow::Borrowed(diagnostics);
        }

        let mut translated = Diagnostics::default();
        for diagnostic in diagnostics.iter() {
            translated.push(self.diagnostic(diagnostic));
        }
        Cow::Owned(translated)
    }

    fn diagnostic(self, diagnostic: &Diagnostic) -> Diagnostic {
        let mut labels = Vec::with_capacity(diagnostic.labels.len());
        for label in &diagnostic.labels {
            let text = self.say(&label.text).into();
            labels.push(Label { span: label.span.clone(), text });
        }
        let mut hints = Vec::with_capacity(diagnostic.hints.len());
        for hint in &diagnostic.hints {
            hints.push(self.say(hint).into());
        }
        let message = self.say(&diagnostic.message).into();
        Diagnostic { message, labels, hints, ..diagnostic.clone() }
    }

    /// How much a diagnostic weighs, in a word.
    pub(crate) fn severity(self, severity: Severity) -> &'static str {
        self.word(severity.word())
    }

    /// Every sentence that the language has, with its English, for the test of its catalogue.
    pub fn sentences(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let catalogue = (self == Language::Chinese).then_some(&*CHINESE);
        catalogue.into_iter().flat_map(Catalogue::entries)
    }

    /// The same of errors of the environment.
    pub fn errors(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let catalogue = (self == Language::Chinese).then_some(&*CHINESE_ERRORS);
        catalogue.into_iter().flat_map(Catalogue::entries)
    }

    /// What of `diagnostics` the language has no words for, for the test of its catalogue: templates
    /// without a translation, and sentences that have no template.
    #[must_use]
    pub fn lacking(self, diagnostics: &Diagnostics) -> Vec<String> {
        let mut lacking = Vec::new();
        for diagnostic in diagnostics.iter() {
            let labels = diagnostic.labels.iter().map(|label| &label.text);
            let said = diagnostic.hints.iter().chain(labels).chain([&diagnostic.message]);
            for message in said.filter(|message| !message.is_empty()) {
                if message.template().is_none() {
                    lacking.push(message.to_string());
                }
                message.parts(&mut |part| {
                    let template = part.template().unwrap_or_default();
                    if self.translation(template).is_none() {
                        lacking.push(template.to_owned());
                    }
                });
            }
        }
        lacking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_first_variable_that_is_set() {
        let of = |variables: &[(&str, &str)]| {
            Language::of_environment(&|name| {
                let found = variables.iter().find(|(known, _)| *known == name)?;
                Some(found.1.to_owned())
            })
        };
        assert_eq!(of(&[]), Language::English);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Language::Chinese);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Language::English);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), Language::Chinese);
        assert_eq!(of(&[("LC_ALL", "C"), (VARIABLE, "zh")]), Language::Chinese);
        assert_eq!(of(&[("LC_MESSAGES", "zh-Hant"), ("LANG", "C")]), Language::Chinese);
        assert_eq!(of(&[("LANG", "zha_CN")]), Language::English);
    }
}

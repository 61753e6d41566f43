//! Labels of a site's own kinds and facts, held against the languages of its interface.

use super::Theme;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::words::Words;
use crate::reading::config::Config;
use crate::reading::kinds::facts::Label;

/// Notes languages in which the site calls a kind or a fact of its own nothing: pages show its label
/// in another one.
pub(super) fn tell_lacking(theme: &Theme, config: &Config, diagnostics: &mut Diagnostics) {
    for (lang, language) in config.languages.iter().enumerate() {
        let mut lacking = Vec::new();
        for (_, kind) in config.kinds.iter() {
            let key = &kind.key;
            let is_in_theme = theme.strings[lang].find(&format!("kinds.{key}.other")).is_some();
            if !is_in_theme && kind.label.as_ref().is_some_and(|label| lacks(label, language)) {
                lacking.push(key.clone());
            }
            for fact in &kind.facts {
                if let Label::Own(Some(label)) = &fact.label
                    && lacks(label, language)
                {
                    lacking.push(format!("{key}.facts.{}", fact.key));
                }
            }
        }
        if lacking.is_empty() {
            continue;
        }

        let these = Message::joined("`, `", lacking.iter().map(String::as_str));
        let message =
            say!("the site's own `{these}` have no label in `{language}`", these, language);
        let mut diagnostic = Diagnostic::new(Code::NoInterfaceWords, message);
        if let Some(span) = config.language_spans.get(lang) {
            diagnostic = diagnostic.at(span.clone(), "");
        }
        let hint = say!(
            "write it beside the others under `[kinds]` of `oratory.toml`: `label = {{{language} = \"…\"}}`",
            language
        );
        diagnostics.push(diagnostic.hint(hint));
    }
}

/// Whether a label in several languages has none for readers of this one.
fn lacks(label: &Words, language: &Lang) -> bool {
    label.for_lang(language).1.is_some_and(|of| of.primary() != language.primary())
}

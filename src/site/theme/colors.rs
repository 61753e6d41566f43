//! The colours of the brand, held against the custom properties of the theme.

use super::Theme;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::say;
use crate::reading::config::{Color, Config};
use std::collections::BTreeSet;

/// Tells colours that no style sheet of the theme has a property for: they would change nothing.
pub(super) fn tell_unknown(theme: &Theme, config: &Config, diagnostics: &mut Diagnostics) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (_, sheet) in theme.assets.iter().filter(|(name, _)| name.ends_with(".css")) {
        for after in String::from_utf8_lossy(sheet).split("--").skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            known.insert(after[..end.unwrap_or(after.len())].to_owned());
        }
    }

    for Color { name, span, .. } in &config.brand.colors {
        if !known.contains(name) {
            let message = say!("the theme has no colour `{name}`", name);
            let diagnostic = Diagnostic::new(Code::UnknownKey, message)
                .at(span.clone(), "")
                .did_you_mean(name, known.iter().map(String::as_str))
                .hint("it is called as in the theme's style sheet, without its `--`");
            diagnostics.push(diagnostic);
        }
    }
}

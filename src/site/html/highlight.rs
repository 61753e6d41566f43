//! Code → HTML with a class for each token. The only door to syntect.
//!
//! A token has the first word of its most specific scope as its class (`hl-string`), and neighbours
//! of one class share an element: syntect's own output with classes is forty times as long as the
//! code. There are no colours here; the theme's style sheet has them.

use super::escape;
use std::sync::LazyLock;
use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

/// The grammars that come with syntect; read once, never changed.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes that have a look of their own.
const CLASSES: &[&str] =
    &["comment", "string", "constant", "keyword", "storage", "entity", "support", "variable"];

/// Code of more bytes is not highlighted. So much is data rather than a listing that anyone reads,
/// and the grammars' regular expressions would hold up the build for it.
const LONGEST: usize = 200_000;

/// Appends `code`, highlighted if `lang` names a known language.
pub(super) fn write(lang: &str, code: &str, out: &mut String) {
    let may_highlight = !lang.is_empty() && code.len() <= LONGEST;
    let syntax = match may_highlight {
        true => GRAMMARS.find_syntax_by_token(lang),
        false => None,
    };
    let Some(syntax) = syntax else {
        escape(code, out);
        return;
    };

    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open: Option<&str> = None;
    for line in LinesWithEndings::from(code) {
        // A line that the grammar fails on is written plain.
        let Ok(ops) = state.parse_line(line, &GRAMMARS) else {
            set_class(&mut open, None, out);
            escape(line, out);
            continue;
        };
        for (token, op) in ScopeRegionIterator::new(&ops, line) {
            if stack.apply(op).is_ok() && !token.is_empty() {
                set_class(&mut open, class(&stack), out);
                escape(token, out);
            }
        }
    }
    set_class(&mut open, None, out);
}

/// Changes the class of what follows.
fn set_class<'c>(open: &mut Option<&'c str>, class: Option<&'c str>, out: &mut String) {
    if *open == class {
        return;
    }
    if open.is_some() {
        out.push_str("</span>");
    }
    if let Some(class) = class {
        out.push_str("<span class=\"hl-");
        out.push_str(class);
        out.push_str("\">");
    }
    *open = class;
}

/// The class of the most specific scope that has one.
fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack.scopes.iter().rev().find_map(|scope| {
        let name = scope.build_string();
        let word = name.split('.').next()?;
        CLASSES.iter().find(|class| **class == word).copied()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn code_is_marked_by_class_and_escaped() {
        let mut out = String::new();
        super::write("rust", "let a = \"<b>\"; // c", &mut out);
        assert!(
            out.contains("<span class=\"hl-string\">")
                && out.contains("&lt;b&gt;")
                && out.contains("<span class=\"hl-comment\">"),
            "{out}"
        );
        assert!(!out.contains("style"));
        let mut out = String::new();
        super::write("no-such-language", "a < b", &mut out);
        assert_eq!(out, "a &lt; b");
    }
}

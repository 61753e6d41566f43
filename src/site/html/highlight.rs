//! Code → HTML with a class per token. The only door to syntect.
//!
//! A token has the first word of its most specific scope as its class (`hl-string`), neighbours of one class share an element: syntect's
//! own classed output is forty times the size of the code. No colours here; the theme's style sheet has them.

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

/// Code of more bytes is not highlighted.
const LONGEST: usize = 200_000;

/// Appends `code`, highlighted if `lang` names a known language.
pub(super) fn write(lang: &str, code: &str, out: &mut String) {
    let syntax = (!lang.is_empty() && code.len() <= LONGEST)
        .then(|| GRAMMARS.find_syntax_by_token(lang))
        .flatten();
    let Some(syntax) = syntax else {
        return escape(code, out);
    };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open: Option<&str> = None;
    for line in LinesWithEndings::from(code) {
        let Ok(ops) = state.parse_line(line, &GRAMMARS) else {
            set(&mut open, None, out);
            escape(line, out);
            continue;
        };
        for (token, op) in ScopeRegionIterator::new(&ops, line) {
            if stack.apply(op).is_ok() && !token.is_empty() {
                set(&mut open, class(&stack), out);
                escape(token, out);
            }
        }
    }
    set(&mut open, None, out);
}

/// Changes the class of what follows.
fn set<'c>(open: &mut Option<&'c str>, class: Option<&'c str>, out: &mut String) {
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

fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack.scopes.iter().rev().find_map(|scope| {
        let name = scope.build_string();
        CLASSES.iter().find(|class| name.split('.').next() == Some(**class)).copied()
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

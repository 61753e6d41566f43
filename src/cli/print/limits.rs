//! How many diagnostics of one code people are shown, and how the others are counted.

use super::count;
use crate::base::diag::{Code, Severity};
use crate::base::message::{Message, say};

/// How many diagnostics of one code are shown. Notes ask for nothing, so a few are enough to see
/// what they are about; fifty warnings are as many as anyone works through before the next build.
pub(super) fn limit(severity: Severity) -> usize {
    match severity {
        Severity::Error => usize::MAX,
        Severity::Warning => 50,
        Severity::Note => 5,
    }
}

/// How many diagnostics of a code there are.
pub(super) struct CodeCount {
    pub(super) code: Code,
    pub(super) n: usize,
}

impl CodeCount {
    /// `and 12 more notes of …`, if there are more than are shown.
    pub(super) fn left_out(&self) -> Option<Message> {
        let page = self.code.page();
        let limit = limit(page.severity);
        if self.n <= limit {
            return None;
        }

        let more = match page.severity {
            Severity::Error => count(self.n - limit, "more error", "more errors"),
            Severity::Warning => count(self.n - limit, "more warning", "more warnings"),
            Severity::Note => count(self.n - limit, "more note", "more notes"),
        };
        let name = page.name;
        Some(say!("and {more} of `{name}`; `--format json` lists them all", more, name))
    }
}

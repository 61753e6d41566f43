//! The author's mistakes as data: collected over one run, sorted, never thrown.
//!
//! **Invariant:** a diagnostic says what is; each hint says what to do. Where two places clash,
//! both are labelled.
//! **Invariant:** the list is in a stable order: by file, then place, then code.
//! Does not print: how a diagnostic looks on a terminal or as JSON is decided in `cli/`.

mod codes;

pub(crate) use codes::CodePage;
pub use codes::{CODES, Code};

use crate::base::message::{Message, say};
use crate::base::sources::Span;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published, but likely not as meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in a source with what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is said there; may be empty.
    pub text: Message,
}

/// What takes the place of some bytes of a source where it is certain what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The bytes.
    pub span: Span,
    /// What takes their place.
    pub text: String,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of mistake.
    pub code: Code,
    /// What is; lower case, no full stop, names in backticks.
    pub message: Message,
    /// Where; the first label is the place itself. Empty where no file is at fault.
    pub labels: Vec<Label>,
    /// What to do.
    pub hints: Vec<Message>,
    /// A report in its own form, printed as it is (a template engine's).
    pub report: Option<String>,
    /// Whether it is certain what to do, so that `check --fix` may do it at the first place.
    pub is_certain: bool,
    /// What was probably meant at the first place.
    pub meant: Option<String>,
    /// What was meant for certain, so that `check --fix` may write it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic without a place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<Message>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            report: None,
            is_certain: false,
            meant: None,
            fix: None,
        }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<Message>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Message>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what `check --fix` may write in the place of what is at `span`.
    #[must_use]
    pub(crate) fn fixed_by(self, span: Span, text: impl Into<String>) -> Self {
        Diagnostic { fix: Some(Fix { span, text: text.into() }), ..self }
    }

    /// Adds “did you mean”, if one of `candidates` is near to `written`.
    #[must_use]
    pub fn did_you_mean<'c>(
        self,
        written: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        match nearest(written, candidates) {
            Some(near) => {
                let told = Diagnostic { meant: Some(near.to_owned()), ..self }
                    .hint(say!("did you mean `{near}`?", near));
                // In another case it is the same word; any other is a guess.
                let is_same = near.to_lowercase() == written.to_lowercase();
                match told.labels.first().map(|label| label.span.clone()) {
                    Some(span) if is_same && span.range.len() == written.len() => {
                        told.fixed_by(span, near)
                    }
                    _ => told,
                }
            }
            None => self,
        }
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.page().severity
    }
}

/// All mistakes of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Takes one up.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Takes up a mistake with one place and one hint, as most are.
    pub(crate) fn tell(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<Message>,
        hint: impl Into<Message>,
    ) {
        self.push(Diagnostic::new(code, message).at(span, "").hint(hint));
    }

    /// Takes several up.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// Takes up all of another list.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.0.append(&mut other.0);
    }

    /// Whether anything forbids publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of one weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity() == severity).count()
    }

    /// Those of the weights that are wanted.
    #[cfg(feature = "serve")]
    pub(crate) fn only(&self, is_wanted: impl Fn(Severity) -> bool) -> Diagnostics {
        let wanted = self.0.iter().filter(|diagnostic| is_wanted(diagnostic.severity()));
        Diagnostics(wanted.cloned().collect())
    }

    /// In the order in which they were put.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Puts the list in its stable order: by file, place, code and message; the same thing said
    /// twice is said once.
    pub fn sort(&mut self) {
        self.0.sort_by_cached_key(|diagnostic| {
            let span = diagnostic.labels.first().map(|label| &label.span);
            (
                span.map(|span| (span.file, span.range.start, span.range.end)),
                diagnostic.code.page().name,
                diagnostic.message.clone(),
            )
        });
        self.0.dedup();
    }
}

/// The candidate nearest to `written`, if it is near enough to be a slip of the hand (at most a
/// third of it changed), or the only one that begins with it.
#[must_use]
pub(crate) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let length = written.chars().count();

    // In another case it is the same word.
    let is_same = |candidate: &&&str| {
        let folded = written.chars().flat_map(char::to_lowercase);
        candidate.chars().flat_map(char::to_lowercase).eq(folded)
    };
    if let Some(same) = candidates.iter().find(is_same) {
        return Some(*same);
    }

    // Of several that are equally near one with the same first letter, which is seldom the slip, and
    // then the first in the alphabet, so that the hint does not depend on their order.
    let shape = Shape::of(written);
    let mut limit = (length / 3).max(1);
    let mut best: Option<(usize, bool, &'c str)> = None;
    for candidate in &candidates {
        if shape.distance_at_least(Shape::of(candidate)) > limit {
            continue;
        }
        let begins_otherwise = candidate.chars().next() != written.chars().next();
        let rank = (distance(written, candidate), begins_otherwise, *candidate);
        if rank.0 <= limit && best.is_none_or(|best| rank < best) {
            limit = rank.0;
            best = Some(rank);
        }
    }
    if let Some((_, _, near)) = best {
        return Some(near);
    }

    // One or two letters begin too many words.
    let mut longer =
        candidates.into_iter().filter(|candidate| length > 2 && candidate.starts_with(written));
    match (longer.next(), longer.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// How many slips of the hand make one word of another: letters left out, put in, exchanged or
/// swapped (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// How many slips make one word of another, if `limit` at most.
#[must_use]
pub(crate) fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    if Shape::of(a).distance_at_least(Shape::of(b)) > limit {
        return None;
    }
    Some(distance(a, b)).filter(|distance| *distance <= limit)
}

/// What shows of most words that they are not near to another, for a tenth of what counting their
/// slips takes.
#[derive(Clone, Copy)]
struct Shape {
    /// Characters.
    length: usize,
    /// Which letters it has, one bit each; some share one.
    letters: u64,
}

impl Shape {
    fn of(word: &str) -> Self {
        let mut shape = Shape { length: 0, letters: 0 };
        for c in word.chars() {
            shape.length += 1;
            shape.letters |= 1 << (u32::from(c) % 64);
        }
        shape
    }

    /// Slips that two words are apart, at the least: each takes one letter away and puts one in.
    fn distance_at_least(self, other: Shape) -> usize {
        let only = |one: u64, other: u64| (one & !other).count_ones() as usize;
        let n_other = only(self.letters, other.letters).max(only(other.letters, self.letters));
        n_other.max(self.length.abs_diff(other.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("wang-yy", ["xi-jinping", "wang-yi"]), Some("wang-yi"));
        assert_eq!(nearest("spekers", ["speaker", "speakers", "sources"]), Some("speakers"));
        assert_eq!(nearest("lnk", ["ink", "link"]), Some("link"));
        assert_eq!(nearest("TITLE", ["date", "title"]), Some("title"));
        assert_eq!(nearest("beijing", ["tanzania", "cuba"]), None);
        assert_eq!(nearest("mira", ["mira-oduya", "alund"]), Some("mira-oduya"));
        assert_eq!(nearest("mira", ["mira-oduya", "mira-lund"]), None);
    }
}

//! The author's mistakes as data: collected over one run, sorted, never thrown.
//!
//! **Invariant:** a diagnostic says what is; each hint says what to do. Where two places clash,
//! both are labelled.
//! **Invariant:** the list is in a stable order: by file, then place, then code.
//! Does not print: how a diagnostic looks on a terminal or as JSON is decided in `cli/`.

mod codes;
mod kept;

pub(crate) use codes::CodePage;
pub use codes::{CODES, Code};
pub(crate) use kept::KeptDiagnostics;

use crate::base::message::{Message, say};
use crate::base::slips::nearest;
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
        self.perhaps_meant(written, nearest(written, candidates))
    }

    /// Adds “did you mean”, if something is near to `written`.
    #[must_use]
    pub(crate) fn perhaps_meant(self, written: &str, near: Option<&str>) -> Self {
        match near {
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

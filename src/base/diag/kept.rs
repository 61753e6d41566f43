//! Diagnostics ⇄ data that another run of the program reads.
//!
//! Places name their files by path, for a number means another file where files have come between.
//!
//! **Invariant:** what was kept and is read again beside the same files is equal to what it was.

use super::{Code, Diagnostic, Diagnostics, Fix, Label};
use crate::base::message::{KeptMessage, Templates};
use crate::base::sources::{Sources, Span};
use serde::{Deserialize, Serialize};

/// All mistakes of a run, as data.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptDiagnostics(Vec<Kept>);

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    code: String,
    message: KeptMessage,
    labels: Vec<(Place, KeptMessage)>,
    hints: Vec<KeptMessage>,
    report: Option<String>,
    is_certain: bool,
    meant: Option<String>,
    fix: Option<(Place, String)>,
}

/// A file, and bytes in it, half-open.
#[derive(Debug, Serialize, Deserialize)]
struct Place(String, usize, usize);

impl Place {
    fn of(span: &Span, sources: &Sources) -> Place {
        Place(sources.file(span.file).path.clone(), span.range.start, span.range.end)
    }

    fn read(self, sources: &Sources) -> Option<Span> {
        let Place(path, start, end) = self;
        Some(Span::new(sources.find(&path)?, start..end))
    }
}

impl Diagnostics {
    /// As data; `sources` are the files in which the places are.
    pub(crate) fn kept(&self, sources: &Sources) -> KeptDiagnostics {
        KeptDiagnostics(self.iter().map(|diagnostic| Kept::of(diagnostic, sources)).collect())
    }
}

impl KeptDiagnostics {
    /// As they were; none where a file or a code is not there any more.
    pub(crate) fn read(self, sources: &Sources) -> Option<Diagnostics> {
        let mut templates = Templates::default();
        let mut diagnostics = Diagnostics::default();
        for kept in self.0 {
            diagnostics.push(kept.read(sources, &mut templates)?);
        }
        Some(diagnostics)
    }
}

impl Kept {
    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Kept {
        let mut labels = Vec::with_capacity(diagnostic.labels.len());
        for label in &diagnostic.labels {
            labels.push((Place::of(&label.span, sources), label.text.kept()));
        }
        let fix = diagnostic.fix.as_ref();
        Kept {
            code: diagnostic.code.page().name.to_owned(),
            message: diagnostic.message.kept(),
            labels,
            hints: diagnostic.hints.iter().map(|hint| hint.kept()).collect(),
            report: diagnostic.report.clone(),
            is_certain: diagnostic.is_certain,
            meant: diagnostic.meant.clone(),
            fix: fix.map(|fix| (Place::of(&fix.span, sources), fix.text.clone())),
        }
    }

    fn read(self, sources: &Sources, templates: &mut Templates) -> Option<Diagnostic> {
        let mut labels = Vec::with_capacity(self.labels.len());
        for (place, text) in self.labels {
            labels.push(Label { span: place.read(sources)?, text: text.read(templates) });
        }
        let fix = match self.fix {
            Some((place, text)) => Some(Fix { span: place.read(sources)?, text }),
            None => None,
        };
        Some(Diagnostic {
            code: Code::named(&self.code)?,
            message: self.message.read(templates),
            labels,
            hints: self.hints.into_iter().map(|hint| hint.read(templates)).collect(),
            report: self.report,
            is_certain: self.is_certain,
            meant: self.meant,
            fix,
        })
    }
}

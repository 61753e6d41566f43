//! Diagnostics → one JSON object a line, then a summary, for editors and continuous integration.
//!
//! Lines and columns count from 1, columns in characters; ends are exclusive.

use super::lines::LineIndexes;
use super::summary::n_files;
use crate::base::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::base::message::Message;
use crate::base::sources::Sources;
use serde::Serialize;

#[derive(Serialize)]
struct DiagnosticObject<'d> {
    #[serde(rename = "type")]
    kind: &'static str,
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    labels: Vec<LabelObject<'d>>,
    hints: &'d [Message],
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'d str>,
}

#[derive(Serialize)]
struct LabelObject<'d> {
    path: &'d str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'d str,
}

#[derive(Serialize)]
struct Summary {
    #[serde(rename = "type")]
    kind: &'static str,
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
}

/// Writes `diagnostics` as JSON Lines: a `{"type":"diagnostic",…}` for each, and last a
/// `{"type":"summary",…}`.
#[must_use]
pub(crate) fn json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut lines = LineIndexes::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let object = diagnostic_object(diagnostic, &mut lines, sources);
        text.push_str(&line(&object));
    }

    let summary = Summary {
        kind: "summary",
        errors: diagnostics.count(Severity::Error),
        warnings: diagnostics.count(Severity::Warning),
        notes: diagnostics.count(Severity::Note),
        files: n_files(diagnostics),
    };
    text.push_str(&line(&summary));
    text
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers have a JSON form") + "\n"
}

fn diagnostic_object<'d>(
    diagnostic: &'d Diagnostic,
    lines: &mut LineIndexes<'d>,
    sources: &'d Sources,
) -> DiagnosticObject<'d> {
    let mut labels = Vec::with_capacity(diagnostic.labels.len());
    for label in &diagnostic.labels {
        labels.push(label_object(label, lines, sources));
    }
    DiagnosticObject {
        kind: "diagnostic",
        code: diagnostic.code.page().name,
        severity: diagnostic.severity().word(),
        message: &diagnostic.message,
        labels,
        hints: &diagnostic.hints,
        report: diagnostic.report.as_deref(),
    }
}

fn label_object<'d>(
    label: &'d Label,
    lines: &mut LineIndexes<'d>,
    sources: &'d Sources,
) -> LabelObject<'d> {
    let start = lines.start_of(&label.span);
    let end = lines.end_of(&label.span);
    LabelObject {
        path: &sources.file(label.span.file).path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: &label.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Code;
    use crate::base::sources::Span;

    #[test]
    fn each_diagnostic_is_a_line_and_the_summary_is_the_last() {
        let sources = Sources::from_texts([("a.md", "---\ntitel: 讲话\n---\n")]);
        let file = sources.find("a.md").unwrap();
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, "“titel”")
                .at(Span::new(file, 4..9), "")
                .hint("did you mean `title`?"),
        );
        diagnostics
            .push(Diagnostic::new(Code::NoBaseUrl, "none").at(Span::new(file, 14..17), "here"));

        let text = json(&diagnostics, &sources);
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            (&lines[0]["code"], &lines[0]["severity"]),
            (&"unknown-key".into(), &"error".into())
        );
        assert_eq!(lines[0]["hints"][0], "did you mean `title`?");

        let place = serde_json::json!({"path": "a.md", "line": 2, "column": 9, "end_line": 2, "end_column": 10, "text": "here"});
        assert_eq!(lines[1]["labels"][0], place);
        assert_eq!(
            lines[2],
            serde_json::json!({"type": "summary", "errors": 1, "warnings": 0, "notes": 1, "files": 1})
        );
        assert_eq!(lines.len(), 3);
    }
}

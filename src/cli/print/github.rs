//! Diagnostics → workflow commands of GitHub Actions, which shows each beside the line that it is
//! about in a pull request.
//!
//! **Invariant:** one command a line: what would end a command or a property is escaped (`%`, line
//! ends; in properties `:` and `,` too), as the runner of GitHub reads it.

use super::lines::LineIndexes;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::sources::Sources;

/// Writes `diagnostics`, a line each.
#[must_use]
pub(super) fn github(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut lines = LineIndexes::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        text.push_str(&command(diagnostic, &mut lines, sources));
        text.push('\n');
    }
    text
}

fn command(diagnostic: &Diagnostic, lines: &mut LineIndexes<'_>, sources: &Sources) -> String {
    let command = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(label) = diagnostic.labels.first() {
        let (start, end) = (lines.start_of(&label.span), lines.end_of(&label.span));
        properties.push(format!("file={}", property(&sources.file(label.span.file).path)));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns of several lines mean nothing to GitHub.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.page().name)));

    let mut message = diagnostic.message.to_string();
    for label in diagnostic.labels.iter().filter(|label| !label.text.is_empty()).take(1) {
        message = format!("{message}: {}", label.text);
    }
    for hint in &diagnostic.hints {
        message = format!("{message}\nhelp: {hint}");
    }
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Code;
    use crate::base::sources::Span;

    #[test]
    fn a_command_is_one_line_whatever_it_says() {
        let sources = Sources::from_texts([("a,b.md", "---\ntitel: x\n---\n")]);
        let file = sources.find("a,b.md").unwrap();
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, "`titel` is 100% wrong")
                .at(Span::new(file, 4..9), "")
                .hint("did you mean `title`?"),
        );
        diagnostics.push(Diagnostic::new(Code::NoBaseUrl, "none"));
        assert_eq!(
            github(&diagnostics, &sources),
            "::error file=a%2Cb.md,line=2,endLine=2,col=1,endColumn=6,title=unknown-key::`titel` is 100%25 wrong%0Ahelp: did you mean `title`?\n\
             ::notice title=no-base-url::none\n"
        );
    }
}

//! Diagnostics → one SARIF 2.1.0 log (OASIS), for code scanning and editors.
//!
//! Lines and columns count from 1, columns in characters; ends are exclusive (§3.30).
//! **Invariant:** every result names a rule, and every rule is a page of `oratory explain`.

use super::lines::LineIndexes;
use crate::base::diag::{CODES, CodePage, Diagnostic, Diagnostics, Label, Severity};
use crate::base::percent;
use crate::base::sources::Sources;
use serde_json::{Value, json};

/// The address of the schema that the log is valid by.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes `diagnostics` as one log.
#[must_use]
pub(super) fn sarif(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut lines = LineIndexes::new(sources);
    let mut results = Vec::new();
    for diagnostic in diagnostics.iter() {
        results.push(result(diagnostic, &mut lines, sources));
    }

    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "oratory",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": CODES.iter().map(rule).collect::<Vec<Value>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(page: &CodePage) -> Value {
    json!({
        "id": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.explanation},
        "defaultConfiguration": {"level": page.severity.word()},
    })
}

fn result(diagnostic: &Diagnostic, lines: &mut LineIndexes<'_>, sources: &Sources) -> Value {
    let mut text = diagnostic.message.to_string();
    for hint in &diagnostic.hints {
        text = format!("{text}\n{hint}");
    }
    if let Some(report) = &diagnostic.report {
        text = format!("{text}\n\n{}", report.trim_end());
    }

    let mut places = Vec::new();
    for label in &diagnostic.labels {
        places.push(location(label, lines, sources));
    }
    let related = places.split_off(places.len().min(1));
    let mut result = json!({
        "ruleId": diagnostic.code.page().name,
        "ruleIndex": diagnostic.code as usize,
        "level": level(diagnostic.severity()),
        "message": {"text": text},
        "locations": places,
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    // The words are the same, and are those of the standard (§3.27.10).
    severity.word()
}

fn location(label: &Label, lines: &mut LineIndexes<'_>, sources: &Sources) -> Value {
    let file = sources.file(label.span.file);
    // An address is relative to the site, so letters that no address holds are escaped.
    let uri = percent::encode(&file.path, |c| !c.is_ascii() || " \"<>`{}^|\\%?#[]".contains(c));
    let mut place = json!({"artifactLocation": {"uri": uri}});
    if !file.bytes().is_empty() {
        let (start, end) = (lines.start_of(&label.span), lines.end_of(&label.span));
        place["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }

    let mut location = json!({"physicalLocation": place});
    if !label.text.is_empty() {
        location["message"] = json!({"text": label.text});
    }
    location
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Code;
    use crate::base::sources::Span;

    #[test]
    fn a_log_has_a_rule_for_each_code_and_a_place_for_each_label() {
        let sources = Sources::from_texts([("讲 话.md", "---\ntitel: x\n---\n")]);
        let file = sources.find("讲 话.md").unwrap();
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, "`titel` is not a known key")
                .at(Span::new(file, 4..9), "")
                .at(Span::new(file, 0..3), "here it begins")
                .hint("did you mean `title`?"),
        );
        diagnostics.push(Diagnostic::new(Code::NoBaseUrl, "none"));

        let log: Value = serde_json::from_str(&sarif(&diagnostics, &sources)).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), CODES.len());
        let results = run["results"].as_array().unwrap();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%E8%AE%B2%20%E8%AF%9D.md");
        assert_eq!(
            place["region"],
            json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 6})
        );
        let related = &results[0]["relatedLocations"][0];
        assert_eq!(related["message"]["text"], "here it begins");
        assert_eq!(results[1]["locations"], json!([]));
        assert_eq!(results[1]["level"], "note");
    }
}

//! Every kind of mistake as its author sees it: one input per code, its printed form beside it, and
//! inputs about which nothing is said.

use crate::project::{Input, build, inputs, site};
use oratory::{CODES, Code, Diagnostic, Scribe, Severity, Site, human};
use rayon::prelude::*;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The code that an input is about: `bad-date` of `err_bad-date_2`.
fn code_of(input: &Input) -> Code {
    let name = input.name.strip_prefix("err_").unwrap_or_default();
    let name = name.split('_').next().unwrap_or_default();
    Code::named(name).unwrap_or_else(|| panic!("`{}` is about no code", input.name))
}

/// Codes that depend on how the program is run; `addresses.rs` has their tests.
const OF_RUNS: &[&str] = &["not-numbered", "future-date"];

#[test]
fn every_code_has_an_input() {
    let inputs = inputs("err_");
    let missing: Vec<&str> = CODES
        .iter()
        .map(|page| page.name)
        .filter(|name| {
            !OF_RUNS.contains(name)
                && !inputs.iter().any(|input| input.name == format!("err_{name}"))
        })
        .collect();
    assert!(missing.is_empty(), "without `tests/inputs/err_<code>.md`: {missing:?}");
}

#[test]
fn every_mistake_is_printed_as_expected() {
    let mut inputs = inputs("err_");
    inputs.retain(|input| !is_known_wrong(input));
    let problems: Vec<String> = inputs.par_iter().filter_map(problem_with_mistake).collect();
    assert!(
        problems.is_empty(),
        "{} of the inputs differ\n\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn every_message_says_what_to_do() {
    let mut inputs = inputs("err_");
    inputs.retain(|input| !is_known_wrong(input));
    let n_messages = AtomicUsize::new(0);
    inputs.par_iter().for_each(|input| {
        for diagnostic in build(&site(&input.sources)).0.iter() {
            let said = &diagnostic.message;
            assert!(!diagnostic.hints.is_empty(), "{}: `{said}`, and what now?", input.name);
            n_messages.fetch_add(1, Ordering::Relaxed);
        }
    });
    assert!(n_messages.into_inner() > 500);
}

/// Inputs of which the program does not yet say what it should, each with what is amiss. What is
/// mended leaves this list.
const KNOWN_WRONG: &[(&str, &str)] =
    &[("err_bad-file-name_theme", "the names of a theme's files are not looked at")];

/// Inputs that are in order and are found fault with.
const NOT_YET_SOUND: &[(&str, &str)] = &[];

/// What only a program without a cargo feature says, and whether this one has it.
const WITHOUT_A_FEATURE: &[(&str, bool)] = &[
    ("err_large-pictures", cfg!(feature = "pictures")),
    ("err_missing-feature", cfg!(feature = "parquet")),
];

fn is_known_wrong(input: &Input) -> bool {
    if WITHOUT_A_FEATURE.contains(&(&*input.name, true)) {
        return true;
    }
    KNOWN_WRONG.iter().chain(NOT_YET_SOUND).any(|(name, _)| *name == input.name)
}

#[test]
fn what_is_known_to_be_wrong_is_still_wrong() {
    let inputs = inputs("err_");
    let found = |name: &str| inputs.iter().find(|input| input.name == name);
    for (name, amiss) in KNOWN_WRONG {
        let input = found(name).unwrap_or_else(|| panic!("there is no tests/inputs/{name}.md"));
        let site = site(&input.sources);
        let is_said = build(&site).0.iter().any(|diagnostic| diagnostic.code == code_of(input));
        assert!(!is_said, "`{name}` is mended, take it from the list: {amiss}");
    }
    for input in crate::project::inputs("ok_").iter().filter(|input| is_known_wrong(input)) {
        assert!(
            site(&input.sources).diagnostics.iter().next().is_some(),
            "`{}` is mended, take it from the list",
            input.name
        );
    }
}

fn problem_with_mistake(input: &Input) -> Option<String> {
    let site = site(&input.sources);
    let (diagnostics, published) = build(&site);
    let code = code_of(input);
    if !diagnostics.iter().any(|diagnostic| diagnostic.code == code) {
        let found: Vec<&str> =
            diagnostics.iter().map(|diagnostic| diagnostic.code.page().name).collect();
        return Some(format!(
            "tests/inputs/{}.md does not give `{}` but {found:?}\n",
            input.name,
            code.page().name
        ));
    }
    if diagnostics.has_errors() != published.is_empty() {
        return Some(format!(
            "tests/inputs/{}.md: {} files are published\n",
            input.name,
            published.len()
        ));
    }
    let badly_said: Vec<String> =
        diagnostics.iter().filter_map(|diagnostic| badly_said(diagnostic, input)).collect();
    if !badly_said.is_empty() {
        return Some(format!("tests/inputs/{}.md: {}\n", input.name, badly_said.join("; ")));
    }
    input.differences(&[(String::new(), human(&diagnostics, &input.sources, false, 100))])
}

/// What is against the rules of `ARCHITECTURE.md` for messages, hints and places, if anything is.
fn badly_said(diagnostic: &Diagnostic, input: &Input) -> Option<String> {
    let message = &diagnostic.message;
    let is_capitalised = |text: &str| {
        text.starts_with(char::is_uppercase) && !text[1..].starts_with(char::is_uppercase)
    };
    let is_plain = |text: &str| {
        !is_capitalised(text)
            && !text.ends_with(['.', '!', '\n'])
            && !text.contains('\n')
            && !text.is_empty()
    };
    if !is_plain(message) {
        return Some(format!("not lower case, or with a full stop: {message}"));
    }
    if let Some(hint) = diagnostic.hints.iter().find(|hint| !is_plain(hint)) {
        return Some(format!("not lower case, or with a full stop: {hint}"));
    }
    if diagnostic.severity() == Severity::Error && diagnostic.hints.is_empty() {
        return Some(format!("it does not say what to do: {message}"));
    }
    let misplaced = diagnostic.labels.iter().find(|label| {
        let bytes = input.sources.file(label.span.file).bytes();
        let is_boundary = |at: usize| {
            std::str::from_utf8(bytes).map_or(at <= bytes.len(), |text| text.is_char_boundary(at))
        };
        label.span.range.start > label.span.range.end
            || !is_boundary(label.span.range.start)
            || !is_boundary(label.span.range.end)
    });
    misplaced.map(|label| format!("{:?} is no place in its file: {message}", label.span.range))
}

#[test]
fn of_a_site_without_mistakes_nothing_is_said() {
    let mut inputs = inputs("ok_");
    inputs.retain(|input| !is_known_wrong(input));
    assert!(inputs.len() > 10, "{} inputs", inputs.len());
    let problems: Vec<String> = inputs.par_iter().filter_map(problem_with_sound).collect();
    assert!(
        problems.is_empty(),
        "{} of the inputs differ\n\n{}",
        problems.len(),
        problems.join("\n")
    );
}

fn problem_with_sound(input: &Input) -> Option<String> {
    let site = site(&input.sources);
    let (diagnostics, published) = build(&site);
    let said = human(&diagnostics, &input.sources, false, 100);
    if !said.is_empty() {
        return Some(format!("tests/inputs/{}.md is found fault with:\n{said}", input.name));
    }
    if published.is_empty() {
        return Some(format!("of tests/inputs/{}.md nothing is published\n", input.name));
    }
    let found: Vec<(String, String)> =
        input.expected.iter().map(|(word, _)| (word.clone(), shown(&site, input, word))).collect();
    if found.is_empty() {
        return Some(format!("tests/inputs/{}.md expects nothing\n", input.name));
    }
    input.differences(&found)
}

/// What an `=== expected WORD` section of an input is about.
fn shown(site: &Site<'_>, input: &Input, word: &str) -> String {
    match word {
        "html" => html(site, input),
        "mentions" => mentions(site),
        "speeches" => speeches(site),
        "outputs" => site
            .outputs()
            .iter()
            .filter(|output| !output.path.starts_with("assets/"))
            .map(|output| format!("{}\n", output.path))
            .collect(),
        other => panic!("`=== expected {other}` is not known"),
    }
}

/// The bodies of all speeches, a line per block.
fn html(site: &Site<'_>, input: &Input) -> String {
    let graph = &site.graph;
    let mut out = String::new();
    for (id, speech) in graph.corpus.speeches() {
        let scribe = Scribe::of_speech(graph, &input.sources.file(speech.file).path, id, "table");
        let text = scribe.flow() + &scribe.footnotes("notes");
        let text = [
            "p",
            "h3",
            "h4",
            "ul",
            "ol",
            "li",
            "pre",
            "table",
            "tr",
            "blockquote",
            "aside",
            "section",
            "hr",
        ]
        .iter()
        .fold(text, |text, tag| {
            text.replace(&format!("<{tag}>"), &format!("\n<{tag}>"))
                .replace(&format!("<{tag} "), &format!("\n<{tag} "))
        });
        let _ = writeln!(out, "{}", text.trim());
    }
    out
}

/// All mentions: where, what is printed there, who is meant, and how it was found.
fn mentions(site: &Site<'_>) -> String {
    let graph = &site.graph;
    let mut out = String::new();
    for mention in &graph.mentions {
        let speech = graph.corpus.speech(mention.speech);
        let doubt = if mention.doubtful { " in doubt" } else { "" };
        let (anchor, surface) = (graph.anchor_of(mention), graph.surface(mention));
        let entity = &graph.corpus.entity(mention.entity).id;
        let _ = writeln!(
            out,
            "{} {} {anchor} {surface:?} {entity} {}{doubt}, {}",
            speech.id,
            speech.lang,
            mention.how.word(),
            graph.turn_word(mention)
        );
    }
    out
}

/// What is known of each speech, a line per fact.
fn speeches(site: &Site<'_>) -> String {
    let graph = &site.graph;
    let mut out = String::new();
    for (id, speech) in graph.corpus.speeches() {
        let _ = writeln!(
            out,
            "{} {}: {}, {}, {} long, {} paragraphs",
            speech.id,
            speech.lang,
            speech.title,
            speech.date,
            graph.length(id),
            speech.body.paragraphs.len()
        );
        for (turn, role) in speech.body.turns.iter().zip(&graph.turns(id).roles) {
            let _ =
                writeln!(out, "  {}: {}, {} blocks", turn.label, role.word(), turn.blocks.len());
        }
    }
    out
}

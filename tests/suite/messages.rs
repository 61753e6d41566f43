//! The catalogues of the program's own language: every sentence of the source has its translation,
//! with the same places, and none is left over.

#![expect(clippy::disallowed_methods, reason = "tests read the source from the disk")]

use crate::project::{build, inputs, site};
use oratory::{CODES, Code, Language, Severity, human_in};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A string literal of the source, with what it is an argument of: `say!`, `.hint`, `count`.
struct Literal {
    text: String,
    of: String,
    is_first: bool,
}

/// The string literals of a file of the source.
fn literals(code: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    // What each bracket that is open belongs to, and where it opens.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut at = 0;
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        // A quotation mark or a bracket as a character.
        let is_char =
            c == '\'' && (rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\''));
        if is_char {
            let behind = if rest[1..].starts_with('\\') { 3 } else { 2 };
            let end = rest.char_indices().skip(behind).find(|(_, c)| *c == '\'');
            at += end.map_or(rest.len(), |(end, _)| end + 1);
            continue;
        }
        match c {
            '"' => {
                let (text, length) = literal(rest, code[..at].ends_with('r'));
                let (of, start) = open.last().cloned().unwrap_or_default();
                let is_first = code[start..at].trim() == "(";
                found.push(Literal { text, of, is_first });
                at += length;
                continue;
            }
            '(' | '[' | '{' => {
                let before = code[..at].trim_end();
                let is_of_name = |c: char| c.is_alphanumeric() || "_!:.".contains(c);
                let name = before.rsplit(|c| !is_of_name(c)).next().unwrap_or_default();
                open.push((name.to_owned(), at));
            }
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// The text of the literal with which `rest` begins, and the bytes that it takes.
fn literal(rest: &str, is_raw: bool) -> (String, usize) {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (text, at + 1),
            '\\' if !is_raw => match chars.next() {
                Some((_, '\n')) => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                Some((_, 'n')) => text.push('\n'),
                Some((_, escaped)) => text.push(escaped),
                None => {}
            },
            c => text.push(c),
        }
    }
    (text, rest.len())
}

/// Every literal of `src/` but those of tests, by file.
fn source() -> BTreeMap<String, Vec<Literal>> {
    let mut found = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("in src").display().to_string();
            if !name.ends_with(".rs") || name.contains("tests") || name.contains("fixture") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.insert(name, literals(code));
        }
    }
    found
}

/// Whether a literal is a sentence that is said to a person.
fn is_said(literal: &Literal) -> bool {
    let is_argument =
        ["Diagnostic::new", ".hint", ".at", ".tell"].iter().any(|call| literal.of.ends_with(call));
    let is_template = ["say!", "Message::from", ".remark", "Message::joined"]
        .iter()
        .any(|call| literal.of.ends_with(call));
    (is_argument || is_template && literal.is_first) && !literal.text.is_empty()
}

/// The places of a template: `id` of `{id}`.
fn places(template: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, _) in template.match_indices('{') {
        let rest = &template[at + 1..];
        let name = rest.split('}').next().unwrap_or_default();
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            found.insert(name);
        }
    }
    found
}

#[test]
fn every_sentence_of_the_source_has_its_chinese() {
    let known: BTreeSet<&str> = Language::Chinese.sentences().map(|(id, _)| id).collect();
    let mut lacking = BTreeSet::new();
    let mut n_said = 0;
    for (path, literals) in &source() {
        for literal in literals.iter().filter(|literal| is_said(literal)) {
            n_said += 1;
            if !known.contains(&*literal.text) {
                lacking.insert(format!("{path}: {}", literal.text));
            }
        }
    }
    assert!(n_said > 300, "sentences are not where they were: {n_said} found");
    let lacking: Vec<String> = lacking.into_iter().collect();
    assert!(lacking.is_empty(), "not in src/cli/language/zh/:\n{}", lacking.join("\n"));
}

#[test]
fn a_translation_has_the_places_of_its_sentence_and_the_sentence_is_said() {
    let source = source();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    let mut counted: BTreeSet<&str> = BTreeSet::new();
    for literals in source.values() {
        said.extend(literals.iter().map(|literal| literal.text.as_str()));
        // `count(n, "page", "pages")`: many are the template.
        let words: Vec<&Literal> =
            literals.iter().filter(|literal| literal.of.ends_with("count")).collect();
        counted.extend(words.chunks(2).filter_map(|pair| pair.get(1)).map(|many| &*many.text));
    }
    for page in CODES {
        said.extend([page.summary, page.explanation]);
    }

    let mut wrong = Vec::new();
    for (id, translation) in Language::Chinese.sentences() {
        let mut expected = places(id);
        if counted.contains(id) {
            expected.insert("n");
        }
        if places(translation) != expected {
            wrong.push(format!("other places: {id} → {translation}"));
        }
        if !said.contains(id) {
            wrong.push(format!("nothing says: {id}"));
        }
    }
    assert!(wrong.is_empty(), "in src/cli/language/zh/:\n{}", wrong.join("\n"));
}

/// A template without the names of its places, as errors are written in the source.
fn nameless(template: &str) -> String {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str("{}");
        text.push_str(piece.split_once('}').map_or(piece, |(_, behind)| behind));
    }
    text
}

#[test]
fn every_error_of_the_environment_has_its_chinese() {
    let known: BTreeSet<String> = Language::Chinese.errors().map(|(id, _)| nameless(id)).collect();
    for literal in source().values().flatten() {
        let is_error = literal.of.ends_with("error") && literal.is_first;
        // `{0}` and its like say what another message says.
        let has_words = nameless(&literal.text).contains(' ');
        if is_error && has_words {
            let template = nameless(&literal.text);
            assert!(known.contains(&template), "not in zh/errors.po: {}", literal.text);
        }
    }
    for (id, translation) in Language::Chinese.errors() {
        assert_eq!(places(translation), places(id), "{id}");
    }
}

#[test]
fn every_mistake_is_told_in_chinese() {
    let mut lacking = BTreeSet::new();
    for input in inputs("err_") {
        let site = site(&input.sources);
        let (diagnostics, _) = build(&site);
        for sentence in Language::Chinese.lacking(&diagnostics) {
            // What another program says, and a name alone, is the same in every language.
            let is_of_engine = diagnostics.iter().any(|told| told.code == Code::TemplateError);
            let is_name = !sentence.trim_matches('`').contains(' ');
            if !is_of_engine && !is_name {
                lacking.insert(format!("{}: {sentence}", input.name));
            }
        }
    }
    let lacking: Vec<String> = lacking.into_iter().collect();
    assert!(lacking.is_empty(), "without Chinese:\n{}", lacking.join("\n"));
}

#[test]
fn diagnostics_are_shown_in_chinese_with_the_same_places() {
    let inputs = inputs("err_unknown-key");
    let input = inputs.iter().find(|input| input.name == "err_unknown-key").expect("the input");
    let (diagnostics, _) = build(&site(&input.sources));
    let shown = human_in(Language::Chinese, &diagnostics, &input.sources, false, 100);

    let n_errors = diagnostics.iter().filter(|told| told.severity() == Severity::Error).count();
    assert!(shown.contains("错误[unknown-key]: "), "{shown}");
    assert!(shown.contains("帮助"), "{shown}");
    assert!(shown.contains(&format!("{n_errors} 个错误")), "{shown}");
}

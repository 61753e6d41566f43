//! Rust text → what a rule asks about: the code without comments, strings and tests, the paths that it names, its functions.
//!
//! No parser: a lexer that knows strings, comments and lifetimes, and a count of braces. Its own tests hold it against what is hard.

use std::ops::Range;

/// The code with comments, strings and characters blanked; bytes and lines keep their places.
pub(super) fn code_only(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let mut at = 0;
    while at < text.len() {
        let end = blank_end(text, at);
        match end {
            Some(end) => {
                out[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
                at = end;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    String::from_utf8(out).expect("only whole literals and comments are blanked")
}

/// Where the comment, string or character that begins at `at` ends; none if there begins none.
fn blank_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let before = text[..at].chars().next_back();
    if rest.starts_with("//") {
        return Some(at + rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(at + block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(at + quoted(rest, '"'));
    }
    if rest.starts_with('\'') {
        return is_character(rest).then(|| at + quoted(rest, '\''));
    }
    if before.is_some_and(is_word) {
        return None;
    }
    let prefixed = rest.trim_start_matches(['b', 'c']);
    let raw = prefixed.strip_prefix('r')?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let body = raw[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).map_or(body.len(), |end| end + close.len());
    Some(text.len() - body.len() + end)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Bytes up to the closing quote, escapes passed over.
fn quoted(rest: &str, quote: char) -> usize {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

/// Whether a quote begins a character rather than a lifetime.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => true,
        (_, second) => second == Some('\''),
    }
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Code without its tests.
pub(super) struct Bare {
    /// The code; items under `#[cfg(test)]` are blank in it.
    pub(super) code: String,
    /// Names of the test modules that lie in files of their own.
    pub(super) modules: Vec<String>,
    /// Lines that the blank items took.
    pub(super) n_lines: usize,
}

/// Blanks the items under `#[cfg(test)]`.
pub(super) fn without_tests(code: &str) -> Bare {
    const MARK: &str = "#[cfg(test)]";
    let mut bytes = code.as_bytes().to_vec();
    let (mut modules, mut n_lines) = (Vec::new(), 0);
    let mut from = 0;
    while let Some(found) = code[from..].find(MARK) {
        let start = from + found;
        let end = item_end(code, start + MARK.len());
        let item = &code[start + MARK.len()..end];
        if let Some((_, name)) = item.split_once("mod ").filter(|_| item.ends_with(';')) {
            modules.push(name.trim_end_matches(';').trim().to_owned());
        }
        n_lines += code[start..end].lines().count();
        bytes[start..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        from = end;
    }
    Bare { code: String::from_utf8(bytes).expect("whole items are blanked"), modules, n_lines }
}

/// Where the item ends that begins after `from`: at its `;`, or at the brace that closes its body.
fn item_end(code: &str, from: usize) -> usize {
    match body(code, from) {
        Some(body) => body.end,
        None => code[from..].find(';').map_or(code.len(), |at| from + at + 1),
    }
}

/// The braces of the item that begins after `from`, both included; none if a `;` ends it before.
fn body(code: &str, from: usize) -> Option<Range<usize>> {
    let (mut round, mut braces, mut start) = (0_i32, 0, None);
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round -= 1,
            b';' if round == 0 && start.is_none() => return None,
            b'{' => {
                start = start.or(Some(at));
                braces += 1;
            }
            b'}' => {
                braces -= 1;
                if braces == 0 {
                    return start.map(|start| start..at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A function: its name, its first line (from 1), and how many lines it takes from `fn` to its last brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) n_lines: usize,
}

/// Every function with a body.
pub(super) fn functions(code: &str) -> Vec<Function> {
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    let function = |at: usize| {
        let name: String = code[at + 2..].trim_start().chars().take_while(|c| is_word(*c)).collect();
        let body = body(code, at).filter(|_| !name.is_empty())?;
        Some(Function { name, line: line(at), n_lines: line(body.end - 1) - line(at) + 1 })
    };
    words(code, "fn").into_iter().filter_map(function).collect()
}

/// Where `word` stands as a whole word.
pub(super) fn words(code: &str, word: &str) -> Vec<usize> {
    let is_whole = |at: &usize| !code[..*at].ends_with(is_word) && !code[at + word.len()..].starts_with(is_word);
    code.match_indices(word).map(|(at, _)| at).filter(is_whole).collect()
}

/// What stands right after `root::` wherever it is written, each with its line: `b` of `crate::b::c`, `b` and `d` of `crate::{b, d::e}`.
pub(super) fn named_under(code: &str, root: &str) -> Vec<(String, usize)> {
    let mut named = Vec::new();
    for at in words(code, root) {
        let Some(rest) = code[at + root.len()..].trim_start().strip_prefix("::") else { continue };
        let line = code[..at].matches('\n').count() + 1;
        named.extend(heads(rest.trim_start()).into_iter().map(|head| (head, line)));
    }
    named
}

/// The first names of a use tree.
fn heads(tree: &str) -> Vec<String> {
    let first = |text: &str| text.trim_start().chars().take_while(|c| is_word(*c)).collect::<String>();
    let Some(group) = tree.strip_prefix('{') else { return vec![first(tree)] };
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.push(first(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

#[test]
fn literals_and_comments_are_blank_and_lifetimes_are_code() {
    let text = "let a = \"fn x() { \\\" }\"; // fn y() {\nlet b = r#\"{ \" {\"#; /* { /* { */ { */ let c = '{'; let d = '\\''; fn z<'a>(e: &'a str) { b\"{\"; br\"{\"; }";
    let code = code_only(text);
    assert_eq!(code.len(), text.len());
    assert_eq!(code.matches('{').count(), 1, "{code}");
    assert!(code.contains("fn z<'a>(e: &'a str) {") && !code.contains("fn x") && !code.contains("fn y"), "{code}");
    assert_eq!(code_only("var\"x\" '讲' '讲 讲'"), format!("var{} {} '讲 讲'", " ".repeat(3), " ".repeat(5)));
}

#[test]
fn tests_are_blank_and_their_files_are_named() {
    let Bare { code, modules, n_lines } = without_tests(
        "use a;\n#[cfg(test)]\npub(crate) mod scratch;\n#[cfg(test)]\nmod tests {\n    fn x() { { } }\n}\nfn kept() {}\n#[cfg(test)]\nuse b;\nfn kept_too() {}",
    );
    assert_eq!((modules, n_lines), (vec!["scratch".to_owned()], 8));
    assert!(code.contains("fn kept()") && code.contains("fn kept_too()") && !code.contains("fn x") && !code.contains("use b"), "{code}");
}

#[test]
fn functions_are_measured_from_their_name_to_their_brace() {
    let code = "trait T {\n    fn none(&self, a: [u8; 4]);\n    fn one(&self) -> [u8; 2] { [0; 2] }\n}\nfn outer(f: fn(u8) -> u8)\nwhere\n    T: U,\n{\n    fn inner() {\n    }\n}\n";
    let found: Vec<(String, usize, usize)> = functions(code).into_iter().map(|f| (f.name, f.line, f.n_lines)).collect();
    assert_eq!(found, [("one".to_owned(), 3, 1), ("outer".to_owned(), 5, 7), ("inner".to_owned(), 9, 2)]);
}

#[test]
fn paths_are_read_with_their_groups() {
    let code = "use crate::a::b;\nuse crate::{c, d::{e, f}, Site};\npub(crate) fn x() { crate :: g::h(); mycrate::no(); }";
    let named: Vec<String> = named_under(code, "crate").into_iter().map(|(name, line)| format!("{name}{line}")).collect();
    assert_eq!(named, ["a1", "c2", "d2", "Site2", "g3"]);
}

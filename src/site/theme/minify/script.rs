//! A script → the same script without what only its authors read.

/// A script without its indentation, the lines that are comments, and the spaces of lines that have
/// nothing but code and strings.
///
/// A script in which something may go on over the end of a line, where a line is not what it looks
/// like, stays as it is: a template literal, a comment, a string.
pub(crate) fn script(text: &str) -> String {
    let is_closed = |line: &str| {
        line.matches('`').count().is_multiple_of(2)
            && line.matches("/*").count() == line.matches("*/").count()
            && !line.ends_with('\\')
    };
    if !text.lines().all(is_closed) {
        return text.to_owned();
    }

    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            tight(line, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Adds a line without the spaces that mean nothing. A line with a slash may have a regular
/// expression or a comment, one with another mark or a backslash more kinds of strings than one:
/// these stay as they are.
fn tight(line: &str, out: &mut String) {
    // Strings are the odd pieces between quotation marks.
    let pieces: Vec<&str> = line.split('"').collect();
    let code: String = pieces.iter().step_by(2).copied().collect();
    let is_plain = !line.contains('\\') && !code.contains(['/', '\'', '`']);
    if !is_plain || pieces.len().is_multiple_of(2) {
        out.push_str(line);
        return;
    }
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            out.push('"');
        }
        if at.is_multiple_of(2) {
            tight_code(piece, out);
        } else {
            out.push_str(piece);
        }
    }
}

/// Adds code without the spaces beside marks that no neighbour can change. `+`, `-`, `<`, `>` and
/// `!` can be changed: `a + +b`, `<!--`; and `?` before a full stop.
fn tight_code(code: &str, out: &mut String) {
    const ALONE: &[char] = &[',', ';', '(', ')', '{', '}', '[', ']', '?', ':', '&', '|', '*', '='];
    let mut rest = code;
    while let Some(at) = rest.find(' ') {
        out.push_str(&rest[..at]);
        rest = rest[at..].trim_start_matches(' ');

        let is_after = (out.ends_with(ALONE) || out.ends_with("=>")) && !rest.starts_with('.');
        if !is_after && !rest.starts_with(ALONE) {
            out.push(' ');
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn a_script_loses_what_its_authors_read_and_nothing_that_goes_on_in_the_next_line() {
        assert_eq!(script("// a\nf(\n  \"//\", // b\n);\n\n"), "f(\n\"//\", // b\n);\n");
        assert_eq!(
            script("const f = (a, b) => { return a ? b + +a : [\"x = y\", 1]; };\n"),
            "const f=(a,b)=>{return a?b + +a:[\"x = y\",1];};\n"
        );
        assert_eq!(
            script("a = b / c, d; // e\nf = 'g , h';\n"),
            "a = b / c, d; // e\nf = 'g , h';\n"
        );
        assert_eq!(script("a = b ? .5 : c < !--d;\n"), "a=b? .5:c < !--d;\n");
        for whole in ["a = `\n  // b`;\n", "/*\n  // a\n*/\n", "a = \"\\\n  // b\";\n"] {
            assert_eq!(script(whole), whole);
        }
    }
}

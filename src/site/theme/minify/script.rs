//! A script → the same script without what only its authors read.

/// A script without its indentation and the lines that are comments.
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
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn a_script_loses_what_its_authors_read_and_nothing_that_goes_on_in_the_next_line() {
        assert_eq!(script("// a\nf(\n  \"//\", // b\n);\n\n"), "f(\n\"//\", // b\n);\n");
        for whole in ["a = `\n  // b`;\n", "/*\n  // a\n*/\n", "a = \"\\\n  // b\";\n"] {
            assert_eq!(script(whole), whole);
        }
    }
}

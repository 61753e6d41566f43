//! A style sheet → the same rules without what only its authors read.

/// A style sheet without its comments and the white space that only its authors read; strings stay
/// as they are (CSS Syntax Level 3 §4.3.2, §4.3.5).
pub(crate) fn css(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find(['"', '\'', '/', '\n']) {
        let (before, from) = rest.split_at(at);
        out.push_str(&tight(before));

        // How much of what begins here is done with.
        let len = match from.as_bytes()[0] {
            b'/' if from.starts_with("/*") => from.find("*/").map_or(from.len(), |end| end + 2),
            b'/' => {
                out.push('/');
                1
            }
            b'\n' => {
                let next = from.trim_start();
                out.truncate(out.trim_end().len());

                // Between two words a line ends one of them; elsewhere it is only for its authors.
                let is_between = !out.is_empty() && !out.ends_with(['{', '}', ';', ',']);
                if is_between && !next.starts_with('}') {
                    out.push('\n');
                }
                from.len() - next.len()
            }
            _ => {
                let len = string_len(from);
                out.push_str(&from[..len]);
                len
            }
        };
        rest = &from[len..];
    }
    out + &tight(rest)
}

/// Text outside strings and comments without the spaces that mean nothing: after commas, colons and
/// semicolons, around braces and `>`, before `!`. No selector has a space after a colon; `+` needs
/// its spaces in `calc`.
fn tight(text: &str) -> String {
    text.replace(", ", ",")
        .replace(": ", ":")
        .replace("; ", ";")
        .replace(" {", "{")
        .replace("{ ", "{")
        .replace(" }", "}")
        .replace(" > ", ">")
        .replace(" !", "!")
}

/// The length of the string that `text` begins with, its quotes included; all of `text` where the
/// string does not end.
fn string_len(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::css;

    #[test]
    fn a_style_sheet_keeps_its_rules_and_strings() {
        let sheet = "/* why */\na {\n  color: red; /* x */\n  content: \"/* no */\\\"  \";\n}\n\n@media (min-width: 2rem) {\n  b { x: a/b }\n}\n";
        assert_eq!(
            css(sheet),
            "a{color:red;content:\"/* no */\\\"  \";}@media (min-width:2rem){b{x:a/b}}"
        );
        assert_eq!(
            css("a > b,\nc\nd {\n  x: calc(1px\n    + 2px) !important}"),
            "a>b,c\nd{x:calc(1px\n+ 2px)!important}"
        );
        assert_eq!(css("a{} /* open"), "a{} ");
        assert_eq!(css("a::after{content:'"), "a::after{content:'");
    }
}

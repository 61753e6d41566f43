//! Text → Markdown that means it: what would be a mark has a backslash, and lines stand behind those of
//! a list or a quotation.

/// Writes the lines of a text behind `first` and `others`, of which an empty line has no white space.
pub(super) fn prefix(text: &str, first: &str, others: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let prefix = if at == 0 { first } else { others };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
}

/// Appends a text as Markdown means it; `begins` says whether it begins a line.
pub(super) fn escape(text: &str, begins: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut begins, mut digits) = (begins, false);
    // Up to where it is appended, and up to where it is looked at.
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        // Behind the beginning of a line the same few characters mean something everywhere.
        if !begins && !digits {
            match bytes[at..].iter().position(|byte| means_something(*byte)) {
                Some(ahead) => at += ahead,
                None => break,
            }
        }
        let c = bytes[at];
        let begins_block = begins && matches!(c, b'+' | b'-' | b'=' | b':');
        // `1. ` and `1) ` begin lists.
        let ends_number = digits && matches!(c, b'.' | b')');
        // A line break is hard here.
        if means_something(c) || begins_block || ends_number {
            out.push_str(&text[done..at]);
            out.push('\\');
            done = at;
        }
        digits = (begins || digits) && c.is_ascii_digit();
        begins = c == b'\n' || begins && c == b' ';
        at += 1;
    }
    out.push_str(&text[done..]);
}

/// Whether a backslash stands before a character wherever it is.
fn means_something(c: u8) -> bool {
    let is_mark = matches!(c, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'>');
    is_mark || matches!(c, b'&' | b'~' | b'|' | b'$' | b'#' | b'\n')
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_would_mean_something_has_a_backslash() {
        for (text, written) in [
            ("1. a 2. b", "1\\. a 2. b"),
            ("12) a\n3. b", "12\\) a\\\n3\\. b"),
            ("  - a - b", "  \\- a - b"),
            ("=：+ a:\n+", "\\=：+ a:\\\n\\+"),
            ("a *b* _c_ [d] <e> & 中｜#1", "a \\*b\\* \\_c\\_ \\[d\\] \\<e\\> \\& 中｜\\#1"),
            ("", ""),
        ] {
            let mut out = String::new();
            super::escape(text, true, &mut out);
            assert_eq!(out, written);
        }
        let mut behind = "1".to_owned();
        super::escape(". - a", false, &mut behind);
        assert_eq!(behind, "1. - a");
    }
}

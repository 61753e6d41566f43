//! Brackets around values: full-width ones, those that nothing opens, and how deep a line is in them.

/// A value in full-width brackets with narrow ones, and with narrow commas and colons between them;
/// none if it is in no such brackets.
pub(super) fn narrow_brackets(value: &str) -> Option<String> {
    let (open, close) = match (value.chars().next()?, value.chars().next_back()?) {
        ('［', '］') | ('【', '】') => ('[', ']'),
        ('｛', '｝') => ('{', '}'),
        _ => return None,
    };
    let inner = value.trim_matches(['［', '］', '【', '】', '｛', '｝']);
    let inner = inner.replace(['，', '、'], ", ").replace('：', ": ");
    let words: Vec<&str> = inner.split(' ').filter(|word| !word.is_empty()).collect();
    Some(format!("{open}{}{close}", words.join(" ")))
}

/// Whether a value in brackets has one more that closes.
pub(super) fn is_closed_too_often(value: &str) -> bool {
    value.starts_with(['[', '{']) && value.ends_with([']', '}']) && depth_of(value) == -1
}

/// How many brackets a line opens more than it closes, quoted ones left out.
pub(super) fn depth_of(line: &str) -> i32 {
    let mut depth = 0;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth
}

//! Times of recordings, and the cues of a WebVTT file: what is said from when to when.
//!
//! **Invariant:** cues are in the order of the file; their text has no tags, and no line that the cue
//! before it ended with, as captions that roll up have.
//! Does not ask who speaks: `import` reads captions as a document.

/// What is said in a stretch of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cue {
    /// When it begins, in milliseconds.
    pub start: u32,
    /// When it ends.
    pub end: u32,
    pub text: String,
}

/// The cues of a WebVTT file (W3C WebVTT §4); what is no cue is passed over.
pub(crate) fn cues(file: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut last_line = String::new();
    let mut lines = file.lines();
    while let Some(line) = lines.next() {
        let Some((start, end)) = times(line) else {
            continue;
        };

        let mut text = String::new();
        for line in lines.by_ref().take_while(|line| !line.trim().is_empty()) {
            let words = without_tags(line);
            if words.is_empty() || words == last_line {
                continue;
            }
            text.push(' ');
            text.push_str(&words);
            last_line = words;
        }
        if !text.is_empty() && start <= end {
            cues.push(Cue { start, end, text });
        }
    }
    cues
}

/// The two times of a line `00:01.000 --> 00:04.500 align:start`.
fn times(line: &str) -> Option<(u32, u32)> {
    let (start, rest) = line.split_once("-->")?;
    Some((milliseconds(start.trim())?, milliseconds(rest.split_whitespace().next()?)?))
}

/// A time as `1:02:03.5`, `00:04` or `00:00:01,240`, in milliseconds.
pub(crate) fn milliseconds(time: &str) -> Option<u32> {
    let (whole, fraction) = time.split_once(['.', ',']).unwrap_or((time, ""));
    let fields: Vec<&str> = whole.split(':').collect();
    if !(2..=3).contains(&fields.len()) {
        return None;
    }

    let mut seconds: u32 = 0;
    for field in fields {
        let is_number = !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit());
        let number: u32 = field.parse().ok().filter(|_| is_number)?;
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
    }
    let mut thousandths = 0;
    for place in 0..3 {
        let digit = fraction.as_bytes().get(place).map_or(0, |b| b.wrapping_sub(b'0'));
        thousandths = thousandths * 10 + u32::from(digit.min(9));
    }
    seconds.checked_mul(1000)?.checked_add(thousandths)
}

/// A line without its tags, trimmed.
fn without_tags(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = match rest[at..].find('>') {
            Some(end) => &rest[at + end + 1..],
            // A sign of less than, and no tag.
            None => {
                words.push_str(&rest[at..]);
                ""
            }
        };
    }
    words.push_str(rest);
    words
        .trim()
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_players_write_them() {
        assert_eq!(milliseconds("00:12:05"), Some(725_000));
        assert_eq!(milliseconds("0:04.5"), Some(4_500));
        assert_eq!(milliseconds("00:00:01,240"), Some(1_240));
        for time in ["12", "1:2:3:4", "a:04", ":04", "99999999999:00"] {
            assert_eq!(milliseconds(time), None, "{time}");
        }
    }

    #[test]
    fn cues_have_words_and_no_tags_and_nothing_twice() {
        let file = "WEBVTT\n\nNOTE not said\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>We sail</v> at\nnoon &amp; at\n\n\
                    00:02.000 --> 00:03.500\nnoon &amp; at\n<c>night.</c>\n\nno cue\n";
        let found: Vec<(u32, u32, String)> =
            cues(file).into_iter().map(|cue| (cue.start, cue.end, cue.text)).collect();
        let expected = [(1000, 2000, " We sail at noon & at"), (2000, 3500, " night.")];
        assert_eq!(found, expected.map(|(start, end, text)| (start, end, text.to_owned())));
    }
}

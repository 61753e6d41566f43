//! What a speech is called in its address and in the names of its files.
//!
//! **Invariant:** an id that is made or let pass here names a file that the loader reads and the
//! parser takes for a speech.

use crate::base::date::{self, Date};
use crate::base::ids::begins_speech_id;
use crate::base::letters::{floor, is_unseen};

/// No id has more bytes. File systems take names of 255; the longest that is made of an id, while
/// it is written, is `.<id>.zh-Hant-TW.aside.md.<process>.new`, which takes up 39 beside it. What
/// is left is room for longer tags.
const MOST_BYTES: usize = 200;

/// Signs that have a meaning in addresses or on some disk, and stand in no id.
const SIGNS: &str = "\\/:*?\"<>|#%";

/// The id of a document: the name of its file, with the date in front of it if it has none.
pub(super) fn id(stem: &str, date: Option<Date>) -> String {
    let plain = cleaned(stem);
    match date {
        Some(date) if date::find(&plain).is_none() => cleaned(&format!("{date}-{plain}")),
        _ => plain,
    }
}

/// Says why an id that somebody chose cannot be one, and names one that can.
///
/// # Errors
///
/// The words for whoever chose it.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    let good = cleaned(id);
    if !id.is_empty() && id == good {
        return Ok(());
    }

    let good = if good.is_empty() { "press-conference" } else { &good };
    Err(format!(
        "`{id}` cannot be an id: it begins with a letter or a digit, holds no spaces, nothing invisible and none of `\\ / : * ? \" < > | # %`, \
         does not end in `.`, `-` or `~`, and has at most {MOST_BYTES} bytes; `{good}` can be one"
    ))
}

/// The nearest text that can be an id; empty if nothing of it can.
fn cleaned(text: &str) -> String {
    let replaced = |c: char| c.is_whitespace() || is_unseen(c) || SIGNS.contains(c);
    let plain: String = text.chars().map(|c| if replaced(c) { '-' } else { c }).collect();
    let plain = plain.trim_start_matches(|c| !begins_speech_id(c));

    plain[..floor(plain, MOST_BYTES)].trim_end_matches(['-', '.', '~']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_what_the_file_is_called() {
        let day = Date::parse("2024-03-07");
        for (stem, expected) in [
            ("press-conference", "2024-03-07-press-conference"),
            ("2024年3月7日 答问", "2024年3月7日-答问"),
            (".hidden", "2024-03-07-hidden"),
            ("@2024-01-02 #notes#", "2024-01-02--notes"),
            ("...", "2024-03-07"),
            ("a\u{202E}b~", "2024-03-07-a-b"),
            ("《问答》", "2024-03-07-《问答》"),
        ] {
            assert_eq!(id(stem, day), expected);
        }
        let long = id(&"字".repeat(80), day);
        assert!(long.len() <= MOST_BYTES && long.ends_with('字'), "{long}");
    }

    #[test]
    fn an_id_that_cannot_be_one_is_refused_with_one_that_can() {
        for good in [
            "a",
            "2024-03-07-press-conference",
            "王毅",
            "《问答》",
            "ABC.v2",
            "aside",
            "x_y",
            "n°1",
        ] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        let long = "a".repeat(300);
        for (bad, good) in [
            (".hidden", "`hidden`"),
            ("#notes#", "`notes`"),
            ("notes~", "`notes`"),
            ("../../etc/passwd", "`etc-passwd`"),
            ("..", "`press-conference`"),
            ("", "`press-conference`"),
            ("a b", "`a-b`"),
            ("a/b", "`a-b`"),
            ("a\u{200B}", "`a`"),
            ("C:\\x", "`C--x`"),
            (&long, &long[..MOST_BYTES]),
        ] {
            let said = check_id(bad).expect_err(bad);
            assert!(said.contains("cannot be an id") && said.contains(good), "{said}");
        }
    }
}

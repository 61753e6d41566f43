//! The folding of the search, and its twin in the browser's reader, whose tables are written from
//! ours.

#![expect(
    clippy::disallowed_methods,
    reason = "a test compares a file of the default theme, and writes it where it is told to"
)]

use super::Fold;
use crate::base::letters::{
    APOSTROPHES, BOPOMOFO, DROPPED, HAN, HANGUL_SYLLABLES, KANA, LETTERS, MIDDLE_DOTS, QUOTES,
    SOUTHEAST_ASIAN,
};
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

#[test]
fn case_accents_width_and_script_do_not_matter() {
    let fold = Fold::new();
    for (text, folded) in [
        ("Málaga ＡＢＣ", "malaga abc"),
        ("E\u{301}le\u{300}ve", "eleve"),
        ("漢語，國語。", "汉语,国语。"),
        ("“一带一路”倡议", "一带一路倡议"),
        ("联合国 2030 年", "联合国2030年"),
        ("said  “yes”\n(twice)", "said yes (twice)"),
        ("don’t ‘go’", "don't go"),
        ("㈱日立 ﬁn…", "(株)日立fin..."),
        ("Straße Łódź", "strasse lodz"),
        ("ガ カ\u{3099} 한국", "カカ한국"),
        ("co\u{AD}op\u{200B}era", "coopera"),
        ("《王毅》　说", "王毅说"),
        ("A–B―C", "a-b-c"),
        ("⼈⾦", "人金"),
    ] {
        assert_eq!(fold.text(text), folded);
    }
}

#[test]
fn folding_twice_changes_nothing() {
    let fold = Fold::new();
    for c in (0..=0x3_FFFF).filter_map(char::from_u32) {
        let once = fold.text(&c.to_string());
        assert_eq!(fold.text(&once), once, "{c:?}");
    }
}

/// What begins and ends the lines of the reader that are written from ours.
const MARKS: [&str; 2] = ["// <letters> from src/base/letters/", "// </letters>"];

/// The lines of the reader that say what a character is.
fn letters_in_javascript() -> String {
    let mut letters = String::new();
    for (letter, plain) in LETTERS {
        let comma = if letters.is_empty() { "" } else { ", " };
        let _ = write!(letters, "{comma}{letter}: \"{plain}\"");
    }
    let dropped = class([DROPPED]);
    let dense = class([HAN, KANA, HANGUL_SYLLABLES, BOPOMOFO, SOUTHEAST_ASIAN]);

    format!(
        r#"const LETTERS = {{ {letters} }};
const DROPPED = /[{dropped}]/gu;
const SPACE = /[\s\p{{Cc}}"{QUOTES}]/u;
const DENSE = /[{dense}]/u;
const WORD = /[\p{{Alphabetic}}\p{{N}}]/u;

const isDense = c => DENSE.test(c);
const isLetter = c => WORD.test(c) && !isDense(c);

function typed(c) {{
  if ("{APOSTROPHES}".includes(c)) return "'";
  if (/[‐-―−]/.test(c)) return "-";
  if ("{MIDDLE_DOTS}".includes(c)) return "·";
  return SPACE.test(c) ? " " : c;
}}"#
    )
}

/// Ranges as a class of a regular expression.
fn class<const N: usize>(lists: [&[RangeInclusive<char>]; N]) -> String {
    let mut class = String::new();
    for range in lists.into_iter().flatten() {
        push_escaped(&mut class, *range.start());
        if range.start() != range.end() {
            class.push('-');
            push_escaped(&mut class, *range.end());
        }
    }
    class
}

fn push_escaped(class: &mut String, c: char) {
    let code = u32::from(c);
    let _ = if code > 0xFFFF {
        write!(class, "\\u{{{code:x}}}")
    } else {
        write!(class, "\\u{code:04x}")
    };
}

#[test]
fn the_reader_in_the_browser_has_the_same_letters() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static/search.js");
    let script = fs::read_to_string(&path).expect("the reader of the default theme");
    let [begin, end] = MARKS;
    let (before, rest) = script.split_once(begin).expect("the first mark");
    let (_, after) = rest.split_once(end).expect("the second mark");

    let letters = letters_in_javascript();
    let wanted = format!("{before}{begin}\n{letters}\n{end}{after}");
    if std::env::var_os("ORATORY_ACCEPT").is_some() {
        fs::write(&path, &wanted).expect("the reader of the default theme");
    }
    assert!(
        script == wanted,
        "search.js does not fold as src/base/letters/ does; ORATORY_ACCEPT=1 writes its letters anew"
    );
}

//! The marker pre-pass over random strings: against comrak's CJK mode, and against plain parsing.

use super::{html, stripped};
use crate::reading::parse::extensions::cjk_emphasis::{is_cjk, prepare};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// xorshift64*: the same strings on every machine, and no dependency.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn text(&mut self, pieces: &[String], longest: usize) -> String {
        (0..=self.below(longest)).map(|_| pieces[self.below(pieces.len())].as_str()).collect()
    }
}

/// How many strings a fuzz test tries; `full` in a release build.
fn rounds(full: usize) -> usize {
    if cfg!(debug_assertions) { full / 10 } else { full }
}

fn comrak_html(source: &str, cjk: bool, strikethrough: bool) -> String {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = cjk;
    options.extension.strikethrough = strikethrough;
    unquoted(&comrak::markdown_to_html(source, &options))
}

/// The engines do not escape quotation marks at the same places.
fn unquoted(page: &str) -> String {
    page.replace("&quot;", "\"").replace("&#39;", "'")
}

/// Under the amendment a run after `.` closes before `character` if that is CJK.
#[test]
fn what_comrak_takes_for_cjk_is_cjk_here() {
    for character in '\u{80}'..='\u{3ffff}' {
        let source = format!("*a.*{character}");
        let closes = |cjk| comrak_html(&source, cjk, false).contains("<em>");
        assert!(is_cjk(character) || closes(true) == closes(false), "{character:?}");
    }
}

const LETTERS: &str = "中 国 外 か ア 한 글 禰\u{e0100} 塚\u{fe00} a b 1";
const MARKS: &str = "， 。 ： 、 （ ） 「 」 《 》 “ ” … — · ！ . , ( ) \" ' ”\u{fe01} 。\u{fe01}";
const RUNS: &str = "* ** ** ** *** * ** \\*";
const SPACES: &str = "␣ ⏎ \u{3000} 😀";
const INLINES: &str = "`外c` `（` [中](u) [，a](␣u␣'外**（')";
const BLOCKS: &str = "⏎ ⏎ ⏎ ⏎⏎ ⏎⏎ ⏎␣␣␣␣ ⏎␣␣ ⏎>␣ ⏎> ⏎>>␣ ⏎-␣ ⏎*␣ ⏎+␣ ⏎1.␣ ⏎2)␣ ⏎#␣ ⏎##␣ ⏎===⏎ ⏎---⏎ \
    ⏎***⏎ ⏎*␣*␣*⏎ ⏎** ⏎```⏎ ⏎~~~⏎ ⏎```rs␣ ⏎|␣ ␣|␣ | ⏎|--|:-:|⏎ ⏎--|--⏎ ⏎<div>⏎ </div> <b␣a=\" \"> <!--␣ ␣--> \
    <? ?> ` `` $ $$ [ ]( ) ]:␣ [^1] ⏎[^1]:␣ ⏎[a]:␣/u␣ [a] ![ <http:// > \\ &amp; ⏎:␣ {# } [[ ]] ⏎[!NOTE]⏎ ⏎+++⏎";

/// The pieces of the lists, `␣` a space and `⏎` a newline.
fn pieces(lists: &[&str]) -> Vec<String> {
    let words = lists.iter().flat_map(|list| list.split(' ').filter(|piece| !piece.is_empty()));
    words.map(|piece| piece.replace('␣', " ").replace('⏎', "\n")).collect()
}

/// Counts strings on which pulldown, prepared, and comrak's CJK mode write other HTML.
fn differences(pieces: &[String], n: usize, strikethrough: bool) -> (usize, usize, Vec<String>) {
    let options = if strikethrough { Options::ENABLE_STRIKETHROUGH } else { Options::empty() };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut differing, mut plain_differing, mut examples) = (0, 0, Vec::new());
    for _ in 0..n {
        let source = random.text(pieces, 14) + "\n";
        let theirs = comrak_html(&source, true, strikethrough);
        let mut plain = String::new();
        pulldown_cmark::html::push_html(&mut plain, Parser::new_ext(&source, options));
        plain_differing += usize::from(unquoted(&plain) != theirs);
        let ours = unquoted(&html(&source, options));
        if ours != theirs {
            differing += 1;
            examples.push(format!("{source:?}\n ours   {ours:?}\n comrak {theirs:?}"));
        }
    }
    examples.truncate(8);
    (differing, plain_differing, examples)
}

#[test]
fn random_emphasis_is_that_of_comrak() {
    let pieces = pieces(&[LETTERS, MARKS, RUNS, RUNS, RUNS, INLINES, SPACES]);
    let (differing, plain, examples) = differences(&pieces, rounds(200_000), false);
    assert!(plain > 0, "the strings need no markers and prove nothing");
    assert_eq!(differing, 0, "{}", examples.join("\n"));
}

/// Pulldown lets `~~` open between a Latin letter and ASCII punctuation, against GFM: no Latin
/// here.
#[test]
fn random_strikethrough_is_that_of_comrak() {
    let letters = "中 国 外 か ア 한 글 禰\u{e0100} 塚\u{fe00}";
    let tildes = "~~ ~~ ~~ ~~ ~~ ~~ ~~ ␣ \u{3000}";
    let pieces = pieces(&[letters, MARKS, tildes, INLINES]);
    let (differing, plain, examples) = differences(&pieces, rounds(200_000), true);
    assert!(plain > 0, "the strings need no markers and prove nothing");
    assert_eq!(differing, 0, "{}", examples.join("\n"));
}

/// Everything but emphasis: block tags with their source range, and the strings of all events with
/// `*`, `~`, `_` and `^` taken out and neighbouring text joined.
fn skeleton(
    text: &str,
    options: Options,
    strip: &dyn Fn(&str) -> String,
    back: &dyn Fn(usize) -> usize,
) -> String {
    let mut skeleton = String::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let (start, end) = (back(range.start), back(range.end));
        match stripped(event, strip) {
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript,
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript,
            ) => {}
            Event::Text(text) => skeleton.extend(text.chars().filter(|c| !"*~_^".contains(*c))),
            other => {
                let _ = write!(skeleton, "\n{start}..{end} {other:?}\n");
            }
        }
    }
    skeleton
}

#[test]
fn markers_change_nothing_but_emphasis() {
    let pieces =
        pieces(&[BLOCKS, LETTERS, LETTERS, MARKS, RUNS, RUNS, "~~ ~~ ~ _ ^", INLINES, SPACES]);
    let some = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut random = Random(42);
    for round in 0..rounds(1_000_000) {
        let source = random.text(&pieces, 40);
        let options = [Options::all(), some, Options::empty()][round % 3];
        let prepared = prepare(&source);
        let plain = skeleton(&source, options, &str::to_owned, &|at| at);
        let strip = |text: &str| prepared.strip(text).into_owned();
        let back = |offset| prepared.source_offset(offset);
        let ours = skeleton(&prepared.text, options, &strip, &back);
        assert_eq!(ours, plain, "{source:?}\n{:?}", prepared.text);
    }
}

#[test]
fn offsets_cut_the_source_where_events_stand() {
    let pieces = pieces(&[BLOCKS, LETTERS, LETTERS, MARKS, RUNS, RUNS, SPACES]);
    let mut random = Random(7);
    for _ in 0..rounds(200_000) {
        let source = random.text(&pieces, 30);
        let prepared = prepare(&source);
        for (event, range) in Parser::new_ext(&prepared.text, Options::all()).into_offset_iter() {
            let (start, end) =
                (prepared.source_offset(range.start), prepared.source_offset(range.end));
            let cut = &source[start..end];
            if let Event::Text(text) = event
                && *text == prepared.text[range]
            {
                assert_eq!(prepared.strip(&text), cut);
            }
        }
    }
}

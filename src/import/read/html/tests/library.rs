//! The marks in the copy of a page are found again, and the library finds the same with and without
//! them.

use super::super::library::{copy, marked};
use super::super::tokens::{tokens, unescaped};
use super::super::tree::{Content, Tree};
use super::PAGES;
use dom_smoothie::Readability;

/// The text that the library finds, less white space, each mark replaced by what it stands for.
fn article(page: &str, tree: &Tree, source: &str) -> String {
    let text = Readability::new(page, None, None)
        .unwrap()
        .parse()
        .map(|article| article.text_content.to_string())
        .unwrap_or_default();
    let marked = |c: char| match &tree.nodes[(u32::from(c) - 0x10_0000) as usize].content {
        Content::Text(range) => {
            unescaped(&source[range.clone()]).trim_start().chars().next().unwrap()
        }
        Content::Element(_) => panic!("a mark of an element"),
    };
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if u32::from(c) < 0x10_0000 { c } else { marked(c) })
        .collect()
}

/// Whether the library finds the same text in a page with marks and without.
pub(super) fn is_found_alike(source: &str) -> bool {
    let tree = Tree::new(tokens(source));
    article(&copy(&tree, source, false), &tree, source)
        == article(&marked(&tree, source), &tree, source)
}

#[test]
fn marks_change_nothing() {
    for (name, source) in PAGES {
        assert!(is_found_alike(source), "{name}");
    }
}

#[test]
fn every_text_has_its_mark_however_many_there_are() {
    let source = "<p>a</p>".repeat(70_000);
    let tree = Tree::new(tokens(&source));
    let mut found = vec![false; tree.nodes.len()];
    super::super::library::take_marks(&marked(&tree, &source), &mut found);
    for (node, is_found) in tree.nodes.iter().zip(found) {
        assert_eq!(matches!(node.content, Content::Text(_)), is_found);
    }
}

#[test]
fn private_characters_of_the_page_are_no_marks() {
    let source = "<p>ab\u{100001}b&#x10FFFD;</p><p>c</p>";
    let tree = Tree::new(tokens(source));
    let private: Vec<u32> =
        marked(&tree, source).chars().map(u32::from).filter(|c| *c >= 0xF_0000).collect();
    assert_eq!(private, [0x10_0002, 0x10_0004]);
}

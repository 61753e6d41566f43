//! Tags and text → the tree of a page, in the order of its source.
//!
//! **Invariant:** nodes are in the order of the source, a node's children between it and its `end`;
//! so a walk is a loop and a subtree a range.
//! **Invariant:** nothing lies deeper than [`MAX_DEPTH`]; deeper elements are taken as empty ones
//! and their text for that of the element around. Follows the construction of trees (HTML §13.2.6)
//! where that decides which text is in which block; what it moves elsewhere stays.

use super::elements::{
    closes_paragraph, is_block, is_block_but_heading, is_formatting, is_heading, is_scope, is_void,
    stands_in_head,
};
use super::style::Style;
use super::tokens::{Tag, Token};
use std::collections::HashMap;
use std::ops::Range;

/// How deep elements are nested at most; what browsers do, too.
const MAX_DEPTH: usize = 512;

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    /// The first is the page itself, an element without a name.
    pub(super) nodes: Vec<Node>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The index of the element around it.
    pub(super) parent: usize,
    /// The index after its last descendant.
    pub(super) end: usize,
    /// How it is shown.
    pub(super) style: Style,
    /// Its content.
    pub(super) content: Content,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Content {
    /// An element, by its start tag.
    Element(Tag),
    /// A text, by its place in the source.
    Text(Range<usize>),
}

impl Node {
    /// The start tag, of an element.
    pub(super) fn tag(&self) -> Option<&Tag> {
        match &self.content {
            Content::Element(tag) => Some(tag),
            Content::Text(_) => None,
        }
    }

    /// The name of an element.
    pub(super) fn name(&self) -> &str {
        self.tag().map_or("", |tag| tag.name.as_str())
    }
}

impl Tree {
    /// Builds the tree.
    pub(super) fn new(tokens: Vec<Token>) -> Self {
        let root =
            Tag { name: String::new(), attributes: Vec::new(), closes_itself: false, range: 0..0 };
        let node =
            Node { parent: 0, end: 0, style: Style::default(), content: Content::Element(root) };
        let mut builder = Builder {
            nodes: vec![node],
            open: vec![0],
            ended: Vec::new(),
            n_flattened: HashMap::new(),
            seen: Vec::new(),
        };
        for token in tokens {
            match token {
                Token::Start(tag) => builder.start(tag),
                Token::End(name, _) => builder.end(&name),
                Token::Text(range) => builder.text(range),
            }
        }
        builder.close_down_to(0);
        Tree { nodes: builder.nodes }
    }

    /// The elements around a node, from within.
    pub(super) fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |index| {
            Some(self.nodes[*index].parent).filter(|_| *index > 0)
        })
        .skip(1)
    }

    /// The nearest element around a node (or the node itself) of which `holds` is true.
    pub(super) fn nearest(&self, index: usize, holds: impl Fn(&Node) -> bool) -> Option<usize> {
        std::iter::once(index).chain(self.ancestors(index)).find(|index| holds(&self.nodes[*index]))
    }

    /// The text below an element, as it is in the source.
    pub(super) fn source_text(&self, index: usize, source: &str) -> String {
        let texts = self.nodes[index..self.nodes[index].end].iter().filter_map(|node| match &node
            .content
        {
            Content::Text(range) => Some(&source[range.clone()]),
            Content::Element(tag) => (tag.name == "br").then_some(" "),
        });
        texts.collect()
    }
}

struct Builder {
    nodes: Vec<Node>,
    /// Indices of the elements that are open, the page first.
    open: Vec<usize>,
    /// Formatting elements of `open` whose end tag has come while a block in them is open.
    ended: Vec<usize>,
    /// How many elements of a name were flattened and wait for their end tags.
    n_flattened: HashMap<String, usize>,
    /// Which of the elements that a page has once have begun.
    seen: Vec<String>,
}

impl Builder {
    fn start(&mut self, tag: Tag) {
        if matches!(tag.name.as_str(), "html" | "body" | "head") {
            if self.seen.contains(&tag.name) {
                return;
            }
            self.seen.push(tag.name.clone());
        }
        self.end_what_is_implied(&tag.name);

        let style = self.style_here().with(&tag);
        let is_empty = is_void(&tag.name) || tag.closes_itself && self.is_open("svg");
        let (index, parent) = (self.nodes.len(), self.top());
        if !is_empty && self.open.len() >= MAX_DEPTH {
            *self.n_flattened.entry(tag.name.clone()).or_default() += 1;
        } else if !is_empty {
            self.open.push(index);
        }

        self.nodes.push(Node { parent, end: index + 1, style, content: Content::Element(tag) });
    }

    fn end(&mut self, name: &str) {
        if let Some(n) = self.n_flattened.get_mut(name).filter(|n| **n > 0) {
            *n -= 1;
            return;
        }
        if name == "br" || name == "html" || name == "body" {
            return;
        }

        let is_cell =
            matches!(name, "table" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption");
        let stops = |open: &str| {
            if is_cell { open == "table" && name != "table" } else { is_scope(open) }
        };
        let Some(position) = self.position(|open| open == name, stops) else {
            return;
        };

        let has_block_in_it =
            self.open[position + 1..].iter().any(|index| is_block(self.nodes[*index].name()));
        if is_formatting(name) && has_block_in_it {
            self.ended.push(self.open[position]);
        } else {
            self.close_down_to(position);
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let (index, parent, style) = (self.nodes.len(), self.top(), self.style_here());
        self.nodes.push(Node { parent, end: index + 1, style, content: Content::Text(range) });
    }

    /// Closes what a start tag closes without an end tag.
    fn end_what_is_implied(&mut self, name: &str) {
        if !stands_in_head(name) {
            self.close(|open| open == "head", |_| false);
        }
        if closes_paragraph(name) {
            self.close(|open| open == "p", |open| is_scope(open) || open == "button");
        }

        match name {
            "li" => self.close(
                |open| open == "li",
                |open| matches!(open, "ul" | "ol" | "menu") || is_scope(open),
            ),
            "dd" | "dt" => self
                .close(|open| matches!(open, "dd" | "dt"), |open| open == "dl" || is_scope(open)),
            "option" | "optgroup" => self.close(|open| open == "option", |open| open == "select"),
            "td" | "th" => self.close(|open| matches!(open, "td" | "th"), |open| open == "table"),
            "tr" => self.close(|open| open == "tr", |open| open == "table"),
            "tbody" | "thead" | "tfoot" => self
                .close(|open| matches!(open, "tbody" | "thead" | "tfoot"), |open| open == "table"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.close(is_heading, is_block_but_heading),
            "a" => self.close(|open| open == "a", is_block),
            _ => {}
        }
    }

    fn close(&mut self, is_it: impl Fn(&str) -> bool, stops: impl Fn(&str) -> bool) {
        if let Some(position) = self.position(is_it, stops) {
            self.close_down_to(position);
        }
    }

    /// The position of the innermost open element that `is_it`, unless one that `stops` comes
    /// first.
    fn position(
        &self,
        is_it: impl Fn(&str) -> bool,
        stops: impl Fn(&str) -> bool,
    ) -> Option<usize> {
        for (position, index) in self.open.iter().enumerate().skip(1).rev() {
            let name = self.nodes[*index].name();
            if is_it(name) {
                return Some(position);
            }
            if stops(name) {
                return None;
            }
        }
        None
    }

    fn close_down_to(&mut self, position: usize) {
        let end = self.nodes.len();
        for index in self.open.drain(position..) {
            self.nodes[index].end = end;
        }
        let open = &self.open;
        self.ended.retain(|index| open.contains(index));
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn is_open(&self, name: &str) -> bool {
        self.position(|open| open == name, |_| false).is_some()
    }

    fn style_here(&self) -> Style {
        if self.ended.is_empty() {
            return self.nodes[self.top()].style;
        }
        let tags = self
            .open
            .iter()
            .filter(|index| !self.ended.contains(index))
            .filter_map(|index| self.nodes[*index].tag());
        tags.fold(Style::default(), Style::with)
    }
}

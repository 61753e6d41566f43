//! The front matter of one file: its text, its fields with their places, and changes of its text that are checked against what they were to mean.
//!
//! **Invariant:** after every change the fields are exactly those that the change was to give; a change of which this cannot be said is not made.
//! **Invariant:** a place of the file as it was can be found again after any number of changes, or is known to be gone.

use super::EditError;
use crate::base::diag::Diagnostics;
use crate::base::fields::{Key, Node, Value as Field, read_toml, read_yaml};
use crate::base::sources::FileId;
use crate::reading::parse::{YAML_MARK, frame};
use serde_json::Value as Json;
use std::ops::Range;

/// The two syntaxes of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
}

/// Text that takes the place of a range; of several at one place the first given stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Splice { range, text: text.into() }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Splice::new(at..at, text)
    }
}

/// A file's beginning: byte order mark, front matter, the marks around it.
#[derive(Debug, Clone)]
pub(super) struct Front {
    /// All bytes of the file before its body, as they are by then.
    pub(super) text: String,
    /// The lines between the marks, bytes of `text`.
    pub(super) inner: Range<usize>,
    pub(super) syntax: Syntax,
    /// How lines end.
    pub(super) eol: &'static str,
    /// The fields; places are bytes of `text`.
    pub(super) root: Node,
    /// Every change so far: where, how many bytes went, how many came.
    history: Vec<(usize, usize, usize)>,
}

impl Front {
    /// The front matter of a file with its length in bytes, byte order mark and marks included; none if the file has none.
    ///
    /// # Errors
    ///
    /// [`EditError::Unreadable`] where the parser would say so too.
    pub(super) fn of(file: &str) -> Result<Option<Self>, EditError> {
        let offset = if file.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let Some(frame) = frame(&file[offset..]) else {
            return Ok(None);
        };
        let body = frame.body.ok_or(EditError::Unreadable)? + offset;
        let inner = frame.fields.start + offset..frame.fields.end + offset;
        let text = file[..body].to_owned();
        let syntax = if frame.mark == YAML_MARK { Syntax::Yaml } else { Syntax::Toml };
        let eol = if text[..inner.start].ends_with("\r\n") { "\r\n" } else { "\n" };
        let root = read(&text, &inner, syntax).ok_or(EditError::Unreadable)?;
        Ok(Some(Front { text, inner, syntax, eol, root, history: Vec::new() }))
    }

    /// The entry at `path`, which is one key or one within another.
    pub(super) fn entry(&self, path: &[&str]) -> Option<&(Key, Node)> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(find(&self.root, first)?, |(_, node), name| find(node, name))
    }

    /// What the fields say, without places.
    pub(super) fn plain(&self) -> Json {
        match plain(&self.root) {
            Json::Null => Json::Object(serde_json::Map::new()),
            fields => fields,
        }
    }

    /// Makes the changes if the fields are then `expected`.
    ///
    /// # Errors
    ///
    /// [`EditError::Unclear`] with `key`; nothing is changed then.
    pub(super) fn apply(
        &mut self,
        splices: Vec<Splice>,
        expected: &Json,
        key: &str,
    ) -> Result<(), EditError> {
        let changed = self.with(splices);
        let Some(changed) = changed.filter(|changed| changed.plain() == *expected) else {
            return Err(EditError::Unclear { key: key.to_owned() });
        };
        *self = changed;
        Ok(())
    }

    /// Makes a change of which the caller says that it is right; what comes out must be readable.
    ///
    /// # Errors
    ///
    /// As [`apply`](Self::apply).
    pub(super) fn apply_unseen(&mut self, splice: Splice) -> Result<(), EditError> {
        let key = self.text[splice.range.clone()].to_owned();
        *self = self.with(vec![splice]).ok_or(EditError::Unclear { key })?;
        Ok(())
    }

    /// The front matter with the changes made; none if it cannot be read then.
    fn with(&self, mut splices: Vec<Splice>) -> Option<Front> {
        splices.sort_by_key(|splice| splice.range.start);
        let mut front = self.clone();
        for splice in splices.iter().rev() {
            front.text.replace_range(splice.range.clone(), &splice.text);
            front.history.push((splice.range.start, splice.range.len(), splice.text.len()));
        }
        let frame = frame(front.text.trim_start_matches('\u{FEFF}'))?;
        let offset = front.text.len() - front.text.trim_start_matches('\u{FEFF}').len();
        front.inner = frame.fields.start + offset..frame.fields.end + offset;
        let is_whole = frame.body.is_some_and(|body| body + offset == front.text.len());
        front.root = read(&front.text, &front.inner, front.syntax).filter(|_| is_whole)?;
        Some(front)
    }

    /// Where a range of the file as it was lies by this time; none if part of it was changed.
    pub(super) fn current(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut current = range.clone();
        for (at, removed, inserted) in &self.history {
            let shift = |offset: usize, stays: bool| match () {
                () if offset < *at || (stays && offset == *at) => Some(offset),
                () if offset >= at + removed => Some(offset - removed + inserted),
                () => None,
            };
            current = shift(current.start, false)?..shift(current.end, !current.is_empty())?;
        }
        Some(current)
    }

    /// The start of the line of the byte at `at`.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The start of the line after that of the byte at `at`.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Where the text of a value ends: with the last of what it holds, without the line ends of a block of text.
    pub(super) fn end_of(&self, node: &Node) -> usize {
        let own = match &node.value {
            Field::Null | Field::Scalar(_) => {
                node.span.start + self.text[node.span.clone()].trim_end().len()
            }
            Field::List(items) => items
                .iter()
                .map(|item| self.end_of(item))
                .max()
                .unwrap_or_default()
                .max(node.span.end),
            Field::Map(entries) => {
                let last = entries.iter().map(|(key, value)| self.end_of_entry(key, value)).max();
                last.unwrap_or_default().max(node.span.end)
            }
        };
        own.max(node.span.start)
    }

    /// The same for a key and its value, which may be nothing.
    pub(super) fn end_of_entry(&self, key: &Key, node: &Node) -> usize {
        let end = self.end_of(node);
        if node.span.is_empty() {
            end.max(self.after_colon(key).unwrap_or(key.span.end))
        } else {
            end
        }
    }

    /// The byte after the `:` of a key of YAML.
    pub(super) fn after_colon(&self, key: &Key) -> Option<usize> {
        let rest = &self.text[key.span.end..];
        let blank = rest.len() - rest.trim_start().len();
        rest[blank..].starts_with(':').then_some(key.span.end + blank + 1)
    }

    /// Whether a value stands in brackets.
    pub(super) fn is_flow(&self, key: &Key, node: &Node) -> bool {
        node.span.start >= key.span.end && self.is_bracketed(node)
    }

    /// Whether the text of a value begins with a bracket.
    pub(super) fn is_bracketed(&self, node: &Node) -> bool {
        let mark = match node.value {
            Field::List(_) => '[',
            Field::Map(_) => '{',
            Field::Null | Field::Scalar(_) => return false,
        };
        self.text[node.span.clone()].starts_with(mark)
    }
}

fn read(text: &str, inner: &Range<usize>, syntax: Syntax) -> Option<Node> {
    let mut diagnostics = Diagnostics::default();
    let read = if syntax == Syntax::Yaml { read_yaml } else { read_toml };
    let root = read(FileId(0), &text[inner.clone()], inner.start, &mut diagnostics)?;
    let is_table = matches!(root.value, Field::Map(_) | Field::Null);
    (is_table && !diagnostics.has_errors()).then_some(root)
}

/// The entry called `name` of a table.
pub(super) fn find<'n>(node: &'n Node, name: &str) -> Option<&'n (Key, Node)> {
    match &node.value {
        Field::Map(entries) => entries.iter().find(|(key, _)| key.name == name),
        _ => None,
    }
}

fn plain(node: &Node) -> Json {
    match &node.value {
        Field::Null => Json::Null,
        Field::Scalar(text) => Json::String(text.clone()),
        Field::List(items) => Json::Array(items.iter().map(plain).collect()),
        Field::Map(entries) => Json::Object(
            entries.iter().map(|(key, node)| (key.name.clone(), plain(node))).collect(),
        ),
    }
}

//! Edits of one Markdown file of the content that leave every other byte as it was.
//!
//! ```text
//! let mut edits = Edits::new(text)?;
//! edits.add_to_list("people", "wang-yi")?;        // people: [xi-jinping]  →  people: [xi-jinping, wang-yi]
//! edits.replace_body(range, "[Wang](@wang-yi)")?; // bytes of the file as it was
//! let text = edits.finish();
//! ```
//!
//! Front matter in YAML or TOML, lists in brackets or in lines, LF or CRLF, a byte order mark:
//! whatever the file has, it keeps.
//! **Invariant:** after an edit the fields read exactly as they were, but for what was edited; an
//! edit of which this cannot be said is refused.
//! **Invariant:** ranges are bytes of the file as it was when the edits began, whatever was edited
//! since.
//! Does not touch the disk, does not know what keys mean.
//!
//! TOML is edited here and not by toml_edit, which keeps comments in a tree but not bytes: line
//! ends become LF, the byte order mark goes, and of `["a", # x` and `"b", # y` on two lines
//! `"a", # y` is left when `b` is taken out. `ARCHITECTURE.md` has the comparison.

mod brackets;
mod comments;
mod files;
mod front;
mod labels;
mod list;
mod speakers;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use comments::Comment;
pub(crate) use files::Files;
pub(crate) use labels::{Mend, mended};
pub(crate) use value::Value;

use crate::reading::kinds::Kinds;
use front::{Front, Splice, Syntax};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::ops::Range;

/// Why an edit is not made. The file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The front matter has mistakes; `check` says which.
    #[error("the front matter cannot be read")]
    Unreadable,
    /// See [`Edits::give_front_matter`].
    #[error("there is no front matter")]
    NoFrontMatter,
    #[error("`{key}` is not a list")]
    NotAList { key: String },
    #[error("`{key}` is not a table")]
    NotATable { key: String },
    #[error("`{key}` is taken")]
    Taken { key: String },
    /// The fields are written in a way that cannot be edited with certainty.
    #[error("`{key}` is written in a way that cannot be edited here; edit it by hand")]
    Unclear {
        /// The key, or the text.
        key: String,
    },
    /// Or the range is not one of the file.
    #[error("two changes want the same text")]
    Overlap,
}

/// A file under edit.
#[derive(Debug, Clone)]
pub struct Edits<'t> {
    /// The file as it was.
    text: &'t str,
    front: Option<Front>,
    /// Where the body begins in `text`.
    body: usize,
    /// Replacements in the body: start → end and text.
    replaced: BTreeMap<usize, (usize, String)>,
    /// The blank line between front matter that was put in front and the body.
    gap: &'static str,
    /// Keys that belong together; see [`Edits::keeping_together`].
    beside: Vec<String>,
}

/// Front matter in YAML with these fields, a key a line, between its marks: the beginning of a new
/// file.
#[must_use]
pub(crate) fn front_matter<'k>(fields: impl IntoIterator<Item = (&'k str, Value)>) -> String {
    let lines: String = fields
        .into_iter()
        .map(|(key, value)| value::entry(key, &value, Syntax::Yaml) + "\n")
        .collect();
    format!("---\n{lines}---\n")
}

impl<'t> Edits<'t> {
    /// Begins to edit a file. `text` is all of it, byte order mark included.
    ///
    /// # Errors
    ///
    /// [`EditError::Unreadable`] if its front matter has mistakes.
    pub fn new(text: &'t str) -> Result<Self, EditError> {
        let front = Front::of(text)?;
        let body = front.as_ref().map_or(0, |front| front.text.len());
        let beside = Kinds::default().iter().map(|(_, kind)| kind.key.clone()).collect();

        Ok(Edits { text, front, body, replaced: BTreeMap::new(), gap: "", beside })
    }

    /// Says which keys belong together: a new one of them goes behind the last that is there, else
    /// behind `date`, `title` or `name`.
    /// Without this they are `people`, `places` and `initiatives`. Any other new key goes to the
    /// end.
    #[must_use]
    pub fn keeping_together<K: Into<String>>(mut self, keys: impl IntoIterator<Item = K>) -> Self {
        self.beside = keys.into_iter().map(Into::into).collect();
        self
    }

    /// Whether the file has front matter.
    #[must_use]
    pub fn has_front_matter(&self) -> bool {
        self.front.is_some()
    }

    /// Puts front matter in YAML with these fields in front of a file that has none, behind its
    /// byte order mark; says whether it had none.
    ///
    /// # Errors
    ///
    /// [`EditError::Unreadable`] where a key occurs twice.
    pub fn give_front_matter(&mut self, fields: &[(&str, Value)]) -> Result<bool, EditError> {
        if self.front.is_some() {
            return Ok(false);
        }

        let mark = if self.text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };

        let eol = match self.text.split_once('\n') {
            Some((line, _)) if line.ends_with('\r') => "\r\n",
            _ => "\n",
        };

        let lines: String = fields
            .iter()
            .map(|(key, value)| value::entry(key, value, Syntax::Yaml) + eol)
            .collect();

        let front =
            Front::of(&format!("{mark}---{eol}{lines}---{eol}"))?.ok_or(EditError::Unreadable)?;
        self.gap = eol;
        self.body = mark.len();
        self.front = Some(front);

        Ok(true)
    }

    fn front(&mut self) -> Result<&mut Front, EditError> {
        self.front.as_mut().ok_or(EditError::NoFrontMatter)
    }

    /// Puts `item` behind the last of the list `key`, which is made if it is missing; says whether
    /// it was not there already.
    /// An item is known by its text, or where it is a table by its `id` or `name`.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn add_to_list(&mut self, key: &str, item: impl Into<Value>) -> Result<bool, EditError> {
        let beside = self.beside.clone();
        list::push(self.front()?, key, &item.into(), &beside)
    }

    /// Takes `id` out of the list `key`; says whether it was there. A list that this empties stays
    /// as `[]`, one of `[[tables]]` goes.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn remove_from_list(&mut self, key: &str, id: &str) -> Result<bool, EditError> {
        list::take(self.front()?, key, id)
    }

    /// Puts the id `new` in the place of `old` in the list `key`, and takes `old` out where `new`
    /// is there already; says whether `old` was there.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn replace_in_list(&mut self, key: &str, old: &str, new: &str) -> Result<bool, EditError> {
        list::rename(self.front()?, key, old, new)
    }

    /// Writes the item `id` of the list `key` anew; says whether it was there.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn set_in_list(
        &mut self,
        key: &str,
        id: &str,
        item: impl Into<Value>,
    ) -> Result<bool, EditError> {
        list::set(self.front()?, key, id, &item.into())
    }

    /// What the items of the list `key` are known by; empty if it is missing.
    ///
    /// # Errors
    ///
    /// [`EditError::NotAList`].
    pub fn listed(&self, key: &str) -> Result<Vec<String>, EditError> {
        let Some(front) = &self.front else {
            return Ok(Vec::new());
        };
        let items = list::items(front, key)?;
        let known = items.iter().filter_map(list::known_by);
        Ok(known.map(str::to_owned).collect())
    }

    /// Has the key of the top level hold `value`.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) -> Result<(), EditError> {
        self.set_at(&[key], value)
    }

    /// Has the entry at `path`, one key within another, hold `value`: `["name", "zh"]`.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn set_at(&mut self, path: &[&str], value: impl Into<Value>) -> Result<(), EditError> {
        let beside = self.beside.clone();
        table::set(self.front()?, path, &value.into(), &beside)
    }

    /// Takes the entry at `path` out; says whether there was one.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn remove_at(&mut self, path: &[&str]) -> Result<bool, EditError> {
        table::remove(self.front()?, path)
    }

    /// The value at `path`, as JSON in which every scalar is text; none if nothing does.
    #[must_use]
    pub fn value_at(&self, path: &[&str]) -> Option<Json> {
        let mut value = &self.front.as_ref()?.plain();
        for name in path {
            value = value.get(*name)?;
        }
        (!value.is_null()).then(|| value.clone())
    }

    /// The comments of the front matter.
    #[must_use]
    pub fn comments(&self) -> Vec<Comment> {
        let front = self.front.as_ref();
        front.map(comments::comments).unwrap_or_default()
    }

    /// Puts comments, a line each and each with its `#`, above the entry `key` of the top level, or
    /// behind all entries.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn add_comments(&mut self, key: Option<&str>, lines: &[String]) -> Result<(), EditError> {
        comments::put(self.front()?, key, lines)
    }

    /// Puts `text` in the place of `range` of the file as it was, in its body.
    ///
    /// # Errors
    ///
    /// [`EditError::Overlap`] if another edit wants the same bytes, or if the range is not in the
    /// body.
    pub fn replace_body(
        &mut self,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Result<(), EditError> {
        let text = text.into();
        if self.text.get(range.clone()).is_none() || range.start < self.body {
            return Err(EditError::Overlap);
        }

        // The same edit twice is one edit.
        let known = self.replaced.get(&range.start);
        if known.is_some_and(|(end, known)| *end == range.end && *known == text) {
            return Ok(());
        }

        let before = self.replaced.range(..range.start).next_back();
        let reaches_in = before.is_some_and(|(_, (end, _))| *end > range.start);
        let after = self.replaced.range(range.start..).next();
        let is_reached =
            after.is_some_and(|(start, _)| *start < range.end || *start == range.start);
        if reaches_in || is_reached {
            return Err(EditError::Overlap);
        }

        self.replaced.insert(range.start, (range.end, text));
        Ok(())
    }

    /// Puts `text` in the place of `range` of the file as it was, wherever it lies. Front matter
    /// must be readable afterwards.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn replace(
        &mut self,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Result<(), EditError> {
        if range.start >= self.body {
            return self.replace_body(range, text);
        }

        let front = self.front()?;
        let current = front
            .current(&range)
            .filter(|current| front.text.get(current.clone()).is_some())
            .ok_or(EditError::Overlap)?;

        front.apply_unseen(Splice::new(current, text))
    }

    /// Puts `text` in the place of a scalar of front matter at `range` of the file as it was,
    /// quotes included, in quotes where it needs them.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn replace_scalar(&mut self, range: Range<usize>, text: &str) -> Result<(), EditError> {
        if range.start >= self.body {
            return Err(EditError::Overlap);
        }
        let syntax = self.front()?.syntax;
        self.replace(range, Value::from(text).written(syntax))
    }

    /// Puts `text` at the end of the file.
    pub fn append(&mut self, text: &str) {
        let end = self.text.len();
        let (_, appended) = self.replaced.entry(end).or_insert((end, String::new()));
        appended.push_str(text);
    }

    /// Whether nothing was edited.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        let front = self.front.as_ref().map_or("", |front| &front.text);
        self.replaced.is_empty() && front == &self.text[..self.body]
    }

    /// The file with all edits made.
    #[must_use]
    pub fn finish(self) -> String {
        let mut out =
            self.front.map_or_else(|| self.text[..self.body].to_owned(), |front| front.text);
        out.push_str(self.gap);
        let mut at = self.body;

        for (start, (end, text)) in self.replaced {
            out.push_str(&self.text[at..start]);
            out.push_str(&text);
            at = end;
        }

        out.push_str(&self.text[at..]);
        out
    }
}

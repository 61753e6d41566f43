//! A table of front matter → JSON, without a copy of the texts that are in it.

use crate::reading::corpus::Reference;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// A value of front matter on its way into JSON, of texts that are elsewhere: a value of serde_json
/// would copy each text and key of each document.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Json<'g> {
    Text(Cow<'g, str>),
    Flag(bool),
    List(Vec<Json<'g>>),
    Fields(Fields<'g>),
    Written(&'g Value),
}

impl<'g> From<&'g str> for Json<'g> {
    fn from(text: &'g str) -> Self {
        Json::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Json::Text(Cow::Owned(text))
    }
}

impl From<bool> for Json<'_> {
    fn from(flag: bool) -> Self {
        Json::Flag(flag)
    }
}

impl<'g> From<Vec<Json<'g>>> for Json<'g> {
    fn from(list: Vec<Json<'g>>) -> Self {
        Json::List(list)
    }
}

impl<'g> From<Fields<'g>> for Json<'g> {
    fn from(fields: Fields<'g>) -> Self {
        Json::Fields(fields)
    }
}

impl<'g> From<&'g Value> for Json<'g> {
    fn from(value: &'g Value) -> Self {
        Json::Written(value)
    }
}

/// A table of front matter being made, sorted by key: what is not stated is left out.
#[derive(Default)]
pub(super) struct Fields<'g>(Vec<(&'g str, Json<'g>)>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'g> Fields<'g> {
    pub(super) fn put(&mut self, key: &'g str, value: Option<impl Into<Json<'g>>>) {
        let Some(value) = value else { return };
        match self.0.binary_search_by(|(other, _)| (*other).cmp(key)) {
            Ok(at) => self.0[at].1 = value.into(),
            Err(at) => self.0.insert(at, (key, value.into())),
        }
    }

    pub(super) fn text(&mut self, key: &'g str, text: &'g str) {
        self.put(key, Some(text).filter(|text| !text.is_empty()));
    }

    pub(super) fn list(&mut self, key: &'g str, items: Vec<Json<'g>>) {
        self.put(key, Some(items).filter(|items| !items.is_empty()));
    }

    pub(super) fn table(&mut self, key: &'g str, fields: Fields<'g>) {
        self.put(key, Some(fields).filter(|fields| !fields.0.is_empty()));
    }

    pub(super) fn ids(&mut self, key: &'g str, of: &'g [Reference]) {
        self.list(key, of.iter().map(|of| of.id.as_str().into()).collect());
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("a value of JSON can be written")
    }
}

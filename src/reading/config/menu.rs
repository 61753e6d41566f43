//! The table `[menu]` of the configuration: the links that every page has.
//!
//! Whether what they name is there is asked where the pages are known.

use super::Config;
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::sources::Span;
use crate::base::words::Words;

/// A link of the menu or of the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuItem {
    /// `speeches`, a kind, or a page of the site's own.
    Page(MenuName),
    /// An address elsewhere.
    Address { label: Words, url: String },
}

/// What a link of the menu is to, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuName {
    pub id: String,
    pub span: Span,
}

/// Reads the table, if there is one.
pub(super) fn read(table: &mut Table<'_>, config: &mut Config) {
    if let Some(mut table) = table.table("menu") {
        config.menu = table.get("head");
        config.foot = table.get("foot");
        table.finish();
    }
}

impl FromNode for MenuItem {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(id) = &node.value {
            let span = reader.span(&node.span);
            return Some(MenuItem::Page(MenuName { id: id.clone(), span }));
        }
        let mut table = reader.table(node)?;
        let label = table.wanted("label", "label = \"…\"");
        let url = match table.take("url") {
            Some(node) => table.reader.url(&node),
            None => {
                table.missing("url", "url = \"https://…\"");
                None
            }
        };
        table.finish();
        Some(MenuItem::Address { label: label?, url: url? })
    }
}

//! The table `[menu]` of the configuration: the links that every page has.
//!
//! Whether what they name is there is asked where the pages are known.

use super::Config;
use super::brand::Elsewhere;
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::sources::Span;

/// A link of the menu or of the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuItem {
    /// `speeches`, a kind, or a page of the site's own.
    Page(MenuName),
    /// An address elsewhere.
    Address(Elsewhere),
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
        Some(MenuItem::Address(Elsewhere::from_node(reader, node)?))
    }
}

//! The table `[menu]` of the configuration: the links that every page has.
//!
//! Whether what they name is there is asked where the pages are known.
//! **Invariant:** what lies below a link of the menu has nothing below itself.

use super::Config;
use super::brand::Elsewhere;
use crate::base::diag::Code;
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::sources::Span;
use crate::base::words::Words;

/// A link of the menu or of the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuItem {
    /// `speeches`, a kind, or a page of the site's own.
    Page(MenuName),
    /// An address elsewhere.
    Address(Elsewhere),
    /// Links that lie below a word or a page.
    Group(MenuGroup),
}

/// Links below one of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuGroup {
    /// What it is called; else as the page below which they lie.
    pub label: Option<Words>,
    /// The page below which they lie, if it is one.
    pub page: Option<MenuName>,
    pub items: Vec<MenuItem>,
}

/// What a link of the menu is to, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuName {
    pub id: String,
    pub span: Span,
}

impl MenuItem {
    /// The names that it holds, its own and those below it.
    pub(crate) fn names(&self) -> Vec<&MenuName> {
        match self {
            MenuItem::Page(name) => vec![name],
            MenuItem::Address(_) => Vec::new(),
            MenuItem::Group(group) => {
                let below = group.items.iter().flat_map(MenuItem::names);
                group.page.iter().chain(below).collect()
            }
        }
    }
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
        if let Value::Scalar(_) = &node.value {
            return MenuName::from_node(reader, node).map(MenuItem::Page);
        }
        if node.entry("items").is_some() {
            return MenuGroup::from_node(reader, node).map(MenuItem::Group);
        }
        Some(MenuItem::Address(Elsewhere::from_node(reader, node)?))
    }
}

impl FromNode for MenuName {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let id = reader.text(&node)?;
        Some(MenuName { id, span: reader.span(&node.span) })
    }
}

impl FromNode for MenuGroup {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut table = reader.table(node)?;
        let page: Option<MenuName> = table.get("page");
        let label: Option<Words> = table.get("label");
        if page.is_none() && label.is_none() {
            table.missing("label", "label = \"…\"");
        }

        let mut items = Vec::new();
        if let Some(node) = table.take("items") {
            for item in table.reader.list(node) {
                if item.entry("items").is_some() {
                    let message = "a menu has one level below its links, and this is another";
                    let hint = "list what is in it beside it";
                    table.reader.tell(Code::BadValue, &item.span, message, hint);
                    continue;
                }
                items.extend(MenuItem::from_node(&mut table.reader, item));
            }
        }
        table.finish();
        (page.is_some() || label.is_some()).then_some(MenuGroup { label, page, items })
    }
}

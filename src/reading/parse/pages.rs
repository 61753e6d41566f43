//! The front matter and body of one file → one page of the site's own.

use super::Parts;
use crate::base::diag::{Code, Diagnostics};
use crate::base::fields::{FromNode, Node, Reader, Table, Value, no_extra};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::reading::config::{In, instead_of};
use crate::reading::corpus::{Menu, Page};

/// Reads a page; without a title it is called by its name.
pub(super) fn page(
    parts: Parts<'_>,
    id: String,
    lang: Lang,
    diagnostics: &mut Diagnostics,
) -> Page {
    let Parts { file, body, .. } = parts;
    let mut page = Page {
        file,
        title: title_of(&id),
        id,
        lang,
        summary: None,
        date: None,
        order: None,
        menu: Menu::Usual,
        redirects: Vec::new(),
        extra: no_extra(),
        body,
    };
    if let Some(title) = &page.body.title {
        page.title.clone_from(title);
    }

    let mut reader = Reader { file, diagnostics };
    let Some(mut table) = parts.fields.and_then(|node| reader.table(node)) else {
        return page;
    };
    if let Some(title) = table.get::<String>("title") {
        page.title = title;
    }
    page.summary = table.get("summary");
    page.date = table.get("date");
    page.order = order(&mut table);
    page.menu = table.get("menu").unwrap_or(Menu::Usual);
    page.redirects = table.get("redirects").unwrap_or_default();
    page.extra = table.take_extra();
    table.finish_with(|key, asked| instead_of(In::Page, key, asked));
    page
}

/// `essays/the-harbour` → `The harbour`.
fn title_of(id: &str) -> String {
    let path = id.strip_suffix("/index").unwrap_or(id);
    let words = path.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A place in an order, if one is given.
fn order(table: &mut Table<'_>) -> Option<i32> {
    let node = table.take("order")?;
    let text = table.reader.text(&node)?;
    let number = text.parse().ok();
    if number.is_none() {
        let message = say!("`{text}` is no place in an order", text);
        let hint = "write a whole number; smaller ones come first";
        table.reader.tell(Code::BadValue, &node.span, message, hint);
    }
    number
}

impl FromNode for Menu {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(word) = &node.value {
            return Some(match word.as_str() {
                "true" => Menu::Head { label: None, order: 0, parent: None },
                "false" => Menu::Nowhere,
                label => Menu::Head { label: Some(label.to_owned()), order: 0, parent: None },
            });
        }

        let mut table = reader.table(node)?;
        let label = table.get("label");
        let order = order(&mut table).unwrap_or(0);
        let parent = table.get("parent");
        table.finish_with(|key, asked| {
            instead_of(In::Page, key, asked).or_else(|| instead_of(In::Link, key, asked))
        });
        Some(Menu::Head { label, order, parent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_title_is_called_by_its_name() {
        assert_eq!(title_of("essays/the-harbour"), "The harbour");
        assert_eq!(title_of("news/index"), "News");
        assert_eq!(title_of("关于"), "关于");
    }
}

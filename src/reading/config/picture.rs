//! A picture that a file names: a path, or a table with the words for those who do not see it.

use super::StaticFile;
use crate::base::fields::{FromNode, Node, Reader, Value};
use crate::base::words::Words;
use std::ops::Range;

/// A picture of an entity, a speech or the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its path or address, as written.
    pub src: String,
    /// Words for those who do not see it.
    pub alt: Option<Words>,
    /// Who made it.
    pub credit: Option<Words>,
    /// Bytes of the path in the file, half-open.
    pub span: Range<usize>,
}

impl FromNode for Picture {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(src) = node.value {
            return Some(Picture { src, alt: None, credit: None, span: node.span });
        }

        let mut table = reader.table(node)?;
        let src = table.take("src");
        if src.is_none() {
            table.missing("src", "src: name.jpg");
        }
        let (alt, credit) = (table.get("alt"), table.get("credit"));
        let picture = src.and_then(|node| {
            let span = node.span.clone();
            let src = table.reader.text(&node)?;
            Some(Picture { src, alt, credit, span })
        });
        table.finish();
        picture
    }
}

/// A picture of `static/`, with the words for those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticPicture {
    pub file: StaticFile,
    pub alt: Option<Words>,
}

impl FromNode for StaticPicture {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let Picture { src, alt, span, .. } = Picture::from_node(reader, node)?;
        Some(StaticPicture { file: StaticFile::new(&src, reader.span(&span)), alt })
    }
}

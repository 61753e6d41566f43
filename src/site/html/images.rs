//! Pictures in a text → `img`, and those with a caption or a credit → `figure`.
//!
//! **Invariant:** a picture whose size is known states it, so nothing moves when it arrives.

use super::pieces::title_attribute;
use super::{Scribe, escape, escaped};
use crate::reading::corpus::{Mark, MarkKind};
use crate::reading::graph::{Destination, Link};
use std::fmt::Write;

/// How wide a picture in a text is: as the window where that is narrow, else as the column. On a
/// screen of three pixels for one the browser is told less, for an eye at arm's length tells two of
/// them apart and not three: a photo costs half as much.
const SIZES: &str =
    "(max-width: 48rem) and (min-resolution: 2.5dppx) 60vw, (max-width: 48rem) 100vw, 39rem";

/// A picture that is alone in its paragraph.
pub(super) struct Figure<'d> {
    /// Finished `<img …>`.
    img: String,
    caption: &'d str,
    credit: &'d str,
}

// Writing into a string does not fail, so the results of `write!` are dropped.
impl Scribe<'_> {
    /// A picture; none if its address leads nowhere or is not let through.
    pub(super) fn image(&self, src: &str, alt: &str, title: &str) -> Option<String> {
        let mut href = self.address(src)?;
        let (mut attributes, mut avif) = (String::new(), String::new());
        if let Link::Within(Destination::Media(file, route), _) = self.graph.link(self.path, src) {
            let found = self.renditions.addresses(self.graph, &self.page, *file, route);
            if !found.srcset.is_empty() {
                href = self.page.href(&found.route);
                let srcset = escaped(&found.srcset);
                let _ = write!(attributes, " srcset=\"{srcset}\" sizes=\"{SIZES}\"");
            }
            if !found.avif.is_empty() {
                avif = escaped(&found.avif);
            }
            if let Some(size) = self.graph.picture_size(*file) {
                let _ = write!(attributes, " width=\"{}\" height=\"{}\"", size.width, size.height);
            }
        }

        let (href, alt, title) = (escaped(&href), escaped(alt), title_attribute(title));
        let img = format!(
            "<img src=\"{href}\"{attributes} alt=\"{alt}\"{title} loading=\"lazy\" decoding=\"async\">"
        );
        if avif.is_empty() {
            return Some(img);
        }
        let source = format!("<source type=\"image/avif\" srcset=\"{avif}\" sizes=\"{SIZES}\">");
        Some(format!("<picture>{source}{img}</picture>"))
    }

    /// The figure that a paragraph is: a picture alone, with a caption or a credit.
    pub(super) fn figure_in(&self, index: u32) -> Option<Figure<'_>> {
        let paragraph = &self.document.paragraphs[index as usize];
        let [Mark { kind: MarkKind::Image { src, alt, title, credit, .. }, .. }] =
            paragraph.marks.as_slice()
        else {
            return None;
        };
        if !paragraph.text.is_empty() || title.is_empty() && credit.is_empty() {
            return None;
        }
        Some(Figure { img: self.image(src, alt, "")?, caption: title, credit })
    }

    /// Appends a figure, which has the id and the number of its paragraph.
    pub(super) fn figure(&self, index: u32, figure: &Figure<'_>, out: &mut String) {
        out.push_str("<figure");
        self.id(index, out);
        out.push('>');
        self.gone_before(index, out);
        out.push_str(&figure.img);

        out.push_str("<figcaption>");
        escape(figure.caption, out);
        if !figure.credit.is_empty() {
            let gap = if figure.caption.is_empty() { "" } else { " " };
            let _ = write!(out, "{gap}<small class=\"credit\">{}</small>", escaped(figure.credit));
        }
        self.number(index, out);
        out.push_str("</figcaption></figure>");
    }
}

//! The writer of SVG: the root with its voice, texts and links, everything escaped.
//!
//! Shapes are written by the pictures themselves, through [`std::fmt::Write`].

use crate::site::html::{escape, escaped};
use std::fmt::{self, Write};

/// What a picture says to those who do not see it.
pub(super) enum Voice<'a> {
    /// One image of this name; nothing inside is read out.
    Image(&'a str),
    /// A group of this name whose links are read out.
    Group(&'a str),
    /// Nothing: the text beside it says the same.
    Silent,
}

/// An SVG while it is written.
pub(super) struct Svg(String);

impl Write for Svg {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        Ok(())
    }
}

impl Svg {
    /// Begins a picture of `width` × `height` units.
    pub(super) fn new(class: &str, (width, height): (i32, i32), voice: &Voice<'_>) -> Self {
        let mut svg = Svg(String::with_capacity(1024));
        let view = format!("viewBox=\"0 0 {width} {height}\"");
        let _ = match voice {
            Voice::Image(label) => write!(
                svg,
                "<svg class=\"{class}\" role=\"img\" {view} aria-label=\"{}\">",
                escaped(label)
            ),
            Voice::Group(label) => write!(
                svg,
                "<svg class=\"{class}\" role=\"group\" {view} aria-label=\"{}\">",
                escaped(label)
            ),
            Voice::Silent => write!(
                svg,
                "<svg class=\"{class}\" {view} width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">"
            ),
        };
        svg
    }

    /// Appends tags as they are.
    pub(super) fn push(&mut self, tags: &str) {
        self.0.push_str(tags);
    }

    /// Appends text of a reader's language, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// Opens a part that is a link where there is an address. `says` is its name for ears and its tooltip, in `lang` if that is not the page's.
    pub(super) fn open(&mut self, class: &str, href: Option<&str>, lang: Option<&str>, says: &str) {
        let _ = match href {
            Some(href) => {
                write!(self, "<a class=\"{}\" href=\"{}\"", escaped(class), escaped(href))
            }
            None => write!(self, "<g class=\"{}\"", escaped(class)),
        };
        if let Some(lang) = lang {
            let _ = write!(self, " lang=\"{}\"", escaped(lang));
        }
        let _ = write!(self, "><title>{}</title>", escaped(says));
    }

    /// Closes what [`Svg::open`] opened for the same address.
    pub(super) fn close(&mut self, href: Option<&str>) {
        self.0.push_str(if href.is_some() { "</a>" } else { "</g>" });
    }

    /// The whole picture.
    pub(super) fn finish(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}

/// A group where there is a link to follow, else an image.
pub(super) fn voice(label: &str, has_links: bool) -> Voice<'_> {
    if has_links { Voice::Group(label) } else { Voice::Image(label) }
}

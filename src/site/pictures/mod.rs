//! Plain data → pictures: SVG to be put into a page, made while the site is built.
//!
//! **Invariant:** a picture has classes and no colours, so the theme draws it for light, dark and
//! print; no ids, styles or scripts.
//! **Invariant:** the same data give the same bytes on every machine: whole units, arithmetic of
//! our own where libraries differ, no chance.
//! **Invariant:** a picture is never the only place of what it shows: the caller puts the same rows
//! beside it as a table or list. A picture without links is one image to those who hear it.
//! Does not know entities, routes or the reader's language: names, addresses and labels come ready.

mod arithmetic;
mod bars;
mod heat;
mod map;
mod mark;
mod measure;
mod neighbourhood;
mod sparkline;
mod strip;
mod svg;
mod timeline;

pub(crate) use bars::{Bar, bars};
pub(crate) use heat::{Year, heat};
pub(crate) use map::{Map, Place, land_svg, map};
pub(crate) use neighbourhood::{Edge, Neighbourhood, Node, neighbourhood};
pub(crate) use sparkline::sparkline;
pub(crate) use strip::strip;
pub(crate) use timeline::{Span, timeline};

/// A name as a picture writes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    /// As readers read it.
    pub text: &'a str,
    /// BCP-47 tag, where it is not the page's.
    pub lang: Option<&'a str>,
}

#[cfg(test)]
mod tests;

//! The pages of a PDF → their letters, with the places where they are printed.
//!
//! **Invariant:** a letter that is printed twice at one place, to make it bold, is one.
//! Draws nothing; what stands upright alone is text, and the rest is behind it.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt as _, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

/// Letters of a page at most; one of a newspaper has some thirty thousand.
const MOST: usize = 300_000;
/// Units of a font in which widths are given.
const EM: f64 = 1000.0;

/// A letter, or several that are printed as one sign, where it is printed: points from the upper
/// left corner of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    pub(super) text: String,
    pub(super) start: f64,
    pub(super) end: f64,
    /// The line on which it stands.
    pub(super) base: f64,
    /// The size of its type.
    pub(super) size: f64,
    /// Whether it stands upright.
    pub(super) is_upright: bool,
}

/// What is printed on a page.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Its letters, in the order in which it prints them.
    pub(super) letters: Vec<Letter>,
    /// How many of them no font says the character of.
    pub(super) n_unknown: usize,
    /// Whether it has a picture.
    pub(super) is_picture: bool,
    /// Whether it has more letters than a page may have; these are left out.
    pub(super) is_too_much: bool,
}

/// What a page prints.
pub(super) fn of_page<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>) -> Printed {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings);
    let mut printed = Printed::default();
    interpret_page(page, &mut context, &mut printed);
    printed
}

impl Printed {
    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine) {
        self.is_too_much |= self.letters.len() >= MOST;
        if self.is_too_much {
            return;
        }
        let origin = transform * Point::ZERO;
        let up = (transform * Point::new(0.0, EM)) - origin;
        let size = up.hypot();
        if !(size.is_finite() && size > 0.0 && origin.is_finite()) {
            return;
        }
        let width = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map_or(EM / 2.0, f64::from),
            Glyph::Type3(_) => EM / 2.0,
        };
        let end = transform * Point::new(width, 0.0);
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.n_unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        let is_upright = up.y < 0.0 && up.x.abs() < size / 10.0;
        let letter = Letter {
            text,
            start: origin.x,
            end: end.x.max(origin.x),
            base: origin.y,
            size,
            is_upright,
        };
        if !self.is_printed(&letter) {
            self.letters.push(letter);
        }
    }

    /// Whether a letter is printed at its place already, or nearly.
    fn is_printed(&self, letter: &Letter) -> bool {
        /// A word is printed whole before it is printed again.
        const BEFORE: usize = 200;

        let near = letter.size / 10.0;
        self.letters.iter().rev().take(BEFORE).any(|of| {
            (of.start - letter.start).abs() < near
                && (of.base - letter.base).abs() < near
                && of.text == letter.text
        })
    }
}

impl<'a> Device<'a> for Printed {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.glyph(glyph, transform * glyph_transform);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.is_picture = true;
    }
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

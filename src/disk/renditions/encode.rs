//! The bytes of a picture → the same picture in sizes for screens.
//!
//! A photo becomes a JPEG, whatever it was; what has transparent places or few colours becomes a WebP
//! without loss, or a PNG where that is smaller. The profile of the colours stays; all else that a
//! camera writes beside a picture, such as where it was taken, goes. Where a site asks for it, a photo
//! is there as AVIF, too.
//!
//! **Invariant:** the same bytes give the same bytes on every machine, and no picture is enlarged.
//! Does not touch the disk.

use crate::site::html::LARGEST;
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, Limits};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::io::Cursor;

/// Pixels from side to side of what is made. The smallest is a face on a card; a phone of 360 to 430
/// points shows a picture in the text with some 650 to 860 pixels, a column beside a second one with
/// 1200 on a screen of two pixels for one.
const WIDTHS: [u32; 4] = [160, 480, 960, LARGEST];

/// So much memory a picture may take while it is read: 100 megapixels.
const MOST_BYTES: u64 = 400 << 20;

/// The qualities that are tried, from the best on. Between them a photo shrinks by a fifth each; above
/// the first eyes see no difference, below the last edges have rings.
const QUALITIES: [u8; 6] = [82, 75, 67, 59, 52, 45];

/// Bytes that a photo for a phone may have. At 960 pixels most photos are below it with the first
/// quality; one full of leaves has to give way, for a phone away from cities loads 100 kB in a second.
const FOR_A_PHONE: usize = 116_000;

/// Bytes in a hundred pixels for larger ones: what [`FOR_A_PHONE`] is at 960 by 720.
const BYTES_IN_100_PIXELS: usize = 17;

/// A picture without transparent places is a photo if a JPEG of it has at most so many hundredths of
/// the bytes that it has without loss. Drawings and pictures of screens have 60 and more; photos have
/// 10 to 25.
const PHOTO: usize = 40;

/// A picture in a size for screens.
pub(super) struct Made {
    pub(super) width: u32,
    /// Of the file's name: `jpg`, `png`, `webp` or `avif`.
    pub(super) ending: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// A picture and the profile of its colours.
struct Opened {
    picture: DynamicImage,
    profile: Option<Vec<u8>>,
}

/// The picture in all sizes that are smaller than it is, and in its own where it is no larger than
/// the largest, as far as they are smaller files; none if it cannot be read, or moves. With `avif` the
/// sizes of a photo are there twice.
pub(super) fn sizes(bytes: &[u8], avif: bool) -> Option<Vec<Made>> {
    let Opened { picture, profile } = open(bytes)?;
    let own = picture.width();
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < own).collect();
    if own < LARGEST {
        widths.push(own);
    }

    // What a camera wrote is a photo.
    let form = bytes.starts_with(&[0xFF, 0xD8]).then_some(Form::Jpeg);
    // An AVIF has no profile beside it here, so its colours are those of screens.
    let avif = avif && profile.as_deref().is_none_or(is_of_screens);
    // From the largest on, each out of the one before it: that is faster, and as good.
    let mut writer = Writer { profile, form, quality: 0 };
    let mut made = Vec::with_capacity(widths.len());
    let mut in_avif = Vec::new();
    let mut larger = picture;
    for width in widths.iter().copied().rev() {
        larger = scaled(larger, width)?;
        let (ending, one) = writer.write(&larger)?;
        if avif
            && writer.form == Some(Form::Jpeg)
            && let Some(smaller) = writer.avif(&larger)
            && smaller.len() < one.len().min(bytes.len())
        {
            in_avif.push(Made { width, ending: "avif", bytes: smaller });
        }
        made.push(Made { width, ending, bytes: one });
    }

    // A drawing of few colours is larger when it is scaled, for its edges are soft then.
    made.retain(|made| made.bytes.len() < bytes.len());
    // A browser that takes AVIF looks at no other size, so all are there or none.
    if in_avif.len() == widths.len() {
        made.append(&mut in_avif);
    }
    Some(made)
}

/// Whether a profile is that of screens, sRGB, by its name, which it holds in ASCII or UTF-16.
fn is_of_screens(profile: &[u8]) -> bool {
    [&b"sRGB"[..], b"s\0R\0G\0B"]
        .iter()
        .any(|name| profile.windows(name.len()).any(|at| at == *name))
}

fn open(bytes: &[u8]) -> Option<Opened> {
    // Frames of a moving WebP or PNG would be lost.
    let head = &bytes[..bytes.len().min(256)];
    if [b"ANIM", b"acTL"].iter().any(|name| head.windows(4).any(|part| part == *name)) {
        return None;
    }

    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    decoder.set_limits(limits).ok()?;
    // Colours for print are turned into those of screens, and no longer those of their profile.
    if decoder.original_color_type() == ExtendedColorType::Cmyk8 {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let profile = decoder.icc_profile().ok().flatten();

    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let mut picture = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.into_rgba8()),
        false => DynamicImage::ImageRgb8(picture.into_rgb8()),
    };
    picture.apply_orientation(orientation);
    Some(Opened { picture, profile })
}

/// The picture as wide as this.
fn scaled(picture: DynamicImage, width: u32) -> Option<DynamicImage> {
    if picture.width() == width {
        return Some(picture);
    }
    let (from_width, from_height) = (picture.width(), picture.height());
    let height = u64::from(from_height) * u64::from(width) + u64::from(from_width) / 2;
    let height = u32::try_from(height / u64::from(from_width)).ok()?.max(1);
    let has_alpha = picture.color().has_alpha();

    // Four values a pixel, whether all are needed or not: code for other pixels would be a tenth of
    // the program.
    let of = PixelType::U8x4;
    let pixels = picture.into_rgba8().into_raw();
    let from = Image::from_vec_u8(from_width, from_height, pixels, of).ok()?;
    let mut to = Image::new(width, height, of);
    let algorithm = ResizeAlg::Convolution(FilterType::CatmullRom);
    let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(has_alpha);
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    let scaled = image::RgbaImage::from_raw(width, height, to.into_vec())?;
    let scaled = DynamicImage::ImageRgba8(scaled);
    Some(if has_alpha { scaled } else { DynamicImage::ImageRgb8(scaled.into_rgb8()) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Jpeg,
    WebP,
    Png,
}

/// Writes the sizes of one picture, all in one form, which the largest decides.
struct Writer {
    profile: Option<Vec<u8>>,
    form: Option<Form>,
    /// Where in [`QUALITIES`] the size before was: a smaller one needs no better.
    quality: usize,
}

impl Writer {
    fn write(&mut self, picture: &DynamicImage) -> Option<(&'static str, Vec<u8>)> {
        match self.form {
            Some(Form::Jpeg) => Some(("jpg", self.jpeg(picture)?)),
            Some(Form::WebP) => Some(("webp", self.webp(picture)?)),
            Some(Form::Png) => Some(("png", self.png(picture)?)),
            None => self.decide(picture),
        }
    }

    fn decide(&mut self, picture: &DynamicImage) -> Option<(&'static str, Vec<u8>)> {
        let (webp, png) = (self.webp(picture)?, self.png(picture)?);
        let (form, ending, lossless) = match webp.len() < png.len() {
            true => (Form::WebP, "webp", webp),
            false => (Form::Png, "png", png),
        };
        if !picture.color().has_alpha() {
            let jpeg = self.jpeg(picture)?;
            if jpeg.len() * 100 <= lossless.len() * PHOTO {
                self.form = Some(Form::Jpeg);
                return Some(("jpg", jpeg));
            }
        }
        self.form = Some(form);
        Some((ending, lossless))
    }

    /// A JPEG with the best quality with which it is small enough.
    fn jpeg(&mut self, picture: &DynamicImage) -> Option<Vec<u8>> {
        let n_pixels = picture.width() as usize * picture.height() as usize;
        let by_size = n_pixels * BYTES_IN_100_PIXELS / 100;
        let is_for_a_phone = picture.width() <= 960;
        let most = if is_for_a_phone { by_size.min(FOR_A_PHONE) } else { by_size };

        loop {
            let bytes = self.jpeg_of(picture, QUALITIES[self.quality])?;
            if bytes.len() <= most || self.quality + 1 == QUALITIES.len() {
                return Some(bytes);
            }
            self.quality += 1;
        }
    }

    fn jpeg_of(&self, picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
        let (width, height) = (side(picture.width())?, side(picture.height())?);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        encoder.set_optimized_huffman_tables(true);
        if let Some(profile) = &self.profile {
            encoder.add_icc_profile(profile).ok()?;
        }
        encoder.encode(picture.as_bytes(), width, height, ColorType::Rgb).ok()?;
        Some(bytes)
    }

    /// The AVIF that looks like the JPEG that was written last; none where the program has no encoder.
    #[cfg(feature = "avif")]
    fn avif(&self, picture: &DynamicImage) -> Option<Vec<u8>> {
        super::avif::encode(picture, QUALITIES[self.quality])
    }

    #[cfg(not(feature = "avif"))]
    fn avif(&self, _: &DynamicImage) -> Option<Vec<u8>> {
        None
    }

    fn webp(&self, picture: &DynamicImage) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.encode(WebPEncoder::new_lossless(&mut bytes), picture)?;
        Some(bytes)
    }

    fn png(&self, picture: &DynamicImage) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
        self.encode(encoder, picture)?;
        Some(bytes)
    }

    fn encode(&self, mut encoder: impl ImageEncoder, picture: &DynamicImage) -> Option<()> {
        if let Some(profile) = &self.profile {
            encoder.set_icc_profile(profile.clone()).ok()?;
        }
        let (width, height) = (picture.width(), picture.height());
        encoder.write_image(picture.as_bytes(), width, height, picture.color().into()).ok()
    }
}

fn side(side: u32) -> Option<u16> {
    u16::try_from(side).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of noise under a slope, which compresses as badly as leaves do.
    fn leaves(width: u32, height: u32) -> DynamicImage {
        let mut seed: u32 = 7;
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (seed >> 26) as u8;
            image::Rgb([(x / 8 % 190) as u8 + noise, (y / 8 % 190) as u8 + noise, noise * 3])
        }))
    }

    fn jpeg(picture: &DynamicImage, exif: Option<&[u8]>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 92);
        if let Some(exif) = exif {
            encoder.add_exif_metadata(exif).unwrap();
        }
        let (width, height) = (side(picture.width()).unwrap(), side(picture.height()).unwrap());
        encoder.encode(picture.as_bytes(), width, height, ColorType::Rgb).unwrap();
        bytes
    }

    fn widths(made: &[Made]) -> Vec<u32> {
        made.iter().map(|made| made.width).collect()
    }

    #[test]
    fn a_photo_is_small_for_a_phone_and_never_enlarged() {
        let made = sizes(&jpeg(&leaves(2000, 1500), None), false).unwrap();
        assert_eq!(widths(&made), [1600, 960, 480, 160]);
        assert!(made.iter().all(|made| made.ending == "jpg"));
        assert!(made[1].bytes.len() < 120_000, "{} bytes", made[1].bytes.len());

        let made = sizes(&jpeg(&leaves(300, 200), None), false).unwrap();
        assert!(made.iter().all(|made| made.width <= 300), "{:?}", widths(&made));
    }

    #[cfg(feature = "avif")]
    #[test]
    fn a_photo_is_there_as_avif_where_it_is_asked_for_and_its_colours_are_those_of_screens() {
        let photo = |profile: Option<&[u8]>| {
            let (picture, mut bytes) = (leaves(600, 400), Vec::new());
            let mut encoder = Encoder::new(&mut bytes, 92);
            if let Some(profile) = profile {
                encoder.add_icc_profile(profile).unwrap();
            }
            encoder.encode(picture.as_bytes(), 600, 400, ColorType::Rgb).unwrap();
            bytes
        };
        let made = sizes(&photo(None), true).unwrap();
        let (in_avif, others): (Vec<&Made>, Vec<&Made>) =
            made.iter().partition(|made| made.ending == "avif");
        let widths = |made: &[&Made]| made.iter().map(|made| made.width).collect::<Vec<_>>();
        assert_eq!(widths(&in_avif), widths(&others));
        for (small, jpeg) in in_avif.iter().zip(&others) {
            assert_eq!(&small.bytes[4..12], b"ftypavif");
            assert!(small.bytes.len() < jpeg.bytes.len());
        }

        let has_avif =
            |bytes: &[u8]| sizes(bytes, true).unwrap().iter().any(|made| made.ending == "avif");
        assert!(has_avif(&photo(Some(b"a profile called sRGB"))));
        assert!(!has_avif(&photo(Some(b"a profile called Display P3"))));
    }

    #[test]
    fn a_camera_that_was_turned_gives_an_upright_picture_without_its_notes() {
        let exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let bytes = jpeg(&leaves(1000, 600), Some(exif));
        let made = sizes(&bytes, false).unwrap();
        let smallest = image::load_from_memory(&made.last().unwrap().bytes).unwrap();
        assert_eq!((smallest.width(), smallest.height()), (160, 267));
        assert!(made.iter().all(|made| !made.bytes.windows(4).any(|part| part == b"Exif")));
    }

    #[test]
    fn a_drawing_loses_nothing_and_is_no_larger_than_it_was() {
        let drawing = DynamicImage::ImageRgba8(image::RgbaImage::from_fn(1200, 400, |x, y| {
            image::Rgba(if (x / 40 + y / 40) % 2 == 0 { [0, 80, 160, 255] } else { [0; 4] })
        }));
        let mut bytes = Vec::new();
        drawing.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        let made = sizes(&bytes, false).unwrap();
        assert!(made.iter().all(|made| made.ending != "jpg" && made.bytes.len() < bytes.len()));
    }

    #[test]
    fn the_same_bytes_give_the_same_and_what_is_damaged_nothing() {
        let bytes = jpeg(&leaves(700, 500), None);
        let all =
            || sizes(&bytes, false).unwrap().into_iter().map(|made| made.bytes).collect::<Vec<_>>();
        assert_eq!(all(), all());
        assert!(sizes(b"no picture", false).is_none() && sizes(&bytes[..100], false).is_none());
    }
}

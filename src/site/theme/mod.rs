//! Views + templates → bytes.
//!
//! A theme is data: `theme.toml`, `templates/`, `static/`, `i18n/`. The files of the site are laid
//! over those in the binary one by one, so a site replaces a single template or asset by putting
//! its own in the same place; `extends` lays one theme over another. What a site keeps for its
//! templates in `data/` comes with them.
//!
//! **Invariant:** a template receives plain data, decided before; it cannot look anything up.
//! **Invariant:** the same view gives the same bytes.
//! The only room that names tera, include_dir and minify-html.

mod colors;
mod data;
mod embedded;
mod engine;
mod labels;
#[cfg(test)]
mod languages;
mod layers;
mod memory;
#[cfg(feature = "minify")]
mod minify;
mod unread;

pub use embedded::{files as embedded_files, names as embedded_names};
pub(crate) use engine::Engine;
pub(crate) use layers::{Theme, load};
pub(crate) use memory::{Loaded, Remembered, load_again};

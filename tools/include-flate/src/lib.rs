//! Stands in for the crate of this name, by which jieba-rs puts its tables into the program, and which compresses them all.
//!
//! The other brings a compiler of C and zstd, built twice (for the macro and for the program): a tenth of a first build. Here the
//! dictionary stays as it is, for every run over Chinese text reads it; the table of parts of speech, which is asked for seldom, is
//! compressed by a package that is there already. `cargo install` from crates.io takes the other; both do the same.

pub use include_flate_codegen::flate;

/// The text that `flate!` compressed.
#[doc(hidden)]
pub fn text(compressed: &[u8]) -> String {
    let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(compressed)
        .expect("what the macro compressed can be read");
    String::from_utf8(bytes).expect("the macro compressed a text")
}

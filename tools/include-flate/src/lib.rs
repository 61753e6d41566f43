//! Stands in for the crate of this name, by which jieba-rs puts its dictionary into the program: as it is, where the other compresses it.
//!
//! The other brings a compiler of C and zstd, built twice (for the macro and for the program): a tenth of a first build. The dictionary
//! is 3.4 MB larger in the program, and read at once. `cargo install` from crates.io takes the other; both do the same.

/// A file as a static text; its path is seen from the manifest of the crate that names it.
#[macro_export]
macro_rules! flate {
    ($visibility:vis static $name:ident: str from $path:literal $($how:tt)*) => {
        $visibility static $name: &str =
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path));
    };
}

//! The macro of `include-flate`: a text of the package that names it → a static of that package.

use proc_macro::{Literal, TokenStream, TokenTree};
use std::path::Path;
use std::{env, fs};

/// What each run over Chinese text reads; compressed it would be 3.4 MB smaller, and be unpacked each time.
const READ_BY_EACH_RUN: &str = "dict.txt";

/// Two per cent more than at the highest level, in a third of the time: packages for the compiler are not optimised.
const LEVEL: u8 = 6;

/// `static NAME: str from "PATH" with zstd`, with a visibility or without: a static that can be read as a text. The path is seen from
/// the manifest of the package that names it; how the other crate would compress it says nothing here.
#[proc_macro]
pub fn flate(input: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':');
    let end_of_name = tokens.iter().position(is_colon).expect("a name, a colon and a type");
    let declared: TokenStream = tokens[..end_of_name].iter().cloned().collect();

    let of_package = tokens.iter().find_map(path).expect("the path of a text in quotation marks");
    let folder = env::var("CARGO_MANIFEST_DIR").expect("Cargo names the folder of the package");
    let path = Path::new(&folder).join(&of_package);
    // Named in the code, too, so that a change of the file is seen.
    let quoted = Literal::string(path.to_str().expect("a path in Unicode"));

    let code = if path.ends_with(READ_BY_EACH_RUN) {
        format!("{declared}: &str = include_str!({quoted});")
    } else {
        let text = fs::read(&path).expect("the text can be read");
        let packed =
            Literal::byte_string(&miniz_oxide::deflate::compress_to_vec_zlib(&text, LEVEL));
        format!(
            "{declared}: ::std::sync::LazyLock<String> = ::std::sync::LazyLock::new(|| {{
                const _: &[u8] = include_bytes!({quoted});
                ::include_flate::text({packed})
            }});"
        )
    };
    code.parse().expect("the code is Rust")
}

/// What a literal in quotation marks holds; the paths in question have nothing escaped.
fn path(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let written = literal.to_string();
    Some(written.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

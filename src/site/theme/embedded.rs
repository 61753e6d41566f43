//! The themes in the binary. The only file that names include_dir.

use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;

static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The names of the themes in the binary.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES.dirs().filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The files of a theme in the binary, by path within it: `templates/home.html`. Empty where there is no such theme.
#[must_use]
pub fn files(theme: &str) -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    if let Some(dir) = THEMES.get_dir(theme) {
        collect(dir, theme, &mut files);
    }
    files
}

fn collect(dir: &'static Dir<'static>, theme: &str, files: &mut BTreeMap<String, &'static [u8]>) {
    for file in dir.files() {
        let path = file
            .path()
            .to_str()
            .and_then(|path| path.strip_prefix(theme))
            .map(|path| path.trim_start_matches('/'));
        if let Some(path) = path {
            files.insert(path.replace('\\', "/"), file.contents());
        }
    }
    dir.dirs().for_each(|dir| collect(dir, theme, files));
}

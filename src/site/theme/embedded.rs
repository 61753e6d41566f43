//! The themes in the binary. The only file that names include_dir.

use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;

static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The names of the themes in the binary.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let themes = THEMES.dirs();
    let mut names: Vec<&str> = themes.filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The files of a theme in the binary, by path within it: `templates/home.html`. Empty where there
/// is no such theme.
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
        // Paths in the binary begin with the theme's name, and have `\` where it was built on
        // Windows.
        let path = file.path().to_str();
        if let Some(path) = path.and_then(|path| path.strip_prefix(theme)) {
            let path = path.trim_start_matches('/').replace('\\', "/");
            files.insert(path, file.contents());
        }
    }
    for dir in dir.dirs() {
        collect(dir, theme, files);
    }
}

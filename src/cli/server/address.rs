//! What a browser asks for → a path of the site.
//!
//! **Invariant:** the path is looked up among the site's outputs and nowhere else, so nothing
//! outside the site can be asked for.

use crate::base::percent;
use crate::site::outputs::{Output, Site};

/// What there is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'s> {
    /// The output itself.
    Output(&'s Output),
    /// A folder without its final `/`: relative links in its page would lead elsewhere.
    Folder,
    /// Nothing, and the page that says so, if the site has one.
    Nothing(Option<&'s Output>),
}

/// The path of a request target (RFC 9112 §3.2.1), decoded and without the first `/`; `None` if it
/// cannot be a path in a site.
pub(super) fn path_of(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = percent::decode_strictly(path)?;

    // Of the parts, only the last may be empty: a folder is asked for with a final `/`.
    let mut parts = decoded.split('/');
    let last = parts.next_back()?;
    if !is_plain(last) {
        return None;
    }
    for folder in parts {
        if folder.is_empty() || !is_plain(folder) {
            return None;
        }
    }
    Some(decoded)
}

/// Whether a part of a path names something in its folder, on every system.
fn is_plain(part: &str) -> bool {
    !matches!(part, "." | "..") && !part.contains(['\\', '\0'])
}

/// What the site has at `path`.
pub(super) fn find<'s>(site: &'s Site<'_>, path: &str) -> Found<'s> {
    let outputs = site.outputs();
    let output_at = |path: &str| {
        let index = outputs.binary_search_by(|output| (*output.path).cmp(path)).ok()?;
        outputs.get(index)
    };

    let wanted = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    if let Some(output) = output_at(&wanted) {
        return Found::Output(output);
    }
    if output_at(&format!("{path}/index.html")).is_some() {
        return Found::Folder;
    }

    // Each language of the site has a page for this in its own folder, so the nearest one is taken.
    for (slash, _) in path.rmatch_indices('/') {
        let folder = &path[..=slash];
        if let Some(page) = output_at(&format!("{folder}404.html")) {
            return Found::Nothing(Some(page));
        }
    }
    Found::Nothing(output_at("404.html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::reading::config::Options;
    use crate::{compose, understand};

    #[test]
    fn a_target_is_decoded_and_loses_its_query() {
        assert_eq!(path_of("/").as_deref(), Some(""));
        assert_eq!(path_of("/speeches/?page=2").as_deref(), Some("speeches/"));
        assert_eq!(
            path_of("/people/%E7%8E%8B%E6%AF%85.html#t1").as_deref(),
            Some("people/王毅.html")
        );
        assert_eq!(path_of("/a%20b%3F.png").as_deref(), Some("a b?.png"));
    }

    #[test]
    fn nothing_leaves_the_site() {
        for bad in [
            "",
            "index.html",
            "*",
            "http://a/b",
            "//evil.example/",
            "/..",
            "/../etc/passwd",
            "/a/%2e%2e/%2E%2E/b",
            "/a/..%2f..%2fb",
            "/a//b",
            "/./a",
            "/a\\..\\b",
            "/a%5c..%5cb",
            "/%00",
            "/%E7",
            "/%zz",
            "/%+1",
            "/%",
        ] {
            assert_eq!(path_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn folders_have_their_page_and_what_is_missing_the_nearest_one_that_says_so() {
        let config = "title = 'T'\nlanguages = ['en', 'zh']\n";
        let sources = Sources::from_texts([
            ("oratory.toml", config),
            ("content/people/王毅.md", "---\nname: 王毅\n---\n"),
        ]);
        let site = compose(&sources, understand(&sources, &Options::default()));
        let found = |path: &str| match find(&site, path) {
            Found::Output(output) => output.path.to_string(),
            Found::Folder => "folder".to_owned(),
            Found::Nothing(page) => {
                format!("nothing: {}", page.map_or("", |page| &*page.path))
            }
        };
        assert_eq!(found(""), "index.html");
        assert_eq!(found("zh/"), "zh/index.html");
        assert_eq!(found("zh"), "folder");
        assert_eq!(found("people/王毅.html"), "people/王毅.html");
        assert_eq!(found("nowhere/at/all"), "nothing: 404.html");
        assert_eq!(found("zh/people/nobody.html"), "nothing: zh/404.html");
    }
}

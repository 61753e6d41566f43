//! What a browser asks for → a path of the site.
//!
//! **Invariant:** the path is looked up among the site's outputs and nowhere else, so nothing outside the site can be asked for.

use crate::site::outputs::{Output, Site};

/// What there is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'s> {
    /// The output itself.
    Output(&'s Output),
    /// A folder without its final `/`, at which links in its page would go astray.
    Folder,
    /// Nothing; the page that says so, if the site has one.
    Nothing(Option<&'s Output>),
}

/// The path of a request target (RFC 9112 §3.2.1), decoded, without the first `/`; none if it is no path of a site.
pub(super) fn path_of(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = decode(path)?;
    let (folders, _) = decoded.rsplit_once('/').unwrap_or(("", &decoded));
    let is_plain = |part: &str| !matches!(part, "." | "..") && !part.contains(['\\', '\0']);
    let has_empty =
        !folders.is_empty() && folders.split('/').any(str::is_empty) || decoded.starts_with('/');
    (decoded.split('/').all(is_plain) && !has_empty).then_some(decoded)
}

/// Text with `%E4`-encoded bytes in their place (RFC 3986 §2.1); none if it is no UTF-8 then.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after
                .get(..2)
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// What the site has at `path`.
pub(super) fn find<'s>(site: &'s Site<'_>, path: &str) -> Found<'s> {
    let outputs = site.outputs();
    let at = |path: &str| {
        outputs
            .binary_search_by(|output| output.path.as_str().cmp(path))
            .ok()
            .map(|index| &outputs[index])
    };
    let wanted = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    if let Some(output) = at(&wanted) {
        return Found::Output(output);
    }
    if at(&format!("{path}/index.html")).is_some() {
        return Found::Folder;
    }
    let folders = path.match_indices('/').rev().map(|(at, _)| &path[..=at]).chain([""]);
    Found::Nothing(folders.into_iter().find_map(|folder| at(&format!("{folder}404.html"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::compile;
    use crate::reading::config::Options;

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
        let site = compile(&sources, &Options::default());
        let found = |path: &str| match find(&site, path) {
            Found::Output(output) => output.path.clone(),
            Found::Folder => "folder".to_owned(),
            Found::Nothing(page) => {
                format!("nothing: {}", page.map_or("", |page| page.path.as_str()))
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

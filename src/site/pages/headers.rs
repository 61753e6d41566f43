//! → `_headers`, as Netlify, Cloudflare Pages and others like them read it: what such a host says
//! with each answer, beside what it says by itself.
//!
//! Nothing is said of caching: these hosts ask browsers to ask again each time, which costs an
//! answer without a body, and no file of a site has its content in its name.

use super::server_lists::folder_of;
use super::site::policy;
use crate::base::sources::media_types;
use crate::reading::config::Config;
use std::fmt::Write;

/// Where it is published.
pub(crate) const HEADERS: &str = "_headers";

/// The file's text. `files` are the addresses of data beside the pages; `is_own_theme` says whether
/// templates are the site's own.
pub(crate) fn headers<'f>(
    config: &Config,
    files: impl Iterator<Item = &'f str>,
    is_own_theme: bool,
) -> String {
    let folder = config.base_url.as_deref().map_or("/", folder_of);
    let mut text = format!("{folder}*\n  X-Content-Type-Options: nosniff\n");
    text += "  Referrer-Policy: strict-origin-when-cross-origin\n";

    // Pages of a theme of the site's own say themselves what they load, which may be more.
    let frames = "frame-ancestors 'self'";
    let _ = match is_own_theme {
        true => writeln!(text, "  Content-Security-Policy: {frames}"),
        false => writeln!(text, "  Content-Security-Policy: {}; {frames}", policy(config)),
    };

    for file in files {
        let media_type = media_types::of(file);
        let _ = writeln!(text, "{folder}{file}\n  Content-Type: {media_type}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_has_its_type_and_every_answer_the_policy() {
        let base_url = Some("https://example.org/talks/".to_owned());
        let config = Config { base_url, ..Config::default() };
        let files = ["mentions.jsonl", "feed.xml"];
        let text = headers(&config, files.into_iter(), false);
        assert!(text.starts_with("/talks/*\n  X-Content-Type-Options: nosniff\n"), "{text}");
        assert!(text.contains("default-src 'none'") && text.contains("frame-ancestors 'self'\n"));
        assert!(
            text.ends_with(
                "/talks/mentions.jsonl\n  Content-Type: application/jsonl; charset=utf-8\n\
                 /talks/feed.xml\n  Content-Type: application/xml\n"
            ),
            "{text}"
        );

        let own = headers(&config, files.into_iter(), true);
        assert!(own.contains("  Content-Security-Policy: frame-ancestors 'self'\n"), "{own}");
    }
}

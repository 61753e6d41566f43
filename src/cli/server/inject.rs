//! A published page → the page that is shown while one writes: with the script that shows its
//! changes and, if there are any, the mistakes on top.
//!
//! **Invariant:** what is added comes from the server itself, and the page's own policy is loosened
//! by exactly that.

use crate::base::message::{Message, say};
use crate::cli::language::Language;
use crate::reading::parse::print_of;
use crate::site::html::escaped;
use std::borrow::Cow;
use std::ops::Range;

/// The folder of the server's own files; no file of a site begins with `__`.
pub(super) const OWN_FOLDER: &str = "__oratory/";

/// Where the page is that lists what is left to do.
pub(super) const DASHBOARD: &str = "__/";

/// A file of the server's own.
pub(super) struct OwnFile {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

/// Shows in an open page what a build changed of it.
const SCRIPT: OwnFile = OwnFile { name: "reload.js", text: include_str!("reload.js") };

/// The page of what is left to do.
const DASHBOARD_STYLE: OwnFile =
    OwnFile { name: "dashboard.css", text: include_str!("dashboard.css") };

/// Lays the mistakes over the page.
const STYLE: OwnFile = OwnFile { name: "overlay.css", text: include_str!("overlay.css") };

pub(super) const OWN_FILES: &[OwnFile] = &[SCRIPT, STYLE, DASHBOARD_STYLE];

/// Which build a page is of.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// A name that no other build has.
    pub(super) build: String,
    /// What stands for the style sheets of the site: another one where they differ.
    pub(super) styles: u128,
}

/// What is wrong with a site, as text.
#[derive(Debug, Clone)]
pub(super) struct Mistakes {
    pub(super) text: String,
    /// The language of the text.
    pub(super) language: Language,
}

/// The page `html`, with `mistakes` on top.
pub(super) fn page(html: Vec<u8>, made: &Made, mistakes: Option<&Mistakes>) -> Vec<u8> {
    let html = match String::from_utf8(html) {
        Ok(html) => html,
        Err(error) => return error.into_bytes(),
    };

    let mut added = String::new();
    if let Some(mistakes) = mistakes {
        let summary = say!("The site has mistakes; this page is from the last build without any");
        added.push_str(&overlay(mistakes, &summary, ""));
    }
    let print = print_of(&[html.as_bytes(), added.as_bytes()]);
    added.push_str(&script(made, print));

    let html = loosened(&html);
    // A minified page has no end tags; what comes after its last tag belongs to its body.
    let end = html.rfind("</body>").unwrap_or(html.len());
    let (before, after) = html.split_at(end);
    [before, &added, after].concat().into_bytes()
}

/// A page that shows nothing but mistakes.
pub(super) fn mistakes_alone(mistakes: &Mistakes, made: &Made) -> Vec<u8> {
    let language = mistakes.language;
    let summary = say!("The site has mistakes; there is no page to show until they are mended");
    let overlay = overlay(mistakes, &summary, " class=\"alone\"");
    let script = script(made, print_of(&[mistakes.text.as_bytes()]));
    own_page(language, &language.say(&say!("Mistakes")), &format!("{overlay}{script}"))
}

/// A page of the server's own, as HTML. It names an icon, an empty one: a browser asks a server for
/// `favicon.ico` where a page names none, and complains in its console of the 404.
pub(super) fn own_page(language: Language, title: &str, body: &str) -> Vec<u8> {
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n\
         <body>{body}</body>\n</html>\n",
        tag = language.tag(),
        title = escaped(title),
    )
    .into_bytes()
}

/// The script, which is told of which build the page is and what stands for the page: another
/// number where a reader would see another page.
fn script(made: &Made, page: u128) -> String {
    let (name, Made { build, styles }) = (SCRIPT.name, made);
    format!(
        "<script src=\"/{OWN_FOLDER}{name}\" data-build=\"{build}\" data-page=\"{page:x}\" \
         data-styles=\"{styles:x}\"></script>"
    )
}

fn overlay(mistakes: &Mistakes, summary: &Message, class: &str) -> String {
    let Mistakes { text, language } = mistakes;
    format!(
        "<link rel=\"stylesheet\" href=\"/{OWN_FOLDER}{style}\">\
         <details open id=\"oratory-mistakes\" role=\"alert\" lang=\"{tag}\" dir=\"ltr\"{class}>\
         <summary>{summary}</summary>\
         <pre>{mistakes}</pre></details>",
        style = STYLE.name,
        tag = language.tag(),
        summary = escaped(&language.say(summary)),
        mistakes = escaped(text),
    )
}

/// The page with its policy, a `<meta>` in its head, loosened so that it admits the server's own
/// script, stylesheet and events.
fn loosened(html: &str) -> Cow<'_, str> {
    let Some(range) = policy_tag(html) else {
        return Cow::Borrowed(html);
    };
    let Some(policy) = content_of(&html[range.clone()]) else {
        return Cow::Borrowed(html);
    };

    let tag = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escaped(&with_self(&policy))
    );
    let mut loosened = html.to_owned();
    loosened.replace_range(range, &tag);
    Cow::Owned(loosened)
}

/// Where the first `<meta http-equiv=Content-Security-Policy …>` is.
fn policy_tag(html: &str) -> Option<Range<usize>> {
    const NAME: &[u8] = b"content-security-policy";

    let at =
        html.as_bytes().windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
    let start = html[..at].rfind('<')?;
    let end = at + html[at..].find('>')? + 1;
    html[start..].starts_with("<meta").then_some(start..end)
}

/// The value of the attribute `content` in a tag.
fn content_of(tag: &str) -> Option<String> {
    let (_, rest) = tag.split_once(" content=")?;
    let quote = if rest.starts_with('"') { '"' } else { '\'' };
    let value = rest.strip_prefix(quote)?.split(quote).next()?;

    let unescaped = value
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&apos;", "'")
        .replace("&quot;", "\"");
    // Last, for `&amp;quot;` stands for `&quot;`.
    Some(unescaped.replace("&amp;", "&"))
}

/// A policy (CSP level 3 §2.2.1) that also admits scripts, styles and events of the page's own
/// server.
fn with_self(policy: &str) -> String {
    let mut directives = Vec::new();
    for directive in policy.split(';') {
        let mut words = directive.split_whitespace();
        if let Some(name) = words.next() {
            let sources: Vec<&str> = words.collect();
            directives.push(Directive { name, sources });
        }
    }
    let default = directives
        .iter()
        .find(|directive| directive.name == "default-src")
        .map(|directive| directive.sources.clone());

    for name in ["script-src", "style-src", "connect-src"] {
        // Without a directive of its own, a kind of file falls back to the default. Without a
        // default, everything is admitted already.
        let is_named = directives.iter().any(|directive| directive.name == name);
        if !is_named && let Some(sources) = default.clone() {
            directives.push(Directive { name, sources });
        }

        // Of several directives of one name, browsers read the first.
        if let Some(directive) = directives.iter_mut().find(|directive| directive.name == name) {
            // `'none'` is only allowed alone.
            directive.sources.retain(|source| !matches!(*source, "'none'" | "'self'"));
            directive.sources.push("'self'");
        }
    }

    let mut text = String::new();
    for directive in &directives {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(directive.name);
        for source in &directive.sources {
            text.push(' ');
            text.push_str(source);
        }
    }
    text
}

/// A directive of a policy: which files it is about, and from where they are admitted.
struct Directive<'p> {
    name: &'p str,
    sources: Vec<&'p str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:";

    fn made(build: &str) -> Made {
        Made { build: build.to_owned(), styles: 3 }
    }

    #[test]
    fn a_page_is_the_same_as_long_as_its_reader_sees_the_same() {
        let print = |html: &str, build: &str, mistakes: Option<&Mistakes>| {
            let shown = page(html.as_bytes().to_vec(), &made(build), mistakes);
            let shown = String::from_utf8(shown).unwrap();
            shown.split("data-page=").nth(1).unwrap().split(' ').next().unwrap().to_owned()
        };
        assert_eq!(print("<p>a", "1", None), print("<p>a", "2", None));
        assert_ne!(print("<p>a", "1", None), print("<p>b", "1", None));
        assert_ne!(print("<p>a", "1", None), print("<p>a", "1", Some(&english("no"))));
    }

    #[test]
    fn a_page_gets_the_script_and_may_run_it() {
        let html = format!(
            "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"></head><body><p>讲话</p></body></html>"
        );
        let shown = String::from_utf8(page(html.into_bytes(), &made("7-1"), None)).unwrap();
        assert!(
            shown
                .contains("content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'\">"),
            "{shown}"
        );
        assert!(
            shown.contains(
                "<p>讲话</p><script src=\"/__oratory/reload.js\" data-build=\"7-1\" data-page=\""
            ),
            "{shown}"
        );
        assert!(shown.ends_with("data-styles=\"3\"></script></body></html>"), "{shown}");
        assert!(!shown.contains("oratory-mistakes"));
    }

    #[test]
    fn a_minified_page_and_one_without_a_policy_get_it_too() {
        let shown = page(
            b"<!doctype html><meta content='default-src &#39;none&#39;' http-equiv=content-security-policy><title>t</title><p>x".to_vec(),
            &made("1"),
            None,
        );
        let shown = String::from_utf8(shown).unwrap();
        assert!(
            shown.contains("content=\"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'\"><title>"),
            "{shown}"
        );
        assert!(
            shown.contains("<p>x<script src=\"/__oratory/reload.js\" data-build=\"1\" "),
            "{shown}"
        );

        let shown =
            String::from_utf8(page(b"<p>Content-Security-Policy".to_vec(), &made("1"), None))
                .unwrap();
        assert!(shown.starts_with("<p>Content-Security-Policy<script"), "{shown}");
    }

    #[test]
    fn a_policy_is_loosened_by_what_is_needed() {
        assert_eq!(
            with_self("connect-src https://a.example; script-src 'none'"),
            "connect-src https://a.example 'self'; script-src 'self'"
        );
        assert_eq!(with_self("img-src 'self'"), "img-src 'self'");
        assert_eq!(
            with_self("default-src https:;;"),
            "default-src https:; script-src https: 'self'; style-src https: 'self'; connect-src https: 'self'"
        );
    }

    fn english(text: &str) -> Mistakes {
        Mistakes { text: text.to_owned(), language: Language::English }
    }

    #[test]
    fn mistakes_are_shown_in_their_language() {
        let mistakes = Mistakes { text: "错误".to_owned(), language: Language::Chinese };
        let alone = String::from_utf8(mistakes_alone(&mistakes, &made("1"))).unwrap();
        assert!(alone.contains("<html lang=\"zh\">") && !alone.contains("Mistakes"), "{alone}");
    }

    #[test]
    fn mistakes_are_text() {
        let shown = String::from_utf8(page(
            b"<body>x</body>".to_vec(),
            &made("1"),
            Some(&english("error: <script>alert(1)</script>")),
        ))
        .unwrap();
        assert!(
            shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                && shown.contains("last build without any"),
            "{shown}"
        );

        let alone = String::from_utf8(mistakes_alone(&english("a & b"), &made("1"))).unwrap();
        assert!(alone.contains("a &amp; b") && alone.contains("reload.js"), "{alone}");
    }
}

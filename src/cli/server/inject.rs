//! A published page → the page that is shown while one writes: with the script that reloads it and, if there are any, the mistakes on top.
//!
//! **Invariant:** what is added comes from the server itself, and the page's own policy is loosened by exactly that.

use std::borrow::Cow;

/// Folder of the server's own addresses; no file of a site begins with `__`.
pub(super) const OWN: &str = "__oratory/";

/// Name in `OWN` of the script, and the script.
pub(super) const SCRIPT: (&str, &str) = ("reload.js", include_str!("reload.js"));

/// Name in `OWN` of the stylesheet, and the stylesheet.
pub(super) const STYLE: (&str, &str) = ("overlay.css", include_str!("overlay.css"));

/// The page `html` of the build with this name, with `mistakes` on top.
pub(super) fn page(html: Vec<u8>, build: &str, mistakes: Option<&str>) -> Vec<u8> {
    let html = match String::from_utf8(html) {
        Ok(html) => html,
        Err(error) => return error.into_bytes(),
    };
    let overlay = mistakes.map_or_else(String::new, |text| {
        overlay(text, "this page is from the last build without any", "")
    });
    let added = format!("{overlay}{}", script(build));
    let html = loosened(&html);
    // A minified page has no end tags; what stands after its end belongs to its body.
    let end = html.rfind("</body>").unwrap_or(html.len());
    [&html[..end], &added, &html[end..]].concat().into_bytes()
}

/// A page of mistakes alone.
pub(super) fn mistakes_alone(mistakes: &str, build: &str) -> Vec<u8> {
    let overlay =
        overlay(mistakes, "there is no page to show until they are mended", " class=\"alone\"");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Mistakes</title>\n<body>{overlay}{}</body>\n</html>\n",
        script(build)
    )
    .into_bytes()
}

fn script(build: &str) -> String {
    format!("<script src=\"/{OWN}{}\" data-build=\"{build}\"></script>", SCRIPT.0)
}

fn overlay(mistakes: &str, consequence: &str, class: &str) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}{}\"><details open id=\"oratory-mistakes\" role=\"alert\" lang=\"en\" dir=\"ltr\"{class}><summary>The site has mistakes; {consequence}</summary><pre>{}</pre></details>",
        STYLE.0,
        escaped(mistakes)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page with its policy (a `<meta>` in its head) loosened, so that the server's own script, stylesheet and events are let in.
fn loosened(html: &str) -> Cow<'_, str> {
    let Some((start, end)) = policy_tag(html) else {
        return Cow::Borrowed(html);
    };
    let Some(policy) = content_of(&html[start..end]) else {
        return Cow::Borrowed(html);
    };
    let tag = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escaped(&with_self(&policy))
    );
    Cow::Owned([&html[..start], &tag, &html[end..]].concat())
}

/// Where the first `<meta http-equiv=Content-Security-Policy …>` stands, half-open.
fn policy_tag(html: &str) -> Option<(usize, usize)> {
    const NAME: &[u8] = b"content-security-policy";
    let at =
        html.as_bytes().windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
    let start = html[..at].rfind('<').filter(|start| html[*start..].starts_with("<meta"))?;
    let end = at + html[at..].find('>')? + 1;
    Some((start, end))
}

/// The value of `content` in a tag.
fn content_of(tag: &str) -> Option<String> {
    let rest = tag.split_once(" content=")?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = rest[1..].split(quote).next()?;
    let unescaped = value
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&apos;", "'")
        .replace("&quot;", "\"");
    Some(unescaped.replace("&amp;", "&"))
}

/// A policy (CSP level 3 §2.2.1) that also lets in scripts, styles and events of the page's own server.
fn with_self(policy: &str) -> String {
    let mut directives: Vec<Vec<&str>> = policy
        .split(';')
        .map(|directive| directive.split_whitespace().collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    let default: Option<Vec<&str>> =
        directives.iter().find(|words| words[0] == "default-src").map(|words| words[1..].to_vec());
    for name in ["script-src", "style-src", "connect-src"] {
        let index = match (directives.iter().position(|words| words[0] == name), &default) {
            (Some(index), _) => index,
            // What a page does not name falls back to its default, and without one everything is let in.
            (None, Some(default)) => {
                directives.push([&[name], default.as_slice()].concat());
                directives.len() - 1
            }
            (None, None) => continue,
        };
        let words = &mut directives[index];
        words.retain(|word| !matches!(*word, "'none'" | "'self'"));
        words.push("'self'");
    }
    directives.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:";

    #[test]
    fn a_page_gets_the_script_and_may_run_it() {
        let html = format!(
            "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"></head><body><p>讲话</p></body></html>"
        );
        let shown = String::from_utf8(page(html.into_bytes(), "7-1", None)).unwrap();
        assert!(
            shown
                .contains("content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'\">"),
            "{shown}"
        );
        assert!(shown.ends_with("<p>讲话</p><script src=\"/__oratory/reload.js\" data-build=\"7-1\"></script></body></html>"), "{shown}");
        assert!(!shown.contains("oratory-mistakes"));
    }

    #[test]
    fn a_minified_page_and_one_without_a_policy_get_it_too() {
        let shown = page(
            b"<!doctype html><meta content='default-src &#39;none&#39;' http-equiv=content-security-policy><title>t</title><p>x".to_vec(),
            "1",
            None,
        );
        let shown = String::from_utf8(shown).unwrap();
        assert!(
            shown.contains("content=\"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'\"><title>"),
            "{shown}"
        );
        assert!(
            shown.ends_with("<p>x<script src=\"/__oratory/reload.js\" data-build=\"1\"></script>"),
            "{shown}"
        );
        let shown =
            String::from_utf8(page(b"<p>Content-Security-Policy".to_vec(), "1", None)).unwrap();
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

    #[test]
    fn mistakes_are_text() {
        let shown = String::from_utf8(page(
            b"<body>x</body>".to_vec(),
            "1",
            Some("error: <script>alert(1)</script>"),
        ))
        .unwrap();
        assert!(
            shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                && shown.contains("last build without any"),
            "{shown}"
        );
        let alone = String::from_utf8(mistakes_alone("a & b", "1")).unwrap();
        assert!(alone.contains("a &amp; b") && alone.contains("reload.js"), "{alone}");
    }
}

//! `redirect_from` of speeches and entities → the pages at old addresses.
//!
//! **Invariant:** an old address is within the site; any other is told and has no page.

use super::{Page, Subject};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::Reference;
use crate::reading::graph::{Graph, LangIndex, Route};

/// Where an old address leads.
struct Target {
    lang: LangIndex,
    route: Route,
    title: String,
}

/// The pages of all old addresses, speeches first.
pub(super) fn pages(graph: &Graph, diagnostics: &mut Diagnostics) -> Vec<Page> {
    let mut pages = Vec::new();

    for (id, speech) in graph.corpus.speeches() {
        for old in &speech.redirects {
            let target = Target {
                lang: graph.interface_of(id),
                route: graph.speech_route(id),
                title: speech.title.clone(),
            };
            pages.extend(page(graph, speech.file, old, target, diagnostics));
        }
    }
    for (id, entity) in graph.corpus.entities() {
        for old in &entity.redirects {
            let lang = language_of(graph, &old.id);
            let target = Target {
                lang,
                route: graph.entity_route(lang, id),
                title: entity.name.text(&graph.config.languages[lang]).to_owned(),
            };
            pages.extend(page(graph, entity.file, old, target, diagnostics));
        }
    }
    pages
}

fn page(
    graph: &Graph,
    file: FileId,
    old: &Reference,
    target: Target,
    diagnostics: &mut Diagnostics,
) -> Option<Page> {
    let claim = Span::new(file, old.span.clone());
    let Some(path) = path_of(&old.id) else {
        let message = format!("`{}` cannot be redirected", old.id);
        let hint = "write a path within the site that ends in `.html` or `/`: `/old/page.html`";
        diagnostics.push(Diagnostic::new(Code::BadRedirect, message).at(claim, "").hint(hint));
        return None;
    };
    Some(Page {
        route: graph.file_route(&path),
        lang: target.lang,
        subject: Subject::Redirect(target.route, target.title),
        claim: Some(claim),
    })
}

/// The language in whose folder an old address is; the default one if it is in none.
fn language_of(graph: &Graph, old: &str) -> LangIndex {
    let folder = old.trim_start_matches('/').split('/').next().unwrap_or_default();
    let others = graph.config.languages.iter().skip(1);
    others.zip(1..).find(|(lang, _)| lang.tag() == folder).map_or(0, |(_, index)| index)
}

/// The file at an old address: within the site, without tricks.
fn path_of(old: &str) -> Option<String> {
    let path = old.trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };

    // What means something else in an address, or cannot be a file's name on Windows.
    const FORBIDDEN: [char; 11] = ['\\', ':', '?', '#', '%', '<', '>', '"', '|', '*', '\0'];
    let is_part = |part: &str| {
        // A leading dot also covers `.`, `..` and hidden folders such as `.git`.
        !part.is_empty() && !part.starts_with('.') && !part.contains(FORBIDDEN)
    };
    let is_fine =
        path.ends_with(".html") && path.split('/').all(is_part) && !path.contains(char::is_control);
    is_fine.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn an_old_address_stays_in_the_site() {
        assert_eq!(path_of("/old/page.html").as_deref(), Some("old/page.html"));
        assert_eq!(path_of("old/").as_deref(), Some("old/index.html"));
        for bad in
            ["../x.html", "/a/../../x.html", "x.php", "a//b.html", "c:\\x.html", ".git/x.html", ""]
        {
            assert_eq!(path_of(bad), None, "{bad}");
        }
    }
}

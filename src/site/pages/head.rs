//! The head of a page: title, addresses, its versions in other languages.

use super::Subject;
use super::context::{PageContext, direction};
use super::views::PageView;
use crate::base::letters::clip;
use crate::reading::graph::{LangIndex, Route};

/// Characters of a description: longer ones are cut by whoever shows them.
const DESCRIPTION: usize = 200;

impl PageContext<'_> {
    /// The head of a page without translations.
    pub(super) fn head(&self, title: &str, description: &str) -> PageView {
        let base_url = self.graph.config.base_url.as_deref();
        let is_not_found = self.page.subject == Subject::NotFound;
        let (root, home) = self.root_and_home();

        let mut head = PageView {
            template: "",
            title: title.to_owned(),
            description: clip(description, DESCRIPTION),
            lang: self.language().tag().to_owned(),
            dir: direction(self.language()),
            home,
            root,
            path: self.page.route.path().to_owned(),
            canonical: base_url.map(|base| self.page.route.url(base)),
            alternates: Vec::new(),
            languages: Vec::new(),
            x_default: None,
            feed: None,
            json_feed: None,
            json_ld_html: None,
            og_type: "website",
            image: self.site_picture(),
            no_index: is_not_found,
            named: Vec::new(),
        };
        self.set_alternates(&mut head, &[]);
        head
    }

    /// The path of the site on its host, where it knows its address: `/`, `/oratory/`. Without the
    /// host, so that a copy of the site elsewhere, or a preview, leads to its own pages.
    pub(super) fn path_of_site(&self) -> Option<&str> {
        let base = self.graph.config.base_url.as_deref()?;
        let host = base.split_once("://").map_or(base, |(_, rest)| rest);
        host.find('/').map(|at| &host[at..])
    }

    /// How the page's links lead to the root of the site, and to the home page of its language.
    fn root_and_home(&self) -> (String, String) {
        let folder = format!("{}/", self.language());

        // The page for unknown addresses is shown at any depth, so its links have to be absolute
        // where that is possible.
        if let (Subject::NotFound, Some(root)) = (&self.page.subject, self.path_of_site()) {
            let home = if self.lang == 0 { root.to_owned() } else { format!("{root}{folder}") };
            return (root.to_owned(), home);
        }

        let root = self.page.route.to_root();
        if self.lang == 0 {
            return (root.clone(), root);
        }
        let home = match self.page.route.path().strip_prefix(&folder) {
            Some(within) => "../".repeat(within.matches('/').count()),
            // An old address of a speech may lie outside the folder of its language.
            None => format!("{root}{folder}"),
        };
        (root, home)
    }

    /// Sets the versions of the page in other languages, each with its language.
    pub(super) fn set_alternates(&self, head: &mut PageView, routes: &[(LangIndex, Route)]) {
        let languages = &self.graph.config.languages;
        let route_in = |wanted: LangIndex| {
            let found = routes.iter().find(|(lang, _)| *lang == wanted);
            found.map(|(_, route)| route)
        };

        head.alternates.clear();
        for (lang, route) in routes.iter().filter(|(lang, _)| *lang != self.lang) {
            head.alternates.push(self.alternate(&languages[*lang], route));
        }

        head.languages.clear();
        for lang in (0..languages.len()).filter(|lang| *lang != self.lang) {
            // Where the page has no version, the switch leads to the home page.
            let home = self.graph.home_route(lang);
            let route = route_in(lang).unwrap_or(&home);
            head.languages.push(self.alternate(&languages[lang], route));
        }

        let default = if self.lang == 0 { Some(&self.page.route) } else { route_in(0) };
        let base_url = self.graph.config.base_url.as_deref();
        head.x_default = match (default, base_url) {
            (Some(route), Some(base)) if !head.alternates.is_empty() => Some(route.url(base)),
            _ => None,
        };
    }

    /// Sets the versions of a page that every language has.
    pub(super) fn set_all_alternates(
        &self,
        head: &mut PageView,
        route: impl Fn(LangIndex) -> Route,
    ) {
        let languages = 0..self.graph.config.languages.len();
        let routes: Vec<_> = languages.map(|lang| (lang, route(lang))).collect();
        self.set_alternates(head, &routes);
    }
}

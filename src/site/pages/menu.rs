//! What every page links to: the menu and the foot.
//!
//! Without `[menu]` in `oratory.toml` they are the speeches, each kind of which there is an entity,
//! and pages of the site's own: those that say so and the about page in the menu, the others, which
//! lie in no section, at the foot.

use super::views::{KindView, MenuView};
use crate::reading::config::{Elsewhere, MenuItem};
use crate::reading::corpus::{Menu, Page};
use crate::reading::graph::{Graph, LangIndex};
use crate::site::strings::Strings;

/// The links of one language.
pub(super) struct Menus {
    pub(super) head: Vec<MenuView>,
    pub(super) foot: Vec<MenuView>,
}

/// The links of one language, to its own home page.
pub(super) fn menus(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kinds: &[KindView],
    has_pages: bool,
) -> Menus {
    let mut pages: Vec<&Page> = Vec::new();
    if has_pages {
        let language = &graph.config.languages[lang];
        let of_language = |page: &&Page| page.lang == *language && !page.is_home();
        pages.extend(graph.corpus.pages.iter().filter(of_language));
    }
    let maker = Maker { graph, strings, lang, kinds, pages };
    let config = &graph.config;
    Menus {
        head: match &config.menu {
            Some(items) => maker.listed(items),
            None => maker.usual_head(),
        },
        foot: match &config.foot {
            Some(items) => maker.listed(items),
            None => maker.usual_foot(),
        },
    }
}

struct Maker<'m> {
    graph: &'m Graph,
    strings: &'m Strings,
    lang: LangIndex,
    kinds: &'m [KindView],
    /// The site's own pages in the language.
    pages: Vec<&'m Page>,
}

impl Maker<'_> {
    fn usual_head(&self) -> Vec<MenuView> {
        let mut menu = vec![self.speeches()];
        let kinds = self.kinds.iter().filter(|kind| kind.n_entities > 0);
        menu.extend(kinds.map(of_kind));

        let mut pages: Vec<(i32, &Page)> = Vec::new();
        for page in &self.pages {
            match &page.menu {
                Menu::Head { order, .. } => pages.push((*order, page)),
                // The last, where nothing is said: readers look for it there.
                Menu::Usual if page.id == "about" => pages.push((i32::MAX, page)),
                Menu::Usual | Menu::Nowhere => {}
            }
        }
        pages.sort_by_key(|(order, _)| *order);
        menu.extend(pages.into_iter().map(|(_, page)| self.of_page(page)));
        menu
    }

    fn usual_foot(&self) -> Vec<MenuView> {
        let head = self.graph.config.menu.as_deref();
        let is_in_head = |page: &Page| match head {
            Some(items) => items.iter().any(|item| is_to(item, page)),
            None => page.id == "about",
        };
        let is_there = |page: &&&Page| {
            // What says that it is in the menu is at the foot where `oratory.toml` leaves it out.
            let is_told = matches!(page.menu, Menu::Head { .. }) && head.is_none();
            let is_wanted = page.menu != Menu::Nowhere && !is_told && page.folder().is_none();
            is_wanted && !is_in_head(page)
        };
        self.pages.iter().filter(is_there).map(|page| self.of_page(page)).collect()
    }

    /// What `oratory.toml` lists; a page that the language lacks is left out.
    fn listed(&self, items: &[MenuItem]) -> Vec<MenuView> {
        let language = &self.graph.config.languages[self.lang];
        let mut menu = Vec::new();
        for item in items {
            match item {
                MenuItem::Address(Elsewhere { label, url }) => menu.push(MenuView {
                    key: String::new(),
                    label: label.text(language).to_owned(),
                    href: url.clone(),
                    is_external: true,
                }),
                MenuItem::Page(reference) if reference.id == "speeches" => {
                    menu.push(self.speeches());
                }
                MenuItem::Page(reference) => {
                    let mut kinds = self.kinds.iter();
                    let kind = kinds.find(|kind| kind.key == reference.id).map(of_kind);
                    let page = || self.pages.iter().find(|page| page.is_called(&reference.id));
                    menu.extend(kind.or_else(|| page().map(|page| self.of_page(page))));
                }
            }
        }
        menu
    }

    fn speeches(&self) -> MenuView {
        MenuView {
            key: "speeches".to_owned(),
            label: self.strings.text("speeches").to_owned(),
            href: "speeches/index.html".to_owned(),
            is_external: false,
        }
    }

    fn of_page(&self, page: &Page) -> MenuView {
        let own_label = match &page.menu {
            Menu::Head { label, .. } => label.as_deref(),
            Menu::Usual | Menu::Nowhere => None,
        };
        let label = match own_label {
            Some(label) => label,
            None if page.id == "about" => self.strings.text("about"),
            None => &page.title,
        };
        MenuView {
            key: page.section().unwrap_or(&page.id).to_owned(),
            label: label.to_owned(),
            // Both lie in the folder of the language.
            href: self.graph.home_route(self.lang).href(&self.graph.own_route(page)),
            is_external: false,
        }
    }
}

/// Whether a link of `oratory.toml` is to this page.
fn is_to(item: &MenuItem, page: &Page) -> bool {
    matches!(item, MenuItem::Page(name) if page.is_called(&name.id))
}

fn of_kind(kind: &KindView) -> MenuView {
    MenuView {
        key: kind.key.clone(),
        label: kind.label.clone(),
        href: kind.href.clone(),
        is_external: false,
    }
}

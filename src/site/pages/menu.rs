//! What every page links to: the menu and the foot.
//!
//! Without `[menu]` in `oratory.toml` they are the speeches, each kind of which there is an entity,
//! and pages of the site's own: those that say so and the about page in the menu, the others, which
//! lie in no section, at the foot. The menu has one level below its links, the foot none.

use super::views::{KindView, MenuView};
use crate::base::lang::Lang;
use crate::reading::config::{Elsewhere, MenuGroup, MenuItem, MenuName};
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
            Some(items) => flat(maker.listed(items)),
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
        let mut below: Vec<(i32, &Page, &MenuName)> = Vec::new();
        for page in &self.pages {
            match &page.menu {
                Menu::Head { order, parent: Some(parent), .. } => {
                    below.push((*order, page, parent));
                }
                Menu::Head { order, .. } => pages.push((*order, page)),
                // The last, where nothing is said: readers look for it there.
                Menu::Usual if page.id == "about" => pages.push((i32::MAX, page)),
                Menu::Usual | Menu::Nowhere => {}
            }
        }
        pages.sort_by_key(|(order, _)| *order);
        menu.extend(pages.into_iter().map(|(_, page)| self.of_page(page)));

        below.sort_by_key(|(order, ..)| *order);
        for (_, page, parent) in below {
            let key = self.key_of(&parent.id);
            match menu.iter_mut().find(|item| item.key == key) {
                Some(item) => item.items.push(self.of_page(page)),
                // What it lies below is not in the menu of this language: it is not lost with it.
                None => menu.push(self.of_page(page)),
            }
        }
        menu
    }

    /// The key of the link that a name is of.
    fn key_of<'n>(&'n self, name: &'n str) -> &'n str {
        let page = self.pages.iter().find(|page| page.is_called(name));
        page.map_or(name, |page| page.section().unwrap_or(&page.id))
    }

    fn usual_foot(&self) -> Vec<MenuView> {
        let head = self.graph.config.menu.as_deref();
        let is_in_head = |page: &Page| match head {
            Some(items) => {
                let mut names = items.iter().flat_map(MenuItem::names);
                names.any(|name| page.is_called(&name.id))
            }
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
        let mut menu = Vec::new();
        for item in items {
            match item {
                MenuItem::Address(Elsewhere { label, url }) => menu.push(MenuView {
                    key: String::new(),
                    label: label.text(self.language()).to_owned(),
                    href: url.clone(),
                    is_external: true,
                    items: Vec::new(),
                }),
                MenuItem::Page(name) => menu.extend(self.named(name)),
                MenuItem::Group(group) => menu.extend(self.group(group)),
            }
        }
        menu
    }

    /// What is listed below a word or a page; nothing where the language has none of it.
    fn group(&self, group: &MenuGroup) -> Option<MenuView> {
        let items = self.listed(&group.items);
        let page = group.page.as_ref().and_then(|name| self.named(name));
        if page.is_none() && items.is_empty() {
            return None;
        }

        let of_page = page.as_ref().map(|page| page.label.clone());
        let label = match (&group.label, &group.page) {
            (Some(label), _) => label.text(self.language()).to_owned(),
            // The page that it is called after may be in other languages alone.
            (None, name) => of_page.or(name.as_ref().map(|name| name.id.clone()))?,
        };
        let word = MenuView {
            key: String::new(),
            label: String::new(),
            href: String::new(),
            is_external: false,
            items: Vec::new(),
        };
        Some(MenuView { label, items, ..page.unwrap_or(word) })
    }

    /// The speeches, a kind, or a page; none where the language has no such page.
    fn named(&self, name: &MenuName) -> Option<MenuView> {
        if name.id == "speeches" {
            return Some(self.speeches());
        }
        let kind = self.kinds.iter().find(|kind| kind.key == name.id).map(of_kind);
        let page = || self.pages.iter().find(|page| page.is_called(&name.id));
        kind.or_else(|| page().map(|page| self.of_page(page)))
    }

    fn language(&self) -> &Lang {
        &self.graph.config.languages[self.lang]
    }

    fn speeches(&self) -> MenuView {
        MenuView {
            key: "speeches".to_owned(),
            label: self.strings.text("speeches").to_owned(),
            href: "speeches/index.html".to_owned(),
            is_external: false,
            items: Vec::new(),
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
            items: Vec::new(),
        }
    }
}

/// Links without levels: what lies below one follows it, and words alone are left out.
fn flat(menu: Vec<MenuView>) -> Vec<MenuView> {
    let mut links = Vec::new();
    for mut link in menu {
        let below = std::mem::take(&mut link.items);
        if !link.href.is_empty() {
            links.push(link);
        }
        links.extend(below);
    }
    links
}

fn of_kind(kind: &KindView) -> MenuView {
    MenuView {
        key: kind.key.clone(),
        label: kind.label.clone(),
        href: kind.href.clone(),
        is_external: false,
        items: Vec::new(),
    }
}

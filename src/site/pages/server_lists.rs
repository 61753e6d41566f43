//! The pages at old addresses → the lists of them that servers read, which then answer with a
//! redirect instead of a page.

use super::{Pages, Subject};
use crate::base::percent;
use crate::reading::graph::Graph;

/// A list of the redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerList {
    /// `_redirects`, as Netlify and Cloudflare Pages read it: `/old.html /new.html 301`.
    Hosts,
    /// `redirects.map`, to be included in a `map $uri $new { … }` of nginx: `"/old.html"
    /// "/new.html";`.
    Nginx,
}

impl ServerList {
    pub(crate) const ALL: [ServerList; 2] = [ServerList::Hosts, ServerList::Nginx];

    /// Where it is published.
    pub(crate) fn path(self) -> &'static str {
        match self {
            ServerList::Hosts => "_redirects",
            ServerList::Nginx => "redirects.map",
        }
    }

    pub(crate) fn text(self, graph: &Graph, pages: &Pages) -> String {
        let folder = graph.config.base_url.as_deref().map_or("/", folder_of);
        let mut text = String::new();
        for page in pages.list() {
            if let Subject::Redirect(to, _) = &page.subject {
                for old in asked_as(page.route.path()) {
                    text += &self.line(folder, old, to.path());
                }
            }
        }
        text
    }

    fn line(self, folder: &str, old: &str, new: &str) -> String {
        let new = sent(new);
        match self {
            // Hosts compare addresses as they are sent.
            ServerList::Hosts => format!("{folder}{} {folder}{new} 301\n", sent(old)),
            // nginx compares `$uri`, in which nothing is escaped.
            ServerList::Nginx => format!("\"{folder}{old}\" \"{folder}{new}\";\n"),
        }
    }
}

/// The paths by which readers ask for an old page: that of a folder's page is the folder, too.
fn asked_as(old: &str) -> impl Iterator<Item = &str> {
    let folder = old.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
    folder.into_iter().chain([old])
}

/// A path as it is sent in a request.
fn sent(path: &str) -> String {
    percent::encode(path, |c| !c.is_ascii_alphanumeric() && !"-._~/!$&'()*+,;=:@".contains(c))
}

/// The folder of a site at `base_url`, which ends in `/`: `/talks/` of `https://example.org/talks/`.
pub(super) fn folder_of(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + "://".len());
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}

#[cfg(test)]
mod tests {
    use super::{ServerList, asked_as, folder_of};

    #[test]
    fn an_old_folder_is_listed_as_readers_ask_for_it() {
        assert_eq!(asked_as("old/index.html").collect::<Vec<_>>(), ["old/", "old/index.html"]);
        assert_eq!(asked_as("old/myindex.html").collect::<Vec<_>>(), ["old/myindex.html"]);
        assert_eq!(
            ServerList::Hosts.line("/talks/", "a b/", "c.html"),
            "/talks/a%20b/ /talks/c.html 301\n"
        );
        assert_eq!(
            ServerList::Nginx.line("/talks/", "a b/", "王.html"),
            "\"/talks/a b/\" \"/talks/%E7%8E%8B.html\";\n"
        );
    }

    #[test]
    fn a_site_s_folder_is_behind_its_host() {
        assert_eq!(folder_of("https://example.org/"), "/");
        assert_eq!(folder_of("https://example.org/a/b/"), "/a/b/");
    }
}

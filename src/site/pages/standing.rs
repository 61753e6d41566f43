//! Pages that every site has once a language: search, data, and the one for addresses that
//! do not exist.

use super::context::PageContext;
use super::views::{
    DataFileView, DataGroupView, DataView, NotFoundView, PageView, SearchView, SpeechRow, View,
};
use crate::reading::graph::Route;
use crate::site::export::{data_files, data_package};

/// Speeches that the page for unknown addresses offers instead.
const NEWEST: usize = 5;

impl PageContext<'_> {
    pub(super) fn search(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("search"), "");
        self.set_all_alternates(&mut head, |lang| self.graph.search_route(lang));
        head.no_index = true;

        let n_speeches = self.graph.works.len();
        (head, View::Search(SearchView { n_speeches, years: self.years_of_speeches() }))
    }

    /// The page of the data files.
    pub(super) fn data(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("data"), self.strings.text("data_text"));
        self.set_all_alternates(&mut head, |lang| self.graph.data_route(lang));

        let mut groups: Vec<DataGroupView> = Vec::new();
        for file in data_files(self.graph, &self.pages.files) {
            let view = DataFileView {
                label: match file.is_table {
                    true => file.label.to_owned(),
                    false => file.route.path().trim_start_matches("data/").to_owned(),
                },
                path: file.route.path().to_owned(),
                href: self.href(file.route),
                size: size(file.facts.digest.len),
                bytes: usize::try_from(file.facts.digest.len).unwrap_or(usize::MAX),
                sha256: file.facts.digest.sha256.clone(),
            };
            // The same table in another format is said once.
            let group = match file.is_table {
                true => groups.iter_mut().find(|group| group.subject == file.subject),
                false => None,
            };
            match group {
                Some(group) => group.files.push(view),
                None => groups.push(DataGroupView {
                    subject: file.subject,
                    n_rows: file.facts.n_rows,
                    files: vec![view],
                }),
            }
        }
        let package = data_package(self.graph).map(|route| self.href(&route));
        (head, View::Data(DataView { groups, package }))
    }

    /// The page for addresses that do not exist.
    pub(super) fn not_found(&self) -> (PageView, View) {
        let head = self.head(self.strings.text("not_found"), "");

        let mut newest = Vec::new();
        for id in self.graph.edition(self.lang).versions.iter().take(NEWEST) {
            let href = self.absolute(&self.graph.speech_route(*id));
            newest.push(SpeechRow { href, ..self.row(*id) });
        }
        (head, View::NotFound(NotFoundView { newest }))
    }

    /// An address that holds at any depth, where the site knows its path.
    fn absolute(&self, route: &Route) -> String {
        match self.path_of_site() {
            Some(root) => route.url(root),
            None => self.href(route),
        }
    }
}

/// A length in bytes as people read it, in units of the SI: `812 B`, `1.2 kB`, `34 MB`.
fn size(bytes: u64) -> String {
    let mut unit = "B";
    let mut hundredths = bytes.saturating_mul(100);
    for larger in ["kB", "MB", "GB"] {
        if hundredths < 100_000 {
            break;
        }
        hundredths /= 1000;
        unit = larger;
    }
    let (whole, rest) = (hundredths / 100, hundredths % 100 / 10);
    if unit == "B" || whole >= 10 {
        format!("{whole}\u{A0}{unit}")
    } else {
        format!("{whole}.{rest}\u{A0}{unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_length_has_two_digits_that_matter() {
        for (bytes, text) in [
            (0, "0 B"),
            (812, "812 B"),
            (1_000, "1.0 kB"),
            (1_260, "1.2 kB"),
            (34_800_000, "34 MB"),
            (2_500_000_000, "2.5 GB"),
        ] {
            assert_eq!(size(bytes).replace('\u{A0}', " "), text);
        }
    }
}

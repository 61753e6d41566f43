//! Where bytes come into the library from outside: one [`Target`] for each entry, with what must
//! hold of any bytes there.
//!
//! The same list is run in two ways: each target by cargo-fuzz under its name (`run.rs`), and all
//! of them for a short while, on damaged seeds, in the tests (`tests/suite/fuzz.rs`). That nothing
//! panics holds everywhere; what else holds is said by the function of the target.

mod content;
mod foreign;
mod markup;
mod site;

/// An entry.
pub(crate) struct Target {
    /// Its name: that of the program, and of the folder of its corpus.
    pub(crate) name: &'static str,
    /// What good inputs look like.
    pub(crate) seeds: Seeds,
    /// Feeds bytes to the entry, and panics where something does not hold.
    pub(crate) run: fn(&[u8]),
}

/// Where inputs to begin with are taken from.
pub(crate) enum Seeds {
    /// Files of the test sites whose path begins and ends so.
    Files(&'static str, &'static str),
    /// The same, without front matter.
    Bodies(&'static str, &'static str),
    /// The same, and of these the front matter alone, where it stands between such lines.
    Fronts(&'static str),
    /// Whole test sites.
    Sites,
    /// These texts.
    Texts(&'static [&'static str]),
}

const SPEECHES: &str = "content/speeches/";

/// The list.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "config", seeds: Seeds::Files("oratory.toml", ""), run: content::config },
    Target {
        name: "front_matter_yaml",
        seeds: Seeds::Fronts("---"),
        run: content::front_matter_yaml,
    },
    Target {
        name: "front_matter_toml",
        seeds: Seeds::Fronts("+++"),
        run: content::front_matter_toml,
    },
    Target { name: "speech", seeds: Seeds::Files(SPEECHES, ".md"), run: content::speech },
    Target { name: "entity", seeds: Seeds::Files("content/people/", ".md"), run: content::entity },
    Target {
        name: "decisions",
        seeds: Seeds::Files("content/decisions", ".toml"),
        run: content::decisions,
    },
    Target { name: "lock", seeds: Seeds::Files("content/ids", ".lock"), run: content::lock },
    Target { name: "edit", seeds: Seeds::Files("content/", ".md"), run: content::edit },
    Target { name: "markdown", seeds: Seeds::Bodies("content/", ".md"), run: markup::markdown },
    Target { name: "emphasis", seeds: Seeds::Texts(markup::EMPHASIS), run: markup::emphasis },
    Target { name: "mentions", seeds: Seeds::Bodies(SPEECHES, ".md"), run: markup::mentions },
    Target { name: "html", seeds: Seeds::Bodies(SPEECHES, ".md"), run: markup::html },
    Target {
        name: "search_index",
        seeds: Seeds::Bodies(SPEECHES, ".md"),
        run: markup::search_index,
    },
    Target { name: "site", seeds: Seeds::Sites, run: site::site },
    Target { name: "theme", seeds: Seeds::Files("themes/", ""), run: site::theme },
    Target { name: "request", seeds: Seeds::Texts(site::REQUESTS), run: site::request },
    Target { name: "format", seeds: Seeds::Texts(foreign::TEXTS), run: foreign::format },
    Target { name: "import_text", seeds: Seeds::Texts(foreign::TEXTS), run: foreign::import_text },
    Target { name: "import_html", seeds: Seeds::Texts(foreign::PAGES), run: foreign::import_html },
    Target { name: "import_docx", seeds: Seeds::Texts(foreign::WORD), run: foreign::import_docx },
    Target { name: "spreadsheet", seeds: Seeds::Texts(foreign::TABLES), run: foreign::spreadsheet },
    Target { name: "entities", seeds: Seeds::Texts(foreign::ENTITIES), run: foreign::entities },
    Target { name: "diff", seeds: Seeds::Texts(foreign::DIFFS), run: foreign::diff },
];

//! What an earlier build of the same site loaded → what need not be loaded again.
//!
//! Under `serve` most changes are in the content, of which a theme says nothing: its files are not laid
//! over each other again, and its templates not compiled.
//!
//! **Invariant:** with a memory and without, what is loaded is the same.

use super::engine::Templates;
use super::layers::{self, Theme};
use crate::base::diag::Diagnostics;
use crate::base::sources::{FileId, Source, Sources};
use crate::reading::config::Config;
use crate::site::capabilities::Capabilities;
use std::sync::Arc;

/// A theme, ready to make pages.
pub(crate) struct Loaded {
    pub theme: Theme,
    pub capabilities: Capabilities,
    pub templates: Templates,
    /// What was told of it.
    diagnostics: Diagnostics,
}

/// What was loaded last; nothing before the first time.
#[derive(Default)]
pub(crate) struct Remembered(Option<(Asked, Arc<Loaded>)>);

/// All that a theme depends on.
#[derive(PartialEq)]
struct Asked {
    config: Config,
    /// The files that are not content, under the numbers by which messages name them.
    files: Vec<(FileId, Arc<Source>)>,
}

/// Loads the configured theme, if it is not the one that was loaded last; what is missing, or cannot
/// be compiled, is reported each time.
pub(crate) fn load_again(
    sources: &Sources,
    config: &Config,
    memory: &mut Remembered,
    diagnostics: &mut Diagnostics,
) -> Arc<Loaded> {
    let is_around = |(_, source): &(FileId, &Source)| !source.path.starts_with("content/");
    let files = sources.iter().filter(is_around);
    let asked = Asked {
        config: config.clone(),
        files: files.map(|(id, _)| (id, Arc::clone(sources.shared_file(id)))).collect(),
    };
    let known = memory.0.take().filter(|(before, _)| *before == asked);

    let loaded = known.map_or_else(|| Arc::new(load(sources, config)), |(_, loaded)| loaded);
    diagnostics.extend(loaded.diagnostics.iter().cloned());
    memory.0 = Some((asked, Arc::clone(&loaded)));
    loaded
}

fn load(sources: &Sources, config: &Config) -> Loaded {
    let mut diagnostics = Diagnostics::default();
    let theme = layers::load(sources, config, &mut diagnostics);
    let templates = Templates::of(&theme, config, &mut diagnostics);
    Loaded { capabilities: theme.capabilities(), theme, templates, diagnostics }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::config::Options;
    use crate::site::html::Renditions;
    use crate::{compose, compose_again, understand};
    use std::collections::BTreeMap;

    const HOME: &str =
        "{{ t.speeches }} {{ site.title }} {{ data.people.motto }} {{ view.speeches | length }}";

    /// The files of a small site with a theme of its own.
    fn files() -> BTreeMap<String, String> {
        let files = [
            ("oratory.toml", "title = \"Talks\"\ntheme = \"own\"\n"),
            ("data/people.toml", "motto = \"Hear\"\n"),
            ("themes/own/theme.toml", "name = \"own\"\nextends = \"plain\"\n"),
            ("themes/own/templates/home.html", HOME),
            ("content/speeches/2024-01-02-a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nWe met.\n"),
        ];
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    fn sources(files: &BTreeMap<String, String>) -> Sources {
        Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    #[test]
    fn a_change_of_the_content_loads_no_theme_and_any_other_does() {
        let mut memory = Remembered::default();
        let mut load = |files: &BTreeMap<String, String>| {
            let sources = sources(files);
            let config = understand(&sources, &Options::default()).graph.config;
            load_again(&sources, &config, &mut memory, &mut Diagnostics::default())
        };
        let mut files = files();
        let mut last = load(&files);
        let edits = [
            ("content/speeches/2024-01-02-a.md", "We met", "We had met", true),
            ("themes/own/templates/home.html", "length", "length }}{{ page.lang", false),
            ("data/people.toml", "Hear", "Listen", false),
            ("oratory.toml", "own", "plain", false),
            ("content/speeches/2024-01-02-a.md", "had met", "met", true),
            ("oratory.toml", "Talks", "Speeches", false),
        ];

        for (path, from, to, is_kept) in edits {
            let text = files.get_mut(path).expect("a file of the site");
            *text = text.replace(from, to);
            let next = load(&files);
            assert_eq!(Arc::ptr_eq(&last, &next), is_kept, "{path}: {from} → {to}");
            last = next;
        }
        // Messages name files by their numbers, which another file moves.
        files.insert("content/about.md".to_owned(), "---\ntitle: About\n---\nUs.\n".to_owned());
        assert!(!Arc::ptr_eq(&last, &load(&files)));
    }

    #[test]
    fn with_a_memory_and_without_a_site_is_the_same() {
        let mut memory = Remembered::default();
        let mut files = files();
        let edits = [
            ("oratory.toml", "Talks", "Speeches"),
            ("content/speeches/2024-01-02-a.md", "title: A", "title: B"),
            ("themes/own/templates/home.html", "view.speeches | length", "view.speech |"),
            ("content/speeches/2024-01-02-a.md", "We met", "We had met"),
            ("themes/own/templates/home.html", "view.speech |", "nobody.knows.it"),
            ("content/speeches/2024-01-02-a.md", "had met", "meet"),
            ("themes/own/theme.toml", "extends", "extend"),
            ("content/speeches/2024-01-02-a.md", "We meet", "We met"),
            ("themes/own/theme.toml", "extend", "extends"),
            ("themes/own/templates/home.html", "nobody.knows.it", "view.speeches | length"),
        ];

        for (path, from, to) in edits {
            let text = files.get_mut(path).expect("a file of the site");
            *text = text.replace(from, to);
            let sources = sources(&files);
            let understood = || understand(&sources, &Options::default());
            let again = compose_again(&sources, understood(), Renditions::default(), &mut memory);
            let anew = compose(&sources, understood());

            assert_eq!(again.diagnostics, anew.diagnostics, "{files:#?}");
            assert_eq!(again.outputs(), anew.outputs());
            for output in again.outputs() {
                let (one, other) = (again.render(output), anew.render(output));
                assert_eq!(one.ok(), other.ok(), "{}", output.path);
            }
        }
    }
}

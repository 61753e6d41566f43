//! A theme's files: those in the binary under those of the site, those of the extended theme under
//! those of the extending one.
//!
//! **Invariant:** each path is there once; where it came from is kept, so that a template's error
//! names the right file.
//!
//! Long because files, words and what they lack are laid over each other in one pass.

use super::{colors, data, embedded, labels, unread};
use crate::base::cldr;
use crate::base::decode;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, Reader, read_toml};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::graph::ListFacet;
use crate::site::capabilities::Capabilities;
use crate::site::strings::Strings;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// A theme, put together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Theme {
    /// By name: `home.html`.
    pub(super) templates: BTreeMap<String, Template>,
    /// Files published under `assets/`, by path.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The words of each interface language.
    pub strings: Vec<Strings>,
    /// What the site keeps for templates in `data/`.
    pub(super) data: Json,
    /// Facets that the theme has lists for; all where no manifest of its chain says which.
    facets: Vec<String>,
    /// Whether a template, or a word in it, is the site's: what the program brings is tested, and
    /// cannot fail on a page.
    pub is_of_site: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Template {
    pub(super) text: String,
    /// Path of the file, for messages.
    pub(super) origin: String,
    /// The file, if it is one of the site.
    pub(super) file: Option<FileId>,
    /// Bytes of the file before the text: its byte order mark.
    pub(super) offset: usize,
    /// The theme that it belongs to.
    theme: String,
}

/// The files of a theme that are in one place: in the site or in the binary.
struct Layer {
    /// The name of the theme.
    theme: String,
    /// By path within the theme. Texts are UTF-8: others were reported and left out.
    files: BTreeMap<String, File>,
}

struct File {
    origin: Origin,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Origin {
    Site(FileId),
    Binary,
}

/// A theme as another one, or the configuration, names it.
struct Named {
    name: String,
    /// Where that is written, if it is in a file of the site.
    span: Option<Span>,
}

/// What the `theme.toml` of one theme says.
#[derive(Default)]
struct Manifest {
    extends: Option<Named>,
    facets: Option<Vec<String>>,
}

impl Theme {
    /// What the theme can show.
    #[must_use]
    pub(crate) fn capabilities(&self) -> Capabilities {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let texts = self.templates.values().map(|template| template.text.as_str());
        let words: BTreeSet<&str> = texts.flat_map(|text| text.split(|c| !is_word(c))).collect();
        Capabilities {
            templates: self.templates.keys().cloned().collect(),
            facets: self.facets.clone(),
            words: words.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Puts the configured theme together; what is missing is reported.
#[must_use]
pub(crate) fn load(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Theme {
    let mut loader = Loader {
        sources,
        diagnostics,
        theme: Theme::default(),
        words: vec![Words::default(); config.languages.len()],
        english: Strings::default(),
    };
    let layers = loader.layers(config);
    let mut chain: Vec<String> = layers.iter().map(|layer| layer.theme.clone()).collect();
    chain.dedup();
    // From the ground up: what extends is laid over what is extended.
    for layer in layers.into_iter().rev() {
        loader.lay(config, layer);
    }
    loader.complete_words(config);
    loader.theme.data = data::read(sources, loader.diagnostics);
    colors::tell_unknown(&loader.theme, config, loader.diagnostics);
    labels::tell_lacking(&loader.theme, config, loader.diagnostics);
    unread::tell_unread(&chain, &loader.theme, config, sources, loader.diagnostics);
    loader.theme
}

struct Loader<'s> {
    sources: &'s Sources,
    diagnostics: &'s mut Diagnostics,
    theme: Theme,
    /// The words of each interface language, as far as they were found.
    words: Vec<Words>,
    english: Strings,
}

/// The words that were found for one interface language.
#[derive(Clone, Default)]
struct Words {
    /// Those of its tag and of what stands in for it.
    own: Strings,
    /// Those of its primary tag, which may be in another script.
    of_primary: Strings,
}

impl Loader<'_> {
    /// The layers of the configured theme and of those that it extends, the topmost first. The
    /// first manifest that names facets decides which ones there are.
    fn layers(&mut self, config: &Config) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        let mut facets = None;
        let mut next = Some(Named { name: config.theme.clone(), span: config.theme_span.clone() });

        while let Some(named) = next.take() {
            if layers.iter().any(|layer| layer.theme == named.name) {
                let message = say!("the theme `{name}` extends itself", name = named.name);
                let diagnostic = Diagnostic::new(Code::BadTheme, message);
                let hint = "`extends` names another theme; the chain must end";
                self.diagnostics.push(placed(diagnostic, named.span).hint(hint));
                break;
            }
            let of_site = self.site_layer(&named.name);
            let in_binary = binary_layer(&named.name);
            if of_site.files.is_empty() && in_binary.files.is_empty() {
                self.diagnostics.push(unknown(self.sources, named));
                break;
            }

            let own = of_site.files.get("theme.toml");
            let file = own.or_else(|| in_binary.files.get("theme.toml"));
            let manifest = self.manifest(named, file);
            facets = facets.or(manifest.facets);
            next = manifest.extends;
            layers.push(of_site);
            layers.push(in_binary);
        }

        self.theme.facets = facets.unwrap_or_else(|| ListFacet::WORDS.map(str::to_owned).to_vec());
        layers
    }

    fn site_layer(&mut self, theme: &str) -> Layer {
        let folder = format!("themes/{theme}/");
        let mut files = BTreeMap::new();
        for (id, file) in self.sources.under(&folder) {
            let path = &file.path[folder.len()..];
            let is_text = path.starts_with("templates/") || path.ends_with(".toml");
            let bytes = if is_text {
                let decoded = decode::text_of(self.sources, id, self.diagnostics);
                decoded.map(|decoded| decoded.text.as_bytes())
            } else {
                decode::bytes_of(self.sources, id, self.diagnostics)
            };
            if let Some(bytes) = bytes {
                let file = File { origin: Origin::Site(id), bytes: bytes.to_vec() };
                files.insert(path.to_owned(), file);
            }
        }
        Layer { theme: theme.to_owned(), files }
    }

    /// Reads the `theme.toml` of a theme.
    fn manifest(&mut self, named: Named, file: Option<&File>) -> Manifest {
        let mut manifest = Manifest::default();
        let Some(file) = file else {
            let name = named.name;
            let message = say!("the theme `{name}` has no `theme.toml`", name);
            let diagnostic = placed(Diagnostic::new(Code::BadTheme, message), named.span);
            self.diagnostics.push(
                diagnostic
                    .hint(say!("write `themes/{name}/theme.toml` with `name = \"{name}\"`", name)),
            );
            return manifest;
        };
        let Some(node) = self.read(file) else {
            return manifest;
        };
        let mut reader =
            Reader { file: self.file_in_messages(file.origin), diagnostics: self.diagnostics };
        let Some(mut fields) = reader.table(node) else {
            return manifest;
        };

        // For people who choose a theme; nothing here depends on them.
        for told in ["name", "description", "author", "license", "homepage"] {
            let _text = fields.take(told);
        }
        fields.choice("tera", &["2"]);
        if let Some(node) = fields.take("extends") {
            let is_of_site = matches!(file.origin, Origin::Site(_));
            let span = is_of_site.then(|| fields.reader.span(&node.span));
            manifest.extends = fields.reader.text(&node).map(|name| Named { name, span });
        }
        if let Some(node) = fields.take("facets") {
            let mut facets = Vec::new();
            for item in fields.reader.list(node) {
                facets.extend(fields.reader.choice(&item, &ListFacet::WORDS).map(str::to_owned));
            }
            manifest.facets = Some(facets);
        }
        fields.finish();
        manifest
    }

    /// Reads a TOML file of a theme.
    fn read(&mut self, file: &File) -> Option<Node> {
        let text = String::from_utf8_lossy(&file.bytes);
        read_toml(self.file_in_messages(file.origin), &text, 0, self.diagnostics)
    }

    /// The file of the site in which mistakes are shown. One in the binary has none, so it gets the
    /// configuration; a test sees that there are no mistakes in it.
    fn file_in_messages(&self, origin: Origin) -> FileId {
        match origin {
            Origin::Site(file) => file,
            Origin::Binary => self.sources.find("oratory.toml").unwrap_or(FileId(0)),
        }
    }

    /// Lays the files of one layer over what is there.
    fn lay(&mut self, config: &Config, layer: Layer) {
        self.lay_words(config, &layer);
        for (path, File { bytes, origin }) in layer.files {
            let is_static = path.starts_with("static/");
            self.theme.is_of_site |= matches!(origin, Origin::Site(_)) && !is_static;

            if let Some(name) = path.strip_prefix("templates/") {
                let file = match origin {
                    Origin::Site(file) => Some(file),
                    Origin::Binary => None,
                };
                self.lay_template(&layer.theme, name, file, &bytes);
            } else if let Some(name) = path.strip_prefix("static/") {
                let bytes = match config.minify {
                    true => smaller(name, bytes),
                    false => bytes,
                };
                self.theme.assets.insert(name.to_owned(), bytes);
            }
        }
    }

    /// Lays the words of a layer over those that are there.
    fn lay_words(&mut self, config: &Config, layer: &Layer) {
        if let Some(words) = self.words_in(layer, "en") {
            self.english.extend(&words);
        }
        for (lang, language) in config.languages.iter().enumerate() {
            // Those of the tag itself come last, over those of what stands in for it.
            for tag in cldr::stand_ins(language).iter().rev() {
                if let Some(words) = self.words_in(layer, tag) {
                    self.words[lang].own.extend(&words);
                }
            }
            if let Some(words) = self.words_in(layer, language.primary()) {
                self.words[lang].of_primary.extend(&words);
            }
        }
    }

    /// The words that a layer has for a tag.
    fn words_in(&mut self, layer: &Layer, tag: &str) -> Option<Node> {
        let file = layer.files.get(&format!("i18n/{tag}.toml"))?;
        self.read(file)
    }

    /// Fills in the words that a language lacks, from another script of it (`sr` for `sr-Latn`) or
    /// from English, and notes which ones they are.
    fn complete_words(&mut self, config: &Config) {
        for (lang, words) in mem::take(&mut self.words).into_iter().enumerate() {
            let Words { mut own, of_primary } = words;
            let lacking = own.lacking(&self.english);
            let language = &config.languages[lang];
            let is_own = language.primary() == language.tag();
            let instead = if of_primary.is_empty() || is_own { "en" } else { language.primary() };

            if own.is_empty() && !lacking.is_empty() {
                let message = say!(
                    "the theme has no words in `{language}`: the interface speaks `{instead}`",
                    language,
                    instead
                );
                let folder = format!("themes/{}/i18n", config.theme);
                let hint = say!(
                    "write its words into `{folder}/{language}.toml`; `oratory theme eject i18n/{instead}.toml` shows which there are",
                    folder,
                    language,
                    instead
                );
                self.note_words(config, lang, message, hint);
            } else if !lacking.is_empty() {
                let these = some_of(&lacking);
                let message =
                    say!("the theme has no words in `{language}` for {these}", language, these);
                let folder = format!("themes/{}/i18n", config.theme);
                let hint = say!(
                    "write them into `{folder}/{language}.toml`; until then they are in `{instead}`",
                    folder,
                    language,
                    instead
                );
                self.note_words(config, lang, message, hint);
            }

            own.fill(&of_primary);
            own.fill(&self.english);
            self.theme.strings.push(own);
        }
    }

    /// Notes at the tag of a language that it lacks words.
    fn note_words(&mut self, config: &Config, lang: usize, message: Message, hint: Message) {
        let diagnostic = Diagnostic::new(Code::NoInterfaceWords, message);
        let span = config.language_spans.get(lang).cloned();
        self.diagnostics.push(placed(diagnostic, span).hint(hint));
    }

    fn lay_template(&mut self, theme: &str, name: &str, file: Option<FileId>, bytes: &[u8]) {
        let template = Template {
            text: String::from_utf8_lossy(bytes).into_owned(),
            origin: format!("themes/{theme}/templates/{name}"),
            file,
            offset: file.map_or(0, |file| self.sources.file(file).bytes().len() - bytes.len()),
            theme: theme.to_owned(),
        };
        let Some(covered) = self.theme.templates.insert(name.to_owned(), template) else {
            return;
        };

        // What is covered stays within reach as `<theme>/<name>`, so that a template can extend the
        // one it replaces. Components are known by their own names and must not be there twice.
        if !covered.text.contains("{% component ") {
            let name = format!("{}/{name}", covered.theme);
            self.theme.templates.insert(name, covered);
        }
    }
}

fn binary_layer(theme: &str) -> Layer {
    let mut files = BTreeMap::new();
    for (path, bytes) in embedded::files(theme) {
        let file = File { origin: Origin::Binary, bytes: bytes.to_vec() };
        files.insert(path, file);
    }
    Layer { theme: theme.to_owned(), files }
}

/// So many keys are named in a message; the file tells the rest.
const NAMED_KEYS: usize = 8;

/// "`about`, `born` and 3 more".
fn some_of(keys: &[String]) -> Message {
    let named = keys.iter().take(NAMED_KEYS).map(|key| format!("`{key}`"));
    let named = Message::joined(", ", named);
    match keys.len().saturating_sub(NAMED_KEYS) {
        0 => named,
        more => say!("{named} and {more} more", named, more),
    }
}

/// A diagnostic at a place, if there is one.
fn placed(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

fn unknown(sources: &Sources, named: Named) -> Diagnostic {
    let mut known = embedded::names();
    for (_, file) in sources.under("themes/") {
        known.extend(file.path.split('/').nth(1));
    }
    known.sort_unstable();
    known.dedup();

    let name = named.name;
    let message = say!("there is no theme called `{name}`", name);
    placed(Diagnostic::new(Code::UnknownTheme, message), named.span)
        .did_you_mean(&name, known.iter().copied())
        .hint(say!("there are `{known}`", known = Message::joined("`, `", known)))
}

/// A static file as it is published: style sheets and scripts without what only their authors read.
#[cfg(feature = "minify")]
fn smaller(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let shrink = match name.rsplit_once('.') {
        Some((_, "css")) => super::minify::css,
        Some((_, "js")) => super::minify::script,
        _ => return bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => shrink(&text).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

#[cfg(not(feature = "minify"))]
fn smaller(_: &str, bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

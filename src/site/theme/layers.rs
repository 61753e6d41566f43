//! A theme's files: those of the binary under those of the site, those of the extended theme under those of the extending one.
//!
//! **Invariant:** each path stands once; where it came from is kept, so that a template's error names the right file.

use super::embedded;
use crate::base::decode;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, Reader, read_toml};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::site::pages::Offer;
use crate::site::strings::Strings;
use std::collections::BTreeMap;

/// A theme, put together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Theme {
    /// Text of each template by name, and the name under which its errors speak of it.
    pub(super) templates: BTreeMap<String, Template>,
    /// Files published under `assets/`, by path.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The words of each interface language.
    pub strings: Vec<Strings>,
    /// Facets that the theme has lists for.
    facets: Vec<String>,
}

/// A template.
#[derive(Debug, Clone)]
pub(super) struct Template {
    pub(super) text: String,
    /// Path of the file, for messages.
    pub(super) origin: String,
    /// The theme that it belongs to.
    theme: String,
}

/// One theme as its `theme.toml` states it.
struct Manifest {
    /// The name, and where it is written if that is in a file of the site.
    extends: Option<(String, Option<Span>)>,
    facets: Option<Vec<String>>,
}

/// The files of one layer by path within the theme; texts are UTF-8, for others were reported and left out.
type Files = BTreeMap<String, (Origin, Vec<u8>)>;

/// Where a file of a theme comes from.
#[derive(Clone, Copy)]
enum Origin {
    Site(FileId),
    Binary,
}

impl Theme {
    /// What the theme offers.
    #[must_use]
    pub(crate) fn offer(&self) -> Offer {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words =
            self.templates.values().flat_map(|template| template.text.split(move |c| !is_word(c)));
        Offer {
            templates: self.templates.keys().cloned().collect(),
            facets: self.facets.clone(),
            words: words.map(str::to_owned).collect(),
        }
    }
}

/// Puts the configured theme together; what is missing is reported.
#[must_use]
pub(crate) fn load(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Theme {
    let mut theme =
        Theme { strings: vec![Strings::default(); config.languages.len()], ..Theme::default() };
    let mut chain: Vec<(String, Files)> = Vec::new();
    let mut next = Some((config.theme.clone(), config.theme_span.clone()));
    let mut facets = None;
    while let Some((name, named_at)) = next.take() {
        if chain.iter().any(|(known, _)| *known == name) {
            let diagnostic =
                Diagnostic::new(Code::BadTheme, format!("the theme `{name}` extends itself"));
            diagnostics.push(
                placed(diagnostic, named_at)
                    .hint("`extends` names another theme; the chain must end"),
            );
            break;
        }
        let (of_site, in_binary) = (site_files(sources, &name, diagnostics), binary_files(&name));
        if of_site.is_empty() && in_binary.is_empty() {
            diagnostics.push(unknown(sources, &name, named_at));
            break;
        }
        let manifest = manifest(
            sources,
            &name,
            named_at,
            of_site.get("theme.toml").or_else(|| in_binary.get("theme.toml")),
            diagnostics,
        );
        facets = facets.or(manifest.facets);
        next = manifest.extends;
        chain.push((name.clone(), of_site));
        chain.push((name, in_binary));
    }
    theme.facets = facets
        .unwrap_or_else(|| ["year", "speaker", "place", "language"].map(str::to_owned).to_vec());
    // From the ground up: what extends lies over what is extended.
    for (name, files) in chain.into_iter().rev() {
        lay(&mut theme, sources, config, &name, files, diagnostics);
    }
    theme
}

fn binary_files(name: &str) -> Files {
    embedded::files(name)
        .into_iter()
        .map(|(path, bytes)| (path, (Origin::Binary, bytes.to_vec())))
        .collect()
}

fn site_files(sources: &Sources, name: &str, diagnostics: &mut Diagnostics) -> Files {
    let folder = format!("themes/{name}/");
    let mut files = Files::new();
    for (id, file) in sources.under(&folder) {
        let path = &file.path[folder.len()..];
        let is_text = path.starts_with("templates/") || path.ends_with(".toml");
        let bytes = match is_text {
            true => {
                decode::text_of(sources, id, diagnostics).map(|decoded| decoded.text.as_bytes())
            }
            false => decode::bytes_of(sources, id, diagnostics),
        };
        files.extend(bytes.map(|bytes| (path.to_owned(), (Origin::Site(id), bytes.to_vec()))));
    }
    files
}

/// A diagnostic at the place, if there is one.
fn placed(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

fn unknown(sources: &Sources, name: &str, named_at: Option<Span>) -> Diagnostic {
    let of_site = sources.under("themes/").filter_map(|(_, file)| file.path.split('/').nth(1));
    let mut known: Vec<&str> = embedded::names().into_iter().chain(of_site).collect();
    known.sort_unstable();
    known.dedup();
    let diagnostic = placed(
        Diagnostic::new(Code::UnknownTheme, format!("there is no theme called `{name}`")),
        named_at,
    );
    diagnostic
        .did_you_mean(name, known.iter().copied())
        .hint(format!("there are `{}`", known.join("`, `")))
}

fn manifest(
    sources: &Sources,
    name: &str,
    named_at: Option<Span>,
    file: Option<&(Origin, Vec<u8>)>,
    diagnostics: &mut Diagnostics,
) -> Manifest {
    let mut manifest = Manifest { extends: None, facets: None };
    let Some((origin, bytes)) = file else {
        let diagnostic = placed(
            Diagnostic::new(Code::BadTheme, format!("the theme `{name}` has no `theme.toml`")),
            named_at,
        );
        diagnostics.push(
            diagnostic.hint(format!("write `themes/{name}/theme.toml` with `name = \"{name}\"`")),
        );
        return manifest;
    };
    let Some((file, node)) = read(sources, *origin, bytes, diagnostics) else {
        return manifest;
    };
    let mut reader = Reader { file, diagnostics };
    let Some(mut fields) = reader.fields(node) else {
        return manifest;
    };
    for told in ["name", "description", "author", "license", "homepage"] {
        let _text = fields.take(told);
    }
    if let Some(node) = fields.take("tera") {
        reader.choice(&node, &["2"]);
    }
    manifest.extends = fields.take("extends").and_then(|node| {
        let place = matches!(origin, Origin::Site(_)).then(|| reader.span(&node.span));
        Some((reader.text(&node)?, place))
    });
    manifest.facets = fields.take("facets").map(|node| {
        let items = reader.list(node);
        items
            .iter()
            .filter_map(|item| reader.choice(item, &["year", "speaker", "place", "language"]))
            .map(str::to_owned)
            .collect()
    });
    reader.finish(fields);
    manifest
}

/// A TOML file of a theme; mistakes in those of the binary cannot be shown in a file of the site, and a test sees that there are none.
fn read(
    sources: &Sources,
    origin: Origin,
    bytes: &[u8],
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Node)> {
    let file = match origin {
        Origin::Site(file) => file,
        Origin::Binary => config_file(sources),
    };
    read_toml(file, &String::from_utf8_lossy(bytes), 0, diagnostics).map(|node| (file, node))
}

fn config_file(sources: &Sources) -> FileId {
    sources.find("oratory.toml").unwrap_or(FileId(0))
}

/// Lays the files of one theme over what is there.
fn lay(
    theme: &mut Theme,
    sources: &Sources,
    config: &Config,
    name: &str,
    files: Files,
    diagnostics: &mut Diagnostics,
) {
    for lang in 0..config.languages.len() {
        lay_words(theme, sources, config, &files, lang, diagnostics);
    }
    for (path, (_, bytes)) in files {
        if let Some(template) = path.strip_prefix("templates/") {
            lay_template(theme, name, template, &bytes);
        } else if let Some(asset) = path.strip_prefix("static/") {
            theme.assets.insert(
                asset.to_owned(),
                if config.minify { smaller(asset, bytes) } else { bytes },
            );
        }
    }
}

/// A static file as it is published: style sheets without what only their authors read.
#[cfg(feature = "minify")]
fn smaller(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(sheet) if name.ends_with(".css") => super::minify::css(&sheet).into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

#[cfg(not(feature = "minify"))]
fn smaller(_: &str, bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

/// Lays the words for one language: those of its tag over those of its primary language, or else English.
fn lay_words(
    theme: &mut Theme,
    sources: &Sources,
    config: &Config,
    files: &Files,
    lang: usize,
    diagnostics: &mut Diagnostics,
) {
    let language = &config.languages[lang];
    let has_own = files.contains_key(&format!("i18n/{}.toml", language.primary()))
        || files.contains_key(&format!("i18n/{}.toml", language.tag()));
    let tags = if has_own { vec![language.primary(), language.tag()] } else { vec!["en"] };
    for tag in tags {
        let path = format!("i18n/{tag}.toml");
        let Some((origin, bytes)) = files.get(&path) else {
            continue;
        };
        if let Some((_, node)) = read(sources, *origin, bytes, diagnostics) {
            theme.strings[lang].extend(&node);
        }
    }
}

fn lay_template(theme: &mut Theme, name: &str, template: &str, bytes: &[u8]) {
    let origin = format!("themes/{name}/templates/{template}");
    let entry = Template {
        text: String::from_utf8_lossy(bytes).into_owned(),
        origin,
        theme: name.to_owned(),
    };
    let covered = theme.templates.insert(template.to_owned(), entry);
    // What is covered stays within reach as `<theme>/<name>`, so that a template can extend the one it replaces; components
    // are known by their own names and must not stand twice.
    if let Some(covered) = covered.filter(|covered| !covered.text.contains("{% component ")) {
        theme.templates.insert(format!("{}/{template}", covered.theme), covered);
    }
}

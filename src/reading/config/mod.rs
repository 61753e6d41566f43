//! `oratory.toml` → [`Config`]: what the site is called, its languages, kinds, theme and policies.
//!
//! **Invariant:** whole and valid: what was wrong is reported and replaced by its default.
//! Knows nothing of speeches; does not read the disk.

mod brand;
mod chinese_keys;
mod exports;
mod kinds;
mod linking;
mod menu;
mod other_keys;
mod picture;
mod report;

pub(crate) use brand::{Brand, Color, Elsewhere, HeadScript, Hosts, StaticFile, origin_of};
pub(crate) use kinds::{LINES, Look};
pub(crate) use linking::{Auto, LinkPolicy};
pub(crate) use menu::{MenuGroup, MenuItem, MenuName};
#[cfg(test)]
pub(crate) use other_keys::OTHERS;
pub(crate) use other_keys::{In, instead_of, instead_of_fact};
pub(crate) use picture::{Picture, StaticPicture};
pub(crate) use report::Report;

use crate::base::date::{AsOf, Moment};
use crate::base::decode::text_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, Reader, Table, Value, no_extra, read_toml};
use crate::base::lang::{Lang, interface_among};
use crate::base::message::say;
use crate::base::sources::{Sources, Span};
use crate::base::words::Words;
use crate::reading::kinds::Kinds;

/// The path of a site's configuration.
pub(crate) const CONFIG_PATH: &str = "oratory.toml";

/// What may become of raw HTML in content.
pub(crate) const HTML: &[&str] = &["escaped", "trusted"];

/// The configuration of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub title: Words,
    /// One sentence about the site.
    pub description: Option<Words>,
    /// Absolute address of the root, with a final `/`.
    pub base_url: Option<String>,
    /// Interface languages; the first is the default and lives at the root.
    pub languages: Vec<Lang>,
    /// Where each is named, for diagnostics; none where the configuration names none.
    pub language_spans: Vec<Span>,
    /// Name of the theme.
    pub theme: String,
    /// Where the theme is named, for diagnostics.
    pub theme_span: Option<Span>,
    /// Licence of the texts, unless a speech states its own.
    pub license: Option<String>,
    /// Where readers report an error.
    pub report: Option<Report>,
    pub auto: Auto,
    pub link: LinkPolicy,
    /// Whether raw HTML in content is let through.
    pub trusted_html: bool,
    pub kinds: Kinds,
    /// How names of kinds look, where the site says it.
    pub looks: Vec<Look>,
    /// Names of the export formats to publish; none means those that are on by default.
    pub exports: Option<Vec<String>>,
    /// Names of export formats to publish beside these.
    pub also_exported: Vec<String>,
    /// Whether tables begin with a byte order mark, for spreadsheets that want one.
    pub csv_bom: bool,
    /// Whether pages are minified.
    pub minify: bool,
    /// Whether photos are published as AVIF, too.
    pub avif: bool,
    /// Whether drafts are published.
    pub drafts: bool,
    /// The moment for which the site is made: what is under embargo until then is published.
    pub as_of: AsOf,
    /// Whether a paragraph without a number is a mistake, because a new number would be lost here.
    pub locked: bool,
    /// Speeches on one page of a list.
    pub speeches_per_page: usize,
    /// Mentions on one page of an entity; more are split by year.
    pub mentions_per_page: usize,
    /// The meridian in the middle of maps of the whole Earth, degrees east, -180 to 180.
    pub meridian: i32,
    /// What the site shows of itself.
    pub brand: Brand,
    /// Scripts of other hosts that every page loads.
    pub scripts: Vec<HeadScript>,
    /// What pages may fetch from other hosts.
    pub hosts: Hosts,
    /// The links of the menu; none where it is the usual one.
    pub menu: Option<Vec<MenuItem>>,
    /// The links at the foot; none where they are the usual ones.
    pub foot: Option<Vec<MenuItem>>,
    /// What the site keeps beside, for templates: an empty object if there is nothing.
    pub extra: serde_json::Value,
    /// Whether entities that no file describes are left out.
    pub only_files: bool,
    /// Whether something in the configuration was told to be wrong: what follows from that is not
    /// told, too.
    pub is_doubted: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: Words::plain("Speeches"),
            description: None,
            base_url: None,
            languages: vec![Lang::english()],
            language_spans: Vec::new(),
            theme: "default".to_owned(),
            theme_span: None,
            license: None,
            report: None,
            auto: Auto::Listed,
            link: LinkPolicy::FirstPerExchange,
            trusted_html: false,
            kinds: Kinds::default(),
            looks: Vec::new(),
            exports: None,
            also_exported: Vec::new(),
            csv_bom: false,
            minify: true,
            avif: false,
            drafts: false,
            as_of: AsOf::default(),
            locked: false,
            // Both are choices. Shorter pages scatter a year over many, longer ones are slow to load
            // on a phone; a mention takes less room than a speech.
            speeches_per_page: 200,
            mentions_per_page: 500,
            // The Pacific is in the middle, and the cut at 30° west is in the Atlantic, where it
            // divides no continent but Antarctica.
            meridian: 150,
            brand: Brand::default(),
            scripts: Vec::new(),
            hosts: Hosts::default(),
            menu: None,
            foot: None,
            extra: no_extra(),
            only_files: false,
            is_doubted: false,
        }
    }
}

impl Config {
    pub fn default_language(&self) -> &Lang {
        &self.languages[0]
    }

    /// The interface language in which a text of `lang` is shown: its own if the site has it, else
    /// the default.
    pub fn interface_of(&self, lang: &Lang) -> &Lang {
        interface_among(&self.languages, lang).unwrap_or(self.default_language())
    }
}

/// Reads the site's configuration; a site without one gets the defaults and a note.
#[must_use]
pub fn read(sources: &Sources, export_names: &[&str], diagnostics: &mut Diagnostics) -> Config {
    let Some(file) = sources.find(CONFIG_PATH) else {
        diagnostics.push(
            Diagnostic::new(Code::NoConfig, "there is no `oratory.toml`; defaults are used")
                .hint("`oratory init` writes one"),
        );
        return Config::default();
    };
    let unread = || Config { is_doubted: true, ..Config::default() };
    let Some(decoded) = text_of(sources, file, diagnostics) else {
        return unread();
    };
    let Some(node) = read_toml(file, decoded.text, decoded.offset, diagnostics) else {
        return unread();
    };
    let config = read_tables(&mut Reader { file, diagnostics }, node, export_names);
    Config { is_doubted: diagnostics.has_errors(), ..config }
}

/// Notes that a site without a `base_url` lacks what needs absolute addresses; of a configuration
/// that cannot be read nothing more is said.
pub(crate) fn note_missing_base_url(
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    if config.base_url.is_some() || diagnostics.has_errors() {
        return;
    }
    let mut diagnostic = Diagnostic::new(
        Code::NoBaseUrl,
        "the site has no `base_url`; sitemap, feeds and canonical addresses are left out",
    );
    if let Some(file) = sources.find(CONFIG_PATH) {
        diagnostic = diagnostic.at(Span::new(file, 0..0), "");
    }
    diagnostics.push(
        diagnostic
            .hint("add `base_url = \"https://…\"` to `oratory.toml`, or build with `--base-url`"),
    );
}

fn read_tables(reader: &mut Reader<'_>, node: Node, export_names: &[&str]) -> Config {
    let mut config = Config::default();
    let Some(mut table) = reader.table(node) else {
        return config;
    };

    read_site(&mut table, &mut config);
    if let Some(mut table) = table.table("annotate") {
        config.auto = table.get("auto").unwrap_or(config.auto);
        config.link = table.get("link").unwrap_or(config.link);
        table.finish();
    }
    if let Some(mut table) = table.table("content") {
        config.trusted_html = table.choice("html", HTML) == Some("trusted");
        table.finish();
    }
    exports::read(&mut table, export_names, &mut config);
    if let Some(mut table) = table.table("lists") {
        let (speeches, mentions) =
            (count(&mut table, "speeches_per_page"), count(&mut table, "mentions_per_page"));
        config.speeches_per_page = speeches.unwrap_or(config.speeches_per_page);
        config.mentions_per_page = mentions.unwrap_or(config.mentions_per_page);
        table.finish();
    }
    if let Some(mut table) = table.table("pictures") {
        config.avif = table.get("avif").unwrap_or(config.avif);
        table.finish();
    }
    if let Some(mut table) = table.table("map") {
        config.meridian = meridian(&mut table).unwrap_or(config.meridian);
        table.finish();
    }
    brand::read(&mut table, &mut config);
    menu::read(&mut table, &mut config);
    if let Some(table) = table.table("kinds") {
        config.looks = kinds::read(table, &mut config.kinds);
    }
    config.extra = table.take_extra();
    table.finish_with(|key, asked| instead_of(In::Config, key, asked));
    config
}

fn read_site(table: &mut Table<'_>, config: &mut Config) {
    if let Some(title) = table.wanted("title", "title = \"…\"") {
        config.title = title;
    }
    config.description = table.get("description");
    config.base_url = base_url(table);
    config.license = table.get("license");
    if let Some(node) = table.take("report") {
        config.report = Report::read(&mut table.reader, &node);
    }
    if let Some(node) = table.take("languages") {
        read_languages(&mut table.reader, node, config);
    }
    if let Some(node) = table.take("theme") {
        config.theme_span = Some(table.reader.span(&node.span));
        if let Some(theme) = table.reader.text(&node) {
            config.theme = theme;
        }
    }
    config.minify = table.get("minify").unwrap_or(config.minify);
}

fn base_url(table: &mut Table<'_>) -> Option<String> {
    let node = table.take("base_url")?;
    let url = table.reader.url(&node)?;
    if url.contains(['?', '#']) {
        let message = say!("`{url}` is not the address of a folder", url);
        let hint = "write it without `?` or `#` and what follows them";
        table.reader.tell(Code::BadUrl, &node.span, message, hint);
        return None;
    }
    Some(folder_url(&url))
}

/// An address to which paths can be appended.
fn folder_url(url: &str) -> String {
    url.trim_end_matches('/').to_owned() + "/"
}

fn read_languages(reader: &mut Reader<'_>, node: Node, config: &mut Config) {
    if let Value::Scalar(text) = &node.value
        && text.contains([',', ' ', '，', '、'])
    {
        let tags = text.split([',', ' ', '，', '、']).filter(|tag| !tag.is_empty());
        let list = tags.map(|tag| format!("\"{tag}\"")).collect::<Vec<String>>().join(", ");
        let message = "these languages are one text, and a list is wanted here";
        let hint = say!("write `[{list}]`", list);
        return reader.tell(Code::WrongType, &node.span, message, hint);
    }

    let mut languages: Vec<Lang> = Vec::new();
    let mut spans = Vec::new();
    let place = node.span.clone();
    let is_list = matches!(node.value, Value::List(_));
    let items = reader.list(node);
    if items.is_empty() && is_list {
        let message = "a site has at least one language";
        reader.tell(Code::BadValue, &place, message, "write `languages = [\"en\"]`");
    }
    for item in items {
        let Some(lang) = reader.text(&item).and_then(|tag| reader.lang(&tag, &item.span)) else {
            continue;
        };
        if languages.contains(&lang) {
            let message = say!("`{lang}` stands twice", lang);
            reader.tell(Code::BadLanguage, &item.span, message, "keep one");
        } else {
            languages.push(lang);
            spans.push(reader.span(&item.span));
        }
    }
    if !languages.is_empty() {
        config.languages = languages;
        config.language_spans = spans;
    }
}

/// A whole number of at least one.
fn count(table: &mut Table<'_>, name: &str) -> Option<usize> {
    let node = table.take(name)?;
    let text = table.reader.text(&node)?;
    let number = text.parse().ok().filter(|number| *number > 0);
    if number.is_none() {
        let message = say!("`{text}` is not a count", text);
        let hint = "write a whole number of at least 1";
        table.reader.tell(Code::BadValue, &node.span, message, hint);
    }
    number
}

/// A meridian in whole degrees.
fn meridian(table: &mut Table<'_>) -> Option<i32> {
    let node = table.take("meridian")?;
    let text = table.reader.text(&node)?;
    let degrees = text.parse().ok().filter(|degrees| (-180..=180).contains(degrees));
    if degrees.is_none() {
        let message = say!("`{text}` is no meridian", text);
        let hint = "write whole degrees east of Greenwich, -180 to 180: `meridian = 150`";
        table.reader.tell(Code::BadValue, &node.span, message, hint);
    }
    degrees
}

/// What the command line may say over the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    pub drafts: bool,
    pub as_of: Option<Moment>,
    pub locked: bool,
    pub base_url: Option<String>,
    pub theme: Option<String>,
    pub minify: Option<bool>,
    /// Leave out entities that no file describes: for commands that change files.
    pub only_files: bool,
}

impl Options {
    /// The configuration with these options over it.
    pub fn over(&self, config: Config) -> Config {
        Config {
            drafts: self.drafts,
            as_of: AsOf::new(self.as_of),
            locked: self.locked,
            only_files: self.only_files,
            base_url: self.base_url.as_deref().map(folder_url).or(config.base_url),
            // One that is given with the command stands in no file.
            theme_span: config.theme_span.filter(|_| self.theme.is_none()),
            theme: self.theme.clone().unwrap_or(config.theme),
            minify: self.minify.unwrap_or(config.minify),
            ..config
        }
    }
}

//! `oratory.toml` → [`Config`]: what the site is called, its languages, kinds, theme and policies.
//!
//! **Invariant:** whole and valid: what was wrong is reported and replaced by its default.
//! Knows nothing of speeches; does not read the disk.

use crate::base::decode::text_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Fields, Key, Node, Reader, Value, no_extra, read_toml};
use crate::base::lang::Lang;
use crate::base::sources::{Sources, Span};
use crate::base::words::Words;
use crate::reading::kinds::facts::{RESERVED_KEYS, TYPES};
use crate::reading::kinds::{Fact, FactType, KindId, Kinds, RESERVED};

/// Where names are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auto {
    /// Names of the entities in the speech's own lists.
    Listed,
    /// Names of every entity of the site.
    All,
    /// Nowhere: only explicit mentions.
    Off,
}

/// Which mentions become links; all are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPolicy {
    /// Every one.
    All,
    /// The first of each entity in a paragraph.
    FirstPerParagraph,
    /// The first of each entity in an exchange, a turn outside exchanges, or a section of
    /// narrative.
    FirstPerExchange,
    /// The first of each entity in a speech.
    FirstPerSpeech,
}

const AUTO: &[(&str, Auto)] = &[("listed", Auto::Listed), ("all", Auto::All), ("off", Auto::Off)];

/// The words for [`LinkPolicy`], in configuration and in the lists of speeches.
pub(crate) const LINK: &[(&str, LinkPolicy)] = &[
    ("all", LinkPolicy::All),
    ("first-per-paragraph", LinkPolicy::FirstPerParagraph),
    ("first-per-exchange", LinkPolicy::FirstPerExchange),
    ("first-per-speech", LinkPolicy::FirstPerSpeech),
    ("first", LinkPolicy::FirstPerSpeech),
];

/// The configuration of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The site's title.
    pub title: Words,
    /// One sentence about it.
    pub description: Option<Words>,
    /// Absolute address of the root, with a final `/`.
    pub base_url: Option<String>,
    /// Interface languages; the first is the default and lives at the root.
    pub languages: Vec<Lang>,
    /// Name of the theme.
    pub theme: String,
    /// Where the theme is named, for diagnostics.
    pub theme_span: Option<Span>,
    /// Licence of the texts.
    pub license: Option<String>,
    /// Where names are looked for.
    pub auto: Auto,
    /// Which mentions become links.
    pub link: LinkPolicy,
    /// Whether raw HTML in content is let through.
    pub trusted_html: bool,
    /// The kinds of entity.
    pub kinds: Kinds,
    /// Names of the export formats to publish; none means all.
    pub exports: Option<Vec<String>>,
    /// Whether pages are minified.
    pub minify: bool,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Speeches on one page of a list.
    pub speeches_per_page: usize,
    /// Mentions on one page of an entity; more are split by year.
    pub mentions_per_page: usize,
    /// The meridian in the middle of maps of the whole Earth, degrees east, -180 to 180.
    pub meridian: i32,
    /// What the site keeps beside, for templates: an empty object if there is nothing.
    pub extra: serde_json::Value,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: Words::plain("Speeches"),
            description: None,
            base_url: None,
            languages: vec![Lang::english()],
            theme: "default".to_owned(),
            theme_span: None,
            license: None,
            auto: Auto::Listed,
            link: LinkPolicy::FirstPerExchange,
            trusted_html: false,
            kinds: Kinds::default(),
            exports: None,
            minify: true,
            drafts: false,
            speeches_per_page: 200,
            mentions_per_page: 500,
            meridian: 150,
            extra: no_extra(),
        }
    }
}

impl Config {
    /// The default language.
    #[must_use]
    pub fn default_language(&self) -> &Lang {
        &self.languages[0]
    }

    /// The interface language in which a text of `lang` is shown: its own if the site has it, else
    /// the default.
    #[must_use]
    pub fn interface_of(&self, lang: &Lang) -> &Lang {
        let same_primary = || self.languages.iter().find(|known| known.primary() == lang.primary());
        self.languages
            .iter()
            .find(|known| *known == lang)
            .or_else(same_primary)
            .unwrap_or(&self.languages[0])
    }
}

/// Reads the site's configuration; a site without one gets the defaults and a note.
#[must_use]
pub fn read(sources: &Sources, export_names: &[&str], diagnostics: &mut Diagnostics) -> Config {
    let Some(file) = sources.find("oratory.toml") else {
        diagnostics.push(
            Diagnostic::new(Code::NoConfig, "there is no `oratory.toml`; defaults are used")
                .hint("`oratory init` writes one"),
        );
        return Config::default();
    };
    let Some(decoded) = text_of(sources, file, diagnostics) else {
        return Config::default();
    };
    let Some(node) = read_toml(file, decoded.text, decoded.offset, diagnostics) else {
        return Config::default();
    };
    read_tables(&mut Reader { file, diagnostics }, node, export_names)
}

/// Notes that a site without a `base_url` lacks what needs absolute addresses; of a configuration
/// that cannot be read nothing more is said.
pub(crate) fn note_missing_base_url(
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    if config.base_url.is_none() && !diagnostics.has_errors() {
        let diagnostic = Diagnostic::new(
            Code::NoBaseUrl,
            "the site has no `base_url`; sitemap, feeds and canonical addresses are left out",
        );
        let diagnostic = match sources.find("oratory.toml") {
            Some(file) => diagnostic.at(Span::new(file, 0..0), ""),
            None => diagnostic,
        };
        diagnostics.push(
            diagnostic.hint(
                "add `base_url = \"https://…\"` to `oratory.toml`, or build with `--base-url`",
            ),
        );
    }
}

fn read_tables(reader: &mut Reader<'_>, node: Node, export_names: &[&str]) -> Config {
    let mut config = Config::default();
    let Some(mut fields) = reader.fields(node) else {
        return config;
    };
    read_site(reader, &mut fields, &mut config);
    if let Some(table) = sub_table(reader, &mut fields, "annotate") {
        read_annotate(reader, table, &mut config);
    }
    if let Some(mut table) = sub_table(reader, &mut fields, "content") {
        let html =
            table.take("html").and_then(|node| reader.choice(&node, &["escaped", "trusted"]));
        config.trusted_html = html == Some("trusted");
        reader.finish(table);
    }
    if let Some(mut table) = sub_table(reader, &mut fields, "export") {
        config.exports = table.take("formats").map(|node| read_formats(reader, node, export_names));
        reader.finish(table);
    }
    if let Some(mut table) = sub_table(reader, &mut fields, "lists") {
        config.speeches_per_page =
            count(reader, table.take("speeches_per_page")).unwrap_or(config.speeches_per_page);
        config.mentions_per_page =
            count(reader, table.take("mentions_per_page")).unwrap_or(config.mentions_per_page);
        reader.finish(table);
    }
    if let Some(mut table) = sub_table(reader, &mut fields, "map") {
        config.meridian = table
            .take("meridian")
            .and_then(|node| meridian(reader, &node))
            .unwrap_or(config.meridian);
        reader.finish(table);
    }
    if let Some(table) = sub_table(reader, &mut fields, "kinds") {
        read_kinds(reader, table, &mut config.kinds);
    }
    config.extra = fields.take_extra();
    reader.finish(fields);
    config
}

/// A meridian in whole degrees.
fn meridian(reader: &mut Reader<'_>, node: &Node) -> Option<i32> {
    let text = reader.text(node)?;
    let degrees = text.parse().ok().filter(|degrees| (-180..=180).contains(degrees));
    if degrees.is_none() {
        let diagnostic = Diagnostic::new(Code::BadValue, format!("`{text}` is no meridian"));
        reader.report(
            diagnostic
                .at(reader.span(&node.span), "")
                .hint("write whole degrees east of Greenwich, -180 to 180: `meridian = 150`"),
        );
    }
    degrees
}

fn read_site(reader: &mut Reader<'_>, fields: &mut Fields, config: &mut Config) {
    match fields.take("title") {
        Some(node) => config.title = reader.words(node).unwrap_or_else(|| config.title.clone()),
        None => reader.missing(fields, "title", "title = \"…\""),
    }
    config.description = fields.take("description").and_then(|node| reader.words(node));
    config.base_url = fields.take("base_url").and_then(|node| base_url(reader, &node));
    config.license = fields.take("license").and_then(|node| reader.text(&node));
    if let Some(node) = fields.take("languages") {
        read_languages(reader, node, config);
    }
    if let Some(node) = fields.take("theme") {
        config.theme_span = Some(reader.span(&node.span));
        config.theme = reader.text(&node).unwrap_or_else(|| config.theme.clone());
    }
    if let Some(minify) = fields.take("minify").and_then(|node| reader.truth(&node)) {
        config.minify = minify;
    }
}

/// The address of the root, to which paths are appended.
fn base_url(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let url = reader.url(node)?;
    if url.contains(['?', '#']) {
        let diagnostic =
            Diagnostic::new(Code::BadUrl, format!("`{url}` is not the address of a folder"));
        reader.report(
            diagnostic
                .at(reader.span(&node.span), "")
                .hint("write it without `?` or `#` and what follows them"),
        );
        return None;
    }
    Some(url.trim_end_matches('/').to_owned() + "/")
}

fn read_languages(reader: &mut Reader<'_>, node: Node, config: &mut Config) {
    let mut languages: Vec<Lang> = Vec::new();
    for (tag, span) in reader.texts(node) {
        let Some(lang) = reader.lang(&tag, &span) else {
            continue;
        };
        if languages.contains(&lang) {
            let diagnostic = Diagnostic::new(Code::BadLanguage, format!("`{lang}` stands twice"));
            reader.report(diagnostic.at(reader.span(&span), "").hint("keep one"));
        } else {
            languages.push(lang);
        }
    }
    if !languages.is_empty() {
        config.languages = languages;
    }
}

fn read_annotate(reader: &mut Reader<'_>, mut table: Fields, config: &mut Config) {
    if let Some(auto) = table.take("auto").and_then(|node| choose(reader, &node, AUTO)) {
        config.auto = auto;
    }
    if let Some(link) = table.take("link").and_then(|node| choose(reader, &node, LINK)) {
        config.link = link;
    }
    reader.finish(table);
}

/// The value that goes with the word in `node`.
pub(crate) fn choose<T: Copy>(
    reader: &mut Reader<'_>,
    node: &Node,
    choices: &[(&str, T)],
) -> Option<T> {
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let word = reader.choice(node, &words)?;
    choices.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

fn read_formats(reader: &mut Reader<'_>, node: Node, export_names: &[&str]) -> Vec<String> {
    let items = reader.list(node);
    items.iter().filter_map(|item| reader.choice(item, export_names)).map(str::to_owned).collect()
}

/// Kinds first and their facts after, for a fact can refer to a kind that is declared below.
fn read_kinds(reader: &mut Reader<'_>, mut table: Fields, kinds: &mut Kinds) {
    let mut declared: Vec<(KindId, Node)> = Vec::new();
    for (key, node) in table.take_rest() {
        let Some(mut fields) = reader.fields(node) else {
            continue;
        };
        let facts = fields.take("facts");
        let known = kinds.named(&key.name);

        if let (Some(kind), Some(facts)) = (known.filter(|kind| kinds.is_built_in(*kind)), &facts) {
            declared.push((kind, facts.clone()));
            reader.finish(fields);
            continue;
        }

        let singular = fields.take("singular").and_then(|node| reader.text(&node));
        let label = fields.take("label").and_then(|node| reader.words(node));
        if let Some(problem) = problem_with_kind(&key.name, kinds) {
            let diagnostic = Diagnostic::new(
                Code::BadKind,
                format!("a kind cannot be called `{}`: {problem}", key.name),
            );
            reader.report(
                diagnostic
                    .at(reader.span(&key.span), "")
                    .hint("use lower-case letters and hyphens, and a word that is not in use"),
            );
        } else {
            let singular = singular
                .filter(|s| is_kind_word(s))
                .unwrap_or_else(|| key.name.trim_end_matches('s').to_owned());
            kinds.add(key.name.clone(), singular, label);
            if let (Some(kind), Some(facts)) = (kinds.named(&key.name), facts) {
                declared.push((kind, facts));
            }
        }
        reader.finish(fields);
    }

    for (kind, node) in declared {
        let Some(mut table) = reader.fields(node) else {
            continue;
        };
        for (key, node) in table.take_rest() {
            if let Some(fact) = read_fact(reader, &key, node, kind, kinds) {
                kinds.add_fact(kind, fact);
            }
        }
    }
}

/// A fact as a site declares it: `signed = "date"`, or
/// `party = {type = "reference", kind = "organizations", label = …, list = true}`.
fn read_fact(
    reader: &mut Reader<'_>,
    key: &Key,
    node: Node,
    kind: KindId,
    kinds: &Kinds,
) -> Option<Fact> {
    let mut value = None;
    let mut target = None;
    let mut label = None;
    let mut is_list = false;

    if let Value::Scalar(_) = node.value {
        value = fact_type(reader, &node);
    } else {
        let mut fields = reader.fields(node)?;
        match fields.take("type") {
            Some(node) => value = fact_type(reader, &node),
            None => reader.missing(&fields, "type", "type = \"text\""),
        }
        label = fields.take("label").and_then(|node| reader.words(node));
        is_list = fields.take("list").and_then(|node| reader.truth(&node)).unwrap_or(false);
        // Asked for where the type can have one only, so that a kind of something else is reported
        // as unknown.
        if matches!(value, None | Some(FactType::Reference(_))) {
            target = fields.take("kind");
        }
        reader.finish(fields);
    }

    if let Some(node) = target {
        let keys: Vec<&str> = kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
        let of = reader.text(&node)?;
        let Some(of) = kinds.named(&of) else {
            let message = format!("there is no kind `{of}`");
            let diagnostic = Diagnostic::new(Code::BadFact, message)
                .at(reader.span(&node.span), "")
                .did_you_mean(&of, keys.iter().copied());
            reader.report(diagnostic.hint(format!("it is one of `{}`", keys.join("`, `"))));
            return None;
        };
        value = value.map(|_| FactType::Reference(Some(of)));
    }

    let fact = Fact::declared(key.name.clone(), value?, is_list, label);
    if let Some((problem, hint)) = problem_with_fact(&fact, kind, kinds) {
        let message = format!("a fact cannot be called `{}`: {problem}", key.name);
        let diagnostic = Diagnostic::new(Code::BadFact, message);
        reader.report(diagnostic.at(reader.span(&key.span), "").hint(hint));
        return None;
    }
    Some(fact)
}

fn fact_type(reader: &mut Reader<'_>, node: &Node) -> Option<FactType> {
    let written = reader.text(node)?;
    if let Some((_, found)) = TYPES.iter().find(|(word, _)| *word == written) {
        return Some(*found);
    }
    let words: Vec<&str> = TYPES.iter().map(|(word, _)| *word).collect();
    let diagnostic = Diagnostic::new(Code::BadFact, format!("`{written}` is not a type of facts"))
        .at(reader.span(&node.span), "")
        .did_you_mean(&written, words.iter().copied());
    reader.report(diagnostic.hint(format!("it is one of `{}`", words.join("`, `"))));
    None
}

/// Why a kind cannot have the fact, and what to do instead.
fn problem_with_fact(
    fact: &Fact,
    kind: KindId,
    kinds: &Kinds,
) -> Option<(&'static str, &'static str)> {
    let is_word = fact.key.starts_with(|c: char| c.is_ascii_lowercase())
        && fact.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_word {
        return Some((
            "it becomes a key of front matter and of data files",
            "use lower-case letters, digits and `_`, beginning with a letter",
        ));
    }
    if RESERVED_KEYS.contains(&fact.key.as_ref()) {
        return Some(("every entity has a field of that name", "choose another key"));
    }
    if kinds.kind(kind).fact(&fact.key).is_some() {
        return Some((
            "files of this kind may state it already",
            "leave the line out, or choose another key",
        ));
    }

    // A column of a table has one meaning, whichever kind its rows are of.
    let other = kinds.find_fact(|other| other.key == fact.key)?;
    ((other.value, other.is_list) != (fact.value, fact.is_list)).then_some((
        "another kind has a fact of that name and of another type",
        "give both the same type, or one of them another key",
    ))
}

fn problem_with_kind(name: &str, kinds: &Kinds) -> Option<&'static str> {
    if !is_kind_word(name) {
        Some("it becomes a folder and an address")
    } else if kinds.named(name).is_some() || RESERVED.contains(&name) {
        Some("the name is in use")
    } else if kinds.count() > 200 {
        Some("there are too many kinds")
    } else {
        None
    }
}

fn is_kind_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

fn sub_table(reader: &mut Reader<'_>, fields: &mut Fields, name: &str) -> Option<Fields> {
    let node = fields.take(name)?;
    reader.fields(node)
}

/// A whole number of at least one.
fn count(reader: &mut Reader<'_>, node: Option<Node>) -> Option<usize> {
    let node = node?;
    let text = reader.text(&node)?;
    let number = text.parse().ok().filter(|n| *n > 0);
    if number.is_none() {
        let diagnostic = Diagnostic::new(Code::BadValue, format!("`{text}` is not a count"));
        reader.report(
            diagnostic.at(reader.span(&node.span), "").hint("write a whole number of at least 1"),
        );
    }
    number
}

/// What the command line may say over the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Publish drafts.
    pub drafts: bool,
    /// Absolute address of the root.
    pub base_url: Option<String>,
    /// Name of the theme.
    pub theme: Option<String>,
    /// Whether pages are minified.
    pub minify: Option<bool>,
}

impl Options {
    /// The configuration with these options over it.
    #[must_use]
    pub fn over(&self, config: Config) -> Config {
        Config {
            drafts: self.drafts,
            base_url: self
                .base_url
                .as_ref()
                .map(|url| url.trim_end_matches('/').to_owned() + "/")
                .or(config.base_url),
            theme: self.theme.clone().unwrap_or(config.theme),
            minify: self.minify.unwrap_or(config.minify),
            ..config
        }
    }
}

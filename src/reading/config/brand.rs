//! The tables `[brand]`, `[head]` and `[policy]` of the configuration: what a site shows of itself on
//! every page, and what its pages may fetch from elsewhere.
//!
//! **Invariant:** a colour cannot end its declaration, and an origin cannot end its directive: what
//! is let through holds no character that could.

use super::{Config, In, StaticPicture, instead_of};
use crate::base::diag::{Code, Diagnostic};
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::lexicon::items;
use crate::base::message::say;
use crate::base::sources::Span;
use crate::base::words::Words;

/// What a site shows of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// A picture before the title.
    pub logo: Option<StaticFile>,
    /// The picture of the browser's tab.
    pub icon: Option<StaticFile>,
    /// The picture by which others show a link to the site.
    pub image: Option<StaticPicture>,
    /// Custom properties of the theme.
    pub colors: Vec<Color>,
    /// A line at the foot.
    pub footer: Option<Words>,
    /// The site elsewhere.
    pub links: Vec<Elsewhere>,
}

/// A custom property of the theme, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Color {
    /// Without its `--`.
    pub name: String,
    pub value: String,
    pub span: Span,
}

/// A file of `static/`, by its path in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    pub path: String,
    pub span: Span,
}

/// A link to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub label: Words,
    pub url: String,
}

/// A script of another host that every page loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadScript {
    pub src: String,
    /// Its `data-` attributes, without that beginning.
    pub data: Vec<(String, String)>,
}

/// What pages may fetch from other hosts, as origins: `https://media.example.org`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Pictures, sound and video.
    pub media: Vec<String>,
    /// What scripts may ask.
    pub connect: Vec<String>,
    /// Players of recordings, in frames.
    pub frames: Vec<String>,
}

impl Hosts {
    /// Whether pictures, sound and video may come from `host`.
    pub(crate) fn has_media(&self, host: &str) -> bool {
        self.media.iter().any(|origin| origin.strip_prefix("https://") == Some(host))
    }
}

/// Takes the three tables out.
pub(super) fn read(table: &mut Table<'_>, config: &mut Config) {
    if let Some(table) = table.table("brand") {
        config.brand = read_brand(table);
    }
    if let Some(table) = table.table("head") {
        config.scripts = read_head(table);
    }
    if let Some(table) = table.table("policy") {
        config.hosts = read_hosts(table);
    }
}

fn read_brand(mut table: Table<'_>) -> Brand {
    let mut brand = Brand {
        logo: table.get("logo"),
        icon: table.get("icon"),
        image: table.get("image"),
        colors: Vec::new(),
        footer: table.get("footer"),
        links: table.get("links").unwrap_or_default(),
    };
    if let Some(mut colors) = table.table("colors") {
        for (key, node) in colors.take_rest() {
            let Some(value) = colors.reader.text(&node) else {
                continue;
            };
            if is_property(&key.name) && is_color(&value) {
                let span = colors.reader.span(&key.span);
                brand.colors.push(Color { name: key.name, value, span });
                continue;
            }
            let name = &key.name;
            let message = say!("`{value}` cannot be the colour `{name}`", value, name);
            let diagnostic = Diagnostic::new(Code::BadValue, message)
                .at(colors.reader.span(&node.span), "")
                .did_you_mean(&value, color_names())
                .hint(say!("write it as a style sheet does: `{name} = \"#0b57a4\"`, `{name} = \"light-dark(#0b57a4, #8ec5ff)\"`", name));
            colors.reader.report(diagnostic);
        }
    }
    table.finish();
    brand
}

/// The scripts of `[head]`.
fn read_head(mut table: Table<'_>) -> Vec<HeadScript> {
    let scripts = table.get("scripts").unwrap_or_default();
    table.finish();
    scripts
}

fn read_hosts(mut table: Table<'_>) -> Hosts {
    let hosts = Hosts {
        media: origins(&mut table, "media"),
        connect: origins(&mut table, "connect"),
        frames: origins(&mut table, "frames"),
    };
    table.finish();
    hosts
}

fn origins(table: &mut Table<'_>, name: &str) -> Vec<String> {
    let Some(node) = table.take(name) else {
        return Vec::new();
    };
    let mut origins = Vec::new();
    for item in table.reader.list(node) {
        let Some(text) = table.reader.text(&item) else {
            continue;
        };
        let origin = text.trim_end_matches('/').to_lowercase();
        if origin_of(&origin).is_some_and(|of| of == origin) {
            origins.push(origin);
            continue;
        }
        let message = say!("`{text}` is no host", text);
        let hint = "write it with `https://` and without a path: `https://media.example.org`";
        table.reader.tell(Code::BadUrl, &item.span, message, hint);
    }
    origins
}

/// `https://example.org` of an address there.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let is_one = !host.is_empty()
        && host.chars().all(is_host)
        && host.starts_with(|c: char| c.is_ascii_alphanumeric());
    is_one.then(|| format!("https://{host}"))
}

fn is_property(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Whether a text is a colour and nothing else: `#123456`, `oklch(…)`, `light-dark(…, …)`, a name.
pub(super) fn is_color(value: &str) -> bool {
    let is_of_one = |c: char| c.is_ascii_alphanumeric() || "#(),.%/- ".contains(c);
    value.chars().all(is_of_one) && is_color_term(value.trim())
}

/// The functions that make a colour.
const COLOR_FUNCTIONS: [&str; 16] = [
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "color-mix",
    "light-dark",
    "contrast-color",
    "device-cmyk",
    "alpha",
    "var",
];

fn is_color_term(value: &str) -> bool {
    if let Some(digits) = value.strip_prefix('#') {
        let is_length = matches!(digits.len(), 3 | 4 | 6 | 8);
        return is_length && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    let folded = value.to_ascii_lowercase();
    let Some((function, rest)) = folded.split_once('(') else {
        return color_names().any(|name| name == folded);
    };
    let is_closed =
        rest.ends_with(')') && rest.matches(')').count() == rest.matches('(').count() + 1;
    let is_one = is_closed && COLOR_FUNCTIONS.contains(&function);
    match rest.trim_end_matches(')').split_once(',') {
        Some((light, dark)) if function == "light-dark" && !rest.contains('(') => {
            is_one && is_color_term(light.trim()) && is_color_term(dark.trim())
        }
        _ => is_one,
    }
}

/// The colours that style sheets know by a name.
fn color_names() -> impl Iterator<Item = &'static str> {
    items(include_str!("color-names.txt"))
}

impl FromNode for StaticFile {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let path = reader.text(&node)?;
        Some(StaticFile::new(&path, reader.span(&node.span)))
    }
}

impl StaticFile {
    /// The file that `path` names, with or without its folder.
    pub(super) fn new(path: &str, span: Span) -> Self {
        let path = path.trim_start_matches('/').trim_start_matches("static/").to_owned();
        StaticFile { path, span }
    }
}

/// An address out of the site, or one of mail, behind `mailto:`.
fn address_or_mail(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    let mail = text.strip_prefix("mailto:").unwrap_or(&text);
    let is_mail = mail
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('/'));
    let is_one = is_mail && !mail.contains(|c: char| c.is_whitespace() || "<>\"".contains(c));
    if !is_one || text.contains("://") {
        return reader.url(node);
    }
    if mail.len() < text.len() {
        return Some(text);
    }
    let message = say!("`{text}` is not an address", text);
    let hint = say!("write `\"mailto:{text}\"`", text);
    reader.tell(Code::BadUrl, &node.span, message, hint);
    None
}

impl FromNode for Elsewhere {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut table = reader.table(node)?;
        let label = table.wanted("label", "label = \"…\"");
        let url = match table.take("url") {
            Some(node) => address_or_mail(&mut table.reader, &node),
            None => {
                table.missing("url", "url = \"https://…\"");
                None
            }
        };
        table.finish_with(|key, asked| instead_of(In::Link, key, asked));
        Some(Elsewhere { label: label?, url: url? })
    }
}

impl FromNode for HeadScript {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(_) = node.value {
            return Some(HeadScript { src: script_address(reader, &node)?, data: Vec::new() });
        }
        let mut table = reader.table(node)?;
        let src = match table.take("src") {
            Some(node) => script_address(&mut table.reader, &node),
            None => {
                table.missing("src", "src = \"https://…\"");
                None
            }
        };
        let mut data = Vec::new();
        if let Some(mut attributes) = table.table("data") {
            for (key, node) in attributes.take_rest() {
                if !is_property(&key.name) {
                    let message = say!("`data-{name}` cannot be an attribute", name = key.name);
                    let hint = "write it in small letters, digits and hyphens";
                    attributes.reader.tell(Code::BadValue, &key.span, message, hint);
                } else if let Some(value) = attributes.reader.text(&node) {
                    data.push((key.name, value));
                }
            }
        }
        table.finish();
        Some(HeadScript { src: src?, data })
    }
}

fn script_address(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    // To write `https://` before it, as is said of other addresses, would make it worse.
    if let Value::Scalar(text) = &node.value
        && !text.contains("//")
    {
        let message = say!("`{text}` is no address of another host", text);
        let hint = "a script of the site's own lies in `themes/<theme>/static/`, and a template loads it in the block `head`";
        reader.tell(Code::BadUrl, &node.span, message, hint);
        return None;
    }
    let address = reader.url(node)?;
    if origin_of(&address).is_none() {
        let hint = "load it by `https://` from a host that has a name";
        let message = say!("`{address}` is no address of a script", address);
        reader.tell(Code::BadUrl, &node.span, message, hint);
        return None;
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_one() {
        for value in ["#fff", "#FFFFFF80", "Navy", "rgb(1 2 3)", "color-mix(in oklab, red, blue)"] {
            assert!(is_color(value), "{value}");
        }
        for value in
            ["#0b57a", "bleu", "#gggggg", "rbg(1, 2, 3)", "light-dark(#fff, blak)", "rgb(1"]
        {
            assert!(!is_color(value), "{value}");
        }
    }

    #[test]
    fn nothing_ends_a_declaration_or_a_directive() {
        for value in ["#0b57a4", "light-dark(#fff, #000)", "oklch(50% 0.1 200 / 80%)", "navy"] {
            assert!(is_color(value), "{value}");
        }
        for value in ["", "red; background: blue", "red}", "url(//a.org)", "x*y", "a\\b"] {
            assert!(!is_color(value), "{value}");
        }
        assert_eq!(origin_of("https://A.org:8080/s.js").as_deref(), Some("https://a.org:8080"));
        for address in ["http://a.org/s.js", "https://a.org;x", "https://", "https://*", "//a.org"]
        {
            assert_eq!(origin_of(address), None, "{address}");
        }
    }
}

//! The style sheet and the numberings of a Word file → what a paragraph or a run of a style is
//! (ECMA-376 part 1 §17.7, §17.9).

use crate::import::manuscript::FeatureKind;
use crate::import::read::xml::{attribute, child};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Styles above a style at most; a chain that bites its own tail ends there.
const LONGEST_CHAIN: usize = 32;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles<'t> {
    styles: BTreeMap<&'t str, Style<'t>>,
    /// The style of paragraphs that name none.
    default: Option<&'t str>,
    /// Whether text is bold, italic by default.
    is_bold: bool,
    is_italic: bool,
}

#[derive(Debug)]
struct Style<'t> {
    name: String,
    based_on: Option<&'t str>,
    look: Look<'t>,
}

/// What a style says; none where it says nothing.
#[derive(Debug, Default, Clone)]
pub(super) struct Look<'t> {
    /// Level in the outline, from 0; 9 is none.
    pub(super) outline: Option<u8>,
    /// The list that it is an item of, and the level in it.
    pub(super) list: Option<(&'t str, usize)>,
    /// Whether its first line is set in.
    pub(super) is_indented: Option<bool>,
    /// Bold.
    pub(super) bold: Option<bool>,
    /// Italic.
    pub(super) italic: Option<bool>,
    /// Not shown.
    pub(super) hidden: Option<bool>,
    /// Struck out, above or below the line.
    pub(super) setting: Option<Setting>,
}

/// How text is set against the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Setting {
    /// On the line.
    #[default]
    Plain,
    /// Struck out.
    Struck,
    /// Above the line.
    Raised,
    /// Below the line.
    Lowered,
}

impl Setting {
    /// What that says of the text.
    pub(super) fn feature(self) -> Option<FeatureKind> {
        match self {
            Setting::Plain => None,
            Setting::Struck => Some(FeatureKind::Struck),
            Setting::Raised => Some(FeatureKind::Raised),
            Setting::Lowered => Some(FeatureKind::Lowered),
        }
    }
}

/// How a run is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunStyle {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hidden: bool,
    pub(super) setting: Setting,
}

impl<'t> Look<'t> {
    /// What the properties of a paragraph (`pPr`) and of a run (`rPr`) in it say.
    pub(super) fn of<'a: 't>(paragraph: Option<Node<'a, '_>>, run: Option<Node<'a, '_>>) -> Self {
        let mut look = Look::default();
        if let Some(properties) = paragraph {
            look.outline = value(properties, "outlineLvl").and_then(|level| level.parse().ok());
            look.list = child(properties, "numPr").and_then(list_item);
            look.is_indented = child(properties, "ind").and_then(is_indented);
        }
        if let Some(properties) = run {
            look.bold = switch(properties, "b");
            look.italic = switch(properties, "i");
            look.hidden = switch(properties, "vanish");
            look.setting = setting(properties);
        }
        look
    }

    /// What this says, and where it says nothing, what `other` says.
    fn or(self, other: &Look<'t>) -> Self {
        Look {
            outline: self.outline.or(other.outline),
            list: self.list.or(other.list),
            is_indented: self.is_indented.or(other.is_indented),
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            hidden: self.hidden.or(other.hidden),
            setting: self.setting.or(other.setting),
        }
    }
}

/// How the properties of a run set its text; none if they do not say.
fn setting(properties: Node) -> Option<Setting> {
    let struck = switch(properties, "strike").or_else(|| switch(properties, "dstrike"));
    match (struck, value(properties, "vertAlign")) {
        (Some(true), _) => Some(Setting::Struck),
        (_, Some("superscript")) => Some(Setting::Raised),
        (_, Some("subscript")) => Some(Setting::Lowered),
        (Some(false), _) | (_, Some("baseline")) => Some(Setting::Plain),
        _ => None,
    }
}

/// The list of which a paragraph is an item, and the level in it.
fn list_item<'a>(properties: Node<'a, '_>) -> Option<(&'a str, usize)> {
    let list = value(properties, "numId")?;
    let level = value(properties, "ilvl").and_then(|level| level.parse().ok());
    Some((list, level.unwrap_or(0)))
}

fn is_indented(indent: Node) -> Option<bool> {
    let number = |name: &str| attribute(indent, name)?.parse::<f64>().ok();
    // What is given in characters counts before what is given in points (§17.3.1.12), but for a
    // nought.
    let in_chars = number("firstLineChars").filter(|n| *n != 0.0);
    let indent = in_chars.or(number("firstLine"))?;
    Some(indent > 0.0)
}

impl<'t> Styles<'t> {
    /// Reads `styles.xml`.
    pub(super) fn new(sheet: &'t Document<'_>) -> Self {
        let mut styles = Styles::default();
        for node in sheet.root_element().children() {
            match node.tag_name().name() {
                "docDefaults" => {
                    let run = child(node, "rPrDefault").and_then(|default| child(default, "rPr"));
                    styles.is_bold = run.and_then(|run| switch(run, "b")).unwrap_or(false);
                    styles.is_italic = run.and_then(|run| switch(run, "i")).unwrap_or(false);
                }
                "style" => styles.take(node),
                _ => {}
            }
        }
        styles
    }

    fn take(&mut self, node: Node<'t, '_>) {
        let Some(id) = attribute(node, "styleId") else {
            return;
        };
        let is_default = matches!(attribute(node, "default"), Some("1" | "true" | "on"));
        if is_default && attribute(node, "type") == Some("paragraph") {
            self.default = Some(id);
        }

        // Word knows its headings by name, whatever language the identifier is in.
        let name = value(node, "name").unwrap_or(id).to_ascii_lowercase();
        let level = name.strip_prefix("heading ");
        let level = level.and_then(|level| level.parse::<u8>().ok());
        let by_name = match level {
            Some(level @ 1..=9) => Some(level - 1),
            _ => (name == "title").then_some(0),
        };
        let mut look = Look::of(child(node, "pPr"), child(node, "rPr"));
        look.outline = look.outline.or(by_name);

        let style = Style { name, based_on: value(node, "basedOn"), look };
        self.styles.insert(id, style);
    }

    fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = &'s Style<'t>> + 's {
        let first = style.and_then(|id| self.styles.get(id));
        std::iter::successors(first, |style| style.based_on.and_then(|id| self.styles.get(id)))
            .take(LONGEST_CHAIN)
    }

    /// What a style says together with those that it is based on.
    fn look(&self, style: Option<&str>) -> Look<'t> {
        self.chain(style).fold(Look::default(), |look, style| look.or(&style.look))
    }

    /// What a paragraph is: what it says itself, and else what its style says.
    pub(super) fn paragraph(&self, style: Option<&str>, own: Look<'t>) -> Look<'t> {
        own.or(&self.look(style.or(self.default)))
    }

    /// The name of a paragraph's style in lower case, as Word's own styles are called in every
    /// language: `title`, `toc 1`.
    pub(super) fn name(&self, style: Option<&str>) -> &str {
        style
            .or(self.default)
            .and_then(|id| self.styles.get(id))
            .map_or("", |style| style.name.as_str())
    }

    /// How a run is shown. Styles that switch the same thing on switch each other off again
    /// (§17.7.3); what the run says itself, counts alone.
    pub(super) fn run(&self, paragraph: &Look, style: Option<&str>, own: &Look) -> RunStyle {
        let look = self.look(style);
        let toggled =
            |own: Option<bool>, style: Option<bool>, paragraph: Option<bool>, by_default: bool| {
                own.unwrap_or(by_default || style.unwrap_or(false) != paragraph.unwrap_or(false))
            };
        let setting = own.setting.or(look.setting).or(paragraph.setting);
        RunStyle {
            bold: toggled(own.bold, look.bold, paragraph.bold, self.is_bold),
            italic: toggled(own.italic, look.italic, paragraph.italic, self.is_italic),
            hidden: toggled(own.hidden, look.hidden, paragraph.hidden, false),
            setting: setting.unwrap_or_default(),
        }
    }
}

/// The numberings of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numberings<'t> {
    /// By the name of a list: the abstract list that it follows.
    lists: BTreeMap<&'t str, &'t str>,
    /// By abstract list and level: how it is numbered, and with what it starts.
    levels: BTreeMap<(&'t str, usize), (&'t str, u32)>,
    /// By abstract list and level: the last number.
    counts: BTreeMap<(&'t str, usize), u32>,
}

impl<'t> Numberings<'t> {
    /// Reads `numbering.xml`.
    pub(super) fn new(sheet: &'t Document<'_>) -> Self {
        let mut numberings = Numberings::default();
        for node in sheet.root_element().children() {
            match node.tag_name().name() {
                "abstractNum" => numberings.take_levels(node),
                "num" => {
                    let list = value(node, "abstractNumId");
                    numberings.lists.extend(attribute(node, "numId").zip(list));
                }
                _ => {}
            }
        }
        numberings
    }

    fn take_levels(&mut self, list: Node<'t, '_>) {
        let Some(id) = attribute(list, "abstractNumId") else {
            return;
        };
        for level in list.children() {
            if level.tag_name().name() != "lvl" {
                continue;
            }
            let index = attribute(level, "ilvl").and_then(|index| index.parse().ok());
            let start = value(level, "start").and_then(|start| start.parse().ok());
            let format = value(level, "numFmt").unwrap_or("decimal");
            let key = (id, index.unwrap_or(0));
            self.levels.insert(key, (format, start.unwrap_or(1)));
        }
    }

    /// Counts an item of a list. The outer none says that it is none, the inner that it has no
    /// number.
    pub(super) fn item(&mut self, list: &str, level: usize) -> Option<Option<u32>> {
        let list = *self.lists.get(list)?;
        let (format, start) = *self.levels.get(&(list, level)).unwrap_or(&("bullet", 1));
        match format {
            "none" => None,
            "bullet" => Some(None),
            _ => {
                // Deeper levels begin anew.
                self.counts.retain(|(other, deeper), _| *other != list || *deeper <= level);
                let count = self
                    .counts
                    .entry((list, level))
                    .and_modify(|count| *count = count.saturating_add(1))
                    .or_insert(start);
                Some(Some(*count))
            }
        }
    }
}

/// The `val` of a child.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// A switch (`ST_OnOff`, ECMA-376 part 1 §22.9.2.7): a child that is there is on, unless its value
/// says otherwise.
fn switch(node: Node, name: &str) -> Option<bool> {
    child(node, name).map(|found| !matches!(attribute(found, "val"), Some("0" | "false" | "off")))
}

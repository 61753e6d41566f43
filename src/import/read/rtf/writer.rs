//! The tokens of a file → a page.
//!
//! Long because every control word that means something has its line here.

use super::tokens::Token;
use crate::base::date::Date;
use crate::base::decode::foreign::in_code_page;
use crate::import::address;
use crate::import::manuscript::Manuscript;
use crate::import::read::Refusal;
use crate::import::read::page::{Head, PageWriter, Style};
use std::collections::BTreeMap;

/// Groups within groups at most; programs write some twenty.
const DEEPEST: usize = 2_000;

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Destination {
    #[default]
    Body,
    /// Nowhere: a picture, a list of colours.
    Nothing,
    Fonts,
    Styles,
    Title,
    /// The day on which the file was made.
    Made,
    /// What a field does: `HYPERLINK "…"`.
    Instruction,
    /// The number or the sign before an item of a list.
    Number,
    /// Beside the text.
    Beside(&'static str),
    Note,
}

/// What holds within a group.
#[derive(Debug, Clone, Default)]
struct State {
    destination: Destination,
    style: Style,
    font: i32,
    /// The code page of the font.
    code_page: u32,
    /// Characters that follow one given by its number, for readers that cannot have it.
    n_replacements: i32,
    is_hidden: bool,
    is_deleted: bool,
    /// Whether what is open was begun by this group, and ends with it.
    opens: bool,
    /// Whether the group is a field with a link that is open.
    has_link: bool,
}

pub(super) struct Writer {
    page: PageWriter,
    head: Head,
    state: State,
    stack: Vec<State>,
    /// Bytes that wait to be read together, for a character may have two.
    waiting: Vec<u8>,
    /// The first half of a character that is given by two numbers.
    half: Option<u16>,
    /// How many characters are to be passed over.
    n_skipped: i32,
    default_code_page: u32,
    code_pages: BTreeMap<i32, u32>,
    headings: BTreeMap<i32, u8>,
    instruction: String,
    number: String,
    made: [i32; 3],
    /// The group that was opened has no word yet.
    is_fresh: bool,
    is_ignorable: bool,
    heading: Option<u8>,
    open_tag: Option<&'static str>,
    is_in_table: bool,
    table: Option<bool>,
    is_in_row: bool,
    is_in_cell: bool,
    style_number: i32,
}

impl Writer {
    pub(super) fn new() -> Self {
        Writer {
            page: PageWriter::default(),
            head: Head::default(),
            state: State { code_page: 1252, n_replacements: 1, ..State::default() },
            stack: Vec::new(),
            waiting: Vec::new(),
            half: None,
            n_skipped: 0,
            default_code_page: 1252,
            code_pages: BTreeMap::new(),
            headings: BTreeMap::new(),
            instruction: String::new(),
            number: String::new(),
            made: [0; 3],
            is_fresh: false,
            is_ignorable: false,
            heading: None,
            open_tag: None,
            is_in_table: false,
            table: None,
            is_in_row: false,
            is_in_cell: false,
            style_number: -1,
        }
    }

    /// Takes a token; no if groups are nested too deep.
    pub(super) fn take(&mut self, token: Token<'_>) -> bool {
        let is_first = std::mem::take(&mut self.is_fresh);
        match token {
            Token::Byte(byte) => {
                self.byte(byte);
                return true;
            }
            _ => self.flush(),
        }
        match token {
            Token::Open => {
                if self.stack.len() >= DEEPEST {
                    return false;
                }
                self.stack.push(self.state.clone());
                self.state.opens = false;
                self.state.has_link = false;
                (self.is_fresh, self.is_ignorable, self.n_skipped) = (true, false, 0);
            }
            Token::Close => self.close(),
            Token::Sign(b'*') => (self.is_ignorable, self.is_fresh) = (true, true),
            Token::Sign(b'~') => self.text("\u{A0}"),
            Token::Sign(b'_') => self.text("\u{2011}"),
            Token::Sign(b'-') => self.text("\u{AD}"),
            Token::Sign(_) | Token::Byte(_) => {}
            Token::Word(word, number) => self.word(word, number, is_first),
        }
        true
    }

    pub(super) fn read(mut self) -> Result<Manuscript, Refusal> {
        self.flush();
        while !self.stack.is_empty() {
            self.close();
        }
        self.end_paragraph();
        self.end_table();
        let [year, month, day] = self.made;
        self.head.made = Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
        self.page.read(&self.head)
    }

    fn close(&mut self) {
        let Some(outer) = self.stack.pop() else {
            return;
        };
        if self.state.opens {
            match self.state.destination {
                Destination::Note => {
                    self.end_paragraph_of_part();
                    self.page.end_note();
                }
                Destination::Beside(what) => {
                    self.end_paragraph_of_part();
                    self.page.set_beside(what);
                }
                Destination::Number => {
                    self.n_skipped = 0;
                    self.state = outer;
                    return self.end_number();
                }
                _ => {}
            }
        }
        if self.state.has_link {
            self.page.tag("</a>");
        }
        self.n_skipped = 0;
        self.state = outer;
    }

    /// Writes the number of an item, as the file has it; a sign is none.
    fn end_number(&mut self) {
        let number = std::mem::take(&mut self.number);
        let number = number.trim();
        if number.contains(char::is_alphanumeric) {
            self.text(&format!("{number} "));
        }
    }

    /// A paragraph of a note has tags of its own, and the one around the note stays open.
    fn end_paragraph_of_part(&mut self) {
        self.page.tag("</p>\n");
    }

    fn byte(&mut self, byte: u8) {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        self.waiting.push(byte);
    }

    /// Reads the bytes that wait.
    fn flush(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.waiting);
        let text = in_code_page(&bytes, self.state.code_page);
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        let style = self.state.style;
        match self.state.destination {
            Destination::Nothing | Destination::Made => {}
            Destination::Fonts => {}
            Destination::Styles => self.name_of_style(text),
            Destination::Title => self.head.title.push_str(text),
            Destination::Instruction => self.instruction.push_str(text),
            Destination::Number => self.number.push_str(text),
            Destination::Body if self.state.is_hidden || self.state.is_deleted => {
                let what = if self.state.is_deleted { "deleted text" } else { "hidden text" };
                self.page.leave();
                self.page.tag("<p>");
                self.page.text(text, Style::default());
                self.page.tag("</p>");
                self.page.set_beside(what);
            }
            Destination::Body => {
                self.begin_paragraph();
                self.page.text(text, style);
            }
            Destination::Beside(_) | Destination::Note => self.page.text(text, style),
        }
    }

    fn name_of_style(&mut self, text: &str) {
        let name = text.trim().trim_end_matches(';').to_lowercase();
        let level = match name.strip_prefix("heading ") {
            Some(level) => level.parse().ok(),
            None => (name == "title").then_some(1),
        };
        if let Some(level @ 1..=9) = level {
            self.headings.insert(self.style_number, level.min(6));
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, is_first: bool) {
        if self.n_skipped > 0 && word != "u" && word != "uc" {
            self.n_skipped -= 1;
        }
        let is_on = number != Some(0);
        if is_first && self.destination(word) {
            return;
        }
        // What a reader may ignore and does not know.
        if is_first && std::mem::take(&mut self.is_ignorable) {
            self.state.destination = Destination::Nothing;
            return;
        }
        match word {
            "ansicpg" => {
                self.default_code_page = u32::try_from(number.unwrap_or(1252)).unwrap_or(1252);
                self.state.code_page = self.default_code_page;
            }
            "mac" => (self.default_code_page, self.state.code_page) = (10000, 10000),
            "f" | "deff" => self.font(number.unwrap_or(0)),
            "fcharset" if self.state.destination == Destination::Fonts => {
                if let Some(page) = code_page(number.unwrap_or(0)) {
                    self.code_pages.insert(self.state.font, page);
                }
            }
            "s" => {
                self.style_number = number.unwrap_or(-1);
                if self.state.destination == Destination::Body {
                    self.heading = self.headings.get(&self.style_number).copied();
                }
            }
            "outlinelevel" if self.state.destination == Destination::Body => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                self.heading = level.filter(|level| *level < 9).map(|level| (level + 1).min(6));
            }
            "uc" => self.state.n_replacements = number.unwrap_or(1).clamp(0, 16),
            "u" => self.unicode(number.unwrap_or(0)),
            "b" => self.state.style.bold = is_on,
            "i" => self.state.style.italic = is_on,
            "strike" | "striked" => self.state.style.struck = is_on,
            "super" => self.state.style.raised = is_on,
            "sub" => self.state.style.lowered = is_on,
            "nosupersub" => (self.state.style.raised, self.state.style.lowered) = (false, false),
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_deleted = is_on,
            "plain" => {
                self.state.style = Style::default();
                (self.state.is_hidden, self.state.is_deleted) = (false, false);
            }
            "yr" if self.state.destination == Destination::Made => {
                self.made[0] = number.unwrap_or(0)
            }
            "mo" if self.state.destination == Destination::Made => {
                self.made[1] = number.unwrap_or(0)
            }
            "dy" if self.state.destination == Destination::Made => {
                self.made[2] = number.unwrap_or(0)
            }
            _ => self.structure(word),
        }
    }

    /// Paragraphs, rows, and words for characters.
    fn structure(&mut self, word: &str) {
        let is_body = self.state.destination == Destination::Body;
        match word {
            "pard" => (self.is_in_table, self.heading) = (false, None),
            "intbl" => self.is_in_table = true,
            "par" | "sect" | "page" if is_body => {
                if self.is_in_cell && self.is_in_table {
                    self.page.text(" ", Style::default());
                } else {
                    self.end_paragraph();
                }
            }
            "par" => match self.state.destination {
                Destination::Beside(_) | Destination::Note => self.page.tag("</p>\n<p>"),
                _ => {}
            },
            "cell" | "nestcell" if is_body => self.end_cell(),
            "row" | "nestrow" if is_body && std::mem::take(&mut self.is_in_row) => {
                self.page.tag("</tr>\n");
            }
            "line" | "softline" => match self.state.destination {
                Destination::Body => {
                    self.begin_paragraph();
                    self.page.tag("<br>");
                }
                _ => self.text(" "),
            },
            "tab" => self.text("\u{2003}"),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "emspace" | "enspace" | "qmspace" => self.text(" "),
            "zwj" => self.text("\u{200D}"),
            "zwnj" => self.text("\u{200C}"),
            _ => {}
        }
    }

    /// Whether a word begins what is no text of the document, or another part of it.
    fn destination(&mut self, word: &str) -> bool {
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "colortbl" | "pict" | "object" | "listtable" | "listoverridetable" | "rsidtbl"
            | "themedata" | "colorschememapping" | "datastore" | "latentstyles" | "xmlnstbl"
            | "revtbl" | "generator" | "nonshppict" | "filetbl" | "sp" | "shprslt" | "author"
            | "operator" | "company" | "subject" | "keywords" | "doccomm" | "category"
            | "manager" | "bkmkstart" | "bkmkend" | "printim" | "revtim" | "buptim" | "info" => {
                Destination::Nothing
            }
            "title" => Destination::Title,
            "listtext" | "pntext" => Destination::Number,
            "xe" | "tc" => Destination::Beside("hidden text"),
            "creatim" => Destination::Made,
            "fldinst" => {
                self.instruction.clear();
                Destination::Instruction
            }
            "fldrslt" if self.is_table_of_contents() => Destination::Beside("table of contents"),
            "fldrslt" => {
                self.begin_link();
                self.is_ignorable = false;
                return true;
            }
            "header" | "headerl" | "headerr" | "headerf" => Destination::Beside("page header"),
            "footer" | "footerl" | "footerr" | "footerf" => Destination::Beside("page footer"),
            "annotation" => Destination::Beside("comment"),
            "footnote" | "endnote" => Destination::Note,
            // What shapes hold, in the form that this reader knows.
            "shptxt" | "shpinst" => {
                self.is_ignorable = false;
                return true;
            }
            _ => return false,
        };
        self.is_ignorable = false;
        match destination {
            _ if self.state.destination == Destination::Nothing
                && !matches!(destination, Destination::Title | Destination::Made) =>
            {
                return true;
            }
            Destination::Beside(_) => {
                self.page.leave();
                self.page.tag("<p>");
            }
            Destination::Note => {
                self.begin_paragraph();
                self.page.begin_note();
                self.page.tag("<p>");
            }
            _ => {}
        }
        self.state.opens = true;
        self.state.destination = destination;
        self.state.style = Style::default();
        true
    }

    /// Whether the field is a table of contents, which says again what the headings say.
    fn is_table_of_contents(&self) -> bool {
        self.instruction.split_whitespace().next() == Some("TOC")
    }

    fn begin_link(&mut self) {
        let address = self.instruction.split_once("HYPERLINK").and_then(|(_, target)| {
            let target = target.trim();
            let quoted = target.strip_prefix('"').and_then(|rest| rest.split('"').next());
            address(quoted.unwrap_or(target))
        });
        self.instruction.clear();
        if let Some(address) = address
            && self.state.destination == Destination::Body
        {
            self.begin_paragraph();
            self.page.link(&address);
            self.state.has_link = true;
        }
    }

    fn font(&mut self, number: i32) {
        self.state.font = number;
        let page = self.code_pages.get(&number).copied();
        self.state.code_page = page.unwrap_or(self.default_code_page);
    }

    /// A character by its number in sixteen bits, of which some make one of two.
    fn unicode(&mut self, number: i32) {
        let unit = (number & 0xFFFF) as u16;
        self.n_skipped = self.state.n_replacements;
        let units = match self.half.take() {
            Some(half) => vec![half, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.half = Some(unit);
                return;
            }
            None => vec![unit],
        };
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
        self.text(&text);
    }

    fn begin_paragraph(&mut self) {
        if self.is_in_table {
            if self.table.is_none() {
                self.end_paragraph();
                self.page.tag("<table>\n");
                self.table = Some(true);
            }
            if !std::mem::replace(&mut self.is_in_row, true) {
                self.page.tag("<tr>");
            }
            if !std::mem::replace(&mut self.is_in_cell, true) {
                self.page.tag("<td>");
            }
            return;
        }
        self.end_table();
        if self.open_tag.is_none() {
            const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
            let level = self.heading.map(|level| usize::from(level.clamp(1, 6)) - 1);
            let tag = level.and_then(|level| HEADINGS.get(level)).copied().unwrap_or("p");
            self.page.tag(&format!("<{tag}>"));
            self.open_tag = Some(tag);
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(tag) = self.open_tag.take() {
            self.page.tag(&format!("</{tag}>\n"));
        }
    }

    fn end_cell(&mut self) {
        self.is_in_table = true;
        self.begin_paragraph();
        self.is_in_cell = false;
        self.page.tag("</td>");
    }

    fn end_table(&mut self) {
        if self.table.take().is_some() {
            if std::mem::take(&mut self.is_in_cell) {
                self.page.tag("</td>");
            }
            if std::mem::take(&mut self.is_in_row) {
                self.page.tag("</tr>");
            }
            self.page.tag("</table>\n");
        }
    }
}

/// The code page of a character set by which fonts say it (`\fcharset`).
fn code_page(charset: i32) -> Option<u32> {
    Some(match charset {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

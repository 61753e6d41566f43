//! Every key of front matter and configuration, with what is written behind it and what it is for;
//! facts come from the registry of kinds.
//!
//! **Invariant:** what the program reads is listed, and what is listed is read: a test holds the
//! list against the source of the rooms that read files, another (`held`) against what they say of
//! each key in each table, a third `docs/reference.md` against the list.
//!
//! Long because every key has its line here.

use super::super::language::Language;
use super::shapes::Shape::{self, *};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::reading::config::{Auto, HTML, LINES, LinkPolicy};
use crate::reading::corpus::{SPEECH_TYPES, TEXT_STATUSES, TurnRole};
use crate::reading::kinds::facts::TYPES;
use crate::reading::kinds::{FactType, Kinds};
use crate::site::export;
use std::borrow::Cow;
use std::fmt::Write;

/// The keys of one table.
pub(in crate::cli) struct Section {
    /// Where the table is, as a heading.
    pub(in crate::cli) title: &'static str,
    /// What is said before its keys.
    pub(in crate::cli) about: &'static str,
    pub(in crate::cli) keys: &'static [Key],
}

impl Section {
    /// The table of this title, to which a key refers.
    pub(in crate::cli) fn named(title: &str) -> &'static Section {
        let mut sections = SECTIONS.iter();
        sections.find(|section| section.title == title).expect("a title that a test has looked for")
    }

    /// The key of this name.
    pub(in crate::cli) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// It, and the tables to which its keys lead.
    pub(in crate::cli) fn with_inner(&'static self) -> Vec<&'static Section> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(section) = found.get(next) {
            let mut inner = Vec::new();
            for key in section.keys {
                key.shape.add_tables(&mut inner);
            }
            // Facts are keys that stand in another list.
            if section.title == ENTITY {
                inner.push(ROLE);
            }
            for title in inner {
                if found.iter().all(|known| known.title != title) {
                    found.push(Section::named(title));
                }
            }
            next += 1;
        }
        found
    }

    /// Whether it is written in TOML, where words have quotes.
    pub(in crate::cli) fn is_toml(&self) -> bool {
        self.title.contains('[') || self.title.contains(".toml")
    }
}

/// A key.
pub(in crate::cli) struct Key {
    pub(in crate::cli) name: &'static str,
    /// What may be written behind it.
    pub(in crate::cli) shape: Shape,
    /// An example, where it says more than the shape.
    example: Option<&'static str>,
    meaning: &'static str,
    pub(in crate::cli) is_required: bool,
}

const fn key(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, shape, example: None, meaning, is_required: false }
}

impl Key {
    const fn like(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// What is written behind it, as an example or as its type.
    pub(in crate::cli) fn value(&self) -> Cow<'static, str> {
        self.example.map_or_else(|| self.shape.wording().into(), Cow::Borrowed)
    }

    /// What it is for.
    pub(in crate::cli) fn meaning(&self) -> Cow<'static, str> {
        match (self.is_required, self.meaning) {
            (false, meaning) => meaning.into(),
            (true, "") => "Required.".into(),
            (true, meaning) => format!("Required. {meaning}").into(),
        }
    }
}

impl Key {
    /// What it is for, in a language.
    fn meaning_in(&self, language: Language) -> String {
        let meaning = language.word(self.meaning);
        match (self.is_required, meaning) {
            (false, meaning) => meaning.to_owned(),
            (true, "") => language.word("Required.").to_owned(),
            // Han text has no space between its sentences.
            (true, meaning) if language == Language::Chinese => {
                format!("{}{meaning}", language.word("Required."))
            }
            (true, meaning) => format!("{} {meaning}", language.word("Required.")),
        }
    }
}

// The outermost tables: those of a file.
pub(in crate::cli) const SPEECH: &str = "A speech";
pub(in crate::cli) const ENTITY: &str = "An entity";
pub(in crate::cli) const PAGE: &str = "A page of the site's own";
pub(in crate::cli) const CONFIG: &str = "`oratory.toml`";
pub(in crate::cli) const DECISIONS: &str = "`content/decisions.toml`";

/// The table of an office, which a fact is.
pub(super) const ROLE: &str = "An entry of `roles`";

// Shapes of several keys.
const ENTRY: Shape = Either(&[Id, In("An entry of a speech's list")]);
const PICTURE: Shape = Either(&[Text, In("`image`")]);
const LINK: Shape = OneOf(|| LinkPolicy::WORDS.map(|(word, _)| word).to_vec());
const FORMAT: Shape = OneOf(export::names);
const FACT_TYPE: Shape = OneOf(|| TYPES.iter().map(|(word, _)| *word).collect());
const LINK_ELSEWHERE: Shape = In("A link of `[brand]` or `[menu]`");
const LINKS_BELOW: Shape = In("Links below one of `[menu]`");
const MENU: Shape = List(&Either(&[Text, LINK_ELSEWHERE, LINKS_BELOW]));

/// All tables, in the order of the page.
pub(in crate::cli) const SECTIONS: &[Section] = &[
    Section {
        title: SPEECH,
        about: "`content/speeches/<id>.<lang>.md`, in folders of any depth. YAML between two lines `---`, or TOML between two lines `+++`.",
        keys: &[
            key("title", Words, "Required; else the first heading of level 1."),
            key("date", When, "Also `2024-03`, `2024`, with a time `2024-03-07T10:00+08:00`, or with a last day `2024-03-07/2024-03-09`; as EDTF has it, `1962~` is about then, `1962?` is not certain, `1962/..` is open, and `unknown` is what nobody knows.").required().like("`2024-03-07`"),
            key("type", OneOf(|| SPEECH_TYPES.to_vec()), "What it is: one of the words below.").like("a word"),
            key("event", Words, "The occasion. Small letters joined by hyphens are an id, and so is the name of a file in `content/events/`.").like("id of an event, or text, or `{en: …, zh: …}`"),
            key("series", OneOrMore(&ENTRY), "The series of which it is a part, described in `content/series/`.").like("an id, or a list"),
            key("location", Id, "Where it was given.").like("id of a place"),
            key("speaker", OneOrMore(&Id), "Who speaks; several where they speak as one.").like("id of a person, or a list"),
            key("role", Words, "The office in which the speaker speaks."),
            key("people", List(&ENTRY), "Whom the text names or is about. Each kind has such a list under its own key: `places`, `initiatives`, `organizations`, `events`, those of `[kinds]`, and `topics`, which the text need not name.").like("`[wang-yi, {id: li-na, as: [the minister]}]`"),
            key("speakers", ByName(&Either(&[Id, In("An entry of `speakers`")])), "Each printed label and who is behind it: `Wang Yi: wang-yi`, or a table as below.").like("a table"),
            key("sources", List(&Either(&[Address, In("An entry of `sources`")])), "Where the text comes from; an address alone will do.").like("`[{url: 'https://…'}]`"),
            key("license", Text, "The licence of the text, if not the site's."),
            key("text_status", OneOf(|| TEXT_STATUSES.to_vec()), "How the text was made: one of the words below.").like("a word"),
            key("translation_of", Text, "Of what the text is a translation.").like("a language, or the id of a speech"),
            key("translator", OneOrMore(&Text), "Who translated it.").like("id of a person, a name, or a list"),
            key("transcriber", OneOrMore(&Text), "Who wrote down what was said.").like("the same"),
            key("changes", List(&In("An entry of `changes`")), "What was corrected since.").like("`[{date: 2024-03-08, note: …}]`"),
            key("image", PICTURE, "A picture of it, for its page and for links to it; the file lies beside the speech.").like("`name.jpg`, or a table as below"),
            key("recording", Either(&[Text, In("`recording`")]), "Its recording: a file beside the speech is played on the page, an address is linked to.").like("`talk.mp3`, `https://…`, or a table as below"),
            key("draft", Truth, "Not published, except with `--drafts`."),
            key("embargo", Moment, "Not published before this moment.").like("`2024-03-07T12:00+08:00`"),
            key("withdrawn", Either(&[Truth, In("`withdrawn`")]), "Its address says that it is withdrawn; the text is not published.").like("`{date: 2024-05-01, reason: …}`, or `true`"),
            key("redirects", List(&Text), "Old addresses that lead to the page.").like("`[/old/page.html]`"),
            key("extra", Free, "What the site keeps for its templates and data."),
        ],
    },
    Section {
        title: "An entry of a speech's list",
        about: "An id alone, or a table.",
        keys: &[
            key("id", Id, "The entity.").required(),
            key("as", List(&Text), "Names that mean it in this speech.").like("`[the minister]`"),
            key("link", LINK, "Which of its mentions are links here."),
            key("about", Truth, "The speech is about it, and the text need not name it."),
        ],
    },
    Section {
        title: "An entry of `speakers`",
        about: "The id of a person alone, or a table.",
        keys: &[
            key("person", OneOrMore(&Id), "Who it is.").like("id of a person, or a list"),
            key("people", OneOrMore(&Id), "Several who speak as one.").like("a list of ids"),
            key("as", Words, "What somebody without a name is called: `reporter`."),
            key("on_behalf_of", Text, "For whom somebody speaks.").like("text or an id"),
            key("turn", OneOf(|| TurnRole::ALL.map(TurnRole::word).to_vec()), "What the turns of the label are."),
        ],
    },
    Section {
        title: "An entry of `sources`",
        about: "An address alone, or a table.",
        keys: &[
            key("url", Address, "Where the text was found."),
            key("archived_url", Address, "A copy in an archive."),
            key("retrieved", Date, "When it was found there."),
            key("note", Words, "What else is to be said."),
            key("sha256", Text, "The hash of the document."),
        ],
    },
    Section {
        title: "`image`",
        about: "The path of a picture alone, or a table. In a text, a picture alone in its paragraph is a figure where it has a title, which is its caption: `![A ferry](ferry.jpg \"The ferry at noon\"){credit=\"Ann Lee\"}`. Who made it may stand behind it or on the line below.",
        keys: &[
            key("src", Text, "The file, as seen from this one; of `[brand]` in `static/`.").required().like("a path"),
            key("alt", Words, "Words for those who do not see it; else the name or the title."),
            key("credit", Words, "Who made it."),
        ],
    },
    Section {
        title: "`recording`",
        about: "A path or an address alone, or a table. `[00:12:05]` in a speaker's label or before a paragraph says when it is said; of the others it is found out from captions, by their words. Addresses of other sites are links, unless `[policy]` lets browsers fetch from there.",
        keys: &[
            key("audio", Text, "What is heard.").like("a path or an address"),
            key("video", Text, "What is seen.").like("a path or an address"),
            key("poster", PICTURE, "What is shown before it plays.").like("as `image`"),
            key("captions", Text, "Captions in WebVTT, if they are not beside the speech and called like it: `<id>.<lang>.vtt`.").like("`talk.vtt`"),
        ],
    },
    Section {
        title: "`withdrawn`",
        about: "`true` alone, or a table.",
        keys: &[
            key("date", Date, "Since when it is withdrawn."),
            key("reason", Words, "Why, for readers."),
        ],
    },
    Section {
        title: "An entry of `changes`",
        about: "",
        keys: &[
            key("date", Date, "").required(),
            key("note", Words, "").required(),
        ],
    },
    Section {
        title: ENTITY,
        about: "`content/<kind>/<id>.md`; the text below the front matter is its description, in parts under `## en`, `## zh` where it differs by language. Its facts are in the next table.",
        keys: &[
            key("name", Words, "Every version is looked for in texts.").required(),
            key("aliases", List(&Either(&[Text, In("An entry of `aliases`")])), "Other names.").like("`[Mayor Halloway, {name: the Mayor, until: 2026}]`"),
            key("not", List(&Text), "Longer wordings in which its names do not mean it.").like("a list of texts"),
            key("description", Words, "One line that says what it is."),
            key("image", PICTURE, "A picture of it, as of a speech; the file lies beside this one.").like("`name.jpg`, or a table"),
            key("redirects", List(&Text), "Old addresses that lead to its page.").like("`[/old/page.html]`"),
            key("extra", Free, "What the site keeps for its templates and data."),
        ],
    },
    Section {
        title: "An entry of `aliases`",
        about: "A name alone, or a table.",
        keys: &[
            key("name", Text, "").required(),
            key("forms", List(&Text), "Other forms of it, which are looked for and shown nowhere: where a stem changes by no rule.").like("`[Liidu]`"),
            key("from", Date, "The first day on which it is used."),
            key("until", Date, "The last day."),
            key("auto", Truth, "Not looked for in texts: only marked places mean it.").like("`false`"),
        ],
    },
    Section {
        title: ROLE,
        about: "A wording alone, or a table.",
        keys: &[
            key("role", Words, "").required(),
            key("organization", Text, "Where.").like("text or an id"),
            key("from", Date, "Since when."),
            key("until", Date, "Until when."),
        ],
    },
    Section {
        title: PAGE,
        about: "`content/<name>.<lang>.md` or `content/pages/<name>.<lang>.md`, there in folders of any depth: about, imprint, news. Its address is its path, `pages/` left out. `index.<lang>.md` in a folder is the page of the folder: it lists the others in it, and has a feed of those with a date; `content/index.<lang>.md` stands on the home page.",
        keys: &[
            key("title", Text, "Else the first heading of level 1, else the name."),
            key("summary", Text, "One sentence about it, for lists, feeds and search engines."),
            key("date", Date, "Of when it is: news and essays are listed newest first."),
            key("menu", Either(&[Truth, Text, In("An entry of `menu`")]), "In the menu, or nowhere; else it is linked at the foot, if it lies in no folder.").like("`true`, `false`, a label, or `{label: …, order: 2}`"),
            key("redirects", List(&Text), "Old addresses that lead to the page.").like("`[/old/page.html]`"),
            key("order", Whole, "Its place among the pages of its folder, as a chapter has one: smaller ones come first, and each links to the others.").like("a number"),
            key("extra", Free, "What the site keeps for its templates."),
        ],
    },
    Section {
        title: "An entry of `menu`",
        about: "A label alone, `true`, `false`, or a table.",
        keys: &[
            key("label", Text, "What the menu says instead of the title."),
            key("order", Whole, "Its place in the menu: smaller ones come first.").like("a number"),
            key("parent", Text, "The link of the menu below which it lies: `speeches`, a kind, or a page as its file is called."),
        ],
    },
    Section {
        title: CONFIG,
        about: "",
        keys: &[
            key("title", Words, "The name of the site.").required().like("`\"…\"`, or `{en = \"…\", zh = \"…\"}`"),
            key("description", Words, "One sentence about it.").like("the same"),
            key("base_url", Address, "Where the site will be published.").like("`\"https://…\"`"),
            key("license", Text, "The licence of the texts.").like("`\"CC0-1.0\"`"),
            key("report", Text, "Where readers report an error; `{url}` and `{title}` are those of the page.").like("`\"editor@example.org\"`, or `\"https://…?page={url}\"`"),
            key("languages", List(&Language), "Languages of the interface; the first is the default.").like("`[\"en\", \"zh\"]`"),
            key("theme", Text, "A theme of the program, or a folder under `themes/`.").like("`\"default\"`"),
            key("minify", Truth, "Leave pages as the templates make them.").like("`false`"),
            key("annotate", In("`[annotate]`"), "Where names are looked for."),
            key("content", In("`[content]`"), "How far content is trusted."),
            key("export", In("`[export]`"), "What is published beside the pages."),
            key("lists", In("`[lists]`"), "How long lists are."),
            key("pictures", In("`[pictures]`"), "In which forms pictures are published."),
            key("map", In("`[map]`"), "How maps are cut."),
            key("menu", In("`[menu]`"), "What every page links to."),
            key("brand", In("`[brand]`"), "What the site shows of itself."),
            key("head", In("`[head]`"), "What every page loads."),
            key("policy", In("`[policy]`"), "What pages may fetch from other hosts."),
            key("kinds", ByName(&In("`[kinds.<name>]`")), "Kinds and facts of the site's own."),
            key("extra", Free, "What templates of the site's own theme ask for."),
        ],
    },
    Section {
        title: "`[annotate]`",
        about: "",
        keys: &[
            key("auto", OneOf(|| Auto::WORDS.map(|(word, _)| word).to_vec()), "Whose names are looked for: those of the speech's lists, all, none."),
            key("link", LINK, "Which mentions are links; the words are those of an entry of a speech's list."),
        ],
    },
    Section {
        title: "`[content]`",
        about: "",
        keys: &[
            key("html", OneOf(|| HTML.to_vec()), "Whether raw HTML is shown as text, or let through."),
        ],
    },
    Section {
        title: "`[export]`",
        about: "",
        keys: &[
            key("formats", List(&FORMAT), "Which formats, and no others; if it is missing, those that are on by default (`oratory export --help`).").like("`[\"atom\", \"sitemap\"]`"),
            key("also", List(&FORMAT), "Formats beside these.").like("`[\"tei\", \"akoma-ntoso\"]`"),
            key("csv_bom", Truth, "Whether the tables in `data/` begin with a byte order mark, by which some spreadsheets know UTF-8.").like("`false`"),
        ],
    },
    Section {
        title: "`[lists]`",
        about: "",
        keys: &[
            key("speeches_per_page", Count, "Speeches on one page of a list.").like("`200`"),
            key("mentions_per_page", Count, "Mentions on one page of an entity; more are divided by year.").like("`500`"),
        ],
    },
    Section {
        title: "`[pictures]`",
        about: "",
        keys: &[
            key("avif", Truth, "Whether photos are there as AVIF, too: a third smaller, and one to two seconds of the first build for each photo.").like("`true`"),
        ],
    },
    Section {
        title: "`[map]`",
        about: "",
        keys: &[
            key("meridian", Meridian, "Degrees east in the middle of maps of the world.").like("`150`"),
        ],
    },
    Section {
        title: "`[brand]`",
        about: "Pictures lie in `static/`, and are named by their path there.",
        keys: &[
            key("logo", Text, "A picture before the title, shown two lines high.").like("`\"logo.svg\"`"),
            key("icon", Text, "The picture of the browser's tab.").like("`\"favicon.svg\"`"),
            key("image", PICTURE, "The picture by which others show links to pages that have none of their own.").like("`\"card.jpg\"`, or `{src = \"card.jpg\", alt = \"…\"}`"),
            key("colors", ByName(&Text), "Custom properties of the theme, without `--`, and their colours.").like("`{link = \"light-dark(#0b57a4, #8ec5ff)\"}`"),
            key("footer", Words, "A line at the foot.").like("text, or `{en = …, zh = …}`"),
            key("links", List(&LINK_ELSEWHERE), "The site elsewhere, linked at the foot.").like("`[{label = \"Mastodon\", url = \"https://…\"}]`"),
        ],
    },
    Section {
        title: "A link of `[brand]` or `[menu]`",
        about: "",
        keys: &[
            key("label", Words, "What readers see.").required(),
            key("url", Address, "Where it leads.").required(),
        ],
    },
    Section {
        title: "Links below one of `[menu]`",
        about: "They open without a script.",
        keys: &[
            key("label", Words, "What readers see; else the label of the page."),
            key("page", Text, "The page below which they lie, if they lie below one."),
            key("items", List(&Either(&[Text, LINK_ELSEWHERE])), "What lies below: nothing lies below that.").required().like("as in `head`"),
        ],
    },
    Section {
        title: "`[head]`",
        about: "",
        keys: &[
            key("scripts", List(&Either(&[Address, In("A script of `[head]`")])), "Scripts of other hosts that every page loads: the policy allows these hosts, and lets them be told.").like("`[{src = \"https://…/count.js\", data = {domain = \"example.org\"}}]`"),
        ],
    },
    Section {
        title: "A script of `[head]`",
        about: "An address alone, or a table.",
        keys: &[
            key("src", Address, "Where it lies.").required(),
            key("data", ByName(&Text), "Its `data-` attributes.").like("a table"),
        ],
    },
    Section {
        title: "`[policy]`",
        about: "Hosts, as `https://media.example.org`. Nothing else is fetched from elsewhere.",
        keys: &[
            key("media", List(&Address), "Pictures, sound and video may come from there.").like("a list of hosts"),
            key("connect", List(&Address), "Scripts may ask these, beside their own.").like("a list of hosts"),
            key("frames", List(&Address), "Recordings there are shown in their players: `https://www.youtube-nocookie.com`, `https://player.vimeo.com`, `https://player.bilibili.com`. Else pages lead there.").like("a list of hosts"),
        ],
    },
    Section {
        title: "`[menu]`",
        about: "Without it the menu has the speeches, the kinds, and the pages that say so; the foot has the other pages.",
        keys: &[
            key("head", MENU, "The menu, in order: `speeches`, kinds, pages of the site's own by their path, addresses elsewhere.").like("`[\"speeches\", \"people\", \"about\", {label = \"Archive\", url = \"https://…\"}]`"),
            key("foot", MENU, "The links at the foot.").like("the same"),
        ],
    },
    Section {
        title: "`[kinds.<name>]`",
        about: "The name is the key of the list in speeches, the folder and the address: `[kinds.treaties]`.",
        keys: &[
            key("singular", Text, "One of them.").like("`\"treaty\"`"),
            key("label", Words, "What readers see.").like("`{en = \"Treaties\", zh = \"条约\"}`"),
            key("facts", ByName(&Either(&[FACT_TYPE, In("A fact in `[kinds.<name>.facts]`")])), "Facts of its own: `signed = \"date\"`, or a table as below. Built-in kinds may have such, too.").like("a table"),
            key("colour", Text, "The colour of the line below its names, of built-in kinds, too.").like("`\"#7a4d00\"`, `\"light-dark(#7a4d00, #e6b566)\"`"),
            key("line", OneOf(|| LINES.to_vec()), "That line."),
        ],
    },
    Section {
        title: "A fact in `[kinds.<name>.facts]`",
        about: "",
        keys: &[
            key("type", FACT_TYPE, "").required(),
            key("kind", Text, "Of what kind a reference is.").like("the name of a kind"),
            key("label", Words, "What readers see.").like("`{en = \"Signed\", zh = \"签署\"}`"),
            key("list", Truth, "Several values."),
        ],
    },
    Section {
        title: DECISIONS,
        about: "Written by `oratory annotate`; each key is a list of tables.",
        keys: &[
            key("always", List(&In("An entry of `[[always]]` or `[[never]]`")), "A `name` that means an `entity`, in one `speech` or in all.").like("`[[always]]`"),
            key("never", List(&In("An entry of `[[always]]` or `[[never]]`")), "A `name` that does not mean an `entity`.").like("`[[never]]`"),
            key("keep", List(&In("An entry of `[[keep]]`")), "An `entity` that stays in the list of a `speech`, though no name of it is found.").like("`[[keep]]`"),
            key("different", List(&In("An entry of `[[different]]`")), "Two labels that look alike, `label` and `other`, and are different speakers.").like("`[[different]]`"),
            key("not-an-entity", List(&Either(&[Text, In("An entry of `[[not-an-entity]]`")])), "A `name` that is nobody's.").like("`[[not-an-entity]]`"),
        ],
    },
    Section {
        title: "An entry of `[[always]]` or `[[never]]`",
        about: "",
        keys: &[
            key("name", Text, "The name.").required(),
            key("entity", Id, "Whom it means, or does not mean.").required(),
            key("speech", Id, "The speech in which it is so; else it is so in all."),
        ],
    },
    Section {
        title: "An entry of `[[keep]]`",
        about: "",
        keys: &[
            key("entity", Id, "Who stays listed.").required(),
            key("speech", Id, "The speech whose list it is."),
        ],
    },
    Section {
        title: "An entry of `[[different]]`",
        about: "",
        keys: &[
            key("label", Text, "One label.").required(),
            key("other", Text, "The other label.").required(),
        ],
    },
    Section {
        title: "An entry of `[[not-an-entity]]`",
        about: "The name alone, or a table.",
        keys: &[
            key("name", Text, "The name.").required(),
        ],
    },
];

/// The page: Markdown.
pub(super) fn page(language: Language) -> String {
    let mut page = format!(
        "# {}\n\n{}\n",
        language.word("Keys of front matter and configuration"),
        language.word("Written by `oratory explain --keys`; a test keeps it true. An unknown key is an error, so that a misspelt one is not lost in silence."),
    );
    for section in SECTIONS {
        let _ = write!(page, "\n## {}\n\n", language.word(section.title));
        if !section.about.is_empty() {
            let _ = write!(page, "{}\n\n", language.word(section.about));
        }
        let head = language.word("| key | value | meaning |");
        let _ = writeln!(page, "{head}\n|---|---|---|");
        for key in section.keys {
            let value = key.value();
            let mut wording = phrase(language, &value);
            if section.is_toml() && key.example.is_none() {
                wording = in_toml(&wording);
            }
            let _ = writeln!(page, "| `{}` | {wording} | {} |", key.name, key.meaning_in(language));
        }

        match section.title {
            SPEECH => {
                let (types, statuses) = (SPEECH_TYPES.join("`, `"), TEXT_STATUSES.join("`, `"));
                let words = say!(
                    "`type` is one of `{types}`; `text_status` one of `{statuses}`.",
                    types,
                    statuses
                );
                let _ = write!(page, "\n{}\n", language.say(&words));
            }
            ENTITY => page.push_str(&facts(language)),
            _ => {}
        }
    }
    page
}

/// A phrase in a language, or the phrases that it is put together from.
fn phrase(language: Language, english: &str) -> String {
    if let Some(known) = language.translation(english) {
        return known.to_owned();
    }
    if language == Language::English {
        return english.to_owned();
    }
    let pieces = english.split(", or ");
    let known = |piece| language.translation(piece).unwrap_or(piece);
    pieces.map(known).collect::<Vec<&str>>().join("，或")
}

/// Words as TOML writes them: `` `all`, `off` `` with quotes, and languages with `=`.
fn in_toml(value: &str) -> String {
    let is_word =
        |piece: &&str| piece.starts_with('`') && piece.ends_with('`') && *piece != "`true`";
    let mut pieces = Vec::new();
    for piece in value.split(", ") {
        let quoted = format!("`\"{}\"`", piece.trim_matches('`'));
        pieces.push(if is_word(&piece) { quoted } else { piece.replace(": …", " = …") });
    }
    pieces.join(", ")
}

/// What is written for a value of a fact.
pub(in crate::cli) fn of_fact(value: FactType) -> Shape {
    match value {
        FactType::Date => Date,
        FactType::Text => Text,
        FactType::Words => Words,
        FactType::Number => Number,
        FactType::Reference(_) => Id,
        FactType::Point => Point,
        FactType::Link => Address,
        FactType::Role => Either(&[Text, In(ROLE)]),
    }
}

/// The facts that files of each kind may state.
fn facts(language: Language) -> String {
    let kinds = Kinds::default();
    let lang = Lang::parse(language.tag()).unwrap_or_else(Lang::english);
    let mut text = String::new();
    for (_, kind) in kinds.iter() {
        let title = say!("Facts of {kind}", kind = kind.key);
        let head = language.word("| key | value | shown as |");
        let _ = write!(text, "\n### {}\n\n{head}\n|---|---|---|\n", language.say(&title));
        for fact in &kind.facts {
            let mut value = phrase(language, &of_fact(fact.value).wording());
            if fact.is_list {
                value = language.say(&say!("a list, each {value}", value));
            }
            let label = match fact.is_shown {
                true => fact.label(&lang),
                false => language.word("not shown").to_owned(),
            };
            let _ = writeln!(text, "| `{}` | {value} | {label} |", fact.key);
        }
    }
    text
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests read the sources, and write what is accepted")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The files that read front matter and configuration, and how they ask for a key.
    const READERS: [&str; 14] = [
        "reading/parse/speeches.rs",
        "reading/parse/recordings.rs",
        "reading/parse/pages.rs",
        "reading/parse/entities.rs",
        "reading/parse/facts.rs",
        "reading/parse/decisions.rs",
        "reading/config/mod.rs",
        "reading/config/menu.rs",
        "reading/config/picture.rs",
        "reading/config/brand.rs",
        "reading/config/exports.rs",
        "reading/config/kinds.rs",
        "base/fields/table.rs",
        "reading/parse/provenance.rs",
    ];
    const ASKING: [&str; 9] = [
        ".get(\"",
        ".take(\"",
        ".wanted(\"",
        ".choice(\"",
        ".url(\"",
        ".table(\"",
        "one_or_more(&mut table, \"",
        "count(&mut table, \"",
        "origins(&mut table, \"",
    ];

    fn asked() -> BTreeSet<String> {
        let mut asked = BTreeSet::new();
        for path in READERS {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
            let text = std::fs::read_to_string(path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for asking in ASKING {
                for piece in text.split(asking).skip(1) {
                    asked.insert(piece.split('"').next().unwrap().to_owned());
                }
            }
        }
        asked
    }

    #[test]
    fn what_is_read_is_listed_and_what_is_listed_is_read() {
        let mut listed: BTreeSet<String> = BTreeSet::new();
        for section in SECTIONS {
            listed.extend(section.keys.iter().map(|key| key.name.to_owned()));
        }
        let mut asked = asked();
        // A list of a speech is asked for by the key of its kind.
        for kind in ["people", "series"] {
            listed.remove(kind);
            asked.remove(kind);
        }
        assert_eq!(listed, asked);
    }

    #[test]
    fn the_page_is_there_in_chinese() {
        let known = |english: &str| Language::Chinese.translation(english).is_some();
        let mut lacking = Vec::new();
        for section in SECTIONS {
            let words = section.keys.iter().map(|key| key.meaning);
            let words = words.chain([section.about, section.title]);
            // What is a key alone is called so everywhere.
            let is_words = |text: &&str| text.contains(' ') && !text.starts_with("`[");
            lacking.extend(words.filter(is_words).filter(|text| !known(text)));
        }
        assert_eq!(lacking, Vec::<&str>::new());
    }

    /// The same as a chapter of the guide, whose front matter has the title.
    fn chapter(language: Language) -> String {
        let (title, summary) = match language {
            Language::English => (
                "Every key",
                "What may be written in front matter and configuration, and what it means.",
            ),
            Language::Chinese => ("全部字段", "文件头和配置文件能写什么、各是什么意思。"),
        };
        let page = page(language);
        let (_, below_title) = page.split_once('\n').unwrap();
        format!("---\ntitle: {title}\norder: 12\nsummary: {summary}\n---\n{below_title}")
    }

    #[test]
    fn the_pages_are_the_list() {
        let guide = |lang: &str| format!("docs/guide/content/pages/guide/reference.{lang}.md");
        let pages = [
            ("docs/reference.md".to_owned(), page(Language::English)),
            (guide("en"), chapter(Language::English)),
            (guide("zh"), chapter(Language::Chinese)),
        ];
        for (path, text) in pages {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            if std::env::var_os("ORATORY_ACCEPT").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            assert!(
                std::fs::read_to_string(&path).is_ok_and(|found| found == text),
                "ORATORY_ACCEPT=1 writes {} anew",
                path.display()
            );
        }
    }
}

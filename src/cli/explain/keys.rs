//! Every key of front matter and configuration, with what is written behind it and what it is for;
//! facts come from the registry of kinds.
//!
//! **Invariant:** what the program reads is listed, and what is listed is read: a test holds the
//! list against the source of the rooms that read files, and `docs/reference.md` against the list.
//!
//! Long because every key has its line here.

use crate::base::lang::Lang;
use crate::reading::corpus::{SPEECH_TYPES, TEXT_STATUSES};
use crate::reading::kinds::{FactType, Kinds};
use std::fmt::Write;

/// The keys of one table.
pub(in crate::cli) struct Section {
    /// Where the table is, as a heading.
    pub(in crate::cli) title: &'static str,
    /// What is said before its keys.
    pub(super) about: &'static str,
    pub(in crate::cli) keys: &'static [Key],
}

/// A key.
pub(in crate::cli) struct Key {
    pub(in crate::cli) name: &'static str,
    /// What is written behind it, as an example or as its type.
    pub(in crate::cli) value: &'static str,
    pub(in crate::cli) meaning: &'static str,
}

const fn key(name: &'static str, value: &'static str, meaning: &'static str) -> Key {
    Key { name, value, meaning }
}

/// All tables, in the order of the page.
pub(in crate::cli) const SECTIONS: &[Section] = &[
    Section {
        title: "A speech",
        about: "`content/speeches/<id>.<lang>.md`, in folders of any depth. YAML between two lines `---`, or TOML between two lines `+++`.",
        keys: &[
            key(
                "title",
                "text, or `{en: …, zh: …}`",
                "Required; else the first heading of level 1.",
            ),
            key(
                "date",
                "`2024-03-07`",
                "Required. Also `2024-03`, `2024`, with a time `2024-03-07T10:00+08:00`, or with a last day `2024-03-07/2024-03-09`; as EDTF has it, `1962~` is about then, `1962?` is not certain, `1962/..` is open, and `unknown` is what nobody knows.",
            ),
            key("type", "a word", "What it is: one of the words below."),
            key(
                "event",
                "id of an event, or text, or `{en: …, zh: …}`",
                "The occasion. Small letters joined by hyphens are an id, and so is the name of a file in `content/events/`.",
            ),
            key(
                "series",
                "an id, or a list",
                "The series of which it is a part, described in `content/series/`.",
            ),
            key("location", "id of a place", "Where it was given."),
            key(
                "speaker",
                "id of a person, or a list",
                "Who speaks; several where they speak as one.",
            ),
            key("role", "text, or `{en: …, zh: …}`", "The office in which the speaker speaks."),
            key(
                "people",
                "`[wang-yi, {id: li-na, as: [the minister]}]`",
                "Whom the text names or is about. Each kind has such a list under its own key: `places`, `initiatives`, `organizations`, `events`, those of `[kinds]`, and `topics`, which the text need not name.",
            ),
            key(
                "speakers",
                "a table",
                "Each printed label and who is behind it: `Wang Yi: wang-yi`, or a table as below.",
            ),
            key(
                "sources",
                "`[{url: 'https://…'}]`",
                "Where the text comes from; an address alone will do.",
            ),
            key("license", "text", "The licence of the text, if not the site's."),
            key("text_status", "a word", "How the text was made: one of the words below."),
            key(
                "translation_of",
                "a language, or the id of a speech",
                "Of what the text is a translation.",
            ),
            key("translator", "id of a person, a name, or a list", "Who translated it."),
            key("changes", "`[{date: 2024-03-08, note: …}]`", "What was corrected since."),
            key(
                "image",
                "`name.jpg`, or a table as below",
                "A picture of it, for its page and for links to it; the file lies beside the speech.",
            ),
            key(
                "recording",
                "`talk.mp3`, `https://…`, or a table as below",
                "Its recording: a file beside the speech is played on the page, an address is linked to.",
            ),
            key("draft", "`true`", "Not published, except with `--drafts`."),
            key("embargo", "`2024-03-07T12:00+08:00`", "Not published before this moment."),
            key(
                "withdrawn",
                "`{date: 2024-05-01, reason: …}`, or `true`",
                "Its address says that it is withdrawn; the text is not published.",
            ),
            key("redirects", "`[/old/page.html]`", "Old addresses that lead to the page."),
            key("extra", "a table", "What the site keeps for its templates and data."),
        ],
    },
    Section {
        title: "An entry of a speech's list",
        about: "An id alone, or a table.",
        keys: &[
            key("id", "an id", "The entity."),
            key("as", "`[the minister]`", "Names that mean it in this speech."),
            key(
                "link",
                "`all`, `first-per-paragraph`, `first-per-exchange`, `first-per-speech`, `first`",
                "Which of its mentions are links here.",
            ),
        ],
    },
    Section {
        title: "An entry of `speakers`",
        about: "The id of a person alone, or a table.",
        keys: &[
            key("person", "id of a person, or a list", "Who it is."),
            key("people", "a list of ids", "Several who speak as one."),
            key(
                "as",
                "text, or `{en: …, zh: …}`",
                "What somebody without a name is called: `reporter`.",
            ),
            key("on_behalf_of", "text or an id", "For whom somebody speaks."),
            key("turn", "`question`, `answer`, `speech`", "What the turns of the label are."),
        ],
    },
    Section {
        title: "An entry of `sources`",
        about: "An address alone, or a table.",
        keys: &[
            key("url", "an address", "Where the text was found."),
            key("archived_url", "an address", "A copy in an archive."),
            key("retrieved", "a date", "When it was found there."),
            key("note", "text", "What else is to be said."),
            key("sha256", "text", "The hash of the document."),
        ],
    },
    Section {
        title: "`image`",
        about: "The path of a picture alone, or a table. In a text, a picture alone in its paragraph is a figure where it has a title, which is its caption: `![A ferry](ferry.jpg \"The ferry at noon\"){credit=\"Ann Lee\"}`. Who made it may stand behind it or on the line below.",
        keys: &[
            key("src", "a path", "The file, as seen from this one; of `[brand]` in `static/`."),
            key(
                "alt",
                "text, or `{en: …, zh: …}`",
                "Words for those who do not see it; else the name or the title.",
            ),
            key("credit", "text, or `{en: …, zh: …}`", "Who made it."),
        ],
    },
    Section {
        title: "`recording`",
        about: "A path or an address alone, or a table. `[00:12:05]` in a speaker's label or before a paragraph says when it is said; of the others it is found out from captions, by their words. Addresses of other sites are links, unless `[policy]` lets browsers fetch from there.",
        keys: &[
            key("audio", "a path or an address", "What is heard."),
            key("video", "a path or an address", "What is seen."),
            key("poster", "as `image`", "What is shown before it plays."),
            key(
                "captions",
                "`talk.vtt`",
                "Captions in WebVTT, if they are not beside the speech and called like it: `<id>.<lang>.vtt`.",
            ),
        ],
    },
    Section {
        title: "`withdrawn`",
        about: "`true` alone, or a table.",
        keys: &[
            key("date", "a date", "Since when it is withdrawn."),
            key("reason", "text, or `{en: …, zh: …}`", "Why, for readers."),
        ],
    },
    Section {
        title: "An entry of `changes`",
        about: "",
        keys: &[key("date", "a date", "Required."), key("note", "text", "Required.")],
    },
    Section {
        title: "An entity",
        about: "`content/<kind>/<id>.md`; the text below the front matter is its description, in parts under `## en`, `## zh` where it differs by language. Its facts are in the next table.",
        keys: &[
            key(
                "name",
                "text, or `{en: …, zh: …}`",
                "Required. Every version is looked for in texts.",
            ),
            key("aliases", "`[Mayor Halloway, {name: the Mayor, until: 2026}]`", "Other names."),
            key("not", "a list of texts", "Longer wordings in which its names do not mean it."),
            key("description", "text, or `{en: …, zh: …}`", "One line that says what it is."),
            key(
                "image",
                "`name.jpg`, or a table",
                "A picture of it, as of a speech; the file lies beside this one.",
            ),
            key("redirects", "`[/old/page.html]`", "Old addresses that lead to its page."),
            key("extra", "a table", "What the site keeps for its templates and data."),
        ],
    },
    Section {
        title: "An entry of `aliases`",
        about: "A name alone, or a table.",
        keys: &[
            key("name", "text", "Required."),
            key(
                "forms",
                "`[Liidu]`",
                "Other forms of it, which are looked for and shown nowhere: where a stem changes by no rule.",
            ),
            key("from", "a date", "The first day on which it is used."),
            key("until", "a date", "The last day."),
            key("auto", "`false`", "Not looked for in texts: only marked places mean it."),
        ],
    },
    Section {
        title: "An entry of `roles`",
        about: "A wording alone, or a table.",
        keys: &[
            key("role", "text, or `{en: …, zh: …}`", "Required."),
            key("organization", "text or an id", "Where."),
            key("from", "a date", "Since when."),
            key("until", "a date", "Until when."),
        ],
    },
    Section {
        title: "A page of the site's own",
        about: "`content/<name>.<lang>.md` or `content/pages/<name>.<lang>.md`, there in folders of any depth: about, imprint, news. Its address is its path, `pages/` left out. `index.<lang>.md` in a folder is the page of the folder: it lists the others in it, and has a feed of those with a date; `content/index.<lang>.md` stands on the home page.",
        keys: &[
            key("title", "text", "Else the first heading of level 1, else the name."),
            key("summary", "text", "One sentence about it, for lists, feeds and search engines."),
            key("date", "a date", "Of when it is: news and essays are listed newest first."),
            key(
                "menu",
                "`true`, `false`, a label, or `{label: …, order: 2}`",
                "In the menu, or nowhere; else it is linked at the foot, if it lies in no folder.",
            ),
            key("label", "text", "Under `menu`: what the menu says instead of the title."),
            key(
                "order",
                "a number",
                "Its place among the pages of its folder, as a chapter has one: smaller ones come first, and each links to the others. Under `menu`: its place there.",
            ),
            key("extra", "a table", "What the site keeps for its templates."),
        ],
    },
    Section {
        title: "`oratory.toml`",
        about: "",
        keys: &[
            key(
                "title",
                "`\"…\"`, or `{en = \"…\", zh = \"…\"}`",
                "Required. The name of the site.",
            ),
            key("description", "the same", "One sentence about it."),
            key("base_url", "`\"https://…\"`", "Where the site will be published."),
            key("license", "`\"CC0-1.0\"`", "The licence of the texts."),
            key(
                "report",
                "`\"editor@example.org\"`, or `\"https://…?page={url}\"`",
                "Where readers report an error; `{url}` and `{title}` are those of the page.",
            ),
            key(
                "languages",
                "`[\"en\", \"zh\"]`",
                "Languages of the interface; the first is the default.",
            ),
            key("theme", "`\"default\"`", "A theme of the program, or a folder under `themes/`."),
            key("minify", "`false`", "Leave pages as the templates make them."),
            key("annotate", "a table", "Where names are looked for."),
            key("content", "a table", "How far content is trusted."),
            key("export", "a table", "What is published beside the pages."),
            key("lists", "a table", "How long lists are."),
            key("map", "a table", "How maps are cut."),
            key("menu", "a table", "What every page links to."),
            key("brand", "a table", "What the site shows of itself."),
            key("head", "a table", "What every page loads."),
            key("policy", "a table", "What pages may fetch from other hosts."),
            key("kinds", "a table", "Kinds and facts of the site's own."),
            key("extra", "a table", "What templates of the site's own theme ask for."),
        ],
    },
    Section {
        title: "`[annotate]`",
        about: "",
        keys: &[
            key(
                "auto",
                "`\"listed\"`, `\"all\"`, `\"off\"`",
                "Whose names are looked for: those of the speech's lists, all, none.",
            ),
            key(
                "link",
                "`\"first-per-exchange\"`, …",
                "Which mentions are links; the words are those of an entry of a speech's list.",
            ),
        ],
    },
    Section {
        title: "`[content]`",
        about: "",
        keys: &[key(
            "html",
            "`\"escaped\"`, `\"trusted\"`",
            "Whether raw HTML is shown as text, or let through.",
        )],
    },
    Section {
        title: "`[export]`",
        about: "",
        keys: &[
            key(
                "formats",
                "`[\"atom\", \"sitemap\"]`",
                "Which formats, and no others; if it is missing, those that are on by default (`oratory export --help`).",
            ),
            key("also", "`[\"tei\", \"akoma-ntoso\"]`", "Formats beside these."),
            key(
                "csv_bom",
                "`false`",
                "Whether the tables in `data/` begin with a byte order mark, by which some spreadsheets know UTF-8.",
            ),
        ],
    },
    Section {
        title: "`[lists]`",
        about: "",
        keys: &[
            key("speeches_per_page", "`200`", "Speeches on one page of a list."),
            key(
                "mentions_per_page",
                "`500`",
                "Mentions on one page of an entity; more are divided by year.",
            ),
        ],
    },
    Section {
        title: "`[map]`",
        about: "",
        keys: &[key("meridian", "`150`", "Degrees east in the middle of maps of the world.")],
    },
    Section {
        title: "`[brand]`",
        about: "Pictures lie in `static/`, and are named by their path there.",
        keys: &[
            key("logo", "`\"logo.svg\"`", "A picture before the title, shown two lines high."),
            key("icon", "`\"favicon.svg\"`", "The picture of the browser's tab."),
            key(
                "image",
                "`\"card.jpg\"`, or `{src = \"card.jpg\", alt = \"…\"}`",
                "The picture by which others show links to pages that have none of their own.",
            ),
            key(
                "colors",
                "`{link = \"light-dark(#0b57a4, #8ec5ff)\"}`",
                "Custom properties of the theme, without `--`, and their colours.",
            ),
            key("footer", "text, or `{en = …, zh = …}`", "A line at the foot."),
            key(
                "links",
                "`[{label = \"Mastodon\", url = \"https://…\"}]`",
                "The site elsewhere, linked at the foot.",
            ),
            key("url", "an address", "Of a link here or in `[menu]`: where it leads."),
        ],
    },
    Section {
        title: "`[head]`",
        about: "",
        keys: &[
            key(
                "scripts",
                "`[{src = \"https://…/count.js\", data = {domain = \"example.org\"}}]`",
                "Scripts of other hosts that every page loads: the policy allows these hosts, and lets them be told.",
            ),
            key("src", "an address", "Of a script: where it lies."),
            key("data", "a table", "Of a script: its `data-` attributes."),
        ],
    },
    Section {
        title: "`[policy]`",
        about: "Hosts, as `https://media.example.org`. Nothing else is fetched from elsewhere.",
        keys: &[
            key("media", "a list of hosts", "Pictures, sound and video may come from there."),
            key("connect", "a list of hosts", "Scripts may ask these, beside their own."),
            key(
                "frames",
                "a list of hosts",
                "Recordings there are shown in their players: `https://www.youtube-nocookie.com`, `https://player.vimeo.com`, `https://player.bilibili.com`. Else pages lead there.",
            ),
        ],
    },
    Section {
        title: "`[menu]`",
        about: "Without it the menu has the speeches, the kinds, and the pages that say so; the foot has the other pages.",
        keys: &[
            key(
                "head",
                "`[\"speeches\", \"people\", \"about\", {label = \"Archive\", url = \"https://…\"}]`",
                "The menu, in order: `speeches`, kinds, pages of the site's own by their path, addresses elsewhere.",
            ),
            key("foot", "the same", "The links at the foot."),
        ],
    },
    Section {
        title: "`[kinds.<name>]`",
        about: "The name is the key of the list in speeches, the folder and the address: `[kinds.treaties]`.",
        keys: &[
            key("singular", "`\"treaty\"`", "One of them."),
            key("label", "`{en = \"Treaties\", zh = \"条约\"}`", "What readers see."),
            key(
                "facts",
                "a table",
                "Facts of its own: `signed = \"date\"`, or a table as below. Built-in kinds may have such, too.",
            ),
            key(
                "colour",
                "`\"#7a4d00\"`, `\"light-dark(#7a4d00, #e6b566)\"`",
                "The colour of the line below its names, of built-in kinds, too.",
            ),
            key(
                "line",
                "`\"solid\"`, `\"dotted\"`, `\"double\"`, `\"dashed\"`, `\"wavy\"`",
                "That line.",
            ),
        ],
    },
    Section {
        title: "A fact in `[kinds.<name>.facts]`",
        about: "",
        keys: &[
            key(
                "type",
                "`\"date\"`, `\"text\"`, `\"words\"`, `\"number\"`, `\"reference\"`, `\"point\"`, `\"link\"`",
                "Required.",
            ),
            key("kind", "the name of a kind", "Of what kind a reference is."),
            key("label", "`{en = \"Signed\", zh = \"签署\"}`", "What readers see."),
            key("list", "`true`", "Several values."),
        ],
    },
    Section {
        title: "`content/decisions.toml`",
        about: "Written by `oratory annotate`; each key is a list of tables.",
        keys: &[
            key(
                "always",
                "`[[always]]`",
                "A `name` that means an `entity`, in one `speech` or in all.",
            ),
            key("never", "`[[never]]`", "A `name` that does not mean an `entity`."),
            key(
                "keep",
                "`[[keep]]`",
                "An `entity` that stays in the list of a `speech`, though no name of it is found.",
            ),
            key(
                "different",
                "`[[different]]`",
                "Two labels that look alike, `label` and `other`, and are different speakers.",
            ),
            key("not-an-entity", "`[[not-an-entity]]`", "A `name` that is nobody's."),
            key("name", "text", "In these tables: the name."),
            key("entity", "an id", "In these tables: the entity."),
            key("speech", "an id", "In these tables: the speech."),
            key("label", "text", "In these tables: one label."),
            key("other", "text", "In these tables: the other label."),
        ],
    },
];

/// The page: Markdown.
pub(super) fn page() -> String {
    let mut page = String::from(
        "# Keys of front matter and configuration\n\n\
         Written by `oratory explain --keys`; a test keeps it true. An unknown key is an error, so that a misspelt one is not lost in silence.\n",
    );
    for section in SECTIONS {
        let _ = write!(page, "\n## {}\n\n", section.title);
        if !section.about.is_empty() {
            let _ = write!(page, "{}\n\n", section.about);
        }
        page.push_str("| key | value | meaning |\n|---|---|---|\n");
        for Key { name, value, meaning } in section.keys {
            let _ = writeln!(page, "| `{name}` | {value} | {meaning} |");
        }

        match section.title {
            "A speech" => {
                let _ = write!(
                    page,
                    "\n`type` is one of `{}`; `text_status` one of `{}`.\n",
                    SPEECH_TYPES.join("`, `"),
                    TEXT_STATUSES.join("`, `")
                );
            }
            "An entity" => page.push_str(&facts()),
            _ => {}
        }
    }
    page
}

/// The facts that files of each kind may state.
fn facts() -> String {
    let kinds = Kinds::default();
    let english = Lang::english();
    let mut text = String::new();
    for (_, kind) in kinds.iter() {
        let _ = write!(
            text,
            "\n### Facts of {}\n\n| key | value | shown as |\n|---|---|---|\n",
            kind.key
        );
        for fact in &kind.facts {
            let value = match fact.value {
                FactType::Date => "a date",
                FactType::Text => "text",
                FactType::Words => "text, or `{en: …, zh: …}`",
                FactType::Number => "a number",
                FactType::Reference(_) => "an id",
                FactType::Point => "`[longitude, latitude]`",
                FactType::Link => "an address",
                FactType::Role => "a wording, or a table",
            };
            let several = if fact.is_list { "a list, each " } else { "" };
            let label = if fact.is_shown { fact.label(&english) } else { "not shown".to_owned() };
            let _ = writeln!(text, "| `{}` | {several}{value} | {label} |", fact.key);
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
    const READERS: [&str; 13] = [
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
        "base/fields/reader.rs",
    ];
    const ASKING: [&str; 9] = [
        ".get(\"",
        ".take(\"",
        ".wanted(\"",
        ".choice(\"",
        ".url(\"",
        ".table(\"",
        "references(&mut table, \"",
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

    /// The same as a chapter of the guide, whose front matter has the title.
    fn chapter() -> String {
        const FRONT: &str = "---\ntitle: Every key\norder: 10\nsummary: What may be written in front matter and configuration, and what it means.\n---\n";
        let page = page();
        let (_, below_title) = page.split_once('\n').unwrap();
        format!("{FRONT}{below_title}")
    }

    #[test]
    fn the_pages_are_the_list() {
        let pages = [
            ("docs/reference.md", page()),
            ("docs/guide/content/pages/guide/reference.en.md", chapter()),
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

//! Every kind of mistake there is: one variant, one page.
//!
//! **Invariant:** `CODES` has one line per variant, in the variants' order; a test holds an input
//! file against each. Names are stable: scripts and `oratory explain` use them.
//!
//! Long because every code has its page here.

use super::Severity;

/// What `oratory explain` and the documentation say of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodePage {
    /// The code.
    pub code: Code,
    /// Its name, as printed: `unknown-key`.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What it means, in one line.
    pub summary: &'static str,
    /// Why it is so and what to do.
    pub explanation: &'static str,
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A file is not UTF-8.
    NotUtf8,
    /// A text file holds a NUL byte.
    NulByte,
    /// A file begins with a byte order mark.
    ByteOrderMark,
    /// A file has the marks of a merge.
    MergeMarks,
    /// A text file is too large.
    FileTooLarge,
    /// A symbolic link leads out of the site.
    LinkOutside,
    /// A file name cannot become an address.
    BadFileName,
    /// A file of the content is neither read nor published.
    StrayFile,
    /// There is no `oratory.toml`.
    NoConfig,
    /// A speech has no front matter.
    NoFrontMatter,
    /// Front matter is never closed.
    FrontMatterOpen,
    /// Front matter does not begin on the first line.
    FrontMatterLate,
    /// YAML cannot be read.
    BadYaml,
    /// TOML cannot be read.
    BadToml,
    /// A file of data, to be imported or for templates, cannot be read.
    BadData,
    /// YAML anchors and aliases are not read.
    YamlAlias,
    /// A key stands twice.
    DuplicateKey,
    /// A key is not known.
    UnknownKey,
    /// A value has the wrong type.
    WrongType,
    /// A required key is missing.
    MissingKey,
    /// A value is not one of those allowed.
    BadValue,
    /// A date cannot be read.
    BadDate,
    /// A date is not the one in the file's name.
    DateDiffers,
    /// A language tag is not well formed.
    BadLanguage,
    /// A suffix of a file's name was meant for its language.
    OddLanguage,
    /// An address cannot be used.
    BadUrl,
    /// Coordinates are not on the globe.
    BadCoordinates,
    /// A kind of the site's own cannot be used.
    BadKind,
    /// A fact of the site's own cannot be declared so.
    BadFact,
    /// An id cannot be used.
    BadId,
    /// Two files have one id.
    DuplicateId,
    /// An id names no entity.
    UnknownEntity,
    /// No file describes an entity that a speech names.
    Undescribed,
    /// An entity stands in the list of another kind.
    WrongKind,
    /// An entity, or a page of the menu, stands twice in one list.
    ListedTwice,
    /// What the files say cannot all be so.
    Contradiction,
    /// Somebody speaks outside his life or his office.
    OutsideLife,
    /// A date lies far from all others.
    DateFarOff,
    /// A speaker label is not in `speakers`.
    UnknownSpeaker,
    /// A label in `speakers` never stands in the text.
    UnusedSpeaker,
    /// Words look like a speaker's label and are none.
    LooksLikeLabel,
    /// A label that occurs once, with nobody behind it, looks like a slip or a phrase.
    DoubtfulLabel,
    /// Labels occur once, with nobody behind them.
    SpeaksOnce,
    /// Somebody speaks in one version of a speech and not in another.
    LostSpeaker,
    /// An alias may be several names.
    JoinedNames,
    /// Two entities share a name.
    SharedAlias,
    /// A name in the text could be two entities.
    AmbiguousName,
    /// A name of an entity occurs and is not linked to it.
    UnlinkedName,
    /// A listed entity is never named in the text.
    NeverNamed,
    /// An alias of one Han character is linked only where it is marked.
    OneCharacterAlias,
    /// An alias is an ordinary word.
    OrdinaryWord,
    /// A name cannot be found by the search.
    UnsearchableName,
    /// Two pages claim one address.
    RouteClash,
    /// An old address cannot be redirected.
    BadRedirect,
    /// Raw HTML is shown as text.
    RawHtml,
    /// Syntax of another program is left in a text.
    ForeignSyntax,
    /// Nothing refers to a footnote.
    UnusedFootnote,
    /// What the policy of the pages does not let browsers do.
    BlockedHtml,
    /// A comment is not closed.
    OpenComment,
    /// A place that `import` marked for review.
    ReviewMark,
    /// A link has a scheme that is not allowed.
    UnsafeLink,
    /// A page would fetch something from another host.
    RemoteMedia,
    /// A link leads to nothing.
    BrokenLink,
    /// A link names a paragraph that does not exist.
    UnknownAnchor,
    /// A quotation is not what its source says.
    Misquoted,
    /// Markdown is nested too deeply.
    TooDeep,
    /// A speech has no text.
    EmptySpeech,
    /// Pictures are larger than screens, and the program does not scale them.
    LargePictures,
    /// The site asks for what the program was built without.
    MissingFeature,
    /// Captions leave paragraphs without a time.
    UntimedParagraphs,
    /// Two versions of a speech do not match.
    TranslationDiffers,
    /// A lock cannot be read.
    BadLock,
    /// The locks are of a version that kept less.
    OldLock,
    /// A paragraph has no number, where numbers cannot be kept.
    NotNumbered,
    /// A published address is gone.
    AddressGone,
    /// A key has another name now.
    OldKey,
    /// A date is yet to come.
    FutureDate,
    /// Two decisions contradict each other.
    DecisionsClash,
    /// A decision is about nothing that is there.
    StaleDecision,
    /// The site has no `base_url`.
    NoBaseUrl,
    /// There is no such theme.
    UnknownTheme,
    /// A theme cannot be used.
    BadTheme,
    /// The interface speaks another language.
    NoInterfaceWords,
    /// A template fails.
    TemplateError,
}

impl Code {
    /// Its page.
    #[must_use]
    pub fn page(self) -> &'static CodePage {
        &CODES[self as usize]
    }

    /// The code with this name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Code> {
        CODES.iter().find(|page| page.name == name).map(|page| page.code)
    }
}

const fn page(
    code: Code,
    name: &'static str,
    severity: Severity,
    summary: &'static str,
    explanation: &'static str,
) -> CodePage {
    CodePage { code, name, severity, summary, explanation }
}

/// All codes, in the order of [`Code`].
pub const CODES: &[CodePage] = &[
    page(
        Code::NotUtf8,
        "not-utf8",
        Severity::Error,
        "a file is not UTF-8",
        "Oratory reads text as UTF-8 only, so that every reader sees the same characters. Save the file as UTF-8, or convert it: `iconv -f GB18030 -t UTF-8 old.md > new.md`. The message names the encoding that the bytes look like.",
    ),
    page(
        Code::NulByte,
        "nul-byte",
        Severity::Error,
        "a text file holds a NUL byte",
        "A NUL byte means that the file is not text or that it was damaged on the way. Open it in an editor that shows control characters and remove it.",
    ),
    page(
        Code::ByteOrderMark,
        "byte-order-mark",
        Severity::Note,
        "a file begins with a byte order mark",
        "The mark is ignored. Save the file as “UTF-8 without BOM” to be rid of the note.",
    ),
    page(
        Code::MergeMarks,
        "merge-marks",
        Severity::Error,
        "two versions of a file were merged, and the marks of it are left",
        "Where git cannot decide between two versions it writes both into the file, between `<<<<<<<`, `=======` and `>>>>>>>`. Keep the lines that are right and remove the marks; `git status` names the other files. Nothing else is said of the file before that.",
    ),
    page(
        Code::FileTooLarge,
        "file-too-large",
        Severity::Error,
        "a text file is too large",
        "A text file of more than 64 MiB is refused before it is read. Split the document, or keep recordings and data under another ending than `.md` and `.toml`.",
    ),
    page(
        Code::LinkOutside,
        "link-outside",
        Severity::Error,
        "a symbolic link leads out of the site",
        "Links that leave the site's folder are not followed: what is published must lie in the site. Copy the file in.",
    ),
    page(
        Code::BadFileName,
        "bad-file-name",
        Severity::Error,
        "a file name cannot become an address",
        "A file name becomes an address and a file on readers' disks. It must not hold control characters or any of `\\ : * ? \" < > | # %`, nor begin with a dot or end in a dot or a space.",
    ),
    page(
        Code::StrayFile,
        "stray-file",
        Severity::Warning,
        "a file of the site is neither read nor published",
        "Speeches lie in `content/speeches/`, in folders of any depth, entities in the folder of their kind (`content/people/`, …), pages of the site's own in `content/<name>.<lang>.md` and `content/pages/`; all of them end in `.md`, or `.markdown`. A new kind is declared in `oratory.toml` under `[kinds.<name>]`. Other files are published where a published text refers to them, by an image, a link or raw HTML; and pictures, recordings, captions and PDFs that lie in the folder of a speech or an entity, `content/speeches/<id>/`. What is published whatever the texts say (`CNAME`, `robots.txt`, a favicon) lies in `static/`, what templates receive in `data/`, as TOML, JSON or CSV. Of a theme are read its `theme.toml`, the words in `i18n/`, a file for each language of the site, and in `templates/` those that are called as one of the program's or are named by another. So originals, backups and notes are not published by accident, and what only a draft shows waits until the draft is published.",
    ),
    page(
        Code::NoConfig,
        "no-config",
        Severity::Note,
        "there is no `oratory.toml`",
        "The site is built with defaults: one language, English, and the default theme. `oratory init` writes a configuration to begin with.",
    ),
    page(
        Code::NoFrontMatter,
        "no-front-matter",
        Severity::Note,
        "a speech has no front matter",
        "Title and date are taken from the first `#` heading or the file name, the language from the file name or the text. Add front matter to say more: `---`, `title: …`, `date: 2024-03-07`, `---`.",
    ),
    page(
        Code::FrontMatterOpen,
        "front-matter-open",
        Severity::Error,
        "front matter is never closed",
        "Front matter begins with `---` (YAML) or `+++` (TOML) on the first line and ends with the same mark on a line of its own.",
    ),
    page(
        Code::FrontMatterLate,
        "front-matter-late",
        Severity::Error,
        "front matter does not begin on the first line",
        "Front matter is read where the file begins with `---` (YAML) or `+++` (TOML). Below a blank line, without its first mark, or between other dashes (`—`, `***`), or as JSON it would be printed as if it were said.",
    ),
    page(
        Code::BadYaml,
        "bad-yaml",
        Severity::Error,
        "YAML cannot be read",
        "Most often a value holds a colon and a space, or begins with one of `[ { & * ! | > ' \" % @`. Put such a value in quotes: `title: 'Speech: part two'`. The full-width `：` needs none.",
    ),
    page(
        Code::BadToml,
        "bad-toml",
        Severity::Error,
        "TOML cannot be read",
        "Text stands in quotes (`title = \"…\"`), dates without (`date = 2024-03-07`). See https://toml.io.",
    ),
    page(
        Code::BadData,
        "bad-data",
        Severity::Error,
        "a file of data cannot be read",
        "Files in `data/`, which templates receive as `data`, are TOML, JSON, and tables (CSV with a line of column names). `oratory import entities` reads such tables, Linked Places (GeoJSON), Popolo (JSON), and results of Wikidata’s query service (JSON). It tells them by what they hold, not by their names.",
    ),
    page(
        Code::YamlAlias,
        "yaml-alias",
        Severity::Error,
        "YAML anchors and aliases are not read",
        "`&name` and `*name` can make a small file unfold into a huge one, and front matter has no need of them. Write the value out, or put it in quotes if it is text.",
    ),
    page(
        Code::DuplicateKey,
        "duplicate-key",
        Severity::Error,
        "a key stands twice",
        "The second value would silently win or lose. Keep one.",
    ),
    page(
        Code::UnknownKey,
        "unknown-key",
        Severity::Error,
        "a key is not known",
        "A misspelt key would be ignored in silence, so it is refused. A site's own keys live under `extra:`.",
    ),
    page(
        Code::WrongType,
        "wrong-type",
        Severity::Error,
        "a value has the wrong type",
        "For instance text where a list is meant: `people: wang-yi` should be `people: [wang-yi]`.",
    ),
    page(
        Code::MissingKey,
        "missing-key",
        Severity::Error,
        "a required key is missing",
        "A speech needs `title` and `date`, an entity needs `name`.",
    ),
    page(
        Code::BadValue,
        "bad-value",
        Severity::Error,
        "a value is not one of those allowed",
        "The message lists what is allowed.",
    ),
    page(
        Code::BadDate,
        "bad-date",
        Severity::Error,
        "a date cannot be read",
        "Dates are written `2024-03-07`, where less is known `2024-03` or `2024`, and must exist in the calendar. The date of a speech may have a time, `2024-03-07T10:00+08:00`, which orders the speeches of a day, or a last day, `2024-03-07/2024-03-09`. It may also say how sure it is: `1962~` is about then, `1962?` is not certain, `unknown` is what nobody knows. Other dates have no such signs: say it in words.",
    ),
    page(
        Code::DateDiffers,
        "date-differs",
        Severity::Warning,
        "a date is not the one in the file's name",
        "A speech whose name begins with a day is filed under that day by whoever looks into the folder; lists, feeds and citations go by the `date` in its front matter. One of the two is most likely a slip. The name is a part of the address: once a speech is published, mend the date.",
    ),
    page(
        Code::BadLanguage,
        "bad-language",
        Severity::Error,
        "a language tag is not well formed",
        "Languages are BCP-47 tags: `en`, `zh`, `zh-Hant`, `pt-BR`. A country is none (`cn`, `jp`), nor is a code of three letters where there is one of two (`eng`, `zho`).",
    ),
    page(
        Code::OddLanguage,
        "odd-language",
        Severity::Warning,
        "a suffix of a file's name is not read as its language",
        "The language of a speech is the last part of its name: `2024-03-07-talk.zh.md`, by its BCP-47 tag, in its usual case. `zh_CN`, `eng` or `cn` are no tags: they become a part of the id, and the text is taken for one in the language of its letters.",
    ),
    page(
        Code::BadUrl,
        "bad-url",
        Severity::Error,
        "an address cannot be used",
        "Addresses begin with `https://` or `http://` and hold no spaces. The addresses of pages are appended to `base_url`, so it holds no `?` or `#` either.",
    ),
    page(
        Code::BadCoordinates,
        "bad-coordinates",
        Severity::Error,
        "coordinates are not on the globe",
        "Coordinates are `[longitude, latitude]` in degrees, longitude first, as in GeoJSON: Beijing is `[116.4, 39.9]`.",
    ),
    page(
        Code::BadKind,
        "bad-kind",
        Severity::Error,
        "a kind of the site's own cannot be used",
        "A kind's name becomes a folder, a front-matter key and an address. It must be lower-case letters and hyphens, and not one of those in use: `people`, `places`, `initiatives`, `speeches`, `assets`, …",
    ),
    page(
        Code::BadFact,
        "bad-fact",
        Severity::Error,
        "a fact of the site's own cannot be declared so",
        "A site declares facts of its entities in `oratory.toml`: `[kinds.treaties.facts]` and below it `signed = \"date\"`, or `party = {type = \"reference\", kind = \"organizations\", label = {en = \"Party\"}, list = true}`. \
         The types are `date`, `text`, `words`, `number`, `reference`, `point` and `link`. A key is lower-case letters, digits and `_`, is not one that files of the kind have already, and has the same type in every kind.",
    ),
    page(
        Code::BadId,
        "bad-id",
        Severity::Error,
        "an id cannot be used",
        "Ids are letters of any script, digits and `- _ .`; they begin with a letter or digit. `王毅` is as good as `wang-yi`.",
    ),
    page(
        Code::DuplicateId,
        "duplicate-id",
        Severity::Error,
        "two files have one id",
        "An entity's id is unique over all kinds, a speech's id is unique in its language. Rename one of the files.",
    ),
    page(
        Code::UnknownEntity,
        "unknown-entity",
        Severity::Error,
        "an id names no entity",
        "The lists of a speech, `speakers`, `location`, `part_of`, explicit mentions and the like name entities by id: the file name without `.md`.",
    ),
    page(
        Code::Undescribed,
        "undescribed",
        Severity::Warning,
        "no file describes an entity that a speech names",
        "Its page is a stub: the name is made of the id (`wang-yi` is looked for as `Wang Yi`), and all else is what the texts say. `oratory new` writes the file, to which other names, facts and a description are added; `oratory annotate --new-entities` finds the names that texts have. `--strict` refuses stubs. An id that is nearly another one, or a name, is no stub but an error.",
    ),
    page(
        Code::WrongKind,
        "wrong-kind",
        Severity::Error,
        "an entity stands in the list of another kind",
        "Each list takes entities of its own kind: people under `people`, places under `places`.",
    ),
    page(
        Code::ListedTwice,
        "listed-twice",
        Severity::Warning,
        "an entry stands twice in one list",
        "The second entry says nothing, and one of the two may have been meant for another id.",
    ),
    page(
        Code::Contradiction,
        "contradiction",
        Severity::Warning,
        "what the files say cannot all be so",
        "Somebody who died before being born, an office that ended before it began, a place that is a part of itself: of two statements that exclude each other one is a slip. Both places are shown; nothing is left out of the pages.",
    ),
    page(
        Code::OutsideLife,
        "outside-life",
        Severity::Warning,
        "somebody speaks outside his life or his office",
        "The date of a speech and what the speaker’s file says of `born`, `died` or `roles` exclude each other. Most often a date is a slip, or the speech is another person’s of the same name: then write who speaks under `speaker` or `speakers`.",
    ),
    page(
        Code::DateFarOff,
        "date-far-off",
        Severity::Warning,
        "a date lies far from all others",
        "A speech of the year 2204 or 0224 among those of our time was most likely given in 2024. Told are years from 2100 on, and speeches that lie more than 150 years from every other one of the site.",
    ),
    page(
        Code::UnknownSpeaker,
        "unknown-speaker",
        Severity::Warning,
        "a speaker label is not in `speakers`",
        "The front matter's `speakers` says who is behind each printed label. Add the label, or mend its spelling in the text.",
    ),
    page(
        Code::UnusedSpeaker,
        "unused-speaker",
        Severity::Warning,
        "a label in `speakers` never stands in the text",
        "Most often the label in the text is spelt otherwise. Labels are compared without their colon.",
    ),
    page(
        Code::LooksLikeLabel,
        "looks-like-label",
        Severity::Warning,
        "words look like the label of a speaker, and are none",
        "What follows belongs to the speaker before. A label is bold with a colon, `**Name:**`, or a heading, `### Name`. Where nobody begins to speak, `__Name__` or `[Name](@id)` says so.",
    ),
    page(
        Code::DoubtfulLabel,
        "doubtful-label",
        Severity::Warning,
        "a label that occurs once looks like a slip or a phrase",
        "Bold words with a colon begin a turn. Mend the spelling, name the speaker in `speakers`, or write `__On the ferry:__`, which leads in a paragraph and is no label.",
    ),
    page(
        Code::SpeaksOnce,
        "speaks-once",
        Severity::Note,
        "labels occur once, and nobody is behind them",
        "A misspelt label is a speaker that nobody is. Where its name occurs nowhere else, nothing but a reader can tell. People in the speech's lists and a table of `speakers` say who it is, and then this is not said.",
    ),
    page(
        Code::LostSpeaker,
        "lost-speaker",
        Severity::Warning,
        "somebody speaks in one version of a speech and not in another",
        "Versions of a speech have the same speakers. Where one is missing, its label is most often not bold, misspelt, or not yet a name of that person: then their words are under another name.",
    ),
    page(
        Code::JoinedNames,
        "joined-names",
        Severity::Warning,
        "several names may stand in one alias",
        "Items of a list are divided by a comma and a space, `[Mayor Halloway, 哈洛韦市长]`. `，`, `、` and `;` are letters to YAML and TOML, so what they divide is one name, and no text has it. Write `, ` between the names; a name that really holds such a sign is put in quotes.",
    ),
    page(
        Code::SharedAlias,
        "shared-alias",
        Severity::Warning,
        "two entities share a name",
        "Where both are listed in one speech, the name is ambiguous and is not linked. Give one of them a longer alias, a date window (`until:`), or `auto: false`.",
    ),
    page(
        Code::AmbiguousName,
        "ambiguous-name",
        Severity::Warning,
        "a name in the text could be two entities",
        "Nothing is linked: a guess would be worse. Say which: `as: [name]` in the speech's list, or mark the place: `[name](@id)`.",
    ),
    page(
        Code::UnlinkedName,
        "unlinked-name",
        Severity::Note,
        "a name of an entity occurs and is not linked to it",
        "The words beside it make it somebody else's (`Jerome Powell` where Colin Powell is listed), or nobody is called so on the day of the speech. Told once for a name and speech, with all places. Where it is meant, mark the place: `[Powell](@colin-powell)`, or give the alias other dates; where it is not, `[Jerome Powell](@-)`, or `not: [Jerome Powell]` in the entity's file for all speeches. `oratory annotate --why NAME` shows every place of a name, and why it is linked or not.",
    ),
    page(
        Code::NeverNamed,
        "never-named",
        Severity::Warning,
        "a listed entity is never named in the text",
        "The speech is shown as about the entity, apart from what it names. If the text does name it, give the entity the alias under which it does, or mark the place: `[words](@id)`; if the speech has nothing to do with it, remove it from the list.",
    ),
    page(
        Code::OneCharacterAlias,
        "one-character-alias",
        Severity::Note,
        "an alias of one Han character is linked only where it is marked",
        "One character stands in too many words. Mark the places: `[习](@xi-jinping)`, and set `auto: false` to be rid of the note.",
    ),
    page(
        Code::OrdinaryWord,
        "ordinary-word",
        Severity::Warning,
        "an alias is an ordinary word",
        "`the`, `we` and 我们 are in every sentence, and mean nobody in most: such an alias is linked only where it is marked. Most often it is a piece of a longer name, which is the alias to write. Mark the places, `[we](@the-society)`, and set `auto: false` to be rid of the warning. `We` with a capital letter may be a title and is looked for.",
    ),
    page(
        Code::UnsearchableName,
        "unsearchable-name",
        Severity::Warning,
        "a name cannot be found by the search",
        "After every build the finished index is asked for every name and alias. One without a letter or digit cannot be asked for: add an alias that readers can type.",
    ),
    page(
        Code::RouteClash,
        "route-clash",
        Severity::Error,
        "two pages claim one address",
        "Both claims are shown. Addresses are compared without regard to case and to how accents are stored, because many disks and servers do; and what is a file at one address cannot be a folder for another. A file of `static/` keeps its path; `static/robots.txt` takes the place of the one that the site writes.",
    ),
    page(
        Code::BadRedirect,
        "bad-redirect",
        Severity::Error,
        "an old address cannot be redirected",
        "`redirects` are paths within the site: `/old/page.html`. They must not leave it, and end in `.html` or `/`.",
    ),
    page(
        Code::RawHtml,
        "raw-html",
        Severity::Warning,
        "raw HTML is shown as text",
        "Content is not trusted: apart from a few plain inline tags (`<b> <i> <u> <s> <em> <strong> <sub> <sup> <small> <br> <ruby> <rt> <rp> <wbr> <kbd> <cite> <q>`, without attributes) HTML is shown as it is written. A site that trusts its content sets `[content] html = \"trusted\"`.",
    ),
    page(
        Code::ForeignSyntax,
        "foreign-syntax",
        Severity::Warning,
        "syntax of another program is left in a text",
        "Shortcodes, template tags, admonitions and lists of attributes of Hugo, Jekyll, Zola, MkDocs, Pandoc, Obsidian and others mean nothing here, and a footnote, a mention or a link that is not complete is none: readers see them as they are written. Write what is meant as Markdown. Where the signs themselves are meant, set them as code, or put a backslash before them: `\\{{`.",
    ),
    page(
        Code::UnusedFootnote,
        "unused-footnote",
        Severity::Warning,
        "nothing refers to a footnote",
        "A footnote is defined, `[^1]: …`, and no `[^1]` leads to it: it stands at the end of the notes, and nobody sees what it belongs to.",
    ),
    page(
        Code::BlockedHtml,
        "blocked-html",
        Severity::Warning,
        "the policy of the pages blocks a piece of HTML",
        "The program’s themes publish pages with a policy (`Content-Security-Policy`) that lets browsers load what lies in the site and nothing else: frames and embedded objects do not show, scripts and styles within a page do nothing. Link to what a frame would show; put scripts and styles into files of the site’s theme, under `static/`. A theme of the site’s own may state another policy.",
    ),
    page(
        Code::OpenComment,
        "open-comment",
        Severity::Error,
        "a comment is not closed",
        "`<!--` begins a comment, which is not published; it ends with `-->`. One that is not closed takes what comes after it out of the text, or, within a paragraph, which ends at a blank line, shows to readers. Where the signs themselves are meant, write `\\<!--`.",
    ),
    page(
        Code::ReviewMark,
        "review-mark",
        Severity::Warning,
        "a place waits for review",
        "`import` joins and sets aside what a scrape has torn and mixed; where it is not sure, it puts a comment above the paragraph: `<!-- review: … -->`. Read the paragraph against the source, mend it if need be, and remove the comment.",
    ),
    page(
        Code::UnsafeLink,
        "unsafe-link",
        Severity::Warning,
        "a link has a scheme that is not allowed",
        "Links may be relative, or begin with `https:`, `http:`, `mailto:` or `tel:`. The text is kept, the link is left out.",
    ),
    page(
        Code::RemoteMedia,
        "remote-media",
        Severity::Warning,
        "a page would fetch something from another host",
        "An image, a recording, a frame, a style sheet or a script on another host is asked of that host by every reader's browser, which so learns who reads what. The policy of the program's themes does not let browsers ask, so it never shows. Put the file beside the speech and name it there. Links that readers may follow can lead anywhere.",
    ),
    page(
        Code::BrokenLink,
        "broken-link",
        Severity::Warning,
        "a link leads to nothing",
        "A relative link must name a file that exists: a Markdown file of the site, or media beside the speech. The text is kept, the link is left out.",
    ),
    page(
        Code::UnknownAnchor,
        "unknown-anchor",
        Severity::Warning,
        "a link names a paragraph that does not exist",
        "Paragraphs are named by the ¶ numbers of the page: `#t12p3`.",
    ),
    page(
        Code::Misquoted,
        "misquoted",
        Severity::Error,
        "a quotation is not what its source says",
        "Words in quotation marks that link to a paragraph, `[“It is done.”](@the-speech#t2p1)`, and a block quote that ends in `> — [Ann Reed](@the-speech#t2p1)` are held against that paragraph, character by character. White space may differ, `…` or `[…]` leaves words out, and what the editor writes instead stands in square brackets: `[T]he sea`. A link without quotation marks quotes nothing.",
    ),
    page(
        Code::TooDeep,
        "too-deep",
        Severity::Error,
        "Markdown is nested too deeply",
        "More than 32 levels of quotes and lists are refused.",
    ),
    page(
        Code::EmptySpeech,
        "empty-speech",
        Severity::Note,
        "a speech has no text",
        "Its page is made, with nothing in it.",
    ),
    page(
        Code::LargePictures,
        "large-pictures",
        Severity::Note,
        "pictures are larger than they need be",
        "A picture from a camera has 4000 pixels from side to side and several megabytes; a phone shows 700 of them and loads them all. A program with the cargo feature `pictures`, as released ones have it, makes sizes for screens at build, keeps them in `.oratory-cache/`, and lets each browser choose. Without it pictures are published as they are.",
    ),
    page(
        Code::MissingFeature,
        "missing-feature",
        Severity::Warning,
        "the site asks for what this program cannot do",
        "Photos as AVIF, tables as Parquet and some other things need large packages, so they are cargo features. Released programs have all of them; a program built from the source has those that it was built with: `cargo install oratory --features full`. The rest of the site is made as always.",
    ),
    page(
        Code::UntimedParagraphs,
        "untimed-paragraphs",
        Severity::Note,
        "captions leave paragraphs without a time",
        "The words of captions are looked for in the paragraphs of the speech. A paragraph of which too few are there, or that could be in several places, gets no time rather than a wrong one: nothing leads from it into the recording. A time may be written before it, `[00:12:05] …`, or in the label of a speaker.",
    ),
    page(
        Code::TranslationDiffers,
        "translation-differs",
        Severity::Warning,
        "two versions of a speech do not match",
        "Versions in several languages are aligned turn by turn; where the number of turns or the date differs, one of them most likely lacks something. Where the text is the same, one of them is not translated yet.",
    ),
    page(
        Code::BadLock,
        "bad-lock",
        Severity::Error,
        "a lock cannot be read",
        "The files in `content/ids/` keep the ¶ links of published paragraphs valid, and know which addresses were published. Take the file back from version control or a backup: what it lacks gets new numbers, and old links lead elsewhere or nowhere.",
    ),
    page(
        Code::OldLock,
        "old-lock",
        Severity::Note,
        "the locks do not say in which languages the site was published",
        "Where the default language changes, so do addresses: `speeches/a.html` would show another text. The locks in `content/ids/` keep what was published where, and the old addresses lead on. Locks of an earlier version do not say it, so the site is taken to have had the languages that it has. The first `oratory build` writes it down, and the note is gone.",
    ),
    page(
        Code::NotNumbered,
        "not-numbered",
        Severity::Error,
        "a paragraph has no ¶ number yet, and none can be given here",
        "With `--locked`, which is the rule where `CI` is set, `build` gives no new numbers: they would be lost with the machine, and the next build could give others. Run `oratory build` where you edit and commit `content/ids/` together with the speech. `--locked=false` numbers all the same.",
    ),
    page(
        Code::AddressGone,
        "address-gone",
        Severity::Warning,
        "an address was published and leads nowhere now",
        "The locks in `content/ids/` remember a speech or an entity whose file is not there. A speech that got another name is recognised by its text, an entity by a `same_as` in common; `oratory speech rename OLD NEW` and `oratory entity rename OLD NEW` are sure. To take a speech back, leave its file and run `oratory speech withdraw ID`: its address then says so. To lead elsewhere, write the address under `redirects` of the file that took its place; with the page of an entity its lists and feeds lead on.",
    ),
    page(
        Code::OldKey,
        "old-key",
        Severity::Note,
        "a key has another name now",
        "The old name is still read. One word has one meaning: `aliases` are names of an entity, `redirects` are old addresses.",
    ),
    page(
        Code::FutureDate,
        "future-date",
        Severity::Warning,
        "a speech is dated later than today",
        "Most often a slip in the year. A speech that is yet to be given waits with `embargo: 2024-03-07T12:00+08:00` or `draft: true`. `--as-of` says for which moment the site is made.",
    ),
    page(
        Code::DecisionsClash,
        "decisions-clash",
        Severity::Error,
        "two decisions contradict each other",
        "`content/decisions.toml` says what names mean. A name that always means one entity cannot always mean another in the same speech, nor never mean it. Take one of the two lines away.",
    ),
    page(
        Code::StaleDecision,
        "stale-decision",
        Severity::Warning,
        "a decision is about nothing that is there",
        "A decision names a speech or a suggestion that is not there any more. Speeches are named by their id, `2024-03-07-press-conference`, or with their language, `2024-03-07-press-conference.zh`. Take the line away, or mend the id.",
    ),
    page(
        Code::NoBaseUrl,
        "no-base-url",
        Severity::Note,
        "the site has no `base_url`",
        "Sitemap, feeds and canonical addresses need absolute addresses and are left out. Set `base_url = \"https://…\"` in `oratory.toml`, or `--base-url`.",
    ),
    page(
        Code::UnknownTheme,
        "unknown-theme",
        Severity::Error,
        "there is no such theme",
        "A theme is a folder under `themes/`, or one of those in the binary: `default`, `newspaper`, `plain`.",
    ),
    page(
        Code::BadTheme,
        "bad-theme",
        Severity::Error,
        "a theme cannot be used",
        "A theme has a `theme.toml`, templates under `templates/` and files under `static/`. `extends` names another theme; the chain must end.",
    ),
    page(
        Code::NoInterfaceWords,
        "no-interface-words",
        Severity::Note,
        "the interface speaks another language",
        "The words of buttons, headings and labels are in `i18n/<lang>.toml` of the theme. A language is served by the files that CLDR has stand in for it: `zh-HK` by `zh-Hant`, `pt-BR` by `pt`. Words that none of them has are in English, or in another script of the language; the note names their keys. A file of the site’s own theme is laid over those of the program, word by word: `themes/default/i18n/sv.toml` is enough.",
    ),
    page(
        Code::TemplateError,
        "template-error",
        Severity::Error,
        "a template fails",
        "The template engine's own report follows. Templates are Tera 2; most examples found elsewhere are Tera 1.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_stands_at_its_code() {
        for (index, page) in CODES.iter().enumerate() {
            assert_eq!(page.code as usize, index, "{}", page.name);
            assert_eq!(Code::named(page.name), Some(page.code));
        }
    }
}

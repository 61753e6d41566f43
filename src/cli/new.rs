//! `oratory new`: writes a file with the front matter of its kind; everything else that it may say
//! is there as comments.
//!
//! **Invariant:** no file is overwritten; the site can be built with the new one at once.

use super::init::write_new;
use super::print::Screen;
use super::site::{check_id, is_known_language, read, root};
use super::{Failure, Verdict};
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::fields::scalar::{self, Quoting};
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use crate::base::sources::Sources;
use crate::reading::config::{self, Config};
use crate::reading::corpus::{SPEECH_TYPES, TEXT_STATUSES};
use crate::reading::kinds::{Fact, FactType, Kind};
use crate::reading::parse::{Place, place_of};
use crate::site::export::EXPORTERS;
use clap::Args;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// speech, person, place, initiative, or a kind of the site's own
    #[arg(value_name = "KIND")]
    kind: String,
    /// The id, which becomes file name and address: 2024-03-07-press-conference, wang-yi, 王毅
    #[arg(value_name = "ID")]
    id: String,
    /// Title of the speech, name of the entity, also as `--name` [default: from the id]
    #[arg(long, value_name = "TEXT", alias = "name")]
    title: Option<String>,
    /// Language of the speech [default: the site's first]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Date of the speech: 2024-03-07 [default: the one that the id begins with]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = read(screen)?;
    let mut diagnostics = Diagnostics::default();
    let formats: Vec<&str> = EXPORTERS.iter().map(|exporter| exporter.name).collect();
    let config = config::read(&sources, &formats, &mut diagnostics);
    if diagnostics.has_errors() {
        screen.diagnostics_aside(&diagnostics, &sources);
        return Ok(Verdict::Mistakes);
    }

    let (path, text) = file(arguments, &config, &sources).map_err(Failure::Usage)?;
    write_new(root(), [(path.as_str(), text.as_str())])?;
    screen.result(format!("{path}\n").as_bytes());
    Ok(Verdict::Done)
}

/// The path and the text of the new file, or why there can be none.
fn file(
    arguments: &Arguments,
    config: &Config,
    sources: &Sources,
) -> Result<(String, String), Message> {
    let Arguments { kind, id, title, .. } = arguments;
    check_id(id)?;
    let title = title.clone().unwrap_or_else(|| words_of(id));
    if title.trim().is_empty() || title.contains(char::is_control) {
        return Err(say!("a title is one line of text"));
    }

    if kind == "speech" || kind == "speeches" {
        let lang = language(arguments.lang.as_deref(), config)?;
        let date = date(arguments.date.as_deref(), id)?;
        let path = format!("content/speeches/{id}.{lang}.md");
        let named = Place::Speech { id: id.clone(), lang: Some(lang) };
        let is_it = |other: &str| other != path && place_of(other, config) == named;
        if let Some((_, source)) = sources.iter().find(|(_, source)| is_it(&source.path)) {
            let path = &source.path;
            return Err(say!("`{path}` is the speech `{id}` already", path, id));
        }
        return Ok((path, speech(&title, date, config)));
    }

    let (_, kind) = config
        .kinds
        .iter()
        .find(|(_, known)| known.singular == *kind || known.key == *kind)
        .ok_or_else(|| unknown_kind(kind, config))?;
    if arguments.lang.is_some() || arguments.date.is_some() {
        return Err(say!(
            "`--lang` and `--date` are for speeches; an entity has one file for all languages"
        ));
    }
    let is_it = |path: &str| matches!(place_of(path, config), Place::Entity { id: taken, .. } if taken == *id);
    if let Some((_, source)) = sources.iter().find(|(_, source)| is_it(&source.path)) {
        let path = &source.path;
        return Err(say!(
            "the id `{id}` is taken by `{path}`; ids are unique over all kinds",
            id,
            path
        ));
    }

    let path = format!("content/{}/{id}.md", kind.key);
    Ok((path, entity(&title, kind)))
}

fn unknown_kind(kind: &str, config: &Config) -> Message {
    let mut words = vec!["speech"];
    for (_, known) in config.kinds.iter() {
        words.push(&known.singular);
    }

    let near = match nearest(kind, words.iter().copied()) {
        Some(near) => say!(" (did you mean `{near}`?)", near),
        None => Message::default(),
    };
    say!(
        "there is no kind `{kind}`{near}: it is one of `{all}`, \
         and a site declares its own in `oratory.toml`",
        kind,
        near,
        all = Message::joined("`, `", words)
    )
}

/// The language of the new speech, if a file name that ends in its tag will be read as one of that
/// language.
fn language(tag: Option<&str>, config: &Config) -> Result<Lang, Message> {
    let Some(tag) = tag else {
        return Ok(config.default_language().clone());
    };
    let lang = Lang::parse(tag).ok_or_else(|| {
        say!("`{tag}` is not a language tag: write `en`, `zh`, `zh-Hant`, `pt-BR`", tag)
    })?;
    if is_known_language(&lang, &config.languages) {
        return Ok(lang);
    }
    Err(say!(
        "`{tag}` is not among the site's languages: add it to `languages` in `oratory.toml`",
        tag
    ))
}

/// The date that is given, or the one that the id begins with. It is never guessed.
fn date(given: Option<&str>, id: &str) -> Result<Date, Message> {
    if let Some(given) = given {
        return Date::parse(given).ok_or_else(|| {
            say!(
                "`{given}` is not a date: write `2024-03-07`, \
                 or where less is known `2024-03` or `2024`",
                given
            )
        });
    }

    let Dated { date, .. } = Dated::of(id);
    date.ok_or_else(|| {
        say!("a speech has a date: say it with `--date 2024-03-07`, or begin the id with it")
    })
}

/// An id, taken apart.
struct Dated<'i> {
    /// The date that it begins with: `2024-03-07`.
    date: Option<Date>,
    /// What follows that, or all of it.
    rest: &'i str,
}

impl<'i> Dated<'i> {
    fn of(id: &'i str) -> Self {
        const DATE_LEN: usize = "2024-03-07".len();

        if let Some((start, rest)) = id.split_at_checked(DATE_LEN)
            && let Some(date) = Date::parse(start)
        {
            let rest = rest.trim_start_matches(['-', '_', '.']);
            let date = Some(date);
            return Dated { date, rest };
        }
        Dated { date: None, rest: id }
    }
}

/// `Wang Yi` of `wang-yi`, `Press conference` of `2024-03-07-press-conference`.
fn words_of(id: &str) -> String {
    let Dated { date, rest } = Dated::of(id);

    let mut words = Vec::new();
    for word in rest.split(['-', '_']) {
        if word.is_empty() {
            continue;
        }
        // A title has one capital, a name one for each word.
        let is_title = date.is_some();
        if is_title && !words.is_empty() {
            words.push(word.to_owned());
        } else {
            words.push(capitalized(word));
        }
    }

    if words.is_empty() {
        return id.to_owned();
    }
    words.join(" ")
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn speech(title: &str, date: Date, config: &Config) -> String {
    let mut lists = String::new();
    for (id, kind) in config.kinds.iter() {
        // Built-in kinds that many sites have no use for are offered.
        let is_usual = ["people", "places", "initiatives"].contains(&kind.key.as_str());
        let mark = if is_usual || !config.kinds.is_built_in(id) { "" } else { "# " };
        lists.push_str(&format!("{mark}{}: []\n", kind.key));
    }

    format!(
        "---\n\
         title: {title}\n\
         date: {date}\n\
         # type: {types}\n\
         # event: …                    # id of an event, or words\n\
         # location: …                # id of a place\n\
         # speaker: …                 # id of a person, or a list where several speak as one\n\
         # role: …                    # of the speaker on that day\n\
         # Ids of those whom the text names; their names are found in it and linked:\n\
         {lists}\
         # Who is behind each label in the text (`**Wang Yi:** …`):\n\
         # speakers:\n\
         #   Wang Yi: {{person: wang-yi, turn: answer}}\n\
         #   Reporter: {{as: reporter, turn: question}}\n\
         # sources:\n\
         #   - {{url: 'https://…', retrieved: {date}}}\n\
         # license: CC-BY-4.0\n\
         # text_status: {statuses}\n\
         # draft: true\n\
         ---\n\n",
        title = scalar::yaml(title, Quoting::Always),
        types = SPEECH_TYPES.join(" | "),
        statuses = TEXT_STATUSES.join(" | "),
    )
}

fn entity(name: &str, kind: &Kind) -> String {
    let mut facts = String::new();
    for fact in &kind.facts {
        facts.push_str(&fact_lines(fact));
    }

    format!(
        "---\n\
         name: {}\n\
         # name: {{en: …, zh: …}}       # the same, one for each language\n\
         # aliases: []                # other names in the texts: [BRI, {{name: One Belt One Road, until: 2016}}]\n\
         # not: []                    # longer words in which the name is not meant\n\
         # description: …             # one line\n\
         {facts}\
         ---\n\n",
        scalar::yaml(name, Quoting::Always)
    )
}

/// A fact as a comment: its key with an example, and what is to be known of it in a column of its
/// own.
fn fact_lines(fact: &Fact) -> String {
    let (value, note) = fact.example;
    if fact.value == FactType::Role {
        return format!("# {}:\n#   - {value}\n", fact.key);
    }
    let line = format!("# {}: {value}", fact.key);
    if note.is_empty() {
        return format!("{line}\n");
    }
    format!("{line:<28} # {note}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::config::Options;
    use crate::{compose, understand};

    const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n[kinds.treaties]\nsingular = 'treaty'\n";

    fn make(words: &[&str]) -> Result<(String, String), Message> {
        #[derive(clap::Parser)]
        struct New {
            #[command(flatten)]
            arguments: Arguments,
        }
        let New { arguments } = clap::Parser::try_parse_from([&["new"], words].concat()).unwrap();
        let sources =
            Sources::from_texts([("oratory.toml", CONFIG), ("content/places/beijing.md", "")]);
        let config = config::read(&sources, &[], &mut Diagnostics::default());
        file(&arguments, &config, &sources)
    }

    #[test]
    fn what_is_written_can_be_built_as_it_stands() {
        let files = [
            make(&["speech", "2024-03-07-said", "--title", "It's said: again", "--lang", "zh"])
                .unwrap(),
            make(&["person", "王毅"]).unwrap(),
            make(&["place", "paris", "--name", "Paris # [x]"]).unwrap(),
            make(&["initiative", "plan"]).unwrap(),
            make(&["treaty", "peace-of-x"]).unwrap(),
        ];
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        let expected = [
            "content/speeches/2024-03-07-said.zh.md",
            "content/people/王毅.md",
            "content/places/paris.md",
            "content/initiatives/plan.md",
            "content/treaties/peace-of-x.md",
        ];
        assert_eq!(paths, expected);

        let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let sources = Sources::from_texts(std::iter::once(("oratory.toml", CONFIG)).chain(texts));
        let site = compose(&sources, understand(&sources, &Options::default()));
        let codes: Vec<&str> =
            site.diagnostics.iter().map(|diagnostic| diagnostic.code.page().name).collect();
        assert_eq!(codes, ["empty-speech"]);
    }

    /// Every commented line is one that the program reads: without its `#` it is not a mistake.
    #[test]
    fn what_is_commented_out_is_known() {
        for kind in ["speech", "person", "place", "initiative", "treaty"] {
            let (path, text) = make(&[kind, "2024-03-07-x"]).unwrap();
            let is_key = |line: &str| {
                line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(": ")
                    || line.starts_with("  ")
                    || line.ends_with("s:")
            };
            let open = |line: &str| {
                line.strip_prefix("# ")
                    .or(line.strip_prefix('#'))
                    .filter(|rest| is_key(rest) && !rest.starts_with("name:"))
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            };
            let text: String = text.lines().map(open).collect();
            let sources =
                Sources::from_texts([("oratory.toml", CONFIG), (path.as_str(), text.as_str())]);
            let site = compose(
                &sources,
                understand(&sources, &Options { drafts: true, ..Options::default() }),
            );
            let unknown: Vec<_> = site
                .diagnostics
                .iter()
                .filter(|d| {
                    matches!(d.code.page().name, "unknown-key" | "bad-yaml" | "duplicate-key")
                })
                .collect();
            assert!(unknown.is_empty(), "{text}\n{unknown:?}");
        }
    }

    #[test]
    fn names_come_from_the_id_and_a_date_is_never_guessed() {
        assert_eq!(words_of("wang-yi"), "Wang Yi");
        assert_eq!(words_of("2024-03-07-press-conference"), "Press conference");
        assert_eq!(words_of("2024-03-07"), "2024-03-07");
        assert_eq!(words_of("王毅"), "王毅");
        assert!(make(&["speech", "said"]).unwrap_err().contains("--date"));
        assert!(
            make(&["speech", "said", "--date", "2024-02-30"]).unwrap_err().contains("not a date")
        );
        assert!(make(&["speech", "讲话讲话", "--date", "2024"]).is_ok());
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert!(make(&["persn", "x"]).unwrap_err().contains("did you mean `person`?"));
        assert!(make(&["person", "beijing"]).unwrap_err().contains("content/places/beijing.md"));
        assert!(make(&["person", "../x"]).unwrap_err().contains("cannot be an id"));
        assert!(make(&["speech", "2024-03-07-it's"]).unwrap_err().contains("cannot be an id"));
        assert!(make(&["person", "x", "--lang", "en"]).is_err());
        assert!(
            make(&["speech", "2024-03-07-x", "--lang", "tlh"]).unwrap_err().contains("languages")
        );
        assert!(make(&["speech", "2024-03-07-x", "--title", "a\nb"]).is_err());
    }
}

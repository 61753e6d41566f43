//! `oratory import`: documents from outside → speeches, what does not belong to them, and an
//! account of every character.
//!
//! **Invariant:** all documents are read before the first file is written; all files are written or
//! none is.
//! **Invariant:** no file is overwritten without `--force`.
//! **Invariant:** every file that is named, or is in a folder that is named, is a speech, is refused
//! or is passed over, and is told with the reason; hidden files are counted.
//! **Invariant:** the site can be built with what is written. A document with which it could not is
//! refused, and the others are imported.

mod existing;
mod places;
mod proof;
mod report;
mod stem;
mod table;

use super::print::{Screen, count};
use super::site::{is_known_language, read, root};
use super::{Failure, Verdict, entities};
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::sources::Sources;
use crate::disk::load::{self, PassedOver};
use crate::disk::publish;
use crate::import::{self, Imported, Options, ReadOptions};
use crate::reading::config::{self, Config};
use crate::reading::corpus::TEXT_STATUSES;
use crate::site::export;
use clap::{Args, Subcommand};
use existing::Existing;
use places::{placed, plan};
use proof::Refused;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use stem::Stem;

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// Text, Markdown, HTML or DOCX files, or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite speeches that are there already
    #[arg(long)]
    force: bool,
    /// Leave out documents of which the site has a speech
    #[arg(long, conflicts_with = "force")]
    skip_existing: bool,
    /// Write the account of every character as JSON, one document a line
    #[arg(long)]
    json: bool,
    /// Id of the speech, of one file [default: from date and file name]
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
    /// Title of the speech, of one file [default: the document's own]
    #[arg(long, value_name = "TEXT", value_parser = title)]
    title: Option<String>,
    /// Date of the speech: 2024-03-07 [default: the document's own]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,
    /// Language of the text [default: from the file's name, or the text]
    #[arg(long, value_name = "TAG", value_parser = lang)]
    lang: Option<Lang>,
    /// How the text was made [default: not said]
    #[arg(long, value_name = "STATUS", value_parser = clap::builder::PossibleValuesParser::new(TEXT_STATUSES))]
    text_status: Option<String>,
    /// Elements of HTML pages that are the text [default: they are found]
    #[arg(long, value_name = "CSS")]
    select: Option<String>,
    /// Address that the document was found at, of one file
    #[arg(long, value_name = "URL", value_parser = url)]
    url: Option<String>,
    /// When it was found there
    #[arg(long, value_name = "DATE", value_parser = date)]
    retrieved: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take people, places and things in from tables and data files
    Entities(entities::Arguments),
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("write a date as `2024-03-07`")
}

fn lang(text: &str) -> Result<Lang, &'static str> {
    Lang::parse(text).ok_or("write a BCP-47 tag: `en`, `zh`, `zh-Hant`")
}

fn id(text: &str) -> Result<String, String> {
    import::check_id(text).map(|()| text.to_owned())
}

fn title(text: &str) -> Result<String, &'static str> {
    import::title(text).ok_or("nothing of it can be seen: write a line of text")
}

fn url(text: &str) -> Result<String, &'static str> {
    import::address(text).ok_or(
        "it cannot be the address of a page: \
         write it in full, with `https://` and the name of the server",
    )
}

/// A document of which a speech was made, and the paths of its files.
struct Made {
    /// Where the document is.
    path: PathBuf,
    /// The document's file name.
    file: String,
    imported: Imported,
    /// The path of the speech in the site.
    speech: String,
    /// The path of what was set aside; `None` if nothing was.
    aside: Option<String>,
}

impl Arguments {
    /// Takes the files as seen from `start`.
    pub(super) fn see_from(&mut self, start: &Path) {
        for file in &mut self.files {
            *file = start.join(&*file);
        }
        match &mut self.what {
            Some(What::Entities(arguments)) => arguments.see_from(start),
            None => {}
        }
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    match &arguments.what {
        Some(What::Entities(arguments)) => entities::run(arguments, screen),
        None => speeches(arguments, screen),
    }
}

fn speeches(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let found = load::documents(&arguments.files)?;
    let mut passed_over = found.passed_over;
    if let Err(why) = check(arguments, &found.documents) {
        screen.result(table::write(&[], &[], &passed_over, found.n_hidden).as_bytes());
        return Err(Failure::Usage(why));
    }
    let is_single = arguments.files.len() == 1 && !arguments.files.iter().any(|path| path.is_dir());

    let sources = read(screen)?;
    let mut diagnostics = Diagnostics::default();
    let config = config::read(&sources, &export::names(), &mut diagnostics);
    if diagnostics.has_errors() {
        screen.diagnostics_aside(&diagnostics, &sources);
        return Ok(Verdict::Mistakes);
    }
    if let Some(lang) = &arguments.lang
        && !is_known_language(lang, &config.languages)
    {
        return Err(Failure::Usage(unknown_language(lang)));
    }

    let existing = match arguments.skip_existing {
        true => Existing::of(&sources, &config),
        false => Existing::by_names(&sources, &config),
    };
    let Sorted { sound, refused, skipped } =
        made(arguments, &found.documents, &sources, &config, &existing);
    passed_over.extend(skipped);
    for Refused { path, why } in &refused {
        screen.trouble(&Failure::Usage(format!("`{}`: {why}", path.display())));
    }
    if !arguments.dry_run {
        publish::carry_out_over(root(), &sources, &plan(&sound, arguments.force))?;
    }

    if arguments.json {
        screen.result(report::json_of_others(&refused, &passed_over).as_bytes());
    } else if !is_single {
        let table = table::write(&sound, &refused, &passed_over, found.n_hidden);
        screen.result((table + "\n").as_bytes());
    }
    for document in &sound {
        let text = if arguments.json {
            report::json(document, arguments.dry_run)
        } else {
            report::human(document, arguments.dry_run)
        };
        screen.result(text.as_bytes());
    }
    let mut summary = summary(&sound, refused.len(), arguments.dry_run);
    if !passed_over.is_empty() {
        let files = count(passed_over.len(), "file", "files");
        summary.push_str(&format!("; {files} skipped"));
    }
    if found.n_hidden > 0 {
        let files = count(found.n_hidden, "hidden file", "hidden files");
        summary.push_str(&format!("; {files} passed over"));
    }
    screen.remark(&summary);
    Ok(if refused.is_empty() { Verdict::Done } else { Verdict::Mistakes })
}

/// What became of the documents.
struct Sorted {
    sound: Vec<Made>,
    refused: Vec<Refused>,
    /// Those of which the site has a speech.
    skipped: Vec<PassedOver>,
}

/// Why no speech is made of a document.
enum Unmade {
    /// The site has one.
    Skipped(String),
    Refused(String),
}

impl From<String> for Unmade {
    fn from(why: String) -> Self {
        Unmade::Refused(why)
    }
}

/// Makes speeches of all documents; those that the site could not be built with are refused, and so
/// are those that it has already, unless they are to be skipped.
fn made(
    arguments: &Arguments,
    paths: &[PathBuf],
    sources: &Sources,
    config: &Config,
    existing: &Existing,
) -> Sorted {
    let read: Vec<Result<Made, Unmade>> =
        paths.par_iter().map(|path| one(path, arguments, &config.languages, existing)).collect();

    let exists = |path: &str| !arguments.force && sources.find(path).is_some();
    let mut made: Vec<Made> = Vec::new();
    let mut refused = Vec::new();
    let mut skipped = Vec::new();
    let mut planned = BTreeSet::new();
    for (path, document) in paths.iter().zip(read) {
        let placed = document.and_then(|document| Ok(placed(document, &planned, &exists)?));
        match placed {
            Ok(document) => {
                planned.insert(document.speech.clone());
                planned.extend(document.aside.clone());
                made.push(document);
            }
            Err(Unmade::Refused(why)) => refused.push(Refused { path: path.clone(), why }),
            Err(Unmade::Skipped(why)) => skipped.push(PassedOver { path: path.clone(), why }),
        }
    }

    let sifted = proof::sift(sources, made, arguments.force);
    refused.extend(sifted.refused);
    Sorted { sound: sifted.sound, refused, skipped }
}

/// Refuses options for a single document where there are several.
fn check(arguments: &Arguments, paths: &[PathBuf]) -> Result<(), String> {
    if paths.is_empty() {
        return Err("there are no documents there: \
            text, Markdown, HTML and DOCX files are taken from a folder"
            .to_owned());
    }
    if paths.len() == 1 {
        return Ok(());
    }

    for (option, is_given) in [
        ("--id", arguments.id.is_some()),
        ("--title", arguments.title.is_some()),
        ("--url", arguments.url.is_some()),
    ] {
        if is_given {
            return Err(format!("`{option}` is for one document, and {} are named", paths.len()));
        }
    }
    Ok(())
}

/// Makes a speech of one document, or says why that is impossible.
fn one(
    path: &Path,
    arguments: &Arguments,
    languages: &[Lang],
    existing: &Existing,
) -> Result<Made, Unmade> {
    let document = load::document(path).map_err(|error| error.to_string())?;
    if document.size > import::MAX_DOCUMENT_BYTES {
        return Err(format!(
            "the file has {} MiB, the limit is {} MiB; split it",
            document.size >> 20,
            import::MAX_DOCUMENT_BYTES >> 20
        )
        .into());
    }

    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sha256 = import::sha256(&document.bytes);
    if let Some(speech) = existing.made_of(&name, &sha256) {
        return Err(Unmade::Skipped(format!("its speech is there: `{speech}`")));
    }
    let read_options = ReadOptions { select: arguments.select.clone() };
    let manuscript = import::read(&name, &document.bytes, &read_options)
        .map_err(|refusal| format!("{}; {}", refusal.message, refusal.hint))?;

    let Stem { stem, lang } = Stem::of(&name, languages);
    let options = Options {
        file: &name,
        stem,
        sha256: &sha256,
        id: arguments.id.as_deref(),
        title: arguments.title.as_deref(),
        date: arguments.date,
        lang: arguments.lang.clone().or(lang),
        url: arguments.url.as_deref(),
        retrieved: arguments.retrieved,
        text_status: arguments.text_status.as_deref(),
        languages,
    };
    let imported = import::import(manuscript, &options).ok_or(
        "its characters could not be accounted for, \
             which is a mistake of this program: nothing was written"
            .to_owned(),
    )?;
    if imported.date.is_none() {
        return Err(
            "it names no date; say it with `--date 2024-03-07`, or begin the file's name with it"
                .to_owned()
                .into(),
        );
    }
    if imported.lang.tag() == "und" {
        return Err("its language cannot be told from its words; say it with `--lang en`"
            .to_owned()
            .into());
    }
    if !is_known_language(&imported.lang, languages) {
        return Err(unknown_language(&imported.lang).into());
    }

    let full_id = format!("{}.{}", imported.id, imported.lang);
    if let Some(speech) = existing.by_id.get(&full_id) {
        return Err(Unmade::Skipped(format!("a speech with its id is there: `{speech}`")));
    }

    let speech = format!("content/speeches/{}.{}.md", imported.id, imported.lang);
    if let Some(other) = existing.by_name.get(&full_id).filter(|other| **other != speech) {
        return Err(
            format!("a speech with its id is there: `{other}`; say another with `--id`").into()
        );
    }
    let aside =
        (!imported.aside.is_empty()).then(|| format!("content/speeches/{}.aside.md", imported.id));
    Ok(Made { path: path.to_owned(), file: name, imported, speech, aside })
}

fn unknown_language(lang: &Lang) -> String {
    format!(
        "`{lang}` is not among the site's languages: add it to `languages` in `oratory.toml`, \
         or say another with `--lang`"
    )
}

fn summary(made: &[Made], n_refused: usize, dry_run: bool) -> String {
    let speeches = count(made.len(), "speech", "speeches");
    let done = if dry_run { "would be made" } else { "made" };
    let mut summary = format!("{speeches} {done}");

    let n_doubts: usize = made.iter().map(|document| document.imported.doubts.len()).sum();
    if n_doubts > 0 {
        let places = count(n_doubts, "place", "places");
        summary.push_str(&format!("; {places} to review, marked `<!-- review: … -->` in the text"));
    }
    if n_refused > 0 {
        let documents = count(n_refused, "document", "documents");
        summary.push_str(&format!("; {documents} refused"));
    }
    summary
}

//! `oratory import`: documents from outside → speeches, what does not belong to them, and an
//! account of every character.
//!
//! **Invariant:** all documents are read before the first file is written; all files are written or
//! none is.
//! **Invariant:** of a document that is made no more is held than a row of the table: its texts wait
//! in a file without a name. So a folder of any size takes the memory of a few documents.
//! **Invariant:** no file is overwritten without `--force`; a speech whose document has changed is
//! merged with it, and nothing that was edited is lost.
//! **Invariant:** every file that is named, or is in a folder that is named, is a speech, is refused
//! or is passed over, and is told with the reason; hidden files are counted.
//! **Invariant:** the site can be built with what is written. A document with which it could not is
//! refused, and the others are imported.

mod again;
mod corpora;
mod existing;
mod lines;
mod made;
mod maker;
mod named;
mod outcome;
mod places;
mod proof;
mod report;
mod spool;
mod stem;
mod table;

use super::print::Screen;
use super::site::{is_known_language, read, root};
use super::{Failure, Verdict, entities};
use crate::base::changes::{Change, applied};
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use crate::disk::load::{self, PassedOver};
use crate::disk::publish::{self, Deferred, Print};
use crate::import::{self, RepairMode};
use crate::reading::config::{self, Config};
use crate::reading::corpus::TEXT_STATUSES;
use crate::site::export;
use clap::{Args, Subcommand, ValueEnum};
use corpora::Corpora;
use existing::Existing;
use made::{Fresh, Made, Page};
use maker::{Maker, Sorted};
use named::Named;
use outcome::Outcome;
use proof::Refused;
use spool::Spool;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// Documents, or folders of them: text, Markdown, HTML, DOCX, ODT, RTF, EPUB, MHTML, PDF, WebVTT,
    /// SRT, Whisper's JSON, TEI, Akoma Ntoso, Hansard XML, CSV or JSON Lines of speeches
    #[arg(value_name = "FILE", required_unless_present = "jsonl")]
    files: Vec<PathBuf>,
    /// Read documents from standard input, one a line as JSON (`{"name": …, "text": …}` or `{"path":
    /// …}`), and write a line of JSON for each speech; the site stays as it is
    #[arg(long, conflicts_with_all = ["files", "dry_run", "force", "skip_existing", "json"])]
    jsonl: bool,
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
    /// Repair what looks damaged: `off` does nothing, `mark` says where, `full` joins what is torn and
    /// sets aside what is repeated or strange [default: full where damage shows, else mark]
    #[arg(long, value_name = "HOW", hide_possible_values = true)]
    repair: Option<Repairs>,
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

/// What is done where a document looks damaged.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Repairs {
    Off,
    Mark,
    Full,
}

impl Repairs {
    fn mode(self) -> RepairMode {
        match self {
            Repairs::Off => RepairMode::Off,
            Repairs::Mark => RepairMode::Mark,
            Repairs::Full => RepairMode::Full,
        }
    }
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

    /// Whether one file is named, and no folder.
    fn is_of_one_file(&self) -> bool {
        matches!(self.files.as_slice(), [file] if !file.is_dir())
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    match &arguments.what {
        Some(What::Entities(arguments)) => entities::run(arguments, screen),
        None => speeches(arguments, screen),
    }
}

fn speeches(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    if arguments.jsonl {
        return lines::run(screen);
    }

    let mut found = load::documents(&arguments.files)?;
    let n_hidden = found.n_hidden;
    let corpora = Corpora::found(&mut found.documents);
    let mut passed_over = found.passed_over;
    passed_over.extend(corpora.passed_over.iter().cloned());
    if let Err(why) = check(arguments, &found.documents) {
        let outcome = Outcome { passed_over, n_hidden, ..Outcome::default() };
        screen.result(table::write(&outcome, screen.language()).as_bytes());
        return Err(Failure::Usage(why));
    }

    let sources = read(screen)?;
    let Some(config) = configuration(&sources, screen) else {
        return Ok(Verdict::Mistakes);
    };
    if let Some(lang) = &arguments.lang
        && !is_known_language(lang, &config.languages)
    {
        return Err(Failure::Usage(unknown_language(lang)));
    }

    let existing = if arguments.skip_existing {
        Existing::of(&sources, &config)
    } else {
        Existing::by_names(&sources, &config)
    };
    let spool = Spool::new().map_err(spool_failed)?;
    let named = named::named(&found.documents, &corpora, &sources, &config);
    let with_entities = applied(&sources, &named.files);
    let maker = Maker {
        arguments,
        sources: &with_entities,
        config: &config,
        existing,
        spool: &spool,
        ids: &named.ids,
        corpora: &corpora,
        language: screen.language(),
    };
    let Sorted { sound, refused, skipped } = maker.all(&found.documents)?;
    passed_over.extend(skipped);
    let outcome = Outcome { made: sound, refused, passed_over, n_hidden };

    for Refused { path, why } in &outcome.refused {
        screen.complain(&reason(path, why));
    }
    let ids = outcome.entities();
    let entities = named.paths_of(&ids);
    if !arguments.dry_run {
        let files = Files { made: &outcome.made, named: &named, entities: &entities };
        write(&sources, &files, &spool)?;
    }

    // Of several documents the table says why one was passed over.
    if arguments.is_of_one_file() && !arguments.json {
        for PassedOver { path, why } in &outcome.passed_over {
            screen.remark(reason(path, why));
        }
    }
    corpora.remarks.iter().for_each(|remark| screen.remark(remark.clone()));
    named.remarks.iter().for_each(|remark| screen.remark(remark));
    deliver(arguments, &outcome, &spool, screen)?;
    screen.remark(Message::joined("; ", outcome.summary(entities.len(), arguments.dry_run)));
    Ok(if outcome.refused.is_empty() { Verdict::Done } else { Verdict::Mistakes })
}

/// Gives the results: what became of each file, and the account of each document.
fn deliver(
    arguments: &Arguments,
    outcome: &Outcome,
    spool: &Spool,
    screen: &Screen,
) -> Result<(), Failure> {
    if arguments.json {
        let others = report::json_of_others(&outcome.refused, &outcome.passed_over);
        screen.result(others.as_bytes());
    } else if !arguments.is_of_one_file() {
        let table = table::write(outcome, screen.language());
        screen.result((table + "\n").as_bytes());
    }

    for document in &outcome.made {
        screen.result(&spool.read(document.report).map_err(spool_failed)?);
    }
    Ok(())
}

/// Why no speech was made of a document.
fn reason(path: &Path, why: &str) -> Message {
    let (path, why) = (path.display(), Message::ready_made(why));
    say!("`{path}`: {why}", path, why)
}

/// What `oratory.toml` says; none where it has mistakes, which are told.
fn configuration(sources: &Sources, screen: &Screen) -> Option<Config> {
    let mut diagnostics = Diagnostics::default();
    let config = config::read(sources, &export::names(), &mut diagnostics);
    if diagnostics.has_errors() {
        screen.diagnostics_aside(&diagnostics, sources);
        return None;
    }
    Some(config)
}

fn spool_failed(source: io::Error) -> Failure {
    Failure::Disk { verb: "keep texts in", path: std::env::temp_dir(), source }
}

/// What is written.
struct Files<'f> {
    made: &'f [Made],
    named: &'f Named,
    /// The paths of the new entities that the speeches name.
    entities: &'f BTreeSet<&'f str>,
}

/// A file whose bytes are read when it is its turn.
struct Waiting<'w> {
    path: &'w str,
    is_new: bool,
    print: Print,
    read: Box<dyn Fn() -> io::Result<Vec<u8>> + 'w>,
}

/// Writes the files, all or none.
fn write(sources: &Sources, what: &Files<'_>, spool: &Spool) -> Result<(), Failure> {
    let mut waiting: Vec<Waiting<'_>> = Vec::new();
    for path in what.entities {
        let bytes = what.named.files.get(path).and_then(Change::bytes).unwrap_or_default();
        let read = Box::new(move || Ok(bytes.to_vec()));
        waiting.push(Waiting { path, is_new: true, print: Print::of(bytes), read });
    }
    for made in what.made {
        for page in [&made.speech, &made.lock].into_iter().chain(&made.aside) {
            let Page { path, is_new, print, text } = page;
            let read = Box::new(move || spool.read(*text));
            waiting.push(Waiting { path, is_new: *is_new, print: print.clone(), read });
        }
    }

    let mut files = Vec::with_capacity(waiting.len());
    for Waiting { path, is_new, print, read } in &waiting {
        files.push(Deferred { path, is_new: *is_new, print, read });
    }
    Ok(publish::carry_out_deferred(root(), sources, &files)?)
}

/// Refuses options for a single document where there are several.
fn check(arguments: &Arguments, paths: &[PathBuf]) -> Result<(), Message> {
    if paths.is_empty() {
        return Err(say!(
            "there are no documents there: \
             texts, pages, Word files and captions are taken from a folder"
        ));
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
            return Err(say!(
                "`{option}` is for one document, and {n} are named",
                option,
                n = paths.len()
            ));
        }
    }
    Ok(())
}

fn unknown_language(lang: &Lang) -> Message {
    say!(
        "`{lang}` is not among the site's languages: add it to `languages` in `oratory.toml`, \
         or say another with `--lang`",
        lang
    )
}

//! `oratory annotate`: what the names of the site suggest for its speeches is shown, asked about,
//! exchanged as a spreadsheet, or written.
//!
//! **Invariant:** without `--write` or `--review` no file is changed; all files of a run change
//! together or none does.
//! **Invariant:** an answer to `--review` survives whatever ends the program; it waits until a
//! review ends, or until `--forget`.

mod act;
mod answers;
mod lines;
mod review;
mod sheet;
mod show;
mod site;
mod stream;
mod why;

use super::print::{Format, Screen, count};
use super::site::{read, root, use_threads};
use super::{Failure, Verdict};
use crate::base::diag::{Diagnostics, Severity};
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use crate::base::sources::{Content, Source, Sources};
use crate::disk::{load, publish};
use crate::editor::suggest::{self, Proposal, Suggestion};
use crate::reading::config::Auto;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use answers::Kept;
use clap::Args;
use review::{Editor, Review};
use show::{Writer, tally};
use site::Site;
use std::fs;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

/// Arguments of `annotate`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Speeches to look at, as files or ids [default: all]
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Do what is suggested and safe, in one go
    #[arg(long)]
    write: bool,
    /// With `--write`: show what would change, and change nothing
    #[arg(long, requires = "write")]
    dry_run: bool,
    /// Ask about each suggestion, with its context
    #[arg(long, conflicts_with_all = ["write", "csv"])]
    review: bool,
    /// Drop the answers that wait of a review that was not ended
    #[arg(long, conflicts_with_all = ["files", "write", "review", "csv", "decisions", "new_entities"])]
    forget: bool,
    /// Write the suggestions as a spreadsheet, with a column for decisions
    #[arg(long, conflicts_with = "write")]
    csv: bool,
    /// Take decisions from such a spreadsheet
    #[arg(long, value_name = "FILE", conflicts_with_all = ["review", "csv"])]
    decisions: Option<PathBuf>,
    /// Show every place where a name occurs (for an id, all names of the entity), whom it is linked
    /// to there, or why it is not
    #[arg(long, value_name = "NAME", conflicts_with_all = ["write", "review", "csv", "decisions", "forget", "new_entities"])]
    why: Option<String>,
    /// Also look for names that no entity has; with `--write`, add a file for each
    #[arg(long)]
    new_entities: bool,
    /// Annotate texts from elsewhere: JSON lines with `id`, `text`, `lang` and perhaps `date` from
    /// standard input, a line with the mentions of each to standard output
    #[arg(long, conflicts_with_all = ["files", "write", "review", "csv", "decisions", "forget", "why", "new_entities"])]
    jsonl: bool,
    /// With `--jsonl`: threads to use [default: one per processor]
    #[arg(long, value_name = "N", requires = "jsonl", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl Arguments {
    /// Takes the files as seen from `start`; what is no file there is an id, or seen from the site.
    pub(super) fn see_from(&mut self, start: &Path) {
        self.decisions = self.decisions.take().map(|path| start.join(path));
        for file in &mut self.files {
            let seen = start.join(&*file);
            if let Some(path) = seen.to_str().filter(|_| seen.is_file()) {
                *file = path.to_owned();
            }
        }
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    if arguments.jsonl {
        use_threads(arguments.jobs);
        return stream::run(screen);
    }
    let kept = Kept::read(&load::answers(root())?);
    if arguments.forget {
        return forget(&kept, screen);
    }
    if !arguments.review && kept.len() > 0 {
        let waiting = count(kept.len(), "answer", "answers");
        screen.remark(say!(
            "{waiting} of an earlier review wait: `oratory annotate --review` goes on with it, \
             `oratory annotate --forget` drops them",
            waiting
        ));
    }

    let sources = read(screen)?;
    let site = Site::read(&sources);
    if site.diagnostics.has_errors() {
        screen.diagnostics_aside(&errors(&site.diagnostics), &sources);
        screen.remark("Nothing is suggested while the site has errors");
        return Ok(Verdict::Mistakes);
    }

    let wanted = speeches(&arguments.files, &site)?;
    if let Some(name) = &arguments.why {
        return why::show(&site, name, wanted.as_deref(), screen);
    }
    if arguments.review {
        return review(arguments, &site, &wanted, &kept, screen);
    }

    let suggestions = suggestions(arguments, &site, &wanted);
    if arguments.csv {
        screen.result(sheet::write(&site, &suggestions, screen.language()).as_bytes());
        return Ok(Verdict::Done);
    }
    if let Some(path) = &arguments.decisions {
        return decisions(arguments, &site, &suggestions, path, screen);
    }
    if arguments.write {
        let mode = if arguments.dry_run { act::Mode::Show } else { act::Mode::Write };
        let Graph { corpus, config, .. } = &site.graph;
        let written =
            suggest::write_safe(&sources, corpus, config, &suggestions, wanted.as_deref());
        return act::carry_out(&site, &written, mode, screen);
    }
    list(&site, &suggestions, screen);
    Ok(Verdict::Done)
}

fn forget(kept: &Kept, screen: &Screen) -> Result<Verdict, Failure> {
    publish::forget_answers(root())?;
    screen.remark(match kept.len() {
        0 => say!("No answers were waiting"),
        n => say!("Dropped {answers}", answers = count(n, "answer", "answers")),
    });
    Ok(Verdict::Done)
}

/// Does what the rows of a spreadsheet say; without `--write`, shows it.
fn decisions(
    arguments: &Arguments,
    site: &Site<'_>,
    suggestions: &[Suggestion],
    path: &Path,
    screen: &Screen,
) -> Result<Verdict, Failure> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(Failure::disk("read", path))?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Failure::Usage(say!("`{shown}` is not UTF-8: save it as CSV in UTF-8", shown)));
    };

    let mut diagnostics = Diagnostics::default();
    let orders = sheet::read(site, suggestions, text, &mut diagnostics);
    diagnostics.sort();
    let rows = Sources::new(vec![Source { path: shown, content: Content::Bytes(bytes) }]);
    screen.diagnostics_aside(&diagnostics, &rows);
    if diagnostics.has_errors() {
        screen.remark("Nothing was changed");
        return Ok(Verdict::Mistakes);
    }

    let mode =
        if arguments.write && !arguments.dry_run { act::Mode::Write } else { act::Mode::Show };
    act::carry_out(site, &site.ordered(&orders), mode, screen)
}

/// Asks the editor at the terminal, or takes the lines of standard input for the answers; then does
/// what the answers ask for, the kept ones included.
fn review(
    arguments: &Arguments,
    site: &Site<'_>,
    wanted: &Option<Vec<SpeechId>>,
    kept: &Kept,
    screen: &Screen,
) -> Result<Verdict, Failure> {
    let suggestions = to_review(arguments, site, wanted, kept);
    let mut review = Review::new(site, &suggestions, kept);

    let input = std::io::stdin();
    let mut lines = input.lock();
    let is_silent = !input.is_terminal() && lines.fill_buf().map_or(true, <[u8]>::is_empty);
    // A review that was killed after its last answer has nothing left to ask.
    if is_silent && (review.n_left() > 0 || kept.len() == 0) {
        let message = "`--review` asks at a terminal, and there is none: \
            write a spreadsheet with `--csv`, fill in its column `decision`, \
            and take it back with `--decisions FILE --write`";
        return Err(Failure::Usage(message.into()));
    }

    let Some(mut log) = publish::AnswerLog::open(root())? else {
        let message = "another review of this site goes on; end it first";
        return Err(Failure::Usage(message.into()));
    };
    if kept.len() > 0 {
        screen.remark(resumed(&review, kept));
    }
    review.ask(&mut Editor {
        ask: &mut |text| {
            screen.ask(text.to_owned());
            let mut line = String::new();
            match lines.read_line(&mut line) {
                Ok(0) | Err(_) => None,
                Ok(_) => Some(line),
            }
        },
        keep: &mut |line| Ok(log.keep(line)?),
        is_styled: screen.has_coloured_questions(),
        language: screen.language(),
    })?;

    // The answers are dropped only when what they ask for is done.
    let written = site.ordered(&review.orders());
    let verdict = act::carry_out(site, &written, act::Mode::Write, screen)?;
    log.end()?;
    Ok(verdict)
}

/// What to say about the answers of an earlier review.
fn resumed(review: &Review<'_>, kept: &Kept) -> Message {
    let n_valid = review.n_answered();
    let gone = match kept.len() - n_valid {
        0 => Message::default(),
        n => say!("; {n} more were about what is suggested no longer", n),
    };
    let left = count(review.n_left(), "question is", "questions are");
    say!(
        "{kept} from an earlier review{gone}; {left} left",
        kept = count(n_valid, "answer is kept", "answers are kept"),
        gone,
        left
    )
}

/// What is suggested for the speeches that the arguments name, and whatever has been answered
/// already: that is to be done as well.
fn to_review(
    arguments: &Arguments,
    site: &Site<'_>,
    wanted: &Option<Vec<SpeechId>>,
    kept: &Kept,
) -> Vec<Suggestion> {
    let (corpus, config) = (&site.graph.corpus, &site.graph.config);
    let mut found = suggest::suggest(corpus, config);
    if arguments.new_entities || kept.has_new() {
        found.extend(suggest::discover(corpus, config, &|id| site.owner_of(id)));
    }

    let finder = kept.finder();
    found.retain(|one| {
        let is_new = matches!(one.proposal, Proposal::New { .. });
        let is_wanted = wanted.as_ref().is_none_or(|wanted| is_about(one, wanted));
        is_wanted && (arguments.new_entities || !is_new) || finder.knows(site, one)
    });
    found
}

/// The mistakes with which a command cannot go on. The others are told by `check`.
fn errors(diagnostics: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::default();
    for diagnostic in diagnostics.iter() {
        if diagnostic.severity() == Severity::Error {
            errors.push(diagnostic.clone());
        }
    }
    errors
}

/// What is suggested for the speeches that the arguments name.
fn suggestions(
    arguments: &Arguments,
    site: &Site<'_>,
    wanted: &Option<Vec<SpeechId>>,
) -> Vec<Suggestion> {
    let (corpus, config) = (&site.graph.corpus, &site.graph.config);
    let mut found = suggest::suggest(corpus, config);
    // A spreadsheet may hold decisions about new names, too.
    if arguments.new_entities || arguments.decisions.is_some() {
        found.extend(suggest::discover(corpus, config, &|id| site.owner_of(id)));
    }

    if let Some(wanted) = wanted {
        found.retain(|one| is_about(one, wanted));
    }
    found
}

/// Whether a suggestion is for one of `speeches`, or is about a new name that occurs in one.
fn is_about(suggestion: &Suggestion, speeches: &[SpeechId]) -> bool {
    if let Proposal::New { name, .. } = &suggestion.proposal {
        let mut spots = name.spots.iter();
        return spots.any(|spot| speeches.contains(&spot.speech));
    }
    suggestion.speech.is_some_and(|speech| speeches.contains(&speech))
}

/// The speeches that `files` name, sorted; `None` if no file is named, which means all of them.
fn speeches(files: &[String], site: &Site<'_>) -> Result<Option<Vec<SpeechId>>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }

    let here = std::env::current_dir().ok();
    let corpus = &site.graph.corpus;
    let mut wanted = Vec::new();
    for file in files {
        // An absolute path below the site's folder is one of the site.
        let path = here
            .as_ref()
            .and_then(|here| Path::new(file).strip_prefix(here).ok()?.to_str())
            .unwrap_or(file);
        let path = path.trim_start_matches("./").replace('\\', "/");

        let n_before = wanted.len();
        for (id, speech) in corpus.speeches() {
            if site.path(id) == path || speech.is_called(&path) {
                wanted.push(id);
            }
        }
        if wanted.len() == n_before {
            let paths = corpus.speeches().map(|(id, _)| site.path(id));
            let near = match nearest(&path, paths) {
                Some(near) => say!(" (did you mean `{near}`?)", near),
                None => Message::default(),
            };
            return Err(Failure::Usage(say!(
                "`{file}` is not a speech of this site{near}",
                file,
                near
            )));
        }
    }

    wanted.sort_unstable();
    Ok(Some(wanted))
}

fn list(site: &Site<'_>, suggestions: &[Suggestion], screen: &Screen) {
    let mut writer = Writer::new(site, screen.has_coloured_results(), screen.language());
    if screen.format() == Format::Json {
        return screen.result(writer.json(suggestions).as_bytes());
    }
    screen.result(writer.human(suggestions).as_bytes());

    let n_safe = suggestions.iter().filter(|one| one.is_safe()).count();
    screen.remark(match (suggestions.len(), n_safe) {
        (0, _) if site.graph.corpus.entities.is_empty() => Message::from(NO_ENTITIES),
        (0, _) if site.graph.config.auto == Auto::All => {
            say!(
                "Nothing to suggest; with `auto = \"all\"` every name is found without being listed"
            )
        }
        (0, _) => say!("Nothing to suggest"),
        (_, 0) => {
            say!(
                "{suggestions}; none of them is done without asking: `--review` asks",
                suggestions = tally(suggestions)
            )
        }
        (_, n) => say!(
            "{suggestions}; `--write` does {n} of them, `--review` asks about each",
            suggestions = tally(suggestions),
            n
        ),
    });
}

/// What to do on a site without entities.
const NO_ENTITIES: &str = "\
    The site describes no people, places or initiatives yet, so no name can be looked for.\n\
    Add one:              oratory new person wang-yi --name \"Wang Yi\"\n\
    Bring in a list:      oratory import entities FILE\n\
    See who is named:     oratory annotate --new-entities";

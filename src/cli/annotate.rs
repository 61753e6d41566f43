//! `oratory annotate`: what the names of the site suggest for its speeches, shown, asked about, exchanged as a spreadsheet, or written.
//!
//! **Invariant:** without `--write`, `--review` no file is changed; all files of a run change together or none does.
//! **Invariant:** an answer to `--review` outlives whatever ends the program; it waits until a review ends, or until `--forget`.

mod act;
mod answers;
mod review;
mod sheet;
mod show;

use super::print::{Format, Screen, count};
use super::site::{read, root};
use super::{Failure, Verdict};
use crate::base::diag::{Diagnostics, Severity, nearest};
use crate::base::sources::{Content, FileId, Source, Sources, Span};
use crate::disk::{load, publish};
use crate::editor::suggest::{self, Context, Orders, Proposal, Spot, Suggestion, Written};
use crate::reading::annotate::{Place, annotate};
use crate::reading::config::{self, Auto, Config};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{self, Graph};
use crate::reading::parse;
use crate::site::export;
use answers::Kept;
use clap::Args;
use review::{Editor, Review};
use show::{Writer, tally};
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
    /// Also look for names that no entity has; with `--write`, add a file for each
    #[arg(long)]
    new_entities: bool,
}

/// A site as far as suggestions need it.
pub(super) struct Site<'s> {
    pub(super) sources: &'s Sources,
    pub(super) graph: Graph,
    pub(super) diagnostics: Diagnostics,
}

impl<'s> Site<'s> {
    /// Reads `sources` up to the point where every id is resolved; drafts are speeches too.
    pub(super) fn read(sources: &'s Sources) -> Self {
        let mut diagnostics = Diagnostics::default();
        let config =
            Config { drafts: true, ..config::read(sources, &export::names(), &mut diagnostics) };
        let corpus = parse::parse(sources, &config, &mut diagnostics);
        let mentions = annotate(&corpus, &config, &mut diagnostics);
        let graph = graph::resolve(sources, config, Vec::new(), corpus, mentions, &mut diagnostics);
        diagnostics.sort();
        Site { sources, graph, diagnostics }
    }

    /// The files once `orders` are carried out.
    fn ordered(&self, orders: &Orders) -> Written {
        suggest::write_orders(self.sources, &self.graph.corpus, &self.graph.config, orders)
    }

    /// The file of a speech.
    pub(super) fn path(&self, speech: SpeechId) -> &str {
        &self.sources.file(self.graph.corpus.speech(speech).file).path
    }

    /// The file whose entity has an id already.
    fn owner_of(&self, id: &str) -> Option<String> {
        let paths: Vec<String> = self
            .graph
            .config
            .kinds
            .iter()
            .map(|(_, kind)| format!("content/{}/{id}.md", kind.key))
            .collect();
        let is_taken =
            |path: &str| paths.iter().any(|wanted| path.to_lowercase() == *wanted.to_lowercase());
        self.sources
            .iter()
            .map(|(_, source)| source.path.as_str())
            .find(|path| is_taken(path))
            .map(str::to_owned)
    }

    /// The first words of each name of a suggestion, up to `limit`.
    pub(super) fn contexts(&self, suggestion: &Suggestion, limit: usize) -> Vec<Context> {
        let mut spots: Vec<&Spot> =
            suggestion.names().iter().flat_map(|named| &named.spots).collect();
        // A label tells less than a sentence.
        spots.sort_by_key(|spot| matches!(spot.place, Place::Label(_)));
        spots.into_iter().take(limit).map(|spot| spot.context(&self.graph.corpus)).collect()
    }

    /// Places that have no words in the text: of an entry in a list, of a name in its entity's file.
    pub(super) fn spans(&self, suggestion: &Suggestion) -> Vec<Span> {
        let corpus = &self.graph.corpus;
        match (&suggestion.proposal, suggestion.speech) {
            (Proposal::Remove { at, .. }, Some(speech)) => {
                vec![Span::new(corpus.speech(speech).file, at.clone())]
            }
            (Proposal::Unseen { entity, alias }, _) => {
                let entity = corpus.entity(*entity);
                vec![Span::new(entity.file, entity.aliases[*alias].span.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// The names that a suggestion is about.
    pub(super) fn names<'n>(&'n self, suggestion: &'n Suggestion) -> Vec<&'n str> {
        match &suggestion.proposal {
            Proposal::Unseen { entity, alias } => {
                vec![self.graph.corpus.entity(*entity).aliases[*alias].text.as_str()]
            }
            _ => suggestion.names().iter().map(|named| named.name.as_str()).collect(),
        }
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let kept = Kept::read(&load::answers(root())?);
    if arguments.forget {
        return forget(&kept, screen);
    }
    if !arguments.review && kept.len() > 0 {
        let waiting = count(kept.len(), "answer", "answers");
        screen.remark(&format!(
            "{waiting} of an earlier review wait: `oratory annotate --review` goes on with it, `oratory annotate --forget` drops them"
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
    if arguments.review {
        return review(arguments, &site, &wanted, &kept, screen);
    }
    let suggestions = suggestions(arguments, &site, &wanted);
    if arguments.csv {
        screen.result(sheet::write(&site, &suggestions).as_bytes());
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
    screen.remark(&match kept.len() {
        0 => "No answers were waiting".to_owned(),
        n => format!("Dropped {}", count(n, "answer", "answers")),
    });
    Ok(Verdict::Done)
}

/// Does what the rows of a spreadsheet say; without `--write` shows it.
fn decisions(
    arguments: &Arguments,
    site: &Site<'_>,
    suggestions: &[Suggestion],
    path: &Path,
    screen: &Screen,
) -> Result<Verdict, Failure> {
    let bytes = fs::read(path).map_err(Failure::disk("read", path))?;
    let shown = path.display().to_string();
    let rows = Sources::new(vec![Source { path: shown, content: Content::Bytes(bytes) }]);
    let mut diagnostics = Diagnostics::default();
    let Some(text) = std::str::from_utf8(rows.file(FileId(0)).bytes()).ok() else {
        return Err(Failure::Usage(format!(
            "`{}` is not UTF-8: save it as CSV in UTF-8",
            path.display()
        )));
    };
    let orders = sheet::read(site, suggestions, text, &mut diagnostics);
    diagnostics.sort();
    screen.diagnostics_aside(&diagnostics, &rows);
    if diagnostics.has_errors() {
        screen.remark("Nothing was changed");
        return Ok(Verdict::Mistakes);
    }
    let mode =
        if arguments.write && !arguments.dry_run { act::Mode::Write } else { act::Mode::Show };
    act::carry_out(site, &site.ordered(&orders), mode, screen)
}

/// Asks the editor at the terminal, or takes the lines of standard input for the answers; then does all that was answered, and what was kept.
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
    // A review that was killed behind its last answer has nothing to ask.
    if is_silent && (review.n_left() > 0 || kept.len() == 0) {
        let message = "`--review` asks at a terminal, and there is none: write a spreadsheet with `--csv`, fill in its column `decision`, and take it back with `--decisions FILE --write`";
        return Err(Failure::Usage(message.to_owned()));
    }

    let another = || Failure::Usage("another review of this site goes on; end it first".to_owned());
    let mut log = publish::AnswerLog::open(root())?.ok_or_else(another)?;
    if kept.len() > 0 {
        screen.remark(&taken_up(&review, kept));
    }
    review.ask(&mut Editor {
        ask: &mut |text| {
            screen.ask(text);
            let mut line = String::new();
            lines.read_line(&mut line).ok().filter(|n| *n > 0).map(|_| line)
        },
        keep: &mut |line| Ok(log.keep(line)?),
        is_styled: screen.has_coloured_questions(),
    })?;

    // The answers go when what they ask for is done, and not before.
    let verdict = act::carry_out(site, &site.ordered(&review.orders()), act::Mode::Write, screen)?;
    log.end()?;
    Ok(verdict)
}

/// What is said of the answers of an earlier review.
fn taken_up(review: &Review<'_>, kept: &Kept) -> String {
    let standing = review.n_answered();
    let are = if standing == 1 { "is" } else { "are" };
    let gone = match kept.len() - standing {
        0 => String::new(),
        n => format!("; {n} more were about what is suggested no longer"),
    };
    let left = count(review.n_left(), "question is", "questions are");
    format!(
        "{} of an earlier review {are} kept{gone}; {left} left",
        count(standing, "answer", "answers")
    )
}

/// What is suggested for the speeches that the arguments name, and whatever was answered already: that is to be done as well.
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
    let is_asked = |one: &Suggestion| {
        let is_kind = arguments.new_entities || !matches!(one.proposal, Proposal::New { .. });
        is_kind && wanted.as_ref().is_none_or(|wanted| is_about(one, wanted))
    };
    found.retain(|one| is_asked(one) || finder.knows(site, one));
    found
}

/// Mistakes that forbid to go on; the others are said by `check`.
fn errors(diagnostics: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::default();
    diagnostics
        .iter()
        .filter(|one| one.severity() == Severity::Error)
        .for_each(|one| errors.push(one.clone()));
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
    // A spreadsheet may hold decisions about new names as well.
    if arguments.new_entities || arguments.decisions.is_some() {
        found.extend(suggest::discover(corpus, config, &|id| site.owner_of(id)));
    }
    if let Some(wanted) = wanted {
        found.retain(|one| is_about(one, wanted));
    }
    found
}

/// Whether a suggestion is for one of `speeches`, or a new name stands in one.
fn is_about(suggestion: &Suggestion, speeches: &[SpeechId]) -> bool {
    match (&suggestion.proposal, suggestion.speech) {
        (Proposal::New { name, .. }, _) => {
            name.spots.iter().any(|spot| speeches.contains(&spot.speech))
        }
        (_, speech) => speech.is_some_and(|speech| speeches.contains(&speech)),
    }
}

/// The speeches that `files` name, sorted; none if no file is named, which means all.
fn speeches(files: &[String], site: &Site<'_>) -> Result<Option<Vec<SpeechId>>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let here = std::env::current_dir().ok();
    let mut wanted = Vec::new();
    for file in files {
        let path = here
            .as_ref()
            .and_then(|here| Path::new(file).strip_prefix(here).ok()?.to_str())
            .unwrap_or(file);
        let path = path.trim_start_matches("./").replace('\\', "/");
        let before = wanted.len();
        let named = site
            .graph
            .corpus
            .speeches()
            .filter(|(id, speech)| site.path(*id) == path || speech.is_called(&path));
        wanted.extend(named.map(|(id, _)| id));
        if wanted.len() == before {
            let paths = site.graph.corpus.speeches().map(|(id, _)| site.path(id));
            let near = nearest(&path, paths)
                .map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            return Err(Failure::Usage(format!("`{file}` is no speech of this site{near}")));
        }
    }
    wanted.sort_unstable();
    Ok(Some(wanted))
}

fn list(site: &Site<'_>, suggestions: &[Suggestion], screen: &Screen) {
    let mut writer = Writer::new(site, screen.has_coloured_results());
    if screen.format() == Format::Json {
        return screen.result(writer.json(suggestions).as_bytes());
    }
    screen.result(writer.human(suggestions).as_bytes());
    let n_safe = suggestions.iter().filter(|one| one.is_safe()).count();
    screen.remark(&match (suggestions.len(), n_safe) {
        (0, _) if site.graph.corpus.entities.is_empty() => NO_ENTITIES.to_owned(),
        (0, _) if site.graph.config.auto == Auto::All => {
            "Nothing to suggest; with `auto = \"all\"` every name is found without being listed"
                .to_owned()
        }
        (0, _) => "Nothing to suggest".to_owned(),
        (_, 0) => {
            format!("{}; none of them is done without asking: `--review` asks", tally(suggestions))
        }
        (_, n) => format!(
            "{}; `--write` does {n} of them, `--review` asks about each",
            tally(suggestions)
        ),
    });
}

/// What to do on a site that knows nobody.
const NO_ENTITIES: &str = "The site describes no people, places or initiatives yet, so no name can be looked for.\n\
    Add one:              oratory new person wang-yi --name \"Wang Yi\"\n\
    Bring in a list:      oratory import entities FILE\n\
    See who is named:     oratory annotate --new-entities";

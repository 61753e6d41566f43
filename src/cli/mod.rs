//! Arguments → what a command does → exit code. One file for each subcommand; the clock, the
//! colours and the progress bar are here.
//!
//! **Invariant:** all output goes through [`print::Screen`]; exit codes are those of `EXIT_CODES`.
//! Decides nothing about a site: any other program can use the same functions.

mod annotate;
mod build;
mod check;
mod completions;
mod entities;
mod entity;
mod explain;
mod export;
mod import;
mod init;
pub(crate) mod language;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "man")]
mod man;
mod new;
pub(crate) mod print;
mod progress;
mod schema;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
pub(crate) mod server;
mod site;
mod speech;
mod theme;

use crate::base::message::Message;
use crate::disk::load::LoadError;
use crate::disk::publish::PublishError;
use crate::reading::config::CONFIG_PATH;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use language::Language;
use print::{Color, Format, Screen};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXIT_CODES: &str = "\
Exit codes:
  0  it is done
  1  the site has mistakes: errors, or with --strict warnings; nothing was published
  2  the environment refuses (a file cannot be read or written, a port is taken), or the arguments are wrong

Results go to standard output, as do diagnostics for programs (--format json, github, sarif); all else goes to standard error.
NO_COLOR and CLICOLOR_FORCE are honoured. `oratory explain CODE` says more about a diagnostic.";

/// The heading of options that every command takes.
const EVERYWHERE: &str = "Options of all commands";

/// Annotated speeches become a linked static site: every person, place and initiative with a page
/// of its own
#[derive(Debug, Parser)]
#[command(name = "oratory", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
struct Arguments {
    /// Act as if started in DIR, the folder of the site or one below it
    #[arg(short = 'C', value_name = "DIR", global = true, help_heading = EVERYWHERE)]
    directory: Option<PathBuf>,
    /// When to use colours: `auto`, `always` or `never`
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true, global = true, help_heading = EVERYWHERE)]
    color: Color,
    /// How diagnostics are written: for people (`human`), one JSON object a line (`json`), workflow
    /// commands (`github`), or a SARIF log (`sarif`)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true, global = true, help_heading = EVERYWHERE)]
    format: Format,
    /// Language of messages: `en` or `zh` [default: as ORATORY_LANG, LC_ALL, LC_MESSAGES or LANG say]
    #[arg(long, value_name = "LANG", value_enum, hide_possible_values = true, global = true, help_heading = EVERYWHERE)]
    messages: Option<Language>,
    /// Say nothing but errors
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a small bilingual site in a new folder
    Init(init::Arguments),
    /// Add a speech, or an entity of any kind, with its front matter
    New(new::Arguments),
    /// Make speeches of texts, HTML pages and Word files, and account for every character
    Import(import::Arguments),
    /// Rename an entity, merge two, or split one, in all files at once
    Entity(entity::Arguments),
    /// Rename a published speech, or say that it is withdrawn; its addresses stay
    Speech(speech::Arguments),
    /// Suggest which entities speeches should list, and write it into their front matter
    Annotate(annotate::Arguments),
    /// Build the site into `public/`; a failed build leaves the last one as it was
    Build(build::Arguments),
    /// Say all that `build` would say, and write nothing
    Check(check::Arguments),
    /// Write one data format without the site
    Export(export::Arguments),
    /// Show the site on this computer, and follow every change
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Begin a theme of the site's own, or take files of one out of the program
    Theme(theme::Arguments),
    /// Serve an editor: mistakes, names and ids while one writes (Language Server Protocol)
    #[cfg(feature = "lsp")]
    Lsp(lsp::Arguments),
    /// Say what a diagnostic means and what to do
    Explain(explain::Arguments),
    /// Describe front matter and configuration to other programs, as JSON Schemas
    Schema(schema::Arguments),
    /// Write completions for a shell
    Completions(completions::Arguments),
    /// Write pages for `man`
    #[cfg(feature = "man")]
    Man(man::Arguments),
}

/// How a command that could do its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// All is well.
    Done,
    /// The author's mistakes were shown.
    Mistakes,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The site cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The site cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The site cannot be served.
    #[cfg(feature = "serve")]
    #[error(transparent)]
    Serve(#[from] crate::cli::server::ServeError),
    /// The system refuses something that is neither in the site nor in its output.
    #[error("cannot {verb} `{}`", path.display())]
    Disk { verb: &'static str, path: PathBuf, source: io::Error },
    /// A result cannot be written to standard output.
    #[error("cannot write to standard output")]
    Output {
        #[from]
        source: io::Error,
    },
    /// The command cannot be carried out as it was given, for this reason.
    #[error("{0}")]
    Usage(Message),
}

impl Failure {
    /// For `map_err`: the error that the system refused to `verb` what is at `path`.
    fn disk(verb: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Failure {
        let path = path.into();
        move |source| Failure::Disk { verb, path, source }
    }
}

/// Does what the arguments say.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = Language::asked(&arguments, &|name| std::env::var(name).ok());
    let command = language.help(Arguments::command());
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help and version are messages too, on standard output with code 0.
            let screen = Screen::new(Color::default(), Format::default(), false, Some(language));
            screen.usage(&message);
            let code = ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2));
            return end(Ok(code), &screen);
        }
    };

    let screen =
        Screen::new(arguments.color, arguments.format, arguments.quiet, arguments.messages);
    let outcome = match dispatch(arguments, &screen) {
        Ok(Verdict::Done) => Ok(ExitCode::SUCCESS),
        Ok(Verdict::Mistakes) => Ok(ExitCode::from(1)),
        Err(failure) => Err(failure),
    };
    end(outcome, &screen)
}

/// The exit code, once it is known whether all results reached standard output.
fn end(outcome: Result<ExitCode, Failure>, screen: &Screen) -> ExitCode {
    let finished = screen.finish().map_err(Failure::from);

    match outcome.and_then(|code| finished.map(|()| code)) {
        Ok(code) => code,
        Err(failure) => {
            match &failure {
                Failure::Usage(why) => screen.complain(why),
                failure => screen.trouble(failure),
            }
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    if let Some(directory) = arguments.directory {
        std::env::set_current_dir(&directory).map_err(Failure::disk("go to", directory))?;
    }

    let mut command = arguments.command;
    if command.is_of_site() {
        let start = go_to_site().map_err(Failure::disk("go to", "the site"))?;
        command.see_from(&start);
    }
    match command {
        Command::Init(arguments) => init::run(&arguments, screen),
        Command::New(arguments) => new::run(&arguments, screen),
        Command::Import(arguments) => import::run(&arguments, screen),
        Command::Entity(arguments) => entity::run(&arguments, screen),
        Command::Speech(arguments) => speech::run(&arguments, screen),
        Command::Annotate(arguments) => annotate::run(&arguments, screen),
        Command::Build(arguments) => build::run(&arguments, screen),
        Command::Check(arguments) => check::run(&arguments, screen),
        Command::Export(arguments) => export::run(&arguments, screen),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments, screen),
        Command::Theme(arguments) => theme::run(&arguments, screen),
        #[cfg(feature = "lsp")]
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments, screen),
        Command::Schema(arguments) => schema::run(&arguments, screen),
        Command::Completions(arguments) => completions::run(&arguments, screen),
        #[cfg(feature = "man")]
        Command::Man(arguments) => man::run(&arguments, screen),
    }
}

impl Command {
    /// Whether it works on the site in whose folder, or below it, it is started.
    fn is_of_site(&self) -> bool {
        #[cfg(feature = "man")]
        if matches!(self, Command::Man(_)) {
            return false;
        }
        !matches!(self, Command::Init(_) | Command::Explain(_) | Command::Completions(_))
    }

    /// Takes the paths that a person names as seen from `start`, a folder of the site.
    fn see_from(&mut self, start: &Path) {
        match self {
            Command::Import(arguments) => arguments.see_from(start),
            Command::Annotate(arguments) => arguments.see_from(start),
            Command::Build(arguments) => arguments.see_from(start),
            Command::Export(arguments) => arguments.see_from(start),
            Command::Schema(arguments) => arguments.see_from(start),
            // These name no paths.
            Command::Init(_)
            | Command::New(_)
            | Command::Entity(_)
            | Command::Speech(_)
            | Command::Check(_)
            | Command::Theme(_)
            | Command::Explain(_)
            | Command::Completions(_) => {}
            #[cfg(feature = "serve")]
            Command::Serve(_) => {}
            #[cfg(feature = "man")]
            Command::Man(_) => {}
            #[cfg(feature = "lsp")]
            Command::Lsp(_) => {}
        }
    }
}

/// Goes to the folder of the site that holds the current one; what is given is the way back, empty
/// where the current folder is that of a site, or in none.
fn go_to_site() -> io::Result<PathBuf> {
    let here = std::env::current_dir()?;
    if here.join(CONFIG_PATH).exists() || here.join("content").is_dir() {
        return Ok(PathBuf::new());
    }
    for above in here.ancestors().skip(1) {
        if above.join(CONFIG_PATH).is_file() {
            std::env::set_current_dir(above)?;
            return Ok(here.strip_prefix(above).unwrap_or(&here).to_owned());
        }
    }
    Ok(PathBuf::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_agree_with_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_of_all_commands_may_stand_after_the_command() {
        let parsed = Arguments::try_parse_from([
            "oratory", "build", "-C", "site", "--color", "never", "-q", "--format", "json",
        ])
        .unwrap();
        assert_eq!(
            (parsed.directory, parsed.color, parsed.format, parsed.quiet),
            (Some("site".into()), Color::Never, Format::Json, true)
        );
    }

    /// To clap, arguments of the same name are the same argument, even across commands.
    #[test]
    fn no_argument_of_a_command_is_taken_for_one_of_all() {
        let command = Arguments::command();
        let of_all: Vec<_> =
            command.get_arguments().map(|argument| argument.get_id().clone()).collect();
        for command in command.get_subcommands() {
            assert!(
                command.get_arguments().all(|argument| !of_all.contains(argument.get_id())),
                "{}",
                command.get_name()
            );
        }
    }
}

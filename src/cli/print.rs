//! Diagnostics, results and remarks → the terminal. Nothing else in the program writes to standard
//! output or standard error.
//!
//! Results, and diagnostics as JSON, go to standard output; diagnostics for people and everything
//! else go to standard error.
//!
//! **Invariant:** a reader who closes the pipe early ends the output; the program does not panic.
//! **Invariant:** a result that could not be written to standard output is never taken for written:
//! the screen remembers the failure, and [`Screen::finish`] tells it to whoever decides the exit
//! code. So a command goes on with its work and leaves nothing half done, and no command can forget
//! to ask.
//! How a diagnostic looks is decided in a file for each format, which depends on nothing but its
//! arguments.

mod format;
mod github;
mod human;
mod json;
mod limits;
mod lines;
mod repeats;
mod sarif;
mod summary;

pub(crate) use format::Format;
pub use human::{human, human_in};
pub(super) use lines::{LineIndexes, Position};
pub(crate) use summary::count;

use super::language::Language;
use crate::base::diag::{Diagnostics, Severity};
use crate::base::letters::turns_direction;
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use clap::ValueEnum;
use std::borrow::Cow;
use std::error::Error;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere if `CLICOLOR_FORCE` is
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What has become of the results on their way to standard output.
#[derive(Debug, Default)]
enum Delivery {
    /// All have been written so far.
    #[default]
    Taken,
    /// The reader closed the pipe, having seen enough, which is not an error.
    ReaderLeft,
    /// The system refused to write one.
    Refused(io::Error),
}

/// The terminal, and how to write to it. Clones write to the same one.
#[derive(Debug, Clone)]
pub(crate) struct Screen {
    format: Format,
    is_quiet: bool,
    is_styled: bool,
    is_terminal: bool,
    has_coloured_results: bool,
    width: usize,
    /// In which language people are spoken to.
    language: Language,
    /// The language that was asked for by an argument; what programs read is in no other.
    asked: Option<Language>,
    delivery: Arc<Mutex<Delivery>>,
}

/// The width of lines where `COLUMNS` does not say how wide the terminal is. A choice: if it is too
/// narrow, more of a long line of source is cut than need be; if too wide, lines are wrapped.
const USUAL_WIDTH: usize = 120;

impl Screen {
    /// The screen that arguments and environment ask for.
    #[must_use]
    pub(crate) fn new(
        color: Color,
        format: Format,
        is_quiet: bool,
        asked: Option<Language>,
    ) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let variable = |name: &str| std::env::var(name).ok();

        let has_coloured_results = is_styled(color, &variable, io::stdout().is_terminal());
        let is_styled = is_styled(color, &variable, is_terminal);
        Screen {
            format,
            is_quiet,
            is_styled,
            is_terminal,
            has_coloured_results,
            width: width(&variable),
            language: asked.unwrap_or_else(|| Language::of_environment(&variable)),
            asked,
            delivery: Arc::default(),
        }
    }

    /// Whether a progress bar may be shown.
    #[must_use]
    pub(crate) fn has_progress(&self) -> bool {
        self.is_terminal && !self.is_quiet && self.format == Format::Human
    }

    /// How diagnostics and reports are written.
    #[must_use]
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether results on standard output have colours.
    #[must_use]
    pub(crate) fn has_coloured_results(&self) -> bool {
        self.has_coloured_results
    }

    /// In which language people are spoken to.
    #[must_use]
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The width of a line in cells.
    #[must_use]
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Shows diagnostics with their summary; if quiet, only errors.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) {
        match self.format.for_programs() {
            Some(write) => self.result(write(&self.for_programs(diagnostics), sources).as_bytes()),
            None => self.human(diagnostics, sources),
        }
    }

    /// As [`diagnostics`](Self::diagnostics), but always on standard error, for a command whose
    /// result takes up standard output.
    pub(crate) fn diagnostics_aside(&self, diagnostics: &Diagnostics, sources: &Sources) {
        match self.format.for_programs() {
            Some(write) => put(&write(&self.for_programs(diagnostics), sources)),
            None => self.human(diagnostics, sources),
        }
    }

    /// Programs compare what they read, so the language of the machine does not change it.
    fn for_programs<'d>(&self, diagnostics: &'d Diagnostics) -> Cow<'d, Diagnostics> {
        self.asked.unwrap_or_default().diagnostics(diagnostics)
    }

    fn human(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let mut shown = Diagnostics::default();
        for diagnostic in diagnostics.iter() {
            if !self.is_quiet || diagnostic.severity() == Severity::Error {
                shown.push(diagnostic.clone());
            }
        }
        put(&human_in(self.language, &shown, sources, self.is_styled, self.width));
    }

    /// Writes a result to standard output; [`finish`](Self::finish) says whether it was taken.
    pub(crate) fn result(&self, bytes: &[u8]) {
        self.deliver(|| {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()
        });
    }

    /// Shows what the parser of the arguments says. Help and the version are results; what is wrong
    /// with the arguments is not.
    pub(crate) fn usage(&self, message: &clap::Error) {
        let misuse = match self.language {
            Language::English => None,
            language => language.misuse(message),
        };
        if let Some(misuse) = misuse {
            self.complain(&misuse);
            self.remark(say!("`--help` says more"));
            return;
        }
        if message.use_stderr() {
            // Where even that cannot be written, the exit code says enough.
            let _ = message.print();
            return;
        }

        self.deliver(|| {
            message.print()?;
            io::stdout().flush()
        });
    }

    /// Does `write`, unless an earlier result could not be written: a result with a gap in it would
    /// be worse than none.
    fn deliver(&self, write: impl FnOnce() -> io::Result<()>) {
        let mut delivery = self.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*delivery, Delivery::Taken) {
            return;
        }

        *delivery = match write() {
            Ok(()) => Delivery::Taken,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Delivery::ReaderLeft,
            Err(error) => Delivery::Refused(error),
        };
    }

    /// Ends the output.
    ///
    /// # Errors
    ///
    /// Where a result could not be written to standard output.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let mut delivery = self.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::take(&mut *delivery) {
            Delivery::Taken | Delivery::ReaderLeft => Ok(()),
            Delivery::Refused(error) => Err(error),
        }
    }

    /// Whether questions and remarks have colours.
    #[must_use]
    pub(crate) fn has_coloured_questions(&self) -> bool {
        self.is_styled
    }

    /// Asks a question, even if quiet: it waits for an answer.
    pub(crate) fn ask(&self, text: impl Into<Message>) {
        put(&self.language.say(&text.into()));
    }

    /// Writes a line about how it went, unless quiet.
    pub(crate) fn remark(&self, line: impl Into<Message>) {
        if !self.is_quiet {
            put(&format!("{}\n", self.in_language(&line.into())));
        }
    }

    /// Writes an error with its causes.
    pub(crate) fn trouble(&self, error: &dyn Error) {
        let mut line = self.language.recognised(&error.to_string());
        let mut cause = error.source();
        while let Some(error) = cause {
            let said = self.language.recognised(&error.to_string());
            line = format!("{line}{}{said}", self.language.word(": "));
            cause = error.source();
        }

        self.error(&line);
    }

    /// Says what is wrong with how the program was called.
    pub(crate) fn complain(&self, why: &Message) {
        self.error(&self.in_language(why));
    }

    /// A message in the language of the screen. Errors of the environment are text by the time that
    /// they are here, and are known by their templates.
    fn in_language(&self, message: &Message) -> String {
        match message.template() {
            Some(_) => self.language.say(message),
            None => self.language.recognised(message),
        }
    }

    fn error(&self, line: &str) {
        let line = plain(line);
        let word = self.language.severity(Severity::Error);
        if self.is_styled {
            put(&format!("\u{1b}[1m\u{1b}[91m{word}\u{1b}[0m: {line}\n"));
        } else {
            put(&format!("{word}: {line}\n"));
        }
    }
}

/// Writes to standard error. If that fails, nothing is left by which to say so.
fn put(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Text from outside without anything that would move the cursor or change the colours: control
/// characters other than tabs and line ends become `�`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let is_control = c.is_control() && c != '\n' && c != '\t';
        let is_harmful = is_control || turns_direction(c);
        plain.push(if is_harmful { '\u{FFFD}' } else { c });
    }
    plain
}

/// Whether to use colours, by <https://no-color.org> and <https://bixense.com/clicolors>.
fn is_styled(color: Color, variable: &dyn Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto
            if is_set("CLICOLOR_FORCE") && variable("CLICOLOR_FORCE").as_deref() != Some("0") =>
        {
            true
        }
        Color::Auto => is_terminal && variable("TERM").as_deref() != Some("dumb"),
    }
}

fn width(variable: &dyn Fn(&str) -> Option<String>) -> usize {
    // In less than this a diagnostic has no room for the source beside its margin.
    const LEAST: usize = 40;

    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    match columns {
        Some(columns) if columns >= LEAST => columns,
        _ => USUAL_WIDTH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_argument_then_the_environment_then_the_terminal() {
        let styled = |color, variables: &[(&str, &str)], tty| {
            let variable = |name: &str| {
                variables
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            is_styled(color, &variable, tty)
        };
        assert!(styled(Color::Always, &[("NO_COLOR", "1")], false));
        assert!(!styled(Color::Never, &[("CLICOLOR_FORCE", "1")], true));
        assert!(styled(Color::Auto, &[], true) && !styled(Color::Auto, &[], false));
        assert!(!styled(Color::Auto, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true));
        assert!(styled(Color::Auto, &[("NO_COLOR", "")], true));
        assert!(
            styled(Color::Auto, &[("CLICOLOR_FORCE", "1")], false)
                && !styled(Color::Auto, &[("CLICOLOR_FORCE", "0")], false)
        );
        assert!(!styled(Color::Auto, &[("TERM", "dumb")], true));
    }

    #[test]
    fn a_result_that_is_refused_is_remembered_and_nothing_follows_it() {
        let screen = Screen::new(Color::Never, Format::Human, false, None);
        assert!(screen.finish().is_ok());

        let clone = screen.clone();
        clone.deliver(|| Err(ErrorKind::StorageFull.into()));
        clone.deliver(|| panic!("nothing is written behind a gap"));
        assert_eq!(screen.finish().map_err(|error| error.kind()), Err(ErrorKind::StorageFull));
    }

    #[test]
    fn a_reader_who_leaves_is_no_failure() {
        let screen = Screen::new(Color::Never, Format::Human, false, None);
        screen.deliver(|| Err(ErrorKind::BrokenPipe.into()));
        screen.deliver(|| panic!("nobody reads any more"));
        assert!(screen.finish().is_ok());
    }
}

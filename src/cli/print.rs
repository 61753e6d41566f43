//! Diagnostics, results and troubles → the terminal. Nothing else in the program writes to standard output or standard error.
//!
//! Results, and diagnostics as JSON, go to standard output; diagnostics for people and everything said beside go to standard error.
//!
//! **Invariant:** a reader who closes the pipe early ends the output, not the program with a panic.
//! **Invariant:** a result that standard output does not take is never taken for written: the screen remembers it, and [`Screen::finish`] says so
//! to whoever decides the exit code. So a command goes on with its work and leaves no half of it, and none can forget to ask.
//! How a diagnostic looks is decided in [`human`] and [`json`], which are functions of their arguments alone.

mod human;
mod json;
mod places;

pub use human::human;
pub(crate) use json::json;
pub(super) use places::Places;

use crate::base::diag::{Diagnostics, Severity};
use crate::base::sources::Sources;
use clap::ValueEnum;
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

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines of source, on standard error
    #[default]
    Human,
    /// For programs: one JSON object a line, then a summary, on standard output
    Json,
}

/// What became of the results on their way to standard output.
#[derive(Debug, Default)]
enum Delivery {
    /// All were taken so far.
    #[default]
    Taken,
    /// The reader closed the pipe: he has seen enough, which is no mistake of anybody's.
    ReaderLeft,
    /// The system refused to take them.
    Refused(io::Error),
}

/// What is said, to whom and how; clones say it to the same.
#[derive(Debug, Clone)]
pub(crate) struct Screen {
    format: Format,
    is_quiet: bool,
    is_styled: bool,
    is_terminal: bool,
    has_coloured_results: bool,
    width: usize,
    delivery: Arc<Mutex<Delivery>>,
}

/// Width of lines where nobody says how wide the terminal is.
const USUAL_WIDTH: usize = 120;

impl Screen {
    /// The screen that arguments and environment ask for.
    #[must_use]
    pub(crate) fn new(color: Color, format: Format, is_quiet: bool) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let variable = |name: &str| std::env::var(name).ok();
        let has_coloured_results = is_styled(color, &variable, io::stdout().is_terminal());
        let is_styled = is_styled(color, &variable, is_terminal);
        let delivery = Arc::default();
        Screen {
            format,
            is_quiet,
            is_styled,
            is_terminal,
            has_coloured_results,
            width: width(&variable),
            delivery,
        }
    }

    /// Whether a progress bar has a place here.
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

    /// Width of a line in cells.
    #[must_use]
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Shows diagnostics with their summary; when quiet, errors alone.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) {
        match self.format {
            Format::Json => self.result(json(diagnostics, sources).as_bytes()),
            Format::Human => self.human(diagnostics, sources),
        }
    }

    /// The same beside a result that takes up standard output: always on standard error.
    pub(crate) fn diagnostics_aside(&self, diagnostics: &Diagnostics, sources: &Sources) {
        match self.format {
            Format::Json => say(&json(diagnostics, sources)),
            Format::Human => self.human(diagnostics, sources),
        }
    }

    fn human(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let mut shown = Diagnostics::default();
        for diagnostic in diagnostics
            .iter()
            .filter(|diagnostic| !self.is_quiet || diagnostic.severity() == Severity::Error)
        {
            shown.push(diagnostic.clone());
        }
        say(&human(&shown, sources, self.is_styled, self.width));
    }

    /// Writes a result to standard output; [`finish`](Self::finish) says whether it was taken.
    pub(crate) fn result(&self, bytes: &[u8]) {
        self.deliver(|| {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()
        });
    }

    /// Shows what the parser of the arguments says: help and the version are results, what is wrong with the arguments is not.
    pub(crate) fn usage(&self, message: &clap::Error) {
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

    /// Does `write`, unless an earlier result was not taken: what came after a gap would be worse than nothing.
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

    /// Whether what is said beside results has colours.
    #[must_use]
    pub(crate) fn has_coloured_questions(&self) -> bool {
        self.is_styled
    }

    /// Asks something; quiet or not, for it is to be answered.
    pub(crate) fn ask(&self, text: &str) {
        say(text);
    }

    /// Says how it went, unless quiet.
    pub(crate) fn remark(&self, line: &str) {
        if !self.is_quiet {
            say(&format!("{line}\n"));
        }
    }

    /// Says what the environment refuses, and why.
    pub(crate) fn trouble(&self, error: &dyn Error) {
        let mut line = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            line = format!("{line}: {error}");
            cause = error.source();
        }
        let line = plain(&line);
        say(&if self.is_styled {
            format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {line}\n")
        } else {
            format!("error: {line}\n")
        });
    }
}

fn say(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Text from outside without what would move the cursor or change the colours: control characters become `�`, line ends stay.
pub(super) fn plain(text: &str) -> String {
    let is_control = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.chars()
        .map(|c| if is_control(c) || is_direction_mark(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// Characters that turn the direction of the text after them (Unicode UAX #9 §2).
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// By <https://no-color.org> and <https://bixense.com/clicolors>.
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
    variable("COLUMNS")
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| *columns >= 40)
        .unwrap_or(USUAL_WIDTH)
}

/// `1 page`, `4 102 mentions`.
#[must_use]
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if n == 1 { one } else { many })
}

/// `3 errors, 2 warnings in 4 files`; empty where there is nothing to sum up.
fn summary(diagnostics: &Diagnostics) -> String {
    let weights = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let counts = weights.map(|(severity, one, many)| (diagnostics.count(severity), one, many));
    let counted: Vec<String> = counts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| count(n, one, many))
        .collect();
    let n_files = n_files(diagnostics);
    let place = if n_files == 0 {
        String::new()
    } else {
        format!(" in {}", count(n_files, "file", "files"))
    };
    if counted.is_empty() { String::new() } else { counted.join(", ") + &place }
}

/// Files in which something is to be mended.
fn n_files(diagnostics: &Diagnostics) -> usize {
    let files: std::collections::BTreeSet<_> =
        diagnostics.iter().filter_map(|d| d.labels.first()).map(|label| label.span.file).collect();
    files.len()
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
        let screen = Screen::new(Color::Never, Format::Human, false);
        assert!(screen.finish().is_ok());
        let clone = screen.clone();
        clone.deliver(|| Err(ErrorKind::StorageFull.into()));
        clone.deliver(|| panic!("nothing is written behind a gap"));
        assert_eq!(screen.finish().map_err(|error| error.kind()), Err(ErrorKind::StorageFull));
    }

    #[test]
    fn a_reader_who_leaves_is_no_failure() {
        let screen = Screen::new(Color::Never, Format::Human, false);
        screen.deliver(|| Err(ErrorKind::BrokenPipe.into()));
        screen.deliver(|| panic!("nobody reads any more"));
        assert!(screen.finish().is_ok());
    }

    #[test]
    fn numbers_are_grouped_and_words_agree() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(999, "page", "pages"), "999 pages");
        assert_eq!(count(4102, "page", "pages"), "4 102 pages");
        assert_eq!(count(1_234_567, "page", "pages"), "1 234 567 pages");
    }
}

//! `oratory serve`: the site on this computer while one writes.

use super::print::{Screen, human};
use super::site::{SiteArguments, recover, root, tally, warnings};
use super::{Failure, Verdict};
use crate::base::diag::{Diagnostics, Severity};
use crate::base::sources::Sources;
use crate::cli::server::{Event, Teller, serve};
use clap::Args;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Port to listen on [default: 4000, or the next that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    site: SiteArguments,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let options = arguments.site.options();
    recover(screen)?;
    let terminal: Arc<dyn Teller> = Arc::new(Terminal {
        screen: screen.clone(),
        opens: arguments.open,
        start: Mutex::new(Instant::now()),
    });
    serve(root(), &options, arguments.port, &terminal)?;
    Ok(Verdict::Done)
}

/// Says on the terminal what happens.
struct Terminal {
    screen: Screen,
    opens: bool,
    start: Mutex<Instant>,
}

impl Teller for Terminal {
    fn tell(&self, event: Event<'_>) {
        let mut start = self.start.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Building => *start = Instant::now(),
            Event::Built { site, sources } => {
                let took = start.elapsed();
                // Notes would be said again at every keystroke; `check` says them.
                self.screen.diagnostics_aside(
                    &only(&site.diagnostics, |severity| severity != Severity::Note),
                    sources,
                );
                let outcome = if site.diagnostics.has_errors() {
                    "The last site without mistakes is shown".to_owned()
                } else {
                    format!("Built {}{}", tally(&site.stats(), took), warnings(&site.diagnostics))
                };
                self.screen.remark(&outcome);
            }
            Event::Unreadable(error) => self.screen.trouble(error),
            Event::NoRoom(error) => {
                let advice = "raise the limit of open files (`ulimit -n`) or close some tabs";
                self.screen.remark(&format!("visitors have to wait: {error}; {advice}"));
            }
            Event::Listening { address } => {
                self.screen.result(format!("{address}\n").as_bytes());
                self.screen.remark("content/, themes/ and oratory.toml are watched; Ctrl-C ends");
                if self.opens {
                    self.open(address);
                }
            }
        }
    }

    fn describe(&self, diagnostics: &Diagnostics, sources: &Sources) -> String {
        human(&only(diagnostics, |severity| severity == Severity::Error), sources, false, 110)
    }
}

fn only(diagnostics: &Diagnostics, is_wanted: impl Fn(Severity) -> bool) -> Diagnostics {
    let mut wanted = Diagnostics::default();
    diagnostics
        .iter()
        .filter(|diagnostic| is_wanted(diagnostic.severity()))
        .for_each(|diagnostic| wanted.push(diagnostic.clone()));
    wanted
}

impl Terminal {
    fn open(&self, address: &str) {
        let (program, before): (&str, &[&str]) = match std::env::consts::OS {
            "macos" => ("open", &[]),
            "windows" => ("cmd", &["/C", "start", ""]),
            _ => ("xdg-open", &[]),
        };
        let opened = Command::new(program)
            .args(before)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if opened.is_err() {
            self.screen.remark(&format!("no browser could be opened with `{program}`"));
        }
    }
}

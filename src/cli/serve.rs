//! `oratory serve`: shows the site on this computer while one writes.

use super::language::Language;
use super::print::{Screen, human_in};
use super::site::{SiteArguments, recover, root, tally, warnings};
use super::{Failure, Verdict};
use crate::base::diag::{Diagnostics, Severity};
use crate::base::message::say;
use crate::base::sources::Sources;
use crate::cli::server::{Event, Observer, serve};
use crate::site::outputs::Site;
use clap::Args;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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

    let terminal: Arc<dyn Observer> = Arc::new(Terminal {
        screen: screen.clone(),
        opens: arguments.open,
        build_start: Mutex::new(Instant::now()),
    });
    serve(root(), &options, arguments.port, &terminal)?;
    Ok(Verdict::Done)
}

/// Tells a person at the terminal what happens.
struct Terminal {
    screen: Screen,
    /// Whether a browser is to be opened.
    opens: bool,
    build_start: Mutex<Instant>,
}

impl Observer for Terminal {
    fn notify(&self, event: Event<'_>) {
        // Held to the end, so that messages from several threads are printed one after another.
        let mut build_start = self.build_start.lock().unwrap_or_else(PoisonError::into_inner);

        match event {
            Event::Building => *build_start = Instant::now(),
            Event::Built { site, sources } => self.built(site, sources, build_start.elapsed()),
            Event::Unreadable(error) => self.screen.trouble(error),
            Event::NoRoom(error) => {
                self.screen.remark(say!(
                    "visitors have to wait: {error}; raise the limit of open files (`ulimit -n`) or close some tabs",
                    error = error.to_string()
                ));
            }
            Event::Listening { address } => {
                self.screen.result(format!("{address}\n").as_bytes());
                self.screen.remark(
                    "content/, data/, static/, themes/ and oratory.toml are watched; Ctrl-C ends",
                );
                self.screen.remark(say!("{address}__/ lists what is left to do", address));
                if self.opens {
                    self.open(address);
                }
            }
        }
    }

    fn describe(&self, diagnostics: &Diagnostics, sources: &Sources) -> String {
        // The overlay is as wide as the page; more would be hard to read beside it.
        const COLUMNS: usize = 110;

        human_in(self.screen.language(), diagnostics, sources, false, COLUMNS)
    }

    fn language(&self) -> Language {
        self.screen.language()
    }
}

impl Terminal {
    fn built(&self, site: &Site<'_>, sources: &Sources, took: Duration) {
        // Notes would be repeated whenever a file is saved; `check` tells them.
        let told = site.diagnostics.only(|severity| severity != Severity::Note);
        self.screen.diagnostics_aside(&told, sources);

        if site.diagnostics.has_errors() {
            self.screen.remark("The last site without mistakes is shown");
        } else {
            let tally = tally(&site.stats(), took);
            let warnings = warnings(&site.diagnostics);
            self.screen.remark(say!("Built {tally}{warnings}", tally, warnings));
        }
    }

    /// Opens the address in the browser that the system prefers.
    fn open(&self, address: &str) {
        let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
            "macos" => ("open", &[]),
            // `start` takes its first argument in quotes for the title of a window.
            "windows" => ("cmd", &["/C", "start", ""]),
            _ => ("xdg-open", &[]),
        };
        let opened = Command::new(program)
            .args(arguments)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();

        if opened.is_err() {
            self.screen.remark(say!("no browser could be opened with `{program}`", program));
        }
    }
}

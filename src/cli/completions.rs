//! `oratory completions`: writes the script by which a shell completes the commands.

use super::print::Screen;
use super::{Failure, Verdict};
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

#[expect(clippy::unnecessary_wraps, reason = "all commands have one form")]
pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut super::Arguments::command(), "oratory", &mut script);
    screen.result(&script);
    Ok(Verdict::Done)
}

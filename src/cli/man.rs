//! `oratory man`: writes a page for `man` of the program and of each command, made from the help.

use super::init::write_new;
use super::print::Screen;
use super::{Failure, Verdict};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::fs;
use std::path::PathBuf;

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to write the pages into: `oratory.1`, `oratory-build.1` and so on [default: the page
    /// of the program to standard output]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let mut program = super::Arguments::command();
    // Only then does each command know the options of all, and its own whole name.
    program.build();

    let mut pages = Vec::new();
    add_pages(&program, &mut pages)?;
    let Some(folder) = &arguments.folder else {
        screen.result(pages.first().map_or(b"", |(_, page)| page.as_bytes()));
        return Ok(Verdict::Done);
    };

    fs::create_dir_all(folder).map_err(Failure::disk("create", folder))?;
    let files = pages.iter().map(|(name, page)| (name.as_str(), page.as_str()));
    write_new(folder, files)?;
    Ok(Verdict::Done)
}

/// Adds the page of a command, and those of the commands below it: file name and text.
fn add_pages(command: &Command, pages: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), String::from_utf8_lossy(&page).into_owned()));

    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add_pages(below, pages)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_options() {
        let mut program = crate::cli::Arguments::command();
        program.build();
        let mut pages = Vec::new();
        add_pages(&program, &mut pages).unwrap();

        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "oratory.1");
        for name in ["oratory-build.1", "oratory-theme-new.1", "oratory-entity-merge.1"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        let build = &pages[names.iter().position(|name| *name == "oratory-build.1").unwrap()].1;
        assert!(build.contains("compress") && build.contains("color"), "{build}");
    }
}

//! `oratory init`: writes a small site in two languages, complete and without mistakes, to be made
//! into one's own; and, where asked, what makes a host of Git repositories check and publish it.
//!
//! Its files are beside this one, in no folders, so that no packaging rule for `content/` or
//! `public/` leaves them out.

use super::print::Screen;
use super::{Failure, Verdict};
use crate::base::changes::Changes;
use crate::base::message::{Message, say};
use crate::disk::publish::{Notice, carry_out, recover};
use crate::reading::config::CONFIG_PATH;
use clap::{Args, ValueEnum};
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the new site: none yet, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write a workflow, too, by which `github` or `gitlab` checks and publishes the site; where DIR
    /// has a site already, the workflow alone
    #[arg(long, value_name = "HOST", value_enum, hide_possible_values = true)]
    ci: Option<Host>,
}

/// A host of Git repositories that runs workflows and publishes pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Host {
    Github,
    Gitlab,
}

impl Host {
    /// Where the host looks for the workflow, in the repository.
    fn path(self) -> &'static str {
        match self {
            Host::Github => ".github/workflows/site.yml",
            Host::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The workflow, which installs this very version.
    fn workflow(self) -> String {
        let text = match self {
            Host::Github => include_str!("init/github.yml"),
            Host::Gitlab => include_str!("init/gitlab.yml"),
        };
        text.replace("{version}", env!("CARGO_PKG_VERSION"))
    }
}

/// The files of the new site: path and text.
pub(super) const FILES: &[(&str, &str)] = &[
    ("oratory.toml", include_str!("init/oratory.toml")),
    (".gitignore", include_str!("init/gitignore.txt")),
    ("content/about.en.md", include_str!("init/about.en.md")),
    ("content/about.zh.md", include_str!("init/about.zh.md")),
    ("content/speeches/2026-03-14-opening.en.md", include_str!("init/opening.en.md")),
    ("content/speeches/2026-03-14-opening.zh.md", include_str!("init/opening.zh.md")),
    ("content/speeches/2026-04-16-questions.en.md", include_str!("init/questions.en.md")),
    ("content/speeches/2026-04-16-questions.zh.md", include_str!("init/questions.zh.md")),
    ("content/people/ines-halloway.md", include_str!("init/ines-halloway.md")),
    ("content/people/chen-yulan.md", include_str!("init/chen-yulan.md")),
    ("content/places/port-merrow.md", include_str!("init/port-merrow.md")),
    ("content/places/tern-island.md", include_str!("init/tern-island.md")),
    ("content/initiatives/open-quay-plan.md", include_str!("init/open-quay-plan.md")),
];

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let folder = &arguments.folder;
    let tell = |notice: &Notice| screen.remark(notice.to_string());
    if folder.exists() {
        recover(folder, &tell)?;
    }
    let workflow = arguments.ci.map(|host| (host.path(), host.workflow()));
    if let Some((path, text)) = &workflow
        && folder.join(CONFIG_PATH).is_file()
    {
        write_new(folder, [(*path, text.as_str())])?;
        screen.result(format!("Wrote {}\n", folder.join(path).display()).as_bytes());
        if let Some(message) = misplaced(folder, path) {
            screen.remark(message);
        }
        return Ok(Verdict::Done);
    }
    refuse_occupied(folder)?;

    fs::create_dir_all(folder).map_err(Failure::disk("create", folder))?;
    let mut files = FILES.to_vec();
    files.extend(workflow.as_ref().map(|(path, text)| (*path, text.as_str())));
    write_new(folder, files)?;
    screen.result(screen.language().say(&next_steps(folder, arguments.ci)).as_bytes());
    if let Some(message) = workflow.and_then(|(path, _)| misplaced(folder, path)) {
        screen.remark(message);
    }
    Ok(Verdict::Done)
}

/// What to do with a workflow in a site that is a folder of a repository: hosts look into the root
/// alone, and say nothing of a workflow elsewhere.
fn misplaced(folder: &Path, workflow: &str) -> Option<Message> {
    let real = fs::canonicalize(folder).ok()?;
    let root = real.ancestors().find(|above| above.join(".git").exists())?;
    let site = real.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    if site.is_empty() {
        return None;
    }
    Some(say!(
        "The repository begins at `{root}`, and its host looks for workflows there alone: move `{workflow}` there, and write `oratory -C {site}` for `oratory` and `{site}/public` for `public` in it",
        root = root.display(),
        workflow,
        site
    ))
}

/// Refuses a folder with something in it, which is somebody's. A repository that has just been
/// created is not.
fn refuse_occupied(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(Failure::disk("look into", folder))?,
    };

    for entry in entries {
        let entry = entry.map_err(Failure::disk("look into", folder))?;
        let name = entry.file_name();
        if name != ".git" {
            return Err(Failure::Usage(say!(
                "`{folder}` is not empty (there is `{name}`): name a new folder",
                folder = folder.display(),
                name = name.to_string_lossy()
            )));
        }
    }
    Ok(())
}

/// Writes files that must not exist yet, all of them or none; paths are relative to `root`.
pub(super) fn write_new<'f>(
    root: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Result<(), Failure> {
    let mut changes = Changes::default();
    for (path, text) in files {
        changes.create(path, text);
    }
    Ok(carry_out(root, &changes)?)
}

fn next_steps(folder: &Path, ci: Option<Host>) -> Message {
    let shown = folder.display();
    let go = if folder == Path::new(".") { String::new() } else { format!("cd {shown} && ") };

    let Some(host) = ci else {
        return say!(
            "A small site in two languages is in {shown}. Next:\n\n\
             1. Look at it, and watch every change:  {go}oratory serve\n\
             2. Add a speech of your own:            oratory new speech 2026-05-01-my-speech --title \"…\"\n\
             3. Write it into public/ for any host:  oratory build\n\
             4. Have GitHub or GitLab publish it:    oratory init --ci github .\n",
            shown,
            go
        );
    };
    say!(
        "A small site in two languages is in {shown}. Next:\n\n\
         1. Look at it, and watch every change:  {go}oratory serve\n\
         2. Add a speech of your own:            oratory new speech 2026-05-01-my-speech --title \"…\"\n\
         3. Write it into public/ for any host:  oratory build\n\
         4. Build and commit, content/ids/ too:  {workflow} publishes it\n",
        shown,
        go,
        workflow = host.path()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::disk::load::scratch::Scratch;
    use crate::disk::publish::PublishError;
    use crate::reading::config::Options;
    use crate::{compose, understand};
    use clap::Parser;

    #[test]
    fn the_new_site_has_nothing_to_mend() {
        let sources =
            Sources::from_texts(FILES.iter().filter(|(path, _)| *path != ".gitignore").copied());
        let site = compose(&sources, understand(&sources, &Options::default()));
        let codes: Vec<&str> =
            site.diagnostics.iter().map(|diagnostic| diagnostic.code.page().name).collect();
        assert_eq!(
            codes,
            ["no-base-url"],
            "{}",
            crate::cli::print::human(&site.diagnostics, &sources, false, 120)
        );

        let stats = site.stats();
        assert_eq!((stats.n_speeches, stats.n_entities), (2, 5));
        assert!(stats.n_mentions >= 14, "{stats:?}");
    }

    /// Each command of a workflow is one that the program takes, and the version its own.
    #[test]
    fn the_workflows_install_this_version_and_check_with_the_lock() {
        for host in Host::value_variants() {
            let workflow = host.workflow();
            assert!(workflow.contains(concat!("oratory==", env!("CARGO_PKG_VERSION"))));
            let commands = workflow.lines().filter_map(|line| {
                let (_, command) = line.split_once(" oratory ")?;
                Some(format!(
                    "oratory {}",
                    command
                        .replace("\"${{ steps.pages.outputs.base_url }}\"", "https://a.example")
                        .replace("\"$CI_PAGES_URL\"", "https://a.example")
                ))
            });
            let mut n_locked = 0;
            for command in commands {
                let parsed = crate::cli::Arguments::try_parse_from(command.split(' '));
                assert!(parsed.is_ok(), "{command}: {:?}", parsed.err());
                n_locked += usize::from(command.contains("--locked"));
            }
            assert!(n_locked >= 2, "{workflow}");
            // Whatever the default branch is called.
            assert!(!workflow.contains("refs/heads/main"), "{workflow}");
            assert!(workflow.to_lowercase().contains("default_branch"), "{workflow}");
        }
    }

    /// Else `annotate` begins with names of the site's own that stand nowhere.
    #[test]
    fn every_name_of_the_new_site_occurs_in_it() {
        let texts = FILES.iter().filter(|(path, _)| path.contains("/speeches/"));
        let texts: Vec<&str> = texts.map(|(_, text)| *text).collect();
        for name in ["Ines Halloway", "Mayor Halloway", "伊内丝·哈洛韦", "哈洛韦市长"] {
            assert!(texts.iter().any(|text| text.contains(name)), "{name}");
        }
    }

    #[test]
    fn a_workflow_below_the_root_of_a_repository_is_told() {
        let scratch = Scratch::with(&[
            ("own/.git/config", ""),
            ("shared/.git/config", ""),
            ("shared/docs/talks/oratory.toml", ""),
        ]);
        let path = Host::Github.path();
        assert!(misplaced(&scratch.join("own"), path).is_none());
        let told = misplaced(&scratch.join("shared/docs/talks"), path).unwrap().to_string();
        assert!(told.contains("`oratory -C docs/talks` for `oratory`"), "{told}");
    }

    #[test]
    fn a_folder_that_is_in_use_is_refused() {
        let scratch = Scratch::with(&[("new/.git/config", ""), ("used/notes.txt", "mine")]);
        assert!(
            refuse_occupied(&scratch.join("new")).is_ok()
                && refuse_occupied(&scratch.join("none")).is_ok()
        );
        assert!(
            refuse_occupied(&scratch.join("used")).unwrap_err().to_string().contains("notes.txt")
        );

        let files = [("a.txt", "x"), ("notes.txt", "x")];
        assert!(matches!(
            write_new(&scratch.join("used"), files),
            Err(Failure::Publish(PublishError::Exists { .. }))
        ));
        assert!(!scratch.join("used/a.txt").exists());
        assert_eq!(scratch.read("used/notes.txt"), "mine");
    }
}

//! `oratory theme`: begins a theme of the site's own, from nothing (`new`) or from files of a theme
//! in the binary (`eject`).
//!
//! **Invariant:** no file is overwritten; the site can be built at once, and looks as before.

use super::init::write_new;
use super::print::Screen;
use super::site::root;
use super::{Failure, Verdict};
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use crate::site::theme;
use clap::{Args, Subcommand};

/// Arguments of `theme`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Begin a theme under `themes/NAME/` that extends another: a manifest and a style sheet
    New {
        /// The name of the theme: lower-case letters, digits and hyphens
        #[arg(value_name = "NAME")]
        name: String,
        /// The theme that it extends
        #[arg(long, value_name = "NAME", default_value = "default")]
        extends: String,
    },
    /// Copy files of a theme out of the program to `themes/`, where the site's own copies come
    /// first
    Eject {
        /// Files of the theme: `templates/about.html`, `static/theme.css` [default: all of them]
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        /// The theme
        #[arg(long, value_name = "NAME", default_value = "default")]
        of: String,
    },
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let files = match &arguments.verb {
        Verb::New { name, extends } => new_files(name, extends).map_err(Failure::Usage)?,
        Verb::Eject { files, of } => ejected(files, of).map_err(Failure::Usage)?,
    };

    let borrowed = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    write_new(root(), borrowed)?;
    for (path, _) in &files {
        screen.result(format!("{path}\n").as_bytes());
    }
    if let Verb::New { name, .. } = &arguments.verb {
        let next = say!("Write `theme = \"{name}\"` into oratory.toml to use it.", name);
        screen.result(format!("\n{}\n", screen.language().say(&next)).as_bytes());
    }
    Ok(Verdict::Done)
}

/// The files of a new theme: path and text.
fn new_files(name: &str, extends: &str) -> Result<Vec<(String, String)>, Message> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(is_plain) {
        return Err(say!(
            "`{name}` cannot be the name of a theme: use lower-case letters, digits and hyphens",
            name
        ));
    }
    check_known(extends)?;

    // The own sheet comes last, so that it overrules those of the extended theme.
    let style = format!(
        "{{% include \"{extends}/parts/style.html\" %}}\n\
         <link rel=\"stylesheet\" href=\"{{{{ page.root }}}}assets/{name}.css\">\n"
    );

    let manifest =
        format!("name = \"{name}\"\ndescription = \"\"\ntera = 2\nextends = \"{extends}\"\n");
    let css = "/* This sheet comes after that of the extended theme. Its colours and faces are custom \
               properties,\n   which `themes/README.md` lists: one line here changes each of them. */\n\
               :root {\n  /* --link: #8a1538; */\n}\n";
    let folder = format!("themes/{name}");
    Ok(vec![
        (format!("{folder}/theme.toml"), manifest),
        (format!("{folder}/static/{name}.css"), css.to_owned()),
        (format!("{folder}/templates/parts/style.html"), style),
    ])
}

/// Files of a theme in the binary, at the paths where the site's own take their places: path and
/// text.
/// All of them, if none is wanted by name.
fn ejected(wanted: &[String], of: &str) -> Result<Vec<(String, String)>, Message> {
    check_known(of)?;
    let files = theme::embedded_files(of);
    for path in wanted {
        if files.contains_key(path.as_str()) {
            continue;
        }
        let near = match nearest(path, files.keys().map(String::as_str)) {
            Some(near) => say!("; did you mean `{near}`?", near),
            None => Message::default(),
        };
        return Err(say!("the theme `{of}` has no file `{path}`{near}", of, path, near));
    }

    let mut ejected = Vec::new();
    for (path, bytes) in files {
        if wanted.is_empty() || wanted.contains(&path) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            ejected.push((format!("themes/{of}/{path}"), text));
        }
    }
    Ok(ejected)
}

fn check_known(theme: &str) -> Result<(), Message> {
    let names = theme::embedded_names();
    if names.contains(&theme) {
        return Ok(());
    }
    Err(say!(
        "there is no theme called `{theme}` in the program; there are `{names}`",
        theme,
        names = Message::joined("`, `", names)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::reading::config::Options;
    use crate::{compose, understand};

    fn site(files: &[(String, String)], theme: &str) -> Vec<String> {
        let config = format!("title = \"T\"\nbase_url = \"https://a.org\"\ntheme = \"{theme}\"\n");
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let sources = Sources::from_texts(files.chain([("oratory.toml", config.as_str())]));
        let site = compose(&sources, understand(&sources, &Options::default()));
        assert!(
            site.diagnostics.iter().next().is_none(),
            "{}",
            crate::cli::print::human(&site.diagnostics, &sources, false, 120)
        );
        let home = site
            .outputs()
            .iter()
            .find(|output| *output.path == *"index.html")
            .expect("a home page");
        let html = String::from_utf8(site.render(home).expect("it renders")).expect("UTF-8");
        let names =
            html.split("assets/").filter_map(|rest| rest.split_once(".css").map(|(name, _)| name));
        names.filter(|name| !name.contains(['"', ' '])).map(str::to_owned).collect()
    }

    #[test]
    fn a_new_theme_builds_with_its_own_sheet_after_that_of_the_other() {
        let files = new_files("reading-room", "default").expect("a theme");
        let sheets = site(&files, "reading-room");
        assert_eq!(sheets, ["theme", "reading-room"]);
        let sheets = |extends| site(&new_files("mine", extends).expect("a theme"), "mine");
        assert_eq!(sheets("newspaper"), ["theme", "newspaper", "mine"]);
        assert_eq!(sheets("plain"), ["site", "mine"]);
        assert!(new_files("My Theme", "default").is_err() && new_files("x", "none").is_err());
    }

    #[test]
    fn ejected_files_stand_in_for_those_of_the_binary() {
        let files = ejected(&["templates/about.html".to_owned()], "default").expect("a file");
        assert_eq!(files[0].0, "themes/default/templates/about.html");

        site(&files, "default");
        let whole = ejected(&[], "plain").expect("all files");
        assert_eq!(whole.len(), theme::embedded_files("plain").len());
        site(&whole, "plain");
        let error = ejected(&["templates/abuot.html".to_owned()], "default").unwrap_err();
        assert!(error.contains("did you mean `templates/about.html`?"), "{error}");
    }
}

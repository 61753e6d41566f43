//! `oratory schema`: JSON Schemas of front matter and configuration, for editors and checkers that
//! know nothing of Oratory.
//!
//! They are made of the list of keys that `oratory explain --keys` prints, and of the kinds and
//! facts of the site in whose folder the command is started.
//! **Invariant:** what the program accepts, a schema accepts: it may say less than `check` does, never
//! more.

mod draft;

use super::explain::{CONFIG, DECISIONS, ENTITY, PAGE, SPEECH, Section};
use super::print::Screen;
use super::site::root;
use super::{Failure, Verdict};
use crate::base::diag::Diagnostics;
use crate::base::message::say;
use crate::base::slips::nearest;
use crate::base::sources::{Content, Source, Sources};
use crate::disk::publish;
use crate::reading::config;
use crate::reading::config::CONFIG_PATH;
use crate::reading::kinds::Kinds;
use crate::site::export;
use clap::Args;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to describe: `config` is `oratory.toml`, a kind is the front matter of its files
    /// [default: list all]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Write all schemas into this folder: `speech.schema.json` and so on
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    out: Option<PathBuf>,
}

impl Arguments {
    /// Takes the folder as seen from `start`.
    pub(super) fn see_from(&mut self, start: &Path) {
        self.out = self.out.take().map(|out| start.join(out));
    }
}

/// A schema that there is.
struct Subject {
    name: String,
    /// The files that it describes.
    files: String,
    /// Their outermost table.
    section: &'static Section,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let sources = configuration()?;
    let mut diagnostics = Diagnostics::default();
    let mut kinds = Kinds::default();
    if sources.find(CONFIG_PATH).is_some() {
        kinds = config::read(&sources, &export::names(), &mut diagnostics).kinds;
    }
    screen.diagnostics_aside(&diagnostics, &sources);
    if diagnostics.has_errors() {
        return Ok(Verdict::Mistakes);
    }

    let subjects = subjects(&kinds);
    if let Some(folder) = &arguments.out {
        return write_all(&subjects, &kinds, folder);
    }
    let Some(name) = &arguments.name else {
        screen.result(list(&subjects).as_bytes());
        return Ok(Verdict::Done);
    };
    let Some(subject) = subjects.iter().find(|subject| subject.name == *name) else {
        return Err(unknown(name, &subjects));
    };
    screen.result(written(subject, &kinds).as_bytes());
    Ok(Verdict::Done)
}

/// The configuration of the site alone, or nothing outside a site.
fn configuration() -> Result<Sources, Failure> {
    let path = root().join(CONFIG_PATH);
    if !path.is_file() {
        return Ok(Sources::default());
    }
    let bytes = fs::read(&path).map_err(Failure::disk("read", &path))?;
    let source = Source { path: CONFIG_PATH.to_owned(), content: Content::Bytes(bytes) };
    Ok(Sources::new(vec![source]))
}

fn subjects(kinds: &Kinds) -> Vec<Subject> {
    let subject = |name: &str, files: &str, section| Subject {
        name: name.to_owned(),
        files: files.to_owned(),
        section: Section::named(section),
    };

    let mut subjects = vec![
        subject("config", CONFIG_PATH, CONFIG),
        subject("speech", "content/speeches/**/*.md", SPEECH),
        subject("page", "content/*.md, content/pages/**/*.md", PAGE),
        subject("decisions", "content/decisions.toml", DECISIONS),
    ];
    for (_, kind) in kinds.iter() {
        subjects.push(subject(&kind.key, &format!("content/{}/**/*.md", kind.key), ENTITY));
    }
    subjects
}

fn list(subjects: &[Subject]) -> String {
    let column = subjects.iter().map(|subject| subject.name.len()).max().unwrap_or(0);
    let mut list = String::new();
    for Subject { name, files, .. } in subjects {
        let _ = writeln!(list, "{name:column$}  {files}");
    }
    list
}

fn unknown(name: &str, subjects: &[Subject]) -> Failure {
    let names = subjects.iter().map(|subject| subject.name.as_str());
    let near = match nearest(name, names) {
        Some(near) => say!("did you mean `{near}`?", near),
        None => say!("`oratory schema` lists all"),
    };
    Failure::Usage(say!("there is no schema `{name}`; {near}", name, near))
}

/// Writes every schema, in the place of the last one.
fn write_all(subjects: &[Subject], kinds: &Kinds, folder: &Path) -> Result<Verdict, Failure> {
    fs::create_dir_all(folder).map_err(Failure::disk("create", folder))?;
    for subject in subjects {
        let path = folder.join(format!("{}.schema.json", subject.name));
        publish::replace(&path, written(subject, kinds).as_bytes())?;
    }
    Ok(Verdict::Done)
}

fn written(subject: &Subject, kinds: &Kinds) -> String {
    let kind = kinds.named(&subject.name).map(|id| kinds.kind(id));
    let schema = draft::schema(subject.section, &subject.files, kinds, kind);
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::explain::Shape;
    use serde_json::{Value, json};

    fn schema(name: &str) -> Value {
        let kinds = Kinds::default();
        let subjects = subjects(&kinds);
        let subject = subjects.iter().find(|subject| subject.name == name).unwrap();
        serde_json::from_str(&written(subject, &kinds)).unwrap()
    }

    #[test]
    fn every_key_of_the_list_is_in_a_schema() {
        for (name, title) in [
            ("config", CONFIG),
            ("speech", SPEECH),
            ("page", PAGE),
            ("decisions", DECISIONS),
            ("people", ENTITY),
        ] {
            let schema = schema(name);
            let tables = Section::named(title).with_inner();
            assert_eq!(
                schema["$defs"].as_object().map_or(0, serde_json::Map::len),
                tables.len() - 1
            );
            for key in Section::named(title).keys {
                assert!(schema["properties"][key.name].is_object(), "{name}: {}", key.name);
            }
            assert_eq!(schema["additionalProperties"], json!(false));
        }
    }

    #[test]
    fn a_key_may_be_left_empty_unless_it_is_required() {
        let speech = schema("speech");
        assert_eq!(speech["required"], json!(["date"]));
        assert_eq!(speech["properties"]["draft"]["type"], json!(["boolean", "null"]));
        assert!(speech["properties"]["type"]["enum"].as_array().unwrap().contains(&Value::Null));
        let date = &schema("people")["properties"]["born"];
        assert_eq!(date["type"], json!(["string", "integer", "null"]));
    }

    #[test]
    fn a_kind_has_its_list_in_speeches_and_its_facts_in_files() {
        let mut kinds = Kinds::default();
        kinds.add("boats".to_owned(), "boat".to_owned(), None);
        let subjects = subjects(&kinds);
        let text = |name: &str| {
            written(subjects.iter().find(|subject| subject.name == name).unwrap(), &kinds)
        };
        assert!(text("speech").contains("\"boats\"") && text("boats").contains("\"started\""));
        assert!(list(&subjects).contains("content/boats/**/*.md"));
        assert!(unknown("boat", &subjects).to_string().contains("`boats`"));
    }

    #[test]
    fn every_shape_of_a_key_leads_to_tables_that_there_are() {
        fn tables(shape: &Shape) {
            match shape {
                Shape::In(title) => assert!(!Section::named(title).keys.is_empty()),
                Shape::List(inner) | Shape::OneOrMore(inner) | Shape::ByName(inner) => {
                    tables(inner)
                }
                Shape::Either(shapes) => shapes.iter().for_each(tables),
                _ => {}
            }
        }
        for section in crate::cli::explain::sections() {
            section.keys.iter().for_each(|key| tables(&key.shape));
        }
    }
}

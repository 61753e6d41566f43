//! `oratory import --jsonl`: documents as lines of JSON → speeches as lines of JSON, for engines that
//! send work to many machines (`pipe` of Spark, Ray, GNU parallel).
//!
//! **Invariant:** every line that comes in is answered, in order: by a line for each speech in it, or
//! by one that says why there is none. Nothing is written to the site, and no more is held than a
//! document.

use super::configuration;
use super::stem::Stem;
use crate::base::date::Date;
use crate::base::digest::sha256;
use crate::base::lang::Lang;
use crate::cli::print::Screen;
use crate::cli::site::{is_known_language, read};
use crate::cli::{Failure, Verdict};
use crate::disk::load;
use crate::import::{self, Imported, Options, ReadOptions};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::BufRead;
use std::path::PathBuf;

/// A document, as a line says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// The name of its file, of which the ending tells the format where the content does not.
    #[serde(default)]
    name: Option<String>,
    /// What is in it, or
    #[serde(default)]
    text: Option<String>,
    /// where it lies.
    #[serde(default)]
    path: Option<PathBuf>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// Answers all lines of standard input; of the site, its languages are read alone.
pub(super) fn run(screen: &Screen) -> Result<Verdict, Failure> {
    let Some(config) = configuration(&read(screen)?, screen) else {
        return Ok(Verdict::Mistakes);
    };
    let failed = |source| Failure::Disk { verb: "read", path: "standard input".into(), source };

    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(failed)?;
        if line.trim().is_empty() {
            continue;
        }
        let mut answers = String::new();
        for answer in answers_to(&line, &config.languages) {
            answers.push_str(&format!("{answer}\n"));
        }
        screen.result(answers.as_bytes());
    }
    Ok(Verdict::Done)
}

fn answers_to(line: &str, languages: &[Lang]) -> Vec<Value> {
    let document: Document = match serde_json::from_str(line) {
        Ok(document) => document,
        Err(error) => {
            return vec![json!({ "error": format!("this line is no document: {error}") })];
        }
    };
    let name = document.name.clone().or_else(|| {
        let path = document.path.as_deref()?;
        Some(path.file_name()?.to_string_lossy().into_owned())
    });
    let name = name.unwrap_or_else(|| "text.txt".to_owned());
    let refused = |why: String| json!({ "name": name, "error": why });
    match speeches(&document, &name, languages) {
        Ok(speeches) => speeches
            .into_iter()
            .map(|speech| match speech {
                Ok(imported) => answer(&name, &imported),
                Err(why) => refused(why),
            })
            .collect(),
        Err(why) => vec![refused(why)],
    }
}

/// The speeches of a document.
fn speeches(
    document: &Document,
    name: &str,
    languages: &[Lang],
) -> Result<Vec<Result<Imported, String>>, String> {
    let bytes = match (&document.text, &document.path) {
        (Some(text), None) => text.clone().into_bytes(),
        (None, Some(path)) => load::document(path).map_err(|error| error.to_string())?.bytes,
        _ => return Err("a line has either `text` or `path`".to_owned()),
    };
    let date = document.date.as_deref().map(|date| Date::parse(date).ok_or(date));
    let date = date.transpose().map_err(|date| format!("`{date}` is no date like `2024-03-07`"))?;
    let lang = document.lang.as_deref().map(|tag| Lang::parse(tag).ok_or(tag));
    let lang = lang.transpose().map_err(|tag| format!("`{tag}` is no tag of a language"))?;

    let Stem { stem, lang: of_name } = Stem::of(name, languages);
    let sha256 = sha256(&bytes);
    let options = Options {
        file: name,
        stem,
        sha256: &sha256,
        title: document.title.as_deref(),
        date,
        lang: lang.or(of_name),
        url: document.url.as_deref(),
        languages,
        ..Options::default()
    };
    let manuscripts = import::read_all(name, &bytes, &ReadOptions::default())
        .map_err(|refusal| format!("{}; {}", refusal.message, refusal.hint))?;
    let mut speeches = Vec::with_capacity(manuscripts.len());
    for manuscript in manuscripts {
        let imported = import::import(manuscript, &options)
            .ok_or_else(|| "its characters could not be accounted for".to_owned());
        speeches.push(imported.and_then(|imported| can_be_built(imported, languages)));
    }
    Ok(speeches)
}

fn can_be_built(imported: Imported, languages: &[Lang]) -> Result<Imported, String> {
    if imported.date.is_none() {
        return Err("it names no date: say it as `date`".to_owned());
    }
    if imported.lang.tag() == "und" {
        return Err("its language cannot be told from its words: say it as `lang`".to_owned());
    }
    if !is_known_language(&imported.lang, languages) {
        return Err(super::unknown_language(&imported.lang).to_string());
    }
    Ok(imported)
}

fn answer(name: &str, imported: &Imported) -> Value {
    let mut review = Vec::with_capacity(imported.doubts.len());
    for (line, what) in &imported.doubts {
        review.push(json!({ "line": line, "what": what }));
    }
    json!({
        "name": name,
        "id": imported.id,
        "lang": imported.lang.tag(),
        "title": imported.title,
        "date": imported.date.map(|date| date.to_string()),
        "path": format!("content/speeches/{}.{}.md", imported.id, imported.lang),
        "turns": imported.n_turns,
        "speech": imported.speech,
        "aside": imported.aside,
        "remarks": imported.remarks,
        "review": review,
    })
}

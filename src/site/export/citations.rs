//! Citations → BibTeX, RIS and CSL-JSON, in a file beside the page of each speech and in one of the whole
//! site.
//!
//! **Invariant:** the key of a text is the same in every format and every file, and no other text has it.

use super::cite::{Name, NameParts, Source, written};
use super::{Exporter, Files, Kept, Maker, SpeechFiles, WholeFile};
use crate::reading::graph::Graph;
use std::io::{self, Write};

/// BibTeX.
pub(super) const BIBTEX: Exporter = Exporter {
    name: "bibtex",
    summary: "citations as BibTeX: of each speech, and data/citations.bib of all",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "BibTeX", media_type: "application/x-bibtex", n_rows: None }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".bib",
        make: Maker::Alone(|graph, id| (Source::of(graph, id).bibtex() + "\n").into_bytes()),
        whole: Some(WholeFile {
            path: "data/citations.bib",
            write: |graph, out| {
                for (id, _) in graph.corpus.speeches() {
                    writeln!(out, "{}", Source::of(graph, id).bibtex())?;
                }
                Ok(graph.corpus.speeches.len())
            },
        }),
    }),
};

/// RIS.
pub(super) const RIS: Exporter = Exporter {
    name: "ris",
    summary: "the same as RIS, data/citations.ris of all",
    absolute: false,
    by_default: true,
    kept: Some(Kept {
        label: "RIS",
        media_type: "application/x-research-info-systems",
        n_rows: None,
    }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".ris",
        make: Maker::Alone(|graph, id| Source::of(graph, id).ris().into_bytes()),
        whole: Some(WholeFile {
            path: "data/citations.ris",
            write: |graph, out| {
                for (id, _) in graph.corpus.speeches() {
                    out.write_all(Source::of(graph, id).ris().as_bytes())?;
                }
                Ok(graph.corpus.speeches.len())
            },
        }),
    }),
};

/// CSL-JSON.
pub(super) const CSL_JSON: Exporter = Exporter {
    name: "csl-json",
    summary: "the same as CSL-JSON, data/citations.csl.json of all",
    absolute: false,
    by_default: true,
    kept: Some(Kept {
        label: "CSL-JSON",
        media_type: "application/vnd.citationstyles.csl+json",
        n_rows: None,
    }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".csl.json",
        make: Maker::Alone(|graph, id| {
            (written(&[Source::of(graph, id).csl()]) + "\n").into_bytes()
        }),
        whole: Some(WholeFile { path: "data/citations.csl.json", write: all_csl }),
    }),
};

fn all_csl(graph: &Graph, out: &mut dyn Write) -> io::Result<usize> {
    out.write_all(b"[")?;
    for (id, _) in graph.corpus.speeches() {
        out.write_all(if id.0 == 0 { b"\n" } else { b",\n" })?;
        out.write_all(&serde_json::to_vec(&Source::of(graph, id).csl())?)?;
    }
    out.write_all(b"\n]\n")?;
    Ok(graph.corpus.speeches.len())
}

impl Source<'_> {
    /// RIS, the tags that Zotero and EndNote both read. It has no type for a speech: what is cited is
    /// a page, and of what kind it is says `M3`.
    fn ris(&self) -> String {
        let mut lines = vec![("TY", "ELEC".to_owned())];
        lines.extend(self.authors.iter().map(|name| ("AU", name.ris())));
        lines.extend(self.translators.iter().map(|name| ("A4", name.ris())));
        let date: Vec<String> =
            self.speech.date.to_string().split('-').map(str::to_owned).collect();
        lines.extend([
            ("TI", self.speech.title.clone()),
            ("T2", self.site.to_owned()),
            ("PY", self.known(format!("{:04}", self.speech.date.year()))),
            ("DA", self.known(date.join("/"))),
            ("M3", self.speech.speech_type.to_owned()),
            ("C1", self.event.to_owned()),
            ("CY", self.place.clone()),
            ("LA", self.speech.lang.tag().to_owned()),
            ("ID", self.key()),
            ("UR", self.url.clone().unwrap_or_default()),
        ]);

        let mut entry = String::new();
        for (tag, value) in lines {
            // A line is a field: one within a title would end it.
            let value = value.replace(['\r', '\n'], " ");
            if !value.is_empty() {
                entry.push_str(&format!("{tag}  - {value}\r\n"));
            }
        }
        entry + "ER  - \r\n\r\n"
    }
}

impl Name {
    /// `Family, Given, Suffix`; a name without parts as it is.
    fn ris(&self) -> String {
        let Some(NameParts { family, given, suffix }) = &self.parts else {
            return self.whole.clone();
        };
        let mut parts = vec![family.as_str(), given, suffix];
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    #[test]
    fn every_text_has_an_entry_of_its_own_in_every_format() {
        let graph = fixture::graph();
        let text = |path: &str| String::from_utf8(fixture::file(graph, path)).unwrap();
        let n = graph.corpus.speeches.len();
        assert_eq!(text("data/citations.bib").matches("@misc{").count(), n);
        assert_eq!(text("data/citations.ris").matches("ER  - \r\n").count(), n);
        let csl = text("data/citations.csl.json");
        let csl: Vec<serde_json::Value> = serde_json::from_str(&csl).unwrap();
        let first = text("speeches/alone.csl.json");
        let value: serde_json::Value = serde_json::from_str(&first).unwrap();
        assert_eq!(first.trim_end(), serde_json::to_string_pretty(&value).unwrap(), "sorted");
        assert_eq!(csl.len(), n);
        for item in &csl {
            let key = item["id"].as_str().unwrap();
            assert!(text("data/citations.bib").contains(&format!("@misc{{{key},")), "{key}");
            assert!(text("data/citations.ris").contains(&format!("ID  - {key}\r\n")), "{key}");
        }
    }

    #[test]
    fn a_key_has_nothing_that_would_end_it() {
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n"),
            ("content/speeches/Ann, Bob & Co.en.md", "---\ntitle: A\ndate: 2024\n---\nWords.\n"),
        ]);
        let bib = String::from_utf8(fixture::file(&graph, "data/citations.bib")).unwrap();
        assert!(bib.starts_with("@misc{Ann_2c__20_Bob_20__26__20_Co.en,\n"), "{bib}");
    }

    #[test]
    fn a_field_of_ris_is_a_line() {
        let ris = String::from_utf8(fixture::file(fixture::graph(), "speeches/hello.ris")).unwrap();
        assert!(ris.starts_with("TY  - ELEC\r\n"), "{ris}");
        assert!(ris.contains("TI  - Hello, <world> & \"all\"\r\n"), "{ris}");
        assert!(ris.contains("DA  - 2023/05\r\n"), "{ris}");
    }
}

//! Suggestions → lines for people, grouped by speech, and JSON Lines for programs.

use super::Site;
use crate::base::sources::Span;
use crate::cli::print::{Places, count, plain};
use crate::editor::suggest::{Context, Proposal, Suggestion};
use crate::reading::corpus::SpeechId;
use serde::Serialize;
use std::fmt::Write;

/// Contexts that are shown of one suggestion.
const CONTEXTS: usize = 3;

/// What is looked up and how it looks.
pub(super) struct Writer<'s> {
    site: &'s Site<'s>,
    places: Places<'s>,
    is_styled: bool,
}

#[derive(Serialize)]
struct Line<'s> {
    #[serde(rename = "type")]
    of: &'static str,
    kind: &'static str,
    speech: Option<String>,
    entities: Vec<&'s str>,
    names: Vec<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    into: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_kind: Option<&'s str>,
    reason: &'s str,
    rank: u32,
    count: usize,
    safe: bool,
    contexts: Vec<InContext<'s>>,
}

#[derive(Serialize)]
struct InContext<'s> {
    path: &'s str,
    line: usize,
    column: usize,
    left: String,
    #[serde(rename = "match")]
    words: String,
    right: String,
}

#[derive(Serialize)]
struct Summary {
    #[serde(rename = "type")]
    of: &'static str,
    suggestions: usize,
    safe: usize,
}

impl<'s> Writer<'s> {
    pub(super) fn new(site: &'s Site<'s>, is_styled: bool) -> Self {
        Writer { site, places: Places::new(site.sources), is_styled }
    }

    /// For people.
    pub(super) fn human(&mut self, suggestions: &[Suggestion]) -> String {
        let mut out = String::new();
        let mut group: Option<Option<SpeechId>> = None;
        for suggestion in suggestions {
            if group != Some(suggestion.speech) {
                let gap = if group.is_some() { "\n" } else { "" };
                let head = suggestion.speech.map_or("the whole site", |id| self.site.path(id));
                let _ = writeln!(out, "{gap}{}", self.styled("1", &plain(head)));
                group = Some(suggestion.speech);
            }
            self.one(suggestion, &mut out);
        }
        out
    }

    /// One suggestion with its contexts.
    pub(super) fn one(&mut self, suggestion: &Suggestion, out: &mut String) {
        let times = match suggestion.count() {
            0 | 1 => String::new(),
            n => format!(" ({n} times)"),
        };
        let colour = match suggestion.proposal {
            Proposal::Add { .. } | Proposal::Label { .. } | Proposal::New { .. } => "32",
            Proposal::Remove { .. } => "31",
            Proposal::Choice { .. } | Proposal::Merge { .. } | Proposal::Unseen { .. } => "33",
        };
        let word = self.styled(colour, &format!("{:<6}", suggestion.word()));
        let _ = writeln!(out, "  {word}  {}{times}", plain(&suggestion.reason));
        for span in self.site.spans(suggestion) {
            let _ = writeln!(out, "          {}", self.place(&span));
        }
        for context in self.site.contexts(suggestion, CONTEXTS) {
            let _ = writeln!(out, "          {}", self.in_context(&context));
        }
    }

    /// `content/speeches/a.en.md:12:5  …with «Wang Yi» on…`
    pub(super) fn in_context(&mut self, context: &Context) -> String {
        let words = if self.is_styled {
            self.styled("1;36", &plain(&context.words))
        } else {
            format!("«{}»", plain(&context.words))
        };
        format!(
            "{}  {}{words}{}",
            self.place(&context.span),
            plain(&context.left),
            plain(&context.right)
        )
    }

    fn place(&mut self, span: &Span) -> String {
        let (line, column) = self.places.lines(span.file).place(span.range.start);
        let path = &self.site.sources.file(span.file).path;
        self.styled("2", &format!("{}:{line}:{column}", plain(path)))
    }

    fn styled(&self, code: &str, text: &str) -> String {
        if self.is_styled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// One JSON object a line, the summary last.
    pub(super) fn json(&mut self, suggestions: &'s [Suggestion]) -> String {
        let mut out: String = suggestions.iter().map(|one| line(&self.object(one))).collect();
        let safe = suggestions.iter().filter(|one| one.is_safe()).count();
        out.push_str(&line(&Summary { of: "summary", suggestions: suggestions.len(), safe }));
        out
    }

    fn object(&mut self, one: &'s Suggestion) -> Line<'s> {
        let corpus = &self.site.graph.corpus;
        let contexts = self.site.contexts(one, CONTEXTS);
        let (into, id, kind) = match &one.proposal {
            Proposal::Merge { into, .. } => (Some(into.as_str()), None, None),
            Proposal::New { id, kind, .. } => (
                None,
                Some(id.as_str()),
                Some(self.site.graph.config.kinds.kind(*kind).key.as_str()),
            ),
            _ => (None, None, None),
        };
        Line {
            of: "suggestion",
            kind: one.word(),
            speech: one.speech.map(|id| corpus.speech(id).full_id()),
            entities: one.entities().iter().map(|id| corpus.entity(*id).id.as_str()).collect(),
            names: self.site.names(one),
            into,
            id,
            entity_kind: kind,
            reason: &one.reason,
            rank: one.rank,
            count: one.count(),
            safe: one.is_safe(),
            contexts: contexts.into_iter().map(|context| self.json_context(context)).collect(),
        }
    }

    fn json_context(&mut self, context: Context) -> InContext<'s> {
        let (line, column) = self.place_of(&context.span);
        let path = &self.site.sources.file(context.span.file).path;
        InContext {
            path,
            line,
            column,
            left: context.left,
            words: context.words,
            right: context.right,
        }
    }

    /// Line and column, from 1.
    pub(super) fn place_of(&mut self, span: &Span) -> (usize, usize) {
        self.places.lines(span.file).place(span.range.start)
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers have a JSON form") + "\n"
}

/// `3 suggestions for 2 speeches`.
pub(super) fn tally(suggestions: &[Suggestion]) -> String {
    let mut speeches: Vec<SpeechId> = suggestions.iter().filter_map(|one| one.speech).collect();
    speeches.dedup();
    let all = count(suggestions.len(), "suggestion", "suggestions");
    if speeches.is_empty() {
        all
    } else {
        format!("{all} for {}", count(speeches.len(), "speech", "speeches"))
    }
}

//! Suggestions → lines for people, grouped by speech, or JSON Lines for programs.

use super::Site;
use crate::base::letters::cells;
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::cli::language::Language;
use crate::cli::print::{LineIndexes, Position, count, plain};
use crate::editor::suggest::{Context, Proposal, Suggestion};
use crate::reading::corpus::SpeechId;
use serde::Serialize;
use std::fmt::Write;

/// How many contexts of a suggestion are shown: enough to see whether they all mean the same, and
/// few enough that the next suggestion is still on the screen.
const MAX_CONTEXTS: usize = 3;

/// Writes suggestions, with the lines of the files that they are about.
pub(super) struct Writer<'s> {
    site: &'s Site<'s>,
    lines: LineIndexes<'s>,
    is_styled: bool,
    pub(super) language: Language,
}

#[derive(Serialize)]
struct SuggestionObject<'s> {
    #[serde(rename = "type")]
    kind_of_line: &'static str,
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
    contexts: Vec<ContextObject<'s>>,
}

#[derive(Serialize)]
struct ContextObject<'s> {
    path: &'s str,
    line: usize,
    column: usize,
    left: String,
    #[serde(rename = "match")]
    words: String,
    right: String,
}

/// A place where a name occurs.
#[derive(Serialize)]
struct AccountObject<'s> {
    #[serde(rename = "type")]
    kind_of_line: &'static str,
    speech: String,
    /// Whom the name is linked to; none if it is not.
    entity: Option<&'s str>,
    /// How it was found, or why it is not linked.
    why: &'s str,
    context: ContextObject<'s>,
}

#[derive(Serialize)]
struct Summary {
    #[serde(rename = "type")]
    kind_of_line: &'static str,
    suggestions: usize,
    safe: usize,
}

/// What is shown above suggestions that are for no speech.
pub(super) const WHOLE_SITE: &str = "the whole site";

/// The cells of the longest word for a suggestion, `remove`.
const WORD_WIDTH: usize = 6;

impl<'s> Writer<'s> {
    pub(super) fn new(site: &'s Site<'s>, is_styled: bool, language: Language) -> Self {
        Writer { site, lines: LineIndexes::new(site.sources), is_styled, language }
    }

    /// The suggestions for people, in groups that follow each other by speech.
    pub(super) fn human(&mut self, suggestions: &[Suggestion]) -> String {
        let mut out = String::new();
        for group in suggestions.chunk_by(|a, b| a.speech == b.speech) {
            if !out.is_empty() {
                out.push('\n');
            }
            let speech = group.first().and_then(|first| first.speech);
            let head =
                speech.map_or_else(|| self.language.word(WHOLE_SITE), |id| self.site.path(id));
            let _ = writeln!(out, "{}", self.styled("1", &plain(head)));
            for suggestion in group {
                self.one(suggestion, &mut out);
            }
        }
        out
    }

    /// One suggestion with its contexts.
    pub(super) fn one(&mut self, suggestion: &Suggestion, out: &mut String) {
        let times = match suggestion.count() {
            0 | 1 => String::new(),
            n => self.language.say(&say!(" ({n} times)", n)),
        };
        let colour = match suggestion.proposal {
            Proposal::Add { .. } | Proposal::Label { .. } | Proposal::New { .. } => "32",
            Proposal::Remove { .. } => "31",
            Proposal::Choice { .. } | Proposal::Merge { .. } | Proposal::Unseen { .. } => "33",
        };
        let word = self.language.word(suggestion.word());
        let width: usize = word.chars().map(cells).sum();
        let gap = " ".repeat(WORD_WIDTH.saturating_sub(width));
        let word = self.styled(colour, &format!("{word}{gap}"));
        let reason = self.language.say(&suggestion.reason);
        let _ = writeln!(out, "  {word}  {}{times}", plain(&reason));

        for span in self.site.spans(suggestion) {
            let _ = writeln!(out, "          {}", self.position(&span));
        }
        for context in self.site.contexts(suggestion, MAX_CONTEXTS) {
            let _ = writeln!(out, "          {}", self.in_context(&context));
        }
    }

    /// A place where a name occurs, and what came of it.
    pub(super) fn account(
        &mut self,
        context: &Context,
        entity: Option<&str>,
        why: &Message,
        out: &mut String,
    ) {
        let _ = writeln!(out, "{}", self.in_context(context));
        let outcome = match entity {
            Some(id) => ("32", say!("linked to `{id}` ({why})", id, why)),
            None => ("33", say!("not linked: {why}", why)),
        };
        let (colour, outcome) = outcome;
        let outcome = self.styled(colour, &plain(&self.language.say(&outcome)));
        let _ = writeln!(out, "    {outcome}");
    }

    /// The same as a line for programs.
    pub(super) fn account_json(
        &mut self,
        speech: SpeechId,
        context: Context,
        entity: Option<&str>,
        why: &str,
    ) -> String {
        let speech = self.site.graph.corpus.speech(speech).full_id();
        let context = self.context_object(context);
        line(&AccountObject { kind_of_line: "name", speech, entity, why, context })
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
            self.position(&context.span),
            plain(&context.left),
            plain(&context.right)
        )
    }

    /// `content/speeches/a.en.md:12:5`
    fn position(&mut self, span: &Span) -> String {
        let Position { line, column } = self.position_of(span);
        let path = &self.site.sources.file(span.file).path;
        self.styled("2", &format!("{}:{line}:{column}", plain(path)))
    }

    fn styled(&self, code: &str, text: &str) -> String {
        if self.is_styled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The suggestions for programs, one JSON object a line, the summary last.
    pub(super) fn json(&mut self, suggestions: &'s [Suggestion]) -> String {
        let mut out = String::new();
        let mut n_safe = 0;
        for suggestion in suggestions {
            out.push_str(&line(&self.object(suggestion)));
            n_safe += usize::from(suggestion.is_safe());
        }

        out.push_str(&line(&Summary {
            kind_of_line: "summary",
            suggestions: suggestions.len(),
            safe: n_safe,
        }));
        out
    }

    fn object(&mut self, suggestion: &'s Suggestion) -> SuggestionObject<'s> {
        let corpus = &self.site.graph.corpus;
        let mut entities = Vec::new();
        for id in suggestion.entities() {
            entities.push(corpus.entity(*id).id.as_str());
        }
        let mut contexts = Vec::new();
        for context in self.site.contexts(suggestion, MAX_CONTEXTS) {
            contexts.push(self.context_object(context));
        }

        let mut object = SuggestionObject {
            kind_of_line: "suggestion",
            kind: suggestion.word(),
            speech: suggestion.speech.map(|id| corpus.speech(id).full_id()),
            entities,
            names: self.site.names(suggestion),
            into: None,
            id: None,
            entity_kind: None,
            reason: &suggestion.reason,
            rank: suggestion.rank,
            count: suggestion.count(),
            safe: suggestion.is_safe(),
            contexts,
        };
        match &suggestion.proposal {
            Proposal::Merge { into, .. } => object.into = Some(into),
            Proposal::New { id, kind, .. } => {
                object.id = Some(id);
                object.entity_kind = Some(&self.site.graph.config.kinds.kind(*kind).key);
            }
            _ => {}
        }
        object
    }

    fn context_object(&mut self, context: Context) -> ContextObject<'s> {
        let Position { line, column } = self.position_of(&context.span);
        let path = &self.site.sources.file(context.span.file).path;
        ContextObject {
            path,
            line,
            column,
            left: context.left,
            words: context.words,
            right: context.right,
        }
    }

    /// Where a span starts.
    pub(super) fn position_of(&mut self, span: &Span) -> Position {
        self.lines.start_of(span)
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers have a JSON form") + "\n"
}

/// `3 suggestions for 2 speeches`.
pub(super) fn tally(suggestions: &[Suggestion]) -> Message {
    // Suggestions for one speech follow each other.
    let mut speeches: Vec<SpeechId> = suggestions.iter().filter_map(|one| one.speech).collect();
    speeches.dedup();

    let all = count(suggestions.len(), "suggestion", "suggestions");
    if speeches.is_empty() {
        all
    } else {
        let speeches = count(speeches.len(), "speech", "speeches");
        say!("{all} for {speeches}", all, speeches)
    }
}

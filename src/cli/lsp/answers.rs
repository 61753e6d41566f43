//! Requests of an editor → answers from what the files say.

use super::offers::{Offer, offers};
use super::pointed::{Pointed, described, place_of, pointed};
use super::workspace::{Known, Workspace};
use crate::base::changes::{Change, Changes, applied};
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::cli::site::understood;
use crate::editor::edit::mended;
use crate::editor::registry::{places, rename};
use crate::reading::corpus::EntityId;
use lsp_types::{
    CodeAction, CodeActionKind, CompletionItem, CompletionTextEdit, DiagnosticRelatedInformation,
    DiagnosticSeverity, DocumentChangeOperation, DocumentChanges, Hover, HoverContents, Location,
    MarkupContent, MarkupKind, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    Position, Range as Lines, RenameFile, ResourceOp, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// What comes of a request.
pub(super) enum Answer {
    Is(Value),
    /// It cannot be done, for this reason.
    Refused(String),
    /// Nobody here knows such requests.
    Unknown,
}

/// Where a request points.
struct Spot {
    file: FileId,
    offset: usize,
}

/// Answers a request.
pub(super) fn answer(workspace: &mut Workspace, method: &str, params: &Value) -> Answer {
    workspace.known();
    let workspace = &*workspace;
    let Some(known) = workspace.known_already() else {
        return Answer::Is(Value::Null);
    };
    if method == "textDocument/codeAction" {
        return Answer::Is(actions(workspace, known, params));
    }

    let Some(spot) = spot(workspace, known, params) else {
        return nowhere(method);
    };
    match method {
        "textDocument/completion" => Answer::Is(completion(workspace, known, &spot)),
        "textDocument/hover" => Answer::Is(hover(workspace, known, &spot)),
        "textDocument/definition" => Answer::Is(definition(workspace, known, &spot)),
        "textDocument/references" => Answer::Is(references(workspace, known, &spot)),
        "textDocument/prepareRename" => prepare_rename(workspace, known, &spot),
        "textDocument/rename" => {
            let new = params["newName"].as_str().unwrap_or_default();
            rename_to(workspace, known, &spot, new)
        }
        _ => Answer::Unknown,
    }
}

/// The answer about a place that is in no file of the site: nothing, in the form that the protocol
/// has for it.
fn nowhere(method: &str) -> Answer {
    match method {
        "textDocument/completion" | "textDocument/references" => Answer::Is(json!([])),
        "textDocument/hover"
        | "textDocument/definition"
        | "textDocument/prepareRename"
        | "textDocument/rename" => Answer::Is(Value::Null),
        _ => Answer::Unknown,
    }
}

fn spot(workspace: &Workspace, known: &Known, params: &Value) -> Option<Spot> {
    let file = file_of(workspace, known, params)?;
    let position: Position = serde_json::from_value(params["position"].clone()).ok()?;
    let text = known.sources.file(file).text()?;
    Some(Spot { file, offset: workspace.encoding.offset(text, position) })
}

fn file_of(workspace: &Workspace, known: &Known, params: &Value) -> Option<FileId> {
    let uri = Url::parse(params["textDocument"]["uri"].as_str()?).ok()?;
    known.sources.find(&workspace.path(&uri)?)
}

/// What the protocol calls a diagnostic, by file: those of `check`. One without a place is told of
/// the configuration.
pub(super) fn diagnostics(workspace: &mut Workspace) -> Vec<(Url, Vec<Value>)> {
    workspace.known();
    let workspace = &*workspace;
    let Some(known) = workspace.known_already() else {
        return Vec::new();
    };

    let mut by_path: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for diagnostic in known.understood.diagnostics.iter() {
        let file = diagnostic.labels.first().map(|label| label.span.file);
        let path = file.map_or("oratory.toml", |file| known.sources.file(file).path.as_str());
        let told = told(workspace, known, diagnostic);
        by_path.entry(path).or_default().push(json!(told));
    }
    let with_uri = |(path, told)| Some((workspace.uri(path)?, told));
    by_path.into_iter().filter_map(with_uri).collect()
}

fn told(workspace: &Workspace, known: &Known, diagnostic: &Diagnostic) -> lsp_types::Diagnostic {
    let say = |message: &Message| workspace.language.say(message);
    let mut places = diagnostic.labels.iter().filter_map(|label| {
        let location = workspace.location(known, label.span.file, &label.span.range)?;
        Some(DiagnosticRelatedInformation { location, message: say(&label.text) })
    });
    // The first is the place itself.
    let range = places.next().map(|place| place.location.range).unwrap_or_default();
    let related = places.collect();

    let mut message = say(&diagnostic.message);
    for hint in &diagnostic.hints {
        message.push('\n');
        message.push_str(&say(hint));
    }

    lsp_types::Diagnostic {
        range,
        severity: Some(match diagnostic.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(diagnostic.code.page().name.to_owned())),
        source: Some("oratory".to_owned()),
        message,
        related_information: Some(related),
        ..lsp_types::Diagnostic::default()
    }
}

fn completion(workspace: &Workspace, known: &Known, spot: &Spot) -> Value {
    let text = known.sources.file(spot.file).text().unwrap_or_default();
    let item = |offer: Offer| CompletionItem {
        label: offer.text.trim_end().trim_end_matches([':', '=', '：', '*', ' ']).to_owned(),
        kind: Some(offer.kind),
        detail: Some(offer.detail).filter(|detail| !detail.is_empty()),
        sort_text: Some(format!("{:02} {}", offer.rank, offer.compared)),
        filter_text: Some(offer.compared),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            workspace.encoding.lines(text, &offer.range),
            offer.text,
        ))),
        ..CompletionItem::default()
    };
    json!(offers(known, spot.file, spot.offset).into_iter().map(item).collect::<Vec<_>>())
}

fn hover(workspace: &Workspace, known: &Known, spot: &Spot) -> Value {
    let (words, range) = match pointed(known, spot.file, spot.offset) {
        Some(Pointed::Entity(entity, range)) => (about(known, entity), range),
        Some(Pointed::Key(key, range)) => {
            (format!("`{}`: {}\n\n{}", key.name, key.value(), key.meaning()), range)
        }
        None => return Value::Null,
    };
    let text = known.sources.file(spot.file).text().unwrap_or_default();
    json!(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: words }),
        range: Some(workspace.encoding.lines(text, &range)),
    })
}

/// What is known of an entity, in a few lines.
fn about(known: &Known, entity: EntityId) -> String {
    let graph = &known.understood.graph;
    let lang = &graph.config.languages[0];
    let described = graph.corpus.entity(entity);
    let tally = graph.edition(0).tallies[entity.0 as usize];

    let kind = &graph.config.kinds.kind(described.kind).singular;
    let mut words = format!("**{}** · {kind} `{}`", described.name.text(lang), described.id);
    if let Some(line) = &described.description {
        words += &format!("\n\n{}", line.text(lang));
    }
    words += &format!("\n\nmentions: {}, in speeches: {}", tally.n_mentions, tally.n_speeches);
    words
}

/// The entity that is meant at a place, else the one whose file it is.
fn meant(known: &Known, spot: &Spot) -> Option<EntityId> {
    match pointed(known, spot.file, spot.offset) {
        Some(Pointed::Entity(entity, _)) => Some(entity),
        _ => described(known, spot.file),
    }
}

fn definition(workspace: &Workspace, known: &Known, spot: &Spot) -> Value {
    let entity = match pointed(known, spot.file, spot.offset) {
        Some(Pointed::Entity(entity, _)) => known.understood.graph.corpus.entity(entity),
        _ => return Value::Null,
    };
    if entity.is_stub {
        return Value::Null;
    }
    json!(workspace.location(known, entity.file, &(0..0)))
}

/// Where an entity is mentioned, and where its id is written.
fn references(workspace: &Workspace, known: &Known, spot: &Spot) -> Value {
    let Some(entity) = meant(known, spot) else {
        return json!([]);
    };
    let graph = &known.understood.graph;
    let mut found: Vec<Span> = Vec::new();
    for mention in graph.mentions_of(entity) {
        let speech = graph.corpus.speech(mention.speech);
        found.push(Span::new(speech.file, place_of(speech, mention)));
    }
    for place in places(&known.sources, graph, entity) {
        // An id that is written in a text is within a mention.
        let overlaps = |span: &Span| {
            let range = &span.range;
            span.file == place.file
                && range.start < place.range.end
                && place.range.start < range.end
        };
        if !found.iter().any(overlaps) {
            found.push(Span::new(place.file, place.range));
        }
    }
    found.sort_by_key(|span| (span.file, span.range.start));

    let mut locations: Vec<Location> = Vec::with_capacity(found.len());
    for Span { file, range } in &found {
        locations.extend(workspace.location(known, *file, range));
    }
    json!(locations)
}

fn prepare_rename(workspace: &Workspace, known: &Known, spot: &Spot) -> Answer {
    let text = known.sources.file(spot.file).text().unwrap_or_default();
    let Some(entity) = meant(known, spot) else {
        return Answer::Refused("there is no entity here".to_owned());
    };
    let id = &known.understood.graph.corpus.entity(entity).id;
    let range = match pointed(known, spot.file, spot.offset) {
        Some(Pointed::Entity(_, range)) => range,
        _ => spot.offset..spot.offset,
    };
    Answer::Is(json!({"range": workspace.encoding.lines(text, &range), "placeholder": id}))
}

/// Gives an entity another id in all files. A change after which the site would have errors that it
/// has not now is refused.
fn rename_to(workspace: &Workspace, known: &Known, spot: &Spot, new: &str) -> Answer {
    let graph = &known.understood.graph;
    let Some(entity) = meant(known, spot) else {
        return Answer::Refused("there is no entity here".to_owned());
    };
    let old = &graph.corpus.entity(entity).id;
    let plan = match rename(&known.sources, graph, old, new) {
        Ok(plan) => plan,
        Err(refusal) => return Answer::Refused(refusal.to_string()),
    };

    let later = understood(&applied(&known.sources, &plan.changes));
    let n_errors = |of: &Diagnostics| of.count(Severity::Error);
    if n_errors(&later.diagnostics) > n_errors(&known.understood.diagnostics) {
        let first = later.diagnostics.iter().find(|one| one.severity() == Severity::Error);
        let why = first.map(|one| one.message.clone()).unwrap_or_default();
        return Answer::Refused(format!("the site would then have this mistake: {why}"));
    }
    Answer::Is(json!(workspace_edit(workspace, known, &plan.changes)))
}

/// Changes as the editor makes them: a file that goes while one comes is the same file with another
/// name, so that what the editor knows of it stays.
fn workspace_edit(workspace: &Workspace, known: &Known, changes: &Changes) -> WorkspaceEdit {
    let gone = changes.iter().find(|(_, change)| **change == Change::Remove).map(|(path, _)| path);
    let mut operations = Vec::new();
    for (path, change) in changes.iter() {
        let (Some(uri), Some(bytes)) = (workspace.uri(path), change.bytes()) else {
            continue;
        };
        let mut before = known.sources.find(path);
        if let (Change::Create(_), Some(old)) = (change, gone) {
            before = known.sources.find(old);
            if let Some(old_uri) = workspace.uri(old) {
                operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile {
                    old_uri,
                    new_uri: uri.clone(),
                    options: None,
                    annotation_id: None,
                })));
            }
        }

        let before = before.and_then(|file| known.sources.file(file).text()).unwrap_or_default();
        let after = std::str::from_utf8(bytes).unwrap_or_default();
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
            edits: vec![OneOf::Left(narrowest(workspace, before, after))],
        }));
    }
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}

/// What differs between two texts, in one piece.
fn narrowest(workspace: &Workspace, before: &str, after: &str) -> TextEdit {
    let head = length_of_same(before.chars(), after.chars());
    let (rest, new) = (&before[head..], &after[head..]);
    let tail = length_of_same(rest.chars().rev(), new.chars().rev());

    let range = workspace.encoding.lines(before, &(head..before.len() - tail));
    TextEdit::new(range, new[..new.len() - tail].to_owned())
}

/// The bytes of the characters with which both begin.
fn length_of_same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let same = one.zip(other).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// What may be done at once about the mistakes in some lines: what was meant, and what is certain.
fn actions(workspace: &Workspace, known: &Known, params: &Value) -> Value {
    let lines: Lines = serde_json::from_value(params["range"].clone()).unwrap_or_default();
    let Some(file) = file_of(workspace, known, params) else {
        return json!([]);
    };
    let text = known.sources.file(file).text().unwrap_or_default();
    let Some(uri) = workspace.uri(&known.sources.file(file).path) else {
        return json!([]);
    };

    let mut actions = Vec::new();
    for diagnostic in known.understood.diagnostics.iter() {
        let span = diagnostic.labels.first().map(|label| &label.span);
        let Some(span) = span.filter(|span| span.file == file) else {
            continue;
        };
        let at = workspace.encoding.lines(text, &span.range);
        let is_asked = at.start.line <= lines.end.line && lines.start.line <= at.end.line;
        if !is_asked {
            continue;
        }
        let Some(Remedy { range, text: new }) = remedy(text, diagnostic, &span.range) else {
            continue;
        };

        let edit = TextEdit::new(workspace.encoding.lines(text, &range), new.clone());
        actions.push(CodeAction {
            title: workspace.language.say(&say!("Write `{new}`", new)),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![told(workspace, known, diagnostic)]),
            edit: Some(WorkspaceEdit::new([(uri.clone(), vec![edit])].into())),
            is_preferred: Some(diagnostic.is_certain || diagnostic.fix.is_some()),
            ..CodeAction::default()
        });
    }
    json!(actions)
}

/// What to write about a mistake.
struct Remedy {
    /// The bytes in the place of which it is written.
    range: Range<usize>,
    text: String,
}

fn remedy(text: &str, diagnostic: &Diagnostic, at: &Range<usize>) -> Option<Remedy> {
    if let Some(fix) = &diagnostic.fix {
        return Some(Remedy { range: fix.span.range.clone(), text: fix.text.clone() });
    }
    if diagnostic.is_certain {
        let mend = mended(text, at)?;
        return Some(Remedy { range: mend.range, text: mend.text });
    }
    Some(Remedy { range: at.clone(), text: diagnostic.meant.clone()? })
}

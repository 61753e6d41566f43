//! Requests of an editor → answers from what the files say.

use super::offers::{Offer, offers};
use super::pointed::{Pointed, described, place_of, pointed};
use super::workspace::{Known, Workspace};
use crate::base::changes::{Change, Changes, applied};
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::message::{Message, say};
use crate::base::sources::FileId;
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
    let spot = spot(workspace, known, params);

    match (method, spot) {
        ("textDocument/completion", Some(spot)) => Answer::Is(completion(workspace, known, &spot)),
        ("textDocument/hover", Some(spot)) => Answer::Is(hover(workspace, known, &spot)),
        ("textDocument/definition", Some(spot)) => Answer::Is(definition(workspace, known, &spot)),
        ("textDocument/references", Some(spot)) => Answer::Is(references(workspace, known, &spot)),
        ("textDocument/prepareRename", Some(spot)) => prepare_rename(workspace, known, &spot),
        ("textDocument/rename", Some(spot)) => {
            let new = params["newName"].as_str().unwrap_or_default();
            rename_to(workspace, known, &spot, new)
        }
        ("textDocument/codeAction", _) => Answer::Is(actions(workspace, known, params)),
        ("textDocument/completion" | "textDocument/references", None) => Answer::Is(json!([])),
        (
            "textDocument/hover"
            | "textDocument/definition"
            | "textDocument/prepareRename"
            | "textDocument/rename",
            None,
        ) => Answer::Is(Value::Null),
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
    let mut places = diagnostic.labels.iter().filter_map(|label| {
        let place = workspace.location(known, label.span.file, &label.span.range)?;
        Some((place, label.text.clone()))
    });
    let range = places.next().map(|(place, _)| place.range).unwrap_or_default();
    let related = places.map(|(location, message)| DiagnosticRelatedInformation {
        location,
        message: workspace.language.say(&message),
    });
    let say = |message: &Message| workspace.language.say(message);
    let hints = diagnostic.hints.iter().map(|hint| format!("\n{}", say(hint)));

    lsp_types::Diagnostic {
        range,
        severity: Some(match diagnostic.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(diagnostic.code.page().name.to_owned())),
        source: Some("oratory".to_owned()),
        message: say(&diagnostic.message) + &hints.collect::<String>(),
        related_information: Some(related.collect()),
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
    let mut found: Vec<(FileId, Range<usize>)> = Vec::new();
    for mention in graph.mentions_of(entity) {
        let speech = graph.corpus.speech(mention.speech);
        found.push((speech.file, place_of(speech, mention)));
    }
    for place in places(&known.sources, graph, entity) {
        let is_mention = |(file, range): &(FileId, Range<usize>)| {
            *file == place.file && range.start < place.range.end && place.range.start < range.end
        };
        if !found.iter().any(is_mention) {
            found.push((place.file, place.range));
        }
    }
    found.sort_by_key(|(file, range)| (*file, range.start));

    let locations: Vec<Location> =
        found.iter().filter_map(|(file, range)| workspace.location(known, *file, range)).collect();
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
    let same = |(a, b): &(char, char)| a == b;
    let head: usize =
        before.chars().zip(after.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (rest, new) = (&before[head..], &after[head..]);
    let tail: usize =
        rest.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();

    let range = workspace.encoding.lines(before, &(head..before.len() - tail));
    TextEdit::new(range, new[..new.len() - tail].to_owned())
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
        let Some(span) = diagnostic.labels.first().map(|label| &label.span) else {
            continue;
        };
        let at = workspace.encoding.lines(text, &span.range);
        let is_here =
            span.file == file && at.start.line <= lines.end.line && lines.start.line <= at.end.line;
        let Some((range, new)) = is_here.then(|| remedy(text, diagnostic, &span.range)).flatten()
        else {
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

/// What to write, and in the place of which bytes.
fn remedy(
    text: &str,
    diagnostic: &Diagnostic,
    at: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    if let Some(fix) = &diagnostic.fix {
        return Some((fix.span.range.clone(), fix.text.clone()));
    }
    if diagnostic.is_certain {
        let mend = mended(text, at)?;
        return Some((mend.range, mend.text));
    }
    Some((at.clone(), diagnostic.meant.clone()?))
}

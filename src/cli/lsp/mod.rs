//! `oratory lsp`: an editor's questions → answers, while somebody writes (Language Server Protocol
//! 3.17, over standard input and output).
//!
//! Reads what is open in the editor in place of what lies on the disk, and writes nothing: what
//! changes goes to the editor, which shows it. The only room that names lsp-server and lsp-types.
//!
//! **Invariant:** a diagnostic here is one of `check`: same code, same words, same place.

mod answers;
mod offers;
mod pointed;
mod positions;
#[cfg(test)]
mod tests;
mod workspace;

use super::language::Language;
use super::{Failure, Verdict};
use answers::Answer;
use clap::Args;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, InitializeParams, OneOf, PositionEncodingKind, RenameOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, Url,
};
use positions::Encoding;
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::Workspace;

/// Arguments of `lsp`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Taken for granted; many editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(_arguments: &Arguments) -> Result<Verdict, Failure> {
    let (connection, threads) = Connection::stdio();
    serve(&connection).map_err(|error| Failure::Usage(error.to_string().into()))?;
    drop(connection);
    threads.join()?;
    Ok(Verdict::Done)
}

/// Why the conversation ended before its time.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the editor does not keep to the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    #[error("the editor is gone")]
    Gone,
}

/// Greets the editor and answers until it says goodbye.
fn serve(connection: &Connection) -> Result<(), Broken> {
    let (id, greeting) = connection.initialize_start()?;
    let greeting: InitializeParams = serde_json::from_value(greeting).unwrap_or_default();
    let encoding = Encoding::agreed(&greeting);
    let about = json!({
        "capabilities": capabilities(encoding),
        "serverInfo": ServerInfo {
            name: "oratory".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        },
    });
    connection.initialize_finish(id, about)?;

    let mut session = Session {
        connection,
        workspace: Workspace::new(root(&greeting), encoding, language(&greeting)),
        told: Vec::new(),
        is_stale: true,
    };
    session.tell()?;
    session.listen()
}

/// The language in which mistakes are told: that of the editor, if it says which it is.
fn language(greeting: &InitializeParams) -> Language {
    match &greeting.locale {
        Some(locale) => Language::of_locale(locale),
        None => Language::of_environment(&|name| std::env::var(name).ok()),
    }
}

/// The folder of the site: that which the editor has open, or the nearest one above it that holds a
/// site; without one, where the program was started.
fn root(greeting: &InitializeParams) -> PathBuf {
    let folders = greeting.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    #[expect(deprecated, reason = "editors that know no workspace folders still send it")]
    let root = greeting.root_uri.as_ref();
    let opened = folders.chain(root).find_map(|uri| uri.to_file_path().ok());
    let here = || std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));

    let opened = opened.unwrap_or_else(here);
    let site = opened.ancestors().find(|folder| folder.join("oratory.toml").is_file());
    site.map(PathBuf::from).unwrap_or(opened)
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::FULL),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
        ..CodeActionOptions::default()
    };
    let triggers = ["[", "@", ":", " ", "-", "*"];

    ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        ..ServerCapabilities::default()
    }
}

/// A conversation with one editor about one site.
struct Session<'c> {
    connection: &'c Connection,
    workspace: Workspace,
    /// The files of which mistakes were told last, and will have to be told that they are mended.
    told: Vec<Url>,
    /// Something changed since the mistakes were told.
    is_stale: bool,
}

impl Session<'_> {
    /// Takes message after message. While more wait, as when somebody types, nothing is told: only
    /// the last state counts.
    fn listen(&mut self) -> Result<(), Broken> {
        loop {
            if self.is_stale && self.connection.receiver.is_empty() {
                self.tell()?;
            }
            let Ok(message) = self.connection.receiver.recv() else {
                return Err(Broken::Gone);
            };

            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    self.answer(request)?;
                }
                Message::Notification(notification) => self.note(notification),
                Message::Response(_) => {}
            }
        }
    }

    fn answer(&mut self, request: Request) -> Result<(), Broken> {
        let Request { id, method, params } = request;
        let response = match answers::answer(&mut self.workspace, &method, &params) {
            Answer::Is(value) => Response::new_ok(id, value),
            Answer::Refused(why) => Response::new_err(id, ErrorCode::RequestFailed as i32, why),
            Answer::Unknown => {
                let why = format!("`{method}` is not answered here");
                Response::new_err(id, ErrorCode::MethodNotFound as i32, why)
            }
        };
        self.send(Message::Response(response))
    }

    /// Takes up what the editor says of its files; what is not understood is of no concern.
    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let document = &params["textDocument"];
        let uri = document["uri"].as_str().and_then(|uri| Url::parse(uri).ok());
        match (method.as_str(), uri) {
            ("textDocument/didOpen", Some(uri)) => {
                self.workspace.open(&uri, document["text"].as_str().unwrap_or_default());
            }
            ("textDocument/didChange", Some(uri)) => {
                // Whole texts are asked for, of which the last one counts.
                let changes = params["contentChanges"].as_array();
                let last = changes.and_then(|changes| changes.last());
                if let Some(text) = last.and_then(|change| change["text"].as_str()) {
                    self.workspace.open(&uri, text);
                }
            }
            ("textDocument/didClose", Some(uri)) => self.workspace.close(&uri),
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => {
                self.workspace.read_again();
            }
            _ => return,
        }
        self.is_stale = true;
    }

    /// Tells the mistakes of all files, and of those that have none any more that they have none.
    fn tell(&mut self) -> Result<(), Broken> {
        self.is_stale = false;
        let by_file = answers::diagnostics(&mut self.workspace);
        let now: Vec<Url> = by_file.iter().map(|(uri, _)| uri.clone()).collect();
        let mended = self.told.iter().filter(|uri| !now.contains(uri)).cloned();
        let all: Vec<(Url, Vec<Value>)> =
            mended.map(|uri| (uri, Vec::new())).chain(by_file).collect();

        for (uri, diagnostics) in all {
            self.send(Message::Notification(Notification {
                method: "textDocument/publishDiagnostics".to_owned(),
                params: json!({"uri": uri, "diagnostics": diagnostics}),
            }))?;
        }
        self.told = now;
        Ok(())
    }

    fn send(&self, message: Message) -> Result<(), Broken> {
        self.connection.sender.send(message).map_err(|_| Broken::Gone)
    }
}

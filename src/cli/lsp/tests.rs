//! A small site on the disk, and an editor that speaks to the server through memory.

use super::*;
use crate::disk::load::scratch::Scratch;
use lsp_server::RequestId;
use std::thread::JoinHandle;

const CONFIG: &str = "title = \"T\"\nlanguages = [\"en\", \"zh\"]\n";
const ADA: &str =
    "---\nname: {en: Ada Moss, zh: 莫雪}\naliases: [Moss]\ndescription: A pilot.\n---\n";
const PORT: &str = "---\nname: Ternport\n---\n";
const TALK: &str = "content/speeches/2024-01-02-talk.en.md";
const TEXT: &str = "---\ntitle: Talk\ndate: 2024-01-02\npeople: [ada-moss]\nplaces: [ternport]\n---\n\n**Moss:** 𝔸 – we met in Ternport.\n\nSee [her](@ada-moss).\n";

/// An editor.
struct Editor {
    connection: Connection,
    server: Option<JoinHandle<Result<(), Broken>>>,
    folder: Scratch,
    n_requests: i32,
}

impl Editor {
    fn start(encodings: &Value) -> Self {
        let folder = Scratch::with(&[
            ("oratory.toml", CONFIG),
            ("content/people/ada-moss.md", ADA),
            ("content/places/ternport.md", PORT),
            (TALK, TEXT),
        ]);
        let (client, server) = Connection::memory();
        let server = std::thread::spawn(move || serve(&server));
        let root = Url::from_file_path(folder.path()).expect("an absolute path");
        let mut editor = Editor { connection: client, server: Some(server), folder, n_requests: 0 };
        let about = editor.ask(
            "initialize",
            json!({
                "rootUri": root,
                "capabilities": {"general": {"positionEncodings": encodings}},
            }),
        );
        assert_eq!(about["serverInfo"]["name"], "oratory");
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, path: &str) -> Url {
        Url::from_file_path(self.folder.join(path)).expect("an absolute path")
    }

    fn tell(&self, method: &str, params: Value) {
        let message = Notification { method: method.to_owned(), params };
        self.connection.sender.send(message.into()).expect("the server listens");
    }

    /// Opens a file with a text that is not on the disk.
    fn open(&self, path: &str, text: &str) {
        let document =
            json!({"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn respond(&mut self, method: &str, params: Value) -> Response {
        self.n_requests += 1;
        let id = RequestId::from(self.n_requests);
        let request = Request { id: id.clone(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).expect("the server listens");
        loop {
            match self.connection.receiver.recv().expect("an answer") {
                Message::Response(response) if response.id == id => return response,
                _ => {}
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.respond(method, params);
        serde_json::to_value(response).expect("JSON")["result"].take()
    }

    /// Asks about the place in a file behind the first `before`.
    fn ask_at(
        &mut self,
        method: &str,
        path: &str,
        text: &str,
        before: &str,
        more: &Value,
    ) -> Value {
        let offset = text.find(before).expect("the words") + before.len();
        let mut params = json!({
            "textDocument": {"uri": self.uri(path)},
            "position": Encoding::Utf16.position(text, offset),
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    /// What is told next of a file.
    fn told(&self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            if let Message::Notification(note) = self.connection.receiver.recv().expect("a message")
                && note.params["uri"] == uri.as_str()
            {
                return note.params["diagnostics"].as_array().cloned().unwrap_or_default();
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        let ended = self.server.take().map(JoinHandle::join);
        assert!(matches!(ended, Some(Ok(Ok(())))), "the server says goodbye");
    }
}

fn texts(offers: &Value) -> Vec<&str> {
    let offers = offers.as_array().expect("a list");
    offers.iter().filter_map(|offer| offer["textEdit"]["newText"].as_str()).collect()
}

#[test]
fn mistakes_are_told_while_one_writes_and_taken_back_when_mended() {
    let editor = Editor::start(&json!(["utf-16"]));
    editor.open(TALK, &TEXT.replace("[ada-moss]", "[ada-mos]"));
    let told = editor.told(TALK);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["code"], "unknown-entity");
    assert_eq!(told[0]["range"]["start"], json!({"line": 3, "character": 9}));
    assert!(told[0]["message"].as_str().unwrap().contains("did you mean `ada-moss`?"));

    editor.open(TALK, TEXT);
    assert_eq!(editor.told(TALK), [Value::Null; 0]);
}

#[test]
fn what_was_meant_is_written_at_once() {
    let mut editor = Editor::start(&Value::Null);
    let text =
        TEXT.replace("[ada-moss]", "[ada-mos]").replace("**Moss:** 𝔸", "**Q:** Why?\n\nMoss: 𝔸");
    editor.open(TALK, &text);
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": editor.uri(TALK)}, "range": all, "context": {"diagnostics": []}}),
    );
    let new = |action: &Value| action["title"].as_str().unwrap_or_default().to_owned();
    let titles: Vec<String> = actions.as_array().expect("a list").iter().map(new).collect();
    assert_eq!(titles, ["Write `ada-moss`"]);
}

#[test]
fn ids_keys_words_and_labels_are_offered_where_they_go() {
    let mut editor = Editor::start(&Value::Null);
    let cases = [
        ("places: [ternport]", "places: [te]", "places: [te", vec!["ternport"]),
        ("See [her](@ada-moss).", "See [her](@ad", "See [her](@ad", vec!["ada-moss"]),
        ("See [her](@ada-moss).", "See [[", "See [[", vec!["ada-moss", "ternport"]),
        ("date: 2024-01-02", "date: 2024-01-02\ntype: ", "type: ", vec!["interview", "debate"]),
        ("date: 2024-01-02", "date: 2024-01-02\nspe", "\nspe", vec!["speaker: ", "speakers: "]),
        ("date: 2024-01-02", "date: 2024-01-02\nspeaker: a", "speaker: a", vec!["ada-moss"]),
        ("See [her]", "**Mo", "\n**Mo", vec!["Moss:** "]),
    ];
    for (from, to, before, expected) in cases {
        let text = TEXT.replacen(from, to, 1);
        editor.open(TALK, &text);
        let offers = editor.ask_at("textDocument/completion", TALK, &text, before, &json!({}));
        let offered = texts(&offers);
        for one in expected {
            assert!(offered.contains(&one), "{one} behind {before:?} in {offered:?}");
        }
    }

    // Of the kind that is asked for come the likeliest.
    let text = TEXT.replace("places: [ternport]", "places: [");
    editor.open(TALK, &text);
    let offers = editor.ask_at("textDocument/completion", TALK, &text, "places: [", &json!({}));
    let mut sorted: Vec<&Value> = offers.as_array().unwrap().iter().collect();
    sorted.sort_by_key(|offer| offer["sortText"].as_str());
    assert_eq!(sorted[0]["textEdit"]["newText"], "ternport");
}

#[test]
fn an_entity_is_described_found_and_followed() {
    let mut editor = Editor::start(&json!(["utf-16"]));
    editor.open(TALK, TEXT);

    let hover = editor.ask_at("textDocument/hover", TALK, TEXT, "in Tern", &json!({}));
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains("**Ternport** · place") && words.contains("mentions: 1"), "{words}");
    // Behind a character of two code units.
    assert_eq!(hover["range"]["start"], json!({"line": 7, "character": 25}));
    let hover = editor.ask_at("textDocument/hover", TALK, TEXT, "peo", &json!({}));
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("`people`"), "{hover}");

    let there = editor.ask_at("textDocument/definition", TALK, TEXT, "[ada-", &json!({}));
    assert_eq!(there["uri"], editor.uri("content/people/ada-moss.md").as_str());

    let context = json!({"context": {"includeDeclaration": false}});
    let found = editor.ask_at("textDocument/references", TALK, TEXT, "(@ada", &context);
    let lines = |found: &Value| -> Vec<u64> {
        let found = found.as_array().unwrap().iter();
        found.map(|place| place["range"]["start"]["line"].as_u64().unwrap()).collect()
    };
    assert_eq!(lines(&found), [3, 7, 9]);
    let path = "content/people/ada-moss.md";
    let same = editor.ask_at("textDocument/references", path, ADA, "A pilot", &context);
    assert_eq!(lines(&same), [3, 7, 9]);
}

#[test]
fn an_entity_gets_another_id_in_all_files() {
    let mut editor = Editor::start(&Value::Null);
    editor.open(TALK, TEXT);
    let new = json!({"newName": "ada-m-moss"});
    let edit = editor.ask_at("textDocument/rename", TALK, TEXT, "(@ada", &new);
    let changes = edit["documentChanges"].as_array().expect("changes");
    let renamed = changes.iter().find(|change| change["kind"] == "rename").expect("a new name");
    assert_eq!(renamed["newUri"], editor.uri("content/people/ada-m-moss.md").as_str());
    let written = changes.iter().filter(|change| change["edits"].is_array()).count();
    assert_eq!(written, 2, "{edit}");

    let uri = editor.uri(TALK);
    let refused = editor.respond(
        "textDocument/rename",
        json!({"textDocument": {"uri": uri}, "position": {"line": 9, "character": 12}, "newName": "ternport"}),
    );
    let refused = serde_json::to_value(refused).unwrap();
    assert!(refused["error"]["message"].as_str().unwrap().contains("is taken"), "{refused}");
}

#[test]
fn characters_are_counted_as_was_agreed() {
    let text = "a\n𝔸é b\r\n";
    for (encoding, character) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4)] {
        let offset = text.find('b').unwrap();
        let position = encoding.position(text, offset);
        assert_eq!((position.line, position.character), (1, character));
        assert_eq!(encoding.offset(text, position), offset);
        let behind = lsp_types::Position::new(1, 99);
        assert_eq!(encoding.offset(text, behind), offset + 1);
        assert_eq!(encoding.offset(text, lsp_types::Position::new(9, 0)), text.len());
    }
}

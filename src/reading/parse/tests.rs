//! What the rooms before this one tell an author to write is read here.

use super::parse;
use crate::base::diag::{Code, Diagnostics};
use crate::base::sources::Sources;
use crate::reading::config::{Config, In, OTHERS, read};

fn unknown_keys(path: &str, text: &str) -> Vec<String> {
    let sources =
        Sources::from_texts([(path, text), ("content/people/x.md", "---\nname: X\n---\n")]);
    let mut diagnostics = Diagnostics::default();
    let config = if path == "oratory.toml" {
        read(&sources, &["atom", "sitemap"], &mut diagnostics)
    } else {
        Config::default()
    };
    let _ = parse(&sources, &config, &mut diagnostics);
    let unknown = diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UnknownKey);
    unknown.map(|diagnostic| diagnostic.message.to_string()).collect()
}

/// The keys that a hint tells to write: `key: …`, `key = …`, and words alone that follow “under”.
fn told(hint: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for (index, piece) in hint.split('`').enumerate() {
        let before = hint.split('`').nth(index.saturating_sub(1)).unwrap_or_default();
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        };
        if index % 2 == 1 {
            let key = piece.split([':', '=']).next().unwrap_or_default().trim();
            let is_field = piece.len() > key.len() || before.ends_with("under ");
            if is_word(key) && is_field {
                keys.push(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn what_a_hint_tells_to_write_is_read() {
    for others in OTHERS {
        let hint = others.instead;
        for key in told(hint) {
            let unknown = match others.files {
                In::Speech => unknown_keys(
                    "content/speeches/a.en.md",
                    &format!("---\ntitle: T\ndate: 2024\n{key}: x\n---\nx\n"),
                ),
                In::Entity => {
                    let people = format!("---\nname: A\n{key}: x\n---\n");
                    let in_people = unknown_keys("content/people/a.md", &people);
                    let in_places = unknown_keys("content/places/a.md", &people);
                    if in_people.is_empty() { in_people } else { in_places }
                }
                In::Page => unknown_keys(
                    "content/pages/a.en.md",
                    &format!("---\ntitle: T\n{key}: 2\n---\n"),
                ),
                In::Link => {
                    let text = format!("title = 'T'\n[brand]\nlinks = [{{{key} = 'x'}}]\n");
                    unknown_keys("oratory.toml", &text)
                }
                In::Config => {
                    let sections = ["", "[lists]\n", "[content]\n", "[export]\n"];
                    let unknown = |section: &&str| {
                        let text = format!("title = 'T'\n{section}{key} = 1\n");
                        unknown_keys("oratory.toml", &text)
                    };
                    let all: Vec<Vec<String>> = sections.iter().map(unknown).collect();
                    all.into_iter().min_by_key(Vec::len).unwrap_or_default()
                }
            };
            assert_eq!(unknown, Vec::<String>::new(), "{hint}");
        }
    }
}

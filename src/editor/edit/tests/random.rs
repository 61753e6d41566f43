//! Edits at random, in every style: fields as expected, every other line as it was.

use crate::base::fixture::cases;
use crate::editor::edit::Edits;
use proptest::prelude::*;
use serde_json::json;

/// One entry of front matter at random: its text, in YAML or TOML, and the items if it is the list
/// under edit.
fn list_text(is_toml: bool, style: u8, items: &[String], is_commented: bool) -> String {
    let quote = |item: &String| {
        if is_toml { format!("\"{item}\"") } else { item.clone() }
    };
    let comment = if is_commented { " # a, b: [c]" } else { "" };
    let written: Vec<String> = items.iter().map(quote).collect();
    let set = if is_toml { "people =" } else { "people:" };
    match style % if is_toml { 4 } else { 7 } {
        0 => format!("{set} [{}]{comment}\n", written.join(", ")),
        1 => format!("{set} [ {} ,]{comment}\n", written.join(" , ")).replace("[  ,]", "[ ]"),
        2 => format!(
            "{set} [{comment}\n{}]\n",
            written.iter().map(|item| format!("    {item},{comment}\n")).collect::<String>()
        ),
        3 => format!("{set} [{comment}\n{}\n  ]\n", written.join(&format!(",{comment}\n  "))),
        4 if !items.is_empty() => {
            format!(
                "{set}{comment}\n{}",
                written.iter().map(|item| format!("- {item}{comment}\n")).collect::<String>()
            )
        }
        5 if !items.is_empty() => format!(
            "{set}{comment}\n{}",
            written
                .iter()
                .map(|item| format!("   -   id: {item}{comment}\n       as: [x]\n"))
                .collect::<String>()
        ),
        6 if !items.is_empty() => format!(
            "{set} [{}]{comment}\n",
            items
                .iter()
                .map(|item| format!("{{as: [\"]\"], id: '{item}'}}"))
                .collect::<Vec<_>>()
                .join(",")
        ),
        _ => format!("{set} []{comment}\n"),
    }
}

const BEFORE: [(&str, &str); 4] = [
    ("", ""),
    ("title: x # [\n", "title = 'x' # [\n"),
    ("# c\n\ndate: 2024-01-01\n", "# c\n\ndate = 2024-01-01\n"),
    ("event: {en: a, zh: “b”}\n", "event = {en = 'a', zh = \"b\"}\n"),
];
const AFTER: [(&str, &str); 4] = [
    ("", ""),
    ("# end\n", "# end\n"),
    ("speakers:\n  王毅: wang-yi\n", "[speakers]\n'王毅' = 'wang-yi'\n"),
    ("note: >-\n  a\n  people: [b]\n\n", "note = '''\npeople = [b]\n'''\n"),
];

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn lists_are_edited_in_every_style_and_all_other_lines_stay(
        (is_toml, style, is_commented, is_crlf, has_bom) in (any::<bool>(), any::<u8>(), any::<bool>(), any::<bool>(), any::<bool>()),
        ids in proptest::collection::btree_set("[a-e]|王毅|wang-yi|it's", 0..5),
        (before, after) in (0..4usize, 0..4usize),
        edits in proptest::collection::vec((0..4u8, "[a-h]|王毅|wang-yi|no|u: v"), 1..6),
    ) {
        let ids: Vec<String> = ids.into_iter().filter(|id| !(id.contains('\'') && (is_toml || style % 7 == 6))).collect();
        let pick = |pair: (&'static str, &'static str)| if is_toml { pair.1 } else { pair.0 };
        let mark = if is_toml { "+++" } else { "---" };
        let ends = |text: &str| if is_crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let prefix = ends(&format!("{}{mark}\n{}", if has_bom { "\u{FEFF}" } else { "" }, pick(BEFORE[before])));
        let suffix = ends(&format!("{}{mark}\n\nBody `people: [a]`\n", pick(AFTER[after])));
        let text = format!("{prefix}{}{suffix}", ends(&list_text(is_toml, style, &ids, is_commented)));
        let mut under_edit = Edits::new(&text).unwrap();
        let mut expected = ids;
        for (what, id) in &edits {
            let position = expected.iter().position(|known| known == id);
            match what {
                0 | 1 => {
                    prop_assert_eq!(under_edit.add_to_list("people", id.as_str()), Ok(position.is_none()));
                    if position.is_none() { expected.push(id.clone()) }
                }
                2 => {
                    prop_assert_eq!(under_edit.remove_from_list("people", id), Ok(position.is_some()));
                    position.map(|index| expected.remove(index));
                }
                _ => {
                    prop_assert_eq!(under_edit.replace_in_list("people", id, "new"), Ok(position.is_some()));
                    match position {
                        Some(index) if expected.iter().any(|id| id == "new") => drop(expected.remove(index)),
                        Some(index) => expected[index] = "new".to_owned(),
                        None => {}
                    }
                }
            }
            prop_assert_eq!(under_edit.listed("people").unwrap(), expected.clone());
        }
        let out = under_edit.finish();
        prop_assert!(out.starts_with(&prefix) && out.ends_with(&suffix), "{}", out);
        prop_assert_eq!(out.matches('\n').count() - out.matches("\r\n").count(), if is_crlf { 0 } else { out.matches('\n').count() });
        let again = Edits::new(&out).unwrap();
        prop_assert_eq!(again.listed("people").unwrap(), expected);
    }

    #[test]
    fn any_text_is_written_so_that_it_reads_back(text in "\\PC{0,12}|[-\\[\\]{}:#,'\" \\\\a\n\t&*!|>%@`]{0,10}|0?[0-9._:+-]{1,6}", is_toml in any::<bool>()) {
        let front = if is_toml { "+++\na = 'b'\n+++\n" } else { "---\na: b\n---\n" };
        let mut edits = Edits::new(front).unwrap();
        edits.set("a", text.as_str()).unwrap();
        edits.add_to_list("people", text.as_str()).unwrap();
        edits.set_at(&["t", "k"], text.as_str()).unwrap();
        edits.set_speaker(&text, &[("person", text.as_str().into())]).unwrap();
        let out = edits.finish();
        let again = Edits::new(&out).unwrap();
        prop_assert_eq!(again.value_at(&["a"]), Some(json!(text)));
        prop_assert_eq!(again.value_at(&["people"]), Some(json!([text])));
        prop_assert_eq!(again.value_at(&["speakers", &text, "person"]), Some(json!(text)));
    }
}

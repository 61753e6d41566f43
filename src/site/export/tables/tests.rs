//! Tests of the tables: what holds of all of them, whatever their columns are.

use super::TABLES;
use super::table::{Cell, Type};
use crate::base::spreadsheet;
use crate::reading::graph::Graph;
use crate::site::export::{Artifact, artifacts, fixture, write_together};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

fn text(graph: &Graph, path: &str) -> String {
    String::from_utf8(fixture::file(graph, path)).unwrap()
}

/// The rows of a table in JSON Lines.
fn rows(graph: &Graph, table: &str) -> Vec<Value> {
    let text = text(graph, &format!("data/{table}.jsonl"));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn count(row: &Value, column: &str) -> usize {
    usize::try_from(row[column].as_u64().unwrap()).unwrap()
}

fn key(row: &Value, columns: &[&str]) -> String {
    let values: Vec<String> = columns.iter().map(|column| row[column].to_string()).collect();
    values.join(" ")
}

#[test]
fn every_cell_is_of_the_type_that_its_column_says() {
    let graph = fixture::graph();
    for table in TABLES {
        let fields = table.fields();
        let mut n_rows = 0;
        for part in 0..table.n_parts(graph) {
            table.visit(graph, part, &mut |cells| {
                assert_eq!(cells.len(), fields.len());
                for (field, cell) in fields.iter().zip(cells) {
                    let fits = match cell {
                        Cell::Empty => !table.key().contains(&field.name),
                        Cell::Text(_) => field.holds == Type::Text,
                        Cell::Count(_) => field.holds == Type::Count,
                        Cell::Number(_) => field.holds == Type::Number,
                        Cell::Flag(_) => field.holds == Type::Flag,
                    };
                    assert!(fits, "{}.{}: {cell:?}", table.name(), field.name);
                }
                n_rows += 1;
            });
        }
        assert!(n_rows > 0, "the fixture has no row for {}", table.name());
    }
}

#[test]
fn formats_that_are_written_together_are_what_each_is_alone() {
    let graph = fixture::graph();
    let all = || artifacts(graph, &fixture::capabilities());
    let (together, alone) = (all(), all());
    for table in TABLES {
        let is_of = |file: &&Artifact| {
            let path = file.route.path().strip_prefix("data/").unwrap_or_default();
            path.split('.').next() == Some(table.name())
        };
        let files: Vec<&Artifact> = together.iter().filter(is_of).collect();
        assert!(files.len() > 1 && files.iter().all(|file| file.is_made_with(files[0])));
        let mut made = vec![Vec::new(); files.len()];
        let mut outs: Vec<&mut dyn Write> = Vec::new();
        outs.extend(made.iter_mut().map(|out| out as &mut dyn Write));
        write_together(graph, &files, &mut outs).unwrap();

        for ((file, other), bytes) in files.iter().zip(alone.iter().filter(is_of)).zip(made) {
            assert!(bytes == other.bytes(graph), "{}", file.route.path());
            assert_eq!(file.facts(graph), other.facts(graph));
        }
    }
}

#[test]
fn a_table_has_the_same_cells_in_every_format_of_text() {
    let graph = fixture::graph();
    for table in TABLES {
        let csv = text(graph, &format!("data/{}.csv", table.name()));
        let mut csv = spreadsheet::read(&csv).unwrap().into_iter().map(|row| row.cells);
        let header = csv.next().unwrap();
        let names: Vec<&str> = table.fields().iter().map(|field| field.name).collect();
        assert_eq!(header, names);

        let json = rows(graph, table.name());
        let csv: Vec<Vec<String>> = csv.collect();
        assert_eq!(csv.len(), json.len(), "{}", table.name());
        for (csv, json) in csv.iter().zip(&json) {
            for (name, cell) in names.iter().zip(csv) {
                let same = match &json[*name] {
                    Value::Null => cell.is_empty(),
                    Value::String(text) => cell == text,
                    Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                    Value::Bool(flag) => cell == if *flag { "true" } else { "false" },
                    other => panic!("a cell is no {other}"),
                };
                assert!(same, "{}.{name}: {cell:?}, {}", table.name(), json[*name]);
            }
        }
    }
}

#[test]
fn keys_are_unique_and_links_lead_to_rows() {
    let graph = fixture::graph();
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for table in TABLES {
        let of_table = keys.entry(table.name()).or_default();
        for row in rows(graph, table.name()) {
            let key = key(&row, table.key());
            assert!(of_table.insert(key.clone()), "{} twice: {key}", table.name());
        }
    }

    for table in TABLES {
        for link in table.links() {
            for row in rows(graph, table.name()) {
                let key = key(&row, link.columns);
                assert!(keys[link.table].contains(&key), "{}: {key}", table.name());
            }
        }
    }
}

#[test]
fn offsets_slice_the_text_of_the_table_to_the_surface() {
    let graph = fixture::graph();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (table, anchor, text) in [("paragraphs", "paragraph", "text"), ("turns", "turn", "label")] {
        for row in rows(graph, table) {
            texts.insert(key(&row, &["version", anchor]), row[text].as_str().unwrap().to_owned());
        }
    }

    let mentions = rows(graph, "mentions");
    assert_eq!(mentions.len(), graph.mentions.len());
    for row in mentions {
        let text = &texts[&key(&row, &["version", "anchor"])];
        let (start, end) = (count(&row, "start"), count(&row, "end"));
        let slice: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(row["surface"], slice);
        assert!(row["sentence"].as_str().unwrap().contains(&slice));
    }
}

#[test]
fn a_sentence_without_end_is_cut_around_each_mention() {
    let words = "on and on ".repeat(200);
    let text = format!("{words}Eastport {words}");
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\n"),
        ("content/places/port.md", "---\nname: Eastport\n---\n"),
        (
            "content/speeches/a.en.md",
            &format!("---\ntitle: A\ndate: 2024-01-02\nplaces: [port]\n---\n{text}\n"),
        ),
    ]);
    let mentions = rows(&graph, "mentions");
    let sentence = mentions[0]["sentence"].as_str().unwrap();
    assert!(text.contains(sentence) && sentence.contains("Eastport"));
    assert_eq!(sentence.len(), 500 + "Eastport".len() + 500);
}

#[test]
fn totals_agree_with_those_of_the_pages() {
    let graph = fixture::graph();
    let edition = graph.edition(0);
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(graph, "mentions") {
        let n = usize::from(row["counted"] == true);
        *counted.entry(row["entity"].as_str().unwrap().to_owned()).or_default() += n;
    }
    let mut by_year: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for row in rows(graph, "counts_by_year") {
        let of = by_year.entry(row["entity"].as_str().unwrap().to_owned()).or_default();
        of[0] += count(&row, "mentions");
        of[1] += count(&row, "speeches");
    }

    for (id, entity) in graph.corpus.entities() {
        let tally = edition.tallies[id.0 as usize];
        assert_eq!(counted.get(&entity.id).copied().unwrap_or_default(), tally.n_mentions);
        let of = by_year.get(&entity.id).copied().unwrap_or_default();
        assert_eq!(of, [tally.n_mentions, tally.n_speeches], "{}", entity.id);
    }
    let total: usize = edition.tallies.iter().map(|tally| tally.n_mentions).sum();
    let years: usize = rows(graph, "years").iter().map(|row| count(row, "mentions")).sum();
    assert_eq!(years, total);
}

#[test]
fn who_speaks_and_in_which_office_is_said_with_every_row() {
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\n"),
        (
            "content/people/ines.md",
            "---\nname: Ines Hale\nroles: [{role: Mayor, from: 2020, until: 2025}]\n---\n",
        ),
        ("content/places/port.md", "---\nname: Eastport\n---\n"),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2024-01-02\npeople: [ines]\nplaces: [port]\n\
             speakers: {Ines Hale: {person: ines, turn: answer}, Reporter: {as: reporter, on_behalf_of: The Tide, turn: question}}\n---\n\
             **Reporter (00:07):** What of Eastport?\n\n**Ines Hale, Mayor:** Eastport is well. We go on.\n\n\
             **Bo Vane, Warden (by phone) [1:02]:** Eastport, too.\n",
        ),
    ]);
    let turns = rows(&graph, "turns");
    assert_eq!(turns[0]["time"], "00:07");
    assert_eq!(turns[0]["on_behalf_of_name"], "The Tide");
    assert_eq!(turns[0]["office"], "reporter");
    assert_eq!((&turns[1]["speaker"], &turns[1]["office"]), (&"ines".into(), &"Mayor".into()));
    assert_eq!((&turns[0]["exchange"], &turns[1]["exchange"]), (&1.into(), &1.into()));

    assert_eq!((&turns[2]["office"], &turns[2]["notes"]), (&"Warden".into(), &"by phone".into()));

    let mentions = rows(&graph, "mentions");
    let by_phone = mentions.iter().find(|row| row["notes"] == "by phone").unwrap();
    assert_eq!((&by_phone["office"], &by_phone["time"]), (&"Warden".into(), &"1:02".into()));
    let said = mentions.iter().find(|row| row["entity"] == "port" && row["role"] == "answer");
    let said = said.unwrap();
    assert_eq!(said["speaker_name"], "Ines Hale");
    assert_eq!(said["sentence"], "Eastport is well.");
    assert_eq!(said["address"], "speeches/a.html#t2p1");
}

#[test]
fn a_coordinate_below_zero_is_a_number_and_a_text_that_begins_so_is_no_formula() {
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\n[export]\ncsv_bom = true\n"),
        ("content/places/port.md", "---\nname: '-Port'\ncoordinates: [-70.5, 44.9]\n---\n"),
    ]);
    let csv = text(&graph, "data/entities.csv");
    assert!(csv.starts_with("\u{FEFF}entity,"), "{csv}");
    assert!(csv.contains(",'-Port,") && csv.contains(",-70.5,44.9,"), "{csv}");
}

#[test]
fn the_package_describes_every_file_beside_it() {
    let graph = fixture::graph();
    let package: Value =
        serde_json::from_slice(&fixture::file(graph, "data/datapackage.json")).unwrap();
    let mut names = BTreeSet::new();
    for resource in package["resources"].as_array().unwrap() {
        assert!(names.insert(resource["name"].as_str().unwrap().to_owned()), "{resource}");
        let bytes = fixture::file(graph, &format!("data/{}", resource["path"].as_str().unwrap()));
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], format!("sha256:{}", crate::base::digest::sha256(&bytes)));
    }
    for table in TABLES {
        assert!(names.contains(&table.name().replace('_', "-")), "{}", table.name());
        for field in table.fields() {
            assert!(field.about.ends_with(['.', '…']), "{}.{}", table.name(), field.name);
        }
    }
}

#[test]
fn what_the_editor_writes_is_said_by_nobody() {
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\n"),
        ("content/people/ann.md", "---\nname: Ann Lee\n---\n"),
        ("content/places/port.md", "---\nname: Ternport\n---\n"),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2024-01-02\nplaces: [port]\nspeakers: {Ann Lee: ann}\n---\n\
             **Ann Lee:** No comment.[^n]\n\n> [!NOTE]\n> Ternport denied it.\n>\n> | Ternport |\n> |---|\n> | 400 |\n\n\
             [^n]: The editor adds:\n\n    | Ternport |\n    |---|\n    | 500 |\n",
        ),
    ]);
    let said: Vec<String> = rows(&graph, "paragraphs")
        .iter()
        .filter(|row| !row["speaker_name"].is_null())
        .map(|row| row["text"].to_string())
        .collect();
    assert_eq!(said, ["\"No comment.\""]);
    let mentions = rows(&graph, "mentions");
    assert_eq!(mentions.iter().filter(|row| row["entity"] == "port").count(), 3);
    for row in mentions.iter().filter(|row| row["entity"] == "port") {
        assert!(row["speaker"].is_null() && row["speaker_name"].is_null(), "{row}");
        assert_eq!(row["role"], "note", "{row}");
    }
    assert_eq!(count(&rows(&graph, "turns")[0], "paragraphs"), 1);
}

#[test]
fn a_text_without_a_date_is_in_no_year_and_an_event_has_its_speeches() {
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\n"),
        ("content/events/summit.md", "---\nname: Summit\n---\n"),
        ("content/speeches/a.en.md", "---\ntitle: A\ndate: 2024\nevent: summit\n---\nWords.\n"),
        ("content/speeches/b.en.md", "---\ntitle: B\ndate: unknown\nevent: summit\n---\nWords.\n"),
    ]);
    let years = rows(&graph, "years");
    assert_eq!(years.len(), 1, "{years:?}");
    let by_year = rows(&graph, "counts_by_year");
    assert_eq!(by_year.len(), 1, "{by_year:?}");
    assert_eq!((count(&by_year[0], "year"), count(&by_year[0], "speeches")), (2024, 1));
}

/// What the guide says of a mention, cell by cell, and of the tables beside it.
#[test]
fn a_mention_says_where_how_by_whom_and_whether_it_counts() {
    let speech = |lang: &str, title: &str, body: &str| {
        let path = format!("content/speeches/2024-01-02-a.{lang}.md");
        let fields = "date: 2024-01-02\nplaces: [port]\nspeakers: {Ines Hale: {person: ines, turn: answer}, 英: {person: ines}}";
        (path, format!("---\ntitle: {title}\n{fields}\n---\n{body}\n"))
    };
    let english = "**Ines Hale:** Eastport, [the island](@isle) and Ravenlow.";
    let (english, chinese) = (speech("en", "A", english), speech("zh", "甲", "**英：**东港。"));
    let graph = fixture::graph_of([
        ("oratory.toml", "title = 'T'\nlanguages = ['en', 'zh']\n[annotate]\nauto = 'all'\n"),
        (
            "content/people/ines.md",
            "---\nname: {en: Ines Hale, zh: 英}\nborn: 1970\nroles: [{role: Mayor, from: 2020}]\n---\n",
        ),
        ("content/places/port.md", "---\nname: {en: Eastport, zh: 东港}\n---\n"),
        ("content/places/isle.md", "---\nname: Tern Island\n---\n"),
        ("content/places/raven.md", "---\nname: Ravenlow\n---\n"),
        (english.0.as_str(), english.1.as_str()),
        (chinese.0.as_str(), chinese.1.as_str()),
    ]);
    let shown = |row: &Value| {
        let columns = [
            "version",
            "anchor",
            "entity",
            "entity_name",
            "kind",
            "surface",
            "start",
            "end",
            "how",
            "role",
            "speaker",
            "office",
            "date",
            "year",
            "address",
            "counted",
        ];
        columns.map(|column| row[column].to_string().replace('"', "")).join(" ")
    };
    let found: Vec<String> = rows(&graph, "mentions").iter().map(shown).collect();
    let by = "answer ines Mayor 2024-01-02 2024";
    let (page, of) = ("speeches/2024-01-02-a.html", "2024-01-02-a.en");
    let expected = [
        format!("{of} t1 ines Ines Hale person Ines Hale 0 9 label {by} {page}#t1 false"),
        format!("{of} t1p1 port Eastport place Eastport 0 8 listed {by} {page}#t1p1 true"),
        format!("{of} t1p1 isle Tern Island place the island 10 20 explicit {by} {page}#t1p1 true"),
        format!("{of} t1p1 raven Ravenlow place Ravenlow 25 33 auto {by} {page}#t1p1 true"),
    ];
    assert_eq!(found[..4], expected);
    // The translation is in the table, and the pages do not count it.
    assert!(found.len() > 4 && found[4..].iter().all(|row| row.ends_with(" false")), "{found:?}");

    let pairs: Vec<String> = rows(&graph, "co_mentions")
        .iter()
        .map(|row| format!("{} {}", row["source"], row["target"]).replace('"', ""))
        .collect();
    assert_eq!(pairs, ["isle port", "isle raven", "port raven"]);
    let of_ines = |table: &str, column: &str| -> Vec<String> {
        let rows = rows(&graph, table).into_iter().filter(|row| row["entity"] == "ines");
        rows.map(|row| row[column].to_string().replace('"', "")).collect()
    };
    assert_eq!(of_ines("names", "name"), ["Ines Hale", "英"]);
    assert_eq!(of_ines("facts", "fact"), ["roles", "born"]);
}

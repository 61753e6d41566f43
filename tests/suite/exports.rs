//! The data beside the pages of whole sites: offsets, totals, and what the field's own readers and
//! validators say of the files.

#![expect(clippy::disallowed_methods, reason = "validators read files, which tests write for them")]

use crate::project;
use crate::sites::folder::Folder;
use oratory::{Content, Options, Source, Sources};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What every format is asked for by.
const ALL_FORMATS: &str =
    "\n[export]\nalso = [\"tei\", \"akoma-ntoso\", \"web-annotations\", \"json-ld\"]\n";

/// A site written from right to left, with what the others lack: times, notes, a table, a footnote.
const RIGHT_TO_LEFT: &[(&str, &str)] = &[
    (
        "oratory.toml",
        "title = \"سجل الكلمات\"\nbase_url = \"https://example.org/ar\"\nlanguages = [\"ar\"]\nlicense = \"CC-BY-4.0\"\n",
    ),
    (
        "content/people/salma.md",
        "---\nname: {ar: سلمى حداد, en: Salma Haddad}\nborn: 1970-02\n\
         roles: [{role: {ar: رئيسة البلدية}, organization: المجلس, from: 2019}]\n---\n",
    ),
    (
        "content/places/marfa.md",
        "---\nname: {ar: المرفأ}\ncoordinates: [-9.5, 33.25]\ncountry: MA\nsame_as: [https://www.wikidata.org/wiki/Q1]\n---\n",
    ),
    ("content/initiatives/jisr.md", "---\nname: {ar: خطة الجسر}\nstarted: 2021\n---\n"),
    (
        "content/speeches/2024-05-01-marfa.ar.md",
        "---\ntitle: لقاء في المرفأ\ndate: 2024-05-01/2024-05-02\ntype: press-conference\nlocation: marfa\n\
         event: لقاء الصحافة\ntranslator: [رامي]\ntranscriber: ليلى\ntranslation_of: fr\npeople: [salma]\nplaces: [marfa]\ninitiatives: [jisr]\n\
         changes: [{date: 2024-06-01, note: تصحيح}]\nsources: [{url: 'https://example.org/1', note: نص}]\n\
         speakers: {سلمى حداد: {person: salma, turn: answer}, صحفي: {as: صحفي, on_behalf_of: جريدة, turn: question}}\n---\n\
         بدأ اللقاء صباحا.\n\n\
         **صحفي (00:04):** ماذا عن المرفأ و*خطة الجسر*؟\n\n\
         > (ضحك)\n\n\
         **سلمى حداد (00:12):** نعمل في المرفأ كل يوم.[^1]\\\nوسنعود إلى خطة الجسر.\n\n\
         > [!NOTE]\n> ملاحظة المحرر.\n\n\
         | عام | عدد |\n|---|---|\n| 2023 | 4 |\n\n\
         ```\nرمز\n```\n\n\
         [^1]: حاشية.\n",
    ),
    (
        "content/speeches/2024-07-01-kalima.ar.md",
        "---\ntitle: كلمة\ndate: 2024-07\nspeaker: salma\npeople: [salma]\nplaces: [marfa]\n---\n\
         ## تحية\n\nأهلا بكم في المرفأ. هذه 🎈 تحية من المرفأ.\n\n- أولا\n- ثانيا\n",
    ),
];

/// The sites on which formats are tried, each with all formats on.
fn sites() -> Vec<(&'static str, Sources)> {
    let mut own = vec![("oratory.toml".to_owned(), Vec::new())];
    for (path, bytes) in project::repository("content") {
        own.push((path, bytes));
    }
    own[0].1 = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("oratory.toml"))
        .expect("the site of the repository");
    let other =
        RIGHT_TO_LEFT.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));

    let with_formats = |files: Vec<(String, Vec<u8>)>| {
        let mut sources = Vec::new();
        for (path, mut bytes) in files {
            if path == "oratory.toml" {
                // The table comes before others that it would end.
                bytes.extend_from_slice(ALL_FORMATS.as_bytes());
            }
            sources.push(Source { path, content: Content::Bytes(bytes) });
        }
        Sources::new(sources)
    };
    vec![("content", with_formats(own)), ("right to left", with_formats(other.collect()))]
}

/// What a site publishes.
fn published(sources: &Sources) -> BTreeMap<String, Vec<u8>> {
    let site = project::compile(sources, &Options::default());
    let (diagnostics, files) = project::build(&site);
    assert!(!files.is_empty(), "{diagnostics:?}");
    files
}

fn rows(files: &BTreeMap<String, Vec<u8>>, table: &str) -> Vec<Value> {
    let bytes = &files[&format!("data/{table}.jsonl")];
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn every_mention_of_a_site_is_where_its_offsets_say() {
    for (name, sources) in sites() {
        let files = published(&sources);
        let mut texts: BTreeMap<(String, String), String> = BTreeMap::new();
        for (table, anchor, text) in
            [("paragraphs", "paragraph", "text"), ("turns", "turn", "label")]
        {
            for row in rows(&files, table) {
                let key = (row["version"].to_string(), row[anchor].to_string());
                texts.insert(key, row[text].as_str().unwrap().to_owned());
            }
        }
        let mentions = rows(&files, "mentions");
        assert!(mentions.len() > 5, "{name}");
        for row in mentions {
            let text = &texts[&(row["version"].to_string(), row["anchor"].to_string())];
            let start = usize::try_from(row["start"].as_u64().unwrap()).unwrap();
            let end = usize::try_from(row["end"].as_u64().unwrap()).unwrap();
            let slice: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(row["surface"], slice, "{name}: {row}");
        }
    }
}

/// The chapter on data lists all tables, and of a mention columns that it has; `datapackage.json` has
/// a description of every column.
#[test]
fn the_guide_and_the_package_name_what_is_in_the_tables() {
    let (_, sources) = sites().remove(0);
    let files = published(&sources);
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resource in package["resources"].as_array().unwrap() {
        let path = resource["path"].as_str().unwrap();
        let Some(table) = path.strip_suffix(".csv") else { continue };
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let text = String::from_utf8_lossy(&files[&format!("data/{path}")]);
        assert_eq!(text.lines().next(), Some(&*names.join(",")), "{path}");
        let is_described =
            |field: &Value| field["description"].as_str().is_some_and(|it| !it.is_empty());
        assert!(fields.iter().all(is_described), "{path}");
        columns.insert(table.to_owned(), names.into_iter().map(str::to_owned).collect());
    }

    let page =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/content/pages/guide/data.en.md");
    let text = std::fs::read_to_string(page).expect("the chapter on data");
    let named = |heading: &str| -> BTreeSet<String> {
        let rows = text.split(heading).nth(1).expect("a table").trim_start().lines();
        let rows = rows.take_while(|row| row.starts_with('|'));
        let cells: String = rows.filter_map(|row| row.split('|').nth(1)).collect();
        cells.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    assert_eq!(named("| table | a row is |"), columns.keys().cloned().collect());
    let fields = named("| field | is |");
    assert!(fields.len() > 15 && fields.is_subset(&columns["mentions"]), "{fields:?}");
}

#[test]
fn what_the_data_page_says_of_a_file_is_so() {
    let (_, sources) = sites().remove(0);
    let files = published(&sources);
    let page = String::from_utf8(files["data.html"].clone()).unwrap();
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert!(resources.len() > 20);
    for resource in resources {
        let path = format!("data/{}", resource["path"].as_str().unwrap());
        assert_eq!(resource["bytes"], files[&path].len(), "{path}");
        let hash = resource["hash"].as_str().unwrap().trim_start_matches("sha256:");
        assert!(page.contains(&format!("{hash}  {path}")), "{path}");
        let link = page.split(&format!("<a href={path} ")).nth(1).expect(&path);
        let length = link.split("<small>").nth(1).expect(&path);
        assert!(length.starts_with(|c: char| c.is_ascii_digit()), "{path}");
    }
}

/// Writes the files of a site whose paths end so, and gives these paths.
fn write(folder: &Folder, files: &BTreeMap<String, Vec<u8>>, ending: &str) -> Vec<PathBuf> {
    let mut written = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(ending)) {
        folder.write(path, bytes);
        written.push(folder.join(path));
    }
    assert!(!written.is_empty(), "no {ending}");
    written
}

fn schema(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schemas").join(name)
}

/// Fails with what a validator says unless it is content.
fn accepts(command: &mut Command, what: &str) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().take(20).collect::<Vec<_>>().join("\n")
    };
    assert!(output.status.success(), "{what}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
#[ignore = "needs jing and xmllint, which `tools/test` installs, and ../shared/schemas"]
fn tei_and_akoma_ntoso_are_valid_by_the_schemas_of_the_field() {
    for (name, sources) in sites() {
        let files = published(&sources);
        let folder = Folder::new();
        let tei = write(&folder, &files, ".tei.xml");
        for rules in ["tei_all.rng", "parla-clarin.rng"] {
            accepts(
                Command::new("jing").arg(schema(rules)).args(&tei),
                &format!("{name}: {rules}"),
            );
        }
        let debates = write(&folder, &files, ".akn.xml");
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--schema"]).arg(schema("akomantoso30.xsd"));
        accepts(xmllint.args(&debates), &format!("{name}: Akoma Ntoso"));
    }
}

#[test]
#[ignore = "needs the Python packages of tests/data/requirements.txt, which `tools/test` installs"]
fn the_tables_open_in_the_readers_of_researchers_and_they_count_alike() {
    let python = std::env::var_os("ORATORY_PYTHON").unwrap_or_else(|| "python3".into());
    for (name, sources) in sites() {
        let files = published(&sources);
        let folder = Folder::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("data/")) {
            folder.write(path, bytes);
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/read.py");
        accepts(Command::new(&python).arg(script).arg(folder.join("data")), name);
    }
}

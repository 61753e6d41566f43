//! The contract with themes: `themes/README.md` lists every template and every field, as the view
//! types state them.
//!
//! The list is written by this test (`ORATORY_ACCEPT=1`), so it says what the types say or the test
//! fails.

#![expect(clippy::disallowed_methods, reason = "tests read the source from the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const MARK: &str = "<!-- contract -->";

/// A struct or an enum of `src/site/pages/views/`.
struct View {
    name: String,
    doc: String,
    /// Name, type and meaning; of an enum its variants' fields, the variant's name before them.
    fields: Vec<(String, String, String)>,
}

/// Reads the types of a file: every `pub struct` and `pub enum`, their fields, and the comments
/// above them.
fn views(text: &str) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let (mut doc, mut variant) = (String::new(), String::new());
    for line in text.lines() {
        let code = line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        if let Some(comment) = code.strip_prefix("///") {
            let gap = if doc.is_empty() { "" } else { " " };
            let _ = write!(doc, "{gap}{}", comment.trim());
            continue;
        }
        if let Some(name) = code.strip_prefix("struct ").or_else(|| code.strip_prefix("enum ")) {
            let name = name.trim_end_matches([' ', '{']).to_owned();
            views.push(View { name, doc: std::mem::take(&mut doc), fields: Vec::new() });
            variant.clear();
        } else if let (Some(view), Some((field, of))) =
            (views.last_mut(), code.trim_end_matches(',').split_once(": "))
        {
            let field =
                if variant.is_empty() { field.to_owned() } else { format!("{field} ({variant})") };
            view.fields.push((field, of.to_owned(), std::mem::take(&mut doc)));
        } else if let (Some(view), true) =
            (views.last_mut(), code.ends_with(" {") && line.starts_with("    "))
        {
            variant = format!("`\"{}\"`", code.trim_end_matches(" {").to_lowercase());
            view.doc = format!("{} {}: {}", view.doc, variant, std::mem::take(&mut doc));
        } else if !code.starts_with("#[") {
            doc.clear();
        }
    }
    views
}

/// A Rust type as a writer of templates calls it.
fn plain(of: &str) -> String {
    let inner = |wrapper: &str| of.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", plain(inner));
    }
    if let Some(inner) = inner("Option<") {
        return format!("{} or nothing", plain(inner));
    }
    if let Some(inner) = inner("Box<") {
        return plain(inner);
    }
    match of {
        "String" | "&'static str" => "text".to_owned(),
        "usize" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "[f64; 2]" => "two numbers".to_owned(),
        "serde_json::Value" => "whatever is written".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

fn section(view: &View) -> String {
    let mut text =
        format!("### {}\n\n{}\n\n| field | is | says |\n|---|---|---|\n", view.name, view.doc);
    for (name, of, says) in &view.fields {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            name.replace(" (", "` ("),
            plain(of),
            says.replace('|', "\\|")
        );
    }
    text.replace(")` |", ") |")
}

/// Everything between the marks.
fn contract(folder: &Path) -> String {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder of the views") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        files.insert(name, fs::read_to_string(&path).expect("a view file"));
    }
    let all: Vec<View> = files
        .iter()
        .filter(|(name, _)| *name != "mod.rs")
        .flat_map(|(_, text)| views(text))
        .collect();
    let (of_templates, parts): (Vec<&View>, Vec<&View>) =
        all.iter().partition(|view| view.doc.starts_with('`'));
    let mut text = String::from("## Templates\n\n| template | `view` is |\n|---|---|\n");
    for view in &of_templates {
        let template = view.doc.split('`').nth(1).unwrap_or_default();
        let _ =
            writeln!(text, "| `{template}` | [{0}](#{1}) |", view.name, view.name.to_lowercase());
    }
    text.push_str("\n`page` is [PageView](#pageview), `site` is [SiteView](#siteview).\n\n");
    for view in of_templates.into_iter().chain(parts) {
        text += &section(view);
        text.push('\n');
    }
    text
}

#[test]
fn the_readme_of_themes_says_what_the_views_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = root.join("themes/README.md");
    let text = fs::read_to_string(&readme).expect("themes/README.md");
    let (before, rest) = text.split_once(MARK).expect("the first mark");
    let (_, after) = rest.split_once(MARK).expect("the second mark");
    let wanted =
        format!("{before}{MARK}\n{}{MARK}{after}", contract(&root.join("src/site/pages/views")));
    if std::env::var_os("ORATORY_ACCEPT").is_some() {
        fs::write(&readme, &wanted).expect("themes/README.md");
    }
    assert!(
        text == wanted,
        "themes/README.md is not what the views say; ORATORY_ACCEPT=1 writes it anew"
    );
}

#[test]
fn every_template_is_in_the_contract_and_every_word_of_the_contract_is_a_type() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/README.md"))
        .expect("themes/README.md");
    let templates = oratory::embedded_files("default")
        .into_keys()
        .filter_map(|path| path.strip_prefix("templates/").map(str::to_owned));
    for page in templates.filter(|path| !path.contains('/') && path != "base.html") {
        assert!(readme.contains(&format!("| `{page}` |")), "{page} is not in themes/README.md");
    }
    for link in readme.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(readme.to_lowercase().contains(&format!("### {link}\n")), "{link} is no heading");
    }
}

/// The part of `themes/README.md` below a heading of the third level, up to the next heading.
fn readme_section(heading: &str) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/README.md"))
        .expect("themes/README.md");
    let (_, rest) = readme.split_once(&format!("### {heading}\n")).expect("a heading");
    rest.split("\n## ").next().unwrap_or(rest).split("\n### ").next().unwrap_or(rest).to_owned()
}

/// What stands between backticks in the first column of a table, or anywhere in a text without
/// one.
fn named_in(section: &str) -> BTreeSet<String> {
    let rows = section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("|---"));
    let columns: String = rows.filter_map(|row| row.split('|').nth(1)).collect();
    let text = if columns.is_empty() { section } else { &columns };
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The words in a text that come after `before`, made of lower-case letters, digits, `-` and `_`.
fn words_after(text: &str, before: &str) -> BTreeSet<String> {
    let is_of_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let rest = text.split(before).skip(1);
    let words = rest.map(|rest| rest.split(|c| !is_of_word(c)).next().unwrap_or_default());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The default theme's text files below a folder, one after the other.
fn text_of_theme(folder: &str) -> String {
    let mut text = String::new();
    for (path, bytes) in oratory::embedded_files("default") {
        if path.starts_with(folder) {
            text += std::str::from_utf8(bytes).expect("UTF-8");
        }
    }
    text
}

#[test]
fn every_custom_property_of_the_theme_is_in_its_readme_and_no_other() {
    let sheet = text_of_theme("static/theme.css");
    let mut declared = words_after(&sheet, "--");
    declared.retain(|name| sheet.contains(&format!("--{name}:")));
    let named = named_in(&readme_section("Custom properties"));
    let named: BTreeSet<String> =
        named.iter().filter_map(|name| name.strip_prefix("--")).map(str::to_owned).collect();
    assert_eq!(named, declared);
}

#[test]
fn every_block_and_component_of_the_theme_is_in_its_readme_and_no_other() {
    let templates = text_of_theme("templates/");
    let mut blocks = named_in(&readme_section("Blocks"));
    blocks.retain(|name| name.chars().all(|c| c.is_ascii_lowercase()));
    assert_eq!(blocks, words_after(&templates, "{% block "));

    let components: BTreeSet<String> = named_in(&readme_section("Components"))
        .iter()
        .flat_map(|example| words_after(example, "<"))
        .collect();
    assert_eq!(components, words_after(&templates, "{% component "));
}

/// What the guide names of the default theme is there, and all of it where it says so.
#[test]
fn the_guide_names_themes_colours_blocks_parts_and_components_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("docs/guide/content/pages/guide/themes.en.md");
    let text = fs::read_to_string(page).expect("the chapter on themes");
    let line = |start: &str| -> &str {
        text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}"))
    };
    let named = |text: &str| -> BTreeSet<String> {
        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();

    let themes: BTreeSet<String> = set(&oratory::embedded_names());
    assert_eq!(named(line("Try the three themes")), themes);

    let sheet = text_of_theme("static/theme.css");
    let colours: BTreeSet<String> = words_after(&sheet, "--")
        .into_iter()
        .filter(|name| sheet.contains(&format!("--{name}: light-dark(")))
        .collect();
    let keys = line("The keys are custom properties").split(". ").next().expect("a sentence");
    let keys = keys.split_once("`--`:").expect("a list").1;
    assert_eq!(named(keys), colours);

    let blocks = words_after(&text_of_theme("templates/base.html"), "{% block ");
    let row = line("| blocks of every page");
    assert_eq!(named(row), blocks);

    let row = line("| parts");
    for (word, part) in [
        ("the masthead", "masthead"),
        ("the foot", "footer"),
        ("the head", "speech-head"),
        ("the end of a speech", "speech-end"),
        ("facts", "entity-facts"),
        ("mentions", "mentions"),
    ] {
        let path = format!("templates/parts/{part}.html");
        assert!(row.contains(word) && oratory::embedded_files("default").contains_key(&*path));
    }

    assert!(line("| words").contains("count(of=t.mentions)"));
    assert!(text_of_theme("templates/").contains("| count(of=t.mentions)"));

    let components =
        words_after(&text_of_theme("templates/parts/components.html"), "{% component ");
    let shown = words_after(line("| components"), "<");
    assert!(shown.len() == 5 && shown.is_subset(&components), "{shown:?}");
}

#[test]
fn every_table_of_words_and_every_language_is_in_the_readme() {
    const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let section = named_in(&readme_section("Words"));
    let words: toml::Table = text_of_theme("i18n/en.toml").parse().expect("TOML");
    for (key, value) in &words {
        let is_counted =
            |table: &toml::Table| table.keys().all(|key| FORMS.contains(&key.as_str()));
        if value.as_table().is_some_and(|table| !is_counted(table)) {
            assert!(section.contains(key), "the table `{key}` is not in themes/README.md");
        }
    }
    for path in oratory::embedded_files("default").keys() {
        if let Some(file) = path.strip_prefix("i18n/") {
            let tag = file.trim_end_matches(".toml");
            assert!(section.contains(tag), "`{tag}` is not in themes/README.md");
        }
    }
}

#[test]
fn every_class_in_finished_html_is_in_the_readme_and_no_other() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site");
    let mut text = String::new();
    for folder in ["html", "pictures", "pictures/map", "pictures/neighbourhood"] {
        for entry in fs::read_dir(source.join(folder)).expect("a room") {
            let path = entry.expect("an entry").path();
            let is_code = path.extension().is_some_and(|ending| ending == "rs");
            if is_code && !path.ends_with("tests.rs") {
                text += &fs::read_to_string(&path).expect("a source file");
            }
        }
    }
    let named = named_in(&readme_section("Classes"));
    let patterns = ["<kind>", "h0", "h4", "hl-"];
    for class in named.iter().filter(|class| !patterns.iter().any(|part| class.contains(part))) {
        let is_written =
            [format!("\"{class}\""), format!("\\\"{class}\\\""), format!("\"{class} ")];
        let is_among = text.contains(&format!(" {class}\\\""));
        let is_there = is_among || is_written.iter().any(|written| text.contains(written));
        assert!(is_there || text.contains(&format!("\"{class}{{")), "nothing writes `{class}`");
    }

    for literal in text.split("class=\\\"").skip(1) {
        let end = literal.find(['\\', '{', '"']).unwrap_or(literal.len());
        for class in literal[..end].split_whitespace() {
            let is_pattern =
                class.starts_with("hl-") || class.ends_with('-') || class.starts_with("k-");
            let is_shade = class.starts_with('h') && class[1..].chars().all(|c| c.is_ascii_digit());
            let is_named =
                named.contains(class) || is_pattern || is_shade || class.starts_with("m-");
            assert!(is_named, "`{class}` is not in themes/README.md");
        }
    }
}

//! The contract with themes: `themes/README.md` lists every template and every field, as the view
//! types state them.
//!
//! The list is written by this test (`ORATORY_ACCEPT=1`), so it says what the types say or the test
//! fails.

#![expect(clippy::disallowed_methods, reason = "tests read the source from the disk")]

use std::collections::BTreeMap;
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

//! Tables and files → `datapackage.json` (Frictionless Data Package 1.0,
//! <https://specs.frictionlessdata.io/data-package/>): what each file holds, column by column, how
//! long it is, and its SHA-256.

use super::table::{Link, Type};
use super::{Format, Table};
use crate::base::digest::Digest;
use crate::reading::graph::Graph;
use crate::site::export::artifact::{Artifact, Make};
use crate::site::export::{Exporter, Files, Kept, exporter};
use serde_json::{Map, Value, json};

/// Where the files are that it describes, and itself: a package is a folder.
const FOLDER: &str = "data/";

/// Where it is.
pub(in crate::site::export) const FILE: &str = "data/datapackage.json";

/// The description of the data.
pub(in crate::site::export) const EXPORTER: Exporter = Exporter {
    name: "datapackage",
    summary: "datapackage.json: what the files in data/ hold, column by column, with lengths and hashes",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "JSON", media_type: "application/json", n_rows: None }),
    files: Files::Description(|graph, files| {
        let described = files.iter().filter(|file| file.is_described());
        let described: Vec<Artifact> =
            described.filter(|file| file.route.path().starts_with(FOLDER)).cloned().collect();
        if described.is_empty() {
            return Vec::new();
        }
        vec![Artifact::new(graph.file_route(FILE), Make::Package(described.into()))]
    }),
};

/// The description of these files.
pub(in crate::site::export) fn package(graph: &Graph, files: &[Artifact]) -> Vec<u8> {
    let config = &graph.config;
    let lang = config.default_language();
    let mut package = Map::new();
    package.insert("profile".into(), json!("data-package"));
    package.insert("name".into(), json!("speeches"));
    package.insert("title".into(), json!(config.title.text(lang)));
    if let Some(description) = &config.description {
        package.insert("description".into(), json!(description.text(lang)));
    }
    if let Some(base_url) = &config.base_url {
        package.insert("homepage".into(), json!(base_url));
    }
    if let Some(license) = &config.license {
        let key = if license.starts_with("http") { "path" } else { "name" };
        package.insert("licenses".into(), json!([{ key: license }]));
    }

    let mut resources = Vec::with_capacity(files.len());
    for file in files {
        // Readers take the columns of JSON Lines from its rows, and refuse a file that has none.
        let is_named_by_rows = file.route.path().ends_with(".jsonl");
        if is_named_by_rows && file.facts(graph).n_rows == Some(0) {
            continue;
        }
        resources.push(resource(graph, file));
    }
    package.insert("resources".into(), Value::Array(resources));

    let mut bytes = serde_json::to_vec_pretty(&package).expect("a value of JSON can be written");
    bytes.push(b'\n');
    bytes
}

fn resource(graph: &Graph, file: &Artifact) -> Value {
    let path = file.route.path().strip_prefix(FOLDER).unwrap_or(file.route.path());
    let mut fields = Map::new();
    let Make::Table(table, format) = &file.make else {
        fields.insert("name".into(), json!(path.to_lowercase().replace('_', "-")));
        fields.insert("path".into(), json!(path));
        if let Some(of) = exporter(file.format) {
            fields.insert("description".into(), json!(of.summary));
            fields.insert("mediatype".into(), json!(of.kept.map(|kept| kept.media_type)));
        }
        add_digest(&mut fields, &file.facts(graph).digest);
        return Value::Object(fields);
    };

    fields.insert("name".into(), json!(name(table.name(), format)));
    fields.insert("path".into(), json!(path));
    fields.insert("title".into(), json!(format!("{} ({})", table.title(), format.kept.label)));
    fields.insert("description".into(), json!(table.about()));
    fields.insert("format".into(), json!(format.extension));
    fields.insert("mediatype".into(), json!(format.kept.media_type));
    if format.extension != "parquet" {
        let has_mark = format.extension == "csv" && graph.config.csv_bom;
        fields.insert("profile".into(), json!("tabular-data-resource"));
        fields.insert("encoding".into(), json!(if has_mark { "utf-8-sig" } else { "utf-8" }));
    }
    add_digest(&mut fields, &file.facts(graph).digest);
    fields.insert("schema".into(), schema(*table, format));
    Value::Object(fields)
}

fn add_digest(fields: &mut Map<String, Value>, digest: &Digest) {
    fields.insert("bytes".into(), json!(digest.len));
    fields.insert("hash".into(), json!(format!("sha256:{}", digest.sha256)));
}

fn schema(table: &dyn Table, format: &Format) -> Value {
    let mut fields = Vec::new();
    for field in table.fields() {
        let holds = match field.holds {
            Type::Text => "string",
            Type::Count => "integer",
            Type::Number => "number",
            Type::Flag => "boolean",
        };
        let is_key = table.key().contains(&field.name);
        let mut described =
            json!({ "name": field.name, "type": holds, "description": field.about });
        if is_key {
            described["constraints"] = json!({ "required": true });
        }
        fields.push(described);
    }

    let mut links = Vec::new();
    for Link { columns, table, key } in table.links() {
        links.push(json!({
            "fields": columns,
            "reference": { "resource": name(table, format), "fields": key },
        }));
    }
    json!({ "fields": fields, "primaryKey": table.key(), "foreignKeys": links })
}

/// The name of a table in a format, which no other resource has.
fn name(table: &str, format: &Format) -> String {
    let table = table.replace('_', "-");
    if format.extension == "csv" { table } else { format!("{table}-{}", format.extension) }
}

//! `[export]`: which files are published beside the pages.

use super::Config;
use crate::base::fields::{Node, Reader, Table};

/// Reads the table, `names` being those of all formats.
pub(super) fn read(table: &mut Table<'_>, names: &[&str], config: &mut Config) {
    let Some(mut table) = table.table("export") else { return };
    if let Some(node) = table.take("formats") {
        config.exports = Some(read_formats(&mut table.reader, node, names));
    }
    if let Some(node) = table.take("also") {
        config.also_exported = read_formats(&mut table.reader, node, names);
    }
    config.csv_bom = table.get("csv_bom").unwrap_or(config.csv_bom);
    table.finish();
}

fn read_formats(reader: &mut Reader<'_>, node: Node, export_names: &[&str]) -> Vec<String> {
    let mut formats = Vec::new();
    for item in reader.list(node) {
        formats.extend(reader.choice(&item, export_names).map(str::to_owned));
    }
    formats
}

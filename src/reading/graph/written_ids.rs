//! What people write where an id is wanted → the id that is in it.

/// The id in what is written as a path, a file or a mention: `people/ann`, `ann.md`, `@ann`; none
/// where it is none of them.
pub(super) fn bare_id(written: &str) -> Option<&str> {
    let name = written.rsplit('/').next()?.trim().trim_start_matches(['@', '＠']);
    let name = name.strip_suffix(".md").or(name.strip_suffix(".html")).unwrap_or(name);
    (name != written).then_some(name)
}

/// The list that was meant where full-width commas divide its entries; none where none do.
pub(super) fn divided(id: &str) -> Option<String> {
    let parts: Vec<&str> =
        id.split(['，', '、', '；', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    (parts.len() > 1).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_files_and_mentions_hold_an_id() {
        for written in ["people/ann", "ann.md", "@ann", "/people/ann.html", "＠ann"] {
            assert_eq!(bare_id(written), Some("ann"), "{written}");
        }
        assert_eq!(bare_id("ann"), None);
        assert_eq!(divided("ann、bo").as_deref(), Some("ann, bo"));
        assert_eq!(divided("ann"), None);
    }
}

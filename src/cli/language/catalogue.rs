//! A catalogue in gettext's form → the translation of each English sentence.
//!
//! What is read of the form: comments, `msgid`, `msgstr`, and strings that go on in the next line.
//! **Invariant:** the catalogues are a part of the program, and a test reads them; a line that is
//! none of these is passed over here.

use std::collections::BTreeMap;

/// Translations by the sentences that they are of.
#[derive(Debug, Default)]
pub(super) struct Catalogue(BTreeMap<String, String>);

impl Catalogue {
    pub(super) fn read<'t>(texts: impl IntoIterator<Item = &'t str>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for text in texts {
            catalogue.add(text);
        }
        catalogue
    }

    fn add(&mut self, text: &str) {
        let (mut id, mut translation) = (String::new(), None::<String>);
        for line in text.lines() {
            if let Some(string) = line.strip_prefix("msgid ") {
                if let Some(translation) = translation.take() {
                    self.0.insert(std::mem::take(&mut id), translation);
                }
                id = unquoted(string);
            } else if let Some(string) = line.strip_prefix("msgstr ") {
                translation = Some(unquoted(string));
            } else if line.starts_with('"') {
                match &mut translation {
                    Some(translation) => translation.push_str(&unquoted(line)),
                    None => id.push_str(&unquoted(line)),
                }
            }
        }
        if let Some(translation) = translation {
            self.0.insert(id, translation);
        }
    }

    /// Every sentence with its translation.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(id, translation)| (id.as_str(), translation.as_str()))
    }

    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// A string without its quotation marks and backslashes.
fn unquoted(string: &str) -> String {
    let inner = string.trim().trim_start_matches('"');
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_may_have_marks_and_go_on() {
        let text = "# a\nmsgid \"say \\\"{x}\\\"\"\nmsgstr \"\"\n\"说\"\n\"“{x}”\\n\"\n\nmsgid \"b\"\nmsgstr \"乙\"\n";
        let catalogue = Catalogue::read([text]);
        assert_eq!(catalogue.get("say \"{x}\""), Some("说“{x}”\n"));
        assert_eq!(catalogue.get("b"), Some("乙"));
        assert_eq!(catalogue.get("c"), None);
    }
}

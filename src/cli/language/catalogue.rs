//! A catalogue in gettext's form → the translation of each English sentence.
//!
//! What is read of the form: comments, `msgid`, `msgstr`, and strings that go on in the next line.
//! **Invariant:** the catalogues are a part of the program, and a test reads them; a line that is
//! none of these is passed over here.

use crate::base::message;
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

    /// The translation of a text that was made from one of the templates, if it was.
    pub(super) fn recognise(&self, text: &str) -> Option<String> {
        if let Some(translation) = self.get(text) {
            return Some(translation.to_owned());
        }
        // Of several the one that says most by itself.
        let made_of = self.entries().filter_map(|(template, translation)| {
            let places = places(template, text)?;
            let said: usize = places.iter().map(|(_, said)| said.len()).sum();
            Some((said, translation, places))
        });
        let (_, translation, places) = made_of.min_by_key(|(said, ..)| *said)?;

        let mut filled = Vec::with_capacity(places.len());
        for (name, said) in places {
            filled.push((name, self.recognise(said).unwrap_or_else(|| said.to_owned())));
        }
        Some(message::filled(translation, &filled))
    }

    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// What `text` has in the places of `template`, if it was made from it.
fn places<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let mut found = Vec::new();
    let (start, mut template) = template.split_at(template.find('{')?);
    let mut rest = text.strip_prefix(start)?;
    while let Some(inner) = template.strip_prefix('{') {
        let (name, behind) = inner.split_once('}')?;
        let end = behind.find('{').unwrap_or(behind.len());
        let literal = &behind[..end];

        // The last one reaches to the end, so that what follows it is not met too early.
        let at = if end == behind.len() {
            rest.ends_with(literal).then(|| rest.len() - literal.len())?
        } else {
            rest.find(literal)?
        };
        found.push((name, &rest[..at]));
        rest = &rest[at + literal.len()..];
        template = &behind[end..];
    }
    rest.is_empty().then_some(found)
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

    #[test]
    fn a_text_is_known_by_the_template_that_it_was_made_from() {
        let catalogue = Catalogue::read([
            "msgid \"cannot {verb} `{path}`\"\nmsgstr \"无法{verb} `{path}`\"\n\nmsgid \"read\"\nmsgstr \"读取\"\n",
        ]);
        let known = |text: &str| catalogue.recognise(text);
        assert_eq!(known("cannot read `a b`").as_deref(), Some("无法读取 `a b`"));
        assert_eq!(known("cannot read `a` b"), None);
        assert_eq!(known("a cannot read `b`"), None);
    }
}

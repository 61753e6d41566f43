//! What ids are made of: the names by which speeches and entities are referred to, in addresses and
//! in the names of files.
//!
//! **Invariant:** nothing is transliterated; an id keeps the script of the name that it is made of.
//! How the id of a document is cut to what disks take is decided in `import/ids.rs`.

use crate::base::letters::is_mark;

/// What the id of a speech may begin with that is neither letter nor digit: Chinese titles begin
/// with marks.
const OPENING: [char; 8] = ['《', '「', '“', '‘', '『', '【', '（', '('];

/// Whether the id of a speech can begin with `c`.
pub(crate) fn begins_speech_id(c: char) -> bool {
    c.is_alphanumeric() || OPENING.contains(&c)
}

/// Whether `id` can be the id of an entity: letters and digits of any script, with the marks that
/// belong to them (`नरेन्द्र`), and `- _ . ·`.
pub(crate) fn is_entity_id(id: &str) -> bool {
    let stands = |c: char| c.is_alphanumeric() || is_mark(c) || "-_.·".contains(c);
    id.starts_with(char::is_alphanumeric) && id.chars().all(stands)
}

/// Whether words are written as ids are, and not as people write: small Latin letters and digits,
/// with hyphens for spaces. Of one word alone, or in another script, nobody can tell.
pub(crate) fn is_written_as_id(words: &str) -> bool {
    let stands = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    is_entity_id(words) && words.chars().all(stands) && words.contains('-')
}

/// The id that a name gives: small letters and digits of its own script, words joined by hyphens,
/// the dots of `阿玛拉·瓦登` kept.
///
/// Marks that belong to a word (`U.S.`, `d’Ivoire`) and quotation marks leave no hyphen. Empty if
/// the name has no letter and no digit.
#[must_use]
pub(crate) fn entity_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            '\'' | '’' | '.' | '“' | '”' | '"' | '「' | '」' | '《' | '》' => {}
            '·' if !id.is_empty() => id.push('·'),
            _ if !id.is_empty() && !id.ends_with(['-', '·']) => id.push('-'),
            _ => {}
        }
    }
    id.trim_end_matches(['-', '·']).to_owned()
}

/// The words of an id, each with a capital: `Wang Yi` of `wang-yi`, `王毅` of `王毅`.
pub(crate) fn words_of_id(id: &str) -> String {
    let mut words = Vec::new();
    for word in id.split(['-', '_']).filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        let first = chars.next().map(char::to_uppercase);
        words.push(first.into_iter().flatten().chain(chars).collect::<String>());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_the_script_of_its_name() {
        for (name, id) in [
            ("Wang Yi", "wang-yi"),
            ("“一带一路”倡议", "一带一路倡议"),
            ("U.S. Steel (1901)", "us-steel-1901"),
            ("Côte d’Ivoire", "côte-divoire"),
            ("阿玛拉·瓦登", "阿玛拉·瓦登"),
            ("…", ""),
        ] {
            assert_eq!(entity_id(name), id);
            assert!(id.is_empty() || is_entity_id(id));
        }
    }

    #[test]
    fn an_id_gives_a_name_to_begin_with() {
        assert_eq!(words_of_id("wang-yi"), "Wang Yi");
        assert_eq!(words_of_id("王毅"), "王毅");
    }

    #[test]
    fn ids_begin_with_a_letter_or_a_digit_and_those_of_speeches_with_a_bracket_too() {
        assert!(begins_speech_id('《') && begins_speech_id('7') && !begins_speech_id('-'));
        for bad in ["", "-a", "a b", "《问答》", "a/b"] {
            assert!(!is_entity_id(bad), "{bad}");
        }
    }
}

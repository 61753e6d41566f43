//! Numbers as people read them.

use crate::base::lang::Lang;

/// The digits of `n` with `space` between thousands (SI brochure §5.4.4).
pub(crate) fn grouped(n: u64, space: char) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(space);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number as readers of a language write it (CLDR 48, `decimal` and `group` of `latn`).
pub(crate) fn for_readers(n: u64, lang: &Lang) -> String {
    let group = match lang.primary() {
        "de" | "es" | "it" | "pt" | "nl" | "da" | "tr" | "id" | "vi" | "el" | "ro" => '.',
        "fr" => '\u{202F}',
        "ru" | "uk" | "pl" | "cs" | "hu" | "fi" | "sv" | "no" => '\u{A0}',
        _ => ',',
    };
    // These group from five digits on.
    let has_four_together = matches!(lang.primary(), "es" | "pt" | "pl" | "hu") && n < 10_000;
    if has_four_together { n.to_string() } else { grouped(n, group) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes_from_the_right() {
        for (n, expected) in [(0, "0"), (999, "999"), (1000, "1_000"), (1_234_567, "1_234_567")] {
            assert_eq!(grouped(n, '_'), expected);
        }
    }

    #[test]
    fn readers_get_the_mark_of_their_language() {
        let write = |n, tag| for_readers(n, &Lang::parse(tag).unwrap());
        assert_eq!(write(27_843, "en"), "27,843");
        assert_eq!(write(27_843, "zh-Hant"), "27,843");
        assert_eq!(write(27_843, "de"), "27.843");
        assert_eq!(write(27_843, "fr"), "27\u{202F}843");
        assert_eq!((write(1204, "en"), write(1204, "es")), ("1,204".to_owned(), "1204".to_owned()));
    }
}

//! Two dates of one language → a stretch of time, in which what both have is written once, as
//! CLDR's patterns of intervals have it: `1–3 juin 2023`, `2023年6月1日至3日`.
//!
//! ICU4X writes no intervals yet. They follow from the two dates: a date that begins with its year
//! shares a beginning with the other, any other date shares an end.

use crate::base::lang::Lang;

/// The two dates as one stretch; both as [`super::date`] writes them.
#[must_use]
pub(crate) fn stretch(first: &str, last: &str, lang: &Lang) -> String {
    if let Some(mark) = year_first_mark(lang) {
        let shared = shared_beginning(first, last);
        return format!("{first}{mark}{}", &last[shared..]);
    }

    let shared = shared_end(first, last);
    let day = &first[..first.len() - shared];
    // What is one word on either side is joined without spaces, but in English and Portuguese.
    let is_one_word = !day.contains(char::is_whitespace);
    let mark = match lang.primary() {
        "en" | "pt" => " – ",
        _ if is_one_word => "–",
        _ => " – ",
    };
    format!("{day}{mark}{last}")
}

/// What is between two dates in a language in which the year comes first; none in any other.
fn year_first_mark(lang: &Lang) -> Option<&'static str> {
    match lang.primary() {
        "zh" | "yue" => Some("至"),
        "ja" => Some("～"),
        "ko" => Some("~"),
        _ => None,
    }
}

/// Bytes that two dates have in common at their beginning, no number cut in two.
fn shared_beginning(first: &str, last: &str) -> usize {
    let mut shared = 0;
    for ((at, one), other) in first.char_indices().zip(last.chars()) {
        if one != other {
            break;
        }
        if !one.is_ascii_digit() {
            shared = at + one.len_utf8();
        }
    }
    shared
}

/// Bytes that two dates have in common at their end, no word cut in two; none where that would not
/// be the year, for what follows a year (`г.`) belongs to it.
fn shared_end(first: &str, last: &str) -> usize {
    let mut shared = 0;
    let mut has_year = false;
    let mut in_common = 0;
    for (one, other) in first.chars().rev().zip(last.chars().rev()) {
        if one != other {
            break;
        }
        in_common += one.len_utf8();
        has_year |= one.is_ascii_digit();
        if one.is_whitespace() && has_year {
            shared = in_common;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::super::{Parts, date};
    use super::*;

    /// By `Intl.DateTimeFormat.formatRange` of Node 20 (CLDR 48) with long months; Chinese and
    /// Japanese by CLDR's pattern `yMMMd`, for that of long months is not there.
    const WRITTEN: [(&str, [&str; 3]); 11] = [
        ("en", ["1 – 3 June 2023", "28 May – 2 June 2023", "31 December 2023 – 2 January 2024"]),
        ("zh", ["2023年6月1日至3日", "2023年5月28日至6月2日", "2023年12月31日至2024年1月2日"]),
        ("zh-Hant", ["2023年6月1日至3日", "2023年5月28日至6月2日", "2023年12月31日至2024年1月2日"]),
        ("ja", ["2023年6月1日～3日", "2023年5月28日～6月2日", "2023年12月31日～2024年1月2日"]),
        (
            "ko",
            ["2023년 6월 1일~3일", "2023년 5월 28일~6월 2일", "2023년 12월 31일~2024년 1월 2일"],
        ),
        ("fr", ["1–3 juin 2023", "28 mai – 2 juin 2023", "31 décembre 2023 – 2 janvier 2024"]),
        (
            "es",
            [
                "1–3 de junio de 2023",
                "28 de mayo – 2 de junio de 2023",
                "31 de diciembre de 2023 – 2 de enero de 2024",
            ],
        ),
        ("de", ["1.–3. Juni 2023", "28. Mai – 2. Juni 2023", "31. Dezember 2023 – 2. Januar 2024"]),
        (
            "pt",
            [
                "1 – 3 de junho de 2023",
                "28 de maio – 2 de junho de 2023",
                "31 de dezembro de 2023 – 2 de janeiro de 2024",
            ],
        ),
        (
            "ru",
            [
                "1–3 июня 2023 г.",
                "28 мая – 2 июня 2023 г.",
                "31 декабря 2023 г. – 2 января 2024 г.",
            ],
        ),
        ("ar", ["1–3 يونيو 2023", "28 مايو – 2 يونيو 2023", "31 ديسمبر 2023 – 2 يناير 2024"]),
    ];

    #[test]
    fn what_two_dates_have_in_common_is_written_once() {
        let days = [
            [(2023, 6, 1), (2023, 6, 3)],
            [(2023, 5, 28), (2023, 6, 2)],
            [(2023, 12, 31), (2024, 1, 2)],
        ];
        for (tag, wanted) in WRITTEN {
            let lang = Lang::parse(tag).unwrap();
            for (days, wanted) in days.iter().zip(wanted) {
                let [first, last] = days.map(|(year, month, day)| {
                    date(&Parts { year, month, day, clock: None }, &lang).unwrap()
                });
                let written = stretch(&first, &last, &lang);
                // Versions of CLDR differ in which space does not break.
                assert_eq!(written.replace(['\u{A0}', '\u{202F}'], " "), wanted, "{tag}");
            }
        }
    }

    #[test]
    fn months_and_years_are_stretches_too() {
        let english = Lang::english();
        assert_eq!(stretch("May 2023", "June 2023", &english), "May – June 2023");
        assert_eq!(stretch("1962", "1965", &english), "1962 – 1965");
        let french = Lang::parse("fr").unwrap();
        assert_eq!(stretch("1962", "1965", &french), "1962–1965");
        let chinese = Lang::parse("zh").unwrap();
        assert_eq!(stretch("1962年", "1965年", &chinese), "1962年至1965年");
    }
}

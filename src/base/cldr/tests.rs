//! What is written in eleven languages, held against another implementation of CLDR.

use super::*;

/// What `Intl` of Node 20 (ICU 78, CLDR 48) writes.
struct Expected {
    tag: &'static str,
    day: &'static str,
    month: &'static str,
    year: &'static str,
    moment: &'static str,
    number: &'static str,
    list: &'static str,
    /// The forms beside [`COUNTED`].
    forms: &'static str,
}

const COUNTED: [u64; 10] = [0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000];

const EXPECTED: &[Expected] = &[
    Expected {
        tag: "en",
        day: "7 March 2024",
        month: "March 2024",
        year: "2024",
        moment: "7 March 2024 at 18:05",
        number: "1,234,567",
        list: "A, B and C",
        forms: "other one other other other other other other other other",
    },
    Expected {
        tag: "zh",
        day: "2024年3月7日",
        month: "2024年3月",
        year: "2024年",
        moment: "2024年3月7日 18:05",
        number: "1,234,567",
        list: "A、B和C",
        forms: "other other other other other other other other other other",
    },
    Expected {
        tag: "zh-Hant",
        day: "2024年3月7日",
        month: "2024年3月",
        year: "2024年",
        moment: "2024年3月7日 18:05",
        number: "1,234,567",
        list: "A、B和C",
        forms: "other other other other other other other other other other",
    },
    Expected {
        tag: "ja",
        day: "2024年3月7日",
        month: "2024年3月",
        year: "2024年",
        moment: "2024年3月7日 18:05",
        number: "1,234,567",
        list: "A、B、C",
        forms: "other other other other other other other other other other",
    },
    Expected {
        tag: "ko",
        day: "2024년 3월 7일",
        month: "2024년 3월",
        year: "2024년",
        moment: "2024년 3월 7일 18:05",
        number: "1,234,567",
        list: "A, B 및 C",
        forms: "other other other other other other other other other other",
    },
    Expected {
        tag: "fr",
        day: "7 mars 2024",
        month: "mars 2024",
        year: "2024",
        moment: "7 mars 2024 à 18:05",
        number: "1 234 567",
        list: "A, B et C",
        forms: "one one other other other other other other other many",
    },
    Expected {
        tag: "es",
        day: "7 de marzo de 2024",
        month: "marzo de 2024",
        year: "2024",
        moment: "7 de marzo de 2024 a las 18:05",
        number: "1.234.567",
        list: "A, B y C",
        forms: "other one other other other other other other other many",
    },
    Expected {
        tag: "de",
        day: "7. März 2024",
        month: "März 2024",
        year: "2024",
        moment: "7. März 2024 um 18:05",
        number: "1.234.567",
        list: "A, B und C",
        forms: "other one other other other other other other other other",
    },
    Expected {
        tag: "pt",
        day: "7 de março de 2024",
        month: "março de 2024",
        year: "2024",
        moment: "7 de março de 2024 às 18:05",
        number: "1.234.567",
        list: "A, B e C",
        forms: "one one other other other other other other other many",
    },
    Expected {
        tag: "ru",
        day: "7 марта 2024 г.",
        month: "март 2024 г.",
        year: "2024",
        moment: "7 марта 2024 г. в 18:05",
        number: "1 234 567",
        list: "A, B и C",
        forms: "many one few few many many one many one many",
    },
    Expected {
        tag: "ar",
        day: "7 مارس 2024",
        month: "مارس 2024",
        year: "2024",
        moment: "7 مارس 2024 في 18:05",
        number: "1,234,567",
        list: "A وB وC",
        forms: "zero one two few few many many other other other",
    },
];

/// Versions of CLDR differ in which space does not break.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{A0}', '\u{202F}'], " ")
}

#[test]
fn dates_numbers_lists_and_plurals_are_those_of_cldr() {
    let known = Parts { year: 2024, month: 3, day: 7, clock: None };
    for expected in EXPECTED {
        let lang = Lang::parse(expected.tag).unwrap();
        let written = |parts: Parts| plain_spaces(&date(&parts, &lang).unwrap());
        assert_eq!(written(known), plain_spaces(expected.day));
        assert_eq!(written(Parts { day: 0, ..known }), plain_spaces(expected.month));
        assert_eq!(written(Parts { month: 0, day: 0, ..known }), plain_spaces(expected.year));
        assert_eq!(written(Parts { clock: Some((18, 5)), ..known }), plain_spaces(expected.moment));
        assert_eq!(plain_spaces(&number(1_234_567, &lang)), plain_spaces(expected.number));
        assert_eq!(list(&["A", "B", "C"], &lang), expected.list);
        let forms = COUNTED.map(|n| plural_form(n, &lang));
        assert_eq!(forms.join(" "), expected.forms, "{lang}");
    }
}

#[test]
fn a_language_without_months_in_cldr_has_no_dates() {
    let day = Parts { year: 2024, month: 3, day: 7, clock: None };
    for tag in ["grc", "tlh", "xx-12345678-abcdefgh"] {
        let lang = Lang::parse(tag).unwrap();
        assert_eq!(date(&day, &lang), None, "{tag}");
        assert_eq!(short_months(&lang)[8], "9");
    }
    assert_eq!(date(&Parts { month: 2, day: 30, ..day }, &Lang::english()), None);
}

#[test]
fn fractions_have_the_mark_of_their_language() {
    let written = |n, tag| hundredths(n, &Lang::parse(tag).unwrap());
    assert_eq!((written(3990, "en"), written(3990, "fr")), ("39.9".to_owned(), "39,9".to_owned()));
    assert_eq!((written(2000, "ru"), written(7, "de")), ("20".to_owned(), "0,07".to_owned()));
}

#[test]
fn old_years_are_years() {
    let written = |year| date(&Parts { year, month: 3, day: 0, clock: None }, &Lang::english());
    assert_eq!(written(967).as_deref(), Some("March 967"));
}

#[test]
fn a_tag_falls_back_as_cldr_says_and_never_to_another_script() {
    let tags = |tag: &str| stand_ins(&Lang::parse(tag).unwrap()).join(" ");
    assert_eq!(tags("zh-HK"), "zh-HK zh-Hant");
    assert_eq!(tags("zh-TW"), "zh-TW zh-Hant");
    assert_eq!(tags("zh-Hans"), "zh-Hans zh");
    assert_eq!(tags("zh-Hans-SG"), "zh-Hans-SG zh-SG zh");
    assert_eq!(tags("pt-BR"), "pt-BR pt");
    assert_eq!(tags("pt-AO"), "pt-AO pt-PT pt");
    assert_eq!(tags("es-MX"), "es-MX es-419 es");
    assert_eq!(tags("sr-Latn"), "sr-Latn");
    assert_eq!(tags("en"), "en");
}

#[test]
fn the_months_of_a_calendar_are_short() {
    let months = |tag: &str| short_months(&Lang::parse(tag).unwrap());
    assert_eq!(months("en").join(" "), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    assert_eq!(months("zh")[11], "12月");
    assert_eq!(months("fr")[0], "janv.");
}

//! The text of a document → its language, as far as script and words tell it.
//!
//! **Invariant:** no language is guessed: where a script is that of several languages and the words
//! do not decide, the document's own statement does, then the site's languages if but one of them
//! is written so, and else the language is not told ([`unknown`]).

use super::lexicon;
use crate::base::lang::Lang;
use crate::base::letters::{Simplifier, is_han, is_kana};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What BCP-47 calls a language that is not told.
pub(super) fn unknown() -> Lang {
    Lang::parse("und").unwrap_or_else(Lang::english)
}

/// Scripts that tell the language, and those of several; by their first and last letters.
const SCRIPTS: &[(char, char, &str)] = &[
    ('a', 'z', "Latn"),
    ('A', 'Z', "Latn"),
    ('\u{C0}', '\u{24F}', "Latn"),
    ('\u{1E00}', '\u{1EFF}', "Latn"),
    ('\u{400}', '\u{52F}', "Cyrl"),
    ('\u{600}', '\u{77F}', "Arab"),
    ('\u{900}', '\u{97F}', "Deva"),
    ('\u{370}', '\u{3FF}', "el"),
    ('\u{530}', '\u{58F}', "hy"),
    ('\u{590}', '\u{5FF}', "he"),
    ('\u{980}', '\u{9FF}', "bn"),
    ('\u{A00}', '\u{A7F}', "pa"),
    ('\u{A80}', '\u{AFF}', "gu"),
    ('\u{B80}', '\u{BFF}', "ta"),
    ('\u{C00}', '\u{C7F}', "te"),
    ('\u{C80}', '\u{CFF}', "kn"),
    ('\u{D00}', '\u{D7F}', "ml"),
    ('\u{D80}', '\u{DFF}', "si"),
    ('\u{E00}', '\u{E7F}', "th"),
    ('\u{E80}', '\u{EFF}', "lo"),
    ('\u{1000}', '\u{109F}', "my"),
    ('\u{10A0}', '\u{10FF}', "ka"),
    ('\u{1200}', '\u{137F}', "am"),
    ('\u{1780}', '\u{17FF}', "km"),
    ('\u{AC00}', '\u{D7A3}', "ko"),
];

/// Words of a text that are asked: some ten pages. A text in two languages is that of its larger
/// part, which may begin later.
const MOST_WORDS: usize = 20_000;
/// Words of a language that a text has at least in a hundred: prose has thirty and more, names and
/// numbers in a table none.
const LEAST_SHARE: usize = 8;
/// How many of the words that tell two languages apart are of the one that is taken, for ten of the
/// other: a text with quotations in a neighbour's language has fewer of those than half.
const LEAST_LEAD: usize = 15;
/// Words of a language that a text has at least, so that chance is no evidence.
const LEAST_WORDS: usize = 3;

/// The language of a text. `stated` is what the document says of itself, `of_site` the languages of
/// the site.
pub(super) fn of(text: &str, stated: Option<&Lang>, of_site: &[Lang]) -> Lang {
    let script = script(text);
    let is_written_so = |lang: &&Lang| Some(script_of(lang.primary())) == script;
    // Of a language whose words are not known here, the words cannot say that it is not.
    let is_strange = |lang: &&Lang| {
        let mut known = lexicon::function_words();
        known.all(|(tag, _)| tag != lang.primary()) && lang.primary() != "und"
    };
    if let Some(stated) = stated.filter(is_written_so).filter(is_strange) {
        return stated.clone();
    }

    let told = match script {
        None => return stated.cloned().unwrap_or_else(unknown),
        Some("Hani") => Some("zh"),
        Some("Jpan") => Some("ja"),
        Some(script @ ("Latn" | "Cyrl" | "Arab" | "Deva")) => by_words(text, script),
        Some(lang) => Some(lang),
    };
    if let Some(told) = told {
        return match stated.filter(|stated| stated.primary() == told) {
            Some(stated) => stated.clone(),
            None => Lang::parse(told).unwrap_or_else(unknown),
        };
    }

    if let Some(stated) = stated.filter(is_written_so) {
        return stated.clone();
    }
    let mut candidates = of_site.iter().filter(is_written_so);
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => only.clone(),
        _ => unknown(),
    }
}

/// The tag under which the site has a language: `zh-Hant` where it has that for texts in
/// traditional characters.
pub(super) fn as_of_site(lang: &Lang, text: &str, of_site: &[Lang]) -> Lang {
    let mut same: Vec<&Lang> = of_site.iter().collect();
    same.retain(|known| known.primary() == lang.primary());
    let exact = same.iter().copied().find(|known| *known == lang);
    let of_script = || {
        let wanted = if is_traditional(text) { ["Hant", "TW", "HK"] } else { ["Hans", "CN", "SG"] };
        let has_subtag = |known: &&&Lang| known.tag().split('-').any(|part| wanted.contains(&part));
        if lang.primary() == "zh" { same.iter().find(has_subtag).copied() } else { None }
    };
    match of_script().or(exact).or(same.first().copied()) {
        Some(known) => known.clone(),
        None => Lang::parse(lang.primary()).unwrap_or_else(|| lang.clone()),
    }
}

/// Whether most characters that differ between the two ways to write Chinese are traditional.
fn is_traditional(text: &str) -> bool {
    static SIMPLIFIER: LazyLock<Simplifier> = LazyLock::new(Simplifier::new);

    let (mut n_traditional, mut n_han) = (0, 0);
    for c in text.chars().filter(|c| is_han(*c)).take(MOST_WORDS) {
        n_traditional += usize::from(SIMPLIFIER.of(c) != c);
        n_han += 1;
    }
    // A third of the characters of a traditional text have a simplified form; quotations are few.
    n_traditional * 10 > n_han
}

/// The script that most of a text is written in. A Han character says about as much as a word of
/// five letters.
fn script(text: &str) -> Option<&'static str> {
    let mut n_letters = [0; SCRIPTS.len()];
    let (mut n_han, mut n_kana) = (0, 0);
    for c in text.chars() {
        // A sixth of most texts is spaces, which would be looked up to the end of the table.
        if c.is_ascii() && !c.is_ascii_alphabetic() {
            continue;
        }
        if is_han(c) || is_kana(c) {
            n_han += usize::from(is_han(c));
            n_kana += usize::from(is_kana(c));
            continue;
        }
        let mut scripts = SCRIPTS.iter();
        let found = scripts.position(|(first, last, _)| (*first..=*last).contains(&c));
        if let Some(n) = found.and_then(|script| n_letters.get_mut(script)) {
            *n += 1;
        }
    }

    let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
    for ((_, _, script), n) in SCRIPTS.iter().zip(n_letters) {
        *weights.entry(script).or_default() += n;
    }
    let square = if n_kana * 4 > n_han { "Jpan" } else { "Hani" };
    weights.insert(square, (n_han + n_kana) * 5);
    let heaviest = weights.into_iter().max_by_key(|(_, weight)| *weight);
    heaviest.filter(|(_, weight)| *weight > 0).map(|(script, _)| script)
}

/// The script that a language is written in, as [`script`] names it.
fn script_of(lang: &str) -> &str {
    match lang {
        "zh" | "yue" | "wuu" => "Hani",
        "ja" => "Jpan",
        "ru" | "uk" | "be" | "bg" | "sr" | "mk" | "kk" | "mn" | "ky" | "tg" => "Cyrl",
        "ar" | "fa" | "ur" | "ps" | "ckb" | "ug" => "Arab",
        "hi" | "mr" | "ne" => "Deva",
        other => {
            let is_own = SCRIPTS.iter().any(|(_, _, script)| *script == other);
            if is_own { other } else { "Latn" }
        }
    }
}

/// The language of a text by its commonest words; none if they do not decide.
fn by_words(text: &str, script: &str) -> Option<&'static str> {
    let mut counts: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    let mut n_words = 0;
    let is_between = |c: char| !c.is_alphabetic() && !is_mark_of_letter(c);
    for word in text.split(is_between).filter(|word| !word.is_empty()).take(MOST_WORDS) {
        let small = match word.chars().all(char::is_lowercase) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        };
        *counts.entry(small).or_default() += 1;
        n_words += 1;
    }

    let mut by_language: Vec<(&str, Vec<(&str, usize)>)> = Vec::new();
    for (lang, words) in lexicon::function_words().filter(|(lang, _)| script_of(lang) == script) {
        let found = words.split(' ').filter_map(|word| Some((word, *counts.get(word)?)));
        by_language.push((lang, found.collect()));
    }
    let n_found = |found: &[(&str, usize)]| -> usize { found.iter().map(|(_, n)| n).sum() };
    // Of two with as many the first of the list.
    let by_number = by_language.iter().rev();
    let (lang, own) = by_number.max_by_key(|(_, found)| n_found(found))?;
    if n_found(own) < LEAST_WORDS || n_found(own) * 100 < n_words * LEAST_SHARE {
        return None;
    }

    // Related languages share half of their words, which say nothing.
    let is_clear = by_language.iter().all(|(other, theirs)| {
        other == lang || n_only(own, theirs) * 10 >= n_only(theirs, own) * LEAST_LEAD
    });
    is_clear.then_some(*lang)
}

/// How often a text has words of one language that are not of another, given those that it has of
/// each.
fn n_only(words: &[(&str, usize)], others: &[(&str, usize)]) -> usize {
    let is_own = |word: &str| others.iter().all(|(other, _)| *other != word);
    words.iter().filter(|(word, _)| is_own(word)).map(|(_, n)| n).sum()
}

/// Signs that belong to the letter before them (vowels of Devanagari and Arabic).
fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}' | '\u{93C}' | '\u{94D}')
}

#[cfg(test)]
mod tests {
    use super::{as_of_site, of};
    use crate::base::lang::Lang;

    fn langs(tags: &[&str]) -> Vec<Lang> {
        tags.iter().filter_map(|tag| Lang::parse(tag)).collect()
    }

    #[test]
    fn words_tell_languages_of_one_script_apart() {
        for (text, tag) in [
            ("The boats of the harbour are ready, and we have waited for them.", "en"),
            ("Les bateaux du port sont prêts, et nous les avons attendus pour cette fête.", "fr"),
            ("Los barcos del puerto están listos y los hemos esperado para esta fiesta.", "es"),
            (
                "Els vaixells del port són a punt, i els hem esperat per a aquesta festa amb il·lusió.",
                "ca",
            ),
            ("Os barcos do porto estão prontos e não os esperamos mais para a festa.", "pt"),
            (
                "Le barche del porto sono pronte e le abbiamo attese per questa festa anche con gioia.",
                "it",
            ),
            ("Die Boote des Hafens sind bereit, und wir haben nicht auf sie gewartet.", "de"),
            ("Корабли в порту готовы, и мы не ждали их для праздника.", "ru"),
            (
                "Кораблі в порту готові, і ми не чекали на них для свята, але це також є добре.",
                "uk",
            ),
            ("السفن في الميناء جاهزة وقد انتظرنا هذا من أجل العيد في المدينة التي على البحر", "ar"),
            ("کشتی ها در بندر آماده است و ما برای این جشن را با شادی از شهر", "fa"),
            ("港口的船准备好了，我们等了很久。", "zh"),
            ("港の船は準備ができています。", "ja"),
            ("항구의 배가 준비되었습니다.", "ko"),
            ("เรือในท่าเรือพร้อมแล้ว", "th"),
            ("Τα πλοία είναι έτοιμα.", "el"),
        ] {
            assert_eq!(of(text, None, &[]).tag(), tag, "{text}");
        }
    }

    #[test]
    fn what_words_do_not_tell_is_asked() {
        let names = "Ada Quill, Bo Reed";
        assert_eq!(of(names, None, &langs(&["zh", "en"])).tag(), "en");
        assert_eq!(of(names, None, &langs(&["fr", "en"])).tag(), "und");
        assert_eq!(of(names, Lang::parse("fr").as_ref(), &langs(&["fr", "en"])).tag(), "fr");
        assert_eq!(of("1, 2, 3", None, &langs(&["en"])).tag(), "und");
    }

    #[test]
    fn the_site_has_its_own_tags() {
        let site = langs(&["zh-Hans", "zh-Hant", "pt-BR"]);
        let zh = Lang::parse("zh").unwrap();
        assert_eq!(as_of_site(&zh, "港口的船準備好了，我們等了很久。", &site).tag(), "zh-Hant");
        assert_eq!(as_of_site(&zh, "港口的船准备好了，我们等了很久。", &site).tag(), "zh-Hans");
        assert_eq!(as_of_site(&Lang::parse("pt").unwrap(), "", &site).tag(), "pt-BR");
    }
}

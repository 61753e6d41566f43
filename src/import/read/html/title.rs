//! What a page calls itself → its title without the site's name, line breaks and characters that
//! nobody sees.

use super::tokens::unescaped;
use crate::base::letters::{caseless, is_joiner, is_residue, is_unseen, joins_texts};

/// What divides the parts of a title, the longer before the shorter.
const SEPARATORS: &[&str] = &[
    " - ", " – ", " — ", " | ", " :: ", " » ", " · ", " • ", "--", "——", "_", "|", "丨", "｜",
    " / ", "-", "–", "—",
];

/// A title as it is read: references resolved (also those that were written twice over), `<br>` a
/// space, or nothing between Han characters.
pub(super) fn cleaned(source: &str) -> String {
    let text = unescaped(&unescaped(source));
    let mut title = String::new();
    let mut line = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let break_length = length_of_break(rest);
        if break_length > 0 {
            join(&mut title, &line);
            line.clear();
            rest = &rest[break_length..];
            continue;
        }

        match c {
            c if c.is_whitespace() => line.push(' '),
            c if is_residue(c) || is_unseen(c) && !is_joiner(c) => {}
            c => line.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }

    join(&mut title, &line);
    title
}

/// Adds a line to a title: with a space, or nothing between Han characters.
fn join(title: &mut String, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let line = words.join(" ");
    if !title.is_empty() && !line.is_empty() && !joins_texts(title, &line) {
        title.push(' ');
    }
    title.push_str(&line);
}

/// Bytes of the line break that is written out at the start of `text`; 0 if there is none.
fn length_of_break(text: &str) -> usize {
    // `<br    >` is the longest that anybody writes.
    let end = text.bytes().take(8).position(|b| b == b'>');
    let Some(end) = end.filter(|_| text.starts_with('<')) else {
        return 0;
    };
    let tag = text[1..end].trim_end_matches('/').trim();
    if tag.eq_ignore_ascii_case("br") { end + 1 } else { 0 }
}

/// What of a title counts when it is compared with another.
pub(super) fn comparable(title: &str) -> String {
    caseless(title).collect()
}

/// `title` without the name of the site and of the column after it (or before it).
///
/// What the site calls itself in `sites`, and what the page is called elsewhere in `others`, say
/// where to cut; if nothing does, the last part goes, unless it is longer than what is left.
pub(super) fn without_site(title: &str, sites: &[String], others: &[String]) -> String {
    let is_one_of = |text: &str, known: &[String]| {
        let text = comparable(text);
        !text.is_empty() && known.iter().any(|known| comparable(known) == text)
    };
    let parts: Vec<(&str, &str)> = cuts(title)
        .into_iter()
        .map(|(start, end)| (title[..start].trim(), title[end..].trim()))
        .collect();

    // The page is called so elsewhere, as a whole or in part.
    let ends_in_site = parts.iter().any(|(_, after)| is_one_of(after, sites));
    if is_one_of(title, others) && !ends_in_site {
        return title.to_owned();
    }
    for (before, after) in &parts {
        for part in [before, after] {
            if is_one_of(part, others) {
                return (*part).to_owned();
            }
        }
    }

    for (before, after) in &parts {
        if !before.is_empty() && is_one_of(after, sites) {
            return without_site(before, &[], others);
        }
        if !after.is_empty() && is_one_of(before, sites) {
            return (*after).to_owned();
        }
    }

    // A page that knows its site's name and does not say it here has a title without it.
    let is_site = is_one_of(title, sites);
    if is_site || (!sites.is_empty() && others.is_empty()) {
        return title.to_owned();
    }
    shortened(title)
}

/// Where a title may be cut: each separator with its start and its end, in bytes.
fn cuts(title: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for separator in SEPARATORS {
        for (start, found) in title.match_indices(separator) {
            let end = start + found.len();
            let is_apart = |other: &(usize, usize)| end <= other.0 || start >= other.1;
            if cuts.iter().all(is_apart) {
                cuts.push((start, end));
            }
        }
    }
    cuts.sort_unstable();
    cuts
}

/// A title without its last part, where that follows a mark that divides and is the shorter.
fn shortened(title: &str) -> String {
    // A hyphen alone may be part of a word, so it does not count here.
    const CERTAIN: [&str; 11] =
        [" - ", " – ", " — ", " | ", " :: ", " » ", "_", "|", "丨", "｜", "--"];
    let mut last: Option<(usize, &str)> = None;
    for separator in CERTAIN {
        if let Some(start) = title.rfind(separator) {
            last = last.max(Some((start, separator)));
        }
    }
    let Some((start, separator)) = last else {
        return title.to_owned();
    };

    let before = title[..start].trim();
    let after = title[start + separator.len()..].trim();
    let is_longer = before.chars().count() < after.chars().count();
    if before.is_empty() || after.is_empty() || is_longer {
        return title.to_owned();
    }
    // Pages of columns: title_column_site.
    if separator == "_" && before.contains('_') { shortened(before) } else { before.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{cleaned, without_site};

    #[test]
    fn titles_are_read_as_a_reader_sees_them() {
        for (source, title) in [
            ("  A\n title&nbsp;here ", "A title here"),
            ("就新码头&lt;br&gt;答记者问", "就新码头答记者问"),
            ("局长“说明”&lt;br/&gt;“计划”", "局长“说明”“计划”"),
            ("One&lt;BR /&gt;two", "One two"),
            ("Q&amp;amp;A &lt;b&gt;", "Q&A <b>"),
            ("\u{feff}港\u{200b}口", "港口"),
        ] {
            assert_eq!(cleaned(source), title);
        }
    }

    #[test]
    fn the_name_of_the_site_is_no_title() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (title, sites, others, expected) in [
            ("Harbour plan - Open Quay", &[][..], &[][..], "Harbour plan"),
            ("港务局长答记者问_港务局", &[], &[], "港务局长答记者问"),
            ("港务局长答记者问_要闻_港务局", &[], &[], "港务局长答记者问"),
            ("Open Quay | Harbour", &["Open Quay"], &[], "Harbour"),
            (
                "Port - a speech - Quay News",
                &["Quay News"],
                &["Port - a speech"],
                "Port - a speech",
            ),
            ("Port - a speech", &["Quay News"], &[], "Port - a speech"),
            ("港口-港务网", &["港务网"], &[], "港口"),
            ("北京-上海高铁", &[], &["北京-上海高铁"], "北京-上海高铁"),
            (
                "Hi - A very long name of a site that is longer",
                &[],
                &[],
                "Hi - A very long name of a site that is longer",
            ),
            ("Harbour plan — Ministry of Ports", &[], &["Harbour plan"], "Harbour plan"),
        ] {
            assert_eq!(without_site(title, &list(sites), &list(others)), expected);
        }
    }
}

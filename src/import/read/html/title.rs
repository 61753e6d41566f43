//! What a page calls itself → its title without the site's name, line breaks and characters that nobody sees.

use super::pieces::is_space;
use super::tokens::unescaped;
use crate::base::lang::is_han;

/// What stands between the parts of a title, the longer before the shorter.
const SEPARATORS: &[&str] = &[
    " - ", " – ", " — ", " | ", " :: ", " » ", " · ", " • ", "--", "——", "_", "|", "丨", "｜",
    " / ", "-", "–", "—",
];

/// A title as it is read: references resolved (also those that were written twice over), `<br>` a space, or nothing between Han characters.
pub(super) fn cleaned(source: &str) -> String {
    let text = unescaped(&unescaped(source));
    let mut title = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let break_length = if c == '<' { length_of_break(rest) } else { 0 };
        if break_length > 0 {
            // A mark that cannot stand in a title, until its neighbours are known.
            title.push('\n');
            rest = &rest[break_length..];
            continue;
        }
        match c {
            '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{AD}'
            | '\u{202A}'..='\u{202E}' => {}
            c if is_space(c) || c == '\u{A0}' => title.push(' '),
            c if c.is_control() => {}
            c => title.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    let lines: Vec<String> =
        title.split('\n').map(collapsed).filter(|line| !line.is_empty()).collect();
    lines.into_iter().reduce(|before, after| joined(&before, &after)).unwrap_or_default()
}

fn joined(before: &str, after: &str) -> String {
    let is_wide = |c: char| {
        is_han(c) || matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”')
    };
    let is_within_han = before.ends_with(is_wide) && after.starts_with(is_wide);
    format!("{before}{}{after}", if is_within_han { "" } else { " " })
}

fn collapsed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes of the line break that is written out at the start of `text`; 0 if there is none.
fn length_of_break(text: &str) -> usize {
    let Some(end) = text.bytes().take(8).position(|b| b == b'>') else {
        return 0;
    };
    let tag = text[1..end].trim_end_matches('/').trim().to_ascii_lowercase();
    if tag == "br" { end + 1 } else { 0 }
}

/// What of a title counts when it is compared with another.
pub(super) fn comparable(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `title` less the name of the site and of the column after it (or before it).
///
/// What the site calls itself in `sites`, and what the page is called elsewhere in `others`, say where to cut;
/// if nothing does, the last part goes, unless it is longer than what is left.
pub(super) fn without_site(title: &str, sites: &[String], others: &[String]) -> String {
    let parts = cuts(title);
    let matches = |text: &str, known: &[String]| {
        !comparable(text).is_empty()
            && known.iter().any(|known| comparable(known) == comparable(text))
    };
    if matches(title, others) && parts.iter().all(|(_, end)| !matches(&title[*end..], sites)) {
        return title.to_owned();
    }
    for (start, end) in &parts {
        let (before, after) = (title[..*start].trim(), title[*end..].trim());
        if let Some(title) = [before, after].into_iter().find(|part| matches(part, others)) {
            return title.to_owned();
        }
    }
    for (start, end) in &parts {
        let (before, after) = (title[..*start].trim(), title[*end..].trim());
        if !before.is_empty() && matches(after, sites) {
            return without_site(before, &[], others);
        }
        if !after.is_empty() && matches(before, sites) {
            return after.to_owned();
        }
    }
    if sites.iter().any(|site| matches(title, std::slice::from_ref(site)))
        || !sites.is_empty() && others.is_empty()
    {
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
            if cuts
                .iter()
                .all(|(other_start, other_end)| end <= *other_start || start >= *other_end)
            {
                cuts.push((start, end));
            }
        }
    }
    cuts.sort_unstable();
    cuts
}

/// A title less its last part, where that stands after a mark that divides and is the shorter.
fn shortened(title: &str) -> String {
    let certain = [" - ", " – ", " — ", " | ", " :: ", " » ", "_", "|", "丨", "｜", "--"];
    let last = certain
        .iter()
        .filter_map(|separator| title.rfind(separator).map(|start| (start, *separator)))
        .max();
    let Some((start, separator)) = last else {
        return title.to_owned();
    };
    let (before, after) = (title[..start].trim(), title[start + separator.len()..].trim());
    let n_chars = |text: &str| text.chars().count();
    if before.is_empty() || after.is_empty() || n_chars(before) < n_chars(after) {
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

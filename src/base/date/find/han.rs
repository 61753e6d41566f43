//! Days as Chinese, Japanese and Korean texts write them: years of eras, numerals of Han.
//!
//! **Invariant:** what is read begins at the first byte of the text.

use super::{ERAS, Span, after_range_mark, number, on};

/// `2024年3月7日`, `二〇二四年三月七日`, `民國113年3月7日`, `令和6年3月7日`, `2024년 3월 7일`,
/// `2024年3月7日至9日`.
pub(super) fn in_han(text: &str) -> Option<(Span, &str)> {
    let (year, rest) = year_in_han(text)?;
    let (month, day, rest) = month_and_day_in_han(rest)?;
    let first = on(year, month, day)?;

    let mut span = Span { first, last: None };
    if let Some(after) = after_range_mark(rest) {
        let end = month_and_day_in_han(after).or_else(|| {
            let (day, rest) = day_in_han(after)?;
            Some((month, day, rest))
        });
        if let Some((month, day, rest)) = end
            && let Some(last) = on(year, month, day).filter(|last| *last > first)
        {
            span.last = Some(last);
            return Some((span, rest));
        }
    }
    Some((span, rest))
}

/// A year and its sign, of an era or of four digits.
pub(super) fn year_in_han(text: &str) -> Option<(usize, &str)> {
    let era = ERAS.iter().find_map(|(name, before)| Some((text.strip_prefix(name)?, *before)));
    let (year, rest) = match era {
        Some((rest, before)) => {
            let (year, rest) = han_number(rest.trim_start())?;
            (before + year, rest)
        }
        None => {
            let (year, rest) = han_number(text)?;
            // Two digits, and three without an era, are years of a person or an age.
            (Some(year).filter(|year| (1000..=9999).contains(year))?, rest)
        }
    };
    let rest = rest.trim_start_matches(' ').strip_prefix(['年', '년'])?;
    Some((year, rest.trim_start_matches(' ')))
}

fn month_and_day_in_han(text: &str) -> Option<(usize, usize, &str)> {
    let (month, rest) = han_number(text)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(['月', '월'])?;
    let (day, rest) = day_in_han(rest.trim_start_matches(' '))?;
    Some((month, day, rest))
}

fn day_in_han(text: &str) -> Option<(usize, &str)> {
    let (day, rest) = han_number(text)?;
    Some((day, rest.trim_start_matches(' ').strip_prefix(['日', '号', '號', '일'])?))
}

/// A number in digits or in Han numerals, by place (二〇二四) or by value (三十一, 一百一十三); the
/// first year of an era is 元.
pub(super) fn han_number(text: &str) -> Option<(usize, &str)> {
    if let Some(found) = number(text, 1..=4) {
        return Some(found);
    }
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }

    let end = text.find(|c: char| han_digit(c).is_none() && !"十百廿卅".contains(c));
    let (numerals, rest) = text.split_at(end.unwrap_or(text.len()));
    // Longer ones are numbers of something else.
    if numerals.is_empty() || numerals.chars().count() > 6 {
        return None;
    }
    let (mut total, mut last) = (0, None);
    for c in numerals.chars() {
        match (han_digit(c), c) {
            (Some(digit), _) => last = Some(last.unwrap_or(0) * 10 + digit),
            (None, '百') => total += last.take().unwrap_or(1) * 100,
            (None, '十') => total += last.take().unwrap_or(1) * 10,
            (None, '廿') => total += 20,
            (None, _) => total += 30,
        }
    }
    Some((total + last.unwrap_or(0), rest))
}

fn han_digit(c: char) -> Option<usize> {
    if matches!(c, '○' | '零' | '０') {
        return Some(0);
    }
    "〇一二三四五六七八九".chars().position(|digit| digit == c)
}

//! How much room a text takes, guessed without its font: a Han character is one em, others about
//! half.
//!
//! **Invariant:** the guess errs on the wide side for the faces that themes use, so that what fits
//! here fits on the screen.

use crate::base::letters::{beginning_within, hundredths};

/// A rectangle of text or a mark, in units; its far edges are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Area {
    /// Around a middle.
    pub(super) fn around((x, y): (i32, i32), (half_width, half_height): (i32, i32)) -> Self {
        Area {
            left: x - half_width,
            top: y - half_height,
            right: x + half_width,
            bottom: y + half_height,
        }
    }

    /// Whether the two share a point.
    pub(super) fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Width of `text` at a font size of `size` units, rounded up.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let sum: i64 = text.chars().map(|c| i64::from(hundredths(c))).sum();
    i32::try_from((sum * i64::from(size) + 99) / 100).unwrap_or(i32::MAX)
}

/// `text`, or as much of its beginning as fits into `room` with `…` behind it.
pub(super) fn cut(text: &str, room: i32, size: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }

    let drawn = |c: char| usize::from(hundredths(c)) * usize::try_from(size).unwrap_or(0);
    let room = usize::try_from(room).unwrap_or(0) * 100;
    let end = beginning_within(text, room.saturating_sub(drawn('…')), drawn);
    let beginning = text[..end].trim_end_matches([' ', ',', '，', '、', '“', '(', '（']);
    format!("{beginning}…")
}

/// `text` on one line, or two where that saves it from being cut; a space at which it breaks stays
/// at the end of the first.
pub(super) fn lines(text: &str, room: i32, size: i32) -> Vec<String> {
    if width(text, size) <= room {
        return vec![text.to_owned()];
    }
    let fits = |at: &usize| width(text[..*at].trim_end(), size) <= room;
    match breaks(text).filter(fits).last() {
        Some(at) => vec![text[..at].to_owned(), cut(text[at..].trim_start(), room, size)],
        None => vec![cut(text, room, size)],
    }
}

/// Byte offsets at which a line may end: after spaces and hyphens, and beside Han, though closing
/// marks stay behind and opening ones ahead.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().zip(text.chars().skip(1)).filter_map(|((at, before), after)| {
        let is_wide = |c: char| hundredths(c) == 100;
        let splits_marks =
            "，。、；：！？”’）》」』】".contains(after) || "“‘（《「『【".contains(before);
        let may_end = " -–/".contains(before)
            || ((is_wide(before) || is_wide(after)) && after != ' ' && !splits_marks);
        may_end.then(|| at + before.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_takes_twice_the_room_of_latin() {
        assert_eq!(width("北京", 10), 20);
        assert_eq!(width("at", 100), 107);
        assert_eq!(width("", 10), 0);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        assert_eq!(cut("Beijing", 100, 10), "Beijing");
        assert_eq!(cut("共建人类命运共同体", 50, 10), "共建人类…");
        for room in 0..200 {
            let text = cut("The Belt and Road, 一带一路", room, 13);
            assert!(width(&text, 13) <= room.max(width("…", 13)), "{room}: {text}");
        }
    }

    #[test]
    fn lines_break_at_words_and_never_before_a_closing_mark() {
        assert_eq!(lines("Belt and Road Initiative", 80, 10), ["Belt and Road ", "Initiative"]);
        assert_eq!(lines("“一带一路”倡议", 50, 10), ["“一带一", "路”倡议"]);
        assert_eq!(lines("一带一路，倡议", 40, 10), ["一带一", "路，倡议"]);
        assert_eq!(lines("Donaudampfschiff", 43, 10), ["Donau…"]);
    }

    #[test]
    fn areas_that_touch_do_not_meet() {
        let area = Area::around((5, 5), (5, 5));
        assert!(!area.meets(&Area::around((15, 5), (5, 5))));
        assert!(area.meets(&Area::around((14, 5), (5, 5))));
    }
}

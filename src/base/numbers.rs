//! Numbers as they are read on a terminal; those of pages are written by `cldr`.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes_from_the_right() {
        for (n, expected) in [(0, "0"), (999, "999"), (1000, "1_000"), (1_234_567, "1_234_567")] {
            assert_eq!(grouped(n, '_'), expected);
        }
    }
}

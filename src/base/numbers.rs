//! Numbers as they are read on a terminal and written in data; those of pages are written by `cldr`.

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

/// Appends a number, digit by digit from the last.
pub(crate) fn append(out: &mut String, number: u64) {
    // `u64::MAX` has twenty digits.
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push_str(std::str::from_utf8(&digits[at..]).expect("digits are ASCII"));
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
    fn every_digit_is_appended() {
        for n in [0, 9, 10, 1_234_567_890, u64::MAX] {
            let mut text = "n".to_owned();
            append(&mut text, n);
            assert_eq!(text, format!("n{n}"));
        }
    }
}

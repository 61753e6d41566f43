//! Numbers ↔ text that stands raw in a JavaScript template literal.
//!
//! A number is a row of digits out of 91 printable ASCII characters, the least first: a digit below 46 ends it, one of 46 and above goes on.
//!
//! **Invariant:** neither a space, a backtick, a backslash nor a dollar sign is a digit.

/// The digits in their order.
pub(super) const DIGITS: [u8; 91] = {
    let (mut digits, mut n, mut byte) = ([0; 91], 0, b'!');
    while byte <= b'~' {
        if byte != b'`' && byte != b'\\' && byte != b'$' {
            digits[n] = byte;
            n += 1;
        }
        byte += 1;
    }
    digits
};

/// Digits below this end a number.
const LAST: u32 = 46;

/// The value of each byte as a digit.
const VALUES: [u8; 256] = {
    let (mut values, mut n) = ([0; 256], 0);
    while n < DIGITS.len() {
        values[DIGITS[n] as usize] = n as u8;
        n += 1;
    }
    values
};

/// Writes a number.
#[inline]
pub(super) fn push(out: &mut Vec<u8>, mut number: u32) {
    while number >= LAST {
        number -= LAST;
        out.push(DIGITS[(LAST + number % 45) as usize]);
        number /= 45;
    }
    out.push(DIGITS[number as usize]);
}

/// Whether a number ends with this byte.
pub(super) fn ends(byte: u8) -> bool {
    u32::from(VALUES[usize::from(byte)]) < LAST
}

/// The numbers that stand one after another in `digits`.
pub(super) fn numbers(digits: &[u8]) -> impl Iterator<Item = u32> {
    let mut rest = digits.iter();
    std::iter::from_fn(move || {
        let (mut number, mut scale) = (0_u32, 1_u32);
        for byte in rest.by_ref() {
            number = number.wrapping_add(u32::from(VALUES[usize::from(*byte)]).wrapping_mul(scale));
            if ends(*byte) {
                return Some(number);
            }
            scale = scale.wrapping_mul(45);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_numbers_take_one_digit() {
        let mut out = Vec::new();
        for number in [0, 45, 46, 2115, 2116, u32::MAX] {
            push(&mut out, number);
            out.push(b' ');
        }
        let lengths: Vec<usize> = out.split(|byte| *byte == b' ').map(<[u8]>::len).collect();
        assert_eq!(lengths, [1, 1, 2, 2, 3, 6, 0]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(given in prop::collection::vec(prop_oneof![0..100_u32, any::<u32>()], 0..40)) {
            let mut out = Vec::new();
            given.iter().for_each(|number| push(&mut out, *number));
            prop_assert!(out.iter().all(|byte| byte.is_ascii_graphic() && !b"`\\$".contains(byte)));
            prop_assert_eq!(numbers(&out).collect::<Vec<_>>(), given);
        }
    }
}

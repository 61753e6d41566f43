//! Numbers ↔ text that can be put raw into a JavaScript template literal.
//!
//! A number is a sequence of digits, the least significant first, out of 91 printable ASCII
//! characters. The first 46 of them end a number, the other 45 continue it.
//!
//! **Invariant:** neither a space, a backtick, a backslash nor a dollar sign is a digit.

/// The digits in the order of their values.
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

/// Digits below this end a number. Half of them, so that two digits reach 2,115: with more of them
/// more numbers would take one digit, and fewer would take two.
const LAST: u32 = 46;
/// How many digits continue a number.
const CONTINUING: u32 = 45;

/// The value of each byte as a digit.
const VALUES: [u8; 256] = {
    let (mut values, mut n) = ([0; 256], 0);
    while n < DIGITS.len() {
        values[DIGITS[n] as usize] = n as u8;
        n += 1;
    }
    values
};

/// A count or an index as the files hold it: their numbers have 32 bits, which no site exhausts.
#[inline]
pub(super) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Writes a number.
#[inline]
pub(super) fn push(out: &mut Vec<u8>, mut number: u32) {
    while number >= LAST {
        number -= LAST;
        out.push(DIGITS[(LAST + number % CONTINUING) as usize]);
        number /= CONTINUING;
    }
    out.push(DIGITS[number as usize]);
}

/// Whether a number ends with this byte.
pub(super) fn ends(byte: u8) -> bool {
    u32::from(VALUES[usize::from(byte)]) < LAST
}

/// The numbers that follow one another in `digits`; what has no end is left out.
pub(super) fn numbers(digits: &[u8]) -> impl Iterator<Item = u32> {
    let mut rest = digits.iter();
    std::iter::from_fn(move || {
        let (mut number, mut scale) = (0_u32, 1_u32);

        for byte in rest.by_ref() {
            // The value of a continuing digit holds the 46 that `push` took off before it.
            let value = u32::from(VALUES[usize::from(*byte)]);
            number = number.wrapping_add(value.wrapping_mul(scale));
            if ends(*byte) {
                return Some(number);
            }
            scale = scale.wrapping_mul(CONTINUING);
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

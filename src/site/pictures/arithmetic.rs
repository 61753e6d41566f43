//! Sine, its inverse, and roots, from addition and multiplication alone.
//!
//! Those of the standard library come from the machine's own and may differ in their last digits; a picture has the same bytes everywhere.

use std::f64::consts::{FRAC_PI_2, PI};

/// The sine of an angle in radians, within ±2π; right to 1e-12.
pub(super) fn sine(angle: f64) -> f64 {
    let turned = if angle > PI {
        angle - 2.0 * PI
    } else if angle < -PI {
        angle + 2.0 * PI
    } else {
        angle
    };
    let x = if turned > FRAC_PI_2 {
        PI - turned
    } else if turned < -FRAC_PI_2 {
        -PI - turned
    } else {
        turned
    };
    let (mut sum, mut term) = (x, x);
    for n in 1..11 {
        let n = f64::from(2 * n);
        term *= -x * x / (n * (n + 1.0));
        sum += term;
    }
    sum
}

/// The cosine of an angle in radians, within ±π.
pub(super) fn cosine(angle: f64) -> f64 {
    sine(angle + FRAC_PI_2)
}

/// The angle in radians whose sine is `value`, within ±0.9, by Newton's method.
pub(super) fn arcsine(value: f64) -> f64 {
    (0..6).fold(value, |angle, _| angle - (sine(angle) - value) / cosine(angle))
}

/// The nearest whole unit.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a place in a picture, far within an i32; a cast of anything else saturates"
)]
pub(super) fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// What a count is worth between `least` and `most` where `highest` is worth most, by area: the root of its share.
pub(super) fn by_area(count: usize, highest: usize, (least, most): (i32, i32)) -> i32 {
    let share = (count.min(highest) as u128 * 1_000_000 / highest.max(1) as u128).isqrt();
    least + (most - least) * i32::try_from(share).unwrap_or(1000) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sine_and_its_inverse_agree_with_the_library() {
        for step in -1000..=1000 {
            let angle = f64::from(step) * PI / 1000.0;
            assert!((sine(angle) - angle.sin()).abs() < 1e-12, "sine {angle}");
            assert!((cosine(angle) - angle.cos()).abs() < 1e-12, "cosine {angle}");
            let value = f64::from(step) * 0.0009;
            assert!((arcsine(value) - value.asin()).abs() < 1e-12, "arcsine {value}");
        }
    }

    #[test]
    fn a_count_is_shown_by_area() {
        assert_eq!(by_area(0, 100, (4, 20)), 4);
        assert_eq!(by_area(25, 100, (4, 20)), 12);
        assert_eq!(by_area(100, 100, (4, 20)), 20);
        assert_eq!(by_area(usize::MAX, usize::MAX, (4, 20)), 20);
        assert_eq!(by_area(3, 0, (4, 20)), 4);
    }
}

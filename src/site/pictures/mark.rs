//! The marks of kinds: a shape for each, because some readers, and paper, do not see colours.

use super::svg::Svg;
use std::fmt::Write;

/// Draws the mark of a kind around a middle. All marks of one radius cover about the same area and
/// stay within 4/3 of the radius.
///
/// `index` is the kind's place among the kinds of the site: circle, square, diamond, triangle,
/// cross, triangle upside down, and over again.
pub(super) fn draw(svg: &mut Svg, index: usize, (x, y): (i32, i32), radius: i32) {
    // From the middle to the tips of a diamond, a triangle and a cross: 5/4 of the radius, rounded.
    let far = (radius * 5 + 2) / 4;
    // Half the width of the arms of a cross: 2/5.
    let near = (radius * 2 + 2) / 5;
    // Half the side of a square: 9/10.
    let side = (radius * 9 + 5) / 10;
    // From the middle to the base of a triangle: 4/5.
    let low = (radius * 4 + 3) / 5;

    let _ = match index % 6 {
        0 => write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"),
        1 => {
            let (left, top, d) = (x - side, y - side, 2 * side);
            write!(svg, "<path d=\"M{left} {top}h{d}v{d}h-{d}z\"/>")
        }
        2 => {
            let top = y - far;
            write!(svg, "<path d=\"M{x} {top}l{far} {far}-{far} {far}-{far}-{far}z\"/>")
        }
        3 => {
            let (top, high, wide) = (y - far, far + low, 2 * far);
            write!(svg, "<path d=\"M{x} {top}l{far} {high}h-{wide}z\"/>")
        }
        4 => {
            let (left, top, arm, d) = (x - near, y - far, far - near, 2 * near);
            write!(
                svg,
                "<path d=\"M{left} {top}h{d}v{arm}h{arm}v{d}h-{arm}v{arm}h-{d}v-{arm}h-{arm}v-{d}h{arm}z\"/>"
            )
        }
        _ => {
            let (bottom, high, wide) = (y + far, far + low, 2 * far);
            write!(svg, "<path d=\"M{x} {bottom}l{far}-{high}h-{wide}z\"/>")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::super::svg::Voice;
    use super::*;

    fn mark(index: usize) -> String {
        let mut svg = Svg::new("mark", (16, 16), &Voice::Silent);
        draw(&mut svg, index, (8, 8), 6);
        svg.finish()
    }

    #[test]
    fn six_kinds_have_six_shapes() {
        let shapes: std::collections::BTreeSet<String> = (0..6).map(mark).collect();
        assert_eq!(shapes.len(), 6);
        assert_eq!(mark(0), mark(6));
    }
}

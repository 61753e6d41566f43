//! The marks of kinds: a shape each, for colour alone says nothing to some readers and on paper.

use super::svg::Svg;
use std::fmt::Write;

/// Draws the mark of a kind around a middle; all marks of one radius cover about the same area and stay within 4/3 of it.
///
/// `index` is the kind's place among the site's kinds: circle, square, diamond, triangle, cross, triangle upside down, and over again.
pub(super) fn draw(svg: &mut Svg, index: usize, (x, y): (i32, i32), radius: i32) {
    let far = (radius * 5 + 2) / 4;
    let near = (radius * 2 + 2) / 5;
    let side = (radius * 9 + 5) / 10;
    let low = (radius * 4 + 3) / 5;
    let _ = match index % 6 {
        0 => write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"),
        1 => write!(svg, "<path d=\"M{} {}h{d}v{d}h-{d}z\"/>", x - side, y - side, d = 2 * side),
        2 => write!(svg, "<path d=\"M{x} {}l{far} {far}-{far} {far}-{far}-{far}z\"/>", y - far),
        3 => write!(
            svg,
            "<path d=\"M{x} {}l{far} {h}h-{d}z\"/>",
            y - far,
            h = far + low,
            d = 2 * far
        ),
        4 => {
            let arm = far - near;
            let d = 2 * near;
            write!(
                svg,
                "<path d=\"M{} {}h{d}v{arm}h{arm}v{d}h-{arm}v{arm}h-{d}v-{arm}h-{arm}v-{d}h{arm}z\"/>",
                x - near,
                y - far
            )
        }
        _ => write!(
            svg,
            "<path d=\"M{x} {}l{far}-{h}h-{d}z\"/>",
            y + far,
            h = far + low,
            d = 2 * far
        ),
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

//! Which part of the plane a map shows, and how large.

use super::projection::{EAST, NORTH, Point};
use crate::site::pictures::arithmetic::whole;

/// The least that is shown: 70° of the equator.
const LEAST: f64 = EAST * 2.0 * 70.0 / 360.0;
/// Wider than this share of the Earth, and all of it is shown.
const ALMOST_ALL: f64 = 0.6;
/// Sea and land left around the points, as a share of what they span.
const MARGIN: f64 = 0.16;

/// A part of the plane shown in a box of whole units.
pub(super) struct Window {
    left: f64,
    top: f64,
    /// Units of the box for a radius of the sphere.
    scale: f64,
    /// The box in units.
    pub(super) size: (i32, i32),
}

impl Window {
    /// Around `points` with a margin, between square and twice as wide as high; the whole Earth where they lie far apart or there are none.
    pub(super) fn around(points: &[Point], box_width: i32) -> Self {
        let least = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (left, right) = (least(|p| p.x), most(|p| p.x));
        let (top, bottom) = (least(|p| p.y), most(|p| p.y));
        let mut width = ((right - left) * (1.0 + 2.0 * MARGIN)).max(LEAST);
        let mut height = ((bottom - top) * (1.0 + 2.0 * MARGIN)).max(width / 2.0);
        width = width.max(height);
        if points.is_empty() || width > ALMOST_ALL * 2.0 * EAST || height > ALMOST_ALL * 2.0 * NORTH
        {
            (width, height) = (2.0 * EAST, 2.0 * NORTH);
        }
        Window::new(
            (
                within((left + right - width) / 2.0, width, EAST),
                within((top + bottom - height) / 2.0, height, NORTH),
            ),
            (width, height),
            box_width,
        )
    }

    fn new((left, top): (f64, f64), (width, height): (f64, f64), box_width: i32) -> Self {
        let scale = f64::from(box_width) / width;
        Window { left, top, scale, size: (box_width, whole(height * scale)) }
    }

    /// Where a point of the plane lies in the box.
    pub(super) fn place(&self, point: Point) -> (i32, i32) {
        (whole((point.x - self.left) * self.scale), whole((point.y - self.top) * self.scale))
    }

    /// The rectangle of the whole Earth in units of the box: left, top, width, height.
    pub(super) fn earth(&self) -> [i32; 4] {
        let (left, top) = self.place(Point { x: -EAST, y: -NORTH });
        [left, top, whole(2.0 * EAST * self.scale), whole(2.0 * NORTH * self.scale)]
    }
}

/// The beginning of a window of `length` moved so that it lies on the plane, which reaches from `-edge` to `edge`; the middle where there is none.
fn within(start: f64, length: f64, edge: f64) -> f64 {
    if start.is_finite() { start.min(edge - length).max(-edge) } else { -length / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::super::projection::project;
    use super::*;

    #[test]
    fn one_place_is_shown_in_its_region() {
        let window = Window::around(&[project(-34.0, 39.9)], 440);
        assert_eq!(window.size, (440, 220));
        assert_eq!(window.place(project(-34.0, 39.9)), (220, 110));
        assert_eq!(window.earth()[2], 2263);
    }

    #[test]
    fn far_places_are_shown_on_the_whole_earth() {
        for points in [vec![], vec![project(-120.0, 40.0), project(60.0, 10.0)]] {
            let window = Window::around(&points, 440);
            assert_eq!((window.size, window.earth()), ((440, 214), [0, 0, 440, 214]));
        }
    }

    #[test]
    fn the_window_stays_on_the_plane_and_between_one_and_two() {
        for (lon, lat) in [(-180.0, 90.0), (180.0, -90.0), (0.0, 89.0), (170.0, 0.0)] {
            let window = Window::around(&[project(lon, lat), project(lon * 0.9, lat * 0.5)], 440);
            let [left, top, width, height] = window.earth();
            assert!(
                left <= 0 && top <= 0 && left + width >= 439 && top + height >= window.size.1 - 1
            );
            assert!((214..=440).contains(&window.size.1), "{:?}", window.size);
        }
    }
}

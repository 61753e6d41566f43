//! Which part of the plane a map shows, and how large.

use super::projection::{EAST, NORTH, Point};
use crate::site::pictures::arithmetic::whole;

/// The least that is shown: 70° of the equator. A single place is shown in its part of the world,
/// by which readers know where it is: the land has no names and no borders.
const LEAST: f64 = EAST * 2.0 * 70.0 / 360.0;
/// Wider than this share of the Earth, and all of it is shown: the outline that everyone knows is
/// worth more than a little room.
const ALMOST_ALL: f64 = 0.6;
/// Sea and land left around the points, as a share of what they span: room for the circles.
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
    /// A window around `points` with a margin, between square and twice as wide as high; the whole
    /// Earth where they are far apart or there are none.
    pub(super) fn around(points: &[Point], box_width: i32) -> Self {
        let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
        for point in points {
            left = left.min(point.x);
            right = right.max(point.x);
            top = top.min(point.y);
            bottom = bottom.max(point.y);
        }

        let mut width = ((right - left) * (1.0 + 2.0 * MARGIN)).max(LEAST);
        let mut height = ((bottom - top) * (1.0 + 2.0 * MARGIN)).max(width / 2.0);
        width = width.max(height);
        let is_wide = width > ALMOST_ALL * 2.0 * EAST || height > ALMOST_ALL * 2.0 * NORTH;
        if points.is_empty() || is_wide {
            (width, height) = (2.0 * EAST, 2.0 * NORTH);
        }

        let scale = f64::from(box_width) / width;
        Window {
            left: within((left + right - width) / 2.0, width, EAST),
            top: within((top + bottom - height) / 2.0, height, NORTH),
            scale,
            size: (box_width, whole(height * scale)),
        }
    }

    /// Where a point of the plane is in the box.
    pub(super) fn place(&self, point: Point) -> (i32, i32) {
        let x = whole((point.x - self.left) * self.scale);
        let y = whole((point.y - self.top) * self.scale);
        (x, y)
    }

    /// The rectangle of the whole Earth in units of the box: left, top, width, height.
    pub(super) fn earth(&self) -> [i32; 4] {
        let corner = Point { x: -EAST, y: -NORTH };
        let (left, top) = self.place(corner);
        let width = whole(2.0 * EAST * self.scale);
        let height = whole(2.0 * NORTH * self.scale);
        [left, top, width, height]
    }
}

/// The beginning of a window of `length`, moved so that the window is on the plane, which reaches
/// from `-edge` to `edge`. In the middle where there is no beginning, for there are no points.
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

//! Degrees → the plane, by the Equal Earth projection.
//!
//! B. Šavrič, T. Patterson, B. Jenny: The Equal Earth map projection, International Journal of Geographical Information Science 33 (2019), 454–465
//! (online 2018), equations 2 and 3: equal areas, parallels straight, meridians gently curved.

use crate::site::pictures::arithmetic::{arcsine, cosine, sine};

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
const HALF_ROOT_3: f64 = 0.866_025_403_784_438_6;

/// How far the sphere of radius 1 reaches to the east of its middle: at 180° on the equator.
pub(super) const EAST: f64 = 2.706_629_983_696_123;
/// How far it reaches to the north: at 90°.
pub(super) const NORTH: f64 = 1.317_362_759_157_414;

/// A point of the plane: to the east, and to the south as pictures count, on a sphere of radius 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Where a place lies, `lon` degrees east of the middle (±180) and `lat` degrees north (±90).
pub(super) fn project(lon: f64, lat: f64) -> Point {
    let theta = arcsine(HALF_ROOT_3 * sine(lat.to_radians()));
    let square = theta * theta;
    let sixth = square * square * square;
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let y = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    Point { x: lon.to_radians() * cosine(theta) / (HALF_ROOT_3 * slope), y: -y }
}

/// A longitude as degrees east of `meridian`, within ±180.
pub(super) fn east_of(meridian: i32, lon: f64) -> f64 {
    let east = (lon - f64::from(meridian)) % 360.0;
    if east > 180.0 {
        east - 360.0
    } else if east < -180.0 {
        east + 360.0
    } else {
        east
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sphere_has_the_outline_of_the_paper() {
        assert_eq!(project(0.0, 0.0), Point { x: 0.0, y: 0.0 });
        assert!((project(180.0, 0.0).x - EAST).abs() < 1e-8);
        assert!((project(0.0, 90.0).y + NORTH).abs() < 1e-9);
        assert!((EAST / NORTH - 2.054_58).abs() < 1e-4, "the sphere is 2.05 times as wide as high");
        assert!(
            (project(180.0, 90.0).x / EAST - 0.592_44).abs() < 1e-4,
            "a pole is a line of 0.59 of the equator"
        );
    }

    #[test]
    fn equal_boxes_of_the_sphere_are_equal_on_the_plane() {
        let area = |lat: f64| {
            let (low, high) = (project(1.0, lat), project(1.0, lat + 0.1));
            (low.x + high.x) / 2.0 * (low.y - high.y)
                / ((lat + 0.1).to_radians().sin() - lat.to_radians().sin())
        };
        for lat in [-80.0, -45.0, 0.0, 30.0, 60.0, 85.0] {
            assert!((area(lat) / area(10.0) - 1.0).abs() < 1e-4, "{lat}");
        }
    }

    #[test]
    fn a_longitude_is_counted_from_the_middle() {
        assert_eq!(
            [east_of(150, 150.0), east_of(150, -30.0), east_of(150, -31.0), east_of(0, 540.0)],
            [0.0, -180.0, 179.0, 180.0]
        );
    }
}

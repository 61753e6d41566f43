//! Natural Earth's land → the one file that all maps of a site show a window of.
//!
//! The rings of `land.txt` are cut at the edge of the map, opposite its middle; what is cut off comes in again at the other side.

use super::projection::{EAST, NORTH, project};
use crate::site::pictures::arithmetic::whole;
use std::fmt::Write;

/// The coast, as `tools/land.mjs` writes it: a line a ring, in hundredths of a degree, the first point and the step to each next one.
const LAND: &str = include_str!("../land.txt");

/// Units of the file's own box for each of the 960 px it claims: a window of it is shown up to six times as large.
const FINE: f64 = 4.0;
/// Width of the whole map in px.
const WIDTH: f64 = 960.0;

/// A place in degrees: east of the middle, running on beyond ±180, and north.
type Degrees = (f64, f64);

/// The land of the whole Earth in the Equal Earth projection with `meridian` in the middle, as an SVG file 960 px wide.
///
/// A grey with alpha, so that it stands on light and dark; the outline of the sphere and a net of 30° are drawn lightly.
/// It has no name: it is scenery behind the places of a map.
#[must_use]
pub(crate) fn land_svg(meridian: i32) -> Vec<u8> {
    let (width, height) = (whole(WIDTH * FINE), whole(WIDTH * FINE * NORTH / EAST));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\">\
         <path fill=\"#8a857d\" fill-opacity=\".35\" fill-rule=\"evenodd\" d=\"",
        whole(WIDTH),
        whole(WIDTH * NORTH / EAST)
    );
    for ring in LAND.lines().skip(1).map(|line| unwrap(line, meridian)) {
        for shift in [-720.0, -360.0, 0.0, 360.0, 720.0] {
            draw_ring(&mut svg, &clip(&ring, shift));
        }
    }
    svg.push_str("\"/><path fill=\"none\" stroke=\"#8a857d\" stroke-opacity=\".3\" vector-effect=\"non-scaling-stroke\" d=\"");
    draw_net(&mut svg);
    svg.push_str("\"/></svg>\n");
    svg.into_bytes()
}

/// A ring of the file in degrees east of `meridian`. One that goes around a pole is closed over it.
fn unwrap(line: &str, meridian: i32) -> Vec<Degrees> {
    let mut steps = line.split(' ').filter_map(|number| number.parse::<i32>().ok());
    let mut ring = Vec::new();
    let (mut lon, mut lat) = (-100 * meridian.rem_euclid(360), 0);
    while let (Some(east), Some(north)) = (steps.next(), steps.next()) {
        (lon, lat) = (lon + east, lat + north);
        ring.push((f64::from(lon) / 100.0, f64::from(lat) / 100.0));
    }
    if let (Some(&(begin, first)), Some(&(end, last))) = (ring.first(), ring.last())
        && (end - begin).abs() > 180.0
    {
        let (begin, pole) = (
            begin + if end > begin { 360.0 } else { -360.0 },
            if last < 0.0 { -90.0 } else { 90.0 },
        );
        let start = ring[0].0;
        ring.extend([(begin, first), (begin, pole), (start, pole)]);
    }
    ring
}

/// The part of a ring, moved by `shift` degrees, that lies within ±180: cut along one edge of the map, then along the other
/// (Sutherland and Hodgman, Reentrant polygon clipping, 1974).
fn clip(ring: &[Degrees], shift: f64) -> Vec<Degrees> {
    let moved: Vec<Degrees> = ring.iter().map(|(lon, lat)| (lon + shift, *lat)).collect();
    [1.0, -1.0].into_iter().fold(moved, |ring, side| {
        let mut kept = Vec::new();
        for (at, &to) in ring.iter().enumerate() {
            let from = ring[(at + ring.len() - 1) % ring.len()];
            if (from.0 * side > 180.0) != (to.0 * side > 180.0) {
                let share = (180.0 * side - from.0) / (to.0 - from.0);
                kept.push((180.0 * side, from.1 + share * (to.1 - from.1)));
            }
            if to.0 * side <= 180.0 {
                kept.push(to);
            }
        }
        kept
    })
}

/// Appends a closed ring; sides that run along an edge or a pole follow the outline of the sphere.
fn draw_ring(svg: &mut String, ring: &[Degrees]) {
    let mut pen = Pen::default();
    for (at, &from) in ring.iter().enumerate() {
        let to = ring[(at + 1) % ring.len()];
        pen.go(svg, from);
        let n_parts = if from.0.abs() == 180.0 && from.0 == to.0 {
            whole((to.1 - from.1).abs() / 3.0)
        } else {
            0
        };
        for part in 1..n_parts {
            pen.go(svg, (from.0, from.1 + (to.1 - from.1) * f64::from(part) / f64::from(n_parts)));
        }
    }
    if pen.last.is_some() {
        svg.push('z');
    }
}

/// Appends the outline of the sphere, and meridians and parallels every 30° from its middle.
fn draw_net(svg: &mut String) {
    for lon in (-180..=180).step_by(30).map(f64::from) {
        let mut pen = Pen::default();
        for lat in (-90..=90).step_by(6).map(f64::from) {
            pen.go(svg, (lon, lat));
        }
    }
    for lat in (-90..=90).step_by(30).map(f64::from) {
        let mut pen = Pen::default();
        pen.go(svg, (-180.0, lat));
        pen.go(svg, (180.0, lat));
    }
}

/// Writes a path in whole units, each point as the step from the one before.
#[derive(Default)]
struct Pen {
    last: Option<(i32, i32)>,
    has_steps: bool,
}

impl Pen {
    fn go(&mut self, svg: &mut String, (lon, lat): Degrees) {
        let point = project(lon, lat);
        let unit = WIDTH * FINE / (2.0 * EAST);
        let (x, y) = (whole((point.x + EAST) * unit), whole((point.y + NORTH) * unit));
        let Some((old_x, old_y)) = self.last.replace((x, y)) else {
            let _ = write!(svg, "M{x} {y}");
            return;
        };
        let (dx, dy) = (x - old_x, y - old_y);
        if (dx, dy) != (0, 0) {
            let before = if !self.has_steps {
                "l"
            } else if dx < 0 {
                ""
            } else {
                " "
            };
            let _ = write!(svg, "{before}{dx}{}{dy}", if dy < 0 { "" } else { " " });
            self.has_steps = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corners of all subpaths of the first path, in units of the file.
    fn corners(svg: &str) -> Vec<Vec<(i32, i32)>> {
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let numbers = |text: &str| {
            let spaced = text.replace('l', " ").replace('z', "").replace('-', " -");
            spaced.split_whitespace().map(|n| n.parse().unwrap()).collect::<Vec<i32>>()
        };
        let subpath = |text: &str| {
            let (mut x, mut y) = (0, 0);
            let step = |pair: &[i32]| {
                (x, y) = (x + pair[0], y + pair[1]);
                (x, y)
            };
            numbers(text).chunks_exact(2).map(step).collect()
        };
        path.split('M').skip(1).map(subpath).collect()
    }

    /// Land at a unit of the file, by the even-odd rule.
    fn is_land(rings: &[Vec<(i32, i32)>], lon: f64, lat: f64) -> bool {
        let point = project(lon, lat);
        let unit = WIDTH * FINE / (2.0 * EAST);
        let (x, y) = ((point.x + EAST) * unit, (point.y + NORTH) * unit + 0.01);
        let crosses = |(a, b): (&(i32, i32), &(i32, i32))| {
            let (ay, by) = (f64::from(a.1), f64::from(b.1));
            (ay > y) != (by > y) && x < f64::from(a.0) + (y - ay) / (by - ay) * f64::from(b.0 - a.0)
        };
        let n: usize = rings
            .iter()
            .map(|ring| {
                ring.iter().zip(ring.iter().cycle().skip(1)).filter(|side| crosses(*side)).count()
            })
            .sum();
        n % 2 == 1
    }

    #[test]
    fn land_is_land_wherever_the_map_is_cut() {
        let land = [
            (116.4, 39.9),
            (-100.0, 40.0),
            (178.0, 66.5),
            (-172.0, 65.5),
            (25.0, -30.0),
            (135.0, -25.0),
            (-60.0, -10.0),
            (90.0, -80.0),
        ];
        let sea = [
            (50.5, 42.0),
            (-140.0, 0.0),
            (-30.0, 30.0),
            (80.0, -20.0),
            (180.0, 0.0),
            (0.0, 89.0),
            (-150.0, 50.0),
        ];
        for meridian in [0, 11, 150, -100, 180, -180, 721] {
            let svg = String::from_utf8(land_svg(meridian)).unwrap();
            let rings = corners(&svg);
            let east = |lon| super::super::projection::east_of(meridian, lon);
            for (lon, lat) in land {
                assert!(is_land(&rings, east(lon), lat), "{lon} {lat} around {meridian}");
            }
            for (lon, lat) in sea {
                assert!(!is_land(&rings, east(lon), lat), "{lon} {lat} around {meridian}");
            }
        }
    }

    #[test]
    fn the_file_is_small_and_stays_in_its_box() {
        for meridian in [0, 150, -60] {
            let bytes = land_svg(meridian);
            assert!(bytes.len() <= 40_000, "{} bytes", bytes.len());
            assert_eq!(bytes, land_svg(meridian));
            let svg = String::from_utf8(bytes).unwrap();
            for (x, y) in corners(&svg).into_iter().flatten() {
                assert!((0..=3840).contains(&x) && (0..=1869).contains(&y), "{x} {y}");
            }
        }
    }
}

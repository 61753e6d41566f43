//! Coordinates as maps and people write them → degrees: `39.9° N`, `39°54′26″N`, `E 116.4`.
//!
//! They are not read as coordinates; a message shows how they are written here.

/// A number of degrees, and along which axis if a letter says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Degrees {
    pub(super) value: f64,
    pub(super) axis: Option<Axis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Latitude,
    Longitude,
}

/// What points where, in small letters: a letter, or the word of Chinese maps.
const POINTS: &[(&str, Axis, f64)] = &[
    ("北纬", Axis::Latitude, 1.0),
    ("南纬", Axis::Latitude, -1.0),
    ("东经", Axis::Longitude, 1.0),
    ("西经", Axis::Longitude, -1.0),
    ("n", Axis::Latitude, 1.0),
    ("s", Axis::Latitude, -1.0),
    ("e", Axis::Longitude, 1.0),
    ("w", Axis::Longitude, -1.0),
];

/// The degrees that a text states.
pub(super) fn degrees(text: &str) -> Option<Degrees> {
    let lower = text.trim().to_lowercase();
    let (rest, point) = match POINTS.iter().find_map(|point| {
        let rest = lower.strip_prefix(point.0).or_else(|| lower.strip_suffix(point.0))?;
        Some((rest, point))
    }) {
        Some((rest, point)) => (rest, Some(point)),
        None => (lower.as_str(), None),
    };

    let is_of_number = |c: char| c.is_ascii_digit() || "-+.,".contains(c);
    let is_sign = |c: char| "°º′'’″\"” 度分秒".contains(c);
    if !rest.chars().all(|c| is_of_number(c) || is_sign(c)) {
        return None;
    }
    // Degrees, minutes and seconds, each a sixtieth of the one before.
    let mut value = 0.0;
    let mut unit = 1.0;
    let mut is_negative = false;
    for part in rest.split(is_sign).filter(|part| !part.is_empty()) {
        let number: f64 = part.replace(',', ".").parse().ok()?;
        is_negative |= part.starts_with('-');
        value += number.abs() * unit;
        unit /= 60.0;
    }
    // At least one part, and at most three.
    if !(1.0e-6..1.0).contains(&unit) {
        return None;
    }

    let sign = if is_negative { -1.0 } else { 1.0 };
    Some(match point {
        Some((_, axis, direction)) => {
            Degrees { value: value * sign * direction, axis: Some(*axis) }
        }
        None => Degrees { value: value * sign, axis: None },
    })
}

/// `[longitude, latitude]` of two such texts, as it is written in front matter.
pub(super) fn point_of(texts: &[&str]) -> Option<String> {
    let [first, second] = texts else {
        return None;
    };
    let (first, second) = (degrees(first)?, degrees(second)?);
    // Without letters, maps that people copy from have the latitude first.
    let is_latitude_first = match (first.axis, second.axis) {
        (Some(axis), _) => axis == Axis::Latitude,
        (None, Some(axis)) => axis == Axis::Longitude,
        (None, None) => first.value.abs() <= 90.0,
    };
    let (latitude, longitude) = if is_latitude_first { (first, second) } else { (second, first) };

    let is_on_globe = longitude.value.abs() <= 180.0 && latitude.value.abs() <= 90.0;
    is_on_globe.then(|| format!("[{}, {}]", short(longitude.value), short(latitude.value)))
}

/// Five digits behind the point are a metre on the ground.
fn short(degrees: f64) -> String {
    let text = format!("{degrees:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_maps_show_becomes_what_front_matter_wants() {
        for (texts, point) in [
            (["39.9° N", "116.4° E"], "[116.4, 39.9]"),
            (["116.4E", "39.9N"], "[116.4, 39.9]"),
            (["33°51′54″S", "151°12'36\"E"], "[151.21, -33.865]"),
            (["北纬39.9度", "东经116.4度"], "[116.4, 39.9]"),
            (["39.9", "116.4"], "[116.4, 39.9]"),
            (["39,9", "-77"], "[-77, 39.9]"),
        ] {
            assert_eq!(point_of(&texts).as_deref(), Some(point), "{texts:?}");
        }
        for none in [["north", "east"], ["", "1"], ["139.9 N", "200 E"], ["1e5", "2"]] {
            assert_eq!(point_of(&none), None, "{none:?}");
        }
    }
}

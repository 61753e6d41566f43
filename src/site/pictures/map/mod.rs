//! Places → a map: land without borders, and numbered circles by how often each place is named.
//!
//! **Invariant:** numbers on the map are the places' positions in the list given, from 1; the list beside the map says which is which.
//! The land is a file of its own ([`land_svg`]), one for the whole site, of which each map shows a window; so a map itself stays small.
//! No borders are drawn: where they run is disputed, and a map of who was named where does not need them.

mod land;
mod projection;
mod symbols;
mod window;

pub(crate) use land::land_svg;

use super::Name;
use super::svg::{Svg, voice};
use crate::site::html::escaped;
use std::fmt::Write;
use symbols::{FONT, Symbol};
use window::Window;

/// What a map shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Map<'a> {
    /// What is shown, for those who do not see it.
    pub label: &'a str,
    /// Address of the file that [`land_svg`] made for the same meridian.
    pub land: &'a str,
    /// The meridian in the middle of the whole Earth, in degrees east. At 150 China stands left of the middle and the cut runs down the Atlantic.
    pub meridian: i32,
    /// Width of the box in units: about the width in px at which the map is mostly seen. Numbers are 14 units high: 9 px on a phone of 320 px at a width of 440.
    pub width: u16,
    /// The places, numbered from 1 in this order.
    pub places: &'a [Place<'a>],
}

/// A place on a map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Degrees east, ±180.
    pub lon: f64,
    /// Degrees north, ±90.
    pub lat: f64,
    /// How often it is named; the area of its circle.
    pub count: usize,
    /// Its page.
    pub href: Option<&'a str>,
}

/// Draws the part of the Earth where the places are: at least 70° of it, all of it where they are far apart, between square and twice as wide as high.
///
/// A symbol of one place links to it. One of several is no link: its places are linked in the list beside the map.
#[must_use]
pub(crate) fn map(map: &Map<'_>) -> String {
    let points: Vec<_> = map
        .places
        .iter()
        .map(|place| {
            projection::project(
                projection::east_of(map.meridian, place.lon),
                place.lat.clamp(-90.0, 90.0),
            )
        })
        .collect();
    let window = Window::around(&points, i32::from(map.width.max(100)));
    let middles: Vec<(i32, i32)> = points.iter().map(|point| window.place(*point)).collect();
    let counts: Vec<usize> = map.places.iter().map(|place| place.count).collect();
    let symbols = symbols::symbols(&middles, &counts, window.size);
    let href = |symbol: &Symbol| {
        if let [place] = symbol.places[..] { map.places[place].href } else { None }
    };
    let mut svg = Svg::new(
        "map",
        window.size,
        &voice(map.label, symbols.iter().any(|symbol| href(symbol).is_some())),
    );
    let [x, y, width, height] = window.earth();
    let _ = write!(
        svg,
        "<image href=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>",
        escaped(map.land)
    );
    for symbol in &symbols {
        draw(&mut svg, symbol, href(symbol), map.places);
    }
    svg.finish()
}

fn draw(svg: &mut Svg, symbol: &Symbol, href: Option<&str>, places: &[Place<'_>]) {
    let name = |place: &usize| {
        format!("{} {}: {}", place + 1, places[*place].name.text, places[*place].count)
    };
    let says: Vec<String> = symbol.places.iter().take(12).map(name).collect();
    let more = if symbol.places.len() > 12 {
        format!(" +{}", symbol.places.len() - 12)
    } else {
        String::new()
    };
    let lang = if let [place] = symbol.places[..] { places[place].name.lang } else { None };
    svg.open("dot", href, lang, &format!("{}{more}", says.join("; ")));
    let ((x, y), (wide, high)) = (symbol.middle, symbol.half);
    if wide == high {
        let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{high}\"/>");
    } else {
        let (left, top) = (x - wide, y - high);
        let _ = write!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"{high}\"/>",
            2 * wide,
            2 * high
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{}\" font-size=\"{FONT}\" text-anchor=\"middle\">{}</text>",
        y + 5,
        symbol.text
    );
    svg.close(href);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::pictures::tests::titles;

    fn place(text: &'static str, lon: f64, lat: f64, count: usize) -> Place<'static> {
        Place { name: Name { text, lang: None }, lon, lat, count, href: Some("places/a&b.html") }
    }

    fn draw_all(places: &[Place<'_>]) -> String {
        map(&Map {
            label: "places & counts",
            land: "../land.svg",
            meridian: 150,
            width: 440,
            places,
        })
    }

    #[test]
    fn every_place_is_named_and_numbered_in_its_order() {
        let places = [
            place("北京", 116.4, 39.9, 9),
            place("Tianjin <port>", 117.2, 39.1, 1),
            place("Dar es Salaam", 39.2, -6.8, 4),
        ];
        let svg = draw_all(&places);
        assert_eq!(titles(&svg), ["1 北京: 9; 2 Tianjin &lt;port&gt;: 1", "3 Dar es Salaam: 4"]);
        assert!(svg.contains("href=\"places/a&amp;b.html\"><title>3 Dar es Salaam: 4</title>"));
        assert!(
            svg.contains("aria-label=\"places &amp; counts\"") && svg.contains("role=\"group\"")
        );
        assert_eq!(svg, draw_all(&places));
    }

    #[test]
    fn a_map_of_nothing_and_a_map_of_much_are_maps() {
        assert!(draw_all(&[]).contains("role=\"img\" viewBox=\"0 0 440 214\""));
        let many: Vec<Place<'_>> = (0..2000)
            .map(|n| place("x", f64::from(n * 7 % 360) - 180.0, f64::from(n * 11 % 170) - 85.0, 1))
            .collect();
        let svg = draw_all(&many);
        let n_places = |title: &&str| match title.split_once(" +") {
            Some((named, more)) => named.split("; ").count() + more.parse::<usize>().unwrap(),
            None => title.split("; ").count(),
        };
        assert_eq!(titles(&svg).iter().map(n_places).sum::<usize>(), 2000);
        assert!(svg.len() < 60_000);
        assert_eq!(titles(&draw_all(&[place("nowhere", f64::NAN, f64::NAN, 1)])), ["1 nowhere: 1"]);
    }
}

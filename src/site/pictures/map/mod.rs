//! Places → a map: land without borders, and numbered circles by how often each place is named.
//!
//! The land is a file of its own ([`land_svg`]), one for the whole site, of which each map shows a
//! window; so a map itself stays small. No borders are drawn: where they run is disputed, and a map
//! of who was named where does not need them.
//!
//! **Invariant:** numbers on the map are the places' positions in the list given, from 1; the list
//! beside the map says which is which. A place that is not in that list has a dot and no number.

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

/// Names in the title of a symbol; more are counted, for a title that fills the screen is not read.
const NAMED: usize = 12;

/// The radius of a place without a number.
const DOT: i32 = 3;

/// What a map shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Map<'a> {
    /// What is shown, for those who do not see it.
    pub label: &'a str,
    /// Address of the file that [`land_svg`] made for the same meridian.
    pub land: &'a str,
    /// The meridian in the middle of the whole Earth, in degrees east. At 150 China is left of the
    /// middle and the cut runs down the Atlantic.
    pub meridian: i32,
    /// Width of the box in units: about the width in px at which the map is mostly seen. Numbers
    /// are 14 units high: 9 px on a phone of 320 px at a width of 440.
    pub width: u16,
    /// The places, numbered from 1 in this order.
    pub places: &'a [Place<'a>],
    /// How many of them are numbered: as many as the list beside the map has.
    pub n_numbered: usize,
}

/// A place on a map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub name: Name<'a>,
    /// Degrees east, ±180.
    pub lon: f64,
    /// Degrees north, ±90.
    pub lat: f64,
    /// How often it is named; the area of its circle. 0 where nobody names it, which is not told.
    pub count: usize,
    /// Its page.
    pub href: Option<&'a str>,
}

impl Place<'_> {
    fn says(&self) -> String {
        match self.count {
            0 => self.name.text.to_owned(),
            count => format!("{}: {count}", self.name.text),
        }
    }
}

/// Draws the part of the Earth where the places are: at least 70° of it, all of it where they are
/// far apart, between square and twice as wide as high.
///
/// A symbol of one place links to it. One of several is not a link: its places are linked in the
/// list beside the map.
#[must_use]
pub(crate) fn map(map: &Map<'_>) -> String {
    let mut points = Vec::with_capacity(map.places.len());
    for place in map.places {
        let east = projection::east_of(map.meridian, place.lon);
        points.push(projection::project(east, place.lat.clamp(-90.0, 90.0)));
    }
    // A narrower box has no room for a number.
    let window = Window::around(&points, i32::from(map.width.max(100)));
    let middles: Vec<(i32, i32)> = points.iter().map(|point| window.place(*point)).collect();
    let (numbered, others) = map.places.split_at(map.n_numbered.min(map.places.len()));
    let counts: Vec<usize> = numbered.iter().map(|place| place.count).collect();
    let symbols = symbols::symbols(&middles[..numbered.len()], &counts, window.size);

    let has_links = symbols.iter().any(|symbol| {
        let place = only_place(symbol, map.places);
        place.is_some_and(|place| place.href.is_some())
    });
    let mut svg = Svg::new("map", window.size, &voice(map.label, has_links));
    let [x, y, width, height] = window.earth();
    let _ = write!(
        svg,
        "<image href=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>",
        escaped(map.land)
    );
    // Below the numbers, which are read.
    for (place, (x, y)) in others.iter().zip(&middles[numbered.len()..]) {
        svg.open("dot", None, place.name.lang, &place.says());
        let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{DOT}\"/>");
        svg.close(None);
    }
    for symbol in &symbols {
        let (x, y) = symbol.middle;
        if let Some((from_x, from_y)) = symbol.moved_from {
            let _ = write!(
                svg,
                "<path class=\"tie\" d=\"M{from_x} {from_y}L{x} {y}\"/>\
                 <circle class=\"from\" cx=\"{from_x}\" cy=\"{from_y}\" r=\"2\"/>"
            );
        }
    }
    for symbol in &symbols {
        draw(&mut svg, symbol, map.places);
    }
    svg.finish()
}

/// The place of a symbol that has one alone.
fn only_place<'p>(symbol: &Symbol, places: &'p [Place<'p>]) -> Option<&'p Place<'p>> {
    match symbol.places[..] {
        [place] => Some(&places[place]),
        _ => None,
    }
}

fn draw(svg: &mut Svg, symbol: &Symbol, places: &[Place<'_>]) {
    let place = only_place(symbol, places);
    let href = place.and_then(|place| place.href);
    let lang = place.and_then(|place| place.name.lang);
    svg.open("dot", href, lang, &title(symbol, places));

    let ((x, y), (wide, high)) = (symbol.middle, symbol.half);
    if wide == high {
        let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{high}\"/>");
    } else {
        let (left, top) = (x - wide, y - high);
        let (width, height) = (2 * wide, 2 * high);
        let _ = write!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"{high}\"/>"
        );
    }

    // Five units below the middle, digits of this size are in the middle.
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{}\" font-size=\"{FONT}\" text-anchor=\"middle\">{}</text>",
        y + 5,
        symbol.text
    );
    svg.close(href);
}

/// The places of a symbol with their numbers and counts: `1 北京: 9; 2 Tianjin: 1 +3`.
fn title(symbol: &Symbol, places: &[Place<'_>]) -> String {
    let mut says = Vec::new();
    for index in symbol.places.iter().take(NAMED) {
        let place = &places[*index];
        says.push(format!("{} {}", index + 1, place.says()));
    }

    let mut title = says.join("; ");
    if symbol.places.len() > NAMED {
        let _ = write!(title, " +{}", symbol.places.len() - NAMED);
    }
    title
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
            n_numbered: places.len(),
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
        assert_eq!(titles(&svg), ["1 北京: 9", "2 Tianjin &lt;port&gt;: 1", "3 Dar es Salaam: 4"]);
        assert_eq!(svg.matches("class=\"tie\"").count(), 1, "the second is moved aside");
        assert!(svg.contains("href=\"places/a&amp;b.html\"><title>3 Dar es Salaam: 4</title>"));
        assert!(
            svg.contains("aria-label=\"places &amp; counts\"") && svg.contains("role=\"group\"")
        );
        assert_eq!(svg, draw_all(&places));
    }

    #[test]
    fn what_the_list_beside_the_map_lacks_has_a_dot_and_no_number() {
        let places = [place("Eastport", 10.0, 10.0, 9), place("Westport", -80.0, -30.0, 1)];
        let svg = map(&Map {
            label: "places",
            land: "land.svg",
            meridian: 0,
            width: 440,
            places: &places,
            n_numbered: 1,
        });
        assert_eq!(titles(&svg), ["Westport: 1", "1 Eastport: 9"]);
        assert_eq!((svg.matches("<text").count(), svg.matches("<a ").count()), (1, 1));
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

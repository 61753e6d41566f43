//! An entity and those named beside it → names around it in two curved columns, each with its mark
//! and a line to the middle.
//!
//! Positions follow from kind and weight alone, so the picture of a small change is the same
//! picture with a small change. No forces, no chance.
//!
//! **Invariant:** no name meets another, a mark or the edge of the box, whatever the names are;
//! what is cut ends in `…` and is whole in its title.

mod ring;

use super::arithmetic::by_area;
use super::measure::lines;
use super::svg::{Svg, voice};
use super::{Name, mark};
use ring::{Seat, seats};
use std::cmp::Reverse;
use std::fmt::Write;

/// Width of the box in units; text is 14 units high, 9 px on a phone of 320 px.
const WIDTH: i32 = 440;
const FONT: i32 = 14;
/// The size at which text that is not bold is as wide as bold text of that size.
const BOLD: i32 = 15;
/// From one line of a name to the next.
const LINE: i32 = 16;
/// Nodes around the middle; there is no room for more.
const MOST: usize = 24;
/// Radii of the lightest and the heaviest node.
const RADII: (i32, i32) = (4, 9);

/// What the picture shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbourhood<'a> {
    /// What is shown, for those who do not see it.
    pub label: &'a str,
    /// The entity in the middle; its weight counts for nothing.
    pub center: Node<'a>,
    /// Entities named beside it.
    pub nodes: &'a [Node<'a>],
    /// Which of them are named beside one another. Each is named beside the middle.
    pub edges: &'a [Edge],
}

/// An entity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    pub name: Name<'a>,
    /// Its kind, as the CSS class `k-<kind>` wants it: `person`.
    pub kind: &'a str,
    /// The place of its kind among the site's kinds: one of six shapes of its mark, and its part of
    /// the ring.
    pub mark: usize,
    /// Paragraphs that it shares with the middle.
    pub weight: usize,
    /// Its page.
    pub href: Option<&'a str>,
}

/// Two entities of a neighbourhood that share paragraphs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    /// Index into the nodes.
    pub a: usize,
    /// Index into the nodes.
    pub b: usize,
    /// Paragraphs shared.
    pub weight: usize,
}

/// Draws the 24 heaviest nodes around the middle, kind by kind down the left and up the right, in a
/// box of 440 units and as high as there are names.
///
/// Classes: `k-<kind>` on each node; `w1` (least) to `w4` on the lines, `spoke` where they lead to
/// the middle and `chord` where not.
#[must_use]
pub(crate) fn neighbourhood(of: &Neighbourhood<'_>) -> String {
    let shown = order(of.nodes);
    let (seats, height) = seats(shown.len(), WIDTH);
    let middle = (WIDTH / 2, height / 2);
    let highest = of.nodes.iter().map(|node| node.weight).max().unwrap_or(1);

    let mut has_links = of.center.href.is_some();
    for node in &shown {
        has_links |= of.nodes[*node].href.is_some();
    }
    let mut svg = Svg::new("near", (WIDTH, height), &voice(of.label, has_links));

    // Lines first: names and marks are drawn over them.
    draw_chords(&mut svg, of.edges, &shown, &seats, middle);
    let mut spokes = Paths::default();
    for (node, seat) in shown.iter().zip(&seats) {
        let path = spokes.of(of.nodes[*node].weight, highest);
        let ((cx, cy), (x, y)) = (middle, seat.mark);
        let _ = write!(path, "M{cx} {cy}L{x} {y}");
    }
    spokes.draw(&mut svg, "spoke");
    draw_center(&mut svg, &of.center, middle);
    for (node, seat) in shown.iter().zip(&seats) {
        draw_node(&mut svg, &of.nodes[*node], seat, highest);
    }
    svg.finish()
}

/// The heaviest nodes, by kind, then weight, then as given.
fn order(nodes: &[Node<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|index| Reverse(nodes[*index].weight));
    order.truncate(MOST);
    order.sort_by_key(|index| {
        let node = &nodes[*index];
        (node.mark, node.kind, Reverse(node.weight), *index)
    });
    order
}

/// Lines of four widths, each a path: a browser draws four paths faster than hundreds.
#[derive(Default)]
struct Paths([String; 4]);

impl Paths {
    /// The path for a weight, by its share of the greatest.
    fn of(&mut self, weight: usize, highest: usize) -> &mut String {
        // In 128 bits, for a weight times four may not fit into 64.
        let quarter = weight.saturating_sub(1) as u128 * 4 / highest.max(1) as u128;
        &mut self.0[usize::try_from(quarter).unwrap_or(3).min(3)]
    }

    fn draw(self, svg: &mut Svg, class: &str) {
        for (level, path) in (1..).zip(self.0) {
            if !path.is_empty() {
                let _ =
                    write!(svg, "<path class=\"{class} w{level}\" fill=\"none\" d=\"{path}\"/>");
            }
        }
    }
}

/// A line between two nodes that are shown.
struct Chord {
    from: (i32, i32),
    to: (i32, i32),
    weight: usize,
}

/// Lines between nodes, bent towards the middle.
fn draw_chords(
    svg: &mut Svg,
    edges: &[Edge],
    shown: &[usize],
    seats: &[Seat],
    (cx, cy): (i32, i32),
) {
    let mark_of = |node: usize| {
        let at = shown.iter().position(|shown| *shown == node)?;
        Some(seats[at].mark)
    };
    let mut chords = Vec::new();
    for edge in edges {
        if edge.a == edge.b {
            continue;
        }
        if let (Some(from), Some(to)) = (mark_of(edge.a), mark_of(edge.b)) {
            let weight = edge.weight;
            chords.push(Chord { from, to, weight });
        }
    }

    let highest = chords.iter().map(|chord| chord.weight).max().unwrap_or(1);
    let mut paths = Paths::default();
    for chord in chords {
        let ((ax, ay), (bx, by)) = (chord.from, chord.to);
        let (qx, qy) = ((ax + bx + 2 * cx) / 4, (ay + by + 2 * cy) / 4);
        let path = paths.of(chord.weight, highest);
        let _ = write!(path, "M{ax} {ay}Q{qx} {qy} {bx} {by}");
    }
    paths.draw(svg, "chord");
}

/// The entity of the page: its mark, and its name below.
fn draw_center(svg: &mut Svg, node: &Node<'_>, (x, y): (i32, i32)) {
    let name = node.name.text;
    svg.open(&format!("hub k-{}", node.kind), node.href, node.name.lang, name);
    mark::draw(svg, node.mark, (x, y), RADII.1 + 1);

    // Between the columns, which begin with a mark and a little air on both sides.
    let label = lines(name, 2 * ring::REACH - 38, BOLD);
    let mut y = y + RADII.1 + 20;
    let _ = write!(svg, "<text font-size=\"{FONT}\" text-anchor=\"middle\">");
    for (row, line) in label.iter().enumerate() {
        let _ = write!(svg, "<tspan x=\"{x}\" y=\"{y}\">");
        svg.text(line);
        // Keeps the words apart when they are copied or heard.
        if is_space_after(name, &label, row) {
            svg.push(" ");
        }
        svg.push("</tspan>");
        y += LINE;
    }
    svg.push("</text>");
    svg.close(node.href);
}

fn draw_node(svg: &mut Svg, node: &Node<'_>, seat: &Seat, highest: usize) {
    let name = node.name.text;
    svg.open(
        &format!("k-{}", node.kind),
        node.href,
        node.name.lang,
        &format!("{name}: {}", node.weight),
    );
    mark::draw(svg, node.mark, seat.mark, by_area(node.weight, highest, RADII));

    let label = label(name, seat);
    let n_lines = i32::try_from(label.len()).unwrap_or(1);
    let anchor = match seat.is_left {
        true => " text-anchor=\"end\"",
        false => "",
    };
    // The label is as high above its mark's middle as below; five units lower, letters of this size
    // are in the middle of a line.
    let mut y = seat.mark.1 + 5 - (LINE / 2) * (n_lines - 1);
    let _ = write!(svg, "<text font-size=\"{FONT}\"{anchor}>");
    for (row, line) in label.iter().enumerate() {
        let _ = write!(svg, "<tspan x=\"{}\" y=\"{y}\">", seat.text);
        // The space at which the name was broken keeps the words apart when they are copied or
        // heard. It is on the side where nothing is aligned: before the second line on the left,
        // where it must be one that no minifier takes away, after the first on the right.
        if seat.is_left && row > 0 && is_space_after(name, &label, row - 1) {
            svg.push("\u{A0}");
        }
        svg.text(line);
        if !seat.is_left && is_space_after(name, &label, row) {
            svg.push(" ");
        }
        svg.push("</tspan>");
        y += LINE;
    }
    svg.push("</text>");
    svg.close(node.href);
}

/// Whether the name has a space between this row of its label and the next.
fn is_space_after(name: &str, label: &[String], row: usize) -> bool {
    label.get(row + 1).is_some_and(|next| {
        let line = &label[row];
        name.contains(&format!("{line} {}", next.trim_end_matches('…')))
    })
}

/// The lines of a name at a seat.
fn label(name: &str, seat: &Seat) -> Vec<String> {
    lines(name, seat.room(WIDTH), FONT)
}

#[cfg(test)]
mod tests;

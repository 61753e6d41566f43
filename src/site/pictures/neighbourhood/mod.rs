//! An entity and those named beside it → names around it in two curved columns, each with its mark and a line to the middle.
//!
//! **Invariant:** no name meets another, a mark or the edge of the box, whatever the names are; what is cut ends in `…` and is whole in its title.
//! Places follow from kind and weight alone, so the picture of a small change is the same picture with a small change. No forces, no chance.

mod ring;

use super::arithmetic::by_area;
use super::measure::lines;
use super::svg::{Svg, voice};
use super::{Name, mark};
use ring::{Seat, seats};
use std::fmt::Write;

/// Width of the box in units; text is 14 units high, 9 px on a phone of 320 px.
const WIDTH: i32 = 440;
const FONT: i32 = 14;
/// What bold text of that size is as wide as.
const BOLD: i32 = 15;
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
    /// Which of them are named beside one another. That each is named beside the middle goes without saying.
    pub edges: &'a [Edge],
}

/// An entity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its kind, as the CSS class `k-<kind>` wants it: `person`.
    pub kind: &'a str,
    /// The place of its kind among the site's kinds: one of six shapes of its mark, and its part of the ring.
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

/// Draws the 24 heaviest nodes around the middle, kind by kind down the left and up the right, in a box of 440 units and as high as there are names.
///
/// Classes: `k-<kind>` on each node; `w1` (least) to `w4` on the lines, `spoke` where they lead to the middle and `chord` where not.
#[must_use]
pub(crate) fn neighbourhood(of: &Neighbourhood<'_>) -> String {
    let shown = order(of.nodes);
    let (seats, height) = seats(shown.len(), WIDTH);
    let has_links =
        of.center.href.is_some() || shown.iter().any(|node| of.nodes[*node].href.is_some());
    let mut svg = Svg::new("near", (WIDTH, height), &voice(of.label, has_links));
    let middle = (WIDTH / 2, height / 2);
    draw_chords(&mut svg, of.edges, &shown, &seats, middle);
    draw_spokes(&mut svg, of.nodes, &shown, &seats, middle);
    draw_center(&mut svg, &of.center, middle);
    let highest = of.nodes.iter().map(|node| node.weight).max().unwrap_or(1);
    for (node, seat) in shown.iter().zip(&seats) {
        draw_node(&mut svg, &of.nodes[*node], seat, highest);
    }
    svg.finish()
}

/// The heaviest nodes, by kind, then weight, then as given.
fn order(nodes: &[Node<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|node| std::cmp::Reverse(nodes[*node].weight));
    order.truncate(MOST);
    order.sort_by_key(|node| {
        (nodes[*node].mark, nodes[*node].kind, std::cmp::Reverse(nodes[*node].weight), *node)
    });
    order
}

/// One of four widths, by the share of the greatest.
fn class(weight: usize, highest: usize) -> usize {
    1 + usize::try_from(weight.saturating_sub(1) as u128 * 4 / highest.max(1) as u128)
        .unwrap_or(3)
        .min(3)
}

/// Lines between nodes, bent towards the middle, a path for each width.
fn draw_chords(
    svg: &mut Svg,
    edges: &[Edge],
    shown: &[usize],
    seats: &[Seat],
    (cx, cy): (i32, i32),
) {
    let seat = |node: usize| shown.iter().position(|shown| *shown == node).map(|at| seats[at].mark);
    let ends: Vec<_> = edges
        .iter()
        .filter(|edge| edge.a != edge.b)
        .filter_map(|e| Some((seat(e.a)?, seat(e.b)?, e.weight)))
        .collect();
    let highest = ends.iter().map(|(_, _, weight)| *weight).max().unwrap_or(1);
    for level in 1..=4 {
        let mut path = String::new();
        for ((ax, ay), (bx, by), _) in
            ends.iter().filter(|(_, _, weight)| class(*weight, highest) == level)
        {
            let (qx, qy) = ((ax + bx + 2 * cx) / 4, (ay + by + 2 * cy) / 4);
            let _ = write!(path, "M{ax} {ay}Q{qx} {qy} {bx} {by}");
        }
        if !path.is_empty() {
            let _ = write!(svg, "<path class=\"chord w{level}\" fill=\"none\" d=\"{path}\"/>");
        }
    }
}

/// Lines from the middle, a path for each width.
fn draw_spokes(
    svg: &mut Svg,
    nodes: &[Node<'_>],
    shown: &[usize],
    seats: &[Seat],
    (cx, cy): (i32, i32),
) {
    let highest = nodes.iter().map(|node| node.weight).max().unwrap_or(1);
    for level in 1..=4 {
        let mut path = String::new();
        for (_, seat) in shown
            .iter()
            .zip(seats)
            .filter(|(node, _)| class(nodes[**node].weight, highest) == level)
        {
            let _ = write!(path, "M{cx} {cy}L{} {}", seat.mark.0, seat.mark.1);
        }
        if !path.is_empty() {
            let _ = write!(svg, "<path class=\"spoke w{level}\" fill=\"none\" d=\"{path}\"/>");
        }
    }
}

/// The entity of the page: its mark, and its name below.
fn draw_center(svg: &mut Svg, node: &Node<'_>, (x, y): (i32, i32)) {
    svg.open(&format!("hub k-{}", node.kind), node.href, node.name.lang, node.name.text);
    mark::draw(svg, node.mark, (x, y), RADII.1 + 1);
    let top = y + RADII.1 + 20;
    let label = lines(node.name.text, 2 * ring::REACH - 38, BOLD);
    let _ = write!(svg, "<text font-size=\"{FONT}\" text-anchor=\"middle\">");
    for ((row, line), y) in label.iter().enumerate().zip((top..).step_by(LINE as usize)) {
        let _ = write!(svg, "<tspan x=\"{x}\" y=\"{y}\">");
        svg.text(line);
        // Keeps the words apart when they are copied or heard.
        svg.push(if label.get(row + 1).is_some_and(|next| has_space(node.name.text, line, next)) {
            " "
        } else {
            ""
        });
        svg.push("</tspan>");
    }
    svg.push("</text>");
    svg.close(node.href);
}

fn draw_node(svg: &mut Svg, node: &Node<'_>, seat: &Seat, highest: usize) {
    let radius = by_area(node.weight, highest, RADII);
    svg.open(
        &format!("k-{}", node.kind),
        node.href,
        node.name.lang,
        &format!("{}: {}", node.name.text, node.weight),
    );
    mark::draw(svg, node.mark, seat.mark, radius);
    let label = label(node.name.text, seat);
    let anchor = if seat.is_left { " text-anchor=\"end\"" } else { "" };
    let _ = write!(svg, "<text font-size=\"{FONT}\"{anchor}>");
    let first = seat.mark.1 + 5 - (LINE / 2) * (i32::try_from(label.len()).unwrap_or(1) - 1);
    for ((row, line), y) in label.iter().enumerate().zip((first..).step_by(LINE as usize)) {
        let _ = write!(svg, "<tspan x=\"{}\" y=\"{y}\">", seat.text);
        // The space at which the name was broken, on the side where nothing is aligned: the words stay apart when they are copied or heard.
        let is_spaced = |at: usize| {
            label.get(at + 1).is_some_and(|next| has_space(node.name.text, &label[at], next))
        };
        // Before a line it must be one that no minifier takes for nothing.
        svg.push(if row > 0 && seat.is_left && is_spaced(row - 1) { "\u{A0}" } else { "" });
        svg.text(line);
        svg.push(if !seat.is_left && is_spaced(row) { " " } else { "" });
        svg.push("</tspan>");
    }
    svg.push("</text>");
    svg.close(node.href);
}

/// Whether two lines of a name have a space between them in it.
fn has_space(name: &str, line: &str, next: &str) -> bool {
    name.contains(&format!("{line} {}", next.trim_end_matches('…')))
}

/// A name as it is broken at a seat.
fn label(name: &str, seat: &Seat) -> Vec<String> {
    lines(name, seat.room(WIDTH), FONT)
}

#[cfg(test)]
mod tests;

//! Neighbourhoods of every size and script: nothing meets, nothing leaves the box.

use super::*;
use crate::base::fixture::Chance;
use crate::site::pictures::measure::{Area, width};
use crate::site::pictures::tests::{name, titles};
use std::collections::BTreeSet;

const KINDS: [&str; 4] = ["person", "place", "initiative", "organization"];

fn node<'a>(text: &'a str, kind: usize, weight: usize) -> Node<'a> {
    Node {
        name: Name { text, lang: None },
        kind: KINDS[kind],
        mark: kind,
        weight,
        href: Some("x.html"),
    }
}

fn draw(center: Node<'_>, nodes: &[Node<'_>], edges: &[Edge]) -> String {
    neighbourhood(&Neighbourhood { label: "beside & around", center, nodes, edges })
}

/// What a label covers.
fn area(label: &[String], seat: &Seat) -> Area {
    let wide = label.iter().map(|line| width(line.trim_end(), FONT)).max().unwrap_or(0);
    let (left, right) =
        if seat.is_left { (seat.text - wide, seat.text) } else { (seat.text, seat.text + wide) };
    let high = LINE * i32::try_from(label.len()).unwrap_or(1);
    Area { left, top: seat.mark.1 - high / 2, right, bottom: seat.mark.1 + high / 2 }
}

#[test]
fn names_meet_neither_names_nor_marks_nor_the_edge() {
    let mut chance = Chance(11);
    for _ in 0..400 {
        let names: Vec<String> = (0..chance.below(25)).map(|_| name(&mut chance)).collect();
        let nodes: Vec<Node<'_>> =
            names.iter().map(|name| node(name, chance.below(4), 1 + chance.below(30))).collect();
        let shown = order(&nodes);
        let (seats, height) = seats(shown.len(), WIDTH);
        let labels: Vec<Area> = shown
            .iter()
            .zip(&seats)
            .map(|(at, seat)| area(&label(nodes[*at].name.text, seat), seat))
            .collect();
        let reach = RADII.1 * 4 / 3;
        let marks = seats.iter().map(|seat| Area::around(seat.mark, (reach, reach)));
        let hub = lines(&name(&mut chance), 2 * ring::REACH - 38, BOLD);
        let wide = hub.iter().map(|line| width(line.trim_end(), BOLD)).max().unwrap_or(0);
        let center = Area::around((WIDTH / 2, height / 2 + 20), (wide / 2, 32));
        let areas: Vec<Area> = labels.into_iter().chain(marks).chain([center]).collect();
        for (at, area) in areas.iter().enumerate() {
            assert!(
                area.left >= 0 && area.top >= 0 && area.right <= WIDTH && area.bottom <= height,
                "{area:?} of {height}"
            );
            assert!(
                areas[at + 1..].iter().all(|other| !area.meets(other)),
                "{} nodes, {area:?}",
                shown.len()
            );
        }
    }
}

#[test]
fn every_node_is_named_and_linked_kind_by_kind() {
    let nodes = [
        node("北京 <a>", 1, 5),
        node("Wang Yi", 0, 2),
        node("Beijing Declaration on Everything and More of It Besides", 2, 9),
        node("Li", 0, 7),
    ];
    let svg = draw(
        node("China", 1, 0),
        &nodes,
        &[
            Edge { a: 0, b: 2, weight: 3 },
            Edge { a: 1, b: 1, weight: 1 },
            Edge { a: 0, b: 99, weight: 1 },
        ],
    );
    let long = "Beijing Declaration on Everything and More of It Besides: 9";
    assert_eq!(titles(&svg), ["China", "Li: 7", "Wang Yi: 2", "北京 &lt;a&gt;: 5", long]);
    for (class, says) in
        [("k-place", "北京 &lt;a&gt;: 5"), ("k-person", "Wang Yi: 2"), ("hub k-place", "China")]
    {
        assert!(
            svg.contains(&format!("<a class=\"{class}\" href=\"x.html\"><title>{says}</title>")),
            "{says}"
        );
    }
    assert_eq!(svg.matches('Q').count(), 1, "an edge to oneself or to no one is none");
    assert_eq!(svg.matches(['L']).count() - svg.matches("Li").count(), 4);
    assert!(
        svg.contains("…") && !svg.contains("Besides</tspan>"),
        "what is cut is said in full, in its title alone"
    );
    assert_eq!(svg, draw(node("China", 1, 0), &nodes, &[Edge { a: 0, b: 2, weight: 3 }]));
}

#[test]
fn of_many_the_heaviest_are_shown_and_of_none_the_middle() {
    let nodes: Vec<Node<'_>> = (0..5000).map(|n| node("n", n % 4, n)).collect();
    let svg = draw(node("China", 1, 0), &nodes, &[]);
    let weights: BTreeSet<usize> =
        titles(&svg).iter().filter_map(|title| title.strip_prefix("n: ")?.parse().ok()).collect();
    assert_eq!((weights, titles(&svg).len()), ((4976..5000).collect(), 25));
    let alone = draw(Node { href: None, ..node("China", 1, 0) }, &[], &[]);
    assert!(alone.contains("role=\"img\"") && alone.contains(">China</tspan>"));
}

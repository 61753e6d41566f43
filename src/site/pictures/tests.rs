//! What the tests of several pictures share: names of any length, and what a picture says.

use crate::base::fixture::Chance;

/// The titles of the parts of a picture, in its order, escaped as they stand.
pub(super) fn titles(svg: &str) -> Vec<&str> {
    svg.split("<title>").skip(1).map(|rest| rest.split("</title>").next().unwrap()).collect()
}

/// A name of up to ten words or thirty characters.
pub(super) fn name(chance: &mut Chance) -> String {
    let words = ["Belt", "and", "Road", "of", "Commission", "W", "Internationalisation", "Li"];
    let han = ["一带一路", "人类", "，", "“共同体”", "倡议", "·", "12308"];
    let from: &[&str] = if chance.below(2) == 0 { &words } else { &han };
    let gap = if from.len() == words.len() { " " } else { "" };
    (0..1 + chance.below(10)).map(|_| *chance.of(from)).collect::<Vec<_>>().join(gap)
}

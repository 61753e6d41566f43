//! What the tests of several pictures share: chance with a fixed seed, and what a picture says.

/// The titles of the parts of a picture, in its order, escaped as they stand.
pub(super) fn titles(svg: &str) -> Vec<&str> {
    svg.split("<title>").skip(1).map(|rest| rest.split("</title>").next().unwrap()).collect()
}

/// Numbers that look random and are the same each time.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    /// A name of up to ten words or thirty characters.
    pub(super) fn name(&mut self) -> String {
        let words = ["Belt", "and", "Road", "of", "Commission", "W", "Internationalisation", "Li"];
        let han = ["一带一路", "人类", "，", "“共同体”", "倡议", "·", "12308"];
        let from: &[&str] = if self.below(2) == 0 { &words } else { &han };
        let gap = if from.len() == words.len() { " " } else { "" };
        (0..1 + self.below(10)).map(|_| from[self.below(from.len())]).collect::<Vec<_>>().join(gap)
    }
}

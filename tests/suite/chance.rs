//! Numbers that look like chance and are the same in every run.

/// Knuth's MMIX generator (TAOCP 3.3.4).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `n`; 0 where there is none.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n.max(1)
    }
}

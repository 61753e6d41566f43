//! What tests of several rooms share.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many random cases, the same ones in every run: a failure is one that others see too.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_240_307),
        ..ProptestConfig::default()
    }
}

/// Numbers that look like chance and are the same in every run (Knuth's MMIX, TAOCP 3.3.4).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `n`, which is 1 at least.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    /// One of some things.
    pub(crate) fn of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}

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

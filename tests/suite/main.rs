//! The integration tests: one crate, a list of rooms.

mod addresses;
mod browser;
mod chance;
mod cli;
mod contract;
mod corpora;
mod deploy;
mod diagnostics;
#[cfg(feature = "lsp")]
mod editor;
mod engines;
mod exports;
mod facts;
mod faults;
mod fixes;
mod fuzz;
mod guide;
mod hosting;
mod house;
mod imports;
mod languages;
mod messages;
mod names;
mod notices;
mod programs;
mod project;
mod properties;
mod real;
mod registry;
mod reports;
mod round_trip;
mod sites;
mod suggestions;
mod unchanged;

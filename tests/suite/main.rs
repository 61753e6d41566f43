//! The integration tests: one crate, a list of rooms.

mod addresses;
mod browser;
mod cli;
mod contract;
mod diagnostics;
mod facts;
mod faults;
mod fixes;
mod fuzz;
mod hosting;
mod house;
mod imports;
mod languages;
mod names;
mod notices;
mod project;
mod properties;
mod real;
mod registry;
mod sites;
mod suggestions;

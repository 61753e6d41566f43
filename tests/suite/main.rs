//! The integration tests: one crate, a list of rooms.

mod diagnostics;
mod house;
mod names;
mod project;
mod properties;
mod sites;

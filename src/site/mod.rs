//! What is meant → every file there will be.

pub(crate) mod capabilities;
pub(crate) mod export;
pub(crate) mod html;
pub(crate) mod outputs;
pub(crate) mod pages;
pub(crate) mod pictures;
pub(crate) mod search;
pub(crate) mod strings;
pub(crate) mod theme;

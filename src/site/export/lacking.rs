//! The configuration → the formats that it names and this program cannot write, because it was built
//! without a cargo feature.

#[cfg(not(feature = "parquet"))]
use super::Files;
use super::{EXPORTERS, Exporter};
use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{Sources, Span};
use crate::reading::config::CONFIG_PATH;
use crate::reading::graph::Graph;

impl Exporter {
    /// The cargo feature that the format needs and this program has not.
    pub(crate) fn lacks(&self) -> Option<&'static str> {
        match self.files {
            #[cfg(not(feature = "parquet"))]
            Files::Lacking(feature) => Some(feature),
            _ => None,
        }
    }
}

/// Tells which formats the site names and this program cannot write.
pub(crate) fn tell_lacking(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    let Some(config) = sources.find(CONFIG_PATH) else { return };
    for exporter in EXPORTERS.iter().filter(|exporter| exporter.is_named(graph)) {
        if let Some(feature) = exporter.lacks() {
            let message = say!("this program writes no `{name}`", name = exporter.name);
            let hint = say!(
                "take a released program, or one with the feature: `cargo install oratory --features {feature}`",
                feature
            );
            diagnostics.tell(Code::MissingFeature, Span::new(config, 0..0), message, hint);
        }
    }
}

//! A sink → the same sink with a bar, for sites that take a while. The only file that names indicatif.

use super::print::Screen;
use crate::base::sources::FileId;
use crate::disk::publish::{Fate, PublishError, Report, Sink};
use crate::site::outputs::Site;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Once;
use std::time::{Duration, Instant};

/// A bar that would be gone before it is read is not shown.
const PATIENCE: Duration = Duration::from_millis(300);

/// Does `work` with `sink`, under a bar where the screen has a place for one.
pub(super) fn with_bar<T>(
    screen: &Screen,
    site: &Site<'_>,
    sink: &dyn Sink,
    work: impl FnOnce(&dyn Sink) -> T,
) -> T {
    if !screen.has_progress() {
        return work(sink);
    }
    let watched =
        Watched { sink, bar: bar(site.outputs().len()), start: Instant::now(), shown: Once::new() };
    let result = work(&watched);
    watched.bar.finish_and_clear();
    result
}

fn bar(n_outputs: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} files, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(n_outputs as u64), ProgressDrawTarget::hidden())
        .with_style(style)
}

/// Counts what passes through.
struct Watched<'s> {
    sink: &'s dyn Sink,
    bar: ProgressBar,
    start: Instant,
    shown: Once,
}

impl Watched<'_> {
    fn count(&self, fate: Result<Fate, PublishError>) -> Result<Fate, PublishError> {
        if self.start.elapsed() > PATIENCE {
            self.shown
                .call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10)));
        }
        self.bar.inc(1);
        fate
    }
}

impl Sink for Watched<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        self.count(self.sink.put(path, bytes))
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        self.count(self.sink.copy(path, file))
    }

    fn commit(&self, taken: &[(&str, Fate)]) -> Result<Report, PublishError> {
        self.bar.finish_and_clear();
        self.sink.commit(taken)
    }
}

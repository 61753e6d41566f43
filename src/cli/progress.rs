//! A sink → the same sink with a progress bar, for sites that take a while. The only file that
//! names indicatif.

use super::print::Screen;
use crate::base::sources::FileId;
use crate::disk::publish::{Accepted, Fate, Make, PublishError, Report, Sink};
use crate::site::outputs::Site;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Once;
use std::time::{Duration, Instant};

/// How long nothing is shown. A bar that is gone before it can be read would only flicker.
const DELAY: Duration = Duration::from_millis(300);

/// Does `work` with `sink`, under a progress bar where the screen has one.
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

/// A sink that counts what passes through it.
struct Watched<'s> {
    sink: &'s dyn Sink,
    bar: ProgressBar,
    start: Instant,
    shown: Once,
}

impl Watched<'_> {
    fn count(&self, fate: Result<Fate, PublishError>) -> Result<Fate, PublishError> {
        if self.start.elapsed() > DELAY {
            self.shown.call_once(|| {
                // Ten times a second looks steady, and costs little.
                let terminal = ProgressDrawTarget::stderr_with_hz(10);
                self.bar.set_draw_target(terminal);
            });
        }
        self.bar.inc(1);
        fate
    }
}

impl Sink for Watched<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        self.count(self.sink.put(path, bytes))
    }

    fn stream(&self, paths: &[&str], make: &Make<'_>) -> Result<Vec<Fate>, PublishError> {
        let fates = self.sink.stream(paths, make)?;
        for fate in &fates {
            self.count(Ok(*fate))?;
        }
        Ok(fates)
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        self.count(self.sink.copy(path, file))
    }

    fn copy_kept(&self, path: &str, kept: &str) -> Result<Fate, PublishError> {
        self.count(self.sink.copy_kept(path, kept))
    }

    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError> {
        self.bar.finish_and_clear();
        self.sink.commit(accepted)
    }
}

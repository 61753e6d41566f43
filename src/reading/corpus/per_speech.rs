//! What is found of each speech alone → what need not be found again of those that are as they were.
//!
//! **Invariant:** what is known of a speech is what would be found of it: nothing else is looked at.

use super::Speech;
use rayon::prelude::*;
use std::sync::Arc;

/// What was found of speeches, by their indices; nothing before the first time.
pub(crate) struct PerSpeech<T>(Vec<(Arc<Speech>, T)>);

impl<T> Default for PerSpeech<T> {
    fn default() -> Self {
        PerSpeech(Vec::new())
    }
}

impl<T: Clone + Send + Sync> PerSpeech<T> {
    /// What `find` finds of each speech, side by side; it is asked of those alone that are others than
    /// the last time.
    pub(crate) fn of_each(
        &mut self,
        speeches: &[Arc<Speech>],
        find: impl Fn(&Speech) -> T + Sync,
    ) -> Vec<T> {
        let known = |index: usize, speech: &Arc<Speech>| {
            let (old, found) = self.0.get(index)?;
            Arc::ptr_eq(old, speech).then(|| found.clone())
        };
        let find_one = |(index, speech): (usize, &Arc<Speech>)| {
            known(index, speech).unwrap_or_else(|| find(speech))
        };
        let found: Vec<T> = speeches.par_iter().enumerate().map(find_one).collect();

        self.0 = speeches.iter().cloned().zip(found.iter().cloned()).collect();
        found
    }
}

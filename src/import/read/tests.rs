//! What holds for every manuscript, whatever the bytes.

use super::super::manuscript::Manuscript;

/// Fails unless runs name the original in ascending order, at the borders of characters, and blocks have text.
pub(super) fn assert_sound(manuscript: &Manuscript) {
    let mut end = 0;
    for block in &manuscript.blocks {
        assert!(!block.text(&manuscript.original).trim().is_empty(), "a block without text: {block:?}");
        for run in &block.runs {
            let original = manuscript.original.get(run.range.clone()).expect("a range of the original");
            assert!(run.range.start >= end && !run.range.is_empty(), "{run:?} after {end}");
            assert_ne!(run.written.as_deref(), Some(original), "what stands there as it is read is not written anew");
            end = run.range.end;
        }
    }
}

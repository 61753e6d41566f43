//! Captions → their parts, which blank lines divide, and the cues of a part.
//!
//! **Invariant:** what is no cue and no number of one is in a part, in the order of the file.

use super::cues::{Times, times};
use std::ops::Range;

/// Lines between blank ones, without their ends.
pub(super) fn parts(original: &str) -> Vec<Vec<Range<usize>>> {
    let mut parts: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut at = 0;
    for whole in original.split_inclusive('\n') {
        let bare = whole.trim_end_matches(['\n', '\r']);
        if bare.trim_matches([' ', '\t', '\u{FEFF}']).is_empty() {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(at..at + bare.len());
        }
        at += whole.len();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The cues of a part: the line of the times of each, and those of its words. A file may lack the
/// blank lines between them.
pub(super) fn cues<'p>(
    original: &str,
    part: &'p [Range<usize>],
) -> Vec<(Times, &'p [Range<usize>])> {
    let mut places = Vec::new();
    for (place, line) in part.iter().enumerate() {
        if let Some(mut times) = times(&original[line.clone()]) {
            times.printed = times.printed.start + line.start..times.printed.end + line.start;
            places.push((place, times));
        }
    }
    let ends: Vec<usize> = places.iter().skip(1).map(|(place, _)| *place).collect();
    let mut cues = Vec::with_capacity(places.len());
    for (at, (place, times)) in places.into_iter().enumerate() {
        let end = match ends.get(at) {
            // The number of the next cue stands above its times.
            Some(next) if is_number(&original[part[next - 1].clone()]) => next - 1,
            Some(next) => *next,
            None => part.len(),
        };
        cues.push((times, &part[(place + 1).min(end)..end]));
    }
    cues
}

/// Whether a part is the number of the cue below it, from which a blank line divides it. Any other
/// number is somebody's words.
pub(super) fn is_stray_number(
    original: &str,
    part: &[Range<usize>],
    next: Option<&Vec<Range<usize>>>,
) -> bool {
    let [line] = part else {
        return false;
    };
    let below = next.and_then(|next| next.first());
    is_number(&original[line.clone()])
        && below.is_some_and(|below| times(&original[below.clone()]).is_some())
}

pub(super) fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

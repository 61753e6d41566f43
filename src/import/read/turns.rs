//! Turns as a format states them → [`Manuscript`], for formats whose own text nobody reads: JSON,
//! tables. The original is the words of the turns, each with who says them on a line above.
//!
//! **Invariant:** words that nobody is said to say are under nobody's name.

use super::writer::{BlockWriter, names_somebody};
use crate::import::manuscript::{BlockKind, Facts, Manuscript};
use std::ops::Range;

/// A turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) speaker: Option<String>,
    /// When it begins: `0:00:12`.
    pub(super) time: Option<String>,
    pub(super) paragraphs: Vec<String>,
}

/// Where the parts of a turn are in the original.
struct Place {
    time: Option<Range<usize>>,
    speaker: Option<Range<usize>>,
    paragraphs: Vec<Range<usize>>,
}

/// A document of these turns.
pub(super) fn manuscript(turns: &[Turn], facts: Facts) -> Manuscript {
    let mut original = String::new();
    let mut places = Vec::with_capacity(turns.len());
    for turn in turns {
        let mut write = |text: &str, end: &str| {
            let start = original.len();
            original.push_str(text);
            let range = start..original.len();
            original.push_str(end);
            range
        };
        let speaker = turn.speaker.as_deref().map(str::trim).filter(|name| names_somebody(name));
        let time = turn.time.as_deref().filter(|_| speaker.is_some());
        let time = time.map(|time| write(time, " "));
        let speaker = speaker.map(|name| write(name, "\n"));
        let mut paragraphs = Vec::with_capacity(turn.paragraphs.len());
        for paragraph in &turn.paragraphs {
            paragraphs.push(write(paragraph, "\n\n"));
        }
        places.push(Place { time, speaker, paragraphs });
    }

    let mut writer = BlockWriter::new(&original);
    let mut has_spoken = false;
    for Place { time, speaker, paragraphs } in places {
        let has_speaker = speaker.is_some();
        if let Some(speaker) = speaker {
            writer.begin_turn(time.map(|range| (range.clone(), &original[range])));
            writer.text(speaker);
            writer.end_label(None, None);
            has_spoken = true;
        }
        for (at, paragraph) in paragraphs.into_iter().enumerate() {
            if !has_speaker && has_spoken {
                writer.begin_of_nobody(BlockKind::Paragraph);
            } else if at > 0 || !has_speaker {
                writer.begin(BlockKind::Paragraph, None);
            }
            writer.text(paragraph);
        }
    }

    let (blocks, features) = writer.finish();
    Manuscript {
        encoding: "UTF-8",
        is_told: true,
        blocks,
        features,
        facts,
        original,
        ..Manuscript::default()
    }
}

/// Paragraphs of a text, which blank lines divide.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let line = line.trim();
        match paragraphs.last_mut() {
            _ if line.is_empty() => {
                is_open = false;
                continue;
            }
            Some(paragraph) if is_open => {
                paragraph.push('\n');
                paragraph.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        is_open = true;
    }
    paragraphs
}

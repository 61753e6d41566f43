//! Transcripts that programs make of recordings (Whisper, WhisperX, whisper.cpp and what writes JSON
//! like theirs) → [`Manuscript`]: segments of one voice are a turn with the time at which it begins.
//!
//! **Invariant:** where the words of a segment are of several voices, each is with its own.
//! Numbers, probabilities and the times of single words are not read.

use super::Refusal;
use super::captions::{LONG, PAUSE};
use super::turns::{Turn, manuscript};
use crate::base::lang::Lang;
use crate::base::letters::{joins_texts, weight};
use crate::import::manuscript::{Facts, Manuscript};
use crate::import::sentences::ends_sentence;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What is said where the whole has words that its segments do not have.
const WHOLE_SAYS_MORE: &str =
    "its `text` is not what its segments say, and the segments are what stands here: compare them";

/// A transcript.
#[derive(Debug, Deserialize)]
pub(super) struct Transcript {
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    language: Option<String>,
    /// whisper.cpp says the language here.
    #[serde(default)]
    result: Option<Told>,
    #[serde(default, alias = "chunks", alias = "transcription", alias = "utterances")]
    segments: Option<Vec<Segment>>,
}

#[derive(Debug, Deserialize)]
struct Told {
    #[serde(default)]
    language: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Segment {
    #[serde(default, alias = "transcript")]
    text: Option<String>,
    #[serde(default)]
    start: Option<f64>,
    #[serde(default)]
    end: Option<f64>,
    /// `[0.0, 4.5]`.
    #[serde(default)]
    timestamp: Option<Vec<Option<f64>>>,
    /// Milliseconds.
    #[serde(default)]
    offsets: Option<Offsets>,
    #[serde(default)]
    words: Option<Vec<Word>>,
    /// Who speaks, under one of several names.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Offsets {
    from: f64,
    to: f64,
}

#[derive(Debug, Deserialize)]
struct Word {
    #[serde(default, alias = "text")]
    word: Option<String>,
    #[serde(default)]
    start: Option<f64>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// Some words of one voice.
struct Piece {
    text: String,
    voice: Option<String>,
    start: Option<f64>,
    end: Option<f64>,
}

impl Transcript {
    /// Whether there are segments in it.
    pub(super) fn has_segments(&self) -> bool {
        self.segments
            .as_ref()
            .is_some_and(|segments| segments.iter().any(|segment| segment.text.is_some()))
    }
}

/// Makes a document of a transcript.
///
/// # Errors
///
/// A [`Refusal`] if nobody says a word.
pub(super) fn read(transcript: Transcript) -> Result<Manuscript, Refusal> {
    let mut pieces = Vec::new();
    for segment in transcript.segments.unwrap_or_default() {
        pieces.extend(of_segment(segment));
    }
    if counts_milliseconds(&pieces) {
        for piece in &mut pieces {
            piece.start = piece.start.map(|start| start / 1000.0);
            piece.end = piece.end.map(|end| end / 1000.0);
        }
    }
    let turns = turns(&pieces);
    if turns.is_empty() {
        let hint = "check that this is the right file, and that the recording has speech in it";
        return Err(Refusal::new("there are no words in the segments of this transcript", hint));
    }

    let lang = transcript.language.or_else(|| transcript.result?.language);
    let lang = lang.as_deref().and_then(Lang::parse).filter(Lang::is_code);
    let mut facts = Facts { lang, ..Facts::default() };
    if let Some(Value::String(whole)) = &transcript.text {
        let said: String = pieces.iter().map(|piece| letters(&piece.text)).collect();
        facts.remarks.extend((letters(whole) != said).then_some(WHOLE_SAYS_MORE));
    }
    Ok(manuscript(&turns, facts))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether times are whole milliseconds: in seconds, a letter would take five of them.
fn counts_milliseconds(pieces: &[Piece]) -> bool {
    const SLOWEST: f64 = 5.0;

    let (mut length, mut n_letters) = (0.0, 0);
    for piece in pieces {
        let (Some(start), Some(end)) = (piece.start, piece.end) else {
            continue;
        };
        if start.fract() != 0.0 || end.fract() != 0.0 {
            return false;
        }
        length += end - start;
        n_letters += letters(&piece.text).chars().count();
    }
    n_letters > 0 && length > SLOWEST * n_letters as f64
}

/// Who speaks in a segment, a word, a row: the first of the keys by which programs say it.
fn voice_of(said: &Map<String, Value>) -> Option<String> {
    const KEYS: [&str; 8] = [
        "speaker",
        "speaker_name",
        "speakerName",
        "speaker_label",
        "speakerLabel",
        "speaker_id",
        "speakerId",
        "voice",
    ];

    KEYS.iter().find_map(|key| voice(said.get(*key)?))
}

/// The name of a voice, which some programs number, and some write as a table; several are one.
pub(super) fn voice(said: &Value) -> Option<String> {
    let name = match said {
        Value::String(name) => name.trim().to_owned(),
        Value::Number(number) => format!("Speaker {number}"),
        Value::Object(table) => {
            let keys = ["name", "display_name", "displayName", "label", "id"];
            keys.iter().find_map(|key| voice(table.get(*key)?))?
        }
        Value::Array(several) => several.iter().filter_map(voice).collect::<Vec<_>>().join(" & "),
        _ => return None,
    };
    Some(name).filter(|name| !name.is_empty())
}

/// The pieces of a segment: one, or where its words are of several voices, one for each stretch.
fn of_segment(segment: Segment) -> Vec<Piece> {
    let text = segment.text.unwrap_or_default();
    let (mut start, mut end) = (segment.start, segment.end);
    if let Some([from, to]) = segment.timestamp.as_deref() {
        (start, end) = (*from, *to);
    }
    if let Some(Offsets { from, to }) = segment.offsets {
        (start, end) = (Some(from / 1000.0), Some(to / 1000.0));
    }
    let whole = voice_of(&segment.rest);
    let words = segment.words.unwrap_or_default();
    let several = pieces_by_words(&text, &words, whole.as_ref(), end);
    several.unwrap_or_else(|| vec![Piece { text, voice: whole, start, end }])
}

/// The stretches of a segment whose words are of several voices; none where they are of one, or are
/// not the words of its text.
fn pieces_by_words(
    text: &str,
    words: &[Word],
    whole: Option<&String>,
    end: Option<f64>,
) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut last = whole.cloned();
    for word in words {
        let written = word.word.as_deref().unwrap_or_default().trim();
        let place = at + text.get(at..)?.find(written)?;
        // A word of which the program does not say who says it goes with the one before.
        let of_word = voice_of(&word.rest).or(last);
        match pieces.last_mut() {
            Some(piece) if piece.voice == of_word => {
                piece.text.push_str(&text[at..place + written.len()]);
            }
            _ => {
                let text = text[at..place + written.len()].to_owned();
                pieces.push(Piece { text, voice: of_word.clone(), start: word.start, end });
            }
        }
        last = of_word;
        at = place + written.len();
    }
    pieces.last_mut()?.text.push_str(&text[at..]);
    (pieces.len() > 1).then_some(pieces)
}

fn turns(pieces: &[Piece]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut last_voice: Option<&Option<String>> = None;
    let mut last_end = 0.0;
    // Of the paragraph that is open; counted as it grows, for it may be the whole recording.
    let mut length = 0;
    for piece in pieces {
        let words = piece.text.trim();
        if words.is_empty() {
            continue;
        }
        let pauses = piece.start.is_some_and(|start| start - last_end >= PAUSE);
        let goes_on = last_voice == Some(&piece.voice);
        match turns.last_mut().filter(|_| goes_on) {
            Some(turn) => add(turn, words, pauses, &mut length),
            None => {
                length = weight(words.chars());
                turns.push(Turn {
                    speaker: piece.voice.clone(),
                    time: piece.start.map(time),
                    paragraphs: vec![words.to_owned()],
                });
            }
        }
        last_voice = Some(&piece.voice);
        last_end = piece.end.or(piece.start).unwrap_or(last_end);
    }
    turns
}

/// Adds words to a turn: a sentence that ends before a pause, or that a long paragraph ends with,
/// ends the paragraph.
fn add(turn: &mut Turn, words: &str, pauses: bool, length: &mut usize) {
    let Some(paragraph) = turn.paragraphs.last_mut() else {
        return;
    };
    let is_long = *length > LONG;
    if ends_sentence(paragraph) && (pauses || is_long) {
        *length = weight(words.chars());
        return turn.paragraphs.push(words.to_owned());
    }
    *length += weight(words.chars());
    if !joins_texts(paragraph, words) {
        paragraph.push(' ');
    }
    paragraph.push_str(words);
}

/// Seconds as a recording shows them: `0:00:12`.
pub(super) fn time(seconds: f64) -> String {
    // A recording of a thousand hours, or a number that is none.
    const MOST: f64 = 3_600_000.0;

    let whole = if (0.0..MOST).contains(&seconds) { seconds as u64 } else { 0 };
    format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use crate::import::read::tests::{body, imported};

    #[test]
    fn segments_of_one_voice_are_a_turn() {
        let found = imported(
            "quay.json",
            r#"{"text": "The quay is mended. It took long. And the ferry? In June.", "language": "en", "segments": [
                {"start": 0.0, "end": 2.0, "text": " The quay is mended.", "speaker": "SPEAKER_00"},
                {"start": 6.5, "end": 8.0, "text": " It took long.", "speaker": "SPEAKER_00", "words": [{"word": "It", "start": 6.5, "score": 0.9}]},
                {"start": 8.0, "end": 12.0, "text": " And the ferry? In June.", "speaker": "SPEAKER_01", "words": [
                    {"word": "And", "start": 8.0, "speaker": "SPEAKER_01"}, {"word": "the"}, {"word": "ferry?", "speaker": "SPEAKER_01"},
                    {"word": "In", "start": 3661.2, "speaker": "SPEAKER_00"}, {"word": "June.", "speaker": "SPEAKER_00"}]}]}"#,
        );
        assert_eq!(
            body(&found),
            "**[0:00:00] SPEAKER\\_00:** The quay is mended.\n\nIt took long.\n\n\
             **[0:00:08] SPEAKER\\_01:** And the ferry?\n\n**[1:01:01] SPEAKER\\_00:** In June."
        );
        assert_eq!((found.n_turns, found.remarks.len()), (3, 0));
    }

    #[test]
    fn other_programs_name_the_same_things_otherwise() {
        for text in [
            r#"{"text": "x", "chunks": [{"timestamp": [0.0, 2.0], "text": "The quay"}, {"timestamp": [2.0, null], "text": "is mended."}]}"#,
            r#"{"result": {"language": "en"}, "transcription": [{"offsets": {"from": 0, "to": 2000}, "text": "The quay"}, {"offsets": {"from": 2000, "to": 3000}, "text": " is mended."}]}"#,
            r#"[{"start": 0, "text": "The quay"}, {"start": 2, "text": "is mended."}]"#,
        ] {
            let found = imported("quay.json", text);
            assert_eq!(body(&found), "The quay is mended.", "{text}");
            let says_more = text.contains("\"text\": \"x\"");
            assert_eq!(found.remarks.iter().any(|of| of == super::WHOLE_SAYS_MORE), says_more);
        }
    }

    #[test]
    fn words_without_a_voice_are_nobodys() {
        let found = imported(
            "quay.json",
            r#"{"segments": [{"text": "Aye.", "speaker": 1}, {"text": "A horn."}, {"text": "No.", "speaker": 2}]}"#,
        );
        assert_eq!(body(&found), "**Speaker 1:** Aye.\n\n---\n\nA horn.\n\n**Speaker 2:** No.");
    }

    #[test]
    fn a_speaker_may_be_a_table_or_under_another_key() {
        let found = imported(
            "quay.json",
            r#"{"language": "english", "segments": [{"text": "Aye.", "speaker": {"id": 1, "name": "Ines Hale"}}, {"text": "No.", "speaker_name": "Jon Barrow", "score": NaN},
                {"text": "So be it.", "speaker": ["Ines Hale", "Jon Barrow"]}, {"text": "NaN, they said.", "speaker": "?"}]}"#,
        );
        assert_eq!(
            body(&found),
            "**Ines Hale:** Aye.\n\n**Jon Barrow:** No.\n\n**Ines Hale & Jon Barrow:** So be it.\n\n---\n\nNaN, they said."
        );
        assert_eq!(found.lang.tag(), "en");
    }

    #[test]
    fn whole_numbers_may_be_milliseconds() {
        let found = imported(
            "quay.json",
            r#"{"utterances": [{"speaker": "A", "text": "The quay is mended.", "start": 250, "end": 3500}, {"speaker": "B", "text": "Good.", "start": 65000, "end": 66000}]}"#,
        );
        assert_eq!(body(&found), "**[0:00:00] A:** The quay is mended.\n\n**[0:01:05] B:** Good.");
    }
}

//! Mentions → `mentions.jsonl` and `mentions.csv`: who is named where, one mention a line, in the
//! order of the graph.
//!
//! **Invariant:** both files have the same rows; offsets are half-open and count Unicode characters
//! (scalar values), not bytes, of the text of the paragraph, or of the label for a mention whose
//! `how` is `label`; `paragraph` is the anchor on the speech's page. One pass: the characters of a
//! paragraph are counted once, however many mentions are in it.

use super::{Exporter, Files, Kept, streamed};
use crate::base::spreadsheet::Table;
use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

/// `mentions.jsonl`.
pub(super) const JSON_LINES: Exporter = Exporter {
    name: "mentions-jsonl",
    summary: "every mention as a line of JSON: speech, paragraph, entity, words, offsets in characters, how, turn",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "JSON Lines", media_type: "application/jsonl", n_rows: None }),
    files: Files::Content(|graph| streamed(graph, "mentions.jsonl", json_lines)),
};

/// `mentions.csv`.
pub(super) const CSV: Exporter = Exporter {
    name: "mentions-csv",
    summary: "the same as a table",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "CSV", media_type: "text/csv", n_rows: None }),
    files: Files::Content(|graph| streamed(graph, "mentions.csv", csv)),
};

const COLUMNS: &[&str] = &[
    "speech",
    "lang",
    "paragraph",
    "entity",
    "kind",
    "surface",
    "start",
    "end",
    "how",
    "turn",
    "doubtful",
];

/// Rows that are made before they are written.
const AT_ONCE: usize = 256;

/// About as many bytes as a row takes.
const ROW_BYTES: usize = 240;

#[derive(Serialize)]
struct Row<'g> {
    speech: &'g str,
    lang: &'g str,
    paragraph: &'g str,
    entity: &'g str,
    kind: &'g str,
    surface: &'g str,
    start: usize,
    end: usize,
    how: &'static str,
    turn: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    doubtful: bool,
}

fn json_lines(graph: &Graph, out: &mut dyn Write) -> io::Result<usize> {
    let mut counter = Counter::default();
    let mut bytes = Vec::with_capacity(AT_ONCE * ROW_BYTES);
    for mentions in graph.mentions.chunks(AT_ONCE) {
        bytes.clear();
        for mention in mentions {
            serde_json::to_writer(&mut bytes, &Row::of(graph, mention, &mut counter))
                .expect("writing strings and numbers to memory does not fail");
            bytes.push(b'\n');
        }
        out.write_all(&bytes)?;
    }
    Ok(graph.mentions.len())
}

fn csv(graph: &Graph, out: &mut dyn Write) -> io::Result<usize> {
    let mut counter = Counter::default();
    out.write_all(&Table::with_header(COLUMNS).into_bytes())?;
    for mentions in graph.mentions.chunks(AT_ONCE) {
        let mut table = Table::without_header(AT_ONCE * ROW_BYTES);
        for mention in mentions {
            let row = Row::of(graph, mention, &mut counter);
            for text in [row.speech, row.lang, row.paragraph, row.entity, row.kind, row.surface] {
                table.text(text);
            }
            table.number(row.start);
            table.number(row.end);
            table.text(row.how);
            table.text(row.turn);
            table.text(if row.doubtful { "true" } else { "false" });
            table.end_row();
        }
        out.write_all(&table.into_bytes())?;
    }
    Ok(graph.mentions.len())
}

impl<'g> Row<'g> {
    fn of(graph: &'g Graph, mention: &'g Mention, counter: &mut Counter) -> Self {
        let speech = graph.corpus.speech(mention.speech);
        let entity = graph.corpus.entity(mention.entity);
        let characters = counter.characters(mention, graph.text_around(mention));
        Row {
            speech: &speech.id,
            lang: speech.lang.tag(),
            paragraph: graph.anchor_of(mention),
            entity: &entity.id,
            kind: &graph.config.kinds.kind(entity.kind).singular,
            surface: graph.surface(mention),
            start: characters.start,
            end: characters.end,
            how: mention.how.word(),
            turn: graph.turn_word(mention),
            doubtful: mention.doubtful,
        }
    }
}

/// Turns bytes into characters, going on from the last mention of the same place.
#[derive(Default)]
pub(super) struct Counter {
    place: Option<(SpeechId, Place)>,
    byte: usize,
    character: usize,
}

impl Counter {
    pub(super) fn characters(&mut self, mention: &Mention, text: &str) -> Range<usize> {
        let place = Some((mention.speech, mention.place));
        let (start, end) = (mention.range.start as usize, mention.range.end as usize);
        if self.place != place || start < self.byte {
            *self = Counter { place, byte: 0, character: 0 };
        }
        self.advance(text, start)..self.advance(text, end)
    }

    fn advance(&mut self, text: &str, byte: usize) -> usize {
        self.character += text[self.byte..byte].chars().count();
        self.byte = byte;
        self.character
    }
}

#[cfg(test)]
mod tests {
    use crate::reading::graph::Graph;
    use crate::site::export::fixture;
    use serde_json::Value;

    fn lines(graph: &Graph) -> Vec<Value> {
        let text = String::from_utf8(fixture::single(graph, "mentions").unwrap()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn offsets_slice_the_characters_of_the_paragraph_to_the_surface() {
        let graph = fixture::graph();
        let rows = lines(graph);
        assert_eq!(rows.len(), graph.mentions.len());
        let mut n_after_han = 0;
        for (row, mention) in rows.iter().zip(&graph.mentions) {
            let (start, end) =
                (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
            let slice: String =
                graph.text_around(mention).chars().skip(start).take(end - start).collect();
            assert_eq!(slice, row["surface"]);
            n_after_han += usize::from(start > 0 && start < mention.range.start as usize);
        }
        assert!(n_after_han > 2, "some mentions follow Han text");
    }

    #[test]
    fn a_row_says_who_is_named_where_and_how() {
        let text =
            String::from_utf8(fixture::single(fixture::graph(), "mentions").unwrap()).unwrap();
        let explicit = "{\"speech\":\"2024-03-07-press\",\"lang\":\"zh\",\"paragraph\":\"t2p1\",\"entity\":\"wang-yi\",\"kind\":\"person\",\
            \"surface\":\"王外长\",\"start\":9,\"end\":12,\"how\":\"explicit\",\"turn\":\"answer\",\"doubtful\":true}";
        assert!(text.lines().any(|line| line == explicit), "{text}");
        assert!(text.contains("\"how\":\"label\",\"turn\":\"answer\"}\n"));
    }

    #[test]
    fn the_table_has_the_same_rows() {
        let graph = fixture::graph();
        let table = String::from_utf8(fixture::single(graph, "mentions-csv").unwrap()).unwrap();
        assert_eq!(table.lines().count(), lines(graph).len() + 1);
        assert!(table.starts_with(
            "speech,lang,paragraph,entity,kind,surface,start,end,how,turn,doubtful\n"
        ));
        assert!(
            table.contains(
                "2024-03-07-press,zh,t2p1,wang-yi,person,王外长,9,12,explicit,answer,true\n"
            ),
            "{table}"
        );
        assert!(table.contains(",initiative,\"Belt, and Road\","), "{table}");
    }
}

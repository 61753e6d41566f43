//! A speech → plain text: its title, what is known of it, and its paragraphs, each in lines of its
//! own behind the label of who speaks. For programs that count words, and for reading anywhere.
//!
//! **Invariant:** every word of the text is there once, in its order, and no markup.

use super::cite::CitedPeople;
use super::markdown::{ROOM, apart};
use super::said::{Piece, pieces};
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::reading::corpus::{Block, Flow, SpeechId};
use crate::reading::graph::Graph;

/// The words of each speech.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "text",
    summary: "the text of each speech without markup, beside its page",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "TXT", media_type: "text/plain", n_rows: None }),
    files: Files::Speeches(SpeechFiles { suffix: ".txt", make: Maker::Alone(text), whole: None }),
};

fn text(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let colon = if speech.lang.counts_characters() { "：" } else { ": " };
    let add = |out: &mut String, blocks: &[Block]| {
        for (at, piece) in pieces(blocks).into_iter().enumerate() {
            if at > 0 {
                out.push_str("\n\n");
            }
            out.push_str(match piece {
                Piece::Paragraph(index) => speech.body.paragraphs[index as usize].text.as_str(),
                Piece::Verbatim(text) => text.trim_end_matches('\n'),
            });
        }
    };

    let mut out = head(graph, id);
    for piece in &speech.body.flow {
        apart(&mut out, 0, |out| match piece {
            Flow::Block(block) => add(out, std::slice::from_ref(block)),
            Flow::Turn(turn) => {
                let turn = &speech.body.turns[*turn as usize];
                out.push_str(&turn.label);
                out.push_str(colon);
                add(out, &turn.blocks);
            }
        });
    }
    for (number, footnote) in (1..).zip(&speech.body.footnotes) {
        apart(&mut out, 0, |out| {
            out.push_str(&format!("[{number}] "));
            add(out, &footnote.blocks);
        });
    }
    out.push('\n');
    out.into_bytes()
}

/// What it is: a line each for the title, for day and speakers, and for where it is published.
fn head(graph: &Graph, id: SpeechId) -> String {
    let speech = graph.corpus.speech(id);
    let mut known = vec![speech.when().to_string()];
    for author in CitedPeople::of(graph, id).authors {
        known.push(graph.corpus.entity(author).name.text(&speech.lang).to_owned());
    }
    known.retain(|word| !word.is_empty());
    let page = url(graph, &graph.speech_route(id));
    let mut head = String::with_capacity(ROOM);
    head.extend([&speech.title, "\n", &known.join(" · "), "\n", &page]);
    head
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    #[test]
    fn the_words_stand_behind_who_says_them() {
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n"),
            (
                "content/speeches/a.en.md",
                "---\ntitle: On piers\ndate: 2024-01-02\n---\nThe mayor *arrives*.\n\n\
                 **Reporter:** Why now?\n\n**Ines Hale:** Because.\n\n- One pier\n- and a half[^n]\n\n[^n]: Measured in May.\n",
            ),
        ]);
        let text = String::from_utf8(fixture::file(&graph, "speeches/a.txt")).unwrap();
        assert_eq!(
            text,
            "On piers\n2024-01-02\nspeeches/a.html\n\nThe mayor arrives.\n\nReporter: Why now?\n\n\
             Ines Hale: Because.\n\nOne pier\n\nand a half\n\n[1] Measured in May.\n"
        );
    }
}

//! The table of questions: what was asked, by whom, and which names it is about.
//!
//! **Invariant:** every row has words of its question, as long as the question has any.

use super::context::PageContext;
use super::views::{QuestionView, RefView};
use crate::base::letters::{cells, is_question, joins_texts, sentences, within};
use crate::base::lexicon::courtesies;
use crate::reading::annotate::{Place, speaker_entry};
use crate::reading::corpus::{Document, EntityId, SpeechId, TurnRole};
use crate::reading::labels::{self, bracketed_time};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Entities shown beside a question: as many as fit on a line of the table.
const NAMED_BY_QUESTION: usize = 4;

/// Cells of a row: not quite two lines of the column, in Han and in Latin letters.
const ROOM: usize = 140;

/// Cells from which a sentence that asks says by itself what it asks about. `中方对此有何评论？` has 18,
/// and “What do you say to that?” 24; shorter ones are shown with what they are about.
const SAYS_ENOUGH: usize = 40;

/// Cells up to which a sentence that begins with a greeting is nothing but one.
const GREETING: usize = 64;

impl PageContext<'_> {
    /// The table of questions.
    pub(super) fn questions(&self, id: SpeechId) -> Vec<QuestionView> {
        let roles = &self.graph.turns(id).roles;
        let body = &self.graph.corpus.speech(id).body;
        let texts = texts_of_turns(body);
        let mut named = self.named_in_exchanges(id);

        let mut rows = Vec::new();
        for (index, exchange) in self.graph.turns(id).exchanges.iter().enumerate() {
            let first = exchange.turns.start;
            let text = asked(&texts[first as usize]);
            let row = self.question(id, first, text, std::mem::take(&mut named[index]));
            rows.push(QuestionView { number: Some(index + 1), ..row });

            // Others who ask before anyone answers have rows of their own; who goes on has not. A
            // label that names nobody may mean another.
            for turn in first + 1..exchange.turns.end {
                let [before, label] = [turn - 1, turn].map(|turn| &body.turns[turn as usize].label);
                let text = asked(&texts[turn as usize]);
                let goes_on = before == label && !labels::is_nameless(label);
                let is_asked = roles[turn as usize] == TurnRole::Question && !text.is_empty();
                if is_asked && !goes_on {
                    rows.push(self.question(id, turn, text, Vec::new()));
                }
            }
        }
        rows
    }

    fn question(
        &self,
        id: SpeechId,
        turn: u32,
        text: String,
        named: Vec<EntityId>,
    ) -> QuestionView {
        let printed = &self.graph.corpus.speech(id).body.turns[turn as usize].label;
        let label = if labels::is_nameless(printed) { "" } else { labels::name(printed) };

        let mut entities: Vec<RefView> = Vec::new();
        for entity in named {
            if entities.len() == NAMED_BY_QUESTION {
                break;
            }
            let reference = self.reference(entity);
            if !text.contains(&reference.name) {
                entities.push(reference);
            }
        }
        QuestionView {
            number: None,
            text: if text.is_empty() { printed.clone() } else { text },
            label: label.to_owned(),
            on_behalf_of: self.on_behalf_of(id, printed),
            href: format!("#{}", self.graph.anchors(id).turns[turn as usize]),
            entities,
        }
    }

    /// On whose behalf a label speaks, where it does not say so itself.
    pub(super) fn on_behalf_of(&self, id: SpeechId, label: &str) -> String {
        let entry = speaker_entry(self.graph.corpus.speech(id), label);
        let represented = entry.and_then(|entry| entry.on_behalf_of.as_ref());
        let name = represented.map_or_else(String::new, |of| self.name_or_words(of));
        if label.contains(&name) { String::new() } else { name }
    }

    /// What each exchange names: first what fewest speeches name, for that is what tells it from
    /// other exchanges; of these the most named.
    fn named_in_exchanges(&self, id: SpeechId) -> Vec<Vec<EntityId>> {
        let turns = self.graph.turns(id);
        let body = &self.graph.corpus.speech(id).body;
        let mut counts: Vec<BTreeMap<EntityId, usize>> =
            vec![BTreeMap::new(); turns.exchanges.len()];
        for (_, mention) in self.graph.mentions_in(id) {
            let Place::Paragraph(paragraph) = mention.place else { continue };
            let turn = body.paragraphs[paragraph as usize].turn;
            if let Some((index, _)) = turn.and_then(|turn| turns.exchange_of(turn)) {
                *counts[index].entry(mention.entity).or_default() += 1;
            }
        }

        let tallies = &self.graph.edition(self.lang).tallies;
        let mut all = Vec::with_capacity(counts.len());
        for counts in counts {
            let mut named: Vec<(EntityId, usize)> = counts.into_iter().collect();
            named.sort_by_key(|(entity, n_mentions)| {
                (tallies[entity.0 as usize].n_speeches, Reverse(*n_mentions))
            });
            all.push(named.into_iter().map(|(entity, _)| entity).collect());
        }
        all
    }
}

/// What is said in each turn, without notes, footnotes, scenes and the times of paragraphs.
pub(super) fn texts_of_turns(body: &Document) -> Vec<Vec<&str>> {
    let mut texts = vec![Vec::new(); body.turns.len()];
    for paragraph in &body.paragraphs {
        let is_said = paragraph.is_said();
        if let (Some(turn), true) = (paragraph.turn, is_said) {
            let text = paragraph.text.as_str();
            let said = bracketed_time(text).map_or(text, |(_, said)| said.trim_start());
            texts[turn as usize].push(said);
        }
    }
    texts
}

/// The question that a turn asks, on one line: the sentence that asks, if need be with the one that
/// says what about; or its first sentence, where none asks.
fn asked(texts: &[&str]) -> String {
    let mut all: Vec<&str> = texts.iter().flat_map(|text| sentences(text)).collect();
    all.retain(|sentence| sentence.contains(char::is_alphanumeric));
    let meant: Vec<&str> = all.iter().copied().filter(|sentence| !is_courtesy(sentence)).collect();
    let meant = if meant.is_empty() { all } else { meant };

    let Some(first) = meant.first() else { return String::new() };
    let Some(at) = meant.iter().position(|sentence| is_question(sentence)) else {
        // A word or two say as little as a label; what follows belongs to them.
        let short = size(first) < SAYS_ENOUGH / 2;
        return within(&if short { meant.join(" ") } else { (*first).to_owned() }, ROOM);
    };

    let question = meant[at].trim();
    if at == 0 || size(question) >= SAYS_ENOUGH {
        return within(question, ROOM);
    }
    let about = within(first.trim(), ROOM - size(question) - 2);
    let space = if joins(&about, question) { "" } else { " " };
    let gap = if at > 1 && !about.ends_with('…') { format!("{space}…") } else { String::new() };
    format!("{about}{gap}{space}{question}")
}

/// Whether two sentences of a row follow one another without a space, as in Chinese.
fn joins(before: &str, after: &str) -> bool {
    joins_texts(before.trim_end_matches('…'), after)
}

fn size(text: &str) -> usize {
    text.trim().chars().map(cells).sum()
}

/// Whether a sentence only greets, thanks, or says who is speaking.
fn is_courtesy(sentence: &str) -> bool {
    let lower = sentence.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = |word: &&str| {
        // A word in Latin letters ends where it ends; `hi` does not begin `high`.
        let rest = lower.strip_prefix(*word);
        rest.is_some_and(|rest| !word.is_ascii() || !rest.starts_with(char::is_alphanumeric))
    };
    size(sentence) <= GREETING && courtesies().iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Diagnostics;
    use crate::base::sources::Sources;
    use crate::reading::config::Config;
    use crate::reading::parse::parse;

    #[test]
    fn a_question_is_told_in_its_own_words() {
        for (texts, expected) in [
            (vec!["Will the ferry run in winter?"], "Will the ferry run in winter?"),
            (
                vec![
                    "Good morning, Minister. Lana Voss, Harbour Post. The ferry stopped on Monday. Why?",
                ],
                "Lana Voss, Harbour Post. … Why?",
            ),
            (
                vec!["谢谢主持人。", "港口昨天宣布停航。居民表示担忧。对此有何评论？"],
                "港口昨天宣布停航。…对此有何评论？",
            ),
            (vec!["请介绍一下渡轮的情况。"], "请介绍一下渡轮的情况。"),
            (vec!["Hello."], "Hello."),
            (vec![], ""),
        ] {
            assert_eq!(asked(&texts), expected);
        }
    }

    #[test]
    fn the_time_of_a_paragraph_is_not_said() {
        let text = "---\ntitle: A\ndate: 2024\n---\n\n**Q:** [00:00:05] Why now?\n\n**Ada:** (12) boats.\n";
        let sources = Sources::from_texts([("content/speeches/a.en.md", text)]);
        let corpus = parse(&sources, &Config::default(), &mut Diagnostics::default());
        let texts = texts_of_turns(&corpus.speeches[0].body);
        assert_eq!(texts, [["Why now?"], ["(12) boats."]]);
    }

    #[test]
    fn a_long_question_is_cut_and_keeps_what_it_is_about() {
        let long = "Given that the harbour has been closed for repairs since the storms of last autumn, \
                    when will the council let the ferries of the northern line return to their berths?";
        let row = asked(&[long]);
        assert!(row.starts_with("Given that the harbour") && row.ends_with('…'), "{row}");
        assert!(size(&row) <= ROOM + 1);
    }

    #[test]
    fn a_greeting_is_no_question_unless_it_goes_on() {
        assert!(is_courtesy("Thank you, Minister.") && is_courtesy("我是海报社记者。"));
        assert!(!is_courtesy("High tides come.") && !is_courtesy("Will he?"));
    }
}

//! Texts that are no part of the site → whom of the site's people, places and things they name.
//!
//! A text has no lists, so every entity is looked for, by the same search as in speeches.
//! **Invariant:** ranges are bytes of the text as it was given, with its line ends: what is named
//! stands there.
//! A name never runs from one paragraph into the next; lines are joined as Markdown joins them.

use super::mention::{Place, as_usize};
use super::names::Names;
use super::report;
use super::searcher::Searcher;
use crate::base::date::Date;
use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::letters::joins_lines;
use crate::reading::config::Config;
use crate::reading::corpus::{
    Corpus, Document, EntityId, Paragraph, ParagraphRole, Run, Speech, SpeechId,
};
use std::ops::Range;
use std::sync::Arc;

/// The names of a site, ready to be looked for.
pub(crate) struct Registry<'c> {
    searcher: Searcher<'c>,
}

/// An entity that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Bytes of the text, half-open.
    pub(crate) range: Range<usize>,
    pub(crate) entity: EntityId,
}

/// A name in a text that could be several entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Bytes of the text, half-open.
    pub(crate) range: Range<usize>,
    /// Who it could be, at least two, sorted.
    pub(crate) entities: Vec<EntityId>,
}

impl<'c> Registry<'c> {
    /// The names of `corpus`; `config` looks for all of them (`auto = "all"`).
    pub(crate) fn new(
        corpus: &'c Corpus,
        config: &'c Config,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let names = Names::new(corpus, &config.kinds, diagnostics);
        report::shared_names(corpus, &names, diagnostics);
        Registry { searcher: Searcher::new(corpus, config, Arc::new(names)) }
    }

    /// Whom a text names, in its order, and the names in it that could be several.
    pub(crate) fn look(
        &self,
        text: &str,
        lang: Lang,
        date: Option<Date>,
    ) -> (Vec<Spot>, Vec<Doubt>) {
        let body = Document { paragraphs: paragraphs(text), ..Document::default() };
        let speech = Speech::of_text(lang, date, body);
        let found = self.searcher.search_in(SpeechId(0), &speech);

        let in_text = |place: Place, range: &Range<u32>| {
            let Place::Paragraph(index) = place else {
                return 0..0;
            };
            speech.body.paragraphs[index as usize].source_range(&as_usize(range))
        };
        let mut spots = Vec::with_capacity(found.mentions.len());
        for named in &found.mentions {
            let mention = &named.mention;
            let range = in_text(mention.place, &mention.range);
            spots.push(Spot { range, entity: mention.entity });
        }
        let mut doubts = Vec::with_capacity(found.ambiguous.len());
        for name in found.ambiguous {
            let range = in_text(name.place, &name.range);
            doubts.push(Doubt { range, entities: name.entities });
        }
        spots.sort_by_key(|spot| spot.range.start);
        doubts.sort_by_key(|doubt| doubt.range.start);
        (spots, doubts)
    }
}

/// The paragraphs of a plain text: lines with blank ones between them.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            paragraphs.extend(open.take());
        } else {
            let at = start + (line.len() - line.trim_start().len());
            add_line(open.get_or_insert_with(|| empty_at(at)), words, at);
        }
        start += line.len();
    }
    paragraphs.extend(open);
    paragraphs
}

fn empty_at(at: usize) -> Paragraph {
    Paragraph {
        text: String::new(),
        marks: Vec::new(),
        runs: Vec::new(),
        is_of_editor: false,
        turn: None,
        role: ParagraphRole::Text,
        span: at..at,
    }
}

/// Adds a line that begins at byte `at` of the text.
fn add_line(paragraph: &mut Paragraph, line: &str, at: usize) {
    let last = paragraph.text.chars().next_back();
    let next = line.chars().next();
    if let (Some(last), Some(next)) = (last, next)
        && !joins_lines(last, next)
    {
        // The line end is where the space comes from.
        paragraph.runs.push(run(paragraph.text.len(), paragraph.span.end));
        paragraph.text.push(' ');
    }
    paragraph.runs.push(run(paragraph.text.len(), at));
    paragraph.text.push_str(line);
    paragraph.span.end = at + line.len();
}

fn run(text: usize, source: usize) -> Run {
    let fits = "a text of less than 4 GiB";
    Run { text: u32::try_from(text).expect(fits), file: u32::try_from(source).expect(fits) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;
    use crate::base::sources::Sources;
    use crate::reading::config::Auto;
    use crate::reading::parse::parse;

    const FILES: [(&str, &str); 4] = [
        ("content/places/alund.md", "---\nname: {en: Ålund, zh: 奥隆德}\n---\n"),
        ("content/initiatives/open-ferry.md", "---\nname: Open Ferry Programme\n---\n"),
        (
            "content/people/ann-orr.md",
            "---\nname: Ann Orr\naliases: [Orr, {name: the Bosun, until: 2019}]\n---\n",
        ),
        ("content/people/ben-orr.md", "---\nname: Ben Orr\naliases: [Orr]\n---\n"),
    ];

    /// The words that each entity has in a text, and those that are doubtful.
    fn found(text: &str, lang: &str, date: Option<&str>) -> Vec<(String, String)> {
        let sources = Sources::from_texts(FILES);
        let mut diagnostics = Diagnostics::default();
        let config = Config { auto: Auto::All, ..Config::default() };
        let corpus = parse(&sources, &config, &mut diagnostics);
        let registry = Registry::new(&corpus, &config, &mut diagnostics);

        let date = date.and_then(Date::parse);
        let (spots, doubts) = registry.look(text, Lang::parse(lang).unwrap(), date);
        let mut found = Vec::new();
        for spot in spots {
            found.push((text[spot.range].to_owned(), corpus.entity(spot.entity).id.clone()));
        }
        for doubt in doubts {
            found.push((text[doubt.range].to_owned(), "?".to_owned()));
        }
        found
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(words, id): &(&str, &str)| ((*words).to_owned(), (*id).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn a_name_is_found_as_it_stands_across_lines_and_never_across_paragraphs() {
        let text = "The Open Ferry\r\n  Programme reached Ålund.\n\n*Open Ferry\n\nProgramme* no.";
        assert_eq!(
            found(text, "en", None),
            pairs(&[("Open Ferry\r\n  Programme", "open-ferry"), ("Ålund", "alund")])
        );
        assert_eq!(found("他去了奥隆\n德。", "zh", None), pairs(&[("奥隆\n德", "alund")]));
    }

    /// Texts of every sort of line end, space and letter: what is found stands there, in order.
    #[test]
    fn ranges_lie_on_characters_and_do_not_overlap() {
        const PIECES: [&str; 12] = [
            "Ålund",
            "奥隆",
            "德",
            "Ann Orr",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\n\n",
            "🎈",
            "A\u{30A}lund",
            "。",
        ];

        let mut chance = Chance(7);
        let mut diagnostics = Diagnostics::default();
        let config = Config { auto: Auto::All, ..Config::default() };
        let corpus = parse(&Sources::from_texts(FILES), &config, &mut diagnostics);
        let registry = Registry::new(&corpus, &config, &mut diagnostics);
        let mut n_found = 0;
        for round in 0..300 {
            let text: String = (0..20).map(|_| *chance.of(&PIECES)).collect();
            let lang = Lang::parse(if round % 2 == 0 { "en" } else { "zh" }).unwrap();
            let (spots, _) = registry.look(&text, lang, None);
            let mut end = 0;
            for spot in spots {
                assert!(spot.range.start >= end, "{text:?}");
                let words = text.get(spot.range.clone()).unwrap_or_else(|| panic!("{text:?}"));
                assert!(!words.trim().is_empty() && words.trim() == words, "{text:?}: {words:?}");
                end = spot.range.end;
                n_found += 1;
            }
        }
        assert!(n_found > 50, "{n_found}");
    }

    #[test]
    fn what_is_not_sure_is_said_and_not_decided() {
        assert_eq!(found("Then Orr spoke.", "en", None), pairs(&[("Orr", "?")]));
        assert_eq!(found("Ann Orr and the Bosun.", "en", None), pairs(&[("Ann Orr", "ann-orr")]));
        let dated = pairs(&[("the Bosun", "ann-orr")]);
        assert_eq!(found("Here is the Bosun.", "en", Some("2018-05-01")), dated);
        assert!(found("Here is the Bosun.", "en", Some("2020")).is_empty());
    }
}

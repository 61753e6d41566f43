//! Elements and attributes that name who speaks → the speakers of blocks.
//!
//! Pages that print conversations set their speakers in an element of a class (`<span class="who">`)
//! or name them in an attribute (`<div data-voice="…">`). Which one a page uses, it teaches: names
//! are there at the heads of blocks, they come again, and they take turns.
//!
//! **Invariant:** no class is known here, and the name of an attribute decides only where its values
//! are one word each. What the page shows goes before what it says in attributes.

use super::blocks::Draft;
use super::elements::{is_block, is_formatting, is_void};
use super::judge::Verdict;
use super::tokens::unescaped;
use super::tree::{Content, Tree};
use crate::import::labels::is_voice;
use crate::import::lexicon;
use crate::import::manuscript::{BlockKind, Run};
use crate::reading::labels::name;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Fewer names are a list by chance: a choice, as for the other shapes of labels.
const LEAST: usize = 3;
/// Bytes of a label with office and party: parliaments print a line and a half.
const LONGEST: usize = 240;

/// Finds out how the page names who speaks, and says so of the blocks that are its text.
pub(super) fn name_speakers(
    tree: &Tree,
    source: &str,
    drafts: &mut [Draft],
    verdicts: &mut [Verdict],
) {
    let page = Page { tree, source };
    let mut is_text = Vec::with_capacity(drafts.len());
    for (draft, verdict) in drafts.iter().zip(verdicts.iter()) {
        is_text.push(verdict.is_none() && can_have_speaker(draft));
    }

    let shown = page.shown(drafts, &is_text);
    if !shown.is_empty() {
        for (position, range) in shown {
            drafts[position].speaker = Some(range);
        }
    } else if let Some(attribute) = page.attribute(drafts, &is_text) {
        page.take_from_attribute(&attribute, drafts, verdicts);
    }
}

fn can_have_speaker(draft: &Draft) -> bool {
    let is_of_turns = matches!(
        draft.kind,
        BlockKind::Paragraph | BlockKind::Indented | BlockKind::Heading(_) | BlockKind::Item(_)
    );
    is_of_turns && !draft.is_of_conversation()
}

/// What may name a speaker.
struct Candidate {
    /// The block, or the element.
    at: usize,
    /// Who would speak.
    name: String,
    /// Where he is named in the source.
    range: Range<usize>,
    /// Whether words of his follow.
    has_words: bool,
}

/// Whether candidates of one kind name the speakers of a conversation.
fn take_turns(candidates: &[Candidate]) -> bool {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in candidates {
        *times.entry(&candidate.name).or_default() += 1;
    }
    let n = candidates.len();
    let n_voices = candidates.iter().filter(|of| is_voice(&of.name)).count();
    let n_again = candidates.iter().filter(|of| times[of.name.as_str()] >= 2).count();
    let n_changes = candidates.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    let n_with_words = candidates.iter().filter(|of| of.has_words).count();

    // Choices: four of five are names with words behind them, for somebody may be “Several members”,
    // or break off; half come again, as elsewhere; and the name changes half of the time, which the
    // subject of a section does not.
    n >= LEAST
        && times.len() >= 2
        && n_voices * 5 >= n * 4
        && n_with_words * 5 >= n * 4
        && n_again * 2 >= n
        && n_changes * 2 >= n - 1
}

struct Page<'p> {
    tree: &'p Tree,
    source: &'p str,
}

impl Page<'_> {
    /// The speakers that the page shows in elements of their own: the block, and where it names him.
    fn shown(&self, drafts: &[Draft], is_text: &[bool]) -> Vec<(usize, Range<usize>)> {
        let mut by_sign: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        for (at, draft) in drafts.iter().enumerate().filter(|(at, _)| is_text[*at]) {
            let next_are_words = is_text.get(at + 1).copied().unwrap_or_default();
            for (sign, range) in self.elements_at_head(draft) {
                let name = name(&self.text_of(draft, &range)).to_owned();
                let ends_block = draft.runs.last().is_none_or(|run| run.range.end <= range.end);
                let has_words = if ends_block { next_are_words } else { true };
                by_sign.entry(sign).or_default().push(Candidate { at, name, range, has_words });
            }
        }

        let n_in_text = self.n_in_text(drafts, is_text);
        let mut shown: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        for (sign, candidates) in &by_sign {
            let n_all = n_in_text.get(sign).copied().unwrap_or_default();
            let is_at_heads = candidates.len() * 5 >= n_all * 4;
            if !is_at_heads || !take_turns(candidates) {
                continue;
            }
            for candidate in candidates.iter().filter(|of| !of.name.is_empty()) {
                let range = candidate.range.clone();
                let known = shown.entry(candidate.at).or_insert_with(|| range.clone());
                // Of two elements in each other the inner one has the name alone.
                if range.len() < known.len() {
                    *known = range;
                }
            }
        }
        shown.into_iter().collect()
    }

    /// The elements with which a block begins and that are a part of it, each with what tells it from
    /// others and the stretch that it holds.
    fn elements_at_head(&self, draft: &Draft) -> Vec<(String, Range<usize>)> {
        let (Some(text), Some(first)) = (draft.texts.first(), draft.runs.first()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for element in self.tree.ancestors(*text) {
            let Some(end) = self.end_of_text(element, draft) else {
                break;
            };
            let range = first.range.start..end;
            if range.len() > LONGEST {
                break;
            }
            if let Some(sign) = self.sign(element) {
                found.push((sign, range));
            }
        }
        found
    }

    /// The byte at which the text of an element ends; none if some of it is of another block.
    fn end_of_text(&self, element: usize, draft: &Draft) -> Option<usize> {
        let mut end = None;
        for index in element..self.tree.nodes[element].end {
            let Content::Text(range) = &self.tree.nodes[index].content else {
                continue;
            };
            // Texts and runs are in the order of the page, and a paragraph may have very many.
            if draft.texts.binary_search(&index).is_ok() {
                let n_before = draft.runs.partition_point(|run| run.range.start < range.end);
                let last = draft.runs[..n_before].last();
                let last = last.filter(|run| range.contains(&run.range.start));
                end = last.map(|run| run.range.end).or(end);
            } else if !self.source[range.clone()].trim().is_empty() {
                return None;
            }
        }
        end
    }

    /// What tells an element from others: its name with its class, or with what it says of itself.
    fn sign(&self, element: usize) -> Option<String> {
        const PHRASES: [&str; 12] = [
            "abbr", "cite", "dfn", "q", "kbd", "samp", "var", "time", "label", "bdi", "bdo", "ruby",
        ];
        let tag = self.tree.nodes[element].tag()?;
        if let Some(class) = tag.attribute("class").filter(|class| !class.trim().is_empty()) {
            return Some(format!("{}.{}", tag.name, class.trim()));
        }
        let says = |(key, _): &&(String, String)| {
            key.starts_with("data-") || ["itemprop", "property", "role"].contains(&key.as_str())
        };
        if let Some((key, value)) = tag.attributes.iter().find(says) {
            return Some(format!("{}[{key}={value}]", tag.name));
        }
        let name = tag.name.as_str();
        let is_known = is_block(name) || is_formatting(name) || is_void(name);
        let is_own = name == "cite" || !(is_known || PHRASES.contains(&name));
        is_own.then(|| tag.name.clone())
    }

    /// How often each kind of element is in the text.
    fn n_in_text(&self, drafts: &[Draft], is_text: &[bool]) -> BTreeMap<String, usize> {
        let mut holders: BTreeSet<usize> = BTreeSet::new();
        for (draft, _) in drafts.iter().zip(is_text).filter(|(_, is_text)| **is_text) {
            for text in &draft.texts {
                for element in self.tree.ancestors(*text) {
                    // What is around one text is around its neighbours, too.
                    if !holders.insert(element) {
                        break;
                    }
                }
            }
        }
        let mut n_in_text: BTreeMap<String, usize> = BTreeMap::new();
        for sign in holders.into_iter().filter_map(|element| self.sign(element)) {
            *n_in_text.entry(sign).or_default() += 1;
        }
        n_in_text
    }

    fn text_of(&self, draft: &Draft, range: &Range<usize>) -> String {
        let runs = draft.runs.iter().filter(|run| run.range.end <= range.end);
        runs.map(|run| run.text(self.source)).collect()
    }

    /// The attribute in which the page names who speaks.
    fn attribute(&self, drafts: &[Draft], is_text: &[bool]) -> Option<String> {
        let firsts = self.first_blocks(drafts, is_text);
        let mut by_key: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
        for (element, block) in &firsts {
            let Some(tag) = self.tree.nodes[*element].tag() else {
                continue;
            };
            for (key, value) in &tag.attributes {
                let is_own = !matches!(
                    key.as_str(),
                    "id" | "class" | "style" | "href" | "src" | "lang" | "dir" | "role"
                );
                // Elements in each other may say the same of the same block.
                let last = by_key.get(key.as_str()).and_then(|of| of.last());
                let is_said = last.is_some_and(|of| of.range.start == *block);
                if is_own && !is_said && value.len() <= LONGEST && !value.trim().is_empty() {
                    let name = name(value).to_owned();
                    let range = *block..*block;
                    let candidate = Candidate { at: *element, name, range, has_words: true };
                    by_key.entry(key).or_default().push(candidate);
                }
            }
        }

        let mut best: Option<(usize, &str)> = None;
        for (key, candidates) in by_key {
            let n_changes =
                candidates.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
            let names_speaker = lexicon::speaker_keys().iter().any(|word| key.contains(word));
            let is_whole = |of: &&Candidate| of.name.contains(' ') || !of.name.is_ascii();
            let n_whole = candidates.iter().filter(is_whole).count();
            let are_whole = n_whole * 2 >= candidates.len() && returns(&candidates);
            if take_turns(&candidates)
                && (names_speaker || are_whole)
                && !self.is_printed(&candidates, drafts)
                && best.is_none_or(|(n, _)| n_changes > n)
            {
                best = Some((n_changes, key));
            }
        }
        best.map(|(_, key)| key.to_owned())
    }

    /// The elements that hold blocks of text, each with the first of them.
    fn first_blocks(&self, drafts: &[Draft], is_text: &[bool]) -> BTreeMap<usize, usize> {
        let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, draft) in drafts.iter().enumerate().filter(|(at, _)| is_text[*at]) {
            let Some(text) = draft.texts.first() else {
                continue;
            };
            for element in self.tree.ancestors(*text) {
                firsts.entry(element).or_insert(at);
            }
        }
        firsts
    }

    /// Whether the blocks begin with what the attribute says: then a reader sees who speaks.
    fn is_printed(&self, candidates: &[Candidate], drafts: &[Draft]) -> bool {
        let begins = |of: &&Candidate| {
            let draft = drafts.get(of.range.start);
            draft.is_some_and(|draft| draft.text(self.source).trim_start().starts_with(&of.name))
        };
        candidates.iter().filter(begins).count() * 2 >= candidates.len()
    }

    /// Names the speakers as an attribute has them. All that an element with a speaker holds is what
    /// he says, be it one link. What is in none, behind the first, nobody of them says: it is a note
    /// of the record.
    fn take_from_attribute(&self, key: &str, drafts: &mut [Draft], verdicts: &mut [Verdict]) {
        let mut end_of_turn = 0;
        let mut has_begun = false;
        let mut end_of_last = 0;
        for (draft, verdict) in drafts.iter_mut().zip(verdicts) {
            let end_before = end_of_last;
            end_of_last = draft.runs.last().map_or(end_of_last, |run| run.range.end);
            let Some(text) = draft.texts.first().copied() else {
                continue;
            };
            let Some(element) = self.element_with(key, text) else {
                let is_prose = matches!(draft.kind, BlockKind::Paragraph | BlockKind::Indented);
                if has_begun && is_prose && verdict.is_none() {
                    draft.kind = BlockKind::Scene;
                }
                continue;
            };

            *verdict = None;
            if text < end_of_turn {
                continue;
            }
            end_of_turn = self.tree.nodes[element].end;
            has_begun = true;
            if matches!(draft.kind, BlockKind::Quote | BlockKind::Scene) {
                draft.kind = BlockKind::Paragraph;
            }
            // What is shown before the element's own tag would be words of his too.
            let value = self.value(element, key).filter(|range| end_before <= range.start);
            if let Some(range) = value.filter(|_| can_have_speaker(draft)) {
                let written = unescaped(&self.source[range.clone()]);
                let written = (self.source[range.clone()] != *written).then_some(written);
                let run = Run { range: range.clone(), written, bold: false, italic: false };
                draft.runs.insert(0, run);
                draft.speaker = Some(range);
            }
        }
    }

    /// The innermost element around a text that has an attribute with a value.
    fn element_with(&self, key: &str, text: usize) -> Option<usize> {
        let has_it = |element: &usize| {
            let tag = self.tree.nodes[*element].tag();
            tag.and_then(|tag| tag.attribute(key)).is_some_and(|value| !value.trim().is_empty())
        };
        self.tree.ancestors(text).find(has_it)
    }

    /// Where the source has the value of an attribute.
    fn value(&self, element: usize, key: &str) -> Option<Range<usize>> {
        let tag = self.tree.nodes[element].tag()?;
        let text = &self.source[tag.range.clone()];
        let lower = text.to_ascii_lowercase();
        for (at, _) in lower.match_indices(key) {
            let behind = text[at + key.len()..].trim_start();
            let Some(value) = behind.strip_prefix('=').map(str::trim_start) else {
                continue;
            };
            let (value, end) = match value.chars().next()? {
                quote @ ('"' | '\'') => (&value[1..], value[1..].find(quote)?),
                _ => (value, value.find(|c: char| c.is_whitespace() || c == '>')?),
            };
            let start = tag.range.start + (text.len() - value.len());
            let range = start..start + end;
            if Some(unescaped(&self.source[range.clone()]).as_str()) == tag.attribute(key) {
                return Some(range);
            }
        }
        None
    }
}

/// Whether names come back after others, as the subjects of sections do not: a quarter of the time.
fn returns(candidates: &[Candidate]) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut last = "";
    let mut n_returns = 0;
    for candidate in candidates {
        let is_new = seen.insert(&candidate.name);
        n_returns += usize::from(!is_new && last != candidate.name);
        last = &candidate.name;
    }
    n_returns * 4 >= candidates.len()
}

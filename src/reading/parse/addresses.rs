//! One file → where the addresses of its links and the ids of its explicit mentions are written, so
//! that they can be written anew.
//!
//! **Invariant:** what is code is not an address; a definition (`[words]: @id`) is given once, however
//! often it is used. Does not ask what an address leads to.

use super::extensions::cjk_emphasis::prepare;
use super::front_matter::body_start;
use super::markdown::options;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// An address in a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The address without the `@` of a mention and the `?` of doubt.
    pub(crate) text: String,
    /// Whether it is the id of an explicit mention.
    pub(crate) is_mention: bool,
    /// Bytes of the file where `text` is; none where it is written in another way (`&#45;` for
    /// `-`).
    pub(crate) range: Option<Range<usize>>,
    /// Bytes of the file of the link or definition.
    pub(crate) link: Range<usize>,
    /// Whether the address is what readers see: `[[wang-yi]]`.
    pub(crate) is_shown: bool,
}

impl Address {
    /// Bytes of the file where the last part of its path is: `b.md` of `../people/b.md#x`.
    pub(crate) fn file_name(&self) -> Option<Range<usize>> {
        let start = self.range.as_ref()?.start;
        let end = self.text.find('#').unwrap_or(self.text.len());
        let begin = self.text[..end].rfind('/').map_or(0, |at| at + 1);
        Some(start + begin..start + end)
    }
}

/// The addresses in `file`, the whole text of a Markdown file, in the order of the file.
pub(crate) fn addresses(file: &str) -> Vec<Address> {
    let Some(start) = body_start(file) else {
        return Vec::new();
    };
    let prepared = prepare(&file[start..]);
    let in_file = |range: &Range<usize>| {
        start + prepared.source_offset(range.start)..start + prepared.source_offset(range.end)
    };

    let mut open: Vec<Open> = Vec::new();
    let mut defined = BTreeSet::new();
    let mut found = Vec::new();
    let mut events = Parser::new_ext(&prepared.text, options(&prepared.text)).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let range = in_file(&range);
        match event {
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                let definition = events.reference_definitions().get(&id);
                open.push(Open {
                    kind: link_type,
                    address: prepared.strip(&dest_url).into_owned(),
                    inner_end: range.start + 1,
                    link: range.clone(),
                    definition: definition.map(|definition| in_file(&definition.span)),
                });
            }
            Event::End(TagEnd::Link) => {
                let Some(link) = open.pop() else {
                    continue;
                };
                // A definition that several links use is one address.
                let definition = link.definition.as_ref();
                if definition.is_none_or(|definition| defined.insert(definition.start)) {
                    found.extend(address(file, link));
                }
            }
            _ => {}
        }

        // What the words of a link hold may look like its end: `` [`](`](a.md) ``.
        if let Some(link) = open.last_mut().filter(|link| link.link.start < range.start) {
            link.inner_end = link.inner_end.max(range.end);
        }
    }
    found.sort_by_key(|address| address.link.start);
    found
}

/// A link whose end has not come.
struct Open {
    kind: LinkType,
    address: String,
    link: Range<usize>,
    /// Where the text between the brackets ends.
    inner_end: usize,
    definition: Option<Range<usize>>,
}

fn address(file: &str, link: Open) -> Option<Address> {
    let (before, place) = match link.kind {
        LinkType::Inline => ("](", link.inner_end..link.link.end),
        LinkType::WikiLink { .. } => ("[[", link.link.clone()),
        LinkType::Autolink | LinkType::Email => return None,
        _ => ("]:", link.definition.clone()?),
    };

    let is_wiki = matches!(link.kind, LinkType::WikiLink { .. });
    let bare = link.address.strip_prefix('@').unwrap_or(&link.address);
    let is_mention = is_wiki || bare.len() < link.address.len();
    let text = if is_mention { bare.strip_suffix('?').unwrap_or(bare).trim() } else { bare };

    let at = file[place.clone()].find(before).map(|at| place.start + at + before.len());
    Some(Address {
        text: text.to_owned(),
        is_mention,
        range: at.and_then(|at| written(file, at, text)),
        link: link.definition.unwrap_or(link.link),
        is_shown: matches!(link.kind, LinkType::WikiLink { has_pothole: false }),
    })
}

/// Where `text` is from byte `at` of the file on, if it does, behind white space, `<` and `@`.
fn written(file: &str, at: usize, text: &str) -> Option<Range<usize>> {
    let rest = file[at..].trim_start().trim_start_matches('<').trim_start_matches('@').trim_start();
    let start = file.len() - rest.len();
    rest.starts_with(text).then_some(start..start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_an_address_is_found_where_it_stands() {
        let text = "\u{FEFF}---\ntitle: '[a](@no)'\n---\n[one](@wang-yi), **[王**毅](@wang-yi?), [[wang-yi|two]], [[wang-yi]], [a [b] `](` c](<@wang-yi> \"](@x)\").\n\n\
                    - [r][ref] and [ref]\n- [l](../people/wang-yi.md#a \"t\") <https://a.org>\n\n```\n[c](@no)\n```\n`[c](@no)` ![i](@no) [e](@wang&#45;yi)\n\n[ref]: @wang-yi '@no'\n";
        let found: Vec<(bool, bool, Option<&str>)> = addresses(text)
            .iter()
            .map(|address| {
                (
                    address.is_mention,
                    address.is_shown,
                    address.range.clone().map(|range| &text[range]),
                )
            })
            .collect();
        let id = Some("wang-yi");
        let expected = [
            (true, false, id),
            (true, false, id),
            (true, false, id),
            (true, true, id),
            (true, false, id),
            (false, false, Some("../people/wang-yi.md#a")),
            (true, false, None),
            (true, false, id),
        ];
        assert_eq!(found, expected);
        assert!(
            addresses(text).iter().all(|address| !address.is_mention || address.text == "wang-yi")
        );
    }
}

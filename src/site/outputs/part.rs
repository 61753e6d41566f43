//! A site → the share of its files that one of several machines publishes.
//!
//! Each machine reads the whole site, which is a fifth of the work, and makes its files as one machine
//! alone would make them. So nothing has to be exchanged, and the folders are laid over one another.
//!
//! **Invariant:** every file of the site is in one part, whatever their number, with the same bytes.

use super::{Output, Site, Work};
use std::fmt;

/// One of several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From 0.
    index: usize,
    n_parts: usize,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.n_parts)
    }
}

impl Part {
    /// Reads `2/4`; none if there is no such part.
    #[must_use]
    pub fn parse(text: &str) -> Option<Part> {
        let (number, n_parts) = text.split_once('/')?;
        let (number, n_parts): (usize, usize) = (number.parse().ok()?, n_parts.parse().ok()?);
        (1..=n_parts).contains(&number).then(|| Part { index: number - 1, n_parts })
    }

    /// The part that has the search, whose index is made at once: the last, because the first has what
    /// is made of the whole site.
    fn with_search(n_parts: usize) -> usize {
        n_parts - 1
    }
}

impl Site<'_> {
    /// The site with the files of one part alone.
    #[must_use]
    pub fn of_part(self, part: Part) -> Self {
        let has_search = part.index == Part::with_search(part.n_parts);
        let mut site = if has_search { self.with_search() } else { self };

        let outputs = std::mem::take(&mut site.outputs);
        let is_of_part = |output: &Output| site.share(output, part.n_parts) == part.index;
        let outputs = outputs.into_iter().filter(is_of_part).collect();
        Site { outputs, ..site }
    }

    /// In which of `n_parts`, from 0, a file is. Those of one kind are dealt out in turn.
    fn share(&self, output: &Output, n_parts: usize) -> usize {
        match &output.work {
            Work::Search(_) | Work::SearchWords(_) => Part::with_search(n_parts),
            // With the files that it describes, which would be made twice.
            _ if self.describes_files(output) => 0,
            Work::Page(index) => index % n_parts,
            Work::File(index) if !self.parts.artifacts[*index].is_of_site() => index % n_parts,
            Work::Copy(file) => file.0 as usize % n_parts,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn a_part_is_one_of_those_that_there_are() {
        for text in ["1/1", "2/4", "4/4", "300/1000"] {
            assert_eq!(Part::parse(text).expect("a part").to_string(), text);
        }
        for text in ["", "2", "0/4", "5/4", "1/0", "-1/2", "a/b", "1/2/3", "2 / 4"] {
            assert_eq!(Part::parse(text), None, "{text}");
        }
    }
}

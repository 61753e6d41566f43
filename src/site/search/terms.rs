//! Folded text → the terms by which a paragraph is found.
//!
//! A term is a word, or two neighbouring characters of which at least one is [`Class::Dense`], or a
//! dense character that no letter or dense character follows. So every dense substring of two or
//! more characters is made of terms, and a single character is the beginning of one.
//!
//! **Invariant:** the term of a word is its first [`LONGEST`] characters; a reader cuts a word that
//! is searched in the same place, and looks into the text for the rest.

use super::fold::{Class, Fold};

/// Characters of the longest term. Few words are longer, so few texts are looked into in vain;
/// more would cost bytes only for those. `LONGEST_WORD` in `search.js` is the same number.
pub(super) const LONGEST: usize = 20;

/// Bytes of a term that are compared as one number. Two characters of Unicode never take more, so
/// every pair fits: the terms of Han text need no memory of their own.
const HEAD: usize = 8;

/// What of a speech a term is from. Each has lists of its own, for what is found in a title comes
/// before the text, and a label, which many turns have, after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Title,
    Label,
}

impl Field {
    /// What its terms begin with. A query has no term that begins so; `search.js` has the same
    /// marks.
    pub(super) fn mark(self) -> Option<char> {
        match self {
            Field::Text => None,
            Field::Title => Some('#'),
            Field::Label => Some('%'),
        }
    }

    fn is_mark(c: char) -> bool {
        [Field::Title, Field::Label].iter().any(|field| field.mark() == Some(c))
    }
}

/// A term; orders as the bytes of its text do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    /// The first eight bytes, as [`packed`].
    head: u64,
    tail: Box<[u8]>,
}

impl Term {
    /// The term with this text, which holds no NUL.
    pub(super) fn new(text: &[u8]) -> Self {
        let (head, tail) = text.split_at(text.len().min(HEAD));
        Term { head: packed(head), tail: tail.into() }
    }

    /// A term of at most eight bytes, given as [`packed`].
    pub(super) fn short(packed: u64) -> Self {
        Term { head: packed, tail: Box::default() }
    }

    pub(super) fn text(&self) -> String {
        let mut bytes = Vec::with_capacity(HEAD + self.tail.len());
        let padded = self.head.to_be_bytes();
        bytes.extend(padded.into_iter().take_while(|byte| *byte != 0));
        bytes.extend_from_slice(&self.tail);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The first character of a term, without the mark of its field.
pub(super) fn first_character(term: &str) -> Option<char> {
    term.chars().find(|c| !Field::is_mark(*c))
}

/// A term of at most eight bytes as [`packed`]; none if it is longer.
pub(super) fn packed_if_short(term: &[u8]) -> Option<u64> {
    (term.len() <= HEAD).then(|| packed(term))
}

/// At most eight bytes as a number that orders as they do.
pub(super) fn packed(bytes: &[u8]) -> u64 {
    let mut padded = [0; HEAD];
    padded[..bytes.len()].copy_from_slice(bytes);
    u64::from_be_bytes(padded)
}

/// Receives the terms of a text.
pub(super) trait Visitor {
    /// Receives a term of at most eight bytes, as [`packed`].
    fn short(&mut self, packed: u64);
    /// Receives a longer one.
    fn long(&mut self, word: &[u8]);
}

/// Gives `visitor` every term of a text, as often as it occurs.
pub(super) fn each(fold: &Fold, text: &str, visitor: &mut impl Visitor) {
    let mut cutter = Cutter { visitor, word: [0; 4 * LONGEST], len: 0, n_chars: 0, last: None };
    fold.each(text, |c, class| cutter.pass(c, class));
    // Ends the last word, or the dense character at the end.
    cutter.pass(' ', Class::Other);
}

/// Cuts a stream of folded characters into terms. It passes every character of a site, so the word
/// being read is kept in an array: nothing is allocated here.
struct Cutter<'v, V> {
    visitor: &'v mut V,
    /// The word being read; a character takes at most four bytes.
    word: [u8; 4 * LONGEST],
    len: usize,
    n_chars: usize,
    /// The character before, if it is a letter or dense.
    last: Option<(char, Class)>,
}

impl<V: Visitor> Cutter<'_, V> {
    #[inline]
    fn pass(&mut self, c: char, class: Class) {
        let is_part = matches!(class, Class::Letter | Class::Dense);

        match self.last {
            Some((last, Class::Dense)) => {
                let next = if is_part { c } else { '\0' };
                self.visitor.short(pair(last, next));
            }
            Some((last, _)) if class != Class::Letter => {
                self.end_word();
                if class == Class::Dense {
                    self.visitor.short(pair(last, c));
                }
            }
            _ => {}
        }

        if class == Class::Letter && self.n_chars < LONGEST {
            self.len += c.encode_utf8(&mut self.word[self.len..]).len();
            self.n_chars += 1;
        }
        self.last = is_part.then_some((c, class));
    }

    fn end_word(&mut self) {
        let word = &self.word[..self.len];
        match packed_if_short(word) {
            Some(packed) => self.visitor.short(packed),
            None => self.visitor.long(word),
        }
        (self.len, self.n_chars) = (0, 0);
    }
}

/// Two characters, packed; NUL for `b` means that there is only one.
#[inline]
fn pair(a: char, b: char) -> u64 {
    let mut bytes = [0; HEAD];
    let len = a.encode_utf8(&mut bytes).len();
    if b != '\0' {
        b.encode_utf8(&mut bytes[len..]);
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Listed(Vec<String>);

    impl Visitor for Listed {
        fn short(&mut self, packed: u64) {
            self.0.push(Term::short(packed).text());
        }

        fn long(&mut self, word: &[u8]) {
            self.0.push(Term::new(word).text());
        }
    }

    fn terms(text: &str) -> Vec<String> {
        let mut listed = Listed(Vec::new());
        each(&Fold::new(), text, &mut listed);
        listed.0
    }

    #[test]
    fn words_are_whole_and_dense_text_is_pairs() {
        assert_eq!(terms("Don’t panic!"), ["don", "t", "panic"]);
        assert_eq!(terms("王毅，外长。"), ["王毅", "毅", "外长", "长"]);
        assert_eq!(
            terms("G20峰会 in 杭州"),
            ["g20", "0峰", "峰会", "会i", "in", "n杭", "杭州", "州"]
        );
        assert_eq!(terms("𠮷野家"), ["𠮷野", "野家", "家"]);
        assert_eq!(terms(" …!? "), [""; 0]);
        assert_eq!(terms("internationalisation-x"), ["internationalisation", "x"]);
        assert_eq!(terms(&"a".repeat(99)), ["a".repeat(LONGEST)]);
    }

    #[test]
    fn terms_order_as_their_text() {
        let mut texts =
            ["b", "ab", "abcdefgh", "abcdefghi", "abcdefgz", "王", "王毅", "a", "中国", "éa"];
        let mut sorted = texts.map(|text| Term::new(text.as_bytes()));
        sorted.sort();
        texts.sort_unstable();
        assert_eq!(sorted.map(|term| term.text()), texts.map(str::to_owned));
    }
}

//! Folded text → the terms by which a paragraph is found.
//!
//! A term is a word, or a pair of neighbours of which one is [`Class::Dense`], or a dense character after which no other stands.
//! So every dense substring of two or more characters is made of terms, and a single character is the beginning of one.
//!
//! **Invariant:** a word's term is its first [`LONGEST`] characters; whoever asks cuts the same way and looks into the text for the rest.

use super::fold::{Class, Fold};

/// Characters of the longest term.
pub(super) const LONGEST: usize = 20;

/// A term as it is sorted and compared: its first eight bytes as a number, and the rest. Orders as the bytes of the text do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    head: u64,
    tail: Box<[u8]>,
}

impl Key {
    /// The key of a text without NUL.
    pub(super) fn new(text: &[u8]) -> Self {
        let (head, tail) = text.split_at(text.len().min(8));
        Key { head: packed(head), tail: tail.into() }
    }

    /// The key of a text of at most eight bytes, as [`packed`].
    pub(super) fn short(head: u64) -> Self {
        Key { head, tail: Box::default() }
    }

    /// Writes its text.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.head.to_be_bytes().into_iter().take_while(|byte| *byte != 0));
        out.extend_from_slice(&self.tail);
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let mut bytes = Vec::with_capacity(8 + self.tail.len());
        self.write(&mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// At most eight bytes as a number that orders as they do.
pub(super) fn packed(bytes: &[u8]) -> u64 {
    let mut padded = [0; 8];
    padded[..bytes.len()].copy_from_slice(bytes);
    u64::from_be_bytes(padded)
}

/// What terms are given to.
pub(super) trait Take {
    /// Takes a term of at most eight bytes, packed.
    fn short(&mut self, head: u64);
    /// Takes a longer one.
    fn long(&mut self, word: &[u8]);
}

/// Gives the terms of a text, as often as they stand there.
pub(super) fn each(fold: &Fold, text: &str, take: &mut impl Take) {
    let mut cutter = Cutter { take, word: [0; 4 * LONGEST], len: 0, n_chars: 0, last: None };
    fold.each(text, |c, class| cutter.pass(c, class));
    cutter.pass(' ', Class::Other);
}

struct Cutter<'t, T> {
    take: &'t mut T,
    /// The word that is being read.
    word: [u8; 4 * LONGEST],
    len: usize,
    n_chars: usize,
    /// The character before, if it is a letter or dense.
    last: Option<(char, Class)>,
}

impl<T: Take> Cutter<'_, T> {
    #[inline]
    fn pass(&mut self, c: char, class: Class) {
        let is_part = matches!(class, Class::Letter | Class::Dense);
        match self.last {
            Some((last, Class::Dense)) => {
                self.take.short(if is_part { pair(last, c) } else { pair(last, '\0') })
            }
            Some((last, _)) if class != Class::Letter => {
                self.end_word();
                if class == Class::Dense {
                    self.take.short(pair(last, c));
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
        if word.len() <= 8 {
            self.take.short(packed(word));
        } else {
            self.take.long(word);
        }
        (self.len, self.n_chars) = (0, 0);
    }
}

/// Two characters packed; NUL is none.
#[inline]
fn pair(a: char, b: char) -> u64 {
    let mut bytes = [0; 8];
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

    impl Take for Listed {
        fn short(&mut self, head: u64) {
            self.0.push(Key::short(head).text());
        }

        fn long(&mut self, word: &[u8]) {
            self.0.push(Key::new(word).text());
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
    fn keys_order_as_their_text() {
        let mut texts =
            ["b", "ab", "abcdefgh", "abcdefghi", "abcdefgz", "王", "王毅", "a", "中国", "éa"];
        let mut keys = texts.map(|text| Key::new(text.as_bytes()));
        keys.sort();
        texts.sort_unstable();
        assert_eq!(keys.map(|key| key.text()), texts.map(str::to_owned));
    }
}

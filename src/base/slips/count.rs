//! How many slips make one word of another, letter by letter, and how many at the least.

/// How many slips make the beginnings of one word of those of another.
pub(super) struct Slips {
    written: Vec<char>,
    /// What was read of the other.
    pub(super) beginning: Vec<char>,
    /// A row for each beginning of the other word, the empty one first, and in it a number for each
    /// beginning of `written`; of what is out of reach, [`FAR`].
    rows: Vec<usize>,
}

/// More slips than any word has letters.
const FAR: usize = usize::MAX / 2;

impl Slips {
    pub(super) fn of(written: &str) -> Self {
        let written: Vec<char> = written.chars().collect();
        let rows = (0..=written.len()).collect();
        Slips { written, beginning: Vec::new(), rows }
    }

    /// Forgets what was read, as far as a word begins otherwise.
    pub(super) fn keep_beginning(&mut self, word: &str) {
        let n = self.beginning.iter().zip(word.chars()).take_while(|(a, b)| **a == *b).count();
        self.beginning.truncate(n);
        self.rows.truncate((n + 1) * (self.written.len() + 1));
    }

    /// What was read, in a word that begins so.
    pub(super) fn beginning_of<'w>(&self, word: &'w str) -> &'w str {
        let end = word.char_indices().nth(self.beginning.len()).map_or(word.len(), |(at, _)| at);
        &word[..end]
    }

    /// Reads a letter more of a word of so many: at least so many slips has every one that begins so.
    pub(super) fn read(&mut self, c: char, length: usize, limit: usize) -> usize {
        let before = self.beginning.last().copied();
        self.beginning.push(c);
        let (width, n) = (self.written.len() + 1, self.beginning.len());
        let row = self.rows.len();
        self.rows.resize(row + width, FAR);

        // Beginnings whose lengths differ by more are more slips apart.
        let mut least = FAR;
        for of_written in n.saturating_sub(limit)..width.min(n + limit + 1) {
            let here = row + of_written;
            let slips = match of_written.checked_sub(1) {
                None => n,
                Some(last) => {
                    let is_same = self.written[last] == c;
                    let exchanged = self.rows[here - width - 1] + usize::from(!is_same);
                    let one_less = self.rows[here - width].min(self.rows[here - 1]) + 1;
                    let is_swapped = last > 0
                        && before == Some(self.written[last])
                        && self.written[last - 1] == c;
                    let swapped =
                        if is_swapped { self.rows[here - 2 * width - 2] + 1 } else { FAR };
                    exchanged.min(one_less).min(swapped)
                }
            };
            self.rows[here] = slips;
            // What is left of both is of two lengths, too.
            least = least.min(slips + (width - 1 - of_written).abs_diff(length - n));
        }
        least
    }

    /// How many slips make what was read of all that was written.
    pub(super) fn distance(&self) -> usize {
        self.rows[self.rows.len() - 1]
    }
}

/// What shows of most words that they are not near to another, for a tenth of what counting their
/// slips takes.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Characters.
    pub(super) length: usize,
    /// Which letters it has, one bit each; some share one.
    letters: u64,
}

impl Shape {
    pub(super) fn of(word: &str) -> Self {
        let mut shape = Shape { length: 0, letters: 0 };
        for c in word.chars() {
            shape.length += 1;
            shape.letters |= 1 << (u32::from(c) % 64);
        }
        shape
    }

    /// Slips that two words are apart, at the least: each takes one letter away and puts one in.
    pub(super) fn distance_at_least(self, other: Shape) -> usize {
        let only = |one: u64, other: u64| (one & !other).count_ones() as usize;
        let n_other = only(self.letters, other.letters).max(only(other.letters, self.letters));
        n_other.max(self.length.abs_diff(other.length))
    }
}

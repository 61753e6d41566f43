//! What a character is, how wide it is, where a text may be cut, and when two texts are the same.
//!
//! Every question of this kind is answered here, under a name that says what is asked, so that two
//! rooms that ask the same get the same answer.
//!
//! Texts are made comparable in five strengths, the weaker first:
//!
//! | strength | what is taken away |
//! |---|---|
//! | [`composed`] | how a letter and its accent are stored |
//! | [`fold_name`], [`same_name`] | typography: quotation marks, kinds of dash and space, full-width letters; which of several characters a Han character is written with |
//! | [`fold_label`] | all but letters, digits and accents; case |
//! | [`caseless`] | all but letters and digits; case |
//! | [`spelling`] | case, accents, joined letters: what a reader types who looks for it |
//!
//! A [`Simplifier`] gives the simplified form of a traditional character, on top of any other of them.
//!
//! **Invariant:** a character is judged by itself; nothing here depends on a language or a setting.
//! Knows nothing of names, words or dictionaries: whether a name is a word where it is found is
//! judged in `annotate`.

mod cut;
mod excerpts;
mod fold;
mod marks;
mod names;
mod script;
mod sentences;
mod simplified;
mod unseen;
mod width;

pub(crate) use cut::{
    beginning_within, end_of_word, ending_within, first, floor, joins_lines, joins_texts, last,
    start_of_word,
};
pub(crate) use excerpts::{around, clip, opening, shortened, within};
#[cfg(feature = "pdf")]
pub(crate) use fold::of_radical;
pub(crate) use fold::{caseless, composed, fold_label, is_mark, spelling};
pub(crate) use marks::{is_apostrophe, is_hyphen, is_shared};
pub(crate) use names::{Folded, Folding, fold_name, same_name};
pub(crate) use script::{is_cjk, is_dense, is_han, is_kana, is_spaced, is_square, is_word};
pub(crate) use sentences::{is_ended, is_question, sentences};
pub(crate) use simplified::{Simplifier, traditional};
pub(crate) use unseen::{
    is_fixed_space, is_joiner, is_noncharacter, is_residue, is_unseen, turns_direction,
};
pub(crate) use width::{cells, hundredths, weight};

// The tables from which those of the reader in the browser are written.
#[cfg(test)]
pub(crate) use {
    fold::{DROPPED, LETTERS},
    marks::{APOSTROPHES, MIDDLE_DOTS, QUOTES},
    script::{BOPOMOFO, HAN, HANGUL_SYLLABLES, KANA, SOUTHEAST_ASIAN},
};

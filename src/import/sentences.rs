//! How sentences end, in the scripts that are imported.
//!
//! **Invariant:** a mark is looked at, never a word.

/// What ends a sentence, in any script.
pub(super) const ENDS: [char; 23] = [
    '。', '．', '｡', '！', '？', '…', '.', '!', '?', '：', ':', '；', ';', '—', '～', '※', '؟',
    '۔', '؛', '।', '॥', '།', '።',
];
/// What may stand behind the end of a sentence: closing brackets and quotation marks of all scripts,
/// which in German open upwards (`“`) and in Danish point inwards (`«`), and signs of Markdown.
pub(super) const CLOSERS: [char; 23] = [
    '”', '’', '“', '‘', '»', '«', '›', '‹', '」', '』', '｣', '）', ')', '】', ']', '》', '〉', '"',
    '\'', '*', '_', '〕', '>',
];

/// Whether a text ends in a mark that ends sentences.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(CLOSERS).ends_with(ENDS)
}

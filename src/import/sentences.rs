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

/// Dashes with which a line begins where somebody else begins to speak: `— Where to?`
const DASHES: [char; 3] = ['—', '–', '―'];

/// Whether a line begins as those of a dialogue do that names nobody: with a dash and a space.
pub(super) fn opens_line(text: &str) -> bool {
    let text = text.trim_start();
    let words = text.strip_prefix(DASHES).or_else(|| text.strip_prefix('-'));
    words.is_some_and(|words| {
        words.starts_with(char::is_whitespace) && words.contains(char::is_alphabetic)
    })
}

/// Whether a text ends in a mark that ends sentences.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(CLOSERS).ends_with(ENDS)
}

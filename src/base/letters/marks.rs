//! Marks of punctuation by what they do, in the kinds that printers and keyboards have of each.
//!
//! Full-width forms of ASCII marks (`＂`, `－`) are not listed: folding makes them ASCII first.

/// Quotation marks, and the brackets in which Chinese sets a title; `"` is not among them.
pub(crate) const QUOTES: &str = "“”„‟«»「」『』《》〈〉〝〞";

/// Apostrophes, and the single quotation marks and accents that are typed for one.
pub(crate) const APOSTROPHES: &str = "‘’‛ʼ´'";

/// The dot between the parts of a foreign name (`阿玛拉·瓦登`) but for `·` itself.
pub(crate) const MIDDLE_DOTS: &str = "・‧•∙⋅";

/// Hyphens and dashes of every length, and the minus sign, but for `-` itself.
#[must_use]
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '‐'..='―' | '−')
}

/// The apostrophe inside a word: `don’t`, `Côte d’Ivoire`.
#[must_use]
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// The hyphen inside a word: `Bosnia-Herzegovina`.
#[must_use]
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A mark that Latin and Chinese text share, and that is as wide as the text around it is (East
/// Asian Width A).
#[must_use]
pub(crate) fn is_shared(c: char) -> bool {
    matches!(c, '·' | '–'..='‖' | '‘' | '’' | '“' | '”' | '‥'..='‧')
}

//! The ids of paragraphs and turns: `t12p3`, shown as ¶12.3.

/// The anchors in one speech, and under which names it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeechAnchors {
    /// `t12` by turn.
    pub turns: Vec<Box<str>>,
    /// `t12p3`, outside turns `p3`, by paragraph.
    pub paragraphs: Vec<Box<str>>,
    /// Anchors of paragraphs that are gone, each with the paragraph before which it is kept (or the
    /// number of paragraphs).
    pub gone: Vec<(u32, Box<str>)>,
    /// Names, `<id>.<lang>`, under which it was published before its file was renamed.
    pub former_names: Vec<Box<str>>,
    /// Where its page was before, from the root of the site: under such a name, or while the site
    /// had other languages.
    pub former_pages: Vec<Box<str>>,
}

/// An anchor as readers see it: `12.3` of `t12p3`, `3` of `p3`, `12` of `t12`.
pub(crate) fn number(anchor: &str) -> String {
    let rest = anchor.strip_prefix('t').unwrap_or(anchor);
    match rest.split_once('p') {
        Some(("", number)) => number.to_owned(),
        Some((turn, number)) => format!("{turn}.{number}"),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_anchor_is_shown_as_a_number() {
        for (anchor, shown) in
            [("t12p3", "12.3"), ("t12p3a", "12.3a"), ("p4", "4"), ("t7", "7"), ("t2ap1", "2a.1")]
        {
            assert_eq!(super::number(anchor), shown);
        }
    }
}

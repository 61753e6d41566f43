//! The name of a document's file → what its speech may be called, and the language that it is in.

use crate::base::lang::Lang;
use crate::cli::site::is_known_language;

/// A file name without its ending, and without the tag of a language before that:
/// `press-conference` and `zh` of `press-conference.zh.txt`.
pub(super) struct Stem<'n> {
    pub(super) stem: &'n str,
    pub(super) lang: Option<Lang>,
}

impl<'n> Stem<'n> {
    pub(super) fn of(name: &'n str, languages: &[Lang]) -> Self {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // `quay.en.tei.xml`: our own files say the format twice.
        let stem = stem.strip_suffix(".tei").or(stem.strip_suffix(".akn")).unwrap_or(stem);

        // A tag has to be written as tags are: `speech.No.txt` is not Norwegian.
        if let Some((rest, tag)) = stem.rsplit_once('.')
            && let Some(lang) = Lang::parse(tag)
            && lang.tag() == tag
            && is_known_language(&lang, languages)
        {
            let lang = Some(lang);
            return Stem { stem: rest, lang };
        }
        Stem { stem, lang: None }
    }
}

//! Rich Text Format (1.9.1) → its paragraphs, headings, tables and notes, as a page.
//!
//! ```text
//! tokens   bytes → groups, control words, text
//! writer   tokens → page
//! ```
//!
//! **Invariant:** every text of the document is in the page; headers, footers, comments and deleted
//! or hidden text are beside it. Pictures, and what the format calls ignorable, are left out.

mod tokens;
mod writer;

use super::Refusal;
use crate::import::manuscript::Manuscript;
use tokens::Tokens;
use writer::Writer;

/// Reads a file.
///
/// # Errors
///
/// A [`Refusal`] if it nests too deep or has no text.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut writer = Writer::new();
    for token in Tokens::new(bytes) {
        if !writer.take(token) {
            return Err(Refusal::new(
                "the groups of this file are nested too deep",
                "open it in Word or LibreOffice and save it as .docx",
            ));
        }
    }
    writer.read()
}

#[cfg(test)]
mod tests {
    use crate::import::read::tests::{body, imported};
    use crate::import::read::{ReadOptions, read};

    #[test]
    fn text_is_in_the_code_page_of_its_font() {
        let found = imported("quay.rtf", 
            b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset134 SimSun;}}\
              {\\info{\\title The quay}{\\creatim\\yr2024\\mo5\\dy2}}{\\*\\generator Some program;}\
              \\pard\\b INES HALE:\\b0  It cost \\'803, na\\'efve as we are.\\par\n\
              \\pard {\\b JON BARROW:} \\f1\\'c4\\'e0, \\f2\\'c2\\'eb\\'cd\\'b7 \\u8220?aye\\u8221?.\\line And\\~more.\\par}",
        );
        assert_eq!(
            body(&found),
            "<!-- review: the date is 2024-05-02, on which the file was made, for the document names none -->\n\n\
             **INES HALE:** It cost €3, naïve as we are.\n\n**JON BARROW:** Да, 码头 “aye”.\\\nAnd\u{A0}more."
        );
        assert_eq!((found.title.as_str(), found.n_turns), ("The quay", 2));
        assert_eq!(found.date.unwrap().to_string(), "2024-05-02");
    }

    #[test]
    fn notes_tables_and_what_is_beside_the_text_have_their_place() {
        let found = imported("quay.rtf", 
            b"{\\rtf1\\ansi{\\stylesheet{\\s1 heading 1;}}{\\header Page head\\par}\\pard\\s1 The harbour\\par\
              \\pard We begin{\\super\\chftn{\\footnote\\pard\\chftn  See the plan of May.}} here, {\\v hidden }{\\field{\\*\\fldinst HYPERLINK \"https://a.example/b\"}{\\fldrslt and there}}.\\par\
              \\trowd\\cellx1\\cellx2\\intbl Year\\cell Boats\\cell\\row\\trowd\\intbl 2023\\cell 4\\cell\\row\\pard\\plain The end.{\\pict\\bin4 \x00}}{ \\par}{\\*\\junk nothing}}",
        );
        assert_eq!(
            body(&found),
            "We begin[^1] here, [and there](https://a.example/b).\n\n| Year | Boats |\n|---|---|\n| 2023 | 4 |\n\nThe end.\n\n[^1]: See the plan of May."
        );
        assert!(found.aside.contains("Page head") && found.aside.contains("hidden"));
    }

    #[test]
    fn shapes_have_words_and_no_properties_and_items_their_numbers() {
        let found = imported("quay.rtf",
            b"{\\rtf1\\ansi\\pard We begin on the quay.\\par{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt\\pard In the box.\\par}}{\\shprslt\\pard In the box.\\par}}\
              \\pard{\\listtext 1.\\tab}First.\\par\\pard{\\pntext\\'b7\\tab}Second.\\par\\pard{\\field{\\*\\fldinst TOC \\\\o}{\\fldrslt The quay 1}}See {\\xe quay}all.\\par}",
        );
        assert_eq!(
            body(&found),
            "We begin on the quay.\n\nIn the box.\n\n1. First.\n\nSecond.\n\nSee all."
        );
        assert!(found.aside.contains("The quay 1"), "{}", found.aside);
    }

    #[test]
    fn what_is_no_text_or_a_trap_is_refused() {
        let refused =
            |bytes: &[u8]| read("a.rtf", bytes, &ReadOptions::default()).unwrap_err().message;
        assert!(refused(&[b"{\\rtf1".to_vec(), vec![b'{'; 100_000]].concat()).contains("too deep"));
        assert!(refused(b"{\\rtf1 {\\pict ffff}}").contains("no text"));
        assert!(refused(b"{\\rtf1\\bin999999999 x").contains("no text"));
    }
}

//! Dates out of a tree of fields; of what is none, the message says how it is written.

use super::{Node, Reader};
use crate::base::date::{self, Date, When};
use crate::base::diag::Code;

impl Reader<'_> {
    /// A date of day, month or year precision.
    pub(crate) fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node)?;
        let date = Date::parse(&text);

        if date.is_none() {
            // One date is wanted: of a time or a range it is the first.
            let first = When::parse(&text).map(|when| when.date);
            self.bad_date(node, &text, first);
        }
        date
    }

    /// A date of day, month or year precision, with a time of day or a last day.
    pub(crate) fn when(&mut self, node: &Node) -> Option<When> {
        let text = self.text(node)?;
        let when = When::parse(&text);
        if when.is_none() {
            self.bad_date(node, &text, None);
        }
        when
    }

    /// Reports what is no date; `meant` is the date in it, if that is known.
    fn bad_date(&mut self, node: &Node, text: &str, meant: Option<Date>) {
        let number = |part: &str| part.parse::<u32>().ok();
        let mut parts = text.split('-').map(number);
        let is_impossible = matches!(
            (parts.next(), parts.next(), parts.next(), parts.next()),
            (Some(Some(_)), Some(Some(_)), Some(Some(_)), None)
        ) && text.len() == "2024-03-07".len();
        // `1962~`, `1962?`: what EDTF says of how sure a date is.
        let certain = text.trim_end_matches(['~', '?', '%', 'X', 'u', 'x']);

        let usual = "write it as `2024-03-07`, or where less is known `2024-03` or `2024`";
        let (message, hint) = if is_impossible {
            (format!("there is no `{text}` in the calendar"), usual.to_owned())
        } else if let Some(date) = meant.or_else(|| date::of_value(text)) {
            (format!("`{text}` is not a date"), format!("write `{date}`"))
        } else if let Some(date) = Date::parse(certain).filter(|_| certain != text) {
            let hint = format!("write `{date}`, and in words how certain it is");
            (format!("`{text}` is not a date"), hint)
        } else {
            (format!("`{text}` is not a date"), usual.to_owned())
        };
        self.tell(Code::BadDate, &node.span, message, hint);
    }
}

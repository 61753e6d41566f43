//! Where the text of a speech comes from, and what became of it since: its sources, corrections and
//! withdrawal.

use crate::base::date::{AsOf, Date, When};
use crate::base::diag::Code;
use crate::base::fields::scalar::{self, Quoting};
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::letters::is_han;
use crate::base::message::{Message, say};
use crate::reading::corpus::{Change, Source, Withdrawal};

/// `withdrawn: {date: …, reason: …}`; `withdrawn: true` says only that it is.
pub(super) fn withdrawal(reader: &mut Reader<'_>, node: Node) -> Option<Withdrawal> {
    if let Value::Scalar(_) = node.value {
        if let Value::Scalar(text) = &node.value
            && let Some(hint) = withdrawal_in_words(text)
        {
            let message = "a date or a reason is given by its name";
            reader.tell(Code::WrongType, &node.span, message, hint);
            return Some(Withdrawal { date: None, reason: None });
        }
        let is_withdrawn = reader.truth(&node)?;
        return is_withdrawn.then_some(Withdrawal { date: None, reason: None });
    }
    let mut table = reader.table(node)?;
    let withdrawal = Withdrawal { date: table.get("date"), reason: table.get("reason") };
    table.finish();
    Some(withdrawal)
}

/// `changes: [{date: …, note: …}]`; of words alone the day is missing.
pub(super) fn changes(table: &mut Table<'_>) -> Vec<Change> {
    if let Some(Node { value: Value::Scalar(text), span }) = table.peek("changes") {
        let note = scalar::yaml(text, Quoting::Needed);
        let place = span.clone();
        table.take("changes");
        let message = "a change has its date and a note";
        let hint = say!("write `[{{date: 2024-03-08, note: {note}}}]`, with its day", note);
        table.reader.tell(Code::WrongType, &place, message, hint);
        return Vec::new();
    }
    table.get("changes").unwrap_or_default()
}

/// What to write for `withdrawn: at the speaker’s wish`, or for a day alone.
fn withdrawal_in_words(text: &str) -> Option<Message> {
    if let Some(date) = Date::parse(text) {
        return Some(say!("write `{value}`", value = format!("withdrawn: {{date: {date}}}")));
    }
    let is_reason =
        text.trim().contains(' ') || text.chars().any(is_han) && text.chars().count() > 1;
    let reason = text.replace('\'', "''");
    is_reason.then(|| say!("write `{value}`", value = format!("withdrawn: {{reason: '{reason}'}}")))
}

impl FromNode for Source {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(_) = node.value {
            return Some(Source { url: Some(reader.url(&node)?), ..Source::default() });
        }

        let mut table = reader.table(node)?;
        let source = Source {
            url: table.url("url"),
            archived_url: table.url("archived_url"),
            retrieved: table.get("retrieved"),
            note: table.get("note"),
            sha256: digest(&mut table),
        };
        table.finish();
        Some(source)
    }
}

/// A SHA-256, which is as long as all of them.
fn digest(table: &mut Table<'_>) -> Option<String> {
    let node = table.take("sha256")?;
    let text = table.reader.text(&node)?;
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(text);
    }
    let message = say!("`{text}` is no SHA-256", text);
    let hint = "write its 64 figures and letters, as `sha256sum FILE` prints them";
    table.reader.tell(Code::BadValue, &node.span, message, hint);
    None
}

/// Reports what is dated before the speech and can only come after it: that it was corrected,
/// withdrawn or found.
pub(super) fn tell_earlier(table: &mut Table<'_>, when: &When, as_of: AsOf) {
    if !when.date.is_known() {
        return;
    }
    let mut places: Vec<(&'static str, Node)> = Vec::new();
    for (list, key) in [("changes", "date"), ("sources", "retrieved")] {
        if let Some(Node { value: Value::List(items), .. }) = table.peek(list) {
            let dates = items.iter().filter_map(|item| item.entry(key));
            places.extend(dates.map(|(_, node)| (key, node.clone())));
        }
    }
    if let Some((_, node)) = table.peek("withdrawn").and_then(|node| node.entry("date")) {
        places.push(("date", node.clone()));
    }
    // What is handed out before it is said can be found before.
    let is_ahead = matches!(
        table.peek("text_status"),
        Some(Node { value: Value::Scalar(status), .. }) if status == "as-prepared"
    );

    for (key, node) in places {
        let Value::Scalar(text) = &node.value else { continue };
        let Some(date) = Date::parse(text) else { continue };
        if key == "retrieved" && as_of.is_before(date) {
            let message = say!("`{key}` is {date}, which is yet to come", key, date);
            table.reader.tell(Code::FutureDate, &node.span, message, "mend the year");
            continue;
        }
        if when.date.is_by_end_of(date) || key == "retrieved" && is_ahead {
            continue;
        }
        let message =
            say!("`{key}` is {date}, before the day of the speech, {when}", key, date, when);
        let hint = "mend whichever of the two is wrong";
        table.reader.tell(Code::Contradiction, &node.span, message, hint);
    }
}

impl FromNode for Change {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut table = reader.table(node)?;
        let date = table.wanted("date", "date: 2024-03-07");
        let note = table.wanted("note", "note: …");
        table.finish();
        Some(Change { date: date?, note: note? })
    }
}

//! Cells → comma-separated values (RFC 4180, with `\n` for the end of a line), UTF-8 without a mark.
//!
//! **Invariant:** cells hold the text exactly as it is; what begins like a formula of a spreadsheet is not altered.

/// A table being written.
#[derive(Debug, Default)]
pub(super) struct Table {
    bytes: Vec<u8>,
    is_in_row: bool,
}

impl Table {
    /// A table with its header.
    pub(super) fn with_header(names: &[&str]) -> Self {
        let mut table = Table::default();
        for name in names {
            table.text(name);
        }
        table.end_row();
        table
    }

    /// Writes a cell, in quotes where it has to be (RFC 4180 §2.6).
    pub(super) fn text(&mut self, text: &str) {
        self.separate();
        if !text.contains([',', '"', '\n', '\r']) {
            self.bytes.extend_from_slice(text.as_bytes());
            return;
        }
        self.bytes.push(b'"');
        for (index, piece) in text.split('"').enumerate() {
            if index > 0 {
                self.bytes.extend_from_slice(b"\"\"");
            }
            self.bytes.extend_from_slice(piece.as_bytes());
        }
        self.bytes.push(b'"');
    }

    /// Writes a cell with a number.
    pub(super) fn number(&mut self, number: usize) {
        self.text(&number.to_string());
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        self.bytes.push(b'\n');
        self.is_in_row = false;
    }

    /// The file.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn separate(&mut self) {
        if std::mem::replace(&mut self.is_in_row, true) {
            self.bytes.push(b',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_cell_is_quoted_only_where_it_must_be() {
        let mut table = Table::with_header(&["a", "b"]);
        table.text("say \"no\", twice");
        table.text("=1+1");
        table.end_row();
        table.text("");
        table.text("two\nlines");
        table.end_row();
        let text = String::from_utf8(table.into_bytes()).unwrap();
        assert_eq!(text, "a,b\n\"say \"\"no\"\", twice\",=1+1\n,\"two\nlines\"\n");
    }
}

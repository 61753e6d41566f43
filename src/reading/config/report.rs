//! Where readers report an error: `report` in `oratory.toml` → the address for one page.

use crate::base::diag::Code;
use crate::base::fields::{Node, Reader};
use crate::base::message::say;
use crate::base::percent;

/// An address with places for the title and the address of the page that is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// It may hold `{title}` and `{url}`.
    address: String,
}

impl Report {
    /// Reads the key: the address of a form, or a person's of e-mail.
    pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let written = reader.text(node)?;
        let written = written.trim();
        let begins = |scheme: &str| written.len() > scheme.len() && written.starts_with(scheme);
        if begins("https://") || begins("http://") || begins("mailto:") {
            return Some(Report { address: written.to_owned() });
        }

        let is_mail = written.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !written.contains(char::is_whitespace)
        });
        if is_mail {
            let address = format!("mailto:{written}?subject={{title}}&body={{url}}");
            return Some(Report { address });
        }
        let message = say!("`{written}` is neither a web address nor one of e-mail", written);
        let hint = "write `\"editor@example.org\"`, or `\"https://example.org/report?page={url}\"`";
        reader.tell(Code::BadUrl, &node.span, message, hint);
        None
    }

    /// The address at which an error on one page is reported.
    pub(crate) fn for_page(&self, title: &str, url: &str) -> String {
        // What has a meaning of its own in a query, and what no address may hold.
        let cannot_stand = |c: char| !(c.is_ascii_alphanumeric() || "-._~".contains(c));
        let encoded = |text: &str| percent::encode(text, cannot_stand);
        self.address.replace("{title}", &encoded(title)).replace("{url}", &encoded(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_and_the_address_of_the_page_are_put_in() {
        let report = Report { address: "https://example.org/r?t={title}&u={url}".to_owned() };
        assert_eq!(
            report.for_page("Q & A", "https://example.org/a.html"),
            "https://example.org/r?t=Q%20%26%20A&u=https%3A%2F%2Fexample.org%2Fa.html"
        );
    }
}

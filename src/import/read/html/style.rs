//! Start tags → how the text below them is shown: hidden, bold, set in.
//!
//! Reads the tag and its `style` attribute, never a style sheet.

use super::tokens::Tag;

/// How text is shown; what an element does not say, it has from the one around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub(super) struct Style {
    /// Not shown at all.
    pub(super) hidden: bool,
    /// Bold.
    pub(super) bold: bool,
    /// Italic.
    pub(super) italic: bool,
    /// White space stands as it is written.
    pub(super) preformatted: bool,
    /// First lines are set in.
    pub(super) indented: bool,
    /// Part of a link that leads elsewhere.
    pub(super) linked: bool,
}

impl Style {
    /// The style of what stands in `tag`, where `self` is the style around it.
    pub(super) fn with(mut self, tag: &Tag) -> Self {
        self.take_name(tag);
        let is_flagged = |name: &str| {
            tag.attribute(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
        };
        self.hidden |= tag.attribute("hidden").is_some() || is_flagged("aria-hidden");
        for declaration in tag.attribute("style").unwrap_or_default().split(';') {
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.trim().to_ascii_lowercase();
                self.take(
                    &property.trim().to_ascii_lowercase(),
                    value.trim_end_matches("!important").trim_end(),
                );
            }
        }
        self
    }

    fn take_name(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "b" | "strong" => self.bold = true,
            "i" | "em" | "cite" | "dfn" => self.italic = true,
            "pre" | "xmp" | "listing" | "plaintext" => self.preformatted = true,
            "a" => {
                self.linked |= tag
                    .attribute("href")
                    .is_some_and(|address| !address.trim_start().starts_with('#'))
            }
            "dialog" => self.hidden |= tag.attribute("open").is_none(),
            name => self.hidden |= is_never_shown(name),
        }
    }

    fn take(&mut self, property: &str, value: &str) {
        if value == "inherit" {
            return;
        }
        match property {
            "display" => self.hidden |= value == "none",
            "visibility" => self.hidden |= value == "hidden" || value == "collapse",
            // CSS Fonts 4 §2.2: 400 is normal, 700 bold.
            "font-weight" => {
                self.bold = value.starts_with("bold")
                    || value.parse().is_ok_and(|weight: f32| weight >= 600.0)
            }
            "font-style" => {
                self.italic = value.starts_with("italic") || value.starts_with("oblique")
            }
            "white-space" => {
                self.preformatted =
                    matches!(value, "pre" | "pre-wrap" | "pre-line" | "break-spaces")
            }
            "text-indent" => {
                self.indented = !value.starts_with(['-', '0'])
                    || value.starts_with("0.") && !value.starts_with("0.0")
            }
            _ => {}
        }
    }
}

/// Elements whose text no reader sees.
fn is_never_shown(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "noembed"
            | "noframes"
            | "iframe"
            | "object"
            | "svg"
            | "title"
    ) || matches!(
        name,
        "textarea"
            | "canvas"
            | "audio"
            | "video"
            | "datalist"
            | "amp-analytics"
            | "amp-state"
            | "rp"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tokens::{Token, tokens};
    use super::Style;

    fn style(tags: &str) -> Style {
        tokens(tags).iter().fold(Style::default(), |style, token| match token {
            Token::Start(tag) => style.with(tag),
            _ => style,
        })
    }

    #[test]
    fn tags_and_their_declarations_style_text() {
        assert!(
            style("<p><STRONG>").bold
                && style("<span style='FONT-WEIGHT: 700'>").bold
                && style("<p style='font-weight:bold'>").bold
        );
        assert!(
            !style("<b style='font-weight:normal'>").bold
                && !style("<span style='font-weight:400'>").bold
        );
        assert!(style("<em>").italic && style("<pre>").preformatted);
        assert!(
            style("<p style='text-indent: 2em;'>").indented
                && !style("<p style='text-indent:0em'>").indented
        );
        assert!(!style("<div style='text-indent:2em'><p style='text-indent:-2em'>").indented);
    }

    #[test]
    fn what_is_not_shown_is_known() {
        for tags in [
            "<script>",
            "<p hidden>",
            "<i aria-hidden=true>",
            "<div style='color:red; DISPLAY : none !important'><p>",
            "<head><title>",
        ] {
            assert!(style(tags).hidden, "{tags}");
        }
        assert!(!style("<p aria-hidden=false style='display:block'>").hidden);
    }

    #[test]
    fn links_within_the_page_lead_nowhere_else() {
        assert!(
            style("<a href=/x>").linked
                && !style("<a href='#x'>").linked
                && !style("<a name=x>").linked
        );
    }
}

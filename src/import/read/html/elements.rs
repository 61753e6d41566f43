//! Names of elements → what HTML says of how they open and close one another.

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    closes_paragraph(name)
        || matches!(
            name,
            "" | "body"
                | "html"
                | "li"
                | "dd"
                | "dt"
                | "td"
                | "th"
                | "tr"
                | "tbody"
                | "thead"
                | "tfoot"
                | "caption"
                | "option"
                | "optgroup"
        )
        || matches!(
            name,
            "legend"
                | "iframe"
                | "select"
                | "textarea"
                | "button"
                | "object"
                | "video"
                | "audio"
                | "canvas"
                | "frameset"
        )
}

/// Elements before which an open paragraph ends (HTML §13.2.6.4.7), those of former standards and
/// of AMP among them.
pub(super) fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
    ) || matches!(
        name,
        "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "listing"
            | "main"
            | "menu"
            | "nav"
    ) || matches!(
        name,
        "ol" | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "xmp"
    )
}

/// Elements that have no content (HTML §13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
    ) || matches!(name, "track" | "wbr" | "keygen")
}

/// Elements that style text and nothing else; an end tag of theirs ends a style, never a block.
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "del"
            | "mark"
            | "nobr"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
    ) || matches!(name, "sup" | "tt" | "u")
}

/// Elements that an end tag from within does not reach beyond (“has an element in scope”, HTML
/// §13.2.4.2).
pub(super) fn is_scope(name: &str) -> bool {
    matches!(
        name,
        "" | "html"
            | "table"
            | "td"
            | "th"
            | "caption"
            | "template"
            | "object"
            | "marquee"
            | "applet"
    )
}

pub(super) fn stands_in_head(name: &str) -> bool {
    matches!(
        name,
        "title"
            | "meta"
            | "link"
            | "script"
            | "style"
            | "base"
            | "noscript"
            | "template"
            | "basefont"
            | "bgsound"
            | "head"
            | "html"
    )
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

pub(super) fn is_block_but_heading(name: &str) -> bool {
    is_block(name) && !is_heading(name)
}

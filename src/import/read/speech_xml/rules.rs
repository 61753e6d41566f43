//! What an element is to the text, whatever its format calls it.

use crate::import::manuscript::FeatureKind;
use crate::reading::corpus::TurnRole;

/// What an element is to the text.
pub(super) enum Rule<'d> {
    /// It says something of the document and is no part of the text.
    Head,
    /// It is a part with a heading.
    Section,
    /// It says nothing of its content.
    Through,
    /// What is in it is read elsewhere.
    Nothing,
    Heading,
    Paragraph,
    Item,
    Row,
    Cell,
    /// Somebody speaks in it.
    Turn(Turn<'d>),
    /// It names who speaks in the turn around it or behind it.
    Speaker,
    /// It tells what happens, or what is said by nobody in particular.
    Scene,
    Styled {
        bold: bool,
        italic: bool,
    },
    /// This is said of its text.
    Marked(FeatureKind),
    /// Its text names the entity of this identifier.
    Named(&'d str),
    /// A footnote, at the place that refers to it.
    Note,
    /// A reference to the note of this identifier, which stands elsewhere.
    NoteAt(&'d str),
    /// It is beside the text: another reading, the head of a page.
    Beside(&'static str),
    /// Whoever speaks reads it out.
    Quotation,
    /// A line ends there.
    Break,
    /// It is a space.
    Space,
    /// Words are missing there, and this is why.
    Gap(&'d str),
    /// A word or a sentence in an element of its own: whether the next follows without a space, and
    /// whether it itself does.
    Word {
        joins: bool,
        follows: bool,
    },
}

/// Who speaks in a turn.
#[derive(Default)]
pub(super) struct Turn<'d> {
    /// The identifiers of whoever speaks.
    pub(super) who: Vec<&'d str>,
    /// What they are called there.
    pub(super) names: Vec<&'d str>,
    pub(super) role: Option<TurnRole>,
    /// The time, as a recording or a clock shows it.
    pub(super) time: Option<String>,
    /// Where it begins on the timeline of the document.
    pub(super) starts_at: Option<&'d str>,
}

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
    /// A reading that is not the one of the text.
    OtherReading,
    /// A line ends there.
    Break,
    /// It is a space.
    Space,
    /// Words are missing there, and this is why.
    Gap(&'d str),
    /// A word in an element of its own; whether the next follows without a space.
    Word {
        joins: bool,
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
}

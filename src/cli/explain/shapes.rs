//! What may be written behind a key: the shapes of values, and how each is called on a page.
//!
//! A shape says what a reader of files accepts; it reads nothing itself. `oratory schema` makes JSON
//! Schemas of shapes, `oratory explain --keys` words.

/// What may be written behind a key.
#[derive(Clone, Copy)]
pub(in crate::cli) enum Shape {
    /// Anything that is written in one go: a number is text, too.
    Text,
    /// Text, or a text for each language.
    Words,
    /// A day, a month or a year.
    Date,
    /// A date as EDTF writes it, with a time or a last day, or not certain.
    When,
    /// A day with its hour and its distance from Greenwich.
    Moment,
    Truth,
    /// A decimal number.
    Number,
    /// A whole number.
    Whole,
    /// A whole number from 1.
    Count,
    /// Whole degrees east.
    Meridian,
    /// The id of an entity.
    Id,
    /// An address out of the site.
    Address,
    /// A language tag.
    Language,
    /// Longitude and latitude.
    Point,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    List(&'static Shape),
    /// One value, or a list of them.
    OneOrMore(&'static Shape),
    /// One of these shapes.
    Either(&'static [Shape]),
    /// A table with the keys of the section of this title.
    In(&'static str),
    /// A table whose keys are the writer's own, and whose values have this shape.
    ByName(&'static Shape),
    /// A table of whatever the site keeps there.
    Free,
}

impl Shape {
    /// What it is called.
    pub(super) fn wording(&self) -> String {
        match self {
            Shape::Text => "text".to_owned(),
            Shape::Words => "text, or `{en: …, zh: …}`".to_owned(),
            Shape::Date | Shape::When => "a date".to_owned(),
            Shape::Moment => "a moment".to_owned(),
            Shape::Truth => "`true`".to_owned(),
            Shape::Number | Shape::Whole | Shape::Count => "a number".to_owned(),
            Shape::Meridian => "degrees east".to_owned(),
            Shape::Id => "an id".to_owned(),
            Shape::Address => "an address".to_owned(),
            Shape::Language => "a language".to_owned(),
            Shape::Point => "`[longitude, latitude]`".to_owned(),
            Shape::OneOf(words) => format!("`{}`", words().join("`, `")),
            Shape::List(_) => "a list".to_owned(),
            Shape::OneOrMore(one) => format!("{}, or a list", one.wording()),
            Shape::Either([Shape::Text, Shape::In(_)]) => "a wording, or a table".to_owned(),
            Shape::Either(shapes) => {
                let words: Vec<String> = shapes.iter().map(Shape::wording).collect();
                words.join(", or ")
            }
            Shape::In(_) | Shape::ByName(_) | Shape::Free => "a table".to_owned(),
        }
    }

    /// Adds the titles of the tables that it refers to.
    pub(super) fn add_tables(&self, titles: &mut Vec<&'static str>) {
        match self {
            Shape::In(title) => titles.push(title),
            Shape::List(inner) | Shape::OneOrMore(inner) | Shape::ByName(inner) => {
                inner.add_tables(titles);
            }
            Shape::Either(shapes) => {
                for shape in *shapes {
                    shape.add_tables(titles);
                }
            }
            _ => {}
        }
    }
}

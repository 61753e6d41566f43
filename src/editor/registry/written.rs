//! Values of front matter that several commands write.

use crate::base::date::Date;
use crate::editor::edit::Value;
use crate::reading::corpus::Alias;

/// A name of an entity: alone, or with what is said of it.
pub(super) fn alias(alias: &Alias) -> Value {
    if alias.forms.is_empty() {
        return name(&alias.text, alias.from, alias.until, alias.auto);
    }
    Value::fields([
        ("name", Some(alias.text.as_str().into())),
        ("forms", Some(Value::list(alias.forms.clone()))),
        ("from", alias.from.map(Value::from)),
        ("until", alias.until.map(Value::from)),
        ("auto", (!alias.auto).then(|| Value::Bare("false".to_owned()))),
    ])
}

/// A name: alone, or with the time in which it is in use, and with whether it is looked for in
/// texts where it is not.
pub(super) fn name(text: &str, from: Option<Date>, until: Option<Date>, auto: bool) -> Value {
    if from.is_none() && until.is_none() && auto {
        return text.into();
    }
    Value::fields([
        ("name", Some(text.into())),
        ("from", from.map(Value::from)),
        ("until", until.map(Value::from)),
        ("auto", (!auto).then(|| Value::Bare("false".to_owned()))),
    ])
}

//! Keys and their shapes → a JSON Schema (draft 2020-12).
//!
//! Every key of YAML may be left empty, as the program takes an empty one for a missing one; TOML has
//! nothing of that kind.

use crate::cli::explain::{SPEECH, Section, Shape, of_fact};
use crate::reading::kinds::{Kind, Kinds, Listing};
use serde_json::{Map, Value, json};

/// The schema of files whose outermost table is `section`; of a speech with a list for each kind, of
/// the files of a kind with its facts.
pub(super) fn schema(
    section: &'static Section,
    files: &str,
    kinds: &Kinds,
    kind: Option<&Kind>,
) -> Value {
    let mut schema = table(section, section);
    if section.title == SPEECH {
        add_lists(&mut schema["properties"], section, kinds);
    }
    if let Some(kind) = kind {
        add_facts(&mut schema["properties"], kind);
    }

    let mut inner = Map::new();
    for inner_section in section.with_inner().into_iter().skip(1) {
        inner.insert(name_of(inner_section.title), table(section, inner_section));
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(files);
    if !inner.is_empty() {
        schema["$defs"] = Value::Object(inner);
    }
    schema
}

/// A table with the keys of a section and no others, in a file whose outermost table is `file`.
fn table(file: &Section, section: &Section) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in section.keys {
        let value = of_shape(&key.shape);
        let is_never_empty = key.is_required || file.is_toml();
        let value = if is_never_empty { value } else { or_nothing(value) };
        properties.insert(key.name.to_owned(), described(value, &key.meaning()));
        if key.is_required {
            required.push(key.name);
        }
    }

    let mut table = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !section.about.is_empty() {
        table["description"] = json!(section.about);
    }
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// Adds the list that a speech has for each kind.
fn add_lists(properties: &mut Value, section: &Section, kinds: &Kinds) {
    for (_, kind) in kinds.iter() {
        let like = if kind.listing == Listing::Member { "series" } else { "people" };
        if let Some(key) = section.key(&kind.key).or_else(|| section.key(like)) {
            let list = or_nothing(of_shape(&key.shape));
            properties[&kind.key] = described(list, &key.meaning());
        }
    }
}

/// Adds what the files of a kind may state.
fn add_facts(properties: &mut Value, kind: &Kind) {
    for fact in &kind.facts {
        let one = of_shape(&of_fact(fact.value));
        let value = if fact.is_list { json!({"type": "array", "items": one}) } else { one };
        let label = fact.label(&crate::base::lang::Lang::english());
        properties[&*fact.key] = described(or_nothing(value), &label);
    }
}

fn described(mut schema: Value, meaning: &str) -> Value {
    if !meaning.is_empty() {
        schema["description"] = json!(meaning);
    }
    schema
}

/// The same, or nothing: `key:` alone.
fn or_nothing(mut schema: Value) -> Value {
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
        return schema;
    }
    if let Some(shapes) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        shapes.push(json!({"type": "null"}));
        return schema;
    }
    match schema.get("type") {
        Some(Value::String(one)) => schema["type"] = json!([one, "null"]),
        Some(Value::Array(several)) => {
            let mut several = several.clone();
            several.push(json!("null"));
            schema["type"] = Value::Array(several);
        }
        _ => return json!({"anyOf": [schema, {"type": "null"}]}),
    }
    schema
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        // What is written without quotes may look like a number or a truth, and is text all the same.
        Shape::Text | Shape::Id => json!({"type": ["string", "number", "boolean"]}),
        Shape::Words => json!({"anyOf": [
            of_shape(&Shape::Text),
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": of_shape(&Shape::Language),
                "additionalProperties": of_shape(&Shape::Text),
            },
        ]}),
        // A year alone is a number.
        Shape::Date => json!({
            "type": ["string", "integer"],
            "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        }),
        // Level 0 and 1 of EDTF, loosely: `check` knows the calendar.
        Shape::When => json!({
            "type": ["string", "integer"],
            "pattern": r"^\s*(unknown|XXXX|[-\d:TZ+.~?%/\s]+)\s*$",
        }),
        Shape::Moment => json!({
            "type": "string",
            "pattern": r"^\s*\d{4}-\d{2}-\d{2}[Tt ]\d{2}",
        }),
        Shape::Truth => json!({"type": "boolean"}),
        Shape::Number => json!({"type": "number"}),
        Shape::Whole => json!({"type": "integer"}),
        Shape::Count => json!({"type": "integer", "minimum": 1}),
        Shape::Meridian => json!({"type": "integer", "minimum": -180, "maximum": 180}),
        Shape::Address => json!({"type": "string", "pattern": r#"^https?://[^\s<>"/][^\s<>"]*$"#}),
        Shape::Language => json!({
            "type": "string",
            "pattern": "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$",
        }),
        Shape::Point => json!({
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "items": false,
            "minItems": 2,
        }),
        Shape::OneOf(words) => json!({"enum": words()}),
        Shape::List(inner) => json!({"type": "array", "items": of_shape(inner)}),
        Shape::OneOrMore(inner) => {
            json!({"anyOf": [of_shape(inner), of_shape(&Shape::List(inner))]})
        }
        Shape::Either(shapes) => {
            json!({"anyOf": shapes.iter().map(of_shape).collect::<Vec<Value>>()})
        }
        Shape::In(title) => json!({"$ref": format!("#/$defs/{}", name_of(title))}),
        Shape::ByName(inner) => json!({"type": "object", "additionalProperties": of_shape(inner)}),
        Shape::Free => json!({"type": "object"}),
    }
}

/// The name of a table within a schema: ``An entry of `sources` `` is `an-entry-of-sources`.
fn name_of(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join("-").to_lowercase()
}

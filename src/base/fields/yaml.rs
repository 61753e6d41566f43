//! YAML text → tree of fields. The only file that names granit-parser (YAML 1.2, pure Rust, events
//! with byte spans).
//!
//! Scalars stay text: `no`, `012` and `2024-03-07` mean what the reader asks for, not what YAML 1.1
//! guessed.

use super::slips::slips;
use super::{Key, Node, Value};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use granit_parser::{Event, Parser, ScalarStyle};
use std::ops::Range;

/// Reads `text`, which begins at byte `offset` of `file`; none, with a diagnostic, if it is not
/// YAML or is more than one document (YAML 1.2.2 §9.2).
pub(crate) fn read_yaml(
    file: FileId,
    text: &str,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let mut builder = Builder {
        file,
        offset,
        parser: Parser::new_from_str(text),
        diagnostics,
        end: offset + text.len(),
        has_value: false,
        may_be_slip: false,
    };

    let (slips, otherwise) = match builder.only_document() {
        // Fields without a colon that is read as one are words to YAML, and no table.
        Ok(node) if matches!(node.value, Value::Scalar(_)) => (slips(text), Ok(node)),
        Ok(node) => return Some(node),
        Err(diagnostic) => {
            let slips = if builder.may_be_slip { slips(text) } else { Vec::new() };
            (slips, Err(with_stars(*diagnostic, text, offset)))
        }
    };
    if slips.is_empty() {
        return otherwise.map_err(|diagnostic| diagnostics.push(diagnostic)).ok();
    }

    for slip in slips {
        let place = Span::new(file, offset + slip.range.start..offset + slip.range.end);
        let told =
            Diagnostic::new(Code::BadYaml, slip.message).at(place.clone(), "").hint(slip.hint);
        diagnostics.push(match slip.fix {
            Some(text) => told.fixed_by(place, text),
            None => told,
        });
    }
    None
}

/// What is told of an alias, of one that was meant for an item of a list: `* ann`.
fn with_stars(told: Diagnostic, text: &str, offset: usize) -> Diagnostic {
    let place = told.labels.first().map(|label| label.span.clone());
    let Some(place) = place.filter(|_| told.code == Code::YamlAlias) else {
        return told;
    };
    let is_item = text[place.range.start - offset..].starts_with("* ");
    if !is_item {
        return told;
    }
    Diagnostic::new(Code::BadYaml, "`*` begins no item of a list")
        .at(place, "")
        .hint("begin each item with `- `")
}

type Built<T> = Result<T, Box<Diagnostic>>;

struct Builder<'t, 'd> {
    file: FileId,
    offset: usize,
    end: usize,
    /// Whether the first value has been read to its end.
    has_value: bool,
    /// Whether the parser refused the text for how it is written.
    may_be_slip: bool,
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> Builder<'t, '_> {
    fn only_document(&mut self) -> Built<Node> {
        let node = self.document()?;
        self.has_value = true;

        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(node),
                Event::DocumentEnd | Event::DocumentStart(..) => {}
                _ => return Err(Box::new(second_value(Span::new(self.file, span)))),
            }
        }
    }

    fn document(&mut self) -> Built<Node> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => {
                    return Ok(Node { span: self.offset..self.offset, value: Value::Null });
                }
                event => return self.node(event, span),
            }
        }
    }

    /// The next event with its place in the file.
    fn next(&mut self) -> Built<(Event<'t>, Range<usize>)> {
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, self.end..self.end)),
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or_default();
                Ok((event, self.offset + range.start..self.offset + range.end))
            }
            Some(Err(error)) => Err(Box::new(self.scan_error(&error))),
        }
    }

    fn scan_error(&mut self, error: &granit_parser::ScanError) -> Diagnostic {
        let at = (self.offset + error.marker().byte_offset().unwrap_or_default()).min(self.end);
        let place = Span::new(self.file, at..at);

        if error.info().contains("anchor") {
            return refused_alias(place);
        }

        if self.has_value && error.info().contains("<document start>") {
            return second_value(place);
        }

        self.may_be_slip = !error.info().contains("recursion");
        Diagnostic::new(
            Code::BadYaml,
            say!("this YAML cannot be read: {error}", error = Message::ready_made(error.info())),
        )
        .at(place, "")
        .hint(remedy(&error.info()))
    }

    fn node(&mut self, event: Event<'t>, span: Range<usize>) -> Built<Node> {
        match event {
            Event::Scalar(text, style, 0, _) => Ok(Node { span, value: scalar(&text, style) }),
            Event::SequenceStart(_, 0, _) => self.list(span),
            Event::MappingStart(_, 0, _) => self.map(span),
            Event::Alias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..) => Err(Box::new(refused_alias(Span::new(self.file, span)))),
            _ => Ok(Node { span, value: Value::Null }),
        }
    }

    fn list(&mut self, start: Range<usize>) -> Built<Node> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                let last = items.last().map_or(start.end, |node: &Node| node.span.end);
                return Ok(Node {
                    span: start.start..end_of(&start, last, &span),
                    value: Value::List(items),
                });
            }

            items.push(self.node(event, span)?);
        }
    }

    fn map(&mut self, start: Range<usize>) -> Built<Node> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let Event::Scalar(name, ..) = event else {
                if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                    let last = entries.last().map_or(start.end, |(_, node)| node.span.end);
                    return Ok(Node {
                        span: start.start..end_of(&start, last, &span),
                        value: Value::Map(entries),
                    });
                }

                let place = Span::new(self.file, span);
                return Err(Box::new(
                    Diagnostic::new(Code::BadYaml, "a key must be text")
                        .at(place, "")
                        .hint("put the key in quotes"),
                ));
            };

            let key = Key { name: name.into_owned(), span };

            let (event, span) = self.next()?;
            let node = self.node(event, span)?;
            self.enter(&mut entries, key, node);
        }
    }

    /// Takes up an entry; of two with one key the first stays and both are shown.
    fn enter(&mut self, entries: &mut Vec<(Key, Node)>, key: Key, node: Node) {
        // Wide spaces and those that do not break are letters of a key to YAML.
        let odd = key.name.len() - key.name.trim_start_matches(['\u{3000}', '\u{A0}']).len();
        if odd > 0 {
            let place = Span::new(self.file, key.span.start..key.span.start + odd);
            let told = Diagnostic::new(
                Code::BadYaml,
                "the line is set in with spaces that YAML does not read",
            );
            self.diagnostics.push(told.at(place, "").hint("set it in with plain spaces"));
            return;
        }
        // `{en：Port}` is a key without a value.
        if let (Some(colon), Value::Null) = (key.name.find('：'), &node.value) {
            let behind = key.span.start + colon;
            let is_as_written = key.span.len() == key.name.len();
            let place = Span::new(self.file, behind..behind + '：'.len_utf8());
            let told = Diagnostic::new(
                Code::BadYaml,
                "this colon is full-width, and YAML knows the narrow one alone",
            )
            .at(place.clone(), "")
            .hint(say!("write `{value}`", value = key.name.replacen('：', ": ", 1)));
            self.diagnostics.push(match is_as_written {
                true => told.fixed_by(place, ": "),
                false => told,
            });
            // Read as it was meant, it is no further mistake.
            let (name, value) = key.name.split_once('：').unwrap_or_default();
            let meant = Key { name: name.trim().to_owned(), span: key.span.start..behind };
            let value = Value::Scalar(value.trim().to_owned());
            let node = Node { span: behind + '：'.len_utf8()..key.span.end, value };
            return self.enter(entries, meant, node);
        }
        match entries.iter().find(|(known, _)| known.name == key.name) {
            None => entries.push((key, node)),
            Some((first, _)) => self.diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, say!("`{name}` stands twice", name = key.name))
                    .at(Span::new(self.file, key.span), "again here")
                    .at(Span::new(self.file, first.span.clone()), "first here")
                    .hint("keep one of the two"),
            ),
        }
    }
}

fn second_value(place: Span) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, "a second value begins here, and only one is read")
        .at(place, "")
        .hint("write all fields as one table, without `...`, and with `{` and `}` around all of them or none")
}

/// Where a collection ends: one in brackets, which begins with a token of its own, at its closing
/// bracket; else with its last value.
fn end_of(start: &Range<usize>, last: usize, end: &Range<usize>) -> usize {
    if start.is_empty() { last.max(start.start) } else { end.end.max(start.end) }
}

fn refused_alias(place: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlAlias, "YAML anchors and aliases are not read")
        .at(place, "")
        .hint("write the value out, or put it in quotes if it begins with `*` or `&`")
}

/// What to do about what the parser says.
fn remedy(info: &str) -> &'static str {
    match info {
        _ if info.contains("quoted scalar") || info.contains("unclosed quote") => {
            "close the quotation mark that opens above"
        }
        _ if info.contains("tabs") => "indent with spaces",
        _ if info.contains("recursion") => "take levels away",
        _ if info.contains("<document start>") => "take out the lines that begin with `%`",
        _ if info.contains("flow") || info.contains("illegal placement of ':'") => {
            "close the `[` or `{` that opens above"
        }
        _ => {
            "put a value in quotes if it holds `: ` or begins with one of `[ { & * ! | > ' \" % @`"
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        Value::Null
    } else {
        Value::Scalar(text.to_owned())
    }
}

//! How many forms a page draws, counted before it is drawn: forms that draw forms multiply.
//!
//! Draws nothing, and reads each form once.

use hayro_interpret::hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_interpret::hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use std::collections::BTreeMap;

/// Forms within forms at most; the reader of pages goes no deeper.
const DEEPEST: usize = 64;

/// The forms that are counted already, by their numbers; one that is being counted draws none.
pub(super) type Known = BTreeMap<ObjectIdentifier, u64>;

/// How many forms a page draws.
pub(super) fn of_page(page: &Page<'_>, known: &mut Known) -> u64 {
    let mut n_forms = 0_u64;
    for name in drawn(page.page_stream().unwrap_or_default()) {
        if let Some(form) = page.resources().get_x_object(&name) {
            n_forms = n_forms.saturating_add(of_form(&form, known, 0));
        }
    }
    n_forms
}

fn of_form(form: &Stream<'_>, known: &mut Known, depth: usize) -> u64 {
    let is_form = form.dict().get::<Name<'_>>(b"Subtype").is_some_and(|kind| *kind == *b"Form");
    if !is_form || depth > DEEPEST {
        return 0;
    }
    if let Some(n_forms) = known.get(&form.obj_id()) {
        return *n_forms;
    }
    known.insert(form.obj_id(), 0);

    let mut n_forms = 1_u64;
    let resources = form.dict().get::<Dict<'_>>(b"Resources");
    let forms = resources.and_then(|resources| resources.get::<Dict<'_>>(b"XObject"));
    if let (Some(forms), Ok(content)) = (forms, form.decoded()) {
        for name in drawn(&content) {
            if let Some(form) = forms.get::<Stream<'_>>(&*name) {
                n_forms = n_forms.saturating_add(of_form(&form, known, depth + 1));
            }
        }
    }
    known.insert(form.obj_id(), n_forms);
    n_forms
}

/// The names of what a content draws, each as often as it does.
fn drawn(content: &[u8]) -> Vec<Name<'_>> {
    let mut names = Vec::new();
    let mut instructions = TypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        if let TypedInstruction::XObject(drawn) = instruction {
            names.push(drawn.0.clone());
        }
    }
    names
}

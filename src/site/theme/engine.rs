//! The template engine: one Tera 2 per interface language, with the site and its words as global context.
//!
//! The site is put in once as a value that is shared, never copied per page: that is twenty times as fast as inserting it each time.

use super::layers::{Template, Theme};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::reading::graph::Graph;
use crate::site::pages::site_view;
use crate::site::pages::views::{PageView, View};
use std::collections::BTreeMap;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// Templates, ready to render.
pub(crate) struct Engine {
    by_language: Vec<Tera>,
    origins: BTreeMap<String, String>,
    minify: bool,
}

impl Engine {
    /// Compiles the theme's templates; what cannot be compiled is reported.
    #[must_use]
    pub(crate) fn new(theme: &Theme, graph: &Graph, diagnostics: &mut Diagnostics) -> Self {
        let config = &graph.config;
        let mut by_language = Vec::new();
        for (index, (lang, strings)) in config.languages.iter().zip(&theme.strings).enumerate() {
            let site = site_view(graph, strings, index);
            let mut tera = Tera::new();
            tera.autoescape_on(vec![".html", ".xml"]);
            register(&mut tera, lang.clone());
            let templates = theme
                .templates
                .iter()
                .map(|(name, template)| (name.as_str(), template.text.as_str()));
            if let (Err(error), true) = (tera.add_raw_templates(templates), by_language.is_empty())
            {
                diagnostics.push(compile_error(&error, &theme.templates));
            }
            let globals = tera.global_context();
            globals.insert_value("site", Value::from_serializable(&site));
            globals.insert_value("t", Value::from_serializable(&strings.tree()));
            by_language.push(tera);
        }
        let origins = theme
            .templates
            .iter()
            .map(|(name, template)| (name.clone(), template.origin.clone()))
            .collect();
        Engine { by_language, origins, minify: config.minify }
    }

    /// The bytes of one page.
    ///
    /// # Errors
    /// The template's own report, with the page and the template's file.
    pub(crate) fn render(
        &self,
        lang: usize,
        template: &str,
        head: &PageView,
        view: &View,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("page", head);
        context.insert("view", view);
        let mut html = Vec::with_capacity(32 * 1024);
        match self.by_language[lang].render_to(template, &context, &mut html) {
            Ok(()) => Ok(if self.minify { shrink(html) } else { html }),
            Err(error) => Err(Box::new(self.render_error(&error, template, &head.path))),
        }
    }

    fn render_error(&self, error: &tera::Error, template: &str, page: &str) -> Diagnostic {
        let file = self.origins.get(template).map_or(template, String::as_str);
        let mut diagnostic =
            Diagnostic::new(Code::TemplateError, format!("`{file}` fails on the page `{page}`"));
        diagnostic.report = Some(report(error));
        diagnostic.hint("`themes/README.md` lists what each template receives")
    }
}

#[cfg(feature = "minify")]
fn shrink(html: Vec<u8>) -> Vec<u8> {
    super::minify::html(html)
}

#[cfg(not(feature = "minify"))]
fn shrink(html: Vec<u8>) -> Vec<u8> {
    html
}

fn compile_error(error: &tera::Error, templates: &BTreeMap<String, Template>) -> Diagnostic {
    let report = report(error);
    let named = templates
        .iter()
        .filter(|(name, _)| report.contains(name.as_str()))
        .max_by_key(|(name, _)| name.len());
    let message = named.map_or_else(
        || "the theme's templates cannot be read".to_owned(),
        |(_, template)| format!("`{}` cannot be read", template.origin),
    );
    let mut diagnostic = Diagnostic::new(Code::TemplateError, message);
    diagnostic.report = Some(report);
    diagnostic.hint("templates are Tera 2; most examples found elsewhere are Tera 1")
}

/// The engine's own report, its causes below it.
fn report(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push('\n');
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn register(tera: &mut Tera, lang: Lang) {
    let counted = lang;
    tera.register_filter("count", move |n: u64, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let of: Value = kwargs.must_get("of")?;
        Ok(form(&of, n, &counted).replace("{n}", &grouped(n)))
    });
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| -> TeraResult<String> {
        // Through a tree whose keys are sorted: the engine's own maps are not.
        serde_json::to_value(&value).map(|tree| tree.to_string()).map_err(tera::Error::message)
    });
}

/// The form of a plural for `n`: `one` in languages that have one, else `other`; a plain string is both.
fn form(of: &Value, n: u64, lang: &Lang) -> String {
    let Some(forms) = of.as_map() else {
        return of.to_string();
    };
    let has_singular =
        !lang.counts_characters() && !matches!(lang.primary(), "ko" | "vi" | "id" | "ms" | "tr");
    let zero_is_one = lang.primary() == "fr";
    let is_one = has_singular && (n == 1 || n == 0 && zero_is_one);
    let key = if is_one { "one" } else { "other" };
    let found = forms.get(&key.into()).or_else(|| forms.get(&"other".into()));
    found.map_or_else(|| "{n}".to_owned(), ToString::to_string)
}

/// A number with a narrow no-break space between thousands (SI brochure §5.4.4), from five digits on.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_form_of_their_language() {
        let forms = Value::from_serializable(
            &serde_json::json!({"one": "{n} mention", "other": "{n} mentions"}),
        );
        let lang = |tag| Lang::parse(tag).unwrap();
        assert_eq!(form(&forms, 1, &lang("en")), "{n} mention");
        assert_eq!(form(&forms, 0, &lang("en")), "{n} mentions");
        assert_eq!(form(&forms, 1, &lang("zh")), "{n} mentions");
        assert_eq!(
            (grouped(4102), grouped(41020)),
            ("4102".to_owned(), "41\u{202F}020".to_owned())
        );
    }
}

//! The template engine: one Tera 2 for each interface language, and what all templates see of a site.
//!
//! Templates know nothing of a site, so they are compiled once for all that `serve` shows. The site
//! is a value that each page shares and none copies: inserting it anew takes twenty times as long.

use super::layers::{Template, Theme};
use super::memory::Loaded;
use crate::base::cldr;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::reading::config::Config;
use crate::reading::graph::Graph;
use crate::site::pages::site_view;
use crate::site::pages::views::{PageView, View};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// The templates of a theme, compiled for each interface language; they know nothing of a site.
pub(crate) struct Templates {
    by_language: Vec<Tera>,
    written: BTreeMap<String, Template>,
    languages: Vec<Lang>,
    minify: bool,
}

/// Templates, and what all of them see of a site.
pub(crate) struct Engine {
    loaded: Arc<Loaded>,
    /// By interface language.
    globals: Vec<Globals>,
}

/// What every template of one language sees.
struct Globals {
    site: Value,
    /// The words of the interface.
    words: Value,
    /// What the site keeps for templates, the same in every language.
    data: Value,
}

impl Templates {
    /// Compiles the theme's templates; what cannot be compiled is reported.
    #[must_use]
    pub(super) fn of(theme: &Theme, config: &Config, diagnostics: &mut Diagnostics) -> Self {
        let templates = Templates {
            by_language: Vec::new(),
            written: theme.templates.clone(),
            languages: config.languages.clone(),
            minify: config.minify,
        };

        let smaller = templates.smaller();
        let mut by_language = Vec::new();
        for lang in 0..templates.languages.len() {
            let mut compiled = templates.compiled(lang, &smaller);
            if compiled.is_err() && templates.minify {
                // As they are written, for what a mistake is called and where it is.
                compiled = templates.compiled(lang, &templates.as_written());
            }
            match compiled {
                Ok(tera) => by_language.push(tera),
                // All languages have the same templates, and a mistake is told once.
                Err(error) => {
                    if lang == 0 {
                        diagnostics.push(compile_error(&error, &theme.templates));
                    }
                    by_language.push(Tera::new());
                }
            }
        }
        drop(smaller);
        Templates { by_language, ..templates }
    }

    /// The templates as their authors wrote them.
    fn as_written(&self) -> Vec<(&str, Cow<'_, str>)> {
        let templates = self.written.iter();
        templates.map(|(name, template)| (name.as_str(), template.text.as_str().into())).collect()
    }

    /// The templates as pages are made of them: minified, where the site is.
    fn smaller(&self) -> Vec<(&str, Cow<'_, str>)> {
        let mut templates = self.as_written();
        if self.minify {
            for (_, text) in &mut templates {
                if let Some(small) = smaller_template(text) {
                    *text = small.into();
                }
            }
        }
        templates
    }

    /// The engine of one language with these templates.
    fn compiled(&self, lang: usize, templates: &[(&str, Cow<'_, str>)]) -> TeraResult<Tera> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        register_filters(&mut tera, self.languages[lang].clone());
        tera.add_raw_templates(templates.iter().map(|(name, text)| (*name, text.as_ref())))?;
        Ok(tera)
    }
}

impl Engine {
    /// Puts templates to a site.
    #[must_use]
    pub(crate) fn new(loaded: Arc<Loaded>, graph: &Graph) -> Self {
        let Loaded { theme, capabilities, .. } = &*loaded;
        let data = Value::from_serializable(&theme.data);
        let mut globals = Vec::new();
        for (index, strings) in theme.strings.iter().enumerate() {
            let site = site_view(graph, capabilities, strings, index);
            globals.push(Globals {
                site: Value::from_serializable(&site),
                words: Value::from_serializable(&strings.tree()),
                data: data.clone(),
            });
        }
        Engine { loaded, globals }
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
        // Values are shared: nothing of the site is copied for a page.
        let Globals { site, words, data } = &self.globals[lang];
        for (name, value) in [("site", site), ("t", words), ("data", data)] {
            context.insert_value(name, value.clone());
        }
        context.insert("page", head);
        context.insert("view", view);

        // Larger than most pages, so that few grow while they are written.
        let mut html = Vec::with_capacity(32 * 1024);
        let templates = &self.loaded.templates;
        match templates.by_language[lang].render_to(template, &context, &mut html) {
            Ok(()) => Ok(if templates.minify { smaller_page(&html) } else { html }),
            Err(error) => {
                let error = templates.error_as_written(lang, template, &context).unwrap_or(error);
                Err(Box::new(templates.render_error(&error, template, &head.path)))
            }
        }
    }
}

impl Templates {
    /// What fails on a page when it is made of the templates as they are written, in which places
    /// are those that their authors see.
    fn error_as_written(
        &self,
        lang: usize,
        template: &str,
        context: &Context,
    ) -> Option<tera::Error> {
        if !self.minify {
            return None;
        }
        let tera = self.compiled(lang, &self.as_written()).ok()?;
        tera.render(template, context).err()
    }

    fn render_error(&self, error: &tera::Error, template: &str, page: &str) -> Diagnostic {
        let place = Place::of(error, &self.written);
        let origin = match (&place, self.written.get(template)) {
            (Some(place), _) => &place.template.origin,
            (None, Some(template)) => &template.origin,
            (None, None) => template,
        };
        let message = say!("`{origin}` fails on the page `{page}`", origin, page);
        let diagnostic = told(Diagnostic::new(Code::TemplateError, message), error, place);
        diagnostic
            .hint("`themes/README.md` in the source of Oratory lists what each template receives")
    }
}

/// Where in a template a mistake is.
struct Place<'t> {
    template: &'t Template,
    /// Bytes of the template.
    range: Range<usize>,
    /// What the engine says of it.
    what: Message,
}

impl<'t> Place<'t> {
    /// Where an error of the engine is, as far as it says so.
    fn of(error: &tera::Error, templates: &'t BTreeMap<String, Template>) -> Option<Self> {
        let at = |name: &str, range: Range<usize>, what: Message| {
            Some(Place { template: templates.get(name)?, range, what })
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => at(
                report.filename(),
                report.span().range.clone(),
                Message::ready_made(report.message()),
            ),
            ErrorKind::MissingParent { current, parent } => {
                let text = &templates.get(current)?.text;
                let start = text.find(parent.as_str())?;
                at(
                    current,
                    start..start + parent.len(),
                    say!("there is no template `{parent}`", parent),
                )
            }
            ErrorKind::CircularExtend { tpl, .. } => {
                let start = templates.get(tpl)?.text.find("extends")?;
                at(tpl, start..start + "extends".len(), Message::ready_made(error.to_string()))
            }
            ErrorKind::CircularInclude { tpl, .. } => {
                let start = templates.get(tpl)?.text.find("include")?;
                at(tpl, start..start + "include".len(), Message::ready_made(error.to_string()))
            }
            _ => Place::in_report(&error.to_string(), templates),
        }
    }

    /// The first place that a report of several mistakes names: `error: …`, and below it
    /// ` --> name:line:column`.
    fn in_report(report: &str, templates: &'t BTreeMap<String, Template>) -> Option<Self> {
        let (before, rest) = report.split_once("--> ")?;
        let what = before.lines().rev().find_map(|line| line.trim().strip_prefix("error: "))?;
        let mut parts = rest.lines().next()?.trim().rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let template = templates.get(parts.next()?)?;

        let lines = template.text.split_inclusive('\n');
        let start: usize = lines.take(line.checked_sub(1)?).map(str::len).sum();
        let of_line = template.text.get(start..)?.lines().next()?;
        let before: usize = of_line.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let rest = &of_line[before..];
        let length = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());

        let range = start + before..start + before + length;
        Some(Place { template, range, what: Message::ready_made(what) })
    }

    /// Its place in the site's file; none for a template of the program.
    fn span(&self) -> Option<Span> {
        let Range { start, end } = self.range;
        let offset = self.template.offset;
        // An end of input that comes too soon is behind the last byte.
        Some(Span::new(self.template.file?, offset + start..offset + end.max(start)))
    }
}

/// A diagnostic with what the engine says: at its place in a file of the site, else as its report.
fn told(diagnostic: Diagnostic, error: &tera::Error, place: Option<Place<'_>>) -> Diagnostic {
    if let Some(place) = place
        && let Some(span) = place.span()
    {
        return diagnostic.at(span, place.what);
    }
    Diagnostic { report: Some(report(error)), ..diagnostic }
}

#[cfg(feature = "minify")]
use super::minify::{page as smaller_page, template as smaller_template};

#[cfg(not(feature = "minify"))]
fn smaller_page(html: &[u8]) -> Vec<u8> {
    html.to_vec()
}

#[cfg(not(feature = "minify"))]
fn smaller_template(_: &str) -> Option<String> {
    None
}

fn compile_error(error: &tera::Error, templates: &BTreeMap<String, Template>) -> Diagnostic {
    let place = Place::of(error, templates);
    let message = match &place {
        Some(place) => say!("`{origin}` cannot be read", origin = place.template.origin),
        None => "the theme's templates cannot be read".into(),
    };
    let diagnostic = told(Diagnostic::new(Code::TemplateError, message), error, place);
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

fn register_filters(tera: &mut Tera, lang: Lang) {
    let of_list = lang.clone();
    tera.register_filter("count", move |n: u64, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let forms: Value = kwargs.must_get("of")?;
        Ok(form(&forms, n, &lang).replace("{n}", &cldr::number(n, &lang)))
    });
    tera.register_filter(
        "list",
        move |items: Vec<String>, _: Kwargs, _: &State| -> TeraResult<String> {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            Ok(cldr::list(&items, &of_list))
        },
    );
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| -> TeraResult<String> {
        // Through a tree whose keys are sorted: the engine's own maps are not.
        let tree = serde_json::to_value(&value).map_err(tera::Error::message)?;
        Ok(tree.to_string())
    });
}

/// The form of a word for `n`: the one that the language takes, else `other`; a word without forms
/// is all of them.
fn form(forms: &Value, n: u64, lang: &Lang) -> String {
    let Some(forms) = forms.as_map() else {
        return forms.to_string();
    };
    let own = forms.get(&cldr::plural_form(n, lang).into());
    match own.or_else(|| forms.get(&"other".into())) {
        Some(form) => form.to_string(),
        None => "{n}".to_owned(),
    }
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
        assert_eq!(form(&forms, 0, &lang("fr")), "{n} mention");

        let forms = ["one", "few", "many", "other"].map(|form| (form, form));
        let forms = Value::from_serializable(&BTreeMap::from(forms));
        let of_russian = [1, 2, 5, 11, 21, 104].map(|n| form(&forms, n, &lang("ru")));
        assert_eq!(of_russian, ["one", "few", "many", "many", "one", "few"]);
    }
}

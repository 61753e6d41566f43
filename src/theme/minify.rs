//! HTML → smaller HTML that means the same. The only file that names minify-html.
//!
//! Its CSS and JavaScript minifiers stay off; the settings keep the output valid HTML. It deletes white space between inline siblings in
//! layout elements (`div`, `nav`, `main`, …), so templates put such siblings into `p`, `li` or `span`; a test compares the text before and after.

use minify_html::{Cfg, minify};

/// Minifies a whole page.
pub(super) fn html(page: Vec<u8>) -> Vec<u8> {
    let settings = Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        minify_css: false,
        minify_js: false,
        minify_doctype: false,
        allow_noncompliant_unquoted_attribute_values: false,
        allow_optimal_entities: false,
        allow_removing_spaces_between_attributes: false,
        ..Cfg::default()
    };
    let minified = minify(&page, &settings);
    drop(page);
    minified
}

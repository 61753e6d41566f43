//! What Oratory reads beyond CommonMark, one file each:
//!
//! * `cjk_emphasis`: emphasis closes beside Chinese punctuation, a line break between Han
//!   characters is not a space;
//! * `explicit`: `[words](@id)` and `[[id|words]]` are mentions;
//! * `figures`: `{credit="…"}` behind a picture says whose it is;
//! * `foreign_syntax`: what other programs read beyond it, which is told;
//! * `scenes`: `> (laughter)` is a scene;
//! * `inline_html`: the few inline tags that are let through;
//! * `raw_html`: HTML of a site that trusts its content, without its comments.
//!
//! Tables, footnotes, strikethrough, task lists and notes (`> [!NOTE]`) are options of
//! pulldown-cmark itself. Extensions act at three different points (before, within and after the
//! event stream), so there is no common trait for them.

pub(super) mod cjk_emphasis;
pub(super) mod explicit;
pub(super) mod figures;
pub(super) mod foreign_syntax;
pub(super) mod inline_html;
pub(super) mod raw_html;
pub(super) mod scenes;

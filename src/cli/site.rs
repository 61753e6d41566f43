//! What commands that work on a site have in common: where it is, the options that change it, and
//! what they say about it.

use super::Failure;
use super::print::{Screen, count};
use crate::base::changes::{Changes, applied};
use crate::base::date::Moment;
use crate::base::diag::{Diagnostics, Severity};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use crate::disk::load;
use crate::disk::publish::{self, Notice, OutputFolder};
use crate::reading::Understood;
use crate::reading::config::Options;
use crate::reading::memory::Memory;
use crate::site::outputs::Stats;
use crate::site::{pages, theme};
use crate::understand_again;
use clap::Args;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The folder of the site. The process is there already, with or without `-C`.
pub(super) const ROOT: &str = ".";

/// The folder into which a site is built by default.
pub(super) const PUBLIC: &str = "public";

/// The folder of the site as a path.
pub(super) fn root() -> &'static Path {
    Path::new(ROOT)
}

/// Repairs what a stopped command may have left in the site, and reads it.
pub(super) fn read(screen: &Screen) -> Result<Sources, Failure> {
    recover(screen)?;
    Ok(load::load(root())?)
}

/// Repairs what a stopped command may have left: in the files of the site, and in the folder where
/// it is published by default.
pub(super) fn recover(screen: &Screen) -> Result<(), Failure> {
    let tell = |notice: &Notice| screen.remark(notice.to_string());
    publish::recover(root(), &tell)?;

    // The site can be read even if that folder belongs to another user, or is on a disk that cannot
    // be written to now.
    if let Err(error) = OutputFolder::recover(Path::new(PUBLIC), &tell) {
        screen.remark(say!(
            "{error}; what an earlier `oratory build` had begun there is not finished",
            error = error.to_string()
        ));
    }
    Ok(())
}

/// Options that change the site.
#[derive(Debug, Clone, Args)]
pub(super) struct SiteArguments {
    /// Take in drafts
    #[arg(long)]
    drafts: bool,
    /// Address at which the site will be published, instead of `base_url` in `oratory.toml`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Theme to use, instead of `theme` in `oratory.toml`
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Moment for which the site is made: what is under `embargo` until then is published [default:
    /// now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Moment>,
    /// Leave pages as the templates make them
    #[arg(long)]
    no_minify: bool,
    /// Threads to use [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl SiteArguments {
    /// The options for the site. Sets the number of threads for the whole process, too.
    pub(super) fn options(&self) -> Options {
        use_threads(self.jobs);
        Options {
            drafts: self.drafts,
            as_of: self.as_of.or_else(now),
            locked: false,
            base_url: self.base_url.clone(),
            theme: self.theme.clone(),
            minify: self.no_minify.then_some(false),
            only_files: false,
        }
    }
}

/// Sets the number of threads for the whole process, if one is asked for.
pub(super) fn use_threads(jobs: Option<u16>) {
    if let Some(jobs) = jobs {
        // This fails only if the threads have been started already, and then there are some.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
}

/// The site with its drafts, for commands that change its files: what they say and mean, and all
/// mistakes of theirs.
///
/// Pages are listed too, because that is where two files are found to claim one address; none is
/// composed.
pub(super) fn understood(sources: &Sources) -> Understood {
    understood_again(sources, &mut Memory::default())
}

/// The same, with what an earlier reading of the site has left in `memory`.
pub(super) fn understood_again(sources: &Sources, memory: &mut Memory) -> Understood {
    let options = Options { drafts: true, only_files: true, ..Options::default() };
    let mut understood = understand_again(sources, &options, memory);
    let (graph, diagnostics) = (&understood.graph, &mut understood.diagnostics);
    let theme = theme::load(sources, &graph.config, diagnostics);
    let _ = pages::lay_out(graph, &theme.capabilities(), diagnostics);

    diagnostics.sort();
    understood
}

/// The site, for a command that changes its files; none if it has mistakes, which are shown.
pub(super) fn sound(sources: &Sources, screen: &Screen) -> Option<Understood> {
    let site = understood(sources);
    if site.diagnostics.has_errors() {
        screen.diagnostics_aside(&site.diagnostics, sources);
        screen.remark("Nothing was changed: mend these first.");
        return None;
    }
    Some(site)
}

/// The site as it will be after `changes`; none if it would have mistakes then, which are shown.
pub(super) fn tried(
    sources: &Sources,
    site: &Understood,
    changes: &Changes,
    screen: &Screen,
) -> Option<Understood> {
    let after = applied(sources, changes);
    let later = understood(&after);
    // An id that no file describes any more was a reference that the change did not find.
    let is_lost = !later.graph.corpus.stubs.is_subset(&site.graph.corpus.stubs);
    if later.diagnostics.has_errors() || is_lost {
        screen.diagnostics_aside(&later.diagnostics, &after);
        screen.remark("Nothing was changed: the site would then have these mistakes.");
        return None;
    }
    Some(later)
}

/// Whether new ¶ numbers are refused: as `--locked` says, else where `CI` is set, because a machine
/// that is thrown away keeps no numbers.
#[derive(Debug, Clone, Args)]
pub(super) struct LockArguments {
    /// Give no new ¶ numbers, for they would be lost here [default: where `CI` is set]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    locked: Option<bool>,
}

impl LockArguments {
    pub(super) fn is_locked(&self) -> bool {
        self.is_locked_or(false)
    }

    /// The same, of a command that gives none by itself.
    pub(super) fn is_locked_or(&self, by_itself: bool) -> bool {
        // As services set it: `true`, `1`; a person says `CI=false` to be rid of it.
        let is_ci =
            || std::env::var("CI").is_ok_and(|value| !matches!(&*value, "" | "0" | "false"));
        self.locked.unwrap_or_else(|| by_itself || is_ci())
    }
}

/// What the clock shows; none where it is set to a time that no calendar has.
pub(super) fn now() -> Option<Moment> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Moment::of_unix(i64::try_from(since_1970.as_secs()).ok()?)
}

/// Parses `--as-of`.
fn moment(text: &str) -> Result<Moment, &'static str> {
    Moment::parse(text)
        .ok_or("write the day, the hour and the distance from Greenwich: `2024-03-07T12:00+08:00`")
}

/// Parses `--base-url`. The address that it gives ends in one `/`.
fn base_url(text: &str) -> Result<String, &'static str> {
    let is_odd = |c: char| c.is_whitespace() || "<>\"?#".contains(c);
    let after_scheme = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));

    match after_scheme {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !rest.contains(is_odd) => {
            Ok(text.trim_end_matches('/').to_owned() + "/")
        }
        _ => Err("write it in full, with `https://` and without spaces, `?` or `#`"),
    }
}

/// `412 pages from 96 speeches, 318 entities and 4 102 mentions in 0.41 s`.
pub(super) fn tally(stats: &Stats, took: Duration) -> Message {
    say!(
        "{pages} from {speeches}, {entities} and {mentions} in {seconds} s",
        pages = count(stats.n_pages, "page", "pages"),
        speeches = count(stats.n_speeches, "speech", "speeches"),
        entities = count(stats.n_entities, "entity", "entities"),
        mentions = count(stats.n_mentions, "mention", "mentions"),
        seconds = format!("{:.2}", took.as_secs_f64())
    )
}

/// ` (2 warnings)`; empty if there are none.
pub(super) fn warnings(diagnostics: &Diagnostics) -> Message {
    match diagnostics.count(Severity::Warning) {
        0 => Message::default(),
        n => say!(" ({warnings})", warnings = count(n, "warning", "warnings")),
    }
}

/// Whether a file name that ends in the tag of `lang` is read as one of that language: the site has
/// it, or the program knows what it is called.
pub(super) fn is_known_language(lang: &Lang, languages: &[Lang]) -> bool {
    languages.contains(lang) || lang.endonym() != lang.tag()
}

/// Refuses what cannot be the id of a new file.
pub(super) fn check_id(id: &str) -> Result<(), Message> {
    if is_entity_id(id) && !id.ends_with('.') {
        return Ok(());
    }
    Err(say!(
        "`{id}` cannot be an id: use letters of any script, digits and `- _ .`, \
         beginning with a letter or digit",
        id
    ))
}

/// Whether a command must stop at the diagnostics: at errors always, at warnings if it is `strict`.
pub(super) fn is_forbidden(diagnostics: &Diagnostics, strict: bool) -> bool {
    diagnostics.has_errors() || (strict && diagnostics.count(Severity::Warning) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_an_address_and_ends_in_a_slash() {
        assert_eq!(
            base_url("https://example.org/talks").as_deref(),
            Ok("https://example.org/talks/")
        );
        assert_eq!(base_url("http://localhost:8000//").as_deref(), Ok("http://localhost:8000/"));

        for bad in
            ["example.org", "https://", "https:///a", "ftp://a", "https://a b", "https://a/?b"]
        {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_finish_line_counts() {
        let stats = Stats { n_pages: 412, n_speeches: 1, n_entities: 318, n_mentions: 4102 };
        assert_eq!(
            tally(&stats, Duration::from_millis(414)),
            "412 pages from 1 speech, 318 entities and 4 102 mentions in 0.41 s"
        );
    }
}

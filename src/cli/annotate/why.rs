//! `oratory annotate --why NAME`: every place where a name occurs, with whom it is linked to, or why
//! it is not.

use super::Site;
use super::show::Writer;
use crate::base::message::say;
use crate::cli::print::{Format, Screen, count};
use crate::cli::{Failure, Verdict};
use crate::editor::suggest::{Context, Spot};
use crate::reading::annotate::{Account, Outcome, explain};
use crate::reading::corpus::SpeechId;

/// Shows what came of `name` in the speeches that are asked for.
pub(super) fn show(
    site: &Site<'_>,
    name: &str,
    wanted: Option<&[SpeechId]>,
    screen: &Screen,
) -> Result<Verdict, Failure> {
    let corpus = &site.graph.corpus;
    let Some(mut accounts) = explain(corpus, &site.graph.config, name) else {
        let message = say!("`{name}` is not a name of this site, nor the id of an entity", name);
        return Err(Failure::Usage(message));
    };
    if let Some(wanted) = wanted {
        accounts.retain(|account| wanted.contains(&account.speech));
    }

    let mut writer = Writer::new(site, screen.has_coloured_results(), screen.language());
    let mut out = String::new();
    for account in &accounts {
        let Account { speech, place, range, outcome } = account;
        let spot = Spot { speech: *speech, place: *place, range: range.clone() };
        let context: Context = spot.context(corpus);
        let (entity, why) = match outcome {
            Outcome::Linked(entity, how) => {
                (Some(corpus.entity(*entity).id.as_str()), how.word().into())
            }
            Outcome::Refused(why) => (None, why.words(corpus, corpus.speech(*speech), *place)),
        };
        if screen.format() == Format::Json {
            out.push_str(&writer.account_json(*speech, context, entity, &why));
        } else {
            writer.account(&context, entity, &why, &mut out);
        }
    }
    screen.result(out.as_bytes());

    let n_linked = accounts.iter().filter(|one| matches!(one.outcome, Outcome::Linked(..))).count();
    screen.remark(say!(
        "`{name}` occurs in {places}, {n_linked} of them linked",
        name,
        places = count(accounts.len(), "place", "places"),
        n_linked
    ));
    Ok(Verdict::Done)
}

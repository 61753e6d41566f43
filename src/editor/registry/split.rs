//! One entity that is two: some of its names, or some of its speeches, are another's.
//!
//! By names: the names leave the one and belong to the other, and whoever is called by them in a text is the other.
//! By speeches: in these speeches the other is meant, under the names given; the one keeps them for all other speeches.

use super::desk::Desk;
use super::merge::written;
use super::references::{Place, Spot, places};
use super::rename::{is_free, path_of};
use super::{Plan, Refusal};
use crate::base::sources::Sources;
use crate::editor::edit::Value;
use crate::reading::annotate::{How, Mention, Place as MentionPlace, same_name, speaker_entry};
use crate::reading::corpus::{Alias, Entity, EntityId, Speech, SpeechId};
use crate::reading::graph::Graph;

/// What goes to the new entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Its id.
    pub new: String,
    /// Its names, which are names of the old one; the first is what it is called.
    pub names: Vec<String>,
    /// Ids of the speeches in which it is meant; none says that its names tell.
    pub speeches: Vec<String>,
}

impl Split {
    /// Whether a mention of the old entity is one of the new.
    #[must_use]
    pub(crate) fn takes(&self, graph: &Graph, mention: &Mention) -> bool {
        if self.speeches.is_empty() {
            self.has_name(graph.surface(mention))
        } else {
            self.speeches.contains(&graph.corpus.speech(mention.speech).id)
        }
    }

    fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|own| same_name(own, name))
    }
}

/// What it takes to split the entity `id`.
///
/// # Errors
///
/// [`Refusal`]: an unknown or taken id, names or speeches that are none, names that are needed and not given, or a file that cannot be edited.
pub(crate) fn split(
    sources: &Sources,
    graph: &Graph,
    id: &str,
    split: &Split,
) -> Result<Plan, Refusal> {
    let entity = graph.corpus.find_entity(id).ok_or_else(|| Refusal::unknown(graph, id))?;
    is_free(sources, graph, &split.new, "")?;
    let aliases = aliases(graph.corpus.entity(entity), split)?;
    check_speeches(graph, split)?;
    let mut desk = Desk::new(sources, graph);
    let places = places(sources, graph, entity);
    let work = Work { graph, entity, split, places: &places };
    for (speech, _) in graph.corpus.speeches() {
        work.speech(&mut desk, speech)?;
    }
    if split.speeches.is_empty() {
        remove_names(&mut desk, graph.corpus.entity(entity), &aliases)?;
    }
    let mut changes = desk.changes();
    changes.create(path_of(graph, entity, &split.new), file(graph.corpus.entity(entity), &aliases));
    let n_references =
        changes.iter().filter(|(path, _)| path.starts_with("content/speeches/")).count();
    Ok(Plan { changes, conflicts: Vec::new(), n_references })
}

/// The names that go over, as the old entity has them.
fn aliases<'e>(entity: &'e Entity, split: &Split) -> Result<Vec<&'e Alias>, Refusal> {
    let own = |name: &String| {
        entity.aliases.iter().find(|alias| same_name(&alias.text, name)).ok_or_else(|| {
            let names: Vec<&str> = entity.aliases.iter().map(|alias| alias.text.as_str()).collect();
            Refusal::Split(format!(
                "`{name}` is no name of `{}`: it is called `{}`",
                entity.id,
                names.join("`, `")
            ))
        })
    };
    let found: Vec<&Alias> = split.names.iter().map(own).collect::<Result<_, _>>()?;
    let stays = |name: &str| !found.iter().any(|alias| same_name(&alias.text, name));
    if found.is_empty() {
        return Err(Refusal::Split(
            "say which names are the new one’s: `--names \"A,B\"`".to_owned(),
        ));
    }
    if split.speeches.is_empty() && !entity.name.versions().any(|(_, name)| stays(name)) {
        return Err(Refusal::Split(format!(
            "these names leave `{}` without a name: rename it, or say in which speeches the other is meant: `--speeches`",
            entity.id
        )));
    }
    Ok(found)
}

fn check_speeches(graph: &Graph, split: &Split) -> Result<(), Refusal> {
    let ids = || graph.corpus.speeches.iter().map(|speech| speech.id.as_str());
    match split.speeches.iter().find(|wanted| !ids().any(|id| id == *wanted)) {
        None => Ok(()),
        Some(unknown) => {
            let near = crate::base::diag::nearest(unknown, ids())
                .map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            Err(Refusal::Split(format!("no speech has the id `{unknown}`{near}")))
        }
    }
}

struct Work<'w> {
    graph: &'w Graph,
    entity: EntityId,
    split: &'w Split,
    places: &'w [Place],
}

impl Work<'_> {
    /// Has a speech name the new entity where it is meant.
    fn speech(&self, desk: &mut Desk<'_>, id: SpeechId) -> Result<(), Refusal> {
        let speech = self.graph.corpus.speech(id);
        let mentions = self
            .graph
            .mentions_in(id)
            .map(|(_, mention)| mention)
            .filter(|mention| mention.entity == self.entity);
        let (going, staying): (Vec<&Mention>, Vec<&Mention>) =
            mentions.partition(|mention| self.split.takes(self.graph, mention));
        let is_chosen = self.split.speeches.contains(&speech.id);
        if going.is_empty() && !is_chosen {
            return Ok(());
        }
        self.check_names(speech, &going)?;
        let here: Vec<&Place> =
            self.places.iter().filter(|place| place.file == speech.file).collect();
        for mention in going.iter().filter(|mention| mention.how == How::Explicit) {
            let place = self.explicit(speech, mention, &here)?;
            desk.point(place, &self.split.new)?;
        }
        self.labels(desk, speech, &going, &here)?;
        let is_whole = staying.is_empty();
        let labels_go = going.iter().any(|m| m.how == How::Label)
            && !staying.iter().any(|m| m.how == How::Label);
        for place in here {
            match &place.spot {
                Spot::Field { key: "speaker", .. } if is_whole || labels_go => {
                    desk.point(place, &self.split.new)?
                }
                Spot::Field { key: "location", .. } if is_whole => {
                    desk.point(place, &self.split.new)?
                }
                Spot::Item { .. } if is_whole => desk.point(place, &self.split.new)?,
                Spot::Item { key, .. } => self.add(desk, speech, key)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// In the speeches that were chosen, every name by which texts mean the new entity must be its own.
    fn check_names(&self, speech: &Speech, going: &[&Mention]) -> Result<(), Refusal> {
        let lists = speech
            .lists
            .iter()
            .flatten()
            .filter(|listed| listed.entity.id == self.graph.corpus.entity(self.entity).id);
        let called: Vec<&str> =
            lists.flat_map(|listed| listed.called.iter().map(String::as_str)).collect();
        let needs_name = |mention: &&&Mention| match mention.place {
            _ if mention.how == How::Explicit => false,
            MentionPlace::Label(turn) => {
                speaker_entry(speech, &speech.body.turns[turn as usize].label).is_none()
            }
            MentionPlace::Paragraph(_) => {
                !called.iter().any(|name| same_name(name, self.graph.surface(mention)))
            }
        };
        let missing = going
            .iter()
            .filter(needs_name)
            .map(|mention| self.graph.surface(mention))
            .find(|name| !self.split.has_name(name));
        match missing {
            None => Ok(()),
            Some(name) => Err(Refusal::Split(format!(
                "`{}` names it `{name}` as well: add that to `--names`",
                speech.id
            ))),
        }
    }

    /// Where the id of an explicit mention stands.
    fn explicit<'p>(
        &self,
        speech: &Speech,
        mention: &Mention,
        here: &[&'p Place],
    ) -> Result<&'p Place, Refusal> {
        let MentionPlace::Paragraph(index) = mention.place else {
            return Err(self.unclear(speech, mention));
        };
        let words = speech.body.paragraphs[index as usize]
            .source_range(&(mention.range.start as usize..mention.range.end as usize));
        let is_it = |place: &&&Place| matches!(&place.spot, Spot::Mention { link, .. } if link.start <= words.start && words.end <= link.end);
        here.iter().find(is_it).copied().ok_or_else(|| self.unclear(speech, mention))
    }

    fn unclear(&self, speech: &Speech, mention: &Mention) -> Refusal {
        Refusal::Split(format!(
            "`{}` marks `{}` by a definition: mark it as `[words](@id)` first",
            speech.id,
            self.graph.surface(mention)
        ))
    }

    /// Entries of `speakers` whose label is printed where the new entity speaks.
    fn labels(
        &self,
        desk: &mut Desk<'_>,
        speech: &Speech,
        going: &[&Mention],
        here: &[&Place],
    ) -> Result<(), Refusal> {
        for speaker in speech.speakers.iter().flatten() {
            let is_printed = going.iter().any(|mention| {
                mention.how == How::Label && same_name(self.graph.surface(mention), &speaker.label)
            });
            let spots = |place: &&&Place| match &place.spot {
                Spot::Field { key: "speakers", range } => {
                    speaker.person.as_ref().is_some_and(|person| person.span == *range)
                }
                _ => false,
            };
            if let Some(place) = here.iter().find(spots).filter(|_| is_printed) {
                desk.point(place, &self.split.new)?;
            }
        }
        Ok(())
    }

    /// A list that still names the old entity names the new one too; names that mean someone in this speech go with their owner.
    fn add(&self, desk: &mut Desk<'_>, speech: &Speech, key: &str) -> Result<(), Refusal> {
        let id = &self.graph.corpus.entity(self.entity).id;
        let listed = speech.lists.iter().flatten().find(|listed| listed.entity.id == *id);
        let called = listed.map(|listed| listed.called.clone()).unwrap_or_default();
        let (going, staying): (Vec<String>, Vec<String>) =
            called.into_iter().partition(|name| self.split.has_name(name));
        let needed: Vec<String> =
            going.iter().filter(|name| self.must_be_said(speech, name)).cloned().collect();
        let item = |id: &str, names: Vec<String>| match names.is_empty() {
            true => Value::from(id),
            false => Value::table([("id", Value::from(id)), ("as", Value::list(names))]),
        };
        desk.edit(speech.file, |edits| {
            if !going.is_empty() {
                edits.set_in_list(key, id, item(id, staying))?;
            }
            edits.add_to_list(key, item(&self.split.new, needed)).map(drop)
        })
    }

    /// Whether a speech must say that a name means the new entity: others are called so too, or it is no name of its day. Said without need,
    /// it would win over longer names of the old one.
    fn must_be_said(&self, speech: &Speech, name: &str) -> bool {
        let has = |entity: &Entity| entity.aliases.iter().any(|alias| same_name(&alias.text, name));
        let is_shared =
            self.graph.corpus.entities().any(|(id, entity)| id != self.entity && has(entity));
        let own = &self.graph.corpus.entity(self.entity).aliases;
        is_shared
            || !own.iter().any(|alias| {
                alias.auto && alias.is_valid_on(speech.date) && same_name(&alias.text, name)
            })
    }
}

/// Takes names that have gone over out of the old entity’s file.
fn remove_names(desk: &mut Desk<'_>, entity: &Entity, gone: &[&Alias]) -> Result<(), Refusal> {
    desk.edit(entity.file, |edits| {
        for alias in gone {
            edits.remove_from_list("aliases", &alias.text)?;
        }
        for (lang, name) in entity.name.versions() {
            if let Some(lang) =
                lang.filter(|_| gone.iter().any(|alias| same_name(&alias.text, name)))
            {
                edits.remove_at(&["name", lang.tag()])?;
            }
        }
        Ok(())
    })
}

/// The file of the new entity.
fn file(old: &Entity, aliases: &[&Alias]) -> String {
    let is_gone = |name: &str| aliases.iter().any(|alias| same_name(&alias.text, name));
    let versions: Vec<(&str, Value)> = old
        .name
        .versions()
        .filter_map(|(lang, name)| Some((lang?.tag(), name)).filter(|_| is_gone(name)))
        .map(|(lang, name)| (lang, name.into()))
        .collect();
    let first = aliases.first().map_or("", |alias| alias.text.as_str());
    let in_name = |alias: &&&Alias| {
        if versions.is_empty() {
            alias.text == first
        } else {
            old.name.versions().any(|(_, name)| name == alias.text)
        }
    };
    let rest: Vec<Value> =
        aliases.iter().filter(|alias| !in_name(alias)).map(|alias| written(alias)).collect();
    let name =
        if versions.is_empty() { Value::from(first) } else { Value::table(versions.clone()) };
    let fields =
        [("name", Some(name)), ("aliases", (!rest.is_empty()).then_some(Value::List(rest)))];
    crate::editor::edit::front_matter(
        fields.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))),
    )
}

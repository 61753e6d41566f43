//! One entity that is two: some of its names, or some of its speeches, are another's.
//!
//! By names: the names leave the one and belong to the other, and whoever is called by them in a
//! text is the other.
//! By speeches: in these speeches the other is meant, under the names given; the one keeps them for
//! all other speeches.

use super::file_edits::FileEdits;
use super::references::{Form, Place, Spot, places};
use super::rename::{check_free, path_of};
use super::written;
use super::{Plan, Refusal, did_you_mean};
use crate::base::letters::same_name;
use crate::base::slips::nearest;
use crate::base::sources::Sources;
use crate::editor::edit::{Value, front_matter};
use crate::reading::annotate::{How, Mention, Place as MentionPlace, as_usize, speaker_entry};
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
/// [`Refusal`]: an unknown or taken id, names or speeches that do not exist, names that are needed
/// and not given, or a file that cannot be edited.
pub(crate) fn split(
    sources: &Sources,
    graph: &Graph,
    id: &str,
    split: &Split,
) -> Result<Plan, Refusal> {
    let Some(entity) = graph.corpus.find_entity(id) else {
        return Err(Refusal::unknown(graph, id));
    };
    let old = graph.corpus.entity(entity);
    check_free(sources, &graph.config.kinds, &split.new, "")?;
    let names = names(old, split)?;
    check_speeches(graph, split)?;

    let mut file_edits = FileEdits::new(sources, graph);
    let splitter =
        Splitter { graph, entity, id: &old.id, split, places: places(sources, graph, entity) };
    for (speech, _) in graph.corpus.speeches() {
        splitter.speech(&mut file_edits, speech)?;
    }
    // Where speeches are chosen the old one keeps its names for all others.
    if split.speeches.is_empty() {
        remove_names(&mut file_edits, old, &names)?;
    }

    let mut changes = file_edits.changes();
    changes.create(path_of(graph, entity, &split.new), file(old, &names));
    let speeches = changes.iter().filter(|(path, _)| path.starts_with("content/speeches/"));
    let n_references = speeches.count();
    Ok(Plan { changes, conflicts: Vec::new(), n_references })
}

/// The names that go over, as the old entity has them.
fn names<'e>(entity: &'e Entity, split: &Split) -> Result<Vec<&'e Alias>, Refusal> {
    let aliases = &entity.aliases;
    let mut found: Vec<&Alias> = Vec::new();
    for name in &split.names {
        let Some(alias) = aliases.iter().find(|alias| same_name(&alias.text, name)) else {
            let names: Vec<&str> = aliases.iter().map(|alias| alias.text.as_str()).collect();
            let (id, names) = (&entity.id, names.join("`, `"));
            return Err(Refusal::Split(format!(
                "`{name}` is no name of `{id}`: it is called `{names}`"
            )));
        };
        found.push(alias);
    }

    if found.is_empty() {
        return Err(Refusal::Split(
            "say which names are the new one’s: `--names \"A,B\"`".to_owned(),
        ));
    }

    let mut versions = entity.name.versions();
    if split.speeches.is_empty() && versions.all(|(_, name)| is_among(&found, name)) {
        return Err(Refusal::Split(format!(
            "these names leave `{}` without a name: rename it, or say in which speeches the other is meant: `--speeches`",
            entity.id
        )));
    }
    Ok(found)
}

fn is_among(aliases: &[&Alias], name: &str) -> bool {
    aliases.iter().any(|alias| same_name(&alias.text, name))
}

/// The versions of an entity's name that are among `names`, by the tags of their languages.
fn versions<'e>(entity: &'e Entity, names: &[&Alias]) -> Vec<(&'e str, &'e str)> {
    let mut versions = Vec::new();
    for (lang, name) in entity.name.versions() {
        if let Some(lang) = lang
            && is_among(names, name)
        {
            versions.push((lang.tag(), name));
        }
    }
    versions
}

fn check_speeches(graph: &Graph, split: &Split) -> Result<(), Refusal> {
    let speeches = &graph.corpus.speeches;
    for wanted in &split.speeches {
        if speeches.iter().any(|speech| speech.id == *wanted) {
            continue;
        }
        let ids = speeches.iter().map(|speech| speech.id.as_str());
        let near = did_you_mean(nearest(wanted, ids));
        return Err(Refusal::Split(format!("no speech has the id `{wanted}`{near}")));
    }
    Ok(())
}

struct Splitter<'w> {
    graph: &'w Graph,
    entity: EntityId,
    /// The id of the old entity.
    id: &'w str,
    split: &'w Split,
    /// Every place that names the old entity.
    places: Vec<Place>,
}

impl Splitter<'_> {
    /// Has a speech name the new entity where it is meant.
    fn speech(&self, file_edits: &mut FileEdits<'_>, id: SpeechId) -> Result<(), Refusal> {
        let speech = self.graph.corpus.speech(id);
        let mentions = self.graph.mentions_in(id).map(|(_, mention)| mention);
        let (going, staying): (Vec<&Mention>, Vec<&Mention>) = mentions
            .filter(|mention| mention.entity == self.entity)
            .partition(|mention| self.split.takes(self.graph, mention));
        // In a speech that was chosen the new one is listed, though the text may not name it.
        if going.is_empty() && !self.split.speeches.contains(&speech.id) {
            return Ok(());
        }
        self.check_names(speech, &going)?;

        let new = self.split.new.as_str();
        let here: Vec<&Place> =
            self.places.iter().filter(|place| place.file == speech.file).collect();
        for mention in &going {
            if mention.how == How::Explicit {
                file_edits.point(self.explicit(speech, mention, &here)?, new)?;
            }
        }
        self.labels(file_edits, speech, &going)?;

        // What is said of the whole speech goes over where nobody is left who is the old one.
        let is_whole = staying.is_empty();
        let is_label = |mention: &&Mention| mention.how == How::Label;
        let labels_go = going.iter().any(is_label) && !staying.iter().any(is_label);
        for place in here {
            match &place.spot {
                // Who speaks in labels is the speaker.
                Spot::Field("speaker") if is_whole || labels_go => {
                    file_edits.point(place, new)?;
                }
                Spot::Field("location" | "event") | Spot::Item(_) if is_whole => {
                    file_edits.point(place, new)?;
                }
                // Both are named: the list keeps the one and gets the other.
                Spot::Item(key) => self.add(file_edits, speech, key)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// In the speeches that were chosen, every name by which texts mean the new entity must be its
    /// own.
    fn check_names(&self, speech: &Speech, going: &[&Mention]) -> Result<(), Refusal> {
        for mention in going {
            let name = self.graph.surface(mention);
            if self.needs_name(speech, mention) && !self.split.has_name(name) {
                return Err(Refusal::Split(format!(
                    "`{}` names it `{name}` as well: add that to `--names`",
                    speech.id
                )));
            }
        }
        Ok(())
    }

    /// Whether nothing but its name says whom a mention means.
    fn needs_name(&self, speech: &Speech, mention: &Mention) -> bool {
        let name = self.graph.surface(mention);
        match mention.place {
            _ if mention.how == How::Explicit => false,
            MentionPlace::Label(_) => speaker_entry(speech, name).is_none(),
            MentionPlace::Paragraph(_) => {
                // An `as` of the speech says it for every place there.
                let mut listed = speech.lists.iter().flatten();
                !listed.any(|listed| {
                    listed.entity.id == self.id
                        && listed.called.iter().any(|called| same_name(called, name))
                })
            }
        }
    }

    /// The place of an explicit mention: the link around its words.
    fn explicit<'p>(
        &self,
        speech: &Speech,
        mention: &Mention,
        here: &[&'p Place],
    ) -> Result<&'p Place, Refusal> {
        if let MentionPlace::Paragraph(index) = mention.place {
            let paragraph = &speech.body.paragraphs[index as usize];
            let words = paragraph.source_range(&as_usize(&mention.range));
            for &place in here {
                if matches!(place.spot, Spot::Text { form: Form::Mention, .. } | Spot::Shown { .. })
                    && place.range.start <= words.start
                    && words.end <= place.range.end
                {
                    return Ok(place);
                }
            }
        }

        // A definition serves several places, of which some may mean the old one.
        Err(Refusal::Split(format!(
            "`{}` marks `{}` by a definition: mark it as `[words](@id)` first",
            speech.id,
            self.graph.surface(mention)
        )))
    }

    /// Entries of `speakers` whose label is printed where the new entity speaks.
    fn labels(
        &self,
        file_edits: &mut FileEdits<'_>,
        speech: &Speech,
        going: &[&Mention],
    ) -> Result<(), Refusal> {
        for speaker in speech.speakers.iter().flatten() {
            let is_printed = going.iter().any(|mention| {
                mention.how == How::Label && same_name(self.graph.surface(mention), &speaker.label)
            });
            for person in speaker.people.iter().filter(|person| is_printed && person.id == self.id)
            {
                let range = person.span.clone();
                file_edits
                    .edit(speech.file, |edits| edits.replace_scalar(range, &self.split.new))?;
            }
        }
        Ok(())
    }

    /// A list that still names the old entity names the new one too; names that mean someone in
    /// this speech go with their owner.
    fn add(
        &self,
        file_edits: &mut FileEdits<'_>,
        speech: &Speech,
        key: &str,
    ) -> Result<(), Refusal> {
        let (mut going, mut staying, mut needed) = (Vec::new(), Vec::new(), Vec::new());
        let listed = speech.listing(self.id);
        for name in listed.iter().flat_map(|listed| &listed.called) {
            if !self.split.has_name(name) {
                staying.push(name.clone());
                continue;
            }
            going.push(name);
            if self.must_be_said(speech, name) {
                needed.push(name.clone());
            }
        }

        file_edits.edit(speech.file, |edits| {
            if !going.is_empty() {
                edits.set_in_list(key, self.id, item(self.id, staying))?;
            }
            edits.add_to_list(key, item(&self.split.new, needed)).map(drop)
        })
    }

    /// Whether a speech must say that a name means the new entity: others are called so too, or the
    /// name is not in use that day. Said without need, it would win over longer names of the old
    /// one.
    fn must_be_said(&self, speech: &Speech, name: &str) -> bool {
        for (id, other) in self.graph.corpus.entities() {
            let mut aliases = other.aliases.iter();
            if id != self.entity && aliases.any(|alias| same_name(&alias.text, name)) {
                return true;
            }
        }

        let mut own = self.graph.corpus.entity(self.entity).aliases.iter();
        !own.any(|alias| {
            alias.auto && alias.is_valid_on(speech.date) && same_name(&alias.text, name)
        })
    }
}

/// An item of a list, with the names that mean the entity in this speech.
fn item(id: &str, called: Vec<String>) -> Value {
    if called.is_empty() {
        return Value::from(id);
    }
    Value::table([("id", Value::from(id)), ("as", Value::list(called))])
}

/// Takes names that have gone over out of the old entity’s file.
fn remove_names(
    file_edits: &mut FileEdits<'_>,
    entity: &Entity,
    gone: &[&Alias],
) -> Result<(), Refusal> {
    file_edits.edit(entity.file, |edits| {
        for alias in gone {
            edits.remove_from_list("aliases", &alias.text)?;
        }
        for (tag, _) in versions(entity, gone) {
            edits.remove_at(&["name", tag])?;
        }
        Ok(())
    })
}

/// The file of the new entity, with `names` of the old.
fn file(old: &Entity, names: &[&Alias]) -> String {
    let versions = versions(old, names);

    // Where none of them is its name in a language, the first is what it is called.
    let first = names.first().map_or("", |alias| alias.text.as_str());
    let mut aliases = Vec::new();
    for alias in names {
        let is_name = if versions.is_empty() {
            alias.text == first
        } else {
            old.name.versions().any(|(_, name)| name == alias.text)
        };
        if !is_name {
            aliases.push(written::alias(alias));
        }
    }

    let name = if versions.is_empty() {
        Value::from(first)
    } else {
        Value::table(versions.into_iter().map(|(tag, name)| (tag, Value::from(name))))
    };
    let mut fields = vec![("name", name)];
    if !aliases.is_empty() {
        fields.push(("aliases", Value::List(aliases)));
    }
    front_matter(fields)
}

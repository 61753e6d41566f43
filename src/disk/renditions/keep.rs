//! The folder of what was made: `.oratory-cache/pictures/<print>/<width>.<ending>`.

use super::encode::{self, Made};
use super::room::Room;
use crate::base::sources::media_types;
use crate::base::sources::{FileId, PictureSize, Sources};
use crate::disk::publish::{PublishError, cache};
use crate::reading::Understood;
use crate::reading::parse::print_of;
use crate::site::html::{Rendition, Renditions};
use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A part of each print: what was made by another recipe is not what this one makes.
const RECIPE: &[u8] = b"\0recipe 1";

/// The same where photos are AVIF, too.
const WITH_AVIF: &[u8] = b"\0recipe 1 and avif";

/// Where sizes are published.
const PUBLISHED: &str = "assets/pictures";

/// A picture that has to be there in sizes.
struct Wanted {
    file: FileId,
    size: PictureSize,
}

pub(super) fn all(
    root: &Path,
    sources: &Sources,
    understood: &Understood,
) -> Result<Renditions, PublishError> {
    let graph = &understood.graph;
    let shown = graph.shown_pictures(sources);
    let mut wanted = Vec::new();
    for file in &understood.media {
        let is_read = matches!(
            media_types::of(&sources.file(*file).path),
            "image/jpeg" | "image/png" | "image/webp"
        );
        if let Some(size) = graph.picture_size(*file)
            && is_read
            && shown.contains(file)
        {
            wanted.push(Wanted { file: *file, size });
        }
    }
    if wanted.is_empty() {
        return Ok(Renditions::default());
    }

    cache::prepare(root)?;
    let room = Room::default();
    let found: Vec<Result<Vec<Rendition>, PublishError>> = wanted
        .par_iter()
        .map(|wanted| {
            let path = &sources.file(wanted.file).path;
            one(root, path, wanted.size, graph.config.avif, &room)
        })
        .collect();

    let mut renditions = Renditions::default();
    for (wanted, found) in wanted.iter().zip(found) {
        let sizes = found?;
        if !sizes.is_empty() {
            renditions.add(wanted.file, sizes);
        }
    }
    Ok(renditions)
}

/// The sizes of one picture; none of one that cannot be scaled, which is shown as it is.
fn one(
    root: &Path,
    path: &str,
    size: PictureSize,
    avif: bool,
    room: &Room,
) -> Result<Vec<Rendition>, PublishError> {
    // Pixels of three bytes as they are read, and of four while they are scaled.
    let _taken = room.take(u64::from(size.width) * u64::from(size.height) * 7);
    let file = root.join(path);
    let bytes = fs::read(&file).map_err(PublishError::disk("read", file))?;
    let print = format!("{:032x}", print_of(&[&bytes, if avif { WITH_AVIF } else { RECIPE }]));

    let kept = format!("{}/pictures/{print}", cache::FOLDER);
    if let Some(names) = names_in(&root.join(&kept))? {
        return Ok(renditions(&kept, &print, names));
    }
    // What cannot be read is kept as a folder without files: it is not tried each time.
    let made = encode::sizes(&bytes, avif).unwrap_or_default();
    keep(root, &kept, &made)?;
    let names = made.iter().map(|made| name(made.width, made.ending)).collect();
    Ok(renditions(&kept, &print, names))
}

fn name(width: u32, ending: &str) -> String {
    format!("{width}.{ending}")
}

/// The names of the files in a folder; none where there is no such folder.
fn names_in(folder: &Path) -> Result<Option<Vec<String>>, PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(PublishError::disk("read", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(PublishError::disk("read", folder))?;
        names.extend(entry.file_name().into_string());
    }
    Ok(Some(names))
}

fn renditions(kept: &str, print: &str, names: Vec<String>) -> Vec<Rendition> {
    // Half of the print tells all pictures of a site apart, and is short in a page.
    let short = &print[..16];
    let mut renditions = Vec::with_capacity(names.len());
    for name in names {
        let width = name.split('.').next().and_then(|width| width.parse().ok());
        if let Some(width) = width {
            let path = format!("{PUBLISHED}/{short}-{name}");
            renditions.push(Rendition { path, kept: format!("{kept}/{name}"), width });
        }
    }
    renditions
}

/// Keeps what was made: in a folder beside, which then takes its place in one step.
fn keep(root: &Path, kept: &str, made: &[Made]) -> Result<(), PublishError> {
    let place = root.join(kept);
    let new = PathBuf::from(format!("{}.{}.new", place.display(), std::process::id()));
    fs::create_dir_all(&new).map_err(PublishError::disk("create", &new))?;
    for one in made {
        let file = new.join(name(one.width, one.ending));
        fs::write(&file, &one.bytes).map_err(PublishError::disk("write", file))?;
    }

    // Two files with one content are made side by side: the second finds the place taken.
    if let Err(error) = fs::rename(&new, &place) {
        fs::remove_dir_all(&new).map_err(PublishError::disk("remove", &new))?;
        if !place.is_dir() {
            return Err(PublishError::disk("write", place)(error));
        }
    }
    Ok(())
}

//! The files of a site, one at a time.

use oratory::{
    Config, Content, Corpus, Diagnostics, Edits, Options, Source, Sources, Understood, applied,
    export_names, human, parse, read_config, understand,
};
use std::sync::LazyLock;

/// A site in two languages with kinds of its own, so that there is much to get wrong.
const CONFIG: &str =
    "title = 'T'\nbase_url = 'https://example.org'\nlanguages = ['en', 'zh']\n\n[kinds.treaties]\n";

/// Its entities. Their names are Latin: a Han name found in a text has the dictionary loaded, which
/// takes a tenth of a second.
const ENTITIES: &[(&str, &str)] = &[
    (
        "content/people/mira-oduya.md",
        "---\nname: {en: Mira Oduya}\naliases: [Mira, 'Oduya, M.']\n---\nA minister.\n",
    ),
    ("content/places/alund.md", "---\nname: Alund\nnot: [Alund Bay]\ncoordinates: [10, 20]\n---\n"),
];

/// What the configuration of the site says.
pub(super) static SITE: LazyLock<Config> = LazyLock::new(|| {
    let sources = Sources::from_texts([("oratory.toml", CONFIG)]);
    read_config(&sources, &export_names(), &mut Diagnostics::default())
});

/// The site with these files more.
pub(super) fn sources_with(files: &[(&str, &[u8])]) -> Sources {
    let own = ENTITIES
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .chain([("oratory.toml", CONFIG.as_bytes())]);
    let file = |(path, bytes): (&str, &[u8])| Source {
        path: path.to_owned(),
        content: Content::Bytes(bytes.to_vec()),
    };
    Sources::new(files.iter().copied().chain(own).map(file).collect())
}

/// Words for people can be made of all diagnostics, so each of their places is one of its file.
pub(super) fn tell(diagnostics: &Diagnostics, sources: &Sources) {
    let told = human(diagnostics, sources, false, 100);
    assert_eq!(told.is_empty(), diagnostics.iter().next().is_none());
}

/// What the files say.
pub(super) fn parsed(sources: &Sources) -> Corpus {
    let mut diagnostics = Diagnostics::default();
    let corpus = parse(sources, &SITE, &mut diagnostics);
    tell(&diagnostics, sources);
    corpus
}

/// What the files mean.
pub(super) fn resolved(sources: &Sources) -> Understood {
    let understood = understand(sources, &Options::default());
    tell(&understood.diagnostics, sources);
    understood
}

pub(super) fn config(bytes: &[u8]) {
    let sources = Sources::new(vec![Source {
        path: "oratory.toml".into(),
        content: Content::Bytes(bytes.to_vec()),
    }]);
    let mut diagnostics = Diagnostics::default();
    let config = read_config(&sources, &export_names(), &mut diagnostics);
    tell(&diagnostics, &sources);
    assert!(!config.languages.is_empty(), "a site has a language");
}

pub(super) fn front_matter_yaml(bytes: &[u8]) {
    speech(&[b"---\n", bytes, b"\n---\nText.\n"].concat());
}

pub(super) fn front_matter_toml(bytes: &[u8]) {
    speech(&[b"+++\n", bytes, b"\n+++\nText.\n"].concat());
}

/// Every range lies in its paragraph or its file, at the borders of characters.
pub(super) fn speech(bytes: &[u8]) {
    let sources = sources_with(&[("content/speeches/2024-03-07-a.en.md", bytes)]);
    let corpus = parsed(&sources);
    for speech in &corpus.speeches {
        let text = std::str::from_utf8(sources.file(speech.file).bytes())
            .expect("a speech is read from UTF-8");
        for paragraph in &speech.body.paragraphs {
            assert!(
                text.get(paragraph.span.clone()).is_some(),
                "{:?} is no range of the file",
                paragraph.span
            );
            for mark in &paragraph.marks {
                let range = mark.range.start as usize..mark.range.end as usize;
                assert!(
                    paragraph.text.get(range.clone()).is_some(),
                    "{mark:?} in {:?}",
                    paragraph.text
                );
                assert!(
                    paragraph.source_range(&range).end <= text.len(),
                    "{mark:?} comes from outside the file"
                );
            }
        }
    }
}

pub(super) fn entity(bytes: &[u8]) {
    parsed(&sources_with(&[("content/people/a.md", bytes), ("content/treaties/b.md", bytes)]));
}

pub(super) fn decisions(bytes: &[u8]) {
    let speech =
        b"---\ntitle: A\ndate: 2024-03-07\npeople: [mira-oduya]\n---\nMira Oduya of Alund.\n";
    resolved(&sources_with(&[
        ("content/decisions.toml", bytes),
        ("content/speeches/a.en.md", speech),
    ]));
}

/// What is written into the lock reads back as the same.
pub(super) fn lock(bytes: &[u8]) {
    let speech = b"---\ntitle: A\ndate: 2024-03-07\n---\n# One\n\n**Q:** Alund?\n\n**A:** Yes, *indeed*.[^1]\n\nMore.\n\n[^1]: A note.\n";
    for path in ["content/ids/a.en/ids.lock", "content/ids.lock"] {
        let sources = sources_with(&[(path, bytes), ("content/speeches/a.en.md", speech)]);
        let first = resolved(&sources);
        if !first.diagnostics.has_errors() {
            let again = resolved(&applied(&sources, &first.lock.files));
            assert!(again.lock.files.is_empty(), "the lock is another when it is read again");
            assert_eq!(again.lock.n_new, 0, "what is in the lock is not known again");
        }
    }
}

/// An edit leaves the body as it was and the front matter readable; what is put on a list is on it,
/// and gone when it is taken off. The last byte says how many of those before it are the argument,
/// the sum of all what is edited: so a file that is damaged anywhere is edited in all ways.
pub(super) fn edit(bytes: &[u8]) {
    let [rest @ .., length] = bytes else { return };
    let what = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>();
    let Some(at) = rest.len().checked_sub(usize::from(*length % 16)) else {
        return;
    };
    let (text, argument) = rest.split_at(at);
    let (Ok(argument), Ok(text)) = (std::str::from_utf8(argument), std::str::from_utf8(text))
    else {
        return;
    };
    let Ok(mut edits) = Edits::new(text) else {
        return;
    };

    let before = edits.listed("people");
    let is_edited = match what % 9 {
        0 => edits.add_to_list("people", argument).is_ok_and(|is_new| is_new),
        1 => edits.remove_from_list("people", argument).is_ok_and(|was_there| was_there),
        2 => edits.replace_in_list("people", "mira", argument).is_ok_and(|was_there| was_there),
        3 => edits.set("title", argument).is_ok(),
        4 => edits.set_at(&["name", "zh"], argument).is_ok(),
        5 => edits.remove_at(&[argument]).is_ok_and(|was_there| was_there),
        6 => edits.set_speaker(argument, &[("person", "mira".into())]).is_ok(),
        7 => edits.rename_speaker("Q", argument).is_ok_and(|was_there| was_there),
        _ => edits.remove_speaker(argument).is_ok_and(|was_there| was_there),
    };
    if !is_edited {
        return;
    }
    let after = edits.listed("people");
    let edited = edits.finish();
    assert!(edited.ends_with(body_of(text)), "the body is another: {edited:?}");

    let mut again = Edits::new(&edited).expect("what was edited can be read");
    assert_eq!(again.listed("people"), after, "{edited:?}");
    if what % 9 == 0 {
        assert!(
            after.as_ref().is_ok_and(|listed| listed.iter().any(|id| id == argument)),
            "{argument:?} is not listed: {edited:?}"
        );
        let n_before = before.map_or(0, |listed| listed.len());
        if again.remove_from_list("people", argument).is_ok_and(|was_there| was_there) {
            assert_eq!(
                again.listed("people").map_or(0, |listed| listed.len()),
                n_before,
                "{edited:?}"
            );
        }
    }
}

/// What stands after the front matter; all of it where there is none.
fn body_of(text: &str) -> &str {
    let bare = text.trim_start_matches('\u{FEFF}');
    let first = bare.split_inclusive('\n').next().unwrap_or_default();
    let mut rest = &bare[first.len()..];
    while let Some(line) = rest.split_inclusive('\n').next() {
        rest = &rest[line.len()..];
        if line.trim_end() == first.trim_end() {
            return rest;
        }
    }
    ""
}

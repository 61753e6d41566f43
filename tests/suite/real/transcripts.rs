//! A site of a hundred real transcripts, with forty entities that they name.

use super::files_in;
use crate::cli::{ended, run};
use crate::project;
use crate::project::compile;
use crate::sites::folder::Folder;
use crate::sites::{none_of, website};
use crate::suggestions::json;
use oratory::{Content, Options, Severity, Source, Sources, load};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const CONFIG: &str = "title = {zh-Hant = '逐字稿', en = 'Transcripts'}\nbase_url = 'https://example.org/t/'\nlanguages = ['zh-Hant', 'en']\n[annotate]\nauto = 'all'\n[kinds.organizations]\nsingular = 'organization'\n";

/// Forty entities that the transcripts name: kind, id, names.
const REGISTRY: &[(&str, &str, &[&str])] = &[
    ("people", "audrey-tang", &["Audrey Tang", "唐鳳", "Audrey"]),
    ("people", "rufus-pollock", &["Rufus Pollock", "Rufus"]),
    ("people", "jaclyn-tsai", &["Jaclyn Tsai", "蔡玉玲"]),
    ("people", "lin-chuan", &["林全", "Lin Chuan"]),
    ("people", "tsai-ing-wen", &["蔡英文", "Tsai Ing-wen"]),
    ("places", "taiwan", &["台灣", "臺灣", "Taiwan"]),
    ("places", "taipei", &["台北", "臺北", "Taipei"]),
    ("places", "kaohsiung", &["高雄", "Kaohsiung"]),
    ("places", "taichung", &["台中", "臺中", "Taichung"]),
    ("places", "japan", &["日本", "Japan"]),
    ("places", "united-states", &["美國", "United States"]),
    ("places", "france", &["法國", "France"]),
    ("places", "paris", &["巴黎", "Paris"]),
    ("places", "estonia", &["愛沙尼亞", "Estonia"]),
    ("organizations", "executive-yuan", &["行政院", "Executive Yuan"]),
    ("organizations", "legislative-yuan", &["立法院", "Legislative Yuan"]),
    ("organizations", "control-yuan", &["監察院"]),
    ("organizations", "judicial-yuan", &["司法院"]),
    ("organizations", "interior", &["內政部"]),
    ("organizations", "health", &["衛福部", "衛生福利部"]),
    ("organizations", "education", &["教育部"]),
    ("organizations", "development-council", &["國發會", "國家發展委員會"]),
    ("organizations", "economic-affairs", &["經濟部"]),
    ("organizations", "finance", &["財政部"]),
    ("organizations", "transport", &["交通部"]),
    ("organizations", "iii", &["資策會"]),
    ("organizations", "pdis", &["PDIS"]),
    ("organizations", "google", &["Google"]),
    ("organizations", "facebook", &["Facebook", "臉書"]),
    ("organizations", "uber", &["Uber"]),
    ("organizations", "airbnb", &["Airbnb"]),
    ("organizations", "github", &["GitHub"]),
    ("initiatives", "vtaiwan", &["vTaiwan"]),
    ("initiatives", "g0v", &["g0v", "零時政府"]),
    ("initiatives", "join", &["Join 平台", "Join平台", "Join platform"]),
    ("initiatives", "polis", &["Pol.is"]),
    ("initiatives", "presidential-hackathon", &["總統盃黑客松", "Presidential Hackathon"]),
    ("initiatives", "air-box", &["空氣盒子", "AirBox"]),
    ("initiatives", "sunflower", &["太陽花", "Sunflower Movement"]),
    ("initiatives", "sdgs", &["SDGs", "Sustainable Development Goals"]),
];

/// All files of the site, by path.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in files_in("corpora/transcripts") {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        files.push((format!("content/speeches/{name}"), fs::read(&path).expect("a transcript")));
    }

    files.push(("oratory.toml".to_owned(), CONFIG.as_bytes().to_vec()));
    for (kind, id, names) in REGISTRY {
        let mut text = format!("---\nname: {:?}\naliases: {:?}\n---\n\n", names[0], &names[1..]);
        let _ = writeln!(text, "{} in the test.", names[0]);
        files.push((format!("content/{kind}/{id}.md"), text.into_bytes()));
    }
    files
}

fn sources(files: Vec<(String, Vec<u8>)>) -> Sources {
    Sources::new(
        files
            .into_iter()
            .map(|(path, bytes)| Source { path, content: Content::Bytes(bytes) })
            .collect(),
    )
}

/// Without minification, which is tested elsewhere and takes as long as all the rest.
fn options() -> Options {
    Options { minify: Some(false), ..Options::default() }
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn every_heading_begins_a_turn_and_nothing_else_does() {
    let files = files();
    let n_headings: BTreeMap<String, usize> = files
        .iter()
        .map(|(path, bytes)| {
            (
                path.clone(),
                String::from_utf8_lossy(bytes)
                    .lines()
                    .filter(|line| line.starts_with("### "))
                    .count(),
            )
        })
        .collect();
    let sources = sources(files);
    let site = compile(&sources, &options());
    let errors: Vec<String> = site
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| format!("{diagnostic:?}"))
        .collect();
    none_of("errors", &errors);
    assert_eq!(site.graph.corpus.speeches.len(), 100);
    let turns = |speech: &oratory::Speech| {
        (sources.file(speech.file).path.clone(), speech.body.turns.len())
    };
    let wrong: Vec<String> = site
        .graph
        .corpus
        .speeches
        .iter()
        .map(|speech| turns(speech))
        .filter(|(path, n)| n_headings[path] != *n)
        .map(|(path, n)| format!("{path}: {n} turns, {} headings", n_headings[&path]))
        .collect();
    none_of("turns", &wrong);
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn every_entity_is_found_and_every_link_holds() {
    let files = files();
    let sources = sources(files);
    let site = compile(&sources, &options());
    let never: Vec<String> = site
        .graph
        .corpus
        .entities()
        .filter(|(id, _)| site.graph.mentions_of(*id).next().is_none())
        .map(|(_, entity)| entity.id.clone())
        .collect();
    none_of("entities that are never found", &never);
    assert_eq!(site.graph.corpus.entities.len(), 40);
    assert!(site.stats().n_mentions > 8000, "{:?}", site.stats());

    let built = website(&site);
    none_of("links", &built.broken_links());
    none_of("addresses in data", &built.broken_addresses_in_data());
    none_of("pages", &built.faulty_pages());
    none_of("versions in other languages", &built.one_sided_alternates());
    none_of("pages that no page leads to", &built.orphans());
}

/// What is published where `n` threads work.
fn built_by(n: usize, files: Vec<(String, Vec<u8>)>) -> BTreeMap<String, Vec<u8>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
    pool.install(|| {
        let sources = sources(files);
        project::build(&compile(&sources, &options())).1
    })
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn order_and_threads_change_no_byte() {
    let files = files();
    let first = built_by(3, files.clone());
    assert!(first.len() > 300, "{}", first.len());
    let mut reversed = files.clone();
    reversed.reverse();
    // An order that no list has: every seventh file, then those after them.
    let mut strewn: Vec<(String, Vec<u8>)> =
        (0..7).flat_map(|start| files.iter().skip(start).step_by(7).cloned()).collect();
    strewn.rotate_left(50);
    for (what, n, files) in [
        ("again", 3, files),
        ("reversed, one thread", 1, reversed),
        ("strewn, two threads", 2, strewn),
    ] {
        let other = built_by(n, files);
        assert!(first.keys().eq(other.keys()), "{what}");
        let differing: Vec<String> = first
            .iter()
            .filter(|(path, bytes)| other[*path] != **bytes)
            .map(|(path, _)| path.clone())
            .collect();
        none_of(what, &differing);
    }
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn from_disk_it_is_the_same_site_in_whatever_order_the_files_were_written() {
    let mut files = files();
    let folder = Folder::new();
    files.reverse();
    files.iter().for_each(|(path, bytes)| folder.write(path, bytes));
    assert_eq!(load(folder.path()).unwrap(), sources(files));
}

/// Once all lists are written, the names of the lists find what the names of all found.
#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn lists_written_for_real_transcripts_say_what_the_texts_say() {
    let files = files();
    let folder = Folder::new();
    files.iter().for_each(|(path, bytes)| folder.write(path, bytes));
    folder.write(
        "oratory.toml",
        folder.read("oratory.toml").replace("auto = 'all'", "auto = 'listed'"),
    );
    let mentions =
        |folder: &Folder| ended(run(folder, &["export", "mentions"]), 0).out.lines().count();
    let before = folder.files("content");
    assert_eq!(mentions(&folder), 0);
    ended(run(&folder, &["annotate", "--write", "-q"]), 0);
    let found = mentions(&folder);
    assert!(found > 10_000, "{found} mentions");
    // Labels that only typography told apart are written in one way, each on a line of its own.
    for (path, bytes) in &before {
        let (old, new) = (String::from_utf8_lossy(bytes), folder.read(&format!("content/{path}")));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let mut changed =
            old.iter().zip(&new[new.len() - old.len()..]).filter(|(old, new)| old != new);
        assert!(changed.all(|(old, _)| old.starts_with("### ")), "{path}");
    }
    let after = folder.files("");
    assert!(ended(run(&folder, &["annotate", "--write"]), 0).err.contains("Nothing to write"));
    assert_eq!(folder.files(""), after);
    assert!(json(&folder, &[]).iter().all(|line| line["safe"] != true));
    folder.write(
        "oratory.toml",
        folder.read("oratory.toml").replace("auto = 'listed'", "auto = 'all'"),
    );
    assert_eq!(mentions(&folder), found, "nothing is named that is not listed");
}

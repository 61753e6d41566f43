//! Finding names alone: megabytes of text a second on one core, with 5,000 aliases and with 200,000.
//!
//! `cargo bench --bench annotate`. The text is made here: half Chinese, half English, a name every
//! few sentences, as in real transcripts. With `ORATORY_SITE=FOLDER` it is that of a site.

use divan::Bencher;
use divan::counter::BytesCount;
use oratory::{
    Config, Content, Corpus, Diagnostics, Source, Sources, annotate, bare_search, export_names,
    load, parse, read_config,
};
use std::path::Path;

/// Of each entity: its name and another one, in both scripts.
const N_ALIASES: usize = 4;
const N_SPEECHES: usize = 6_000;

const HAN: &[&str] = &[
    "瓦", "登", "莫", "琳", "德", "维", "托", "布", "桑", "菲", "戈", "哈", "杰", "凯", "洛", "玛",
    "涅", "波", "鲁", "塞",
];
const LATIN: &[&str] = &[
    "var", "den", "mol", "lin", "dra", "vel", "tor", "bri", "san", "fel", "gor", "hal", "jes",
    "kel", "lor", "mar",
];
const CHINESE: &[&str] = &[
    "与会各方不断加强公平交流的基础，让成果真正落到实处。",
    "过去十年来，地方政府努力扩大清洁能源的开放市场，即使进展并不均衡。",
    "面向未来，青年一代需要共同投入山区森林的保护。",
];
const ENGLISH: &[&str] = &[
    "Over the past decade our partners have strengthened the rules that govern shared waters, step by step and in good order. ",
    "In the coming years local councils will need to finance the quality of schools and clinics. ",
    "The younger generation should not underestimate the slow work of mutual trust. ",
];

fn names(n: usize) -> [String; 4] {
    // Three syllables, and a fourth where these are used up.
    let places = if n < 4_096 { 3 } else { 4 };
    let digits = (0..places).map(|place| (n >> (4 * place)) % 16);
    let latin: String = digits.clone().map(|digit| LATIN[digit]).collect();
    let latin = latin[..1].to_uppercase() + &latin[1..];
    let han: String = digits.map(|digit| HAN[digit]).collect();
    [latin.clone(), format!("{latin} Compact"), han.clone(), format!("{han}契约")]
}

fn speech(n: usize, n_entities: usize) -> String {
    let is_chinese = n % 2 == 1;
    let mut text = "+++\ntitle = \"t\"\ndate = 2024-01-01\ninitiatives = [".to_owned();
    let listed: Vec<usize> = (0..8).map(|k| (n * 7 + k * 131) % n_entities).collect();
    listed.iter().for_each(|id| text.push_str(&format!("\"e{id}\", ")));
    text.push_str("]\n+++\n");
    for k in 0..60 {
        text.push_str(if is_chinese { CHINESE[k % 3] } else { ENGLISH[k % 3] });
        if k % 4 == 0 {
            let names = names(listed[k / 4 % 8]);
            let sentence = if is_chinese {
                format!("我们在{}框架下举行会议。", names[3])
            } else {
                format!("We count on the {} and its members. ", names[1])
            };
            text.push_str(&sentence);
        }
        if k % 5 == 4 {
            text.push_str("\n\n");
        }
    }
    text
}

fn made(n_entities: usize, n_speeches: usize) -> Sources {
    let file =
        |path: String, text: String| Source { path, content: Content::Bytes(text.into_bytes()) };
    let entity = |n: usize| {
        let names = names(n);
        file(
            format!("content/initiatives/e{n}.md"),
            format!(
                "+++\nname = \"{}\"\naliases = [\"{}\", \"{}\", \"{}\"]\n+++\n",
                names[0], names[1], names[2], names[3]
            ),
        )
    };
    let speeches = (0..n_speeches).map(|n| {
        file(
            format!("content/speeches/s{n}.{}.md", if n % 2 == 1 { "zh" } else { "en" }),
            speech(n, n_entities),
        )
    });
    Sources::new((0..n_entities).map(entity).chain(speeches).collect())
}

/// Times what is done once a site: collecting the names and building the automaton.
#[divan::bench(args = [5_000, 200_000])]
fn names_alone(bencher: Bencher<'_, '_>, n_aliases: usize) {
    let config = Config::default();
    let corpus = parse(&made(n_aliases / N_ALIASES, 0), &config, &mut Diagnostics::default());
    bencher.bench_local(|| annotate(&corpus, &config, &mut Diagnostics::default()).len());
}

fn texts(corpus: &Corpus) -> impl Iterator<Item = &str> {
    let paragraphs = corpus.speeches.iter().flat_map(|speech| &speech.body.paragraphs);
    paragraphs.map(|paragraph| paragraph.text.as_str())
}

/// Times a search of all texts on one core.
fn search(bencher: Bencher<'_, '_>, corpus: &Corpus, config: &Config) {
    let bytes: usize = texts(corpus).map(str::len).sum();
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        one_core.install(|| annotate(corpus, config, &mut Diagnostics::default()).len())
    });
}

#[divan::bench(args = [5_000, 200_000])]
fn names_in_texts(bencher: Bencher<'_, '_>, n_aliases: usize) {
    let config = Config::default();
    let sources = made(n_aliases / N_ALIASES, N_SPEECHES);
    let corpus = parse(&sources, &config, &mut Diagnostics::default());
    search(bencher, &corpus, &config);
}

/// Times the strings alone, which nobody judges.
fn strings(bencher: Bencher<'_, '_>, corpus: &Corpus, config: &Config) {
    let bytes: usize = texts(corpus).map(str::len).sum();
    let search = bare_search(corpus, config);
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| texts(corpus).map(&search).sum::<usize>());
}

#[divan::bench(args = [5_000, 200_000])]
fn strings_in_texts(bencher: Bencher<'_, '_>, n_aliases: usize) {
    let config = Config::default();
    let sources = made(n_aliases / N_ALIASES, N_SPEECHES);
    let corpus = parse(&sources, &config, &mut Diagnostics::default());
    strings(bencher, &corpus, &config);
}

/// The same in the texts of a site.
#[divan::bench(args = [5_000, 200_000])]
fn strings_in_texts_of_a_site(bencher: Bencher<'_, '_>, n_aliases: usize) {
    let Some((site, config)) = site() else {
        return;
    };
    let sources = made(n_aliases / N_ALIASES, 0);
    let mut corpus = parse(&sources, &config, &mut Diagnostics::default());
    corpus.speeches = site.speeches;
    strings(bencher, &corpus, &config);
}

#[divan::bench]
fn names_of_a_site(bencher: Bencher<'_, '_>) {
    if let Some((corpus, config)) = site() {
        search(bencher, &corpus, &config);
    }
}

/// The site of which the environment tells.
fn site() -> Option<(Corpus, Config)> {
    let folder = std::env::var_os("ORATORY_SITE")?;
    let sources = load(Path::new(&folder)).expect("a folder that can be read");
    let config = read_config(&sources, &export_names(), &mut Diagnostics::default());
    let corpus = parse(&sources, &config, &mut Diagnostics::default());
    Some((corpus, config))
}

fn main() {
    divan::main();
}

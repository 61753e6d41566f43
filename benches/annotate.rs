//! Finding names alone: megabytes of text a second on one core, with 5,000 aliases.
//!
//! `cargo bench --bench annotate`. The text is made here: half Chinese, half English, a name every
//! few sentences, as in real transcripts.

use divan::Bencher;
use divan::counter::BytesCount;
use oratory::{Config, Content, Corpus, Diagnostics, Source, Sources, annotate, parse};

const N_ENTITIES: usize = 1_250;
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
    let (a, b, c) = (n % 16, n / 16 % 16, n / 256 % 16);
    let latin = format!("{}{}{}", LATIN[a], LATIN[b], LATIN[c]);
    let latin = latin[..1].to_uppercase() + &latin[1..];
    let han = format!("{}{}{}", HAN[a], HAN[b], HAN[c]);
    [latin.clone(), format!("{latin} Compact"), han.clone(), format!("{han}契约")]
}

fn speech(n: usize) -> String {
    let is_chinese = n % 2 == 1;
    let mut text = "+++\ntitle = \"t\"\ndate = 2024-01-01\ninitiatives = [".to_owned();
    let listed: Vec<usize> = (0..8).map(|k| (n * 7 + k * 131) % N_ENTITIES).collect();
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

fn corpus(config: &Config) -> (Corpus, usize) {
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
    let speeches = (0..N_SPEECHES).map(|n| {
        file(
            format!("content/speeches/s{n}.{}.md", if n % 2 == 1 { "zh" } else { "en" }),
            speech(n),
        )
    });
    let sources = Sources::new((0..N_ENTITIES).map(entity).chain(speeches).collect());
    let corpus = parse(&sources, config, &mut Diagnostics::default());
    let bytes = corpus
        .speeches
        .iter()
        .flat_map(|speech| &speech.body.paragraphs)
        .map(|paragraph| paragraph.text.len())
        .sum();
    (corpus, bytes)
}

#[divan::bench]
fn names_in_texts(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    let (corpus, bytes) = corpus(&config);
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        one_core.install(|| annotate(&corpus, &config, &mut Diagnostics::default()).len())
    });
}

fn main() {
    divan::main();
}

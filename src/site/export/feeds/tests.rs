//! The rules of what feeds say.

use super::*;
use crate::site::export::fixture;

fn summaries(graph: &Graph, subject: Subject) -> Vec<String> {
    feed(graph, subject).unwrap().entries.into_iter().map(|entry| entry.summary).collect()
}

#[test]
fn an_entity_is_quoted_where_it_is_first_named_in_the_text() {
    let graph = fixture::graph();
    let entity = |id| Subject::Entity(1, graph.corpus.find_entity(id).unwrap());
    let quoted = summaries(graph, entity("wang-yi"));
    assert_eq!(quoted[0], "请问北京，王毅外长？");
    assert_eq!(quoted[1], "Wang Yi: Good afternoon.", "named in labels alone");
    assert_eq!(summaries(graph, entity("beijing")).len(), 3);
    assert!(feed(graph, entity("nobody")).is_none());
}

#[test]
fn a_feed_is_newest_first_and_counts_a_work_once() {
    let graph = fixture::graph();
    let feed = feed(graph, Subject::Site(0)).unwrap();
    let dates: Vec<String> = feed.entries.iter().map(|entry| entry.published.to_string()).collect();
    assert_eq!(dates, ["2024-03-07", "2024-01-02", "2023-05"]);
    assert_eq!(feed.updated.to_string(), "2024-04-01", "a correction is news");
    assert_eq!(feed.entries[0].url, "https://example.org/talks/speeches/2024-03-07-press.html");
}

#[test]
fn an_old_feed_holds_no_more_than_fifty() {
    let files: Vec<(String, String)> = (0..60)
        .map(|n| {
            (
                format!("content/speeches/s{n:02}.en.md"),
                format!(
                    "---\ntitle: T{n}\ndate: 2024-01-01\nplaces: [beijing]\n---\nIn Beijing.\n"
                ),
            )
        })
        .collect();
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let graph = fixture::graph_of(
        texts.chain([("content/places/beijing.md", "---\nname: Beijing\n---\n"), fixture::CONFIG]),
    );
    for subject in
        [Subject::Site(0), Subject::Entity(1, graph.corpus.find_entity("beijing").unwrap())]
    {
        assert_eq!(summaries(&graph, subject).len(), 50);
    }
}

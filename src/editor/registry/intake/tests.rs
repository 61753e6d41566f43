//! Small files of every format taken into small sites.
//!
//! Long because every format has its small files here.

use super::*;
use crate::base::changes::{Change, applied};
use crate::base::fixture::cases;
use crate::reading::config::Options;
use crate::{compose, understand};

const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n[kinds.organizations]\nsingular = 'organization'\n";

/// What came of taking a file in.
struct Taken {
    intake: Intake,
    /// Messages with the text that they are about.
    errors: Vec<(String, String)>,
    /// The site afterwards.
    after: Sources,
    ignored: Vec<String>,
}

fn take(site: &[(&str, &str)], file: &str, wishes: &Wishes) -> Taken {
    let sources = Sources::from_texts(site.iter().copied().chain([("oratory.toml", CONFIG)]));
    take_into(&sources, file, wishes)
}

fn take_into(sources: &Sources, file: &str, wishes: &Wishes) -> Taken {
    let compiled = compose(sources, understand(sources, &Options::default()));
    let files = Sources::from_texts([("data", file)]);
    let mut diagnostics = Diagnostics::default();
    let read = read(&files, &compiled.graph.config, &mut diagnostics);
    let intake = take_in(
        sources,
        &compiled.graph.corpus,
        &compiled.graph.config,
        &read,
        wishes,
        &mut diagnostics,
    );
    let after = applied(sources, &intake.changes);
    let errors = diagnostics
        .iter()
        .map(|d| (d.message.to_string(), file[d.labels[0].span.range.clone()].to_owned()))
        .collect();
    assert!(!compose(&after, understand(&after, &Options::default())).diagnostics.has_errors());
    Taken {
        intake,
        errors,
        after,
        ignored: read.ignored.into_iter().flat_map(|(_, columns)| columns).collect(),
    }
}

fn conflict(field: &str, kept: &str, refused: &str) -> Contradiction {
    let [field, kept, refused] = [field, kept, refused].map(str::to_owned);
    Contradiction { field, kept, refused }
}

fn people() -> Wishes {
    Wishes { kind: Some("people".to_owned()), update: false }
}

impl Taken {
    fn text(&self, path: &str) -> String {
        let file = self
            .after
            .find(path)
            .unwrap_or_else(|| panic!("{path}: {:?} {:?}", self.intake, self.errors));
        String::from_utf8(self.after.file(file).bytes().to_vec()).unwrap()
    }

    fn whats(&self) -> Vec<&What> {
        self.intake.outcomes.iter().map(|outcome| &outcome.what).collect()
    }

    /// Taken in once more, the same file changes nothing.
    #[track_caller]
    fn is_settled(&self, file: &str, wishes: &Wishes) {
        let again = take_into(&self.after, file, wishes);
        assert!(again.intake.changes.is_empty(), "{}", again.intake.changes.show(&self.after));
        assert!(
            again.whats().iter().all(|what| **what == What::Same),
            "{:?}",
            again.intake.outcomes
        );
    }
}

#[test]
fn a_table_becomes_people() {
    let file = "\u{FEFF}id;Name;name_zh;Aliases;same_as;born;notes;description\r\n\
                wang-yi;Wang Yi;王毅;Minister Wang|Wang;Q3;1953-10-19T00:00:00Z;x;\"Says; \"\"no\"\"\"\r\n\
                ;李强;;;http://www.wikidata.org/entity/Q5;;;\r\n;;;;;;;\r\n";
    let taken = take(&[], file, &people());
    assert_eq!(
        taken.text("content/people/wang-yi.md"),
        "---\nname: {en: Wang Yi, zh: 王毅}\naliases: [Minister Wang, Wang]\nsame_as: [https://www.wikidata.org/wiki/Q3]\ndescription: Says; \"no\"\nborn: 1953-10-19\n---\n"
    );
    assert_eq!(
        taken.text("content/people/李强.md"),
        "---\nname: 李强\nsame_as: [http://www.wikidata.org/entity/Q5]\n---\n"
    );
    assert_eq!(
        (taken.whats(), taken.ignored.as_slice(), taken.errors.len()),
        (vec![&What::New, &What::New], &["notes".to_owned()][..], 0)
    );
    taken.is_settled(file, &people());
}

#[test]
fn what_is_known_is_met_by_address_then_by_name_and_only_what_is_new_is_added() {
    let site = [
        (
            "content/people/wy.md",
            "---\nname: {en: Wang Yi} # he\nsame_as:\n  - https://www.wikidata.org/wiki/Q3\nborn: 1953\n---\nText\n",
        ),
        ("content/people/li.md", "+++\nname = \"李　强\"\ndied = 2020-01-01\n+++\n"),
        ("content/people/a1.md", "---\nname: Ann\n---\n"),
        ("content/people/a2.md", "---\nname: Ann B\naliases: [{name: Ann, until: 1900}]\n---\n"),
        (
            "content/people/z.md",
            "---\nname: Zoe\nsame_as: [https://www.wikidata.org/wiki/Q9]\n---\n",
        ),
    ];
    let file = "name,name_zh,same_as,born,died,aliases\nYi Wang,王毅,http://www.wikidata.org/entity/Q3,1953-10-19,,W.\n李强,,,1959,2020-01-02,\nAnn,,,1900,,\nZoe Two,,Q10,,,Zoe\n";
    let taken = take(&site, file, &people());
    assert_eq!(
        taken.text("content/people/wy.md"),
        "---\nname: {en: Wang Yi, zh: 王毅} # he\nsame_as:\n  - https://www.wikidata.org/wiki/Q3\nborn: 1953\naliases: [W.]\n---\nText\n"
    );
    assert_eq!(
        taken.text("content/people/li.md"),
        "+++\nname = \"李　强\"\ndied = 2020-01-01\nborn = 1959\n+++\n"
    );
    let conflicts: Vec<_> =
        taken.intake.outcomes.iter().map(|outcome| outcome.conflicts.clone()).collect();
    let of = |field: &str, kept: &str, refused: &str| vec![conflict(field, kept, refused)];
    assert_eq!(
        conflicts,
        [
            of("name.en", "Wang Yi", "Yi Wang"),
            of("died", "2020-01-01", "2020-01-02"),
            vec![],
            vec![]
        ]
    );
    let [_, _, ann, zoe] = taken.whats()[..] else { panic!() };
    assert_eq!((ann, zoe), (&What::Unclear(vec!["a1".to_owned(), "a2".to_owned()]), &What::New));
    assert_eq!(
        taken.text("content/people/zoe-two.md"),
        "---\nname: Zoe Two\naliases: [Zoe]\nsame_as: [https://www.wikidata.org/wiki/Q10]\n---\n"
    );
    let update = Wishes { update: true, ..people() };
    let taken = take(&site, file, &update);
    assert!(
        taken.text("content/people/wy.md").starts_with("---\nname: {en: Yi Wang, zh: 王毅} # he\n")
    );
    assert!(taken.text("content/people/li.md").contains("died = 2020-01-02"));
}

/// The ids that records get, in their order.
fn ids(taken: &Taken) -> Vec<&str> {
    let outcomes = taken.intake.outcomes.iter();
    outcomes.map(|outcome| outcome.id.as_deref().unwrap_or("-")).collect()
}

#[test]
fn people_of_one_name_are_one_only_where_something_says_so() {
    // Years of birth, numbers of a register, ids of the source, or nothing tells them apart.
    for (file, expected) in [
        (
            "name,born\nIda Roth,1950\nIda Roth,1982-04-01\nIda Roth,1950-06-02\n",
            ["ida-roth", "ida-roth-1982", "ida-roth"],
        ),
        (
            "name,same_as\nIda Roth,Q11\nIda Roth,Q12\nIda Roth,https://www.wikidata.org/wiki/Q11\n",
            ["ida-roth", "ida-roth-2", "ida-roth"],
        ),
        ("name,id\nIda Roth,ida-a\nIda Roth,ida-b\nIda Roth,ida-a\n", ["ida-a", "ida-b", "ida-a"]),
        (
            "name,born\nIda Roth,\nIda Roth,\nIda Roth,1950\n",
            ["ida-roth", "ida-roth-2", "ida-roth-1950"],
        ),
    ] {
        let taken = take(&[], file, &people());
        assert_eq!(ids(&taken), expected, "{file}");
        assert!(taken.errors.is_empty() && taken.intake.outcomes[0].apart.is_empty());
        assert_eq!(taken.intake.outcomes[1].apart, [expected[0]], "{file}");
        assert!(take_into(&taken.after, file, &people()).intake.changes.is_empty(), "{file}");
    }

    let file = r#"{"persons": [{"id": "1", "name": "Ida Roth"}, {"id": "2", "name": "Ida Roth"},
        {"id": "1", "name": "Ida Roth", "birth_date": "1950"}]}"#;
    let taken = take(&[], file, &people());
    assert_eq!(ids(&taken), ["ida-roth", "ida-roth-2", "ida-roth"]);
}

#[test]
fn a_name_alone_does_not_choose_between_people_of_the_files_and_the_site() {
    let site = [("content/people/ida.md", "---\nname: Ida Roth\nborn: 1950\n---\n")];
    let other = take(&site, "name,born\nIda Roth,1982\n", &people());
    assert_eq!(ids(&other), ["ida-roth"]);
    let alone = take(&site, "name,died\nIda Roth,2020\n", &people());
    assert_eq!(ids(&alone), ["ida"]);

    // Which of the two the site's is, nobody says; once one of them is, the other is not.
    let either = take(&site, "name,died\nIda Roth,2020\nIda Roth,2021\n", &people());
    assert_eq!(ids(&either), ["-", "-"]);
    assert!(either.intake.changes.is_empty());
    let sure = take(&site, "name,born\nIda Roth,\nIda Roth,1950-02\n", &people());
    assert_eq!(ids(&sure), ["ida-roth", "ida"]);
}

#[test]
fn linked_places_become_places() {
    let file = r#"{"type": "FeatureCollection", "@context": "x", "features": [{"@id": "https://example.org/places/1", "type": "Feature",
        "properties": {"title": "Beijing", "ccodes": ["CN"]},
        "names": [{"toponym": "Beijing", "lang": "en"}, {"toponym": "北京", "lang": "zh"}, {"toponym": "Peiping", "lang": "en",
            "when": {"timespans": [{"start": {"in": "1928"}, "end": {"latest": "1949-09"}}]}}],
        "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [[[1, 2]]]}, {"type": "Point", "coordinates": [116.40740001, 39.9042]}]},
        "links": [{"type": "exactMatch", "identifier": "wd:Q956"}, {"type": "closeMatch", "identifier": "gn:1"}],
        "types": [{"label": "city"}], "descriptions": [{"value": "A city", "lang": "en"}]},
        {"type": "Feature", "properties": {"title": "Nowhere"}, "names": [], "geometry": {"type": "Point", "coordinates": [200, 0]}}]}"#;
    let taken = take(&[], file, &Wishes::default());
    assert_eq!(
        taken.text("content/places/beijing.md"),
        "---\nname: {en: Beijing, zh: 北京}\naliases: [{name: Peiping, from: 1928, until: 1949-09}]\nsame_as: [https://example.org/places/1, https://www.wikidata.org/wiki/Q956]\n\
         description: {en: A city}\ncountry: CN\ncoordinates: [116.4074, 39.9042]\n---\n"
    );
    assert_eq!(
        taken.errors,
        [(
            "`200 0` is no place on the globe".to_owned(),
            r#"{"type": "Point", "coordinates": [200, 0]}"#.to_owned()
        )]
    );
    let near = [("content/places/b.md", "---\nname: Beijing\ncoordinates: [116.41, 39.9]\n---\n")];
    let taken = take(&near, file, &Wishes::default());
    assert!(
        taken
            .text("content/places/b.md")
            .starts_with("---\nname: {en: Beijing, zh: 北京}\ncoordinates: [116.41, 39.9]\n")
    );
    assert!(taken.intake.outcomes[0].conflicts.is_empty());
    let far = [("content/places/b.md", "---\nname: Beijing\ncoordinates: [116.5, 39.9]\n---\n")];
    assert_eq!(
        take(&far, file, &Wishes::default()).intake.outcomes[0].conflicts[0].field,
        "coordinates"
    );
}

#[test]
fn popolo_becomes_people_with_roles_and_organizations() {
    let file = r#"{"persons": [{"id": "p/1", "name": "Ann Lee", "sort_name": "Lee, Ann", "birth_date": "1960-05", "summary": "Minister",
        "other_names": [{"name": "安", "lang": "zh", "note": "multilingual"}, {"name": "Ann Smith", "end_date": "1990-01-01"}],
        "identifiers": [{"scheme": "wikidata", "identifier": "Q7"}, {"scheme": "x", "identifier": "1"}],
        "links": [{"url": "https://en.wikipedia.org/wiki/Ann"}, {"url": "https://example.org/blog"}]}],
        "organizations": [{"id": "o", "name": "Ministry", "founding_date": "1949"}], "posts": [{"id": "po", "label": "Minister"}],
        "memberships": [{"person_id": "p/1", "organization_id": "o", "post_id": "po", "start_date": "2001-02-03"}, {"person_id": "none", "organization_id": "o"}]}"#;
    let taken = take(&[], file, &Wishes::default());
    assert_eq!(
        taken.text("content/people/ann-lee.md"),
        "---\nname: {en: Ann Lee, zh: 安}\naliases: [{name: Ann Smith, until: 1990-01-01}]\nsame_as: [https://www.wikidata.org/wiki/Q7, https://en.wikipedia.org/wiki/Ann]\n\
         description: Minister\nsort_name: \"Lee, Ann\"\nborn: 1960-05\nroles: [{role: Minister, organization: Ministry, from: 2001-02-03}]\n---\n"
    );
    assert_eq!(
        taken.text("content/organizations/ministry.md"),
        "---\nname: Ministry\nstarted: 1949\n---\n"
    );
    assert!(taken.errors.is_empty());
    taken.is_settled(file, &Wishes::default());
}

#[test]
fn rows_of_a_query_about_one_item_are_one_record() {
    let literal = |text: &str, lang: &str| {
        format!(r#"{{"type": "literal", "xml:lang": "{lang}", "value": "{text}"}}"#)
    };
    let row = |label: String, born: &str| {
        format!(
            r#"{{"item": {{"type": "uri", "value": "http://www.wikidata.org/entity/Q3"}}, "itemLabel": {label}, "itemAltLabel": {}, "dob": {{"type": "literal", "value": "{born}"}}, "image": {{"value": "x"}}}}"#,
            literal("Wang, Minister Wang", "en")
        )
    };
    let nameless = r#"{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q8"}, "itemLabel": {"type": "literal", "value": "Q8"}, "coord": {"type": "literal", "value": "Point(1 91)"}}"#;
    let rows = [
        row(literal("Wang Yi", "en"), "1953-10-19T00:00:00Z"),
        row(literal("王毅", "zh"), "1953-10-20T00:00:00Z"),
        nameless.to_owned(),
    ];
    let file = format!(
        r#"{{"head": {{"vars": ["item"]}}, "results": {{"bindings": [{}]}}}}"#,
        rows.join(", ")
    );
    let taken = take(&[], &file, &people());
    assert_eq!(
        taken.text("content/people/wang-yi.md"),
        "---\nname: {en: Wang Yi, zh: 王毅}\naliases: [Wang, Minister Wang]\nsame_as: [http://www.wikidata.org/entity/Q3]\nborn: 1953-10-19\n---\n"
    );
    assert_eq!(taken.intake.outcomes[0].conflicts, [conflict("born", "1953-10-19", "1953-10-20")]);
    let messages: Vec<&str> = taken.errors.iter().map(|(message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`Point(1 91)` is no place on the globe".replace("Point(1 91)", "1 91").as_str(),
            "the record has no name"
        ]
    );
    assert_eq!(taken.ignored, ["image"]);
}

#[test]
fn every_mistake_is_reported_where_it_stands() {
    let errors = |file: &str, wishes: &Wishes| {
        take(&[("content/places/paris.md", "---\nname: Paris\n---\n")], file, wishes).errors
    };
    let file = "id,name,kind,born,lat,lon,same_as\nx,A,people,1953-13,,,\ny,B,peple,,1,,wikidata\nparis,Paris Hilton,people,,,,\na/b,C,people,,,,\n,D,,,,,\nz,E,people,,,,,,\n";
    let expected = [
        ("`1953-13` is not a date", "1953-13"),
        ("`wikidata` is not an address", "wikidata"),
        ("`1` is no place on the globe", "y,B,peple,,1,,wikidata"),
        (
            "this table cannot be read: this row has 9 cells, and there are 7 columns",
            "z,E,people,,,,,,",
        ),
        ("there is no kind `peple`", "y,B,peple,,1,,wikidata"),
        ("the id `paris` is taken by `content/places/paris.md`", "paris,Paris Hilton,people,,,,"),
        ("`a/b` cannot be an id", "a/b,C,people,,,,"),
        ("it is not said which kind of entity this is", ",D,,,,,"),
    ];
    assert_eq!(
        errors(file, &Wishes::default()),
        expected.map(|(message, at)| (message.to_owned(), at.to_owned()))
    );
    assert_eq!(
        errors(&file.replace('\n', "\r\n"), &Wishes::default()),
        expected.map(|(message, at)| (message.to_owned(), at.to_owned()))
    );
    let of = |file: &str| errors(file, &people()).remove(0).0;
    assert_eq!(
        of("a,b\n1,2\n"),
        "this table cannot be read: no column is called `name` or `same_as`"
    );
    assert_eq!(of("{\"persons\": [}"), "this is no JSON: a value is wanted here");
    assert_eq!(of("{\"a\": 1}"), "this JSON is none of those that are read; it holds `a`");
    assert_eq!(of(""), "this table cannot be read: it is empty");
}

#[test]
fn files_of_any_shape_are_read_without_panic() {
    use proptest::prelude::*;
    let config = Config::default();
    let piece = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"features\"",
        "\"names\"",
        "\"persons\"",
        "\"results\"",
        "\"head\"",
        "\"bindings\"",
        "\"item\"",
        "\"value\"",
        "\"http://www.wikidata.org/entity/Q1\"",
        "1",
        "name",
        "\n",
        "\"",
        ";",
        "born",
        "Point(",
        "王",
        "\u{FEFF}",
        "null",
    ]);
    proptest!(cases(256), |(pieces in proptest::collection::vec(piece, 0..24))| {
        let files = Sources::from_texts([("data", pieces.concat().as_str())]);
        let mut diagnostics = Diagnostics::default();
        let read = read(&files, &config, &mut diagnostics);
        let sources = Sources::default();
        let corpus = crate::reading::corpus::Corpus::default();
        let intake = take_in(&sources, &corpus, &config, &read, &people(), &mut diagnostics);
        prop_assert!(intake.changes.iter().all(|(_, change)| matches!(change, Change::Create(_))));
    });
}

#[test]
fn other_files_of_places_and_items_are_known_by_what_they_hold() {
    let places = Wishes::default();
    let dump = "2988507\tEastport\tEastport\tEstport,EST,http://a.example/e,Puerto Este\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t75\t\t\t2138551\t\t42\tEurope/Paris\t2024-01-01\n";
    let taken = take(&[], dump, &places);
    assert_eq!(
        taken.text("content/places/eastport.md"),
        "---\nname: Eastport\naliases: [Estport, Puerto Este]\nsame_as: [https://www.geonames.org/2988507]\ncoordinates: [2.3488, 48.85341]\ncountry: FR\n---\n"
    );

    let place = |title: &str, number: u8| {
        format!(
            "{{\"type\": \"Feature\", \"@id\": \"https://a.example/{number}\", \"properties\": {{\"title\": \"{title}\"}}, \"geometry\": {{\"type\": \"Point\", \"coordinates\": [{number}, 2]}}}}\n"
        )
    };
    let taken = take(&[], &(place("Eastport", 1) + &place("Westport", 2)), &places);
    assert!(taken.text("content/places/westport.md").contains("https://a.example/2"));

    let rows = "[{\"item\": \"http://www.wikidata.org/entity/Q7\", \"itemLabel\": \"Ines Hale\", \"dob\": \"1950-03-01T00:00:00Z\"}]";
    let taken = take(&[], rows, &people());
    assert!(taken.text("content/people/ines-hale.md").contains("born: 1950-03-01"));

    let table = "姓名,姓名_QID,生年,别名,备注\n林小山,Q8,1950,小山,x\n";
    let taken = take(&[], table, &people());
    let text = taken.text("content/people/林小山.md");
    assert!(text.contains("Q8") && text.contains("born: 1950") && text.contains("小山"), "{text}");
    assert_eq!(taken.ignored, ["备注"]);
}

//! Names that no entity has.

use super::*;

#[test]
fn names_that_recur_are_offered_with_their_kind() {
    let body = "Yesterday Minister Ada Lindqvist met us. Then Ada Lindqvist left for Norway. We thank Norway, and Ada Lindqvist.\n\n\
        The Blue Harbour Initiative grew. We back the Blue Harbour Initiative, says the Blue Harbour Initiative. Today is Today. In Norway.\n\n\
        在“蓝港”倡议下，张明远部长访问挪威。张明远部长说，“蓝港”倡议很好。谢谢部长。张明远部长和“蓝港”倡议。\n\nTHE OLD MILL ROAD. THE OLD MILL ROAD. THE OLD MILL ROAD.";
    let site = small(&[(SPEECH, &speech("", body))]);
    let found = discover(&site.corpus, &site.config, &|id| {
        (id == "norway").then(|| "content/places/norway.md".to_owned())
    });
    let mut lines: Vec<String> = found
        .iter()
        .map(|one| match &one.proposal {
            Proposal::New { kind, id, name, taken_by, .. } => {
                format!(
                    "{} {} {id} {}{}",
                    site.config.kinds.kind(*kind).singular,
                    name.name,
                    name.spots.len(),
                    if taken_by.is_some() { " taken" } else { "" }
                )
            }
            _ => unreachable!(),
        })
        .collect();
    lines.sort();
    let expected = [
        "initiative Blue Harbour Initiative blue-harbour-initiative 3",
        "initiative “蓝港”倡议 蓝港倡议 3",
        "person Ada Lindqvist ada-lindqvist 3",
        "person 张明远 张明远 3",
        "place Norway norway 3 taken",
    ];
    assert_eq!(lines, expected);
    let (after, written) = site.after(&Orders { accepted: found, ..Orders::default() });
    assert_eq!(
        (written.changes.len(), written.refused.len()),
        (5, 0),
        "four files, and the speech; what is taken is left"
    );
    assert_eq!(
        after.text("content/people/ada-lindqvist.md").lines().nth(1),
        Some("name: Ada Lindqvist")
    );
    assert_eq!(after.lines(), [""; 0]);
    assert_eq!(after.corpus.speeches[0].lists.iter().flatten().count(), 4);
    assert_eq!(discover(&after.corpus, &after.config, &|_| None).len(), 1);
}

#[test]
fn offices_and_bodies_are_offered_in_either_script() {
    let bodies = [
        "農委會",
        "文化部",
        "金管会",
        "外交部",
        "国台办",
        "衛福部",
        "台北市文化局",
        "河港管理委员会",
    ];
    let mut body = String::new();
    for name in bodies {
        body.push_str(&format!("昨天{name}说明了情况。今天{name}没有回答。我们问过{name}。\n\n"));
    }
    body.push_str("我們會去開會。大家會來開會。他就會說，社會會改變。全部幹部都在東部，一部分人在內部開會。\n");
    let config =
        "title = 'T'\nlanguages = ['zh']\n[kinds.organizations]\nsingular = 'organization'\n";
    let speech = speech("", &body);
    let site = read(Sources::from_texts([("oratory.toml", config), (SPEECH, &speech)]));
    let found = discover(&site.corpus, &site.config, &|_| None);
    let mut names: Vec<&str> = Vec::new();
    for one in &found {
        if let Proposal::New { name, .. } = &one.proposal {
            names.push(&name.name);
        }
    }
    names.sort_unstable();
    let mut expected = bodies.to_vec();
    // A place is a name within that of its office, too.
    expected.push("台北市");
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[test]
fn people_with_rare_and_compound_family_names_are_offered() {
    let body = "敖明德部长访问。敖明德部长说好。敖明德部长回国。\n\n\
        欧阳青禾教授来了。欧阳青禾教授讲课。欧阳青禾教授走了。\n\n时任部长的人来了。时任部长的人走了。时任部长说好。";
    let site = small(&[(SPEECH, &speech("", body))]);
    let found = discover(&site.corpus, &site.config, &|_| None);
    let mut names: Vec<&str> = found
        .iter()
        .map(|one| match &one.proposal {
            Proposal::New { name, .. } => name.name.as_str(),
            _ => unreachable!(),
        })
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["敖明德", "欧阳青禾"]);
}

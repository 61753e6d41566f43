//! What documents have beside words: notes, links, tables, front matter, dates; and how their lines
//! are set.

use super::super::read::docx_of;
use super::*;

/// What becomes of a document of this name.
fn of(name: &str, bytes: &[u8]) -> Imported {
    let manuscript = read(name, bytes, &ReadOptions::default()).unwrap();
    let languages = [Lang::parse("en").unwrap(), Lang::parse("zh").unwrap()];
    let options = Options {
        file: name,
        stem: name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        languages: &languages,
        ..options()
    };
    let imported = import(manuscript, &options).expect("an account that holds");
    assert_eq!(reproduced(&imported), imported.original);
    imported
}

/// The text of the speech that a page with this body becomes.
fn of_page(body: &str) -> String {
    let page = format!(
        "<html lang=en><head><title>Quay talk</title><link rel=canonical href='https://a.example/p/1.html'></head>\
         <body><article><h1>Quay talk</h1>{body}</article></body></html>"
    );
    paragraphs(&of("page.html", page.as_bytes())).join("\n\n")
}

/// The text of the speech that a Word file with this body becomes.
fn of_word(body: &str) -> String {
    paragraphs(&of("2024-05-02-word.docx", &docx_of(body))).join("\n\n")
}

#[test]
fn the_number_of_a_note_is_not_spoken() {
    let text = of_page(
        "<p><b>Ada Quill:</b> The boats sail in May.<sup id=r1>[<a href='#n1'>1</a>]</sup> We have waited for them all winter.</p>\
         <p><b>Bo Reed:</b> And the fare is what it was?<a role=doc-noteref href='#n2'>*</a></p>\
         <h2>Notes</h2><ol><li id=n1><a href='#r1'>↑</a> Minutes, <i>second</i> page.</li><li id=n2><p>As printed.</p><p>And later.</p></li></ol>",
    );
    assert_eq!(
        text,
        "**Ada Quill:** The boats sail in May.[^1] We have waited for them all winter.\n\n\
         **Bo Reed:** And the fare is what it was?[^2]\n\n\
         [^1]: Minutes, *second* page.\n\n[^2]: As printed.\n\n    And later."
    );
}

#[test]
fn a_link_to_a_part_of_the_page_is_no_note() {
    let text = of_page(
        "<p>The rules are in <a href='#c2'>2</a>, as we said when we met here in the winter.</p><p id=c2>2. The quay is open to everybody, by day and by night.</p>",
    );
    assert!(!text.contains("[^") && text.contains("The quay is open"), "{text}");
}

#[test]
fn links_and_struck_words_keep_what_they_say() {
    let text = of_page(
        "<p>We have read <a href='/plan (new)'>the <b>new</b> plan</a>, and thank the <del>old </del>board for 10 m<sup>2</sup> of it.</p>\
         <p>It is ~5 miles from here to <a href='javascript:x()'>the hill</a>, and ~6 from there to the sea.</p>",
    );
    assert_eq!(
        text,
        "We have read [the **new** plan](<https://a.example/plan%20(new)>), and thank the ~~old~~ board for 10 m<sup>2</sup> of it.\n\n\
         It is \\~5 miles from here to the hill, and \\~6 from there to the sea."
    );
}

#[test]
fn a_table_keeps_its_columns() {
    let text = of_page(
        "<p>These are the fares that we have shown to the board in the winter.</p>\
         <table><caption>Fares</caption><tr><th>Class</th><th colspan=2>Fare</th></tr>\
         <tr><td rowspan=2>Adult</td><td>day</td><td>3|4</td></tr><tr><td>night</td><td>5</td></tr></table>",
    );
    assert!(
        text.ends_with(
            "Fares\n\n| Class | Fare |  |\n|---|---|---|\n| Adult | day | 3\\|4 |\n|  | night | 5 |"
        ),
        "{text}"
    );
}

#[test]
fn a_table_of_speakers_and_words_is_turns() {
    let turns = "**Ada Quill:** Good morning to you all.\n\nI come from the hill.\n\n**Bo Reed:** Welcome.\n\n**Ada Quill:** Thanks.";
    let row = |who: &str, words: &str| format!("<tr><td>{who}</td><td>{words}</td></tr>");
    let table = [
        row("Ada Quill", "<p>Good morning to you all.</p><p>I come from the hill.</p>"),
        row("Bo Reed", "Welcome."),
        row("<b>Ada Quill</b>", "Thanks."),
    ];
    assert_eq!(of_page(&format!("<table>{}</table>", table.concat())), turns);
    assert_eq!(
        of_page(
            "<dl><dt>Ada Quill<dd>Good morning to you all.<dd>I come from the hill.<dt>Bo Reed<dd>Welcome.<dt>Ada Quill<dd>Thanks.</dl>"
        ),
        turns
    );

    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let row = |who: &str, words: &str| {
        format!("<w:tr><w:tc>{}</w:tc><w:tc>{words}</w:tc></w:tr>", p(who))
    };
    let table = [
        row("Ada Quill", &(p("Good morning to you all.") + &p("I come from the hill."))),
        row("Bo Reed", &p("Welcome.")),
        row("Ada Quill", &p("Thanks.")),
    ];
    assert_eq!(of_word(&format!("<w:tbl>{}</w:tbl>", table.concat())), turns);
}

#[test]
fn a_word_file_keeps_notes_links_and_struck_words() {
    let text = of_word(
        "<w:p><w:r><w:t>The boats sail in May.</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteReference w:id='1'/></w:r>\
         <w:r><w:t xml:space='preserve'> Read </w:t></w:r><w:hyperlink w:id='h'><w:r><w:t>the plan</w:t></w:r></w:hyperlink>\
         <w:r><w:t xml:space='preserve'> of the </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t xml:space='preserve'>old </w:t></w:r><w:r><w:t>board.</w:t></w:r></w:p>",
    );
    assert_eq!(
        text,
        "The boats sail in May.[^1] Read [the plan](https://a.example/plan) of the ~~old~~ board.\n\n[^1]: A note."
    );
}

#[test]
fn a_table_of_a_word_file_keeps_its_columns() {
    let cell = |text: &str, span: usize| {
        format!(
            "<w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let rows =
        [cell("Year", 1) + &cell("Boats", 2), cell("2022", 1) + &cell("3", 1) + &cell("a|b", 1)];
    let table = format!(
        "<w:p><w:r><w:t>Seen.</w:t></w:r></w:p><w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        rows[0], rows[1]
    );
    assert!(
        of_word(&table).ends_with("| Year | Boats |  |\n|---|---|---|\n| 2022 | 3 | a\\|b |"),
        "{}",
        of_word(&table)
    );
}

#[test]
fn front_matter_of_other_generators_becomes_ours() {
    let imported = of(
        "post.md",
        "---\ntitle: \"The night ferry\"\npublishDate: 2024-05-02T10:00:00Z\nauthors: [Ada Quill]\nkeywords: [port]\nvideo: https://a.example/v\n\
         source_url: https://a.example/1\nlayout: post\ndraft: true\n---\n\n**Ada Quill:** In June, if the crews agree, we sail.\n"
            .as_bytes(),
    );
    let head = imported.speech.split("\n---\n").next().unwrap();
    let without_question = |line: &&str| !line.starts_with("text_status: #");
    let head: Vec<&str> = head.lines().filter(without_question).collect();
    assert_eq!(
        head.join("\n"),
        "---\ntitle: The night ferry\ndate: 2024-05-02\ntopics: [port]\nsources:\n  - {url: 'https://a.example/1', note: post.md, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}\n\
         recording: 'https://a.example/v'\ndraft: true\nextra:\n  layout: post\n  speakers: [Ada Quill]"
    );
    assert_eq!(paragraphs(&imported), ["**Ada Quill:** In June, if the crews agree, we sail."]);
    assert!(imported.aside.is_empty());

    let broken = of("post.md", b"---\ntitle: a: b: [\n---\n\nIn June we sail, and that is all.\n");
    assert!(broken.remarks[0].contains("front matter") && broken.aside.contains("a: b: ["));
}

#[test]
fn a_date_is_that_of_the_text_before_that_of_the_file() {
    let date = |name: &str, text: &str| {
        let imported = of(name, text.as_bytes());
        (imported.date.map(|date| date.to_string()).unwrap_or_default(), imported.title)
    };
    let words = "\n\nGood morning to all of you who have come to the quay today.\n";
    for (name, head, day, title) in [
        ("talk.txt", "Remarks at the quay, 3 May 2024", "2024-05-03", "Remarks at the quay"),
        ("talk.txt", "# 2024-05-03 Remarks at the quay", "2024-05-03", "Remarks at the quay"),
        ("2024-06-01-talk.txt", "Remarks\n\nFriday, 3 May 2024", "2024-05-03", "Remarks"),
        ("2024-06-01-talk.txt", "Remarks", "2024-06-01", "Remarks"),
        ("talk.txt", "Statement of 3 May 2024", "2024-05-03", "Statement of 3 May 2024"),
        ("talk.txt", "Remarks\n\nMay 2024", "2024-05", "Remarks"),
    ] {
        let found = date(name, &format!("{head}{words}"));
        assert_eq!(found, (day.to_owned(), title.to_owned()), "{name} {head}");
    }
    let signed = date("talk.txt", &format!("港口讲话{words}二〇二四年五月三日\n"));
    assert_eq!(signed.0, "2024-05-03");

    let days = of("talk.txt", format!("Remarks\n\n3–5 May 2024{words}").as_bytes());
    assert!(days.speech.contains("date: 2024-05-03/2024-05-05\n"), "{}", days.speech);
}

#[test]
fn the_day_on_which_a_file_was_made_is_marked() {
    let body = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let words = body("Good morning to all of you who have come to the quay today.");
    let dated = of("word.docx", &docx_of(&(body("2 May 2023") + &words)));
    assert_eq!((dated.date.unwrap().to_string().as_str(), dated.doubts.len()), ("2023-05-02", 0));
    let undated = of("word.docx", &docx_of(&words));
    assert_eq!(undated.date.unwrap().to_string(), "2024-03-07");
    assert!(undated.doubts[0].1.contains("on which the file was made"), "{:?}", undated.doubts);
}

#[test]
fn lines_under_a_label_go_on_in_its_paragraph() {
    let text = "Sitting of the board\n2 May 2024\n\nTHE CHAIR: The board will come to order.  The\n           first item is the quay, which has\n           waited a year.\n\nADA QUILL: Thank you.  I rise to speak on\n           the quay.\n\n                  - 2 -\n\nTHE CHAIR: The question is put.\n";
    let imported = of("board.txt", text.as_bytes());
    assert!(imported.doubts.is_empty(), "{:?}", imported.doubts);
    assert!(imported.speech.contains(
        "**THE CHAIR:** The board will come to order.  The first item is the quay, which has waited a year.\n\n**ADA QUILL:** Thank you.  I rise to speak on the quay.\n"
    ), "{}", imported.speech);
}

#[test]
fn numbers_beside_lines_are_no_words() {
    let lines = [
        "        MS. HALLOW:  Good morning to all of you",
        "  who have come to the hall today, and who",
        "  have waited for this hearing.",
        "        MR. KEEN:  Thank you.  We are ready to",
        "  begin with the first witness now, if the",
        "  board agrees.",
        "        MS. HALLOW:  It does, and we thank you",
        "  for the time that you have taken.",
        "        MR. KEEN:  Then I call the master of the",
        "  ferry, who has seen it all.",
    ];
    let mut text = String::from("Hearing of the board\n2 May 2024\n\n");
    for (index, line) in lines.iter().enumerate() {
        text.push_str(&format!("{:>2}  {line}\n", index + 1));
    }
    let imported = of("hearing.txt", text.as_bytes());
    assert_eq!(imported.n_turns, 4, "{}", imported.speech);
    assert!(
        imported
            .speech
            .contains("who have come to the hall today, and who have waited for this hearing.\n"),
        "{}",
        imported.speech
    );
}

#[test]
fn a_page_may_end_within_a_sentence() {
    let text = "Remarks at the quay\n\n2 May 2024\n\n\
        We thank all the boats of the harbour and of the towns that lie\n\
        around it, those that came in the night and those that waited a\n\
        day for the tide, and the people of the hill, who have given us\n\
        their lamps, their ropes and their time. We thank those on both\n\
        \u{C}sides of the water, and wish them well.\n\
        \u{C}We go on tomorrow, when the tide is low, and the boats can\n\
        leave the harbour, and will not come back before the evening.\n";
    let imported = of("remarks.txt", text.as_bytes());
    assert!(
        imported.speech.contains("on both sides of the water, and wish them well.\n\nWe go on"),
        "{}",
        imported.speech
    );
}

#[test]
fn how_a_text_was_made_is_not_guessed() {
    // The empty key asks whoever imports it.
    assert!(imported(HARBOUR).speech.contains("\ntext_status: # one of: as-prepared,"));
    let manuscript = read("a.txt", HARBOUR.as_bytes(), &ReadOptions::default()).unwrap();
    let said = import(manuscript, &Options { text_status: Some("verbatim"), ..options() }).unwrap();
    assert!(said.speech.contains("\ntext_status: verbatim\n"));
}

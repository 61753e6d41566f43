//! Tables, and the speeches in them.

use crate::import::Imported;
use crate::import::read::tests::{body, speech_of};
use crate::import::read::{ReadOptions, read_all};

fn imported(name: &str, text: &str) -> Vec<Imported> {
    let read = read_all(name, text.as_bytes(), &ReadOptions::default()).unwrap();
    read.into_iter().map(|manuscript| speech_of(name, manuscript)).collect()
}

#[test]
fn rows_of_one_number_are_turns_of_one_speech() {
    let found = imported(
        "board.csv",
        "speech_id,title,date,speaker,text,party\n\
         7,The quay,2024-05-02,Ines Hale,\"We begin.\n\nAt last.\",A\n\
         7,The quay,2024-05-02,Jon Barrow,\"He said \"\"aye\"\".\",B\n\
         8,The ferry,2024-05-03,Ines Hale,\"JON BARROW: Aye.\n\nINES HALE: No.\n\nJON BARROW: Why?\",A\n",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(
        body(&found[0]),
        "**Ines Hale:** We begin.\n\nAt last.\n\n**Jon Barrow:** He said \"aye\"."
    );
    assert_eq!((found[0].id.as_str(), found[0].title.as_str()), ("2024-05-02-7", "The quay"));
    assert_eq!(found[0].remarks, [super::DIFFER]);
    assert_eq!(found[1].n_turns, 3, "{}", found[1].speech);
}

#[test]
fn columns_may_be_chinese_and_rows_lines_of_json() {
    let found = imported(
        "board.jsonl",
        "{\"标题\": \"港务会议\", \"日期\": \"2024-05-02\", \"发言人\": \"海明\", \"正文\": \"码头已经修好。\"}\n\
         {\"标题\": \"港务会议\", \"日期\": \"2024-05-02\", \"发言人\": \"林小山\", \"正文\": \"很好。\"}\n",
    );
    assert_eq!(found.len(), 1);
    assert_eq!(body(&found[0]), "**海明：**码头已经修好。\n\n**林小山：**很好。");
    assert_eq!(found[0].date.unwrap().to_string(), "2024-05-02");

    let nested = imported(
        "board.json",
        "[{\"title\": \"The quay\", \"date\": \"2024-05-02\", \"turns\": [{\"speaker\": \"Ines Hale\", \"text\": \"Aye.\"}, {\"speaker\": \"Jon Barrow\", \"text\": \"No.\"}]}]",
    );
    assert_eq!(body(&nested[0]), "**Ines Hale:** Aye.\n\n**Jon Barrow:** No.");
}

#[test]
fn no_column_of_words_is_lost() {
    let found = imported(
        "board.csv",
        "title,date,speaker,text,transcript,text\nThe quay,2024-05-02,Ines Hale,In short,\"We begin, and we go on.\",Again\n",
    );
    assert_eq!(body(&found[0]), "We begin, and we go on.");
    assert!(
        found[0]
            .speech
            .contains("\nextra:\n  speakers: Ines Hale\n  text: In short\n  text 2: Again\n"),
        "{}",
        found[0].speech
    );
    let turns = imported(
        "board.jsonl",
        "{\"title\": \"The quay\", \"date\": \"2024-05-02\", \"speaker\": {\"name\": \"Ines Hale\"}, \"time\": 65, \"text\": [\"Aye.\", \"And more.\"]}\n\
         {\"title\": \"The quay\", \"date\": \"2024-05-02\", \"speaker\": [\"Ines Hale\", \"Jon Barrow\"], \"time\": 70, \"text\": \"No.\", \"body\": \"Nay.\"}\n",
    );
    assert_eq!(
        body(&turns[0]),
        "**[0:01:05] Ines Hale:** Aye.\n\nAnd more.\n\n**[0:01:10] Ines Hale & Jon Barrow:** No."
    );
    assert_eq!(turns[0].remarks, [super::DIFFER]);
}

#[test]
fn what_is_no_table_of_speeches_is_refused_with_what_to_do() {
    let refused = |name: &str, text: &str| {
        let refusal = read_all(name, text.as_bytes(), &ReadOptions::default()).unwrap_err();
        assert!(!refusal.hint.is_empty());
        refusal.message
    };
    assert!(refused("a.csv", "name,born\nInes Hale,1950\n").contains("no column of words"));
    assert!(refused("a.csv", "title,text\na,b,c\n").contains("line 2 has more cells"));
    assert!(refused("a.jsonl", "{\"text\": \"a\"}\n[1]\n").contains("line 2 is no object"));
    assert!(refused("a.json", "{\"text\": \"a\", ").contains("JSON"));
    assert!(refused("a.json", "{\"a\": 1}").contains("neither"));
    assert!(refused("a.json", &"[".repeat(100_000)).contains("JSON"));
}

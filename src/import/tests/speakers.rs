//! Who speaks in a document, what may be set aside, and what is said twice.

use super::{imported, paragraphs};
use crate::import::Imported;

/// The labels of the speech's turns.
fn labels(imported: &Imported) -> Vec<&str> {
    let mut labels = Vec::new();
    for paragraph in paragraphs(imported) {
        if let Some((label, _)) = paragraph.strip_prefix("**").and_then(|p| p.split_once("**")) {
            labels.push(label);
        }
    }
    labels
}

#[test]
fn a_document_teaches_how_it_prints_who_speaks() {
    let cases: [(&str, &str, &[&str]); 9] = [
        (
            "a letter and spaces",
            "MS. ORR:  The mill reopens in May.\n\nQ    At the same price?\n\nMS. ORR:  It does.\n\nQ    (Inaudible.)\n\nMS. ORR:  No.",
            &["MS. ORR:", "Q:", "MS. ORR:", "Q:", "MS. ORR:"],
        ),
        (
            "a full stop",
            "Mr. ORR. I thank the Chair.\n\nThe ACTING CHAIR. Is there objection?\n\nMr. ORR. There is none.\n\nMiss VANE. I yield.",
            &["Mr. ORR:", "The ACTING CHAIR:", "Mr. ORR:", "Miss VANE:"],
        ),
        (
            "a line of its own, with the time",
            "Ada Orr (00:04):\nThe mill reopens in May.\n\nGuest 1 (01:10):\nAt the same price?\n\nAda Orr (01:15):\nIt does.",
            &["Ada Orr (00:04):", "Guest 1 (01:10):", "Ada Orr (01:15):"],
        ),
        (
            "a time before the name",
            "[00:00:12] Ada Orr: The mill reopens in May.\n\n[00:00:40] Bo Vane: At the same price?\n\n[00:00:45] Ada Orr: It does.",
            &["[00:00:12] Ada Orr:", "[00:00:40] Bo Vane:", "[00:00:45] Ada Orr:"],
        ),
        (
            "a nickname between marks, and one other name",
            "Orr (00:00:04):\nThe mill reopens in May.\n\nInes ‘Skip’ Vane (00:01:10):\nAt the same price?\n\nOrr (00:01:15):\nIt does.\n\nInes ‘Skip’ Vane (00:01:20):\nThank you.",
            &[
                "Orr (00:00:04):",
                "Ines ‘Skip’ Vane (00:01:10):",
                "Orr (00:01:15):",
                "Ines ‘Skip’ Vane (00:01:20):",
            ],
        ),
        (
            "a voice that a program numbered",
            "SPEAKER_00\nThe mill reopens in May.\n\nSPEAKER_01\nAt the same price?\n\nSPEAKER_00\nIt does.\n\nSPEAKER_01\nThank you.",
            &["SPEAKER_00:", "SPEAKER_01:", "SPEAKER_00:", "SPEAKER_01:"],
        ),
        (
            "letters and dashes",
            "Q - Quand rouvre le moulin ?\n\nR - En mai.\n\nQ - Au même prix ?\n\nR - Oui.",
            &["Q:", "R:", "Q:", "R:"],
        ),
        (
            "a circle",
            "○委員長（山田君） 会議を開きます。\n\n○農林大臣（森君） 水車は五月に動きます。\n\n○委員長（山田君） 次に進みます。",
            &["委員長（山田君）：", "農林大臣（森君）：", "委員長（山田君）："],
        ),
        (
            "a mark of continuation before the label",
            "# 磨坊问答\n\n【上接第2版】**安木生：**磨坊五月开工。\n\n**记者：**价格一样吗？\n\n**安木生：**一样。",
            &["安木生：", "记者：", "安木生："],
        ),
    ];
    for (what, text, expected) in cases {
        assert_eq!(labels(&imported(text)), expected, "{what}");
    }
}

#[test]
fn what_reads_like_a_label_is_nobody() {
    let text = "# 磨坊问答\n\n**安木生：**磨坊五月开工。\n\n关键词：水车、粮价、航道。\n\n**记者：**价格一样吗？\n\n古人云：民以食为天。\n\n**安木生：**任务有三：修坝、清淤、招工。\n";
    assert_eq!(labels(&imported(text)), ["安木生：", "记者：", "安木生："]);

    let text = "**Ada Orr:** Welcome back.\n\n**Bo Vane:** Thank you.\n\n**Break:** [12:34]\n\n**Ada Orr:** We go on.\n\n**Bo Vane:** Yes.\n\n**Outro:** music\n";
    let imported = imported(text);
    assert_eq!(labels(&imported), ["Ada Orr:", "Bo Vane:", "Ada Orr:", "Bo Vane:"]);
    assert!(imported.speech.contains("__Break:__ [12:34]"), "{}", imported.speech);
}

#[test]
fn notes_languages_and_the_heads_of_votes_are_nobody() {
    let text = "MR. ORR: The weir is mended.\n\nEnglish:\n\nAnd so is the mill.\n\nNote: he pointed at the map.\n\nMS. VANE: Thank you.\n\nEnglish:\n\nIt was long work.\n\nNote: she sat down.\n";
    assert_eq!(labels(&imported(text)), ["MR. ORR:", "MS. VANE:"]);

    let text = "# 河谷议会\n\n主席：现在表决。\n\n功能團體：\n\n安木生議員、卓木議員贊成。\n\n註：\n\n議員起立。\n\n功能團體：\n\n林水議員反對。\n\n註：\n\n議員坐下。\n\n主席：議案通過。\n";
    assert_eq!(labels(&imported(text)), ["主席：", "主席："]);
}

#[test]
fn a_dialogue_with_dashes_names_nobody_and_is_told() {
    let text = "Au moulin\n\n— Où allez-vous si tôt ?\n— Au moulin, avec le grain.\n— Et le barrage ?\n— Il est réparé depuis mai.\n";
    let found = imported(text);
    assert_eq!(found.n_turns, 0);
    assert_eq!(
        paragraphs(&found),
        [
            "— Où allez-vous si tôt ?",
            "— Au moulin, avec le grain.",
            "— Et le barrage ?",
            "— Il est réparé depuis mai."
        ]
    );
    assert_eq!(found.remarks, ["4 lines begin like `— …` and are no turns: nobody is named there"]);
    let text = "Au moulin\n\nNous avons réparé le barrage\n— un long travail — et ouvert l'école\n— la première — puis le pont.\n";
    assert!(imported(text).remarks.is_empty());
}

#[test]
fn a_word_that_is_said_again_and_again_is_nobody() {
    let text = "### Ada Orr:\n\nOK. Shall we go on?\n\n### Bo Vane:\n\nOK. One thing first.\n\n### Ada Orr:\n\nOK. What is it?\n\n### Bo Vane:\n\nOK. The weir.\n";
    assert_eq!(imported(text).n_turns, 4);
}

#[test]
fn the_first_letter_of_a_name_asks_nothing() {
    let text = "Debate on the weir\n\nP. ORR. I move that it be mended.\n\nA. VANE. I second.\n\nP. ORR. Thank you.\n\nA. VANE. Not at all.\n";
    assert_eq!(labels(&imported(text)), ["P. ORR:", "A. VANE:", "P. ORR:", "A. VANE:"]);

    let text = "Minutes of the mill\n\nP. Orr and others came.\n\nA. Vane sent her regrets.\n\nP. Orr spoke of the weir.\n";
    assert_eq!(labels(&imported(text)), [""; 0]);
}

#[test]
fn an_address_is_no_speaker() {
    let text = "Declaración ante la asamblea\n\nSeñor Presidente:\n\nEs un honor hablar aquí en nombre de los molineros.\n\nHemos reparado la presa y abierto dos escuelas.\n\nSeñor Presidente:\n\nPedimos tres cosas a esta asamblea.\n\nMuchas gracias.\n";
    assert_eq!(labels(&imported(text)), [""; 0]);
}

#[test]
fn an_address_is_said_by_nobody_who_says_nothing_else() {
    let found = imported(
        "Papers: https://mill.example/papers\n\nMill Trust (1912): [mill.example](https://mill.example)\n\n\
         Bo Vane: Where are they?\n\nMinutes Archive: <https://mill.example/minutes>\n\nPapers: https://mill.example/more\n\n\
         Ada Orr: In the hall.\n\nBo Vane: https://mill.example/hall\n\nAda Orr: Yes.\n\nSpeaker 3: https://mill.example/stair\n\nMs. Dunn: https://mill.example/loft\n\n\
         Minutes Archive: <https://mill.example/minutes>\n\nhttps://mill.example/door:\nclosed",
    );
    assert_eq!(
        labels(&found),
        ["Bo Vane:", "Ada Orr:", "Bo Vane:", "Ada Orr:", "Speaker 3:", "Ms. Dunn:"]
    );
}

#[test]
fn a_sign_that_refers_to_a_note_is_no_part_of_who_speaks() {
    let found = imported(
        "**Mr. Vane:** Who keeps the key?\n\n\\***Mr. Orr:** The miller does.\n\n**Mr. Vane:** And the book?\n\n\
         †**Ada Pell:** I do.\n\n\\***SHRI K. N. Dunn:** Under the stair.\n\n**Mr. Vane:** Thank you.\n\n\
         \\* not corrected by the speaker\n\n**Ada Pell:** Not at all.\n\n※**Notice Board:** in the hall.",
    );
    assert_eq!(
        labels(&found),
        [
            "Mr. Vane:",
            "Mr. Orr:",
            "Mr. Vane:",
            "Ada Pell:",
            "SHRI K. N. Dunn:",
            "Mr. Vane:",
            "Ada Pell:"
        ]
    );
}

#[test]
fn a_country_that_begins_like_a_title_is_nobody() {
    let found = imported(
        "Bo Vane: Which mills have written?\n\nSri Lanka: an island with two of them.\n\nAda Orr: Both.\n\nBo Vane: Thank you.\n\nAda Orr: Not at all.",
    );
    assert_eq!(labels(&found), ["Bo Vane:", "Ada Orr:", "Bo Vane:", "Ada Orr:"]);
}

#[test]
fn a_word_of_the_text_or_part_of_one_in_the_title_is_nobodys_name() {
    // The script puts spaces between its words, as Latin does.
    let found = imported(
        "# Речи о мельницах\n\n**Речь: 4**\n\n**День: 18.04.1990**\n\n**Ада Орр:** Это первая речь и первый день.\n\n\
         **Бо Вейн:** Кто хранит ключ?\n\n**Ада Орр:** Мельник, второй день и вторую речь.\n\n**Бо Вейн:** Благодарю.",
    );
    assert_eq!(labels(&found), ["Ада Орр:", "Бо Вейн:", "Ада Орр:", "Бо Вейн:"]);
}

#[test]
fn who_has_no_name_by_form_is_known_by_how_often_he_speaks_among_others() {
    let talk = "Ada Orr: The mill reopens in May.\n\nmill-hand: At the same price?\n\nAda Orr: It \
        does.\n\nmill-hand: Thank you.\n\nuna voz del público: And the weir?\n\nAda Orr: In \
        June.\n\nuna voz del público: Good.\n\nmill-hand: We wait.\n\nAda Orr: So do \
        we.\n\nuna voz del público: Thank you.\n\nAda Orr: Good night.\n";
    let found = imported(talk);
    assert_eq!(found.n_turns, 11);
    let marks = found.speech.matches("this is taken for who speaks because it comes so often");
    assert_eq!(marks.count(), 2, "one for each: {}", found.speech);

    // What most often stands among words without a label interrupts somebody whom nobody names.
    let lecture = "Q: Is it new?\n\nA: It is.\n\nQ: All of it?\n\nA: It is.\n\nWe come to the \
        wheel.\n\nAudience member: An iron one.\n\nAn iron wheel, of nine feet.\n\nWhat does it \
        weigh?\n\nAudience member: A ton.\n\nIt weighs two.\n\nAnd the stones?\n\nAudience member: The same.\n\nMore than that, and they are old.\n";
    let found = imported(lecture);
    assert_eq!(found.n_turns, 4);
    assert_eq!(found.speech.matches("this begins like a label, and is none").count(), 3);

    // Read out in a turn, where type sets those off who speak.
    let read_out = "### Ada Orr:\n\nWe have messages.\n\nby letter: When?\n\n### Bo Vane:\n\nIn \
        May.\n\nby letter: At what price?\n\n### Ada Orr:\n\nby letter: Who pays?\n\n### Bo \
        Vane:\n\nThe town.\n";
    assert_eq!(imported(read_out).n_turns, 4);
}

#[test]
fn an_office_speaks_where_brackets_say_who_holds_it() {
    let text = "Mr Speaker: Order.\n\nThe Minister for Mills (Mr Bo Orr): I beg to move.\n\nMr Speaker: The \
        Secretary.\n\nThe Parliamentary Secretary to the Minister for Mills, Weirs and all Waters (Ms Ada \
        Vane): I second.\n\nMr Speaker: The Valley Post (a paper): it has a price.\n";
    assert_eq!(
        labels(&imported(text)),
        [
            "Mr Speaker:",
            "The Minister for Mills (Mr Bo Orr):",
            "Mr Speaker:",
            "The Parliamentary Secretary to the Minister for Mills, Weirs and all Waters (Ms Ada Vane):",
            "Mr Speaker:"
        ]
    );

    let set_off = "**Mr Speaker:** Order.\n\n**The Senior Parliamentary Secretary to the Minister for all \
        Waters (Ms Ada Vane)** (*in Welsh*): I second.\n\n**Mr Speaker:** Order.\n\n**An hon. \
        Member:** No.\n\n**Mr Speaker:** Order.\n";
    assert_eq!(
        labels(&imported(set_off)),
        [
            "Mr Speaker:",
            "The Senior Parliamentary Secretary to the Minister for all Waters (Ms Ada Vane) (*in Welsh*):",
            "Mr Speaker:",
            "An hon. Member:",
            "Mr Speaker:",
        ]
    );
}

#[test]
fn an_office_of_many_words_in_capitals_speaks() {
    let text = "MR. ORR: I move that it be mended.\n\nThe MINISTER OF MILLS AND OF ALL WEIRS: It is.\n\nMR. \
        ORR: Thank you.\n";
    assert_eq!(
        labels(&imported(text)),
        ["MR. ORR:", "The MINISTER OF MILLS AND OF ALL WEIRS:", "MR. ORR:"]
    );
}

#[test]
fn who_is_known_from_elsewhere_also_says_what_ends_as_no_sentence() {
    let text = "A talk at the mill\n\nAda Orr 00:02\n\nGood evening to all of you.\n\nAda Orr 00:04\n\nThe mill reopens in May.\n\nBo Vane 01:10\n\nAt the same \
        price?\n\nAda Orr 01:15\n\nyes and the weir too\n\nBo Vane 01:20\n\nThank \
        you.\n\nCoffee 01:30\n\nin the yard\n";
    assert_eq!(
        labels(&imported(text)),
        ["Ada Orr 00:02:", "Ada Orr 00:04:", "Bo Vane 01:10:", "Ada Orr 01:15:", "Bo Vane 01:20:"]
    );
}

#[test]
fn who_speaks_alone_and_at_a_time_is_not_spoken_to() {
    let imported = imported(
        "Ada Orr (00:04):\nThe mill reopens in May.\n\nAda Orr (01:10):\nThe ferry in June.",
    );
    assert_eq!(labels(&imported), ["Ada Orr (00:04):", "Ada Orr (01:10):"]);
}

#[test]
fn the_parts_of_a_recording_are_nobody() {
    let imported = imported(
        "Ada Orr (00:04):\nThe mill reopens in May.\n\nPART 1 OF 2 ENDS [00:40]\n\nBo Vane (00:45):\nAt \
         the same price?\n\nAda Orr (01:15):\nIt does.",
    );
    assert_eq!(labels(&imported), ["Ada Orr (00:04):", "Bo Vane (00:45):", "Ada Orr (01:15):"]);
}

#[test]
fn a_time_on_a_line_of_its_own_is_that_of_the_next_words() {
    let imported = imported(
        "Ada Orr (00:04):\nThe mill reopens in May.\n\n(00:32):\nThe ferry in June, and then the-\n\nBo \
         Vane (00:45):\nAt the same price?\n\n[00:50]\n\nAnd is there bread?\n\nAda Orr (01:15):\nThere is.",
    );
    assert_eq!(
        paragraphs(&imported),
        [
            "**Ada Orr (00:04):** The mill reopens in May.",
            "<!-- review: this paragraph breaks off where somebody else begins to speak -->",
            "(00:32) The ferry in June, and then the-",
            "**Bo Vane (00:45):** At the same price?",
            "[00:50] And is there bread?",
            "**Ada Orr (01:15):** There is.",
        ]
    );
}

#[test]
fn where_type_sets_speakers_off_it_sets_all_of_them_off() {
    let found = imported(
        "**Mr. Vane:** Three members have asked.\n\nMr. Dunn: he would have a bridge.\n\n**Ada Pell:** And what else?\n\n\
         **Mr. Vane:** They all wrote, Bo Orr too.\n\nBo Orr: I did not write.\n\n\
         **Ada Pell:** So it was Bo Orr.\n\n**Mr. Vane:** Thank you.",
    );
    assert_eq!(
        labels(&found),
        ["Mr. Vane:", "Ada Pell:", "Mr. Vane:", "Bo Orr:", "Ada Pell:", "Mr. Vane:"]
    );
    assert!(found.speech.contains("<!-- review: this begins like a label"), "{}", found.speech);

    let found = imported(
        "# 磨坊座谈\n\n**卓木：**有三件事，例如水坝。\n\n例如：主任知道什么时候开工。\n\n**主任：**还有别的例如学校吗？\n\n**卓木：**没有了。\n\n**主任：**谢谢。",
    );
    assert_eq!(labels(&found), ["卓木：", "主任：", "卓木：", "主任："]);
}

#[test]
fn nothing_is_set_aside_without_proof() {
    let texts = [
        // Salutations end in commas, and paragraphs may begin with small letters.
        "Statement on the mills\n\nMr. President of the Council,\nExcellencies,\n\nA miller told me that no dam is built by one pair of hands.\n\nWe have repaired the weir, opened a school, and paid the crews,\n\nin the same spirit we shall host the next meeting.\n\nI thank you.\n",
        // Headings are no halves of what follows.
        "在磨坊大会上的讲话\n\n一、一年来的工作\n\n过去一年，我们修好了水坝，开通了两条水渠。\n\n二、和平与合作\n\n和平是发展的前提。\n\n地方政府要把学校办好。\n\n于是，我们提出三点建议。\n",
        // Words between what may be two halves may be the speech.
        "# 座谈\n\n**卓木：**主任您好，\n\n刚才两位前辈讲过，磨坊成立的时候大家都有共同的期待。\n\n今天很高兴看到新水坝就要开工。\n\n过去的这些期许，都能看到缺少主管部门的例子，我们很期待。\n\n**主任：**谢谢。\n",
    ];
    for text in texts {
        let imported = imported(text);
        assert_eq!(imported.aside, "", "{text}");
        assert!(imported.repairs.is_empty(), "{:?}", imported.repairs);
    }
}

#[test]
fn words_that_break_off_before_a_turn_are_marked() {
    let text = "# 磨坊问答\n\n**安木生：**磨坊五月开工，水坝也会同时修好，沿岸的居民和船工都可以放\n\n**记者：**价格一样吗？\n\n**安木生：**一样。\n\n心，我们同他们商量过两次。\n";
    let found = imported(text);
    assert!(found.doubts.iter().any(|(_, doubt)| doubt.contains("breaks off")), "{found:?}");

    let text = "# 磨坊问答\n\n**安木生：**修坝的经验告诉我们：两岸的居民坚持共同商量，\n\n**记者：**价格一样吗？\n";
    let found = imported(text);
    assert!(found.doubts.iter().any(|(_, doubt)| doubt.contains("breaks off")), "{found:?}");
}

#[test]
fn rows_of_figures_are_torn_from_nothing() {
    let text = "# 河谷年報\n\n各區用水如下：\n\n上谷 1 204 330 18 96 2 441\n\n下谷 903 211 7 54 1 802\n\n上谷 1 204 330 18 96 2 441\n\n下谷 903 211 7 54 1 802\n\n合計 2 107 541 25 150 4 243\n\n以上是去年的數字。\n";
    let found = imported(text);
    assert_eq!((found.aside.as_str(), found.repairs.len()), ("", 0), "{:?}", found.repairs);
}

#[test]
fn what_is_said_again_stands_again() {
    let formula = "The question is that the amendment be agreed to. Those in favour say aye, those against say no. I think the ayes have it.";
    let text = format!(
        "THE CHAIR: {formula}\n\nMR. ORR: On the second amendment, I speak in favour.\n\nTHE CHAIR: {formula}\n\nMR. ORR: The third is about the weir.\n\nTHE CHAIR: {formula}\n"
    );
    assert_eq!(imported(&text).speech.matches(formula).count(), 3);

    let answer = "我想强调的是，任何公司在河道都应当遵守规章，对违反规章的行为，水务机关将会依照法律进行调查，并且公布全部的结果，这一点从来没有改变，今后也不会改变。";
    let text = format!(
        "# 磨坊问答\n\n**记者：**查清了吗？\n\n**安木生：**报告已经发布。\n\n{answer}\n\n**记者：**您怎么看？\n\n**安木生：**我已经表明了立场。\n\n{answer}\n\n我们会继续开放河道。\n"
    );
    assert_eq!(imported(&text).speech.matches(answer).count(), 2);
}

#[test]
fn the_head_of_each_page_leaves_its_sentence_whole() {
    let page = |n: u32, lines: &str| format!("{lines}\n河谷议会  2024年5月2日\n\n{n}\n");
    let text = [
        page(7, "会议继续\n\n出席议员：\n\n安木生议员\n\n安木生议员：主席，磨坊是公营机构，市民对它有很高的要求。而且，政府持\n有公司七成股权，是最大的股东，所以它的社会责任比别的公司更重。\n\n去年，公司的利润达四亿元。有如此巨额的利润，应该给市民一个公道"),
        page(8, "的价钱，而不是年年赚、年年加。今年六月加价以后，六成市民每程要多\n付四角。\n\n现有的票价机制是按照通胀来计算的，市民并不明白，也没有人解释过。"),
        page(9, "主席：本会现在休会。"),
    ]
    .concat();
    let imported = imported(&text);
    assert!(imported.speech.contains("一个公道的价钱"), "{}", imported.speech);
    assert!(!imported.speech.contains("河谷议会"), "{}", imported.speech);
    assert_eq!(labels(&imported), ["安木生议员：", "主席："]);
}

#[test]
fn a_handle_in_small_letters_that_type_sets_off_speaks_among_others() {
    let talk = "**Ada Orr:** The mill reopens in May, and those who --\n\n**bo:** At the same price?\n\n**Ada Orr:** It does.\n\n**bo:** Thank you.\n\n**Ada Orr:** In May.\n\n**bo:** Good.\n\n**on the whole:** a list that begins with a phrase\n\n**on the whole:** twice\n";
    assert_eq!(labels(&imported(talk)), ["Ada Orr:", "bo:", "Ada Orr:", "bo:", "Ada Orr:", "bo:"]);

    // Twice may be a list, of which somebody who speaks has as many as a text where nobody does.
    let within = "**Ada Orr:** The mill reopens in May.\n\n**pros:** near.\n\n**cons:** loud.\n\n**Ada Orr:** It does.\n\n**pros:** cheap.\n\n**cons:** old.\n";
    let list = "The mill has two sides.\n\n**pros:** it is near.\n\n**cons:** it is loud.\n\n**pros:** it is cheap.\n\n**cons:** it is old.\n";
    assert_eq!((imported(within).n_turns, imported(list).n_turns), (2, 0));
}

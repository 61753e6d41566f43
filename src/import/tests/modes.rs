//! What is repaired, by what was asked for.

use super::{HARBOUR, options, paragraphs, reproduced};
use crate::import::read::{ReadOptions, read};
use crate::import::{Imported, Options, RepairMode, import};

fn imported(text: &str, repair: Option<RepairMode>) -> Imported {
    let manuscript = read("paper.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    import(manuscript, &Options { repair, ..options() }).expect("an account that holds")
}

#[test]
fn nothing_is_repaired_unless_it_may_be() {
    let strange = "体育馆的屋顶修缮工程昨天完工";
    for (mode, n_marks) in [(RepairMode::Off, 0), (RepairMode::Mark, 6)] {
        let found = imported(HARBOUR, Some(mode));
        assert_eq!(found.speech.matches(strange).count(), 2, "{mode:?}");
        assert!(paragraphs(&found).contains(&"标，夜间也能看得清清楚楚。今后还要逐步更换旧设备。"));
        assert!(found.repairs.is_empty(), "{:?}", found.repairs);
        assert!(found.doubts.len() >= n_marks, "{:?}", found.doubts);
        assert_eq!(found.doubts.is_empty(), n_marks == 0, "{:?}", found.doubts);
        assert_eq!(reproduced(&found), HARBOUR);
    }
    assert_eq!(imported(HARBOUR, Some(RepairMode::Full)), imported(HARBOUR, None));
}

#[test]
fn what_may_be_torn_is_marked_where_nothing_else_shows_damage() {
    let text = "# 港口的一年\n\n新码头投入使用以来，船只等候的时间缩短了一半，渔民们\n\n看见灯标很高兴。\n\n我们感谢大家。\n";
    let full = imported(text, Some(RepairMode::Full));
    assert!(full.speech.contains("渔民们看见灯标") && full.doubts.len() == 1, "{full:?}");
    let usual = imported(text, None);
    assert!(
        usual.speech.contains("渔民们\n\n<!-- review: this may go on where line 3"),
        "{usual:?}"
    );
    assert!(usual.repairs.is_empty());
}

#[test]
fn a_place_and_a_day_above_the_first_who_speaks_break_off_nowhere() {
    let doubts = |line: &str| {
        let text = format!("# 议会谈渡轮\n\n{line}\n\n**安木生：**晚上好。\n\n**记者：**您好。\n");
        imported(&text, None).doubts.len()
    };
    assert_eq!(doubts("市政厅，2026年5月12日"), 0);
    assert_eq!(doubts("新码头投入使用以来，船只等候的时间缩短了一半，渔民们"), 1);
}

#[test]
fn what_is_asked_again_and_again_in_the_same_words_is_in_its_place() {
    let mut paper = "INTERNAL QUESTIONS\n\n".to_owned();
    for (n, of) in ["his", "her", "his", "her", "his", "her"].iter().enumerate() {
        paper.push_str(&format!(
            "  {n}. The Member for the Quays (DA) to ask the Minister of Works:

         (1)      Whether all (a)(i) quays and (ii) yards of {of} department and (b) bodies reporting to {of}
                  keep to the Harbour Safety Act, Act 12 of 1993; if not, (aa) why not,
                  (bb) which yards fail to keep to the Act, (cc) where do they lie and (dd) what
                  (aaa) parts of the Act does each such yard not keep to and (bbb) steps have
                  been taken in each case; if so, what are the figures;

         (2)      (a) how often should each yard be looked at and (b) when last was each yard
                  looked at?                                                                NW{n}E

",
            n = 1480 + n
        ));
    }
    let imported = imported(&paper, None);
    assert!(imported.aside.is_empty() && imported.repairs.is_empty(), "{:?}", imported.repairs);
    for said in ["(aa) why not", "steps have", "looked at?"] {
        assert_eq!(imported.speech.matches(said).count(), 6, "{said}: {}", imported.speech);
    }
}

//! Texts in the encodings of their places, and bytes that are no text.

use super::{NotText, converted, glance};
use crate::base::fixture::Chance;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

const SIMPLIFIED: &str = "主持人：各位记者朋友，大家下午好。今天我们请来了港务局局长，请他介绍新码头的建设情况，并回答大家的提问。\
    局长：谢谢主持人。新码头去年三月动工，到今年秋天已经完成了全部桩基，比原定计划提前了两个月。我们预计明年春天可以试运行。\
    记者：请问新码头会不会影响渔民的生活？局长：这个问题提得很好。我们在设计的时候就征求过渔民的意见，留出了专用的航道和泊位。";
const TRADITIONAL: &str = "主持人：各位記者朋友，大家午安。今天我們請到港務局局長，請他說明新碼頭的建設情況，並且回答大家的提問。\
    局長：謝謝主持人。新碼頭去年三月動工，到今年秋天已經完成了全部樁基，比原定計畫提前了兩個月。我們預計明年春天可以試營運。\
    記者：請問新碼頭會不會影響漁民的生活？局長：這個問題問得很好。我們在設計的時候就徵求過漁民的意見，留出了專用的航道和泊位。";
const JAPANESE: &str = "記者：新しい港についてお聞きします。局長：ありがとうございます。工事は予定どおり進んでいます。";
const KOREAN: &str =
    "기자: 새 항구에 대해 여쭙겠습니다. 국장: 감사합니다. 공사는 예정대로 진행되고 있습니다.";
const RUSSIAN: &str = "Журналист: Расскажите, пожалуйста, о новом порте. Директор: Спасибо за вопрос, строительство идёт по плану.";
const FRENCH: &str = "Question : où en êtes-vous ? Réponse : les travaux du port ont été achevés à l’été, malgré la tempête de février.";

fn bytes_in(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{} cannot hold the text", encoding.name());
    bytes.into_owned()
}

fn start_of(text: &str, n_chars: usize) -> String {
    text.chars().take(n_chars).collect()
}

#[test]
fn texts_are_read_in_the_encodings_of_their_places() {
    for (encoding, text) in [
        (GB18030, SIMPLIFIED),
        (BIG5, TRADITIONAL),
        (SHIFT_JIS, JAPANESE),
        (EUC_JP, JAPANESE),
        (EUC_KR, KOREAN),
        (WINDOWS_1251, RUSSIAN),
        (WINDOWS_1252, FRENCH),
    ] {
        let found = converted(&bytes_in(encoding, text), None).unwrap();
        assert_eq!(
            (found.encoding, found.text.as_str(), found.n_replaced),
            (encoding.name(), text, 0)
        );
    }
}

#[test]
fn short_chinese_texts_are_told_apart() {
    for n_chars in [12, 20, 40, 80, 120, 160] {
        for (encoding, text) in [(GB18030, SIMPLIFIED), (BIG5, TRADITIONAL)] {
            let text = start_of(text, n_chars);
            let found = converted(&bytes_in(encoding, &text), None).unwrap();
            assert_eq!(
                (found.encoding, found.text),
                (encoding.name(), text),
                "{n_chars} characters"
            );
        }
    }
}

#[test]
fn traditional_characters_in_gb18030_are_read_too() {
    let found = converted(&bytes_in(GB18030, TRADITIONAL), None).unwrap();
    assert_eq!((found.encoding, found.text.as_str()), ("gb18030", TRADITIONAL));
}

#[test]
fn byte_order_marks_decide_and_are_no_text() {
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| {
        SIMPLIFIED.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>()
    };
    for (mark, bytes, encoding) in [
        (&b"\xFF\xFE"[..], utf16(u16::to_le_bytes), "UTF-16LE"),
        (b"\xFE\xFF", utf16(u16::to_be_bytes), "UTF-16BE"),
        (b"\xEF\xBB\xBF", SIMPLIFIED.as_bytes().to_vec(), "UTF-8"),
    ] {
        let found = converted(&[mark, &bytes].concat(), Some("gbk")).unwrap();
        assert_eq!((found.encoding, found.text.as_str()), (encoding, SIMPLIFIED));
    }
}

#[test]
fn a_declaration_counts_unless_it_cannot_be_true() {
    let short = bytes_in(BIG5, "謝謝");
    assert_eq!(converted(&short, Some("big5")).unwrap().text, "謝謝");
    assert_eq!(converted(SIMPLIFIED.as_bytes(), Some("gb2312")).unwrap().encoding, "UTF-8");
    assert_eq!(converted(&bytes_in(GB18030, SIMPLIFIED), Some("utf-8")).unwrap().text, SIMPLIFIED);
    assert_eq!(
        converted(&bytes_in(GB18030, SIMPLIFIED), Some("no such label")).unwrap().text,
        SIMPLIFIED
    );
    assert_eq!(
        converted(&bytes_in(WINDOWS_1252, "caf\u{e9}"), Some("iso-8859-1")).unwrap().text,
        "café"
    );
}

#[test]
fn utf8_with_a_broken_place_stays_utf8() {
    let mut bytes = SIMPLIFIED.as_bytes().to_vec();
    bytes.truncate(bytes.len() - 1);
    let found = converted(&bytes, None).unwrap();
    assert_eq!((found.encoding, found.n_replaced), ("UTF-8", 1));
    assert!(found.text.starts_with("主持人：各位记者朋友"));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let mut chance = Chance(7);
    for n_bytes in [300, 1_000, 20_000] {
        for without_nul in [false, true] {
            let bytes: Vec<u8> = (0..n_bytes)
                .map(|_| u8::try_from(chance.below(256)).unwrap())
                .map(|byte| if without_nul { byte.max(1) } else { byte })
                .collect();
            let NotText { reason } = converted(&bytes, None).unwrap_err();
            assert!(reason.contains("characters"), "{reason}");
        }
    }
    let utf16: Vec<u8> = "no mark".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(
        converted(&utf16, None)
            .unwrap_err()
            .to_string()
            .contains("UTF-16 without a byte order mark")
    );
    assert!(
        converted(b"one\0two three four five", None)
            .unwrap_err()
            .to_string()
            .contains("after 3 characters")
    );
}

#[test]
fn a_little_dirt_is_no_reason_to_refuse() {
    let text = format!("{SIMPLIFIED}\u{b}\u{1a}");
    assert_eq!(converted(text.as_bytes(), None).unwrap().text, text);
    assert_eq!(converted(b"", None).unwrap().text, "");
}

#[test]
fn the_beginning_is_seen_in_any_encoding() {
    assert_eq!(glance(b"\xFF\xFE<\0h\0t\0m\0l\0"), "<html");
    assert!(glance(&bytes_in(GB18030, "<html>主持人")).starts_with("<html>"));
}

//! Values that are one of several words.

use super::{Node, Reader, in_its_place};
use crate::base::diag::{Code, Diagnostic};
use crate::base::message::{Message, say};

impl Reader<'_> {
    /// One of the words in `allowed`.
    pub(crate) fn choice<'c>(&mut self, node: &Node, allowed: &[&'c str]) -> Option<&'c str> {
        let text = self.text(node)?;
        let found = allowed.iter().find(|word| **word == text).copied();

        if found.is_none() {
            let message = say!("`{text}` is not allowed here", text);
            self.unknown_word(Code::BadValue, node, &text, message, allowed);
        }
        found
    }

    /// Reports that `word`, which is written in `node`, is not one of the words in `allowed`.
    pub(crate) fn unknown_word(
        &mut self,
        code: Code,
        node: &Node,
        word: &str,
        message: Message,
        allowed: &[&str],
    ) {
        let folded = word.trim().to_lowercase().replace([' ', '_'], "-");
        let meaning = SAME
            .iter()
            .find(|(meant, others)| allowed.contains(meant) && others.contains(&folded.as_str()));
        let diagnostic = Diagnostic::new(code, message).at(self.span(&node.span), "");
        let diagnostic = match meaning {
            Some((meant, _)) => Diagnostic { meant: Some((*meant).to_owned()), ..diagnostic }
                .hint(say!("write `{meant}`", meant = in_place_of(node, word, meant))),
            None => diagnostic.did_you_mean(word, allowed.iter().copied()),
        };
        let diagnostic = diagnostic
            .hint(say!("it is one of `{allowed}`", allowed = Message::joined("`, `", allowed)));
        self.report(diagnostic);
    }

    /// The value that goes with the word in `node`.
    pub(crate) fn one_of<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let word = self.choice(node, &words)?;
        choices.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

/// The word in the place of what is written; in quotes in the place of `true`, too, which TOML writes
/// without.
fn in_place_of(node: &Node, written: &str, word: &str) -> String {
    match written {
        "true" | "false" => format!("\"{word}\""),
        _ => in_its_place(&node.span, written, word),
    }
}

/// What people write for words of the program, in small letters with hyphens.
const SAME: &[(&str, &[&str])] = &[
    (
        "speech",
        &["keynote", "talk", "address", "lecture", "演讲", "讲话", "演說", "致辞", "致辭", "讲演"],
    ),
    (
        "press-conference",
        &[
            "briefing",
            "presser",
            "press-briefing",
            "记者会",
            "記者會",
            "发布会",
            "新闻发布会",
            "答记者问",
        ],
    ),
    ("interview", &["采访", "採訪", "专访", "專訪", "访谈", "對談"]),
    ("statement", &["声明", "聲明", "公告"]),
    ("debate", &["discussion", "hearing", "辩论", "辯論", "质询", "質詢"]),
    ("remarks", &["发言", "發言", "谈话", "談話"]),
    ("question", &["q", "ask", "问", "問", "提问", "提問", "问题"]),
    ("answer", &["a", "reply", "response", "答", "回答", "答复", "答覆"]),
    ("verbatim", &["full", "transcript", "实录", "實錄", "全文", "逐字稿"]),
    ("summary", &["abridged", "excerpt", "摘要", "节录"]),
    ("translation", &["translated", "译文", "譯文", "翻译"]),
    ("machine", &["automatic", "asr", "机器", "自动"]),
    ("atom", &["rss", "feed", "feeds"]),
    ("json-feed", &["json"]),
    ("tables-csv", &["csv"]),
    ("tables-jsonl", &["jsonl"]),
    ("trusted", &["true", "yes", "unsafe", "raw", "allow", "on"]),
    ("escaped", &["false", "no", "safe", "none"]),
    ("off", &["false", "no", "none", "never"]),
    ("listed", &["list", "true", "yes", "on"]),
];

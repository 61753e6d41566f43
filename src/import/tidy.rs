//! Blocks → the same blocks without what only typesetting put there: soft hyphens, hyphens at line ends, invisible characters, spaces that
//! stretch a name.
//!
//! **Invariant:** what is taken out of a run is named in an entry; all other text stays as it was.
//! Joins no paragraphs and takes no words away.

use super::account::{Entry, Fate, Why};
use super::manuscript::{Block, BlockKind, Manuscript, Run};
use crate::base::lang::is_han;
use std::ops::Range;

/// Characters that begin most Chinese family names.
pub(super) const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣\
    蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵\
    万萬钱錢严嚴覃武戴莫孔向汤湯温溫康施牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮\
    柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項\
    连連芦蘆麦麥褚娄婁窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞\
    敖巩鞏明佘池查麻苑迟遲邝鄺";

/// Takes out what typesetting put in; says what that was.
pub(super) fn tidy(manuscript: &mut Manuscript) -> Vec<Entry> {
    let Manuscript { original, blocks, .. } = manuscript;
    let mut entries = Vec::new();
    for block in blocks.iter_mut().filter(|block| block.kind != BlockKind::Verbatim) {
        mend_line_ends(block, original, &mut entries);
        let cuts = cuts(block, original);
        if !cuts.is_empty() {
            block.runs = std::mem::take(&mut block.runs)
                .into_iter()
                .flat_map(|run| without(run, &cuts))
                .collect();
            entries.extend(
                cuts.into_iter()
                    .map(|(range, why)| Entry { range, fate: Fate::Changed(String::new(), why) }),
            );
        }
    }
    entries
}

/// A word divided at the end of a line: its hyphen goes, unless the word is written with one elsewhere.
fn mend_line_ends(block: &mut Block, original: &str, entries: &mut Vec<Entry>) {
    for index in 1..block.runs.len().saturating_sub(1) {
        let (before, after) =
            (block.runs[index - 1].text(original), block.runs[index + 1].text(original));
        let is_line_end =
            block.runs[index].written.as_deref().is_some_and(|text| text.trim().is_empty());
        let Some(hyphen) = is_line_end
            .then(|| divided(before, after, window(original, block.runs[index].range.start)))
            .flatten()
        else {
            continue;
        };
        block.runs[index].written = Some(String::new());
        let run = &mut block.runs[index - 1];
        if !hyphen && run.written.is_none() {
            run.range.end -= 1;
            let range = run.range.end..run.range.end + 1;
            entries.push(Entry { range, fate: Fate::Changed(String::new(), Why::Hyphen) });
        }
    }
}

/// What stands within this many bytes of a place is asked how a word is written.
const WINDOW: usize = 1 << 16;

/// The text around a byte of the original.
pub(super) fn window(original: &str, at: usize) -> &str {
    let boundary = |at: usize| {
        (0..=at.min(original.len())).rev().find(|at| original.is_char_boundary(*at)).unwrap_or(0)
    };
    &original[boundary(at.saturating_sub(WINDOW))..boundary(at + WINDOW)]
}

/// Whether a line break divides a word; true if the word keeps its hyphen, because it is written so in the text `near` it.
pub(super) fn divided(before: &str, after: &str, near: &str) -> Option<bool> {
    let first = before
        .strip_suffix('-')?
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .filter(|part| part.chars().count() > 1)?;
    let last = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .filter(|part| part.starts_with(char::is_lowercase))?;
    let as_one = near.contains(&format!("{first}{last}"));
    Some(!as_one && near.contains(&format!("{first}-{last}")))
}

/// What is taken out of a block, in order.
fn cuts(block: &Block, original: &str) -> Vec<(Range<usize>, Why)> {
    let mut cuts = Vec::new();
    for run in block.runs.iter().filter(|run| run.written.is_none()) {
        for (at, c) in original[run.range.clone()].char_indices() {
            let why = match c {
                '\u{AD}' => Why::Hyphen,
                '\u{200B}'
                | '\u{2060}'
                | '\u{FEFF}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{FFFC}'
                | '\0'..='\u{8}'
                | '\u{B}'
                | '\u{E}'..='\u{1F}'
                | '\u{7F}' => Why::Invisible,
                '\u{3000}' | '\u{A0}' | ' '
                    if stretches_name(original, &run.range, run.range.start + at, c.len_utf8()) =>
                {
                    Why::NameSpace
                }
                _ => continue,
            };
            cuts.push((run.range.start + at..run.range.start + at + c.len_utf8(), why));
        }
    }
    cuts
}

/// Whether the space at `at` stands inside a name: between a family name and what follows, alone, or written without a space elsewhere.
fn stretches_name(original: &str, run: &Range<usize>, at: usize, length: usize) -> bool {
    let (before, after) = (&original[run.start..at], &original[at + length..run.end]);
    let (Some(family), Some(given)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    if !SURNAMES.contains(family) || !is_han(given) {
        return false;
    }
    let stands_alone = before.chars().rev().nth(1).is_none_or(|c| !is_han(c));
    let n_given = after.chars().take_while(|c| is_han(*c)).count();
    let name: String = [family, given].iter().collect();
    (stands_alone && n_given <= 2 && !original[at..].starts_with(' '))
        || window(original, at).contains(&name)
}

/// A run without the stretches in `cuts`.
pub(super) fn without(run: Run, cuts: &[(Range<usize>, Why)]) -> Vec<Run> {
    if run.written.is_some() {
        return vec![run];
    }
    let mut runs = Vec::new();
    let mut at = run.range.start;
    for (cut, _) in
        cuts.iter().filter(|(cut, _)| run.range.start <= cut.start && cut.end <= run.range.end)
    {
        runs.push(Run { range: at..cut.start, ..run.clone() });
        at = cut.end;
    }
    runs.push(Run { range: at..run.range.end, ..run });
    runs.retain(|run| !run.range.is_empty());
    runs
}

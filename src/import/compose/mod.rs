//! Verdicts → the text of the speech, the text beside it, and where every character went.
//!
//! **Invariant:** text is copied in stretches of the original, each with its entry; all that is put
//! in besides is Markdown's signs, labels that type alone told, and marks for review. Knows nothing
//! of evidence: what goes where is decided before.

mod asides;
mod rows;
mod runs;
mod turns;

use super::account::{Entry, Fate, Why};
use super::labels::{Form, Labels};
use super::manuscript::{
    Block, BlockKind, FRONT_MATTER, FeatureKind, HEAD, Lines, Manuscript, Run,
};
use super::marks::{self, Marked};
use super::repair::{Judged, Verdict};
use super::sheet::{Escaping, Sheet};
use super::tidy;
use crate::base::letters::is_han;
use crate::reading::parse::is_scene as reads_as_scene;
use runs::{Dress, blank_before, is_scene, needs_space, note_at, tail, without_edges};
use std::collections::BTreeSet;
use turns::Ahead;

/// A body, the text beside it, and their entries.
pub(super) struct Composed {
    pub(super) body: Sheet,
    pub(super) aside: Sheet,
    /// Entries for what is in neither.
    pub(super) entries: Vec<Entry>,
    /// What an editor should look at: byte of the body, and what is said.
    pub(super) doubts: Vec<(usize, String)>,
}

/// Writes both texts; the block of the title goes into the front matter instead. `doubt` is one
/// about the document as a whole.
pub(super) fn compose(
    manuscript: &Manuscript,
    labels: &Labels,
    judged: &[Judged],
    marks: &[Marked],
    title_block: Option<usize>,
    doubt: Option<String>,
) -> Composed {
    let mut composer = Composer {
        manuscript,
        labels,
        judged,
        composed: Composed {
            body: Sheet::default(),
            aside: Sheet::default(),
            entries: Vec::new(),
            doubts: Vec::new(),
        },
        lines: Lines::new(&manuscript.original),
        row: None,
        ahead: None,
        is_in_turn: false,
        noted: BTreeSet::new(),
    };

    if let Some(doubt) = doubt {
        composer.composed.body.say(&format!("<!-- review: {doubt} -->"));
        composer.composed.doubts.push((0, doubt));
    }

    // Blocks that are set aside for one reason, one after the other, share a heading.
    let mut set_aside: Option<Why> = None;
    for (index, block) in manuscript.blocks.iter().enumerate() {
        for marked in marks::of_block(marks, index) {
            composer.mark(marked);
        }

        match &judged[index].verdict {
            _ if matches!(block.kind, BlockKind::Note(_)) => {}
            _ if Some(index) == title_block || block.outside == Some(FRONT_MATTER) => {
                composer.leave_out_block(block, Why::FrontMatter);
                set_aside = None;
            }
            _ if block.outside == Some(HEAD) => composer.leave_out_block(block, Why::HeadOfFile),
            Verdict::Stands => {
                composer.stands(index, block);
                set_aside = None;
            }
            Verdict::Continues(_) => {
                composer.continues(index, block);
                set_aside = None;
            }
            Verdict::Repeats { of, skip } => {
                composer.repeats(block, &manuscript.blocks[*of], *skip)
            }
            Verdict::Aside(why) => {
                composer.aside(block, *why, set_aside != Some(*why));
                set_aside = Some(*why);
            }
        }
    }
    composer.notes(set_aside);
    composer.composed
}

/// Whether runs are written in bold and italics.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Styles {
    /// As they are in the document.
    Own,
    /// As they are, and bold type up to this byte is no label (`__Note:__`).
    LeadIn(usize),
    /// Without: what they are in sets them off already.
    Set,
    /// Without anything: they are a name.
    None,
}

impl Styles {
    /// The byte up to which bold type is no label.
    fn lead_in(self) -> usize {
        match self {
            Styles::LeadIn(end) => end,
            Styles::Own | Styles::Set | Styles::None => 0,
        }
    }
}

struct Composer<'m> {
    manuscript: &'m Manuscript,
    labels: &'m Labels,
    judged: &'m [Judged],
    composed: Composed,
    lines: Lines,
    /// The block whose row of a table was written last.
    row: Option<usize>,
    /// What was written last, if it has a line of its own in the document and belongs to the next
    /// words.
    ahead: Option<Ahead>,
    /// Whether what is written next would be words of the turn before.
    is_in_turn: bool,
    /// The notes to which what is written so far refers.
    noted: BTreeSet<u32>,
}

impl<'m> Composer<'m> {
    fn original(&self) -> &str {
        &self.manuscript.original
    }

    fn stands(&mut self, index: usize, block: &Block) {
        if block.text(self.original()).trim().is_empty() {
            return;
        }

        let label = self.labels.by_block[index].as_ref();
        let is_row = block.kind == BlockKind::Row;
        let follows_row = is_row && self.row.is_some_and(|row| row + 1 == index);
        let ahead = self.ahead.filter(|_| self.is_words(index) && !self.ends_turn(block));
        let doubts = match ahead {
            // They stand before the time, which has to begin the paragraph.
            Some(Ahead::Time) => Vec::new(),
            _ => self.doubts(index),
        };
        let body = &mut self.composed.body;
        body.say(match () {
            () if body.text.is_empty() => "",
            () if follows_row => "\n",
            () if ahead.is_some() && doubts.is_empty() && body.text.ends_with("：**") => "",
            () if ahead.is_some() && doubts.is_empty() => " ",
            () => "\n\n",
        });

        if label.is_none() && self.ends_turn(block) {
            self.composed.body.say("---\n\n");
            self.is_in_turn = false;
        }
        for doubt in doubts {
            self.composed.doubts.push((self.composed.body.text.len(), doubt.clone()));
            self.composed.body.say(&format!("<!-- review: {doubt} -->\n\n"));
        }
        match label {
            Some(label) => {
                self.turn(block, label);
                self.is_in_turn = true;
            }
            None => self.plain(index, block, follows_row),
        }
        self.row = is_row.then_some(index);
        self.ahead = match label {
            Some(label) => (label.form == Form::Alone).then_some(Ahead::Label),
            None => self.says_when(index).then_some(Ahead::Time),
        };
    }

    fn plain(&mut self, index: usize, block: &Block, follows_row: bool) {
        match block.kind {
            BlockKind::Verbatim => self.runs(&block.runs, Styles::Own),
            BlockKind::Heading(level) => {
                // Level 3 is a speaker's; a heading of a page is none.
                let level = match level {
                    1 | 2 | 4.. if self.manuscript.is_markdown => level,
                    3 if self.manuscript.is_markdown => 4,
                    1..=3 => 2,
                    _ => 4,
                };
                self.heading(block, usize::from(level));
            }
            BlockKind::Item(number) => {
                let sign = match number {
                    Some(number) => format!("{number}. "),
                    None => "- ".to_owned(),
                };
                self.composed.body.say(&sign);
                self.runs(&block.runs, Styles::Own);
            }
            BlockKind::Quote => {
                self.composed.body.say("> ");
                self.runs(&block.runs, Styles::Own);
            }
            BlockKind::Scene => self.scene(block),
            BlockKind::Row => self.table_row(index, block, follows_row),
            BlockKind::Note(_) => {}
            BlockKind::Paragraph | BlockKind::Indented if self.says_when(index) => self.time(block),
            BlockKind::Paragraph | BlockKind::Indented => {
                if is_scene(&block.text(self.original())) {
                    self.scene(block);
                } else if self.is_all_bold(&block.runs) && !self.manuscript.is_told {
                    // What type alone sets off was meant as a heading.
                    self.heading(block, 2);
                } else if let Some(end) = self.lead_in(&block.runs) {
                    self.runs(&block.runs, Styles::LeadIn(end));
                } else {
                    self.runs(&block.runs, Styles::Own);
                }
            }
        }
    }

    /// Where bold type ends with which a paragraph begins that has no label, if a colon stands
    /// there as behind labels.
    fn lead_in(&self, runs: &[Run]) -> Option<usize> {
        let n_bold = runs.iter().take_while(|run| run.bold).count();
        let (bold, rest) = runs.split_at(n_bold);
        let last = bold.last()?;
        let behind = rest.first().map_or("", |run| run.text(self.original()));
        let has_colon = last.text(self.original()).trim_end().ends_with([':', '：'])
            || behind.starts_with([':', '：']);
        has_colon.then_some(last.range.end)
    }

    fn heading(&mut self, block: &Block, level: usize) {
        self.is_in_turn &= level > 2;
        self.composed.body.say(&"#".repeat(level));
        self.composed.body.say(" ");
        self.runs(&block.runs, Styles::Set);
    }

    /// What happens, in brackets: a quotation without them would be one by whoever speaks.
    fn scene(&mut self, block: &Block) {
        let text = block.text(self.original());
        let (open, close) = match () {
            () if reads_as_scene(&text) => ("", ""),
            () if text.chars().any(is_han) => ("（", "）"),
            () => ("(", ")"),
        };
        self.composed.body.say("> ");
        self.composed.body.say(open);
        self.runs(&block.runs, Styles::Own);
        self.composed.body.say(close);
    }

    fn continues(&mut self, index: usize, block: &Block) {
        let start = block.start();
        let mut end_of_last = 0;
        if let Some(last) = index.checked_sub(1) {
            end_of_last = self.manuscript.blocks[last].end();
        }
        let gap = blank_before(self.original(), start).start.max(end_of_last)..start;

        let before = tail(&self.composed.body.text).to_owned();
        let mut texts = block.runs.iter().map(|run| run.text(self.original()));
        let first = texts.find(|text| !text.trim().is_empty());
        let first = first.unwrap_or_default().to_owned();
        match tidy::divided(&before, &first, tidy::window(self.original(), start)) {
            Some(false) => self.composed.body.take_back_hyphen(),
            Some(true) => {}
            None if needs_space(&before, &first) => self.composed.body.say(" "),
            None => {}
        }

        self.composed
            .entries
            .push(Entry { range: gap, fate: Fate::Changed(String::new(), Why::Joined) });
        self.runs(&block.runs, Styles::Own);
    }

    /// Copies runs into the body.
    fn runs(&mut self, runs: &[Run], styles: Styles) {
        let escaping = if self.manuscript.is_markdown { Escaping::None } else { Escaping::Text };
        self.runs_of(runs, styles, escaping);
    }

    fn runs_of(&mut self, runs: &[Run], styles: Styles, escaping: Escaping) {
        let manuscript = self.manuscript;
        let mut parts = Vec::with_capacity(runs.len());
        for run in runs {
            parts.extend(without_edges(run, &manuscript.original));
        }
        let dresses = self.dresses(&parts, styles);

        let mut open = Dress::default();
        for (run, dress) in parts.iter().zip(dresses) {
            if dress != open {
                self.composed.body.say(&open.signs_to(&dress));
                open = dress;
            }
            match note_at(manuscript, run) {
                Some(number) => {
                    let mark = format!("[^{number}]");
                    self.composed.body.say(&mark);
                    self.composed.body.instead(run, &mark, Why::Rewritten);
                    self.noted.insert(number);
                }
                None => self.composed.body.copy(&manuscript.original, run, escaping),
            }
        }
        self.composed.body.say(&open.signs_to(&Dress::default()));
    }

    /// How each run is written. White space has no style of its own; between two runs of one style
    /// it keeps that open.
    fn dresses(&self, runs: &[Run], styles: Styles) -> Vec<Dress<'m>> {
        let original = &self.manuscript.original;
        let mut dresses: Vec<Dress<'m>> = Vec::with_capacity(runs.len());
        let mut n_blank = 0;
        for run in runs {
            if run.text(original).trim().is_empty() {
                dresses.push(Dress::default());
                n_blank += 1;
                continue;
            }

            let dress = self.dress(run, styles);
            let first_blank = dresses.len() - n_blank;
            if let Some(before) = first_blank.checked_sub(1).map(|at| dresses[at]) {
                let same_link = before.link.filter(|link| dress.link == Some(*link));
                let between = Dress { link: same_link, ..Dress::default() };
                dresses[first_blank..].fill(if before == dress { dress } else { between });
            }
            dresses.push(dress);
            n_blank = 0;
        }
        dresses
    }

    fn dress(&self, run: &Run, styles: Styles) -> Dress<'m> {
        let mut dress = Dress::default();
        if styles == Styles::None {
            return dress;
        }
        if styles != Styles::Set {
            dress.emphasis = match (run.bold, run.italic) {
                (true, false) if styles.lead_in() > run.range.start => "__",
                (true, true) => "***",
                (true, false) => "**",
                (false, true) => "*",
                (false, false) => "",
            };
        }
        for feature in self.manuscript.features_at(run.range.start) {
            match &feature.kind {
                FeatureKind::Link(address) => dress.link = Some(address),
                FeatureKind::Struck => dress.is_struck = true,
                FeatureKind::Raised => dress.element = Some("sup"),
                FeatureKind::Lowered => dress.element = Some("sub"),
                FeatureKind::Speaker
                | FeatureKind::Turn(_)
                | FeatureKind::Nobodys
                | FeatureKind::Entity(_)
                | FeatureKind::NoteMark(_) => {}
            }
        }
        dress
    }
}

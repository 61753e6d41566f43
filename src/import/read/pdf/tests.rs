//! Small files, written by hand: what is printed where, and what is read.

use crate::import::read::tests::{body, imported};
use crate::import::read::{ReadOptions, read};

/// A line of print: points from the left and from below, and its text.
type Line<'l> = (u32, u32, &'l str);

/// A PDF with these lines on its pages, in a font that every reader has, or with a page of what
/// `content` says.
fn pdf(pages: &[&[Line]]) -> Vec<u8> {
    let mut contents = Vec::new();
    for lines in pages {
        let mut content = String::new();
        for (x, y, text) in *lines {
            content.push_str(&format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n"));
        }
        contents.push(content);
    }
    pdf_of(&contents)
}

fn pdf_of(contents: &[String]) -> Vec<u8> {
    file_of(&objects_of(contents))
}

/// The objects of a file: its list of pages, a font, and each page with its content.
fn objects_of(contents: &[String]) -> Vec<String> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        let stream = 5 + 2 * at;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {stream} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects
}

fn file_of(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

#[test]
fn lines_of_print_are_turns_under_the_heads_of_pages() {
    let first: &[Line] = &[
        (250, 760, "HARBOUR BOARD"),
        (
            100,
            700,
            "Ms. HALE: The quay is mended, and it took longer than any of us thought it would, for the",
        ),
        (
            72,
            688,
            "stones had to come from the other side of the island, where the winter was harder than here, and the pi-",
        ),
        (72, 676, "lots would not sail. Now it is done."),
        (100, 652, "Mr. BARROW: And the ferry?"),
        (300, 40, "11"),
    ];
    let second: &[Line] = &[
        (250, 760, "HARBOUR BOARD"),
        (
            100,
            700,
            "Ms. HALE: It comes in June, and from then on every day but Sunday, at nine in the morning and",
        ),
        (72, 688, "again at five, whatever the weather is."),
        (100, 664, "Mr. BARROW: Thank you."),
        (300, 40, "12"),
    ];
    let third: &[Line] =
        &[(250, 760, "HARBOUR BOARD"), (100, 700, "Ms. HALE: Thank you all."), (300, 40, "13")];
    let found = imported("2024-05-02-board.pdf", pdf(&[first, second, third]));
    assert_eq!(
        body(&found),
        "**Ms. HALE:** The quay is mended, and it took longer than any of us thought it would, for the \
         stones had to come from the other side of the island, where the winter was harder than here, and the \
         pilots would not sail. Now it is done.\n\n**Mr. BARROW:** And the ferry?\n\n\
         **Ms. HALE:** It comes in June, and from then on every day but Sunday, at nine in the morning and \
         again at five, whatever the weather is.\n\n**Mr. BARROW:** Thank you.\n\n**Ms. HALE:** Thank you all."
    );
    assert!(found.aside.contains("HARBOUR BOARD") && found.aside.contains("12"), "{}", found.aside);
}

#[test]
fn the_left_column_is_read_before_the_right() {
    let left = "These words are of the column on the left, and";
    let right = "Those words are of the column on the right, and";
    let mut lines: Vec<Line> = vec![(
        72,
        760,
        "A title that is printed across both of the columns of the page, from edge to edge",
    )];
    for row in 0..8 {
        lines.push((72, 700 - 12 * row, left));
        lines.push((320, 700 - 12 * row, right));
    }
    let page = super::layout::text(letters_of(&pdf(&[&lines]))).text;
    let order: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(order[1..9], [left; 8], "{page}");
    assert_eq!(order[9..], [right; 8], "{page}");
    assert!(order[0].starts_with("A title"), "{page}");
}

#[test]
fn who_speaks_beside_the_words_is_no_column() {
    let mut lines: Vec<Line> = Vec::new();
    for row in 0..8 {
        lines.push((72, 700 - 12 * row, if row % 2 == 0 { "HALE:" } else { "BARROW:" }));
        lines.push((
            160,
            700 - 12 * row,
            "The words that are said stand beside the name of whoever says them.",
        ));
    }
    let page = super::layout::text(letters_of(&pdf(&[&lines]))).text;
    let first = page.lines().next().unwrap();
    assert!(first.starts_with("HALE:") && first.ends_with("says them."), "{page}");
}

/// The letters of the first page of a file.
fn letters_of(bytes: &[u8]) -> Vec<super::letters::Letter> {
    let pdf = super::Pdf::new(bytes.to_vec()).expect("a sound file");
    let cache = super::InterpreterCache::new();
    super::letters::of_page(&pdf.pages()[0], &cache).letters
}

#[test]
fn what_is_printed_twice_to_be_bold_is_said_once() {
    let bold = "BT /F 10 Tf 72 700 Td (The quay) Tj ET BT /F 10 Tf 72.3 700 Td (The quay) Tj ET";
    let page = super::layout::text(letters_of(&pdf_of(&[bold.to_owned()]))).text;
    assert_eq!(page.trim(), "The quay");
}

#[test]
fn forms_that_multiply_are_refused() {
    let mut objects = objects_of(&["/X Do".to_owned()]);
    objects[3] = objects[3].replace("/Font", "/XObject << /X 6 0 R >> /Font");
    for level in 0..9 {
        let content = "/X Do ".repeat(10);
        objects.push(format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {} 0 R >> >> /Length {} >>\nstream\n{content}\nendstream",
            7 + level, content.len()
        ));
    }
    let refusal = read("a.pdf", &file_of(&objects), &ReadOptions::default()).unwrap_err();
    assert!(refusal.message.contains("forms"), "{refusal:?}");
}

#[test]
fn what_has_no_text_is_refused_with_what_to_do() {
    let refused = |bytes: &[u8]| read("a.pdf", bytes, &ReadOptions::default()).unwrap_err();
    let picture = refused(&pdf_of(&["0 0 100 100 re f".to_owned()]));
    assert!(picture.message.contains("no text layer") && picture.hint.contains("ocrmypdf"));
    assert!(refused(b"%PDF-1.7\nnothing of the kind").message.contains("damaged"));
    let whole = pdf(&[&[(72, 700, "Words.")]]);
    for end in (10..whole.len()).step_by(40) {
        // Some of what is cut off can be mended; nothing is to end otherwise than in words.
        let _ = read("a.pdf", &whole[..end], &ReadOptions::default());
    }
}

#[test]
fn columns_are_found_though_their_lines_end_nearly_alike_and_are_stretched() {
    let mut lines: Vec<Line> = vec![(250, 760, "HARBOUR BOARD")];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in 0..9 {
        // Two stretches of a line that is justified, and an end that is a hair off.
        left.push(format!("left{row} words that fill most of the line"));
        right.push(format!("right{row} words that fill most of the line"));
    }
    for (row, (left, right)) in (0..).zip(left.iter().zip(&right)) {
        let y = 700 - 12 * row;
        lines.push((72, y, left));
        lines.push((250 + row % 2, y, "wide"));
        lines.push((310, y, right));
        lines.push((500, y, "wide"));
    }
    let laid = super::layout::text(letters_of(&pdf(&[&lines])));
    let first_of_right = laid.text.find("right0").unwrap();
    assert!(laid.text.find("left8").unwrap() < first_of_right, "{}", laid.text);
    assert!(!laid.is_doubtful);
}

#[test]
fn columns_that_are_not_filled_are_told_and_names_beside_words_are_not() {
    let page = |left: &[&str]| {
        let mut lines: Vec<Line> = Vec::new();
        for row in 0..9 {
            let y = 700 - 12 * row;
            lines.push((72, y, left[row as usize % left.len()]));
            lines.push((330, y, "Those words are of the other side of this page, it seems"));
        }
        super::layout::text(letters_of(&pdf(&[&lines]))).is_doubtful
    };
    assert!(page(&[
        "These words are of a poem that is long and wide",
        "and so are we all",
        "it is of us too",
    ]));
    assert!(!page(&["HALE:", "BARROW:", "The Chair (Ms. Lee):"]));
}

#[test]
fn signs_for_radicals_are_characters_and_hyphens_of_print_are_hyphens() {
    let letter = |(at, text): (usize, &str)| super::letters::Letter {
        text: text.to_owned(),
        start: 10.0 * at as f64,
        end: 10.0 * at as f64 + 10.0,
        base: 100.0,
        size: 10.0,
        is_upright: true,
    };
    let letters = ["⽬", "⻋", "a", "‐"].into_iter().enumerate().map(letter);
    assert_eq!(super::layout::text(letters.collect()).text.trim(), "目车a-");
}

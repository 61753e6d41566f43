//! A name → the same with other points, commas, spaces and hyphens: `J. R. Vale`, `J.R. Vale`, `COP 28`.
//!
//! **Invariant:** letters and digits stay what they are, in their order.

/// The ways of writing points, commas and spaces: initials (`J. R.`, `J.R.`, `JR`), abbreviations
/// (`St.`, `D.C.`), numbers (`COP28`, `COP 28`).
pub(super) fn points(name: &str) -> Vec<String> {
    let mut ways = Vec::new();
    let bases = [name.to_owned(), name.replace(", ", " ")];
    for base in &bases {
        if base != name {
            ways.push(base.clone());
        }
        let initials = Initials::of(base);
        if initials.n > 0 {
            ways.push(initials.written(true, true));
            ways.push(initials.written(true, false));
            ways.push(initials.written(false, false));
            if !initials.is_all {
                ways.push(initials.written(false, true));
            }
        }
        if base.chars().all(|c| c.is_ascii_uppercase()) && (2..=3).contains(&base.len()) {
            ways.push(base.chars().flat_map(|c| [c, '.']).collect());
        }
    }
    if name.contains('.') && name.chars().all(|c| c.is_uppercase() || ". ".contains(c)) {
        ways.push(name.replace(['.', ' '], ""));
        ways.push(name.replace(". ", "."));
    }
    for (long, short) in [("St. ", "St "), ("St ", "St. "), ("Mt. ", "Mt "), (" Jr.", " Jr")] {
        if name.contains(long) {
            ways.push(name.replace(long, short));
        }
    }
    ways.extend(numbered(name));
    ways
}

/// A name's initials, and what is between them.
struct Initials<'n> {
    parts: Vec<(bool, &'n str)>,
    n: usize,
    /// Whether the name is nothing but initials.
    is_all: bool,
}

impl<'n> Initials<'n> {
    fn of(name: &'n str) -> Self {
        let mut parts: Vec<(bool, &str)> = Vec::new();
        let (mut rest, mut n, mut is_all) = (name, 0, true);
        while !rest.is_empty() {
            let is_begin = parts.last().is_none_or(|(is, part)| *is || part.ends_with([' ', '-']));
            let mut chars = rest.char_indices();
            let (first, second) = (chars.next(), chars.next());
            if let (Some((_, capital)), Some((at, '.'))) = (first, second)
                && is_begin
                && capital.is_uppercase()
            {
                parts.push((true, &rest[..at]));
                rest = rest[at + 1..].trim_start_matches(' ');
                n += 1;
                continue;
            }
            let end = rest.find(' ').map_or(rest.len(), |at| at + 1);
            parts.push((false, &rest[..end]));
            rest = &rest[end..];
            is_all = false;
        }
        Initials { parts, n, is_all }
    }

    fn written(&self, has_points: bool, has_spaces: bool) -> String {
        let mut written = String::new();
        for (index, (is_initial, part)) in self.parts.iter().enumerate() {
            written.push_str(part);
            if !is_initial {
                continue;
            }
            if has_points {
                written.push('.');
            }
            match self.parts.get(index + 1) {
                Some((true, _)) if has_spaces => written.push(' '),
                Some((false, _)) => written.push(' '),
                _ => {}
            }
        }
        written
    }
}

/// A name of capitals and a number with nothing, a space and a hyphen between them.
fn numbered(name: &str) -> Vec<String> {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[letters.len()..];
    let letters = letters.trim_end_matches([' ', '-']);
    if digits.is_empty() || letters.is_empty() || !letters.chars().all(|c| c.is_ascii_uppercase()) {
        return Vec::new();
    }
    ["", " ", "-"].iter().map(|between| format!("{letters}{between}{digits}")).collect()
}

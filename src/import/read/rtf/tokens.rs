//! Bytes of Rich Text Format → groups, control words and bytes of text.
//!
//! **Invariant:** every byte is in one token or divides two; numbers beyond their range are the
//! nearest within it.

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// `\par`, `\b0`: the word and its number.
    Word(&'b str, Option<i32>),
    /// `\*`, `\~`.
    Sign(u8),
    /// A byte of text, in the code page of its font.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let sign = self.peek()?;
        if sign == b'\'' {
            let digit = |at: usize| char::from(*self.bytes.get(at)?).to_digit(16);
            let byte = digit(self.at + 1).zip(digit(self.at + 2));
            self.at += 1;
            return Some(match byte {
                Some((high, low)) => {
                    self.at += 2;
                    Token::Byte((high * 16 + low) as u8)
                }
                None => Token::Sign(sign),
            });
        }
        if !sign.is_ascii_alphabetic() {
            self.at += 1;
            return Some(match sign {
                b'\\' | b'{' | b'}' => Token::Byte(sign),
                // A line end behind a backslash is a paragraph's.
                b'\n' | b'\r' => Token::Word("par", None),
                sign => Token::Sign(sign),
            });
        }

        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            self.at += 1;
        }
        let word = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        // Bytes of a picture, which may hold braces.
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Some(Token::Word(word, number))
    }

    fn number(&mut self) -> Option<i32> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if digits == self.at {
            self.at = start;
            return None;
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
        let nearest = if text.starts_with('-') { i32::MIN } else { i32::MAX };
        Some(text.parse().unwrap_or(nearest))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                // Line ends only make the file readable.
                b'\n' | b'\r' | b'\0' => {}
                byte => return Some(Token::Byte(byte)),
            }
        }
    }
}

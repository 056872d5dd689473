//! Escapes, character classes and references of Python's regular expressions.

use super::{At, Item, Letters, Node, Parser, Result};
use crate::text::regex::Refusal;

impl Parser {
    /// `[...]`, after its bracket.
    pub(super) fn class(&mut self, letters: Letters) -> Result<Node> {
        let here = self.at - 1;
        let open = || Refusal::pattern("unterminated character set".to_owned(), Some(here));
        let negated = self.eat('^');
        let mut items = Vec::new();
        loop {
            let start = self.at;
            let Some(c) = self.next() else { return Err(open()) };
            if c == ']' && !items.is_empty() {
                break;
            }
            let low = self.class_item(c)?;
            let low_end = self.at;
            if !self.eat('-') {
                items.push(low);
                continue;
            }
            let Some(c) = self.next() else { return Err(open()) };
            if c == ']' {
                items.push(low);
                items.push(Item::Range('-', '-'));
                break;
            }
            let high = self.class_item(c)?;
            match (&low, &high) {
                (&Item::Range(a, _), &Item::Range(b, _)) if a <= b => items.push(Item::Range(a, b)),
                _ => {
                    let text = |from: usize, to: usize| self.chars[from..to].iter().collect::<String>();
                    let (low, high) = (text(start, low_end), text(low_end + 1, self.at));
                    return Err(self.error(format!("bad character range {low}-{high}"), self.at - start));
                }
            }
        }
        Ok(Node::Class {
            negated,
            items,
            letters,
        })
    }

    fn class_item(&mut self, c: char) -> Result<Item> {
        if c != '\\' {
            return Ok(Item::Range(c, c));
        }
        let start = self.at - 1;
        let c = self.escaped()?;
        if matches!(c, 'd' | 'D' | 's' | 'S' | 'w' | 'W') {
            return Ok(Item::Category(c));
        }
        let literal = match c {
            'b' => Some('\x08'),
            '0'..='7' => Some(self.octal(start, true)?),
            '8' | '9' => None,
            _ => self.literal(c, start)?,
        };
        match literal {
            Some(c) => Ok(Item::Range(c, c)),
            None => Err(self.bad_escape(start)),
        }
    }

    fn bad_escape(&self, start: usize) -> Refusal {
        let text: String = self.chars[start..self.at].iter().collect();
        self.error(format!("bad escape {text}"), self.at - start)
    }

    /// Escapes that classes and patterns share; `None`: no such escape.
    fn literal(&mut self, c: char, start: usize) -> Result<Option<char>> {
        Ok(Some(match c {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => return self.hex(2, start),
            'u' if !self.bytes => return self.hex(4, start),
            'U' if !self.bytes => return self.hex(8, start),
            'N' if !self.bytes && self.peek() == Some('{') => {
                return Err(Refusal::Unsupported("names of characters (\\N{...})".to_owned()));
            }
            c if c.is_ascii_alphabetic() => return Ok(None),
            c => c,
        }))
    }

    fn hex(&mut self, n: usize, start: usize) -> Result<Option<char>> {
        let from = self.at;
        while self.at < from + n && self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
            self.at += 1;
        }
        let text: String = self.chars[from..self.at].iter().collect();
        if text.len() < n {
            let shown: String = self.chars[start..self.at].iter().collect();
            return Err(self.error(format!("incomplete escape {shown}"), self.at - start));
        }
        Ok(u32::from_str_radix(&text, 16).ok().and_then(char::from_u32))
    }

    /// Digits of an octal escape; the first has been read.
    fn octal(&mut self, start: usize, checked: bool) -> Result<char> {
        while self.at < start + 4 && self.peek().is_some_and(|c| matches!(c, '0'..='7')) {
            self.at += 1;
        }
        let text: String = self.chars[start + 1..self.at].iter().collect();
        let n = u32::from_str_radix(&text, 8).unwrap_or(0);
        if checked && n > 0o377 {
            return Err(self.error(
                format!("octal escape value \\{text} outside of range 0-0o377"),
                self.at - start,
            ));
        }
        Ok(char::from_u32(n).unwrap_or('\0'))
    }

    /// An escape outside of classes, after its backslash.
    pub(super) fn escape(&mut self, flags: u32) -> Result<Node> {
        let start = self.at - 1;
        let letters = self.letters(flags);
        let c = self.escaped()?;
        Ok(match c {
            'A' => Node::At(At::Start),
            'Z' => Node::At(At::End),
            'z' if self.minor >= 14 => Node::At(At::End),
            'b' => Node::At(At::Boundary(letters.ascii)),
            'B' => Node::At(At::NoBoundary(letters.ascii)),
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => Node::Class {
                negated: false,
                items: vec![Item::Category(c)],
                letters,
            },
            '0' => {
                while self.at < start + 4 && self.peek().is_some_and(|c| matches!(c, '0'..='7')) {
                    self.at += 1;
                }
                Node::Char(self.octal(start, false)?, letters)
            }
            '1'..='9' => self.reference(c, start, letters)?,
            _ => match self.literal(c, start)? {
                Some(c) => Node::Char(c, letters),
                None => return Err(self.bad_escape(start)),
            },
        })
    }

    /// `\1`, `\12`, or an octal escape of three digits.
    fn reference(&mut self, first: char, start: usize, letters: Letters) -> Result<Node> {
        let mut text = first.to_string();
        if let Some(second) = self.peek().filter(char::is_ascii_digit) {
            self.at += 1;
            text.push(second);
            let is_octal = |c: char| matches!(c, '0'..='7');
            if is_octal(first) && is_octal(second) && self.peek().is_some_and(is_octal) {
                return Ok(Node::Char(self.octal(start, true)?, letters));
            }
        }
        let group: usize = text.parse().unwrap_or(usize::MAX);
        if group >= self.groups.len() {
            return Err(self.error(format!("invalid group reference {group}"), text.len()));
        }
        if self.groups[group].is_open() {
            return Err(self.error("cannot refer to an open group", self.at - start));
        }
        self.check_behind(group)?;
        Ok(Node::Reference(group, letters))
    }
}

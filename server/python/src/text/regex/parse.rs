//! Python's regular expressions as a tree: the syntax of `re`, with CPython's errors at CPython's positions.
//!
//! It knows nothing of matching. Positions are code points.

mod escape;
mod group;

use super::{ASCII, DOTALL, IGNORECASE, LOCALE, MULTILINE, Refusal, UNICODE, VERBOSE};

/// A regular expression, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Empty,
    Char(char, Letters),
    /// `.`; whether it matches a newline.
    Any(bool),
    Class {
        negated: bool,
        items: Vec<Item>,
        letters: Letters,
    },
    At(At),
    /// A capturing group.
    Group(usize, Box<Node>),
    Atomic(Box<Node>),
    Look {
        ahead: bool,
        negated: bool,
        node: Box<Node>,
    },
    Repeat {
        node: Box<Node>,
        min: u32,
        /// `None`: without end.
        max: Option<u32>,
        kind: Repeat,
    },
    Reference(usize, Letters),
    /// `(?(group)yes|no)`
    If(usize, Box<Node>, Box<Node>),
    Either(Vec<Node>),
    Sequence(Vec<Node>),
}

/// How letters compare at some place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) any_case: bool,
    pub(super) ascii: bool,
}

/// A member of a character class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Range(char, char),
    /// `d`, `s`, `w`, or the capital for its complement.
    Category(char),
}

/// A place without width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Start,
    LineStart,
    /// At the end, or before a newline that ends the text.
    LastLineEnd,
    LineEnd,
    End,
    /// `\b`; whether a word is ASCII.
    Boundary(bool),
    /// `\B`
    NoBoundary(bool),
}

/// How a repetition gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    Greedy,
    Lazy,
    Possessive,
}

/// What a pattern comes to.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) flags: u32,
    /// Number of groups, the whole match not counted.
    pub(super) n_groups: usize,
    /// Names of groups, by number.
    pub(super) names: Vec<(String, usize)>,
    /// Groups in the order in which they are closed.
    pub(super) closed: Vec<usize>,
}

type Result<T> = std::result::Result<T, Refusal>;

/// CPython's `MAXREPEAT`.
const REPEAT_MAX: u64 = u32::MAX as u64;
/// Groups within groups: our own limit, CPython's is its stack.
const DEPTH_MAX: usize = 100;

/// Reads a pattern; `bytes`: its characters stand for bytes.
pub(super) fn parse(pattern: &str, flags: u32, bytes: bool, minor: u8) -> Result<Parsed> {
    let mut p = Parser {
        chars: pattern.chars().collect(),
        at: 0,
        bytes,
        minor,
        flags,
        groups: vec![Width::UNKNOWN],
        names: Vec::new(),
        closed: Vec::new(),
        conditions: Vec::new(),
        behind: None,
    };
    let flags = p.flags;
    let node = p.alternatives(flags, 0)?;
    if p.at < p.chars.len() {
        return Err(p.error("unbalanced parenthesis", 0));
    }
    for &(group, pos) in &p.conditions {
        if group >= p.groups.len() {
            return Err(Refusal::pattern(format!("invalid group reference {group}"), Some(pos)));
        }
    }
    let flags = fix_flags(p.flags, bytes)?;
    Ok(Parsed {
        node,
        flags,
        n_groups: p.groups.len() - 1,
        names: p.names,
        closed: p.closed,
    })
}

fn fix_flags(flags: u32, bytes: bool) -> Result<u32> {
    let value = |text: &str| Err(Refusal::Value(text.to_owned()));
    if bytes {
        if flags & UNICODE != 0 {
            return value("cannot use UNICODE flag with a bytes pattern");
        }
        if flags & LOCALE != 0 && flags & ASCII != 0 {
            return value("ASCII and LOCALE flags are incompatible");
        }
        return Ok(flags);
    }
    if flags & LOCALE != 0 {
        return value("cannot use LOCALE flag with a str pattern");
    }
    if flags & ASCII == 0 {
        return Ok(flags | UNICODE);
    }
    if flags & UNICODE != 0 {
        return value("ASCII and UNICODE flags are incompatible");
    }
    Ok(flags)
}

/// How much text something matches: at least, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Width(u64, u64);

impl Width {
    /// Of a group that is still open.
    const UNKNOWN: Self = Self(u64::MAX, 0);

    fn is_open(self) -> bool {
        self == Self::UNKNOWN
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    bytes: bool,
    minor: u8,
    /// Flags of the whole expression.
    flags: u32,
    /// Widths of the groups; number 0 is the whole.
    groups: Vec<Width>,
    names: Vec<(String, usize)>,
    closed: Vec<usize>,
    /// Groups named by conditions, to be checked in the end.
    conditions: Vec<(usize, usize)>,
    /// Number of groups where the outermost look-behind began.
    behind: Option<usize>,
}

impl Parser {
    /// An error `back` code points before the next character.
    fn error(&self, message: impl Into<String>, back: usize) -> Refusal {
        Refusal::pattern(message.into(), Some(self.at.saturating_sub(back)))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// Skips a comment; whether its end was found. An escaped end is none.
    fn skip_past(&mut self, end: char) -> bool {
        while let Some(c) = self.next() {
            if c == end {
                return true;
            }
            if c == '\\' {
                self.next();
            }
        }
        false
    }

    /// The character after a backslash.
    fn escaped(&mut self) -> Result<char> {
        match self.next() {
            Some(c) => Ok(c),
            None => Err(self.error("bad escape (end of pattern)", 1)),
        }
    }

    fn letters(&self, flags: u32) -> Letters {
        Letters {
            any_case: flags & IGNORECASE != 0,
            ascii: self.bytes || flags & ASCII != 0,
        }
    }

    fn alternatives(&mut self, flags: u32, depth: usize) -> Result<Node> {
        if depth > DEPTH_MAX {
            return Err(Refusal::Unsupported(format!(
                "groups are nested more than {DEPTH_MAX} deep"
            )));
        }
        let mut flags = flags;
        let mut branches = Vec::new();
        loop {
            let branch = self.sequence(&mut flags, depth, depth == 0 && branches.is_empty())?;
            branches.push(branch);
            if !self.eat('|') {
                break;
            }
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Node::Either(branches)
        })
    }

    /// Items up to `|`, `)` or the end. `first`: global flags may stand here.
    fn sequence(&mut self, flags: &mut u32, depth: usize, first: bool) -> Result<Node> {
        let mut items: Vec<Node> = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            self.at += 1;
            if *flags & VERBOSE != 0 {
                if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
                    continue;
                }
                if c == '#' {
                    self.skip_past('\n');
                    continue;
                }
            }
            let letters = self.letters(*flags);
            match c {
                '\\' => {
                    let node = self.escape(*flags)?;
                    items.push(node);
                }
                '[' => {
                    let node = self.class(letters)?;
                    items.push(node);
                }
                '*' | '+' | '?' | '{' => match self.repeat(c)? {
                    None => items.push(Node::Char('{', letters)),
                    Some((min, max, start)) => {
                        let kind = self.repeated(&items, start)?;
                        let Some(node) = items.pop() else { continue };
                        let kind = if self.eat('?') {
                            Repeat::Lazy
                        } else if self.eat('+') {
                            Repeat::Possessive
                        } else {
                            kind
                        };
                        items.push(Node::Repeat {
                            node: Box::new(node),
                            min,
                            max,
                            kind,
                        });
                    }
                },
                '.' => items.push(Node::Any(*flags & DOTALL != 0)),
                '^' => items.push(Node::At(if *flags & MULTILINE != 0 {
                    At::LineStart
                } else {
                    At::Start
                })),
                '$' => items.push(Node::At(if *flags & MULTILINE != 0 {
                    At::LineEnd
                } else {
                    At::LastLineEnd
                })),
                '(' => {
                    if let Some(node) = self.group(flags, depth, first && items.is_empty())? {
                        items.push(node);
                    }
                }
                _ => items.push(Node::Char(c, letters)),
            }
        }
        Ok(match items.len() {
            0 => Node::Empty,
            1 => items.remove(0),
            _ => Node::Sequence(items),
        })
    }

    /// Bounds of a repetition and where it starts; `None`: a brace that stands for itself.
    fn repeat(&mut self, c: char) -> Result<Option<(u32, Option<u32>, usize)>> {
        let here = self.at;
        match c {
            '?' => return Ok(Some((0, Some(1), here - 1))),
            '*' => return Ok(Some((0, None, here - 1))),
            '+' => return Ok(Some((1, None, here - 1))),
            _ => {}
        }
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits();
        let high = if self.eat(',') { self.digits() } else { low.clone() };
        if !self.eat('}') {
            self.at = here;
            return Ok(None);
        }
        let number = |text: &str| -> Result<Option<u32>> {
            if text.is_empty() {
                return Ok(None);
            }
            match text.parse::<u64>().ok().filter(|&n| n < REPEAT_MAX) {
                Some(n) => Ok(u32::try_from(n).ok()),
                None => Err(Refusal::Overflow("the repetition number is too large".to_owned())),
            }
        };
        let (min, max) = (number(&low)?.unwrap_or(0), number(&high)?);
        if max.is_some_and(|max| max < min) {
            return Err(Refusal::pattern(
                "min repeat greater than max repeat".to_owned(),
                Some(here),
            ));
        }
        Ok(Some((min, max, here - 1)))
    }

    fn digits(&mut self) -> String {
        let mut out = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            out.push(c);
            self.at += 1;
        }
        out
    }

    /// Whether there is something to repeat.
    fn repeated(&self, items: &[Node], start: usize) -> Result<Repeat> {
        match items.last() {
            None | Some(Node::At(_)) => Err(Refusal::pattern("nothing to repeat".to_owned(), Some(start))),
            Some(Node::Repeat { .. }) => Err(Refusal::pattern("multiple repeat".to_owned(), Some(start))),
            Some(_) => Ok(Repeat::Greedy),
        }
    }

    fn check_behind(&self, group: usize) -> Result<()> {
        if let Some(first) = self.behind {
            if self.groups.get(group).is_some_and(|w| w.is_open()) {
                return Err(self.error("cannot refer to an open group", 0));
            }
            if group >= first {
                return Err(self.error("cannot refer to group defined in the same lookbehind subpattern", 0));
            }
        }
        Ok(())
    }

    fn width(&self, node: &Node) -> Width {
        match node {
            Node::Empty | Node::At(_) | Node::Look { .. } => Width(0, 0),
            Node::Char(..) | Node::Any(_) | Node::Class { .. } => Width(1, 1),
            Node::Group(_, node) | Node::Atomic(node) => self.width(node),
            Node::Repeat { node, min, max, .. } => {
                let Width(low, high) = self.width(node);
                let most = max.map_or(if high == 0 { 0 } else { REPEAT_MAX }, u64::from);
                Width(
                    low.saturating_mul(u64::from(*min)).min(REPEAT_MAX),
                    high.saturating_mul(most).min(REPEAT_MAX),
                )
            }
            Node::Reference(group, _) => self.groups.get(*group).copied().unwrap_or(Width(0, 0)),
            Node::If(_, yes, no) => union(self.width(yes), self.width(no)),
            Node::Either(branches) => branches
                .iter()
                .map(|b| self.width(b))
                .reduce(union)
                .unwrap_or(Width(0, 0)),
            Node::Sequence(items) => items.iter().map(|n| self.width(n)).fold(Width(0, 0), |a, b| {
                Width(a.0.saturating_add(b.0), a.1.saturating_add(b.1))
            }),
        }
    }
}

fn union(a: Width, b: Width) -> Width {
    Width(a.0.min(b.0), a.1.max(b.1))
}

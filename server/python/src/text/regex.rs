//! Python's regular expressions, matched by the crate `fancy-regex`: the pattern is read as `re` reads it and written
//! in the crate's syntax, in a way that means the same. Patterns for bytes run on Latin-1 text.
//!
//! It knows no objects: positions are code points (or bytes), groups are pairs of positions.

mod emit;
mod parse;

use fancy_regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// `re.IGNORECASE`
pub const IGNORECASE: u32 = 2;
/// `re.LOCALE`
pub const LOCALE: u32 = 4;
/// `re.MULTILINE`
pub const MULTILINE: u32 = 8;
/// `re.DOTALL`
pub const DOTALL: u32 = 16;
/// `re.UNICODE`
pub const UNICODE: u32 = 32;
/// `re.VERBOSE`
pub const VERBOSE: u32 = 64;
/// `re.ASCII`
pub const ASCII: u32 = 256;

/// Steps back before a match is given up: CPython would go on for minutes or years.
const BACKTRACKS_MAX: usize = 1_000_000;
/// Bytes that one compiled part of a pattern takes at most.
const SIZE_MAX: usize = 2 << 20;
/// Longest pattern, in bytes.
const PATTERN_MAX: usize = 64 << 10;

/// Why there is no pattern, or no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// `re.error`: the message, and the position in code points if it has one.
    Pattern(String, Option<usize>),
    /// `OverflowError`
    Overflow(String),
    /// `ValueError`
    Value(String),
    /// Right Python that is not supported here: what it is.
    Unsupported(String),
    /// Too much backtracking.
    TooSlow,
}

impl Refusal {
    fn pattern(message: String, pos: Option<usize>) -> Self {
        Self::Pattern(message, pos)
    }
}

/// How a match is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Anywhere from the start on.
    Search,
    /// At the start.
    Match,
    /// From the start to the end.
    FullMatch,
    /// At the start, and not empty: what follows an empty match.
    NotEmpty,
}

/// A match: start and end of the whole and of each group, `None` for a group that took no part.
pub type Spans = Vec<Option<(usize, usize)>>;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    /// With those that the pattern sets itself.
    pub flags: u32,
    /// Number of groups.
    pub n_groups: usize,
    /// Named groups in order of appearance.
    pub names: Vec<(String, usize)>,
    /// For each group, how many groups are closed before it.
    pub close_ranks: Vec<usize>,
    /// The pattern in the crate's syntax.
    emitted: String,
    /// One regex per mode, made when first needed.
    compiled: [OnceLock<Result<Regex, Refusal>>; 4],
}

impl Pattern {
    /// Reads a pattern. `bytes`: each character stands for a byte. `minor`: of which Python 3.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(pattern: &str, flags: u32, bytes: bool, minor: u8) -> Result<Self, Refusal> {
        if pattern.len() > PATTERN_MAX {
            return Err(Refusal::Unsupported(format!("patterns over {} KiB", PATTERN_MAX >> 10)));
        }
        let parsed = parse::parse(pattern, flags, bytes, minor)?;
        if parsed.flags & LOCALE != 0 {
            return Err(Refusal::Unsupported("the flag LOCALE".to_owned()));
        }
        let mut emitted = String::new();
        emit::emit(&mut emitted, &parsed.node, minor);
        let mut close_ranks = vec![0; parsed.n_groups + 1];
        for (rank, &group) in parsed.closed.iter().enumerate() {
            close_ranks[group] = rank;
        }
        let pattern = Self {
            flags: parsed.flags,
            n_groups: parsed.n_groups,
            names: parsed.names,
            close_ranks,
            emitted,
            compiled: Default::default(),
        };
        // What the crate refuses is told when the pattern is made.
        pattern.regex(Mode::Search)?;
        Ok(pattern)
    }

    fn regex(&self, mode: Mode) -> Result<&Regex, Refusal> {
        let made = self.compiled[mode as usize].get_or_init(|| {
            let p = &self.emitted;
            let text = match mode {
                Mode::Search => p.clone(),
                Mode::Match | Mode::NotEmpty => format!(r"\G(?:{p})"),
                Mode::FullMatch => format!(r"\G(?:{p})\z"),
            };
            RegexBuilder::new(&text)
                .backtrack_limit(BACKTRACKS_MAX)
                .delegate_size_limit(SIZE_MAX)
                .find_not_empty(mode == Mode::NotEmpty)
                .build()
                .map_err(|e| Refusal::Unsupported(format!("this pattern ({e})")))
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// The first match in `text` from byte `start` on; positions are bytes of `text`.
    ///
    /// # Errors
    /// [`Refusal::TooSlow`].
    pub fn find(&self, text: &str, start: usize, mode: Mode) -> Result<Option<Spans>, Refusal> {
        let found = self
            .regex(mode)?
            .captures_from_pos(text, start)
            .map_err(|_| Refusal::TooSlow)?;
        Ok(found.map(|c| {
            (0..=self.n_groups)
                .map(|i| c.get(i).map(|m| (m.start(), m.end())))
                .collect()
        }))
    }

    /// All matches from byte `start` on that do not overlap, at most `limit` of them, as `re.finditer` finds them: an
    /// empty match may follow another match, and what begins where an empty one was is not empty.
    ///
    /// # Errors
    /// [`Refusal::TooSlow`].
    pub fn find_all(&self, text: &str, start: usize, limit: usize) -> Result<Vec<Spans>, Refusal> {
        let mut all = Vec::new();
        let (mut at, mut was_empty) = (start, false);
        while all.len() < limit && at <= text.len() {
            let mut found = None;
            if was_empty {
                // The crate refuses to make it of a pattern that only matches nothing.
                if self.regex(Mode::NotEmpty).is_ok() {
                    found = self.find(text, at, Mode::NotEmpty)?;
                }
                if found.is_none() {
                    let Some(c) = text[at..].chars().next() else { break };
                    at += c.len_utf8();
                }
            }
            if found.is_none() {
                found = self.find(text, at, Mode::Search)?;
            }
            let Some(spans) = found else { break };
            let (from, to) = spans[0].unwrap_or((at, at));
            (at, was_empty) = (to, from == to);
            all.push(spans);
        }
        Ok(all)
    }

    /// `Match.lastindex`: the group that was closed last, of those that took part.
    #[must_use]
    pub fn last_index(&self, spans: &Spans) -> Option<usize> {
        (1..spans.len())
            .filter_map(|i| Some((spans[i]?.1, self.close_ranks[i], i)))
            .max()
            .map(|(_, _, i)| i)
    }
}

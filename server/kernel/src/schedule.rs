//! A schedule: the answers of a chooser, in order, and their text form for links.
//!
//! The text is base64url without padding. The bytes are runs: each a little-endian base-128 number `2 * answer`, or
//! `2 * answer + 1` followed by how often the answer is repeated less two. "Always the first" costs a few letters.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// The most answers a text may stand for: a few letters can mean very long runs.
pub(crate) const MAX_ANSWERS: usize = 1_000_000;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The answers of a chooser, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule(pub Vec<u64>);

/// Why a text is not a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    /// A character that does not occur in schedules, and where (in characters, from 0).
    Letter(usize, char),
    /// The text breaks off within a number.
    Truncated,
    /// A number is larger than 64 bits allow.
    Overflow,
    /// It stands for more than 1,000,000 answers.
    TooLong,
}

impl Display for ScheduleError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letter(at, letter) => write!(f, "character {letter:?} at {at} cannot occur in a schedule"),
            Self::Truncated => write!(f, "the schedule breaks off: is the link complete?"),
            Self::Overflow => write!(f, "the schedule holds a number that is too large"),
            Self::TooLong => write!(f, "the schedule has more than {MAX_ANSWERS} choices"),
        }
    }
}

impl std::error::Error for ScheduleError {}

impl Display for Schedule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        for run in self.0.chunk_by(|a, b| a == b) {
            let answer = u128::from(run[0]);
            if run.len() == 1 {
                push_number(&mut bytes, answer * 2);
            } else {
                push_number(&mut bytes, answer * 2 + 1);
                push_number(&mut bytes, (run.len() - 2) as u128);
            }
        }
        f.write_str(&encode(&bytes))
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let bytes = decode(text)?;
        let mut rest = bytes.as_slice();
        let mut answers = Vec::new();
        while !rest.is_empty() {
            let head = take_number(&mut rest)?;
            let n_more = if head % 2 == 1 { take_number(&mut rest)? + 1 } else { 0 };
            let answer = u64::try_from(head / 2).map_err(|_| ScheduleError::Overflow)?;
            let n = usize::try_from(n_more).map_err(|_| ScheduleError::TooLong)?;
            if n >= MAX_ANSWERS - answers.len().min(MAX_ANSWERS) {
                return Err(ScheduleError::TooLong);
            }
            answers.resize(answers.len() + n + 1, answer);
        }
        Ok(Self(answers))
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> Result<u128, ScheduleError> {
    let mut number = 0;
    for shift in (0..70).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(ScheduleError::Truncated)?;
        *bytes = rest;
        number |= u128::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(ScheduleError::Overflow)
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]));
        }
    }
    text
}

fn decode(text: &str) -> Result<Vec<u8>, ScheduleError> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for (at, letter) in text.chars().enumerate() {
        let value = LETTERS.iter().position(|&known| char::from(known) == letter);
        let value = value.ok_or(ScheduleError::Letter(at, letter))?;
        bits = bits << 6 | value as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    if n_bits == 6 || bits != 0 {
        return Err(ScheduleError::Truncated);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chooser::{Choice, Chooser, RecordedChooser, RecordingChooser, SeededChooser};

    fn check(answers: &[u64], text: &str) {
        let schedule = Schedule(answers.to_vec());
        assert_eq!(schedule.to_string(), text);
        assert_eq!(text.parse(), Ok(schedule));
    }

    #[test]
    fn texts_are_short_and_reversible() {
        check(&[], "");
        check(&[0], "AA");
        check(&[0; 1000], "AeYH");
        check(&[1, 1, 0, 2], "AwAABA");
        check(&[u64::MAX, 300], "_v__________A9gE");
    }

    #[test]
    fn every_recording_survives_its_text() {
        for seed in 0..200 {
            let mut recorder = RecordingChooser::new(SeededChooser::new(seed));
            for n in 1..100 {
                recorder.choose(Choice::Order, n * n * seed.max(1));
            }
            let text = recorder.schedule.to_string();
            assert_eq!(text.parse(), Ok(recorder.schedule), "seed {seed}");
        }
    }

    #[test]
    fn bad_texts_are_refused() {
        let refusal = |text: &str| text.parse::<Schedule>().expect_err("a bad text").to_string();
        assert_eq!(refusal("A?"), "character '?' at 1 cannot occur in a schedule");
        assert_eq!(refusal("A"), "the schedule breaks off: is the link complete?");
        assert_eq!(refusal("gA"), "the schedule breaks off: is the link complete?");
        assert_eq!(
            refusal("_________________w"),
            "the schedule holds a number that is too large"
        );
        assert_eq!(refusal("Af____8P"), "the schedule has more than 1000000 choices");
    }

    #[test]
    fn a_recorded_schedule_is_replayed_and_then_continued() {
        let mut chooser = RecordedChooser::new(Schedule(vec![2, 7]), SeededChooser::new(1));
        assert_eq!(chooser.choose(Choice::NextThread, 3), 2);
        assert!(!chooser.has_diverged());
        assert_eq!(chooser.choose(Choice::NextThread, 4), 3, "7 modulo 4");
        assert!(chooser.has_diverged());
        assert_eq!(
            chooser.choose(Choice::Jitter, 1_000),
            SeededChooser::new(1).choose(Choice::Jitter, 1_000)
        );
    }

    #[test]
    fn seeded_answers_spread() {
        let mut chooser = SeededChooser::new(0);
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            counts[chooser.choose(Choice::Order, 10) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1_100).contains(count)), "{counts:?}");
    }
}

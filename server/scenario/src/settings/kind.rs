//! What the values of a setting are, and how they are written. It knows no setting.

use crate::units::{format_decimal, format_duration, format_rate, parse_decimal, parse_duration, parse_rate};

/// What the values of a setting are. Each is a `u64`; the kind says how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Count {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// Nanoseconds, written with a unit.
    Duration {
        /// Shortest, in nanoseconds.
        min: u64,
        /// Longest, in nanoseconds.
        max: u64,
    },
    /// A factor in thousandths, written as a decimal.
    Factor {
        /// Smallest, in thousandths.
        min: u64,
        /// Largest, in thousandths.
        max: u64,
    },
    /// Bytes per second, written with a unit.
    Rate {
        /// Slowest.
        min: u64,
        /// Fastest.
        max: u64,
    },
    /// `off` (0) or `on` (1).
    Switch,
    /// One of a few words; the value is the index.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// The value that `text` stands for.
    ///
    /// # Errors
    /// What is wrong with it and what is allowed.
    pub fn parse(self, text: &str) -> Result<u64, String> {
        let text = text.trim();
        let in_range = |value: u64, min: u64, max: u64| {
            if (min..=max).contains(&value) {
                Ok(value)
            } else {
                Err(format!("`{text}` is out of range; allowed: {}", self.allowed()))
            }
        };
        match self {
            Self::Count { min, max } => match parse_decimal(text, 1) {
                Some(value) => in_range(value, min, max),
                None => Err(format!("`{text}` is not a whole number; allowed: {}", self.allowed())),
            },
            Self::Duration { min, max } => in_range(parse_duration(text)?, min, max),
            Self::Factor { min, max } => match parse_decimal(text, 1_000) {
                Some(value) => in_range(value, min, max),
                None => Err(format!(
                    "`{text}` is not a factor such as 2 or 0.5; allowed: {}",
                    self.allowed()
                )),
            },
            Self::Rate { min, max } => in_range(parse_rate(text)?, min, max),
            Self::Switch => match text {
                "on" | "true" => Ok(1),
                "off" | "false" => Ok(0),
                _ => Err(format!("`{text}` is neither on nor off")),
            },
            Self::Choice(words) => match words.iter().position(|word| *word == text) {
                Some(idx) => Ok(idx as u64),
                None => Err(format!("`{text}` is not one of {}", words.join(", "))),
            },
        }
    }

    /// The text of `value`; [`Kind::parse`] reads it back.
    #[must_use]
    pub fn format(self, value: u64) -> String {
        match self {
            Self::Count { .. } => value.to_string(),
            Self::Duration { .. } => format_duration(value),
            Self::Factor { .. } => format_decimal(value, 1_000),
            Self::Rate { .. } => format_rate(value),
            Self::Switch => if value == 1 { "on" } else { "off" }.to_owned(),
            Self::Choice(words) => words[usize::try_from(value).expect("an index of the list")].to_owned(),
        }
    }

    /// The allowed values in words.
    #[must_use]
    pub fn allowed(self) -> String {
        match self {
            Self::Count { min, max }
            | Self::Duration { min, max }
            | Self::Factor { min, max }
            | Self::Rate { min, max } => {
                format!("{} to {}", self.format(min), self.format(max))
            }
            Self::Switch => "on, off".to_owned(),
            Self::Choice(words) => words.join(", "),
        }
    }
}

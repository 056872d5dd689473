//! A place in a file of cases: every read says what should have been there and was not.

use super::Failure;
use serde_json::Value;

/// Nanoseconds per tick, so that fractions of a tick are whole numbers.
pub(super) const TICK_NS: u64 = 1_000_000;
/// The longest time in a case, in ticks.
const TICKS_MAX: f64 = 1e9;

/// A value and the way to it.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Field<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    /// The member `key`; null if there is none.
    pub(super) fn get(&self, key: &str) -> Self {
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        Self {
            value: &self.value[key],
            path,
        }
    }

    pub(super) fn is_given(&self) -> bool {
        !self.value.is_null()
    }

    /// Itself, if there is something.
    pub(super) fn given(self) -> Option<Self> {
        self.is_given().then_some(self)
    }

    pub(super) fn wrong<T>(&self, wanted: &str) -> Result<T, Failure> {
        let mut found = self.value.to_string();
        if found.len() > 60 {
            found = format!("{}...", found.chars().take(60).collect::<String>());
        }
        Err(Failure::Unusable(match self.value {
            Value::Null => format!("`{}` is missing; it must be {wanted}", self.path),
            _ => format!("`{}` is {found}; it must be {wanted}", self.path),
        }))
    }

    pub(super) fn number(&self) -> Result<f64, Failure> {
        match self.value.as_f64() {
            Some(number) if number.is_finite() => Ok(number),
            _ => self.wrong("a number"),
        }
    }

    /// A whole number; fractions that came out of a division are rounded.
    pub(super) fn whole(&self) -> Result<i64, Failure> {
        match self.value.as_f64() {
            Some(number) if number.abs() < 9e18 => Ok(number.round() as i64),
            _ => self.wrong("a whole number"),
        }
    }

    /// A number from 0 up.
    pub(super) fn count(&self) -> Result<u64, Failure> {
        match self.value.as_u64() {
            Some(number) => Ok(number),
            None => self.wrong("a whole number from 0 up"),
        }
    }

    /// A whole number between `min` and `max`.
    pub(super) fn between<T: TryFrom<i64>>(&self, min: i64, max: i64) -> Result<T, Failure> {
        let fits = |number: &i64| (min..=max).contains(number);
        match self
            .value
            .as_i64()
            .filter(fits)
            .and_then(|number| T::try_from(number).ok())
        {
            Some(number) => Ok(number),
            None => self.wrong(&format!("a whole number between {min} and {max}")),
        }
    }

    /// A time in ticks, as nanoseconds.
    pub(super) fn ticks(&self) -> Result<u64, Failure> {
        match self.value.as_f64() {
            Some(ticks) if (0.0..=TICKS_MAX).contains(&ticks) => Ok((ticks * TICK_NS as f64).round() as u64),
            _ => self.wrong("a time from 0 to 10^9 ticks"),
        }
    }

    /// A time in ticks that is longer than none.
    pub(super) fn positive_ticks(&self) -> Result<u64, Failure> {
        match self.ticks()? {
            0 => self.wrong("a time longer than 0"),
            ns => Ok(ns),
        }
    }

    pub(super) fn text(&self) -> Result<&'a str, Failure> {
        match self.value.as_str() {
            Some(text) => Ok(text),
            None => self.wrong("a text"),
        }
    }

    /// The text, if it is one.
    pub(super) fn word(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    pub(super) fn is_true(&self) -> bool {
        *self.value == Value::Bool(true)
    }

    pub(super) fn items(&self) -> Result<Vec<Self>, Failure> {
        let Some(items) = self.value.as_array() else {
            return self.wrong("a list");
        };
        let item = |(at, value)| Self {
            value,
            path: format!("{}[{at}]", self.path),
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(super) fn entries(&self) -> Result<Vec<(&'a str, Self)>, Failure> {
        let Some(entries) = self.value.as_object() else {
            return self.wrong("an object");
        };
        let entry = |(key, _): (&'a String, _)| (key.as_str(), self.get(key));
        Ok(entries.iter().map(entry).collect())
    }

    pub(super) fn numbers(&self) -> Result<Vec<f64>, Failure> {
        self.items()?.iter().map(Self::number).collect()
    }

    pub(super) fn json(&self) -> &'a Value {
        self.value
    }
}

//! A fingerprint of a trace: equal for equal traces, on every machine and in every build.
//!
//! FNV-1a (Fowler, Noll, Vo; 64 bits) over each step's JSON followed by a line feed, that is, over the trace as it
//! is served as `application/x-ndjson`. Serde writes fields in the order of declaration, so the bytes are canonical.

use crate::Step;
use std::io::{self, Write};

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Takes steps one by one; for traces too long to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceHash(u64);

impl Default for TraceHash {
    fn default() -> Self {
        Self(OFFSET)
    }
}

impl TraceHash {
    /// Adds the next step.
    pub fn add(&mut self, step: &Step) {
        serde_json::to_writer(&mut *self, step).expect("a step can be written as JSON");
        self.mix(b"\n");
    }

    /// Adds the next step, given as its JSON.
    pub fn add_json(&mut self, json: &[u8]) {
        self.mix(json);
        self.mix(b"\n");
    }

    /// The hash of the steps so far.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.0
    }

    fn mix(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
}

impl Write for TraceHash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.mix(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The hash of a whole trace.
#[must_use]
pub fn trace_hash(steps: &[Step]) -> u64 {
    let mut hash = TraceHash::default();
    for step in steps {
        hash.add(step);
    }
    hash.value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CoreId, Event};

    #[test]
    fn it_is_the_hash_of_the_lines() {
        let step = Step {
            id: 7,
            time_ns: 12,
            core: Some(CoreId(1)),
            thread: None,
            task: None,
            event: Event::CoreIdle {},
        };
        let mut of_text = TraceHash::default();
        of_text.mix(b"{\"id\":7,\"time_ns\":12,\"core\":1,\"type\":\"core_idle\"}\n");
        assert_eq!(trace_hash(&[step]), of_text.value());
    }

    #[test]
    fn it_is_fnv_1a() {
        let mut hash = TraceHash::default();
        assert_eq!(hash.value(), OFFSET);
        hash.mix(b"foobar");
        assert_eq!(hash.value(), 0x8594_4171_f739_67e8, "a published test vector");
    }
}

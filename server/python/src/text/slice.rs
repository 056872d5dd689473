//! The index arithmetic of slices and ranges on `i64`. Knows no sequence: lengths in, positions out.

use super::{Result, TextError};

/// A slice resolved against a length: `start`, `start + step`, ... , `len` positions in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indices {
    /// First position (may be -1 or the length for empty slices).
    pub start: i64,
    /// First position not taken; -1 when a negative step runs off the front.
    pub stop: i64,
    /// Never 0.
    pub step: i64,
    /// How many positions the slice selects.
    pub len: usize,
}

/// `slice(start, stop, step).indices(len)` with the number of positions. Arguments are already clamped to `i64`.
///
/// # Errors
/// `ValueError` "slice step cannot be zero".
pub fn indices(start: Option<i64>, stop: Option<i64>, step: Option<i64>, len: usize) -> Result<Indices> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(TextError::value("slice step cannot be zero"));
    }
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clamp = |v: i64| {
        if v < 0 {
            v.saturating_add(len).max(low)
        } else {
            v.min(high)
        }
    };
    let start = start.map_or(if step < 0 { high } else { low }, clamp);
    let stop = stop.map_or(if step < 0 { low } else { high }, clamp);
    let len = usize::try_from(range_len(start, stop, step)).expect("a range within a length");
    Ok(Indices { start, stop, step, len })
}

/// A slice's bounds as `str.find` and friends take them: negative counts from the end; the
/// end is at most `len`, the start is not clamped to it (a start past the end finds nothing, not even "").
#[must_use]
pub fn clamp_range(start: Option<i64>, end: Option<i64>, len: usize) -> (usize, usize) {
    let n = i64::try_from(len).unwrap_or(i64::MAX);
    let clamp = |v: i64| usize::try_from(if v < 0 { v.saturating_add(n).max(0) } else { v }).unwrap_or(usize::MAX);
    (start.map_or(0, clamp), end.map_or(len, clamp).min(len))
}

/// `len(range(start, stop, step))`; `step` is not 0. A `u64` holds every length an `i64` range can have.
#[must_use]
pub fn range_len(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low >= high {
        0
    } else {
        (high.abs_diff(low) - 1) / step.unsigned_abs() + 1
    }
}

/// `value in range(start, stop, step)`; `step` is not 0.
#[must_use]
pub fn range_contains(start: i64, stop: i64, step: i64, value: i64) -> bool {
    let inside = if step > 0 {
        start <= value && value < stop
    } else {
        stop < value && value <= start
    };
    inside && value.abs_diff(start).is_multiple_of(step.unsigned_abs())
}

/// `range(start, stop, step)[index]` with Python's negative indices; `None` is IndexError "range object index out of range".
#[must_use]
pub fn range_item(start: i64, stop: i64, step: i64, index: i64) -> Option<i64> {
    let len = i128::from(range_len(start, stop, step));
    let index = if index < 0 {
        i128::from(index) + len
    } else {
        i128::from(index)
    };
    if !(0..len).contains(&index) {
        return None;
    }
    i64::try_from(i128::from(start) + index * i128::from(step)).ok()
}

/// A sequence index with Python's negative counting; `None` is out of range.
#[must_use]
pub fn item_index(index: i64, len: usize) -> Option<usize> {
    let n = i64::try_from(len).unwrap_or(i64::MAX);
    let index = if index < 0 { index.checked_add(n)? } else { index };
    usize::try_from(index).ok().filter(|&i| i < len)
}

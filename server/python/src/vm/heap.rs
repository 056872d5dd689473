//! The heap of one simulated process: one array of words, blocks named by index, no pointers inside, so that a
//! copy of the words is a copy of the process (`reference/vm.md` 3.2).
//!
//! This file and the interpreter's main loop are the only ones with `unsafe`. Invariants:
//! - `words` is allocated once with its full capacity and never moves; `len` words of it are in use;
//! - a block's index is the index of its header word; a live block has `Kind != Free`;
//! - every `Value` that is a reference names a live block, and the block's count is at least the number of such
//!   values in live blocks and registers.
//!
//! It does not know what the words of a block mean; that is `layout.rs`.
#![allow(
    unsafe_code,
    reason = "the flat heap is the hot path of the machine; invariants above"
)]

use super::layout::Kind;
use super::value::Value;

/// Added to the count of a block that lives for ever; no program reaches it by counting.
pub const IMMORTAL: u32 = 1 << 30;

/// Number of size classes.
const N_CLASSES: usize = 128;

/// Words of a block of each size class: 2, 4, .. 64, then four steps per doubling.
const fn class_sizes() -> [u32; N_CLASSES] {
    let mut sizes = [0; N_CLASSES];
    let mut i = 0;
    while i < 32 {
        sizes[i] = 2 * (i as u32 + 1);
        i += 1;
    }
    let mut base: u64 = 64;
    while i < N_CLASSES {
        let mut quarter = 1;
        while quarter <= 4 && i < N_CLASSES {
            let size = base + base * quarter / 4;
            sizes[i] = if size > 0xFFFF_FFFE {
                0xFFFF_FFFE
            } else {
                ((size + 1) & !1) as u32
            };
            quarter += 1;
            i += 1;
        }
        base *= 2;
    }
    sizes
}

static CLASS_SIZES: [u32; N_CLASSES] = class_sizes();

fn class_of(words: u32) -> usize {
    if words <= 64 {
        (words.max(2) as usize).div_ceil(2) - 1
    } else {
        CLASS_SIZES.partition_point(|&s| s < words)
    }
}

/// The process has used up its heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

/// Words kept back so that a MemoryError finds room.
const RESERVE: usize = 1 << 13;

/// The heap. See the module's invariants.
pub struct Heap {
    words: Vec<u64>,
    base: *mut u64,
    free: [u32; N_CLASSES],
    max_words: usize,
    /// Number of live blocks that the collector counts ([`Kind::is_counted`]).
    pub live_containers: usize,
    /// Allocations so far; the deterministic trigger of the cycle collector.
    pub n_allocs: u64,
}

// SAFETY: the raw pointer points into `words`, which the heap owns.
unsafe impl Send for Heap {}

impl std::fmt::Debug for Heap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heap")
            .field("words", &self.words.len())
            .field("live_containers", &self.live_containers)
            .finish()
    }
}

impl Heap {
    /// An empty heap that may grow to `max_bytes`. Memory is taken from the host as it is touched.
    #[must_use]
    pub fn new(max_bytes: u64) -> Self {
        let max_words = (max_bytes / 8).clamp(1 << 16, u64::from(u32::MAX)) as usize;
        let mut words = Vec::with_capacity(max_words + RESERVE);
        // Index 0 is no block, so that 0 can mean "none" in a field.
        words.extend_from_slice(&[0, 0]);
        let base = words.as_mut_ptr();
        Self {
            words,
            base,
            free: [0; N_CLASSES],
            max_words,
            live_containers: 0,
            n_allocs: 0,
        }
    }

    /// Allocates a block of at least `words` words with count 1. Its words hold anything: fill those that have a
    /// meaning before anything can look.
    #[inline]
    pub fn alloc(&mut self, kind: Kind, words: u32) -> Result<u32, OutOfMemory> {
        let class = class_of(words);
        let idx = self.free[class];
        if idx == 0 {
            return self.alloc_fresh(kind, class);
        }
        self.take_free(kind, class, idx);
        Ok(idx)
    }

    /// A used block of a size class again (see [`Self::size_class`]), if there is one: what the main loop does in line.
    #[inline(always)]
    pub(crate) fn realloc_class(&mut self, kind: Kind, class: u8) -> Option<u32> {
        let class = usize::from(class) % N_CLASSES;
        let idx = self.free[class];
        if idx == 0 {
            return None;
        }
        self.take_free(kind, class, idx);
        Some(idx)
    }

    #[inline(always)]
    fn take_free(&mut self, kind: Kind, class: usize, idx: u32) {
        self.n_allocs += 1;
        self.live_containers += usize::from(kind.is_counted());
        // Word 1 of a free block links to the next one.
        self.free[class] = self.word(idx, 1) as u32;
        self.set_word(idx, 0, header(kind, class));
    }

    /// The size class of blocks of so many words.
    pub(crate) fn size_class(words: u32) -> u8 {
        class_of(words) as u8
    }

    #[cold]
    #[inline(never)]
    fn alloc_fresh(&mut self, kind: Kind, class: usize) -> Result<u32, OutOfMemory> {
        let size = CLASS_SIZES[class] as usize;
        let idx = self.words.len();
        if idx + size > self.max_words {
            return Err(OutOfMemory);
        }
        self.n_allocs += 1;
        self.live_containers += usize::from(kind.is_counted());
        self.words.resize(idx + size, 0);
        debug_assert_eq!(self.base, self.words.as_mut_ptr());
        self.set_word(idx as u32, 0, header(kind, class));
        Ok(idx as u32)
    }

    /// Words in use, free blocks included, and the most that may be.
    #[inline]
    #[must_use]
    pub(crate) fn room(&self) -> (usize, usize) {
        (self.words.len(), self.max_words)
    }

    /// Lets the heap use its reserve, once.
    pub(crate) fn open_reserve(&mut self) {
        self.max_words = self.words.capacity();
    }

    /// Gives a block back. Its children must have been released.
    #[inline]
    pub fn free(&mut self, idx: u32) {
        let class = (self.word(idx, 0) >> 48) as usize % N_CLASSES;
        self.live_containers -= usize::from(self.kind(idx).is_counted());
        self.set_word(idx, 0, (class as u64) << 48);
        self.set_word(idx, 1, u64::from(self.free[class]));
        self.free[class] = idx;
    }

    /// Words in the block, header included.
    #[inline]
    #[must_use]
    pub fn size_of(&self, idx: u32) -> u32 {
        CLASS_SIZES[(self.word(idx, 0) >> 48 & 0x7F) as usize]
    }

    /// Word `i` of block `idx`.
    #[inline(always)]
    #[must_use]
    pub fn word(&self, idx: u32, i: u32) -> u64 {
        let at = idx as usize + i as usize;
        debug_assert!(at < self.words.len(), "word {i} of block {idx} is outside the heap");
        // SAFETY: blocks lie inside `words`, and callers stay inside their block.
        unsafe { *self.base.add(at) }
    }

    /// Sets word `i` of block `idx`.
    #[inline(always)]
    pub fn set_word(&mut self, idx: u32, i: u32, w: u64) {
        let at = idx as usize + i as usize;
        debug_assert!(at < self.words.len(), "word {i} of block {idx} is outside the heap");
        // SAFETY: as in `word`.
        unsafe { *self.base.add(at) = w }
    }

    /// Word `i` of block `idx` as a value. Borrowed.
    #[inline(always)]
    #[must_use]
    pub fn value(&self, idx: u32, i: u32) -> Value {
        Value(self.word(idx, i))
    }

    /// Sets word `i` of block `idx` to a value. Takes the reference; does not release the old one.
    #[inline(always)]
    pub fn set_value(&mut self, idx: u32, i: u32, v: Value) {
        self.set_word(idx, i, v.0);
    }

    /// Low half of word `i`.
    #[inline(always)]
    #[must_use]
    pub fn lo(&self, idx: u32, i: u32) -> u32 {
        self.word(idx, i) as u32
    }

    /// High half of word `i`.
    #[inline(always)]
    #[must_use]
    pub fn hi(&self, idx: u32, i: u32) -> u32 {
        (self.word(idx, i) >> 32) as u32
    }

    /// Sets the low half of word `i`.
    #[inline(always)]
    pub fn set_lo(&mut self, idx: u32, i: u32, v: u32) {
        let w = self.word(idx, i) & !0xFFFF_FFFF | u64::from(v);
        self.set_word(idx, i, w);
    }

    /// Sets the high half of word `i`.
    #[inline(always)]
    pub fn set_hi(&mut self, idx: u32, i: u32, v: u32) {
        let w = self.word(idx, i) & 0xFFFF_FFFF | u64::from(v) << 32;
        self.set_word(idx, i, w);
    }

    /// What the block is.
    #[inline(always)]
    #[must_use]
    pub fn kind(&self, idx: u32) -> Kind {
        // SAFETY: only `header` and `free` write that byte, from a `Kind` (`Free` is 0).
        unsafe { std::mem::transmute::<u8, Kind>((self.word(idx, 0) >> 32) as u8) }
    }

    /// The block's flag bits, whose meaning depends on its kind.
    #[inline(always)]
    #[must_use]
    pub fn flags(&self, idx: u32) -> u8 {
        (self.word(idx, 0) >> 40) as u8
    }

    /// Sets flag bits.
    #[inline(always)]
    pub fn add_flags(&mut self, idx: u32, flags: u8) {
        let w = self.word(idx, 0) | u64::from(flags) << 40;
        self.set_word(idx, 0, w);
    }

    /// Clears flag bits.
    #[inline(always)]
    pub fn clear_flags(&mut self, idx: u32, flags: u8) {
        let w = self.word(idx, 0) & !(u64::from(flags) << 40);
        self.set_word(idx, 0, w);
    }

    /// The reference count.
    #[inline(always)]
    #[must_use]
    pub fn rc(&self, idx: u32) -> u32 {
        self.word(idx, 0) as u32
    }

    /// Makes a block live for ever.
    pub fn immortalize(&mut self, v: Value) {
        if v.is_ref() && !self.is_immortal(v.idx()) {
            let w = self.word(v.idx(), 0) + u64::from(IMMORTAL);
            self.set_word(v.idx(), 0, w);
        }
    }

    /// Whether the block lives for ever.
    #[must_use]
    pub fn is_immortal(&self, idx: u32) -> bool {
        self.rc(idx) >= IMMORTAL / 2
    }

    /// Adds a reference.
    #[inline(always)]
    pub fn incref(&mut self, v: Value) {
        if v.is_ref() {
            let idx = v.idx();
            let w = self.word(idx, 0) + 1;
            self.set_word(idx, 0, w);
        }
    }

    /// Takes a reference away and says whether it was the last one.
    #[inline(always)]
    #[must_use]
    pub fn decref_is_last(&mut self, v: Value) -> bool {
        if !v.is_ref() {
            return false;
        }
        let idx = v.idx();
        debug_assert!(self.kind(idx) != Kind::Free, "reference to freed block {idx}");
        debug_assert!(self.rc(idx) > 0, "count of block {idx} below zero");
        let w = self.word(idx, 0) - 1;
        self.set_word(idx, 0, w);
        w as u32 == 0
    }

    /// The bytes from word `i` of a block, `len` of them.
    #[inline]
    #[must_use]
    pub fn bytes(&self, idx: u32, i: u32, len: usize) -> &[u8] {
        let at = idx as usize + i as usize;
        assert!(at + len.div_ceil(8) <= self.words.len(), "bytes outside the heap");
        // SAFETY: checked above; u64 memory is valid as bytes.
        unsafe { std::slice::from_raw_parts(self.base.add(at).cast::<u8>(), len) }
    }

    /// The same, to write.
    #[inline]
    pub fn bytes_mut(&mut self, idx: u32, i: u32, len: usize) -> &mut [u8] {
        let at = idx as usize + i as usize;
        assert!(at + len.div_ceil(8) <= self.words.len(), "bytes outside the heap");
        // SAFETY: checked above; `&mut self` makes it unique.
        unsafe { std::slice::from_raw_parts_mut(self.base.add(at).cast::<u8>(), len) }
    }

    /// Text from word `i` of a block; the bytes there were written from a `str`.
    #[inline]
    #[must_use]
    pub fn text(&self, idx: u32, i: u32, len: usize) -> &str {
        // SAFETY: only `str` bytes are written to text blocks.
        unsafe { std::str::from_utf8_unchecked(self.bytes(idx, i, len)) }
    }

    /// `n` words from word `i`, as values. Borrowed.
    #[inline]
    #[must_use]
    pub fn values(&self, idx: u32, i: u32, n: usize) -> &[Value] {
        let at = idx as usize + i as usize;
        assert!(at + n <= self.words.len(), "values outside the heap");
        // SAFETY: checked above; `Value` is a transparent u64.
        unsafe { std::slice::from_raw_parts(self.base.add(at).cast::<Value>(), n) }
    }

    /// The same, to write.
    #[inline]
    pub fn values_mut(&mut self, idx: u32, i: u32, n: usize) -> &mut [Value] {
        let at = idx as usize + i as usize;
        assert!(at + n <= self.words.len(), "values outside the heap");
        // SAFETY: checked above; `Value` is a transparent u64; `&mut self` makes it unique.
        unsafe { std::slice::from_raw_parts_mut(self.base.add(at).cast::<Value>(), n) }
    }

    /// Copies `n` words inside the heap; the ranges may overlap.
    #[inline]
    pub fn copy_words(&mut self, from: u32, from_i: u32, to: u32, to_i: u32, n: usize) {
        let (a, b) = ((from + from_i) as usize, (to + to_i) as usize);
        self.words.copy_within(a..a + n, b);
    }

    /// Copies `n` bytes from block `from` (index, word), byte `from_at`, to block `to`, byte `to_at`.
    pub fn copy_bytes(&mut self, from: (u32, u32), from_at: usize, to: (u32, u32), to_at: usize, n: usize) {
        let (a, b) = (
            ((from.0 + from.1) as usize) * 8 + from_at,
            ((to.0 + to.1) as usize) * 8 + to_at,
        );
        let all = self.words.len() * 8;
        assert!(a + n <= all && b + n <= all, "bytes outside the heap");
        // SAFETY: both ranges lie inside `words`, checked above; `copy` allows overlap.
        unsafe { std::ptr::copy(self.base.cast::<u8>().add(a), self.base.cast::<u8>().add(b), n) }
    }

    /// Address of word `i` of block `idx`, for the interpreter's registers. Stays valid as long as the heap.
    #[inline(always)]
    #[must_use]
    pub(crate) fn ptr(&self, idx: u32, i: u32) -> *mut u64 {
        // SAFETY: blocks lie inside `words`.
        unsafe { self.base.add(idx as usize + i as usize) }
    }

    /// Bytes in use, free blocks included: what a process monitor would show.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.words.len() * 8
    }

    /// Indices of all live blocks in address order.
    pub fn blocks(&self) -> impl Iterator<Item = u32> + '_ {
        let mut at = 2;
        std::iter::from_fn(move || {
            while (at as usize) < self.words.len() {
                let idx = at;
                at += self.size_of(idx);
                if self.kind(idx) != Kind::Free {
                    return Some(idx);
                }
            }
            None
        })
    }
}

const fn header(kind: Kind, class: usize) -> u64 {
    1 | (kind as u64) << 32 | (class as u64) << 48
}

/// A copy of a heap. Pages of 1 KiB that have not changed since the previous snapshot are shared with it.
#[derive(Clone)]
pub struct HeapSnapshot {
    pages: Vec<std::sync::Arc<[u64]>>,
    len: usize,
    max_words: usize,
    free: [u32; N_CLASSES],
    live_containers: usize,
    n_allocs: u64,
}

/// Words in a page.
const PAGE: usize = 128;

impl Heap {
    /// Copies the heap; `previous` is an older snapshot of the same heap to share pages with.
    #[must_use]
    pub fn snapshot(&self, previous: Option<&HeapSnapshot>) -> HeapSnapshot {
        let pages = self
            .words
            .chunks(PAGE)
            .enumerate()
            .map(|(i, now)| match previous.and_then(|p| p.pages.get(i)) {
                Some(old) if **old == *now => old.clone(),
                _ => now.into(),
            })
            .collect();
        HeapSnapshot {
            pages,
            len: self.words.len(),
            max_words: self.max_words,
            free: self.free,
            live_containers: self.live_containers,
            n_allocs: self.n_allocs,
        }
    }

    /// Goes back to a snapshot of this heap, or of a heap with the same capacity.
    pub fn restore(&mut self, snapshot: &HeapSnapshot) {
        self.words.resize(snapshot.len, 0);
        for (now, old) in self.words.chunks_mut(PAGE).zip(&snapshot.pages) {
            if *now != **old {
                now.copy_from_slice(old);
            }
        }
        self.max_words = snapshot.max_words;
        self.free = snapshot.free;
        self.live_containers = snapshot.live_containers;
        self.n_allocs = snapshot.n_allocs;
    }
}

impl HeapSnapshot {
    /// Bytes that this snapshot alone keeps alive.
    #[must_use]
    pub fn own_bytes(&self) -> usize {
        self.pages
            .iter()
            .filter(|p| std::sync::Arc::strong_count(p) == 1)
            .map(|p| p.len() * 8)
            .sum()
    }
}

impl std::fmt::Debug for HeapSnapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeapSnapshot")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

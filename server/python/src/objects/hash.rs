//! Hashing and equality of values that need no Python code for it. Where they do, the answer is "ask the prelude".

use crate::vm::layout::*;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

/// Most items, as a power of two, that one question may visit in nested containers before the machine hands it to
/// Python code, which can be stopped: lists within lists may hold the same few objects billions of times.
const VISITS_LOG2: u32 = 24;

/// The logarithm of the visits so far, one container of `len` items further in. The outermost may have any length.
pub(crate) fn deeper(depth: u32, len: usize) -> Option<u32> {
    let next = depth + 1 + len.max(1).ilog2();
    (depth == 0 || next <= VISITS_LOG2).then_some(next)
}

/// Modulus of numeric hashes: 2^61 - 1.
const MODULUS: u64 = (1 << 61) - 1;

fn hash_i64(i: i64) -> i64 {
    let m = (i.unsigned_abs() % MODULUS) as i64;
    let h = if i < 0 { -m } else { m };
    if h == -1 { -2 } else { h }
}

impl Vm {
    /// The hash of a value, or `None` if it takes Python code to tell. Err: unhashable.
    pub fn hash(&mut self, v: Value) -> Res<Option<i64>> {
        self.hash_at(v, 0)
    }

    fn hash_at(&mut self, v: Value, depth: u32) -> Res<Option<i64>> {
        if v.is_int() {
            return Ok(Some(hash_i64(v.as_int())));
        }
        if v.is_float() {
            return Ok(Some(crate::text::hash::hash_float(v.as_float()).unwrap_or(0)));
        }
        if !v.is_ref() {
            return Ok(Some(match v {
                Value::TRUE => 1,
                Value::FALSE => 0,
                Value::NONE => 0xFCA8_6420,
                _ => 0x0E11_1A5E,
            }));
        }
        let idx = v.idx();
        match self.heap.kind(idx) {
            Kind::Str => {
                let cached = self.heap.word(idx, 2);
                if cached != 0 {
                    return Ok(Some(cached as i64));
                }
                let h = crate::text::hash::hash_str(self.str(v));
                self.heap.set_word(idx, 2, h as u64);
                Ok(Some(h))
            }
            Kind::Complex => {
                let part = |i| crate::text::hash::hash_float(self.heap.value(v.idx(), i).as_float()).unwrap_or(0);
                let hash = part(2).wrapping_add(part(3).wrapping_mul(1_000_003));
                Ok(Some(if hash == -1 { -2 } else { hash }))
            }
            Kind::Bytes => Ok(Some(crate::text::hash::hash_bytes(
                self.as_bytes(v).unwrap_or_default(),
            ))),
            Kind::BigInt => {
                let b = self.as_bigint(v).unwrap_or_default();
                Ok(Some(crate::text::hash::hash_int(&b)))
            }
            Kind::Tuple => {
                if self.class_flags(self.type_of(v)) & crate::objects::class_flags::HAS_HASH != 0 {
                    return Ok(None);
                }
                let Some(depth) = deeper(depth, self.tuple(v).len()) else {
                    return Ok(None);
                };
                let mut parts = Vec::with_capacity(self.tuple(v).len());
                for i in 0..self.tuple(v).len() {
                    let item = self.tuple(v)[i];
                    match self.hash_at(item, depth)? {
                        Some(h) => parts.push(h),
                        None => return Ok(None),
                    }
                }
                Ok(Some(crate::text::hash::hash_tuple(parts)))
            }
            Kind::FrozenSet => {
                let hashes: Vec<i64> = self.set_entries(v).map(|(_, hash)| hash).collect();
                Ok(Some(crate::text::hash::hash_frozenset(hashes)))
            }
            Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray => {
                if self.class_flags(self.type_of(v)) & crate::objects::class_flags::HAS_HASH != 0 {
                    return Ok(None);
                }
                Err(self.unhashable(v))
            }
            Kind::Slice if self.config.version.minor() < 12 => Err(self.unhashable(v)),
            Kind::Instance | Kind::Exception => {
                use crate::objects::class_flags::{BOXED, HAS_EQ, HAS_HASH};
                let class = self.type_of(v);
                let flags = self.class_flags(class);
                if flags & HAS_HASH != 0 {
                    return match self.lookup(class, self.names.__hash__) {
                        Some(h) if h.is_none() => Err(self.unhashable(v)),
                        _ => Ok(None),
                    };
                }
                if flags & BOXED != 0 {
                    let inner = self.unbox(v);
                    return self.hash_at(inner, depth);
                }
                debug_assert!(flags & HAS_EQ == 0, "a class with __eq__ has __hash__ = None");
                Ok(Some(self.identity_hash(idx)))
            }
            Kind::Method => {
                let (f, s) = (self.heap.value(idx, 2), self.heap.value(idx, 3));
                Ok(Some(i64::from(f.idx()).wrapping_mul(31) ^ s.0 as i64))
            }
            Kind::WeakRef => self.hash_weakref(v),
            Kind::Alias | Kind::Range => Ok(Some(0)),
            _ => Ok(Some(self.identity_hash(idx))),
        }
    }

    fn identity_hash(&self, idx: u32) -> i64 {
        i64::from(idx)
    }

    /// TypeError "unhashable type: 'list'"
    pub(crate) fn unhashable(&mut self, v: Value) -> crate::vm::Raised {
        let name = self.type_name(v);
        self.raise(Exc::TypeError, format!("unhashable type: '{name}'"))
    }

    /// Whether two values are equal, or `None` if it takes Python code to tell.
    pub fn eq(&self, a: Value, b: Value) -> Option<bool> {
        self.eq_at(a, b, 0)
    }

    pub(crate) fn eq_at(&self, a: Value, b: Value, depth: u32) -> Option<bool> {
        if a == b {
            // Identical: equal, but for NaN and for objects with their own idea.
            return if a.is_float() {
                Some(!a.as_float().is_nan())
            } else if self.has_own_eq(a) {
                None
            } else {
                Some(true)
            };
        }
        if self.has_own_eq(a) || self.has_own_eq(b) {
            return None;
        }
        let (a, b) = (self.unbox(a), self.unbox(b));
        if a == b && !a.is_float() {
            return Some(true);
        }
        if let (Some(x), Some(y)) = (self.as_i64(a), self.as_i64(b)) {
            return Some(x == y);
        }
        if a.is_float() || b.is_float() {
            if let (Some(x), Some(y)) = (self.as_float(a), self.as_float(b)) {
                return Some(x == y);
            }
            if self.is_int(a) || self.is_int(b) {
                return Some(crate::vm::ops::compare_mixed(self, a, b) == Some(std::cmp::Ordering::Equal));
            }
            return if self.is_kind(a, Kind::Complex) || self.is_kind(b, Kind::Complex) {
                self.eq_complex(a, b)
            } else {
                Some(false)
            };
        }
        if !a.is_ref() || !b.is_ref() {
            return if self.is_kind(a, Kind::Complex) || self.is_kind(b, Kind::Complex) {
                self.eq_complex(a, b)
            } else {
                Some(false)
            };
        }
        let (ka, kb) = (self.heap.kind(a.idx()), self.heap.kind(b.idx()));
        match (ka, kb) {
            (Kind::Code, Kind::Code) => Some(self.heap.hi(a.idx(), 1) == self.heap.hi(b.idx(), 1)),
            (Kind::Str, Kind::Str) => Some(self.str(a) == self.str(b)),
            (Kind::Bytes | Kind::ByteArray, Kind::Bytes | Kind::ByteArray) => {
                Some(self.as_bytes(a) == self.as_bytes(b))
            }
            (Kind::BigInt, Kind::BigInt) => Some(self.as_bigint(a) == self.as_bigint(b)),
            (Kind::Complex, _) | (_, Kind::Complex) => self.eq_complex(a, b),
            (Kind::List, Kind::List) => self.eq_items(self.list(a), self.list(b), depth),
            (Kind::Tuple, Kind::Tuple) => self.eq_items(self.tuple(a), self.tuple(b), depth),
            (Kind::Dict, Kind::Dict) => self.eq_dicts(a, b, depth),
            (Kind::Set | Kind::FrozenSet, Kind::Set | Kind::FrozenSet) => self.eq_sets(a, b),
            (Kind::Range, Kind::Range) => {
                let f = |v: Value, i| self.as_bigint(self.heap.value(v.idx(), i));
                let (la, lb) = (f(a, 5), f(b, 5));
                let one = num_bigint::BigInt::from(1);
                let zero = num_bigint::BigInt::from(0);
                Some(la == lb && (la == Some(zero) || f(a, 2) == f(b, 2) && (la == Some(one) || f(a, 4) == f(b, 4))))
            }
            (Kind::WeakRef, Kind::WeakRef) => self.eq_weakrefs(a, b, depth),
            (Kind::Slice, Kind::Slice) => {
                self.eq_items(self.heap.values(a.idx(), 2, 3), self.heap.values(b.idx(), 2, 3), depth)
            }
            (Kind::Method, Kind::Method) => Some(
                self.heap.word(a.idx(), 2) == self.heap.word(b.idx(), 2)
                    && self.heap.word(a.idx(), 3) == self.heap.word(b.idx(), 3),
            ),
            (Kind::Native, Kind::Native) => Some(
                self.heap.hi(a.idx(), 1) == self.heap.hi(b.idx(), 1)
                    && self.heap.word(a.idx(), 2) == self.heap.word(b.idx(), 2),
            ),
            (Kind::MappingProxy, _) => self.eq_at(self.heap.value(a.idx(), 2), b, deeper(depth, 1)?),
            (_, Kind::MappingProxy) => self.eq_at(a, self.heap.value(b.idx(), 2), deeper(depth, 1)?),
            (Kind::DictView, _) | (_, Kind::DictView) => None,
            (Kind::Alias, Kind::Alias) => {
                self.eq_items(self.heap.values(a.idx(), 2, 2), self.heap.values(b.idx(), 2, 2), depth)
            }
            _ => Some(false),
        }
    }

    fn eq_complex(&self, a: Value, b: Value) -> Option<bool> {
        let part = |v: Value| {
            if self.is_kind(v, Kind::Complex) {
                Some((
                    self.heap.value(v.idx(), 2).as_float(),
                    self.heap.value(v.idx(), 3).as_float(),
                ))
            } else {
                self.as_number(v).map(|f| (f, 0.0))
            }
        };
        Some(matches!((part(a), part(b)), (Some(x), Some(y)) if x == y))
    }

    fn eq_items(&self, a: &[Value], b: &[Value], depth: u32) -> Option<bool> {
        if a.len() != b.len() {
            return Some(false);
        }
        let depth = deeper(depth, a.len())?;
        for (&x, &y) in a.iter().zip(b) {
            // Containers compare identity first.
            if x != y && !self.eq_at(x, y, depth)? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn has_own_eq(&self, v: Value) -> bool {
        v.is_ref() && {
            let class = Value::block(self.heap.lo(v.idx(), 1));
            self.class_flags(class) & crate::objects::class_flags::HAS_EQ != 0
        }
    }
}

//! Ints: 48 bits inline, limbs in a block beyond that. `bool` is a subclass by class, a singleton by value.

use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// Largest int, in bits; a result beyond it is a MemoryError, as on a machine with too little memory.
pub const INT_BITS_MAX: u64 = 1 << 22;

impl Vm {
    /// An int of any size.
    pub fn new_int(&mut self, i: i64) -> Res {
        match Value::try_int(i) {
            Some(v) => Ok(v),
            None => self.new_bigint(&BigInt::from(i)),
        }
    }

    /// An int of any size.
    pub fn new_bigint(&mut self, b: &BigInt) -> Res {
        if let Some(v) = b.to_i64().and_then(Value::try_int) {
            return Ok(v);
        }
        let limbs = b.magnitude().to_u64_digits();
        if limbs.len() as u64 * 64 > INT_BITS_MAX + 64 {
            return Err(self.memory_error());
        }
        let idx = self.alloc(Kind::BigInt, self.types.int, limbs.len() as u32, 2 + limbs.len() as u32)?;
        for (i, &limb) in limbs.iter().enumerate() {
            self.heap.set_word(idx, 2 + i as u32, limb);
        }
        if b.sign() == Sign::Minus {
            self.heap.add_flags(idx, BIG_NEGATIVE);
        }
        Ok(Value::block(idx))
    }

    /// The int in an int, a bool or an instance of a subclass, if it fits.
    #[inline]
    #[must_use]
    pub fn as_i64(&self, v: Value) -> Option<i64> {
        if v.is_int() {
            return Some(v.as_int());
        }
        if v.is_bool() {
            return Some(i64::from(v == Value::TRUE));
        }
        if !v.is_ref() {
            return None;
        }
        match self.heap.kind(v.idx()) {
            Kind::BigInt => self.bigint(v).to_i64(),
            Kind::Instance => {
                let inner = self.unbox(v);
                if inner == v { None } else { self.as_i64(inner) }
            }
            _ => None,
        }
    }

    /// Whether this is an int in the wide sense: int, bool or an instance of a subclass.
    #[inline]
    #[must_use]
    pub fn is_int(&self, v: Value) -> bool {
        let v = self.unbox(v);
        v.is_int() || v.is_bool() || v.is_ref() && self.heap.kind(v.idx()) == Kind::BigInt
    }

    /// The int in a `BigInt` block.
    fn bigint(&self, v: Value) -> BigInt {
        let n = self.heap.hi(v.idx(), 1);
        let mut digits = Vec::with_capacity(n as usize * 2);
        for i in 0..n {
            let w = self.heap.word(v.idx(), 2 + i);
            digits.push(w as u32);
            digits.push((w >> 32) as u32);
        }
        let sign = if self.heap.flags(v.idx()) & BIG_NEGATIVE != 0 {
            Sign::Minus
        } else {
            Sign::Plus
        };
        BigInt::from_slice(sign, &digits)
    }

    /// The int in an int of any size, a bool or an instance of a subclass.
    #[must_use]
    pub fn as_bigint(&self, v: Value) -> Option<BigInt> {
        let v = self.unbox(v);
        if v.is_int() || v.is_bool() {
            return self.as_i64(v).map(BigInt::from);
        }
        (v.is_ref() && self.heap.kind(v.idx()) == Kind::BigInt).then(|| self.bigint(v))
    }

    /// The float in a float or an instance of a subclass.
    #[must_use]
    pub fn as_float(&self, v: Value) -> Option<f64> {
        let v = self.unbox(v);
        v.is_float().then(|| v.as_float())
    }

    /// The number in a float or an int that a float can hold, for arithmetic.
    #[must_use]
    pub fn as_number(&self, v: Value) -> Option<f64> {
        let v = self.unbox(v);
        if v.is_float() {
            return Some(v.as_float());
        }
        if v.is_int() {
            return Some(v.as_int() as f64);
        }
        self.as_bigint(v).and_then(|b| b.to_f64()).filter(|f| f.is_finite())
    }

    /// A complex number.
    pub fn new_complex(&mut self, re: f64, im: f64) -> Res {
        let idx = self.alloc(Kind::Complex, self.types.complex, 0, 4)?;
        self.heap.set_value(idx, 2, Value::float(re));
        self.heap.set_value(idx, 3, Value::float(im));
        Ok(Value::block(idx))
    }
}

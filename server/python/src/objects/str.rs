//! Strings: UTF-8 in one block, with the number of characters and the hash beside it.

use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

impl Vm {
    /// A new str.
    pub fn new_str(&mut self, text: &str) -> Res {
        if text.len() > u32::MAX as usize / 2 {
            return Err(self.memory_error());
        }
        let chars = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        let idx = self.alloc(
            Kind::Str,
            self.types.str_,
            text.len() as u32,
            4 + text.len().div_ceil(8) as u32,
        )?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, chars as u64);
        self.heap.bytes_mut(idx, 4, text.len()).copy_from_slice(text.as_bytes());
        if chars == text.len() {
            self.heap.add_flags(idx, STR_ASCII);
        }
        Ok(Value::block(idx))
    }

    /// The interned str of a name: one block per text, immortal, so that equal names are the same value.
    pub fn intern(&mut self, text: &str) -> Value {
        if let Some(&v) = self.interned.get(text) {
            return v;
        }
        let v = match self.new_str(text) {
            Ok(v) => v,
            // Out of memory while interning: the empty name is always there.
            Err(raised) => {
                self.drop(raised.0);
                return self.names.__main__;
            }
        };
        self.heap.add_flags(v.idx(), STR_INTERNED);
        self.heap.immortalize(v);
        self.interned.insert(text.into(), v);
        v
    }

    /// The interned form of a str value, if there is one already or if making one is wanted for an attribute name.
    /// Borrowed (interned strs are immortal).
    pub(crate) fn intern_value(&mut self, v: Value) -> Value {
        if self.heap.flags(v.idx()) & STR_INTERNED != 0 {
            return v;
        }
        let text = self.str(v).to_owned();
        self.intern(&text)
    }

    /// Whether this is a str (of the exact layout; instances of subclasses of str are unboxed by `unbox`).
    #[inline]
    #[must_use]
    pub fn is_str(&self, v: Value) -> bool {
        v.is_ref() && self.heap.kind(v.idx()) == Kind::Str
    }

    /// The text of a str.
    #[inline]
    #[must_use]
    pub fn str(&self, v: Value) -> &str {
        debug_assert!(self.is_str(v), "{v:?} is no str");
        self.heap.text(v.idx(), 4, self.heap.hi(v.idx(), 1) as usize)
    }

    /// The text, if it is a str or an instance of a subclass.
    #[must_use]
    pub fn as_str(&self, v: Value) -> Option<&str> {
        let v = self.unbox(v);
        if self.is_str(v) { Some(self.str(v)) } else { None }
    }

    /// Number of characters.
    #[inline]
    #[must_use]
    pub fn str_len(&self, v: Value) -> usize {
        self.heap.word(v.idx(), 3) as usize
    }

    /// Whether all characters are ASCII.
    #[inline]
    #[must_use]
    pub fn str_is_ascii(&self, v: Value) -> bool {
        self.heap.flags(v.idx()) & STR_ASCII != 0
    }

    /// The character at a position that exists.
    pub fn str_at(&mut self, v: Value, i: usize) -> Res {
        let c = if self.str_is_ascii(v) {
            self.str(v).as_bytes()[i] as char
        } else {
            self.str(v).chars().nth(i).unwrap_or('\u{FFFD}')
        };
        self.new_char(c)
    }

    /// A str of one character. Those of Latin-1 are made once.
    pub fn new_char(&mut self, c: char) -> Res {
        if (c as u32) < 256 {
            let v = self.latin1[c as usize];
            if !v.is_null() {
                return Ok(v);
            }
        }
        let mut buffer = [0; 4];
        self.new_str(c.encode_utf8(&mut buffer))
    }

    /// `str(i)`
    pub(crate) fn int_to_str(&mut self, i: i64) -> Res {
        // 48 bits and a sign.
        let mut buffer = [0u8; 16];
        let mut at = buffer.len();
        let mut rest = i.unsigned_abs();
        loop {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if i < 0 {
            at -= 1;
            buffer[at] = b'-';
        }
        let text = std::str::from_utf8(&buffer[at..]).expect("digits are ASCII");
        self.new_str(text)
    }

    /// The strs (or instances of subclasses of str) one after the other, as one.
    pub(crate) fn join_pieces(&mut self, pieces: &[Value]) -> Res {
        let (mut bytes, mut chars, mut ascii) = (0, 0, true);
        for &piece in pieces {
            let piece = self.unbox(piece);
            bytes += self.heap.hi(piece.idx(), 1) as usize;
            chars += self.str_len(piece);
            ascii &= self.str_is_ascii(piece);
        }
        if bytes > u32::MAX as usize / 2 {
            return Err(self.memory_error());
        }
        let words = 4 + bytes.div_ceil(8) as u32;
        let idx = self.alloc(Kind::Str, self.types.str_, bytes as u32, words)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, chars as u64);
        if ascii {
            self.heap.add_flags(idx, STR_ASCII);
        }
        let mut at = 0;
        for &piece in pieces {
            let piece = self.unbox(piece);
            self.append_bytes(idx, at, piece);
            at += self.heap.hi(piece.idx(), 1) as usize;
        }
        Ok(Value::block(idx))
    }

    /// Two strs, one after the other.
    pub fn concat(&mut self, a: Value, b: Value) -> Res {
        let (la, lb) = (self.heap.hi(a.idx(), 1) as usize, self.heap.hi(b.idx(), 1) as usize);
        if lb == 0 {
            return Ok(self.own(a));
        }
        if la == 0 {
            return Ok(self.own(b));
        }
        let total = la + lb;
        if total > u32::MAX as usize / 2 {
            return Err(self.memory_error());
        }
        let idx = self.alloc(Kind::Str, self.types.str_, total as u32, 4 + total.div_ceil(8) as u32)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, (self.str_len(a) + self.str_len(b)) as u64);
        self.heap.copy_words(a.idx(), 4, idx, 4, la.div_ceil(8));
        // `b` is a block of its own, so a copy through the host is the only safe way past the borrow.
        self.append_bytes(idx, la, b);
        if self.heap.flags(a.idx()) & self.heap.flags(b.idx()) & STR_ASCII != 0 {
            self.heap.add_flags(idx, STR_ASCII);
        }
        Ok(Value::block(idx))
    }

    fn append_bytes(&mut self, idx: u32, at: usize, b: Value) {
        let lb = self.heap.hi(b.idx(), 1) as usize;
        self.heap.copy_bytes((b.idx(), 4), 0, (idx, 4), at, lb);
    }

    /// Appends `b` to `a` in place if `a`'s block has room; the caller knows that nobody else sees `a`.
    pub(crate) fn append_in_place(&mut self, a: Value, b: Value) -> bool {
        let (la, lb) = (self.heap.hi(a.idx(), 1) as usize, self.heap.hi(b.idx(), 1) as usize);
        let room = (self.heap.size_of(a.idx()) as usize - 4) * 8;
        if la + lb > room || a == b || self.heap.flags(a.idx()) & STR_INTERNED != 0 {
            return false;
        }
        self.append_bytes(a.idx(), la, b);
        self.heap.set_hi(a.idx(), 1, (la + lb) as u32);
        self.heap.set_word(a.idx(), 2, 0);
        let chars = self.str_len(a) + self.str_len(b);
        self.heap.set_word(a.idx(), 3, chars as u64);
        if self.heap.flags(b.idx()) & STR_ASCII == 0 {
            self.heap.clear_flags(a.idx(), STR_ASCII);
        }
        true
    }

    /// As `concat`, with room to grow for the next `+=`.
    pub(crate) fn concat_with_room(&mut self, a: Value, b: Value) -> Res {
        let (la, lb) = (self.heap.hi(a.idx(), 1) as usize, self.heap.hi(b.idx(), 1) as usize);
        let total = la + lb;
        if total > u32::MAX as usize / 4 {
            return Err(self.memory_error());
        }
        let words = 4 + (total + total / 4).div_ceil(8) as u32;
        let idx = self.alloc(Kind::Str, self.types.str_, la as u32, words)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, self.str_len(a) as u64);
        self.heap.copy_words(a.idx(), 4, idx, 4, la.div_ceil(8));
        if self.str_is_ascii(a) {
            self.heap.add_flags(idx, STR_ASCII);
        }
        let grown = Value::block(idx);
        let fits = self.append_in_place(grown, b);
        debug_assert!(fits, "room was just made");
        Ok(grown)
    }

    /// A new bytes.
    pub fn new_bytes(&mut self, data: &[u8]) -> Res {
        if data.len() > u32::MAX as usize / 2 {
            return Err(self.memory_error());
        }
        let idx = self.alloc(
            Kind::Bytes,
            self.types.bytes,
            data.len() as u32,
            3 + data.len().div_ceil(8) as u32,
        )?;
        self.heap.set_word(idx, 2, 0);
        self.heap.bytes_mut(idx, 3, data.len()).copy_from_slice(data);
        Ok(Value::block(idx))
    }

    /// The bytes of a bytes or bytearray.
    #[must_use]
    pub fn as_bytes(&self, v: Value) -> Option<&[u8]> {
        let v = self.unbox(v);
        if !v.is_ref() {
            return None;
        }
        let len = self.heap.hi(v.idx(), 1) as usize;
        match self.heap.kind(v.idx()) {
            Kind::Bytes => Some(self.heap.bytes(v.idx(), 3, len)),
            Kind::ByteArray if len == 0 => Some(&[]),
            Kind::ByteArray => Some(self.heap.bytes(self.heap.lo(v.idx(), 2), 2, len)),
            _ => None,
        }
    }

    /// A new bytearray.
    pub fn new_bytearray(&mut self, data: &[u8]) -> Res {
        let idx = self.alloc(Kind::ByteArray, self.types.bytearray, 0, 4)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_value(idx, 3, Value::NULL);
        self.set_bytearray(Value::block(idx), data)?;
        Ok(Value::block(idx))
    }

    /// Replaces the content of a bytearray.
    pub fn set_bytearray(&mut self, v: Value, data: &[u8]) -> Res<()> {
        let storage = self.alloc_storage(Kind::Raw, 2 + data.len().div_ceil(8) as u32)?;
        self.heap.bytes_mut(storage, 2, data.len()).copy_from_slice(data);
        let old = self.heap.lo(v.idx(), 2);
        self.heap.set_word(v.idx(), 2, u64::from(storage));
        self.heap.set_hi(v.idx(), 1, data.len() as u32);
        if old != 0 {
            self.heap.free(old);
        }
        Ok(())
    }
}

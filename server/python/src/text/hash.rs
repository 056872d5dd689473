//! The hashes of CPython with `PYTHONHASHSEED=0`: SipHash-1-3 with a zero key over a string's internal representation, the tuple
//! and frozenset mixes, the modular hash of numbers. Sets and dicts built on them iterate as `PYTHONHASHSEED=0 python3` does.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// The prime modulus of numeric hashes, 2^61 - 1.
pub const MODULUS: u64 = (1 << 61) - 1;

/// -1 means "error" in CPython, so no hash is -1.
fn not_minus_one(h: i64) -> i64 {
    if h == -1 { -2 } else { h }
}

/// `hash(text)`: over 1, 2 or 4 bytes per code point, whichever the widest code point needs.
#[must_use]
pub fn hash_str(text: &str) -> i64 {
    if text.is_ascii() {
        return hash_bytes(text.as_bytes());
    }
    let widest = text.chars().max().map_or(0, u32::from);
    let mut data = Vec::with_capacity(text.len() * 2);
    for c in text.chars().map(u32::from) {
        let bytes = c.to_le_bytes();
        data.extend_from_slice(
            &bytes[..if widest < 0x100 {
                1
            } else if widest < 0x1_0000 {
                2
            } else {
                4
            }],
        );
    }
    hash_bytes(&data)
}

/// `hash(data)` of a bytes object.
#[must_use]
pub fn hash_bytes(data: &[u8]) -> i64 {
    if data.is_empty() {
        return 0;
    }
    not_minus_one(siphash13(data).cast_signed())
}

/// SipHash-1-3 with a key of zeros.
fn siphash13(data: &[u8]) -> u64 {
    fn round(v: &mut [u64; 4]) {
        v[0] = v[0].wrapping_add(v[1]);
        v[2] = v[2].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(13) ^ v[0];
        v[3] = v[3].rotate_left(16) ^ v[2];
        v[0] = v[0].rotate_left(32);
        v[2] = v[2].wrapping_add(v[1]);
        v[0] = v[0].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(17) ^ v[2];
        v[3] = v[3].rotate_left(21) ^ v[0];
        v[2] = v[2].rotate_left(32);
    }
    let mut v: [u64; 4] = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let absorb = |v: &mut [u64; 4], word: u64| {
        v[3] ^= word;
        round(v);
        v[0] ^= word;
    };
    let (words, rest) = data.as_chunks::<8>();
    for word in words {
        absorb(&mut v, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    last[7] = data.len().to_le_bytes()[0];
    absorb(&mut v, u64::from_le_bytes(last));
    v[2] ^= 0xff;
    for _ in 0..3 {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// `hash(n)` of a small int.
#[must_use]
pub fn hash_i64(n: i64) -> i64 {
    let h = (n.unsigned_abs() % MODULUS).cast_signed();
    not_minus_one(if n < 0 { -h } else { h })
}

/// `hash(n)` of any int.
#[must_use]
pub fn hash_int(n: &BigInt) -> i64 {
    if let Some(small) = n.to_i64() {
        return hash_i64(small);
    }
    let h = n.iter_u64_digits().rev().fold(0u64, |acc, digit| {
        let wide = (u128::from(acc) << 64) | u128::from(digit);
        u64::try_from(wide % u128::from(MODULUS)).expect("less than the modulus")
    });
    not_minus_one(if n.sign() == Sign::Minus {
        -h.cast_signed()
    } else {
        h.cast_signed()
    })
}

/// `hash(x)` of a float; `None` for nan, whose hash is that of the object's address.
#[must_use]
pub fn hash_float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { 314_159 } else { -314_159 });
    }
    let (mantissa, exponent) = super::float::decompose(x);
    let rotation = u32::try_from(i64::from(exponent).rem_euclid(61)).expect("less than 61");
    let wide = u128::from(mantissa) << rotation;
    let h = u64::try_from(wide % u128::from(MODULUS))
        .expect("less than the modulus")
        .cast_signed();
    Some(not_minus_one(if x < 0.0 { -h } else { h }))
}

/// `hash((a, b, ...))` from the items' hashes (the xxHash mix).
#[must_use]
pub fn hash_tuple(items: impl IntoIterator<Item = i64>) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let (mut acc, mut len) = (PRIME_5, 0u64);
    for item in items {
        acc = acc.wrapping_add(item.cast_unsigned().wrapping_mul(PRIME_2));
        acc = acc.rotate_left(31).wrapping_mul(PRIME_1);
        len += 1;
    }
    acc = acc.wrapping_add(len ^ (PRIME_5 ^ 3_527_539));
    if acc == u64::MAX {
        1_546_275_796
    } else {
        acc.cast_signed()
    }
}

/// `hash(frozenset(...))` from the items' hashes, in any order.
#[must_use]
pub fn hash_frozenset(items: impl IntoIterator<Item = i64>) -> i64 {
    let (mut hash, mut len) = (0u64, 0u64);
    for item in items.into_iter().map(i64::cast_unsigned) {
        hash ^= ((item ^ 89_869_747) ^ (item << 16)).wrapping_mul(3_644_798_167);
        len += 1;
    }
    hash ^= (len + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX {
        590_923_713
    } else {
        hash.cast_signed()
    }
}

/// `hash(object)` by identity: the address rotated as CPython does, so that aligned addresses spread.
#[must_use]
pub fn hash_pointer(address: u64) -> i64 {
    not_minus_one(address.rotate_right(4).cast_signed())
}

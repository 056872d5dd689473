//! The Mersenne Twister of Python's `random`: the generator, its seeding, and the integers and indices drawn from it. The same seed
//! gives the same numbers as CPython. The real-valued distributions are in `distributions`.

use num_bigint::{BigInt, BigUint};
use num_traits::{ToPrimitive, Zero};
use sha2::{Digest, Sha512};

use super::{MAX_TEXT, Result, TextError, hash};

const N: usize = 624;
const M: usize = 397;

/// The state of a `random.Random`.
#[derive(Debug, Clone, PartialEq)]
pub struct Mersenne {
    /// The generator's words (`getstate()[1][:-1]`).
    pub state: [u32; N],
    /// The next word to give out (`getstate()[1][-1]`).
    pub index: usize,
    /// The second value of the last `gauss` pair (`getstate()[2]`).
    pub gauss_next: Option<f64>,
}

impl Mersenne {
    /// `Random(n)` for an int.
    #[must_use]
    pub fn from_int(n: &BigInt) -> Self {
        let mut key = n.magnitude().to_u32_digits();
        if key.is_empty() {
            key.push(0);
        }
        Self::from_key(&key)
    }

    /// `Random(n)` for a small int.
    #[must_use]
    pub fn from_i64(n: i64) -> Self {
        Self::from_int(&BigInt::from(n))
    }

    /// `Random(text)`.
    #[must_use]
    pub fn from_str_seed(text: &str) -> Self {
        Self::from_bytes_seed(text.as_bytes())
    }

    /// `Random(data)` of a bytes object: the bytes and their SHA-512, as one big-endian number.
    #[must_use]
    pub fn from_bytes_seed(data: &[u8]) -> Self {
        let all = [data, Sha512::digest(data).as_slice()].concat();
        Self::from_int(&BigInt::from(BigUint::from_bytes_be(&all)))
    }

    /// `Random(x)` of a float (not nan): by its hash.
    #[must_use]
    pub fn from_float(x: f64) -> Self {
        Self::from_int(&BigInt::from(hash::hash_float(x).unwrap_or(0).cast_unsigned()))
    }

    fn from_key(key: &[u32]) -> Self {
        let mut mt = [0u32; N];
        mt[0] = 19_650_218;
        for i in 1..N {
            let previous = mt[i - 1] ^ (mt[i - 1] >> 30);
            mt[i] = previous
                .wrapping_mul(1_812_433_253)
                .wrapping_add(u32::try_from(i).expect("less than 624"));
        }
        let (mut i, mut j) = (1, 0);
        let mix = |mt: &[u32; N], i: usize| mt[i - 1] ^ (mt[i - 1] >> 30);
        for _ in 0..N.max(key.len()) {
            let offset = u32::try_from(j).expect("a key of less than 2^32 words");
            mt[i] = (mt[i] ^ mix(&mt, i).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(offset);
            i += 1;
            j = (j + 1) % key.len();
            if i == N {
                mt[0] = mt[N - 1];
                i = 1;
            }
        }
        for _ in 1..N {
            let offset = u32::try_from(i).expect("less than 624");
            mt[i] = (mt[i] ^ mix(&mt, i).wrapping_mul(1_566_083_941)).wrapping_sub(offset);
            i += 1;
            if i == N {
                mt[0] = mt[N - 1];
                i = 1;
            }
        }
        mt[0] = 0x8000_0000;
        Self {
            state: mt,
            index: N,
            gauss_next: None,
        }
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.index >= N {
            let mt = &mut self.state;
            for k in 0..N {
                let y = (mt[k] & 0x8000_0000) | (mt[(k + 1) % N] & 0x7fff_ffff);
                mt[k] = mt[(k + M) % N] ^ (y >> 1) ^ if y & 1 == 1 { 0x9908_b0df } else { 0 };
            }
            self.index = 0;
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// `random()`: in [0, 1), 53 bits.
    pub fn random(&mut self) -> f64 {
        let (a, b) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// `getrandbits(k)` for `k <= 64`.
    pub fn bits64(&mut self, k: u32) -> u64 {
        match k {
            0 => 0,
            1..=32 => u64::from(self.next_u32() >> (32 - k)),
            _ => u64::from(self.next_u32()) | u64::from(self.next_u32() >> (64 - k.min(64))) << 32,
        }
    }

    /// `getrandbits(k)`.
    ///
    /// # Errors
    /// `ValueError` "Cannot convert negative int", `MemoryError` for a huge `k`.
    pub fn getrandbits(&mut self, k: i64) -> Result<BigInt> {
        let k = usize::try_from(k).map_err(|_| TextError::value("Cannot convert negative int"))?;
        if k / 8 > MAX_TEXT {
            return Err(TextError::memory());
        }
        let words = k.div_ceil(32);
        let word = |i: usize| {
            let word = self.next_u32();
            if i + 1 == words { word >> (words * 32 - k) } else { word }
        };
        Ok(BigInt::from(BigUint::new((0..words).map(word).collect())))
    }

    /// `randbytes(n)`.
    ///
    /// # Errors
    /// As [`Mersenne::getrandbits`].
    pub fn randbytes(&mut self, n: i64) -> Result<Vec<u8>> {
        let mut data = self.getrandbits(n.saturating_mul(8))?.magnitude().to_bytes_le();
        data.resize(usize::try_from(n).unwrap_or(0), 0);
        Ok(data)
    }

    /// `_randbelow(n)`: uniform in 0..n by rejection; 0 for 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let k = 64 - n.leading_zeros();
        loop {
            let r = self.bits64(k);
            if r < n {
                return r;
            }
        }
    }

    fn index_below(&mut self, n: usize) -> usize {
        usize::try_from(self.below(u64::try_from(n).unwrap_or(u64::MAX))).expect("less than a usize")
    }

    /// `_randbelow(n)` of a positive big int.
    ///
    /// # Errors
    /// As [`Mersenne::getrandbits`].
    pub fn below_big(&mut self, n: &BigInt) -> Result<BigInt> {
        if let Some(n) = n.to_u64() {
            return Ok(BigInt::from(self.below(n)));
        }
        let k = i64::try_from(n.bits()).map_err(|_| TextError::memory())?;
        loop {
            let r = self.getrandbits(k)?;
            if r < *n {
                return Ok(r);
            }
        }
    }

    /// `randrange(stop)`.
    ///
    /// # Errors
    /// `ValueError` "empty range for randrange()".
    pub fn randrange_stop(&mut self, stop: &BigInt) -> Result<BigInt> {
        if *stop <= BigInt::zero() {
            return Err(TextError::value("empty range for randrange()"));
        }
        self.below_big(stop)
    }

    /// `randrange(start, stop, step)`; `randint(a, b)` is `randrange(a, b + 1)`.
    ///
    /// # Errors
    /// `ValueError` for an empty range or a zero step, in 3.12's words.
    pub fn randrange(&mut self, start: &BigInt, stop: &BigInt, step: Option<&BigInt>) -> Result<BigInt> {
        let width = stop - start;
        let one = BigInt::from(1);
        let step = step.unwrap_or(&one);
        if *step == one {
            if width <= BigInt::zero() {
                return Err(TextError::value(format!("empty range in randrange({start}, {stop})")));
            }
            return Ok(start + self.below_big(&width)?);
        }
        if step.is_zero() {
            return Err(TextError::value("zero step for randrange()"));
        }
        let nearly = if *step > BigInt::zero() {
            width + step - 1
        } else {
            width + step + 1
        };
        let count = super::int_arith::floor_divide(&nearly, step)?;
        if count <= BigInt::zero() {
            return Err(TextError::value(format!(
                "empty range in randrange({start}, {stop}, {step})"
            )));
        }
        Ok(start + step * self.below_big(&count)?)
    }

    /// `choice(seq)` as an index.
    ///
    /// # Errors
    /// `IndexError` "Cannot choose from an empty sequence".
    pub fn choice(&mut self, len: usize) -> Result<usize> {
        if len == 0 {
            return Err(TextError::index("Cannot choose from an empty sequence"));
        }
        Ok(self.index_below(len))
    }

    /// One draw of `choices(population, k=k)` without weights, as an index; `len` is not 0.
    pub fn choices_uniform(&mut self, len: usize) -> usize {
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "as CPython computes"
        )]
        let index = (self.random() * len as f64).floor() as usize;
        index.min(len.saturating_sub(1))
    }

    /// `choices(population, cum_weights=cumulative, k=k)` as indices; `weights` are to be accumulated by the caller.
    ///
    /// # Errors
    /// `ValueError`: the numbers of weights and items differ, or the total is not positive and finite.
    pub fn choices_weighted(&mut self, len: usize, cumulative: &[f64], k: usize) -> Result<Vec<usize>> {
        if cumulative.len() != len {
            return Err(TextError::value("The number of weights does not match the population"));
        }
        let total = cumulative
            .last()
            .copied()
            .ok_or_else(|| TextError::index("list index out of range"))?;
        if total <= 0.0 {
            return Err(TextError::value("Total of weights must be greater than zero"));
        }
        if !total.is_finite() {
            return Err(TextError::value("Total of weights must be finite"));
        }
        super::checked_len(k)?;
        let mut draw = || {
            let point = self.random() * total;
            cumulative[..len - 1].partition_point(|&w| w <= point)
        };
        Ok((0..k).map(|_| draw()).collect())
    }

    /// `shuffle(items)`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.index_below(i + 1);
            items.swap(i, j);
        }
    }

    /// `sample(population, k)` as indices.
    ///
    /// # Errors
    /// `ValueError` "Sample larger than population or is negative".
    pub fn sample(&mut self, len: usize, k: i64) -> Result<Vec<usize>> {
        let fits = usize::try_from(k).ok().filter(|&k| k <= len);
        let k = fits.ok_or_else(|| TextError::value("Sample larger than population or is negative"))?;
        super::checked_len(k)?;
        let mut small = 21usize;
        if k > 5 {
            // The memory a set of k takes: a power of four.
            #[allow(clippy::cast_precision_loss, reason = "as CPython computes")]
            let exponent = ((k as f64 * 3.0).ln() / 4f64.ln()).ceil();
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 2 and 32"
            )]
            let power = 4usize.saturating_pow(exponent as u32);
            small = small.saturating_add(power);
        }
        if len <= small {
            let mut pool: Vec<usize> = (0..len).collect();
            return Ok((0..k)
                .map(|i| {
                    let j = self.index_below(len - i);
                    let taken = pool[j];
                    pool[j] = pool[len - i - 1];
                    taken
                })
                .collect());
        }
        let mut selected = std::collections::BTreeSet::new();
        Ok((0..k)
            .map(|_| {
                loop {
                    let j = self.index_below(len);
                    if selected.insert(j) {
                        return j;
                    }
                }
            })
            .collect())
    }
}

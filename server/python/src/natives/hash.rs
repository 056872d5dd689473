//! The module `_hashlib`: digests, PBKDF2 and scrypt over whole byte strings, and what they cost. The objects that
//! programs see are `prelude/hashlib.py` and `prelude/hmac.py`.

use super::arguments::{clamped, size_arg};
use super::bytes::bytes_like;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm, Wait};
use hmac::SimpleHmac;
use hmac::digest::{Digest, ExtendableOutput, XofReader};

/// From so many bytes on, CPython hashes without the GIL (`HASHLIB_GIL_MINSIZE`).
const GIL_MINSIZE: u64 = 2048;
/// An object made, updated and asked: measured with CPython 3.11 as the rates below, `hashlib.sha256(b"abc").digest()`.
const OBJECT_NS: u64 = 350;
/// Two compressions of a 32-byte state and the bookkeeping of one iteration of PBKDF2.
const ITERATION_NS: u64 = 400;
/// scrypt, for each of its `n * r * p` mixed blocks.
const MIX_NS: u64 = 700;
/// Most iterations times blocks of one PBKDF2, and most mixed blocks of one scrypt: seconds of the host's time that
/// nobody could interrupt.
const WORK_MAX: u64 = 10_000_000;

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    vm.function(d, "digest", digest)?;
    vm.function(d, "blake2", blake2)?;
    vm.function(d, "feed", feed)?;
    vm.function(d, "pbkdf2", pbkdf2)?;
    vm.function(d, "scrypt", scrypt)?;
    vm.function(d, "cost", cost)?;
    vm.function(d, "release", release)?;
    vm.constant(d, "WORK_MAX", Value::int(WORK_MAX as i64))?;
    let m = vm.new_module("_hashlib", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// Evaluates an expression with the type `$H` of a hash of fixed length; `None` for another name.
macro_rules! with_hash {
    ($name:expr, $H:ident => $result:expr) => {
        with_hash!(@ $name, $H => $result,
            "md5" md5::Md5, "sha1" sha1::Sha1, "sha224" sha2::Sha224, "sha256" sha2::Sha256, "sha384" sha2::Sha384,
            "sha512" sha2::Sha512, "sha3_224" sha3::Sha3_224, "sha3_256" sha3::Sha3_256, "sha3_384" sha3::Sha3_384,
            "sha3_512" sha3::Sha3_512)
    };
    (@ $name:expr, $H:ident => $result:expr, $($text:literal $type:ty),+) => {
        match $name {
            $($text => {
                type $H = $type;
                Some($result)
            })+
            _ => None,
        }
    };
}

/// What a byte costs, in hundredths of a nanosecond: `hashlib.new(name).update(bytes(10**6))` of CPython 3.11 with
/// OpenSSL on a processor with SHA extensions.
fn rate(name: &str) -> u64 {
    match name {
        "sha1" | "sha224" | "sha256" => 104,
        "md5" => 208,
        "sha384" | "sha512" => 165,
        "blake2b" => 185,
        "blake2s" => 313,
        "sha3_384" => 400,
        "sha3_512" => 650,
        _ => 310,
    }
}

fn name_of(vm: &Vm, v: Value) -> String {
    vm.as_str(v).unwrap_or_default().to_owned()
}

fn data_of(vm: &mut Vm, v: Value) -> Vec<u8> {
    bytes_like(vm, v).unwrap_or_default()
}

fn number(vm: &Vm, v: Value) -> u64 {
    clamped(vm, v).unwrap_or_default().max(0) as u64
}

fn squeezed(hash: impl ExtendableOutput, data: &[u8], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    hash.chain(data).finalize_xof().read(&mut out);
    out
}

/// `digest(name, data, length)`: the hash of the whole data. The length counts for SHAKE alone.
fn digest(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "digest", 3, 3)?;
    let (name, data) = (name_of(vm, a[0]), data_of(vm, a[1]));
    let length = size_arg(vm, a[2])?.clamp(0, 1 << 29) as usize;
    let hash = match name.as_str() {
        "shake_128" => Some(squeezed(shake::Shake128::default(), &data, length)),
        "shake_256" => Some(squeezed(shake::Shake256::default(), &data, length)),
        fixed => with_hash!(fixed, H => <H as Digest>::digest(&data).to_vec()),
    };
    done(vm.new_bytes(&hash.unwrap_or_default())?)
}

/// `blake2(name, data, length, key, salt, person, tree)`: the hash. `tree`: fanout, depth, leaf_size, node_offset,
/// node_depth, inner_size, last_node. Their bounds are the caller's.
fn blake2(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "blake2", 7, 7)?;
    let (name, data) = (name_of(vm, a[0]), data_of(vm, a[1]));
    let length = number(vm, a[2]) as usize;
    let [key, salt, person] = [3, 4, 5].map(|i| data_of(vm, a[i]));
    let tree: Vec<u64> = vm
        .plain_items(a[6])
        .unwrap_or_default()
        .iter()
        .map(|&v| number(vm, v))
        .collect();
    let &[fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node] = tree.as_slice() else {
        return Err(vm.type_error("seven numbers of a tree"));
    };
    macro_rules! hash {
        ($params:expr) => {
            $params
                .hash_length(length)
                .key(&key)
                .salt(&salt)
                .personal(&person)
                .fanout(fanout as u8)
                .max_depth(depth as u8)
                .max_leaf_length(leaf_size as u32)
                .node_offset(node_offset)
                .node_depth(node_depth as u8)
                .inner_hash_length(inner_size as usize)
                .last_node(last_node != 0)
                .hash(&data)
                .as_bytes()
        };
    }
    let bytes = match name.as_str() {
        "blake2b" => vm.new_bytes(hash!(blake2b_simd::Params::new())),
        _ => vm.new_bytes(hash!(blake2s_simd::Params::new())),
    };
    done(bytes?)
}

/// `feed(name, n)`: the time of hashing n bytes, without the GIL if they are many.
fn feed(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "feed", 2, 2)?;
    let n = number(vm, a[1]);
    let ns = n.saturating_mul(rate(&name_of(vm, a[0]))) / 100;
    if n >= GIL_MINSIZE {
        return Ok(Out::Wait(Wait::Syscall { ns }));
    }
    vm.charge(OBJECT_NS + ns);
    done(Value::NONE)
}

/// `cost(iterations, blocks)`: of PBKDF2 and scrypt, in nanoseconds.
fn cost(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "cost", 2, 2)?;
    let ns = match number(vm, a[0]) {
        0 => MIX_NS * number(vm, a[1]),
        iterations => ITERATION_NS * iterations * number(vm, a[1]),
    };
    done(Value::int(ns as i64))
}

/// `release(ns)`: spends so long without the GIL.
fn release(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "release", 1, 1)?;
    Ok(Out::Wait(Wait::Syscall { ns: number(vm, a[0]) }))
}

/// `pbkdf2(name, password, salt, iterations, length)`: the derived key, None for another hash.
fn pbkdf2(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "pbkdf2", 5, 5)?;
    let (name, password, salt) = (name_of(vm, a[0]), data_of(vm, a[1]), data_of(vm, a[2]));
    let (iterations, length) = (number(vm, a[3]) as u32, number(vm, a[4]) as usize);
    let mut key = vec![0; length];
    let made = with_hash!(name.as_str(), H => {
        pbkdf2::pbkdf2::<SimpleHmac<H>>(&password, &salt, iterations, &mut key).is_ok()
    });
    match made {
        Some(true) => done(vm.new_bytes(&key)?),
        _ => done(Value::NONE),
    }
}

/// `scrypt(password, salt, log2(n), r, p, length)`: the derived key, None if the parameters are out of bounds.
fn scrypt(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "scrypt", 6, 6)?;
    let (password, salt) = (data_of(vm, a[0]), data_of(vm, a[1]));
    let [log_n, r, p, length] = [2, 3, 4, 5].map(|i| number(vm, a[i]) as u32);
    let mut key = vec![0; length as usize];
    let params = scrypt::Params::new(log_n.min(63) as u8, r, p).ok();
    match params.and_then(|params| scrypt::scrypt(&password, &salt, &params, &mut key).ok()) {
        Some(()) => done(vm.new_bytes(&key)?),
        None => done(Value::NONE),
    }
}

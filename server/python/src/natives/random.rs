//! The module `_random`: the Mersenne Twister under `random.Random`. Its state is a bytearray in an attribute of the
//! instance, so that it lives and dies, and is copied, with the heap.

use super::arguments::size_arg;
use super::number::{Number, number};
use crate::text::mersenne::Mersenne;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use num_bigint::BigInt;
use num_traits::Signed;

/// Words of the generator.
const N: usize = 624;
/// Bytes of the state: the words and the index of the next one.
const BYTES: usize = 4 * (N + 1);
/// The attribute that holds it.
const STATE: &str = "_twister";

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let namespace = vm.new_dict()?;
    let module = vm.intern("_random");
    vm.dict_set_str(namespace, "__module__", module)?;
    let name = vm.intern("Random");
    let class = vm.build_class(vm.types.type_, name, &[], namespace)?;
    vm.drop(namespace);
    vm.method(class, "seed", seed)?;
    vm.method(class, "random", random)?;
    vm.method(class, "getrandbits", getrandbits)?;
    vm.method(class, "getstate", getstate)?;
    vm.method(class, "setstate", setstate)?;
    vm.constant(d, "Random", class)?;
    let m = vm.new_module("_random", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// A seed from the process's own randomness, which stands for the operating system's.
fn fresh(vm: &mut Vm) -> Mersenne {
    // SplitMix64.
    let mut next = || {
        vm.rng = vm.rng.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (vm.rng ^ vm.rng >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    };
    let seed = (BigInt::from(next()) << 64) + BigInt::from(next());
    Mersenne::from_int(&seed)
}

/// The generator of an instance; one that was never seeded is seeded now.
fn read(vm: &mut Vm, owner: Value) -> Res<Mersenne> {
    let name = vm.intern(STATE);
    let held = if owner.is_ref() { vm.own_attr(owner, name) } else { None };
    let Some(data) = held.and_then(|v| vm.as_bytes(v)).filter(|data| data.len() == BYTES) else {
        return Ok(fresh(vm));
    };
    let mut words = data.as_chunks::<4>().0.iter().map(|&b| u32::from_le_bytes(b));
    let mut state = [0; N];
    for (slot, word) in state.iter_mut().zip(&mut words) {
        *slot = word;
    }
    Ok(Mersenne {
        state,
        index: words.next().unwrap_or(0) as usize,
        gauss_next: None,
    })
}

fn write(vm: &mut Vm, owner: Value, twister: &Mersenne) -> Res<()> {
    let mut data = Vec::with_capacity(BYTES);
    for word in twister.state {
        data.extend_from_slice(&word.to_le_bytes());
    }
    data.extend_from_slice(&u32::try_from(twister.index).unwrap_or(0).to_le_bytes());
    let name = vm.intern(STATE);
    let held = vm
        .own_attr(owner, name)
        .filter(|&v| vm.as_bytes(v).is_some_and(|d| d.len() == BYTES));
    if let Some(held) = held {
        // Of the same length: in place.
        let storage = vm.heap.lo(held.idx(), 2);
        vm.heap.bytes_mut(storage, 2, BYTES).copy_from_slice(&data);
        return Ok(());
    }
    let v = vm.new_bytearray(&data)?;
    if !vm.set_own_attr(owner, name, v)? {
        vm.drop(v);
        return Err(vm.type_error("a generator needs attributes"));
    }
    Ok(())
}

/// `seed(n=None)`: an int by its magnitude, a float by its hash, None by the process's randomness.
fn seed(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "seed", 0, 1)?;
    let v = rest.first().copied().unwrap_or(Value::NONE);
    let twister = match number(vm, v) {
        _ if v.is_none() => fresh(vm),
        Some(Number::Int(i)) => Mersenne::from_int(&BigInt::from(i).abs()),
        Some(Number::Big(b)) => Mersenne::from_int(&b.abs()),
        Some(Number::Float(f)) => Mersenne::from_float(f),
        _ => match vm.hash(v)? {
            Some(h) => Mersenne::from_int(&BigInt::from(h.cast_unsigned())),
            None => return Err(vm.type_error("unsupported seed")),
        },
    };
    write(vm, owner, &twister)?;
    done(Value::NONE)
}

fn random(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, _) = args.method(vm, "random", 0, 0)?;
    let mut twister = read(vm, owner)?;
    let f = twister.random();
    write(vm, owner, &twister)?;
    done(Value::float(f))
}

fn getrandbits(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "getrandbits", 1, 1)?;
    let k = size_arg(vm, rest[0])?;
    if k < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    if k.unsigned_abs() > crate::objects::int::INT_BITS_MAX {
        return Err(vm.memory_error());
    }
    vm.charge(k.unsigned_abs() / 8);
    let mut twister = read(vm, owner)?;
    let bits = vm.text(twister.getrandbits(k))?;
    write(vm, owner, &twister)?;
    vm.new_bigint(&bits).map(Into::into)
}

/// The 624 words and the index.
fn getstate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, _) = args.method(vm, "getstate", 0, 0)?;
    let twister = read(vm, owner)?;
    write(vm, owner, &twister)?;
    let mut items: Vec<Value> = twister.state.iter().map(|&w| Value::int(i64::from(w))).collect();
    items.push(Value::int(twister.index as i64));
    vm.new_tuple(&items).map(Into::into)
}

fn setstate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "setstate", 1, 1)?;
    if !vm.is_tuple(rest[0]) {
        return Err(vm.type_error("state vector must be a tuple"));
    }
    let items = vm.tuple(rest[0]).to_vec();
    if items.len() != N + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let words: Option<Vec<u32>> = items
        .iter()
        .map(|&v| vm.as_i64(v).and_then(|i| u32::try_from(i).ok()))
        .collect();
    let Some(words) = words else {
        return Err(vm.type_error("state vector must be of ints"));
    };
    if words[N] as usize > N {
        return Err(vm.value_error("invalid state"));
    }
    let mut state = [0; N];
    state.copy_from_slice(&words[..N]);
    write(
        vm,
        owner,
        &Mersenne {
            state,
            index: words[N] as usize,
            gauss_next: None,
        },
    )?;
    done(Value::NONE)
}

//! Shared memory as numbers of C types (P8).

use super::{checked, number};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// `new_memory(size, name or None)`
pub(super) fn new_memory(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let size = usize::try_from(number(vm, args.args[0])).unwrap_or(0);
    let name = vm.as_str(args.args[1]).map(str::to_owned);
    vm.charge(15_000);
    let most = vm.config.heap_bytes;
    let made = vm.system.new_memory(size, name, most);
    done(Value::int(i64::from(checked(vm, made)?)))
}

fn block(vm: &Vm, v: Value) -> u32 {
    u32::try_from(number(vm, v)).unwrap_or(u32::MAX)
}

pub(super) fn bytes_of(vm: &mut Vm, v: Value) -> Res<Vec<u8>> {
    let block = block(vm, v);
    match vm.system.bytes_of(block) {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(vm.type_error("the number of a block of shared memory")),
    }
}

pub(super) fn unlink_memory(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let block = block(vm, args.args[0]) as usize;
    if let Some(Some(block)) = vm.system.memory.get_mut(block) {
        block.name = None;
    }
    done(Value::NONE)
}

/// `read_memory(block, from, n)`
pub(super) fn read_memory(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (block, at, n) = (
        block(vm, args.args[0]),
        number(vm, args.args[1]),
        number(vm, args.args[2]),
    );
    vm.charge(60 + n.max(0) as u64 / 16);
    let range = usize::try_from(at).unwrap_or(0)..usize::try_from(at.saturating_add(n)).unwrap_or(0);
    let found = vm.system.bytes_of(block).and_then(|b| b.get(range)).map(<[u8]>::to_vec);
    match found {
        Some(bytes) => done(vm.new_bytes(&bytes)?),
        None => Err(vm.raise(Exc::IndexError, "index out of bounds on dimension 1")),
    }
}

/// `write_memory(block, from, bytes)`
pub(super) fn write_memory(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (block, at) = (block(vm, args.args[0]), number(vm, args.args[1]));
    let Some(data) = vm.as_bytes(args.args[2]).map(<[u8]>::to_vec) else {
        let t = vm.type_name(args.args[2]);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")));
    };
    vm.charge(60 + data.len() as u64 / 16);
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let room = vm
        .system
        .bytes_of_mut(block)
        .and_then(|b| b.get_mut(at..at.saturating_add(data.len())));
    match room {
        Some(room) => {
            room.copy_from_slice(&data);
            done(Value::NONE)
        }
        None => Err(vm.value_error("byte assignment: right operand has wrong length or is out of bounds")),
    }
}

/// Bytes of an item of a C type.
fn size_of(code: u8) -> usize {
    match code {
        b'b' | b'B' | b'c' | b'?' => 1,
        b'h' | b'H' => 2,
        b'i' | b'I' | b'f' | b'u' | b'w' => 4,
        _ => 8,
    }
}

fn place(vm: &Vm, args: Args<'_>) -> (u32, u8, std::ops::Range<usize>) {
    let code = vm.as_str(args.args[1]).and_then(|t| t.bytes().next()).unwrap_or(b'q');
    let size = size_of(code);
    let at = usize::try_from(number(vm, args.args[2])).unwrap_or(usize::MAX / 16);
    let at = at.saturating_mul(size);
    (block(vm, args.args[0]), code, at..at.saturating_add(size))
}

/// `get_item(block, typecode, index)`
pub(super) fn get_item(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (block, code, range) = place(vm, args);
    vm.charge(25);
    let Some(bytes) = vm.system.bytes_of(block).and_then(|b| b.get(range)) else {
        return Err(vm.raise(Exc::IndexError, "invalid index"));
    };
    let mut raw = [0; 8];
    raw[..bytes.len()].copy_from_slice(bytes);
    let unused = 64 - 8 * bytes.len() as u32;
    let unsigned = u64::from_le_bytes(raw);
    let signed = (unsigned << unused) as i64 >> unused;
    done(match code {
        b'f' => Value::float(f64::from(f32::from_bits(unsigned as u32))),
        b'd' => Value::float(f64::from_bits(unsigned)),
        b'c' => vm.new_bytes(&raw[..1])?,
        b'?' => Value::bool(unsigned != 0),
        b'u' | b'w' => vm.new_char(char::from_u32(unsigned as u32).unwrap_or('\u{fffd}'))?,
        b'L' | b'Q' => vm.new_bigint(&unsigned.into())?,
        c if c.is_ascii_uppercase() => vm.new_int(unsigned as i64)?,
        _ => vm.new_int(signed)?,
    })
}

/// `set_item(block, typecode, index, value)`: as ctypes, too large numbers are cut.
pub(super) fn set_item(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (block, code, range) = place(vm, args);
    let v = args.args[3];
    vm.charge(25);
    let t = vm.type_name(v);
    let raw: u64 = match code {
        b'f' | b'd' => {
            let Some(x) = vm.as_number(v) else {
                return Err(vm.type_error(format!("must be real number, not {t}")));
            };
            if code == b'f' {
                u64::from((x as f32).to_bits())
            } else {
                x.to_bits()
            }
        }
        b'c' => match vm.as_bytes(v) {
            Some(&[byte]) => u64::from(byte),
            _ => return Err(vm.type_error("one character bytes, bytearray, or an integer in range(256) expected")),
        },
        b'?' => u64::from(vm.truth_fast(v).unwrap_or(true)),
        b'u' | b'w' => match vm.as_str(v).map(|s| (s.chars().next(), s.chars().count())) {
            Some((Some(c), 1)) => u64::from(u32::from(c)),
            _ => return Err(vm.type_error("one character unicode string expected")),
        },
        _ => {
            let Some(big) = vm.as_bigint(v) else {
                return Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")));
            };
            let digits = big.magnitude().iter_u64_digits().next().unwrap_or(0);
            if big.sign() == num_bigint::Sign::Minus {
                digits.wrapping_neg()
            } else {
                digits
            }
        }
    };
    match vm.system.bytes_of_mut(block).and_then(|b| b.get_mut(range)) {
        Some(room) => {
            let n = room.len();
            room.copy_from_slice(&raw.to_le_bytes()[..n]);
            done(Value::NONE)
        }
        None => Err(vm.raise(Exc::IndexError, "invalid index")),
    }
}

//! What changes a `bytearray`.

use super::{byte, bytes_like, collect_bytes, data_of, out_of_range};
use crate::natives::arguments::{clamped, int_arg, slice_parts};
use crate::text::slice;
use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(super) fn register(vm: &mut Vm, class: Value) -> Res<()> {
    vm.method(class, "append", |vm, args| {
        let (owner, v) = one(vm, args, "append")?;
        let b = byte(vm, v, "byte")?;
        change(vm, owner, |data| data.push(b))
    })?;
    vm.method(class, "extend", |vm, args| {
        let (owner, v) = one(vm, args, "extend")?;
        let Some(more) = items(vm, v)? else {
            return vm.slow_path("bytearray_extend_slow", &[owner, v]);
        };
        change(vm, owner, |data| data.extend_from_slice(&more))
    })?;
    vm.method(class, "__iadd__", |vm, args| {
        let (owner, v) = one(vm, args, "__iadd__")?;
        let Some(more) = bytes_like(vm, v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("can't concat {t} to bytearray")));
        };
        change(vm, owner, |data| data.extend_from_slice(&more))?;
        done(vm.own(owner))
    })?;
    vm.method(class, "insert", |vm, args| {
        let (owner, rest) = array(vm, args, "insert")?;
        let rest = rest.positional(vm, "insert", 2, 2)?;
        let (at, b) = (int_arg(vm, rest[0])?, byte(vm, rest[1], "byte")?);
        change(vm, owner, |data| {
            let (at, _) = slice::clamp_range(Some(at), None, data.len());
            data.insert(at.min(data.len()), b);
        })
    })?;
    vm.method(class, "pop", pop)?;
    vm.method(class, "remove", |vm, args| {
        let (owner, v) = one(vm, args, "remove")?;
        let b = byte(vm, v, "byte")?;
        match data_of(vm, owner).iter().position(|&x| x == b) {
            Some(at) => change(vm, owner, |data| {
                data.remove(at);
            }),
            None => Err(vm.value_error("value not found in bytearray")),
        }
    })?;
    vm.method(class, "reverse", |vm, args| {
        let (owner, _) = array(vm, args, "reverse")?;
        change(vm, owner, |data| data.reverse())
    })?;
    vm.method(class, "clear", |vm, args| {
        let (owner, _) = array(vm, args, "clear")?;
        change(vm, owner, Vec::clear)
    })?;
    vm.method(class, "copy", |vm, args| {
        let (owner, _) = array(vm, args, "copy")?;
        let data = data_of(vm, owner).to_vec();
        vm.new_bytearray(&data).map(Into::into)
    })?;
    vm.method(class, "__setitem__", |vm, args| {
        let (owner, rest) = array(vm, args, "__setitem__")?;
        let rest = rest.positional(vm, "__setitem__", 2, 2)?;
        assign(vm, owner, rest[0], rest[1]).map(|()| Value::NONE.into())
    })?;
    vm.method(class, "__delitem__", |vm, args| {
        let (owner, v) = one(vm, args, "__delitem__")?;
        assign(vm, owner, v, Value::NULL).map(|()| Value::NONE.into())
    })
}

fn array<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> Res<(Value, Args<'a>)> {
    args.owner(vm, "bytearray", name, |vm, v| vm.is_kind(v, Kind::ByteArray))
}

fn one(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<(Value, Value)> {
    let (owner, rest) = array(vm, args, name)?;
    Ok((owner, rest.positional(vm, &format!("bytearray.{name}"), 1, 1)?[0]))
}

fn change(vm: &mut Vm, owner: Value, f: impl FnOnce(&mut Vec<u8>)) -> NativeResult {
    let mut data = data_of(vm, owner).to_vec();
    f(&mut data);
    if data.len() > crate::text::MAX_TEXT {
        return Err(vm.memory_error());
    }
    vm.set_bytearray(owner, &data)?;
    done(Value::NONE)
}

/// Bytes of bytes-like things and of iterables of ints; `None`: iterating takes Python code.
fn items(vm: &mut Vm, v: Value) -> Res<Option<Vec<u8>>> {
    if let Some(data) = bytes_like(vm, v) {
        return Ok(Some(data));
    }
    let Some(items) = vm.collect_plain(v)? else {
        return Ok(None);
    };
    let data = collect_bytes(vm, &items, "byte");
    vm.drop_all(&items);
    data.map(Some)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = array(vm, args, "pop")?;
    let rest = rest.positional(vm, "pop", 0, 1)?;
    let i = match rest.first() {
        Some(&v) => int_arg(vm, v)?,
        None => -1,
    };
    let n = data_of(vm, owner).len();
    if n == 0 {
        return Err(vm.raise(Exc::IndexError, "pop from empty bytearray"));
    }
    let Some(at) = slice::item_index(i, n) else {
        return Err(vm.raise(Exc::IndexError, "pop index out of range"));
    };
    let b = data_of(vm, owner)[at];
    change(vm, owner, |data| {
        data.remove(at);
    })?;
    done(Value::int(i64::from(b)))
}

/// `v[key] = value`, borrowed; NULL deletes.
pub(super) fn assign(vm: &mut Vm, v: Value, key: Value, value: Value) -> Res<()> {
    let mut data = data_of(vm, v).to_vec();
    if vm.is_kind(key, Kind::Slice) {
        let Some([start, stop, step]) = slice_parts(vm, key)? else {
            return Err(vm.type_error("slice indices must be integers or None"));
        };
        let resolved = slice::indices(start, stop, step, data.len());
        let at = vm.text(resolved)?;
        let new = if value.is_null() {
            Vec::new()
        } else {
            match items(vm, value)? {
                Some(new) => new,
                None => {
                    let t = vm.type_name(value);
                    return Err(vm.type_error(format!(
                        "can assign only bytes, buffers, or iterables of ints in range(0, 256), not {t}"
                    )));
                }
            }
        };
        if at.step == 1 {
            let from = at.start.max(0) as usize;
            data.splice(from..from + at.len, new);
        } else {
            let positions: Vec<usize> = (0..at.len as i64).map(|i| (at.start + i * at.step) as usize).collect();
            if value.is_null() {
                let mut i = 0;
                data.retain(|_| {
                    i += 1;
                    !positions.contains(&(i - 1))
                });
            } else if new.len() == positions.len() {
                for (at, b) in positions.into_iter().zip(new) {
                    data[at] = b;
                }
            } else {
                let (n, m) = (new.len(), positions.len());
                return Err(vm.value_error(format!(
                    "attempt to assign bytes of size {n} to extended slice of size {m}"
                )));
            }
        }
        return vm.set_bytearray(v, &data);
    }
    let Some(i) = clamped(vm, key) else {
        let t = vm.type_name(key);
        return Err(vm.type_error(format!("bytearray indices must be integers or slices, not {t}")));
    };
    let Some(at) = slice::item_index(i, data.len()) else {
        return Err(out_of_range(vm, v));
    };
    if value.is_null() {
        data.remove(at);
    } else {
        data[at] = byte(vm, value, "byte")?;
    }
    vm.set_bytearray(v, &data)
}

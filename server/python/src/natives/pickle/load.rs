//! Loading: opcode by opcode, on lists of the simulated heap.

use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// What an opcode costs, in nanoseconds (P9).
const LOAD_NS: u64 = 13;

/// `load(data, pos, stack, marks, memo)`: does opcodes until one takes Python code; that one (a stop is `.`) and the
/// place after it.
pub(super) fn load_some(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let data = args.args[0];
    let Some(len) = vm.as_bytes(data).map(<[u8]>::len) else {
        let t = vm.type_name(data);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")));
    };
    let mut loader = Loader {
        data,
        at: vm
            .as_i64(args.args[1])
            .and_then(|i| usize::try_from(i).ok())
            .unwrap_or(0),
        stack: args.args[2],
        marks: args.args[3],
        memo: args.args[4],
    };
    loop {
        if loader.at >= len {
            return Err(vm.raise(Exc::EOFError, "Ran out of input"));
        }
        let op = vm
            .as_bytes(data)
            .and_then(|d| d.get(loader.at).copied())
            .unwrap_or(b'.');
        loader.at += 1;
        vm.charge(LOAD_NS);
        match loader.step(vm, op)? {
            Step::Done => {}
            Step::Python => {
                return done(vm.new_tuple(&[Value::int(i64::from(op)), Value::int(loader.at as i64)])?);
            }
        }
    }
}

enum Step {
    Done,
    Python,
}

struct Loader {
    data: Value,
    at: usize,
    stack: Value,
    marks: Value,
    memo: Value,
}

impl Loader {
    fn take(&mut self, vm: &mut Vm, n: usize) -> Res<Vec<u8>> {
        let data = vm.as_bytes(self.data).unwrap_or_default();
        let found = self.at.checked_add(n).and_then(|end| data.get(self.at..end));
        let Some(bytes) = found.map(<[u8]>::to_vec) else {
            return Err(truncated(vm));
        };
        self.at += n;
        Ok(bytes)
    }

    fn size(&mut self, vm: &mut Vm, n: usize) -> Res<usize> {
        let mut raw = [0; 8];
        raw[..n].copy_from_slice(&self.take(vm, n)?);
        usize::try_from(u64::from_le_bytes(raw)).map_err(|_| truncated(vm))
    }

    fn push(&mut self, vm: &mut Vm, v: Value) -> Res<Step> {
        vm.list_push(self.stack, v)?;
        Ok(Step::Done)
    }

    /// The last `n` of the stack, owned, off it.
    fn pop(&mut self, vm: &mut Vm, n: usize) -> Res<Vec<Value>> {
        let len = vm.list_len(self.stack);
        if n > len {
            return Err(truncated(vm));
        }
        vm.list_splice(self.stack, len - n, len, &[])
    }

    /// Where the last mark is.
    fn mark(&mut self, vm: &mut Vm) -> Res<usize> {
        let len = vm.list_len(self.marks);
        if len == 0 {
            return Err(truncated(vm));
        }
        let mark = vm.list_splice(self.marks, len - 1, len, &[])?;
        let at = vm.as_i64(mark[0]).and_then(|i| usize::try_from(i).ok()).unwrap_or(0);
        Ok(at.min(vm.list_len(self.stack)))
    }

    fn below(&self, vm: &Vm, at: usize) -> Option<Value> {
        at.checked_sub(1).and_then(|i| vm.list(self.stack).get(i).copied())
    }

    fn recall(&mut self, vm: &mut Vm, n: usize) -> Res<Step> {
        let Some(&v) = vm.list(self.memo).get(n) else {
            return Err(vm.raise(Exc::KeyError, format!("Memo value not found at index {n}")));
        };
        let v = vm.own(v);
        self.push(vm, v)
    }

    fn step(&mut self, vm: &mut Vm, op: u8) -> Res<Step> {
        match op {
            0x80 => {
                self.take(vm, 1)?;
                Ok(Step::Done)
            }
            0x95 => {
                self.take(vm, 8)?;
                Ok(Step::Done)
            }
            b'N' => self.push(vm, Value::NONE),
            0x88 => self.push(vm, Value::TRUE),
            0x89 => self.push(vm, Value::FALSE),
            b'K' => {
                let i = self.size(vm, 1)?;
                self.push(vm, Value::int(i as i64))
            }
            b'M' => {
                let i = self.size(vm, 2)?;
                self.push(vm, Value::int(i as i64))
            }
            b'J' => {
                let i = self.size(vm, 4)? as u32 as i32;
                self.push(vm, Value::int(i64::from(i)))
            }
            0x8a | 0x8b => {
                let n = self.size(vm, if op == 0x8a { 1 } else { 4 })?;
                let data = self.take(vm, n)?;
                let v = vm.new_bigint(&num_bigint::BigInt::from_signed_bytes_le(&data))?;
                self.push(vm, v)
            }
            b'G' => {
                let mut raw = [0; 8];
                raw.copy_from_slice(&self.take(vm, 8)?);
                self.push(vm, Value::float(f64::from_be_bytes(raw)))
            }
            0x8c | b'X' | 0x8d => {
                let width = match op {
                    0x8c => 1,
                    b'X' => 4,
                    _ => 8,
                };
                let n = self.size(vm, width)?;
                let data = self.take(vm, n)?;
                vm.charge(n as u64 / 8);
                let text = String::from_utf8_lossy(&data);
                let v = vm.new_str(&text)?;
                self.push(vm, v)
            }
            b'C' | b'B' | 0x8e => {
                let width = match op {
                    b'C' => 1,
                    b'B' => 4,
                    _ => 8,
                };
                let n = self.size(vm, width)?;
                let data = self.take(vm, n)?;
                let v = vm.new_bytes(&data)?;
                self.push(vm, v)
            }
            0x96 => {
                let n = self.size(vm, 8)?;
                let data = self.take(vm, n)?;
                let v = vm.new_bytearray(&data)?;
                self.push(vm, v)
            }
            b']' => {
                let v = vm.new_list(&[])?;
                self.push(vm, v)
            }
            b'}' => {
                let v = vm.new_dict()?;
                self.push(vm, v)
            }
            0x8f => {
                let v = vm.new_set(false)?;
                self.push(vm, v)
            }
            b')' => self.tuple(vm, 0),
            0x85..=0x87 => self.tuple(vm, usize::from(op - 0x84)),
            b't' => {
                let at = self.mark(vm)?;
                let n = vm.list_len(self.stack) - at;
                self.tuple(vm, n)
            }
            b'(' => {
                let n = vm.list_len(self.stack);
                vm.list_push(self.marks, Value::int(n as i64))?;
                Ok(Step::Done)
            }
            b'0' => {
                let top = self.pop(vm, 1)?;
                vm.drop_all(&top);
                Ok(Step::Done)
            }
            b'1' => {
                let at = self.mark(vm)?;
                let n = vm.list_len(self.stack) - at;
                let top = self.pop(vm, n)?;
                vm.drop_all(&top);
                Ok(Step::Done)
            }
            0x94 => {
                let Some(&top) = vm.list(self.stack).last() else {
                    return Err(truncated(vm));
                };
                let top = vm.own(top);
                vm.list_push(self.memo, top)?;
                Ok(Step::Done)
            }
            b'h' => {
                let n = self.size(vm, 1)?;
                self.recall(vm, n)
            }
            b'j' => {
                let n = self.size(vm, 4)?;
                self.recall(vm, n)
            }
            b'a' | b'e' => self.append(vm, op),
            b's' | b'u' => self.set_items(vm, op),
            0x90 | 0x91 => self.add_items(vm, op),
            b'.' | 0x93 | b'R' | 0x81 | 0x92 | b'b' => Ok(Step::Python),
            _ => Err(unpickling_error(vm, &format!("invalid load key, '\\x{op:02x}'."))),
        }
    }

    fn tuple(&mut self, vm: &mut Vm, n: usize) -> Res<Step> {
        let items = self.pop(vm, n)?;
        let v = vm.new_tuple(&items)?;
        self.push(vm, v)
    }

    /// Puts back a mark for the Python code that goes on.
    fn leave(&mut self, vm: &mut Vm, marked: Option<usize>) -> Res<Step> {
        if let Some(at) = marked {
            vm.list_push(self.marks, Value::int(at as i64))?;
        }
        Ok(Step::Python)
    }

    fn append(&mut self, vm: &mut Vm, op: u8) -> Res<Step> {
        let len = vm.list_len(self.stack);
        let marked = if op == b'e' { Some(self.mark(vm)?) } else { None };
        let at = marked.unwrap_or(len.saturating_sub(1));
        let list = self.below(vm, at);
        match list {
            Some(list) if vm.is_list(list) && vm.type_of(list) == vm.types.list => {
                for v in self.pop(vm, len - at)? {
                    vm.list_push(list, v)?;
                }
                Ok(Step::Done)
            }
            _ => self.leave(vm, marked),
        }
    }

    fn set_items(&mut self, vm: &mut Vm, op: u8) -> Res<Step> {
        let len = vm.list_len(self.stack);
        let marked = if op == b'u' { Some(self.mark(vm)?) } else { None };
        let at = marked.unwrap_or(len.saturating_sub(2));
        let items = vm.list(self.stack).get(at..).unwrap_or_default().to_vec();
        let dict = self.below(vm, at);
        let is_plain = dict.is_some_and(|d| vm.is_dict(d) && vm.type_of(d) == vm.types.dict) && items.len() % 2 == 0;
        if !is_plain || !items.iter().step_by(2).all(|&k| is_simple_key(vm, k)) {
            return self.leave(vm, marked);
        }
        let dict = dict.unwrap_or(Value::NONE);
        let items = self.pop(vm, items.len())?;
        for pair in items.chunks_exact(2) {
            if !vm.dict_set(dict, pair[0], pair[1])? {
                vm.drop_all(pair);
            }
        }
        Ok(Step::Done)
    }

    fn add_items(&mut self, vm: &mut Vm, op: u8) -> Res<Step> {
        let at = self.mark(vm)?;
        let items = vm.list(self.stack).get(at..).unwrap_or_default().to_vec();
        let set = self.below(vm, at);
        let is_plain = op == 0x91 || set.is_some_and(|s| vm.is_kind(s, Kind::Set) && vm.type_of(s) == vm.types.set);
        if !is_plain || !items.iter().all(|&k| is_simple_key(vm, k)) {
            return self.leave(vm, Some(at));
        }
        let items = self.pop(vm, items.len())?;
        let set = match set {
            Some(set) if op == 0x90 => set,
            _ => vm.new_set(true)?,
        };
        for key in items {
            if !vm.set_add(set, key)? {
                vm.drop(key);
            }
        }
        if op == 0x91 { self.push(vm, set) } else { Ok(Step::Done) }
    }
}

/// Whether a key needs no Python code in a dict or set: it is of a built-in type, and not a tuple, which may hold others.
fn is_simple_key(vm: &Vm, k: Value) -> bool {
    !k.is_ref() || matches!(vm.heap.kind(k.idx()), Kind::Str | Kind::Bytes | Kind::BigInt)
}

fn truncated(vm: &mut Vm) -> crate::vm::Raised {
    unpickling_error(vm, "pickle data was truncated")
}

/// `pickle.UnpicklingError`, or what stands for it while `pickle` is not there.
fn unpickling_error(vm: &mut Vm, message: &str) -> crate::vm::Raised {
    let module = vm.dict_get_str(vm.modules, "pickle");
    let class = module
        .filter(|&m| vm.is_kind(m, Kind::Module))
        .and_then(|m| vm.dict_get_str(vm.heap.value(m.idx(), 2), "UnpicklingError"))
        .filter(|&c| vm.is_class(c));
    let Some(class) = class else {
        return vm.raise(Exc::ValueError, message);
    };
    match vm.new_str(message).and_then(|text| vm.new_exception(class, &[text])) {
        Ok(exc) => crate::vm::Raised(exc),
        Err(raised) => raised,
    }
}

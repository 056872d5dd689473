//! Saving: the list of things to do, and what each of them writes.

use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Things saved between a mark and its end (CPython's `BATCHSIZE`).
const BATCH: usize = 1000;
/// What an opcode costs, in nanoseconds (P9).
const SAVE_NS: u64 = 5;

/// Something left to do. Values are borrowed: the caller holds what it saves.
#[derive(Debug, Clone)]
enum Task {
    /// Save this.
    Save(Value),
    /// Write this byte.
    Emit(u8),
    /// Remember this.
    Memo(Value),
    /// A tuple's items are written.
    Tuple(Value),
    /// A frozenset's items are written.
    Frozen(Value),
    /// Save a list's items from here on.
    Items(Value, usize),
    /// Save a dict's items from here on: how many are done and the next entry (`join`).
    Pairs(Value, usize),
    /// Save a set's elements, likewise.
    Elements(Value, usize),
}

impl Task {
    fn parts(&self) -> (i64, Value, usize) {
        match *self {
            Self::Save(v) => (0, v, 0),
            Self::Emit(byte) => (1, Value::int(i64::from(byte)), 0),
            Self::Memo(v) => (2, v, 0),
            Self::Tuple(v) => (3, v, 0),
            Self::Frozen(v) => (4, v, 0),
            Self::Items(v, at) => (5, v, at),
            Self::Pairs(v, at) => (6, v, at),
            Self::Elements(v, at) => (7, v, at),
        }
    }

    fn of(vm: &Vm, v: Value) -> Option<Self> {
        if !vm.is_kind(v, Kind::Tuple) {
            return None;
        }
        let &[what, v, at] = vm.tuple(v) else { return None };
        let at = usize::try_from(vm.as_i64(at)?).ok()?;
        Some(match vm.as_i64(what)? {
            0 => Self::Save(v),
            1 => Self::Emit(vm.as_i64(v)? as u8),
            2 => Self::Memo(v),
            3 if vm.is_kind(v, Kind::Tuple) => Self::Tuple(v),
            4 => Self::Frozen(v),
            5 if vm.is_list(v) => Self::Items(v, at),
            6 if vm.is_dict(v) => Self::Pairs(v, at),
            7 if vm.is_set(v) => Self::Elements(v, at),
            _ => return None,
        })
    }
}

/// A number of items done and the place of the next one, as one number.
fn join(n: usize, place: u32) -> usize {
    n << 32 | place as usize
}

fn split(at: usize) -> (usize, u32) {
    (at >> 32, at as u32)
}

/// `save(work, memo, protocol)`: the bytes written and the object that takes Python code, or MISSING at the end.
pub(super) fn save(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (work, memo) = (args.args[0], args.args[1]);
    let protocol = vm.as_i64(args.args[2]).unwrap_or(4);
    let tasks: Option<Vec<Task>> = vm.list(work).to_vec().into_iter().map(|v| Task::of(vm, v)).collect();
    let Some(tasks) = tasks else {
        return Err(vm.type_error("save() needs its own list of work"));
    };
    let mut saver = Saver {
        tasks,
        out: Vec::new(),
        memo,
        protocol,
    };
    let mut special = Value::MISSING;
    let mut n = 0;
    while let Some(task) = saver.tasks.pop() {
        n += 1;
        if let Some(v) = saver.step(vm, task)? {
            special = v;
            break;
        }
    }
    vm.charge(SAVE_NS * n + saver.out.len() as u64 / 3);
    let special = vm.own(special);
    let mut left = Vec::with_capacity(saver.tasks.len());
    for task in &saver.tasks {
        let (what, v, at) = task.parts();
        let v = vm.own(v);
        left.push(vm.new_tuple(&[Value::int(what), v, Value::int(at as i64)])?);
    }
    let n_old = vm.list_len(work);
    let old = vm.list_splice(work, 0, n_old, &left)?;
    vm.drop_all(&old);
    let out = vm.new_bytes(&saver.out)?;
    done(vm.new_tuple(&[out, special])?)
}

struct Saver {
    tasks: Vec<Task>,
    out: Vec<u8>,
    memo: Value,
    protocol: i64,
}

impl Saver {
    fn known(&self, vm: &mut Vm, v: Value) -> Option<i64> {
        let key = Value::int(crate::vm::boot::address(v) as i64);
        let found = vm.dict_get(self.memo, key)?;
        vm.as_i64(found)
    }

    fn memoize(&mut self, vm: &mut Vm, v: Value) -> Res<()> {
        let n = vm.dict_len(self.memo) as i64;
        let key = Value::int(crate::vm::boot::address(v) as i64);
        vm.dict_set(self.memo, key, Value::int(n))?;
        self.out.push(0x94);
        Ok(())
    }

    fn recall(&mut self, n: i64) {
        if n < 256 {
            self.out.extend([b'h', n as u8]);
        } else {
            self.out.push(b'j');
            self.out.extend((n as u32).to_le_bytes());
        }
    }

    fn sized(&mut self, short: u8, long: u8, longest: u8, data: &[u8]) {
        match data.len() {
            n if n < 256 => self.out.extend([short, n as u8]),
            n if n <= u32::MAX as usize => {
                self.out.push(long);
                self.out.extend((n as u32).to_le_bytes());
            }
            n => {
                self.out.push(longest);
                self.out.extend((n as u64).to_le_bytes());
            }
        }
        self.out.extend(data);
    }

    /// One thing. `Some`: this object takes Python code.
    fn step(&mut self, vm: &mut Vm, task: Task) -> Res<Option<Value>> {
        match task {
            Task::Save(v) => return self.save(vm, v),
            Task::Emit(byte) => self.out.push(byte),
            Task::Memo(v) => match self.known(vm, v) {
                // It refers to itself and was made on the way: that one is the object.
                Some(n) => {
                    self.out.push(b'0');
                    self.recall(n);
                }
                None => self.memoize(vm, v)?,
            },
            Task::Tuple(v) => {
                let n = vm.tuple(v).len();
                if let Some(known) = self.known(vm, v) {
                    if n <= 3 {
                        self.out.extend(std::iter::repeat_n(b'0', n));
                    } else {
                        self.out.push(b'1');
                    }
                    self.recall(known);
                } else {
                    self.out.push(match n {
                        1 => 0x85,
                        2 => 0x86,
                        3 => 0x87,
                        _ => b't',
                    });
                    self.memoize(vm, v)?;
                }
            }
            Task::Frozen(v) => match self.known(vm, v) {
                Some(n) => {
                    self.out.push(b'1');
                    self.recall(n);
                }
                None => {
                    self.out.push(0x91);
                    self.memoize(vm, v)?;
                }
            },
            Task::Items(v, at) => return self.items(vm, v, at),
            Task::Pairs(v, at) => self.pairs(vm, v, at),
            Task::Elements(v, at) => {
                let (n, place) = split(at);
                let next = vm.set_next(v, place);
                self.between(n, next.is_none(), 0x90);
                if let Some((i, key)) = next {
                    self.tasks
                        .extend([Task::Elements(v, join(n + 1, i + 1)), Task::Save(key)]);
                }
            }
        }
        Ok(None)
    }

    /// Marks and ends of batches, before item `n` of a container, or at its end.
    fn between(&mut self, n: usize, is_end: bool, end: u8) {
        if n > 0 && (is_end || n.is_multiple_of(BATCH)) {
            self.out.push(end);
        }
        if !is_end && n.is_multiple_of(BATCH) {
            self.out.push(b'(');
        }
    }

    /// Items that need no more than themselves are written at once.
    fn items(&mut self, vm: &mut Vm, v: Value, mut at: usize) -> Res<Option<Value>> {
        let len = vm.list_len(v);
        if len == 1 && at == 0 {
            self.tasks.extend([Task::Emit(b'a'), Task::Save(vm.list(v)[0])]);
            return Ok(None);
        }
        loop {
            self.between(at, at >= len, b'e');
            if at >= len {
                return Ok(None);
            }
            let item = vm.list(v)[at];
            at += 1;
            if item.is_ref() {
                self.tasks.push(Task::Items(v, at));
                return self.save(vm, item);
            }
            vm.charge(SAVE_NS);
            self.save(vm, item)?;
        }
    }

    fn pairs(&mut self, vm: &Vm, v: Value, at: usize) {
        let (n, place) = split(at);
        let next = vm.dict_next(v, place);
        let is_single = vm.dict_len(v) == 1;
        if !is_single {
            self.between(n, next.is_none(), b'u');
        } else if n > 0 {
            self.out.push(b's');
        }
        if let Some((e, key, value)) = next {
            let rest = Task::Pairs(v, join(n + 1, e + 1));
            self.tasks.extend([rest, Task::Save(value), Task::Save(key)]);
        }
    }

    fn save(&mut self, vm: &mut Vm, v: Value) -> Res<Option<Value>> {
        if v.is_none() {
            self.out.push(b'N');
        } else if v.is_bool() {
            self.out.push(if v == Value::TRUE { 0x88 } else { 0x89 });
        } else if v.is_float() {
            self.out.push(b'G');
            self.out.extend(v.as_float().to_be_bytes());
        } else if v.is_int() {
            self.save_int(v.as_int());
        } else if !v.is_ref() {
            return Ok(Some(v));
        } else if let Some(n) = self.known(vm, v) {
            self.recall(n);
        } else {
            return self.save_block(vm, v);
        }
        Ok(None)
    }

    fn save_int(&mut self, i: i64) {
        match i {
            0..256 => self.out.extend([b'K', i as u8]),
            256..65_536 => {
                self.out.push(b'M');
                self.out.extend((i as u16).to_le_bytes());
            }
            _ if i32::try_from(i).is_ok() => {
                self.out.push(b'J');
                self.out.extend((i as i32).to_le_bytes());
            }
            _ => self.save_long(&num_bigint::BigInt::from(i)),
        }
    }

    fn save_long(&mut self, big: &num_bigint::BigInt) {
        let data = big.to_signed_bytes_le();
        if data.len() < 256 {
            self.out.extend([0x8a, data.len() as u8]);
        } else {
            self.out.push(0x8b);
            self.out.extend((data.len() as u32).to_le_bytes());
        }
        self.out.extend(data);
    }

    fn save_block(&mut self, vm: &mut Vm, v: Value) -> Res<Option<Value>> {
        let class = vm.type_of(v);
        let t = vm.types;
        match vm.heap.kind(v.idx()) {
            Kind::Str if class == t.str_ => {
                let data = vm.str(v).as_bytes().to_vec();
                self.sized(0x8c, b'X', 0x8d, &data);
                self.memoize(vm, v)?;
            }
            Kind::BigInt if class == t.int => {
                if let Some(big) = vm.as_bigint(v) {
                    self.save_long(&big);
                }
            }
            Kind::Bytes if class == t.bytes => {
                let data = vm.as_bytes(v).unwrap_or_default().to_vec();
                self.sized(b'C', b'B', 0x8e, &data);
                self.memoize(vm, v)?;
            }
            Kind::ByteArray if class == t.bytearray && self.protocol >= 5 => {
                let data = vm.as_bytes(v).unwrap_or_default().to_vec();
                self.out.push(0x96);
                self.out.extend((data.len() as u64).to_le_bytes());
                self.out.extend(data);
                self.memoize(vm, v)?;
            }
            Kind::List if class == t.list => {
                self.out.push(b']');
                self.memoize(vm, v)?;
                self.tasks.push(Task::Items(v, 0));
            }
            Kind::Dict if class == t.dict => {
                self.out.push(b'}');
                self.memoize(vm, v)?;
                self.tasks.push(Task::Pairs(v, 0));
            }
            Kind::Tuple if class == t.tuple => {
                let n = vm.tuple(v).len();
                if n == 0 {
                    self.out.push(b')');
                    return Ok(None);
                }
                if n > 3 {
                    self.out.push(b'(');
                }
                self.tasks.push(Task::Tuple(v));
                self.tasks.extend(vm.tuple(v).iter().rev().map(|&i| Task::Save(i)));
            }
            Kind::Set if class == t.set => {
                self.out.push(0x8f);
                self.memoize(vm, v)?;
                self.tasks.push(Task::Elements(v, 0));
            }
            Kind::FrozenSet if class == t.frozenset => {
                self.out.push(b'(');
                self.tasks.push(Task::Frozen(v));
                let mut items: Vec<Value> = vm.set_entries(v).map(|(k, _)| k).collect();
                items.reverse();
                self.tasks.extend(items.into_iter().map(Task::Save));
            }
            _ => return Ok(Some(v)),
        }
        Ok(None)
    }
}

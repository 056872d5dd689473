//! Natives: functions of the simulated interpreter that are written in Rust.
//!
//! A native never calls Python. It completes in one instruction ([`Out::Value`]), or leaves the rest to a callable
//! that the machine runs in its place ([`Out::Call`], [`Out::CallKw`]), or makes the thread wait ([`Out::Wait`]).
//!
//! Ownership: arguments are borrowed, results owned. A native that keeps an argument calls [`Vm::own`] on it.

use super::layout::Kind;
use super::value::Value;
use super::{Res, Vm};

/// Flag on a `Native` block: not bound to an instance when found on a class.
pub const NATIVE_STATIC: u8 = 1;

/// Arguments of a call, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct Args<'a> {
    /// Positional ones; for a method the owner comes first.
    pub args: &'a [Value],
    /// Named ones: (name, value).
    pub kw: &'a [(Value, Value)],
}

/// What a native came to.
#[derive(Debug)]
pub enum Out {
    /// The result, owned.
    Value(Value),
    /// Call this (owned) with these arguments (owned) instead; its result is the native's.
    Call(Value, Vec<Value>),
    /// The same with named arguments (names interned, values owned).
    CallKw(Value, Vec<Value>, Vec<(Value, Value)>),
    /// The thread waits; the driver delivers the result.
    Wait(Wait),
    /// As `Call` for the instruction's own frame: run this code in this namespace (module bodies, `exec`).
    Run {
        /// Index of the code.
        code: u32,
        /// Globals and locals, owned.
        namespace: Value,
    },
    /// Resume a generator with a value (owned).
    Resume(Value, Value),
    /// Throw an exception (owned) into a generator (owned).
    Throw(Value, Value),
    /// Close a generator (owned).
    Close(Value),
    /// Resume the async generator behind a step object (owned) with a value (owned).
    StepSend(Value, Value),
    /// Throw an exception (owned) into the async generator behind a step object (owned).
    StepThrow(Value, Value),
    /// Run the code of a function (owned) with this namespace (owned) as its locals: a class body.
    Body(Value, Value),
}

/// Why a thread leaves the machine in the middle of a native. The driver does what is asked and delivers the result.
pub use crate::sync::Wait;

/// What natives return.
pub type NativeResult = Res<Out>;

/// A native.
pub type NativeFn = fn(&mut Vm, Args<'_>) -> NativeResult;

/// An entry of the table of natives.
#[derive(Clone, Copy)]
pub struct NativeDef {
    /// As the program sees it.
    pub name: &'static str,
    /// What it does.
    pub f: NativeFn,
}

impl std::fmt::Debug for NativeDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl From<Value> for Out {
    fn from(v: Value) -> Self {
        Self::Value(v)
    }
}

/// Shorthand for `Ok(Out::Value(v))`.
pub fn done(v: Value) -> NativeResult {
    Ok(Out::Value(v))
}

/// Work of natives that counts as one instruction, in nanoseconds of the reference machine.
const NS_PER_INSTRUCTION: u64 = 20;

impl Vm {
    /// Registers a native and gives its number.
    pub(crate) fn register(&mut self, name: &'static str, f: NativeFn) -> u32 {
        self.natives.push(NativeDef { name, f });
        self.natives.len() as u32 - 1
    }

    /// A function value for a native.
    pub(crate) fn new_native(&mut self, name: &'static str, f: NativeFn) -> Res {
        let id = self.register(name, f);
        let name = self.intern(name);
        self.new_simple(Kind::Native, self.types.native, id, &[Value::NULL, name])
    }

    /// A native bound to its owner.
    pub(crate) fn bind_native(&mut self, native: Value, owner: Value) -> Res {
        let id = self.heap.hi(native.idx(), 1);
        let name = self.heap.value(native.idx(), 3);
        let owner = self.own(owner);
        self.new_simple(Kind::Native, self.types.native, id, &[owner, name])
    }

    /// Leaves the rest of a native to a function of the prelude's `_builtins`. Arguments are borrowed.
    pub(crate) fn slow_path(&mut self, function: &str, args: &[Value]) -> NativeResult {
        let Some(f) = self.dict_get_str(self.slow, function) else {
            return Err(self.raise(
                super::types::Exc::SystemError,
                format!("the prelude has no function {function}"),
            ));
        };
        let f = self.own(f);
        let args = args.iter().map(|&v| self.own(v)).collect();
        Ok(Out::Call(f, args))
    }

    /// Adds to the running thread's clock: what a native costs beyond its instruction, in nanoseconds of the
    /// reference machine. Long work counts against the budget of instructions.
    #[inline]
    pub fn charge(&mut self, ns: u64) {
        self.clock_ps += ns * u64::from(self.ps_per_ns);
        self.instructions += ns / NS_PER_INSTRUCTION;
    }
}

/// Positional arguments of a native that takes `min` to `max` of them and no keywords.
impl<'a> Args<'a> {
    /// Checks the number of positional arguments (owner not counted when `method`) and that none is named.
    pub fn positional(&self, vm: &mut Vm, name: &str, min: usize, max: usize) -> Res<&'a [Value]> {
        self.no_keywords(vm, name)?;
        let n = self.args.len();
        if n < min || n > max {
            let message = if min == max {
                match min {
                    0 => format!("{name}() takes no arguments ({n} given)"),
                    1 => format!("{name}() takes exactly one argument ({n} given)"),
                    _ => format!("{name} expected {min} arguments, got {n}"),
                }
            } else if n < min {
                format!(
                    "{name} expected at least {min} argument{}, got {n}",
                    if min == 1 { "" } else { "s" }
                )
            } else {
                format!(
                    "{name} expected at most {max} argument{}, got {n}",
                    if max == 1 { "" } else { "s" }
                )
            };
            return Err(vm.type_error(message));
        }
        Ok(self.args)
    }

    /// The same for a method: the owner and the rest, counted without the owner.
    pub fn method(&self, vm: &mut Vm, name: &str, min: usize, max: usize) -> Res<(Value, &'a [Value])> {
        let Some((&owner, rest)) = self.args.split_first() else {
            return Err(vm.type_error(format!("unbound method {name}() needs an argument")));
        };
        let rest = Args {
            args: rest,
            kw: self.kw,
        }
        .positional(vm, name, min, max)?;
        Ok((owner, rest))
    }

    /// TypeError if an argument is named.
    pub fn no_keywords(&self, vm: &mut Vm, name: &str) -> Res<()> {
        if self.kw.is_empty() {
            Ok(())
        } else {
            Err(vm.type_error(format!("{name}() takes no keyword arguments")))
        }
    }

    /// Arguments by position or by name: one slot per parameter, `None` where not given. `names[..n_posonly]` cannot
    /// be named; those from `n_pos` on must be.
    pub fn bind<const N: usize>(
        &self,
        vm: &mut Vm,
        function: &str,
        names: [&str; N],
        n_pos: usize,
        required: usize,
    ) -> Res<[Option<Value>; N]> {
        let mut slots = [None; N];
        if self.args.len() > n_pos {
            let n = self.args.len();
            let s = if n_pos == 1 { "" } else { "s" };
            return Err(vm.type_error(format!("{function}() takes at most {n_pos} argument{s} ({n} given)")));
        }
        for (slot, &v) in slots.iter_mut().zip(self.args) {
            *slot = Some(v);
        }
        for &(name, value) in self.kw {
            let text = vm.str(name).to_owned();
            let Some(i) = names.iter().position(|&n| n == text && !n.is_empty()) else {
                return Err(vm.type_error(format!("{function}() got an unexpected keyword argument '{text}'")));
            };
            if slots[i].is_some() {
                return Err(vm.type_error(format!(
                    "argument for {function}() given by name ('{text}') and position ({})",
                    i + 1
                )));
            }
            slots[i] = Some(value);
        }
        for (i, slot) in slots.iter().enumerate().take(required) {
            if slot.is_none() {
                return Err(vm.type_error(format!(
                    "{function}() missing required argument '{}' (pos {})",
                    names[i],
                    i + 1
                )));
            }
        }
        Ok(slots)
    }
}

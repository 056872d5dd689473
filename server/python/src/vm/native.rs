//! Natives: functions of the simulated interpreter that are written in Rust.
//!
//! A native never calls Python. It completes in one instruction ([`Out::Value`]), or leaves the rest to a callable
//! that the machine runs in its place ([`Out::Call`], [`Out::CallKw`]), or makes the thread wait ([`Out::Wait`]).
//!
//! Ownership: arguments are borrowed, results owned. A native that keeps an argument calls [`Vm::own`] on it.

use super::layout::Kind;
use super::value::Value;
use super::{Raised, Res, Vm};

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
        /// Globals, owned.
        namespace: Value,
        /// Where names are stored, owned: the globals again, unless it is the text of an `exec`.
        locals: Value,
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
    /// Who may be its first argument.
    pub(crate) owner: Owner,
}

/// The first argument that a native relies on. Checked before each call: a program can take any method from its class
/// and call it with anything, or put it into another class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Anything, or none.
    Any,
    /// An instance of the class.
    Instance(Value),
    /// The class or a subclass of it.
    Class(Value),
    /// As many arguments as there are letters, of these kinds: `d`ict, `s`et, `l`ist, `c`lass, `f`unction, `e`xception,
    /// `g`enerator, a `b`lock of any kind, `n`ame (a str), any `v`alue. For the functions that the prelude alone should call: a program
    /// can get at them all the same.
    Shape(&'static str),
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
    pub(crate) fn register(&mut self, name: &'static str, f: NativeFn, owner: Owner) -> u32 {
        self.natives.push(NativeDef { name, f, owner });
        self.natives.len() as u32 - 1
    }

    /// A function value for a native.
    pub(crate) fn new_native(&mut self, name: &'static str, f: NativeFn, owner: Owner) -> Res {
        let id = self.register(name, f, owner);
        let class = self.class_of_native(name, owner);
        let name = self.intern(name);
        self.new_simple(Kind::Native, class, id, &[Value::NULL, name])
    }

    /// Calls a native by its number. Arguments are borrowed.
    #[inline]
    pub(crate) fn call_native(&mut self, id: u32, args: &[Value], kw: &[(Value, Value)]) -> NativeResult {
        let def = self.natives[id as usize];
        let fits = match def.owner {
            Owner::Any => true,
            Owner::Instance(c) => args.first().is_some_and(|&v| {
                let t = self.type_of(v);
                t == c || self.is_subclass(t, c)
            }),
            Owner::Class(c) => args
                .first()
                .is_some_and(|&v| self.is_class(v) && (v == c || self.is_subclass(v, c))),
            Owner::Shape(letters) => kw.is_empty() && self.fits(letters, args),
        };
        if !fits {
            return Err(self.wrong_owner(def, args.first().copied()));
        }
        self.wants_index = false;
        let result = (def.f)(self, Args { args, kw });
        if self.wants_index && result.is_err() && kw.is_empty() {
            return self.with_numbers(id, args, result);
        }
        result
    }

    /// A native could not read an argument that has `__index__`: the prelude asks it for its number and calls again.
    #[cold]
    fn with_numbers(&mut self, id: u32, args: &[Value], result: NativeResult) -> NativeResult {
        self.wants_index = false;
        let name = self.natives[id as usize].name;
        let raised = match result {
            Err(raised) if name != "__new__" => raised,
            other => return other,
        };
        self.drop(raised.0);
        let name = self.intern(name);
        let native = self.new_simple(Kind::Native, self.types.native, id, &[Value::NULL, name])?;
        let all: Vec<Value> = args.iter().map(|&v| self.own(v)).collect();
        let all = self.new_tuple(&all)?;
        let out = self.slow_path("call_with_index", &[native, all]);
        self.drop(native);
        self.drop(all);
        out
    }

    fn fits(&self, letters: &str, args: &[Value]) -> bool {
        let fits = |letter: u8, v: Value| match letter {
            b'd' => self.is_dict(v),
            b's' => self.is_kind(v, Kind::Set) || self.is_kind(v, Kind::FrozenSet),
            b'l' => self.is_kind(v, Kind::List),
            b'c' => self.is_class(v),
            b'f' => self.is_kind(v, Kind::Function),
            b'e' => self.is_exception(v),
            b'g' => self.is_kind(v, Kind::Generator),
            b'b' => v.is_ref(),
            b'n' => self.is_str(v),
            _ => true,
        };
        letters.len() == args.len() && letters.bytes().zip(args).all(|(letter, &v)| fits(letter, v))
    }

    /// In CPython's words, which tell slots from methods.
    #[cold]
    fn wrong_owner(&mut self, def: NativeDef, given: Option<Value>) -> Raised {
        let name = def.name;
        let message = match (def.owner, given) {
            (Owner::Class(c), given) => {
                let c = self.class_name(c);
                match given {
                    None => format!("{c}.{name}(): not enough arguments"),
                    Some(v) if self.is_class(v) => {
                        let v = self.class_name(v);
                        format!("{c}.{name}({v}): {v} is not a subtype of {c}")
                    }
                    Some(v) => format!("{c}.{name}(X): X is not a type object ({})", self.type_name(v)),
                }
            }
            (Owner::Instance(c), given) => {
                let c = self.class_name(c);
                match (given.map(|v| self.type_name(v)), name.starts_with("__")) {
                    (None, true) => format!("descriptor '{name}' of '{c}' object needs an argument"),
                    (None, false) => format!("unbound method {c}.{name}() needs an argument"),
                    (Some(t), true) => format!("descriptor '{name}' requires a '{c}' object but received a '{t}'"),
                    (Some(t), false) => {
                        format!("descriptor '{name}' for '{c}' objects doesn't apply to a '{t}' object")
                    }
                }
            }
            (Owner::Any | Owner::Shape(_), _) => format!("{name}() got arguments that it does not take"),
        };
        self.type_error(message)
    }

    /// Whether this is a native that says what the machine does anyway: not one that is bound, which a program can put
    /// anywhere.
    pub(crate) fn is_slot(&self, f: Value) -> bool {
        f.is_ref() && self.heap.kind(f.idx()) == Kind::Native && self.heap.value(f.idx(), 2).is_null()
    }

    /// A native bound to its owner.
    pub(crate) fn bind_native(&mut self, native: Value, owner: Value) -> Res {
        let id = self.heap.hi(native.idx(), 1);
        let name = self.heap.value(native.idx(), 3);
        let owner = self.own(owner);
        let class = if self.type_of(native) == self.types.wrapper_descriptor {
            self.types.method_wrapper
        } else {
            self.types.native
        };
        let bound = self.new_simple(Kind::Native, class, id, &[owner, name])?;
        // What has its owner gets no other one in another class's namespace.
        self.heap.add_flags(bound.idx(), NATIVE_STATIC);
        Ok(bound)
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

    /// A class that is called with exactly one argument: the class and the rest.
    pub fn made_of_one(&self, vm: &mut Vm, name: &str) -> Res<(Value, &'a [Value])> {
        self.no_keywords(vm, name)?;
        match self.args {
            &[class, ref rest @ ..] if rest.len() == 1 => Ok((class, rest)),
            args => {
                let n = args.len().saturating_sub(1);
                Err(vm.type_error(format!("{name} expected 1 argument, got {n}")))
            }
        }
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
        let n_posonly = names.iter().take_while(|name| name.is_empty()).count();
        let (n, n_kw, least) = (self.args.len(), self.kw.len(), required.min(n_posonly));
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if n + n_kw > N {
            let (word, kind) = (
                if required < N { "at most" } else { "exactly" },
                if n == 0 { "keyword " } else { "" },
            );
            let n = n + n_kw;
            return Err(vm.type_error(format!(
                "{function}() takes {word} {N} {kind}argument{} ({n} given)",
                plural(N)
            )));
        }
        if n > n_pos {
            let message = if n_pos == 0 {
                format!("{function}() takes no positional arguments")
            } else {
                let word = if required < N { "at most" } else { "exactly" };
                format!(
                    "{function}() takes {word} {n_pos} positional argument{} ({n} given)",
                    plural(n_pos)
                )
            };
            return Err(vm.type_error(message));
        }
        if n < least {
            let word = if least < n_pos { "at least" } else { "exactly" };
            let s = plural(least);
            return Err(vm.type_error(format!(
                "{function}() takes {word} {least} positional argument{s} ({n} given)"
            )));
        }
        for (slot, &v) in slots.iter_mut().zip(self.args) {
            *slot = Some(v);
        }
        for &(name, value) in self.kw {
            let text = vm.str(name).to_owned();
            let Some(i) = names.iter().position(|&n| n == text && !n.is_empty()) else {
                return Err(vm.type_error(if vm.config.version.minor() >= 13 {
                    format!("{function}() got an unexpected keyword argument '{text}'")
                } else {
                    format!("'{text}' is an invalid keyword argument for {function}()")
                }));
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

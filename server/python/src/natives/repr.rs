//! `str()`, `repr()`, `ascii()` of every kind of value.
//!
//! Built-in containers of built-in things are written here, to a limited depth. Anything whose text is made by Python
//! code, and containers of such things, are left to the prelude.

mod exception;
mod object;

use super::arguments::is_overridden;
use crate::objects::class_flags as cf;
use crate::text::int as int_text;
use crate::text::{float, string};
use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// How deep containers may nest before the prelude takes over, whose recursion is counted.
const DEPTH: usize = 50;

/// Fills the classes: every built-in one has the machine's `__repr__` and `__str__`.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let mut classes = Vec::new();
    let mut types = vm.types;
    types.each(|_, class| classes.push(*class));
    let object = vm.types.object;
    for class in classes {
        if class != object && !class.is_null() {
            vm.method(class, "__repr__", native_repr)?;
        }
    }
    vm.method(object, "__repr__", object_repr)?;
    vm.method(object, "__str__", object_str)?;
    let (str_, base) = (vm.types.str_, vm.exc(crate::vm::types::Exc::BaseException));
    vm.method(str_, "__str__", native_str)?;
    vm.method(base, "__repr__", native_repr)?;
    vm.method(base, "__str__", native_str)
}

/// Whether the text of a value is made by a method in Python code.
fn asks_python(vm: &mut Vm, v: Value, name: &str) -> bool {
    if !v.is_ref() {
        return false;
    }
    let class = vm.type_of(v);
    vm.class_flags(class) & cf::HAS_REPR != 0 && is_overridden(vm, v, name)
}

/// `repr(v)` if it takes no Python code.
pub(crate) fn plain_repr(vm: &mut Vm, v: Value) -> Res<Option<String>> {
    if asks_python(vm, v, "__repr__") {
        return Ok(None);
    }
    builtin_repr(vm, v)
}

/// What `__repr__` of the built-in class of `v` gives; `None`: something inside takes Python code.
fn builtin_repr(vm: &mut Vm, v: Value) -> Res<Option<String>> {
    let mut writer = Writer {
        out: String::new(),
        path: Vec::new(),
        n_values: 0,
    };
    let complete = writer.push_builtin(vm, v);
    // As measured of CPython; also for what did not come to an end: the work was done.
    vm.charge(writer.n_values * 50 + writer.out.len() as u64 * 3);
    Ok(complete?.then_some(writer.out))
}

/// A repr being written.
struct Writer {
    out: String,
    /// The containers that are open.
    path: Vec<u32>,
    /// How many values were written so far.
    n_values: u64,
}

impl Writer {
    /// Appends `repr(v)`. `false`: it takes Python code.
    fn push(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        if asks_python(vm, v, "__repr__") {
            Ok(false)
        } else {
            self.push_builtin(vm, v)
        }
    }

    /// A text longer than the whole heap would not fit in it.
    fn check_room(&self, vm: &mut Vm) -> Res<()> {
        let (_, max_words) = vm.heap.room();
        match self.out.len() > crate::text::MAX_TEXT.min(max_words * 8) {
            true => Err(vm.memory_error()),
            false => Ok(()),
        }
    }

    fn push_builtin(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        self.n_values += 1;
        if v.is_int() {
            int_text::push_i64(&mut self.out, v.as_int());
            return Ok(true);
        }
        if v.is_float() {
            float::push_repr(&mut self.out, v.as_float());
            return Ok(true);
        }
        if !v.is_ref() {
            self.out.push_str(match v {
                Value::NONE => "None",
                Value::TRUE => "True",
                Value::FALSE => "False",
                Value::ELLIPSIS => "Ellipsis",
                Value::NOT_IMPLEMENTED => "NotImplemented",
                _ => "<NULL>",
            });
            return Ok(true);
        }
        let idx = v.idx();
        match vm.heap.kind(idx) {
            Kind::Str => string::push_repr(&mut self.out, vm.str(v)),
            Kind::BigInt => self.out.push_str(&decimal(vm, v)?),
            Kind::Complex => {
                let part = |i| vm.heap.value(idx, i).as_float();
                self.out.push_str(&super::number::complex_repr(part(2), part(3)));
            }
            Kind::Bytes => self
                .out
                .push_str(&string::repr_bytes(vm.as_bytes(v).unwrap_or_default())),
            Kind::ByteArray => {
                let text = string::repr_bytes(vm.as_bytes(v).unwrap_or_default());
                let name = vm.type_name(v);
                self.out.push_str(&format!("{name}({text})"));
            }
            Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::FrozenSet => return self.push_container(vm, v),
            Kind::DictView => return self.push_view(vm, v),
            Kind::MappingProxy => {
                self.out.push_str("mappingproxy(");
                let complete = self.push(vm, vm.heap.value(idx, 2))?;
                self.out.push(')');
                return Ok(complete);
            }
            Kind::Range => {
                let [start, stop, step] = [2, 3, 4].map(|i| vm.heap.value(idx, i));
                let n = if step == Value::int(1) { 2 } else { 3 };
                return self.push_call(vm, "range", &[start, stop, step][..n]);
            }
            Kind::Slice => {
                let parts = [2, 3, 4].map(|i| vm.heap.value(idx, i));
                return self.push_call(vm, "slice", &parts);
            }
            Kind::Exception => return self.push_exception(vm, v),
            Kind::Instance if vm.unbox(v) != v => return self.push_builtin(vm, vm.unbox(v)),
            _ => return self.push_object(vm, v),
        }
        Ok(true)
    }

    /// `name(a, b)`
    fn push_call(&mut self, vm: &mut Vm, name: &str, items: &[Value]) -> Res<bool> {
        self.out.push_str(name);
        self.out.push('(');
        let complete = self.push_items(vm, items)?;
        self.out.push(')');
        Ok(complete)
    }

    fn push_items(&mut self, vm: &mut Vm, items: &[Value]) -> Res<bool> {
        for (i, &item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            if !self.push(vm, item)? {
                return Ok(false);
            }
            self.check_room(vm)?;
        }
        Ok(true)
    }

    /// The open container `idx` is inside itself.
    fn is_open(&self, vm: &Vm, idx: u32) -> bool {
        self.path.contains(&idx) || vm.repr_stack.contains(&idx)
    }

    fn push_container(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let idx = v.idx();
        let kind = vm.heap.kind(idx);
        // A set shows its class unless it is a plain one.
        let name =
            if matches!(kind, Kind::Set | Kind::FrozenSet) && vm.type_of(v) != vm.types.set || is_empty_set(vm, v) {
                vm.type_name(v)
            } else {
                String::new()
            };
        let is_set = matches!(kind, Kind::Set | Kind::FrozenSet);
        if self.is_open(vm, idx) {
            let dots = match kind {
                Kind::List => "[...]".to_owned(),
                Kind::Tuple => "(...)".to_owned(),
                Kind::Dict => "{...}".to_owned(),
                _ => format!("{}(...)", vm.type_name(v)),
            };
            self.out.push_str(&dots);
            return Ok(true);
        }
        if self.path.len() >= DEPTH {
            return Ok(false);
        }
        if is_empty_set(vm, v) {
            self.out.push_str(&name);
            self.out.push_str("()");
            return Ok(true);
        }
        self.path.push(idx);
        let complete = match kind {
            Kind::List => {
                let items = vm.list(v).to_vec();
                self.out.push('[');
                let complete = self.push_items(vm, &items)?;
                self.out.push(']');
                complete
            }
            Kind::Tuple => {
                let items = vm.tuple(v).to_vec();
                self.push_tuple(vm, &items)?
            }
            Kind::Dict => self.push_dict(vm, v)?,
            _ => {
                let items: Vec<Value> = vm.set_entries(v).map(|(key, _)| key).collect();
                let named = is_set && !name.is_empty();
                self.out.push_str(&name);
                self.out.push_str(if named { "({" } else { "{" });
                let complete = self.push_items(vm, &items)?;
                self.out.push_str(if named { "})" } else { "}" });
                complete
            }
        };
        self.path.pop();
        Ok(complete)
    }

    fn push_tuple(&mut self, vm: &mut Vm, items: &[Value]) -> Res<bool> {
        self.out.push('(');
        let complete = self.push_items(vm, items)?;
        self.out.push_str(if items.len() == 1 { ",)" } else { ")" });
        Ok(complete)
    }

    fn push_dict(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        self.out.push('{');
        for (i, (key, value)) in vm.dict_items(v).into_iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            if !self.push(vm, key)? {
                return Ok(false);
            }
            self.out.push_str(": ");
            if !self.push(vm, value)? {
                return Ok(false);
            }
            self.check_room(vm)?;
        }
        self.out.push('}');
        Ok(true)
    }

    fn push_view(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let (dict, what) = (vm.heap.value(v.idx(), 2), vm.heap.hi(v.idx(), 1));
        let name = vm.type_name(v);
        self.out.push_str(&name);
        if self.is_open(vm, v.idx()) {
            self.out.push_str("(...)");
            return Ok(true);
        }
        self.path.push(v.idx());
        self.out.push_str("([");
        for (i, (key, value)) in vm.dict_items(dict).into_iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            let complete = match what {
                VIEW_KEYS => self.push(vm, key)?,
                VIEW_VALUES => self.push(vm, value)?,
                _ => self.push_tuple(vm, &[key, value])?,
            };
            if !complete {
                return Ok(false);
            }
        }
        self.out.push_str("])");
        self.path.pop();
        Ok(true)
    }
}

fn is_empty_set(vm: &Vm, v: Value) -> bool {
    vm.is_set(v) && vm.set_len(v) == 0
}

/// The cost of a conversion to decimal, which is quadratic; what is refused costs nothing.
pub(crate) fn charge_decimal(vm: &mut Vm, n: &num_bigint::BigInt) {
    if n.bits() / 10 * 3 <= int_text::MAX_STR_DIGITS as u64 {
        vm.charge(n.bits() * n.bits() / 2000);
    }
}

/// `str()` of an int block.
fn decimal(vm: &mut Vm, v: Value) -> Res<String> {
    let b = vm.as_bigint(v).unwrap_or_default();
    charge_decimal(vm, &b);
    vm.text(int_text::to_decimal(&b, vm.max_str_digits))
}

/// `str(v)`
pub(crate) fn to_str(vm: &mut Vm, v: Value) -> NativeResult {
    if vm.is_str(v) {
        return Ok(vm.own(v).into());
    }
    if asks_python(vm, v, "__str__") {
        return vm.slow_path("str_slow", &[v]);
    }
    builtin_str(vm, v)
}

/// What `__str__` of the built-in class of `v` gives.
fn builtin_str(vm: &mut Vm, v: Value) -> NativeResult {
    if vm.is_exception(v) {
        return exception::to_str(vm, v);
    }
    if vm.is_kind(v, Kind::MappingProxy) {
        return to_str(vm, vm.heap.value(v.idx(), 2));
    }
    if str_is_own_repr(vm, v) {
        return repr_or_slow(vm, v);
    }
    // `object.__str__` is the repr, whoever made that; a boxed str is its text.
    let inner = vm.unbox(v);
    if vm.is_str(inner) {
        return Ok(vm.own(inner).into());
    }
    to_repr(vm, v)
}

/// Whether the class of `v` says `__str__ = int.__repr__` (as `IntEnum` does), whatever its own `__repr__` is.
fn str_is_own_repr(vm: &mut Vm, v: Value) -> bool {
    let class = vm.type_of(v);
    if !v.is_ref() || vm.is_builtin_class(class) {
        return false;
    }
    let name = vm.intern("__str__");
    vm.lookup(class, name)
        .is_some_and(|f| vm.is_slot(f) && vm.str(vm.heap.value(f.idx(), 3)) == "__repr__")
}

/// The text of `str(v)` if it takes no Python code.
pub(crate) fn plain_str(vm: &mut Vm, v: Value) -> Res<Option<String>> {
    if asks_python(vm, v, "__str__") {
        return Ok(None);
    }
    if let Some(s) = vm.as_str(v) {
        return Ok(Some(s.to_owned()));
    }
    if vm.is_exception(v) {
        exception::plain_str(vm, v)
    } else if str_is_own_repr(vm, v) {
        builtin_repr(vm, v)
    } else {
        plain_repr(vm, v)
    }
}

/// `repr(v)`
pub(crate) fn to_repr(vm: &mut Vm, v: Value) -> NativeResult {
    if asks_python(vm, v, "__repr__") {
        return vm.slow_path("repr_slow", &[v]);
    }
    repr_or_slow(vm, v)
}

fn repr_or_slow(vm: &mut Vm, v: Value) -> NativeResult {
    if let Some(text) = builtin_repr(vm, v)? {
        return vm.new_str(&text).map(Into::into);
    }
    let function = match vm.heap.kind(v.idx()) {
        Kind::List => "repr_list",
        Kind::Tuple => "repr_tuple",
        Kind::Dict => "repr_dict",
        Kind::Set | Kind::FrozenSet => "repr_set",
        Kind::DictView => "repr_view",
        Kind::MappingProxy => "repr_mappingproxy",
        Kind::Slice => "repr_slice",
        Kind::Exception => "repr_exception",
        Kind::Method => "repr_method",
        Kind::Alias => "repr_alias",
        Kind::Super => "repr_super",
        _ => "repr_slow",
    };
    vm.slow_path(function, &[v])
}

/// `ascii(v)`
pub(crate) fn to_ascii(vm: &mut Vm, v: Value) -> NativeResult {
    match plain_repr(vm, v)? {
        Some(text) => vm.new_str(&ascii(&text)).map(Into::into),
        None => vm.slow_path("ascii_of", &[v]),
    }
}

/// Text with everything beyond ASCII escaped.
pub(crate) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            string::push_escape(&mut out, c);
        }
    }
    out
}

/// `__repr__` of the built-in classes.
pub(crate) fn native_repr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, _) = args.method(vm, "__repr__", 0, 0)?;
    repr_or_slow(vm, v)
}

/// `__str__` of the built-in classes that have one.
pub(crate) fn native_str(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, _) = args.method(vm, "__str__", 0, 0)?;
    builtin_str(vm, v)
}

/// `object.__repr__`: class and address, whatever the value is.
pub(crate) fn object_repr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, _) = args.method(vm, "__repr__", 0, 0)?;
    let text = object::default_repr(vm, v);
    vm.new_str(&text).map(Into::into)
}

/// `object.__str__`
pub(crate) fn object_str(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, _) = args.method(vm, "__str__", 0, 0)?;
    to_repr(vm, v)
}

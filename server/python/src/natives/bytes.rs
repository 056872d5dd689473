//! `bytes` and `bytearray`: constructors, operators, indexing. Methods that both have are in `methods`, those that
//! change a bytearray in `array`.

mod array;
mod methods;

use super::arguments::{clamped, has_index, instance_of, int_arg, slice_parts};
use super::str::option;
use crate::text::{bytes_ops, codec};
use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Fills the classes.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let (bytes, bytearray) = (vm.types.bytes, vm.types.bytearray);
    vm.constructor(bytes, |vm, args| new(vm, args, false))?;
    vm.constructor(bytearray, |vm, args| new(vm, args, true))?;
    for class in [bytes, bytearray] {
        vm.method(class, "__len__", |vm, args| {
            let (owner, _) = this(vm, args, "__len__")?;
            done(Value::int(data_of(vm, owner).len() as i64))
        })?;
        vm.method(class, "__getitem__", |vm, args| {
            let (owner, rest) = this(vm, args, "__getitem__")?;
            let key = rest.positional(vm, "__getitem__", 1, 1)?[0];
            get_item(vm, owner, key)
        })?;
        vm.method(class, "__contains__", |vm, args| {
            let (owner, rest) = this(vm, args, "__contains__")?;
            let v = rest.positional(vm, "__contains__", 1, 1)?[0];
            has(vm, owner, v).map(|found| Value::bool(found).into())
        })?;
        vm.method(class, "__iter__", |vm, args| {
            let (owner, _) = this(vm, args, "__iter__")?;
            let owner = vm.unbox(owner);
            vm.get_iter(owner)
        })?;
        vm.method(class, "__bytes__", |vm, args| {
            let (owner, _) = this(vm, args, "__bytes__")?;
            let data = data_of(vm, owner).to_vec();
            vm.new_bytes(&data).map(Into::into)
        })?;
        vm.method(class, "__add__", |vm, args| {
            let (owner, rest) = this(vm, args, "__add__")?;
            let other = rest.positional(vm, "__add__", 1, 1)?[0];
            concat(vm, owner, other)
        })?;
        vm.method(class, "__mod__", |vm, args| {
            let (owner, rest) = this(vm, args, "__mod__")?;
            let v = rest.positional(vm, "__mod__", 1, 1)?[0];
            let owner = vm.unbox(owner);
            vm.slow_path("bytes_percent", &[owner, v])
        })?;
        for name in ["__mul__", "__rmul__"] {
            vm.method(class, name, |vm, args| {
                let (owner, rest) = this(vm, args, "__mul__")?;
                let n = rest.positional(vm, "__mul__", 1, 1)?[0];
                repeat(vm, owner, n)
            })?;
        }
        vm.method(class, "__eq__", |vm, args| compare(vm, args, |o| o.is_eq()))?;
        vm.method(class, "__ne__", |vm, args| compare(vm, args, |o| o.is_ne()))?;
        vm.method(class, "__lt__", |vm, args| compare(vm, args, |o| o.is_lt()))?;
        vm.method(class, "__le__", |vm, args| compare(vm, args, |o| o.is_le()))?;
        vm.method(class, "__gt__", |vm, args| compare(vm, args, |o| o.is_gt()))?;
        vm.method(class, "__ge__", |vm, args| compare(vm, args, |o| o.is_ge()))?;
        methods::register(vm, class)?;
    }
    vm.method(bytes, "__hash__", |vm, args| {
        let (owner, _) = this(vm, args, "__hash__")?;
        let owner = vm.unbox(owner);
        let h = vm.hash(owner)?.unwrap_or(0);
        vm.new_int(h).map(Into::into)
    })?;
    array::register(vm, bytearray)
}

fn is_bytes(vm: &Vm, v: Value) -> bool {
    vm.as_bytes(v).is_some()
}

fn this<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> Res<(Value, Args<'a>)> {
    args.owner(vm, "bytes", name, is_bytes)
}

fn data_of(vm: &Vm, v: Value) -> &[u8] {
    vm.as_bytes(v).unwrap_or_default()
}

/// The bytes of a bytes-like object.
pub(crate) fn bytes_like(vm: &mut Vm, v: Value) -> Option<Vec<u8>> {
    vm.as_bytes(v).map(<[u8]>::to_vec)
}

/// The bytes of an argument that has to be bytes-like.
fn bytes_arg(vm: &mut Vm, v: Value) -> Res<Vec<u8>> {
    match bytes_like(vm, v) {
        Some(data) => Ok(data),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")))
        }
    }
}

/// A result of a method of `owner`: a bytes, or a bytearray of a bytearray.
fn made_like(vm: &mut Vm, owner: Value, data: &[u8]) -> Res {
    if vm.is_kind(owner, Kind::ByteArray) {
        vm.new_bytearray(data)
    } else {
        vm.new_bytes(data)
    }
}

/// One byte from an int in range.
fn byte(vm: &mut Vm, v: Value, what: &str) -> Res<u8> {
    match int_arg(vm, v).map(u8::try_from)? {
        Ok(b) => Ok(b),
        Err(_) => Err(vm.value_error(format!("{what} must be in range(0, 256)"))),
    }
}

/// The bytes for ints in range; `what` is "byte" or "bytes", for the error.
pub(crate) fn collect_bytes(vm: &mut Vm, items: &[Value], what: &str) -> Res<Vec<u8>> {
    vm.charge(items.len() as u64 * 5);
    items.iter().map(|&v| byte(vm, v, what)).collect()
}

/// `bytes(source=b'', encoding, errors)`, `bytearray(...)`
fn new(vm: &mut Vm, args: Args<'_>, array: bool) -> NativeResult {
    let class = args.args[0];
    let name = if array { "bytearray" } else { "bytes" };
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    let [source, encoding, errors] = rest.bind(vm, name, ["source", "encoding", "errors"], 3, 0)?;
    let what = if array { "byte" } else { "bytes" };
    let data = match source {
        None => Vec::new(),
        Some(v) if vm.as_str(v).is_some() => {
            if encoding.is_none() {
                return Err(vm.type_error("string argument without an encoding"));
            }
            let encoding = option(vm, name, "encoding", encoding, "utf-8")?;
            let errors = option(vm, name, "errors", errors, "strict")?;
            let encoded = codec::encode(vm.as_str(v).unwrap_or_default(), &encoding, &errors);
            vm.coded(encoded, v)?
        }
        Some(v) => {
            if encoding.is_some() {
                return Err(vm.type_error("encoding without a string argument"));
            }
            if super::arguments::is_overridden(vm, v, "__bytes__") {
                return slow(vm, class, v, array);
            }
            if vm.is_int(v) {
                zeros(vm, v)?
            } else if let Some(data) = bytes_like(vm, v) {
                data
            } else if let Some(items) = vm.collect_plain(v)? {
                let data = collect_bytes(vm, &items, what);
                vm.drop_all(&items);
                data?
            } else {
                return slow(vm, class, v, array);
            }
        }
    };
    make(vm, class, &data, array).map(Into::into)
}

fn make(vm: &mut Vm, class: Value, data: &[u8], array: bool) -> Res {
    if array {
        let v = vm.new_bytearray(data)?;
        vm.heap.set_lo(v.idx(), 1, class.idx());
        return Ok(v);
    }
    let v = vm.new_bytes(data)?;
    instance_of(vm, class, vm.types.bytes, v)
}

/// `bytes(n)`
fn zeros(vm: &mut Vm, n: Value) -> Res<Vec<u8>> {
    match usize::try_from(int_arg(vm, n)?) {
        Err(_) => Err(vm.value_error("negative count")),
        Ok(n) if n > crate::text::MAX_TEXT => Err(vm.memory_error()),
        Ok(n) => Ok(vec![0; n]),
    }
}

fn slow(vm: &mut Vm, class: Value, v: Value, array: bool) -> NativeResult {
    if class == vm.types.bytes && !array {
        return vm.slow_path("bytes_slow", &[v]);
    }
    vm.slow_path("bytes_of_slow", &[class, v])
}

/// `a + b`
pub(crate) fn concat(vm: &mut Vm, a: Value, b: Value) -> NativeResult {
    let Some(tail) = bytes_like(vm, b) else {
        let (ta, tb) = (vm.type_name(a), vm.type_name(b));
        return Err(vm.type_error(format!("can't concat {tb} to {ta}")));
    };
    let mut data = data_of(vm, a).to_vec();
    data.extend_from_slice(&tail);
    made_like(vm, a, &data).map(Into::into)
}

/// `data * n`
pub(crate) fn repeat(vm: &mut Vm, v: Value, n: Value) -> NativeResult {
    if !vm.is_int(n) {
        let t = vm.type_name(n);
        return Err(vm.type_error(format!("can't multiply sequence by non-int of type '{t}'")));
    }
    let n = int_arg(vm, n)?;
    let data = bytes_ops::repeat(data_of(vm, v), n);
    let data = vm.text(data)?;
    made_like(vm, v, &data).map(Into::into)
}

/// `v in data`: a byte, or bytes.
pub(crate) fn has(vm: &mut Vm, data: Value, v: Value) -> Res<bool> {
    if let Some(needle) = bytes_like(vm, v) {
        return Ok(bytes_ops::find(data_of(vm, data), &needle, None, None).is_some());
    }
    if !vm.is_int(v) {
        let t = vm.type_name(v);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")));
    }
    let b = byte(vm, v, "byte")?;
    Ok(data_of(vm, data).contains(&b))
}

fn compare(vm: &mut Vm, args: Args<'_>, is: fn(std::cmp::Ordering) -> bool) -> NativeResult {
    let (a, rest) = this(vm, args, "__eq__")?;
    let b = rest.positional(vm, "__eq__", 1, 1)?[0];
    done(match (vm.as_bytes(a), vm.as_bytes(b)) {
        (Some(a), Some(b)) => Value::bool(is(a.cmp(b))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// `data[key]`
pub(crate) fn get_item(vm: &mut Vm, v: Value, key: Value) -> NativeResult {
    if vm.is_kind(key, Kind::Slice) {
        let Some([start, stop, step]) = slice_parts(vm, key)? else {
            return vm.slow_path("getitem_index", &[v, key]);
        };
        let part = bytes_ops::get_slice(data_of(vm, v), start, stop, step);
        let part = vm.text(part)?;
        return made_like(vm, v, &part).map(Into::into);
    }
    let Some(i) = clamped(vm, key) else {
        if has_index(vm, key) {
            return vm.slow_path("getitem_index", &[v, key]);
        }
        let (t, what) = (
            vm.type_name(key),
            if vm.is_kind(v, Kind::ByteArray) {
                "bytearray"
            } else {
                "byte"
            },
        );
        return Err(vm.type_error(format!("{what} indices must be integers or slices, not {t}")));
    };
    let data = data_of(vm, v);
    match crate::text::slice::item_index(i, data.len()) {
        Some(at) => done(Value::int(i64::from(data[at]))),
        None => Err(out_of_range(vm, v)),
    }
}

fn out_of_range(vm: &mut Vm, v: Value) -> crate::vm::Raised {
    let text = if vm.is_kind(v, Kind::ByteArray) {
        "bytearray index out of range"
    } else {
        "index out of range"
    };
    vm.raise(Exc::IndexError, text)
}

/// `data[key] = value` of a bytearray; takes `value` over, NULL deletes.
pub(crate) fn set_item(vm: &mut Vm, v: Value, key: Value, value: Value) -> NativeResult {
    let result = array::assign(vm, v, key, value);
    vm.drop(value);
    result.map(|()| Value::NONE.into())
}

//! The operators of the number classes as methods: `int.__add__`, `float.__rsub__`, `complex.__eq__` and their kin.

use super::{Number, number, plain_arithmetic, plain_divmod};
use crate::bytecode::{BinaryOp, CompareOp};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use std::cmp::Ordering;

const INT: u8 = 0;
const FLOAT: u8 = 1;
const COMPLEX: u8 = 2;
const CLASSES: [&str; 3] = ["int", "float", "complex"];

fn rank(n: &Number) -> u8 {
    match n {
        Number::Int(_) | Number::Big(_) => INT,
        Number::Float(_) => FLOAT,
        Number::Complex(..) => COMPLEX,
    }
}

/// Whether a value is an instance of the class with this rank.
fn is_of<const T: u8>(vm: &Vm, v: Value) -> bool {
    number(vm, v).is_some_and(|n| rank(&n) == T)
}

/// Owner and operand of a method; the operand is `None` when the class does not know its type.
fn operands<const T: u8>(vm: &mut Vm, args: Args<'_>, name: &str, max: usize) -> Res<(Value, Option<Value>)> {
    let (owner, rest) = args.owner(vm, CLASSES[T as usize], name, is_of::<T>)?;
    let rest = rest.positional(vm, name, 1, max)?;
    let known = number(vm, rest[0]).is_some_and(|n| rank(&n) <= T);
    Ok((owner, known.then_some(rest[0])))
}

fn binary<const T: u8, const OP: usize, const REFLECTED: bool>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let op = BinaryOp::ALL[OP];
    let (a, b) = operands::<T>(vm, args, op.stem(), 1)?;
    let Some(b) = b else {
        return done(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = if REFLECTED { (b, a) } else { (a, b) };
    done(plain_arithmetic(vm, op, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED))
}

/// `__pow__`, which alone has a third operand.
fn power<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (a, b) = operands::<T>(vm, args, "__pow__", 2)?;
    let Some(b) = b else {
        return done(Value::NOT_IMPLEMENTED);
    };
    match args.args.get(2) {
        Some(&m) if !m.is_none() => {
            let (a, m) = (vm.unbox(a), vm.unbox(m));
            if number(vm, m).is_none() {
                return done(Value::NOT_IMPLEMENTED);
            }
            super::pow3(vm, a, b, m)
        }
        _ => done(plain_arithmetic(vm, BinaryOp::Power, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED)),
    }
}

fn divmod_method<const T: u8, const REFLECTED: bool>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (a, b) = operands::<T>(vm, args, "__divmod__", 1)?;
    let Some(b) = b else {
        return done(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = if REFLECTED { (b, a) } else { (a, b) };
    done(plain_divmod(vm, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED))
}

/// `int` also compares with nothing but ints; `float` with both.
fn compare<const T: u8, const OP: usize>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let op = CompareOp::ALL[OP];
    let (a, b) = operands::<T>(vm, args, op.symbol(), 1)?;
    let Some(b) = b else {
        return done(Value::NOT_IMPLEMENTED);
    };
    if T == COMPLEX {
        let (a, b) = (vm.unbox(a), vm.unbox(b));
        return done(match (op, vm.eq(a, b)) {
            (CompareOp::Eq, Some(equal)) => Value::bool(equal),
            (CompareOp::Ne, Some(equal)) => Value::bool(!equal),
            _ => Value::NOT_IMPLEMENTED,
        });
    }
    let order = super::compare_numbers(vm, a, b);
    done(Value::bool(match op {
        CompareOp::Lt => order == Some(Ordering::Less),
        CompareOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        CompareOp::Eq => order == Some(Ordering::Equal),
        CompareOp::Ne => order != Some(Ordering::Equal),
        CompareOp::Gt => order == Some(Ordering::Greater),
        CompareOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }))
}

fn unary<const T: u8>(
    vm: &mut Vm,
    args: Args<'_>,
    name: &str,
    f: fn(&mut Vm, Value) -> Res<Option<Value>>,
) -> NativeResult {
    let (owner, rest) = args.owner(vm, CLASSES[T as usize], name, is_of::<T>)?;
    rest.positional(vm, name, 0, 0)?;
    done(f(vm, owner)?.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn negative<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    unary::<T>(vm, args, "__neg__", super::negate)
}

fn positive<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    unary::<T>(vm, args, "__pos__", |vm, v| Ok(super::plain(vm, v)))
}

fn invert<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    unary::<T>(vm, args, "__invert__", super::invert)
}

fn magnitude<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    unary::<T>(vm, args, "__abs__", super::magnitude)
}

fn truth<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, CLASSES[T as usize], "__bool__", is_of::<T>)?;
    rest.positional(vm, "__bool__", 0, 0)?;
    let owner = vm.unbox(owner);
    done(Value::bool(vm.truth_fast(owner).unwrap_or(true)))
}

fn hash<const T: u8>(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, CLASSES[T as usize], "__hash__", is_of::<T>)?;
    rest.positional(vm, "__hash__", 0, 0)?;
    let owner = vm.unbox(owner);
    let h = vm.hash(owner)?.unwrap_or(0);
    vm.new_int(h).map(Into::into)
}

/// `bool`'s own `&`, `|`, `^`, which keep to bools, are `int`'s: they look at their operands.
macro_rules! operators {
    ($vm:expr, $class:expr, $t:expr, $($op:ident $name:literal $reflected:literal,)*) => {
        $(
            $vm.method($class, $name, binary::<{ $t }, { BinaryOp::$op as usize }, false>)?;
            $vm.method($class, $reflected, binary::<{ $t }, { BinaryOp::$op as usize }, true>)?;
        )*
    };
}

macro_rules! comparisons {
    ($vm:expr, $class:expr, $t:expr, $($op:ident $name:literal,)*) => {
        $($vm.method($class, $name, compare::<{ $t }, { CompareOp::$op as usize }>)?;)*
    };
}

macro_rules! shared {
    ($vm:expr, $class:expr, $t:expr) => {
        operators!($vm, $class, $t,
            Add "__add__" "__radd__",
            Subtract "__sub__" "__rsub__",
            Multiply "__mul__" "__rmul__",
            TrueDivide "__truediv__" "__rtruediv__",
        );
        comparisons!($vm, $class, $t,
            Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
        );
        $vm.method($class, "__pow__", power::<{ $t }>)?;
        $vm.method($class, "__rpow__", binary::<{ $t }, { BinaryOp::Power as usize }, true>)?;
        $vm.method($class, "__neg__", negative::<{ $t }>)?;
        $vm.method($class, "__pos__", positive::<{ $t }>)?;
        $vm.method($class, "__abs__", magnitude::<{ $t }>)?;
        $vm.method($class, "__bool__", truth::<{ $t }>)?;
        $vm.method($class, "__hash__", hash::<{ $t }>)?;
    };
}

macro_rules! division {
    ($vm:expr, $class:expr, $t:expr) => {
        operators!($vm, $class, $t,
            FloorDivide "__floordiv__" "__rfloordiv__",
            Remainder "__mod__" "__rmod__",
        );
        $vm.method($class, "__divmod__", divmod_method::<{ $t }, false>)?;
        $vm.method($class, "__rdivmod__", divmod_method::<{ $t }, true>)?;
    };
}

pub(super) fn register(vm: &mut Vm) -> Res<()> {
    let (int, float, complex) = (vm.types.int, vm.types.float, vm.types.complex);
    shared!(vm, int, INT);
    shared!(vm, float, FLOAT);
    shared!(vm, complex, COMPLEX);
    division!(vm, int, INT);
    division!(vm, float, FLOAT);
    operators!(vm, int, INT,
        And "__and__" "__rand__",
        Or "__or__" "__ror__",
        Xor "__xor__" "__rxor__",
        Lshift "__lshift__" "__rlshift__",
        Rshift "__rshift__" "__rrshift__",
    );
    vm.method(int, "__invert__", invert::<INT>)?;
    Ok(())
}

//! `tuple` and `slice`.

use super::{alias, list, protocol};
use crate::text::slice;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.tuple;
    vm.constructor(c, new)?;
    vm.method(c, "index", list::index)?;
    vm.method(c, "count", list::count)?;
    vm.class_method(c, "__class_getitem__", alias::class_getitem)?;
    protocol::container(vm, c)?;
    protocol::ordering(vm, c)?;
    protocol::items(vm, c, false)?;
    protocol::sequence(vm, c, false)?;
    protocol::hash(vm, c, true)?;
    vm.method(c, "__getnewargs__", |vm, args| {
        let items = vm.tuple(args.args[0]).to_vec();
        let crate::vm::Out::Value(inner) = vm.items_again(&items, true)? else {
            return done(Value::NONE);
        };
        done(vm.new_tuple(&[inner])?)
    })?;

    let c = vm.types.slice;
    vm.constructor(c, new_slice)?;
    vm.getset(c, "start", |vm, args| part(vm, args, 2), None)?;
    vm.getset(c, "stop", |vm, args| part(vm, args, 3), None)?;
    vm.getset(c, "step", |vm, args| part(vm, args, 4), None)?;
    vm.method(c, "indices", indices)?;
    protocol::equality(vm, c)
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "tuple", 0, 1)?;
    let exact = class == vm.types.tuple;
    let items = match rest.first() {
        None => Vec::new(),
        Some(&v) if exact && vm.type_of(v) == class => return done(vm.own(v)),
        Some(&v) => match vm.collect_plain(v)? {
            Some(items) => items,
            None => return vm.slow_path("tuple_new_slow", &[class, v]),
        },
    };
    vm.charge(items.len() as u64 * 2);
    done(if exact {
        vm.new_tuple(&items)?
    } else {
        vm.new_tuple_of(class, &items)?
    })
}

fn new_slice(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (_, rest) = args.method(vm, "slice", 1, 3)?;
    let parts = match *rest {
        [stop] => [Value::NONE, stop, Value::NONE],
        [start, stop] => [start, stop, Value::NONE],
        _ => [rest[0], rest[1], rest[2]],
    };
    let [start, stop, step] = parts.map(|v| vm.own(v));
    done(vm.new_slice(start, stop, step)?)
}

fn part(vm: &mut Vm, args: Args<'_>, i: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), i);
    done(vm.own(v))
}

fn indices(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (s, rest) = args.method(vm, "indices", 1, 1)?;
    let len = protocol::index_arg(vm, rest[0])?;
    let (Some(len), Some([start, stop, step])) = (len, vm.slice_bounds(s)?) else {
        return vm.slow_path("slice_indices_slow", &[s, rest[0]]);
    };
    let Ok(len) = usize::try_from(len) else {
        return Err(vm.value_error("length should not be negative"));
    };
    let at = slice::indices(start, stop, step, len).map_err(|e| vm.value_error(e.message))?;
    let parts = [vm.new_int(at.start)?, vm.new_int(at.stop)?, vm.new_int(at.step)?];
    done(vm.new_tuple(&parts)?)
}

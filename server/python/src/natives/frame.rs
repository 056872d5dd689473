//! Frames, tracebacks and code objects as a program sees them.

use crate::bytecode::Opcode;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.frame;
    vm.getset(
        c,
        "f_lineno",
        |vm, args| {
            let line = line_of(vm, args.args[0].idx());
            done(Value::int(i64::from(line)))
        },
        None,
    )?;
    vm.getset(
        c,
        "f_code",
        |vm, args| {
            let id = vm.heap.lo(args.args[0].idx(), frame::CODE_IP);
            done(new_code(vm, id)?)
        },
        None,
    )?;
    vm.getset(
        c,
        "f_globals",
        |vm, args| {
            let d = vm.heap.value(args.args[0].idx(), frame::GLOBALS);
            if vm.is_dict(d) {
                done(vm.own(d))
            } else {
                done(vm.new_dict()?)
            }
        },
        None,
    )?;
    vm.getset(c, "f_builtins", |vm, _| done(vm.own(vm.builtins)), None)?;
    vm.getset(c, "f_locals", |vm, args| locals_of(vm, args.args[0].idx()), None)?;
    vm.getset(
        c,
        "f_lasti",
        |vm, args| {
            done(Value::int(
                i64::from(vm.heap.hi(args.args[0].idx(), frame::CODE_IP)) * 2,
            ))
        },
        None,
    )?;
    vm.getset(
        c,
        "f_back",
        |vm, args| {
            let mut f = vm.heap.lo(args.args[0].idx(), frame::PREV_SP);
            while f != 0 && vm.frame_code(f).code.flags.native {
                f = vm.heap.lo(f, frame::PREV_SP);
            }
            if f == 0 {
                done(Value::NONE)
            } else {
                done(vm.own(Value::block(f)))
            }
        },
        None,
    )?;
    vm.method(c, "clear", |_, _| done(Value::NONE))?;

    let c = vm.types.traceback;
    vm.getset(
        c,
        "tb_lineno",
        |vm, args| done(Value::int(i64::from(vm.heap.hi(args.args[0].idx(), 1)))),
        None,
    )?;
    vm.getset(
        c,
        "tb_next",
        |vm, args| {
            let v = vm.heap.value(args.args[0].idx(), 2);
            done(if v.is_null() { Value::NONE } else { vm.own(v) })
        },
        Some(|vm, args| {
            let v = if args.args[1].is_null() {
                Value::NONE
            } else {
                vm.own(args.args[1])
            };
            vm.replace(args.args[0].idx(), 2, v);
            done(Value::NONE)
        }),
    )?;
    vm.getset(
        c,
        "tb_lasti",
        |vm, args| done(Value::int(vm.heap.word(args.args[0].idx(), 3) as i64 * 2)),
        None,
    )?;
    vm.getset(c, "tb_frame", tb_frame, None)?;

    let c = vm.types.code;
    vm.getset(
        c,
        "co_name",
        |vm, args| {
            let v = code(vm, args).name;
            done(vm.own(v))
        },
        None,
    )?;
    vm.getset(
        c,
        "co_qualname",
        |vm, args| {
            let v = code(vm, args).qualname;
            done(vm.own(v))
        },
        None,
    )?;
    vm.getset(
        c,
        "co_filename",
        |vm, args| {
            let file = code(vm, args).code.filename.clone();
            done(vm.new_str(&file)?)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_firstlineno",
        |vm, args| number(code(vm, args).code.first_line),
        None,
    )?;
    vm.getset(c, "co_argcount", |vm, args| number(code(vm, args).code.n_args), None)?;
    vm.getset(
        c,
        "co_posonlyargcount",
        |vm, args| number(code(vm, args).code.n_posonly),
        None,
    )?;
    vm.getset(
        c,
        "co_kwonlyargcount",
        |vm, args| number(code(vm, args).code.n_kwonly),
        None,
    )?;
    vm.getset(c, "co_nlocals", |vm, args| number(code(vm, args).code.n_locals), None)?;
    vm.getset(
        c,
        "co_stacksize",
        |vm, args| number(code(vm, args).code.max_stack),
        None,
    )?;
    vm.getset(
        c,
        "co_varnames",
        |vm, args| {
            let rt = code(vm, args);
            let names = rt.localsplus[..rt.code.n_locals as usize].to_vec();
            vm.items_again(&names, true)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_freevars",
        |vm, args| {
            let rt = code(vm, args);
            let names = rt.localsplus[rt.localsplus.len() - rt.code.n_free as usize..].to_vec();
            vm.items_again(&names, true)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_cellvars",
        |vm, args| {
            // Parameters that inner functions read keep their place among the locals.
            let rt = code(vm, args);
            let made = rt.code.instrs.iter().filter(|i| i.op() == Opcode::MakeCell);
            let mut slots: Vec<usize> = made.map(|i| i.arg() as usize).collect();
            slots.sort_unstable();
            let names: Vec<Value> = slots.iter().map(|&i| rt.localsplus[i]).collect();
            vm.items_again(&names, true)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_names",
        |vm, args| {
            let names = code(vm, args).names.clone();
            vm.items_again(&names, true)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_consts",
        |vm, args| {
            let consts = code(vm, args).consts.clone();
            vm.items_again(&consts, true)
        },
        None,
    )?;
    vm.getset(
        c,
        "co_flags",
        |vm, args| {
            let f = code(vm, args).code.flags;
            let bits = [
                (f.optimized, 0x3),
                (f.varargs, 0x4),
                (f.varkeywords, 0x8),
                (f.nested, 0x10),
                (f.generator, 0x20),
                (f.coroutine, 0x80),
                (f.async_generator, 0x200),
            ];
            done(Value::int(bits.iter().filter(|b| b.0).map(|b| b.1).sum()))
        },
        None,
    )
}

fn number(n: u32) -> NativeResult {
    done(Value::int(i64::from(n)))
}

fn code<'a>(vm: &'a Vm, args: Args<'_>) -> &'a crate::vm::CodeRt {
    &vm.codes[vm.heap.hi(args.args[0].idx(), 1) as usize]
}

/// A code object.
pub(crate) fn new_code(vm: &mut Vm, id: u32) -> Res {
    vm.new_simple(Kind::Code, vm.types.code, id, &[])
}

/// The line that a frame is at.
pub(crate) fn line_of(vm: &Vm, f: u32) -> u32 {
    let ip = vm.heap.hi(f, frame::CODE_IP) as usize;
    let code = &vm.frame_code(f).code;
    code.positions
        .get(ip.saturating_sub(1))
        .map_or(code.first_line, |p| if p.line == 0 { code.first_line } else { p.line })
}

/// The running thread's innermost frame that stands for Python code in CPython too.
pub(crate) fn visible_frame(vm: &Vm) -> Option<u32> {
    let mut f = vm.frame();
    while f != 0 && vm.frame_code(f).code.flags.native {
        f = vm.heap.lo(f, frame::PREV_SP);
    }
    (f != 0).then_some(f)
}

/// The locals of a frame: the namespace of a module or class body, a new dict for a function.
pub(crate) fn locals_of(vm: &mut Vm, f: u32) -> NativeResult {
    let locals = vm.heap.value(f, frame::LOCALS);
    if !locals.is_null() {
        return done(vm.own(locals));
    }
    let rt = vm.frame_code(f);
    let (names, n_free) = (rt.localsplus.clone(), rt.code.n_free as usize);
    let d = vm.new_dict()?;
    let used = vm.heap.hi(f, frame::PREV_SP) as usize;
    for (i, &name) in names.iter().enumerate().take(used) {
        let mut v = vm.heap.value(f, frame::LOCALSPLUS + i as u32);
        let hidden = vm.str(name).starts_with('.') || i >= names.len() - n_free && name == vm.names.__class__;
        if vm.is_kind(v, Kind::Cell) {
            v = vm.heap.value(v.idx(), 2);
        }
        if !v.is_null() && !hidden {
            let v = vm.own(v);
            vm.dict_set(d, name, v)?;
        }
    }
    done(d)
}

/// The frame of a traceback entry. It has usually returned: what is left of it is its code and line.
fn tb_frame(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let tb = args.args[0].idx();
    let kept = vm.heap.value(tb, 5);
    if !kept.is_null() {
        return done(vm.own(kept));
    }
    let (ip, code) = (vm.heap.word(tb, 3), vm.heap.word(tb, 4));
    let f = vm.alloc(Kind::Frame, vm.types.frame, 0, frame::LOCALSPLUS)?;
    for i in 2..frame::LOCALSPLUS {
        vm.heap.set_word(f, i, 0);
    }
    vm.heap.set_word(f, frame::CODE_IP, code | (ip + 1) << 32);
    for at in [frame::GLOBALS, frame::FUNC, frame::LOCALS] {
        vm.heap.set_value(f, at, Value::NULL);
    }
    let own = vm.own(Value::block(f));
    vm.heap.set_value(tb, 5, own);
    done(Value::block(f))
}

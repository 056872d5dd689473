//! Reprs in angle brackets: functions, classes, instances, and what else has an address instead of a literal.

use super::Writer;
use crate::vm::boot::address;
use crate::vm::layout::{class, *};
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

/// `module.qualname` of a class; without the module for the builtins.
pub(super) fn class_path(vm: &mut Vm, c: Value) -> String {
    let qualname = vm.heap.value(c.idx(), class::QUALNAME);
    let qualname = if vm.is_str(qualname) {
        vm.str(qualname).to_owned()
    } else {
        vm.class_name(c)
    };
    let dict = vm.heap.value(c.idx(), class::DICT);
    let module = vm.dict_get(dict, vm.names.__module__);
    match module {
        Some(m) if vm.is_str(m) && vm.str(m) != "builtins" => format!("{}.{qualname}", vm.str(m)),
        _ => qualname,
    }
}

/// `<module.Class object at 0x...>`
pub(super) fn default_repr(vm: &mut Vm, v: Value) -> String {
    let c = vm.type_of(v);
    format!("<{} object at {:#x}>", class_path(vm, c), address(v))
}

impl Writer {
    /// Appends the repr of a block that is neither a number nor text nor a container.
    pub(super) fn push_object(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let idx = v.idx();
        let text = |vm: &Vm, i: u32| {
            let v = vm.heap.value(idx, i);
            if vm.is_str(v) {
                vm.str(v).to_owned()
            } else {
                "?".to_owned()
            }
        };
        let at = address(v);
        let shown = match vm.heap.kind(idx) {
            Kind::Class => return self.push_class(vm, v),
            Kind::Function => format!("<function {} at {at:#x}>", text(vm, 7)),
            Kind::Native => crate::natives::native::repr(vm, v),
            Kind::Method => return self.push_method(vm, v),
            Kind::Module => module(vm, v),
            Kind::Generator
                if [vm.types.generator, vm.types.coroutine, vm.types.async_generator].contains(&vm.type_of(v)) =>
            {
                let name = vm.type_name(v);
                format!("<{name} object {} at {at:#x}>", text(vm, 4))
            }
            Kind::Cell => {
                let content = vm.heap.value(idx, 2);
                if content.is_null() {
                    format!("<cell at {at:#x}: empty>")
                } else {
                    format!(
                        "<cell at {at:#x}: {} object at {:#x}>",
                        vm.type_name(content),
                        address(content)
                    )
                }
            }
            Kind::WeakRef => weakref(vm, v),
            Kind::StaticMethod | Kind::ClassMethod => {
                let name = vm.type_name(v);
                return self
                    .push_call(vm, &format!("<{name}"), &[vm.heap.value(idx, 2)])
                    .inspect(|_| {
                        self.out.push('>');
                    });
            }
            Kind::Super => return self.push_super(vm, v),
            Kind::Member => format!("<member '{}' of '{}' objects>", text(vm, 2), owner_name(vm, idx)),
            Kind::GetSet => format!("<attribute '{}' of '{}' objects>", text(vm, 2), owner_name(vm, idx)),
            Kind::Code => {
                let rt = &vm.codes[vm.heap.hi(idx, 1) as usize];
                let (name, file, line) = (rt.code.name.clone(), rt.code.filename.clone(), rt.code.first_line);
                format!("<code object {name} at {at:#x}, file \"{file}\", line {line}>")
            }
            Kind::Frame => {
                let rt = vm.frame_code(idx);
                let (name, file) = (rt.code.name.clone(), rt.code.filename.clone());
                let ip = vm.heap.hi(idx, frame::CODE_IP).saturating_sub(1) as usize;
                let line = rt.code.positions.get(ip).map_or(rt.code.first_line, |p| p.line);
                format!("<frame at {at:#x}, file '{file}', line {line}, code {name}>")
            }
            Kind::Lock => crate::sync::lock_repr(vm, v),
            Kind::Alias => return self.push_alias(vm, v),
            _ => default_repr(vm, v),
        };
        self.out.push_str(&shown);
        Ok(true)
    }

    fn push_class(&mut self, vm: &mut Vm, c: Value) -> Res<bool> {
        let path = class_path(vm, c);
        self.out.push_str(&format!("<class '{path}'>"));
        Ok(true)
    }

    /// `<bound method C.f of ...>`
    fn push_method(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let (f, owner) = (vm.heap.value(v.idx(), 2), vm.heap.value(v.idx(), 3));
        let name = if vm.is_kind(f, Kind::Function) {
            vm.heap.value(f.idx(), 7)
        } else {
            Value::NULL
        };
        let name = if vm.is_str(name) {
            vm.str(name).to_owned()
        } else {
            "?".to_owned()
        };
        self.out.push_str(&format!("<bound method {name} of "));
        let complete = self.push(vm, owner)?;
        self.out.push('>');
        Ok(complete)
    }

    fn push_super(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let (c, of) = (vm.heap.value(v.idx(), 2), vm.heap.value(v.idx(), 4));
        let (c, of) = (
            vm.class_name(c),
            if vm.is_class(of) {
                vm.class_name(of)
            } else {
                "NULL".to_owned()
            },
        );
        self.out.push_str(&format!("<super: <class '{c}'>, <{of} object>>"));
        Ok(true)
    }

    /// `list[int]`, `int | None`
    fn push_alias(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        let (origin, args) = (vm.heap.value(v.idx(), 2), vm.heap.value(v.idx(), 3));
        let args = if vm.is_tuple(args) {
            vm.tuple(args).to_vec()
        } else {
            Vec::new()
        };
        let union = vm.type_of(v) == vm.types.union;
        if !union {
            if !self.push_type(vm, origin)? {
                return Ok(false);
            }
            self.out.push('[');
        }
        for (i, &arg) in args.iter().enumerate() {
            if i > 0 {
                self.out.push_str(if union { " | " } else { ", " });
            }
            if !self.push_type(vm, arg)? {
                return Ok(false);
            }
        }
        if !union {
            self.out.push_str(if args.is_empty() { "()]" } else { "]" });
        }
        Ok(true)
    }

    /// A type as an annotation shows it.
    fn push_type(&mut self, vm: &mut Vm, v: Value) -> Res<bool> {
        if v == Value::ELLIPSIS {
            self.out.push_str("...");
        } else if v == vm.types.none {
            self.out.push_str("None");
        } else if vm.is_class(v) {
            let path = class_path(vm, v);
            self.out.push_str(&path);
        } else if vm.is_list(v) {
            let items = vm.list(v).to_vec();
            self.out.push('[');
            for (i, item) in items.into_iter().enumerate() {
                if i > 0 {
                    self.out.push_str(", ");
                }
                // Lists of lists of types do not nest deeply in earnest; their own repr is as good.
                let complete = if vm.is_list(item) {
                    self.push(vm, item)?
                } else {
                    self.push_type(vm, item)?
                };
                if !complete {
                    return Ok(false);
                }
            }
            self.out.push(']');
        } else {
            self.path.push(v.0 as u32);
            let complete = if self.path.len() > super::DEPTH {
                false
            } else {
                self.push(vm, v)?
            };
            self.path.pop();
            return Ok(complete);
        }
        Ok(true)
    }
}

fn owner_name(vm: &Vm, idx: u32) -> String {
    let c = vm.heap.value(idx, 3);
    if vm.is_class(c) {
        vm.class_name(c)
    } else {
        "?".to_owned()
    }
}

fn module(vm: &mut Vm, v: Value) -> String {
    let (dict, name) = (vm.heap.value(v.idx(), 2), vm.heap.value(v.idx(), 3));
    let name = if vm.is_str(name) {
        vm.str(name).to_owned()
    } else {
        "?".to_owned()
    };
    match vm.dict_get(dict, vm.names.__file__) {
        Some(file) if vm.is_str(file) => format!("<module '{name}' from '{}'>", vm.str(file)),
        _ => format!("<module '{name}' (built-in)>"),
    }
}

fn weakref(vm: &mut Vm, v: Value) -> String {
    let target = vm.heap.value(v.idx(), 2);
    let at = address(v);
    if !target.is_int() {
        return format!("<weakref at {at:#x}; dead>");
    }
    let target = Value::block(target.as_int() as u32);
    format!(
        "<weakref at {at:#x}; to '{}' at {:#x}>",
        vm.type_name(target),
        address(target)
    )
}

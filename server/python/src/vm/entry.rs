//! What a process's main thread begins with: a function of the prelude's `_main`, with the program bound to it.

use super::boot::find_module;
use super::layout::*;
use super::native::{NativeFn, Owner};
use super::value::Value;
use super::{Res, Vm};
use crate::bytecode::Code;
use std::sync::Arc;

/// What a new interpreter does first.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// Run the program.
    Program,
    /// Do what a parent asks for: a function of `_main`, and what it is given.
    Child(&'static str, &'a [u8]),
}

impl Vm {
    /// The callable of the main thread: a function of the prelude's `_main` with the program as its argument, bound.
    ///
    /// # Errors
    /// A sentence, when the heap is too small.
    pub fn main_target(&mut self, code: &Arc<Code>, entry: Entry<'_>) -> Result<Value, String> {
        let made = self.make_main_target(code, entry);
        made.map_err(|raised| format!("the process cannot start: {}", self.format_traceback(raised.0)))
    }

    /// `sys.argv`, which the library knows since before there was a program; borrowed.
    fn argv(&mut self) -> Option<Value> {
        let module = self.dict_get_str(self.modules, "_sys")?;
        self.dict_get_str(self.heap.value(module.idx(), 2), "argv")
    }

    fn make_main_target(&mut self, code: &Arc<Code>, entry: Entry<'_>) -> Res {
        let module = find_module("_main").unwrap_or_else(|| panic!("the prelude has _main"));
        let namespace = self.new_dict()?;
        self.run_module_now(module, namespace)?;
        self.main = self.new_dict()?;
        let name = self.names.__main__;
        let m = self.new_module("__main__", self.main)?;
        self.drop(m);
        let file = self.program_file.clone();
        let file = self.new_str(&file)?;
        let argv = self.argv();
        if let Some(argv) = argv {
            let owned = self.own(file);
            for old in self.list_splice(argv, 0, 1, &[owned])? {
                self.drop(old);
            }
        }
        for (key, v) in [
            (name, Value::NULL),
            (self.names.__file__, file),
            (self.names.__doc__, Value::NONE),
            (self.names.__package__, Value::NONE),
            (self.names.__spec__, Value::NONE),
            (self.names.__loader__, Value::NONE),
        ] {
            if !v.is_null() {
                self.dict_set(self.main, key, v)?;
            }
        }
        let builtins = self.dict_get_str(self.modules, "builtins").unwrap_or(Value::NONE);
        let builtins = self.own(builtins);
        let key = self.names.__builtins__;
        self.dict_set(self.main, key, builtins)?;
        let id = self.add_code(code)?;
        let run_program: NativeFn = |vm, args| {
            let id = args.args.first().and_then(|&v| vm.as_i64(v)).unwrap_or(0) as u32;
            crate::natives::exec::run_code(vm, id, vm.main, vm.main)
        };
        let run = self.new_native("run_program", run_program, Owner::Any)?;
        let program = self.bind_native(run, Value::int(i64::from(id)))?;
        let (function, argument) = match entry {
            Entry::Program => ("run", program),
            Entry::Child(function, payload) => {
                let payload = self.new_bytes(payload)?;
                (function, self.new_tuple(&[program, payload])?)
            }
        };
        let main = self.dict_get_str(namespace, function).unwrap_or(Value::NONE);
        let main = self.own(main);
        self.new_simple(Kind::Method, self.types.method, 0, &[main, argument])
    }
}

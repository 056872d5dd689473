//! The module `_pickle`: the byte form of objects (protocols 4 and 5), as far as it takes no Python code. What does (a
//! `__reduce__`, a class to look up, a key with `__hash__`) is handed to `prelude/pickle.py`, which then comes back.
//!
//! Saving works through a list of things to do, last first, so depth is bounded by the heap alone. While Python code
//! runs, the list lies in the simulated heap: each item a tuple (what, payload, place).

mod load;
mod save;

use crate::vm::{Res, Vm};

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    vm.private_function(d, "save", "ldv", save::save)?;
    vm.private_function(d, "load", "vvlll", load::load_some)?;
    vm.private_function(d, "import_now", "n", |vm, args| {
        let name = vm.str(args.args[0]).to_owned();
        vm.import_now(&name)
    })?;
    let m = vm.new_module("_pickle", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

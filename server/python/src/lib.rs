//! CPython, simulated: source to bytecode, the virtual machine, the GIL and the library on top of it.

pub mod bytecode;
pub mod compiler;
pub mod text;

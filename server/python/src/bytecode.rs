//! The instruction set and code objects: what the compiler makes and the virtual machine runs.
//!
//! Names and meanings are CPython 3.14's (`dis`), so that a learner can compare. It knows neither the syntax tree
//! nor the machine's values.

pub mod code;
pub mod opcode;

pub use code::{Code, CodeFlags, Const, Handler, Instr, Position};
pub use opcode::{BinaryOp, CompareOp, Intrinsic, Opcode, Special};

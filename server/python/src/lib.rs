//! CPython, simulated: source to bytecode, the virtual machine, the GIL and the library on top of it.
//!
//! It knows the kernel only through `timeslice_kernel::Program`, and nothing of the page.

pub mod bytecode;
pub mod checkpoint;
pub mod compiler;
mod database;
pub mod driver;
pub mod exchange;
mod files;
pub mod gil;
pub mod library;
pub mod natives;
pub mod objects;
pub mod process;
pub mod program;
pub mod sync;
pub mod system;
pub mod text;
pub mod vm;
pub mod window;

pub use checkpoint::Checkpoint;
pub use compiler::{Diagnostic, PyVersion};
pub use program::{PythonConfig, PythonProgram, compile_program};
pub use window::Replay;

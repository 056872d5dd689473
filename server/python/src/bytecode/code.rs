//! Code objects. Immutable once compiled, shared by all simulated processes, never in a snapshot.

use super::opcode::Opcode;
use num_bigint::BigInt;
use std::sync::Arc;

/// One instruction: opcode in the low 8 bits, `oparg` in the high 24. Jump targets are absolute instruction indices.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Instr(pub u32);

impl Instr {
    /// The largest `oparg`.
    pub const OPARG_MAX: u32 = (1 << 24) - 1;

    /// Packs an instruction. `oparg` must not exceed [`Self::OPARG_MAX`].
    #[must_use]
    pub const fn new(op: Opcode, oparg: u32) -> Self {
        Self(op as u32 | oparg << 8)
    }

    /// The opcode.
    #[must_use]
    #[inline(always)]
    pub const fn op(self) -> Opcode {
        Opcode::from_u8((self.0 & 0xFF) as u8)
    }

    /// The argument.
    #[must_use]
    #[inline(always)]
    pub const fn arg(self) -> u32 {
        self.0 >> 8
    }
}

impl std::fmt::Debug for Instr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.op().name(), self.arg())
    }
}

/// Where in the source an instruction comes from. Lines from 1, columns from 0 in characters; `line == 0`: nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub col: u32,
    /// Column after the last character.
    pub end_col: u32,
}

/// An entry of the exception table. Ranges are instruction indices; entries are searched innermost first, i.e. in
/// order: the first entry whose range holds the raising instruction wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// First instruction covered.
    pub start: u32,
    /// First instruction not covered.
    pub end: u32,
    /// Where to go on.
    pub target: u32,
    /// Operand stack depth to cut back to.
    pub depth: u32,
    /// Whether the raising instruction's index is pushed (as an int) below the exception, for `RERAISE`.
    pub push_lasti: bool,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Const {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// `...`
    Ellipsis,
    /// Fits an `i64`.
    Int(i64),
    /// Does not.
    BigInt(BigInt),
    /// A float.
    Float(f64),
    /// The imaginary part of a complex literal.
    Imaginary(f64),
    /// A string.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A tuple of constants.
    Tuple(Vec<Const>),
    /// A frozenset of constants (right operand of `in {1, 2}`).
    FrozenSet(Vec<Const>),
    /// A nested code object.
    Code(Arc<Code>),
}

/// `co_flags`, as named flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "these are CPython's flags, one by one")]
pub struct CodeFlags {
    /// Has a `*args` parameter.
    pub varargs: bool,
    /// Has a `**kwargs` parameter.
    pub varkeywords: bool,
    /// Has `yield` and is not async.
    pub generator: bool,
    /// `async def` without `yield`.
    pub coroutine: bool,
    /// `async def` with `yield`.
    pub async_generator: bool,
    /// A function body: locals are fast (as opposed to module and class bodies).
    pub optimized: bool,
    /// Defined inside a function.
    pub nested: bool,
    /// First constant is the docstring.
    pub docstring: bool,
    /// Stands for something that is C in CPython: no GIL check points inside, no frame in tracebacks, no line
    /// steps. Set for prelude modules that begin with `# timeslice: native`.
    pub native: bool,
    /// Library code written in Python in CPython too (`threading`, `asyncio`): check points as usual, but no line
    /// steps for the page.
    pub library: bool,
}

/// A compiled function, class body, module, lambda or comprehension.
///
/// Locals, cells and free variables share one index space, `localsplus`, as in CPython: parameters in signature
/// order (positional, keyword-only, `*args`, `**kwargs`), other locals, then cells that are not parameters, then
/// free variables. A parameter that is also a cell keeps its index and is turned into a cell by `MAKE_CELL`.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// `co_name`
    pub name: String,
    /// `co_qualname`
    pub qualname: String,
    /// `co_filename`
    pub filename: Arc<str>,
    /// Line of the `def`, or of its first decorator.
    pub first_line: u32,
    /// Positional parameters, positional-only ones included, `*args` not.
    pub n_args: u32,
    /// Positional-only parameters.
    pub n_posonly: u32,
    /// Keyword-only parameters.
    pub n_kwonly: u32,
    /// `co_flags`
    pub flags: CodeFlags,
    /// Names of all `localsplus` slots.
    pub localsplus: Vec<String>,
    /// How many of them are plain locals (parameters included).
    pub n_locals: u32,
    /// How many, at the end, are free variables.
    pub n_free: u32,
    /// `co_names`: globals, attributes, imported names.
    pub names: Vec<String>,
    /// `co_consts`
    pub consts: Vec<Const>,
    /// The bytecode.
    pub instrs: Vec<Instr>,
    /// One position per instruction.
    pub positions: Vec<Position>,
    /// The exception table, innermost first.
    pub handlers: Vec<Handler>,
    /// Deepest operand stack.
    pub max_stack: u32,
    /// Attributes that the methods of a class body assign on `self` (`__static_attributes__`): how much room its
    /// instances need.
    pub static_attributes: Vec<String>,
}

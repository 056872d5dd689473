//! The opcodes: a reference page. Each gives its stack effect as `[before] -> [after]`, top to the right.
//!
//! Differences from CPython 3.14, all in the direction of fewer special cases:
//! - one instruction is one 32-bit word; there are no inline cache words, no `EXTENDED_ARG`, no specialised forms
//!   (caches live beside the code); jump targets are absolute;
//! - the method form of `LOAD_ATTR` is an opcode of its own, [`Opcode::LoadMethod`], and so is the calling form of
//!   `LOAD_GLOBAL` (use `LoadGlobal` + `PushNull`);
//! - `LOAD_SMALL_INT` and `LOAD_CONST` are one.

macro_rules! opcodes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// An operation of the virtual machine.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Opcode { $($(#[$doc])* $name,)* }

        impl Opcode {
            /// All opcodes, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name that `dis` prints.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The opcode with this number; `Nop` for a number that is none.
            #[must_use]
            #[inline(always)]
            pub const fn from_u8(n: u8) -> Self {
                if (n as usize) < Self::ALL.len() { Self::ALL[n as usize] } else { Self::Nop }
            }
        }
    };
}

opcodes! {
    // === Stack ===
    /// `[] -> []`
    Nop = "NOP",
    /// `[a] -> []`
    PopTop = "POP_TOP",
    /// `[] -> [NULL]`
    PushNull = "PUSH_NULL",
    /// `[.., x(i-th from top, 1 = top), ..] -> [.., x, .., x]`
    Copy = "COPY",
    /// Swaps the top with the i-th from the top (i >= 2).
    Swap = "SWAP",

    // === Names ===
    /// `[] -> [consts[i]]`
    LoadConst = "LOAD_CONST",
    /// `[] -> [localsplus[i]]`; UnboundLocalError when unset.
    LoadFast = "LOAD_FAST",
    /// `[] -> [localsplus[i] or NULL]` and unsets it (inlined comprehensions save the outer variable with it).
    LoadFastAndClear = "LOAD_FAST_AND_CLEAR",
    /// `[a] -> []`, `localsplus[i] = a`; `a` may be NULL (restores an unset variable).
    StoreFast = "STORE_FAST",
    /// Unsets; UnboundLocalError when unset.
    DeleteFast = "DELETE_FAST",
    /// `[] -> [globals[names[i]], else builtins[names[i]]]`; NameError.
    LoadGlobal = "LOAD_GLOBAL",
    /// `[a] -> []`
    StoreGlobal = "STORE_GLOBAL",
    /// NameError when unset.
    DeleteGlobal = "DELETE_GLOBAL",
    /// `[] -> [locals()[names[i]], else global, else builtin]`; module and class bodies.
    LoadName = "LOAD_NAME",
    /// `[a] -> []`
    StoreName = "STORE_NAME",
    /// NameError when unset.
    DeleteName = "DELETE_NAME",
    /// Replaces `localsplus[i]` by a new cell holding it. First instructions of a code that has cells.
    MakeCell = "MAKE_CELL",
    /// Copies the function's closure into the last `i` slots of `localsplus`. First instruction if there are any.
    CopyFreeVars = "COPY_FREE_VARS",
    /// `[] -> [cell content of localsplus[i]]`; NameError/UnboundLocalError when unset.
    LoadDeref = "LOAD_DEREF",
    /// `[a] -> []`
    StoreDeref = "STORE_DEREF",
    /// Unsets the cell's content.
    DeleteDeref = "DELETE_DEREF",
    /// `[] -> [the cell itself in localsplus[i]]`, to build a closure (`LOAD_FAST` of a cell in CPython).
    LoadClosure = "LOAD_CLOSURE",
    /// `[mapping] -> [mapping[name of localsplus[i]], else cell content]`; class bodies that read an outer variable.
    LoadFromDictOrDeref = "LOAD_FROM_DICT_OR_DEREF",
    /// `[] -> [locals()]`
    LoadLocals = "LOAD_LOCALS",
    /// `[] -> [builtins.__build_class__]`
    LoadBuildClass = "LOAD_BUILD_CLASS",
    /// `[] -> [common constant i]`: 0 AssertionError, 1 NotImplementedError.
    LoadCommonConstant = "LOAD_COMMON_CONSTANT",

    // === Attributes and items ===
    /// `[owner] -> [owner.names[i]]`
    LoadAttr = "LOAD_ATTR",
    /// `[owner] -> [unbound method, owner]` when it is a plain method, else `[value, NULL]`; then `CALL`.
    LoadMethod = "LOAD_ATTR_METHOD",
    /// `[value, owner] -> []`
    StoreAttr = "STORE_ATTR",
    /// `[owner] -> []`
    DeleteAttr = "DELETE_ATTR",
    /// `[super, class, self] -> [super(class, self).names[i]]`
    LoadSuperAttr = "LOAD_SUPER_ATTR",
    /// `[super, class, self] -> [unbound method, self]` or `[value, NULL]`
    LoadSuperMethod = "LOAD_SUPER_METHOD",
    /// `[owner] -> [special method i of its type, owner]` or `[bound value, NULL]`; see [`Special`].
    /// TypeError with CPython's text when missing ("'X' object does not support the context manager protocol").
    LoadSpecial = "LOAD_SPECIAL",
    /// `[container, key] -> [container[key]]`
    BinarySubscr = "BINARY_SUBSCR",
    /// `[value, container, key] -> []`
    StoreSubscr = "STORE_SUBSCR",
    /// `[container, key] -> []`
    DeleteSubscr = "DELETE_SUBSCR",
    /// `[container, start, stop] -> [container[start:stop]]`
    BinarySlice = "BINARY_SLICE",
    /// `[value, container, start, stop] -> []`
    StoreSlice = "STORE_SLICE",

    // === Operators ===
    /// `[a, b] -> [a op b]`, op = [`BinaryOp`] i
    BinaryOp = "BINARY_OP",
    /// `[a, b] -> [a op b]`, op = [`CompareOp`] i
    CompareOp = "COMPARE_OP",
    /// `[a, b] -> [a is b]`, inverted if i = 1
    IsOp = "IS_OP",
    /// `[a, b] -> [a in b]`, inverted if i = 1
    ContainsOp = "CONTAINS_OP",
    /// `[a] -> [-a]`
    UnaryNegative = "UNARY_NEGATIVE",
    /// `[a] -> [~a]`
    UnaryInvert = "UNARY_INVERT",
    /// `[a] -> [not a]`; any operand
    UnaryNot = "UNARY_NOT",
    /// `[a] -> [bool(a)]`
    ToBool = "TO_BOOL",
    /// `[a] -> [f(a)]`, f = [`Intrinsic`] i
    CallIntrinsic1 = "CALL_INTRINSIC_1",

    // === Building ===
    /// `[x * i] -> [tuple]`
    BuildTuple = "BUILD_TUPLE",
    /// `[x * i] -> [list]`
    BuildList = "BUILD_LIST",
    /// `[x * i] -> [set]`
    BuildSet = "BUILD_SET",
    /// `[(k, v) * i] -> [dict]`
    BuildMap = "BUILD_MAP",
    /// `[str * i] -> [str]`
    BuildString = "BUILD_STRING",
    /// `[start, stop] -> [slice]`, with `step` on top when i = 3
    BuildSlice = "BUILD_SLICE",
    /// `[.., list(i-th below), x] -> [..]`, appends; comprehensions. i = 1: directly below x.
    ListAppend = "LIST_APPEND",
    /// As `LIST_APPEND`, for a set.
    SetAdd = "SET_ADD",
    /// `[.., dict(i-th below the pair), k, v] -> [..]`
    MapAdd = "MAP_ADD",
    /// `[.., list(i-th below), iterable] -> [..]`; TypeError "Value after * must be an iterable, not X"
    ListExtend = "LIST_EXTEND",
    /// As `LIST_EXTEND`, for a set.
    SetUpdate = "SET_UPDATE",
    /// `[.., dict(i-th below), mapping] -> [..]`; later keys win (`{**a}`)
    DictUpdate = "DICT_UPDATE",
    /// As `DICT_UPDATE` for `f(**a)`: TypeError on a repeated key. The callable is below, for the message.
    DictMerge = "DICT_MERGE",
    /// `[seq] -> [last, .., first]`, i items; ValueError "not enough values to unpack (expected 2, got 1)"
    UnpackSequence = "UNPACK_SEQUENCE",
    /// `[seq] -> [after.., list, ..before]`: low 8 bits before the star, next 8 bits after it; first item on top
    UnpackEx = "UNPACK_EX",

    // === Formatting ===
    /// `[a] -> [format(a, "")]`
    FormatSimple = "FORMAT_SIMPLE",
    /// `[a, spec] -> [format(a, spec)]`
    FormatWithSpec = "FORMAT_WITH_SPEC",
    /// `[a] -> [str(a), repr(a) or ascii(a)]` for i = 1, 2, 3
    ConvertValue = "CONVERT_VALUE",

    // === Jumps: i is the target ===
    /// Forward.
    JumpForward = "JUMP_FORWARD",
    /// Backward; a GIL check point (G16).
    JumpBackward = "JUMP_BACKWARD",
    /// Backward inside `await` and `yield from`; not a check point.
    JumpBackwardNoInterrupt = "JUMP_BACKWARD_NO_INTERRUPT",
    /// `[a] -> []`; any operand (includes `TO_BOOL`)
    PopJumpIfFalse = "POP_JUMP_IF_FALSE",
    /// `[a] -> []`; any operand
    PopJumpIfTrue = "POP_JUMP_IF_TRUE",
    /// `[a] -> []`
    PopJumpIfNone = "POP_JUMP_IF_NONE",
    /// `[a] -> []`
    PopJumpIfNotNone = "POP_JUMP_IF_NOT_NONE",

    // === Iteration ===
    /// `[iterable] -> [iterator]`
    GetIter = "GET_ITER",
    /// `[iterator] -> [iterator, item]`, or at the end pops the iterator and jumps to i (which is *after* the loop;
    /// there is no `END_FOR`)
    ForIter = "FOR_ITER",
    /// `[iterable] -> [iterator]` for `yield from`: coroutines allowed in coroutines only
    GetYieldFromIter = "GET_YIELD_FROM_ITER",

    // === Calls ===
    /// `[callable, self or NULL, arg * i] -> [result]`; a check point when the callable is not a Python function
    Call = "CALL",
    /// `[callable, self or NULL, arg * i, names tuple] -> [result]`; the last arguments are the named ones
    CallKw = "CALL_KW",
    /// `[callable, NULL, args tuple] -> [result]`, with a dict of keywords on top if i = 1
    CallFunctionEx = "CALL_FUNCTION_EX",
    /// `[code] -> [function]`
    MakeFunction = "MAKE_FUNCTION",
    /// `[value, function] -> [function]`: i = 1 defaults tuple, 2 keyword defaults dict, 4 annotations dict,
    /// 8 closure tuple
    SetFunctionAttribute = "SET_FUNCTION_ATTRIBUTE",
    /// `[a] -> ` returns a
    ReturnValue = "RETURN_VALUE",
    /// Function entry (0), after `yield` (1), `yield from` (2), `await` (3): 0 and 1 are check points (G15)
    Resume = "RESUME",

    // === Generators, coroutines ===
    /// `[] -> []` for the frame; returns a new generator that owns it. Comes before `RESUME 0`, followed by `POP_TOP`
    /// of the value first sent.
    ReturnGenerator = "RETURN_GENERATOR",
    /// `[a] -> [sent]`, yields a. In an async generator i = 1 marks a value of `yield` (as opposed to what `await`
    /// passes through).
    YieldValue = "YIELD_VALUE",
    /// `[receiver, v] -> [receiver, yielded]`, or jumps to i with `[receiver, returned]`
    Send = "SEND",
    /// `[receiver, a] -> [a]`
    EndSend = "END_SEND",
    /// `[a] -> [awaitable iterator]`; i: 0 plain await, 1 `__aenter__`, 2 `__aexit__` (for the message)
    GetAwaitable = "GET_AWAITABLE",
    /// `[a] -> [a.__aiter__()]`
    GetAiter = "GET_AITER",
    /// `[aiter] -> [aiter, awaitable of __anext__()]`
    GetAnext = "GET_ANEXT",
    /// `[aiter, exc] -> []` if exc is StopAsyncIteration, else re-raises. i: nothing.
    EndAsyncFor = "END_ASYNC_FOR",
    /// Handler around `SEND` and `YIELD_VALUE` of an await: `[receiver, v, exc] -> [NULL, value]` if exc is the
    /// StopIteration that `close()`/`throw()` on the receiver produced, else re-raises
    CleanupThrow = "CLEANUP_THROW",

    // === Exceptions ===
    /// i = 0: re-raise the handled one; 1: `[exc] ->`; 2: `[exc, cause] ->`
    RaiseVarargs = "RAISE_VARARGS",
    /// `[exc] ->` re-raises without a new traceback entry. If i > 0, the lasti is at that depth below exc: the
    /// raising position is restored from it.
    Reraise = "RERAISE",
    /// `[exc] -> [previously handled, exc]`; exc is now the handled exception
    PushExcInfo = "PUSH_EXC_INFO",
    /// `[previously handled] -> []`; it is the handled exception again
    PopExcept = "POP_EXCEPT",
    /// `[exc, type] -> [exc, bool]`
    CheckExcMatch = "CHECK_EXC_MATCH",
    /// `[exc, type] -> [rest or None, match or None]` (`except*`)
    CheckEgMatch = "CHECK_EG_MATCH",
    /// `[exit, self, lasti, previous, exc] -> [exit, self, lasti, previous, exc, exit(type, exc, tb)]`
    WithExceptStart = "WITH_EXCEPT_START",

    // === match ===
    /// `[subject] -> [subject, len(subject)]`
    GetLen = "GET_LEN",
    /// `[subject] -> [subject, is a mapping]`
    MatchMapping = "MATCH_MAPPING",
    /// `[subject] -> [subject, is a sequence and not str/bytes]`
    MatchSequence = "MATCH_SEQUENCE",
    /// `[subject, keys] -> [subject, keys, values tuple or None]`
    MatchKeys = "MATCH_KEYS",
    /// `[subject, class, names tuple] -> [attributes tuple or None]`, i positional patterns
    MatchClass = "MATCH_CLASS",

    // === Modules ===
    /// `[level, fromlist] -> [module]`, name names[i]
    ImportName = "IMPORT_NAME",
    /// `[module] -> [module, attribute names[i]]`
    ImportFrom = "IMPORT_FROM",
    /// `[] -> []`, makes `__annotations__` in a module or class namespace
    SetupAnnotations = "SETUP_ANNOTATIONS",
}

/// Operators of `BINARY_OP`, CPython's numbering (`NB_*`): the in-place forms are 13 higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `&`
    And,
    /// `//`
    FloorDivide,
    /// `<<`
    Lshift,
    /// `@`
    MatrixMultiply,
    /// `*`
    Multiply,
    /// `%`
    Remainder,
    /// `|`
    Or,
    /// `**`
    Power,
    /// `>>`
    Rshift,
    /// `-`
    Subtract,
    /// `/`
    TrueDivide,
    /// `^`
    Xor,
}

impl BinaryOp {
    /// Added to the number for `+=` and its kin.
    pub const INPLACE: u32 = 13;

    /// All, by number.
    pub const ALL: [Self; 13] = [
        Self::Add,
        Self::And,
        Self::FloorDivide,
        Self::Lshift,
        Self::MatrixMultiply,
        Self::Multiply,
        Self::Remainder,
        Self::Or,
        Self::Power,
        Self::Rshift,
        Self::Subtract,
        Self::TrueDivide,
        Self::Xor,
    ];

    /// The operator as written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        ["+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"][self as usize]
    }

    /// The stem of its special methods: "add" for `__add__`, `__radd__`, `__iadd__`.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        [
            "add", "and", "floordiv", "lshift", "matmul", "mul", "mod", "or", "pow", "rshift", "sub", "truediv", "xor",
        ][self as usize]
    }
}

/// Operators of `COMPARE_OP`, CPython's numbering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// All, by number.
    pub const ALL: [Self; 6] = [Self::Lt, Self::Le, Self::Eq, Self::Ne, Self::Gt, Self::Ge];

    /// The operator as written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// Its special method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"][self as usize]
    }
}

/// Functions of `CALL_INTRINSIC_1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Intrinsic {
    /// `+a`
    UnaryPositive,
    /// list to tuple (star-displays)
    ListToTuple,
    /// `from m import *`: all public names of the module into the present namespace; gives None
    ImportStar,
    /// StopIteration that escapes a generator becomes RuntimeError
    StopIterationError,
    /// `except*`: `[(orig, [parts])] -> [exception to raise or None]` as a 2-tuple operand
    PrepReraiseStar,
    /// A value of an async generator's `yield`
    AsyncGenWrap,
    /// `type X = ...`, `def f[T]`: makes a `TypeVar` of the given name
    TypeVar,
    /// Makes a `TypeAliasType` of `(name, value)`
    TypeAlias,
    /// `t"..."`: makes a `Template` of a tuple of text, `(value, expression, conversion, format spec)`, text, ...
    Template,
    /// The value of a statement in code compiled as `single`: shows it, gives None
    Print,
}

impl Intrinsic {
    /// All, by number.
    pub const ALL: [Self; 10] = [
        Self::UnaryPositive,
        Self::ListToTuple,
        Self::ImportStar,
        Self::StopIterationError,
        Self::PrepReraiseStar,
        Self::AsyncGenWrap,
        Self::TypeVar,
        Self::TypeAlias,
        Self::Template,
        Self::Print,
    ];
}

/// Special methods of `LOAD_SPECIAL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Special {
    /// `__enter__`
    Enter,
    /// `__exit__`
    Exit,
    /// `__aenter__`
    Aenter,
    /// `__aexit__`
    Aexit,
}

impl Special {
    /// All, by number.
    pub const ALL: [Self; 4] = [Self::Enter, Self::Exit, Self::Aenter, Self::Aexit];

    /// The method's name.
    #[must_use]
    pub const fn method(self) -> &'static str {
        ["__enter__", "__exit__", "__aenter__", "__aexit__"][self as usize]
    }
}

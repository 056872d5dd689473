//! The built-in classes and the names that the machine itself looks up. Filled once at boot; immortal.

use super::value::Value;

macro_rules! types {
    ($($field:ident = $name:literal,)*) => {
        /// The built-in classes that are no exceptions.
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "each is the class of its name")]
        pub struct Types { $(pub $field: Value,)* }

        impl Types {
            /// All unset.
            pub const EMPTY: Self = Self { $($field: Value::NULL,)* };

            /// Every class with its name, in order of creation.
            pub fn each(&mut self, mut f: impl FnMut(&'static str, &mut Value)) {
                $(f($name, &mut self.$field);)*
            }
        }
    };
}

types! {
    object = "object",
    type_ = "type",
    int = "int",
    bool_ = "bool",
    float = "float",
    complex = "complex",
    str_ = "str",
    bytes = "bytes",
    bytearray = "bytearray",
    list = "list",
    tuple = "tuple",
    dict = "dict",
    set = "set",
    frozenset = "frozenset",
    range = "range",
    slice = "slice",
    none = "NoneType",
    ellipsis = "ellipsis",
    not_implemented = "NotImplementedType",
    function = "function",
    native = "builtin_function_or_method",
    method = "method",
    cell = "cell",
    frame = "frame",
    code = "code",
    traceback = "traceback",
    generator = "generator",
    coroutine = "coroutine",
    async_generator = "async_generator",
    async_gen_step = "async_generator_asend",
    async_gen_throw = "async_generator_athrow",
    coroutine_wrapper = "coroutine_wrapper",
    property = "property",
    staticmethod = "staticmethod",
    classmethod = "classmethod",
    super_ = "super",
    module = "module",
    member = "member_descriptor",
    getset = "getset_descriptor",
    method_descriptor = "method_descriptor",
    wrapper_descriptor = "wrapper_descriptor",
    method_wrapper = "method-wrapper",
    list_iterator = "list_iterator",
    tuple_iterator = "tuple_iterator",
    str_iterator = "str_ascii_iterator",
    bytes_iterator = "bytes_iterator",
    range_iterator = "range_iterator",
    dict_keyiterator = "dict_keyiterator",
    dict_valueiterator = "dict_valueiterator",
    dict_itemiterator = "dict_itemiterator",
    set_iterator = "set_iterator",
    dict_keys = "dict_keys",
    dict_values = "dict_values",
    dict_items = "dict_items",
    mappingproxy = "mappingproxy",
    weakref = "ReferenceType",
    map = "map",
    filter = "filter",
    zip = "zip",
    enumerate = "enumerate",
    reversed = "reversed",
    callable_iterator = "callable_iterator",
    iterator = "iterator",
    generic_alias = "GenericAlias",
    union = "UnionType",
    lock = "lock",
    rlock = "RLock",
    opaque = "opaque",
    memoryview = "memoryview",
}

macro_rules! exceptions {
    ($($field:ident : $base:ident,)*) => {
        /// The built-in exception classes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the class of its name")]
        #[repr(u8)]
        pub enum Exc { $($field,)* }

        impl Exc {
            /// Name and base of each, bases first.
            pub const ALL: &'static [(Self, &'static str, Option<Self>)] = &[$((Self::$field, stringify!($field), exceptions!(@base $base)),)*];

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();
        }
    };
    (@base none) => { None };
    (@base $base:ident) => { Some(Exc::$base) };
}

exceptions! {
    BaseException: none,
    Exception: BaseException,
    BaseExceptionGroup: BaseException,
    ExceptionGroup: BaseExceptionGroup,
    GeneratorExit: BaseException,
    KeyboardInterrupt: BaseException,
    SystemExit: BaseException,
    ArithmeticError: Exception,
    FloatingPointError: ArithmeticError,
    OverflowError: ArithmeticError,
    ZeroDivisionError: ArithmeticError,
    AssertionError: Exception,
    AttributeError: Exception,
    BufferError: Exception,
    EOFError: Exception,
    ImportError: Exception,
    ModuleNotFoundError: ImportError,
    LookupError: Exception,
    IndexError: LookupError,
    KeyError: LookupError,
    MemoryError: Exception,
    NameError: Exception,
    UnboundLocalError: NameError,
    OSError: Exception,
    BlockingIOError: OSError,
    ChildProcessError: OSError,
    ConnectionError: OSError,
    BrokenPipeError: ConnectionError,
    ConnectionAbortedError: ConnectionError,
    ConnectionRefusedError: ConnectionError,
    ConnectionResetError: ConnectionError,
    FileExistsError: OSError,
    FileNotFoundError: OSError,
    InterruptedError: OSError,
    IsADirectoryError: OSError,
    NotADirectoryError: OSError,
    PermissionError: OSError,
    ProcessLookupError: OSError,
    TimeoutError: OSError,
    ReferenceError: Exception,
    RuntimeError: Exception,
    NotImplementedError: RuntimeError,
    RecursionError: RuntimeError,
    PythonFinalizationError: RuntimeError,
    StopAsyncIteration: Exception,
    StopIteration: Exception,
    SyntaxError: Exception,
    IndentationError: SyntaxError,
    TabError: IndentationError,
    SystemError: Exception,
    TypeError: Exception,
    ValueError: Exception,
    UnicodeError: ValueError,
    UnicodeDecodeError: UnicodeError,
    UnicodeEncodeError: UnicodeError,
    Warning: Exception,
    BytesWarning: Warning,
    DeprecationWarning: Warning,
    FutureWarning: Warning,
    ImportWarning: Warning,
    PendingDeprecationWarning: Warning,
    ResourceWarning: Warning,
    RuntimeWarning: Warning,
    SyntaxWarning: Warning,
    UserWarning: Warning,
}

macro_rules! names {
    ($($name:ident,)*) => {
        /// Interned names that the machine looks up.
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "each is the str of its name")]
        pub struct Names { $(pub $name: Value,)* }

        impl Names {
            /// All unset.
            pub const EMPTY: Self = Self { $($name: Value::NULL,)* };

            /// Every name.
            pub fn each(&mut self, mut f: impl FnMut(&'static str, &mut Value)) {
                $(f(stringify!($name), &mut self.$name);)*
            }
        }
    };
}

names! {
    __init__, __new__, __call__, __getattr__, __getattribute__, __setattr__, __delattr__, __get__, __set__, __delete__,
    __set_name__, __init_subclass__, __class__, __dict__, __doc__, __module__, __name__, __qualname__, __bases__, __mro__,
    __slots__, __weakref__, __del__, __bool__, __len__, __iter__, __next__, __getitem__, __setitem__, __delitem__, __contains__,
    __eq__, __ne__, __lt__, __le__, __gt__, __ge__, __hash__, __repr__, __str__, __format__, __bytes__, __int__, __float__,
    __index__, __complex__, __abs__, __neg__, __pos__, __invert__, __enter__, __exit__, __aenter__, __aexit__, __await__,
    __aiter__, __anext__, __annotations__, __annotate_func__, __annotations_cache__, __abstractmethods__, __isabstractmethod__, __classcell__, __prepare__,
    __instancecheck__, __subclasscheck__, __class_getitem__, __build_class__, __builtins__, __all__, __path__, __file__,
    __spec__, __loader__, __package__, __wrapped__, __defaults__, __kwdefaults__, __closure__, __code__, __globals__,
    __func__, __self__, __cause__, __context__, __traceback__, __suppress_context__, __notes__, __missing__,
    __match_args__, __reversed__, __length_hint__, __round__, __trunc__, __floor__, __ceil__, __divmod__, __rdivmod__,
    __static_attributes__, __type_params__, __mro_entries__, __orig_bases__, __objclass__, __static__, __firstlineno__,
    args, value, code, obj, name, msg, errno, strerror, filename, exceptions, message, send, throw, close, join, keys,
    builtins, __main__, stdout, stderr, write, flush, metaclass, sep, end, file, key, reverse, default, start, strict,
    _value_, __post_init__, encoding, errors, n, locals, globals, fset, fget, fdel, doc,
}

//! What the words of a block mean, kind by kind, and where the references to other blocks are.
//!
//! Word 0 is the heap's header. Word 1 holds the block's class (low half) and a kind-specific number, `aux` (high
//! half), for every kind that a program can see; storage blocks, which it cannot, use word 1 as they like.

use super::heap::Heap;
use super::value::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a block is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        const KINDS: &[Kind] = &[$(Kind::$name,)*];

        impl Kind {
            /// The kind with this number.
            #[inline(always)]
            #[must_use]
            pub const fn from_u8(n: u8) -> Self {
                if (n as usize) < KINDS.len() { KINDS[n as usize] } else { Self::Free }
            }

            /// Whether blocks of this kind count a reference to their class: the classes of the others are built in.
            #[inline(always)]
            #[must_use]
            pub const fn counts_class(self) -> bool {
                matches!(self, Self::Instance | Self::Exception | Self::Class)
            }
        }
    };
}

kinds! {
    /// Not in use.
    Free,
    /// aux: bytes; 2: hash (0 = not yet); 3: characters; 4..: UTF-8. Flags: `STR_*`.
    Str,
    /// aux: bytes; 2: hash; 3..: the bytes. Also `bytearray` (by class), which is mutable through 2 = storage.
    Bytes,
    /// aux: length; 2: storage (`Raw`, capacity by size); 3: attributes.
    ByteArray,
    /// aux: 64-bit limbs; 2..: limbs, least first. Flag `BIG_NEGATIVE`.
    BigInt,
    /// 2: real, 3: imaginary part as floats.
    Complex,
    /// aux: length; 2: storage (`Slots`); 3: attributes of a subclass's instance or NULL.
    List,
    /// aux: length; 2..: items.
    Tuple,
    /// aux: live entries; 2: table (`DictTable`) or 0; 3: version of its set of keys; 4: attributes; 5: entries used.
    Dict,
    /// aux: live entries; 2: table (`SetTable`); 3: entries used, dummies included; 4: attributes; 5: hash cache.
    Set,
    /// As `Set`, immutable.
    FrozenSet,
    /// 2: start, 3: stop, 4: step; 5: length (all ints).
    Range,
    /// 2: start, 3: stop, 4: step.
    Slice,
    /// aux: code; 2: globals; 3: defaults tuple; 4: keyword defaults dict; 5: closure tuple; 6: name; 7: qualname;
    /// 8: attributes dict; 9: annotations; 10: doc; 11: module.
    Function,
    /// aux: index in the table of natives; 2: self or NULL; 3: name.
    Native,
    /// 2: function; 3: self.
    Method,
    /// See `class::*`.
    Class,
    /// aux: slots; 2: shape, or `DICT_SHAPE` (low), order of birth (high); 3: attributes dict; 4..: slots, the last of which is the value of an int, str, float, bytes of a subclass.
    Instance,
    /// aux: slots; 2: shape; 3: attributes dict; 4: args; 5: traceback; 6: cause; 7: context; 8..: slots.
    /// Flag `EXC_SUPPRESS`.
    Exception,
    /// aux: line; 2: next (towards where it was raised); 3: instruction; 4: code; 5: frame or NULL.
    Traceback,
    /// 2: content.
    Cell,
    /// See `frame::*`.
    Frame,
    /// Generator, coroutine or async generator, by class. aux: state (`GEN_*`); 2: frame (low; 0 when finished), code (high);
    /// 3: name; 4: qualname; 5: the exception it is handling.
    /// Of an async generator, 6: NULL, or its step while its frame runs, True while that awaits; 7: NULL before its hooks
    /// were asked for, then its finaliser or None, False once it is closed. Of a coroutine, 6: NULL or its `cr_origin`.
    Generator,
    /// `asend()`, `athrow()`, `__anext__()` of an async generator. aux: state (`STEP_*`); 2: generator; 3: value or
    /// exception; 4: mode (`STEP_*`).
    AsyncGenStep,
    /// The awaitable of `coroutine.__await__()`. 2: coroutine.
    CoroutineWrapper,
    /// A value of an async generator's `yield` on its way out. 2: value.
    AsyncGenWrapped,
    /// 2: getter; 3: setter; 4: deleter; 5: doc; 6: name.
    Property,
    /// 2: function.
    StaticMethod,
    /// 2: function.
    ClassMethod,
    /// 2: class; 3: object; 4: the class whose MRO is searched.
    Super,
    /// 2: dict; 3: name.
    Module,
    /// A `__slots__` member. 2: name; 3: class; 4: doc.
    Member,
    /// Native getter. aux: native (getter); 2: name; 3: class; 4: setter native + 1, as an int.
    GetSet,
    /// aux: code.
    Code,
    /// Iterator over a list, tuple, str, bytes or anything indexed natively. 2: sequence or NULL; 3: index (int).
    SeqIter,
    /// 2: next; 3: stop; 4: step; small ints only.
    RangeIter,
    /// Over a dict. aux: what (`VIEW_*`); 2: dict or NULL; 3: entry index; 4: length expected; 5: reversed.
    DictIter,
    /// Over a set. 2: set or NULL; 3: table index; 4: length expected.
    SetIter,
    /// aux: what (`VIEW_*`); 2: dict.
    DictView,
    /// 2: mapping.
    MappingProxy,
    /// 2: target's index as an int, or None when dead; 3: callback; 4: hash of the target or NULL.
    WeakRef,
    /// A lock. See `vm/lock.rs`.
    Lock,
    /// Anything else that a native module keeps. aux: tag; 2: value; 3: value; 4: value; 5..7 plain words.
    Opaque,
    /// 2: origin; 3: args tuple. (`list[int]`, `int | None`: flag ALIAS_UNION.)
    Alias,
    // === Storage, never visible to a program ===
    /// Values from word 2; aux (high half of word 1) of them are in use.
    Slots,
    /// 1: entry capacity (low), log2 of the index size (high); then u32 indices; then entries of three words.
    DictTable,
    /// 1: mask; 2..: pairs of hash and key.
    SetTable,
    /// Bytes, no references.
    Raw,
}

impl Kind {
    /// Whether CPython has an object for it of which its collector knows.
    #[inline(always)]
    #[must_use]
    pub const fn is_counted(self) -> bool {
        !matches!(
            self,
            Self::Free
                | Self::Str
                | Self::Bytes
                | Self::BigInt
                | Self::Complex
                | Self::RangeIter
                | Self::Code
                | Self::Raw
                | Self::Slots
                | Self::DictTable
                | Self::SetTable
                | Self::Frame
                | Self::Lock
        )
    }
}

/// `Str` flag: all ASCII, so that characters are bytes.
pub const STR_ASCII: u8 = 1;
/// `Str` flag: in the table of interned strings.
pub const STR_INTERNED: u8 = 2;
/// `BigInt` flag: below zero.
pub const BIG_NEGATIVE: u8 = 1;
/// `Exception` flag: `__suppress_context__`.
pub const EXC_SUPPRESS: u8 = 1;
/// A NameError whose name is an attribute of `self` where it was raised.
pub const EXC_OF_SELF: u8 = 2;
/// `Alias` flag: a union of the classes in its tuple; it has no origin.
pub const ALIAS_UNION: u8 = 1;
/// `Tuple` flag: of a class whose instances have attributes; their dict or NULL comes after the items.
pub const TUPLE_ATTRS: u8 = 1;
/// Any kind: a weak reference names it.
pub const HAS_WEAKREF: u8 = 0x80;
/// Any kind: its finaliser has run.
pub const FINALIZED: u8 = 0x40;
/// Any kind: reachable from a global or another thread (escape analysis; set transitively).
pub const SHARED: u8 = 0x20;

/// Shape of an instance that keeps its attributes in a dict.
pub const DICT_SHAPE: u32 = u32::MAX;
/// First slot of an instance.
pub const INSTANCE_SLOTS: u32 = 4;
/// First slot of an exception.
pub const EXCEPTION_SLOTS: u32 = 8;

/// `DictView`, `DictIter`: keys.
pub const VIEW_KEYS: u32 = 0;
/// `DictView`, `DictIter`: values.
pub const VIEW_VALUES: u32 = 1;
/// `DictView`, `DictIter`: items.
pub const VIEW_ITEMS: u32 = 2;

/// `Generator`: created, never resumed.
pub const GEN_CREATED: u32 = 0;
/// `Generator`: at a `yield`.
pub const GEN_SUSPENDED: u32 = 1;
/// `Generator`: running.
pub const GEN_RUNNING: u32 = 2;
/// `Generator`: finished.
pub const GEN_CLOSED: u32 = 3;

/// `AsyncGenStep`, state: not awaited yet.
pub const STEP_NEW: u32 = 0;
/// `AsyncGenStep`, state: being awaited.
pub const STEP_AWAITED: u32 = 1;
/// `AsyncGenStep`, state: used up.
pub const STEP_USED: u32 = 2;
/// `AsyncGenStep`, mode: `asend()`, `__anext__()`.
pub const STEP_SEND: u64 = 0;
/// `AsyncGenStep`, mode: `athrow()`.
pub const STEP_THROW: u64 = 1;
/// `AsyncGenStep`, mode: `aclose()`.
pub const STEP_CLOSE: u64 = 2;

/// Words of a frame.
pub mod frame {
    /// Code (low), instruction to go on with (high).
    pub const CODE_IP: u32 = 2;
    /// Caller's frame (low, 0 = none), words of `localsplus` and operand stack in use (high; of the running frame only
    /// when it is saved).
    pub const PREV_SP: u32 = 3;
    /// What to do with the result (`Ret`, low), flags (high).
    pub const RET: u32 = 4;
    /// Globals dict. Borrowed from the function, or owned by module code (`FLAG_OWNS_GLOBALS`).
    pub const GLOBALS: u32 = 5;
    /// The function, owned, or NULL.
    pub const FUNC: u32 = 6;
    /// Namespace of a module or class body, owned, or NULL.
    pub const LOCALS: u32 = 7;
    /// The generator that owns this frame (low, not counted), or 0.
    pub const GENERATOR: u32 = 8;
    /// Line last reported (low); thread-local use of the tracer (high).
    pub const LINE: u32 = 9;
    /// First of `localsplus`; the operand stack follows.
    pub const LOCALSPLUS: u32 = 10;
}

/// Words of a class.
pub mod class {
    /// Name (str).
    pub const NAME: u32 = 2;
    /// Qualified name.
    pub const QUALNAME: u32 = 3;
    /// Tuple of bases.
    pub const BASES: u32 = 4;
    /// Tuple: the class and its bases in C3 order.
    pub const MRO: u32 = 5;
    /// Namespace dict.
    pub const DICT: u32 = 6;
    /// Flags (low, `class_flags`), kind of its instances (high).
    pub const FLAGS: u32 = 7;
    /// Version (low): changes whenever a lookup in it may change. Room for attributes in instances (high).
    pub const VERSION: u32 = 8;
    /// List of subclasses' indices as ints; not counted.
    pub const SUBCLASSES: u32 = 9;
    /// Tuple of slot names when it has `__slots__` and no dict, or NULL.
    pub const SLOTS: u32 = 10;
    /// `__new__` of a built-in base: native index + 1 as an int, or NULL.
    pub const NEW: u32 = 11;
    /// Words of a class block.
    pub const WORDS: u32 = 12;
}

/// Where the references of a block are. `f` sees each value that the block owns, once.
pub(crate) fn for_each_child(heap: &Heap, idx: u32, f: &mut dyn FnMut(Value)) {
    let mut range = |from: u32, n: u32| {
        for i in 0..n {
            f(heap.value(idx, from + i));
        }
    };
    match heap.kind(idx) {
        Kind::Free
        | Kind::Str
        | Kind::Bytes
        | Kind::BigInt
        | Kind::Complex
        | Kind::RangeIter
        | Kind::Code
        | Kind::Raw
        | Kind::Lock => {}
        Kind::ByteArray | Kind::List => {
            let storage = heap.lo(idx, 2);
            range(3, 1);
            if storage != 0 {
                f(Value::block(storage));
            }
        }
        Kind::Tuple => range(2, heap.hi(idx, 1) + u32::from(heap.flags(idx) & TUPLE_ATTRS)),
        Kind::Slots => range(2, heap.hi(idx, 1)),
        Kind::Dict | Kind::Set | Kind::FrozenSet => {
            let table = heap.lo(idx, 2);
            range(4, 1);
            if table != 0 {
                f(Value::block(table));
            }
        }
        Kind::DictTable => {
            let (entries, used) = crate::objects::dict::table_entries(heap, idx);
            for i in 0..used {
                f(heap.value(idx, entries + 3 * i + 1));
                f(heap.value(idx, entries + 3 * i + 2));
            }
        }
        Kind::SetTable => {
            let n = heap.lo(idx, 1) + 1;
            for i in 0..n {
                f(heap.value(idx, 2 + 2 * i + 1));
            }
        }
        Kind::Range => range(2, 4),
        Kind::Slice | Kind::Super => range(2, 3),
        // The globals are counted too: a function keeps its module's namespace alive.
        Kind::Function => range(2, 10),
        Kind::Native | Kind::Method | Kind::Module | Kind::Alias => range(2, 2),
        Kind::Member => range(2, 3),
        Kind::Class => {
            range(class::NAME, 5);
            range(class::SUBCLASSES, 3);
        }
        Kind::Instance => range(3, 1 + heap.hi(idx, 1)),
        Kind::Exception => range(3, 5 + heap.hi(idx, 1)),
        Kind::Traceback => {
            range(2, 1);
            range(5, 1);
        }
        Kind::Cell | Kind::StaticMethod | Kind::ClassMethod | Kind::DictView | Kind::MappingProxy => range(2, 1),
        Kind::CoroutineWrapper | Kind::AsyncGenWrapped => range(2, 1),
        Kind::Frame => {
            range(frame::FUNC, 2);
            range(frame::LOCALSPLUS, heap.hi(idx, frame::PREV_SP));
        }
        Kind::Generator => {
            let frame = heap.lo(idx, 2);
            range(3, 5);
            if frame != 0 {
                f(Value::block(frame));
            }
        }
        Kind::AsyncGenStep => range(2, 2),
        Kind::Property => range(2, 5),
        Kind::GetSet => range(2, 2),
        Kind::SeqIter | Kind::SetIter => range(2, 1),
        Kind::DictIter => range(2, 1),
        Kind::WeakRef => range(3, 2),
        Kind::Opaque => range(2, 3),
    }
}

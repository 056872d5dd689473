//! The built-in types: how their values are laid out, made, read and changed. Methods that programs call are in
//! `natives`; this is what they and the machine share.

pub mod dict;
pub mod exception;
pub mod hash;
pub mod instance;
pub mod int;
pub mod list;
pub mod set;
pub mod str;
pub mod tuple;

/// Flags of a class.
pub mod class_flags {
    /// Made by the machine; its attributes cannot be changed.
    pub const BUILTIN: u32 = 1;
    /// Instances have no attributes of their own besides `__slots__`.
    pub const NO_DICT: u32 = 2;
    /// Has `__del__`.
    pub const HAS_DEL: u32 = 4;
    /// Has `__getattr__`.
    pub const HAS_GETATTR: u32 = 8;
    /// Has `__getattribute__` of its own.
    pub const HAS_GETATTRIBUTE: u32 = 16;
    /// Has `__setattr__` of its own.
    pub const HAS_SETATTR: u32 = 32;
    /// Has `__delattr__` of its own.
    pub const HAS_DELATTR: u32 = 64;
    /// Has `__eq__` of its own (in Python).
    pub const HAS_EQ: u32 = 128;
    /// Has `__hash__` of its own (in Python), or `None`.
    pub const HAS_HASH: u32 = 256;
    /// Cannot be subclassed.
    pub const FINAL: u32 = 512;
    /// Is an exception class.
    pub const EXCEPTION: u32 = 1024;
    /// Its metaclass is not `type`.
    pub const HAS_METACLASS: u32 = 2048;
    /// Instances of subclasses of int, str, float, bytes keep their value in a box.
    pub const BOXED: u32 = 4096;
    /// `__abstractmethods__` is not empty.
    pub const ABSTRACT: u32 = 8192;
    /// Has `__repr__` or `__str__` or `__format__` of its own.
    pub const HAS_REPR: u32 = 1 << 14;
    /// Has `__bool__` or `__len__` of its own.
    pub const HAS_BOOL: u32 = 1 << 15;
    /// Has `__iter__` of its own.
    pub const HAS_ITER: u32 = 1 << 16;
    /// Instances inherit flags.
    pub const INHERITED: u32 = HAS_DEL
        | HAS_GETATTR
        | HAS_GETATTRIBUTE
        | HAS_SETATTR
        | HAS_DELATTR
        | EXCEPTION
        | BOXED
        | HAS_REPR
        | HAS_BOOL
        | HAS_ITER;
}

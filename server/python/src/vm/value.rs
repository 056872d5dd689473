//! A Python value in 64 bits: a float, a 48-bit int, a singleton, or the index of a heap block (NaN boxing,
//! `reference/vm.md` 3.1). Copying a `Value` does not touch the reference count of what it names.

/// A Python value. Plain data: who owns a reference is a matter of the code around it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value(pub u64);

const TAG_INT: u64 = 0xFFF9;
const TAG_REF: u64 = 0xFFFA;
const TAG_SPECIAL: u64 = 0xFFFB;

const fn special(n: u64) -> Value {
    Value(TAG_SPECIAL << 48 | n)
}

impl Value {
    /// No value: an unset variable, an empty slot. Never visible to a program.
    pub const NULL: Self = special(0);
    /// `None`
    pub const NONE: Self = special(1);
    /// `False`
    pub const FALSE: Self = special(2);
    /// `True`
    pub const TRUE: Self = special(3);
    /// `...`
    pub const ELLIPSIS: Self = special(4);
    /// `NotImplemented`
    pub const NOT_IMPLEMENTED: Self = special(5);
    /// A deleted entry of a set's table. Never visible to a program.
    pub const DUMMY: Self = special(6);
    /// The prelude's `MISSING`: an argument that was not given. Never visible to a program.
    pub const MISSING: Self = special(7);

    /// Smallest int that fits.
    pub const INT_MIN: i64 = -(1 << 47);
    /// Largest int that fits.
    pub const INT_MAX: i64 = (1 << 47) - 1;

    /// `True` or `False`.
    #[inline(always)]
    #[must_use]
    pub const fn bool(b: bool) -> Self {
        Self(TAG_SPECIAL << 48 | (2 + b as u64))
    }

    /// A small int; `i` must lie within [`Self::INT_MIN`] and [`Self::INT_MAX`].
    #[inline(always)]
    #[must_use]
    pub const fn int(i: i64) -> Self {
        debug_assert!(i >= Self::INT_MIN && i <= Self::INT_MAX);
        Self(TAG_INT << 48 | (i as u64 & 0xFFFF_FFFF_FFFF))
    }

    /// A small int, if it fits.
    #[inline(always)]
    #[must_use]
    pub const fn try_int(i: i64) -> Option<Self> {
        if i >= Self::INT_MIN && i <= Self::INT_MAX {
            Some(Self::int(i))
        } else {
            None
        }
    }

    /// A float. All NaNs become one.
    #[inline(always)]
    #[must_use]
    pub fn float(f: f64) -> Self {
        if f.is_nan() {
            Self(0x7FF8_0000_0000_0000)
        } else {
            Self(f.to_bits())
        }
    }

    /// The heap block at word index `idx`.
    #[inline(always)]
    #[must_use]
    pub const fn block(idx: u32) -> Self {
        Self(TAG_REF << 48 | idx as u64)
    }

    /// Whether this is a small int.
    #[inline(always)]
    #[must_use]
    pub const fn is_int(self) -> bool {
        self.0 >> 48 == TAG_INT
    }

    /// The int in it; only meaningful when [`Self::is_int`].
    #[inline(always)]
    #[must_use]
    pub const fn as_int(self) -> i64 {
        ((self.0 << 16) as i64) >> 16
    }

    /// Whether this is a float.
    #[inline(always)]
    #[must_use]
    pub const fn is_float(self) -> bool {
        self.0 < TAG_INT << 48
    }

    /// The float in it; only meaningful when [`Self::is_float`].
    #[inline(always)]
    #[must_use]
    pub const fn as_float(self) -> f64 {
        f64::from_bits(self.0)
    }

    /// Whether this names a heap block.
    #[inline(always)]
    #[must_use]
    pub const fn is_ref(self) -> bool {
        self.0 >> 48 == TAG_REF
    }

    /// The block's index; only meaningful when [`Self::is_ref`].
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub const fn idx(self) -> u32 {
        debug_assert!(self.is_ref(), "a value that is no block has no index");
        self.0 as u32
    }

    /// Whether this is no value.
    #[inline(always)]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.0 == Self::NULL.0
    }

    /// Whether this is `None`.
    #[inline(always)]
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == Self::NONE.0
    }

    /// Whether this is `True` or `False`.
    #[inline(always)]
    #[must_use]
    pub const fn is_bool(self) -> bool {
        self.0 | 1 == Self::TRUE.0
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::NULL => f.write_str("NULL"),
            Self::NONE => f.write_str("None"),
            Self::FALSE => f.write_str("False"),
            Self::TRUE => f.write_str("True"),
            Self::ELLIPSIS => f.write_str("..."),
            Self::NOT_IMPLEMENTED => f.write_str("NotImplemented"),
            Self::DUMMY => f.write_str("DUMMY"),
            v if v.is_int() => write!(f, "{}", v.as_int()),
            v if v.is_float() => write!(f, "{:?}", v.as_float()),
            v => write!(f, "#{}", v.idx()),
        }
    }
}

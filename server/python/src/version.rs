//! Which CPython is simulated. Visible differences are decided where they are implemented, by comparing minors.

/// A CPython version, 3.11 to 3.14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PyVersion(u8);

impl PyVersion {
    /// The default.
    pub const LATEST: Self = Self(14);

    /// 3.`minor`, if it is supported.
    #[must_use]
    pub const fn new(minor: u8) -> Option<Self> {
        if minor >= 11 && minor <= 14 { Some(Self(minor)) } else { None }
    }

    /// The 14 in 3.14.
    #[must_use]
    pub const fn minor(self) -> u8 {
        self.0
    }
}

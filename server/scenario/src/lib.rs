//! Scenarios, machine settings and links: what a run is asked to be, before anything runs.
//!
//! A [`RunSpec`] is the whole input of a run: program, machine, schedule, window. It comes from a link
//! ([`link`]), from the metadata of a program ([`metadata`]) or from the command line; all of them go through
//! one table of settings ([`settings`]). Files of scheduling cases ([`cases`]) are read, run and compared here. This crate
//! reads no files, knows no HTTP and no Python.

#![forbid(unsafe_code)]

pub mod block;
pub mod cases;
pub mod catalogue;
pub mod link;
pub mod metadata;
pub mod settings;
pub mod table;
pub mod units;

pub use catalogue::Catalogue;
pub use link::{Language, Link, LinkError, RunSpec};
pub use metadata::{Expect, Outcome, Scenario, SourceError};
pub use settings::{Machine, SETTINGS, Setting};
pub use table::Table;

/// The longest program that is accepted, in bytes of UTF-8. Twenty times a long teaching program.
pub const SOURCE_BYTES_MAX: usize = 64 << 10;

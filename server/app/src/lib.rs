//! The server and the command line: everything of Timeslice that touches the world outside.
//!
//! A request becomes a [`timeslice_scenario::RunSpec`], the [`engine`] runs it on a thread of the [`runs`] pool, and
//! the steps go out as they come. No session, no storage: one URL is one run. What a step is, what it means and
//! how a machine behaves is decided in other crates.

#![forbid(unsafe_code)]

pub mod api;
pub mod cli;
pub mod detail;
pub mod engine;
pub mod files;
pub mod lab;
pub mod mini;
pub mod pages;
pub mod problem;
mod replays;
pub mod routes;
pub mod runs;
pub mod serve;
pub mod state;
pub mod summary;

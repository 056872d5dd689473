//! The `timeslice` command.

#![forbid(unsafe_code)]

use clap::Parser as _;
use std::process::ExitCode;
use timeslice::cli::{self, Cli};

fn main() -> ExitCode {
    cli::main(Cli::parse(), timeslice::engine::product())
}

//! The command line.

pub mod check;
pub mod run;

use crate::engine::SharedEngine;
use crate::files;
use crate::runs::Limits;
use crate::serve::{serve, signals};
use clap::{Args, Parser, Subcommand};
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Examples:
  timeslice                                     serve http://127.0.0.1:8080
  timeslice run counters.py                     like `python counters.py`, on the simulated machine
  timeslice run counters.py --set cores=1       the same on one core
  timeslice run counters.py --trace text | less every step, in words
  timeslice run table.toml --summary json       a workload table: who ran when, who waited how long
  timeslice check cases.json                    scheduling cases, compared with what comes out";

/// A visual playground for concurrency: plain Python programs on a simulated machine.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page (what happens without a command)
    Serve(ServeArgs),
    /// Run a program here: its output, its errors, its exit status
    Run(run::RunArgs),
    /// Run a file of scheduling cases and compare what comes out
    Check(check::CheckArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on; 0.0.0.0 for every network of this computer
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Folder with scenarios of your own, instead of the course
    #[arg(long, value_name = "FOLDER")]
    scenarios: Option<PathBuf>,
}

/// Does what the command line says.
#[must_use]
pub fn main(cli: Cli, engine: SharedEngine) -> ExitCode {
    match cli.command {
        Some(Command::Run(args)) => run::main(args, engine),
        Some(Command::Check(args)) => check::main(args),
        Some(Command::Serve(args)) => serve_main(&args, engine),
        None => serve_main(&cli.serve, engine),
    }
}

fn serve_main(args: &ServeArgs, engine: SharedEngine) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TIMESLICE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&format!("cannot start: {error}")),
    };
    match runtime.block_on(serve_on(args, engine)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => complain(&message),
    }
}

async fn serve_on(args: &ServeArgs, engine: SharedEngine) -> Result<(), String> {
    let (catalogue, errors) = match &args.scenarios {
        Some(folder) => files::scenarios_in(folder).map_err(|error| format!("{}: {error}", folder.display()))?,
        None => files::scenarios(),
    };
    for (path, error) in errors {
        tracing::warn!("{path}: {error}");
    }
    let listener = tokio::net::TcpListener::bind((args.host.as_str(), args.port))
        .await
        .map_err(|error| {
            format!(
                "cannot listen on {}:{}: {error}; another port: timeslice --port {}",
                args.host,
                args.port,
                args.port.wrapping_add(1)
            )
        })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let _ = writeln!(std::io::stdout(), "Timeslice: http://{address}  (Ctrl-C ends it)");
    serve(listener, catalogue, engine, Limits::default(), signals())
        .await
        .map_err(|error| error.to_string())
}

/// Says what went wrong, as every command of a shell does.
pub(crate) fn complain(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "timeslice: {message}");
    ExitCode::from(2)
}

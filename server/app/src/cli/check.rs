//! `timeslice check FILE.json`: runs a file of scheduling cases; one line per case that fails, then how many passed.

use super::complain;
use crate::engine::on_a_run_thread;
use clap::Args;
use std::io::{BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use timeslice_scenario::cases;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The cases, as in the repository's server/scenario/tests/conformance/scheduling.json
    file: PathBuf,
}

/// Runs all cases.
pub(super) fn main(args: CheckArgs) -> ExitCode {
    match on_a_run_thread(move || check(&args)).map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(status))) => status,
        Ok(Ok(Err(message))) => complain(&message),
        Ok(Err(_)) => complain("the machine failed on a case; this is our mistake, please report it"),
        Err(error) => complain(&format!("no thread for the run: {error}")),
    }
}

fn check(args: &CheckArgs) -> Result<ExitCode, String> {
    let name = args.file.display();
    let text = std::fs::read_to_string(&args.file).map_err(|error| format!("can't open file '{name}': {error}"))?;
    let cases = cases::read(&text).map_err(|message| format!("{name}: {message}"))?;
    let mut stdout = BufWriter::new(std::io::stdout());
    let mut n_failed = 0;
    for case in &cases {
        let failure = match catch_unwind(AssertUnwindSafe(|| case.check())) {
            Ok(Ok(())) => continue,
            Ok(Err(failure)) => failure.to_string(),
            Err(_) => "the machine failed on this case; this is our mistake, please report it".to_owned(),
        };
        n_failed += 1;
        // A reader that has gone still gets the exit status.
        let _ = writeln!(stdout, "{}: {failure}", case.id);
    }
    let n_passed = cases.len() - n_failed;
    let _ = writeln!(stdout, "{n_passed} of {} cases pass, {n_failed} fail", cases.len());
    let _ = stdout.flush();
    Ok(if n_failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

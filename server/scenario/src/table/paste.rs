//! What one copies out of a spreadsheet: a header and a line per process, separated by tabs, semicolons or commas.
//! Headers are known by the words that textbooks use; numbers without a unit are milliseconds.

use super::read::{Rows, size};
use super::{CellError, Table};
use crate::settings::Machine;

/// The column that a header means.
fn column(header: &str) -> Option<&'static str> {
    let word: String = header
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '/')
        .collect::<String>()
        .to_lowercase();
    // "Arrival time (ms)" is "arrivaltimems" by now.
    let word = word.strip_suffix("ms").unwrap_or(&word);
    Some(match word {
        "name" | "process" | "processname" | "processid" | "pid" | "job" | "jobid" | "task" | "id" => "name",
        "arrival" | "arrivaltime" | "arrivals" | "arrives" | "at" | "release" | "releasetime" | "phase" | "offset" => {
            "arrival"
        }
        "bursts" | "burst" | "bursttime" | "cpuburst" | "cpubursts" | "cputime" | "cpu" | "service" | "servicetime"
        | "runtime" | "length" | "wcet" | "execution" | "executiontime" | "computation" => "bursts",
        "repeat" | "times" => "repeat",
        "priority" | "prio" => "priority",
        "nice" | "niceness" => "nice",
        "tickets" | "ticket" => "tickets",
        "slice" => "slice",
        "period" => "period",
        "deadline" | "relativedeadline" => "deadline",
        "affinity" | "cores" | "core" => "affinity",
        "workingset" => "working_set",
        _ => return None,
    })
}

/// Whether `text` looks like this format and not like TOML.
pub(super) fn is_pasted(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|first| {
        let separator = separator(first);
        !first.starts_with('[')
            && !first.contains('=')
            && split(first, separator).iter().any(|cell| column(cell).is_some())
    })
}

fn separator(header: &str) -> char {
    ['\t', ';', '|', ',']
        .into_iter()
        .find(|separator| header.contains(*separator))
        .unwrap_or(',')
}

/// Reads pasted cells.
///
/// # Errors
/// Everything that is wrong, by row (from 1, below the header) and column.
pub fn paste(text: &str) -> Result<Table, Vec<CellError>> {
    size(text)?;
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let Some((header, _)) = lines.next() else {
        return Err(vec![CellError {
            row: 0,
            column: "header".to_owned(),
            message: "there is nothing; the first line names the columns, such as name, arrival, bursts".to_owned(),
            line: None,
        }]);
    };
    let separator = separator(header);
    let headers = split(header, separator);
    let mut rows = Rows::new(Machine::TABLE);
    let mut columns = Vec::new();
    for header in &headers {
        let known = column(header);
        if known.is_none() && !header.trim().is_empty() {
            rows.error(
                0,
                "header",
                format!("`{header}` is no column; the columns are {}", super::COLUMNS.join(", ")),
                Some(1),
            );
        } else if known.is_some() && columns.contains(&known) {
            rows.error(0, "header", format!("`{header}` stands there twice"), Some(1));
        }
        columns.push(known);
    }
    for (line, number) in lines {
        let cells = split(line, separator);
        let row = rows.begin(Some(super::read::Place::Line(number)));
        if cells.len() > headers.len() {
            let message = format!("{} cells, and the header has {}", cells.len(), headers.len());
            rows.error(row, "row", message, Some(number));
        }
        for (cell, column) in cells.iter().zip(&columns) {
            if let Some(column) = column {
                rows.cell(column, cell, Some(number));
            }
        }
    }
    let processes = rows.finish()?;
    Ok(Table {
        lesson: super::Lesson::default(),
        machine: Machine::TABLE,
        processes,
        generate: None,
        horizon_ns: None,
        expect: None,
    })
}

/// The cells of a line; one in quotation marks may hold the separator, and a mark is doubled in it.
fn split(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = line.trim_end_matches('\r').chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is always one");
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.trim().is_empty() => is_quoted = !is_quoted,
            c if c == separator && !is_quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

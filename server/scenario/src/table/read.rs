//! A table from its TOML text, with everything that is wrong in it, by cell.

use super::cell::{put, text_of, time};
use super::{
    BURSTS_MAX, CellError, ERRORS_MAX, Generate, Lesson, Process, ROWS_MAX, TABLE_BYTES_MAX, Table, TableExpect,
};
use crate::settings::Machine;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

type Values = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    part: String,
    #[serde(default)]
    chapter: u32,
    #[serde(default)]
    order: u32,
    #[serde(default)]
    level: String,
    #[serde(default)]
    concepts: Vec<String>,
    horizon: Option<Spanned<toml::Value>>,
    #[serde(default)]
    machine: Values,
    generate: Option<Spanned<Values>>,
    expect: Option<TableExpect>,
    #[serde(default)]
    process: Vec<Values>,
}

/// Reads a table from TOML, or from pasted cells if that is what it is.
///
/// # Errors
/// Everything that is wrong, by row and column, up to [`ERRORS_MAX`].
pub fn parse(text: &str) -> Result<Table, Vec<CellError>> {
    size(text)?;
    if super::paste::is_pasted(text) {
        return super::paste(text);
    }
    let document: Document = toml::from_str(text).map_err(|error| {
        vec![CellError {
            row: 0,
            column: "table".to_owned(),
            message: error.message().trim().replace('\n', "; "),
            line: error.span().map(|span| line_of(text, span.start)),
        }]
    })?;
    let mut rows = Rows::new(Machine::TABLE);
    // A preset sets others, so it comes first wherever it stands.
    let (presets, others): (Vec<_>, Vec<_>) = document
        .machine
        .iter()
        .partition(|(name, _)| name.get_ref() == "preset");
    for (name, value) in presets.into_iter().chain(others) {
        let text_of_setting = match value.get_ref() {
            toml::Value::Boolean(on) => Ok(on.to_string()),
            other => text_of(other),
        };
        let set = text_of_setting.and_then(|value| rows.machine.set(name.get_ref(), &value));
        if let Err(message) = set {
            let prefix = format!("{}: ", name.get_ref());
            let message = message.strip_prefix(&prefix).unwrap_or(&message).to_owned();
            rows.error_at(
                text,
                0,
                &format!("machine.{}", name.get_ref()),
                message,
                name.span().start,
            );
        }
    }
    let mut horizon_ns = None;
    if let Some(horizon) = &document.horizon {
        match text_of(horizon.get_ref()).and_then(|text| time(&text)) {
            Ok(0) => rows.error_at(
                text,
                0,
                "horizon",
                "it must be longer than 0".to_owned(),
                horizon.span().start,
            ),
            Ok(ns) => horizon_ns = Some(ns),
            Err(message) => rows.error_at(text, 0, "horizon", message, horizon.span().start),
        }
    }
    let mut generate = None;
    if let Some(values) = &document.generate {
        let mut made = Generate::default();
        for (name, value) in values.get_ref() {
            if let Err(message) = text_of(value.get_ref()).and_then(|value| made.set(name.get_ref(), &value)) {
                rows.error_at(
                    text,
                    0,
                    &format!("generate.{}", name.get_ref()),
                    message,
                    name.span().start,
                );
            }
        }
        generate = Some(made);
    }
    let n_rows = document.process.len() + generate.as_ref().map_or(0, |generate| generate.n as usize);
    if n_rows > ROWS_MAX {
        rows.error(0, "rows", format!("{n_rows} processes; {ROWS_MAX} is the most"), None);
        return Err(rows.errors);
    }
    for values in &document.process {
        let row = rows.begin(
            values
                .keys()
                .map(|name| name.span().start)
                .min()
                .map(|start| Place::At(text, start)),
        );
        for (name, value) in values {
            match text_of(value.get_ref()) {
                Ok(cell) => rows.cell_at(text, name.get_ref(), &cell, name.span().start),
                Err(message) => {
                    rows.mark_wrong(name.get_ref());
                    rows.error_at(text, row, name.get_ref(), message, name.span().start);
                }
            }
        }
    }
    rows.is_generated = generate.is_some();
    let machine = rows.machine.clone();
    let processes = rows.finish()?;
    let table = Table {
        lesson: Lesson {
            title: document.title,
            summary: document.summary,
            question: document.question,
            notes: document.notes,
            part: document.part,
            chapter: document.chapter,
            order: document.order,
            level: document.level,
            concepts: document.concepts,
        },
        machine,
        processes,
        generate,
        horizon_ns,
        expect: document.expect,
    };
    bound(&table)?;
    Ok(table)
}

/// Refuses a text that is too long before anything is read.
pub(super) fn size(text: &str) -> Result<(), Vec<CellError>> {
    if text.len() <= TABLE_BYTES_MAX {
        return Ok(());
    }
    let n_rows = text
        .matches("[[process]]")
        .count()
        .max(text.bytes().filter(|b| *b == b'\n').count() / 4);
    let message = format!(
        "the table has {} bytes, about {n_rows} rows; {TABLE_BYTES_MAX} bytes and {ROWS_MAX} rows are the most",
        text.len()
    );
    Err(vec![CellError {
        row: 0,
        column: "table".to_owned(),
        message,
        line: None,
    }])
}

/// Refuses a table that would be too much work, generated processes and jobs included.
pub(super) fn bound(table: &Table) -> Result<(), Vec<CellError>> {
    let refuse = |row, column: &str, message| {
        Err(vec![CellError {
            row,
            column: column.to_owned(),
            message,
            line: None,
        }])
    };
    let all = table.all();
    let horizon_ns = table.horizon_of(&all);
    let (mut n_bursts, mut n_jobs) = (0_u64, 0_u64);
    for (at, process) in all.iter().enumerate() {
        let releases = match process.period_ns {
            Some(period_ns) => horizon_ns.saturating_sub(process.arrival_ns).div_ceil(period_ns),
            None => 1,
        };
        n_jobs += releases;
        n_bursts = n_bursts.saturating_add(
            releases
                .saturating_mul(process.repeat)
                .saturating_mul(process.bursts.len() as u64),
        );
        if n_bursts > BURSTS_MAX {
            return refuse(
                at + 1,
                "repeat",
                format!("with this row the table has {n_bursts} bursts; {BURSTS_MAX} is the most"),
            );
        }
        if n_jobs > ROWS_MAX as u64 {
            return refuse(
                at + 1,
                "period",
                format!("with this row {n_jobs} jobs are released before the horizon; {ROWS_MAX} is the most"),
            );
        }
    }
    Ok(())
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    u32::try_from(before.iter().filter(|b| **b == b'\n').count() + 1).unwrap_or(u32::MAX)
}

/// Where a row stands in its text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// At this byte.
    At(&'a str, usize),
    /// On this line.
    Line(u32),
}

/// The rows of a table while it is read.
pub(super) struct Rows {
    pub(super) machine: Machine,
    pub(super) is_generated: bool,
    processes: Vec<Process>,
    lines: Vec<Option<u32>>,
    /// Columns of the present row that are wrong: what follows from that is not told as well.
    wrong: Vec<Vec<&'static str>>,
    errors: Vec<CellError>,
}

impl Rows {
    pub(super) fn new(machine: Machine) -> Self {
        Self {
            machine,
            is_generated: false,
            processes: Vec::new(),
            lines: Vec::new(),
            wrong: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// A new row; its number.
    pub(super) fn begin(&mut self, place: Option<Place<'_>>) -> usize {
        self.processes.push(Process::default());
        // Only errors need it, and a table has few of those; the byte is as good until then.
        self.lines.push(place.map(|place| match place {
            Place::At(text, start) if self.processes.len() <= ERRORS_MAX => line_of(text, start),
            Place::At(..) => 0,
            Place::Line(line) => line,
        }));
        self.wrong.push(Vec::new());
        self.processes.len()
    }

    pub(super) fn error(&mut self, row: usize, column: &str, message: String, line: Option<u32>) {
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(CellError {
                row,
                column: column.to_owned(),
                message,
                line: line.filter(|line| *line > 0),
            });
        } else if self.errors.len() == ERRORS_MAX {
            self.errors.push(CellError {
                row: 0,
                column: "table".to_owned(),
                message: "and more; these are the first".to_owned(),
                line: None,
            });
        }
    }

    fn error_at(&mut self, text: &str, row: usize, column: &str, message: String, start: usize) {
        let line = (self.errors.len() < ERRORS_MAX).then(|| line_of(text, start));
        self.error(row, column, message, line);
    }

    /// A cell of the present row.
    pub(super) fn cell(&mut self, column: &str, text: &str, line: Option<u32>) {
        if let Err(message) = self.put(column, text) {
            self.error(self.processes.len(), column, message, line);
        }
    }

    fn cell_at(&mut self, text: &str, column: &str, cell: &str, start: usize) {
        if let Err(message) = self.put(column, cell) {
            self.error_at(text, self.processes.len(), column, message, start);
        }
    }

    fn put(&mut self, column: &str, text: &str) -> Result<(), String> {
        let process = self.processes.last_mut().expect("a row has begun");
        let result = put(process, column, text, self.machine.cores);
        if result.is_err() {
            self.mark_wrong(column);
        }
        result
    }

    /// What follows from a bad cell is not told as well.
    fn mark_wrong(&mut self, column: &str) {
        let known = super::COLUMNS.into_iter().find(|known| *known == column);
        if let (Some(known), Some(wrong)) = (known, self.wrong.last_mut()) {
            wrong.push(known);
        }
    }

    /// What can only be seen of all rows together; then the rows.
    pub(super) fn finish(mut self) -> Result<Vec<Process>, Vec<CellError>> {
        if self.processes.is_empty() && !self.is_generated && self.errors.is_empty() {
            let message = "the table has no process; write [[process]] with a name and bursts".to_owned();
            self.error(0, "rows", message, None);
        }
        if self.processes.len() > ROWS_MAX {
            let message = format!("{} processes; {ROWS_MAX} is the most", self.processes.len());
            self.error(0, "rows", message, None);
            return Err(self.errors);
        }
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for at in 0..self.processes.len() {
            let (row, line) = (at + 1, self.lines[at]);
            let process = &self.processes[at];
            let (name, has_bursts) = (process.name.clone(), !process.bursts.is_empty());
            let is_wrong = |column| self.wrong[at].contains(&column);
            let (is_name_wrong, are_bursts_wrong) = (is_wrong("name"), is_wrong("bursts"));
            if name.is_empty() && !is_name_wrong {
                self.error(row, "name", "missing: a process needs a name".to_owned(), line);
            } else if let Some(earlier) = first.get(&name).filter(|_| !name.is_empty()) {
                let message = format!("`{name}` is already the name of row {earlier}");
                self.error(row, "name", message, line);
            } else {
                first.insert(name, row);
            }
            if !has_bursts && !are_bursts_wrong {
                self.error(
                    row,
                    "bursts",
                    "missing: a process needs a burst, such as 5ms cpu".to_owned(),
                    line,
                );
            }
        }
        if self.errors.is_empty() {
            Ok(self.processes)
        } else {
            self.errors
                .sort_by_key(|error| (error.row == 0 && error.column == "table", error.row));
            Err(self.errors)
        }
    }
}

//! A table as text: the canonical TOML that [`parse`](super::parse) reads back to the same table, the cells of its
//! rows, and a form for spreadsheets.

use super::cell::{burst_texts, text};
use super::{COLUMNS, Process, Table};
use crate::settings::Machine;
use crate::units::format_duration;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A basic string of TOML; one of several lines stays one of several lines.
pub(super) fn quoted(text: &str) -> String {
    let is_long = text.contains('\n');
    let marks = if is_long { "\"\"\"" } else { "\"" };
    let mut out = marks.to_owned();
    if is_long {
        // A line break right after the marks is not part of the string.
        out.push('\n');
    }
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push(c),
            '\t' => out += "\\t",
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c)).expect("writing to a string cannot fail"),
            c => out.push(c),
        }
    }
    out + marks
}

impl Table {
    /// The canonical text. Tables that are equal have equal texts.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out).expect("writing to a string cannot fail");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let lesson = &self.lesson;
        for (key, value) in [
            ("title", &lesson.title),
            ("summary", &lesson.summary),
            ("question", &lesson.question),
            ("notes", &lesson.notes),
            ("part", &lesson.part),
            ("level", &lesson.level),
        ] {
            if !value.is_empty() {
                writeln!(out, "{key} = {}", quoted(value))?;
            }
        }
        for (key, value) in [("chapter", lesson.chapter), ("order", lesson.order)] {
            if value > 0 {
                writeln!(out, "{key} = {value}")?;
            }
        }
        if !lesson.concepts.is_empty() {
            let concepts: Vec<String> = lesson.concepts.iter().map(|concept| quoted(concept)).collect();
            writeln!(out, "concepts = [{}]", concepts.join(", "))?;
        }
        if let Some(horizon_ns) = self.horizon_ns {
            writeln!(out, "horizon = \"{}\"", format_duration(horizon_ns))?;
        }
        let settings = self.machine.diff(&Machine::TABLE);
        if !settings.is_empty() {
            writeln!(out, "\n[machine]")?;
            for (name, value) in settings {
                writeln!(out, "{} = {}", key(&name), quoted(&value))?;
            }
        }
        if let Some(generate) = &self.generate {
            writeln!(out, "\n[generate]")?;
            for (name, value) in generate.texts() {
                writeln!(out, "{name} = {}", quoted(&value))?;
            }
        }
        if let Some(expect) = &self.expect {
            expect.write(out)?;
        }
        for process in &self.processes {
            writeln!(out, "\n[[process]]")?;
            for column in COLUMNS {
                let text = text(process, column);
                if text.is_empty() {
                    continue;
                }
                match column {
                    "bursts" => {
                        let bursts: Vec<String> =
                            burst_texts(&process.bursts).iter().map(|text| quoted(text)).collect();
                        writeln!(out, "bursts = [{}]", bursts.join(", "))?;
                    }
                    "affinity" => writeln!(out, "affinity = [{text}]")?,
                    "repeat" | "priority" | "nice" | "tickets" | "working_set" => writeln!(out, "{column} = {text}")?,
                    _ => writeln!(out, "{column} = {}", quoted(&text))?,
                }
            }
        }
        Ok(())
    }

    /// The columns that say something in this table.
    #[must_use]
    pub fn columns(&self) -> Vec<&'static str> {
        let all = self.all();
        let is_used = |column: &&str| {
            matches!(*column, "name" | "arrival" | "bursts")
                || all.iter().any(|process| !text(process, column).is_empty())
        };
        COLUMNS.into_iter().filter(is_used).collect()
    }

    /// The cells, as text, for a spreadsheet: a header, then a line per process, separated by tabs.
    #[must_use]
    pub fn tabbed(&self) -> String {
        let columns = self.columns();
        let mut out = columns.join("\t") + "\n";
        for process in self.all() {
            let cells: Vec<String> = columns.iter().map(|column| text(&process, column)).collect();
            out += &(cells.join("\t") + "\n");
        }
        out
    }
}

impl Process {
    /// Its cells by column; the empty ones are left out.
    #[must_use]
    pub fn cells(&self) -> BTreeMap<&'static str, String> {
        let cells = COLUMNS.into_iter().map(|column| (column, text(self, column)));
        cells.filter(|(_, text)| !text.is_empty()).collect()
    }
}

/// A key of TOML; those of hosts hold dots.
fn key(name: &str) -> String {
    if name.contains('.') {
        quoted(name)
    } else {
        name.to_owned()
    }
}

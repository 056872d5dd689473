//! What a program says of itself in its `# /// script` block, under `[tool.timeslice]`.
//!
//! Any program may have such a block; its machine settings are then the defaults of its runs. A scenario of the
//! catalogue must have one, with a title, a summary and an expectation. Tables of other tools are ignored, as
//! PEP 723 asks; unknown keys of ours are errors.

use crate::SOURCE_BYTES_MAX;
use crate::block::{self, Block};
use crate::link::Language;
use crate::settings::Machine;
use crate::table::{self, CellError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// One program or workload table of the catalogue.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its permanent name in links: the file name without its ending.
    pub slug: String,
    /// The whole program or table, metadata included.
    pub source: String,
    /// Which of the two.
    pub language: Language,
    /// A few words.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What the reader should want to know before pressing play.
    pub question: String,
    /// The part of the course it belongs to.
    pub part: String,
    /// The line of the course it belongs to, from 1.
    pub chapter: u32,
    /// Place within its chapter.
    pub order: u32,
    /// How much it assumes, in a word.
    pub level: String,
    /// What it shows, in the field's own words.
    pub concepts: Vec<String>,
    /// The machine it is meant for.
    pub machine: Machine,
    /// What its run must come to.
    pub expect: Expect,
}

/// What a run of a scenario must come to. A test checks it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// How the run ends.
    pub outcome: Outcome,
    /// All of stdout, when it is always the same.
    #[serde(default)]
    pub output: Option<String>,
    /// The exit status, when it is not what the outcome implies.
    #[serde(default)]
    pub status: Option<i32>,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The program comes to its end.
    Finishes,
    /// Nobody can ever run again.
    Deadlock,
    /// An uncaught exception ends the main thread.
    Exception,
    /// A budget is used up.
    Limit,
}

/// What is wrong with a program's metadata, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// Line of the program, from 1.
    pub line: u32,
    /// Column, from 1.
    pub col: u32,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl SourceError {
    /// An error at a place of the program.
    #[must_use]
    pub fn new(line: u32, col: u32, message: impl Into<String>) -> Self {
        Self {
            line,
            col,
            message: message.into(),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SourceError {}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    tool: Tool,
}

#[derive(Deserialize, Default)]
struct Tool {
    timeslice: Option<Spanned<Table>>,
}

type Values = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    title: Option<String>,
    summary: Option<String>,
    #[serde(default)]
    question: String,
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
    #[serde(default)]
    machine: Values,
    #[serde(default)]
    hosts: BTreeMap<String, Values>,
    expect: Option<Expect>,
}

/// The machine that a program asks for: its own settings over the defaults.
///
/// # Errors
/// A broken block, an unknown key or a bad value, with its place in the program.
pub fn machine_of(source: &str) -> Result<Machine, SourceError> {
    match block::find(source)? {
        Some(block) => match read_table(&block)? {
            Some(table) => read_machine(&block, table.get_ref()),
            None => Ok(Machine::DEFAULT),
        },
        None => Ok(Machine::DEFAULT),
    }
}

impl Scenario {
    /// Reads a program of the catalogue.
    ///
    /// # Errors
    /// As [`machine_of`], and when something that a scenario must say is missing.
    pub fn parse(slug: &str, source: &str) -> Result<Self, SourceError> {
        check_slug(slug)?;
        if source.len() > SOURCE_BYTES_MAX {
            let message = format!("the program has {} bytes; {SOURCE_BYTES_MAX} is the most", source.len());
            return Err(SourceError::new(1, 1, message));
        }
        let block = block::find(source)?
            .ok_or_else(|| SourceError::new(1, 1, "a scenario begins with a `# /// script` block"))?;
        let spanned = read_table(&block)?
            .ok_or_else(|| SourceError::new(block.first_line, 1, "the block has no table `[tool.timeslice]`"))?;
        let (line, col) = block.position(spanned.span().start);
        let missing = |key: &str| SourceError::new(line, col, format!("`[tool.timeslice]` has no `{key}`"));
        let machine = read_machine(&block, spanned.get_ref())?;
        let table = spanned.into_inner();
        Ok(Self {
            slug: slug.to_owned(),
            source: source.to_owned(),
            language: Language::Python,
            title: table.title.ok_or_else(|| missing("title"))?,
            summary: table.summary.ok_or_else(|| missing("summary"))?,
            question: table.question,
            part: table.part,
            chapter: table.chapter,
            order: table.order,
            level: table.level,
            concepts: table.concepts,
            machine,
            expect: table.expect.ok_or_else(|| missing("expect"))?,
        })
    }
}

impl Scenario {
    /// Reads a workload table of the catalogue.
    ///
    /// # Errors
    /// The first bad cell, and what a scenario must say and this one does not.
    pub fn parse_table(slug: &str, source: &str) -> Result<Self, SourceError> {
        check_slug(slug)?;
        let table = table::parse(source).map_err(|errors| match errors.first() {
            Some(error) => {
                let without_line = CellError {
                    line: None,
                    ..error.clone()
                };
                SourceError::new(error.line.unwrap_or(1), 1, without_line.to_string())
            }
            None => SourceError::new(1, 1, "the table cannot be read"),
        })?;
        let missing = |key: &str| SourceError::new(1, 1, format!("the table has no `{key}`"));
        let given = |text: String, key| if text.is_empty() { Err(missing(key)) } else { Ok(text) };
        let lesson = table.lesson;
        let expect = table.expect.ok_or_else(|| missing("expect"))?;
        Ok(Self {
            slug: slug.to_owned(),
            source: source.to_owned(),
            language: Language::Table,
            title: given(lesson.title, "title")?,
            summary: given(lesson.summary, "summary")?,
            question: lesson.question,
            part: lesson.part,
            chapter: lesson.chapter,
            order: lesson.order,
            level: lesson.level,
            concepts: lesson.concepts,
            machine: table.machine,
            expect: Expect {
                outcome: expect.outcome,
                output: None,
                status: None,
            },
        })
    }
}

fn check_slug(slug: &str) -> Result<(), SourceError> {
    let is_slug_byte = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if slug.is_empty() || !slug.bytes().all(is_slug_byte) {
        let message = format!("`{slug}` cannot be part of a link; name the file with a-z, 0-9 and -");
        return Err(SourceError::new(1, 1, message));
    }
    Ok(())
}

fn read_table(block: &Block) -> Result<Option<Spanned<Table>>, SourceError> {
    match toml::from_str::<Document>(&block.toml) {
        Ok(document) => Ok(document.tool.timeslice),
        Err(error) => {
            let (line, col) = block.position(error.span().map_or(0, |span| span.start));
            Err(SourceError::new(line, col, error.message().trim().replace('\n', "; ")))
        }
    }
}

fn read_machine(block: &Block, table: &Table) -> Result<Machine, SourceError> {
    let mut machine = Machine::DEFAULT;
    set_all(block, &mut machine, &table.machine, str::to_owned)?;
    for (host, values) in &table.hosts {
        set_all(block, &mut machine, values, |name| format!("net_{name}.{host}"))?;
    }
    Ok(machine)
}

/// Sets `values` under the names that `full` makes of theirs.
fn set_all(
    block: &Block,
    machine: &mut Machine,
    values: &Values,
    full: impl Fn(&str) -> String,
) -> Result<(), SourceError> {
    // A preset sets others, so it comes first wherever it stands.
    let (presets, others): (Vec<_>, Vec<_>) = values.iter().partition(|(name, _)| name.get_ref() == "preset");
    for (name, value) in presets.into_iter().chain(others) {
        let text = match value.get_ref() {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            toml::Value::Boolean(on) => on.to_string(),
            _ => "a table".to_owned(),
        };
        machine.set(&full(name.get_ref()), &text).map_err(|message| {
            let (line, col) = block.position(name.span().start);
            SourceError::new(line, col, message)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# /// script\n# requires-python = \">=3.11\"\n# dependencies = []\n#\n# [tool.timeslice]\n";

    fn check_refusal(lines: &str, expect: &str) {
        let body: String = lines.lines().map(|line| format!("# {line}\n")).collect();
        let source = format!("{HEAD}{body}# ///\nprint(1)\n");
        let error = Scenario::parse("x", &source).map(|_| ()).unwrap_err();
        assert_eq!(error.to_string(), expect, "{source}");
    }

    const GOOD: &str = "title = \"Two counters\"\nsummary = \"Two threads count.\"\n";
    const FINISHES: &str = "[tool.timeslice.expect]\noutcome = \"finishes\"\n";

    #[test]
    fn a_whole_scenario() {
        let source = "# /// script\n# requires-python = \">=3.11\"\n# dependencies = []\n#\n# [tool.ruff]\n# line-length = 3\n#\n\
            # [tool.timeslice]\n# title = \"Two counters\"\n# summary = \"Two threads count.\"\n# question = \"Who wins?\"\n\
            # part = \"Python's rules\"\n# chapter = 7\n# order = 2\n# level = \"beginner\"\n# concepts = [\"GIL\"]\n#\n\
            # [tool.timeslice.machine]\n# cores = 1\n# quantum = \"2ms\"\n# gil = false\n# speed = 0.5\n# python = \"3.11\"\n#\n\
            # [tool.timeslice.expect]\n# outcome = \"deadlock\"\n# output = \"\"\"a\n# b\n# \"\"\"\n# status = 3\n# ///\nprint(1)\n";
        let scenario = Scenario::parse("two-counters", source).expect("it is valid");
        assert_eq!(scenario.title, "Two counters");
        assert_eq!((scenario.chapter, scenario.order), (7, 2));
        let expect = Expect {
            outcome: Outcome::Deadlock,
            output: Some("a\nb\n".to_owned()),
            status: Some(3),
        };
        assert_eq!(scenario.expect, expect);
        let set: Vec<String> = scenario
            .machine
            .diff(&Machine::DEFAULT)
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        assert_eq!(set, ["cores=1", "quantum=2ms", "gil=off", "python=3.11", "speed=0.5"]);
        assert_eq!(machine_of(source), Ok(scenario.machine));
    }

    #[test]
    fn errors_stand_at_their_line() {
        check_refusal(
            &format!("{GOOD}colour = 3\n{FINISHES}"),
            "line 8: unknown field `colour`, expected one of `title`, `summary`, `question`, `part`, `chapter`, `order`, \
             `level`, `concepts`, `machine`, `hosts`, `expect`",
        );
        check_refusal(
            &format!("{GOOD}order = \"two\"\n{FINISHES}"),
            "line 8: invalid type: string \"two\", expected u32",
        );
        check_refusal(
            &format!("{GOOD}{FINISHES}[tool.timeslice.machine]\ncores = 99"),
            "line 11: cores: `99` is out of range; allowed: 1 to 16",
        );
        check_refusal(
            &format!("{GOOD}{FINISHES}[tool.timeslice.machine]\nquantum = \"2ms\"\nkores = 2"),
            &format!(
                "line 12: there is no setting `kores`; the settings are {}",
                crate::SETTINGS.iter().map(|s| s.name).collect::<Vec<_>>().join(", ")
            ),
        );
        check_refusal(
            &format!("{GOOD}{FINISHES}[tool.timeslice.hosts.\"api.example.com\"]\nlatency = \"80\""),
            "line 11: net_latency.api.example.com: `80` has no unit; write 80ms, 80us or 80s",
        );
        check_refusal(
            &format!("{GOOD}[tool.timeslice.expect]\noutcome = \"wins\""),
            "line 9: unknown variant `wins`, expected one of `finishes`, `deadlock`, `exception`, `limit`",
        );
        check_refusal(
            "title = \"t\nsummary = 1",
            "line 6: invalid basic string, expected `\"`",
        );
    }

    #[test]
    fn what_a_scenario_must_say() {
        check_refusal(FINISHES, "line 5: `[tool.timeslice]` has no `title`");
        check_refusal(
            &format!("title = \"t\"\n{FINISHES}"),
            "line 5: `[tool.timeslice]` has no `summary`",
        );
        check_refusal(GOOD, "line 5: `[tool.timeslice]` has no `expect`");
        let error = |slug, source: &str| Scenario::parse(slug, source).map(|_| ()).unwrap_err().to_string();
        assert_eq!(
            error("x", "print(1)\n"),
            "line 1: a scenario begins with a `# /// script` block"
        );
        assert_eq!(
            error("Two Counters", ""),
            "line 1: `Two Counters` cannot be part of a link; name the file with a-z, 0-9 and -"
        );
        assert_eq!(
            error("x", "# /// script\n# [tool.ruff]\n# ///\n"),
            "line 2: the block has no table `[tool.timeslice]`"
        );
    }

    #[test]
    fn hosts_have_settings_of_their_own() {
        let source = "# /// script\n# [tool.timeslice.hosts.\"api.example.com\"]\n# latency = \"80ms\"\n# failures = 0.5\n\
            # [tool.timeslice.hosts.db]\n# bandwidth = \"1MB\"\n# ///\n";
        let machine = machine_of(source).expect("it is valid");
        let set: Vec<String> = machine
            .diff(&Machine::DEFAULT)
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        assert_eq!(
            set,
            [
                "net_latency.api.example.com=80ms",
                "net_failures.api.example.com=0.5",
                "net_bandwidth.db=1MB"
            ]
        );
    }

    #[test]
    fn a_program_without_metadata_has_the_default_machine() {
        assert_eq!(machine_of("print(1)\n"), Ok(Machine::DEFAULT));
        assert_eq!(
            machine_of("# /// script\n# dependencies = []\n# ///\n"),
            Ok(Machine::DEFAULT)
        );
    }
}

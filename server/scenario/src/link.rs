//! The link codec. A link is the whole input of a run: `/run/two-counters?cores=1&gil=off&at=17` for a scenario,
//! `/run?code=…` for a program of one's own (base64url of raw deflate of the text). Only what differs from the
//! scenario's own machine is written, so most links can be read and edited by hand.

use crate::catalogue::Catalogue;
use crate::metadata::{SourceError, machine_of};
use crate::settings::{self, Machine, SETTINGS};
use crate::table::{self, CellError, Table};
use crate::{SOURCE_BYTES_MAX, units};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Serialize;
use std::fmt;
use timeslice_kernel::{Schedule, ScheduleError};
use timeslice_trace::Level;

/// What is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A scenario of the catalogue, by its slug.
    Scenario(String),
    /// A program of one's own.
    Program(String),
    /// A workload table of one's own.
    Table(String),
}

/// What a source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// A program.
    Python,
    /// A workload table.
    Table,
}

/// Everything a link says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is run, and how.
    pub spec: RunSpec,
    /// The step to open at.
    pub at: Option<u64>,
    /// How the page is arranged; a word that only the page understands.
    pub view: Option<String>,
}

/// The whole input of a run. Equal specs give equal traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSpec {
    /// Where the program comes from.
    pub target: Target,
    /// The program or the table.
    pub source: String,
    /// Which of the two.
    pub language: Language,
    /// Its file name, as tracebacks show it.
    pub file_name: String,
    /// The machine it runs on.
    pub machine: Machine,
    /// The machine if no setting were given: the scenario's or the program's own.
    pub base: Machine,
    /// The choices; where it ends, and without it, they follow from the seed.
    pub schedule: Option<Schedule>,
    /// The finest level of detail wanted; none (`auto`): each line if the run is short enough, or in the window if
    /// there is one, else `kernel`.
    pub level: Option<Level>,
    /// The virtual times between which steps finer than `kernel` are wanted, in nanoseconds.
    pub window: Window,
}

/// A span of virtual time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First nanosecond.
    pub from_ns: u64,
    /// First nanosecond after it; none: to the end.
    pub to_ns: Option<u64>,
}

impl Window {
    /// The whole run.
    pub const ALL: Self = Self {
        from_ns: 0,
        to_ns: None,
    };

    /// Whether `time_ns` lies in it.
    #[must_use]
    pub fn contains(&self, time_ns: u64) -> bool {
        self.from_ns <= time_ns && self.is_open_at(time_ns)
    }

    /// Whether it does not end before `time_ns`.
    #[must_use]
    pub fn is_open_at(&self, time_ns: u64) -> bool {
        self.to_ns.is_none_or(|to_ns| time_ns < to_ns)
    }
}

/// Why a link cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// There is no scenario of this name.
    NoScenario {
        /// The name.
        slug: String,
    },
    /// A parameter is unknown, doubled or has a bad value.
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// The program's own metadata is wrong.
    Metadata(SourceError),
    /// Cells of the table are wrong.
    Table(Vec<CellError>),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoScenario { slug } => write!(f, "there is no scenario `{slug}`"),
            Self::Parameter { message, .. } => f.write_str(message),
            Self::Metadata(error) => error.fmt(f),
            Self::Table(errors) => match &errors[..] {
                [] => f.write_str("the table cannot be read"),
                [error] => error.fmt(f),
                [error, ..] => write!(f, "{error} ({} more)", errors.len() - 1),
            },
        }
    }
}

impl std::error::Error for LinkError {}

fn bad(name: &str, message: impl fmt::Display) -> LinkError {
    LinkError::Parameter {
        name: name.to_owned(),
        message: format!("{name}: {message}"),
    }
}

impl RunSpec {
    /// A run of `source` with the machine that its own metadata asks for.
    ///
    /// # Errors
    /// [`LinkError::Metadata`], or a program that is too long.
    pub fn program(source: String) -> Result<Self, LinkError> {
        if source.len() > SOURCE_BYTES_MAX {
            let message = format!("the program has {} bytes; {SOURCE_BYTES_MAX} is the most", source.len());
            return Err(bad("source", message));
        }
        let base = machine_of(&source).map_err(LinkError::Metadata)?;
        Ok(Self::new(
            Target::Program(source.clone()),
            Language::Python,
            source,
            base,
        ))
    }

    /// A run of the workload table `source` on the machine that it asks for.
    ///
    /// # Errors
    /// [`LinkError::Table`] with every bad cell.
    pub fn table(source: String) -> Result<Self, LinkError> {
        let table = table::parse(&source).map_err(LinkError::Table)?;
        Ok(Self::new(
            Target::Table(source.clone()),
            Language::Table,
            source,
            table.machine,
        ))
    }

    /// The workload table, on the machine of this run.
    ///
    /// # Errors
    /// Every bad cell: the settings of a run may leave a process without a core.
    pub fn read_table(&self) -> Result<Table, Vec<CellError>> {
        table::parse(&self.source)?.on(self.machine.clone())
    }

    /// A run of a scenario on its own machine.
    ///
    /// # Errors
    /// [`LinkError::NoScenario`].
    pub fn scenario(slug: &str, catalogue: &Catalogue) -> Result<Self, LinkError> {
        let scenario = catalogue
            .get(slug)
            .ok_or_else(|| LinkError::NoScenario { slug: slug.to_owned() })?;
        Ok(Self::new(
            Target::Scenario(slug.to_owned()),
            scenario.language,
            scenario.source.clone(),
            scenario.machine.clone(),
        ))
    }

    fn new(target: Target, language: Language, source: String, base: Machine) -> Self {
        let (schedule, level, window) = (None, None, Window::ALL);
        let ending = match language {
            Language::Python => "py",
            Language::Table => "toml",
        };
        let file_name = match &target {
            Target::Scenario(slug) => format!("{slug}.{ending}"),
            Target::Program(_) => "program.py".to_owned(),
            Target::Table(_) => "table.toml".to_owned(),
        };
        Self {
            target,
            source,
            language,
            file_name,
            machine: base.clone(),
            base,
            schedule,
            level,
            window,
        }
    }

    /// Sets one parameter of a run: a machine setting, `schedule`, `level`, `from_ns` or `to_ns`.
    ///
    /// # Errors
    /// [`LinkError::Parameter`].
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), LinkError> {
        match name {
            "schedule" => self.schedule = Some(value.parse().map_err(|error: ScheduleError| bad(name, error))?),
            "level" => self.level = parse_level(value).map_err(|why| bad(name, why))?,
            "from_ns" => self.window.from_ns = parse_number(name, value)?,
            "to_ns" => self.window.to_ns = Some(parse_number(name, value)?),
            _ if settings::is_setting(name) => {
                let parameter = |message| LinkError::Parameter {
                    name: name.to_owned(),
                    message,
                };
                self.machine.set(name, value).map_err(parameter)?;
            }
            _ => return Err(unknown(name)),
        }
        Ok(())
    }
}

const VIEW_CHARS_MAX: usize = 64;

/// How the page looks to this reader: no part of what is run, and not handed on.
const LOOKS: [&str; 4] = ["theme", "presenter", "embed", "exam"];

impl Link {
    /// Reads the query of `/run/<slug>?query`, of `/run?query` or of `/api/run?query` (there the scenario is a
    /// parameter).
    ///
    /// # Errors
    /// The first thing that is wrong, with the parameter's name and the allowed values.
    pub fn parse(slug: Option<&str>, query: &str, catalogue: &Catalogue) -> Result<Self, LinkError> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        for (idx, (name, _)) in pairs.iter().enumerate() {
            if pairs[..idx].iter().any(|(earlier, _)| earlier == name) {
                return Err(bad(name, "given twice"));
            }
        }
        let given = |wanted: &str| {
            pairs
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.as_str())
        };
        let spec = match (slug.or_else(|| given("scenario")), given("code"), given("table")) {
            (Some(slug), None, None) => RunSpec::scenario(slug, catalogue)?,
            (None, Some(code), None) => RunSpec::program(decode_program(code).map_err(|why| bad("code", why))?)?,
            (None, None, Some(code)) => RunSpec::table(decode_table(code).map_err(|why| bad("table", why))?)?,
            (None, None, None) => {
                return Err(bad(
                    "scenario",
                    "missing; give a scenario, a program (`code`) or a table (`table`)",
                ));
            }
            (_, None, _) => return Err(bad("table", "a link has either a scenario or a table of its own")),
            _ => return Err(bad("code", "a link has either a scenario or a program of its own")),
        };
        let mut link = Self {
            spec,
            at: None,
            view: None,
        };
        // A preset sets others, so it comes first wherever it stands.
        let (presets, others): (Vec<_>, Vec<_>) = pairs.iter().partition(|(name, _)| name == "preset");
        for (name, value) in presets.into_iter().chain(others) {
            match name.as_str() {
                "code" | "table" => {}
                "scenario" if slug.is_none() => {}
                _ if LOOKS.contains(&name.as_str()) => {}
                "at" => link.at = Some(parse_number(name, value)?),
                "view" => link.view = Some(parse_word(name, value, VIEW_CHARS_MAX)?),
                _ => link.spec.set(name, value)?,
            }
        }
        Ok(link)
    }

    /// The link itself, from the root of the site. [`Link::parse`] reads it back.
    #[must_use]
    pub fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let path = match &self.spec.target {
            Target::Scenario(slug) => format!("/run/{slug}"),
            Target::Program(source) => {
                query.append_pair("code", &encode_program(source));
                "/run".to_owned()
            }
            Target::Table(source) => {
                query.append_pair("table", &encode_program(source));
                "/run".to_owned()
            }
        };
        for (name, text) in self.spec.machine.diff(&self.spec.base) {
            query.append_pair(&name, &text);
        }
        if let Some(schedule) = &self.spec.schedule {
            query.append_pair("schedule", &schedule.to_string());
        }
        if let Some(level) = self.spec.level {
            query.append_pair("level", level_name(level));
        }
        if self.spec.window.from_ns > 0 {
            query.append_pair("from_ns", &self.spec.window.from_ns.to_string());
        }
        if let Some(to_ns) = self.spec.window.to_ns {
            query.append_pair("to_ns", &to_ns.to_string());
        }
        if let Some(at) = self.at {
            query.append_pair("at", &at.to_string());
        }
        if let Some(view) = &self.view {
            query.append_pair("view", view);
        }
        let query = query.finish();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    }
}

fn unknown(name: &str) -> LinkError {
    let settings: Vec<&str> = SETTINGS.iter().map(|s| s.name).collect();
    let message = format!(
        "there is no parameter `{name}`; the parameters are scenario, code, table, {}, schedule, level, from_ns, to_ns, at, view",
        settings.join(", ")
    );
    LinkError::Parameter {
        name: name.to_owned(),
        message,
    }
}

fn parse_number(name: &str, value: &str) -> Result<u64, LinkError> {
    units::parse_decimal(value, 1).ok_or_else(|| bad(name, format!("`{value}` is not a whole number")))
}

fn parse_word(name: &str, value: &str, chars_max: usize) -> Result<String, LinkError> {
    let is_word = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.~,:*+".contains(&b));
    if value.is_empty() || !is_word || value.len() > chars_max {
        return Err(bad(
            name,
            format!("allowed: up to {chars_max} letters, digits and -_.~,:*+"),
        ));
    }
    Ok(value.to_owned())
}

/// A level of detail by its name: `kernel`, `line`, `op`, or `auto` for none in particular.
///
/// # Errors
/// What is allowed.
pub fn parse_level(text: &str) -> Result<Option<Level>, String> {
    match text {
        "auto" => Ok(None),
        "kernel" => Ok(Some(Level::Kernel)),
        "line" => Ok(Some(Level::Line)),
        "op" => Ok(Some(Level::Op)),
        _ => Err(format!("`{text}` is not one of auto, kernel, line, op")),
    }
}

/// The name of a level of detail.
#[must_use]
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Kernel => "kernel",
        Level::Line => "line",
        Level::Op => "op",
    }
}

/// A hand-copied link may have gained or lost padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A program as the `code` parameter: base64url of raw deflate of its UTF-8.
#[must_use]
pub fn encode_program(source: &str) -> String {
    let best_for_size = 9;
    BASE64.encode(miniz_oxide::deflate::compress_to_vec(source.as_bytes(), best_for_size))
}

/// The reverse of [`encode_program`]. Never makes more than [`SOURCE_BYTES_MAX`] bytes.
///
/// # Errors
/// What is wrong with the text.
pub fn decode_program(code: &str) -> Result<String, String> {
    decode(code, "program")
}

/// A table from the `table` parameter, which is written as programs are.
///
/// # Errors
/// What is wrong with the text.
pub fn decode_table(code: &str) -> Result<String, String> {
    decode(code, "table")
}

fn decode(code: &str, what: &str) -> Result<String, String> {
    let damaged = format!("the {what} in this link is damaged; was the link cut off?");
    let deflated = BASE64.decode(code).map_err(|_| damaged.clone())?;
    let bytes =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&deflated, SOURCE_BYTES_MAX).map_err(|error| match error
            .status
        {
            miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                format!("the {what} in this link has more than {SOURCE_BYTES_MAX} bytes, which is the most")
            }
            _ => damaged.clone(),
        })?;
    String::from_utf8(bytes).map_err(|_| format!("the {what} in this link is not UTF-8 text"))
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;

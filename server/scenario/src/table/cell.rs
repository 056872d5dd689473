//! One cell: its text or TOML value as a value of its column, or what is wrong with it. It knows no row.

use super::{COLUMNS, Process, TIME_NS_MAX};
use crate::units::{format_duration, parse_duration};
use timeslice_kernel::bursts::Burst;

const NAME_CHARS_MAX: usize = 40;
const BURSTS_MAX: usize = 10_000;

/// Puts the text of a cell into `process`; an empty one leaves what is there. Numbers without a unit are milliseconds.
///
/// # Errors
/// What is wrong and what is allowed.
pub(super) fn put(process: &mut Process, column: &str, text: &str, n_cores: u32) -> Result<(), String> {
    let text = text.trim();
    if text.is_empty() && !matches!(column, "name" | "bursts") {
        return Ok(());
    }
    match column {
        "name" => process.name = name(text)?,
        "arrival" => process.arrival_ns = time(text)?,
        "bursts" => process.bursts = bursts(text)?,
        "repeat" => process.repeat = whole(text, 1, 100_000)?,
        "priority" => process.priority = whole(text, -1_000_000, 1_000_000)?,
        "nice" => process.nice = whole(text, -20, 19)?,
        "tickets" => process.tickets = whole(text, 1, 1_000_000)?,
        "slice" => process.slice_ns = Some(positive_time(text)?),
        "period" => process.period_ns = Some(period(text)?),
        "deadline" => process.deadline_ns = Some(positive_time(text)?),
        "affinity" => process.affinity = Some(affinity(text, n_cores)?),
        "working_set" => process.working_set = whole(text, 0, 1_000_000_000)?,
        _ => {
            return Err(format!(
                "there is no such column; the columns are {}",
                COLUMNS.join(", ")
            ));
        }
    }
    Ok(())
}

/// A TOML value as the text of a cell: lists are joined.
///
/// # Errors
/// What cannot be a cell.
pub(super) fn text_of(value: &toml::Value) -> Result<String, String> {
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Float(number) => Ok(number.to_string()),
        toml::Value::Array(items) => {
            let texts: Result<Vec<String>, String> = items.iter().map(text_of).collect();
            let texts = texts?;
            if texts.iter().any(|text| text.trim().is_empty()) {
                return Err("an empty entry in the list".to_owned());
            }
            Ok(if texts.is_empty() {
                "[]".to_owned()
            } else {
                texts.join(", ")
            })
        }
        other => Err(format!("a {} is neither a number nor a text", other.type_str())),
    }
}

fn name(text: &str) -> Result<String, String> {
    let n_chars = text.chars().count();
    if n_chars == 0 {
        return Err("a process needs a name".to_owned());
    }
    if n_chars > NAME_CHARS_MAX {
        return Err(format!(
            "a name has at most {NAME_CHARS_MAX} characters, this one has {n_chars}"
        ));
    }
    if text.chars().any(char::is_control) {
        return Err("a name has no control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// A whole number in a range.
pub(super) fn whole<T: TryFrom<i64>>(text: &str, min: i64, max: i64) -> Result<T, String> {
    let number = text.parse::<i64>().map_err(|error| match error.kind() {
        std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => {
            format!("`{text}` is out of range; allowed: {min} to {max}")
        }
        _ => format!("`{text}` is not a whole number; allowed: {min} to {max}"),
    })?;
    let fits = Some(number).filter(|number| (min..=max).contains(number));
    fits.and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| format!("`{text}` is out of range; allowed: {min} to {max}"))
}

/// A time from 0; without a unit it is milliseconds.
pub(super) fn time(text: &str) -> Result<u64, String> {
    if text.starts_with('-') && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("`{text}` is negative; times count from 0"));
    }
    let is_bare = text.ends_with(|c: char| c.is_ascii_digit());
    let with_unit = if is_bare { format!("{text}ms") } else { text.to_owned() };
    let too_long = || format!("`{text}` is too long; the longest is {}", format_duration(TIME_NS_MAX));
    match parse_duration(&with_unit) {
        Ok(ns) if ns <= TIME_NS_MAX => Ok(ns),
        Ok(_) => Err(too_long()),
        Err(_) if is_huge(text) => Err(too_long()),
        Err(_) if is_bare => Err(format!("`{text}` is not a time such as 4ms or 1.5s")),
        Err(why) => Err(why),
    }
}

/// Digits with a unit of time and nothing else: what is wrong with it is its size alone.
fn is_huge(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic()).trim_end();
    digits.len() > 9
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(text[digits.len()..].trim(), "" | "s" | "ms" | "us" | "ns")
}

fn positive_time(text: &str) -> Result<u64, String> {
    match time(text)? {
        0 => Err("it must be longer than 0".to_owned()),
        ns => Ok(ns),
    }
}

fn period(text: &str) -> Result<u64, String> {
    let shortest_ns = 10_000;
    match time(text)? {
        ns if ns < shortest_ns => Err(format!(
            "`{text}` is too short; the shortest is {}",
            format_duration(shortest_ns)
        )),
        ns => Ok(ns),
    }
}

fn affinity(text: &str, n_cores: u32) -> Result<Vec<u32>, String> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    let mut cores = Vec::new();
    for part in inner.split([',', ';', ' ', '|']).filter(|part| !part.is_empty()) {
        let core: u32 = part
            .parse()
            .map_err(|_| format!("`{part}` is not a core; cores are numbered from 0"))?;
        if core >= n_cores {
            return Err(match n_cores {
                1 => format!("there is no core {core}; the machine has core 0 only"),
                _ => format!("there is no core {core}; the machine has cores 0 to {}", n_cores - 1),
            });
        }
        cores.push(core);
    }
    if cores.is_empty() {
        return Err("a process needs at least one core".to_owned());
    }
    cores.sort_unstable();
    cores.dedup();
    Ok(cores)
}

/// `24ms cpu, 3ms io, 5ms cpu`, also `24, 3, 5` (CPU and I/O in turn, milliseconds) and `cpu 24 io 3`.
///
/// # Errors
/// Which part is wrong.
pub(super) fn bursts(text: &str) -> Result<Vec<Burst>, String> {
    let mut lengths: Vec<(String, Option<bool>)> = Vec::new();
    let mut next_kind = None;
    let words = text.trim_start_matches('[').trim_end_matches(']');
    for word in words.split([',', ';', '+', ' ', '\t']).filter(|word| !word.is_empty()) {
        let kind = match word.to_ascii_lowercase().as_str() {
            "cpu" => Some(true),
            "io" | "i/o" => Some(false),
            "ns" | "us" | "µs" | "ms" | "s" => {
                match lengths.last_mut().filter(|(length, _)| ends_bare(length)) {
                    Some((length, _)) => length.push_str(word),
                    None => return Err(format!("`{word}` stands alone; write a length such as 4ms")),
                }
                continue;
            }
            _ => {
                lengths.push((word.to_owned(), next_kind.take()));
                continue;
            }
        };
        match lengths
            .last_mut()
            .filter(|(_, known)| known.is_none() && next_kind.is_none())
        {
            Some((_, known)) => *known = kind,
            None if next_kind.is_none() => next_kind = kind,
            None => return Err(format!("`{word}` follows another word; write a length between them")),
        }
    }
    if next_kind.is_some() {
        return Err("the last burst has no length".to_owned());
    }
    if lengths.is_empty() {
        return Err("a process needs a burst, such as 5ms cpu".to_owned());
    }
    if lengths.len() > BURSTS_MAX {
        return Err(format!(
            "{} bursts; {BURSTS_MAX} is the most, and `repeat` repeats them",
            lengths.len()
        ));
    }
    let mut bursts: Vec<Burst> = Vec::new();
    for (length, is_cpu) in lengths {
        let ns = time(&length)?;
        if ns == 0 {
            return Err(format!("`{length}`: a burst must be longer than 0"));
        }
        let is_cpu = is_cpu.unwrap_or(!matches!(bursts.last(), Some(Burst::Cpu(_))));
        match (bursts.last_mut(), is_cpu) {
            (None, false) => return Err("the first burst is cpu: a process needs a core to ask for I/O".to_owned()),
            (Some(Burst::Cpu(sum)), true) | (Some(Burst::Io(sum)), false) => *sum = sum.saturating_add(ns),
            (_, true) => bursts.push(Burst::Cpu(ns)),
            (_, false) => bursts.push(Burst::Io(ns)),
        }
    }
    Ok(bursts)
}

fn ends_bare(length: &str) -> bool {
    length.ends_with(|c: char| c.is_ascii_digit())
}

/// The text of a cell; empty where it is the default.
pub(super) fn text(process: &Process, column: &str) -> String {
    let time = |ns: Option<u64>| ns.map_or_else(String::new, format_duration);
    let unless = |is_default: bool, text: String| if is_default { String::new() } else { text };
    match column {
        "name" => process.name.clone(),
        "arrival" => format_duration(process.arrival_ns),
        "bursts" => burst_texts(&process.bursts).join(", "),
        "repeat" => unless(process.repeat == 1, process.repeat.to_string()),
        "priority" => unless(process.priority == 0, process.priority.to_string()),
        "nice" => unless(process.nice == 0, process.nice.to_string()),
        "tickets" => unless(process.tickets == 1, process.tickets.to_string()),
        "slice" => time(process.slice_ns),
        "period" => time(process.period_ns),
        "deadline" => time(process.deadline_ns),
        "affinity" => {
            let cores = process.affinity.iter().flatten().map(u32::to_string);
            cores.collect::<Vec<String>>().join(", ")
        }
        "working_set" => unless(process.working_set == 0, process.working_set.to_string()),
        _ => String::new(),
    }
}

pub(super) fn burst_texts(bursts: &[Burst]) -> Vec<String> {
    let text = |burst: &Burst| match *burst {
        Burst::Cpu(ns) => format!("{} cpu", format_duration(ns)),
        Burst::Io(ns) => format!("{} io", format_duration(ns)),
    };
    bursts.iter().map(text).collect()
}

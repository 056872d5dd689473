//! `time.strptime` and `datetime.strptime`: reading times by a format. The codes a program uses for dates and times; no weeks.

use super::strftime::{CivilTime, DAYS, MONTHS, days_in_month};
use super::{Result, TextError, string};

/// A parsed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    /// The civil time; 1900-01-01 00:00:00 where the text says nothing.
    pub time: CivilTime,
    /// `%f`
    pub microsecond: u32,
    /// `%z`, seconds east of UTC.
    pub offset: Option<i32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Fields {
    year: Option<i64>,
    month: Option<u32>,
    day: Option<u32>,
    hour: u32,
    minute: u32,
    second: u32,
    microsecond: u32,
    yearday: Option<u32>,
    weekday: Option<u32>,
    twelve: bool,
    afternoon: bool,
    offset: Option<i32>,
}

/// `strptime(text, format)`.
///
/// # Errors
/// `ValueError` "time data 'x' does not match format 'y'", "unconverted data remains: z", "'q' is a bad directive in format '%q'",
/// "stray % in format '%'", "day is out of range for month".
pub fn strptime(text: &str, format: &str) -> Result<Parsed> {
    let expanded = expand(format)?;
    let mut deepest = None;
    let fields = matches(text, &expanded, Fields::default(), &mut deepest);
    let Some(fields) = fields else {
        if let Some(rest) = deepest {
            return Err(TextError::value(format!("unconverted data remains: {rest}")));
        }
        let text = string::repr(text);
        return Err(TextError::value(format!(
            "time data {text} does not match format {}",
            string::repr(format)
        )));
    };
    finish(&fields)
}

fn finish(fields: &Fields) -> Result<Parsed> {
    let leap_day = fields.year.is_none() && fields.month == Some(2) && fields.day == Some(29);
    let year = fields.year.unwrap_or(if leap_day { 1904 } else { 1900 });
    let (mut month, mut day) = (fields.month.unwrap_or(1), fields.day.unwrap_or(1));
    if let (Some(yearday), None, None) = (fields.yearday, fields.month, fields.day) {
        let days = super::strftime::days_from_civil(year, 1, 1) + i64::from(yearday) - 1;
        (_, month, day) = super::strftime::civil_from_days(days);
    }
    if day > days_in_month(year, month) {
        return Err(TextError::value("day is out of range for month"));
    }
    let hour = if fields.twelve {
        fields.hour % 12 + if fields.afternoon { 12 } else { 0 }
    } else {
        fields.hour
    };
    let mut time = CivilTime::new(year, month, day, hour, fields.minute, fields.second);
    if leap_day {
        time.year = 1900;
    }
    if let Some(weekday) = fields.weekday {
        time.weekday = weekday;
    }
    Ok(Parsed {
        time,
        microsecond: fields.microsecond,
        offset: fields.offset,
    })
}

/// The format with composite codes written out, every directive known.
fn expand(format: &str) -> Result<String> {
    let mut out = String::with_capacity(format.len());
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            None => return Err(TextError::value(format!("stray % in format '{format}'"))),
            Some('c') => out.push_str("%a %b %d %H:%M:%S %Y"),
            Some('x') => out.push_str("%m/%d/%y"),
            Some('X' | 'T') => out.push_str("%H:%M:%S"),
            Some('F') => out.push_str("%Y-%m-%d"),
            Some('D') => out.push_str("%m/%d/%y"),
            Some('R') => out.push_str("%H:%M"),
            Some(code) if "aAbBdfHIjmMpSwyYzZ%".contains(code) => out.extend(['%', code]),
            Some(code) => {
                return Err(TextError::value(format!(
                    "'{code}' is a bad directive in format '{format}'"
                )));
            }
        }
    }
    Ok(out)
}

/// Matches as the regular expression CPython builds: longest alternatives first, with backtracking. `leftover` is what the first
/// complete match of the format leaves of the text.
fn matches<'a>(text: &'a str, format: &str, fields: Fields, leftover: &mut Option<&'a str>) -> Option<Fields> {
    let mut chars = format.chars();
    let Some(c) = chars.next() else {
        if text.is_empty() {
            return Some(fields);
        }
        leftover.get_or_insert(text);
        return None;
    };
    let rest = chars.as_str();
    if string::is_space(c) {
        let after = rest.trim_start_matches(string::is_space);
        let stripped = text.trim_start_matches(string::is_space);
        return if stripped.len() < text.len() {
            matches(stripped, after, fields, leftover)
        } else {
            None
        };
    }
    if c != '%' {
        let first = text.chars().next()?;
        let same = first == c || first.to_lowercase().eq(c.to_lowercase());
        return if same {
            matches(&text[first.len_utf8()..], rest, fields, leftover)
        } else {
            None
        };
    }
    let code = chars.next()?;
    let rest = chars.as_str();
    for (used, fields) in candidates(text, code, fields) {
        if let Some(found) = matches(&text[used..], rest, fields, leftover) {
            return Some(found);
        }
        if leftover.is_some() {
            return None;
        }
    }
    None
}

/// What a code can match at the front of the text: bytes used and the fields it then sets, longest first.
fn candidates(text: &str, code: char, fields: Fields) -> Vec<(usize, Fields)> {
    let mut out = Vec::new();
    let starts = |name: &str| {
        text.get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    let names = |list: &[&str], short: bool| {
        list.iter().enumerate().find_map(|(i, name)| {
            let name = if short { &name[..3] } else { name };
            starts(name).then(|| (name.len(), u32::try_from(i).unwrap_or(0)))
        })
    };
    let with = |set: &dyn Fn(&mut Fields)| {
        let mut fields = fields;
        set(&mut fields);
        fields
    };
    match code {
        '%' if text.starts_with('%') => out.push((1, fields)),
        'a' | 'A' => out.extend(names(&DAYS, code == 'a').map(|(n, i)| (n, with(&|f| f.weekday = Some(i))))),
        'b' | 'B' => out.extend(names(&MONTHS, code == 'b').map(|(n, i)| (n, with(&|f| f.month = Some(i + 1))))),
        'p' => out.extend(
            ["AM", "PM"]
                .iter()
                .position(|n| starts(n))
                .map(|i| (2, with(&|f| f.afternoon = i == 1))),
        ),
        'Z' if starts("UTC") || starts("GMT") => out.push((3, fields)),
        'z' => out.extend(offset(text).map(|(n, seconds)| (n, with(&|f| f.offset = Some(seconds))))),
        _ => {
            let (most, least, low, high) = match code {
                'd' => (2, 1, 1, 31),
                'f' => (6, 1, 0, 999_999),
                'H' => (2, 1, 0, 23),
                'I' | 'm' => (2, 1, 1, 12),
                'j' => (3, 1, 1, 366),
                'M' => (2, 1, 0, 59),
                'S' => (2, 1, 0, 61),
                'w' => (1, 1, 0, 6),
                'y' => (2, 2, 0, 99),
                'Y' => (4, 4, 0, 9999),
                _ => return out,
            };
            let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
            for used in (least..=digits).rev() {
                let Some(n) = text[..used].parse::<u32>().ok().filter(|n| (low..=high).contains(n)) else {
                    continue;
                };
                out.push((used, with(&|f| set(f, code, n, used))));
            }
        }
    }
    out
}

fn set(f: &mut Fields, code: char, n: u32, digits: usize) {
    match code {
        'd' => f.day = Some(n),
        'f' => f.microsecond = n * 10u32.pow(6 - u32::try_from(digits).unwrap_or(6)),
        'H' => f.hour = n,
        'I' => (f.hour, f.twelve) = (n, true),
        'm' => f.month = Some(n),
        'j' => f.yearday = Some(n),
        'M' => f.minute = n,
        'S' => f.second = n,
        'w' => f.weekday = Some((n + 6) % 7),
        'y' => f.year = Some(i64::from(n) + if n <= 68 { 2000 } else { 1900 }),
        _ => f.year = Some(n.into()),
    }
}

/// `Z`, `+hhmm`, `+hh:mm`: bytes used and seconds.
fn offset(text: &str) -> Option<(usize, i32)> {
    if text.starts_with('Z') {
        return Some((1, 0));
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = |range| text.get(range).filter(|t: &&str| t.bytes().all(|b| b.is_ascii_digit()));
    let hours: i32 = digits(1..3)?.parse().ok()?;
    let colon = usize::from(text.as_bytes().get(3) == Some(&b':'));
    let minutes: i32 = digits(3 + colon..5 + colon)?.parse().ok().filter(|m| *m < 60)?;
    Some((5 + colon, sign * (hours * 3600 + minutes * 60)))
}

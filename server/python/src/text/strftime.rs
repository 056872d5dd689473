//! The civil calendar in UTC and the text of times: `gmtime`, `timegm`, `strftime`, `asctime`. English names: there is no locale.

use std::fmt::Write;

/// Weekday names from Monday.
pub const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// Month names from January.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A `time.struct_time` in UTC, without the zone fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CivilTime {
    /// `tm_year`, the full year
    pub year: i64,
    /// `tm_mon`, 1 to 12
    pub month: u32,
    /// `tm_mday`, 1 to 31
    pub day: u32,
    /// `tm_hour`, 0 to 23
    pub hour: u32,
    /// `tm_min`, 0 to 59
    pub minute: u32,
    /// `tm_sec`, 0 to 61
    pub second: u32,
    /// `tm_wday`, Monday is 0
    pub weekday: u32,
    /// `tm_yday`, 1 to 366
    pub yearday: u32,
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
#[must_use]
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    // Years start in March here, so that the leap day is the last one.
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_index + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day number counted from 1970-01-01.
#[must_use]
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let small = |n: i64| u32::try_from(n).expect("a day or a month");
    (
        era * 400 + year_of_era + i64::from(month <= 2),
        small(month),
        small(day),
    )
}

/// Whether a year has 366 days.
#[must_use]
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has.
#[must_use]
pub fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl CivilTime {
    /// A date and a time of day; weekday and day of the year are computed.
    #[must_use]
    pub fn new(year: i64, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Self {
        let days = days_from_civil(year, month, day);
        let weekday = u32::try_from((days + 3).rem_euclid(7)).expect("less than 7");
        let yearday = u32::try_from(days - days_from_civil(year, 1, 1) + 1).expect("a day of the year");
        Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
            weekday,
            yearday,
        }
    }

    /// `time.gmtime(seconds)`.
    #[must_use]
    pub fn from_epoch(seconds: i64) -> Self {
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let second = u32::try_from(seconds.rem_euclid(86_400)).expect("seconds of a day");
        Self::new(year, month, day, second / 3600, second / 60 % 60, second % 60)
    }

    /// `calendar.timegm(self)`.
    #[must_use]
    pub fn to_epoch(&self) -> i64 {
        let time = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        days_from_civil(self.year, self.month, self.day) * 86_400 + time
    }

    /// ISO year and week.
    #[must_use]
    pub fn iso_week(&self) -> (i64, u32) {
        let thursday = i64::from(self.yearday) + 3 - i64::from(self.weekday);
        let in_year = |year| if is_leap(year) { 366 } else { 365 };
        let (year, day) = if thursday < 1 {
            (self.year - 1, thursday + in_year(self.year - 1))
        } else if thursday > in_year(self.year) {
            (self.year + 1, thursday - in_year(self.year))
        } else {
            (self.year, thursday)
        };
        (year, u32::try_from((day - 1) / 7 + 1).expect("a week"))
    }
}

/// `time.asctime(t)`; `time.ctime(s)` is the asctime of `s`.
#[must_use]
pub fn asctime(t: &CivilTime) -> String {
    let (day, month) = (
        &DAYS[index(t.weekday % 7)][..3],
        &MONTHS[index(t.month.clamp(1, 12) - 1)][..3],
    );
    format!(
        "{day} {month} {:2} {:02}:{:02}:{:02} {}",
        t.day, t.hour, t.minute, t.second, t.year
    )
}

fn index(n: u32) -> usize {
    usize::try_from(n).expect("a small number")
}

/// `time.strftime(format, t)`. `microsecond` is what `%f` writes (`datetime.strftime`); without it `%f` stays as it is, like every
/// other unknown code. `zone` is what `%Z` writes: "GMT" for `time.gmtime`, "UTC" for `time.localtime` and `datetime`.
#[must_use]
pub fn strftime(format: &str, t: &CivilTime, microsecond: Option<u32>, zone: &str) -> String {
    let mut out = String::with_capacity(format.len() * 2);
    push(&mut out, format, t, (microsecond, zone));
    out
}

fn push(out: &mut String, format: &str, t: &CivilTime, extra: (Option<u32>, &str)) {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let Some(code) = chars.next() else { return out.push('%') };
        if !push_code(out, code, t, extra) {
            out.extend(['%', code]);
        }
    }
}

/// Appends one code's text; false when the code is unknown.
fn push_code(out: &mut String, code: char, t: &CivilTime, extra: (Option<u32>, &str)) -> bool {
    let (microsecond, zone) = extra;
    let twelve = (t.hour + 11) % 12 + 1;
    let (weekday, month) = (DAYS[index(t.weekday % 7)], MONTHS[index(t.month.clamp(1, 12) - 1)]);
    let sunday = (t.weekday + 1) % 7;
    let composite = match code {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' | 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'R' => "%H:%M",
        'r' => "%I:%M:%S %p",
        'T' | 'X' => "%H:%M:%S",
        _ => "",
    };
    if !composite.is_empty() {
        push(out, composite, t, extra);
        return true;
    }
    match code {
        'a' => out.push_str(&weekday[..3]),
        'A' => out.push_str(weekday),
        'b' | 'h' => out.push_str(&month[..3]),
        'B' => out.push_str(month),
        'p' => out.push_str(if t.hour < 12 { "AM" } else { "PM" }),
        'P' => out.push_str(if t.hour < 12 { "am" } else { "pm" }),
        'n' => out.push('\n'),
        't' => out.push('\t'),
        '%' => out.push('%'),
        'z' => out.push_str("+0000"),
        'Z' => out.push_str(zone),
        _ => {
            let (number, width, fill) = match code {
                'C' => (t.year.div_euclid(100), 2, '0'),
                'd' => (t.day.into(), 2, '0'),
                'e' => (t.day.into(), 2, ' '),
                'f' if microsecond.is_some() => (microsecond.unwrap_or(0).into(), 6, '0'),
                'g' => (t.iso_week().0.rem_euclid(100), 2, '0'),
                'G' => (t.iso_week().0, 1, '0'),
                'H' => (t.hour.into(), 2, '0'),
                'I' => (twelve.into(), 2, '0'),
                'j' => (t.yearday.into(), 3, '0'),
                'k' => (t.hour.into(), 2, ' '),
                'l' => (twelve.into(), 2, ' '),
                'm' => (t.month.into(), 2, '0'),
                'M' => (t.minute.into(), 2, '0'),
                's' => (t.to_epoch(), 1, '0'),
                'S' => (t.second.into(), 2, '0'),
                'u' => (i64::from(t.weekday) + 1, 1, '0'),
                'U' => (i64::from((t.yearday + 6 - sunday) / 7), 2, '0'),
                'V' => (t.iso_week().1.into(), 2, '0'),
                'w' => (sunday.into(), 1, '0'),
                'W' => (i64::from((t.yearday + 6 - t.weekday) / 7), 2, '0'),
                'y' => (t.year.rem_euclid(100), 2, '0'),
                'Y' => (t.year, 1, '0'),
                _ => return false,
            };
            if fill == '0' {
                write!(out, "{number:0width$}").expect("a String never fails");
            } else {
                write!(out, "{number:width$}").expect("a String never fails");
            }
        }
    }
    true
}

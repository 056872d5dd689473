//! Durations and factors as people write them: `4ms`, `1.5s`, `0.5`. Exact: what is formatted parses to the same
//! number.

const DURATION_UNITS: [(&str, u64); 4] = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1)];

/// Nanoseconds as `0`, `250ns`, `5us`, `1.5ms` or `2s`: the largest unit that keeps a digit before the point.
#[must_use]
pub fn format_duration(ns: u64) -> String {
    match DURATION_UNITS.iter().find(|(_, unit_ns)| ns >= *unit_ns) {
        Some((unit, unit_ns)) => format!("{}{unit}", format_decimal(ns, *unit_ns)),
        None => "0".to_owned(),
    }
}

/// The reverse of [`format_duration`]; also takes `µs` and spaces before the unit.
///
/// # Errors
/// A sentence fragment that says what a duration looks like.
pub fn parse_duration(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
    let unit = match &text[digits.len()..] {
        "µs" | "μs" => "us",
        unit => unit,
    };
    let unit_ns = match DURATION_UNITS.iter().find(|(name, _)| *name == unit) {
        Some((_, unit_ns)) => *unit_ns,
        None if unit.is_empty() && digits == "0" => 1,
        None if unit.is_empty() && digits.trim_matches(|c: char| c.is_ascii_digit() || c == '.').is_empty() => {
            return Err(format!(
                "`{text}` has no unit; write {digits}ms, {digits}us or {digits}s"
            ));
        }
        None if unit.is_empty() => return Err(format!("`{text}` is not a duration such as 4ms or 1.5s")),
        None => return Err(format!("`{unit}` is not a unit of time; use ns, us, ms or s")),
    };
    parse_decimal(digits.trim_end(), unit_ns).ok_or_else(|| format!("`{text}` is not a duration such as 4ms or 1.5s"))
}

const RATE_UNITS: [(&str, u64); 4] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1)];

/// Bytes per second as `800B`, `500kB`, `1.5MB` or `2GB`.
#[must_use]
pub fn format_rate(bytes: u64) -> String {
    match RATE_UNITS.iter().find(|(_, size)| bytes >= *size) {
        Some((unit, size)) => format!("{}{unit}", format_decimal(bytes, *size)),
        None => "0B".to_owned(),
    }
}

/// The reverse of [`format_rate`]; also takes spaces before the unit and `/s` after it.
///
/// # Errors
/// A sentence fragment that says what a rate looks like.
pub fn parse_rate(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let rate = text.strip_suffix("/s").unwrap_or(text);
    let digits = rate.trim_end_matches(|c: char| c.is_alphabetic());
    let unit = &rate[digits.len()..];
    match RATE_UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) {
        Some((_, size)) => parse_decimal(digits.trim_end(), *size)
            .ok_or_else(|| format!("`{text}` is not a rate such as 500kB or 10MB")),
        None if unit.is_empty() => Err(format!(
            "`{text}` has no unit; write {digits}kB, {digits}MB or {digits}GB"
        )),
        None => Err(format!("`{unit}` is not a unit of bytes; use B, kB, MB or GB")),
    }
}

/// `value / unit` as a decimal without trailing zeros. `unit` is a power of ten.
#[must_use]
pub fn format_decimal(value: u64, unit: u64) -> String {
    let (whole, rest) = (value / unit, value % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let width = unit.ilog10() as usize;
    let fraction = format!("{rest:0width$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

/// The reverse of [`format_decimal`]; `None` when it is not a number, too large, or finer than one `unit`th.
#[must_use]
pub fn parse_decimal(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || (text.contains('.') && fraction.is_empty()) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let width = unit.ilog10() as usize;
    if fraction.len() > width {
        return None;
    }
    let rest: u64 = format!("{fraction:0<width$}").parse().unwrap_or(0);
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, ns: u64, canonical: &str) {
        assert_eq!(parse_duration(text), Ok(ns), "{text}");
        assert_eq!(format_duration(ns), canonical);
        assert_eq!(parse_duration(canonical), Ok(ns), "{canonical}");
    }

    #[test]
    fn durations() {
        check("0", 0, "0");
        check("250ns", 250, "250ns");
        check("5us", 5_000, "5us");
        check("5µs", 5_000, "5us");
        check("0.005 ms", 5_000, "5us");
        check("4ms", 4_000_000, "4ms");
        check("1.5s", 1_500_000_000, "1.5s");
        check("1.000000001s", 1_000_000_001, "1.000000001s");
        check("1000ms", 1_000_000_000, "1s");
    }

    #[test]
    fn every_duration_survives_the_round_trip() {
        let mut ns: u64 = 1;
        for i in 0..4_000_u64 {
            ns = ns.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(i | 1) >> (i % 40);
            assert_eq!(parse_duration(&format_duration(ns)), Ok(ns));
        }
    }

    #[test]
    fn rates() {
        for (text, bytes, canonical) in [
            ("800B", 800, "800B"),
            ("500kB", 500_000, "500kB"),
            ("500 KB/s", 500_000, "500kB"),
            ("1.5MB", 1_500_000, "1.5MB"),
            ("2000MB", 2_000_000_000, "2GB"),
        ] {
            assert_eq!(parse_rate(text), Ok(bytes), "{text}");
            assert_eq!(format_rate(bytes), canonical);
        }
        let refusal = |text: &str| parse_rate(text).unwrap_err();
        assert_eq!(refusal("10"), "`10` has no unit; write 10kB, 10MB or 10GB");
        assert_eq!(refusal("10Mbit"), "`Mbit` is not a unit of bytes; use B, kB, MB or GB");
        assert_eq!(refusal("kB"), "`kB` is not a rate such as 500kB or 10MB");
    }

    #[test]
    fn refusals_say_what_to_write() {
        let refusal = |text: &str| parse_duration(text).unwrap_err();
        assert_eq!(refusal("4"), "`4` has no unit; write 4ms, 4us or 4s");
        assert_eq!(refusal("4min"), "`min` is not a unit of time; use ns, us, ms or s");
        assert_eq!(refusal("---"), "`---` is not a duration such as 4ms or 1.5s");
        assert_eq!(refusal("4 or so."), "`4 or so.` is not a duration such as 4ms or 1.5s");
        assert_eq!(refusal("ms"), "`ms` is not a duration such as 4ms or 1.5s");
        assert_eq!(refusal("0.5ns"), "`0.5ns` is not a duration such as 4ms or 1.5s");
        assert_eq!(refusal("-4ms"), "`-4ms` is not a duration such as 4ms or 1.5s");
        assert_eq!(
            refusal("99999999999s"),
            "`99999999999s` is not a duration such as 4ms or 1.5s"
        );
    }
}

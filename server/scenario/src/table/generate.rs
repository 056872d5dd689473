//! Processes from a seed: the same seed gives the same processes everywhere, since everything is whole numbers.

use super::cell::{time, whole};
use super::{Process, ROWS_MAX};
use crate::units::{format_decimal, format_duration, parse_decimal};
use std::collections::BTreeSet;
use timeslice_kernel::bursts::Burst;

/// How processes are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generate {
    /// How many.
    pub n: u32,
    /// The seed; none: the machine's, so that the setting `seed` makes variants.
    pub seed: Option<u64>,
    /// What their names begin with.
    pub name: String,
    /// Times are multiples of this.
    pub step_ns: u64,
    /// When each arrives.
    pub arrival: Times,
    /// Instead: the time between two arrivals.
    pub gap: Option<Times>,
    /// CPU bursts.
    pub cpu: Times,
    /// I/O bursts between them.
    pub io: Times,
    /// How many CPU bursts.
    pub bursts: (i64, i64),
    /// Priorities.
    pub priority: Option<(i64, i64)>,
    /// Niceness.
    pub nice: Option<(i64, i64)>,
    /// Tickets.
    pub tickets: Option<(i64, i64)>,
    /// Periods; CPU times then come from `utilisation`.
    pub period: Option<Times>,
    /// What all periodic ones together need of one core, in thousandths.
    pub utilisation_permille: u64,
}

/// Where times are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Always this.
    Fixed(u64),
    /// Any between the two, each as likely (`1ms to 10ms`).
    Uniform(u64, u64),
    /// Exponential with this mean (`about 5ms`): many short ones, a few long ones.
    About(u64),
}

const MS: u64 = 1_000_000;

impl Default for Generate {
    fn default() -> Self {
        Self {
            n: 5,
            seed: None,
            name: "P".to_owned(),
            step_ns: MS,
            arrival: Times::Fixed(0),
            gap: None,
            cpu: Times::Uniform(MS, 10 * MS),
            io: Times::Uniform(MS, 10 * MS),
            bursts: (1, 1),
            priority: None,
            nice: None,
            tickets: None,
            period: None,
            utilisation_permille: 800,
        }
    }
}

const KEYS: &str = "n, seed, name, step, arrival, gap, cpu, io, bursts, priority, nice, tickets, period, utilisation";

impl Generate {
    /// Sets one key.
    ///
    /// # Errors
    /// What is wrong and what is allowed.
    pub(super) fn set(&mut self, key: &str, text: &str) -> Result<(), String> {
        let text = text.trim();
        match key {
            "n" => self.n = whole(text, 1, ROWS_MAX as i64)?,
            "seed" => self.seed = Some(whole(text, 0, i64::from(u32::MAX))?),
            "name" => match text {
                "" => return Err("names begin with at least one character".to_owned()),
                _ if text.chars().count() > 30 || text.chars().any(char::is_control) => {
                    return Err("at most 30 characters, no control characters".to_owned());
                }
                _ => self.name = text.to_owned(),
            },
            "step" => match time(text)? {
                0 => return Err("it must be longer than 0".to_owned()),
                ns => self.step_ns = ns,
            },
            "arrival" => self.arrival = times(text, 0)?,
            "gap" => self.gap = Some(times(text, 0)?),
            "cpu" => self.cpu = times(text, 1)?,
            "io" => self.io = times(text, 1)?,
            "bursts" => self.bursts = range(text, 1, 1_000)?,
            "priority" => self.priority = Some(range(text, -1_000_000, 1_000_000)?),
            "nice" => self.nice = Some(range(text, -20, 19)?),
            "tickets" => self.tickets = Some(range(text, 1, 1_000_000)?),
            "period" => self.period = Some(times(text, 10_000)?),
            "utilisation" => match parse_decimal(text, 1_000) {
                Some(permille @ 1..=16_000) => self.utilisation_permille = permille,
                _ => return Err(format!("`{text}` is not a share of a core; allowed: 0.001 to 16")),
            },
            _ => return Err(format!("there is no such key; the keys are {KEYS}")),
        }
        Ok(())
    }

    /// The keys that differ from the defaults, as text.
    pub(super) fn texts(&self) -> Vec<(&'static str, String)> {
        let default = Self::default();
        let span = |(low, high): (i64, i64)| {
            if low == high {
                low.to_string()
            } else {
                format!("{low} to {high}")
            }
        };
        let mut texts = vec![("n", self.n.to_string())];
        let mut add = |is_given: bool, key, text: String| {
            if is_given {
                texts.push((key, text));
            }
        };
        add(self.seed.is_some(), "seed", self.seed.unwrap_or(0).to_string());
        add(self.name != default.name, "name", self.name.clone());
        add(self.step_ns != default.step_ns, "step", format_duration(self.step_ns));
        add(self.arrival != default.arrival, "arrival", self.arrival.text());
        add(self.gap.is_some(), "gap", self.gap.unwrap_or(default.arrival).text());
        add(self.cpu != default.cpu, "cpu", self.cpu.text());
        add(self.io != default.io, "io", self.io.text());
        add(self.bursts != default.bursts, "bursts", span(self.bursts));
        add(
            self.priority.is_some(),
            "priority",
            span(self.priority.unwrap_or_default()),
        );
        add(self.nice.is_some(), "nice", span(self.nice.unwrap_or_default()));
        add(
            self.tickets.is_some(),
            "tickets",
            span(self.tickets.unwrap_or_default()),
        );
        add(
            self.period.is_some(),
            "period",
            self.period.unwrap_or(default.arrival).text(),
        );
        add(
            self.utilisation_permille != default.utilisation_permille,
            "utilisation",
            format_decimal(self.utilisation_permille, 1_000),
        );
        texts
    }

    /// Adds the processes to `all`, under names that are free.
    pub(super) fn append(&self, all: &mut Vec<Process>, machine_seed: u64) {
        let mut random = Random(self.seed.unwrap_or(machine_seed));
        let mut taken: BTreeSet<String> = all.iter().map(|process| process.name.clone()).collect();
        let shares = random.shares(self.n as usize);
        let (mut number, mut now_ns) = (0_u64, 0_u64);
        for share in shares {
            let name = loop {
                number += 1;
                let name = format!("{}{number}", self.name);
                if taken.insert(name.clone()) {
                    break name;
                }
            };
            let mut draw = |times: Times, least_steps: u64| self.rounded(random.draw(times), least_steps);
            let arrival_ns = match self.gap {
                None => draw(self.arrival, 0),
                Some(gap) => {
                    let arrival_ns = now_ns;
                    now_ns = now_ns.saturating_add(draw(gap, 0)).min(super::TIME_NS_MAX);
                    arrival_ns
                }
            };
            let mut process = Process {
                name,
                arrival_ns,
                ..Process::default()
            };
            if let Some(period) = self.period {
                let period_ns = draw(period, 1);
                let cpu_ns =
                    u128::from(period_ns) * u128::from(share) * u128::from(self.utilisation_permille) / (1_000 << 32);
                let cpu_ns = u64::try_from(cpu_ns).unwrap_or(period_ns).max(1_000);
                // To the microsecond: multiples of the step would change the utilisation.
                process.bursts = vec![Burst::Cpu(cpu_ns / 1_000 * 1_000)];
                process.period_ns = Some(period_ns);
            } else {
                let n_bursts = random.between(self.bursts);
                for at in 0..n_bursts {
                    if at > 0 {
                        process.bursts.push(Burst::Io(self.rounded(random.draw(self.io), 1)));
                    }
                    process.bursts.push(Burst::Cpu(self.rounded(random.draw(self.cpu), 1)));
                }
            }
            let mut one = |range: Option<(i64, i64)>| range.map(|range| random.between(range));
            if let Some(priority) = one(self.priority) {
                process.priority = priority;
            }
            if let Some(nice) = one(self.nice) {
                process.nice = i8::try_from(nice).expect("the range was checked");
            }
            if let Some(tickets) = one(self.tickets) {
                process.tickets = u64::try_from(tickets).expect("the range was checked");
            }
            all.push(process);
        }
    }

    /// The nearest multiple of the step, with at least so many steps.
    fn rounded(&self, ns: u64, least_steps: u64) -> u64 {
        let steps = ns.saturating_add(self.step_ns / 2) / self.step_ns;
        (steps.max(least_steps) * self.step_ns).min(super::TIME_NS_MAX.max(self.step_ns))
    }
}

fn times(text: &str, least_ns: u64) -> Result<Times, String> {
    let one = |part: &str| match time(part.trim())? {
        ns if ns < least_ns => Err(format!("`{}` is too short", part.trim())),
        ns => Ok(ns),
    };
    if let Some(mean) = text.strip_prefix("about ") {
        return Ok(Times::About(one(mean)?));
    }
    match text.split_once(" to ") {
        None => Ok(Times::Fixed(one(text)?)),
        Some((low, high)) => {
            let (low, high) = (one(low)?, one(high)?);
            if low > high {
                return Err(format!("`{text}`: the first is the smaller one"));
            }
            Ok(Times::Uniform(low, high))
        }
    }
}

fn range(text: &str, min: i64, max: i64) -> Result<(i64, i64), String> {
    let (low, high) = text.split_once(" to ").unwrap_or((text, text));
    let (low, high) = (whole(low.trim(), min, max)?, whole(high.trim(), min, max)?);
    if low > high {
        return Err(format!("`{text}`: the first is the smaller one"));
    }
    Ok((low, high))
}

impl Times {
    fn text(self) -> String {
        match self {
            Self::Fixed(ns) => format_duration(ns),
            Self::Uniform(low, high) => format!("{} to {}", format_duration(low), format_duration(high)),
            Self::About(mean) => format!("about {}", format_duration(mean)),
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): integers only, so it is the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(n);
        u64::try_from(product >> 64).expect("the high half has 64 bits")
    }

    fn between(&mut self, (low, high): (i64, i64)) -> i64 {
        low + i64::try_from(self.below(low.abs_diff(high) + 1)).expect("the ranges are small")
    }

    fn draw(&mut self, times: Times) -> u64 {
        match times {
            Times::Fixed(ns) => ns,
            Times::Uniform(low, high) => low + self.below(high - low + 1),
            Times::About(mean_ns) => {
                let product = u128::from(mean_ns) * u128::from(self.exponential());
                u64::try_from(product >> 32).unwrap_or(u64::MAX)
            }
        }
    }

    /// An exponential variate with mean 1, in units of 2^-32, by von Neumann's comparisons (1951): no logarithm, which
    /// would not be the same on every machine.
    fn exponential(&mut self) -> u64 {
        let mut whole = 0;
        loop {
            let first = self.next() >> 32;
            let (mut last, mut n_falling) = (first, 1);
            loop {
                let next = self.next() >> 32;
                if next >= last {
                    break;
                }
                last = next;
                n_falling += 1;
            }
            if n_falling % 2 == 1 {
                return (whole << 32) + first;
            }
            // Longer than 64 means is as good as never.
            whole = (whole + 1).min(64);
        }
    }

    /// `n` shares of 1 in units of 2^-32, uniform over all ways to share: what lies between sorted cuts (the
    /// distribution of `UUniFast`, Bini and Buttazzo 2005).
    fn shares(&mut self, n: usize) -> Vec<u64> {
        let mut cuts: Vec<u64> = (1..n).map(|_| self.next() >> 32).collect();
        cuts.push(1 << 32);
        cuts.sort_unstable();
        let mut last = 0;
        let share = |cut: &u64| {
            let share = cut - last;
            last = *cut;
            share
        };
        cuts.iter().map(share).collect()
    }
}

//! How things are written: code, times, causes.

use crate::event::{LockKind, WaitCause};
use crate::{Step, TimeNs};

const MAX_CODE: usize = 40;

/// `text` of the program as a code span: on one line, without marks of its own, cut if it is long.
pub(super) fn code(text: &str) -> String {
    let mut span = String::from("`");
    for (n_chars, letter) in text.trim().chars().enumerate() {
        if n_chars == MAX_CODE {
            span.push('…');
            break;
        }
        span.push(match letter {
            '`' => '\'',
            other if other.is_control() => ' ',
            other => other,
        });
    }
    span.push('`');
    span
}

/// A time: ns, µs below 0.1 ms, else ms with one or two digits and a thin space in thousands.
pub(super) fn duration(ns: TimeNs) -> String {
    let trim = |text: String| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    let ms = ns as f64 / 1e6;
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..100_000 => format!("{} µs", (ns + 500) / 1_000),
        100_000..10_000_000 => format!("{} ms", trim(format!("{ms:.2}"))),
        10_000_000..1_000_000_000 => format!("{} ms", trim(format!("{ms:.1}"))),
        _ => {
            let digits = (ns / 1_000_000).to_string();
            let grouped: Vec<&str> = digits
                .as_bytes()
                .rchunks(3)
                .rev()
                .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
                .collect();
            format!("{} ms", grouped.join("\u{2009}"))
        }
    }
}

/// A number of bytes, with at most one digit after the point.
pub(super) fn amount(bytes: u64) -> String {
    let scaled = |unit: f64| format!("{:.1}", bytes as f64 / unit).trim_end_matches(".0").to_owned();
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..999_950 => format!("{} kB", scaled(1e3)),
        _ => format!("{} MB", scaled(1e6)),
    }
}

/// Who did it: the task if there is one, else the thread.
pub(super) fn actor(step: &Step) -> String {
    match (step.task, step.thread) {
        (Some(task), _) => format!("[k{task}]"),
        (None, Some(thread)) => format!("[t{thread}]"),
        (None, None) => "The kernel".to_owned(),
    }
}

/// What somebody waits for, after "waits for".
pub(super) fn awaited(cause: WaitCause) -> &'static str {
    match cause {
        WaitCause::Gil => "the GIL",
        WaitCause::Lock => "a lock",
        WaitCause::Condition => "a condition",
        WaitCause::Semaphore => "a semaphore",
        WaitCause::Event => "an event",
        WaitCause::Barrier => "a barrier",
        WaitCause::Queue => "a queue",
        WaitCause::Join => "another thread to end",
        WaitCause::Child => "a child process to end",
        WaitCause::Sleep => "its timer",
        WaitCause::ThreadStart => "a new thread to begin",
        WaitCause::Future => "a future",
        WaitCause::Select => "`select()`",
        WaitCause::Disk => "the disk",
        WaitCause::Network => "the network",
        WaitCause::Pipe => "a pipe",
        WaitCause::Device => "a device",
    }
}

pub(super) fn kind(kind: LockKind) -> &'static str {
    match kind {
        LockKind::Lock => "lock",
        LockKind::RLock => "reentrant lock",
        LockKind::Condition => "condition",
        LockKind::Semaphore => "semaphore",
        LockKind::Event => "event flag",
        LockKind::Barrier => "barrier",
        LockKind::Queue => "queue",
        LockKind::AsyncLock => "asyncio lock",
        LockKind::AsyncPrimitive => "asyncio primitive",
        LockKind::AsyncQueue => "asyncio queue",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let check = |ns, text: &str| assert_eq!(duration(ns), text);
        check(30, "30 ns");
        check(99_499, "99 µs");
        check(100_000, "0.1 ms");
        check(5_000_000, "5 ms");
        check(5_063_000, "5.06 ms");
        check(53_000_000, "53 ms");
        check(42_040_000, "42 ms");
        check(1_234_567_890, "1\u{2009}234 ms");
    }

    #[test]
    fn amounts_are_short() {
        let check = |bytes, text: &str| assert_eq!(amount(bytes), text);
        check(1, "1 byte");
        check(999, "999 bytes");
        check(4_000, "4 kB");
        check(4_140, "4.1 kB");
        check(999_949, "999.9 kB");
        check(1_250_000, "1.2 MB");
    }

    #[test]
    fn code_stays_on_one_line_and_short() {
        assert_eq!(code("print(`a`)\n"), "`print('a')`");
        assert_eq!(code(&"x".repeat(50)), format!("`{}…`", "x".repeat(40)));
    }
}

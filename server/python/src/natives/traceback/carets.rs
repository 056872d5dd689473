//! The source below a frame of a traceback, with `~` and `^` under what failed.
//!
//! Up to 3.12 it is the first line of the expression; from 3.13 on all of its lines that say something, and calls have
//! their argument list marked.

use crate::bytecode::Position;
use crate::compiler::anchors::{Anchor, anchor, is_all_call};

/// The lines to print, not indented. `source`: the program; `minor`: of 3.`minor`.
pub(super) fn lines(source: &str, p: &Position, minor: u8) -> Vec<String> {
    let Some(first) = (p.line as usize).checked_sub(1) else {
        return Vec::new();
    };
    let n = if minor >= 13 {
        p.end_line.saturating_sub(p.line) as usize + 1
    } else {
        1
    };
    let original: Vec<&str> = source.lines().skip(first).take(n).collect();
    if original.first().is_none_or(|line| line.trim().is_empty()) {
        return Vec::new();
    }
    if minor < 13 {
        one_line(original[0], p)
    } else {
        all_lines(&original, p)
    }
}

/// The line alone, as CPython prints it where nobody can catch an exception, since 3.13.
pub(super) fn without_marks(source: &str, p: &Position) -> Vec<String> {
    let line = (p.line as usize)
        .checked_sub(1)
        .and_then(|first| source.lines().nth(first));
    let shown = line.map(str::trim).filter(|line| !line.is_empty());
    shown.map(str::to_owned).into_iter().collect()
}

fn one_line(text: &str, p: &Position) -> Vec<String> {
    let mut out = vec![text.trim().to_owned()];
    let chars: Vec<char> = text.trim_end().chars().collect();
    let indent = chars.iter().take_while(|c| c.is_whitespace()).count();
    let is_one = p.end_line == p.line;
    let start = p.col as usize;
    let end = if is_one {
        (p.end_col as usize).min(chars.len())
    } else {
        chars.len()
    };
    if start < indent || end <= start {
        return out;
    }
    let piece: String = chars[start..end].iter().collect();
    let marked = if is_one { anchor(&piece, false) } else { None };
    if marked.is_none() && end - start == chars.len() - indent {
        return out;
    }
    let mut marks = " ".repeat(width(&chars[indent..start]));
    for (i, &c) in chars[start..end].iter().enumerate() {
        let sign = match marked {
            Some(a) if !(a.from.1..a.to.1).contains(&i) => "~",
            _ => "^",
        };
        marks += &sign.repeat(width(&[c]));
    }
    out.push(marks);
    out
}

fn all_lines(original: &[&str], p: &Position) -> Vec<String> {
    let lines = dedent(original);
    let last = lines.len() - 1;
    let gone = original[0].chars().count() - lines[0].len();
    let start = (p.col as usize).saturating_sub(gone).min(lines[0].len());
    let end = (p.end_col as usize).saturating_sub(gone).min(lines[last].len());
    let text = |line: &[char]| line.iter().collect::<String>();
    let whole: Vec<String> = lines.iter().map(|line| text(line)).collect();
    let mut piece = whole.clone();
    piece[last] = text(&lines[last][..end]);
    piece[0] = piece[0].chars().skip(start).collect();
    let marked = anchor(&piece.join("\n"), true).map(|a| {
        let shift = |(line, col): (usize, usize)| (line, if line == 0 { col + start } else { col });
        Anchor {
            from: shift(a.from),
            to: shift(a.to),
        }
    });
    let is_part = !text(&lines[0][..start]).trim().is_empty() || !text(&lines[last][end..]).trim().is_empty();
    let has_marks = !is_all_call(&whole.join("\n"), (0, start), (last, end)) && (marked.is_some() || is_part);

    let mut shown = vec![0, last];
    for place in marked.iter().flat_map(|a| [a.from.0, a.to.0]) {
        shown.extend(place.saturating_sub(1)..=(place + 1).min(last));
    }
    shown.sort_unstable();
    shown.dedup();
    let mut out = Vec::new();
    let push = |out: &mut Vec<String>, i: usize| {
        out.push(whole[i].clone());
        if has_marks {
            let until = if i == last { end } else { lines[i].len() };
            out.push(marks(&lines[i][..until], i, start, marked));
        }
    };
    for (at, &i) in shown.iter().enumerate() {
        match at.checked_sub(1).map(|before| i - shown[before]) {
            Some(2) => push(&mut out, i - 1),
            Some(step) if step > 2 => out.push(format!("...<{} lines>...", step - 1)),
            _ => {}
        }
        push(&mut out, i);
    }
    // What stands at column 0 in a continuation keeps the first line from its place.
    let margin = lines[0].iter().take_while(|c| c.is_whitespace()).count();
    let is_all_indented = out
        .iter()
        .all(|line| line.trim().is_empty() || line.chars().take(margin).all(char::is_whitespace));
    if margin > 0 && is_all_indented {
        out = out.iter().map(|line| line.chars().skip(margin).collect()).collect();
    }
    out
}

/// The marks under one line. `line` ends where they do.
fn marks(line: &[char], i: usize, start: usize, marked: Option<Anchor>) -> String {
    let indent = line.iter().take_while(|c| c.is_whitespace()).count();
    let mut out = String::new();
    for (col, &c) in line.iter().enumerate() {
        let sign = if col < indent || (i == 0 && col < start) {
            " "
        } else {
            match marked {
                Some(a) if !((i, col) >= a.from && (i, col) < a.to) => "~",
                _ => "^",
            }
        };
        out += &sign.repeat(width(&[c]));
    }
    out
}

/// Lines without the white space that all of them begin with.
fn dedent(original: &[&str]) -> Vec<Vec<char>> {
    let blanks = |line: &&str| line.chars().take_while(|c| c.is_whitespace()).count();
    let margin = original.iter().filter(|line| !line.trim().is_empty()).map(blanks).min();
    let cut = |line: &&str| line.chars().skip(margin.unwrap_or(0)).collect::<String>();
    original
        .iter()
        .map(|line| cut(line).trim_end().chars().collect())
        .collect()
}

/// Columns on a terminal: East Asian wide characters take two.
fn width(chars: &[char]) -> usize {
    let is_wide = |c: char| {
        matches!(u32::from(c),
            0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
            | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F64F | 0x1F900..=0x1F9FF | 0x20000..=0x3FFFD)
    };
    chars.iter().map(|&c| 1 + usize::from(is_wide(c))).sum()
}

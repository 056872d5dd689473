//! A pattern's tree in the syntax of the crate `fancy-regex`. Where the two differ (what a word, a digit, a space or the
//! end of the text is), the emitted pattern spells out what Python means.

use super::parse::{At, Item, Letters, Node, Repeat};
use std::fmt::Write;

/// `str.isspace`
const SPACE: &str =
    r"\x{9}-\x{D}\x{1C}-\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}";
/// `bytes.isspace`
const ASCII_SPACE: &str = r"\x{9}-\x{D}\x{20}";
/// `str.isalnum`, and the underscore.
const WORD: &str = r"\p{L}\p{N}_";
const ASCII_WORD: &str = "0-9A-Z_a-z";

pub(super) fn emit(out: &mut String, node: &Node, minor: u8) {
    match node {
        Node::Empty => {}
        Node::Char(c, letters) => push_char(out, *c, *letters),
        Node::Any(true) => out.push_str("(?s:.)"),
        Node::Any(false) => out.push_str(r"[^\n]"),
        Node::Class {
            negated,
            items,
            letters,
        } => push_class(out, *negated, items, *letters),
        Node::At(at) => push_place(out, *at, minor),
        Node::Group(_, node) => enclosed(out, "(", node, minor),
        Node::Atomic(node) => enclosed(out, "(?>", node, minor),
        Node::Look { ahead, negated, node } => {
            let open = match (ahead, negated) {
                (true, false) => "(?=",
                (true, true) => "(?!",
                (false, false) => "(?<=",
                (false, true) => "(?<!",
            };
            enclosed(out, open, node, minor);
        }
        Node::Repeat { node, min, max, kind } => {
            if *kind == Repeat::Possessive {
                out.push_str("(?>");
            }
            enclosed(out, "(?:", node, minor);
            match (min, max) {
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (0, Some(1)) => out.push('?'),
                (min, None) => write!(out, "{{{min},}}").expect("a String never fails"),
                (min, Some(max)) => write!(out, "{{{min},{max}}}").expect("a String never fails"),
            }
            match kind {
                Repeat::Greedy => {}
                Repeat::Lazy => out.push('?'),
                Repeat::Possessive => out.push(')'),
            }
        }
        Node::Reference(group, letters) => {
            let case = if letters.any_case { "i" } else { "" };
            write!(out, "(?{case}:\\{group})").expect("a String never fails");
        }
        Node::If(group, yes, no) => {
            write!(out, "(?({group})").expect("a String never fails");
            enclosed(out, "(?:", yes, minor);
            out.push('|');
            enclosed(out, "(?:", no, minor);
            out.push(')');
        }
        Node::Either(branches) => {
            out.push_str("(?:");
            for (i, branch) in branches.iter().enumerate() {
                if i > 0 {
                    out.push('|');
                }
                emit(out, branch, minor);
            }
            out.push(')');
        }
        Node::Sequence(items) => items.iter().for_each(|n| emit(out, n, minor)),
    }
}

fn enclosed(out: &mut String, open: &str, node: &Node, minor: u8) {
    out.push_str(open);
    emit(out, node, minor);
    out.push(')');
}

fn push_char(out: &mut String, c: char, letters: Letters) {
    if letters.any_case && c.is_alphabetic() {
        push_class(out, false, &[Item::Range(c, c)], letters);
    } else {
        push_code(out, c);
    }
}

fn push_code(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        write!(out, "\\x{{{:X}}}", u32::from(c)).expect("a String never fails");
    }
}

fn push_class(out: &mut String, negated: bool, items: &[Item], letters: Letters) {
    // Without Unicode, only ASCII letters have two cases.
    let unicode_case = letters.any_case && !letters.ascii;
    if unicode_case {
        out.push_str("(?i:");
    }
    out.push_str(if negated { "[^" } else { "[" });
    for item in items {
        match *item {
            Item::Range(a, b) => {
                push_range(out, a, b);
                if letters.any_case && letters.ascii {
                    push_other_case(out, a, b);
                }
            }
            Item::Category(c) => push_category(out, c, letters.ascii),
        }
    }
    out.push(']');
    if unicode_case {
        out.push(')');
    }
}

fn push_range(out: &mut String, a: char, b: char) {
    push_code(out, a);
    if a != b {
        out.push('-');
        push_code(out, b);
    }
}

/// The letters of the other case of what a range holds of ASCII.
fn push_other_case(out: &mut String, a: char, b: char) {
    for (from, to, flip) in [('a', 'z', 'A'), ('A', 'Z', 'a')] {
        let (low, high) = (a.max(from), b.min(to));
        if low <= high {
            let flipped = |c: char| char::from(c as u8 - from as u8 + flip as u8);
            push_range(out, flipped(low), flipped(high));
        }
    }
}

fn push_category(out: &mut String, c: char, ascii: bool) {
    let members = match (c.to_ascii_lowercase(), ascii) {
        ('d', true) => "0-9",
        ('d', false) => r"\p{Nd}",
        ('s', true) => ASCII_SPACE,
        ('s', false) => SPACE,
        (_, true) => ASCII_WORD,
        (_, false) => WORD,
    };
    if c.is_ascii_uppercase() {
        write!(out, "[^{members}]").expect("a String never fails");
    } else {
        out.push_str(members);
    }
}

fn push_place(out: &mut String, at: At, minor: u8) {
    let word = |ascii: bool| if ascii { ASCII_WORD } else { WORD };
    match at {
        At::Start => out.push_str(r"\A"),
        At::LineStart => out.push_str("(?m:^)"),
        At::LineEnd => out.push_str("(?m:$)"),
        At::LastLineEnd => out.push_str(r"(?=\n?\z)"),
        At::End => out.push_str(r"\z"),
        At::Boundary(ascii) => {
            let w = word(ascii);
            write!(out, "(?:(?<=[{w}])(?![{w}])|(?<![{w}])(?=[{w}]))").expect("a String never fails");
        }
        At::NoBoundary(ascii) => {
            let w = word(ascii);
            // Until 3.13 an empty text has no place that is no boundary.
            let some = if minor < 14 { r"(?!\A\z)" } else { "" };
            write!(out, "(?:{some}(?:(?<=[{w}])(?=[{w}])|(?<![{w}])(?![{w}])))").expect("a String never fails");
        }
    }
}

//! What begins with a parenthesis in Python's regular expressions: groups, look-around, conditions, flags, comments.

use super::super::{ASCII, DOTALL, IGNORECASE, LOCALE, MULTILINE, Refusal, UNICODE, VERBOSE};
use super::{Node, Parser, Result, Width};

impl Parser {
    /// A name up to its end.
    fn name(&mut self, end: char) -> Result<String> {
        let mut name = String::new();
        loop {
            match self.next() {
                None if name.is_empty() => return Err(self.error("missing group name", 0)),
                None => {
                    return Err(self.error(format!("missing {end}, unterminated name"), name.chars().count()));
                }
                Some(c) if c == end => break,
                Some(c) => name.push(c),
            }
        }
        if name.is_empty() {
            return Err(self.error("missing group name", 1));
        }
        Ok(name)
    }

    fn check_name(&self, name: &str) -> Result<()> {
        let mut chars = name.chars();
        let starts = chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c));
        let fits = starts && chars.all(unicode_ident::is_xid_continue) && (name.is_ascii() || !self.bytes);
        if fits {
            return Ok(());
        }
        let shown = crate::text::string::repr(name);
        Err(self.error(format!("bad character in group name {shown}"), name.chars().count() + 1))
    }

    fn find_name(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|n| n.0 == name).map(|n| n.1)
    }

    fn close(&mut self, start: usize) -> Result<()> {
        if self.eat(')') {
            return Ok(());
        }
        Err(Refusal::pattern(
            "missing ), unterminated subpattern".to_owned(),
            Some(start),
        ))
    }

    /// What begins with a parenthesis, which has been read. `None`: nothing that matches (comments, flags).
    pub(super) fn group(&mut self, flags: &mut u32, depth: usize, first: bool) -> Result<Option<Node>> {
        let start = self.at - 1;
        let end = |p: &Self| p.error("unexpected end of pattern", 0);
        let mut inner = *flags;
        if !self.eat('?') {
            return self.capture(None, inner, depth, start).map(Some);
        }
        let Some(c) = self.next() else { return Err(end(self)) };
        match c {
            'P' if self.eat('<') => {
                let name = self.name('>')?;
                self.check_name(&name)?;
                self.capture(Some(name), inner, depth, start).map(Some)
            }
            'P' if self.eat('=') => {
                let name = self.name(')')?;
                self.check_name(&name)?;
                let back = name.chars().count() + 1;
                let Some(group) = self.find_name(&name) else {
                    let shown = crate::text::string::repr(&name);
                    return Err(self.error(format!("unknown group name {shown}"), back));
                };
                if self.groups[group].is_open() {
                    return Err(self.error("cannot refer to an open group", back));
                }
                self.check_behind(group)?;
                Ok(Some(Node::Reference(group, self.letters(inner))))
            }
            'P' => match self.next() {
                None => Err(end(self)),
                Some(c) => Err(self.error(format!("unknown extension ?P{c}"), 3)),
            },
            ':' => {
                let node = self.alternatives(inner, depth + 1)?;
                self.close(start)?;
                Ok(Some(grouped(node)))
            }
            '>' => {
                let node = self.alternatives(inner, depth + 1)?;
                self.close(start)?;
                Ok(Some(Node::Atomic(Box::new(node))))
            }
            '#' => {
                if self.skip_past(')') {
                    return Ok(None);
                }
                Err(self.error("missing ), unterminated comment", self.at - start))
            }
            '=' | '!' => self.look(true, c == '!', inner, depth, start).map(Some),
            '<' => match self.next() {
                None => Err(end(self)),
                Some(c @ ('=' | '!')) => {
                    let outermost = self.behind.is_none();
                    if outermost {
                        self.behind = Some(self.groups.len());
                    }
                    let node = self.look(false, c == '!', inner, depth, start)?;
                    if outermost {
                        self.behind = None;
                    }
                    Ok(Some(node))
                }
                Some(c) => Err(self.error(format!("unknown extension ?<{c}"), 3)),
            },
            '(' => self.condition(inner, depth, start).map(Some),
            c if flag_of(c).is_some() || c == '-' => match self.inline_flags(c)? {
                None => {
                    if !first {
                        return Err(self.error("global flags not at the start of the expression", self.at - start));
                    }
                    *flags = self.flags;
                    Ok(None)
                }
                Some((add, del)) => {
                    if add & (ASCII | LOCALE | UNICODE) != 0 {
                        inner &= !(ASCII | LOCALE | UNICODE);
                    }
                    inner = (inner | add) & !del;
                    let node = self.alternatives(inner, depth + 1)?;
                    self.close(start)?;
                    Ok(Some(grouped(node)))
                }
            },
            c => Err(self.error(format!("unknown extension ?{c}"), 2)),
        }
    }

    fn capture(&mut self, name: Option<String>, flags: u32, depth: usize, start: usize) -> Result<Node> {
        let group = self.groups.len();
        self.groups.push(Width::UNKNOWN);
        if let Some(name) = name {
            if let Some(before) = self.find_name(&name) {
                let shown = crate::text::string::repr(&name);
                let message = format!("redefinition of group name {shown} as group {group}; was group {before}");
                return Err(self.error(message, name.chars().count() + 1));
            }
            self.names.push((name, group));
        }
        let node = self.alternatives(flags, depth + 1)?;
        self.close(start)?;
        self.groups[group] = self.width(&node);
        self.closed.push(group);
        Ok(Node::Group(group, Box::new(node)))
    }

    fn look(&mut self, ahead: bool, negated: bool, flags: u32, depth: usize, start: usize) -> Result<Node> {
        let node = self.alternatives(flags, depth + 1)?;
        self.close(start)?;
        if !ahead {
            let Width(low, high) = self.width(&node);
            if low != high {
                return Err(Refusal::pattern(
                    "look-behind requires fixed-width pattern".to_owned(),
                    None,
                ));
            }
        }
        Ok(Node::Look {
            ahead,
            negated,
            node: Box::new(node),
        })
    }

    /// `(?(group)yes|no)`, after the second parenthesis.
    fn condition(&mut self, flags: u32, depth: usize, start: usize) -> Result<Node> {
        let name = self.name(')')?;
        let back = name.chars().count() + 1;
        let group = if name.bytes().all(|b| b.is_ascii_digit()) {
            match name.parse::<usize>() {
                Ok(0) => return Err(self.error("bad group number", back)),
                Ok(n) if n < 1 << 30 => {
                    if !self.conditions.iter().any(|c| c.0 == n) {
                        self.conditions.push((n, self.at - back));
                    }
                    n
                }
                _ => return Err(self.error(format!("invalid group reference {name}"), back)),
            }
        } else {
            self.check_name(&name)?;
            match self.find_name(&name) {
                Some(group) => group,
                None => {
                    let shown = crate::text::string::repr(&name);
                    return Err(self.error(format!("unknown group name {shown}"), back));
                }
            }
        };
        self.check_behind(group)?;
        let mut inner = flags;
        let yes = self.sequence(&mut inner, depth + 1, false)?;
        let no = if self.eat('|') {
            let no = self.sequence(&mut inner, depth + 1, false)?;
            if self.peek() == Some('|') {
                return Err(self.error("conditional backref with more than two branches", 0));
            }
            no
        } else {
            Node::Empty
        };
        self.close(start)?;
        Ok(Node::If(group, Box::new(yes), Box::new(no)))
    }

    /// `(?i)` gives nothing and changes the whole expression, `(?i-m:` the flags to add and to take away.
    fn inline_flags(&mut self, first: char) -> Result<Option<(u32, u32)>> {
        let (mut add, mut del) = (0, 0);
        let kinds = ASCII | LOCALE | UNICODE;
        let unknown =
            |p: &Self, c: char, missing: &str| p.error(if c.is_alphabetic() { "unknown flag" } else { missing }, 1);
        let mut c = first;
        if c != '-' {
            loop {
                let Some(flag) = flag_of(c) else {
                    return Err(unknown(self, c, "missing -, : or )"));
                };
                if !self.bytes && flag == LOCALE {
                    return Err(self.error("bad inline flags: cannot use 'L' flag with a str pattern", 0));
                }
                if self.bytes && flag == UNICODE {
                    return Err(self.error("bad inline flags: cannot use 'u' flag with a bytes pattern", 0));
                }
                add |= flag;
                if flag & kinds != 0 && add & kinds != flag {
                    return Err(self.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0));
                }
                match self.next() {
                    None => return Err(self.error("missing -, : or )", 0)),
                    Some(next) => c = next,
                }
                if matches!(c, ')' | '-' | ':') {
                    break;
                }
            }
        }
        if c == ')' {
            self.flags |= add;
            return Ok(None);
        }
        if c == '-' {
            match self.next() {
                None => return Err(self.error("missing flag", 0)),
                Some(next) => c = next,
            }
            if flag_of(c).is_none() {
                return Err(unknown(self, c, "missing flag"));
            }
            loop {
                let Some(flag) = flag_of(c) else {
                    return Err(unknown(self, c, "missing :"));
                };
                if flag & kinds != 0 {
                    return Err(self.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0));
                }
                del |= flag;
                match self.next() {
                    None => return Err(self.error("missing :", 0)),
                    Some(':') => break,
                    Some(next) => c = next,
                }
            }
        }
        if add & del != 0 {
            return Err(self.error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((add, del)))
    }
}

/// A group that captures nothing counts as one item, even when it is empty or a repetition.
fn grouped(node: Node) -> Node {
    match node {
        Node::Sequence(_) | Node::Either(_) => node,
        other => Node::Sequence(vec![other]),
    }
}

fn flag_of(c: char) -> Option<u32> {
    Some(match c {
        'i' => IGNORECASE,
        'L' => LOCALE,
        'm' => MULTILINE,
        's' => DOTALL,
        'x' => VERBOSE,
        'a' => ASCII,
        'u' => UNICODE,
        _ => return None,
    })
}

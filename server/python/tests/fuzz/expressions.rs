//! The expressions of generated programs.

use super::generate::{NAMES, Writer};

impl Writer<'_> {
    pub(super) fn target(&mut self) -> String {
        let choices = [
            "x",
            "y",
            "total",
            "items[0]",
            "table[n]",
            "acc.balance",
            "x, y",
            "x, *y",
            "acc.extra",
            "items[:1]",
        ];
        self.random.of(&choices).to_owned()
    }

    pub(super) fn iterable(&mut self) -> String {
        let choices = [
            "range(3)",
            "list(items)",
            "list(table.items())",
            "zip(items[:3], 'ab')",
            "enumerate('ab')",
            "acc",
            "sorted(table, key=str)",
            "itertools.islice(itertools.count(), 3)",
            "iter(lambda: random.random() > 0.5, True)",
            "reversed(items[:3])",
            "(i for i in items[:3])",
            "'text'",
            "map(f0, range(2))",
        ];
        self.random.of(&choices).to_owned()
    }

    pub(super) fn expr(&mut self, depth: usize) -> String {
        if depth == 0 || self.chance(4) {
            return match self.random.below(3) {
                0 => self.random.of(NAMES).to_owned(),
                1 => self
                    .random
                    .of(&[
                        "0", "1", "2", "-1", "1.5", "10**20", "'a'", "b'b'", "None", "True", "[]", "()", "{}", "''",
                    ])
                    .to_owned(),
                _ => self
                    .random
                    .of(&[
                        "total",
                        "len(items)",
                        "acc.balance",
                        "table.get('a')",
                        "Point(1)",
                        "Account(2)",
                        "time.monotonic()",
                    ])
                    .to_owned(),
            };
        }
        let (a, b) = (self.expr(depth - 1), self.expr(depth - 1));
        match self.random.below(16) {
            0..=3 => format!(
                "({a} {} {b})",
                self.random.of(&["+", "-", "*", "//", "%", "|", "&", "<<", "/", "@"])
            ),
            4 | 5 => format!(
                "({a} {} {b})",
                self.random.of(&["==", "<", "is not", "in", "and", "or", ">="])
            ),
            6 => format!("[{a}, {b}]"),
            7 => format!("({a}, *{b})"),
            8 => format!("{{{a}: {b}}}"),
            9 => format!("[{a} for i in range(3) if {b}]"),
            10 => format!("f'{{{}!r:>5}} {{{}}}'", self.random.of(NAMES), self.random.of(NAMES)),
            11 => format!("({a} if {b} else None)"),
            12 => format!(
                "{}({a})",
                self.random.of(&[
                    "str", "repr", "len", "sum", "list", "tuple", "set", "dict", "sorted", "max", "iter", "hash",
                    "Account", "Point", "int", "float", "bool", "type", "id", "f0", "Oops"
                ])
            ),
            13 => format!("(lambda a, *b: {a})({b})"),
            14 => format!("({a})[{b}]"),
            _ => format!("'%s %r' % ({a}, {b})"),
        }
    }
}

//! Which of several names is nearest to a wrong one: what `Did you mean` offers (Python/suggestions.c).

use crate::objects::exception::TRACEBACK;
use crate::vm::layout::{EXC_OF_SELF, Kind};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// More names than this are not looked through.
const ITEMS_MAX: usize = 750;
/// Longer names have no likeness.
const NAME_MAX: usize = 40;
/// What it costs to insert, remove or replace a letter; another case of the same letter costs half.
const MOVE_COST: usize = 2;
/// Looking at a name, in nanoseconds.
const NAME_NS: u64 = 200;

/// `closest(name, names)`: the nearest of a list of names, or None if none is near.
fn closest(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let names = vm.plain_items(args.args[1]).unwrap_or_default();
    vm.charge(names.len() as u64 * NAME_NS);
    let wrong = vm.as_str(args.args[0]).unwrap_or_default();
    let texts: Vec<&str> = names.iter().map(|&v| vm.as_str(v).unwrap_or_default()).collect();
    done(nearest(wrong, &texts).map_or(Value::NONE, |at| vm.own(names[at])))
}

/// The place of the nearest name, if one is near enough.
pub(crate) fn nearest(wrong: &str, names: &[&str]) -> Option<usize> {
    let wrong: Vec<char> = wrong.chars().collect();
    if names.len() >= ITEMS_MAX || wrong.len() > NAME_MAX {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    for (at, name) in names.iter().enumerate() {
        let name: Vec<char> = name.chars().collect();
        if name == wrong {
            continue;
        }
        // A third of the letters may differ.
        let most = (name.len() + wrong.len() + 3) * MOVE_COST / 6;
        let most = best.map_or(most, |(distance, _)| most.min(distance - 1));
        let distance = distance(&wrong, &name);
        if distance <= most {
            best = Some((distance, at));
        }
    }
    best.map(|(_, at)| at)
}

/// `names_around(exc)`: (names of locals, globals, whether the name is an attribute of `self`) where a NameError was
/// raised. The frame is gone by now; its code says what locals it had.
fn names_around(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let exc = args.args[0];
    let mut tb = vm.heap.value(exc.idx(), TRACEBACK);
    let mut code = None;
    while vm.is_kind(tb, Kind::Traceback) {
        code = Some(vm.heap.word(tb.idx(), 4) as usize);
        tb = vm.heap.value(tb.idx(), 2);
    }
    let Some(code) = code else { return done(Value::NONE) };
    let is_module = vm.codes[code].code.name.is_empty();
    let names = if is_module {
        Vec::new()
    } else {
        vm.codes[code].localsplus.to_vec()
    };
    let names: Vec<Value> = names.into_iter().map(|n| vm.own(n)).collect();
    let locals = vm.new_list(&names)?;
    let globals = vm.own(vm.main);
    let of_self = vm.heap.flags(exc.idx()) & EXC_OF_SELF != 0;
    done(vm.new_tuple(&[locals, globals, Value::bool(of_self)])?)
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len() > NAME_MAX || b.len() > NAME_MAX {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=a.len()).map(|i| i * MOVE_COST).collect();
    for (j, &y) in b.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], (j + 1) * MOVE_COST);
        for (i, &x) in a.iter().enumerate() {
            let replaced = diagonal + substitution(x, y);
            diagonal = row[i + 1];
            row[i + 1] = replaced.min(row[i].min(diagonal) + MOVE_COST);
        }
    }
    row[a.len()]
}

fn substitution(x: char, y: char) -> usize {
    if x == y {
        0
    } else if x.eq_ignore_ascii_case(&y) {
        MOVE_COST / 2
    } else {
        MOVE_COST
    }
}

pub(crate) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    vm.private_function(d, "closest", "nl", closest)?;
    vm.private_function(d, "names_around", "e", names_around)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn letters_cost_two_and_their_case_one() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for (a, b, wanted) in [
            ("", "", 0),
            ("", "a", 2),
            ("a", "A", 1),
            ("Apple", "Aple", 2),
            ("Banana", "B@n@n@", 6),
            ("Cherry", "Cherry!", 2),
            ("AttributeError", "AttributeErrop", 2),
            ("ABA", "AAB", 4),
            ("aBcDe", "AbCdE", 5),
            ("tme", "time", 2),
        ] {
            assert_eq!(of(a, b), wanted, "{a} {b}");
            assert_eq!(of(b, a), wanted, "{b} {a}");
        }
    }
}

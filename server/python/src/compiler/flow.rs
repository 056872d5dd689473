//! Control flow over emitted instructions: stack depths, removal of what cannot be reached, resolution of labels, the
//! exception table.

use super::emit::{Emitter, Label, Raw};
use crate::bytecode::{Handler, Instr, Opcode, Position};

/// What an instruction pops and pushes, falling through or jumping. Instructions that do neither push nothing.
#[must_use]
pub const fn stack_effect(op: Opcode, arg: u32, jump: bool) -> (u32, u32) {
    use Opcode as O;
    match op {
        O::Nop
        | O::DeleteFast
        | O::DeleteGlobal
        | O::DeleteName
        | O::MakeCell
        | O::CopyFreeVars
        | O::DeleteDeref
        | O::JumpForward
        | O::JumpBackward
        | O::JumpBackwardNoInterrupt
        | O::Resume
        | O::SetupAnnotations => (0, 0),
        O::PopTop
        | O::StoreFast
        | O::StoreGlobal
        | O::StoreName
        | O::StoreDeref
        | O::DeleteAttr
        | O::PopJumpIfFalse
        | O::PopJumpIfTrue
        | O::PopJumpIfNone
        | O::PopJumpIfNotNone
        | O::ReturnValue
        | O::PopExcept => (1, 0),
        O::PushNull
        | O::LoadConst
        | O::LoadFast
        | O::LoadFastAndClear
        | O::LoadGlobal
        | O::LoadName
        | O::LoadDeref
        | O::LoadClosure
        | O::LoadLocals
        | O::LoadBuildClass
        | O::LoadCommonConstant
        | O::ReturnGenerator => (0, 1),
        O::LoadFromDictOrDeref
        | O::LoadAttr
        | O::UnaryNegative
        | O::UnaryInvert
        | O::UnaryNot
        | O::ToBool
        | O::CallIntrinsic1
        | O::FormatSimple
        | O::ConvertValue
        | O::GetIter
        | O::GetYieldFromIter
        | O::MakeFunction
        | O::YieldValue
        | O::GetAwaitable
        | O::GetAiter => (1, 1),
        O::LoadMethod | O::LoadSpecial | O::GetAnext | O::PushExcInfo | O::GetLen => (1, 2),
        O::MatchMapping | O::MatchSequence | O::ImportFrom => (1, 2),
        O::BinarySubscr
        | O::BinaryOp
        | O::CompareOp
        | O::IsOp
        | O::ContainsOp
        | O::FormatWithSpec
        | O::EndSend
        | O::SetFunctionAttribute
        | O::ImportName => (2, 1),
        O::StoreAttr | O::DeleteSubscr | O::EndAsyncFor => (2, 0),
        O::StoreSubscr => (3, 0),
        O::StoreSlice => (4, 0),
        O::BinarySlice | O::LoadSuperAttr | O::MatchClass => (3, 1),
        O::LoadSuperMethod | O::CleanupThrow => (3, 2),
        O::Send | O::CheckExcMatch | O::CheckEgMatch => (2, 2),
        O::MatchKeys => (2, 3),
        O::WithExceptStart => (5, 6),
        O::Copy => (arg, arg + 1),
        O::Swap => (arg, arg),
        O::BuildTuple | O::BuildList | O::BuildSet | O::BuildString => (arg, 1),
        O::BuildMap => (2 * arg, 1),
        O::BuildSlice => (arg, 1),
        O::ListAppend | O::SetAdd | O::ListExtend | O::SetUpdate | O::DictUpdate | O::DictMerge => (arg + 1, arg),
        O::MapAdd => (arg + 2, arg),
        O::UnpackSequence => (1, arg),
        O::UnpackEx => (1, (arg & 0xFF) + 1 + (arg >> 8 & 0xFF)),
        O::ForIter if jump => (1, 0),
        O::ForIter => (1, 2),
        O::Call => (arg + 2, 1),
        O::CallKw => (arg + 3, 1),
        O::CallFunctionEx => (3 + (arg & 1), 1),
        O::RaiseVarargs => (arg, 0),
        O::Reraise => (arg + 1, arg),
    }
}

/// Whether control never goes on to the next instruction.
pub(super) const fn is_exit(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::ReturnValue
            | Opcode::RaiseVarargs
            | Opcode::Reraise
            | Opcode::JumpForward
            | Opcode::JumpBackward
            | Opcode::JumpBackwardNoInterrupt
    )
}

/// Whether an instruction that can be all there is in a `try` can raise. Jumps may go away when they are resolved.
const fn can_raise(op: Opcode) -> bool {
    !matches!(
        op,
        Opcode::Nop | Opcode::JumpForward | Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt
    )
}

/// The finished instructions.
pub(super) struct Assembled {
    pub(super) instrs: Vec<Instr>,
    pub(super) positions: Vec<Position>,
    pub(super) handlers: Vec<Handler>,
    pub(super) max_stack: u32,
}

/// Resolves everything.
pub(super) fn assemble(emitter: &Emitter) -> Assembled {
    let raws = &emitter.raws;
    let target = |label: Label| emitter.labels[label.0 as usize].expect("a used label is placed") as usize;
    let (depths, handler_depths, max_stack) = depths(emitter, &target);

    let reached = |i: usize| depths[i].is_some();
    let keep: Vec<bool> = (0..raws.len())
        .map(|i| reached(i) && raws[i].sets_up.is_none())
        .collect();
    let keep = without_empty_jumps(raws, keep, &target);
    let mut index = Vec::with_capacity(raws.len() + 1);
    let mut next = 0;
    for &kept in &keep {
        index.push(next);
        next += u32::from(kept);
    }
    index.push(next);

    let mut jumped_to = vec![false; raws.len() + 1];
    for raw in raws
        .iter()
        .enumerate()
        .filter(|(i, _)| keep[*i])
        .filter_map(|(_, raw)| raw.target)
    {
        jumped_to[target(raw)] = true;
    }
    for handler in &emitter.handlers {
        jumped_to[target(handler.target)] = true;
    }

    let mut out = Assembled {
        instrs: Vec::new(),
        positions: Vec::new(),
        handlers: Vec::new(),
        max_stack,
    };
    let mut joined = false;
    for (i, raw) in raws.iter().enumerate() {
        joined |= jumped_to[i];
        if !keep[i] {
            continue;
        }
        let here = out.instrs.len() as u32;
        let (op, arg) = match raw.target {
            None => (raw.op, raw.arg),
            Some(label) => {
                let to = index[target(label)];
                let op = match raw.op {
                    Opcode::JumpForward | Opcode::JumpBackward if to <= here => Opcode::JumpBackward,
                    Opcode::JumpForward | Opcode::JumpBackward => Opcode::JumpForward,
                    op => op,
                };
                (op, to)
            }
        };
        let before = out.positions.last().copied().filter(|_| !joined);
        out.instrs.push(Instr::new(op, arg));
        out.positions.push(raw.pos.or(before).unwrap_or_default());
        joined = false;
        let Some(id) = raw.handler else { continue };
        let (Some(depth), raw_handler) = (handler_depths[id as usize], emitter.handlers[id as usize]) else {
            continue;
        };
        let entry = Handler {
            start: here,
            end: here + 1,
            target: index[target(raw_handler.target)],
            depth,
            push_lasti: raw_handler.push_lasti,
        };
        match out.handlers.last_mut() {
            Some(last)
                if last.end == here
                    && Handler {
                        start: here,
                        end: here + 1,
                        ..*last
                    } == entry =>
            {
                last.end += 1;
            }
            _ => out.handlers.push(entry),
        }
    }
    out
}

/// Jumps of no line of their own that only go to the next instruction are dropped.
fn without_empty_jumps(raws: &[Raw], mut keep: Vec<bool>, target: &dyn Fn(Label) -> usize) -> Vec<bool> {
    for i in (0..raws.len()).rev() {
        if let (true, Opcode::JumpForward, None, Some(label)) = (keep[i], raws[i].op, raws[i].pos, raws[i].target) {
            let to = target(label);
            keep[i] = !(to > i && keep[i + 1..to].iter().all(|k| !k));
        }
    }
    keep
}

type Depths = (Vec<Option<u32>>, Vec<Option<u32>>, u32);

/// The operand stack's depth before each instruction (`None`: never reached), at each handler that can be, and at its deepest.
fn depths(emitter: &Emitter, target: &dyn Fn(Label) -> usize) -> Depths {
    let raws = &emitter.raws;
    let mut depths = vec![None; raws.len()];
    let mut handler_depths = vec![None; emitter.handlers.len()];
    let mut entered = vec![false; emitter.handlers.len()];
    let mut max_stack = 0;
    let mut work = vec![(0, 0)];
    while let Some((mut i, mut depth)) = work.pop() {
        loop {
            match depths[i] {
                Some(known) => {
                    assert_eq!(known, depth, "one stack depth at instruction {i}, {:?}", raws[i]);
                    break;
                }
                None => depths[i] = Some(depth),
            }
            let raw = &raws[i];
            if let Some(id) = raw.sets_up {
                let handler = emitter.handlers[id as usize];
                handler_depths[id as usize] = Some(depth - handler.drop);
                i += 1;
                continue;
            }
            if let Some(id) = raw.handler.filter(|&id| !entered[id as usize] && can_raise(raw.op)) {
                entered[id as usize] = true;
                let handler = emitter.handlers[id as usize];
                let cut: u32 = handler_depths[id as usize].expect("a handler is set up before what it covers");
                let entry = cut + 1 + u32::from(handler.push_lasti);
                max_stack = max_stack.max(entry);
                work.push((target(handler.target), entry));
            }
            let after = |jump| {
                let (pops, pushes) = stack_effect(raw.op, raw.arg, jump);
                assert!(pops <= depth, "operands for instruction {i}, {raw:?}, at depth {depth}");
                depth - pops + pushes
            };
            if let Some(label) = raw.target {
                let jumped = after(true);
                max_stack = max_stack.max(jumped);
                work.push((target(label), jumped));
            }
            if is_exit(raw.op) {
                break;
            }
            depth = after(false);
            max_stack = max_stack.max(depth);
            i += 1;
        }
    }
    for (depth, entered) in handler_depths.iter_mut().zip(entered) {
        *depth = depth.filter(|_| entered);
    }
    (depths, handler_depths, max_stack)
}

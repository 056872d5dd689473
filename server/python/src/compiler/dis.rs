//! A listing of code objects in the manner of CPython's `dis`, for tests and for the page.

use crate::bytecode::{BinaryOp, Code, CompareOp, Const, Intrinsic, Opcode, Special};
use std::fmt::Write;

/// The code's listing, followed by those of the code objects in its constants.
#[must_use]
pub fn dis(code: &Code) -> String {
    let mut out = String::new();
    list(code, &mut out);
    out
}

/// What an instruction's argument stands for, as `dis` shows it in parentheses; empty if it only is a number.
#[must_use]
pub fn argval(code: &Code, index: usize) -> String {
    use Opcode as O;
    let (op, arg) = (code.instrs[index].op(), code.instrs[index].arg());
    let i = arg as usize;
    match op {
        O::LoadConst => constant(&code.consts[i]),
        O::LoadFast
        | O::LoadFastAndClear
        | O::StoreFast
        | O::DeleteFast
        | O::MakeCell
        | O::LoadDeref
        | O::StoreDeref
        | O::DeleteDeref
        | O::LoadClosure
        | O::LoadFromDictOrDeref => code.localsplus[i].clone(),
        O::LoadGlobal
        | O::StoreGlobal
        | O::DeleteGlobal
        | O::LoadName
        | O::StoreName
        | O::DeleteName
        | O::LoadAttr
        | O::LoadMethod
        | O::StoreAttr
        | O::DeleteAttr
        | O::LoadSuperAttr
        | O::LoadSuperMethod
        | O::ImportName
        | O::ImportFrom => code.names[i].clone(),
        O::BinaryOp if arg >= BinaryOp::INPLACE => {
            format!("{}=", BinaryOp::ALL[(arg - BinaryOp::INPLACE) as usize].symbol())
        }
        O::BinaryOp => BinaryOp::ALL[i].symbol().into(),
        O::CompareOp => CompareOp::ALL[i].symbol().into(),
        O::LoadSpecial => Special::ALL[i].method().into(),
        O::CallIntrinsic1 => format!("{:?}", Intrinsic::ALL[i]),
        O::LoadCommonConstant => ["AssertionError", "NotImplementedError"][i].into(),
        O::SetFunctionAttribute => match arg {
            1 => "defaults",
            2 => "kwdefaults",
            4 => "annotations",
            _ => "closure",
        }
        .into(),
        O::ConvertValue => ["", "str", "repr", "ascii"][i].into(),
        O::IsOp => ["is", "is not"][i].into(),
        O::ContainsOp => ["in", "not in"][i].into(),
        _ if is_jump(op) => format!("to {arg}"),
        _ => String::new(),
    }
}

/// Whether the argument is a jump target.
#[must_use]
pub const fn is_jump(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::JumpForward
            | Opcode::JumpBackward
            | Opcode::JumpBackwardNoInterrupt
            | Opcode::PopJumpIfFalse
            | Opcode::PopJumpIfTrue
            | Opcode::PopJumpIfNone
            | Opcode::PopJumpIfNotNone
            | Opcode::ForIter
            | Opcode::Send
    )
}

fn list(code: &Code, out: &mut String) {
    let f = code.flags;
    let flags: Vec<&str> = [
        (f.varargs, "varargs"),
        (f.varkeywords, "varkeywords"),
        (f.generator, "generator"),
        (f.coroutine, "coroutine"),
        (f.async_generator, "async_generator"),
        (f.nested, "nested"),
        (f.docstring, "docstring"),
    ]
    .into_iter()
    .filter_map(|(set, name)| set.then_some(name))
    .collect();
    let locals = code.localsplus.join(" ");
    let _ = writeln!(
        out,
        "{} line {} stack {} [{locals}] {}",
        code.qualname,
        code.first_line,
        code.max_stack,
        flags.join(" ")
    );
    let mut line = 0;
    for (i, instr) in code.instrs.iter().enumerate() {
        let at = code.positions[i].line;
        let shown = if at == line {
            String::new()
        } else if at == 0 {
            "--".into()
        } else {
            at.to_string()
        };
        line = at;
        let argval = argval(code, i);
        let arg = if has_arg(instr.op()) {
            instr.arg().to_string()
        } else {
            String::new()
        };
        let argval = if argval.is_empty() {
            argval
        } else {
            format!(" ({argval})")
        };
        let text = format!("{shown:>4} {i:>4} {:<26} {arg:>3}{argval}", instr.op().name());
        let _ = writeln!(out, "{}", text.trim_end());
    }
    for h in &code.handlers {
        let lasti = if h.push_lasti { " lasti" } else { "" };
        let _ = writeln!(
            out,
            "  {} to {} -> {} [{}]{lasti}",
            h.start,
            h.end - 1,
            h.target,
            h.depth
        );
    }
    for value in &code.consts {
        if let Const::Code(inner) = value {
            out.push('\n');
            list(inner, out);
        }
    }
}

fn has_arg(op: Opcode) -> bool {
    use Opcode as O;
    is_jump(op)
        || matches!(
            op,
            O::Copy
                | O::Swap
                | O::LoadConst
                | O::LoadFast
                | O::LoadFastAndClear
                | O::StoreFast
                | O::DeleteFast
                | O::LoadGlobal
                | O::StoreGlobal
                | O::DeleteGlobal
                | O::LoadName
                | O::StoreName
                | O::DeleteName
                | O::MakeCell
                | O::CopyFreeVars
                | O::LoadDeref
                | O::StoreDeref
                | O::DeleteDeref
                | O::LoadClosure
                | O::LoadFromDictOrDeref
                | O::LoadCommonConstant
                | O::LoadAttr
                | O::LoadMethod
                | O::StoreAttr
                | O::DeleteAttr
                | O::LoadSuperAttr
                | O::LoadSuperMethod
                | O::LoadSpecial
                | O::BinaryOp
                | O::CompareOp
                | O::IsOp
                | O::ContainsOp
                | O::CallIntrinsic1
                | O::BuildTuple
                | O::BuildList
                | O::BuildSet
                | O::BuildMap
                | O::BuildString
                | O::BuildSlice
                | O::ListAppend
                | O::SetAdd
                | O::MapAdd
                | O::ListExtend
                | O::SetUpdate
                | O::DictUpdate
                | O::DictMerge
                | O::UnpackSequence
                | O::UnpackEx
                | O::ConvertValue
                | O::Call
                | O::CallKw
                | O::CallFunctionEx
                | O::SetFunctionAttribute
                | O::Resume
                | O::YieldValue
                | O::GetAwaitable
                | O::RaiseVarargs
                | O::Reraise
                | O::MatchClass
                | O::ImportName
                | O::ImportFrom
        )
}

fn constant(value: &Const) -> String {
    let all = |values: &[Const]| values.iter().map(constant).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Ellipsis => "Ellipsis".into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => format!("{f:?}"),
        Const::Imaginary(f) => format!("{f:?}j"),
        Const::Str(s) => format!("{s:?}"),
        Const::Bytes(b) => format!("b\"{}\"", b.escape_ascii()),
        Const::Tuple(values) if values.len() == 1 => format!("({},)", all(values)),
        Const::Tuple(values) => format!("({})", all(values)),
        Const::FrozenSet(values) => format!("frozenset({{{}}})", all(values)),
        Const::Code(code) => format!("<code {}>", code.qualname),
    }
}

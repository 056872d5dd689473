//! What instructions cost: one table, from the classes of `reference/cpython.md` C7, in picoseconds.

use super::Vm;
use crate::bytecode::Opcode;
use crate::compiler::PyVersion;

/// Costs in nanoseconds for one build of CPython.
struct Table {
    moves: f64,
    global: f64,
    jump: f64,
    iterate: f64,
    arith: f64,
    compare: f64,
    attr: f64,
    store_attr: f64,
    item: f64,
    store_item: f64,
    call: f64,
    method: f64,
    new: f64,
    dict: f64,
    fstr: f64,
    exc: f64,
    generator: f64,
    await_: f64,
}

const V311: Table = Table {
    moves: 1.5,
    global: 2.0,
    jump: 2.0,
    iterate: 8.0,
    arith: 4.5,
    compare: 3.0,
    attr: 2.4,
    store_attr: 2.4,
    item: 4.0,
    store_item: 6.0,
    call: 8.0,
    method: 3.0,
    new: 20.0,
    dict: 28.0,
    fstr: 30.0,
    exc: 40.0,
    generator: 9.0,
    await_: 15.0,
};

const V314: Table = Table {
    moves: 1.0,
    global: 2.0,
    jump: 1.5,
    iterate: 5.0,
    arith: 4.0,
    compare: 2.0,
    attr: 3.0,
    store_attr: 3.0,
    item: 3.5,
    store_item: 5.0,
    call: 6.0,
    method: 2.0,
    new: 13.0,
    dict: 20.0,
    fstr: 20.0,
    exc: 22.0,
    generator: 8.0,
    await_: 12.0,
};

const FREE_THREADED: Table = Table {
    moves: 2.0,
    global: 12.0,
    jump: 2.5,
    iterate: 6.5,
    arith: 9.0,
    compare: 4.5,
    attr: 20.0,
    store_attr: 27.0,
    item: 11.0,
    store_item: 19.0,
    call: 13.0,
    method: 5.0,
    new: 17.0,
    dict: 30.0,
    fstr: 30.0,
    exc: 40.0,
    generator: 16.0,
    await_: 15.0,
};

impl Table {
    fn cost(&self, op: Opcode) -> f64 {
        match op {
            Opcode::Nop | Opcode::PushNull | Opcode::Resume | Opcode::JumpForward | Opcode::JumpBackwardNoInterrupt => {
                0.5
            }
            Opcode::PopTop
            | Opcode::Copy
            | Opcode::Swap
            | Opcode::LoadConst
            | Opcode::LoadFast
            | Opcode::StoreFast
            | Opcode::LoadFastAndClear
            | Opcode::DeleteFast
            | Opcode::LoadClosure
            | Opcode::LoadDeref
            | Opcode::StoreDeref => self.moves,
            Opcode::LoadGlobal | Opcode::LoadName => self.global,
            Opcode::StoreGlobal | Opcode::StoreName => self.store_item + self.global * 2.0,
            Opcode::JumpBackward
            | Opcode::PopJumpIfFalse
            | Opcode::PopJumpIfTrue
            | Opcode::PopJumpIfNone
            | Opcode::PopJumpIfNotNone
            | Opcode::ToBool
            | Opcode::UnaryNot => self.jump,
            Opcode::ForIter => self.iterate,
            Opcode::CompareOp | Opcode::IsOp => self.compare,
            Opcode::BinaryOp | Opcode::UnaryNegative | Opcode::UnaryInvert => self.arith,
            Opcode::ContainsOp => self.item * 2.0,
            Opcode::LoadAttr | Opcode::LoadSuperAttr => self.attr,
            Opcode::LoadMethod | Opcode::LoadSuperMethod => self.method,
            Opcode::StoreAttr | Opcode::DeleteAttr => self.store_attr,
            Opcode::BinarySubscr => self.item,
            Opcode::BinarySlice => self.new,
            Opcode::StoreSubscr | Opcode::DeleteSubscr | Opcode::StoreSlice => self.store_item,
            Opcode::Call | Opcode::CallKw | Opcode::CallFunctionEx => self.call,
            Opcode::ReturnValue => self.call / 2.0,
            Opcode::BuildTuple | Opcode::BuildList | Opcode::BuildSlice | Opcode::MakeFunction => self.new,
            Opcode::BuildMap | Opcode::BuildSet => self.dict,
            Opcode::FormatSimple | Opcode::FormatWithSpec | Opcode::BuildString | Opcode::ConvertValue => {
                self.fstr / 2.0
            }
            Opcode::RaiseVarargs | Opcode::Reraise | Opcode::PushExcInfo | Opcode::CheckExcMatch => self.exc,
            Opcode::YieldValue | Opcode::ReturnGenerator => self.generator,
            Opcode::Send | Opcode::GetAwaitable => self.await_,
            Opcode::ListAppend | Opcode::SetAdd | Opcode::MapAdd => 2.0,
            Opcode::GetIter => 8.0,
            Opcode::ImportName => 200.0,
            _ => 4.0,
        }
    }
}

impl Vm {
    /// Fills the cost table for a version, a build and a speed (1: the reference machine).
    pub(crate) fn set_costs(&mut self, version: PyVersion, gil: bool, speed: f64) {
        let table = if !gil {
            &FREE_THREADED
        } else if version.minor() < 13 {
            &V311
        } else {
            &V314
        };
        let speed = if speed > 0.0 { speed } else { 1.0 };
        for (i, &op) in Opcode::ALL.iter().enumerate() {
            // Never zero: time must move between two instructions (trap 7.1).
            self.costs[i] = (table.cost(op) * 1000.0 / speed).round().clamp(1.0, 1e9) as u32;
        }
        self.ps_per_ns = (1000.0 / speed).round().clamp(1.0, 1e7) as u32;
    }
}

//! Instructions under construction: labels, handlers, constants and names of one code object. Knows neither the
//! syntax tree nor scopes.

use crate::bytecode::{Const, Opcode, Position};
use std::collections::BTreeMap;

/// A place that jumps name before its index is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label(pub(super) u32);

/// Index into [`Emitter::handlers`].
pub(super) type HandlerId = u32;

/// An instruction before its labels are resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    pub(super) op: Opcode,
    pub(super) arg: u32,
    pub(super) target: Option<Label>,
    /// `None`: of no line of its own; takes the line before it if there is only one way to get here.
    pub(super) pos: Option<Position>,
    /// The handler in effect.
    pub(super) handler: Option<HandlerId>,
    /// No instruction, but the point where the operand stack has the depth that this handler cuts back to.
    pub(super) sets_up: Option<HandlerId>,
}

/// An exception handler.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawHandler {
    pub(super) target: Label,
    pub(super) push_lasti: bool,
    /// How many values on top of the stack at the set-up point do not survive (the result of `__enter__`).
    pub(super) drop: u32,
}

/// The instructions of one code object.
#[derive(Debug, Default)]
pub(super) struct Emitter {
    pub(super) raws: Vec<Raw>,
    /// Index into `raws` for each label.
    pub(super) labels: Vec<Option<u32>>,
    pub(super) handlers: Vec<RawHandler>,
    /// The handler that new instructions are covered by.
    pub(super) handler: Option<HandlerId>,
    pub(super) consts: Vec<Const>,
    const_index: BTreeMap<String, u32>,
    pub(super) names: Vec<String>,
    name_index: BTreeMap<String, u32>,
}

impl Emitter {
    pub(super) fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() as u32 - 1)
    }

    /// Puts the label here.
    pub(super) fn place(&mut self, label: Label) {
        debug_assert!(self.labels[label.0 as usize].is_none(), "a label is placed once");
        self.labels[label.0 as usize] = Some(self.raws.len() as u32);
    }

    pub(super) fn push(&mut self, op: Opcode, arg: u32, target: Option<Label>, pos: Option<Position>) {
        self.raws.push(Raw {
            op,
            arg,
            target,
            pos,
            handler: self.handler,
            sets_up: None,
        });
    }

    /// From here on, exceptions go to `target`. Returns the handler in effect before, to be restored at the end.
    pub(super) fn set_up(&mut self, target: Label, push_lasti: bool, drop: u32) -> Option<HandlerId> {
        let id = self.handlers.len() as HandlerId;
        self.handlers.push(RawHandler {
            target,
            push_lasti,
            drop,
        });
        let sets_up = Some(id);
        self.raws.push(Raw {
            op: Opcode::Nop,
            arg: 0,
            target: None,
            pos: None,
            handler: self.handler,
            sets_up,
        });
        self.handler.replace(id)
    }

    pub(super) fn constant(&mut self, value: Const) -> u32 {
        if matches!(value, Const::Code(_)) {
            self.consts.push(value);
            return self.consts.len() as u32 - 1;
        }
        // The text keeps 1, 1.0 and True apart, and 0.0 from -0.0.
        *self.const_index.entry(format!("{value:?}")).or_insert_with(|| {
            self.consts.push(value);
            self.consts.len() as u32 - 1
        })
    }

    pub(super) fn name(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.name_index.get(name) {
            return index;
        }
        let index = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.name_index.insert(name.to_owned(), index);
        index
    }
}

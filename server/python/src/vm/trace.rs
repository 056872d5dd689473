//! What the machine tells the trace: notes that the driver turns into steps, and the line-level view of a program.
//!
//! Nothing here changes what the program does: line events are read off, never written back.

use super::layout::{frame, *};
use super::types::Exc;
use super::value::Value;
use super::{CodeRt, Vm};
use crate::bytecode::Opcode;
use crate::objects::class_flags as cf;
use crate::objects::exception::{ARGS, TRACEBACK};
use timeslice_trace::{Event, Level, LockKind, ObjectId, VarScope};

/// An event of the running thread, with the time it happened.
#[derive(Debug, Clone)]
pub struct Note {
    /// Virtual nanoseconds.
    pub time_ns: u64,
    /// The asyncio task the thread ran.
    pub task: Option<u32>,
    /// What happened.
    pub event: Event,
}

/// Something with an `ObjectId`.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    /// The block it was announced with; may be gone.
    pub(crate) block: u32,
    /// What it is.
    pub(crate) kind: LockKind,
    /// Whether the trace knows its variable's name.
    pub(crate) named: bool,
}

/// Notes after which the machine takes a break so that the driver can pass them on, and notes of kernel level in one
/// turn after which the kernel looks at the budgets.
pub(crate) const NOTES_MAX: usize = 2048;
/// Line of a frame that has begun and not yet reached its first line.
const ENTERED: u32 = u32::MAX;
/// Longest short repr, in characters.
const REPR_MAX: usize = 48;

impl Vm {
    /// Tells the trace of an event of the running thread.
    pub(crate) fn note(&mut self, event: Event) {
        let task = self.threads[self.current].task;
        self.turn_notes += usize::from(event.level() == Level::Kernel);
        self.outbox.push(Note {
            time_ns: self.clock_ps / 1000,
            task,
            event,
        });
        if self.outbox.len() > NOTES_MAX || self.turn_notes > NOTES_MAX {
            self.horizon_ps = 0;
            self.limit_ps = 0;
        }
    }

    /// `os.getpid()`
    pub(crate) fn pid(&self) -> u32 {
        self.system.pid(self.process)
    }

    /// Announces a thing that threads meet at.
    pub(crate) fn new_object(&mut self, block: Value, kind: LockKind) -> ObjectId {
        let id = self.system.new_object();
        let object = Object {
            block: block.idx(),
            kind,
            named: false,
        };
        self.objects.insert(id.0, object);
        self.announce(id, kind);
        id
    }

    fn announce(&mut self, object: ObjectId, kind: LockKind) {
        let n = self.system.n_objects;
        let word = match kind {
            LockKind::Lock | LockKind::AsyncLock => "Lock",
            LockKind::RLock => "RLock",
            LockKind::Condition => "Condition",
            LockKind::Semaphore => "Semaphore",
            LockKind::Event => "Event",
            LockKind::Barrier => "Barrier",
            LockKind::Queue | LockKind::AsyncQueue => "Queue",
            LockKind::AsyncPrimitive => "primitive",
        };
        self.note(Event::ObjectCreated {
            object,
            kind,
            name: format!("{word}-{n}"),
        });
    }

    /// The id by which the trace knows a thing in this process. What came with the copy of a parent's memory is a
    /// thing of its own here, announced when it first plays a part; what processes share is the same everywhere.
    pub(crate) fn object_here(&mut self, object: ObjectId) -> ObjectId {
        if object.0 >= self.inherited_below || self.system.shared_objects.contains(&object) {
            return object;
        }
        if let Some(&here) = self.inherited.get(&object.0) {
            return here;
        }
        let here = self.system.new_object();
        self.inherited.insert(object.0, here);
        if let Some(known) = self.objects.get(&object.0).cloned() {
            self.announce(here, known.kind);
            if let Some(name) = self.name_of(Value::block(known.block)) {
                self.note(Event::ObjectNamed { object: here, name });
            }
        }
        here
    }

    /// Gives things that came with a parent's memory their ids in this process.
    pub(crate) fn translate_notes(&mut self) {
        for note in std::mem::take(&mut self.outbox) {
            let event = self.translate(note.event);
            self.outbox.push(Note { event, ..note });
        }
    }

    /// The event with the id that its thing has in this process.
    pub(crate) fn translate(&mut self, mut event: Event) -> Event {
        if self.inherited_below > 0
            && let Some(object) = object_of(&mut event)
        {
            *object = self.object_here(*object);
        }
        event
    }

    /// Looks for the variable that holds an object, the first time the object plays a part.
    pub(crate) fn name_object(&mut self, id: u32) {
        let Some(object) = self.objects.get_mut(&id) else {
            return;
        };
        if object.named || id < self.inherited_below {
            return;
        }
        object.named = true;
        let target = Value::block(object.block);
        if let Some(name) = self.name_of(target) {
            self.note(Event::ObjectNamed {
                object: ObjectId(id),
                name,
            });
        }
    }

    /// Before each instruction of the program's own code: a new line is an event.
    #[inline]
    pub(crate) fn trace_line(&mut self, f: u32, at: u32, line: u32) {
        let rt = self.frame_code(f);
        match rt.code.instrs[at as usize].op() {
            Opcode::Resume if rt.code.instrs[at as usize].arg() == 0 => {
                return self.heap.set_lo(f, frame::LINE, ENTERED);
            }
            Opcode::Resume | Opcode::ReturnGenerator | Opcode::CopyFreeVars | Opcode::MakeCell => return,
            _ => {}
        }
        let function = rt.code.name.clone();
        let is_new = self.heap.lo(f, frame::LINE) == ENTERED;
        self.heap.set_lo(f, frame::LINE, line);
        let depth = self.user_depth(f);
        self.note(Event::Line { line, function, depth });
        if is_new {
            self.trace_arguments(f);
        }
    }

    /// Frames of the program's own code from the thread's first one to `f`.
    fn user_depth(&self, mut f: u32) -> u32 {
        let mut depth = 0;
        while f != 0 {
            depth += u32::from(self.frame_code(f).is_user);
            f = self.heap.lo(f, frame::PREV_SP);
        }
        depth
    }

    /// A function has begun: its arguments are its first locals.
    fn trace_arguments(&mut self, f: u32) {
        let code = self.frame_code(f).code.clone();
        let stars = u32::from(code.flags.varargs) + u32::from(code.flags.varkeywords);
        let n = code.n_args + code.n_kwonly + stars;
        for (slot, name) in (0..n).zip(&code.localsplus) {
            let mut v = self.heap.value(f, frame::LOCALSPLUS + slot);
            if self.is_kind(v, Kind::Cell) {
                v = self.heap.value(v.idx(), 2);
            }
            if !v.is_null() && !name.starts_with('.') && self.is_shown(v) {
                let value = self.short_repr(v);
                self.note(Event::VarWritten {
                    scope: VarScope::Local,
                    name: name.clone(),
                    value,
                });
            }
        }
    }

    /// An exception has ended a thread's program.
    pub(crate) fn trace_uncaught(&mut self, exc: Value) {
        let mut line = 0;
        let mut tb = self.heap.value(exc.idx(), TRACEBACK);
        while self.is_kind(tb, Kind::Traceback) {
            if !self.traced_code(tb).code.flags.library {
                line = self.heap.hi(tb.idx(), 1);
            }
            tb = self.heap.value(tb.idx(), 2);
        }
        let exception = self.type_name(exc);
        let text = self.exception_text(exc);
        let message = text.split_once(": ").map_or("", |(_, message)| message);
        let message = message.chars().take(REPR_MAX).collect();
        self.note(Event::Uncaught {
            line,
            exception,
            message,
        });
    }

    /// An exception is on its way through the program's own code, at an instruction of frame `f`.
    pub(crate) fn trace_raised(&mut self, exc: Value, f: u32, ip: u32) {
        let line = self.frame_code(f).code.positions.get(ip as usize).map_or(0, |p| p.line);
        let (exception, message) = (self.type_name(exc), self.message_of(exc));
        self.note(Event::Raised {
            line,
            exception,
            message,
        });
    }

    /// Whether an exception's traceback names the program's own code.
    pub(crate) fn has_user_frame(&self, exc: Value) -> bool {
        let mut tb = self.heap.value(exc.idx(), TRACEBACK);
        while self.is_kind(tb, Kind::Traceback) {
            if self.traced_code(tb).is_user {
                return true;
            }
            tb = self.heap.value(tb.idx(), 2);
        }
        false
    }

    fn traced_code(&self, tb: Value) -> &CodeRt {
        &self.codes[self.heap.word(tb.idx(), 4) as usize]
    }

    /// What an exception says, as far as that can be told without running or allocating anything: watching a run must
    /// not change it.
    fn message_of(&self, exc: Value) -> String {
        let text = match *self.exc_args(exc) {
            [] => String::new(),
            [only] if self.is_str(only) && !self.is_exc(exc, Exc::KeyError) => self.str(only).to_owned(),
            [only] => self.short_repr(only),
            [errno, text, ..] if self.is_exc(exc, Exc::OSError) && self.is_str(text) => {
                format!("[Errno {}] {}", self.short_repr(errno), self.str(text))
            }
            [text, list] if self.is_exc(exc, Exc::BaseExceptionGroup) && self.is_str(text) => {
                let n = self.list_or_tuple_len(list);
                let s = if n == 1 { "" } else { "s" };
                format!("{} ({n} sub-exception{s})", self.str(text))
            }
            _ => self.short_repr(self.heap.value(exc.idx(), ARGS)),
        };
        text.chars().take(REPR_MAX).collect()
    }

    fn list_or_tuple_len(&self, v: Value) -> usize {
        if self.is_list(v) {
            self.list_len(v)
        } else if self.is_tuple(v) {
            self.tuple(v).len()
        } else {
            0
        }
    }

    /// The program's own frame returns: its caller's line is to be told again.
    pub(crate) fn trace_return(&mut self, f: u32) {
        let caller = self.heap.lo(f, frame::PREV_SP);
        if caller != 0 {
            self.heap.set_lo(caller, frame::LINE, 0);
        }
    }

    /// A local of the program's own code was set.
    pub(crate) fn trace_local(&mut self, rt: *const CodeRt, slot: u32, v: Value) {
        let f = self.frame();
        debug_assert!(std::ptr::eq(rt, self.frame_code(f)), "the running code's locals");
        let name = self.frame_code(f).code.localsplus[slot as usize].clone();
        if name.starts_with('.') || !self.is_shown(v) {
            return;
        }
        let value = self.short_repr(v);
        self.note(Event::VarWritten {
            scope: VarScope::Local,
            name,
            value,
        });
    }

    /// A global of the program was read or set.
    pub(crate) fn trace_global(&mut self, name: Value, v: Value, write: bool) {
        let name = self.str(name);
        if name.starts_with("__") || !self.is_shown(v) {
            return;
        }
        let (name, value) = (name.to_owned(), self.short_repr(v));
        let scope = VarScope::Global;
        self.note(if write {
            Event::VarWritten { scope, name, value }
        } else {
            Event::VarRead { scope, name, value }
        });
    }

    /// An attribute of one of the program's own objects was read or set.
    pub(crate) fn trace_attr(&mut self, owner: Value, name: Value, v: Value, write: bool) {
        if !self.is_kind(owner, Kind::Instance) || !self.is_shown(v) || !self.is_user_class(self.type_of(owner)) {
            return;
        }
        let (scope, owner) = self.instance_name(owner);
        let (name, value) = (format!("{owner}.{}", self.str(name)), self.short_repr(v));
        self.note(if write {
            Event::VarWritten { scope, name, value }
        } else {
            Event::VarRead { scope, name, value }
        });
    }

    /// An item of a container was set.
    pub(crate) fn trace_item(&mut self, container: Value, key: Value, v: Value) {
        if !container.is_ref() || !self.is_shown(v) {
            return;
        }
        let Some(global) = self.global_of(container) else {
            return;
        };
        let (name, value) = (format!("{global}[{}]", self.short_repr(key)), self.short_repr(v));
        self.note(Event::VarWritten {
            scope: VarScope::Shared,
            name,
            value,
        });
    }

    fn is_user_class(&self, c: Value) -> bool {
        if self.class_flags(c) & cf::BUILTIN != 0 {
            return false;
        }
        let dict = self.heap.value(c.idx(), class::DICT);
        self.dict_items(dict).iter().any(|&(k, v)| {
            k == self.names.__module__ && self.is_str(v) && matches!(self.str(v), "__main__" | "__mp_main__")
        })
    }

    fn global_of(&self, v: Value) -> Option<String> {
        if !self.is_dict(self.main) {
            return None;
        }
        self.dict_items(self.main)
            .into_iter()
            .find(|&(k, g)| g == v && self.is_str(k))
            .map(|(k, _)| self.str(k).to_owned())
    }

    /// Whether a value is data, as opposed to code and library.
    fn is_shown(&self, v: Value) -> bool {
        !v.is_ref()
            || !matches!(
                self.heap.kind(v.idx()),
                Kind::Function | Kind::Class | Kind::Module | Kind::Native | Kind::Method | Kind::Alias
            )
    }

    /// A short text for a value, without running any Python code.
    #[must_use]
    pub fn short_repr(&self, v: Value) -> String {
        let text = self.repr_at(v, 0);
        if text.chars().count() > REPR_MAX {
            let cut: String = text.chars().take(REPR_MAX - 1).collect();
            return format!("{cut}…");
        }
        text
    }

    fn repr_at(&self, v: Value, depth: u32) -> String {
        if v.is_null() {
            return "unset".to_owned();
        }
        if v.is_float() {
            return crate::text::float::repr(v.as_float());
        }
        if !v.is_ref() {
            return format!("{v:?}");
        }
        let items = |vm: &Self, items: &[Value]| -> String {
            let shown: Vec<String> = items.iter().take(8).map(|&i| vm.repr_at(i, depth + 1)).collect();
            let more = if items.len() > 8 { ", …" } else { "" };
            format!("{}{more}", shown.join(", "))
        };
        let nested = depth >= 2;
        match self.heap.kind(v.idx()) {
            Kind::Str => {
                let text: String = self.str(v).chars().take(REPR_MAX).collect();
                crate::text::string::repr(&text)
            }
            Kind::BigInt => match self.as_bigint(v) {
                Some(b) if b.bits() < 256 => b.to_string(),
                Some(b) => format!("int of {} bits", b.bits()),
                None => "int".to_owned(),
            },
            Kind::Bytes => crate::text::string::repr_bytes(
                self.as_bytes(v)
                    .unwrap_or_default()
                    .get(..24)
                    .unwrap_or(self.as_bytes(v).unwrap_or_default()),
            ),
            Kind::List if nested => "[…]".to_owned(),
            Kind::List => format!("[{}]", items(self, self.list(v))),
            Kind::Tuple if nested => "(…)".to_owned(),
            Kind::Tuple if self.tuple(v).len() == 1 => format!("({},)", items(self, self.tuple(v))),
            Kind::Tuple => format!("({})", items(self, self.tuple(v))),
            Kind::Dict if nested => "{…}".to_owned(),
            Kind::Dict => {
                let pairs = self.dict_items(v);
                let shown: Vec<String> = pairs
                    .iter()
                    .take(6)
                    .map(|&(k, x)| format!("{}: {}", self.repr_at(k, depth + 1), self.repr_at(x, depth + 1)))
                    .collect();
                let more = if pairs.len() > 6 { ", …" } else { "" };
                format!("{{{}{more}}}", shown.join(", "))
            }
            Kind::Set | Kind::FrozenSet => {
                let keys: Vec<Value> = self.set_entries(v).map(|(k, _)| k).collect();
                if keys.is_empty() {
                    "set()".to_owned()
                } else {
                    format!("{{{}}}", items(self, &keys))
                }
            }
            Kind::Instance if self.unbox(v) != v => self.repr_at(self.unbox(v), depth + 1),
            Kind::Range => {
                let at = |i| self.repr_at(self.heap.value(v.idx(), i), 3);
                format!("range({}, {})", at(2), at(3))
            }
            Kind::Exception => {
                let args = self.exc_args(v);
                format!("{}({})", self.type_name(v), items(self, args))
            }
            Kind::Generator => {
                let q = self.heap.value(v.idx(), 4);
                format!(
                    "<{} {}>",
                    self.generator_word(v),
                    if self.is_str(q) { self.str(q) } else { "?" }
                )
            }
            Kind::Lock => if self.lock_is_locked(v) {
                "<locked>"
            } else {
                "<unlocked>"
            }
            .to_owned(),
            Kind::Function => format!(
                "<function {}>",
                self.repr_at(self.heap.value(v.idx(), 7), 3).trim_matches('\'')
            ),
            Kind::Class => format!("<class {}>", self.class_name(v)),
            _ => format!("<{}>", self.type_name(v)),
        }
    }
}

/// The thing that an event is about.
fn object_of(event: &mut Event) -> Option<&mut ObjectId> {
    match event {
        Event::ObjectNamed { object, .. }
        | Event::Acquired { object }
        | Event::Contended { object, .. }
        | Event::Released { object }
        | Event::Signalled { object, .. }
        | Event::ItemPut { object, .. }
        | Event::ItemTaken { object, .. } => Some(object),
        _ => None,
    }
}

//! The code generator's state: a stack of units (code objects under construction), and the operations every kind of
//! statement and expression uses: emitting, names, opening and closing units.

use super::diagnostics::{Diagnostic, DiagnosticKind};
use super::emit::{Emitter, HandlerId, Label};
use super::source::Source;
use super::symtable::{Resolution, ScopeId, ScopeKind, SymbolTable, mangle};
use super::{Options, PyVersion, flow};
use crate::bytecode::{Code, CodeFlags, Const, Opcode, Position};
use ruff_python_ast as ast;
use ruff_text_size::TextRange;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

/// Instructions in one compilation. `finally` bodies are emitted several times; nested, that grows exponentially.
const MAX_INSTRUCTIONS: usize = 400_000;
/// Loops, `try` and `with` inside each other in one function (CPython's limit, and its words).
const MAX_BLOCKS: usize = 20;

/// A statement around the present one that `return`, `break` or `continue` has to leave.
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    While {
        start: Label,
        end: Label,
    },
    For {
        start: Label,
        end: Label,
    },
    /// The body of a `try` with `except`.
    Try,
    /// `try` with `finally`: leaving runs the body.
    FinallyTry(&'a [ast::Stmt]),
    /// Inside the exception's copy of a `finally` body.
    FinallyEnd,
    /// `with`; the items' position and whether it is `async`.
    With {
        range: TextRange,
        is_async: bool,
    },
    /// Inside `except .. as name`.
    HandlerCleanup(Option<&'a ast::Identifier>),
    /// Inside the handlers of `except*`, which must not be left by a jump.
    ExceptStar,
    /// A return value below the frame of a `finally` body.
    PopValue,
}

/// A block, and the exception handler in effect outside of it.
#[derive(Clone, Copy)]
pub(super) struct FrameBlock<'a> {
    pub(super) block: Block<'a>,
    pub(super) outside: Option<HandlerId>,
}

/// A code object under construction.
pub(super) struct Unit<'a> {
    pub(super) emitter: Emitter,
    /// The scope of the present expression: the unit's own, or that of an inlined comprehension.
    pub(super) scope: ScopeId,
    pub(super) name: String,
    pub(super) qualname: String,
    pub(super) first_line: u32,
    pub(super) flags: CodeFlags,
    pub(super) params: [u32; 3],
    pub(super) localsplus: Vec<String>,
    pub(super) n_locals: u32,
    pub(super) n_free: u32,
    pub(super) slots: BTreeMap<String, u32>,
    pub(super) blocks: Vec<FrameBlock<'a>>,
    pub(super) static_attributes: Vec<String>,
    /// The first parameter's name, for `super()`.
    pub(super) first_param: Option<String>,
}

/// The code generator.
pub(super) struct Codegen<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) table: &'a SymbolTable,
    pub(super) options: Options,
    filename: Arc<str>,
    pub(super) units: Vec<Unit<'a>>,
    /// The source range that new instructions belong to.
    pub(super) at: TextRange,
    cached: (TextRange, Position),
    instructions: usize,
}

/// Generates the module's code.
pub(super) fn generate<'a>(
    source: &'a Source<'a>,
    module: &'a ast::ModModule,
    table: &'a SymbolTable,
    filename: &str,
    options: &Options,
) -> Result<Arc<Code>> {
    let mut gen_ = Codegen {
        source,
        table,
        options: *options,
        filename: filename.into(),
        units: Vec::new(),
        at: TextRange::default(),
        cached: (TextRange::default(), source.position(TextRange::default())),
        instructions: 0,
    };
    gen_.open("<module>", SymbolTable::MODULE, 1, CodeFlags::default());
    gen_.unit()
        .emitter
        .push(Opcode::Resume, 0, None, Some(Position::default()));
    match (options.mode, module.body.as_slice()) {
        (super::Mode::Eval, [ast::Stmt::Expr(e)]) => {
            gen_.expr(&e.value)?;
            gen_.op(Opcode::ReturnValue)?;
        }
        _ => {
            gen_.body(&module.body)?;
            gen_.return_none()?;
        }
    }
    Ok(gen_.close())
}

impl<'a> Codegen<'a> {
    pub(super) fn unit(&mut self) -> &mut Unit<'a> {
        self.units.last_mut().expect("a unit is open while code is generated")
    }

    pub(super) fn scope(&self) -> ScopeId {
        self.units.last().expect("a unit is open while code is generated").scope
    }

    pub(super) fn frame_kind(&self) -> ScopeKind {
        self.table.scopes[self.table.frame_scope(self.scope())].kind
    }

    /// Where the steps of a loop are said to be: since 3.13 at what it goes through, before that at all of it.
    pub(super) fn iteration(&self, iter: TextRange, whole: TextRange) -> TextRange {
        if self.at_least(PyVersion::V313) { iter } else { whole }
    }

    pub(super) fn at_least(&self, version: PyVersion) -> bool {
        self.options.version >= version
    }

    pub(super) fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        Err(self.source.syntax_error(range, message))
    }

    // --- Emitting ---

    fn push(&mut self, op: Opcode, arg: u32, target: Option<Label>, pos: Option<Position>) -> Result {
        self.instructions += 1;
        if self.instructions > MAX_INSTRUCTIONS {
            let message = "the program compiles to more than 400,000 instructions";
            let mut d = self.source.diagnostic(DiagnosticKind::LimitReached, self.at, message);
            d.hint = Some("nest fewer try/finally statements, or split the program".into());
            return Err(Box::new(d));
        }
        self.unit().emitter.push(op, arg, target, pos);
        Ok(())
    }

    pub(super) fn here(&mut self) -> Position {
        if self.cached.0 != self.at {
            self.cached = (self.at, self.source.position(self.at));
        }
        self.cached.1
    }

    pub(super) fn emit(&mut self, op: Opcode, arg: u32) -> Result {
        let pos = Some(self.here());
        self.push(op, arg, None, pos)
    }

    pub(super) fn op(&mut self, op: Opcode) -> Result {
        self.emit(op, 0)
    }

    pub(super) fn jump(&mut self, op: Opcode, target: Label) -> Result {
        let pos = Some(self.here());
        self.push(op, 0, Some(target), pos)
    }

    /// An instruction that belongs to no line.
    pub(super) fn op_nowhere(&mut self, op: Opcode) -> Result {
        self.push(op, 0, None, None)
    }

    /// Runs `f`; the instructions it emits belong to no line.
    pub(super) fn nowhere(&mut self, f: impl FnOnce(&mut Self) -> Result) -> Result {
        let from = self.unit().emitter.raws.len();
        f(self)?;
        for raw in &mut self.unit().emitter.raws[from..] {
            raw.pos = None;
        }
        Ok(())
    }

    /// A jump that belongs to no line; its direction is settled when labels are resolved.
    pub(super) fn jump_nowhere(&mut self, target: Label) -> Result {
        self.push(Opcode::JumpForward, 0, Some(target), None)
    }

    pub(super) fn constant(&mut self, value: Const) -> Result {
        let index = self.unit().emitter.constant(value);
        self.emit(Opcode::LoadConst, index)
    }

    pub(super) fn none(&mut self) -> Result {
        self.constant(Const::None)
    }

    pub(super) fn named(&mut self, op: Opcode, name: &str) -> Result {
        let index = self.unit().emitter.name(name);
        self.emit(op, index)
    }

    /// As [`Self::named`], for attributes: private names are mangled.
    pub(super) fn attribute(&mut self, op: Opcode, name: &str) -> Result {
        let name = self.mangled(name);
        self.named(op, &name)
    }

    pub(super) fn label(&mut self) -> Label {
        self.unit().emitter.label()
    }

    pub(super) fn place(&mut self, label: Label) {
        self.unit().emitter.place(label);
    }

    /// Runs `f` with instructions belonging to `range`.
    pub(super) fn at<T>(&mut self, range: TextRange, f: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.at, range);
        let result = f(self);
        self.at = before;
        result
    }

    pub(super) fn return_none(&mut self) -> Result {
        let none = self.unit().emitter.constant(Const::None);
        self.push(Opcode::LoadConst, none, None, None)?;
        self.op_nowhere(Opcode::ReturnValue)
    }

    // --- Handlers and blocks ---

    pub(super) fn set_up(&mut self, target: Label, push_lasti: bool, drop: u32) -> Option<HandlerId> {
        self.unit().emitter.set_up(target, push_lasti, drop)
    }

    pub(super) fn set_handler(&mut self, handler: Option<HandlerId>) -> Option<HandlerId> {
        std::mem::replace(&mut self.unit().emitter.handler, handler)
    }

    pub(super) fn enter_block(&mut self, block: Block<'a>, outside: Option<HandlerId>) -> Result {
        if self.unit().blocks.len() >= MAX_BLOCKS {
            return self.error(self.at, "too many statically nested blocks");
        }
        self.unit().blocks.push(FrameBlock { block, outside });
        Ok(())
    }

    pub(super) fn leave_block(&mut self) {
        self.unit().blocks.pop();
    }

    /// `COPY 3, POP_EXCEPT, RERAISE 1`: what a handler does with an exception raised inside of it.
    pub(super) fn pop_except_and_reraise(&mut self) -> Result {
        self.nowhere(|g| {
            g.emit(Opcode::Copy, 3)?;
            g.op(Opcode::PopExcept)?;
            g.emit(Opcode::Reraise, 1)
        })
    }

    // --- Names ---

    pub(super) fn mangled(&self, name: &str) -> String {
        mangle(self.table.scopes[self.scope()].private.as_deref(), name)
    }

    pub(super) fn slot(&mut self, name: &str) -> u32 {
        self.unit().slots[name]
    }

    pub(super) fn load_name(&mut self, name: &str) -> Result {
        let mangled = self.mangled(name);
        self.name_op(&mangled, Access::Load)
    }

    pub(super) fn store_name(&mut self, name: &str) -> Result {
        let mangled = self.mangled(name);
        self.name_op(&mangled, Access::Store)
    }

    pub(super) fn delete_name(&mut self, name: &str) -> Result {
        let mangled = self.mangled(name);
        self.name_op(&mangled, Access::Delete)
    }

    fn name_op(&mut self, name: &str, access: Access) -> Result {
        use Opcode as O;
        let scope = self.scope();
        let inlined = self.table.scopes[scope].inlined;
        let resolution = self.table.resolve(scope, name);
        let frame = self.frame_kind();
        // A class body is not visible from its inlined comprehensions, whose own variables are fast.
        let own = inlined && self.comprehension_owns(name);
        let ops = match resolution {
            Resolution::Local if own || frame.is_function_like() => [O::LoadFast, O::StoreFast, O::DeleteFast],
            Resolution::Local => [O::LoadName, O::StoreName, O::DeleteName],
            Resolution::Free if frame.has_namespace() && access == Access::Load && !inlined => {
                self.op(O::LoadLocals)?;
                [O::LoadFromDictOrDeref, O::StoreDeref, O::DeleteDeref]
            }
            Resolution::Cell | Resolution::Free => [O::LoadDeref, O::StoreDeref, O::DeleteDeref],
            Resolution::GlobalExplicit => [O::LoadGlobal, O::StoreGlobal, O::DeleteGlobal],
            Resolution::GlobalImplicit if frame == ScopeKind::Module || frame.has_namespace() && !inlined => {
                [O::LoadName, O::StoreName, O::DeleteName]
            }
            Resolution::GlobalImplicit => [O::LoadGlobal, O::StoreGlobal, O::DeleteGlobal],
        };
        let op = ops[access as usize];
        match op {
            O::LoadName | O::StoreName | O::DeleteName | O::LoadGlobal | O::StoreGlobal | O::DeleteGlobal => {
                self.named(op, name)
            }
            _ => {
                let slot = self.slot(name);
                self.emit(op, slot)
            }
        }
    }

    fn comprehension_owns(&self, name: &str) -> bool {
        let mut scope = self.scope();
        while self.table.scopes[scope].inlined {
            if self.table.scopes[scope]
                .symbols
                .get(name)
                .is_some_and(|s| s.bound && !s.nonlocal && !s.global)
            {
                return true;
            }
            scope = self.table.scopes[scope]
                .parent
                .expect("an inlined comprehension has a parent");
        }
        false
    }

    // --- Units ---

    pub(super) fn open(&mut self, name: &str, scope: ScopeId, first_line: u32, mut flags: CodeFlags) {
        let s = &self.table.scopes[scope];
        flags.native = self.options.native;
        flags.library = self.options.library;
        flags.optimized = s.kind.is_function_like();
        flags.nested = s
            .parent
            .is_some_and(|p| self.table.scopes[self.table.frame_scope(p)].kind.is_function_like());
        let mut localsplus: Vec<String> = Vec::new();
        let is_local = |name: &String| {
            let symbol = &s.symbols[name];
            symbol.param || symbol.resolution == Resolution::Local
        };
        if s.kind.is_function_like() {
            localsplus.extend(s.order.iter().filter(|n| is_local(n)).cloned());
        }
        self.hidden_locals(scope, &mut localsplus);
        let n_locals = localsplus.len() as u32;
        for cell in &s.cells {
            if !localsplus.contains(cell) {
                localsplus.push(cell.clone());
            }
        }
        // A hidden local of an inlined comprehension may share the slot of an outer cell or free variable.
        let shared: Vec<String> = s.free.iter().filter(|f| !localsplus.contains(f)).cloned().collect();
        let n_free = shared.len() as u32;
        localsplus.extend(shared);
        let slots = localsplus
            .iter()
            .enumerate()
            .map(|(i, n)| (n.clone(), i as u32))
            .collect();
        let qualname = self.qualname(name, scope);
        self.units.push(Unit {
            emitter: Emitter::default(),
            scope,
            name: name.to_owned(),
            qualname,
            first_line,
            flags,
            params: [0; 3],
            localsplus,
            n_locals,
            n_free,
            slots,
            blocks: Vec::new(),
            static_attributes: Vec::new(),
            first_param: None,
        });
    }

    /// The variables of comprehensions that are inlined into `scope`; not those whose name is a cell or free there,
    /// which use that slot.
    fn hidden_locals(&self, scope: ScopeId, localsplus: &mut Vec<String>) {
        let frame = &self.table.scopes[self.table.frame_scope(scope)];
        for &child in &self.table.scopes[scope].children {
            let s = &self.table.scopes[child];
            if !s.inlined {
                continue;
            }
            for name in s
                .order
                .iter()
                .filter(|n| n.as_str() != ".0" && s.symbols[*n].resolution == Resolution::Local)
            {
                if !localsplus.contains(name) && !frame.cells.contains(name) && !frame.free.contains(name) {
                    localsplus.push(name.clone());
                }
            }
            self.hidden_locals(child, localsplus);
        }
    }

    fn qualname(&self, name: &str, scope: ScopeId) -> String {
        let Some(parent) = self.units.last() else {
            return name.to_owned();
        };
        let kind = self.table.scopes[scope].kind;
        let around = self.table.scopes[scope].parent.expect("only the module has no parent");
        let declared_global = matches!(kind, ScopeKind::Function | ScopeKind::Class)
            && self.table.resolve(around, &self.mangled(name)) == Resolution::GlobalExplicit;
        let parent_kind = self.frame_kind();
        if declared_global || parent_kind == ScopeKind::Module {
            name.to_owned()
        } else if parent_kind == ScopeKind::TypeParams {
            // As if the hidden function were not there.
            match parent.qualname.rsplit_once('.') {
                Some((prefix, _)) => format!("{prefix}.{name}"),
                None => name.to_owned(),
            }
        } else if matches!(
            parent_kind,
            ScopeKind::Class | ScopeKind::Comprehension | ScopeKind::Generator
        ) {
            format!("{}.{name}", parent.qualname)
        } else {
            format!("{}.<locals>.{name}", parent.qualname)
        }
    }

    /// `COPY_FREE_VARS`, `MAKE_CELL`s, for generators `RETURN_GENERATOR`, and `RESUME`.
    pub(super) fn prologue(&mut self) -> Result {
        let first_line = self.unit().first_line;
        let pos = Some(Position {
            line: first_line,
            end_line: first_line,
            col: 0,
            end_col: 0,
        });
        let scope = &self.table.scopes[self.scope()];
        let n_free = self.unit().n_free;
        if n_free > 0 {
            self.push(Opcode::CopyFreeVars, n_free, None, None)?;
        }
        let mut cells: Vec<u32> = scope.cells.iter().map(|name| self.slot(name)).collect();
        cells.sort_unstable();
        for slot in cells {
            self.push(Opcode::MakeCell, slot, None, None)?;
        }
        let flags = self.unit().flags;
        if flags.generator || flags.coroutine || flags.async_generator {
            self.push(Opcode::ReturnGenerator, 0, None, pos)?;
            self.push(Opcode::PopTop, 0, None, pos)?;
        }
        self.push(Opcode::Resume, 0, None, pos)
    }

    /// Finishes the innermost unit.
    pub(super) fn close(&mut self) -> Arc<Code> {
        let unit = self.units.pop().expect("a unit is open while code is generated");
        let assembled = flow::assemble(&unit.emitter);
        let [n_args, n_posonly, n_kwonly] = unit.params;
        Arc::new(Code {
            name: unit.name,
            qualname: unit.qualname,
            filename: self.filename.clone(),
            first_line: unit.first_line,
            n_args,
            n_posonly,
            n_kwonly,
            flags: unit.flags,
            localsplus: unit.localsplus,
            n_locals: unit.n_locals,
            n_free: unit.n_free,
            names: unit.emitter.names,
            consts: unit.emitter.consts,
            instrs: assembled.instrs,
            positions: assembled.positions,
            handlers: assembled.handlers,
            max_stack: assembled.max_stack,
            static_attributes: unit.static_attributes,
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Load,
    Store,
    Delete,
}

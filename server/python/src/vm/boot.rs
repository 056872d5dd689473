//! Making a process: the built-in classes, the built-in modules, the prelude's part that every process needs.

use super::call::Flow;
use super::heap::Heap;
use super::layout::{class, *};
use super::native::{NativeFn, Owner};
use super::thread::{Ret, ThreadState};
use super::types::{Exc, Names, Types};
use super::value::Value;
use super::{Cache, CodeRt, Config, Res, Shapes, Vm};
use crate::bytecode::{Code, Const};
use crate::compiler::{Options, PyVersion};
use crate::objects::class_flags as cf;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A module of the prelude.
#[derive(Debug)]
pub struct Module {
    /// Dotted name.
    pub(crate) name: &'static str,
    /// Whether it has submodules.
    pub(crate) package: bool,
    /// Its text.
    pub(crate) source: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/prelude.rs"));

impl Module {
    /// Whether a version has it; its first line may be `# timeslice: since 3.14`.
    pub(crate) fn is_in(&self, version: PyVersion) -> bool {
        let since = self.source.strip_prefix("# timeslice: since 3.");
        let minor = since.and_then(|s| s.lines().next()?.trim().parse::<u8>().ok());
        minor.is_none_or(|minor| minor <= version.minor())
    }
}

/// The module of that name, if the prelude has it.
pub(crate) fn find_module(name: &str) -> Option<&'static Module> {
    MODULES.binary_search_by(|m| m.name.cmp(name)).ok().map(|i| &MODULES[i])
}

/// The names of all modules of the prelude.
pub(crate) fn module_names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|m| m.name)
}

/// The file that a prelude module seems to come from, as on a Linux machine.
pub(crate) fn module_file(module: &Module, version: PyVersion) -> String {
    if let Some(file) = module.source.strip_prefix("# timeslice: file ") {
        let file = file.lines().next().unwrap_or_default().trim();
        return format!("/usr/lib/python3.{}/{file}", version.minor());
    }
    let path = module.name.replace('.', "/");
    let tail = if module.package { "/__init__.py" } else { ".py" };
    format!("/usr/lib/python3.{}/{path}{tail}", version.minor())
}

/// Compiles a prelude module, once per host process: the text is ours and the result a pure function of it.
pub(crate) fn compile_module(module: &'static Module, version: PyVersion) -> Arc<Code> {
    type Compiled = Mutex<BTreeMap<(&'static str, PyVersion), Arc<Code>>>;
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    let compiled = COMPILED.get_or_init(Mutex::default);
    if let Some(code) = compiled
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&(module.name, version))
    {
        return code.clone();
    }
    let native = module.source.starts_with("# timeslice: native");
    let options = Options {
        version,
        native,
        library: true,
        max_source: 1 << 20,
        ..Options::default()
    };
    let code = match crate::compiler::compile(module.source, &module_file(module, version), &options) {
        Ok(code) => code,
        Err(errors) => panic!(
            "the prelude compiles: {} line {}: {}",
            module.name, errors[0].line, errors[0].message
        ),
    };
    compiled
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert((module.name, version), code.clone());
    code
}

/// The address that a block seems to have: what `id()` gives and reprs show.
#[must_use]
pub fn address(v: Value) -> u64 {
    let place = if v.is_ref() {
        u64::from(v.idx()) * 8
    } else {
        v.0 & 0xFFFF_FFF8
    };
    0x7f3a_0000_0000 + place
}

impl Vm {
    /// A new process with its built-in modules, about to run nothing.
    ///
    /// # Errors
    /// An exception, when the heap is too small for the prelude.
    pub fn new(config: Config) -> Result<Box<Self>, String> {
        let mut vm = Box::new(Self {
            heap: Heap::new(config.heap_bytes),
            types: Types::EMPTY,
            names: Names::EMPTY,
            config,
            exceptions: [Value::NULL; Exc::COUNT],
            interned: super::LookupMap::default(),
            codes: Vec::new(),
            code_ids: super::LookupMap::default(),
            shapes: Shapes::new(),
            method_cache: vec![(u64::MAX, Value::NULL); super::class::METHOD_CACHE],
            next_version: 0,
            next_dict_version: 0,
            natives: Vec::new(),
            empty_tuple: Value::NULL,
            spare_memory_error: Value::NULL,
            latin1: vec![Value::NULL; 256],
            modules: Value::NULL,
            builtins: Value::NULL,
            slow: Value::NULL,
            object_new: Value::NULL,
            object_init: Value::NULL,
            instance_descriptors: [Value::NULL; 2],
            finalizers: VecDeque::new(),
            weakrefs: BTreeMap::new(),
            collector: super::collect::Collector::OFF,
            repr_stack: Vec::new(),
            dealloc_list: Vec::new(),
            dying_children: Vec::new(),
            list_append: u32::MAX,
            running: super::interp::Running::NOTHING,
            dying: super::interp::Dying::default(),
            exit: None,
            threads: vec![ThreadState::new(Value::NULL, 0x7f3b_0000_0000, false)],
            current: 0,
            clock_ps: 0,
            limit_ps: 0,
            horizon_ps: 0,
            breaker: false,
            costs: [0; 256],
            ps_per_ns: 1000,
            instructions: 0,
            outbox: Vec::new(),
            turn_notes: 0,
            trace_lines: false,
            program_source: Arc::from(""),
            syntax_warnings: Vec::new(),
            exception_texts: Vec::new(),
            program_file: Arc::from("<program>"),
            wants_index: false,
            system: Box::default(),
            process: timeslice_trace::ProcessId(0),
            main_thread: 0,
            objects: BTreeMap::new(),
            inherited_below: 0,
            inherited: BTreeMap::new(),
            n_texts: 0,
            unwritten: Default::default(),
            main: Value::NULL,
            epoch_ns: EPOCH_NS,
            entered_ns: 0,
            switch_interval_us: 5000,
            max_str_digits: crate::text::int::DEFAULT_MAX_STR_DIGITS,
            rng: config.seed ^ 0x9E37_79B9_7F4A_7C15,
            threads_max: 4000,
            status: None,
            locks: Vec::new(),
            free_locks: Vec::new(),
            selectors: Vec::new(),
            files: crate::files::Files::new(EPOCH_NS),
            patterns: Default::default(),
        });
        match vm.boot() {
            Ok(()) => Ok(vm),
            Err(raised) => {
                let text = vm.format_traceback(raised.0);
                Err(format!("the process cannot start: {text}"))
            }
        }
    }

    fn boot(&mut self) -> Res<()> {
        self.boot_classes()?;
        self.empty_tuple = self.new_tuple_of(self.types.tuple, &[])?;
        self.heap.immortalize(self.empty_tuple);
        for c in 0..=255u8 {
            let v = self.intern(&char::from(c).to_string());
            self.latin1[usize::from(c)] = v;
        }
        let mut names = Names::EMPTY;
        names.each(|text, slot| *slot = self.intern(text));
        self.names = names;
        let class = self.exc(Exc::MemoryError);
        self.spare_memory_error = self.new_exception(class, &[])?;
        self.modules = self.new_dict()?;
        self.builtins = self.new_dict()?;
        crate::natives::register(self)?;
        self.new_module("builtins", self.builtins)?;
        self.boot_exceptions_into_builtins()?;
        // The slow paths of the builtins are Python; they must be there before anything else runs.
        self.slow = self.new_dict()?;
        let module = find_module("_builtins").unwrap_or_else(|| panic!("the prelude has _builtins"));
        self.run_module_now(module, self.slow)?;
        // Making a class runs its body, so it is Python too.
        if let Some(build) = self.dict_get_str(self.slow, "build_class") {
            let build = self.own(build);
            self.constant(self.builtins, "__build_class__", build)?;
        }
        crate::natives::after_boot(self)?;
        self.immortalize_everything();
        self.plan_collection(0);
        Ok(())
    }

    /// Whatever exists when a process starts stays: it is not part of what a program leaves behind.
    fn immortalize_everything(&mut self) {
        let blocks: Vec<u32> = self.heap.blocks().collect();
        for idx in blocks {
            self.heap.immortalize(Value::block(idx));
        }
    }

    fn boot_classes(&mut self) -> Res<()> {
        // `type` and `object` need each other, and strs and tuples need classes: first blank blocks, then contents.
        let mut types = Types::EMPTY;
        let mut blocks = Vec::new();
        types.each(|name, slot| blocks.push((name, std::ptr::from_mut(slot) as usize)));
        let mut made = Vec::new();
        for (name, _) in &blocks {
            let idx = self
                .heap
                .alloc(Kind::Class, class::WORDS)
                .map_err(|_| self.memory_error())?;
            made.push((*name, Value::block(idx)));
        }
        let mut i = 0;
        types.each(|_, slot| {
            *slot = made[i].1;
            i += 1;
        });
        self.types = types;
        let t = self.types;
        for &(name, c) in &made {
            let meta = t.type_;
            self.heap.set_word(c.idx(), 1, u64::from(meta.idx()));
            let name_v = self.intern(name);
            let dict = self.new_dict()?;
            let subclasses = self.new_list(&[])?;
            for (at, v) in [
                (class::NAME, name_v),
                (class::QUALNAME, name_v),
                (class::DICT, dict),
                (class::SUBCLASSES, subclasses),
            ] {
                self.heap.set_value(c.idx(), at, v);
            }
            for at in [class::BASES, class::MRO, class::SLOTS, class::NEW] {
                self.heap.set_value(c.idx(), at, Value::NULL);
            }
            self.next_version += 1;
            self.heap
                .set_word(c.idx(), class::VERSION, u64::from(self.next_version));
        }
        for &(name, c) in &made {
            let base = match name {
                "object" => None,
                "bool" => Some(t.int),
                _ => Some(t.object),
            };
            let (kind, flags) = self.builtin_layout(c);
            self.heap.set_word(
                c.idx(),
                class::FLAGS,
                u64::from(flags | cf::BUILTIN) | (kind as u64) << 32,
            );
            let bases: Vec<Value> = base.into_iter().collect();
            let tuple = self.new_tuple_of(t.tuple, &bases)?;
            self.heap.set_value(c.idx(), class::BASES, tuple);
            self.link_class(c)?;
        }
        // Exceptions.
        for &(exc, name, base) in Exc::ALL {
            let name_v = self.intern(name);
            let base = base.map_or(t.object, |b| self.exceptions[b as usize]);
            let dict = self.new_dict()?;
            let mut bases = vec![base];
            if exc == Exc::ExceptionGroup {
                bases.push(self.exceptions[Exc::Exception as usize]);
            }
            let tuple = self.new_tuple_of(t.tuple, &bases)?;
            let c = self.new_class_block(t.type_, name_v, tuple, dict)?;
            self.heap.set_word(
                c.idx(),
                class::FLAGS,
                u64::from(cf::BUILTIN | cf::EXCEPTION) | (Kind::Exception as u64) << 32,
            );
            self.heap.set_hi(c.idx(), class::VERSION, 0);
            self.exceptions[exc as usize] = c;
            self.link_class(c)?;
        }
        Ok(())
    }

    /// Layout of instances and flags of a built-in class.
    fn builtin_layout(&self, c: Value) -> (Kind, u32) {
        let t = &self.types;
        let open = [
            (t.object, Kind::Instance, 0),
            (t.type_, Kind::Class, 0),
            (t.int, Kind::Instance, cf::BOXED),
            (t.float, Kind::Instance, cf::BOXED),
            (t.complex, Kind::Instance, cf::BOXED),
            (t.str_, Kind::Instance, cf::BOXED),
            (t.bytes, Kind::Instance, cf::BOXED),
            (t.bytearray, Kind::ByteArray, 0),
            (t.list, Kind::List, 0),
            (t.tuple, Kind::Tuple, 0),
            (t.dict, Kind::Dict, 0),
            (t.set, Kind::Set, 0),
            (t.frozenset, Kind::FrozenSet, 0),
            (t.property, Kind::Property, 0),
            (t.module, Kind::Module, 0),
            (t.staticmethod, Kind::StaticMethod, 0),
            (t.classmethod, Kind::ClassMethod, 0),
            (t.super_, Kind::Super, 0),
            (t.map, Kind::Generator, 0),
            (t.filter, Kind::Generator, 0),
            (t.zip, Kind::Generator, 0),
            (t.enumerate, Kind::Generator, 0),
            (t.reversed, Kind::Generator, 0),
            (t.lock, Kind::Lock, cf::FINAL),
            (t.rlock, Kind::Lock, 0),
            (t.weakref, Kind::WeakRef, 0),
        ];
        open.iter()
            .find(|o| o.0 == c)
            .map_or((Kind::Opaque, cf::FINAL), |&(_, kind, flags)| (kind, flags))
    }

    fn boot_exceptions_into_builtins(&mut self) -> Res<()> {
        for &(exc, name, _) in Exc::ALL {
            let v = self.exc(exc);
            let v = self.own(v);
            self.constant(self.builtins, name, v)?;
        }
        let os_error = self.exc(Exc::OSError);
        for alias in ["IOError", "EnvironmentError"] {
            let v = self.own(os_error);
            self.constant(self.builtins, alias, v)?;
        }
        Ok(())
    }

    // === Filling namespaces ===

    /// A module of a namespace, in `sys.modules`.
    pub(crate) fn new_module(&mut self, name: &str, dict: Value) -> Res {
        let name_v = self.intern(name);
        self.dict_set(dict, self.names.__name__, name_v)?;
        let dict = self.own(dict);
        let m = self.new_simple(Kind::Module, self.types.module, 0, &[dict, name_v])?;
        let held = self.own(m);
        self.dict_set(self.modules, name_v, held)?;
        Ok(m)
    }

    /// Sets a name in a namespace.
    pub(crate) fn constant(&mut self, dict: Value, name: &str, v: Value) -> Res<()> {
        self.dict_set_str(dict, name, v)
    }

    /// A module-level native.
    pub(crate) fn function(&mut self, dict: Value, name: &'static str, f: NativeFn) -> Res<()> {
        let v = self.new_native(name, f, Owner::Any)?;
        self.heap.add_flags(v.idx(), super::native::NATIVE_STATIC);
        self.constant(dict, name, v)
    }

    /// The same for a function that relies on the number and the kinds of its arguments; see [`Owner::Shape`].
    pub(crate) fn private_function(
        &mut self,
        dict: Value,
        name: &'static str,
        shape: &'static str,
        f: NativeFn,
    ) -> Res<()> {
        let v = self.new_native(name, f, Owner::Shape(shape))?;
        self.heap.add_flags(v.idx(), super::native::NATIVE_STATIC);
        self.constant(dict, name, v)
    }

    fn class_entry(&mut self, c: Value, name: &str, v: Value) -> Res<()> {
        let dict = self.heap.value(c.idx(), class::DICT);
        self.constant(dict, name, v)?;
        self.next_version += 1;
        self.heap.set_lo(c.idx(), class::VERSION, self.next_version);
        Ok(())
    }

    /// A native method: the owner comes first.
    pub(crate) fn method(&mut self, c: Value, name: &'static str, f: NativeFn) -> Res<()> {
        let v = self.new_native(name, f, Owner::Instance(c))?;
        self.class_entry(c, name, v)
    }

    /// A native in a class that does not get the owner.
    pub(crate) fn static_method(&mut self, c: Value, name: &'static str, f: NativeFn) -> Res<()> {
        let v = self.new_native(name, f, Owner::Any)?;
        self.heap.add_flags(v.idx(), super::native::NATIVE_STATIC);
        self.class_entry(c, name, v)
    }

    /// A native that gets the class first.
    pub(crate) fn class_method(&mut self, c: Value, name: &'static str, f: NativeFn) -> Res<()> {
        let v = self.new_native(name, f, Owner::Class(c))?;
        let v = self.new_simple(Kind::ClassMethod, self.types.classmethod, 0, &[v])?;
        self.class_entry(c, name, v)
    }

    /// An attribute that natives compute.
    pub(crate) fn getset(&mut self, c: Value, name: &'static str, get: NativeFn, set: Option<NativeFn>) -> Res<()> {
        let v = self.new_getset(c, name, get, set)?;
        self.class_entry(c, name, v)
    }

    /// Such an attribute by itself.
    pub(crate) fn new_getset(&mut self, c: Value, name: &'static str, get: NativeFn, set: Option<NativeFn>) -> Res {
        let get = self.register(name, get, Owner::Instance(c));
        let set = set.map_or(Value::NULL, |f| {
            Value::int(i64::from(self.register(name, f, Owner::Instance(c))) + 1)
        });
        let name_v = self.intern(name);
        self.new_simple(Kind::GetSet, self.types.getset, get, &[name_v, c, set])
    }

    /// `__new__` of a class.
    pub(crate) fn constructor(&mut self, c: Value, f: NativeFn) -> Res<()> {
        let v = self.new_native("__new__", f, Owner::Class(c))?;
        self.heap.add_flags(v.idx(), super::native::NATIVE_STATIC);
        self.class_entry(c, "__new__", v)
    }

    // === Code ===

    /// Makes a code object ready to run, once; gives its number.
    pub fn add_code(&mut self, code: &Arc<Code>) -> Res<u32> {
        let key = Arc::as_ptr(code) as usize;
        if let Some(&id) = self.code_ids.get(&key) {
            return Ok(id);
        }
        let mut consts = Vec::with_capacity(code.consts.len());
        for c in &code.consts {
            let v = self.constant_value(c)?;
            self.heap.immortalize(v);
            consts.push(v);
        }
        let names = code.names.iter().map(|n| self.intern(n)).collect();
        let localsplus: Vec<Value> = code.localsplus.iter().map(|n| self.intern(n)).collect();
        let f = &code.flags;
        let frame_words = frame::LOCALSPLUS + localsplus.len() as u32 + code.max_stack + 1;
        let rt = CodeRt {
            is_native: f.native,
            n_args: code.n_args,
            is_user: !f.native && !f.library,
            is_simple: !f.varargs && !f.varkeywords && code.n_kwonly == 0,
            frame_words,
            frame_class: Heap::size_class(frame_words),
            name: self.intern(&code.name),
            qualname: self.intern(&code.qualname),
            caches: vec![Cache::EMPTY; code.instrs.len()],
            instrs: code.instrs.clone(),
            consts,
            names,
            localsplus,
            code: code.clone(),
        };
        let id = self.codes.len() as u32;
        self.codes.push(Box::new(rt));
        self.code_ids.insert(key, id);
        Ok(id)
    }

    fn constant_value(&mut self, c: &Const) -> Res {
        Ok(match c {
            Const::None => Value::NONE,
            Const::Bool(b) => Value::bool(*b),
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Int(i) => self.new_int(*i)?,
            Const::BigInt(b) => self.new_bigint(b)?,
            Const::Float(f) => Value::float(*f),
            Const::Imaginary(f) => self.new_complex(0.0, *f)?,
            Const::Str(s) if s.len() <= 64 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
                self.intern(s)
            }
            Const::Str(s) => self.new_str(s)?,
            Const::Bytes(b) => self.new_bytes(b)?,
            Const::Tuple(items) => {
                let items = items.iter().map(|c| self.constant_value(c)).collect::<Res<Vec<_>>>()?;
                self.new_tuple(&items)?
            }
            Const::FrozenSet(items) => {
                let set = self.new_set(true)?;
                for c in items {
                    let v = self.constant_value(c)?;
                    self.set_add(set, v)?;
                }
                set
            }
            Const::Code(code) => {
                let id = self.add_code(code)?;
                self.new_simple(Kind::Code, self.types.code, id, &[])?
            }
        })
    }

    /// Runs a module's body to its end in the present (boot) thread, without any kernel.
    pub(crate) fn run_module_now(&mut self, module: &'static Module, namespace: Value) -> Res<()> {
        let code = compile_module(module, self.config.version);
        let id = self.add_code(&code)?;
        let name = self.intern(module.name);
        self.dict_set(namespace, self.names.__name__, name)?;
        let m = self.new_module(module.name, namespace)?;
        self.drop(m);
        let globals = self.own(namespace);
        let locals = self.own(namespace);
        let f = self.new_frame(id, Value::NULL, globals, locals, Ret::Thread)?;
        self.enter(f);
        self.run_to_end()
    }

    /// Runs the present thread until its first frame is done; nothing in it may wait.
    pub(crate) fn run_to_end(&mut self) -> Res<()> {
        match self.run(u64::MAX) {
            super::interp::Exit::Finished(v) => {
                self.drop(v);
                Ok(())
            }
            super::interp::Exit::Died(exc) => Err(super::Raised(exc)),
            other => panic!("a module of the prelude does not wait while it is imported at boot: {other:?}"),
        }
    }

    /// What the operating system draws at random is another thing in each process.
    pub(crate) fn mix_seed(&mut self, n: u64) {
        self.rng ^= n.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    }

    /// Enters a callable (owned) as the first frame of the current thread.
    pub(crate) fn start_thread_frame(&mut self, target: Value) -> Res<Flow> {
        self.call_owned(target, Vec::new(), &[], Ret::Thread)
    }
}

/// The wall clock at the start of a run: 2026-01-01 00:00:00 UTC.
const EPOCH_NS: u64 = 1_767_225_600_000_000_000;

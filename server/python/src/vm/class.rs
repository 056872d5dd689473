//! Classes: the C3 order, look-up with a cache, what may change and how caches learn of it.

use super::layout::{class, *};
use super::types::Exc;
use super::value::Value;
use super::{Res, Vm};
use crate::objects::class_flags::{self as cf};

/// Entries of the method cache; a power of two.
pub(crate) const METHOD_CACHE: usize = 4096;

/// What a class takes from its bases.
struct Layout {
    /// Kind of its instances' blocks.
    kind: Kind,
    flags: u32,
    /// Attributes that its instances will likely have.
    hint: u32,
    /// The native that makes instances, or NULL.
    new: Value,
    has_dict: bool,
}

impl Vm {
    /// The class of a value. Borrowed.
    #[inline]
    #[must_use]
    pub fn type_of(&self, v: Value) -> Value {
        if v.is_ref() {
            return Value::block(self.heap.lo(v.idx(), 1));
        }
        if v.is_int() {
            return self.types.int;
        }
        if v.is_float() {
            return self.types.float;
        }
        match v {
            Value::TRUE | Value::FALSE => self.types.bool_,
            Value::NONE => self.types.none,
            Value::ELLIPSIS => self.types.ellipsis,
            _ => self.types.not_implemented,
        }
    }

    /// Flags of a class.
    #[inline]
    #[must_use]
    pub fn class_flags(&self, c: Value) -> u32 {
        self.heap.lo(c.idx(), class::FLAGS)
    }

    /// Kind of a class's instances.
    #[inline]
    #[must_use]
    pub(crate) fn instance_kind(&self, c: Value) -> Kind {
        Kind::from_u8(self.heap.hi(c.idx(), class::FLAGS) as u8)
    }

    /// `__name__` of a class.
    #[must_use]
    pub fn class_name(&self, c: Value) -> String {
        self.str(self.heap.value(c.idx(), class::NAME)).to_owned()
    }

    /// `type(v).__name__`, for messages.
    #[must_use]
    pub fn type_name(&self, v: Value) -> String {
        self.class_name(self.type_of(v))
    }

    /// Whether this is a class.
    #[inline]
    #[must_use]
    pub fn is_class(&self, v: Value) -> bool {
        self.is_kind(v, Kind::Class)
    }

    /// Whether one class derives from another, or is it.
    #[must_use]
    pub fn is_subclass(&self, c: Value, base: Value) -> bool {
        c == base || self.tuple(self.heap.value(c.idx(), class::MRO)).contains(&base)
    }

    /// `isinstance` without hooks.
    #[must_use]
    pub fn is_instance(&self, v: Value, c: Value) -> bool {
        self.is_subclass(self.type_of(v), c)
    }

    /// The value that an instance of a subclass of int, str, float or bytes stands for; any other value itself.
    #[inline]
    #[must_use]
    pub fn unbox(&self, v: Value) -> Value {
        if v.is_ref() && self.heap.kind(v.idx()) == Kind::Instance {
            let class = Value::block(self.heap.lo(v.idx(), 1));
            if self.class_flags(class) & cf::BOXED != 0 {
                return self.heap.value(v.idx(), INSTANCE_SLOTS - 1 + self.heap.hi(v.idx(), 1));
            }
        }
        v
    }

    /// Finds a name in a class and its bases. `name` is interned. Borrowed.
    #[inline]
    pub fn lookup(&mut self, c: Value, name: Value) -> Option<Value> {
        let version = self.heap.lo(c.idx(), class::VERSION);
        let key = u64::from(version) << 32 | u64::from(name.idx());
        let slot = (version.wrapping_mul(0x9E37) ^ name.idx() >> 1) as usize & (METHOD_CACHE - 1);
        let (cached, value) = self.method_cache[slot];
        let found = if cached == key {
            value
        } else {
            let found = self.lookup_mro(c, name);
            self.method_cache[slot] = (key, found);
            found
        };
        if found.is_null() { None } else { Some(found) }
    }

    fn lookup_mro(&mut self, c: Value, name: Value) -> Value {
        let mro = self.heap.value(c.idx(), class::MRO);
        for i in 0..self.tuple(mro).len() {
            let base = self.tuple(mro)[i];
            let dict = self.heap.value(base.idx(), class::DICT);
            if let Some(found) = self.dict_get(dict, name) {
                return found;
            }
        }
        Value::NULL
    }

    /// The next class after `after` in the MRO of `of` that has the name. Borrowed.
    pub(crate) fn lookup_after(&mut self, of: Value, after: Value, name: Value) -> Option<Value> {
        let mro = self.heap.value(of.idx(), class::MRO);
        let start = self.tuple(mro).iter().position(|&c| c == after)? + 1;
        for i in start..self.tuple(mro).len() {
            let base = self.tuple(mro)[i];
            let dict = self.heap.value(base.idx(), class::DICT);
            if let Some(found) = self.dict_get(dict, name) {
                return Some(found);
            }
        }
        None
    }

    /// The class changed: whatever was cached about it and its subclasses is stale.
    pub(crate) fn touch_class(&mut self, c: Value) {
        let mut list = vec![c];
        while let Some(c) = list.pop() {
            self.next_version += 1;
            self.heap.set_lo(c.idx(), class::VERSION, self.next_version);
            let subclasses = self.heap.value(c.idx(), class::SUBCLASSES);
            list.extend(self.list(subclasses).iter().map(|v| Value::block(v.as_int() as u32)));
        }
    }

    /// A class dies: its bases forget it.
    pub(crate) fn unlink_class(&mut self, c: Value) {
        let bases = self.heap.value(c.idx(), class::BASES);
        for base in if bases.is_ref() {
            self.tuple(bases).to_vec()
        } else {
            Vec::new()
        } {
            let subclasses = self.heap.value(base.idx(), class::SUBCLASSES);
            if let Some(i) = self
                .list(subclasses)
                .iter()
                .position(|&v| v == Value::int(i64::from(c.idx())))
            {
                // A list that gets shorter needs no memory.
                let _ = self.list_splice(subclasses, i, i + 1, &[]);
            }
        }
    }

    /// Classes that derive from this one directly.
    #[must_use]
    pub fn subclasses(&self, c: Value) -> Vec<Value> {
        let list = self.heap.value(c.idx(), class::SUBCLASSES);
        self.list(list)
            .iter()
            .map(|v| Value::block(v.as_int() as u32))
            .collect()
    }

    /// A block for a class; the caller fills `MRO` and the rest through `finish_class`.
    pub(crate) fn new_class_block(&mut self, meta: Value, name: Value, bases: Value, dict: Value) -> Res {
        let subclasses = self.new_list(&[])?;
        let idx = self.alloc(Kind::Class, meta, 0, class::WORDS)?;
        self.heap.incref(meta);
        let name = self.own(name);
        self.heap.set_value(idx, class::NAME, name);
        let qualname = self.own(name);
        self.heap.set_value(idx, class::QUALNAME, qualname);
        self.heap.set_value(idx, class::BASES, bases);
        self.heap.set_value(idx, class::MRO, Value::NULL);
        self.heap.set_value(idx, class::DICT, dict);
        self.heap.set_word(idx, class::FLAGS, (Kind::Instance as u64) << 32);
        self.next_version += 1;
        self.heap
            .set_word(idx, class::VERSION, u64::from(self.next_version) | 4 << 32);
        self.heap.set_value(idx, class::SUBCLASSES, subclasses);
        self.heap.set_value(idx, class::SLOTS, Value::NULL);
        self.heap.set_value(idx, class::NEW, Value::NULL);
        Ok(Value::block(idx))
    }

    /// Computes the MRO and registers the class with its bases.
    pub(crate) fn link_class(&mut self, c: Value) -> Res<()> {
        let bases = self.tuple(self.heap.value(c.idx(), class::BASES)).to_vec();
        let mro = self.c3(c, &bases)?;
        // As in CPython a class stands in its own MRO, so that only the collector can free it; its instances and
        // subclasses need not all count it.
        for &base in &mro {
            self.heap.incref(base);
        }
        let tuple = self.new_tuple(&mro)?;
        self.heap.set_value(c.idx(), class::MRO, tuple);
        for base in bases {
            let list = self.heap.value(base.idx(), class::SUBCLASSES);
            self.list_push(list, Value::int(i64::from(c.idx())))?;
        }
        Ok(())
    }

    /// C3 linearisation, as CPython's `mro_implementation`.
    fn c3(&mut self, c: Value, bases: &[Value]) -> Res<Vec<Value>> {
        let mut lists: Vec<Vec<Value>> = bases
            .iter()
            .map(|b| self.tuple(self.heap.value(b.idx(), class::MRO)).to_vec())
            .collect();
        lists.push(bases.to_vec());
        let mut mro = vec![c];
        loop {
            lists.retain(|l| !l.is_empty());
            if lists.is_empty() {
                return Ok(mro);
            }
            let next = lists
                .iter()
                .map(|l| l[0])
                .find(|&head| !lists.iter().any(|l| l[1..].contains(&head)));
            let Some(next) = next else {
                let names: Vec<String> = bases.iter().map(|&b| self.class_name(b)).collect();
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution{}order (MRO) for bases {}",
                    if self.config.version.minor() >= 13 { " " } else { "\n" },
                    names.join(", ")
                )));
            };
            mro.push(next);
            for l in &mut lists {
                if l[0] == next {
                    l.remove(0);
                }
            }
        }
    }

    /// `type(name, bases, namespace)`: a new class. `namespace` is copied. `hint`: attributes its methods assign.
    pub(crate) fn build_class(&mut self, meta: Value, name: Value, bases: &[Value], namespace: Value) -> Res {
        let object = self.types.object;
        let bases: Vec<Value> = if bases.is_empty() { vec![object] } else { bases.to_vec() };
        let mut layout = Layout {
            kind: Kind::Instance,
            flags: 0,
            hint: 0,
            new: Value::NULL,
            has_dict: false,
        };
        for &base in &bases {
            let base_flags = self.class_flags(base);
            if base_flags & cf::FINAL != 0 {
                let n = self.class_name(base);
                return Err(self.type_error(format!("type '{n}' is not an acceptable base type")));
            }
            let base_kind = self.instance_kind(base);
            if base_kind != Kind::Instance && base_kind != layout.kind {
                if layout.kind != Kind::Instance {
                    return Err(self.type_error("multiple bases have instance lay-out conflict"));
                }
                layout.kind = base_kind;
            }
            layout.flags |= base_flags & cf::INHERITED;
            layout.hint += self.heap.hi(base.idx(), class::VERSION);
            if layout.new.is_null() {
                layout.new = self.heap.value(base.idx(), class::NEW);
            }
            layout.has_dict |= base_flags & (cf::NO_DICT | cf::BUILTIN) == 0;
        }
        self.check_layout(&bases)?;
        let dict = self.dict_copy(namespace)?;
        let owned: Vec<Value> = bases.iter().map(|&b| self.own(b)).collect();
        let bases_tuple = self.new_tuple(&owned)?;
        let c = self.new_class_block(meta, name, bases_tuple, dict)?;
        if let Err(raised) = self.finish_class(c, meta, name, &bases, layout) {
            self.drop(c);
            return Err(raised);
        }
        Ok(c)
    }

    /// What is left to do for a class that is a block already: its MRO, its slots, what its special methods say.
    fn finish_class(&mut self, c: Value, meta: Value, name: Value, bases: &[Value], layout: Layout) -> Res<()> {
        let Layout {
            kind,
            mut flags,
            mut hint,
            new,
            mut has_dict,
        } = layout;
        self.link_class(c)?;
        let dict = self.heap.value(c.idx(), class::DICT);
        if meta != self.types.type_ {
            flags |= cf::HAS_METACLASS;
        }
        if let Some(q) = self.dict_get(dict, self.names.__qualname__) {
            let q = self.own(q);
            self.replace(c.idx(), class::QUALNAME, q);
            if let Some(e) = self.find_name(dict, self.names.__qualname__) {
                let (k, v) = self.dict_remove_entry(dict, e);
                self.drop(k);
                self.drop(v);
            }
        }
        if let Some(attributes) = self.dict_get(dict, self.names.__static_attributes__) {
            hint += self.tuple(attributes).len() as u32;
        }
        if let Some(slots) = self.dict_get(dict, self.names.__slots__) {
            hint += self.add_slots(c, name, dict, slots, bases, &mut has_dict)?;
            if !has_dict {
                flags |= cf::NO_DICT;
            }
        }
        self.heap
            .set_word(c.idx(), class::FLAGS, u64::from(flags) | (kind as u64) << 32);
        self.heap.set_value(c.idx(), class::NEW, new);
        self.heap.set_hi(c.idx(), class::VERSION, hint.clamp(2, 60));
        let entries = self.dict_items(dict);
        for (key, value) in entries {
            if self.is_str(key) {
                self.note_special(c, key, value);
            }
        }
        // A class that defines `__eq__` and no `__hash__` is not hashable.
        if self.find_name(dict, self.names.__eq__).is_some() && self.find_name(dict, self.names.__hash__).is_none() {
            let key = self.names.__hash__;
            self.dict_set(dict, key, Value::NONE)?;
            self.note_special(c, key, Value::NONE);
        }
        // Inherit "has its own equality" from the first base that says something.
        for &base in bases {
            let inherited = self.class_flags(base) & (cf::HAS_EQ | cf::HAS_HASH);
            let flags = self.class_flags(c);
            if flags & (cf::HAS_EQ | cf::HAS_HASH) == 0 && inherited != 0 {
                self.heap.set_lo(c.idx(), class::FLAGS, flags | inherited);
            }
        }
        Ok(())
    }

    /// Entry of an interned name in a dict of names.
    pub(crate) fn find_name(&mut self, dict: Value, name: Value) -> Option<u32> {
        let hash = self.hash(name).ok()??;
        match self.dict_find(dict, name, hash) {
            crate::objects::dict::Find::Found(e) => Some(e),
            _ => None,
        }
    }

    /// Keeps the flags of a class true when an attribute is set.
    pub(crate) fn note_special(&mut self, c: Value, name: Value, value: Value) {
        if !self.str(name).starts_with("__") {
            return;
        }
        let n = &self.names;
        let native = self.is_slot(value);
        let flag = match name {
            x if x == n.__del__ => cf::HAS_DEL,
            x if x == n.__getattr__ => cf::HAS_GETATTR,
            x if x == n.__getattribute__ && !native => cf::HAS_GETATTRIBUTE,
            x if x == n.__setattr__ && !native => cf::HAS_SETATTR,
            x if x == n.__delattr__ && !native => cf::HAS_DELATTR,
            x if x == n.__eq__ && !native => cf::HAS_EQ,
            x if x == n.__hash__ && !native => cf::HAS_HASH,
            x if (x == n.__repr__ || x == n.__str__ || x == n.__format__) && !native => cf::HAS_REPR,
            x if x == n.__bool__ || x == n.__len__ => cf::HAS_BOOL,
            x if x == n.__iter__ && !native => cf::HAS_ITER,
            x if x == n.__abstractmethods__ => cf::ABSTRACT,
            _ => return,
        };
        let mut flags = self.class_flags(c);
        if flag == cf::ABSTRACT {
            let any = self.truth_fast(value).unwrap_or(true);
            flags = if any {
                flags | cf::ABSTRACT
            } else {
                flags & !cf::ABSTRACT
            };
        } else {
            flags |= flag;
        }
        self.heap.set_lo(c.idx(), class::FLAGS, flags);
    }

    /// Sets (or with NULL deletes) an attribute of a class. Takes the value over.
    pub(crate) fn set_class_attr(&mut self, c: Value, name: Value, value: Value) -> Res<()> {
        if self.class_flags(c) & cf::BUILTIN != 0 {
            self.drop(value);
            let (n, t) = (self.str(name).to_owned(), self.class_name(c));
            return Err(self.type_error(format!("cannot set '{n}' attribute of immutable type '{t}'")));
        }
        let dict = self.heap.value(c.idx(), class::DICT);
        if value.is_null() {
            let Some(e) = self.find_name(dict, name) else {
                let (n, t) = (self.str(name).to_owned(), self.class_name(c));
                return Err(self.raise(Exc::AttributeError, format!("type object '{t}' has no attribute '{n}'")));
            };
            let (k, v) = self.dict_remove_entry(dict, e);
            self.drop(k);
            self.drop(v);
        } else if name == self.names.__name__ {
            self.replace(c.idx(), class::NAME, value);
        } else if name == self.names.__qualname__ {
            self.replace(c.idx(), class::QUALNAME, value);
        } else {
            self.dict_set(dict, name, value)?;
            let mut list = vec![c];
            while let Some(c) = list.pop() {
                self.note_special(c, name, value);
                list.extend(self.subclasses(c));
            }
        }
        self.touch_class(c);
        Ok(())
    }
}

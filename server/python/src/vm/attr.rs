//! Attribute access: CPython's order of data descriptors, instance, other descriptors, `__getattr__`. Where Python
//! code has to run, the answer says what to call.

use super::layout::*;

use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};
use crate::objects::class_flags as cf;

/// What reading an attribute came to.
#[derive(Debug)]
pub enum Got {
    /// The value, owned.
    Value(Value),
    /// A function found on the class, owned, to be called with the owner first.
    Method(Value),
    /// Call this (owned) with these arguments (owned); its result is the value.
    Call(Value, Vec<Value>),
    /// There is none.
    Missing,
}

/// What writing or deleting an attribute came to.
#[derive(Debug)]
pub enum Put {
    /// Done.
    Done,
    /// Call this (owned) with these arguments (owned) and forget the result.
    Call(Value, Vec<Value>),
}

impl Vm {
    /// Reads `obj.name`; `name` is interned. `as_method`: a plain function comes back unbound.
    pub fn get_attr(&mut self, obj: Value, name: Value, as_method: bool) -> Res<Got> {
        let c = self.type_of(obj);
        let flags = self.class_flags(c);
        if flags & cf::HAS_GETATTRIBUTE != 0
            && let Some(hook) = self.lookup(c, self.names.__getattribute__)
        {
            let args = vec![self.own(obj), name];
            let hook = self.own(hook);
            return self.or_hook(obj, flags, name, hook, args);
        }
        match self.get_attr_plain(obj, c, name, as_method)? {
            Got::Missing if flags & cf::HAS_GETATTR != 0 => self.get_attr_hook(obj, name),
            Got::Call(f, args) => self.or_hook(obj, flags, name, f, args),
            got => Ok(got),
        }
    }

    /// A call (owned) that gives an attribute's value; an AttributeError of it leads to `__getattr__`, if there is one.
    fn or_hook(&mut self, obj: Value, flags: u32, name: Value, f: Value, args: Vec<Value>) -> Res<Got> {
        if flags & cf::HAS_GETATTR == 0 {
            return Ok(Got::Call(f, args));
        }
        let Some(either) = self.dict_get_str(self.slow, "attribute_or_hook") else {
            return Ok(Got::Call(f, args));
        };
        let args = self.new_tuple(&args)?;
        let (either, obj) = (self.own(either), self.own(obj));
        Ok(Got::Call(either, vec![f, args, obj, name]))
    }

    /// `__getattr__`, when the class has one.
    pub(crate) fn get_attr_hook(&mut self, obj: Value, name: Value) -> Res<Got> {
        let c = self.type_of(obj);
        match self.lookup(c, self.names.__getattr__) {
            // No descriptor: it is not told whose attribute is missing.
            Some(hook)
                if self.is_kind(hook, Kind::Native)
                    && self.heap.flags(hook.idx()) & super::native::NATIVE_STATIC != 0 =>
            {
                let hook = self.own(hook);
                Ok(Got::Call(hook, vec![name]))
            }
            Some(hook) => {
                let (hook, obj) = (self.own(hook), self.own(obj));
                Ok(Got::Call(hook, vec![obj, name]))
            }
            None => Ok(Got::Missing),
        }
    }

    /// `object.__getattribute__`: everything but the hooks.
    pub(crate) fn get_attr_plain(&mut self, obj: Value, c: Value, name: Value, as_method: bool) -> Res<Got> {
        if obj.is_ref() {
            match self.heap.kind(obj.idx()) {
                Kind::Class => return self.class_attr(obj, name),
                Kind::Super => return self.super_attr(obj, name, as_method),
                Kind::Module => {
                    let dict = self.heap.value(obj.idx(), 2);
                    if let Some(v) = self.dict_get(dict, name) {
                        return Ok(Got::Value(self.own(v)));
                    }
                    if let Some(hook) = self.dict_get(dict, self.names.__getattr__) {
                        return Ok(Got::Call(self.own(hook), vec![name]));
                    }
                }
                Kind::Alias if !self.str(name).starts_with("__") || self.str(name) == "__mro_entries__" => {
                    let origin = self.heap.value(obj.idx(), 2);
                    if origin.is_ref() {
                        return self.get_attr(origin, name, false);
                    }
                }
                _ => {}
            }
        }
        let found = self.lookup(c, name);
        if let Some(d) = found
            && self.is_data_descriptor(d)
        {
            return self.bind(d, obj, c, as_method);
        }
        if obj.is_ref()
            && let Some(v) = self.own_attr(obj, name)
        {
            return Ok(Got::Value(self.own(v)));
        }
        match found {
            Some(d) => self.bind(d, obj, c, as_method),
            None => Ok(Got::Missing),
        }
    }

    /// `Class.name`: the metaclass's data descriptors, the class's own MRO, the metaclass.
    fn class_attr(&mut self, obj: Value, name: Value) -> Res<Got> {
        let meta = self.type_of(obj);
        let on_meta = self.lookup(meta, name);
        if let Some(d) = on_meta
            && self.is_data_descriptor(d)
            && !(name == self.names.__doc__ || name == self.names.__module__ || name == self.names.__abstractmethods__)
        {
            return self.bind(d, obj, meta, false);
        }
        if let Some(d) = self.lookup(obj, name) {
            return self.bind(d, Value::NULL, obj, false);
        }
        match on_meta {
            Some(d) => self.bind(d, obj, meta, false),
            None => Ok(Got::Missing),
        }
    }

    fn super_attr(&mut self, sup: Value, name: Value, as_method: bool) -> Res<Got> {
        let (after, obj, of) = (
            self.heap.value(sup.idx(), 2),
            self.heap.value(sup.idx(), 3),
            self.heap.value(sup.idx(), 4),
        );
        if name != self.names.__class__
            && let Some(d) = self.lookup_after(of, after, name)
        {
            let instance = if obj == of { Value::NULL } else { obj };
            return match self.bind(d, instance, of, as_method)? {
                // The caller of a method form would pass the super object itself.
                Got::Method(f) => {
                    let obj = self.own(obj);
                    Ok(Got::Value(self.new_simple(
                        Kind::Method,
                        self.types.method,
                        0,
                        &[f, obj],
                    )?))
                }
                got => Ok(got),
            };
        }
        let c = self.types.super_;
        match self.lookup(c, name) {
            Some(d) => self.bind(d, sup, c, as_method),
            None => Ok(Got::Missing),
        }
    }

    /// Whether the thing found on a class wins over the instance's own attributes.
    pub(crate) fn is_data_descriptor(&mut self, d: Value) -> bool {
        if !d.is_ref() {
            return false;
        }
        match self.heap.kind(d.idx()) {
            // A member's value is the instance's own, which is looked at first anyway.
            Kind::Property | Kind::GetSet => true,
            Kind::Instance => {
                let c = self.type_of(d);
                self.lookup(c, self.names.__set__).is_some() || self.lookup(c, self.names.__delete__).is_some()
            }
            _ => false,
        }
    }

    /// What a thing found on class `c` becomes when read through `obj` (NULL: through the class itself).
    pub(crate) fn bind(&mut self, d: Value, obj: Value, c: Value, as_method: bool) -> Res<Got> {
        if !d.is_ref() {
            return Ok(Got::Value(d));
        }
        match self.heap.kind(d.idx()) {
            Kind::Function => {
                let d = self.own(d);
                if obj.is_null() {
                    return Ok(Got::Value(d));
                }
                if as_method {
                    return Ok(Got::Method(d));
                }
                let obj = self.own(obj);
                Ok(Got::Value(self.new_simple(
                    Kind::Method,
                    self.types.method,
                    0,
                    &[d, obj],
                )?))
            }
            Kind::Native => {
                // Natives in a class's namespace are unbound methods, unless they are marked static.
                let d = self.own(d);
                if obj.is_null() || self.heap.flags(d.idx()) & super::native::NATIVE_STATIC != 0 {
                    return Ok(Got::Value(d));
                }
                if as_method {
                    return Ok(Got::Method(d));
                }
                let bound = self.bind_native(d, obj)?;
                self.drop(d);
                Ok(Got::Value(bound))
            }
            Kind::StaticMethod => {
                let f = self.heap.value(d.idx(), 2);
                Ok(Got::Value(self.own(f)))
            }
            Kind::ClassMethod => {
                let f = self.heap.value(d.idx(), 2);
                let owner = if self.is_class(obj) && !self.is_class(c) {
                    obj
                } else {
                    c
                };
                if self.is_kind(f, Kind::Native) {
                    return Ok(Got::Value(self.bind_native(f, owner)?));
                }
                if self.is_kind(f, Kind::Property) {
                    return self.bind(f, owner, c, false);
                }
                let (f, owner) = (self.own(f), self.own(owner));
                Ok(Got::Value(self.new_simple(
                    Kind::Method,
                    self.types.method,
                    0,
                    &[f, owner],
                )?))
            }
            Kind::Property => {
                if obj.is_null() {
                    return Ok(Got::Value(self.own(d)));
                }
                let getter = self.heap.value(d.idx(), 2);
                if getter.is_none() || getter.is_null() {
                    return Err(self.property_error(d, obj, "getter"));
                }
                let (getter, obj) = (self.own(getter), self.own(obj));
                Ok(Got::Call(getter, vec![obj]))
            }
            Kind::Member => {
                if obj.is_null() {
                    return Ok(Got::Value(self.own(d)));
                }
                let name = self.heap.value(d.idx(), 2);
                match self.own_attr(obj, name) {
                    Some(v) => Ok(Got::Value(self.own(v))),
                    None => Ok(Got::Missing),
                }
            }
            Kind::GetSet => {
                if obj.is_null() {
                    return Ok(Got::Value(self.own(d)));
                }
                let native = self.heap.hi(d.idx(), 1);
                match self.call_native(native, &[obj], &[])? {
                    super::native::Out::Value(v) if v.is_null() => Ok(Got::Missing),
                    super::native::Out::Value(v) => Ok(Got::Value(v)),
                    super::native::Out::Call(f, args) => Ok(Got::Call(f, args)),
                    _ => unreachable!("a getter neither waits nor takes keywords"),
                }
            }
            Kind::Instance => {
                let dc = self.type_of(d);
                match self.lookup(dc, self.names.__get__) {
                    Some(get) => {
                        let instance = if obj.is_null() { Value::NONE } else { self.own(obj) };
                        let (get, d, c) = (self.own(get), self.own(d), self.own(c));
                        Ok(Got::Call(get, vec![d, instance, c]))
                    }
                    None => Ok(Got::Value(self.own(d))),
                }
            }
            _ => Ok(Got::Value(self.own(d))),
        }
    }

    fn property_error(&mut self, property: Value, obj: Value, what: &str) -> Raised {
        let t = self.type_name(obj);
        let name = self.heap.value(property.idx(), 6);
        let name = if self.is_str(name) {
            format!("'{}' ", self.str(name))
        } else {
            String::new()
        };
        self.raise(
            Exc::AttributeError,
            format!("property {name}of '{t}' object has no {what}"),
        )
    }

    /// AttributeError "'X' object has no attribute 'y'"
    pub(crate) fn no_attribute(&mut self, obj: Value, name: Value) -> Raised {
        let n = self.str(name).to_owned();
        let message = if self.is_class(obj) {
            format!("type object '{}' has no attribute '{n}'", self.class_name(obj))
        } else if self.is_kind(obj, Kind::Module) {
            let m = self.heap.value(obj.idx(), 3);
            format!(
                "module '{}' has no attribute '{n}'",
                if self.is_str(m) { self.str(m) } else { "?" }
            )
        } else if self.is_kind(obj, Kind::Super) {
            format!("'super' object has no attribute '{n}'")
        } else {
            format!("'{}' object has no attribute '{n}'", self.type_name(obj))
        };
        let raised = self.raise(Exc::AttributeError, message);
        let key = self.names.name;
        let owned = self.own(name);
        if self.set_own_attr(raised.0, key, owned).is_ok() {
            let key = self.names.obj;
            let owned = self.own(obj);
            let _ = self.set_own_attr(raised.0, key, owned);
        }
        raised
    }

    /// Writes `obj.name = value`; takes `value` over. NULL deletes.
    pub fn put_attr(&mut self, obj: Value, name: Value, value: Value) -> Res<Put> {
        let c = self.type_of(obj);
        let (hook_flag, hook) = if value.is_null() {
            (cf::HAS_DELATTR, self.names.__delattr__)
        } else {
            (cf::HAS_SETATTR, self.names.__setattr__)
        };
        if self.class_flags(c) & hook_flag != 0
            && let Some(f) = self.lookup(c, hook)
        {
            let (f, obj) = (self.own(f), self.own(obj));
            return Ok(Put::Call(
                f,
                if value.is_null() {
                    vec![obj, name]
                } else {
                    vec![obj, name, value]
                },
            ));
        }
        self.put_attr_plain(obj, c, name, value)
    }

    /// `object.__setattr__` and `object.__delattr__`.
    pub(crate) fn put_attr_plain(&mut self, obj: Value, c: Value, name: Value, value: Value) -> Res<Put> {
        if let Some(d) = self.lookup(c, name)
            && d.is_ref()
        {
            match self.heap.kind(d.idx()) {
                Kind::Property => {
                    let (at, what) = if value.is_null() { (4, "deleter") } else { (3, "setter") };
                    let f = self.heap.value(d.idx(), at);
                    if f.is_none() || f.is_null() {
                        self.drop(value);
                        return Err(self.property_error(d, obj, what));
                    }
                    let (f, obj) = (self.own(f), self.own(obj));
                    return Ok(Put::Call(f, if value.is_null() { vec![obj] } else { vec![obj, value] }));
                }
                Kind::GetSet => {
                    let setter = self.heap.value(d.idx(), 4);
                    if !setter.is_int() {
                        self.drop(value);
                        let (n, t) = (self.str(name).to_owned(), self.class_name(c));
                        return Err(self.raise(
                            Exc::AttributeError,
                            format!("attribute '{n}' of '{t}' objects is not writable"),
                        ));
                    }
                    let result = self.call_native(setter.as_int() as u32 - 1, &[obj, value], &[]);
                    self.drop(value);
                    result?;
                    return Ok(Put::Done);
                }
                Kind::Instance => {
                    let dc = self.type_of(d);
                    let hook = if value.is_null() {
                        self.names.__delete__
                    } else {
                        self.names.__set__
                    };
                    if let Some(f) = self.lookup(dc, hook) {
                        let (f, d, obj) = (self.own(f), self.own(d), self.own(obj));
                        return Ok(Put::Call(
                            f,
                            if value.is_null() {
                                vec![d, obj]
                            } else {
                                vec![d, obj, value]
                            },
                        ));
                    }
                }
                _ => {}
            }
        }
        if self.is_class(obj) {
            self.set_class_attr(obj, name, value)?;
            return Ok(Put::Done);
        }
        if value.is_null() {
            if obj.is_ref() && self.del_own_attr(obj, name)? {
                return Ok(Put::Done);
            }
            let member = self.lookup(c, name).is_some_and(|d| self.is_kind(d, Kind::Member));
            if member {
                let n = self.str(name).to_owned();
                return Err(self.raise(Exc::AttributeError, n));
            }
            let raised = self.no_attribute(obj, name);
            if self.config.version.minor() >= 13 && !self.has_attrs(obj) {
                self.drop(raised.0);
                let (t, n) = (self.type_name(obj), self.str(name).to_owned());
                let message = format!("'{t}' object has no attribute '{n}' and no __dict__ for setting new attributes");
                return Err(self.raise(Exc::AttributeError, message));
            }
            return Err(raised);
        }
        if obj.is_ref() && self.set_own_attr(obj, name, value)? {
            return Ok(Put::Done);
        }
        self.drop(value);
        let t = self.type_name(obj);
        let n = self.str(name).to_owned();
        if self.lookup(c, name).is_some() {
            return Err(self.raise(
                Exc::AttributeError,
                format!("'{t}' object attribute '{n}' is read-only"),
            ));
        }
        let message = if self.config.version.minor() >= 13 {
            format!("'{t}' object has no attribute '{n}' and no __dict__ for setting new attributes")
        } else {
            format!("'{t}' object has no attribute '{n}'")
        };
        Err(self.raise(Exc::AttributeError, message))
    }

    /// A special method of a value's type, unbound. Borrowed. `None` if it has none.
    #[inline]
    pub fn special(&mut self, obj: Value, name: Value) -> Option<Value> {
        let c = self.type_of(obj);
        self.lookup(c, name)
    }
}

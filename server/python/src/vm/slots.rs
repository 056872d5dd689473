//! `__slots__`: what they may be, and the member descriptors that stand for them in the class. Where the values lie is
//! the business of `objects::instance`; a member only says that there is room.

use super::layout::{class, *};
use super::types::Exc;
use super::value::Value;
use super::{Res, Vm};
use crate::objects::class_flags as cf;

impl Vm {
    /// Adds the members for `__slots__` to a class under construction, of which `dict` is the namespace; their number.
    /// `has_dict`: a base has a `__dict__`, and whether this class has one then.
    pub(super) fn add_slots(
        &mut self,
        c: Value,
        name: Value,
        dict: Value,
        slots: Value,
        bases: &[Value],
        has_dict: &mut bool,
    ) -> Res<u32> {
        let given = if self.is_str(slots) {
            vec![slots]
        } else {
            self.plain_items(slots).unwrap_or_default()
        };
        let fixed = bases.iter().find(|&&b| {
            let t = self.types;
            self.instance_kind(b) == Kind::Tuple || [t.int, t.bytes].iter().any(|&t| self.is_subclass(b, t))
        });
        if let (Some(&base), false) = (fixed, given.is_empty()) {
            let base = self.class_name(base);
            return Err(self.type_error(format!("nonempty __slots__ not supported for subtype of '{base}'")));
        }
        let docs = if self.is_dict(slots) { slots } else { Value::NULL };
        let (dict_name, weak_name) = (self.names.__dict__, self.names.__weakref__);
        let mut names = Vec::new();
        let owner = self.str(name).to_owned();
        let is_open = |b: &Value| self.class_flags(*b) & (cf::BUILTIN | cf::NO_DICT) == 0;
        let has_weakref = bases.iter().any(is_open);
        let (mut own_dict, mut own_weakref) = (*has_dict, has_weakref);
        for slot in given {
            if !self.is_str(slot) {
                let t = self.type_name(slot);
                return Err(self.type_error(format!("__slots__ items must be strings, not '{t}'")));
            }
            let text = self.str(slot).to_owned();
            let mut letters = text.chars();
            let start = letters.next().is_some_and(|l| l == '_' || l.is_alphabetic());
            if !start || !letters.all(|l| l == '_' || l.is_alphanumeric()) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let slot = self.intern_value(slot);
            for (special, has) in [(dict_name, &mut own_dict), (weak_name, &mut own_weakref)] {
                if slot == special && std::mem::replace(has, true) {
                    return Err(self.type_error(format!("{text} slot disallowed: we already got one")));
                }
            }
            if slot == weak_name {
                names.push(slot);
            }
            if slot == dict_name || slot == weak_name {
                continue;
            }
            let mangled = mangled(&owner, &text);
            let key = self.intern(&mangled);
            if let Some(e) = self.find_name(dict, key) {
                let there = self.dict_entry(dict, e).1;
                // A class that is made a second time, from its own namespace, brings its members along.
                if !self.is_kind(there, Kind::Member) && key != self.names.__qualname__ {
                    return Err(self.raise(
                        Exc::ValueError,
                        format!("'{text}' in __slots__ conflicts with class variable"),
                    ));
                }
            }
            names.push(key);
            let doc = if docs.is_null() {
                None
            } else {
                self.dict_get(docs, slot)
            };
            let doc = doc.filter(|&d| self.is_str(d)).unwrap_or(Value::NONE);
            let (key_owned, class, doc) = (self.own(key), self.own(c), self.own(doc));
            let member = self.new_simple(Kind::Member, self.types.member, 0, &[key_owned, class, doc])?;
            self.dict_set(dict, key, member)?;
        }
        // Values of built-in kinds have no room for slots: theirs lie in the instance's dict.
        *has_dict = own_dict || !names.is_empty() && bases.iter().any(|&b| self.instance_kind(b) != Kind::Instance);
        let n = names.len() as u32;
        // Inherited slots count as well.
        for &base in bases {
            let inherited = self.heap.value(base.idx(), class::SLOTS);
            if !inherited.is_null() {
                names.extend_from_slice(self.tuple(inherited));
            }
        }
        if !*has_dict {
            let owned: Vec<Value> = names.iter().map(|&n| self.own(n)).collect();
            let tuple = self.new_tuple(&owned)?;
            self.heap.set_value(c.idx(), class::SLOTS, tuple);
        }
        Ok(n)
    }

    /// Bases of which two have slots of their own cannot be laid out in one instance.
    pub(super) fn check_layout(&mut self, bases: &[Value]) -> Res<()> {
        let t = self.types;
        let kinds = [
            t.int,
            t.float,
            t.complex,
            t.str_,
            t.bytes,
            t.bytearray,
            t.list,
            t.tuple,
            t.dict,
            t.set,
            t.frozenset,
        ];
        let built_on = |k: &&Value| bases.iter().any(|&b| self.is_subclass(b, **k));
        if bases.len() > 1 && kinds.iter().filter(built_on).count() > 1 {
            return Err(self.type_error("multiple bases have instance lay-out conflict"));
        }
        let mut best = Value::NULL;
        for &base in bases {
            let solid = self.solid(base);
            if solid.is_null() || best.is_null() || self.is_subclass(solid, best) {
                best = if solid.is_null() { best } else { solid };
            } else if !self.is_subclass(best, solid) {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
        }
        Ok(())
    }

    /// The nearest class in the MRO that adds members to its instances, or NULL.
    fn solid(&self, c: Value) -> Value {
        let mro = self.heap.value(c.idx(), class::MRO);
        let adds = |c: &Value| {
            let dict = self.heap.value(c.idx(), class::DICT);
            self.dict_items(dict)
                .into_iter()
                .any(|(_, v)| self.is_kind(v, Kind::Member) && self.heap.value(v.idx(), 3) == *c)
        };
        self.tuple(mro).iter().copied().find(adds).unwrap_or(Value::NULL)
    }

    /// Whether this value has the member's slot.
    pub(crate) fn member_of(&self, member: Value, obj: Value) -> bool {
        let c = self.heap.value(member.idx(), 3);
        self.is_instance(obj, c)
    }
}

fn mangled(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if name.starts_with("__") && !name.ends_with("__") && !class.is_empty() {
        format!("_{class}{name}")
    } else {
        name.to_owned()
    }
}

//! Second half of the scope pass: decides inlining, then gives every symbol its resolution.

use super::{PyVersion, Resolution, ScopeId, ScopeKind, Symbol, SymbolTable};
use crate::compiler::diagnostics::Diagnostic;
use crate::compiler::source::Source;
use std::collections::BTreeSet;

pub(super) fn run(source: &Source<'_>, table: &mut SymbolTable, version: PyVersion) -> Result<(), Box<Diagnostic>> {
    // Children come after their parents in the list, so going backwards is bottom-up.
    let mut unbound: Vec<BTreeSet<String>> = vec![BTreeSet::new(); table.scopes.len()];
    for id in (0..table.scopes.len()).rev() {
        let captured: BTreeSet<String> = table.scopes[id]
            .children
            .iter()
            .filter(|&&child| !table.scopes[child].inlined)
            .flat_map(|&child| unbound[child].iter().cloned())
            .collect();
        let mut free = captured.clone();
        for &child in table.scopes[id]
            .children
            .iter()
            .filter(|&&child| table.scopes[child].inlined)
        {
            free.extend(unbound[child].iter().cloned());
        }
        let scope = &mut table.scopes[id];
        free.extend(
            scope
                .symbols
                .iter()
                .filter(|(_, s)| s.used || s.nonlocal)
                .map(|(name, _)| name.clone()),
        );
        let owns = |name: &String| {
            scope
                .symbols
                .get(name)
                .is_some_and(|s| s.bound && !s.nonlocal && !s.global)
        };
        scope.inlined =
            scope.kind == ScopeKind::Comprehension && version >= PyVersion::V312 && !captured.iter().any(owns);
        if scope.kind != ScopeKind::Class {
            free.retain(|name| !owns(name));
        }
        unbound[id] = free;
    }
    for (id, unbound) in unbound.iter().enumerate() {
        if table.scopes[id].inlined {
            hand_up(table, id, unbound);
        }
    }
    for id in 0..table.scopes.len() {
        let names: Vec<(String, Symbol)> = table.scopes[id].symbols.iter().map(|(n, s)| (n.clone(), *s)).collect();
        for (name, symbol) in names {
            let resolution = resolve(source, table, id, &name, symbol)?;
            table.scopes[id].symbols.get_mut(&name).expect("just listed").resolution = resolution;
        }
    }
    for scope in table.scopes.iter_mut().filter(|s| s.kind.is_function_like()) {
        for name in scope.cells.clone() {
            if let Some(symbol) = scope.symbols.get_mut(&name) {
                symbol.resolution = Resolution::Cell;
            }
        }
    }
    Ok(())
}

/// What an inlined comprehension reads, the code around it reads. A class body is not visible from its comprehensions.
fn hand_up(table: &mut SymbolTable, id: ScopeId, unbound: &BTreeSet<String>) {
    let parent = table.scopes[id].parent.expect("an inlined comprehension has a parent");
    if table.scopes[parent].kind == ScopeKind::Class {
        for name in unbound {
            table.scopes[id].symbols.entry(name.clone()).or_default().used = true;
        }
        return;
    }
    for name in unbound {
        let symbol = table.scopes[parent].symbols.entry(name.clone()).or_default();
        symbol.used = true;
    }
}

fn resolve(
    source: &Source<'_>,
    table: &mut SymbolTable,
    id: ScopeId,
    name: &str,
    symbol: Symbol,
) -> Result<Resolution, Box<Diagnostic>> {
    let scope = &table.scopes[id];
    if symbol.global {
        return Ok(Resolution::GlobalExplicit);
    }
    if symbol.nonlocal {
        if scope.kind == ScopeKind::Module {
            let message = "nonlocal declaration not allowed at module level";
            return Err(source.syntax_error(symbol.declared_at, message));
        }
        if scope.inlined {
            return Ok(Resolution::Free);
        }
        return if bind_outside(table, id, name) {
            Ok(Resolution::Free)
        } else {
            Err(source.syntax_error(symbol.declared_at, format!("no binding for nonlocal '{name}' found")))
        };
    }
    if symbol.bound {
        return Ok(Resolution::Local);
    }
    if scope.inlined {
        let parent = scope.parent.expect("an inlined comprehension has a parent");
        if table.scopes[parent].kind != ScopeKind::Class {
            return Ok(Resolution::GlobalImplicit); // asked of the parent instead
        }
    }
    Ok(if bind_outside(table, id, name) {
        Resolution::Free
    } else {
        Resolution::GlobalImplicit
    })
}

/// Looks for the function that binds `name` outside of `id`; makes it a cell there and a free variable on the way.
fn bind_outside(table: &mut SymbolTable, id: ScopeId, name: &str) -> bool {
    let mut path = vec![table.frame_scope(id)];
    let mut next = table.scopes[id].parent;
    if table.scopes[id].inlined {
        next = table.scopes[path[0]].parent;
    }
    while let Some(outer) = next {
        let scope = &table.scopes[outer];
        let symbol = scope.symbols.get(name);
        let binds = match scope.kind {
            ScopeKind::Module => return false,
            ScopeKind::Class => name == "__class__",
            _ if symbol.is_some_and(|s| s.global) => return false,
            _ => !scope.inlined && symbol.is_some_and(|s| s.bound && !s.nonlocal),
        };
        if binds {
            table.scopes[outer].cells.insert(name.to_owned());
            for inner in path {
                table.scopes[inner].free.insert(name.to_owned());
            }
            return true;
        }
        next = scope.parent;
        if !scope.inlined {
            path.push(outer);
        }
    }
    false
}

//! SELECT: join, filter, group, order, cut, project.

use super::ast::{Expr, Item, Select};
use super::eval::{Env, Scope, aggregates, compare, eval, find};
use super::store::Transaction;
use super::{Answer, Result, SqlError, Value};
use std::cmp::Ordering;

type Row = Vec<Value>;
/// A row of the result, the row it was made from, and that row's group.
type Made = (Row, Row, Option<Vec<Row>>);

/// The rows that `select` asks for.
pub(super) fn select(tx: &mut Transaction<'_>, select: &Select) -> Result<Answer> {
    let (scope, rows) = joined(tx, select)?;
    let is_grouped = !select.group_by.is_empty()
        || select.having.as_ref().is_some_and(aggregates)
        || select
            .items
            .iter()
            .any(|item| matches!(item, Item::Expr(expr, _) if aggregates(expr)));
    let columns = header(&scope, &select.items)?;
    let mut made: Vec<Made> = Vec::new();
    if is_grouped {
        for group in groups(tx, &scope, select, rows)? {
            let first = group.first().cloned().unwrap_or_else(|| vec![Value::Null; scope.len()]);
            if let Some(having) = &select.having
                && value(tx, &scope, &first, Some(&group), having)? != Value::Bool(true)
            {
                continue;
            }
            let row = items(tx, &scope, &select.items, &first, Some(&group))?;
            made.push((row, first, Some(group)));
        }
    } else {
        for row in rows {
            made.push((items(tx, &scope, &select.items, &row, None)?, row, None));
        }
    }
    if select.distinct {
        let mut seen: Vec<Row> = Vec::new();
        made.retain(|(row, ..)| {
            let is_new = !seen.contains(row);
            if is_new {
                seen.push(row.clone());
            }
            is_new
        });
    }
    order(tx, &scope, select, &columns, &mut made)?;
    let mut bound = |expr: &Option<Expr>| -> Result<Option<usize>> {
        match expr {
            Some(expr) => match tx.value(&Vec::new(), &[], expr)? {
                Value::Int(n) if n < 0 => Err(SqlError::new("2201W", "LIMIT must not be negative").into()),
                Value::Int(n) => Ok(usize::try_from(n).ok()),
                Value::Null => Ok(None),
                _ => Err(SqlError::new("42804", "argument of LIMIT must be type bigint").into()),
            },
            None => Ok(None),
        }
    };
    let (limit, offset) = (bound(&select.limit)?, bound(&select.offset)?);
    let rows: Vec<Row> = made
        .into_iter()
        .map(|(row, ..)| row)
        .skip(offset.unwrap_or(0))
        .take(limit.unwrap_or(usize::MAX))
        .collect();
    Ok(Answer {
        tag: format!("SELECT {}", rows.len()),
        n_rows: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        columns: Some(typed(columns, &rows)),
        rows,
        work_ns: 0,
    })
}

/// The rows of all tables, joined and filtered; locked if that is asked.
fn joined(tx: &mut Transaction<'_>, select: &Select) -> Result<(Scope, Vec<Row>)> {
    let mut scope = Scope::new();
    let mut rows: Vec<Row> = vec![Vec::new()];
    for (i, source) in select.from.iter().enumerate() {
        let own = tx.table(&source.table)?.scope(&source.alias);
        let n_own = own.len();
        scope.extend(own);
        let right = tx.rows(&source.table)?;
        if select.for_update && i == 0 && select.from.len() == 1 {
            let mut wanted = Vec::new();
            for (number, row) in &right {
                if tx.holds(&scope, row, select.filter.as_ref())? {
                    wanted.push(*number);
                }
            }
            tx.lock(&source.table.text, wanted.into_iter())?;
        }
        let mut next = Vec::new();
        for left in rows {
            let mut has_partner = false;
            tx.see(right.len())?;
            for (_, row) in &right {
                let both: Row = left.iter().chain(row).cloned().collect();
                if tx.holds(&scope, &both, source.on.as_ref())? {
                    has_partner = true;
                    next.push(both);
                }
            }
            if source.is_left && !has_partner {
                next.push(
                    left.into_iter()
                        .chain(std::iter::repeat_n(Value::Null, n_own))
                        .collect(),
                );
            }
        }
        rows = next;
    }
    let mut kept = Vec::new();
    for row in rows {
        if tx.holds(&scope, &row, select.filter.as_ref())? {
            kept.push(row);
        }
    }
    Ok((scope, kept))
}

/// The rows by the values that they are grouped by, in order of appearance.
fn groups(tx: &mut Transaction<'_>, scope: &Scope, select: &Select, rows: Vec<Row>) -> Result<Vec<Vec<Row>>> {
    if select.group_by.is_empty() {
        return Ok(vec![rows]);
    }
    let mut found: Vec<(Row, Vec<Row>)> = Vec::new();
    for row in rows {
        let mut key = Vec::new();
        for expr in &select.group_by {
            key.push(tx.value(scope, &row, resolve(expr, select))?);
        }
        match found.iter_mut().find(|(k, _)| *k == key) {
            Some((_, group)) => group.push(row),
            None => found.push((key, vec![row])),
        }
    }
    Ok(found.into_iter().map(|(_, group)| group).collect())
}

/// A number stands for an item of the list, and so does its alias.
fn resolve<'a>(expr: &'a Expr, select: &'a Select) -> &'a Expr {
    let item = match expr {
        Expr::Value(Value::Int(n)) => usize::try_from(n - 1).ok().and_then(|i| select.items.get(i)),
        Expr::Column(None, name) => {
            let is_it = |item: &&Item| matches!(item, Item::Expr(_, Some(alias)) if *alias == name.text);
            select.items.iter().find(is_it)
        }
        _ => None,
    };
    match item {
        Some(Item::Expr(expr, _)) => expr,
        _ => expr,
    }
}

fn order(
    tx: &mut Transaction<'_>,
    scope: &Scope,
    select: &Select,
    columns: &[(String, u32)],
    made: &mut Vec<Made>,
) -> Result<()> {
    if select.order_by.is_empty() {
        return Ok(());
    }
    let mut keyed: Vec<(Row, Made)> = Vec::new();
    for (row, source, group) in made.drain(..) {
        let mut key = Vec::new();
        for (expr, _) in &select.order_by {
            let named = match expr {
                Expr::Value(Value::Int(n)) => usize::try_from(n - 1).ok().filter(|i| *i < row.len()),
                Expr::Column(None, name) => columns.iter().position(|c| c.0 == name.text),
                _ => None,
            };
            key.push(match named {
                Some(i) => row[i].clone(),
                None => value(tx, scope, &source, group.as_deref(), expr)?,
            });
        }
        keyed.push((key, (row, source, group)));
    }
    // NULL counts as larger than everything.
    let by_value = |a: &Value, b: &Value| match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        _ => compare(a, b).ok().flatten().unwrap_or(Ordering::Equal),
    };
    keyed.sort_by(|(a, _), (b, _)| {
        let keys = a.iter().zip(b).zip(&select.order_by);
        let orders = keys.map(|((a, b), (_, is_descending))| {
            let order = by_value(a, b);
            if *is_descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    made.extend(keyed.into_iter().map(|(_, made)| made));
    Ok(())
}

fn value(tx: &mut Transaction<'_>, scope: &Scope, row: &[Value], group: Option<&[Row]>, expr: &Expr) -> Result<Value> {
    tx.see(group.map_or(0, <[Row]>::len))?;
    let mut env = Env {
        scope,
        row,
        group,
        slept_ns: &mut tx.slept_ns,
    };
    Ok(eval(&mut env, expr)?)
}

fn items(tx: &mut Transaction<'_>, scope: &Scope, items: &[Item], row: &[Value], group: Option<&[Row]>) -> Result<Row> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::All(table) => {
                let columns = scope
                    .iter()
                    .zip(row)
                    .filter(|(c, _)| table.as_ref().is_none_or(|t| c.0 == *t));
                out.extend(columns.map(|(_, value)| value.clone()));
            }
            Item::Expr(expr, _) => out.push(value(tx, scope, row, group, expr)?),
        }
    }
    Ok(out)
}

/// Names and types of the columns of a result.
fn header(scope: &Scope, items: &[Item]) -> std::result::Result<Vec<(String, u32)>, SqlError> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::All(table) => {
                let columns = scope.iter().filter(|c| table.as_ref().is_none_or(|t| c.0 == *t));
                out.extend(columns.map(|c| (c.1.clone(), c.2.oid())));
            }
            Item::Expr(expr, alias) => {
                let (name, oid) = match expr {
                    Expr::Column(table, name) => {
                        let kind = find(scope, table.as_deref(), name).map(|i| scope[i].2.oid());
                        (name.text.clone(), kind.unwrap_or(0))
                    }
                    Expr::Call { name, .. } => (name.text.clone(), 0),
                    Expr::Case(..) => ("case".to_owned(), 0),
                    Expr::Cast(inner, kind) => match &**inner {
                        Expr::Column(_, name) => (name.text.clone(), kind.oid()),
                        _ => (kind.name().to_owned(), kind.oid()),
                    },
                    _ => ("?column?".to_owned(), 0),
                };
                out.push((alias.clone().unwrap_or(name), oid));
            }
        }
    }
    Ok(out)
}

/// Types that follow only from the values.
fn typed(columns: Vec<(String, u32)>, rows: &[Row]) -> Vec<(String, u32)> {
    let by_value = |i: usize| {
        rows.iter()
            .map(|row| &row[i])
            .find(|v| **v != Value::Null)
            .map_or(25, Value::oid)
    };
    let columns = columns.into_iter().enumerate();
    columns
        .map(|(i, (name, oid))| (name, if oid == 0 { by_value(i) } else { oid }))
        .collect()
}

/// The items of RETURNING on the rows that were changed.
#[expect(clippy::type_complexity, reason = "columns and rows, as an answer has them")]
pub(super) fn project(
    tx: &mut Transaction<'_>,
    scope: &Scope,
    wanted: &[Item],
    rows: &[Row],
) -> Result<(Vec<(String, u32)>, Vec<Row>)> {
    let mut out = Vec::new();
    for row in rows {
        out.push(items(tx, scope, wanted, row, None)?);
    }
    Ok((typed(header(scope, wanted)?, &out), out))
}

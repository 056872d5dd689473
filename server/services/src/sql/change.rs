//! Statements that change tables and rows.

use super::ast::{Column, Expr, Item, Name};
use super::eval::cast;
use super::store::{Table, Transaction};
use super::{Answer, Result, SqlError, Value, query};

type Row = Vec<Value>;

impl Transaction<'_> {
    pub(super) fn create(&mut self, table: &Name, if_not_exists: bool, columns: Vec<Column>) -> Result<()> {
        if self.database.tables.contains_key(&table.text) {
            if if_not_exists {
                return Ok(());
            }
            return Err(SqlError::new("42P07", format!("relation \"{}\" already exists", table.text)).into());
        }
        for (i, column) in columns.iter().enumerate() {
            if columns[..i].iter().any(|c| c.name == column.name) {
                let message = format!("column \"{}\" specified more than once", column.name);
                return Err(SqlError::new("42701", message).into());
            }
        }
        self.database.add_table(&table.text, columns, Vec::new());
        Ok(())
    }

    pub(super) fn drop_tables(&mut self, tables: &[Name], if_exists: bool) -> Result<()> {
        for table in tables {
            if self.database.tables.remove(&table.text).is_none() && !if_exists {
                return Err(SqlError::new("42P01", format!("table \"{}\" does not exist", table.text)).into());
            }
            self.changes.retain(|(name, _), _| *name != table.text);
        }
        Ok(())
    }

    /// No two rows have the same value where it must be unique. `Ok(false)`: they have.
    fn is_unique(&mut self, table: &Name, column: usize, value: &Value, own: u64) -> Result<bool> {
        if *value == Value::Null {
            return Ok(true);
        }
        let rows = self.rows(table)?;
        if rows.iter().any(|(row, values)| *row != own && values[column] == *value) {
            return Ok(false);
        }
        Ok(true)
    }

    /// The value of a column, checked and of its type.
    fn fit(table: &Name, column: &Column, value: Value, row: &[Value]) -> std::result::Result<Value, SqlError> {
        let value = cast(value, column.kind, Some(&column.name))?;
        if value == Value::Null && column.is_required {
            let message = format!(
                "null value in column \"{}\" of relation \"{}\" violates not-null constraint",
                column.name, table.text
            );
            let shown = |v: &Value| if *v == Value::Null { "null".to_owned() } else { v.text() };
            let failing: Vec<String> = row.iter().map(shown).collect();
            let mut error = SqlError::new("23502", message);
            error.detail = Some(format!("Failing row contains ({}).", failing.join(", ")));
            return Err(error);
        }
        Ok(value)
    }

    fn conflict(table: &Name, column: &Column, value: &Value) -> SqlError {
        let suffix = if column.is_primary {
            "pkey".to_owned()
        } else {
            format!("{}_key", column.name)
        };
        let message = format!(
            "duplicate key value violates unique constraint \"{}_{suffix}\"",
            table.text
        );
        let mut error = SqlError::new("23505", message);
        error.detail = Some(format!("Key ({})=({}) already exists.", column.name, value.text()));
        error
    }

    pub(super) fn insert(
        &mut self,
        name: &Name,
        columns: &[Name],
        rows: &[Vec<Expr>],
        skips_conflicts: bool,
        returning: &[Item],
    ) -> Result<Answer> {
        let table = self.table(name)?.clone();
        let mut places = Vec::new();
        for column in columns {
            let place = table
                .columns
                .iter()
                .position(|c| c.name == column.text)
                .ok_or_else(|| {
                    let message = format!(
                        "column \"{}\" of relation \"{}\" does not exist",
                        column.text, name.text
                    );
                    SqlError::new("42703", message).at(column.position)
                })?;
            places.push(place);
        }
        if columns.is_empty() {
            places = (0..table.columns.len()).collect();
        }
        let mut inserted = Vec::new();
        for exprs in rows {
            if exprs.len() > places.len() {
                return Err(SqlError::new("42601", "INSERT has more expressions than target columns").into());
            }
            if exprs.len() < places.len() && !columns.is_empty() {
                return Err(SqlError::new("42601", "INSERT has more target columns than expressions").into());
            }
            let mut given: Vec<Option<Value>> = vec![None; table.columns.len()];
            for (place, expr) in places.iter().zip(exprs) {
                let is_default = matches!(expr, Expr::Column(None, word) if word.text == "default");
                given[*place] = if is_default {
                    None
                } else {
                    Some(self.value(&Vec::new(), &[], expr)?)
                };
            }
            let mut row = Vec::with_capacity(given.len());
            for (column, value) in table.columns.iter().zip(given) {
                row.push(match (value, &column.default) {
                    (Some(value), _) => value,
                    (None, _) if column.is_serial => {
                        let live = self.live(name)?;
                        live.next_serial += 1;
                        Value::Int(live.next_serial - 1)
                    }
                    (None, Some(default)) => self.value(&Vec::new(), &[], default)?,
                    (None, None) => Value::Null,
                });
            }
            for i in 0..row.len() {
                row[i] = Self::fit(name, &table.columns[i], row[i].clone(), &row)?;
            }
            let mut conflict = None;
            for (i, column) in table.columns.iter().enumerate().filter(|(_, c)| c.is_unique) {
                if !self.is_unique(name, i, &row[i], 0)? {
                    conflict = Some(Self::conflict(name, column, &row[i]));
                }
            }
            match conflict {
                Some(_) if skips_conflicts => continue,
                Some(error) => return Err(error.into()),
                None => {}
            }
            let live = self.live(name)?;
            let number = live.next_row;
            live.next_row += 1;
            self.write(name, vec![(number, Some(row.clone()))])?;
            inserted.push(row);
        }
        let n = inserted.len();
        self.returned(&table, name, inserted, returning, format!("INSERT 0 {n}"))
    }

    fn live(&mut self, name: &Name) -> std::result::Result<&mut Table, SqlError> {
        let message = format!("relation \"{}\" does not exist", name.text);
        let missing = SqlError::new("42P01", message).at(name.position);
        self.database.tables.get_mut(&name.text).ok_or(missing)
    }

    pub(super) fn update(
        &mut self,
        name: &Name,
        sets: &[(Name, Expr)],
        filter: Option<&Expr>,
        returning: &[Item],
    ) -> Result<Answer> {
        let table = self.table(name)?.clone();
        let scope = table.scope(&name.text);
        let mut places = Vec::new();
        for (column, expr) in sets {
            let place = table
                .columns
                .iter()
                .position(|c| c.name == column.text)
                .ok_or_else(|| {
                    let message = format!(
                        "column \"{}\" of relation \"{}\" does not exist",
                        column.text, name.text
                    );
                    SqlError::new("42703", message).at(column.position)
                })?;
            places.push((place, expr));
        }
        let mut changed = Vec::new();
        for (number, row) in self.rows(name)? {
            if !self.holds(&scope, &row, filter)? {
                continue;
            }
            let mut new = row.clone();
            for (place, expr) in &places {
                let value = self.value(&scope, &row, expr)?;
                new[*place] = Self::fit(name, &table.columns[*place], value, &row)?;
            }
            changed.push((number, new));
        }
        self.lock(&name.text, changed.iter().map(|(number, _)| *number))?;
        for (number, new) in &changed {
            for (place, _) in &places {
                if table.columns[*place].is_unique && !self.is_unique(name, *place, &new[*place], *number)? {
                    return Err(Self::conflict(name, &table.columns[*place], &new[*place]).into());
                }
            }
            self.write(name, vec![(*number, Some(new.clone()))])?;
        }
        let n = changed.len();
        let rows = changed.into_iter().map(|(_, row)| row).collect();
        self.returned(&table, name, rows, returning, format!("UPDATE {n}"))
    }

    pub(super) fn delete(&mut self, name: &Name, filter: Option<&Expr>, returning: &[Item]) -> Result<Answer> {
        let table = self.table(name)?.clone();
        let scope = table.scope(&name.text);
        let mut gone = Vec::new();
        for (number, row) in self.rows(name)? {
            if self.holds(&scope, &row, filter)? {
                gone.push((number, row));
            }
        }
        self.write(name, gone.iter().map(|(number, _)| (*number, None)).collect())?;
        let n = gone.len();
        let rows = gone.into_iter().map(|(_, row)| row).collect();
        self.returned(&table, name, rows, returning, format!("DELETE {n}"))
    }

    fn returned(&mut self, table: &Table, name: &Name, rows: Vec<Row>, items: &[Item], tag: String) -> Result<Answer> {
        let n_rows = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let (columns, rows) = if items.is_empty() {
            (None, Vec::new())
        } else {
            let (columns, rows) = query::project(self, &table.scope(&name.text), items, &rows)?;
            (Some(columns), rows)
        };
        Ok(Answer {
            tag,
            n_rows,
            columns,
            rows,
            work_ns: 0,
        })
    }
}

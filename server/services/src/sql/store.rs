//! Databases, sessions and transactions: what is stored, who sees it, who waits for whom.

use super::ast::{Column, Expr, Item, Name, Statement, Type};
use super::eval::{Env, Scope, cast, eval, truth};
use super::{Answer, Result, SqlError, Stop, Value, parser, query, ready};
use std::collections::BTreeMap;

/// A connection's session on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(pub u64);

type Row = Vec<Value>;
/// A table and a row of it.
type Place = (String, u64);

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    rows: BTreeMap<u64, Row>,
    next_row: u64,
    next_serial: i64,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Database {
    tables: BTreeMap<String, Table>,
    locks: BTreeMap<Place, SessionId>,
    bytes: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Session {
    database: (String, String),
    in_transaction: bool,
    has_failed: bool,
    /// Rows as this transaction has left them; none: deleted.
    changes: BTreeMap<Place, Option<Row>>,
}

/// All databases of a network, each made when it is first connected to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Databases {
    all: BTreeMap<(String, String), Database>,
    sessions: BTreeMap<SessionId, Session>,
    next_session: u64,
}

/// Most bytes in a database.
const BYTES_MAX: usize = 16 << 20;
/// Longest statement.
const STATEMENT_MAX: usize = 1 << 20;
/// What a statement costs the server, and what each row that it looks at.
const STATEMENT_NS: u64 = 100_000;
const ROW_NS: u64 = 200;

impl Databases {
    /// A new session.
    pub fn connect(&mut self, host: &str, database: &str) -> SessionId {
        let key = (host.to_owned(), database.to_owned());
        if !self.all.contains_key(&key) {
            let mut new = Database::default();
            for (name, columns, rows) in ready::tables() {
                new.add_table(name, columns, rows);
            }
            self.all.insert(key.clone(), new);
        }
        self.next_session += 1;
        let id = SessionId(self.next_session);
        self.sessions.insert(
            id,
            Session {
                database: key,
                in_transaction: false,
                has_failed: false,
                changes: BTreeMap::new(),
            },
        );
        id
    }

    /// Ends a session; what it has not committed is gone.
    pub fn disconnect(&mut self, id: SessionId) {
        if self.sessions.contains_key(&id) {
            self.finish(id, false);
            self.sessions.remove(&id);
        }
    }

    /// A statement of the session has failed for a reason outside of it.
    pub fn fail(&mut self, id: SessionId) {
        match self.sessions.get_mut(&id) {
            Some(session) if session.in_transaction => session.has_failed = true,
            _ => self.finish(id, false),
        }
    }

    /// Whether a session is in a transaction: `idle`, `open` or `failed`.
    #[must_use]
    pub fn transaction(&self, id: SessionId) -> &'static str {
        match self.sessions.get(&id) {
            Some(session) if session.has_failed => "failed",
            Some(session) if session.in_transaction => "open",
            _ => "idle",
        }
    }

    /// Executes the statements of `sql`; the answer is the last one's. With `begins`, in a transaction. One that is
    /// blocked has changed nothing and is to be executed again.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn execute(&mut self, id: SessionId, sql: &str, begins: bool) -> Result<Answer> {
        if sql.len() > STATEMENT_MAX {
            return Err(SqlError::new("54000", "the statement is too long for the simulated database").into());
        }
        let Some(session) = self.sessions.get_mut(&id) else {
            return Err(SqlError::new("08003", "connection does not exist").into());
        };
        session.in_transaction |= begins;
        let was_open = session.in_transaction;
        let before = session.changes.clone();
        let result = self.run_all(id, sql);
        let Some(session) = self.sessions.get_mut(&id) else {
            return result;
        };
        match &result {
            Ok(_) if !session.in_transaction => self.finish(id, true),
            Ok(_) => {}
            Err(Stop::Blocked(_)) => {
                session.changes = before;
                session.in_transaction = was_open;
            }
            Err(Stop::Error(_)) if session.in_transaction => {
                session.changes = before;
                session.has_failed = true;
            }
            Err(Stop::Error(_)) => self.finish(id, false),
        }
        result
    }

    fn run_all(&mut self, id: SessionId, sql: &str) -> Result<Answer> {
        let statements = parser::parse(sql)?;
        let mut answer = None;
        let mut work_ns = 0_u64;
        for statement in statements {
            let one = self.run(id, statement)?;
            work_ns = work_ns.saturating_add(one.work_ns);
            answer = Some(one);
        }
        let mut answer = answer.ok_or_else(|| SqlError::new("42601", "can't execute an empty query"))?;
        answer.work_ns = work_ns;
        Ok(answer)
    }

    /// Ends the session's transaction.
    fn finish(&mut self, id: SessionId, commits: bool) {
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        session.in_transaction = false;
        session.has_failed = false;
        let changes = std::mem::take(&mut session.changes);
        let Some(database) = self.all.get_mut(&session.database) else {
            return;
        };
        if commits {
            for ((table, row), change) in changes {
                let Some(table) = database.tables.get_mut(&table) else {
                    continue;
                };
                let old = match change {
                    Some(values) => table.rows.insert(row, values),
                    None => table.rows.remove(&row),
                };
                drop(old);
            }
            database.bytes = database.tables.values().map(Table::bytes).sum();
        }
        database.locks.retain(|_, holder| *holder != id);
    }

    fn run(&mut self, id: SessionId, statement: Statement) -> Result<Answer> {
        let done = |tag: &str| Answer {
            tag: tag.to_owned(),
            n_rows: -1,
            columns: None,
            rows: Vec::new(),
            work_ns: STATEMENT_NS,
        };
        let Some(session) = self.sessions.get_mut(&id) else {
            return Err(SqlError::new("08003", "connection does not exist").into());
        };
        match statement {
            Statement::Commit => {
                let commits = !session.has_failed;
                self.finish(id, commits);
                return Ok(done(if commits { "COMMIT" } else { "ROLLBACK" }));
            }
            Statement::Rollback => {
                self.finish(id, false);
                return Ok(done("ROLLBACK"));
            }
            _ if session.has_failed => {
                let message = "current transaction is aborted, commands ignored until end of transaction block";
                return Err(SqlError::new("25P02", message).into());
            }
            Statement::Begin => {
                session.in_transaction = true;
                return Ok(done("BEGIN"));
            }
            Statement::Setting(tag) => return Ok(done(tag)),
            _ => {}
        }
        let key = session.database.clone();
        let Some(database) = self.all.get_mut(&key) else {
            return Err(SqlError::new("3D000", format!("database \"{}\" does not exist", key.1)).into());
        };
        let mut tx = Transaction {
            id,
            changes: &mut session.changes,
            database,
            n_rows_seen: 0,
            slept_ns: 0,
        };
        let mut answer = match statement {
            Statement::Create {
                table,
                if_not_exists,
                columns,
            } => {
                tx.create(&table, if_not_exists, columns)?;
                done("CREATE TABLE")
            }
            Statement::Drop { tables, if_exists } => {
                tx.drop_tables(&tables, if_exists)?;
                done("DROP TABLE")
            }
            Statement::Truncate(table) => {
                let rows = tx.rows(&table)?;
                tx.write(&table, rows.into_iter().map(|(row, _)| (row, None)).collect())?;
                done("TRUNCATE TABLE")
            }
            Statement::Select(select) => query::select(&mut tx, &select)?,
            Statement::Insert {
                table,
                columns,
                rows,
                skips_conflicts,
                returning,
            } => tx.insert(&table, &columns, &rows, skips_conflicts, &returning)?,
            Statement::Update {
                table,
                sets,
                filter,
                returning,
            } => tx.update(&table, &sets, filter.as_ref(), &returning)?,
            Statement::Delete {
                table,
                filter,
                returning,
            } => tx.delete(&table, filter.as_ref(), &returning)?,
            Statement::Begin | Statement::Commit | Statement::Rollback | Statement::Setting(_) => done(""),
        };
        answer.work_ns = STATEMENT_NS + tx.slept_ns + tx.n_rows_seen * ROW_NS;
        let new_bytes: usize = tx.changes.values().flatten().map(row_bytes).sum();
        if tx.database.bytes + new_bytes > BYTES_MAX {
            return Err(SqlError::new("53100", "could not extend file: the simulated database holds 16 MB").into());
        }
        Ok(answer)
    }
}

fn row_bytes(row: &Row) -> usize {
    32 + row.iter().map(Value::bytes).sum::<usize>()
}

impl Table {
    fn bytes(&self) -> usize {
        self.rows.values().map(row_bytes).sum()
    }

    pub(super) fn scope(&self, alias: &str) -> Scope {
        let columns = self.columns.iter();
        columns.map(|c| (alias.to_owned(), c.name.clone(), c.kind)).collect()
    }
}

impl Database {
    fn add_table(&mut self, name: &str, columns: Vec<Column>, rows: Vec<Row>) {
        let next = rows.len() as u64 + 1;
        let table = Table {
            columns,
            rows: (1..).zip(rows).collect(),
            next_row: next,
            next_serial: i64::try_from(next).unwrap_or(i64::MAX),
        };
        self.tables.insert(name.to_owned(), table);
    }
}

/// A statement's view of the database.
pub(super) struct Transaction<'a> {
    id: SessionId,
    changes: &'a mut BTreeMap<Place, Option<Row>>,
    database: &'a mut Database,
    n_rows_seen: u64,
    pub(super) slept_ns: u64,
}

/// Most rows that a statement looks at.
const ROWS_MAX: u64 = 1_000_000;

impl Transaction<'_> {
    pub(super) fn table(&self, name: &Name) -> std::result::Result<&Table, SqlError> {
        self.database.tables.get(&name.text).ok_or_else(|| {
            SqlError::new("42P01", format!("relation \"{}\" does not exist", name.text)).at(name.position)
        })
    }

    /// Counts rows that are looked at.
    pub(super) fn see(&mut self, n: usize) -> std::result::Result<(), SqlError> {
        self.n_rows_seen += n as u64;
        if self.n_rows_seen > ROWS_MAX {
            let message = format!("the simulated database looks at {ROWS_MAX} rows in a statement, no more");
            return Err(SqlError::new("54000", message));
        }
        Ok(())
    }

    /// The rows that this transaction sees.
    pub(super) fn rows(&mut self, name: &Name) -> std::result::Result<Vec<(u64, Row)>, SqlError> {
        let table = self.table(name)?;
        let mut rows: BTreeMap<u64, Row> = table.rows.clone();
        for ((_, row), change) in self.changes.iter().filter(|((table, _), _)| *table == name.text) {
            match change {
                Some(values) => rows.insert(*row, values.clone()),
                None => rows.remove(row),
            };
        }
        self.see(rows.len())?;
        Ok(rows.into_iter().collect())
    }

    pub(super) fn value(&mut self, scope: &Scope, row: &[Value], expr: &Expr) -> std::result::Result<Value, SqlError> {
        let mut env = Env {
            scope,
            row,
            group: None,
            slept_ns: &mut self.slept_ns,
        };
        eval(&mut env, expr)
    }

    pub(super) fn holds(
        &mut self,
        scope: &Scope,
        row: &[Value],
        filter: Option<&Expr>,
    ) -> std::result::Result<bool, SqlError> {
        match filter {
            Some(filter) => Ok(truth(&self.value(scope, row, filter)?)? == Some(true)),
            None => Ok(true),
        }
    }

    /// Takes rows for this transaction, until it ends.
    pub(super) fn lock(&mut self, table: &str, rows: impl Iterator<Item = u64>) -> Result<()> {
        let mut taken = Vec::new();
        for row in rows {
            let place = (table.to_owned(), row);
            match self.database.locks.get(&place) {
                Some(holder) if *holder != self.id => return Err(Stop::Blocked(*holder)),
                _ => taken.push(place),
            }
        }
        for place in taken {
            self.database.locks.insert(place, self.id);
        }
        Ok(())
    }

    fn write(&mut self, table: &Name, rows: Vec<(u64, Option<Row>)>) -> Result<()> {
        self.lock(&table.text, rows.iter().map(|(row, _)| *row))?;
        for (row, values) in rows {
            self.changes.insert((table.text.clone(), row), values);
        }
        Ok(())
    }

    fn create(&mut self, table: &Name, if_not_exists: bool, columns: Vec<Column>) -> Result<()> {
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

    fn drop_tables(&mut self, tables: &[Name], if_exists: bool) -> Result<()> {
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

    fn insert(
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

    fn update(
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

    fn delete(&mut self, name: &Name, filter: Option<&Expr>, returning: &[Item]) -> Result<Answer> {
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

/// A column of a table that is there from the start.
pub(super) fn column(name: &str, kind: Type) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        is_unique: false,
        is_primary: false,
        is_required: false,
        is_serial: false,
        default: None,
    }
}

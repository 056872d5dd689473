//! Databases, sessions and transactions: what is stored, who sees it, who waits for whom.

use super::ast::{Column, Expr, Name, Statement, Type};
use super::eval::{Env, Scope, eval, truth};
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
    pub(super) next_row: u64,
    pub(super) next_serial: i64,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Database {
    pub(super) tables: BTreeMap<String, Table>,
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
    pub(super) fn add_table(&mut self, name: &str, columns: Vec<Column>, rows: Vec<Row>) {
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
    pub(super) changes: &'a mut BTreeMap<Place, Option<Row>>,
    pub(super) database: &'a mut Database,
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

    pub(super) fn write(&mut self, table: &Name, rows: Vec<(u64, Option<Row>)>) -> Result<()> {
        self.lock(&table.text, rows.iter().map(|(row, _)| *row))?;
        for (row, values) in rows {
            self.changes.insert((table.text.clone(), row), values);
        }
        Ok(())
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

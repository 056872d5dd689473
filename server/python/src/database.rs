//! Statements sent to the simulated database: those that wait for a row until another transaction ends, and those that
//! wait for each other.

use crate::driver::Todo;
use crate::exchange::{Answer, Ask, Exchange};
use crate::process::Process;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};
use std::sync::Arc;
use timeslice_kernel::{KernelCall, Route, Slice, WaitQueueId};
use timeslice_services::sql::{self, Databases, SessionId, SqlError, Stop};
use timeslice_trace::WaitCause;

/// Where threads wait for rows.
const ROWS: WaitQueueId = WaitQueueId(4);
/// How long a server waits before it looks for a deadlock (`deadlock_timeout`).
const DEADLOCK_NS: u64 = 1_000_000_000;

/// The databases, and who waits in them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Server {
    databases: Arc<Databases>,
    /// Statements that wait for a row, and for whose transaction, oldest first.
    waiting: Vec<Waiting>,
}

#[derive(Debug, Clone)]
struct Waiting {
    session: SessionId,
    by: SessionId,
    exchange: Exchange,
}

/// What a statement comes to now.
pub(crate) enum Now {
    /// The answer, and how long it is under way.
    Answer(u64, Answer),
    /// It waits for a row.
    Blocked,
}

impl Server {
    /// Sends what `exchange` asks of the database.
    pub(crate) fn ask(&mut self, slice: &mut Slice<'_>, route: Route, exchange: &Exchange) -> Now {
        let latency_ns = route.latency_ns(slice.chooser);
        let databases = Arc::make_mut(&mut self.databases);
        match &exchange.ask {
            Ask::SqlConnect { database } => {
                let session = databases.connect(&exchange.host, database);
                Now::Answer(latency_ns, Answer::Session(session.0))
            }
            Ask::Sql { session, text, begins } => {
                let session = SessionId(*session);
                self.waiting.retain(|w| w.session != session);
                let result = match databases.execute(session, text, *begins) {
                    Ok(answer) => Ok(answer),
                    Err(Stop::Error(error)) => Err(error),
                    Err(Stop::Blocked(by)) => {
                        if self.leads_back(by, session) {
                            let error = deadlock(session, by);
                            let databases = Arc::make_mut(&mut self.databases);
                            databases.fail(session);
                            let answer = Answer::Sql(Box::new(Err(error)), databases.transaction(session));
                            return Now::Answer(latency_ns.saturating_add(DEADLOCK_NS), answer);
                        }
                        self.waiting.push(Waiting {
                            session,
                            by,
                            exchange: exchange.clone(),
                        });
                        return Now::Blocked;
                    }
                };
                let (work_ns, bytes) = match &result {
                    Ok(answer) => (answer.work_ns, answer.bytes()),
                    Err(_) => (0, 0),
                };
                let total_ns = latency_ns
                    .saturating_add(work_ns)
                    .saturating_add(route.transfer_ns(bytes));
                let state = databases.transaction(session);
                Now::Answer(total_ns, Answer::Sql(Box::new(result), state))
            }
            _ => Now::Answer(latency_ns, Answer::Ready),
        }
    }

    /// Ends a session.
    pub(crate) fn close(&mut self, session: u64) {
        Arc::make_mut(&mut self.databases).disconnect(SessionId(session));
    }

    /// Whether whoever `by` waits for comes to wait for `session`.
    fn leads_back(&self, mut by: SessionId, session: SessionId) -> bool {
        for _ in 0..=self.waiting.len() {
            if by == session {
                return true;
            }
            match self.waiting.iter().find(|w| w.session == by) {
                Some(next) => by = next.by,
                None => return false,
            }
        }
        false
    }
}

fn deadlock(session: SessionId, by: SessionId) -> SqlError {
    let (a, b) = (session.0, by.0);
    let detail = format!(
        "Process {a} waits for ShareLock on a transaction of process {b}; blocked by process {b}.\n\
         Process {b} waits for ShareLock on a transaction of process {a}; blocked by process {a}."
    );
    SqlError {
        code: "40P01",
        message: "deadlock detected".to_owned(),
        position: None,
        detail: Some(detail),
    }
}

impl Process {
    /// What a thread does while its statement waits for a row.
    pub(crate) fn wait_for_row(&self, exchange: Exchange) -> [Todo; 2] {
        let call = KernelCall::Wait {
            queue: ROWS,
            timeout_ns: None,
            cause: WaitCause::Network,
            object: None,
            on: None,
            what: format!("a row that another transaction holds: {}", exchange.what),
        };
        [Todo::Exchange(Box::new(exchange)), Todo::Call(call)]
    }

    /// A transaction has ended: who waits for rows tries again, tasks at once, threads when they run.
    pub(crate) fn rows_are_free(&mut self, slice: &mut Slice<'_>) -> Vec<Todo> {
        let waiting = std::mem::take(&mut self.vm.system.server.waiting);
        let mut todo = Vec::new();
        let (tasks, threads): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|w| w.exchange.selector.is_some());
        if !threads.is_empty() {
            todo.push(Todo::Call(KernelCall::Wake {
                queue: ROWS,
                n: threads.len(),
            }));
        }
        self.vm.system.server.waiting = threads;
        for Waiting { exchange, .. } in tasks {
            let Some((selector, token)) = exchange.selector else {
                continue;
            };
            let is_wanted = |r: &crate::sync::Pending| r.token == token && r.due_ns == u64::MAX;
            // What a task of another process waits for is that process's to find.
            let state = self.vm.selectors.get(selector as usize);
            if !state.is_some_and(|s| s.requests.iter().any(is_wanted)) {
                continue;
            }
            let route = self.network.route(&exchange.host);
            if let Now::Answer(latency_ns, answer) = self.vm.system.server.ask(slice, route, &exchange) {
                let state = &mut self.vm.selectors[selector as usize];
                if let Some(request) = state.requests.iter_mut().find(|r| is_wanted(r)) {
                    request.due_ns = slice.now_ns.saturating_add(latency_ns);
                    request.answer = answer;
                }
                state.rung = true;
                todo.extend(self.wake_selector(selector));
            }
        }
        todo
    }
}

impl Vm {
    /// A value of a result.
    fn sql_value(&mut self, value: &sql::Value) -> Res {
        match value {
            sql::Value::Null => Ok(Value::NONE),
            sql::Value::Bool(yes) => Ok(if *yes { Value::TRUE } else { Value::FALSE }),
            sql::Value::Int(n) => self.new_int(*n),
            sql::Value::Float(x) => Ok(Value::float(*x)),
            sql::Value::Text(text) => self.new_str(text),
        }
    }

    /// `("rows", tag, rowcount, [(name, oid), ...] or None, [row, ...], state)` or `("sql_error", code, message, position
    /// or None, detail or None, state)`; `state` is that of the transaction: `idle`, `open`, `failed`.
    pub(crate) fn sql_answer(&mut self, result: &Result<sql::Answer, SqlError>, state: &str) -> Res<Vec<Value>> {
        let state = self.new_str(state)?;
        Ok(match result {
            Ok(answer) => {
                let columns = match &answer.columns {
                    None => Value::NONE,
                    Some(columns) => {
                        let mut pairs = Vec::with_capacity(columns.len());
                        for (name, oid) in columns {
                            let pair = [self.new_str(name)?, Value::int(i64::from(*oid))];
                            pairs.push(self.new_tuple(&pair)?);
                        }
                        self.new_list(&pairs)?
                    }
                };
                let mut rows = Vec::with_capacity(answer.rows.len());
                for row in &answer.rows {
                    let values = row.iter().map(|v| self.sql_value(v)).collect::<Res<Vec<_>>>()?;
                    rows.push(self.new_tuple(&values)?);
                }
                let rows = self.new_list(&rows)?;
                let (kind, tag) = (self.new_str("rows")?, self.new_str(&answer.tag)?);
                vec![kind, tag, self.new_int(answer.n_rows)?, columns, rows, state]
            }
            Err(error) => {
                let detail = match &error.detail {
                    Some(detail) => self.new_str(detail)?,
                    None => Value::NONE,
                };
                let position = error.position.map_or(Value::NONE, |p| Value::int(p as i64));
                let (kind, code) = (self.new_str("sql_error")?, self.new_str(error.code)?);
                vec![kind, code, self.new_str(&error.message)?, position, detail, state]
            }
        })
    }
}

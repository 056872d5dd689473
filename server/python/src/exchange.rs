//! Exchanges with hosts on the simulated network: a thread that waits for the answer, or an event loop's selector that
//! is told of it.
//!
//! Which routes there are and how long they take is the kernel's `Network`; who answers what is `timeslice_services`.

use crate::database::Now;
use crate::driver::Todo;
use crate::process::Process;
use crate::sync::Pending;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};
use timeslice_kernel::{KernelCall, Route, Slice};
use timeslice_services::hosts::{Reach, reach};
use timeslice_services::http;
use timeslice_services::sql::{self, SqlError};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{Event, WaitCause};

/// What a client wants of a host.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// As the trace shows it: `GET example.com/x`.
    pub what: String,
    /// The host's name, without port.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What is sent.
    pub ask: Ask,
    /// How long the client waits for a connection.
    pub connect_ns: Option<u64>,
    /// How long it waits for the answer.
    pub timeout_ns: Option<u64>,
    /// The selector and the token that it gives back; none: the thread waits.
    pub selector: Option<(u32, Value)>,
    /// Since when the event loop of the asking thread stands still, if it has one.
    pub since_ns: Option<u64>,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Nothing but the wish to connect.
    Connect,
    /// A request to a web server.
    Http(Box<http::Request>),
    /// Nothing: this many more bytes of a body come in.
    More(usize),
    /// A session on a database.
    SqlConnect {
        /// Its name.
        database: String,
    },
    /// Statements of a session; with `begins`, in a transaction.
    Sql {
        /// The session's number.
        session: u64,
        /// The statements.
        text: String,
        /// Whether a transaction begins if there is none.
        begins: bool,
    },
    /// The end of a session: nobody waits for an answer.
    SqlClose(u64),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It is connected, the bytes are there, the time is up.
    Ready,
    /// A web server's response. How long it took, in nanoseconds.
    Http(Box<http::Response>, u64),
    /// The number of a session.
    Session(u64),
    /// What a statement came to, and the state of the transaction after it.
    Sql(Box<Result<sql::Answer, SqlError>>, &'static str),
    /// Nothing, and why.
    Failed(Failure),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The name does not resolve.
    UnknownHost,
    /// Nobody listens at the port.
    Refused,
    /// The client's timeout ran out while connecting.
    ConnectTimeout,
    /// The system gave up connecting.
    Silent,
    /// The client's timeout ran out while waiting for the answer.
    TimedOut,
    /// The other end closed the connection.
    Broken,
}

/// How long Linux tries to connect to a host that does not answer (`tcp_syn_retries` = 6).
const CONNECT_NS: u64 = 127_000_000_000;
/// What comes in with the first bytes of an answer: TCP's first window, ten segments (RFC 6928).
pub(crate) const FIRST_FLIGHT: usize = 14_600;

impl Process {
    /// Sends what `exchange` asks. A thread that waits goes on with what is returned (last first); for a selector the
    /// answer is noted there.
    pub(crate) fn begin_exchange(&mut self, slice: &mut Slice<'_>, mut exchange: Exchange) -> Vec<Todo> {
        if let Ask::SqlClose(session) = exchange.ask {
            self.vm.system.server.close(session);
            let mut todo = vec![Todo::Deliver(Value::NONE)];
            todo.extend(self.rows_are_free(slice));
            return todo;
        }
        let is_in_task = self.vm.threads[self.vm.current].task.is_some();
        exchange.since_ns = is_in_task.then_some(slice.now_ns);
        let (latency_ns, answer, freed) = match self.send(slice, &exchange) {
            Some(sent) => sent,
            None => return self.begin_waiting_for_row(exchange),
        };
        self.note(
            slice,
            Event::IoStarted {
                what: exchange.what.clone(),
                latency_ns,
            },
        );
        if let Some((selector, token)) = exchange.selector {
            self.vm.selectors[selector as usize].requests.push(Pending {
                due_ns: slice.now_ns.saturating_add(latency_ns),
                what: exchange.what,
                token,
                answer,
            });
            let mut todo = vec![Todo::Deliver(Value::NONE)];
            todo.extend(freed);
            return todo;
        }
        let mut todo = answered(exchange, latency_ns, answer);
        todo.push(Todo::DropGil(GilDropReason::Blocking));
        todo.extend(freed);
        todo
    }

    /// The row that a statement waited for may be free.
    pub(crate) fn exchange_again(&mut self, slice: &mut Slice<'_>, exchange: Exchange) -> Vec<Todo> {
        match self.send(slice, &exchange) {
            Some((latency_ns, answer, freed)) => {
                let mut todo = answered(exchange, latency_ns, answer);
                todo.extend(freed);
                todo
            }
            None => self.wait_for_row(exchange).into(),
        }
    }

    /// A statement found its row taken.
    fn begin_waiting_for_row(&mut self, exchange: Exchange) -> Vec<Todo> {
        if let Some((selector, token)) = exchange.selector {
            self.vm.selectors[selector as usize].requests.push(Pending {
                due_ns: u64::MAX,
                what: exchange.what,
                token,
                answer: Answer::Ready,
            });
            return vec![Todo::Deliver(Value::NONE)];
        }
        let mut todo = Vec::from(self.wait_for_row(exchange));
        todo.push(Todo::DropGil(GilDropReason::Blocking));
        todo
    }

    /// How long the answer is under way, the answer, and what to do for those whose rows it frees. `None`: the
    /// statement waits for a row.
    fn send(&mut self, slice: &mut Slice<'_>, exchange: &Exchange) -> Option<(u64, Answer, Vec<Todo>)> {
        let route = self.network.route(&exchange.host);
        let (mut latency_ns, mut answer) = match unreachable(slice, route, exchange) {
            Some(failed) => failed,
            None => match &exchange.ask {
                Ask::Http(request) => web(slice, route, request),
                Ask::More(bytes) => (route.transfer_ns(*bytes), Answer::Ready),
                Ask::Connect | Ask::SqlClose(_) => (route.latency_ns(slice.chooser), Answer::Ready),
                Ask::SqlConnect { .. } | Ask::Sql { .. } => match self.vm.system.server.ask(slice, route, exchange) {
                    Now::Answer(latency_ns, answer) => (latency_ns, answer),
                    Now::Blocked => return None,
                },
            },
        };
        let (limit_ns, too_late) = match answer {
            Answer::Failed(Failure::Silent | Failure::UnknownHost | Failure::Refused) => {
                (exchange.connect_ns, Failure::ConnectTimeout)
            }
            _ => (exchange.timeout_ns, Failure::TimedOut),
        };
        if let Some(limit_ns) = limit_ns.filter(|limit_ns| *limit_ns < latency_ns) {
            latency_ns = limit_ns;
            answer = Answer::Failed(too_late);
        }
        let mut freed = Vec::new();
        if let Ask::Sql { session, .. } = exchange.ask {
            if answer == Answer::Failed(Failure::Broken) {
                self.vm.system.server.close(session);
            }
            if !matches!(answer, Answer::Sql(_, "open" | "failed")) {
                freed = self.rows_are_free(slice);
            }
        }
        Some((latency_ns, answer, freed))
    }
}

/// The thread waits for the answer, then has it.
fn answered(exchange: Exchange, latency_ns: u64, answer: Answer) -> Vec<Todo> {
    let what = exchange.what;
    let call = KernelCall::Io {
        latency_ns,
        cause: WaitCause::Network,
        what: what.clone(),
    };
    let answer = Box::new(answer);
    let mut todo = vec![Todo::Answered {
        what: what.clone(),
        answer,
    }];
    todo.extend(exchange.since_ns.map(|since_ns| Todo::BlockingEnded { what, since_ns }));
    todo.extend([Todo::TakeGil, Todo::Call(call)]);
    todo
}

/// What keeps an exchange from taking place, and after how long.
fn unreachable(slice: &mut Slice<'_>, route: Route, exchange: &Exchange) -> Option<(u64, Answer)> {
    if matches!(exchange.ask, Ask::More(_)) {
        return None;
    }
    let failure = match reach(&exchange.host, exchange.port) {
        Reach::Unknown => Failure::UnknownHost,
        Reach::Refused => Failure::Refused,
        Reach::Silent => return Some((CONNECT_NS, Answer::Failed(Failure::Silent))),
        Reach::Open if route.fails(slice.chooser) => Failure::Broken,
        Reach::Open => return None,
    };
    Some((route.latency_ns(slice.chooser), Answer::Failed(failure)))
}

/// The answer of a web server, and how long it is under way.
fn web(slice: &mut Slice<'_>, route: Route, request: &http::Request) -> (u64, Answer) {
    let response = http::answer(request);
    let first = response.body.len().min(FIRST_FLIGHT);
    let total_ns = route
        .latency_ns(slice.chooser)
        .saturating_add(route.transfer_ns(request.body.len()))
        .saturating_add(response.work_ns)
        .saturating_add(route.transfer_ns(first));
    (total_ns, Answer::Http(Box::new(response), total_ns))
}

impl Failure {
    fn name(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::Refused => "refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::Silent => "silent",
            Self::TimedOut => "timed_out",
            Self::Broken => "broken",
        }
    }
}

impl Vm {
    /// What `select` returns: pairs of descriptor and events, then pairs of token and answer.
    pub(crate) fn answers(&mut self, ready: Vec<Pending>, events: Vec<(u32, u8)>) -> Res {
        let mut pairs = Vec::with_capacity(ready.len() + events.len());
        for (fd, events) in events {
            pairs.push(self.new_tuple(&[Value::int(i64::from(fd)), Value::int(i64::from(events))])?);
        }
        for Pending { token, answer, .. } in ready {
            let answer = self.answer_value(&answer)?;
            pairs.push(self.new_tuple(&[token, answer])?);
        }
        self.new_list(&pairs)
    }

    /// An answer as the library sees it: `("ready",)`, `("failed", why)`, `("session", number)`, a
    /// statement's result (`sql_answer`), or `("http", status, reason, [(name, value),
    /// ...], body, seconds)`.
    pub(crate) fn answer_value(&mut self, answer: &Answer) -> Res {
        let items = match answer {
            Answer::Ready => vec![self.new_str("ready")?],
            Answer::Session(id) => vec![self.new_str("session")?, self.new_int(*id as i64)?],
            Answer::Sql(result, state) => self.sql_answer(result, state)?,
            Answer::Failed(failure) => vec![self.new_str("failed")?, self.new_str(failure.name())?],
            Answer::Http(response, ns) => {
                let mut headers = Vec::with_capacity(response.headers.len());
                for (name, value) in &response.headers {
                    let pair = [self.new_str(name)?, self.new_str(value)?];
                    headers.push(self.new_tuple(&pair)?);
                }
                vec![
                    self.new_str("http")?,
                    Value::int(i64::from(response.status)),
                    self.new_str(&response.reason)?,
                    self.new_list(&headers)?,
                    self.new_bytes(&response.body)?,
                    Value::float(*ns as f64 / 1e9),
                ]
            }
        };
        self.new_tuple(&items)
    }
}

//! Exchanges with hosts on the simulated network: a thread that waits for the answer, or an event loop's selector that
//! is told of it.
//!
//! Which routes there are and how long they take is the kernel's `Network`; who answers what is `timeslice_services`.

use crate::driver::Todo;
use crate::program::PythonProgram;
use crate::sync::Pending;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};
use timeslice_kernel::{KernelCall, Route, Slice};
use timeslice_services::hosts::{Reach, reach};
use timeslice_services::http;
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
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It is connected, the bytes are there, the time is up.
    Ready,
    /// A web server's response. How long it took, in nanoseconds.
    Http(Box<http::Response>, u64),
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

impl PythonProgram {
    /// Sends what `exchange` asks. A thread that waits goes on with what is returned (last first); for a selector the
    /// answer is noted there.
    pub(crate) fn begin_exchange(&mut self, slice: &mut Slice<'_>, exchange: Exchange) -> Vec<Todo> {
        let route = self.network.route(&exchange.host);
        let Exchange {
            what,
            host,
            port,
            ask,
            connect_ns,
            timeout_ns,
            selector,
        } = exchange;
        let (mut latency_ns, mut answer) = answer(slice, route, &host, port, ask);
        let (limit_ns, too_late) = match answer {
            Answer::Failed(Failure::Silent | Failure::UnknownHost | Failure::Refused) => {
                (connect_ns, Failure::ConnectTimeout)
            }
            _ => (timeout_ns, Failure::TimedOut),
        };
        if let Some(limit_ns) = limit_ns.filter(|limit_ns| *limit_ns < latency_ns) {
            latency_ns = limit_ns;
            answer = Answer::Failed(too_late);
        }
        self.note(
            slice,
            Event::IoStarted {
                what: what.clone(),
                latency_ns,
            },
        );
        let now_ns = slice.now_ns;
        if let Some((selector, token)) = selector {
            self.vm.selectors[selector as usize].requests.push(Pending {
                due_ns: now_ns.saturating_add(latency_ns),
                what,
                token,
                answer,
            });
            return vec![Todo::Deliver(Value::NONE)];
        }
        let call = KernelCall::Io {
            latency_ns,
            cause: WaitCause::Network,
            what: what.clone(),
        };
        let mut todo = vec![
            Todo::Answered {
                what: what.clone(),
                answer: Box::new(answer),
            },
            Todo::TakeGil,
        ];
        if self.vm.threads[self.vm.current].task.is_some() {
            let since_ns = now_ns;
            todo.push(Todo::BlockingEnded { what, since_ns });
        }
        todo.extend([Todo::Call(call), Todo::DropGil(GilDropReason::Blocking)]);
        todo
    }
}

/// What comes back, and after how long.
fn answer(slice: &mut Slice<'_>, route: Route, host: &str, port: u16, ask: Ask) -> (u64, Answer) {
    if let Ask::More(bytes) = ask {
        return (route.transfer_ns(bytes), Answer::Ready);
    }
    let latency_ns = route.latency_ns(slice.chooser);
    let failed = |failure| Answer::Failed(failure);
    match reach(host, port) {
        Reach::Unknown => return (latency_ns, failed(Failure::UnknownHost)),
        Reach::Refused => return (latency_ns, failed(Failure::Refused)),
        Reach::Silent => return (CONNECT_NS, failed(Failure::Silent)),
        Reach::Open => {}
    }
    if route.fails(slice.chooser) {
        return (latency_ns, failed(Failure::Broken));
    }
    match ask {
        Ask::Connect | Ask::More(_) => (latency_ns, Answer::Ready),
        Ask::Http(request) => {
            let sent_ns = route.transfer_ns(request.body.len());
            let response = http::answer(&request);
            let first = response.body.len().min(FIRST_FLIGHT);
            let total_ns = latency_ns
                .saturating_add(sent_ns)
                .saturating_add(response.work_ns)
                .saturating_add(route.transfer_ns(first));
            (total_ns, Answer::Http(Box::new(response), total_ns))
        }
    }
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
    /// What `select` returns: pairs of token and answer.
    pub(crate) fn answers(&mut self, ready: Vec<Pending>) -> Res {
        let mut pairs = Vec::with_capacity(ready.len());
        for Pending { token, answer, .. } in ready {
            let answer = self.answer_value(&answer)?;
            pairs.push(self.new_tuple(&[token, answer])?);
        }
        self.new_list(&pairs)
    }

    /// An answer as the library sees it: `("ready",)`, `("failed", why)`, or `("http", status, reason, [(name, value),
    /// ...], body, seconds)`.
    pub(crate) fn answer_value(&mut self, answer: &Answer) -> Res {
        let items = match answer {
            Answer::Ready => vec![self.new_str("ready")?],
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

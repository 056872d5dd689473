//! A server on a free port with an engine that runs workload tables, and a small HTTP client that shows the bytes as
//! they come.
#![allow(dead_code, reason = "each test file uses its part")]

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use timeslice::engine::{Diagnostic, Engine, MachineRun, SharedEngine, Simulation, machine_config};
use timeslice::runs::Limits;
use timeslice::serve::serve;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::{Budget, Machine, Pause, Program, Slice};
use timeslice_scenario::{Catalogue, RunSpec, link};
use timeslice_trace::{Event, Level, ObjectId, ProcessId, Sink, Stream, ThreadId};
use tokio::sync::oneshot;

/// Longer than anything here takes; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The `code` parameter of a table.
pub(crate) fn bursts(n_rows: usize, n_bursts: usize, length: &str) -> String {
    format!(
        "code={}",
        link::encode_program(&format!("{n_rows} rows of {n_bursts} bursts of {length}"))
    )
}

/// Reads `3 rows of 5 bursts of 1ms`; `endless` and `panic` do what they say.
struct Bursts {
    n_steps: Arc<AtomicU64>,
}

impl Engine for Bursts {
    fn prepare(&self, spec: &RunSpec, _: Level, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>> {
        let source = spec.source.lines().last().unwrap_or_default();
        let words: Vec<&str> = source.split(' ').collect();
        let config = machine_config(spec);
        match words[..] {
            ["endless"] => Ok(Box::new(Endless(Arc::clone(&self.n_steps)))),
            ["panic"] => Ok(Box::new(MachineRun::new(spec, Machine::new(config, budget), Panic))),
            [n_rows, "rows", "of", n_bursts, "bursts", "of", length] => {
                let burst_ns = timeslice_scenario::units::parse_duration(length).unwrap();
                let one = [Burst::Cpu(burst_ns), Burst::Io(burst_ns)];
                let bursts = one
                    .iter()
                    .cycle()
                    .take(n_bursts.parse().unwrap())
                    .copied()
                    .collect::<Vec<_>>();
                let row = |idx| Row {
                    name: format!("row {idx}"),
                    arrival_ns: 0,
                    bursts: bursts.clone(),
                    sched: timeslice_kernel::SchedParams::default(),
                };
                let workload = Workload::new((0..n_rows.parse().unwrap()).map(row).collect());
                let machine = Machine::with_arrivals(config, budget, workload.arrivals());
                Ok(Box::new(MachineRun::new(spec, machine, workload)))
            }
            _ => Err(vec![Diagnostic {
                kind: "SyntaxError",
                message: "not a table".to_owned(),
                line: 1,
                col: 1,
                end_line: 1,
                end_col: 9,
                hint: None,
            }]),
        }
    }
}

/// Prints for ever, beyond any budget.
struct Endless(Arc<AtomicU64>);

impl Simulation for Endless {
    fn run(self: Box<Self>, sink: &mut dyn Sink, should_stop: &mut dyn FnMut() -> bool) -> bool {
        for time_ns in 0.. {
            let text = format!("line {time_ns}\n");
            sink.emit(
                time_ns,
                None,
                Some(ThreadId(0)),
                None,
                Event::Output {
                    stream: Stream::Stdout,
                    text,
                },
            );
            self.0.fetch_add(1, Ordering::Relaxed);
            if should_stop() {
                return false;
            }
            if time_ns > 1_000 && time_ns % 64 == 0 {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
        true
    }
}

struct Panic;

impl Program for Panic {
    fn run(&mut self, _slice: &mut Slice<'_>) -> Pause {
        panic!("a broken invariant, on purpose");
    }

    fn spawned(&mut self, _thread: ThreadId, _process: ProcessId, _token: u64) {}

    fn holder(&self, _object: ObjectId) -> Option<ThreadId> {
        None
    }
}

const SCENARIO: &str = "# /// script\n# [tool.timeslice]\n# title = \"A workload\"\n# summary = \"Bursts.\"\n\
    # machine = { cores = 4 }\n# expect = { outcome = \"finishes\" }\n# ///\n2 rows of 3 bursts of 1us";

/// A server; it ends when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    n_steps: Arc<AtomicU64>,
    shutdown: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server whose programs are workload tables.
    pub(crate) fn start(limits: Limits) -> Self {
        let n_steps = Arc::new(AtomicU64::new(0));
        let engine = Bursts {
            n_steps: Arc::clone(&n_steps),
        };
        let mut server = Self::start_with(Arc::new(engine), limits);
        server.n_steps = n_steps;
        server
    }

    /// A server with any engine.
    pub(crate) fn start_with(engine: SharedEngine, limits: Limits) -> Self {
        let (shutdown, shut_down) = oneshot::channel();
        let (address_sender, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                address_sender.send(listener.local_addr().unwrap()).unwrap();
                let (catalogue, errors) = Catalogue::load([("bursts.py", SCENARIO)]);
                assert_eq!(errors, []);
                serve(listener, catalogue, engine, limits, async { drop(shut_down.await) })
                    .await
                    .unwrap();
            });
        });
        Self {
            address: address.recv().unwrap(),
            n_steps: Arc::default(),
            shutdown: Some(shutdown),
            thread: Some(thread),
        }
    }

    /// Asks it to end and waits until it has.
    pub(crate) fn stop(mut self) {
        self.shutdown.take();
        self.thread.take().unwrap().join().unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], "")
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", path, headers, "")
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        self.request("POST", path, &[], body)
    }

    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send(method, path, headers, body).read_to_end()
    }

    /// Begins a `GET` of a program of one's own.
    pub(crate) fn open(&self, path: &str, source: &str, headers: &[(&str, &str)]) -> Open {
        self.send("GET", &format!("{path}{}", link::encode_program(source)), headers, "")
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Open {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        // A refused body may be answered before it has been read.
        let _ = stream.write_all(request.as_bytes());
        Open {
            stream,
            bytes: Vec::new(),
        }
    }

    pub(crate) fn wait_for_free_places(&self, n: u64) {
        let begun = Instant::now();
        while self.get("/health").json()["free_places"] != n {
            assert!(begun.elapsed() < PATIENCE, "no place became free");
        }
    }

    /// Steps made by endless runs so far.
    pub(crate) fn n_steps(&self) -> u64 {
        self.n_steps.load(Ordering::Relaxed)
    }

    /// The same once their number has stopped growing.
    pub(crate) fn wait_until_steady(&self) -> u64 {
        let begun = Instant::now();
        let mut last = (self.n_steps(), 0);
        while last.1 < 10 {
            std::thread::sleep(Duration::from_millis(20));
            let now = self.n_steps();
            last = if now == last.0 { (now, last.1 + 1) } else { (now, 0) };
            assert!(begun.elapsed() < PATIENCE, "the run does not wait for its reader");
        }
        last.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shutdown.take();
    }
}

/// An answer that may still be coming.
pub(crate) struct Open {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Open {
    /// Reads until the body so far satisfies `is_enough`; whether it did before the end.
    pub(crate) fn read_until(&mut self, is_enough: impl Fn(&[u8]) -> bool) -> bool {
        let mut chunk = [0; 64 << 10];
        let begun = Instant::now();
        loop {
            let answer = Answer::new(&self.bytes);
            if answer.status != 0 && is_enough(&answer.body) {
                return true;
            }
            match self.stream.read(&mut chunk) {
                Ok(n) if n > 0 && begun.elapsed() < PATIENCE => self.bytes.extend_from_slice(&chunk[..n]),
                _ => return false,
            }
        }
    }

    /// Reads as long as `is_wanted`; whether there was enough to read.
    pub(crate) fn read_while(&mut self, is_wanted: impl Fn() -> bool) -> bool {
        let mut chunk = [0; 64 << 10];
        while is_wanted() {
            match self.stream.read(&mut chunk) {
                Ok(n) if n > 0 => self.bytes.extend_from_slice(&chunk[..n]),
                _ => return false,
            }
        }
        true
    }

    pub(crate) fn read_to_end(mut self) -> Answer {
        // The end of a refused upload may be a reset; what came before it counts.
        let _ = self.stream.read_to_end(&mut self.bytes);
        Answer::new(&self.bytes)
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A server-sent event.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) event: String,
    pub(crate) id: Option<String>,
    pub(crate) data: Value,
}

impl Answer {
    fn new(bytes: &[u8]) -> Self {
        let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") else {
            return Self {
                status: 0,
                headers: Vec::new(),
                body: Vec::new(),
            };
        };
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let pair = |line: &str| line.split_once(": ").map(|(k, v)| (k.to_lowercase(), v.to_owned()));
        let headers: Vec<_> = lines.filter_map(pair).collect();
        let is_chunked = headers
            .iter()
            .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let rest = &bytes[end + 4..];
        Self {
            status,
            headers,
            body: if is_chunked { unchunk(rest) } else { rest.to_vec() },
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    pub(crate) fn json_lines(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.text());
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        assert_eq!(self.status, 200, "{}", self.text());
        let message = |text: &str| {
            let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
            Message {
                event: field("event: ").unwrap(),
                id: field("id: "),
                data: serde_json::from_str(&field("data: ").unwrap()).unwrap(),
            }
        };
        self.text()
            .split_terminator("\n\n")
            .filter(|text| !text.starts_with(':'))
            .map(message)
            .collect()
    }

    pub(crate) fn steps(&self) -> Vec<Value> {
        let batches = self.messages().into_iter().filter(|message| message.event == "steps");
        batches
            .flat_map(|batch| batch.data.as_array().unwrap().clone())
            .collect()
    }

    /// What the page's scripts start from.
    pub(crate) fn boot(&self) -> Value {
        let text = self.text();
        let json = text.split("type=\"application/json\"").nth(1).unwrap();
        let json = json.split_once('>').unwrap().1.split("</script>").next().unwrap();
        serde_json::from_str(json).unwrap()
    }

    /// The same answer without its compression.
    pub(crate) fn gunzip(&self) -> Self {
        Self {
            status: self.status,
            headers: self.headers.clone(),
            body: gunzip_prefix(&self.body),
        }
    }
}

fn unchunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        let Some(chunk) = bytes.get(end + 2..end + 2 + size) else {
            break;
        };
        body.extend_from_slice(chunk);
        bytes = bytes.get(end + 4 + size..).unwrap_or_default();
    }
    body
}

/// What can already be read of a gzip stream that may go on.
pub(crate) fn gunzip_prefix(bytes: &[u8]) -> Vec<u8> {
    const GZIP_HEADER_BYTES: usize = 10;
    let Some(deflated) = bytes.get(GZIP_HEADER_BYTES..) else {
        return Vec::new();
    };
    match miniz_oxide::inflate::decompress_to_vec(deflated) {
        Ok(bytes) => bytes,
        Err(error) => error.output,
    }
}

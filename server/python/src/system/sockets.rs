//! Sockets of one machine that talk to each other: TCP and UDP on its own addresses, and Unix sockets. Bytes are there
//! as soon as they are sent, as on Linux's loopback, where the sender does the receiver's part too.
//!
//! It knows no other machines (`exchange.rs`), no packets and no options but the sizes of buffers.

use super::files::SOCKET_BYTES;
use super::{HANDLES_MAX, Interest, Op, Reply, System, Tried, errno};
use std::collections::VecDeque;
use timeslice_trace::{ProcessId, ThreadId, WaitCause};

/// A host (or the path of a Unix socket) and a port.
pub type Address = (String, u16);

/// Any address of this machine.
const ANY: &str = "0.0.0.0";
/// The first port that a socket gets which asks for none (Linux: `ip_local_port_range`).
const FIRST_PORT: u16 = 40_000;
/// What a TCP connection over loopback holds on the sender's and on the receiver's side when nobody reads (Linux
/// lets both grow: 2.5 MiB and, measured, another 1.2 MiB).
const SEND_BYTES: usize = 2_626_560;
const RECEIVE_BYTES: usize = 1_284_096;
/// Most bytes of a UDP datagram, and of all that wait at a socket (`rmem_default`).
const DATAGRAM_BYTES_MAX: usize = 65_507;
const DATAGRAMS_BYTES: usize = 212_992;

/// What a socket sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SocketKind {
    /// A stream of bytes between addresses of the machine: TCP.
    Tcp,
    /// Datagrams: UDP.
    Udp,
    /// A stream of bytes between processes: a Unix socket.
    Unix,
}

/// What a socket has beyond streams of bytes.
#[derive(Debug, Clone)]
pub struct Socket {
    kind: SocketKind,
    local: Option<Address>,
    peer: Option<Address>,
    /// The socket at the other end.
    other: Option<u32>,
    /// An error that its next operation comes to.
    error: Option<i32>,
    /// The other end has broken the connection off.
    is_reset: bool,
    /// It will not read any more.
    is_shut: bool,
    is_open: bool,
    datagrams: VecDeque<(Address, Vec<u8>)>,
    /// Sizes of its buffers, if the program has set them.
    send_bytes: Option<usize>,
    receive_bytes: Option<usize>,
    /// Who waits for a datagram.
    pub(super) waiters: Vec<ThreadId>,
}

impl Socket {
    fn new(kind: SocketKind) -> Self {
        Self {
            kind,
            local: None,
            peer: None,
            other: None,
            error: None,
            is_reset: false,
            is_shut: false,
            is_open: true,
            datagrams: VecDeque::new(),
            send_bytes: None,
            receive_bytes: None,
            waiters: Vec::new(),
        }
    }
}

fn overlap(a: &Address, b: &Address) -> bool {
    a.1 == b.1 && (a.0 == b.0 || a.0 == ANY || b.0 == ANY)
}

impl System {
    /// `socket()`: a descriptor.
    ///
    /// # Errors
    /// EMFILE, ENOSPC.
    pub fn new_socket(&mut self, process: ProcessId, kind: SocketKind) -> Result<i64, i32> {
        let file = self.socket_file(Socket::new(kind), None, None)?;
        self.open(process, file)
    }

    fn socket_file(&mut self, socket: Socket, read: Option<u32>, write: Option<u32>) -> Result<u32, i32> {
        if self.sockets.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        self.sockets.push(socket);
        self.new_file(read, write, Some(self.sockets.len() as u32 - 1))
    }

    /// The socket behind a file.
    ///
    /// # Errors
    /// ENOTSOCK.
    fn socket_of(&mut self, file: u32) -> Result<&mut Socket, i32> {
        let socket = self.files[file as usize].socket.ok_or(errno::ENOTSOCK)?;
        Ok(&mut self.sockets[socket as usize])
    }

    /// `socketpair()`: two descriptors, both of which read and write.
    ///
    /// # Errors
    /// EMFILE, ENOSPC.
    pub fn socket_pair(&mut self, process: ProcessId) -> Result<[i64; 2], i32> {
        let (a, b) = (self.new_channel(SOCKET_BYTES), self.new_channel(SOCKET_BYTES));
        let named = |address: &str| Some((address.to_owned(), 0));
        let mut socket = Socket::new(SocketKind::Unix);
        (socket.local, socket.peer) = (named(""), named(""));
        let first = self.socket_file(socket.clone(), Some(a), Some(b))?;
        let second = self.socket_file(socket, Some(b), Some(a))?;
        self.join(first, second);
        Ok([self.open(process, first)?, self.open(process, second)?])
    }

    /// Two files are the ends of one connection.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.files[a as usize].socket, self.files[b as usize].socket);
        if let (Some(one), Some(other)) = (a, b) {
            self.sockets[one as usize].other = b;
            self.sockets[other as usize].other = a;
        }
    }

    /// Whether it is an end of a `socketpair()`.
    pub(super) fn is_pair(&self, socket: u32) -> bool {
        let socket = &self.sockets[socket as usize];
        socket.kind == SocketKind::Unix && socket.peer.as_ref().is_some_and(|p| p.0.is_empty())
    }

    /// `bind()`. Port 0 stands for any free one.
    ///
    /// # Errors
    /// EADDRINUSE, EINVAL if it has an address, ENOTSOCK.
    pub fn bind(&mut self, file: u32, mut to: Address) -> Result<(), i32> {
        let kind = self.socket_of(file)?.kind;
        if self.socket_of(file)?.local.is_some() {
            return Err(errno::EINVAL);
        }
        if kind != SocketKind::Unix && to.1 == 0 {
            to.1 = self.free_port(kind);
        } else if self.is_taken(kind, &to) {
            return Err(errno::EADDRINUSE);
        }
        self.socket_of(file)?.local = Some(to);
        Ok(())
    }

    /// Connections of a listener have its port and take it from nobody.
    fn is_taken(&self, kind: SocketKind, address: &Address) -> bool {
        self.sockets.iter().any(|s| {
            let is_bound = s.is_open && s.kind == kind && s.peer.is_none();
            is_bound && s.local.as_ref().is_some_and(|local| overlap(local, address))
        })
    }

    fn free_port(&mut self, kind: SocketKind) -> u16 {
        loop {
            let port = FIRST_PORT + self.n_ports % 20_000;
            self.n_ports = self.n_ports.wrapping_add(1);
            if !self.is_taken(kind, &(ANY.to_owned(), port)) {
                return port;
            }
        }
    }

    /// `listen()`
    ///
    /// # Errors
    /// EADDRINUSE, EINVAL if it is connected, EOPNOTSUPP, ENOSPC, ENOTSOCK.
    pub fn listen(&mut self, file: u32, backlog: usize) -> Result<(), i32> {
        let socket = self.socket_of(file)?;
        if socket.kind == SocketKind::Udp {
            return Err(errno::EOPNOTSUPP);
        }
        if socket.peer.is_some() || socket.kind == SocketKind::Unix && socket.local.is_none() {
            return Err(errno::EINVAL);
        }
        let address = match socket.local.clone() {
            Some(address) => address,
            None => (ANY.to_owned(), self.free_port(SocketKind::Tcp)),
        };
        self.socket_of(file)?.local = Some(address.clone());
        if let Some(at) = self.files[file as usize].listener {
            self.listeners[at as usize].backlog = backlog;
            return Ok(());
        }
        if self.listeners.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        self.listeners.push(super::Listener {
            address,
            pending: VecDeque::new(),
            backlog,
            is_open: true,
            waiters: Vec::new(),
        });
        self.files[file as usize].listener = Some(self.listeners.len() as u32 - 1);
        Ok(())
    }

    pub(super) fn listener_at(&self, to: &Address) -> Option<usize> {
        self.listeners.iter().position(|l| l.is_open && overlap(&l.address, to))
    }

    /// Whether somebody listens at a port, or has done so: then nobody else answers there.
    #[must_use]
    pub fn knows_port(&self, port: u16) -> bool {
        self.listeners.iter().any(|l| l.address.1 == port)
    }

    pub(super) fn connect(&mut self, file: u32, to: &Address) -> Tried {
        let mine = match self.socket_of(file) {
            Ok(socket) => socket.clone(),
            Err(code) => return Tried::Done(Reply::Error(code)),
        };
        if mine.peer.is_some() && mine.kind != SocketKind::Udp || self.files[file as usize].listener.is_some() {
            return Tried::Done(Reply::Error(errno::EISCONN));
        }
        let local = mine.local.clone().unwrap_or_else(|| match mine.kind {
            SocketKind::Unix => (String::new(), 0),
            _ => (
                if to.0 == ANY {
                    "127.0.0.1".to_owned()
                } else {
                    to.0.clone()
                },
                self.free_port(mine.kind),
            ),
        });
        if mine.kind == SocketKind::Udp {
            self.with_socket(file, |s| (s.local, s.peer) = (Some(local), Some(to.clone())));
            return Tried::Done(Reply::None);
        }
        let Some(at) = self.listener_at(to) else {
            let is_missing = mine.kind == SocketKind::Unix && !self.listeners.iter().any(|l| l.address == *to);
            return Tried::Done(Reply::Error(if is_missing {
                errno::ENOENT
            } else {
                errno::ECONNREFUSED
            }));
        };
        if self.listeners[at].pending.len() > self.listeners[at].backlog {
            return Tried::Wait(WaitCause::Network, None, None);
        }
        match self.connect_at(file, mine, at, local, to) {
            Ok(()) => Tried::Done(Reply::None),
            Err(code) => Tried::Done(Reply::Error(code)),
        }
    }

    fn with_socket(&mut self, file: u32, change: impl FnOnce(&mut Socket)) {
        if let Ok(socket) = self.socket_of(file) {
            change(socket);
        }
    }

    fn connect_at(&mut self, file: u32, mine: Socket, at: usize, local: Address, to: &Address) -> Result<(), i32> {
        let capacity = |sender: &Socket, receiver: &Socket| match mine.kind {
            SocketKind::Unix => sender.send_bytes.unwrap_or(SOCKET_BYTES),
            _ => sender.send_bytes.unwrap_or(SEND_BYTES) + receiver.receive_bytes.unwrap_or(RECEIVE_BYTES),
        };
        let listens = |f: &&super::File| f.listener == Some(at as u32) && f.refs > 0;
        let listening = self.files.iter().find(listens).and_then(|f| f.socket);
        let mut theirs = Socket::new(mine.kind);
        if let Some(listening) = listening {
            let listening = &self.sockets[listening as usize];
            (theirs.send_bytes, theirs.receive_bytes) = (listening.send_bytes, listening.receive_bytes);
        }
        let there = (
            if to.0 == ANY {
                "127.0.0.1".to_owned()
            } else {
                to.0.clone()
            },
            to.1,
        );
        (theirs.local, theirs.peer) = (Some(there.clone()), Some(local.clone()));
        let (out, back) = (capacity(&mine, &theirs), capacity(&theirs, &mine));
        let (out, back) = (self.new_channel(out), self.new_channel(back));
        let other = self.socket_file(theirs, Some(out), Some(back))?;
        (self.files[file as usize].read, self.files[file as usize].write) = (Some(back), Some(out));
        self.with_socket(file, |s| (s.local, s.peer) = (Some(local), Some(there)));
        self.join(file, other);
        // On its way: the connection counts as open until it is accepted or refused.
        self.files[other as usize].refs += 1;
        self.listeners[at].pending.push_back(other);
        let waiters = std::mem::take(&mut self.listeners[at].waiters);
        self.wakes.extend(waiters);
        Ok(())
    }

    pub(super) fn accept(&mut self, process: ProcessId, file: u32) -> Tried {
        let Some(listener) = self.files[file as usize].listener else {
            return Tried::Done(Reply::Error(errno::EINVAL));
        };
        if self.socket_of(file).is_ok_and(|s| s.is_shut) {
            return Tried::Done(Reply::Error(errno::EINVAL));
        }
        let Some(next) = self.listeners[listener as usize].pending.pop_front() else {
            return Tried::Wait(WaitCause::Network, None, None);
        };
        let waiters = std::mem::take(&mut self.listeners[listener as usize].waiters);
        self.wakes.extend(waiters);
        self.files[next as usize].refs -= 1;
        Tried::Done(match self.open(process, next) {
            Ok(fd) => Reply::Int(fd),
            Err(code) => Reply::Error(code),
        })
    }

    /// `getsockname()`, or with `peer` `getpeername()`.
    ///
    /// # Errors
    /// ENOTCONN, ENOTSOCK.
    pub fn socket_name(&mut self, file: u32, peer: bool) -> Result<Address, i32> {
        let socket = self.socket_of(file)?;
        if peer {
            let gone = socket.is_reset || socket.peer.is_none();
            return socket.peer.clone().filter(|_| !gone).ok_or(errno::ENOTCONN);
        }
        let nothing = if socket.kind == SocketKind::Unix { "" } else { ANY };
        Ok(socket.local.clone().unwrap_or_else(|| (nothing.to_owned(), 0)))
    }

    /// `SO_ERROR`: the error that the next operation would come to, and not any more.
    ///
    /// # Errors
    /// ENOTSOCK.
    pub fn take_error(&mut self, file: u32) -> Result<i32, i32> {
        Ok(self.socket_of(file)?.error.take().unwrap_or(0))
    }

    /// A connection that was begun without waiting has come to this.
    pub fn leave_error(&mut self, file: u32, code: i32) {
        self.with_socket(file, |s| s.error = Some(code));
    }

    /// `SO_SNDBUF`, `SO_RCVBUF`: Linux doubles what is asked for.
    ///
    /// # Errors
    /// ENOTSOCK.
    pub fn set_buffer(&mut self, file: u32, sends: bool, bytes: usize) -> Result<(), i32> {
        let bytes = bytes.clamp(1_152, 212_992) * 2;
        let socket = self.socket_of(file)?;
        *(if sends {
            &mut socket.send_bytes
        } else {
            &mut socket.receive_bytes
        }) = Some(bytes);
        let write = self.files[file as usize].write.filter(|_| sends);
        if let Some(c) = write {
            self.channels[c as usize].capacity = bytes;
        }
        Ok(())
    }

    /// `shutdown()`
    ///
    /// # Errors
    /// ENOTCONN, ENOTSOCK.
    pub fn shutdown(&mut self, file: u32, reads: bool, writes: bool) -> Result<(), i32> {
        let listener = self.files[file as usize].listener;
        let socket = self.socket_of(file)?;
        if let Some(l) = listener {
            socket.is_shut |= reads;
            let listener = &mut self.listeners[l as usize];
            listener.is_open &= !reads;
            self.wakes.append(&mut listener.waiters);
            return Ok(());
        }
        if socket.peer.is_none() {
            return Err(errno::ENOTCONN);
        }
        socket.is_shut |= reads;
        if reads && let Some(c) = self.files[file as usize].read {
            self.wakes.append(&mut self.channels[c as usize].read_waiters);
        }
        if writes && let Some(c) = self.files[file as usize].write.take() {
            let channel = &mut self.channels[c as usize];
            channel.writers -= 1;
            if channel.writers == 0 {
                self.wakes.append(&mut channel.read_waiters);
            }
        }
        Ok(())
    }

    /// There is nothing to read; `is_over`: nor will there be.
    pub(super) fn read_nothing(&mut self, socket: u32, is_over: bool) -> Tried {
        let socket = &mut self.sockets[socket as usize];
        match socket.error.take() {
            Some(code) => Tried::Done(Reply::Error(code)),
            None if is_over || socket.is_shut => Tried::Done(Reply::Bytes(Vec::new())),
            None => Tried::Wait(WaitCause::Network, None, None),
        }
    }

    /// Nobody reads what is sent. TCP hears of it by the first bytes; they are lost.
    pub(super) fn write_to_nobody(&mut self, socket: u32, n_bytes: usize) -> Reply {
        let socket = &mut self.sockets[socket as usize];
        match socket.error.take() {
            Some(code) => Reply::Error(code),
            None if socket.kind == SocketKind::Tcp && !socket.is_reset => {
                socket.is_reset = true;
                Reply::Int(n_bytes as i64)
            }
            None => Reply::Error(errno::EPIPE),
        }
    }

    /// The last descriptor of a socket closes. Bytes that nobody has read break the connection off.
    pub(super) fn socket_closes(&mut self, socket: u32, read: Option<u32>) {
        let unread = read.is_some_and(|c| !self.channels[c as usize].data.is_empty());
        let state = &mut self.sockets[socket as usize];
        state.is_open = false;
        state.datagrams = VecDeque::new();
        let other = state.other.filter(|_| unread);
        if let Some(other) = other {
            self.break_off(other);
        }
    }

    fn break_off(&mut self, socket: u32) {
        let socket = &mut self.sockets[socket as usize];
        socket.error = Some(errno::ECONNRESET);
        socket.is_reset = true;
    }

    /// A connection that nobody accepted is broken off.
    pub(super) fn resets(&mut self, file: u32) {
        let other = self.socket_of(file).ok().and_then(|s| s.other);
        if let Some(other) = other {
            self.break_off(other);
        }
    }

    /// Whether it can be read, for reasons other than bytes in a stream.
    pub(super) fn socket_is_readable(&self, socket: u32) -> Option<bool> {
        let socket = &self.sockets[socket as usize];
        if socket.kind == SocketKind::Udp {
            return Some(!socket.datagrams.is_empty());
        }
        (socket.error.is_some() || socket.is_shut).then_some(true)
    }

    // === Datagrams ===

    /// `sendto()`, or `send()` on a connected socket. What nobody receives, or has no room for, is lost.
    ///
    /// # Errors
    /// EDESTADDRREQ, EMSGSIZE, ENOTSOCK.
    pub fn send_to(&mut self, file: u32, data: &[u8], to: Option<Address>) -> Result<usize, i32> {
        if data.len() > DATAGRAM_BYTES_MAX {
            return Err(errno::EMSGSIZE);
        }
        let socket = self.socket_of(file)?;
        if let Some(code) = socket.error.take() {
            return Err(code);
        }
        let is_connected = socket.peer.is_some();
        let to = to.or_else(|| socket.peer.clone()).ok_or(errno::EDESTADDRREQ)?;
        let from = match socket.local.clone() {
            Some(local) => local,
            None => {
                let local = (ANY.to_owned(), self.free_port(SocketKind::Udp));
                self.socket_of(file)?.local = Some(local.clone());
                local
            }
        };
        let seen = (if from.0 == ANY { "127.0.0.1".to_owned() } else { from.0 }, from.1);
        let accepts = |s: &&mut Socket| {
            s.is_open
                && s.kind == SocketKind::Udp
                && s.local.as_ref().is_some_and(|local| overlap(local, &to))
                && s.peer.as_ref().is_none_or(|peer| *peer == seen)
        };
        match self.sockets.iter_mut().find(accepts) {
            Some(receiver) => {
                let waiting: usize = receiver.datagrams.iter().map(|(_, d)| d.len()).sum();
                if waiting + data.len() <= DATAGRAMS_BYTES {
                    receiver.datagrams.push_back((seen, data.to_vec()));
                    self.wakes.append(&mut receiver.waiters);
                }
            }
            None if is_connected => self.leave_error(file, errno::ECONNREFUSED),
            None => {}
        }
        Ok(data.len())
    }

    pub(super) fn receive(&mut self, file: u32, max: usize) -> Tried {
        let socket = match self.socket_of(file) {
            Ok(socket) => socket,
            Err(code) => return Tried::Done(Reply::Error(code)),
        };
        if let Some(code) = socket.error.take() {
            return Tried::Done(Reply::Error(code));
        }
        match socket.datagrams.pop_front() {
            Some((from, mut data)) => {
                data.truncate(max);
                Tried::Done(Reply::Datagram(data, from))
            }
            None => Tried::Wait(WaitCause::Network, None, None),
        }
    }

    // === Words ===

    /// Whether a file is a socket, and whether it is a datagram socket.
    #[must_use]
    pub fn kind_of(&self, file: u32) -> Option<SocketKind> {
        let socket = self.files[file as usize].socket?;
        Some(self.sockets[socket as usize].kind)
    }

    /// What an operation on sockets waits for, after "waits for"; empty for all others.
    #[must_use]
    pub fn awaited(&self, op: &Op) -> String {
        let socket = |file: &u32| self.files[*file as usize].socket.map(|s| &self.sockets[s as usize]);
        let at = |address: &Option<Address>| match address {
            Some((host, 0)) if host.is_empty() => "the other end".to_owned(),
            Some((path, 0)) => path.clone(),
            Some((_, port)) => format!("port {port}"),
            None => "a socket".to_owned(),
        };
        match op {
            Op::Accept { file } => socket(file).map(|s| format!("a connection to {}", at(&s.local))),
            Op::Read { file, .. } => socket(file).map(|s| match (&s.local, &s.peer) {
                (Some((host, _)), Some((_, peer))) if !host.is_empty() && *peer >= FIRST_PORT => {
                    format!("data from the client at port {peer}")
                }
                _ => format!("data from {}", at(&s.peer)),
            }),
            Op::Receive { file, .. } => socket(file).map(|s| format!("a datagram to {}", at(&s.local))),
            Op::Write { file, .. } | Op::Send { file, .. } => {
                socket(file).map(|s| format!("room in the buffer to {}", at(&s.peer)))
            }
            Op::Connect { to, .. } => Some(format!("room in the backlog of {}", at(&Some(to.clone())))),
            Op::Poll { files } => self.awaited_of(files),
            _ => None,
        }
        .unwrap_or_default()
    }

    fn awaited_of(&self, files: &[Interest]) -> Option<String> {
        match files {
            [one] if one.events == Interest::READ => Some(match self.files[one.file as usize].listener {
                Some(_) => self.awaited(&Op::Accept { file: one.file }),
                None => self.awaited(&Op::Read {
                    file: one.file,
                    max: 1,
                    peek: true,
                }),
            }),
            [] => None,
            _ => {
                let is_socket = |i: &&Interest| self.files[i.file as usize].socket.is_some();
                let n = files.iter().filter(is_socket).count();
                (n > 0).then(|| format!("one of {n} sockets"))
            }
        }
    }
}

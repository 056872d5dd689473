//! Open files: pipes, socket pairs, listening sockets. Streams of bytes with a bounded buffer, as in Linux (P6).

use super::{HANDLES_MAX, Reply, System, Tried, errno};
use std::collections::VecDeque;
use timeslice_trace::{Event, ProcessId, ThreadId, WaitCause};

/// What a pipe holds before a writer waits.
const PIPE_BYTES: usize = 64 << 10;
/// What one direction of a socket pair holds, in usable bytes (P6: 200 KiB).
const SOCKET_BYTES: usize = 200 << 10;

/// A stream of bytes in one direction.
#[derive(Debug, Clone, Default)]
pub struct Channel {
    /// Written and not read.
    pub data: VecDeque<u8>,
    capacity: usize,
    /// Open files that can read it.
    readers: u32,
    /// Open files that can write to it.
    writers: u32,
    read_waiters: Vec<ThreadId>,
    write_waiters: Vec<ThreadId>,
    /// Bytes in it of which the trace knows: those that are on their way to another process.
    told: u64,
}

impl Channel {
    pub(super) fn forget(&mut self, threads: &[ThreadId]) {
        self.read_waiters.retain(|t| !threads.contains(t));
        self.write_waiters.retain(|t| !threads.contains(t));
    }
}

/// A socket that accepts connections.
#[derive(Debug, Clone)]
pub struct Listener {
    address: String,
    /// Connections nobody has accepted: indices of files.
    pending: VecDeque<u32>,
    is_open: bool,
    pub(super) waiters: Vec<ThreadId>,
}

/// An open file: what descriptors of one or several processes refer to.
#[derive(Debug, Clone, Copy)]
pub struct File {
    read: Option<u32>,
    write: Option<u32>,
    listener: Option<u32>,
    /// Descriptors that refer to it.
    refs: u32,
}

impl System {
    fn new_channel(&mut self, capacity: usize) -> u32 {
        self.channels.push(Channel {
            capacity,
            readers: 1,
            writers: 1,
            ..Channel::default()
        });
        self.channels.len() as u32 - 1
    }

    fn new_file(&mut self, read: Option<u32>, write: Option<u32>, listener: Option<u32>) -> Result<u32, i32> {
        if self.files.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        self.files.push(File {
            read,
            write,
            listener,
            refs: 0,
        });
        Ok(self.files.len() as u32 - 1)
    }

    /// The lowest free descriptor of `process` refers to `file` from now on.
    ///
    /// # Errors
    /// EMFILE.
    pub fn open(&mut self, process: ProcessId, file: u32) -> Result<i64, i32> {
        let fds = &mut self.processes[process.idx()].fds;
        let at = match fds.iter().skip(super::FIRST_FD).position(Option::is_none) {
            Some(i) => i + super::FIRST_FD,
            None if fds.len() >= super::FILES_MAX => return Err(errno::EMFILE),
            None => {
                fds.push(None);
                fds.len() - 1
            }
        };
        fds[at] = Some(file);
        self.files[file as usize].refs += 1;
        Ok(at as i64)
    }

    /// The same for a descriptor that the caller chooses.
    pub fn open_at(&mut self, process: ProcessId, fd: usize, file: u32) {
        let _ = self.close(process, fd as i64);
        let fds = &mut self.processes[process.idx()].fds;
        if fds.len() <= fd {
            fds.resize(fd + 1, None);
        }
        fds[fd] = Some(file);
        self.files[file as usize].refs += 1;
    }

    /// The file behind a descriptor.
    ///
    /// # Errors
    /// EBADF.
    pub fn file(&self, process: ProcessId, fd: i64) -> Result<u32, i32> {
        let fds = &self.processes[process.idx()].fds;
        let at = usize::try_from(fd).map_err(|_| errno::EBADF)?;
        fds.get(at).copied().flatten().ok_or(errno::EBADF)
    }

    /// `os.pipe()`: descriptors to read and to write.
    ///
    /// # Errors
    /// EMFILE, ENOSPC.
    pub fn pipe(&mut self, process: ProcessId) -> Result<[i64; 2], i32> {
        let c = self.new_channel(PIPE_BYTES);
        let r = self.new_file(Some(c), None, None)?;
        let w = self.new_file(None, Some(c), None)?;
        Ok([self.open(process, r)?, self.open(process, w)?])
    }

    fn pair(&mut self) -> Result<[u32; 2], i32> {
        let (a, b) = (self.new_channel(SOCKET_BYTES), self.new_channel(SOCKET_BYTES));
        Ok([
            self.new_file(Some(a), Some(b), None)?,
            self.new_file(Some(b), Some(a), None)?,
        ])
    }

    /// `socketpair()`: two descriptors, both of which read and write.
    ///
    /// # Errors
    /// EMFILE, ENOSPC.
    pub fn socket_pair(&mut self, process: ProcessId) -> Result<[i64; 2], i32> {
        let [a, b] = self.pair()?;
        Ok([self.open(process, a)?, self.open(process, b)?])
    }

    /// A socket that accepts connections at `address`.
    ///
    /// # Errors
    /// EADDRINUSE, EMFILE, ENOSPC.
    pub fn listen(&mut self, process: ProcessId, address: String) -> Result<i64, i32> {
        if self.listeners.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        if self.listeners.iter().any(|l| l.is_open && l.address == address) {
            return Err(errno::EADDRINUSE);
        }
        self.listeners.push(Listener {
            address,
            pending: VecDeque::new(),
            is_open: true,
            waiters: Vec::new(),
        });
        let file = self.new_file(None, None, Some(self.listeners.len() as u32 - 1))?;
        self.open(process, file)
    }

    /// Connects to whoever listens at `address`.
    ///
    /// # Errors
    /// ECONNREFUSED, EMFILE, ENOSPC.
    pub fn connect(&mut self, process: ProcessId, address: &str) -> Result<i64, i32> {
        let at = self.listeners.iter().position(|l| l.is_open && l.address == address);
        let at = at.ok_or(errno::ECONNREFUSED)?;
        let [mine, theirs] = self.pair()?;
        // On its way: the connection counts as open until it is accepted or refused.
        self.files[theirs as usize].refs += 1;
        self.listeners[at].pending.push_back(theirs);
        let waiters = std::mem::take(&mut self.listeners[at].waiters);
        self.wakes.extend(waiters);
        self.open(process, mine)
    }

    pub(super) fn accept(&mut self, process: ProcessId, file: u32) -> Tried {
        let Some(listener) = self.files[file as usize].listener else {
            return Tried::Done(Reply::Error(errno::EBADF));
        };
        let Some(next) = self.listeners[listener as usize].pending.pop_front() else {
            return Tried::Wait(WaitCause::Network, None, None);
        };
        self.files[next as usize].refs -= 1;
        Tried::Done(match self.open(process, next) {
            Ok(fd) => Reply::Int(fd),
            Err(code) => Reply::Error(code),
        })
    }

    /// `os.close()`
    ///
    /// # Errors
    /// EBADF.
    pub fn close(&mut self, process: ProcessId, fd: i64) -> Result<(), i32> {
        let file = self.file(process, fd)?;
        self.processes[process.idx()].fds[fd as usize] = None;
        self.unref(file);
        Ok(())
    }

    fn unref(&mut self, file: u32) {
        let state = &mut self.files[file as usize];
        state.refs -= 1;
        if state.refs > 0 {
            return;
        }
        let File {
            read, write, listener, ..
        } = *state;
        if let Some(c) = read {
            let channel = &mut self.channels[c as usize];
            channel.readers -= 1;
            if channel.readers == 0 {
                channel.data = VecDeque::new();
                self.wakes.append(&mut channel.write_waiters);
            }
        }
        if let Some(c) = write {
            let channel = &mut self.channels[c as usize];
            channel.writers -= 1;
            if channel.writers == 0 {
                self.wakes.append(&mut channel.read_waiters);
            }
        }
        if let Some(l) = listener {
            let listener = &mut self.listeners[l as usize];
            listener.is_open = false;
            self.wakes.append(&mut listener.waiters);
            for file in std::mem::take(&mut listener.pending) {
                self.unref(file);
            }
        }
    }

    /// `child` begins with copies of its parent's descriptors and signal handlers (`fork`).
    pub fn inherit_files(&mut self, parent: ProcessId, child: ProcessId) {
        let fds = self.processes[parent.idx()].fds.clone();
        for &file in fds.iter().flatten() {
            self.files[file as usize].refs += 1;
        }
        let signals = self.processes[parent.idx()].signals.inherited();
        let child = &mut self.processes[child.idx()];
        (child.fds, child.signals) = (fds, signals);
    }

    /// Holds a file open while it travels to another process; its ticket.
    ///
    /// # Errors
    /// EBADF.
    pub fn send_file(&mut self, process: ProcessId, fd: i64) -> Result<i64, i32> {
        let file = self.file(process, fd)?;
        self.files[file as usize].refs += 1;
        self.in_flight.push(Some(file));
        Ok(self.in_flight.len() as i64 - 1)
    }

    /// Another ticket for the same file.
    ///
    /// # Errors
    /// EBADF: it has arrived before.
    pub fn copy_ticket(&mut self, ticket: usize) -> Result<i64, i32> {
        let file = self.in_flight.get(ticket).copied().flatten().ok_or(errno::EBADF)?;
        self.files[file as usize].refs += 1;
        self.in_flight.push(Some(file));
        Ok(self.in_flight.len() as i64 - 1)
    }

    /// The descriptor of a file that has arrived.
    ///
    /// # Errors
    /// EBADF: it has arrived before.
    pub fn receive_file(&mut self, process: ProcessId, ticket: i64) -> Result<i64, i32> {
        let slot = usize::try_from(ticket).ok().and_then(|t| self.in_flight.get_mut(t));
        let file = slot.and_then(Option::take).ok_or(errno::EBADF)?;
        let fd = self.open(process, file)?;
        self.files[file as usize].refs -= 1;
        Ok(fd)
    }

    pub(super) fn read(&mut self, file: u32, max: usize) -> Tried {
        let Some(c) = self.files[file as usize].read else {
            return Tried::Done(Reply::Error(errno::EBADF));
        };
        let channel = &mut self.channels[c as usize];
        if channel.data.is_empty() {
            if channel.writers == 0 || max == 0 {
                return Tried::Done(Reply::Bytes(Vec::new()));
            }
            return Tried::Wait(WaitCause::Pipe, None, None);
        }
        let n = channel.data.len().min(max);
        let bytes = channel.data.drain(..n).collect();
        self.wakes.append(&mut channel.write_waiters);
        Tried::Done(Reply::Bytes(bytes))
    }

    pub(super) fn write(&mut self, file: u32, data: &[u8], at: &mut usize) -> Tried {
        let Some(c) = self.files[file as usize].write else {
            return Tried::Done(Reply::Error(errno::EBADF));
        };
        let channel = &mut self.channels[c as usize];
        if channel.readers == 0 {
            return Tried::Done(Reply::Error(errno::EPIPE));
        }
        let room = channel.capacity.saturating_sub(channel.data.len());
        let n = room.min(data.len() - *at);
        channel.data.extend(&data[*at..*at + n]);
        *at += n;
        if n > 0 {
            self.wakes.append(&mut channel.read_waiters);
        }
        if *at == data.len() {
            Tried::Done(Reply::Int(data.len() as i64))
        } else {
            Tried::Wait(WaitCause::Pipe, None, None)
        }
    }

    /// `process` has just written `n_bytes` of a message to `file`: what there is to tell, if others can read them.
    pub fn sent(&mut self, process: ProcessId, file: u32, n_bytes: usize, message: usize) -> Option<Event> {
        let pipe = self.files[file as usize].write?;
        let reads = |fd: &Option<u32>| fd.is_some_and(|file| self.files[file as usize].read == Some(pipe));
        let others = self.processes.iter().enumerate();
        let mut others = others.filter(|(id, p)| *id != process.idx() && p.fds.iter().any(reads));
        let (first, _) = others.next()?;
        let to = others.next().is_none().then_some(ProcessId(first as u32));
        self.channels[pipe as usize].told += n_bytes as u64;
        Some(Event::BytesSent {
            pipe,
            bytes: n_bytes as u64,
            message: message as u64,
            to,
        })
    }

    /// `n_bytes` have just been read from `file`: what there is to tell, if they came from another process.
    pub fn received(&mut self, file: u32, n_bytes: usize) -> Option<Event> {
        let pipe = self.files[file as usize].read?;
        let told = &mut self.channels[pipe as usize].told;
        let bytes = (n_bytes as u64).min(*told);
        *told -= bytes;
        (bytes > 0).then_some(Event::BytesReceived { pipe, bytes })
    }

    /// Whether a read would not wait.
    #[must_use]
    pub fn is_readable(&self, file: u32) -> bool {
        let file = &self.files[file as usize];
        if let Some(l) = file.listener {
            return !self.listeners[l as usize].pending.is_empty();
        }
        file.read.is_none_or(|c| {
            let channel = &self.channels[c as usize];
            !channel.data.is_empty() || channel.writers == 0
        })
    }

    /// Whether a write would fail because nobody can read.
    #[must_use]
    pub fn is_broken(&self, file: u32) -> bool {
        let write = self.files[file as usize].write;
        write.is_some_and(|c| self.channels[c as usize].readers == 0)
    }

    pub(super) fn poll(&self, files: &[(u32, u32)]) -> Tried {
        let ready: Vec<i64> = files
            .iter()
            .filter(|&&(_, file)| self.is_readable(file))
            .map(|&(fd, _)| i64::from(fd))
            .collect();
        if ready.is_empty() {
            Tried::Wait(WaitCause::Pipe, None, None)
        } else {
            Tried::Done(Reply::Ints(ready))
        }
    }

    pub(super) fn enlist_reader(&mut self, file: u32, thread: ThreadId) {
        let file = self.files[file as usize];
        if let Some(c) = file.read {
            self.channels[c as usize].read_waiters.push(thread);
        }
        if let Some(l) = file.listener {
            self.listeners[l as usize].waiters.push(thread);
        }
    }

    pub(super) fn enlist_writer(&mut self, file: u32, thread: ThreadId) {
        if let Some(c) = self.files[file as usize].write {
            self.channels[c as usize].write_waiters.push(thread);
        }
    }

    pub(super) fn delist_file(&mut self, file: u32, thread: ThreadId) {
        let file = self.files[file as usize];
        for c in [file.read, file.write].into_iter().flatten() {
            self.channels[c as usize].forget(&[thread]);
        }
        if let Some(l) = file.listener {
            self.listeners[l as usize].waiters.retain(|&t| t != thread);
        }
    }
}

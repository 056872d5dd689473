//! Open files: pipes and streams of bytes with a bounded buffer, as in Linux (P6). What sockets add is in `sockets`.

use super::sockets::Address;
use super::{HANDLES_MAX, Interest, Reply, System, Tried, errno};
use std::collections::VecDeque;
use timeslice_trace::{Event, ProcessId, ThreadId, WaitCause};

/// What a pipe holds before a writer waits.
const PIPE_BYTES: usize = 64 << 10;
/// What one direction of a socket pair holds, in usable bytes (P6: 200 KiB).
pub(super) const SOCKET_BYTES: usize = 200 << 10;

/// A stream of bytes in one direction.
#[derive(Debug, Clone, Default)]
pub struct Channel {
    /// Written and not read.
    pub data: VecDeque<u8>,
    pub(super) capacity: usize,
    /// Open files that can read it.
    pub(super) readers: u32,
    /// Open files that can write to it.
    pub(super) writers: u32,
    pub(super) read_waiters: Vec<ThreadId>,
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
    pub(super) address: Address,
    /// Connections nobody has accepted: indices of files.
    pub(super) pending: VecDeque<u32>,
    /// With more of them than this, who connects waits.
    pub(super) backlog: usize,
    pub(super) is_open: bool,
    /// Who waits for a connection, and who waits to connect.
    pub(super) waiters: Vec<ThreadId>,
}

/// An open file: what descriptors of one or several processes refer to.
#[derive(Debug, Clone, Copy)]
pub struct File {
    pub(super) read: Option<u32>,
    pub(super) write: Option<u32>,
    pub(super) listener: Option<u32>,
    /// What it is beyond a stream of bytes.
    pub(super) socket: Option<u32>,
    /// Descriptors that refer to it.
    pub(super) refs: u32,
}

impl System {
    pub(super) fn new_channel(&mut self, capacity: usize) -> u32 {
        self.channels.push(Channel {
            capacity,
            readers: 1,
            writers: 1,
            ..Channel::default()
        });
        self.channels.len() as u32 - 1
    }

    pub(super) fn new_file(&mut self, read: Option<u32>, write: Option<u32>, socket: Option<u32>) -> Result<u32, i32> {
        if self.files.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        self.files.push(File {
            read,
            write,
            listener: None,
            socket,
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

    /// The lowest free descriptor of `process`, for what is kept elsewhere: a file on the disk, an epoll.
    ///
    /// # Errors
    /// EMFILE.
    pub fn reserve(&mut self, process: ProcessId) -> Result<i64, i32> {
        let file = match self.elsewhere {
            Some(file) => file,
            None => {
                let file = self.new_file(None, None, None)?;
                self.files[file as usize].refs = 1;
                *self.elsewhere.insert(file)
            }
        };
        self.open(process, file)
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
            read,
            write,
            listener,
            socket,
            ..
        } = *state;
        if let Some(socket) = socket {
            self.socket_closes(socket, read);
        }
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
                self.resets(file);
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

    pub(super) fn read(&mut self, file: u32, max: usize, peek: bool) -> Tried {
        let File { read, socket, .. } = self.files[file as usize];
        let Some(c) = read else {
            let code = if socket.is_some() {
                errno::ENOTCONN
            } else {
                errno::EBADF
            };
            return Tried::Done(Reply::Error(code));
        };
        let channel = &mut self.channels[c as usize];
        if channel.data.is_empty() {
            let is_over = channel.writers == 0 || max == 0;
            return match socket {
                Some(socket) => self.read_nothing(socket, is_over),
                None if is_over => Tried::Done(Reply::Bytes(Vec::new())),
                None => Tried::Wait(WaitCause::Pipe, None, None),
            };
        }
        let n = channel.data.len().min(max);
        if peek {
            return Tried::Done(Reply::Bytes(channel.data.iter().take(n).copied().collect()));
        }
        let bytes = channel.data.drain(..n).collect();
        self.wakes.append(&mut channel.write_waiters);
        Tried::Done(Reply::Bytes(bytes))
    }

    /// Writes what there is room for; with `all`, it is not done before everything is written.
    pub(super) fn write(&mut self, file: u32, data: &[u8], at: &mut usize, all: bool) -> Tried {
        let File { write, socket, .. } = self.files[file as usize];
        let Some(c) = write else {
            let code = if socket.is_some() { errno::EPIPE } else { errno::EBADF };
            return Tried::Done(Reply::Error(code));
        };
        let channel = &mut self.channels[c as usize];
        if channel.readers == 0 {
            return Tried::Done(match socket {
                Some(socket) => self.write_to_nobody(socket, data.len()),
                None => Reply::Error(errno::EPIPE),
            });
        }
        let room = channel.capacity.saturating_sub(channel.data.len());
        let n = room.min(data.len() - *at);
        channel.data.extend(&data[*at..*at + n]);
        *at += n;
        if n > 0 {
            self.wakes.append(&mut channel.read_waiters);
        }
        if *at == data.len() || n > 0 && !all {
            Tried::Done(Reply::Int(*at as i64))
        } else {
            let is_socket = socket.is_some();
            Tried::Wait(if is_socket { WaitCause::Network } else { WaitCause::Pipe }, None, None)
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
        if let Some(answer) = file.socket.and_then(|s| self.socket_is_readable(s)) {
            return answer;
        }
        file.read.is_none_or(|c| {
            let channel = &self.channels[c as usize];
            !channel.data.is_empty() || channel.writers == 0
        })
    }

    /// Whether a write would not wait.
    #[must_use]
    pub fn is_writable(&self, file: u32) -> bool {
        let file = &self.files[file as usize];
        file.listener.is_none()
            && file.write.is_none_or(|c| {
                let channel = &self.channels[c as usize];
                channel.readers == 0 || channel.data.len() < channel.capacity
            })
    }

    /// What of the events that `interest` asks for is so.
    #[must_use]
    pub fn events(&self, interest: Interest) -> u8 {
        let is = |bit: u8, is_so: bool| if is_so { interest.events & bit } else { 0 };
        is(Interest::READ, self.is_readable(interest.file)) | is(Interest::WRITE, self.is_writable(interest.file))
    }

    pub(super) fn poll(&self, files: &[Interest]) -> Tried {
        let mut found = Vec::new();
        for &interest in files {
            let events = self.events(interest);
            if events != 0 {
                found.extend([i64::from(interest.fd), i64::from(events)]);
            }
        }
        if !found.is_empty() {
            return Tried::Done(Reply::Ints(found));
        }
        let is_socket = |i: &Interest| self.files[i.file as usize].socket.is_some_and(|s| !self.is_pair(s));
        let cause = if files.iter().any(is_socket) {
            WaitCause::Network
        } else {
            WaitCause::Pipe
        };
        Tried::Wait(cause, None, None)
    }

    pub(crate) fn watch(&mut self, interest: Interest, thread: ThreadId) {
        if interest.events & Interest::READ != 0 {
            self.enlist_reader(interest.file, thread);
        }
        if interest.events & Interest::WRITE != 0 {
            self.enlist_writer(interest.file, thread);
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
        if let Some(s) = file.socket {
            self.sockets[s as usize].waiters.push(thread);
        }
    }

    pub(super) fn enlist_writer(&mut self, file: u32, thread: ThreadId) {
        if let Some(c) = self.files[file as usize].write {
            self.channels[c as usize].write_waiters.push(thread);
        }
    }

    pub(crate) fn delist_file(&mut self, file: u32, thread: ThreadId) {
        let file = self.files[file as usize];
        for c in [file.read, file.write].into_iter().flatten() {
            self.channels[c as usize].forget(&[thread]);
        }
        if let Some(l) = file.listener {
            self.listeners[l as usize].waiters.retain(|&t| t != thread);
        }
        if let Some(s) = file.socket {
            self.sockets[s as usize].waiters.retain(|&t| t != thread);
        }
    }
}

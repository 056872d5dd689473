//! The files of the simulated machine: a tree in memory that all its processes share and that ends with the run.
//!
//! It knows no descriptors, buffers or encodings, which are the library's (`prelude/_io_files.py`), and no errors but
//! Linux's numbers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The working directory of a process that starts.
pub(crate) const HOME: &str = "/home/user";
/// What can be written to.
const WRITABLE: [&str; 2] = [HOME, "/tmp"];
/// Directories that there are.
const DIRECTORIES: [&str; 10] = [
    "/", "/bin", "/dev", "/etc", "/home", HOME, "/root", "/tmp", "/usr", "/usr/bin",
];
/// Bytes that all files hold together.
const BYTES_MAX: usize = 32 << 20;
/// Files and directories.
const ENTRIES_MAX: usize = 20_000;

/// An error number of Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub(crate) i64);

const ENOENT: Errno = Errno(2);
const EACCES: Errno = Errno(13);
const EBUSY: Errno = Errno(16);
const EEXIST: Errno = Errno(17);
const ENOTDIR: Errno = Errno(20);
const EISDIR: Errno = Errno(21);
const ENOSPC: Errno = Errno(28);
const ENOTEMPTY: Errno = Errno(39);

/// What `strerror` says of it.
pub(crate) fn strerror(e: Errno) -> &'static str {
    match e {
        ENOENT => "No such file or directory",
        EACCES => "Permission denied",
        EBUSY => "Device or resource busy",
        EEXIST => "File exists",
        ENOTDIR => "Not a directory",
        EISDIR => "Is a directory",
        ENOSPC => "No space left on device",
        ENOTEMPTY => "Directory not empty",
        _ => "Input/output error",
    }
}

type Result<T> = std::result::Result<T, Errno>;

/// How `open` opens: the bits of `O_CREAT` and its kin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenFlags(pub(crate) i64);

impl OpenFlags {
    fn has(self, bit: i64) -> bool {
        self.0 & bit != 0
    }
    fn writes(self) -> bool {
        self.0 & 3 != 0
    }
    fn creates(self) -> bool {
        self.has(0o100)
    }
    fn exclusive(self) -> bool {
        self.has(0o200)
    }
    fn truncates(self) -> bool {
        self.has(0o1000)
    }
}

/// What `stat` tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stat {
    pub(crate) is_dir: bool,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) modified_ns: u64,
    pub(crate) mode: u32,
}

#[derive(Debug, Clone)]
struct Entry {
    /// `None`: a directory.
    data: Option<u64>,
    inode: u64,
    modified_ns: u64,
}

/// A file that bytes vanish in.
const DEV_NULL: &str = "/dev/null";

/// The tree. Paths are absolute and without `.`, `..` or a slash at the end.
#[derive(Debug, Clone)]
pub(crate) struct FileSystem {
    entries: BTreeMap<String, Entry>,
    /// Contents by inode; those of a removed file stay for whoever has it open.
    contents: BTreeMap<u64, Arc<Vec<u8>>>,
    next_inode: u64,
    bytes: usize,
    null: u64,
}

impl FileSystem {
    fn new(start_ns: u64) -> Self {
        let mut fs = Self {
            entries: BTreeMap::new(),
            contents: BTreeMap::new(),
            next_inode: 2,
            bytes: 0,
            null: 0,
        };
        for path in DIRECTORIES {
            fs.add(path, None, start_ns);
        }
        fs.null = fs.add(DEV_NULL, Some(Vec::new()), start_ns);
        fs
    }

    fn add(&mut self, path: &str, data: Option<Vec<u8>>, now_ns: u64) -> u64 {
        let inode = self.next_inode;
        self.next_inode += 1;
        let entry = Entry {
            data: data.is_some().then_some(inode),
            inode,
            modified_ns: now_ns,
        };
        if let Some(data) = data {
            self.bytes += data.len();
            self.contents.insert(inode, Arc::new(data));
        }
        self.entries.insert(path.to_owned(), entry);
        inode
    }

    fn entry(&self, path: &str) -> Result<&Entry> {
        if let Some(e) = self.entries.get(path) {
            return Ok(e);
        }
        // A file in the place of a directory is another mistake than nothing there.
        let mut at = path;
        while let Some(slash) = at.rfind('/') {
            at = &at[..slash];
            match self.entries.get(if at.is_empty() { "/" } else { at }) {
                Some(e) if e.data.is_some() => return Err(ENOTDIR),
                Some(_) => break,
                None => {}
            }
        }
        Err(ENOENT)
    }

    fn parent(path: &str) -> &str {
        match path.rfind('/') {
            None | Some(0) => "/",
            Some(i) => &path[..i],
        }
    }

    /// Whether an entry may be made or removed here.
    fn check_parent(&self, path: &str) -> Result<()> {
        let parent = Self::parent(path);
        let e = self.entry(parent)?;
        if e.data.is_some() {
            return Err(ENOTDIR);
        }
        let below = |dir: &str| parent == dir || parent.starts_with(&format!("{dir}/"));
        if WRITABLE.iter().any(|d| below(d)) {
            Ok(())
        } else {
            Err(EACCES)
        }
    }

    fn room(&self, more: usize) -> Result<()> {
        if self.bytes + more > BYTES_MAX || self.entries.len() >= ENTRIES_MAX {
            return Err(ENOSPC);
        }
        Ok(())
    }

    /// The inode of a file, made or cut if the flags say so.
    pub(crate) fn open(&mut self, path: &str, flags: OpenFlags, now_ns: u64) -> Result<u64> {
        match self.entry(path).map(|e| e.data) {
            Ok(_) if flags.exclusive() && flags.creates() => Err(EEXIST),
            Ok(None) if flags.writes() => Err(EISDIR),
            Ok(None) => Err(EISDIR),
            Ok(Some(inode)) => {
                if flags.writes() && inode != self.null {
                    self.check_parent(path).map_err(|_| EACCES)?;
                }
                if flags.truncates() && flags.writes() {
                    self.truncate(inode, 0, now_ns)?;
                }
                Ok(inode)
            }
            Err(ENOENT) if flags.creates() => {
                self.check_parent(path)?;
                self.room(0)?;
                Ok(self.add(path, Some(Vec::new()), now_ns))
            }
            Err(e) => Err(e),
        }
    }

    /// Up to `n` bytes from `at` on.
    pub(crate) fn read(&self, inode: u64, at: u64, n: usize) -> Vec<u8> {
        let Some(data) = self.contents.get(&inode) else {
            return Vec::new();
        };
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(data.len());
        let to = from.saturating_add(n).min(data.len());
        data[from..to].to_vec()
    }

    /// Writes at a position, or at the end; gives the position after it.
    pub(crate) fn write(&mut self, inode: u64, at: Option<u64>, bytes: &[u8], now_ns: u64) -> Result<u64> {
        if inode == self.null {
            return Ok(at.unwrap_or(0) + bytes.len() as u64);
        }
        let len = self.size(inode);
        let at = at.unwrap_or(len);
        let end = at.saturating_add(bytes.len() as u64);
        if end > len {
            self.resize(inode, end)?;
        }
        if let Some(data) = self.contents.get_mut(&inode) {
            let from = at as usize;
            Arc::make_mut(data)[from..from + bytes.len()].copy_from_slice(bytes);
        }
        self.touch(inode, now_ns);
        Ok(end)
    }

    fn resize(&mut self, inode: u64, size: u64) -> Result<()> {
        let old = self.size(inode) as usize;
        let size = usize::try_from(size).map_err(|_| ENOSPC)?;
        self.room(size.saturating_sub(old))?;
        if let Some(data) = self.contents.get_mut(&inode) {
            Arc::make_mut(data).resize(size, 0);
            self.bytes = self.bytes + size - old;
        }
        Ok(())
    }

    /// Cuts or lengthens.
    pub(crate) fn truncate(&mut self, inode: u64, size: u64, now_ns: u64) -> Result<()> {
        if inode == self.null {
            return Ok(());
        }
        self.resize(inode, size)?;
        self.touch(inode, now_ns);
        Ok(())
    }

    fn touch(&mut self, inode: u64, now_ns: u64) {
        if let Some(e) = self.entries.values_mut().find(|e| e.inode == inode) {
            e.modified_ns = now_ns;
        }
    }

    /// Bytes of a file.
    pub(crate) fn size(&self, inode: u64) -> u64 {
        self.contents.get(&inode).map_or(0, |d| d.len() as u64)
    }

    /// What is at a path.
    pub(crate) fn stat(&self, path: &str) -> Result<Stat> {
        let e = self.entry(path)?;
        let mode = match (e.data, path) {
            (None, "/tmp") => 0o041_777,
            (None, _) => 0o040_755,
            (Some(inode), _) if inode == self.null => 0o020_666,
            (Some(_), _) => 0o100_644,
        };
        Ok(Stat {
            is_dir: e.data.is_none(),
            inode: e.inode,
            size: e.data.map_or(4096, |inode| self.size(inode)),
            modified_ns: e.modified_ns,
            mode,
        })
    }

    fn children<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let prefix = if path == "/" {
            "/".to_owned()
        } else {
            format!("{path}/")
        };
        self.entries
            .range(prefix.clone()..)
            .map(|(p, _)| p.as_str())
            .take_while({
                let prefix = prefix.clone();
                move |p| p.starts_with(&prefix)
            })
            .filter_map(move |p| p.get(prefix.len()..))
            .filter(|rest| !rest.is_empty() && !rest.contains('/'))
    }

    /// The names in a directory, in order.
    pub(crate) fn list(&self, path: &str) -> Result<Vec<String>> {
        if self.entry(path)?.data.is_some() {
            return Err(ENOTDIR);
        }
        if path == "/root" {
            return Err(EACCES);
        }
        Ok(self.children(path).map(str::to_owned).collect())
    }

    /// Makes a directory.
    pub(crate) fn mkdir(&mut self, path: &str, now_ns: u64) -> Result<()> {
        if self.entry(path).is_ok() {
            return Err(EEXIST);
        }
        self.check_parent(path)?;
        self.room(0)?;
        self.add(path, None, now_ns);
        Ok(())
    }

    /// Removes an empty directory.
    pub(crate) fn rmdir(&mut self, path: &str) -> Result<()> {
        if self.entry(path)?.data.is_some() {
            return Err(ENOTDIR);
        }
        self.check_parent(path)?;
        if DIRECTORIES.contains(&path) {
            return Err(EBUSY);
        }
        if self.children(path).next().is_some() {
            return Err(ENOTEMPTY);
        }
        self.entries.remove(path);
        Ok(())
    }

    /// Removes a file.
    pub(crate) fn unlink(&mut self, path: &str) -> Result<()> {
        if self.entry(path)?.data.is_none() {
            return Err(EISDIR);
        }
        self.check_parent(path)?;
        self.entries.remove(path);
        Ok(())
    }

    /// Moves a file or a directory with all that is in it.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<()> {
        let moved = self.entry(from)?.clone();
        self.check_parent(from)?;
        self.check_parent(to)?;
        match (moved.data, self.entries.get(to).map(|e| e.data)) {
            (Some(_), Some(None)) => return Err(EISDIR),
            (None, Some(Some(_))) => return Err(ENOTDIR),
            (None, Some(None)) if from != to && self.children(to).next().is_some() => return Err(ENOTEMPTY),
            _ => {}
        }
        if from == to {
            return Ok(());
        }
        let below = format!("{from}/");
        let inner: Vec<String> = self.entries.keys().filter(|p| p.starts_with(&below)).cloned().collect();
        for path in inner {
            if let Some(e) = self.entries.remove(&path) {
                self.entries.insert(format!("{to}/{}", &path[below.len()..]), e);
            }
        }
        self.entries.remove(from);
        self.entries.insert(to.to_owned(), moved);
        Ok(())
    }
}

/// The file system as each process holds it: all of a machine's processes the same one.
#[derive(Debug, Clone)]
pub(crate) struct Files(Arc<Mutex<FileSystem>>);

impl Files {
    /// A disk with nothing of the user's on it.
    pub(crate) fn new(start_ns: u64) -> Self {
        Self(Arc::new(Mutex::new(FileSystem::new(start_ns))))
    }

    /// The tree.
    pub(crate) fn get(&self) -> MutexGuard<'_, FileSystem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a program's source where its `__file__` says.
    pub(crate) fn add_program(&self, file: &str, source: &str, now_ns: u64) {
        let path = if file.starts_with('/') {
            file.to_owned()
        } else {
            format!("{HOME}/{file}")
        };
        let mut fs = self.get();
        let mut at = 0;
        while let Some(slash) = path[at + 1..].find('/') {
            at += 1 + slash;
            if !fs.entries.contains_key(&path[..at]) {
                fs.add(&path[..at], None, now_ns);
            }
        }
        fs.add(&path, Some(source.as_bytes().to_vec()), now_ns);
    }
}

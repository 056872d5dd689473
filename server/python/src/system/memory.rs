//! Shared memory: named and unnamed blocks of bytes that several processes read and write.

use super::{HANDLES_MAX, System, errno};

/// A block of shared memory.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its name, if it can be found by one.
    pub name: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl System {
    /// A new block of zeros; at most `max` bytes may be shared altogether.
    ///
    /// # Errors
    /// ENOSPC, ENOMEM, EEXIST.
    pub fn new_memory(&mut self, size: usize, name: Option<String>, max: u64) -> Result<u32, i32> {
        if self.memory.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        if name.is_some() && self.find_memory(name.as_deref().unwrap_or_default()).is_some() {
            return Err(errno::EEXIST);
        }
        if self.used_bytes().saturating_add(size) as u64 > max {
            return Err(errno::ENOMEM);
        }
        self.memory.push(Some(Block {
            name,
            bytes: vec![0; size],
        }));
        Ok(self.memory.len() as u32 - 1)
    }

    /// The block of that name.
    #[must_use]
    pub fn find_memory(&self, name: &str) -> Option<u32> {
        let is_it = |b: &Option<Block>| b.as_ref().is_some_and(|b| b.name.as_deref() == Some(name));
        self.memory.iter().position(is_it).map(|at| at as u32)
    }

    /// The bytes of a block.
    #[must_use]
    pub fn bytes_of(&self, block: u32) -> Option<&[u8]> {
        self.memory.get(block as usize)?.as_ref().map(|b| b.bytes.as_slice())
    }

    /// The same, to write.
    pub fn bytes_of_mut(&mut self, block: u32) -> Option<&mut [u8]> {
        self.memory
            .get_mut(block as usize)?
            .as_mut()
            .map(|b| b.bytes.as_mut_slice())
    }
}

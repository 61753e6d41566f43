//! Room in memory for pictures that are read side by side.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many bytes are handed out. Twelve megapixels take 36 MB, and 48 MB more while they are scaled:
/// two to six pictures of a camera, as many as there are processors.
const ROOM: u64 = 512 << 20;

/// Hands out room.
#[derive(Default)]
pub(super) struct Room {
    taken: Mutex<u64>,
    freed: Condvar,
}

/// Room that is taken until this is dropped.
pub(super) struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Room {
    /// Waits until there are so many bytes, or nobody else has any.
    pub(super) fn take(&self, bytes: u64) -> Taken<'_> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + bytes > ROOM {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Taken { room: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.freed.notify_all();
    }
}

//! Connections, accepted one by one: no more at once than there are slots, each for no longer than
//! its time lasts.
//!
//! **Invariant:** clients cannot use up descriptors or threads, and waiting for either costs
//! nothing: where the system refuses a connection, it is asked again after a pause.
//! Knows nothing of HTTP.

use super::{Event, Observer, ServeError, USUAL_PORT};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a client may take to send its request, from the first byte to the last, and to take
/// each [`CHUNK`] of the answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many bytes are sent at a time. A client that takes so much in [`TIMEOUT`], 52 kbit/s, can
/// still play the slowest recordings as they arrive; one that takes less only holds its slot.
const CHUNK: usize = 64 << 10;

/// How many connections are served at once; others wait in the system's queue.
///
/// A browser opens six connections to a host. Each takes two descriptors at most, for itself and
/// for a file, so these and the pages that wait for builds ([`super::preview::MAX_SUBSCRIBERS`])
/// fit into the 256 that macOS gives a program.
pub(super) const MAX_CONNECTIONS: usize = 64;

/// How long to wait after the system has refused a connection: long compared with what a try costs,
/// short for a person who waits.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How many ports are tried where none is asked for. Nobody serves so many sites at once; if they
/// are all taken, the system chooses one.
const MAX_PORTS_TRIED: u16 = 100;

/// Listens on the loopback address; gives the address for people, too.
pub(super) fn listen(port: Option<u16>) -> Result<(TcpListener, String), ServeError> {
    let listener = match port {
        Some(port) => bind(port)?,
        None => bind_first_free()?,
    };
    let port = match listener.local_addr() {
        Ok(address) => address.port(),
        Err(_) => port.unwrap_or(USUAL_PORT),
    };
    Ok((listener, format!("http://127.0.0.1:{port}/")))
}

fn bind(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|source| ServeError::Port { port, source })
}

fn bind_first_free() -> Result<TcpListener, ServeError> {
    for port in USUAL_PORT..USUAL_PORT + MAX_PORTS_TRIED {
        match bind(port) {
            Err(ServeError::Port { source, .. }) if source.kind() == ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    bind(0)
}

/// Accepts connections for ever, and has each handled in a thread of its own.
pub(super) fn accept_all(
    listener: &TcpListener,
    observer: &dyn Observer,
    handle: impl Fn(Connection) + Clone + Send + 'static,
) {
    let slots = Slots::new();
    let mut is_told = false;

    loop {
        let slot = slots.take();
        let accept = || listener.accept().map(|(stream, _)| stream);
        let stream = accept_with_pauses(accept, |error| {
            // Once is enough; it would be said again with every connection.
            if !is_told {
                observer.notify(Event::NoRoom(error));
                is_told = true;
            }
            thread::sleep(ACCEPT_PAUSE);
        });

        let connection = Connection::new(stream, slot);
        let handle = handle.clone();
        // If no thread can be had, the connection is dropped here, and so closed.
        let _ =
            thread::Builder::new().name("connection".to_owned()).spawn(move || handle(connection));
    }
}

/// Accepts the next connection, with a pause after each refusal by the system.
///
/// A connection that cannot be accepted for want of a descriptor stays at the front of the queue,
/// so to ask again at once would be to ask without end.
fn accept_with_pauses<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(&io::Error),
) -> C {
    loop {
        match accept() {
            Ok(connection) => return connection,
            Err(error) => pause(&error),
        }
    }
}

/// A semaphore: a channel that holds one message for each free slot.
struct Slots {
    free: Receiver<()>,
    give_back: Sender<()>,
}

/// The slot of one connection; it is free again when this is dropped.
struct Slot(Sender<()>);

impl Slots {
    fn new() -> Self {
        let (give_back, free) = channel();
        let slots = Slots { free, give_back };
        for _ in 0..MAX_CONNECTIONS {
            // Dropping a slot adds it to the free ones.
            drop(slots.slot());
        }
        slots
    }

    fn slot(&self) -> Slot {
        Slot(self.give_back.clone())
    }

    /// Waits until a slot is free, and takes it.
    fn take(&self) -> Slot {
        // The channel cannot be closed, for `give_back` lives as long as `free`.
        let _ = self.free.recv();
        self.slot()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

/// A connection to a client, with the slot it takes and the moment at which its time is up.
pub(super) struct Connection {
    stream: TcpStream,
    deadline: Instant,
    _slot: Slot,
}

impl Connection {
    fn new(stream: TcpStream, slot: Slot) -> Self {
        Connection { stream, deadline: new_deadline(), _slot: slot }
    }

    /// Sends the head of an answer and its body, chunk by chunk.
    pub(super) fn send(&mut self, head: &str, mut body: impl Read) -> io::Result<()> {
        self.send_chunk(head.as_bytes())?;

        let mut chunk = vec![0; CHUNK];
        loop {
            let n = body.read(&mut chunk)?;
            if n == 0 {
                return self.stream.flush();
            }
            self.send_chunk(&chunk[..n])?;
        }
    }

    /// Sends a chunk, for which the time begins anew.
    fn send_chunk(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.deadline = new_deadline();
        let mut rest = chunk;
        while !rest.is_empty() {
            self.stream.set_write_timeout(Some(self.time_left()?))?;
            let n = self.stream.write(rest)?;
            rest = &rest[n..];
        }
        Ok(())
    }

    /// Gives up the slot, and keeps the stream for events.
    pub(super) fn into_stream(self) -> io::Result<TcpStream> {
        self.stream.set_write_timeout(Some(TIMEOUT))?;
        Ok(self.stream)
    }

    /// The time that is left. It is never zero, which the system takes for "without a limit".
    fn time_left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        Ok(left)
    }
}

impl Read for Connection {
    /// Reading does not extend the time: the whole request has to come before the first deadline.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.time_left()?))?;
        self.stream.read(buffer)
    }
}

fn new_deadline() -> Instant {
    now() + TIMEOUT
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a client waits does not change what it is shown"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_system_refuses_there_is_a_pause_before_every_other_try() {
        let (mut n_tries, mut n_pauses) = (0, 0);
        let accept = || {
            n_tries += 1;
            if n_tries < 8 {
                Err(io::Error::other("too many open files"))
            } else {
                Ok("a connection")
            }
        };
        assert_eq!(accept_with_pauses(accept, |_| n_pauses += 1), "a connection");
        assert_eq!((n_tries, n_pauses), (8, 7));
    }

    #[test]
    fn there_are_as_many_slots_as_are_said_and_each_is_free_again() {
        let slots = Slots::new();
        let taken: Vec<Slot> = (0..MAX_CONNECTIONS).map(|_| slots.take()).collect();
        assert!(slots.free.try_recv().is_err());
        drop(taken);
        assert_eq!(slots.free.try_iter().count(), MAX_CONNECTIONS);
    }

    #[test]
    fn a_client_that_asks_byte_by_byte_gets_no_more_time() {
        let (listener, address) = listen(Some(0)).unwrap();
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let mut client = TcpStream::connect(host).unwrap();
        let slots = Slots::new();
        let mut connection = Connection::new(listener.accept().unwrap().0, slots.take());
        let deadline = connection.deadline;
        for byte in b"GET" {
            client.write_all(&[*byte]).unwrap();
            connection.read_exact(&mut [0]).unwrap();
        }

        assert_eq!(connection.deadline, deadline);

        // However much more there is to read, no byte of it is read when the time is up.
        client.write_all(b" / HTTP/1.1\r\n").unwrap();
        connection.deadline = now();
        assert_eq!(connection.read(&mut [0]).unwrap_err().kind(), ErrorKind::TimedOut);
        assert!(connection.send("an answer has time of its own", io::empty()).is_ok());
    }
}

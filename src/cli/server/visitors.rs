//! Connections, let in one by one: no more at once than there are places, each for no longer than its patience lasts.
//!
//! **Invariant:** neither descriptors nor threads are used up by visitors, and waiting for either costs nothing: where the system
//! refuses a connection, it is asked again after a pause.
//! Knows nothing of HTTP.

use super::{Event, ServeError, Teller, USUAL_PORT};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a visitor may take to ask, from the first byte to the last, and to take each [`PIECE`] of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is sent at a time. At this much in [`PATIENCE`], 52 kbit/s, the slowest recording still plays through; a visitor who
/// takes less only holds his place.
const PIECE: usize = 64 << 10;

/// How many visitors are served at once; others wait in the system's queue.
///
/// A browser opens six connections to a host. Each visitor takes two descriptors at most, for himself and for a file, so
/// these and the pages that listen ([`super::desk::MOST_LISTENERS`]) fit into the 256 that macOS gives a program.
pub(super) const MOST_VISITORS: usize = 64;

/// How long to wait where the system lets nobody in: long beside what a try costs, short for one who waits.
const PAUSE: Duration = Duration::from_millis(100);

/// How many ports are tried where none is asked for.
const TRIES: u16 = 100;

/// Listens on the loopback address; returns the address for people, too.
pub(super) fn listen(port: Option<u16>) -> Result<(TcpListener, String), ServeError> {
    let listener = match port {
        Some(port) => bind(port)?,
        None => first_free()?,
    };
    let port = listener.local_addr().map_or(port.unwrap_or(USUAL_PORT), |address| address.port());
    Ok((listener, format!("http://127.0.0.1:{port}/")))
}

fn bind(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|source| ServeError::Port { port, source })
}

fn first_free() -> Result<TcpListener, ServeError> {
    for port in USUAL_PORT..USUAL_PORT + TRIES {
        match bind(port) {
            Err(ServeError::Port { source, .. }) if source.kind() == ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    bind(0)
}

/// Lets visitors in for ever, and has each met in a thread of his own.
pub(super) fn let_in(
    listener: &TcpListener,
    teller: &dyn Teller,
    meet: impl Fn(Visitor) + Clone + Send + 'static,
) {
    let places = Places::new();
    let mut is_told = false;
    loop {
        let place = places.take();
        let accept = || listener.accept().map(|(stream, _)| stream);
        let stream = next(accept, |error| {
            // Once is enough; it would be said again with every visitor.
            if !is_told {
                teller.tell(Event::NoRoom(error));
                is_told = true;
            }
            thread::sleep(PAUSE);
        });

        let meet = meet.clone();
        let visitor = Visitor::new(stream, place);
        // Where no thread can be had the visitor is turned away by the closing of the connection.
        let _ = thread::Builder::new().name("answer".to_owned()).spawn(move || meet(visitor));
    }
}

/// The next visitor, with a pause after each refusal by the system.
///
/// A visitor who cannot be let in for want of a descriptor stays at the front of the queue, so that to ask again at once is
/// to ask without end.
fn next<V>(mut accept: impl FnMut() -> io::Result<V>, mut pause: impl FnMut(&io::Error)) -> V {
    loop {
        match accept() {
            Ok(visitor) => return visitor,
            Err(error) => pause(&error),
        }
    }
}

/// The places there are, as a channel that holds the free ones.
struct Places {
    free: Receiver<()>,
    back: Sender<()>,
}

/// The place of one visitor; it is free again when it is dropped.
struct Place(Sender<()>);

impl Places {
    fn new() -> Self {
        let (back, free) = channel();
        let places = Places { free, back };
        // Made and dropped at once: that frees them.
        (0..MOST_VISITORS).for_each(|_| drop(places.place()));
        places
    }

    fn place(&self) -> Place {
        Place(self.back.clone())
    }

    /// Waits until a place is free, and takes it.
    fn take(&self) -> Place {
        // The channel cannot end, for `back` lives as long as `free`.
        let _ = self.free.recv();
        self.place()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

/// Someone who asks, in his place, until his time is up.
pub(super) struct Visitor {
    stream: TcpStream,
    until: Instant,
    _place: Place,
}

impl Visitor {
    fn new(stream: TcpStream, place: Place) -> Self {
        Visitor { stream, until: soon(), _place: place }
    }

    /// Sends the head of an answer and its body, piece by piece.
    pub(super) fn give(&mut self, head: &str, mut body: impl Read) -> io::Result<()> {
        self.send(head.as_bytes())?;
        let mut piece = vec![0; PIECE];
        loop {
            let n = body.read(&mut piece)?;
            if n == 0 {
                return self.stream.flush();
            }
            self.send(&piece[..n])?;
        }
    }

    /// Sends a piece, for which there is time anew.
    fn send(&mut self, piece: &[u8]) -> io::Result<()> {
        self.until = soon();
        let mut rest = piece;
        while !rest.is_empty() {
            self.stream.set_write_timeout(Some(self.left()?))?;
            let n = self.stream.write(rest)?;
            rest = &rest[n..];
        }
        Ok(())
    }

    /// The connection of one who goes on listening; his place is free.
    pub(super) fn into_listener(self) -> io::Result<TcpStream> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        Ok(self.stream)
    }

    /// The time that is left, which is never none.
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Visitor {
    /// Reading gives no time anew: the whole request has to come while the first patience lasts.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(buffer)
    }
}

fn soon() -> Instant {
    now() + PATIENCE
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a visitor waits is no part of what he is shown"
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
            if n_tries < 8 { Err(io::Error::other("too many open files")) } else { Ok("a visitor") }
        };
        assert_eq!(next(accept, |_| n_pauses += 1), "a visitor");
        assert_eq!((n_tries, n_pauses), (8, 7));
    }

    #[test]
    fn there_are_as_many_places_as_are_said_and_each_is_free_again() {
        let places = Places::new();
        let taken: Vec<Place> = (0..MOST_VISITORS).map(|_| places.take()).collect();
        assert!(places.free.try_recv().is_err());
        drop(taken);
        assert_eq!(places.free.try_iter().count(), MOST_VISITORS);
    }

    #[test]
    fn a_visitor_who_asks_byte_by_byte_gets_no_time_anew() {
        let (listener, address) = listen(Some(0)).unwrap();
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let mut client = TcpStream::connect(host).unwrap();
        let places = Places::new();
        let mut visitor = Visitor::new(listener.accept().unwrap().0, places.take());
        let until = visitor.until;
        for byte in b"GET" {
            client.write_all(&[*byte]).unwrap();
            visitor.read_exact(&mut [0]).unwrap();
        }
        assert_eq!(visitor.until, until);

        // However much more there is to read, no byte of it is read when the time is up.
        client.write_all(b" / HTTP/1.1\r\n").unwrap();
        visitor.until = now();
        assert_eq!(visitor.read(&mut [0]).unwrap_err().kind(), ErrorKind::TimedOut);
        assert!(visitor.give("an answer has time of its own", io::empty()).is_ok());
    }
}

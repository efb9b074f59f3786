//! A mail server for tests: it speaks SMTP on a free port of this machine, keeps what it is given, and misbehaves
//! when told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How the server behaves from the next command on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Takes every mail.
    #[default]
    Kind,
    /// Answers the recipient with this code, for example 451 (later) or 550 (never).
    Refusing(u16),
    /// Breaks the connection off after the mail's text has begun; the mail is not kept.
    Dropping,
    /// Keeps the mail and breaks the connection off before it says so: the sender cannot know.
    Forgetful,
    /// Waits before every answer.
    Slow(Duration),
    /// Closes every connection at once, as if there were no server.
    Gone,
}

/// One mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// The recipient of the envelope.
    pub to: String,
    /// Headers and text, with line ends as `\n`.
    pub text: String,
}

impl Caught {
    /// The value of a header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.text.split_once("\n\n")?;
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

#[derive(Default)]
struct Shared {
    mood: Mutex<Mood>,
    caught: Mutex<Vec<Caught>>,
    closed: AtomicBool,
}

/// The server. It ends when this is dropped.
pub struct SmtpCatcher {
    port: u16,
    shared: Arc<Shared>,
}

impl SmtpCatcher {
    /// A kind one, on a free port.
    ///
    /// # Panics
    /// If there is no free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .unwrap_or_else(|error| panic!("no port for a mail server: {error}"));
        let port = listener
            .local_addr()
            .unwrap_or_else(|error| panic!("no address of a mail server: {error}"))
            .port();
        let shared = Arc::new(Shared::default());
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if served.closed.load(Ordering::Relaxed) {
                    break;
                }
                if let Ok(stream) = stream {
                    let shared = Arc::clone(&served);
                    // A connection that breaks is what tests are about.
                    std::thread::spawn(move || drop(talk(&stream, &shared)));
                }
            }
        });
        Self { port, shared }
    }

    /// Where it listens on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes its mood.
    pub fn be(&self, mood: Mood) {
        *lock(&self.shared.mood) = mood;
    }

    /// Everything it has taken, oldest first.
    pub fn caught(&self) -> Vec<Caught> {
        lock(&self.shared.caught).clone()
    }
}

impl Drop for SmtpCatcher {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees that it is closed.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection, until the other side leaves or the mood breaks it off.
fn talk(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mood = || *lock(&shared.mood);
    let say = |line: &str| {
        if let Mood::Slow(wait) = mood() {
            std::thread::sleep(wait);
        }
        let mut out = stream;
        out.write_all(line.as_bytes())?;
        out.write_all(b"\r\n")
    };
    if mood() == Mood::Gone {
        return Ok(());
    }
    say("220 catcher")?;
    let mut lines = BufReader::new(stream).lines();
    let mut to = String::new();
    while let Some(line) = lines.next() {
        let line = line?;
        if mood() == Mood::Gone {
            return Ok(());
        }
        let command = line.to_ascii_uppercase();
        if command.starts_with("RCPT TO:") {
            if let Mood::Refusing(code) = mood() {
                say(&format!("{code} not now"))?;
                continue;
            }
            let address = line
                .split_once('<')
                .and_then(|(_, rest)| rest.split_once('>'));
            to = address.map_or_else(String::new, |(address, _)| address.to_owned());
            say("250 fine")?;
        } else if command == "DATA" {
            say("354 go on")?;
            let mut text = String::new();
            for line in lines.by_ref() {
                let line = line?;
                if mood() == Mood::Dropping {
                    return Ok(());
                }
                if line == "." {
                    break;
                }
                // RFC 5321, section 4.5.2: a dot at the beginning was doubled.
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
                text.push('\n');
            }
            lock(&shared.caught).push(Caught {
                to: to.clone(),
                text,
            });
            if mood() == Mood::Forgetful {
                return Ok(());
            }
            say("250 kept")?;
        } else if command == "QUIT" {
            return say("221 bye");
        } else {
            // EHLO, MAIL FROM, RSET, NOOP.
            say("250 fine")?;
        }
    }
    Ok(())
}

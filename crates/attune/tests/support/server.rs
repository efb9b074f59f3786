use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running server. Dropped, it is killed.
pub struct Server {
    child: Child,
    pub port: u16,
    /// What it printed up to the moment it was ready.
    pub printed: String,
}

impl Server {
    /// Starts `command` and waits until it says that it is ready; what it complained about if it stopped instead.
    pub fn start(command: &mut Command) -> Result<Self, String> {
        Self::start_with_log(command, Stdio::piped())
    }

    /// The same, with everything it logs going to `log`.
    pub fn start_with_log(command: &mut Command, log: Stdio) -> Result<Self, String> {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = String::new();
        while let Some(Ok(line)) = lines.next() {
            printed.push_str(&line);
            printed.push('\n');
            if let Some((_, rest)) = line.split_once("ready at http://localhost:") {
                let port = rest.split('/').next().unwrap().parse().unwrap();
                if let Some(log) = child.stderr.take() {
                    drain(log);
                }
                return Ok(Self {
                    child,
                    port,
                    printed,
                });
            }
        }
        let mut complaint = String::new();
        if let Some(mut log) = child.stderr.take() {
            log.read_to_string(&mut complaint).unwrap();
        }
        child.wait().unwrap();
        Err(printed + &complaint)
    }

    /// Ends it as a power cut would: at once, with nothing tidied up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal and waits for the end.
    pub fn stop(mut self, signal: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on, so that the program never waits for somebody to read its log.
fn drain(mut log: impl Read + Send + 'static) {
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
}

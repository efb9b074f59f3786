//! The demo practice, built and opened.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::absolute;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::arguments::{self, Arguments};
use crate::commands::assets;
use crate::project;

pub(crate) const USAGE: &str = "[--port N] [--data DIR] [--database URL] [--no-open]";
pub(crate) const DETAILS: &str = "\
Builds the program in the development profile and starts `attune demo`: a practice of invented people in a folder that
is thrown away afterwards. It prints who can sign in and how, and opens in your browser once it answers.

  --port N         serve on this port (7878 without it; 0 takes a free one)
  --data DIR       keep the practice in DIR, and find it there next time
  --database URL   PostgreSQL instead of SQLite, for example postgres://localhost/attune
  --no-open        do not open a browser

Stop it with Ctrl-C.";

const USUAL_PORT: u16 = 7878;

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let port = arguments
        .value("--port")?
        .map(|text| arguments::port(&text))
        .transpose()?;
    let data = arguments.value("--data")?;
    let database = arguments.value("--database")?;
    let open = !arguments.flag("--no-open");
    arguments.finish()?;
    let port = free_port(port.unwrap_or(USUAL_PORT))?;

    assets::build()?;
    let mut program = Command::new(project::build_program()?);
    program.args(["demo", "--no-open", "--port", &port.to_string()]);
    if let Some(data) = data {
        program.arg("--data").arg(absolute(data)?);
    }
    if let Some(database) = database {
        program.args(["--database", &database]);
    }
    let mut running = program.spawn().context("could not start attune")?;
    if open && answers(&mut running, port)? {
        open_browser(&format!("http://127.0.0.1:{port}/"));
    }
    let status = running.wait()?;
    if !status.success() {
        bail!("attune stopped ({status})");
    }
    Ok(())
}

/// The port itself, or a free one for 0. Asked before the build, so that nobody waits for a port that is taken.
fn free_port(wanted: u16) -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).with_context(|| {
        format!(
            "port {wanted} is taken; choose another with --port N, or --port 0 for any free one"
        )
    })?;
    Ok(listener.local_addr()?.port())
}

/// Waits until the program takes connections; false when it stopped instead.
fn answers(program: &mut Child, port: u16) -> anyhow::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        if program.try_wait()?.is_some() {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(true)
}

/// Asks the desktop to show an address. A machine without one is no reason to fail: the address was printed.
fn open_browser(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let has_display = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
    if !has_display {
        return;
    }
    let started = Command::new(opener)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut opener) = started {
        thread::spawn(move || opener.wait());
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_taken_port_is_refused_with_advice() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let error = free_port(taken.local_addr().unwrap().port())
            .unwrap_err()
            .to_string();
        assert!(error.contains("--port"), "{error}");
        assert_ne!(free_port(0).unwrap(), 0);
    }

    #[test]
    fn a_program_that_stops_is_not_waited_for() {
        let port = free_port(0).unwrap();
        let mut program = Command::new("true").spawn().unwrap();
        assert!(!answers(&mut program, port).unwrap());
    }
}

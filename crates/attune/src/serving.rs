//! Serving until somebody says stop.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use attune_record::Store;
use attune_server::{App, Outpost};
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::configuration::Web;

/// How long running requests may take after a stop was asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often what has ended is removed.
const TIDY_EVERY: Duration = Duration::from_hours(1);
/// Counters of failed attempts are kept for so long.
const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(48);

/// Takes the port, before anybody types a passphrase for nothing.
pub(crate) async fn bind(web: &Web) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::new(web.listen, web.port);
    TcpListener::bind(address).await.with_context(|| {
        format!("could not listen on {address}; is Attune running already? choose another port with --port N")
    })
}

/// Serves until Ctrl-C or SIGTERM, lets running requests end, and closes the store.
pub(crate) async fn serve(listener: TcpListener, app: App, ready: &str) -> anyhow::Result<()> {
    let store = app.store.clone();
    let stopped = told_to_stop()?;
    let tidying = tokio::spawn(tidy_up(store.clone()));
    let rounds = tokio::spawn(attune_server::rounds::keep_going(app.clone()));
    let server = attune_server::serve(listener, app, until(stopped.clone()));
    say(ready)?;
    let outcome = at_last(server, stopped).await;
    tidying.abort();
    // A mail that was just handed over is sent once more by the next start: better twice than never.
    rounds.abort();
    store.close().await;
    tracing::info!("stopped");
    outcome
}

/// The same for a portal that runs alone, which has nothing to close: whatever it acknowledged is on the disk.
pub(crate) async fn serve_portal(
    listener: TcpListener,
    outpost: Outpost,
    ready: &str,
) -> anyhow::Result<()> {
    let stopped = told_to_stop()?;
    let server = attune_server::serve_outpost(listener, outpost, until(stopped.clone()));
    say(ready)?;
    let outcome = at_last(server, stopped).await;
    tracing::info!("stopped");
    outcome
}

/// Becomes true when somebody says stop.
fn told_to_stop() -> anyhow::Result<watch::Receiver<bool>> {
    let (stop, stopped) = watch::channel(false);
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        // Nobody listens any more if serving failed meanwhile.
        let _ = stop.send(true);
    });
    Ok(stopped)
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Waits for the server's end, and after a stop not for ever.
async fn at_last(
    server: impl Future<Output = std::io::Result<()>>,
    stopped: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    tokio::select! {
        outcome = server => outcome.context("serving failed"),
        () = async {
            until(stopped).await;
            tokio::time::sleep(PATIENCE).await;
        } => Ok(()),
    }
}

/// Whoever started the program (a person, a script, a test) waits for this line.
fn say(ready: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{ready}")?;
    out.flush()?;
    Ok(())
}

/// Removes sessions that have ended and old counters, now and then. Nothing depends on it: both are judged by their
/// own times whenever they are used.
async fn tidy_up(store: Store) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        let now = Timestamp::now();
        let old = now.saturating_sub(ATTEMPTS_KEPT).unwrap_or(now);
        let tidied = async {
            store.sweep_sessions(now).await?;
            let day = old.to_zoned(jiff::tz::TimeZone::UTC).date();
            store.sweep_attempts(day).await
        };
        if let Err(error) = tidied.await {
            tracing::warn!(%error, "old sessions were not removed; the next try is in an hour");
        }
    }
}

//! A private PostgreSQL: one server per test process, in a temporary folder, on a Unix socket, gone with the process.

use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Set to anything to run the tests without PostgreSQL.
const WITHOUT: &str = "ATTUNE_TESTS_WITHOUT_POSTGRES";
const START_LIMIT: Duration = Duration::from_mins(1);

/// The running server.
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    /// Holds the pipe to the keeper open. When this process ends, however it ends, the pipe closes, and the keeper
    /// stops the server and removes its folder.
    _keeper: Child,
}

/// The URL of a new, empty database; `None` if the tests are told to do without.
///
/// # Panics
/// If PostgreSQL is not installed or does not start, with what to do about it.
pub(crate) fn new_database() -> Option<String> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    static COUNTER: AtomicU32 = AtomicU32::new(1);

    let server = SERVER
        .get_or_init(|| {
            if std::env::var_os(WITHOUT).is_some() {
                skip_line();
                return None;
            }
            Some(start().unwrap_or_else(|problem| {
                panic!(
                    "no PostgreSQL for the tests: {problem}. Install it (Debian: apt install postgresql), \
                     or set {WITHOUT}=1 to leave those tests out"
                )
            }))
        })
        .as_ref()?;
    let name = format!("test_{}", COUNTER.fetch_add(1, Ordering::Relaxed));
    let socket = server.folder.display();
    let made = Command::new(server.programs.join("createdb"))
        .args(["-h", &socket.to_string(), "-U", "postgres", &name])
        .output();
    match made {
        Ok(output) if output.status.success() => {}
        other => panic!("could not make a database for a test: {other:?}"),
    }
    Some(format!("postgres:///{name}?host={socket}&user=postgres"))
}

/// What the server has logged so far, every statement included.
pub(crate) fn log_file(url: &str) -> Option<PathBuf> {
    let (_, folder) = url.split_once("host=")?;
    let (folder, _) = folder.split_once('&')?;
    Some(Path::new(folder).join("log"))
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests shall see it")]
fn skip_line() {
    eprintln!("skipped: tests on PostgreSQL ({WITHOUT} is set)");
}

fn start() -> Result<Server, String> {
    let programs = find_programs()?;
    let folder = tempfile::Builder::new()
        .prefix("attune-postgres-")
        .tempdir()
        .map_err(|error| error.to_string())?
        .keep();
    // The server refuses to run as root.
    let as_root = folder.metadata().map_err(|error| error.to_string())?.uid() == 0;
    if as_root {
        run(Command::new("chown").arg("postgres").arg(&folder))?;
    }
    let data = folder.join("data");
    run(as_server_user(as_root, &programs.join("initdb"))
        .current_dir(&folder)
        .args(["--no-sync", "--auth=trust", "--username=postgres"])
        .args(["--encoding=UTF8", "--locale=C", "--pgdata"])
        .arg(&data))?;
    let keeper = keep(as_root, &programs, &folder, &data)?;
    let server = Server {
        programs,
        folder,
        _keeper: keeper,
    };
    wait_until_ready(&server)?;
    Ok(server)
}

fn find_programs() -> Result<PathBuf, String> {
    let asked = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = asked
        .filter(|output| output.status.success())
        .map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    debian.sort();
    configured
        .into_iter()
        .chain(debian.into_iter().rev())
        .find(|folder| folder.join("initdb").is_file())
        .ok_or_else(|| "its programs are not found (initdb)".to_owned())
}

fn as_server_user(as_root: bool, program: &Path) -> Command {
    if !as_root {
        return Command::new(program);
    }
    // Replaces itself by the program, so that the process id stays the server's own.
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--init-groups"])
        .arg(program);
    command
}

/// Starts the server under a shell that waits for the end of this process. A `Drop` would not do: nothing static is
/// dropped, and a killed process drops nothing at all.
fn keep(as_root: bool, programs: &Path, folder: &Path, data: &Path) -> Result<Child, String> {
    const KEEPER: &str = "trap '' INT TERM HUP
        folder=$1; shift
        \"$@\" &
        read -r _
        kill -INT $!
        wait $!
        rm -rf \"$folder\"";

    let log = File::create(folder.join("log")).map_err(|error| error.to_string())?;
    let second = log.try_clone().map_err(|error| error.to_string())?;
    let server = as_server_user(as_root, &programs.join("postgres"));
    let mut command = Command::new("sh");
    command
        .args(["-c", KEEPER, "keeper"])
        .arg(folder)
        .arg(server.get_program())
        .args(server.get_args())
        .arg("-D")
        .arg(data)
        .arg("-k")
        .arg(folder);
    for setting in [
        "listen_addresses=",
        "max_connections=300",
        // A power cut may spoil a test database.
        "fsync=off",
        "full_page_writes=off",
        // So that a test can search the log for what must never be in it.
        "log_statement=all",
    ] {
        command.args(["-c", setting]);
    }
    command
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(log)
        .stderr(second)
        .spawn()
        .map_err(|error| error.to_string())
}

fn wait_until_ready(server: &Server) -> Result<(), String> {
    let started = Instant::now();
    while started.elapsed() < START_LIMIT {
        let ready = Command::new(server.programs.join("pg_isready"))
            .args(["-q", "-U", "postgres", "-h"])
            .arg(&server.folder)
            .status();
        if ready.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    let log = std::fs::read_to_string(server.folder.join("log")).unwrap_or_default();
    Err(format!("it did not start; its log says: {log}"))
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}", text.trim()))
}

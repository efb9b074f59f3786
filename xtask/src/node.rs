//! Node.js and npm: needed to build the front end and to drive the browser tests, never to run Attune.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::files::last_change;
use crate::process;

/// The oldest Node.js whose test runner and module loader do what we use.
const OLDEST_NODE: u32 = 20;

/// npm in a folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder);
    npm
}

/// Refuses a machine without a Node.js that is new enough.
pub(crate) fn require() -> anyhow::Result<()> {
    let advice = format!(
        "install Node.js {OLDEST_NODE} or newer, with npm (Debian: apt-get install nodejs npm)"
    );
    let Ok(version) = process::output(Command::new("node").arg("--version")) else {
        bail!("Node.js is not installed: it builds the style sheets and scripts. Please {advice}");
    };
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => {}
        _ => bail!("Node.js {} is too old. Please {advice}", version.trim()),
    }
    let npm = process::output(npm(Path::new(".")).arg("--version"));
    npm.map(drop)
        .with_context(|| format!("npm is not installed. Please {advice}"))
}

/// Installs exactly what the lockfile pins, unless it is there already. Packages run no scripts of their own.
pub(crate) fn install(folder: &Path) -> anyhow::Result<()> {
    // npm writes this file last, so it also tells a finished installation from an interrupted one.
    let installed = last_change(&folder.join("node_modules/.package-lock.json"))?;
    let wanted = last_change(&folder.join("package-lock.json"))?;
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    process::run(npm(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .with_context(|| format!("could not install what {} needs", folder.display()))
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v4.0.0-nightly"), Some(4));
        assert_eq!(major("node 20"), None);
    }
}

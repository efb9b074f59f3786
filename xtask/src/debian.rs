//! What the tests need from the operating system. On Debian and its relatives a missing piece is installed; anywhere
//! else the error names it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::process;

/// The oldest version that Attune supports.
const OLDEST_POSTGRESQL: u32 = 15;

/// The browser that the tests drive, installed if need be.
pub(crate) fn chromium() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("ATTUNE_CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    install("chromium").context("or set ATTUNE_CHROMIUM to the path of a Chromium or Chrome")?;
    find_chromium().context("chromium was installed but is not in the PATH")
}

/// The folder with `initdb` and `postgres`, installed if need be.
pub(crate) fn postgresql() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("ATTUNE_POSTGRESQL") {
        return Ok(path.into());
    }
    if let Some(path) = find_postgresql() {
        return Ok(path);
    }
    install("postgresql")
        .context("or set ATTUNE_POSTGRESQL to the folder with PostgreSQL's initdb")?;
    find_postgresql().with_context(|| {
        format!("Debian's postgresql is older than {OLDEST_POSTGRESQL}; set ATTUNE_POSTGRESQL to the folder of a newer one")
    })
}

/// R and the packages that the statistics are measured against, installed if need be.
pub(crate) fn peers_of_the_statistics() -> anyhow::Result<()> {
    const PACKAGES: [&str; 4] = ["lme4", "metafor", "glasso", "qgraph"];
    let there = |package: &&str| Path::new("/usr/lib/R/site-library").join(package).exists();
    if in_path("Rscript").is_none() {
        install("r-base-core")?;
    }
    for package in PACKAGES.iter().filter(|package| !there(package)) {
        install(&format!("r-cran-{package}"))?;
    }
    Ok(())
}

/// A C++ compiler, installed if need be: the fuzzer's runtime is written in it.
pub(crate) fn cpp_compiler() -> anyhow::Result<()> {
    if std::env::var_os("CXX").is_some() || in_path("c++").is_some() {
        return Ok(());
    }
    install("g++")
}

fn find_chromium() -> Option<PathBuf> {
    in_path("chromium").or_else(|| in_path("chromium-browser"))
}

fn find_postgresql() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| {
            let folder = entry.ok()?;
            let version: u32 = folder.file_name().to_str()?.parse().ok()?;
            let programs = folder.path().join("bin");
            (version >= OLDEST_POSTGRESQL && programs.join("initdb").exists())
                .then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn install(package: &str) -> anyhow::Result<()> {
    let by_hand = format!("please install {package}");
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("{by_hand}");
    }
    let root = process::output(Command::new("id").arg("-u"))?.trim() == "0";
    if !root && in_path("sudo").is_none() {
        bail!("{by_hand}: apt-get install {package}, as root");
    }
    println!("Installing {package}.");
    process::run(&mut apt_get(root, &["update"]))?;
    process::run(&mut apt_get(
        root,
        &["install", "--yes", "--no-install-recommends", package],
    ))
}

fn apt_get(root: bool, words: &[&str]) -> Command {
    // Through `env`, because sudo does not pass the environment on.
    let mut command = Command::new(if root { "env" } else { "sudo" });
    if !root {
        command.arg("env");
    }
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
        .args(words);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sudo_only_where_it_is_needed() {
        assert_eq!(apt_get(true, &["update"]).get_program(), "env");
        assert_eq!(apt_get(false, &["update"]).get_program(), "sudo");
    }
}

//! Style sheets and scripts: `web/src` -> `web/dist`.

use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;

use crate::arguments::Arguments;
use crate::files::last_change;
use crate::{node, process, project};

pub(crate) const USAGE: &str = "";
pub(crate) const DETAILS: &str = "\
Installs what web/package-lock.json pins, when it is not there yet, and runs web/build.mjs, unless web/dist is newer
than everything it is made of. The program carries web/dist inside itself, so this comes before every build;
the other commands do it by themselves. Needs Node.js 20 or newer.";

/// What `web/dist` is made of, below `web/`.
const SOURCES: &[&str] = &[
    "src",
    "build.mjs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
];

/// Remembers when the last successful build began. Not in `dist`, whose files all go into the program.
const STAMP: &str = "node_modules/.assets-built";

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    arguments.finish()?;
    build()
}

/// Builds the assets unless they are up to date.
pub(crate) fn build() -> anyhow::Result<()> {
    let web = project::root().join("web");
    if is_up_to_date(&web)? {
        return Ok(());
    }
    node::require()?;
    node::install(&web)?;
    let began = SystemTime::now();
    process::run(node::npm(&web).args(["run", "--silent", "build"]))?;
    // The time of the beginning: a file saved during the build must cause the next one.
    let stamp = web.join(STAMP);
    File::create(&stamp)
        .and_then(|file| file.set_modified(began))
        .with_context(|| format!("could not write {}", stamp.display()))
}

fn is_up_to_date(web: &Path) -> anyhow::Result<bool> {
    let Some(built) = last_change(&web.join(STAMP))? else {
        return Ok(false);
    };
    if !fs::exists(web.join("dist/manifest.json"))? {
        return Ok(false);
    }
    for source in SOURCES {
        if last_change(&web.join(source))?.is_some_and(|changed| changed > built) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use std::time::Duration;

    use super::*;

    #[test]
    fn a_change_after_the_build_makes_it_stale() {
        let web = tempfile::tempdir().unwrap();
        let web = web.path();
        for folder in ["src", "dist", "node_modules"] {
            fs::create_dir(web.join(folder)).unwrap();
        }
        fs::write(web.join("src/staff.css"), "").unwrap();
        fs::write(web.join("dist/manifest.json"), "{}").unwrap();
        assert!(!is_up_to_date(web).unwrap(), "never built");

        let stamp = File::create(web.join(STAMP)).unwrap();
        assert!(is_up_to_date(web).unwrap());

        stamp
            .set_modified(SystemTime::now() - Duration::from_mins(1))
            .unwrap();
        assert!(!is_up_to_date(web).unwrap(), "a source is newer");
    }

    #[test]
    fn a_stamp_without_files_counts_for_nothing() {
        let web = tempfile::tempdir().unwrap();
        fs::create_dir(web.path().join("node_modules")).unwrap();
        File::create(web.path().join(STAMP)).unwrap();
        assert!(!is_up_to_date(web.path()).unwrap());
    }
}

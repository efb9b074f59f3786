//! Walking the checkout.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;

/// Folders that hold nothing written by hand.
const MADE: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "dist",
    "screenshots",
    "bench-results",
];

/// Every file below `folder` that was written by hand, in a stable order. A folder that is not there has none.
pub(crate) fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found).with_context(|| format!("could not list {}", folder.display()))?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            found.push(entry.path());
        } else if !MADE.iter().any(|made| entry.file_name() == *made) {
            collect(&entry.path(), found)?;
        }
    }
    Ok(())
}

/// When `path` or anything below it last changed. Folders count: a deleted file changes only its folder.
/// Nothing when there is no such file.
pub(crate) fn last_change(path: &Path) -> anyhow::Result<Option<SystemTime>> {
    change(path).with_context(|| format!("could not read the time of {}", path.display()))
}

fn change(path: &Path) -> io::Result<Option<SystemTime>> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        metadata => metadata?,
    };
    let mut newest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(change(&entry?.path())?.unwrap_or(newest));
        }
    }
    Ok(Some(newest))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use std::time::Duration;

    #[test]
    fn made_folders_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["src", "node_modules", "src/dist"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("a.ts"), "").unwrap();
        }
        assert_eq!(
            below(folder.path()).unwrap(),
            [folder.path().join("src/a.ts")]
        );
    }

    #[test]
    fn the_newest_file_decides() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        let later = SystemTime::now() + Duration::from_mins(1);
        fs::File::create(&path)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert_eq!(last_change(folder.path()).unwrap(), Some(later));
        assert_eq!(last_change(&folder.path().join("none")).unwrap(), None);
    }
}
